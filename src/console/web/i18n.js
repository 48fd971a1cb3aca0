// The page's sentences, in two languages. A view registers its own table when it is imported.

import ko from "./ko.js";
import en from "./en.js";
import { recall, remember } from "./store.js";

const tables = { ko: { ...ko }, en: { ...en } };
let current = recall("lang") === "en" ? "en" : "ko";

/** Adds a view's sentences: `{ ko: {key: text}, en: {key: text} }`. */
export function register(more) {
  Object.assign(tables.ko, more.ko);
  Object.assign(tables.en, more.en);
}

/** The sentence of a key, its `{name}`s filled from `args`. */
export function t(key, args = {}) {
  const text = tables[current][key] ?? tables.ko[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in args ? String(args[name]) : whole));
}

/** Whether there is a sentence for a key. */
export const has = (key) => key in tables.ko;

/** "ko" or "en". */
export const lang = () => current;

/** Switches the language, here and for the next visit. */
export function setLang(next) {
  current = next === "en" ? "en" : "ko";
  document.documentElement.lang = current;
  remember("lang", current);
}

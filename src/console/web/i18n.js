// The page's sentences, in two languages. A view registers its own table when it is imported.

import strings from "./strings.js";
import { recall, remember } from "./store.js";

const sentences = new Map();
let current = recall("lang") === "en" ? "en" : "ko";
register(strings);

/**
 * Adds a view's sentences: groups of `name: ["한국어", "English"]`, asked for as `group.name`; the name `is` is the group's own.
 */
export function register(table, prefix = "") {
  for (const [name, value] of Object.entries(table)) {
    const key = name === "is" ? prefix : prefix ? `${prefix}.${name}` : name;
    if (Array.isArray(value)) sentences.set(key, value);
    else register(value, key);
  }
}

/** The sentence of a key, its `{name}`s filled from `args`. */
export function t(key, args = {}) {
  const text = sentences.get(key)?.[current === "ko" ? 0 : 1] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => args[name] ?? whole);
}

/** Whether there is a sentence for a key. */
export const has = (key) => sentences.has(key);

/** The sentence of a key, or what to say when there is none. */
export const known = (key, otherwise) => (has(key) ? t(key) : otherwise);

/** "ko" or "en". */
export const lang = () => current;

/** Switches the language, here and for the next visit. */
export function setLang(next) {
  current = next === "en" ? "en" : "ko";
  document.documentElement.lang = current;
  remember("lang", current);
}

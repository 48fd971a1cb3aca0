// What nearly every module draws with, from one place: elements, icons, sentences, and the small parts that several views use.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { lang, t } from "./i18n.js";

export { clear, fill, h } from "./dom.js";
export { icon } from "./icons.js";
export { has, known, lang, register, setLang, t } from "./i18n.js";

/** A small quiet button: a drawing and words. */
export const toolButton = (picture, words, props) => h("button.button.quiet.small", props, icon(picture, 16), words);

/** A quiet button of which one sees only the drawing. */
export const iconButton = (picture, label, props, size) => h("button.button.quiet.only-icon", { title: label, label, ...props }, icon(picture, size));

/** A button that copies what `text()` gives, and says so. */
export function copyButton(text, label = t("copy")) {
  const words = h("span", label);
  let back = 0;
  async function onclick() {
    words.textContent = t((await copy(text())) ? "copied" : "copy-failed");
    clearTimeout(back);
    back = setTimeout(() => (words.textContent = label), 1600);
  }
  return toolButton("copy", words, { onclick });
}

// On plain http from another machine a page has no clipboard of its own.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h("textarea.visually-hidden", { value: text });
    const before = document.activeElement;
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus();
    return done;
  }
}

/** A small word in a rounded box; kind: good, bad, warn or nothing. */
export const pill = (text, kind = "") => h("span.pill", { class: kind }, text);

/** What stands where there is nothing yet: what to do. */
export const emptyState = ({ title, text, action }) => h("div.empty", h("h2", title), text && h("p", text), action);

/** JSON as it is read best, in colours; it scrolls by keyboard. */
export function json(value, props = {}) {
  const text = JSON.stringify(value, null, 2) ?? "";
  const pre = h("pre.code", { tabIndex: 0, role: "group", ...props });
  if (text.length > COLOURED) pre.append(text);
  else for (const part of text.matchAll(TOKEN)) pre.append(part[1] ? h("span.code-" + kind(part), part[0]) : part[0]);
  return pre;
}

const COLOURED = 60_000;
const TOKEN = /("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)(?=(\s*:)?)|[^"\dtfn-]+|./gs;
const kind = ([, token, colon]) => (token[0] !== '"' ? (/[tfn]/.test(token[0]) ? "word" : "number") : colon ? "key" : "text");

/**
 * A dialog over the page; Escape, the cross and a press beside it close it.
 * @returns {() => void} closes it
 */
export function dialog({ title, body, actions = [], wide = false, onClose, testid }) {
  const close = () => sheet.close();
  const onclose = () => {
    sheet.remove();
    onClose?.();
  };
  // Its parts cover it: a press on the dialog itself is one beside it.
  const onpointerdown = ({ target }) => {
    if (target === sheet) close();
  };
  const sheet = h(
    "dialog.sheet",
    { class: wide && "wide", label: title, testid, onclose, onpointerdown },
    h("div.sheet-head", h("h2", title), iconButton("close", t("close"), { onclick: close })),
    h("div.sheet-body", body),
    actions.length > 0 && h("div.sheet-foot", actions),
  );
  document.body.append(sheet);
  sheet.showModal();
  return close;
}

/** Milliseconds as a person reads them. */
export function formatMs(ms) {
  if (ms == null) return "–";
  return ms < 1000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : t("seconds", { n: (ms / 1000).toFixed(1) });
}

/** A moment as a time of day, with the date when it is not today. */
export function formatTime(at) {
  const moment = new Date(at);
  return format(lang(), moment.toDateString() === new Date().toDateString()).format(moment);
}

const formats = new Map();

// Making one takes longer than drawing a row.
function format(language, today) {
  const key = `${language} ${today}`;
  const parts = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language === "ko" ? "ko-KR" : "en-GB", today ? parts : { month: "short", day: "numeric", ...parts }));
  return formats.get(key);
}

/** A sentence at the foot of the page for some seconds. */
export function toast(text, { kind: tone = "" } = {}) {
  const note = h("div.toast", { class: tone }, text);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), 4000);
}

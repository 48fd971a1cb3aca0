// One mistake as a card: what is wrong, where, what to do, and the lines as they should be.

import { h, pill, register, t } from "../ui.js";
import strings from "./strings.js";

register(strings);

/**
 * @typedef {{code: string, severity: "error" | "warning", message: string, help: string, suggestion: string | null,
 *   file: string | null, line: number | null, column: number | null, endLine: number | null, endColumn: number | null,
 *   excerpt: {line: number, text: string}[], fix: {line: number, text: string}[] | null,
 *   labels: {line: number, column: number, endColumn: number, text: string}[]}} Diagnostic
 */

/**
 * The card of a mistake.
 * @param {Diagnostic} mistake
 * @param {Node | null} action what stands at its right, a link to the editor for one
 * @returns {HTMLElement}
 */
export function mistakeCard(mistake, action = null) {
  const tone = toneOf(mistake);
  return h(
    "article",
    { class: `panel mistake ${tone}`, dataset: { testid: "diagnostic", code: mistake.code } },
    h("header.mistake-head", h("div.row", pill(`${t(`mistake.${mistake.severity}`)} ${mistake.code}`, tone), place(mistake)), action, h("h3", sentence(mistake.message))),
    mistake.excerpt?.length > 0 && excerpt(mistake),
    h(
      "div.mistake-help",
      mistake.suggestion && h("p.mistake-guess", sentence(t("mistake.suggestion", { name: mistake.suggestion }))),
      mistake.help && h("p", sentence(mistake.help)),
    ),
    mistake.fix?.length > 0 && fix(mistake),
  );
}

/** A sentence whose words between backticks are shown as code. */
export function sentence(text) {
  return String(text)
    .split("`")
    .map((part, at) => (at % 2 === 1 ? h("code.word", part) : part));
}

/** The part of a text from one column to another, columns counted in characters from 1, as places in a JavaScript string. */
export function range(text, column, endColumn) {
  const characters = Array.from(text);
  const until = (count) => characters.slice(0, Math.max(0, count)).join("").length;
  return [until(column - 1), until(Math.max(column, endColumn) - 1)];
}

/** Where a mistake is in its line, as places in a JavaScript string. */
export function markedIn(text, { line, column, endLine, endColumn }) {
  return range(text, column ?? 1, endLine > line ? Infinity : (endColumn ?? (column ?? 1) + 1));
}

/** "bad" for an error, "warn" for a warning. */
export const toneOf = ({ severity }) => (severity === "error" ? "bad" : "warn");

function place({ file, line, column }) {
  return file && h("span.mono.muted", line ? `${file}:${line}:${column}` : file);
}

function excerpt(mistake) {
  const rows = [];
  for (const { line, text } of mistake.excerpt) {
    const isHere = line === mistake.line;
    const marked = isHere ? mark(text, mistake) : [text];
    rows.push(row(line, marked, isHere ? "here" : ""));
    for (const label of mistake.labels ?? []) {
      if (label.line === line && !(isHere && label.column === mistake.column)) rows.push(row("", [`↳ ${label.text}`], "note"));
    }
  }
  return h("div.lines", { tabIndex: 0, role: "group", "aria-label": t("mistake.place", { file: mistake.file, line: mistake.line }) }, rows);
}

function mark(text, mistake) {
  const [from, to] = markedIn(text, mistake);
  const marked = text.slice(from, to);
  const shown = h("mark", { class: marked.trim() === "" ? "gap" : "" }, marked || " ");
  return [text.slice(0, from), shown, text.slice(to)];
}

function fix(mistake) {
  const before = new Map((mistake.excerpt ?? []).map(({ line, text }) => [line, text]));
  const rows = mistake.fix.flatMap(({ line, text }) => [
    before.has(line) && before.get(line) !== text && row("−", [before.get(line)], "gone", t("mistake.removed")),
    row("+", [text], "new", t("mistake.added")),
  ]);
  return h("div.mistake-fix", h("h4", t("mistake.fix")), h("div.lines", { tabIndex: 0, role: "group", "aria-label": t("mistake.fix") }, rows));
}

function row(number, content, kind, spoken) {
  return h(
    "div",
    { class: `line ${kind}` },
    h("span.line-number", { "aria-hidden": spoken ? "true" : null }, number),
    spoken && h("span.visually-hidden", `${spoken}: `),
    h("code", content),
  );
}

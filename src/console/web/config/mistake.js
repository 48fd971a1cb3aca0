// One mistake as a card: what is wrong, where, what to do, and the lines as they should be.

import { h } from "../dom.js";
import { register, t } from "../i18n.js";
import { pill } from "../ui.js";
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
  const bad = mistake.severity === "error";
  return h(
    "article",
    { class: `panel mistake ${bad ? "bad" : "warn"}`, dataset: { testid: "diagnostic", code: mistake.code } },
    h(
      "header",
      { class: "mistake-head" },
      h("div", { class: "row" }, pill(`${t(`mistake.${mistake.severity}`)} ${mistake.code}`, bad ? "bad" : "warn"), place(mistake)),
      action,
      h("h3", null, sentence(mistake.message)),
    ),
    mistake.excerpt?.length > 0 && excerpt(mistake),
    h(
      "div",
      { class: "mistake-help" },
      mistake.suggestion && h("p", { class: "mistake-guess" }, sentence(t("mistake.suggestion", { name: mistake.suggestion }))),
      mistake.help && h("p", null, sentence(mistake.help)),
    ),
    mistake.fix?.length > 0 && fix(mistake),
    mistake.explanation && h("details", { class: "mistake-more" }, h("summary", null, t("mistake.more")), h("p", null, sentence(mistake.explanation))),
  );
}

/** A sentence whose words between backticks are shown as code. */
export function sentence(text) {
  return String(text)
    .split("`")
    .map((part, at) => (at % 2 === 1 ? h("code", { class: "word" }, part) : part));
}

/** The part of a text from one column to another, columns counted in characters from 1, as places in a JavaScript string. */
export function range(text, column, endColumn) {
  const characters = Array.from(text);
  const until = (count) => characters.slice(0, Math.max(0, count)).join("").length;
  return [until(column - 1), until(Math.max(column, endColumn) - 1)];
}

function place({ file, line, column }) {
  return file && h("span", { class: "mono muted" }, line ? `${file}:${line}:${column}` : file);
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
  return h("div", { class: "lines", tabIndex: 0, role: "group", "aria-label": t("mistake.place", { file: mistake.file, line: mistake.line }) }, rows);
}

function mark(text, { line, column, endLine, endColumn }) {
  const last = endLine && endLine > line ? Infinity : (endColumn ?? column + 1);
  const [from, to] = range(text, column, last);
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
  return h("div", { class: "mistake-fix" }, h("h4", null, t("mistake.fix")), h("div", { class: "lines", tabIndex: 0, role: "group", "aria-label": t("mistake.fix") }, rows));
}

function row(number, content, kind, spoken) {
  return h(
    "div",
    { class: `line ${kind}` },
    h("span", { class: "line-number", "aria-hidden": spoken ? "true" : null }, number),
    spoken && h("span", { class: "visually-hidden" }, `${spoken}: `),
    h("code", null, content),
  );
}

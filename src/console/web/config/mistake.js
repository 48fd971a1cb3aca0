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
  const { code, severity, file, line, column, message, help, suggestion } = mistake;
  const tone = toneOf(mistake);
  return h(
    "article.panel.mistake",
    { class: tone, dataset: { testid: "diagnostic", code } },
    h(
      "header.mistake-head",
      h("div.row", pill(`${t(`mistake.${severity}`)} ${code}`, tone), file && h("span.mono.muted", line ? `${file}:${line}:${column}` : file)),
      action,
      h("h3", sentence(message)),
    ),
    mistake.excerpt.length > 0 && excerpt(mistake),
    h("div", suggestion && h("strong", sentence(t("mistake.suggestion", { name: suggestion }))), help && h("p", sentence(help))),
    mistake.fix && fix(mistake),
  );
}

/** A sentence whose words between backticks are shown as code. */
export function sentence(text) {
  return String(text)
    .split("`")
    .map((part, at) => (at % 2 === 1 ? h("code.word", part) : part));
}

/** The place in a JavaScript string of a column, counted in characters from 1. */
export const offsetOf = (text, column) => [...text].slice(0, column - 1).join("").length;

/** Where a mistake is in its line, as places in a JavaScript string. */
export function markedIn(text, { line, column, endLine, endColumn }) {
  const from = offsetOf(text, column);
  return { from, to: Math.max(from + 1, endLine > line ? text.length : offsetOf(text, endColumn)) };
}

/** Whether a mistake keeps the configuration from going live. */
export const isError = ({ severity }) => severity === "error";

/** "bad" for an error, "warn" for a warning. */
export const toneOf = (mistake) => (isError(mistake) ? "bad" : "warn");

/** Lines of a file; they scroll by keyboard. */
export const codeLines = (label, rows) => h("div.lines", { tabIndex: 0, role: "group", label }, rows);

function excerpt(mistake) {
  const rows = [];
  for (const { line, text } of mistake.excerpt) {
    const isHere = line === mistake.line;
    rows.push(isHere ? row(line, marked(text, mistake), "here") : row(line, text));
    for (const label of mistake.labels) {
      if (label.line === line && !(isHere && label.column === mistake.column)) rows.push(row("", `↳ ${label.text}`, "note"));
    }
  }
  return codeLines(t("mistake.place", mistake), rows);
}

function marked(text, mistake) {
  const { from, to } = markedIn(text, mistake);
  const part = text.slice(from, to);
  return [text.slice(0, from), h("mark", { class: part.trim() ? "" : "gap" }, part || " "), text.slice(to)];
}

function fix(mistake) {
  const rows = mistake.fix.map(({ line, text }) => {
    const before = mistake.excerpt.find((one) => one.line === line);
    return [before && before.text !== text && row("−", before.text, "gone", t("mistake.removed")), row("+", text, "new", t("mistake.added"))];
  });
  return h("div", h("h4", t("mistake.fix")), codeLines(t("mistake.fix"), rows));
}

function row(number, content, kind, spoken) {
  return h(
    "div.line",
    { class: kind },
    h("span.line-number", { "aria-hidden": spoken && "true" }, number),
    spoken && h("span.visually-hidden", `${spoken}: `),
    h("code", content),
  );
}

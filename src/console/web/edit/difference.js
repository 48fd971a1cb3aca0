// Two texts side by side in one column: what goes, what comes, and a little around it.

import { h } from "../dom.js";
import { t } from "../i18n.js";
import { diff, folded } from "./diff.js";

/**
 * The difference of two texts.
 * @param {string} before
 * @param {string} after
 * @param {{before: string, after: string}} names what the two are
 * @returns {HTMLElement}
 */
export function difference(before, after, names) {
  if (before === after) return h("p", { class: "hint difference-none" }, t("diff.same"));
  const lines = diff(before, after);
  const count = (kind) => lines.filter((line) => line.kind === kind).length;
  return h(
    "div",
    { class: "difference" },
    h("div", { class: "difference-names" }, h("span", { class: "gone" }, `− ${names.before} `, t("diff.lines", { n: count("gone") })), h("span", { class: "new" }, `+ ${names.after} `, t("diff.lines", { n: count("new") }))),
    h("div", { class: "lines", tabIndex: 0, role: "group", "aria-label": t("diff.label", names) }, folded(lines).map(row)),
  );
}

const SIGNS = { gone: "−", new: "+", same: " " };

function row(line) {
  if (line.kind === "skipped") return h("div", { class: "line skipped-lines" }, t("diff.skipped", { n: line.count }));
  return h(
    "div",
    { class: `line ${line.kind}` },
    h("span", { class: "line-number" }, line.before ?? ""),
    h("span", { class: "line-number" }, line.after ?? ""),
    h("span", { class: "line-sign" }, SIGNS[line.kind]),
    h("code", null, line.text),
  );
}

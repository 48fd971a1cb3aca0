// Two texts in one column: what goes, what comes, and a little around it.

import { codeLines } from "../config/mistake.js";
import { h, t } from "../ui.js";
import { diff, folded } from "./diff.js";

const SIGNS = { gone: "−", new: "+", same: " " };

/**
 * The difference of two texts, which have names.
 * @param {string} before
 * @param {string} after
 * @returns {HTMLElement}
 */
export function difference(before, after, nameBefore, nameAfter) {
  if (before === after) return h("p.hint", t("diff.same"));
  const lines = diff(before, after);
  const legend = (kind, name) => h("span", { class: kind }, `${SIGNS[kind]} ${name} `, t("diff.lines", { n: lines.filter((line) => line.kind === kind).length }));
  return h(
    "div.difference",
    h("div.row", legend("gone", nameBefore), legend("new", nameAfter)),
    codeLines(`${nameBefore} – ${nameAfter}`, folded(lines).map(row)),
  );
}

function row({ kind, text, before, after, count }) {
  if (kind === "skipped") return h("div.line.note.skipped-lines", t("diff.skipped", { n: count }));
  return h("div", { class: `line ${kind}` }, h("span.line-number", before), h("span.line-number", after), h("span.line-sign", SIGNS[kind]), h("code", text));
}

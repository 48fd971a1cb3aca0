// Two texts in one column: what goes, what comes, and a little around it.

import { h, t } from "../ui.js";
import { diff, folded } from "./diff.js";

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
    h("div.difference-names", legend("gone", nameBefore), legend("new", nameAfter)),
    h("div.lines", { tabIndex: 0, role: "group", "aria-label": `${nameBefore} – ${nameAfter}` }, folded(lines).map(row)),
  );
}

const SIGNS = { gone: "−", new: "+", same: " " };

function row(line) {
  if (line.kind === "skipped") return h("div.line.skipped-lines", t("diff.skipped", { n: line.count }));
  const number = (n) => h("span.line-number", n ?? "");
  return h("div", { class: `line ${line.kind}` }, number(line.before), number(line.after), h("span.line-sign", SIGNS[line.kind]), h("code", line.text));
}

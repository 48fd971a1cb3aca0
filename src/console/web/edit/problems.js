// The mistakes under the editor, each with the way to it and, where the server knows one, its correction.

import { sentence } from "../config/mistake.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { t } from "../i18n.js";

/**
 * Makes the panel.
 * @param {{onGo: (mistake: object) => void, onFix: (mistake: object) => void}} options
 */
export function problemsPanel({ onGo, onFix }) {
  const heading = h("h2", { role: "status" });
  const list = h("ul", { class: "problem-list" });
  const root = h("section", { class: "problems" }, heading, list);
  let shown = "";

  function draw({ state, mistakes = [], current = "" }) {
    const errors = mistakes.filter((mistake) => mistake.severity === "error").length;
    const warnings = mistakes.length - errors;
    const tone = state === "failed" ? "quiet" : errors > 0 ? "bad" : warnings > 0 ? "warn" : "good";
    const words = state === "failed" ? t("edit.check-failed") : mistakes.length === 0 ? t("edit.check-good") : [errors > 0 && t("edit.errors", { n: errors }), warnings > 0 && t("edit.warnings", { n: warnings })].filter(Boolean).join(" · ");
    heading.className = `mark ${tone}`;
    root.dataset.state = state;
    const key = JSON.stringify([tone, words, mistakes, current]);
    if (key === shown) return;
    shown = key;
    fill(heading, icon({ good: "check", quiet: "clock" }[tone] ?? "warn", 16), words);
    const focused = list.contains(document.activeElement);
    fill(list, mistakes.map((mistake) => one(mistake, current)));
    list.hidden = mistakes.length === 0;
    if (focused) list.querySelector("button")?.focus();
  }

  function one(mistake, current) {
    const tone = mistake.severity === "error" ? "bad" : "warn";
    const place = [mistake.file === current ? "" : mistake.file, mistake.line].filter(Boolean).join(":");
    const canFix = mistake.fix?.length > 0;
    return h(
      "li",
      { class: tone, dataset: { testid: "diagnostic", code: mistake.code } },
      h(
        "button",
        { class: "problem-go", type: "button", on: { click: () => onGo(mistake) } },
        h("span", { class: `problem-place mono ${tone}` }, place || "–"),
        h("span", null, h("span", { class: "problem-text" }, sentence(mistake.message)), h("span", { class: "hint" }, " ", mistake.suggestion && sentence(`${t("mistake.suggestion", { name: mistake.suggestion })} `), !mistake.suggestion && sentence(mistake.help ?? ""))),
      ),
      canFix && h("button", { class: "button small", type: "button", dataset: { testid: "apply-fix" }, on: { click: () => onFix(mistake) } }, t("edit.fix")),
    );
  }

  return { root, draw };
}

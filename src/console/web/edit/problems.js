// The mistakes under the editor, each with the way to it and, where the server knows one, its correction.

import { sentence, toneOf } from "../config/mistake.js";
import { fill, h, icon, t } from "../ui.js";

/**
 * Makes the panel.
 * @param {{onGo: (mistake: object) => void, onFix: (mistake: object) => void}} options
 */
export function problemsPanel({ onGo, onFix }) {
  const heading = h("div.mark", { role: "status" });
  const list = h("ul.problem-list");
  const root = h("section.problems", heading, list);
  let shown = "";

  /** Null when the server could not look. */
  function draw(mistakes, current) {
    const key = JSON.stringify([mistakes, current]);
    if (key === shown) return;
    shown = key;
    const errors = mistakes?.filter((mistake) => mistake.severity === "error").length;
    const warnings = mistakes?.length - errors;
    const tone = mistakes === null ? "quiet" : errors > 0 ? "bad" : warnings > 0 ? "warn" : "good";
    const counted = [errors > 0 && t("edit.errors", { n: errors }), warnings > 0 && t("edit.warnings", { n: warnings })].filter(Boolean).join(" · ");
    heading.className = `mark ${tone}`;
    fill(heading, icon({ good: "check", quiet: "clock" }[tone] ?? "warn", 16), counted || t(mistakes === null ? "edit.check-failed" : "edit.check-good"));
    if (mistakes === null) return;
    const focused = list.contains(document.activeElement);
    fill(
      list,
      mistakes.map((mistake) => one(mistake, current)),
    );
    if (focused) list.querySelector("button")?.focus();
  }

  function one(mistake, current) {
    const tone = toneOf(mistake);
    const place = [mistake.file === current ? "" : mistake.file, mistake.line].filter(Boolean).join(":");
    const advice = mistake.suggestion ? t("mistake.suggestion", { name: mistake.suggestion }) : (mistake.help ?? "");
    return h(
      "li",
      { dataset: { testid: "diagnostic", code: mistake.code } },
      h(
        "button.problem-go",
        { onclick: () => onGo(mistake) },
        h("span", { class: `problem-place mono ${tone}` }, place || "–"),
        h("span", h("span.problem-text", sentence(mistake.message)), h("span.hint", " ", sentence(advice))),
      ),
      mistake.fix?.length > 0 && h("button.button.small", { onclick: () => onFix(mistake), testid: "apply-fix" }, t("edit.fix")),
    );
  }

  return { root, draw };
}

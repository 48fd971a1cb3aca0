// The mistakes under the editor, each with the way to it and, where the server knows one, its correction.

import { isError, sentence, toneOf } from "../config/mistake.js";
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
    if (mistakes === null) return head("quiet", "clock", t("edit.check-failed"));
    const errors = mistakes.filter(isError).length;
    const warnings = mistakes.length - errors;
    const counts = [errors && t("edit.errors", { n: errors }), warnings && t("edit.warnings", { n: warnings })].filter(Boolean);
    if (counts.length === 0) head("good", "check", t("edit.check-good"));
    else head(errors ? "bad" : "warn", "warn", counts.join(" · "));
    const focused = list.contains(document.activeElement);
    const rows = mistakes.map((mistake) => one(mistake, current));
    fill(list, rows);
    if (focused) list.querySelector("button")?.focus();
  }

  function head(tone, shape, text) {
    heading.className = `mark ${tone}`;
    fill(heading, icon(shape, 16), text);
  }

  function one(mistake, current) {
    const { code, file, line, message, help, suggestion, fix } = mistake;
    const place = [file !== current && file, line].filter(Boolean).join(":") || "–";
    return h(
      "li",
      { dataset: { testid: "diagnostic", code } },
      h(
        "button.problem-go",
        { onclick: () => onGo(mistake) },
        h("span.mark.mono", { class: toneOf(mistake) }, place),
        h("span", sentence(message), h("span.hint", " ", sentence(suggestion ? t("mistake.suggestion", { name: suggestion }) : (help ?? "")))),
      ),
      fix && h("button.button.small", { onclick: () => onFix(mistake), testid: "apply-fix" }, t("edit.fix")),
    );
  }

  return { root, draw };
}

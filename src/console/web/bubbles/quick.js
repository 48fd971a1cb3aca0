// Quick replies: a row under the last bubble.

import { h } from "../dom.js";
import { t } from "../i18n.js";
import { actionOf } from "./buttons.js";

/** Draws the row; null when there is none. */
export function quickReplies(list, around) {
  if (!Array.isArray(list) || list.length === 0) return null;
  return h(
    "div",
    { class: "quick", role: "group", "aria-label": t("quick-replies") },
    list.map((reply) => {
      const action = actionOf(reply ?? {}, "quick");
      return h("button", { class: "quick-reply", type: "button", dataset: { testid: "quick-reply" }, on: { click: () => around.act(action) } }, action.label);
    }),
  );
}

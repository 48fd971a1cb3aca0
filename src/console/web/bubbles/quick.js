// Quick replies: a row under the last bubble.

import { h, t } from "../ui.js";
import { actionOf } from "./buttons.js";

/** Draws the row; null when there is none. */
export function quickReplies(list, around) {
  if (!list?.length) return null;
  return h(
    "div.quick",
    { role: "group", label: t("quick-replies") },
    list.map((reply) => {
      const action = actionOf(reply, "quick");
      return h("button.quick-reply", { testid: "quick-reply", onclick: () => around.act(action) }, action.label);
    }),
  );
}

// simpleText. Past 500 characters the app folds it behind a button.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { t } from "../i18n.js";

const FOLDED = 500;

/** Any value as the text it is shown as. */
export const words = (value) => (value == null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));

/** Draws a simpleText. */
export function simpleText(body) {
  // By characters, as Kakao counts, not by the halves of one.
  const characters = [...words(body.text)];
  const text = h("p", { class: "bubble-text" });
  if (characters.length <= FOLDED) {
    text.textContent = characters.join("");
    return h("div", { class: "bubble bubble-simple" }, text);
  }
  text.textContent = characters.slice(0, FOLDED).join("") + "…";
  const label = h("span", null, t("show-all"));
  const more = h("button", { class: "bubble-more", type: "button", "aria-expanded": "false", dataset: { testid: "show-all" }, on: { click: unfold } }, label, icon("chevron", 16));
  function unfold() {
    const open = more.getAttribute("aria-expanded") === "true";
    more.setAttribute("aria-expanded", String(!open));
    text.textContent = open ? characters.slice(0, FOLDED).join("") + "…" : characters.join("");
    label.textContent = t(open ? "show-all" : "show-less");
  }
  return h("div", { class: "bubble bubble-simple" }, text, more);
}

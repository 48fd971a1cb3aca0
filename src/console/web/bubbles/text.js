// simpleText. Past 500 characters the app folds it behind a button.

import { h, icon, t } from "../ui.js";

const FOLDED = 500;

/** Any value as the text it is shown as. */
export const words = (value) => (value == null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));

/** Draws a simpleText. */
export function simpleText(body) {
  // By characters, as Kakao counts, not by the halves of one.
  const characters = [...words(body.text)];
  const text = h("p.bubble-text");
  if (characters.length <= FOLDED) {
    text.textContent = characters.join("");
    return h("div.bubble.bubble-simple", text);
  }
  text.textContent = characters.slice(0, FOLDED).join("") + "…";
  const label = h("span", t("show-all"));
  const more = h("button.bubble-more", { "aria-expanded": "false", testid: "show-all", onclick: unfold }, label, icon("chevron", 16));
  function unfold() {
    const open = more.getAttribute("aria-expanded") === "true";
    more.setAttribute("aria-expanded", String(!open));
    text.textContent = open ? characters.slice(0, FOLDED).join("") + "…" : characters.join("");
    label.textContent = t(open ? "show-all" : "show-less");
  }
  return h("div.bubble.bubble-simple", text, more);
}

// simpleText. Past 500 characters the app folds it behind a button.

import { h, icon, t } from "../ui.js";

const FOLDED = 500;

/** Any value as the text it is shown as. */
export const words = (value) => (value == null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));

/** Draws a simpleText. */
export function simpleText(body) {
  // By characters, as Kakao counts, not by the halves of one.
  const whole = words(body.text);
  const characters = [...whole];
  const folds = characters.length > FOLDED;
  const text = h("p.bubble-text", whole);
  const label = h("span");
  const more = h("button.bubble-more", { testid: "show-all", onclick: () => show(more.ariaExpanded === "false") }, label, icon("chevron", 16));
  function show(open) {
    more.ariaExpanded = open;
    text.textContent = open ? whole : characters.slice(0, FOLDED).join("") + "…";
    label.textContent = t(open ? "show-less" : "show-all");
  }
  if (folds) show(false);
  return h("div.bubble.bubble-simple", text, folds && more);
}

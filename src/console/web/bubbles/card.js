// textCard and basicCard.

import { h } from "../dom.js";
import { buttons } from "./buttons.js";
import { thumbnail } from "./image.js";
import { words } from "./text.js";

/** A card's title and description. */
export function heading(body) {
  const title = words(body.title);
  const description = words(body.description);
  if (!title && !description) return null;
  return h("div", { class: "card-text" }, title && h("p", { class: "card-title" }, title), description && h("p", { class: "card-description" }, description));
}

/** Draws a textCard. */
export const textCard = (body, around) => h("div", { class: "bubble card" }, heading(body), buttons(body, around));

/** Draws a basicCard. */
export const basicCard = (body, around) => h("div", { class: "bubble card" }, thumbnail(body.thumbnail, around), heading(body), buttons(body, around));

// textCard and basicCard.

import { h } from "../ui.js";
import { buttons } from "./buttons.js";
import { thumbnail } from "./image.js";
import { words } from "./text.js";

/** A card's title and description. */
export function heading(body) {
  const title = words(body.title);
  const description = words(body.description);
  if (!title && !description) return null;
  return h("div.card-text", title && h("p.card-title", title), description && h("p.card-description", description));
}

/** Draws a textCard. */
export const textCard = (body, around) => h("div.bubble.card", heading(body), buttons(body, around));

/** Draws a basicCard. */
export const basicCard = (body, around) => h("div.bubble.card", thumbnail(body.thumbnail, around), heading(body), buttons(body, around));

// textCard and basicCard.

import { h } from "../ui.js";
import { buttons } from "./buttons.js";
import { thumbnail } from "./image.js";
import { words } from "./text.js";

/** What a card says; null when that is nothing. */
export const heading = (body) => (body.title || body.description ? h("div.card-text", titleAndDescription(body)) : null);

/** The two lines of it. */
export const titleAndDescription = ({ title, description }) => [title && h("p.card-title", words(title)), description && h("p.card-description", words(description))];

/** Draws a textCard. */
export const textCard = (body, around) => h("div.bubble.card", heading(body), buttons(body, around));

/** Draws a basicCard. */
export const basicCard = (body, around) => h("div.bubble.card", thumbnail(body.thumbnail, around), heading(body), buttons(body, around));

// itemCard: a receipt of named values, with everything it may carry.

import { h } from "../ui.js";
import { buttons } from "./buttons.js";
import { heading } from "./card.js";
import { picture, stamp, thumbnail } from "./image.js";
import { words } from "./text.js";

/** Draws an itemCard. */
export function itemCard(body, around) {
  const { head, profile, imageTitle, itemListSummary: summary } = body;
  const items = Array.isArray(body.itemList) ? body.itemList : [];
  return h(
    "div.bubble.card",
    thumbnail(body.thumbnail, around),
    head && h("p.item-head", words(head.title)),
    profile && h("div.item-profile", stamp(profile.imageUrl, around, true), h("span", words(profile.title))),
    imageTitle &&
      h(
        "div.item-image-title",
        h("div", h("p.card-title", words(imageTitle.title)), imageTitle.description && h("p.card-description", words(imageTitle.description))),
        imageTitle.imageUrl && large(imageTitle.imageUrl, around),
      ),
    h(
      "dl",
      { class: `item-list ${body.itemListAlignment === "right" ? "to-right" : ""}` },
      items.map((item) => h("div", h("dt", words(item?.title)), h("dd", words(item?.description)))),
      summary && h("div.item-summary", h("dt", words(summary.title)), h("dd", words(summary.description))),
    ),
    heading(body),
    buttons(body, around),
  );
}

function large(url, around) {
  const box = picture(url, "", around, 16);
  box.classList.add("stamp", "large");
  return box;
}

// itemCard: a receipt of named values, with everything it may carry.

import { h } from "../dom.js";
import { buttons } from "./buttons.js";
import { heading } from "./card.js";
import { picture, stamp, thumbnail } from "./image.js";
import { words } from "./text.js";

/** Draws an itemCard. */
export function itemCard(body, around) {
  const { head, profile, imageTitle, itemListSummary: summary } = body;
  const items = Array.isArray(body.itemList) ? body.itemList : [];
  return h(
    "div",
    { class: "bubble card" },
    thumbnail(body.thumbnail, around),
    head && h("p", { class: "item-head" }, words(head.title)),
    profile && h("div", { class: "item-profile" }, stamp(profile.imageUrl, around, true), h("span", null, words(profile.title))),
    imageTitle &&
      h(
        "div",
        { class: "item-image-title" },
        h("div", null, h("p", { class: "card-title" }, words(imageTitle.title)), imageTitle.description && h("p", { class: "card-description" }, words(imageTitle.description))),
        imageTitle.imageUrl && large(imageTitle.imageUrl, around),
      ),
    h(
      "dl",
      { class: `item-list ${body.itemListAlignment === "right" ? "to-right" : ""}` },
      items.map((item) => h("div", null, h("dt", null, words(item?.title)), h("dd", null, words(item?.description)))),
      summary && h("div", { class: "item-summary" }, h("dt", null, words(summary.title)), h("dd", null, words(summary.description))),
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

// itemCard: a receipt of named values, with everything it may carry.

import { h } from "../ui.js";
import { buttons } from "./buttons.js";
import { heading, titleAndDescription } from "./card.js";
import { stamp, thumbnail } from "./image.js";
import { words } from "./text.js";

/** Draws an itemCard. */
export function itemCard(body, around) {
  const { head, profile, imageTitle, itemListSummary: summary } = body;
  return h(
    "div.bubble.card",
    thumbnail(body.thumbnail, around),
    head && h("p.card-head", words(head.title)),
    profile && h("div.item-profile", stamp(profile.imageUrl, around, "round"), h("span", words(profile.title))),
    imageTitle &&
      h(
        "div.item-image-title",
        h("div", titleAndDescription(imageTitle)),
        stamp(imageTitle.imageUrl, around, "large"),
      ),
    h(
      "dl.item-list",
      { class: body.itemListAlignment === "right" && "to-right" },
      body.itemList?.map((item) => entry("div", item)),
      summary && entry("div.item-summary", summary),
    ),
    heading(body),
    buttons(body, around),
  );
}

const entry = (tag, { title, description }) => h(tag, h("dt", words(title)), h("dd", words(description)));

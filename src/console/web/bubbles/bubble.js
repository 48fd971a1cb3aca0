// One component of `template.outputs`, as the app draws it. What is not known is shown as JSON.

import { h, json, known, t } from "../ui.js";
import { basicCard, textCard } from "./card.js";
import { carousel } from "./carousel.js";
import { commerceCard } from "./commerce.js";
import { simpleImage } from "./image.js";
import { itemCard } from "./item.js";
import { listCard } from "./list.js";
import { simpleText } from "./text.js";

const CARDS = { textCard, basicCard, commerceCard, listCard, itemCard };
const KINDS = { simpleText, simpleImage, ...CARDS };

/**
 * What a bubble needs of the conversation around it.
 * @typedef {{ act: (action: Object) => void, images: boolean }} Surroundings
 */

/**
 * Draws one output.
 * @param {Object} output `{ "simpleText": {...} }`
 * @param {Surroundings} around
 */
export function bubble(output, around) {
  const kind = Object.keys(output ?? {})[0] ?? "";
  return h(
    "div.bubble-slot",
    { role: "group", label: known(`kind.${kind}`, t("kind.unknown")), dataset: { testid: "bubble", kind } },
    drawn(kind, output, around),
  );
}

function drawn(kind, output, around) {
  try {
    const body = output[kind];
    return kind === "carousel" ? carousel(body, CARDS[body.type], around) : KINDS[kind](body, around);
  } catch {
    return asJson(output, t("kind.unknown"));
  }
}

/** What is not drawn: as it came, and why. */
export const asJson = (value, label) => h("div.bubble.bubble-unknown", h("p.hint", label), json(value, { label }));

// One component of `template.outputs`, as the app draws it. What is not known is shown as JSON.

import { h, has, json, t } from "../ui.js";
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
  const kind = output !== null && typeof output === "object" ? (Object.keys(output)[0] ?? "") : "";
  return h(
    "div.bubble-slot",
    { role: "group", label: has(`kind.${kind}`) ? t(`kind.${kind}`) : t("kind.unknown"), dataset: { testid: "bubble", kind } },
    drawn(kind, output, around),
  );
}

function drawn(kind, output, around) {
  const body = output?.[kind];
  if (body === null || typeof body !== "object" || Object.keys(output).length !== 1) return unknown(output);
  try {
    if (kind === "carousel") return body.type in CARDS && Array.isArray(body.items) ? carousel(body, CARDS[body.type], around) : unknown(output);
    return kind in KINDS ? KINDS[kind](body, around) : unknown(output);
  } catch (why) {
    console.warn(why);
    return unknown(output);
  }
}

function unknown(output) {
  return h("div.bubble.bubble-unknown", h("p.hint", t("kind.unknown")), json(output, { label: t("kind.unknown") }));
}

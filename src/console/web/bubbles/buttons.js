// Buttons of cards, and what each of them does.

import { h, icon } from "../ui.js";
import { words } from "./text.js";

const ICONS = { webLink: "arrow", webViewLink: "arrow", phone: "phone", share: "share" };

/** The address of a link, as the app on this kind of machine chooses it: web wins. */
export const linkOf = (link) => words(link?.web || link?.pc || link?.mobile) || null;

/**
 * What a button, a quick reply or a line of a list does.
 * @returns {{kind: string, label: string, text?: string, blockId?: string, url?: string, number?: string, extra?: any, from: string}}
 */
export function actionOf(body, from) {
  const label = words(body.label ?? body.title);
  const text = words(body.messageText) || (body.action === "message" || from === "quick" ? label : null);
  return { kind: words(body.action), label, text, blockId: words(body.blockId), url: words(body.webLinkUrl), number: words(body.phoneNumber), extra: body.extra, from };
}

/** A card's buttons; null when there are none. */
export function buttons(card, around) {
  if (!card.buttons?.length) return null;
  // Square thumbnails put them side by side.
  const layout = card.buttonLayout ?? (card.thumbnail?.fixedRatio && card.buttons.length <= 2 ? "horizontal" : "vertical");
  return h(
    "div.card-buttons",
    { class: layout },
    card.buttons.map((button) => {
      const action = actionOf(button, "card");
      return h(
        "button.card-button",
        { dataset: { testid: "button", action: action.kind }, onclick: () => around.act(action) },
        h("span", action.label),
        ICONS[action.kind] && icon(ICONS[action.kind], 14),
      );
    }),
  );
}

// listCard: a header and lines that may be pressed.

import { h } from "../ui.js";
import { actionOf, buttons, linkOf } from "./buttons.js";
import { stamp } from "./image.js";
import { words } from "./text.js";

/** Draws a listCard. */
export function listCard(body, around) {
  const ranking = body.listLayout === "ranking";
  return h(
    "div.bubble.card",
    h("div.card-head", h("span", words(body.header?.title)), stamp(body.header?.imageUrl, around)),
    h(ranking ? "ol.list-items" : "ul.list-items", body.items?.map((item, index) => h("li", line(item, ranking && index + 1, around)))),
    buttons(body, around),
  );
}

function line(item, rank, around) {
  const inside = [
    rank && h("span.list-rank", rank),
    h("span.list-words", h("span.list-title", words(item.title)), item.description && h("span.list-description", words(item.description))),
    stamp(item.imageUrl, around),
  ];
  const url = linkOf(item.link);
  const action = item.action ? actionOf(item, "list") : url ? { kind: "webLink", label: words(item.title), url, link: item.link, from: "list" } : null;
  if (action === null) return h("div.list-line", inside);
  return h("button.list-line", { onclick: () => around.act(action) }, inside);
}

// listCard: a header and lines that may be pressed.

import { h } from "../dom.js";
import { actionOf, buttons, linkOf } from "./buttons.js";
import { stamp } from "./image.js";
import { words } from "./text.js";

/** Draws a listCard. */
export function listCard(body, around) {
  const ranking = body.listLayout === "ranking";
  const items = Array.isArray(body.items) ? body.items : [];
  return h(
    "div",
    { class: "bubble card" },
    h("div", { class: "list-header" }, h("span", null, words(body.header?.title)), stamp(body.header?.imageUrl, around)),
    h(ranking ? "ol" : "ul", { class: "list-items" }, items.map((item, index) => h("li", null, line(item ?? {}, ranking ? index + 1 : null, around)))),
    buttons(body, around),
  );
}

function line(item, rank, around) {
  const inside = [
    rank && h("span", { class: "list-rank" }, rank),
    h("span", { class: "list-words" }, h("span", { class: "list-title" }, words(item.title)), item.description && h("span", { class: "list-description" }, words(item.description))),
    stamp(item.imageUrl, around),
  ];
  const url = linkOf(item.link);
  const action = item.action ? actionOf(item, "list") : url ? { kind: "webLink", label: words(item.title), url, link: item.link, from: "list" } : null;
  if (action === null) return h("div", { class: "list-line" }, inside);
  return h("button", { class: "list-line", type: "button", dataset: { testid: "list-item" }, on: { click: () => around.act(action) } }, inside);
}

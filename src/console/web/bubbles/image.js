// Pictures: on other servers, and so shown only when the operator allows it.

import { fill, h, icon, t } from "../ui.js";
import { linkOf } from "./buttons.js";
import { words } from "./text.js";

/** Draws a simpleImage. */
export function simpleImage(body, around) {
  return h("div.bubble.bubble-image", picture(body.imageUrl, body.altText, around));
}

/** A card's thumbnail, pressed when it has a link. */
export function thumbnail(body, around) {
  if (!body) return null;
  const box = picture(body.imageUrl, body.altText, around);
  box.style.aspectRatio = body.width > 0 && body.height > 0 ? body.width / body.height : body.fixedRatio ? 1 : 2;
  box.classList.add("thumbnail");
  const url = linkOf(body.link);
  if (url === null) return box;
  const label = words(body.altText) || t("open-link");
  return h("button.thumbnail-link", { label, onclick: () => around.act({ kind: "webLink", label, url, link: body.link }) }, box);
}

/** A small square picture, of a list's line or a profile; what it shows stands beside it. */
export function stamp(url, around, shape = "small") {
  if (!url) return null;
  const box = picture(url, "", around, 16);
  box.classList.add("stamp", shape);
  return box;
}

/** The picture, or, until pictures are allowed, its place with the words for it. */
export function picture(url, alt, around, size = 24) {
  const address = words(url);
  const description = words(alt);
  const box = h("div.picture");
  const instead = (text) => {
    box.classList.add("picture-none");
    box.title = address;
    fill(box, icon("image", size), size > 16 && h("span.picture-words", description || text));
  };
  const loads = around.images && /^(https?:|data:image\/)/i.test(address);
  if (loads) box.append(h("img", { src: address, alt: description, decoding: "async", referrerpolicy: "no-referrer", onerror: () => instead(t("picture.broken")) }));
  else instead(hostOf(address) || t("picture"));
  return box;
}

const hostOf = (address) => /^\w+:\/\/([^/?#]+)/.exec(address)?.[1] ?? address;

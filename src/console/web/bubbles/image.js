// Pictures: on other servers, and so shown only when the operator allows it.

import { h, icon, t } from "../ui.js";
import { linkOf } from "./buttons.js";
import { words } from "./text.js";

/** Draws a simpleImage. */
export function simpleImage(body, around) {
  return h("div.bubble.bubble-image", picture(body.imageUrl, body.altText, around));
}

/** A card's thumbnail, pressed when it has a link. */
export function thumbnail(body, around) {
  if (body === null || typeof body !== "object") return null;
  const box = picture(body.imageUrl, body.altText, around);
  const ratio = body.width > 0 && body.height > 0 ? `${Number(body.width)} / ${Number(body.height)}` : body.fixedRatio === true ? "1" : "2";
  box.style.setProperty("--ratio", ratio);
  box.classList.add("thumbnail");
  const url = linkOf(body.link);
  if (url === null) return box;
  const label = words(body.altText) || t("open-link");
  return h("button.thumbnail-link", { label, on: { click: () => around.act({ kind: "webLink", label, url, link: body.link }) } }, box);
}

/** A small square picture, of a list's line or a profile; what it shows stands beside it. */
export function stamp(url, around, round = false) {
  if (!words(url)) return null;
  const box = picture(url, "", around, 16);
  box.classList.add("stamp");
  if (round) box.classList.add("round");
  return box;
}

/** The picture, or, until pictures are allowed, its place with the words for it. */
export function picture(url, alt, around, size = 24) {
  const address = words(url);
  const description = words(alt);
  const box = h("div.picture");
  const instead = (text) => {
    box.classList.add("picture-none");
    box.setAttribute("title", address);
    box.replaceChildren(icon("image", size));
    if (size > 16) box.append(h("span.picture-words", description || text));
  };
  if (!around.images || !/^(https?:|data:image\/)/i.test(address)) {
    instead(hostOf(address) || t("picture"));
    return box;
  }
  box.append(h("img", { src: address, alt: description, decoding: "async", referrerpolicy: "no-referrer", on: { error: () => instead(t("picture.broken")) } }));
  return box;
}

function hostOf(address) {
  try {
    return new URL(address).host;
  } catch {
    return address;
  }
}

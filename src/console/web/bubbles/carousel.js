// Cards side by side: they swipe, and move by the arrow keys.

import { h, icon, t } from "../ui.js";
import { heading } from "./card.js";
import { picture } from "./image.js";

/** Draws a carousel of cards that `card` draws one by one. */
export function carousel(body, card, around) {
  const header = headerCard(body.header, around);
  const cards = body.items.map((item) => card(item ?? {}, around));
  const count = cards.length;
  const page = (label, content) => h("div.carousel-page", { role: "group", label }, content);
  const pages = cards.map((content, index) => page(t("carousel.place", { n: index + 1, of: count }), content));
  if (header) pages.unshift(page(t("carousel.header"), header));
  const dots = pages.map(() => h("span.carousel-dot"));
  const track = h("div.carousel-track", { tabIndex: 0, role: "group", "aria-roledescription": t("kind.carousel"), label: t("carousel.label", { n: count }), onkeydown, onscroll }, pages);
  const step = (by, name, picture) =>
    h("button.carousel-step", { class: name, tabIndex: -1, label: t(`carousel.${name}`), onclick: () => go(by) }, icon(picture, 18));
  const before = step(-1, "before", "back");
  const after = step(1, "after", "next");

  // Which card stands at the left edge, or the last when the end is reached.
  function current() {
    if (track.scrollLeft > 0 && track.scrollLeft + track.clientWidth >= track.scrollWidth - 2) return pages.length - 1;
    const places = pages.map((page) => Math.abs(page.offsetLeft - track.scrollLeft - pages[0].offsetLeft));
    return places.indexOf(Math.min(...places));
  }
  // Each press counts, those as well that come while the cards still move.
  let target = null;
  function go(by) {
    target = Math.max(0, Math.min(pages.length - 1, (target ?? current()) + by));
    track.scrollTo({ left: pages[target].offsetLeft - pages[0].offsetLeft, behavior: "smooth" });
  }
  function onkeydown(event) {
    // In a card's own button the arrows belong to the carousel as well.
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    go(by);
  }
  function onscroll() {
    const here = current();
    if (here === target) target = null;
    show(here);
  }
  function show(here) {
    dots.forEach((dot, index) => dot.classList.toggle("here", index === here));
    before.hidden = here === 0;
    after.hidden = here === pages.length - 1;
  }
  for (const event of ["scrollend", "pointerdown", "wheel"]) track.addEventListener(event, () => (target = null), { passive: true });
  show(0);
  return h("div.carousel", { class: `carousel-${body.type}` }, track, before, after, pages.length > 1 && h("div.carousel-dots", { "aria-hidden": "true" }, dots));
}

function headerCard(header, around) {
  if (!header) return null;
  const behind = header.thumbnail && picture(header.thumbnail.imageUrl, "", around);
  behind?.classList.add("carousel-header-picture");
  return h("div.bubble.card.carousel-header", behind, heading(header));
}

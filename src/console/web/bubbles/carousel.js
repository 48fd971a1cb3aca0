// Cards side by side: they swipe, and move by the arrow keys.

import { h, icon, t } from "../ui.js";
import { heading } from "./card.js";
import { picture } from "./image.js";

/** Draws a carousel of cards that `card` draws one by one. */
export function carousel(body, card, around) {
  const header = headerCard(body.header, around);
  const cards = body.items.map((item) => card(item ?? {}, around));
  const count = cards.length;
  const pages = [...(header ? [header] : []), ...cards].map((content, index) =>
    h(
      "div.carousel-page",
      { role: "group", label: header && index === 0 ? t("carousel.header") : t("carousel.place", { n: index + (header ? 0 : 1), of: count }) },
      content,
    ),
  );
  const dots = pages.map(() => h("span.carousel-dot"));
  const track = h("div.carousel-track", { tabIndex: 0, role: "group", "aria-roledescription": t("carousel.role"), label: t("carousel.label", { n: count }), on: { keydown, scroll: follow } }, pages);
  const step = (by, name, label) =>
    h("button", { class: `carousel-step ${name}`, tabIndex: -1, label, on: { click: () => go(current() + by) } }, icon(name === "before" ? "back" : "next", 18));
  const before = step(-1, "before", t("carousel.before"));
  const after = step(1, "after", t("carousel.after"));

  // Which card stands at the left edge, or the last when the end is reached.
  function current() {
    if (track.scrollLeft > 0 && track.scrollLeft + track.clientWidth >= track.scrollWidth - 2) return pages.length - 1;
    const places = pages.map((page) => Math.abs(page.offsetLeft - track.scrollLeft - pages[0].offsetLeft));
    return places.indexOf(Math.min(...places));
  }
  function go(index) {
    const page = pages[Math.max(0, Math.min(pages.length - 1, index))];
    track.scrollTo({ left: page.offsetLeft - pages[0].offsetLeft, behavior: "smooth" });
  }
  function keydown(event) {
    // In a card's own button the arrows belong to the carousel as well.
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    go(current() + by);
  }
  function follow() {
    const here = current();
    dots.forEach((dot, index) => dot.classList.toggle("here", index === here));
    before.hidden = here === 0;
    after.hidden = here === pages.length - 1;
  }
  dots[0]?.classList.add("here");
  before.hidden = true;
  after.hidden = pages.length < 2;
  return h("div", { class: `carousel carousel-${body.type}` }, track, before, after, pages.length > 1 && h("div.carousel-dots", { "aria-hidden": "true" }, dots));
}

function headerCard(header, around) {
  if (header === null || typeof header !== "object") return null;
  const behind = header.thumbnail?.imageUrl ? picture(header.thumbnail.imageUrl, "", around) : null;
  behind?.classList.add("carousel-header-picture");
  return h("div.bubble.card.carousel-header", behind, heading(header));
}

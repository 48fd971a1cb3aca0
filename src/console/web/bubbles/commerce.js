// commerceCard: a product with its price.

import { h, lang, t } from "../ui.js";
import { buttons } from "./buttons.js";
import { stamp, thumbnail } from "./image.js";
import { words } from "./text.js";

/** Draws a commerceCard. */
export function commerceCard(body, around) {
  const [picture] = body.thumbnails ?? [];
  const { nickname, imageUrl } = body.profile ?? {};
  return h(
    "div.bubble.card",
    thumbnail(picture, around),
    h(
      "div.card-text",
      nickname && h("div.card-profile", stamp(imageUrl, around, "round"), h("span", words(nickname))),
      prices(body),
      body.title && h("p", words(body.title)),
      body.description && h("p.card-description", words(body.description)),
    ),
    buttons({ ...body, thumbnail: picture }, around),
  );
}

// The app works the final price out itself when only the discount is given.
function prices({ price, discount, discountRate, discountedPrice }) {
  const final = discountedPrice ?? (discount > 0 ? price - discount : price);
  const cut = final !== price;
  const off = discountRate > 0 ? `${discountRate}%` : discount > 0 ? t("price.off", { won: won(discount) }) : null;
  return h(
    "div.card-price",
    cut && off && h("span.price-off", off),
    h("strong", won(final)),
    cut && h("s.price-before", h("span.visually-hidden", t("price.before")), won(price)),
  );
}

const won = (amount) => t("price.won", { n: Number.isFinite(amount) ? amount.toLocaleString(lang()) : words(amount) });

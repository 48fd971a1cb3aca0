// What a button would do on a phone, for those that lead out of the conversation.

import { h } from "../dom.js";
import { t } from "../i18n.js";
import { copyButton, dialog, json } from "../ui.js";

const KNOWN = ["block", "webLink", "webViewLink", "phone", "share", "operator", "guide", "invite", "inviteMember", "mention", "settings"];

/**
 * Says what would happen.
 * @param {Object} action of `actionOf`
 * @param {(() => void)|null} trySkill says the button's text to the skill in the chat
 */
export function showAction(action, trySkill) {
  const { kind, url, link, number, blockId, text, extra } = action;
  const known = KNOWN.includes(kind);
  const addresses = url ? [[null, url], ...others(link, url)] : [];
  const close = dialog({
    title: action.label || t(`action.${known ? kind : "unknown"}.title`),
    testid: "action-sheet",
    body: [
      h("p", null, t(`action.${known ? kind : "unknown"}`)),
      addresses.map(([name, address]) => h("div", { class: "stack-s" }, name && h("span", { class: "label" }, name), h("p", { class: "code wrap" }, address))),
      number && h("p", { class: "code wrap" }, number),
      blockId && detail(t("action.block-id"), blockId),
      kind === "block" && text && detail(t("action.block-text"), text),
      extra != null && h("div", { class: "stack-s" }, h("span", { class: "label" }, "clientExtra"), json(extra, { "aria-label": "clientExtra" })),
      !known && json(action, { "aria-label": t("action.unknown.title") }),
    ],
    actions: [
      url && copyButton(() => url, t("action.copy-url")),
      number && copyButton(() => number),
      /^https?:/i.test(url ?? "") && h("a", { class: "button", href: url, target: "_blank", rel: "noopener noreferrer" }, t("action.open-url")),
      kind === "block" && trySkill && h("button", { class: "button primary", type: "button", dataset: { testid: "try-skill" }, on: { click: () => (close(), trySkill()) } }, t("action.try-skill")),
    ].filter(Boolean),
  });
}

const detail = (name, value) => h("div", { class: "stack-s" }, h("span", { class: "label" }, name), h("p", { class: "code wrap" }, value));

const others = (link, shown) => Object.entries(link ?? {}).filter(([, address]) => address && address !== shown);

// What a button would do on a phone, for those that lead out of the conversation.

import { copyButton, dialog, h, has, json, t } from "../ui.js";

const GROUP = ["guide", "invite", "inviteMember", "mention", "settings"];

/**
 * Says what would happen.
 * @param {Object} action of `actionOf`
 * @param {() => void} trySkill says the button's text to the skill in the chat
 */
export function showAction(action, trySkill) {
  const { kind, url, link, number, blockId, text, extra } = action;
  const known = has(`action.${kind}`);
  const what = known ? t(`action.${kind}`) : t(GROUP.includes(kind) ? "action.group" : "action.unknown", { kind });
  // The address that the app on another machine would choose.
  const others = Object.entries(link ?? {}).filter(([, address]) => address && address !== url);
  const close = dialog({
    title: action.label || t("action"),
    testid: "action-sheet",
    body: [
      h("p", what),
      (url || number) && h("p.code.wrap", url || number),
      others.map(([name, address]) => detail(name, address)),
      blockId && detail(t("action.block-id"), blockId),
      kind === "block" && text && detail(t("action.block-text"), text),
      extra && h("div.stack-s", h("span.label", "clientExtra"), json(extra, { label: "clientExtra" })),
      !known && json(action, { label: what }),
    ],
    actions: [
      url && copyButton(() => url, t("action.copy-url")),
      number && copyButton(() => number),
      /^https?:/i.test(url ?? "") && h("a.button", { href: url, target: "_blank", rel: "noopener noreferrer" }, t("action.open-url")),
      kind === "block" && h("button.button.primary", { testid: "try-skill", onclick: tryIt }, t("action.try-skill")),
    ].filter(Boolean),
  });
  function tryIt() {
    close();
    trySkill();
  }
}

const detail = (name, value) => h("div.stack-s", h("span.label", name), h("p.code.wrap", value));


// The chat beside the editor: answers by what is not saved yet.

import { get } from "../api.js";
import { composer } from "../chat/composer.js";
import { conversation } from "../chat/conversation.js";
import { formOf } from "../chat/fields.js";
import { addressOf, payloadOf } from "../chat/payload.js";
import { picker } from "../chat/picker.js";
import { h } from "../dom.js";
import { t } from "../i18n.js";
import { load } from "../store.js";

const USER = "console-preview";

/**
 * Makes the preview.
 * @param {() => {files: Object<string, string>} | null} draft the unsaved files
 * @returns {{node: HTMLElement, again: () => void, setSkills: (paths: string[]) => void, destroy: () => void}}
 */
export function preview(draft) {
  let skills = [];
  let skill = null;
  const talk = conversation({ draft, say });
  const choice = picker((next) => (skill = next) && write.enable(true));
  const write = composer((utterance) => say({ utterance }));
  const node = h(
    "section",
    { class: "panel edit-preview", "aria-label": t("edit.preview") },
    h("div", { class: "panel-head" }, choice.node),
    h("p", { class: "hint preview-hint" }, t("edit.preview-hint")),
    talk.node,
    write.node,
  );

  function say({ utterance, extra, trigger }) {
    if (skill === null) return;
    // What the operator filled in for this skill in the chat holds here as well.
    const form = { ...formOf(skill), ...load("chat.forms", {})[skill.path] };
    const given = (pairs) => pairs.filter(([, value]) => value !== "");
    const payload = payloadOf(skill, { params: given(form.params), extra: given(form.extra), user: USER, contexts: [] }, { utterance, extra, trigger });
    talk.ask({ path: addressOf(skill, form), payload, utterance, callback: skill.callback && form.callback, upstream: null });
  }

  async function fetchSkills(paths) {
    const known = await get("/api/skills").then((answer) => answer.skills, () => []);
    // A skill that is only in the draft is asked like any other.
    const added = (paths ?? []).filter((path) => !known.some((one) => one.path === path)).map((path) => ({ path, description: "", kind: "reply", enabled: true, callback: false }));
    skills = [...known.filter(({ kind, path }) => kind !== "event" && (!paths || paths.includes(path))), ...added];
    choice.setSkills(skills);
    const wanted = skill?.path ?? load("chat.skill");
    skill = skills.find(({ path }) => path === wanted) ?? skills[0] ?? null;
    write.enable(skill !== null);
    if (skill) choice.pick(skill.path);
  }

  fetchSkills(null);
  return { node, again: talk.again, setSkills: fetchSkills, destroy: talk.destroy };
}

// The chat beside the editor: answers by what is not saved yet.

import { get } from "../api.js";
import { composer } from "../chat/composer.js";
import { conversation } from "../chat/conversation.js";
import { formOf } from "../chat/fields.js";
import { addressOf, payloadOf } from "../chat/payload.js";
import { picker } from "../chat/picker.js";
import { h, t } from "../ui.js";
import { load } from "../store.js";

const USER = "console-preview";

/**
 * Makes the preview.
 * @param {() => {files: Object<string, string>} | null} draft the unsaved files
 * @returns {{node: HTMLElement, again: (paths: string[]) => void, destroy: () => void}} `again` takes the skills the draft has
 */
export function preview(draft) {
  let skill = null;
  const talk = conversation({ draft, say });
  const choice = picker((next) => (skill = next) && write.enable(true));
  const write = composer((utterance) => say({ utterance }));
  const node = h(
    "section.panel.edit-preview",
    { label: t("edit.preview") },
    h("div.panel-head", choice.node),
    h("p.hint", t("edit.preview-hint")),
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

  async function setSkills(paths) {
    const { skills: known } = await get("/api/skills").catch(() => ({ skills: [] }));
    // A skill that is only in the draft is asked like any other.
    const skills = paths
      .map((path) => known.find((one) => one.path === path) ?? { path, kind: "reply", enabled: true, callback: false, uses: { params: [], extra: [], query: [] } })
      .filter(({ kind }) => kind !== "event");
    choice.setSkills(skills);
    const wanted = skill?.path ?? load("chat.skill");
    skill = skills.find(({ path }) => path === wanted) ?? skills[0] ?? null;
    write.enable(skill !== null);
    if (skill) choice.pick(skill.path);
  }

  function again(paths) {
    setSkills(paths);
    talk.again();
  }

  function destroy() {
    talk.destroy();
    node.remove();
  }

  return { node, again, destroy };
}

// The chat: pick a skill, say something, see the bubbles and how they came about.

import { get } from "../api.js";
import { subscribe } from "../events.js";
import { load, save } from "../store.js";
import { emptyState, fill, h, icon, t, toolButton } from "../ui.js";
import { composer } from "./composer.js";
import { conversation, imagesAllowed } from "./conversation.js";
import { cannedOf, fields, formOf } from "./fields.js";
import { inspector } from "./inspector.js";
import { INCOMING } from "./open.js";
import { pastePayload } from "./paste.js";
import { addressOf, nextContexts, payloadOf, utteranceOf } from "./payload.js";
import { picker } from "./picker.js";

const PANES = ["chat", "fields", "inspect"];

/** Shows the chat in `root`; the returned function takes it away. */
export function mount(root, context) {
  const forms = load("chat.forms", {});
  const shared = load("chat.shared", { user: newUser(), contexts: [] });
  let skills = [];
  let skill = null;

  const choice = picker(choose);
  const panel = inspector();
  const talk = conversation({ keep: "chat.turns", say, onSelect: panel.show, onAnswer: learn, onDetails: () => show("inspect") });
  const write = composer((utterance) => say({ utterance }));
  const fieldsBox = h("div.fields-box");
  const trouble = h("div.chat-trouble");
  const buttons = PANES.map((name) => h("button", { id: `pane-button-${name}`, "aria-controls": `pane-${name}`, testid: `pane-${name}`, onclick: () => show(name) }, t(`pane.${name}`)));
  const images = imagesAllowed();
  const wide = window.matchMedia("(width >= 760px)");
  const rearrange = () => show(load("chat.pane", "chat"));
  const pane = (name, ...children) => h("section.panel.pane", { id: `pane-${name}`, label: t(`pane.${name}`) }, children);
  const head = (name, tool) => h("div.panel-head", h("h2", t(`pane.${name}`)), tool);
  const body = h(
    "div.chat-body",
    pane("chat", talk.node, write.node),
    pane("fields", head("fields", toolButton("paste", t("paste.title"), { testid: "paste-open", onclick: paste })), fieldsBox),
    pane("inspect", head("inspect"), panel.node),
  );
  fill(
    root,
    h("h1.visually-hidden", t("tab.chat")),
    h(
      "div.chat-tools",
      choice.node,
      h(
        "div.chat-actions",
        toolButton("image", t(images ? "images.hide" : "images.show"), { "aria-pressed": images, title: t("images.hint"), testid: "images", onclick: toggleImages }),
        toolButton("trash", t("chat.clear"), { testid: "chat-clear", onclick: clear }),
      ),
      h("div.segmented.panes", { role: "group", label: t("panes") }, buttons),
    ),
    trouble,
    body,
  );
  wide.addEventListener("change", rearrange);
  rearrange();

  const leave = [subscribe("reload", fetchSkills), subscribe("hello", fetchSkills), context.onStatus(drawTrouble)];
  drawTrouble();
  fetchSkills().then(receive);

  async function fetchSkills() {
    try {
      const { skills: all } = await get("/api/skills");
      skills = all.filter(({ kind }) => kind !== "event");
    } catch {
      // The health in the bar says it.
      return;
    }
    choice.setSkills(skills);
    const wanted = skill?.path ?? load("chat.skill") ?? "";
    choose(skills.find(({ path }) => path === wanted) ?? skills[0] ?? null);
  }

  function choose(next) {
    const same = JSON.stringify(next) === JSON.stringify(skill);
    skill = next;
    write.enable(skill !== null);
    if (skill === null) return fill(fieldsBox, emptyState({ title: t("skill.nothing.title"), text: t("skill.nothing.text") }));
    choice.pick(skill.path);
    save("chat.skill", skill.path);
    if (!same) drawFields();
  }

  function form() {
    const kept = (forms[skill.path] ??= formOf(skill));
    // The file may name more by now.
    for (const part of ["params", "extra", "query"]) for (const name of skill.uses[part]) if (!kept[part].some(([have]) => have === name)) kept[part].push([name, ""]);
    return kept;
  }

  function drawFields() {
    fill(fieldsBox, fields(skill, form(), shared, keep));
  }

  function keep() {
    save("chat.forms", forms);
    save("chat.shared", shared);
  }

  function say({ utterance, extra, trigger }) {
    if (skill === null) return;
    const filled = (pairs) => pairs.filter(([, value]) => value !== "");
    const typed = form();
    askSkill(payloadOf(skill, { params: filled(typed.params), extra: filled(typed.extra), ...shared }, { utterance, extra, trigger }));
  }

  function askSkill(payload) {
    const { callback, upstream, ...address } = form();
    ask({ path: addressOf(skill, address), payload, callback: skill.callback && callback, upstream: skill.upstream ? cannedOf(upstream) : null });
  }

  function ask(question) {
    // On a phone the answer would come behind the fields.
    if (load("chat.pane", "chat") === "fields") show("chat");
    talk.ask({ ...question, utterance: utteranceOf(question.payload) });
  }

  function paste() {
    if (skill) pastePayload(skill.path, askSkill);
  }

  // As Kakao does: what an answer sets as contexts comes back with the next request.
  function learn(turn) {
    const values = (turn.late?.response ?? turn.answer?.response)?.context?.values;
    if (shared.contexts.length === 0 && !values?.length) return;
    shared.contexts = nextContexts(shared.contexts, values, turn.late === null ? 1 : 0);
    keep();
    if (!fieldsBox.contains(document.activeElement)) drawFields();
  }

  // A question of another view: a replay of a request.
  function receive() {
    const question = load(INCOMING);
    if (question === null) return;
    save(INCOMING, null);
    const path = question.path.split("?")[0];
    choose(skills.find((one) => one.path === path) ?? skill);
    show("chat");
    ask({ callback: skill?.callback === true, ...question });
  }

  function clear() {
    talk.clear();
    Object.assign(shared, { user: newUser(), contexts: [] });
    keep();
    if (skill) drawFields();
    write.focus();
  }

  function toggleImages() {
    location.href = `/${images ? "" : "?images=1"}${location.hash}`;
  }

  function drawTrouble() {
    const bad = context.status()?.lastError;
    fill(trouble, bad && h("p.notice.bad", icon("warn", 18), t("chat.old-config"), h("a.button.small", { href: "#/config" }, t("chat.see-mistakes"))));
  }

  function show(name) {
    save("chat.pane", name);
    // On a wider page the conversation is always there, and another part beside it.
    const shown = name === "chat" && wide.matches ? "inspect" : name;
    body.dataset.pane = shown;
    for (const [index, button] of buttons.entries()) button.ariaPressed = PANES[index] === shown;
  }

  return () => {
    wide.removeEventListener("change", rearrange);
    for (const off of leave) off();
    talk.destroy();
  };
}

const newUser = () => `console-${Math.random().toString(36).slice(2, 10)}`;

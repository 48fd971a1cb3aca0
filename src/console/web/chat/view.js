// The chat: pick a skill, say something, see the bubbles and how they came about.

import { get } from "../api.js";
import { subscribe } from "../events.js";
import { load, save } from "../store.js";
import { emptyState, fill, h, icon, t } from "../ui.js";
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
  const talk = conversation({ keep: "chat.turns", say: (said) => say(said), onSelect: panel.show, onAnswer: learn, onDetails: () => show("inspect") });
  const write = composer((utterance) => say({ utterance }));
  const fieldsBox = h("div.fields-box");
  const trouble = h("div.chat-trouble");
  const buttons = PANES.map((name) => h("button", { id: `pane-button-${name}`, "aria-controls": `pane-${name}`, testid: `pane-${name}`, onclick: () => show(name) }, t(`pane.${name}`)));
  const images = imagesAllowed();
  const wide = window.matchMedia("(width >= 760px)");
  const rearrange = () => show(load("chat.pane", "chat"));
  const pane = (name, ...children) => h("section", { class: `panel pane pane-${name}`, id: `pane-${name}`, label: t(`pane.${name}`) }, children);
  const body = h(
    "div.chat-body",
    pane("chat", talk.node, write.node),
    pane("fields", h("div.panel-head", h("h2", t("pane.fields")), small("paste", "paste.open", paste)), fieldsBox),
    pane("inspect", h("div.panel-head", h("h2", t("pane.inspect"))), panel.node),
  );
  fill(
    root,
    h("h1.visually-hidden", t("tab.chat")),
    h(
      "div.chat-tools",
      choice.node,
      h(
        "div.chat-actions",
        h("button.button.quiet.small", { "aria-pressed": String(images), title: t("images.hint"), testid: "images", onclick: toggleImages }, icon("image", 16), t(images ? "images.hide" : "images.show")),
        small("trash", "chat.clear", clear),
      ),
      h("div.segmented.panes", { role: "group", label: t("panes") }, buttons),
    ),
    trouble,
    body,
  );
  panel.show(talk.turns().at(-1) ?? null);
  wide.addEventListener("change", rearrange);
  rearrange();

  const leave = [subscribe("reload", fetchSkills), context.onStatus(drawTrouble)];
  drawTrouble();
  fetchSkills().then(receive);

  function small(picture, label, click) {
    return h("button.button.quiet.small", { dataset: { testid: label.replace(".", "-") }, onclick: click }, icon(picture, 16), t(label));
  }

  async function fetchSkills() {
    try {
      const { skills: all } = await get("/api/skills");
      skills = all.filter(({ kind }) => kind !== "event").map((one) => ({ upstream: one.kind.includes("upstream"), ...one }));
    } catch {
      // The health in the bar says it.
      return;
    }
    choice.setSkills(skills);
    const wanted = skill?.path ?? load("chat.skill") ?? "";
    choose(skills.find(({ path }) => path === wanted) ?? skills[0] ?? null);
  }

  function choose(next) {
    const same = next?.path === skill?.path && JSON.stringify(next) === JSON.stringify(skill);
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
    for (const part of ["params", "extra", "query"]) for (const name of skill.uses?.[part] ?? []) if (!kept[part].some(([have]) => have === name)) kept[part].push([name, ""]);
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
    const { params, extra: ownExtra, callback, upstream, ...address } = form();
    const given = params.filter(([, value]) => value !== "");
    const payload = payloadOf(skill, { params: given, extra: ownExtra.filter(([, value]) => value !== ""), ...shared }, { utterance, extra, trigger });
    ask({ path: addressOf(skill, address), payload, utterance, callback: skill.callback && callback, upstream: skill.upstream ? cannedOf(upstream) : null });
  }

  function ask(question) {
    // On a phone the answer would come behind the fields.
    if (load("chat.pane", "chat") === "fields") show("chat");
    return talk.ask(question);
  }

  function paste() {
    if (skill === null) return;
    const { callback, upstream, ...address } = form();
    pastePayload(skill.path, (payload) => ask({ path: addressOf(skill, address), payload, utterance: utteranceOf(payload), callback: skill.callback && callback, upstream: skill.upstream ? cannedOf(upstream) : null }));
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
    ask({ upstream: null, callback: skill?.callback === true, ...question, utterance: utteranceOf(question.payload) });
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
    for (const [index, button] of buttons.entries()) button.setAttribute("aria-pressed", String(PANES[index] === shown));
  }

  return () => {
    wide.removeEventListener("change", rearrange);
    for (const off of leave) off();
    talk.destroy();
  };
}

const newUser = () => `console-${Math.random().toString(36).slice(2, 10)}`;

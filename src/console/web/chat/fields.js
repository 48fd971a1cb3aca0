// What goes with an utterance: params, clientExtra, contexts, user, path and query, callback, a canned upstream.

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { t } from "../i18n.js";

/**
 * What the operator typed beside the utterance, for one skill; user and contexts are those of all.
 * @typedef {{ params: [string, string][], extra: [string, string][], path: Object<string, string>, query: [string, string][], callback: boolean,
 *   upstream: {mode: "real"|"canned"|"timeout", text: string, status: number} }} SkillForm
 */

/** An empty form, with the names the skill looks at. */
export function formOf(skill) {
  const named = (names) => (names ?? []).map((name) => [name, ""]);
  return {
    params: named(skill?.uses?.params),
    extra: named(skill?.uses?.extra),
    path: {},
    query: named(skill?.uses?.query),
    callback: skill?.callback === true,
    upstream: { mode: "real", text: "", status: 200 },
  };
}

/** What `POST /api/chat` takes as `upstream`; null asks the real one. */
export function cannedOf({ mode, text, status }) {
  if (mode === "timeout") return { timeout: true };
  if (mode !== "canned") return null;
  let answer = text;
  try {
    answer = JSON.parse(text);
  } catch {
    // A text is an answer as well.
  }
  return { answer, status };
}

/**
 * The fields. They write into the given objects and call `changed`.
 * @param {Object} skill
 * @param {SkillForm} form
 * @param {{ user: string, contexts: Object[] }} shared
 * @param {() => void} changed
 */
export function fields(skill, form, shared, changed) {
  const names = pathNames(skill);
  return h(
    "div",
    { class: "fields" },
    names.length > 0 && group("path", true, names.map((name) => textField(name, form.path[name] ?? "", (value) => (form.path[name] = value), changed))),
    group("params", true, pairs("params", form.params, changed), t("fields.params.hint")),
    group("extra", form.extra.length > 0, pairs("extra", form.extra, changed), t("fields.extra.hint")),
    group("contexts", shared.contexts.length > 0, contexts(shared.contexts, changed), t("fields.contexts.hint")),
    (skill?.uses?.query?.length > 0 || form.query.length > 0) && group("query", true, pairs("query", form.query, changed), t("fields.query.hint")),
    group("user", false, textField(t("fields.user.id"), shared.user, (value) => (shared.user = value), changed), t("fields.user.hint")),
    skill?.callback && group("callback", true, check(t("fields.callback.on"), form.callback, (on) => (form.callback = on), changed), t("fields.callback.hint")),
    skill?.upstream && group("upstream", true, upstream(form.upstream, changed)),
  );
}

const pathNames = (skill) => [...(skill?.path ?? "").matchAll(/\{\*?([^}]+)\}/g)].map(([, name]) => name);

function group(name, open, body, hint) {
  return h("details", { class: "fields-group", open, dataset: { group: name } }, h("summary", null, t(`fields.${name}`), icon("chevron", 16)), h("div", { class: "fields-body" }, hint && h("p", { class: "hint" }, hint), body));
}

function textField(label, value, set, changed) {
  return h("label", { class: "field" }, h("span", { class: "label" }, label), h("input", { class: "input", type: "text", value, autocomplete: "off", spellcheck: "false", on: { input: (event) => (set(event.target.value), changed()) } }));
}

function check(label, checked, set, changed) {
  return h("label", { class: "check" }, h("input", { type: "checkbox", checked, on: { change: (event) => (set(event.target.checked), changed()) } }), h("span", null, label));
}

// Rows of a name and a value; `list` is changed in place.
function pairs(kind, list, changed) {
  const rows = h("div", { class: "pairs" });
  const add = h("button", { class: "button quiet small", type: "button", dataset: { testid: `add-${kind}` }, on: { click: more } }, icon("plus", 16), t("fields.add"));
  function more() {
    list.push(["", ""]);
    draw();
    rows.lastElementChild.querySelector("input").focus();
    changed();
  }
  function draw() {
    fill(rows, list.map(row));
  }
  function row(pair, index) {
    const input = (at, label) =>
      h("input", {
        class: "input",
        type: "text",
        value: pair[at],
        autocomplete: "off",
        spellcheck: "false",
        "aria-label": t(label, { n: index + 1 }),
        placeholder: t(at === 0 ? "fields.name" : "fields.value"),
        dataset: { testid: `${kind}-${at === 0 ? "name" : "value"}` },
        on: { input: (event) => ((pair[at] = event.target.value), changed()) },
      });
    const remove = h("button", { class: "button quiet small only-icon", type: "button", "aria-label": t("fields.remove", { name: pair[0] || index + 1 }), on: { click: () => less(pair) } }, icon("close", 16));
    return h("div", { class: "pair" }, input(0, "fields.name-n"), input(1, "fields.value-n"), remove);
  }
  function less(pair) {
    list.splice(list.indexOf(pair), 1);
    draw();
    add.focus();
    changed();
  }
  draw();
  return [rows, add];
}

function contexts(list, changed) {
  const box = h("div", { class: "contexts" });
  const add = h("button", { class: "button quiet small", type: "button", on: { click: more } }, icon("plus", 16), t("fields.contexts.add"));
  function more() {
    list.push({ name: "", lifespan: 5, params: [] });
    draw();
    box.lastElementChild.querySelector("input").focus();
    changed();
  }
  function draw() {
    fill(box, list.map(one));
  }
  function one(context) {
    const life = h("input", { class: "input", type: "number", min: "1", max: "100", value: String(context.lifespan), on: { input: (event) => ((context.lifespan = Number(event.target.value) || 1), changed()) } });
    const remove = () => {
      list.splice(list.indexOf(context), 1);
      draw();
      add.focus();
      changed();
    };
    return h(
      "div",
      { class: "context" },
      h(
        "div",
        { class: "context-head" },
        textField(t("fields.contexts.name"), context.name, (value) => (context.name = value), changed),
        h("label", { class: "field" }, h("span", { class: "label" }, t("fields.contexts.life")), life),
        h("button", { class: "button quiet small only-icon", type: "button", "aria-label": t("fields.remove", { name: context.name }), on: { click: remove } }, icon("close", 16)),
      ),
      pairs("context", context.params, changed),
    );
  }
  draw();
  return [box, add];
}

function upstream(form, changed) {
  const text = h("textarea", { class: "textarea mono", rows: "4", value: form.text, spellcheck: "false", placeholder: '{ "count": 3 }', dataset: { testid: "canned-text" }, on: { input: () => ((form.text = text.value), changed()) } });
  const status = h("input", { class: "input", type: "number", min: "100", max: "599", value: String(form.status), on: { input: () => ((form.status = Number(status.value) || 200), changed()) } });
  const canned = h("div", { class: "stack-s" }, h("label", { class: "field" }, h("span", { class: "label" }, t("fields.upstream.text")), text), h("label", { class: "field narrow" }, h("span", { class: "label" }, t("fields.upstream.status")), status));
  const choices = ["real", "canned", "timeout"].map((mode) =>
    h("label", { class: "check" }, h("input", { type: "radio", name: "upstream-mode", checked: form.mode === mode, dataset: { testid: `upstream-${mode}` }, on: { change: () => set(mode) } }), h("span", null, t(`fields.upstream.${mode}`))),
  );
  function set(mode) {
    form.mode = mode;
    canned.hidden = mode !== "canned";
    changed();
  }
  canned.hidden = form.mode !== "canned";
  return h("div", { class: "stack-s", role: "radiogroup", "aria-label": t("fields.upstream") }, choices, canned);
}

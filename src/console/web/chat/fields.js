// What goes with an utterance: params, clientExtra, contexts, user, path and query, callback, a canned upstream.

import { fill, h, has, icon, iconButton, t, toolButton } from "../ui.js";

/**
 * What the operator typed beside the utterance, for one skill; user and contexts are those of all.
 * @typedef {{ params: [string, string][], extra: [string, string][], path: Object<string, string>, query: [string, string][], callback: boolean,
 *   upstream: {mode: "real"|"canned"|"timeout", text: string, status: number} }} SkillForm
 */

/** An empty form, with the names the skill looks at. */
export function formOf(skill) {
  const named = (names) => names.map((name) => [name, ""]);
  return {
    params: named(skill.uses.params),
    extra: named(skill.uses.extra),
    path: {},
    query: named(skill.uses.query),
    callback: skill.callback === true,
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
  const names = [...skill.path.matchAll(/\{\*?([^}]+)\}/g)].map(([, name]) => name);
  const { contexts } = shared;
  // A new context begins as one that the skill looks at.
  const wanted = skill.uses.contexts;
  const fresh = () => ({ name: wanted.find((name) => !contexts.some((have) => have.name === name)) ?? "", lifespan: 5, params: [] });
  return h(
    "div",
    { oninput: changed },
    names.length > 0 && group("path", true, names.map((name) => labelled(name, field(form.path, name)))),
    group("params", true, pairs("params", form.params)),
    group("extra", form.extra.length > 0, pairs("extra", form.extra)),
    group("contexts", contexts.length > 0 || wanted.length > 0, rows(contexts, context, fresh, { testid: "add-contexts" }, t("fields.contexts.add"))),
    form.query.length > 0 && group("query", true, pairs("query", form.query)),
    group("user", false, labelled(t("fields.user.id"), field(shared, "user"))),
    skill.callback && group("callback", true, check("checkbox", t("fields.callback.on"), { checked: form.callback, oninput: ({ target }) => (form.callback = target.checked) })),
    skill.upstream && group("upstream", true, upstream(form.upstream)),
  );
}

function group(name, open, body) {
  const hint = `fields.${name}.hint`;
  return h("details.fields-group", { open }, h("summary", t(`fields.${name}`), icon("chevron", 16)), h("div.fields-body", has(hint) && h("p.hint", t(hint)), body));
}

const labelled = (label, control) => h("label.field", h("span.label", label), control);

const check = (type, label, props) => h("label.check", h("input", { type, ...props }), h("span", label));

// A control that writes what is typed into `object[key]`.
function field(object, key, props = {}, tag = "input.input") {
  const number = props.type === "number";
  const write = ({ target }) => (object[key] = number ? Number(target.value) || Number(target.min) : target.value);
  return h(tag, { autocomplete: "off", spellcheck: "false", ...props, value: object[key] ?? "", oninput: write });
}

// A list, changed in place, whose entries can be added and taken away.
function rows(list, draw, fresh, props, label) {
  const box = h("div.rows");
  const add = toolButton("plus", label, { ...props, onclick: () => change(() => list.push(fresh()), () => box.lastElementChild.querySelector("input")) });
  function change(how, next) {
    how();
    show();
    next().focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function show() {
    fill(box, list.map((entry, index) => draw(entry, index, less(entry, index))));
  }
  function less(entry, index) {
    const remove = () => change(() => list.splice(list.indexOf(entry), 1), () => add);
    return iconButton("close", t("fields.remove", { name: entry.name || entry[0] || index + 1 }), { class: "small", onclick: remove }, 16);
  }
  show();
  return [box, add];
}

function pairs(kind, list) {
  const draw = (pair, index, less) => {
    const part = (at, name) => field(pair, at, { label: `${t(`fields.${name}`)} ${index + 1}`, placeholder: t(`fields.${name}`), testid: `${kind}-${name}` });
    return h("div.pair", part(0, "name"), part(1, "value"), less);
  };
  return rows(list, draw, () => ["", ""], { testid: `add-${kind}` }, t("fields.add"));
}

function context(entry, _, less) {
  const life = field(entry, "lifespan", { type: "number", min: "1", max: "100" });
  return h("div.context", h("div.context-head", labelled(t("fields.name"), field(entry, "name")), labelled(t("fields.contexts.life"), life), less), pairs("context", entry.params));
}

function upstream(form) {
  const text = field(form, "text", { rows: "4", placeholder: '{ "count": 3 }', testid: "canned-text" }, "textarea.textarea.mono");
  const status = field(form, "status", { type: "number", min: "100", max: "599" });
  const canned = h("div.stack-s", { hidden: form.mode !== "canned" }, labelled(t("fields.upstream.text"), text), labelled(t("fields.upstream.status"), status));
  const choose = (mode) => {
    form.mode = mode;
    canned.hidden = mode !== "canned";
  };
  const choices = ["real", "canned", "timeout"].map((mode) =>
    check("radio", t(`fields.upstream.${mode}`), { name: "upstream-mode", checked: form.mode === mode, testid: `upstream-${mode}`, oninput: () => choose(mode) }),
  );
  return h("div.stack-s", { role: "radiogroup", label: t("fields.upstream") }, choices, canned);
}

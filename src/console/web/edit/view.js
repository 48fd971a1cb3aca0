// Editing the configuration's files: checked while typing, tried beside it, saved at once or not at all.

import { get, post, put, withLang } from "../api.js";
import { fill, h } from "../dom.js";
import { subscribe } from "../events.js";
import { icon } from "../icons.js";
import { register, t } from "../i18n.js";
import { load, save as remember } from "../store.js";
import { copyButton, emptyState } from "../ui.js";
import { sentence } from "../config/mistake.js";
import { confirmForce, showChanges, showConflict, showVersions } from "./dialogs.js";
import { createDrafts, isDirty } from "./drafts.js";
import { createEditor } from "./editor.js";
import { preview } from "./preview.js";
import { problemsPanel } from "./problems.js";
import strings from "./strings.js";

register(strings);

const CHECK_AFTER_MS = 300;
const COMMAND = "talkplate serve --edit";

/**
 * Shows the view.
 * @param {HTMLElement} root
 * @param {object} context the shell's services
 * @returns {() => void} takes it away
 */
export function mount(root, context) {
  let leave = null;
  const begin = (status) => {
    if (leave !== null || status === null) return;
    leave = status.console?.edit ? editing(root, context) : explained(root);
  };
  const stop = context.onStatus(begin);
  begin(context.status());
  return () => {
    stop();
    leave?.();
  };
}

function explained(root) {
  const command = h("div", { class: "row edit-command" }, h("code", { class: "code" }, COMMAND), copyButton(() => COMMAND));
  root.append(emptyState({ title: t("edit.off"), text: sentence(t("edit.off-text")), action: h("div", { class: "stack" }, command, h("p", { class: "hint" }, sentence(t("edit.off-hint")))) }));
  return () => null;
}

function editing(root, context) {
  const drafts = createDrafts();
  const wanted = context.route();
  let files = [];
  let name = null;
  let mistakes = [];
  let checks = 0;
  let timer = 0;
  let asking = null;
  let isSaving = false;
  let gone = false;
  let beside = null;

  const editor = createEditor({ label: t("edit.field"), describedBy: "edit-keys", onInput: typed, onSave: () => save() });
  const problems = problemsPanel({ onGo: go, onFix: mend });
  const nav = h("nav", { class: "panel edit-files", "aria-label": t("edit.files") });
  const choice = h("select", { class: "select edit-choice", "aria-label": t("edit.files"), on: { change: () => open(choice.value) } });
  const title = h("span", { class: "edit-name mono" });
  const state = h("button", { class: "link-button edit-state", type: "button", dataset: { testid: "changes" }, on: { click: changes } });
  const tool = (label, picture, click, testid) => h("button", { class: "button small quiet", type: "button", "aria-label": t(label), title: t(label), dataset: { testid }, on: { click } }, icon(picture, 16), h("span", { class: "tool-word" }, t(label)));
  const history = tool("edit.versions", "clock", versions, "versions-open");
  const try_ = tool("edit.preview", "send", togglePreview, "preview");
  try_.setAttribute("aria-pressed", "false");
  const saveButton = h("button", { class: "button primary small", type: "button", title: t("edit.save-keys"), dataset: { testid: "save" }, on: { click: () => save() } }, t("edit.save"));
  const notice = h("div", { class: "edit-notice", role: "alert" });
  const main = h(
    "section",
    { class: "panel edit-main", "aria-label": t("tab.edit") },
    h("div", { class: "edit-tools" }, choice, title, state, h("div", { class: "edit-buttons" }, try_, history, saveButton)),
    notice,
    editor.root,
    h("p", { class: "hint edit-keys", id: "edit-keys" }, t("edit.keys")),
    problems.root,
  );
  root.classList.add("edit-page");
  root.append(h("h1", { class: "visually-hidden" }, t("tab.edit")), nav, main);

  async function start() {
    try {
      ({ files } = await get("/api/files"));
      if (gone) return;
      drafts.restoreAll();
      const last = load("edit.place", {});
      const asked = [wanted.get("file"), last.name].find((one) => files.some((file) => file.name === one));
      await open(asked ?? files.find((file) => file.main)?.name ?? files[0]?.name);
      if (gone) return;
      if (wanted.get("file") === name && wanted.get("line")) editor.goTo(Number(wanted.get("line")));
      else if (last.name === name) editor.restore(last);
      if (load("edit.preview")) togglePreview();
      meet();
    } catch (why) {
      if (!gone && why.status !== 401) fill(root, emptyState({ title: t("broken.title"), text: t("edit.files-failed") }));
    }
  }

  async function open(next) {
    if (!next) return;
    let doc = null;
    try {
      doc = await drafts.open(next);
    } catch {
      choice.value = name;
      context.toast(t("edit.open-failed", { name: next }), { kind: "bad" });
      return;
    }
    if (gone) return;
    name = next;
    editor.setText(doc.text, { kind: /\.ya?ml$/.test(name) ? "yaml" : "template" });
    say(null);
    drawFiles();
    drawMistakes();
    drawState();
    check();
  }

  function typed(text) {
    drafts.type(name, text);
    drawState();
    clearTimeout(timer);
    timer = setTimeout(check, CHECK_AFTER_MS);
  }

  // An answer to an older question is thrown away.
  async function check() {
    clearTimeout(timer);
    asking?.abort();
    asking = new AbortController();
    const mine = (checks += 1);
    try {
      const answer = await post(withLang("/api/check"), { files: drafts.files() }, { signal: asking.signal });
      if (gone || mine !== checks) return;
      mistakes = answer.diagnostics;
      drawMistakes();
      if (answer.ok && beside) {
        beside.setSkills(answer.skills);
        beside.again();
      }
    } catch (why) {
      if (!gone && mine === checks && why.name !== "AbortError") problems.draw({ state: "failed", mistakes, current: name });
    }
  }

  function drawMistakes() {
    editor.setMistakes(mistakes.filter((mistake) => mistake.file === name));
    problems.draw({ state: "checked", mistakes, current: name });
    drawFiles();
  }

  function drawFiles() {
    const focused = nav.contains(document.activeElement) ? document.activeElement.dataset.name : null;
    const wrong = (file) => mistakes.filter((mistake) => mistake.file === file && mistake.severity === "error").length;
    fill(
      nav,
      h("h2", null, t("edit.files")),
      h(
        "ul",
        { class: "file-list" },
        files.map((file) =>
          h(
            "li",
            null,
            h(
              "button",
              { type: "button", "aria-current": file.name === name ? "true" : null, dataset: { name: file.name, testid: "file" }, on: { click: () => open(file.name) } },
              h("span", { class: "file-name" }, file.name),
              isDirty(drafts.get(file.name)) && h("span", { class: "file-dirty", role: "img", "aria-label": t("edit.unsaved"), title: t("edit.unsaved") }),
              wrong(file.name) > 0 && h("span", { class: "pill bad" }, wrong(file.name), h("span", { class: "visually-hidden" }, t("config.errors"))),
            ),
          ),
        ),
      ),
    );
    if (focused) [...nav.querySelectorAll("button")].find((one) => one.dataset.name === focused)?.focus();
    fill(choice, files.map((file) => h("option", { value: file.name, selected: file.name === name }, `${isDirty(drafts.get(file.name)) ? "● " : ""}${file.name}`)));
  }

  let wasDirty = null;
  function drawState() {
    const dirty = isDirty(drafts.get(name));
    title.textContent = name;
    saveButton.disabled = isSaving || !dirty;
    fill(saveButton, t(isSaving ? "edit.saving" : "edit.save"));
    state.hidden = !dirty;
    state.textContent = t("edit.unsaved");
    if (dirty !== wasDirty) drawFiles();
    wasDirty = dirty;
  }

  async function save({ text = null, force = false, base = null } = {}) {
    const doc = drafts.get(name);
    const file = name;
    if (isSaving || !doc || (text === null && base === null && !isDirty(doc))) return;
    const written = text ?? doc.text;
    isSaving = true;
    say(null);
    drawState();
    try {
      const answer = await put(withLang("/api/file"), { name: file, text: written, base: base ?? doc.base, force });
      // Whoever went on typing keeps that.
      settle(file, written, answer.hash, text === null ? drafts.get(file).text : written);
      context.toast(t(`edit.saved-${answer.outcome}`), { kind: answer.outcome === "kept" ? "bad" : "" });
      check();
    } catch (why) {
      refused(why, file, written, text);
    }
    isSaving = false;
    if (gone) return;
    drawState();
    meet();
  }

  function refused(why, file, written, text) {
    const again = (more) => save({ text, ...more });
    if (why.status === 409) return conflict(file, why.body.text, why.body.hash, written, (base) => again({ base }));
    if (why.status === 422) {
      mistakes = why.body?.diagnostics ?? mistakes;
      drawMistakes();
      const force = h("button", { class: "button small", type: "button", dataset: { testid: "force-open" }, on: { click: () => confirmForce(() => again({ force: true })) } }, t("force.open"));
      return say(t("edit.refused", { n: mistakes.filter((mistake) => mistake.severity === "error").length }), force);
    }
    const known = { 0: "edit.lost", 403: "edit.read-only", 413: "edit.too-large" };
    return say(t(known[why.status] ?? "edit.not-saved", { why: why.message }));
  }

  function conflict(file, theirs, hash, mine, over) {
    showConflict({
      name: file,
      theirs,
      mine,
      takeTheirs: () => settle(file, theirs, hash),
      overwrite: () => over(hash),
    });
  }

  function settle(file, text, hash, unsaved = text) {
    drafts.settle(file, text, hash, unsaved);
    const known = files.find((one) => one.name === file);
    if (known) known.hash = hash;
    if (gone) return;
    if (file === name && editor.text() !== unsaved) editor.setText(unsaved, { stay: true });
    say(null);
    drawState();
    drawFiles();
    check();
  }

  // Somebody else, or another program, may have written the files.
  async function meet() {
    if (isSaving || gone) return;
    let now = null;
    try {
      now = (await get("/api/files")).files;
    } catch {
      return;
    }
    if (isSaving || gone) return;
    files = now;
    for (const doc of drafts.opened()) {
      const file = files.find((one) => one.name === doc.name);
      if (!file || file.hash === doc.base) continue;
      if (isDirty(doc)) {
        if (doc.name === name) say(t("edit.changed-outside"), h("button", { class: "button small", type: "button", dataset: { testid: "compare" }, on: { click: () => compare(doc) } }, t("edit.compare")));
        continue;
      }
      const fresh = await get(`/api/file?${new URLSearchParams({ name: doc.name })}`).catch(() => null);
      if (gone || fresh === null || isDirty(drafts.get(doc.name))) continue;
      settle(doc.name, fresh.text, fresh.hash);
      if (doc.name === name) context.toast(t("edit.reread", { name }));
    }
    drawFiles();
  }

  async function compare(doc) {
    const fresh = await get(`/api/file?${new URLSearchParams({ name: doc.name })}`).catch(() => null);
    if (gone || fresh === null) return;
    conflict(doc.name, fresh.text, fresh.hash, doc.text, (base) => save({ base }));
  }

  function changes() {
    const doc = drafts.get(name);
    showChanges(doc, () => settle(doc.name, doc.saved, doc.base));
  }

  function versions() {
    const doc = drafts.get(name);
    if (doc) showVersions({ name, current: doc.text, isDirty: isDirty(doc), goBack: (text) => save({ text }) });
  }

  async function go(mistake) {
    if (mistake.file && mistake.file !== name && files.some((file) => file.name === mistake.file)) await open(mistake.file);
    if (mistake.line) editor.goTo(mistake.line, mistake.column ?? 1);
  }

  async function mend(mistake) {
    await go(mistake);
    if (name === mistake.file) editor.replaceLines(mistake.fix);
  }

  function togglePreview() {
    if (beside) {
      beside.destroy();
      beside.node.remove();
      beside = null;
    } else {
      beside = preview(() => {
        const unsaved = drafts.files();
        return Object.keys(unsaved).length > 0 ? { files: unsaved } : null;
      });
      root.append(beside.node);
      check();
    }
    root.classList.toggle("with-preview", beside !== null);
    try_.setAttribute("aria-pressed", String(beside !== null));
    remember("edit.preview", beside !== null || null);
  }

  function say(text, action = null) {
    fill(notice, text && h("div", { class: "notice bad" }, icon("warn", 18), h("span", null, text), action));
  }

  const changed = () => {
    meet();
    check();
  };
  const leaveEvents = [subscribe("reload", changed), subscribe("error", changed), subscribe("hello", () => name && changed())];
  start();
  return () => {
    gone = true;
    clearTimeout(timer);
    asking?.abort();
    if (name) remember("edit.place", { name, ...editor.place() });
    for (const stop of leaveEvents) stop();
    beside?.destroy();
    editor.destroy();
  };
}

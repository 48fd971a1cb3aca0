// Editing the configuration's files: checked while typing, tried beside it, saved at once or not at all.

import { get, post, put, withLang } from "../api.js";
import { isError, sentence } from "../config/mistake.js";
import { copyButton, emptyState, fill, h, icon, register, t, toolButton } from "../ui.js";
import { subscribe } from "../events.js";
import { load, save as keep } from "../store.js";
import { confirmForce, showChanges, showConflict, showVersions } from "./dialogs.js";
import { createDrafts, fetchFile, isDirty } from "./drafts.js";
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
  const begin = (status) => (leave ??= status && (status.console.edit ? editing(root, context) : explained(root)));
  const stop = context.onStatus(begin);
  begin(context.status());
  return () => {
    stop();
    leave?.();
  };
}

function explained(root) {
  const action = h("div.stack", h("div.row.edit-command", h("code.code", COMMAND), copyButton(() => COMMAND)), h("p.hint", sentence(t("edit.off-hint"))));
  root.append(emptyState({ title: t("edit.off"), text: t("edit.off-text"), action }));
  return () => null;
}

function editing(root, context) {
  const drafts = createDrafts();
  let files = [];
  let name = null;
  let mistakes = [];
  let timer = 0;
  let asking = null;
  let isSaving = false;
  let gone = false;
  let beside = null;

  const editor = createEditor({ onInput: typed, onSave: () => save() });
  const problems = problemsPanel({ onGo: go, onFix: mend });
  const list = h("ul.choices.file-list");
  const title = h("strong.edit-name.mono");
  const changes = h("button.button.small.quiet", { testid: "changes", onclick: () => showChanges(doc(), () => settle(name, doc().saved, doc().base)) }, t("edit.unsaved"));
  const trial = toolButton("send", t("edit.preview"), { testid: "preview", onclick: togglePreview, "aria-pressed": "false" });
  const history = toolButton("clock", t("edit.versions"), { testid: "versions-open", onclick: () => name && showVersions(doc(), (text) => save({ text })) });
  const saving = h("button.button.small.primary", { testid: "save", title: "Ctrl+S, ⌘S", onclick: () => save() }, t("edit.save"));
  const notice = h("div.notice.bad", { role: "alert", hidden: true });
  root.classList.add("edit-page");
  root.append(
    h("h1.visually-hidden", t("tab.edit")),
    h("nav.panel.edit-files", { label: t("edit.files") }, h("p.hint", t("edit.files")), list),
    h(
      "div.panel.edit-main",
      h("div.row.edit-tools", title, changes, h("div.edit-buttons", trial, history, saving)),
      notice,
      editor.root,
      h("p.hint.edit-keys", { id: "edit-keys" }, t("edit.keys")),
      problems.root,
    ),
  );

  const doc = () => drafts.get(name);

  async function start() {
    const wanted = Object.fromEntries(context.route());
    const last = load("edit.place", {});
    try {
      ({ files } = await get("/api/files"));
    } catch (why) {
      return broken(why, t("broken.text"));
    }
    await open([wanted.file, last.name].find(exists) ?? files.find((file) => file.main)?.name);
    if (gone || !name) return;
    if (wanted.file === name) editor.goTo(Number(wanted.line));
    else if (last.name === name) editor.restore(last);
    if (load("edit.preview")) togglePreview();
    meet();
  }

  const exists = (file) => files.some((one) => one.name === file);

  async function open(next) {
    try {
      await drafts.open(next);
    } catch (why) {
      const text = t("edit.open-failed", { name: next, why: why.message });
      return name ? context.toast(text, { kind: "bad" }) : broken(why, text);
    }
    name = next;
    editor.setText(doc().text, { kind: /\.ya?ml$/.test(name) ? "yaml" : "template" });
    say(null);
    drawMistakes();
    check();
  }

  function broken({ status }, text) {
    if (gone || status === 401) return;
    root.classList.remove("edit-page");
    fill(root, emptyState({ title: t("broken.title"), text }));
  }

  function typed(text) {
    drafts.type(name, text);
    draw();
    clearTimeout(timer);
    timer = setTimeout(check, CHECK_AFTER_MS);
  }

  // A new question ends the one before: an old answer is never shown.
  async function check() {
    clearTimeout(timer);
    asking?.abort();
    const mine = (asking = new AbortController());
    try {
      const answer = await post(withLang("/api/check"), drafts.unsaved() ?? { files: {} }, { signal: mine.signal });
      if (mine !== asking) return;
      mistakes = answer.diagnostics;
      drawMistakes();
      if (answer.ok) beside?.again(answer.skills);
    } catch (why) {
      if (why.name !== "AbortError") problems.draw(null, name);
    }
  }

  function drawMistakes() {
    editor.setMistakes(mistakes.filter((mistake) => mistake.file === name));
    problems.draw(mistakes, name);
    draw();
  }

  function draw() {
    const dirty = isDirty(doc());
    title.textContent = name;
    changes.hidden = !dirty;
    saving.disabled = isSaving || !dirty;
    const focused = list.contains(document.activeElement);
    fill(list, files.map(fileRow));
    if (focused) list.querySelector("[aria-current]")?.focus();
  }

  function fileRow({ name: file }) {
    const wrong = mistakes.filter((mistake) => mistake.file === file && isError(mistake)).length;
    return h(
      "li",
      h(
        "button",
        { "aria-current": file === name ? "true" : null, testid: "file", onclick: () => open(file) },
        h("span.file-name.mono", file),
        isDirty(drafts.get(file)) && h("span.file-dirty", { role: "img", label: t("edit.unsaved") }),
        wrong > 0 && h("span.pill.bad", wrong, h("span.visually-hidden", t("config.errors"))),
      ),
    );
  }

  /** `text` is that of an earlier version; without it the editor's is saved. */
  async function save({ text = null, force = false, base = null } = {}) {
    if (isSaving || !name || (text === null && base === null && !isDirty(doc()))) return;
    const file = name;
    const written = text ?? doc().text;
    isSaving = true;
    say(null);
    draw();
    try {
      const { hash, outcome } = await put(withLang("/api/file"), { name: file, text: written, base: base ?? doc().base, force });
      // Whoever went on typing keeps that.
      settle(file, written, hash, text ?? drafts.get(file).text);
      context.toast(t(`edit.saved-${outcome}`), { kind: outcome === "kept" ? "bad" : "" });
    } catch (why) {
      if (!gone) refused(why, file, written, (more) => save({ text, ...more }));
    }
    isSaving = false;
    draw();
    meet();
  }

  function refused(why, file, written, again) {
    if (why.status === 409) return conflict(file, why.body, written, again);
    if (why.status === 422) {
      mistakes = why.body.diagnostics;
      drawMistakes();
      return say(t("edit.refused", { n: mistakes.filter(isError).length }), "force-open", `${t("force.go")}…`, () => confirmForce(() => again({ force: true })));
    }
    const known = { 0: "ask.unreachable", 403: "edit.read-only" }[why.status];
    return say(t("edit.not-saved", { why: known ? t(known) : why.message }));
  }

  function conflict(file, { text, hash }, mine, again) {
    showConflict(
      file,
      text,
      mine,
      () => settle(file, text, hash),
      () => again({ base: hash }),
    );
  }

  function settle(file, saved, hash, text = saved) {
    drafts.settle(file, saved, hash, text);
    if (gone) return;
    if (file === name && editor.text() !== text) editor.setText(text, { stay: true });
    say(null);
    draw();
    check();
  }

  // Somebody else, or another program, may have written the files.
  async function meet() {
    const now = isSaving ? null : await get("/api/files").catch(() => null);
    if (isSaving || gone || now === null) return;
    ({ files } = now);
    for (const open of drafts.all()) {
      const file = files.find((one) => one.name === open.name);
      if (!file || file.hash === open.base) continue;
      const isShown = open.name === name;
      if (isDirty(open)) {
        if (isShown) say(t("conflict.title"), "compare", t("edit.compare"), () => compare(open.name));
        continue;
      }
      const fresh = await fetchFile(open.name).catch(() => null);
      if (gone || fresh === null || isDirty(drafts.get(open.name))) continue;
      settle(open.name, fresh.text, fresh.hash);
      if (isShown) context.toast(t("conflict.text", { name }));
    }
    draw();
  }

  async function compare(file) {
    const fresh = await fetchFile(file).catch(() => null);
    if (!gone && fresh !== null) conflict(file, fresh, drafts.get(file).text, save);
  }

  async function go({ file, line, column }) {
    if (file !== name && exists(file)) await open(file);
    if (file === name && line) editor.goTo(line, column);
  }

  async function mend(mistake) {
    await go(mistake);
    if (name === mistake.file) mistake.fix.forEach(editor.replaceLine);
  }

  function togglePreview() {
    const isOpen = root.classList.toggle("with-preview");
    trial.ariaPressed = isOpen;
    keep("edit.preview", isOpen || null);
    beside?.destroy();
    beside = isOpen ? preview(drafts.unsaved) : null;
    if (!isOpen) return;
    root.append(beside.node);
    check();
  }

  function say(text, testid, words, onclick) {
    notice.hidden = !text;
    fill(notice, icon("warn", 18), h("span", text), words && h("button.button.small", { testid, onclick }, words));
  }

  function changed() {
    if (!name) return;
    meet();
    check();
  }

  const leave = ["reload", "error", "hello"].map((event) => subscribe(event, changed));
  start();
  return () => {
    gone = true;
    clearTimeout(timer);
    asking?.abort();
    asking = null;
    if (name) keep("edit.place", { name, ...editor.place() });
    for (const stop of leave) stop();
    beside?.destroy();
    editor.destroy();
  };
}

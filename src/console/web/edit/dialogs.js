// The questions an edit may raise: the file changed meanwhile, saving with mistakes, what is not saved, and earlier versions.

import { get } from "../api.js";
import { dialog, fill, formatTime, h, t } from "../ui.js";
import { difference } from "./difference.js";

// `answers` are [words, what they do, more of the button]; each closes the dialog.
function ask(testid, title, body, answers) {
  const buttons = answers.map(([words, act, more]) => {
    const onclick = () => {
      close();
      act?.();
    };
    return h("button.button", { onclick, ...more }, words);
  });
  const close = dialog({ title, testid, body, actions: buttons });
  return buttons;
}

/** The file is no longer the one the edit began from: `theirs` is what it is now. */
export function showConflict(name, theirs, mine, takeTheirs, overwrite) {
  const body = [h("p", t("conflict.text", { name })), difference(theirs, mine, t("conflict.theirs"), t("diff.mine"))];
  ask("conflict", t("conflict.title"), body, [
    [t("conflict.keep"), null, { class: "quiet", testid: "keep-editing" }],
    [t("conflict.take"), takeTheirs, { testid: "take-theirs" }],
    [t("conflict.over"), overwrite, { class: "danger", testid: "overwrite" }],
  ]);
}

/** Saving a text with mistakes: only after saying so. */
export function confirmForce(save) {
  const sure = h("input", { type: "checkbox", testid: "force-sure", onchange: () => (go.disabled = !sure.checked) });
  const body = [h("p", t("force.text")), h("label.check", sure, h("span", t("force.sure")))];
  const [, go] = ask("force", t("force.title"), body, [[t("cancel")], [t("force.go"), save, { class: "danger", testid: "force-save", disabled: true }]]);
}

/** What is not saved, and the way back to the file. */
export function showChanges(doc, discard) {
  ask("changes", t("edit.unsaved"), difference(doc.saved, doc.text, t("conflict.theirs"), t("diff.mine")), [
    [t("edit.discard"), discard, { class: "danger", testid: "discard" }],
    [t("conflict.keep")],
  ]);
}

/** The versions of a file and what going back to one would change. */
export async function showVersions({ name, base, saved, text: current }, goBack) {
  const shown = h("div.version-shown");
  const list = h("ol.choices", { label: t("edit.versions") });
  let chosen = null;
  // A version's hash is the beginning of the file's.
  const isNow = (version) => base.startsWith(version.hash);
  const body = [h("p.hint", t("versions.text"), current !== saved && ` ${t("versions.dirty")}`), h("div.versions", list, shown)];
  const [, back] = ask("versions", `${t("edit.versions")}: ${name}`, body, [
    [t("close")],
    [t("versions.back"), () => goBack(chosen), { class: "primary", testid: "go-back", disabled: true }],
  ]);
  const say = (key) => fill(shown, h("p.hint", t(key)));
  const of = (version) => new URLSearchParams({ name, ...version });

  async function choose({ id, at }, row) {
    for (const other of list.querySelectorAll("button")) other.ariaPressed = other === row;
    back.disabled = true;
    const version = await get(`/api/version?${of({ id })}`).catch(() => null);
    if (row.ariaPressed === "false") return;
    if (version === null) return say("versions.failed");
    chosen = version.text;
    back.disabled = chosen === current;
    fill(shown, difference(current, chosen, t("versions.now"), formatTime(at)));
  }

  const answer = await get(`/api/versions?${of({})}`).catch(() => null);
  if (answer === null) return say("versions.failed");
  if (answer.versions.length === 0) return say("versions.none");
  for (const version of answer.versions) {
    const size = isNow(version) ? t("versions.now") : `${(version.bytes / 1024).toFixed(1)} KB`;
    const when = h("time", { datetime: version.at }, formatTime(version.at));
    list.append(h("li", h("button", { testid: "version", onclick: (event) => choose(version, event.currentTarget) }, when, h("span.hint", size))));
  }
  // The newest is mostly what the file holds now.
  const first = Math.max(0, answer.versions.findIndex((version) => !isNow(version)));
  choose(answer.versions[first], list.children[first].firstChild);
}

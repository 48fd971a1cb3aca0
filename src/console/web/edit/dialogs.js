// The questions an edit may raise: the file changed meanwhile, saving with mistakes, what is not saved, and earlier versions.

import { get } from "../api.js";
import { dialog, fill, formatTime, h, t } from "../ui.js";
import { difference } from "./difference.js";

// `answers` are [words, what they do, more of the button]; each closes the dialog.
function ask(testid, title, body, answers, wide = true) {
  const buttons = answers.map(([words, act, more = {}]) => {
    const onclick = () => {
      close();
      act?.();
    };
    return h("button.button", { onclick, ...more }, words);
  });
  const close = dialog({ title, wide, testid, body, actions: buttons });
  return buttons;
}

/**
 * The file is no longer the one the edit began from.
 * @param {{name: string, theirs: string, mine: string, takeTheirs: () => void, overwrite: () => void}} conflict
 */
export function showConflict({ name, theirs, mine, takeTheirs, overwrite }) {
  ask(
    "conflict",
    t("conflict.title"),
    [h("p", t("conflict.text", { name })), difference(theirs, mine, t("conflict.theirs"), t("diff.mine"))],
    [
      [t("conflict.keep"), null, { class: "quiet", testid: "keep-editing" }],
      [t("conflict.take"), takeTheirs, { testid: "take-theirs" }],
      [t("conflict.over"), overwrite, { class: "danger", testid: "overwrite" }],
    ],
  );
}

/** Saving a text with mistakes: only after saying so. */
export function confirmForce(save) {
  const sure = h("input", { type: "checkbox", testid: "force-sure", onchange: () => (go.disabled = !sure.checked) });
  const body = [h("p", t("force.text")), h("label.check", sure, h("span", t("force.sure")))];
  const [, go] = ask("force", t("force.title"), body, [[t("cancel")], [t("force.go"), save, { class: "danger", testid: "force-save", disabled: true }]], false);
}

/** What is not saved, and the way back to the file. */
export function showChanges(doc, discard) {
  ask("changes", t("edit.unsaved"), difference(doc.saved, doc.text, t("diff.file"), t("diff.mine")), [
    [t("changes.discard"), discard, { class: "danger", testid: "discard" }],
    [t("conflict.keep")],
  ]);
}

/**
 * The versions of a file and what going back to one would change.
 * @param {{name: string, hash: string, current: string, isDirty: boolean, goBack: (text: string) => void}} options
 */
export async function showVersions({ name, hash, current, isDirty, goBack }) {
  const shown = h("div.version-shown");
  const list = h("ol.choices.version-list", { "aria-label": t("versions.list") });
  let chosen = null;
  // A version's hash is the beginning of the file's.
  const isNow = (version) => hash.startsWith(version.hash);
  const body = [h("p.hint", t("versions.text"), isDirty && ` ${t("versions.dirty")}`), h("div.versions", list, shown)];
  const [, back] = ask("versions", t("versions.title", { name }), body, [
    [t("close")],
    [t("versions.back"), () => goBack(chosen), { class: "primary", testid: "go-back", disabled: true }],
  ]);
  const say = (key) => fill(shown, h("p.hint", t(key)));
  const of = (version) => new URLSearchParams({ name, ...version });

  async function choose({ id, at }, row) {
    for (const other of list.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === row));
    back.disabled = true;
    const version = await get(`/api/version?${of({ id })}`).catch(() => null);
    if (row.getAttribute("aria-pressed") === "false") return undefined;
    if (version === null) return say("versions.failed");
    chosen = version.text;
    back.disabled = chosen === current;
    return fill(shown, difference(current, chosen, t("versions.now"), formatTime(at)));
  }

  const answer = await get(`/api/versions?${of({})}`).catch(() => null);
  if (answer === null) return say("versions.failed");
  const rows = answer.versions.map((version) => {
    const size = isNow(version) ? t("versions.now") : `${(version.bytes / 1024).toFixed(1)} KB`;
    const row = h(
      "button",
      { testid: "version", onclick: () => choose(version, row) },
      h("time", { datetime: version.at }, formatTime(version.at)),
      h("span.hint", size),
    );
    return row;
  });
  fill(
    list,
    rows.map((row) => h("li", row)),
  );
  if (rows.length === 0) return say("versions.none");
  // The newest is mostly what the file holds now.
  const first = Math.max(
    0,
    answer.versions.findIndex((version) => !isNow(version)),
  );
  return choose(answer.versions[first], rows[first]);
}

// The questions an edit may raise: the file changed meanwhile, saving with mistakes, what is not saved, and earlier versions.

import { get } from "../api.js";
import { fill, h } from "../dom.js";
import { t } from "../i18n.js";
import { dialog, formatTime } from "../ui.js";
import { difference } from "./difference.js";

const button = (text, kind, click, testid) => h("button", { class: `button ${kind}`, type: "button", dataset: { testid }, on: { click } }, text);

/**
 * The file is no longer the one the edit began from.
 * @param {{name: string, theirs: string, mine: string, takeTheirs: () => void, overwrite: () => void}} conflict
 */
export function showConflict({ name, theirs, mine, takeTheirs, overwrite }) {
  const then = (act) => () => {
    close();
    act();
  };
  const close = dialog({
    title: t("conflict.title"),
    wide: true,
    testid: "conflict",
    body: [h("p", null, t("conflict.text", { name })), difference(theirs, mine, { before: t("conflict.theirs"), after: t("conflict.mine") })],
    actions: [button(t("conflict.keep"), "quiet", () => close(), "keep-editing"), button(t("conflict.take"), "", then(takeTheirs), "take-theirs"), button(t("conflict.over"), "danger", then(overwrite), "overwrite")],
  });
}

/** Saving a text with mistakes: only after saying so. */
export function confirmForce(save) {
  const go = button(t("force.go"), "danger", () => {
    close();
    save();
  }, "force-save");
  go.disabled = true;
  const sure = h("input", { type: "checkbox", dataset: { testid: "force-sure" }, on: { change: () => (go.disabled = !sure.checked) } });
  const close = dialog({
    title: t("force.title"),
    testid: "force",
    body: [h("p", null, t("force.text")), h("label", { class: "check" }, sure, h("span", null, t("force.sure")))],
    actions: [button(t("cancel"), "", () => close()), go],
  });
}

/** What is not saved, and the way back to the file. */
export function showChanges(doc, discard) {
  const close = dialog({
    title: t("changes.title"),
    wide: true,
    testid: "changes",
    body: difference(doc.saved, doc.text, { before: t("changes.file"), after: t("changes.mine") }),
    actions: [
      button(t("changes.discard"), "danger", () => {
        close();
        discard();
      }, "discard"),
      button(t("conflict.keep"), "", () => close()),
    ],
  });
}

/**
 * The versions of a file and what going back to one would change.
 * @param {{name: string, current: string, isDirty: boolean, goBack: (text: string) => void}} options
 */
export async function showVersions({ name, current, isDirty, goBack }) {
  const shown = h("div", { class: "version-shown" }, h("p", { class: "hint" }, t("versions.choose")));
  const list = h("ol", { class: "version-list", "aria-label": t("versions.list") });
  const back = button(t("versions.back"), "primary", () => {
    close();
    goBack(chosen);
  }, "go-back");
  back.disabled = true;
  let chosen = null;
  let turn = 0;
  const close = dialog({
    title: t("versions.title", { name }),
    wide: true,
    testid: "versions",
    body: [h("p", { class: "hint" }, t("versions.text"), isDirty && ` ${t("versions.dirty")}`), h("div", { class: "versions" }, list, shown)],
    actions: [button(t("close"), "", () => close()), back],
  });

  async function choose(version, row) {
    const mine = (turn += 1);
    for (const other of list.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === row));
    back.disabled = true;
    try {
      const { text } = await get(`/api/version?${new URLSearchParams({ name, id: version.id })}`);
      if (mine !== turn) return;
      chosen = text;
      back.disabled = text === current;
      fill(shown, difference(current, text, { before: t("versions.now"), after: t("versions.then", { at: formatTime(version.at) }) }));
    } catch {
      if (mine === turn) fill(shown, h("p", { class: "problem" }, t("versions.failed")));
    }
  }

  try {
    const { versions } = await get(`/api/versions?${new URLSearchParams({ name })}`);
    if (versions.length === 0) return fill(shown, h("p", { class: "hint" }, t("versions.none")));
    const rows = versions.map((version) => {
      const row = h("button", { type: "button", "aria-pressed": "false", dataset: { testid: "version" }, on: { click: () => choose(version, row) } }, h("time", { datetime: version.at }, formatTime(version.at)), h("span", { class: "hint" }, formatBytes(version.bytes)));
      return row;
    });
    fill(list, rows.map((row) => h("li", null, row)));
    return choose(versions[0], rows[0]);
  } catch {
    return fill(shown, h("p", { class: "problem" }, t("versions.failed")));
  }
}

/** Bytes as a person reads them. */
export function formatBytes(bytes) {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
}

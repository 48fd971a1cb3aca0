// The configuration: whether all is well, and if not, every mistake.

import { get, post, withLang } from "../api.js";
import { fill, formatTime, h, icon, t } from "../ui.js";
import { subscribe } from "../events.js";
import { isError, mistakeCard } from "./mistake.js";

/**
 * Shows the view.
 * @param {HTMLElement} root
 * @param {object} context the shell's services
 * @returns {() => void} takes it away
 */
export function mount(root, context) {
  const banner = h("div.config-banner", { role: "status" });
  const reload = h("button.button", { onclick: readAgain, testid: "reload" }, icon("reload"), t("config.reload"));
  const body = h("div.stack");
  root.classList.add("page");
  root.append(h("div.row.config-top", banner, reload), body);
  drawBanner("unknown", t("health.unknown"));

  let gone = false;
  let turn = 0;
  async function refresh() {
    const mine = (turn += 1);
    try {
      const answer = await get(withLang("/api/config"));
      if (!gone && mine === turn) draw(answer);
    } catch (why) {
      if (!gone && mine === turn && why.status !== 401) drawBanner("unknown", t("ask.unreachable"));
    }
  }

  function draw({ ok, config, diagnostics, lastErrorAt }) {
    const errors = diagnostics.filter(isError);
    const warnings = diagnostics.filter((mistake) => !isError(mistake));
    const state = !ok ? "bad" : warnings.length > 0 ? "warn" : "good";
    drawBanner(state, t(`config.${state}`), ok ? t("config.good-text") : t("config.bad-text", { at: formatTime(lastErrorAt), n: errors.length }));
    const copy = h("div.notice.config-copy", { testid: "from-copy" }, icon("warn"), h("div", h("strong", t("config.copy")), h("p", t("config.copy-text"))));
    fill(body, config.fromCopy && copy, facts(config), section("errors", errors), section("warnings", warnings, h("p.muted", t("config.warnings-text"))));
  }

  function section(name, mistakes, text) {
    if (mistakes.length === 0) return null;
    const title = h("h2", t(`config.${name}`), h("span.count", t("config.count", { n: mistakes.length })));
    return h(
      "section.stack",
      h("div", title, text),
      mistakes.map((mistake) => mistakeCard(mistake, toEditor(mistake))),
    );
  }

  function toEditor({ file, line }) {
    if (!file || !context.status()?.console.edit) return null;
    const href = `#/edit?${new URLSearchParams({ file, line: line ?? 1 })}`;
    return h("a.button.small", { href, testid: "fix" }, t("mistake.edit"));
  }

  async function readAgain() {
    reload.disabled = true;
    try {
      await post("/api/reload");
      context.toast(t("config.reloaded"));
    } catch (why) {
      context.toast(t(why.status === 422 ? "config.bad" : "ask.unreachable"), { kind: "bad" });
    }
    if (gone) return;
    reload.disabled = false;
    context.refreshStatus();
    refresh();
  }

  function drawBanner(state, title, text) {
    fill(banner, h("span.pill.config-sign", { class: state }, icon(DRAWINGS[state], 24)), h("div", h("h1", title), text && h("p.muted", text)));
  }

  const leave = ["reload", "error", "hello"].map((event) => subscribe(event, refresh));
  refresh();
  return () => {
    gone = true;
    for (const stop of leave) stop();
  };
}

const DRAWINGS = { good: "check", warn: "warn", bad: "warn", unknown: "clock" };

function facts({ skills, loadedAt, generation, hash }) {
  const fact = (name, value, title) => h("div", { title }, h("dt.hint", t(`config.${name}`)), h("dd", value));
  return h(
    "dl.panel.config-facts",
    fact("skills", t("config.count", { n: skills })),
    fact("loaded", loadedAt ? h("time", { datetime: loadedAt }, formatTime(loadedAt)) : t("config.never")),
    fact("generation", generation),
    fact("hash", h("span.mono", hash?.slice(0, 12) ?? "–"), t("config.hash-hint")),
  );
}

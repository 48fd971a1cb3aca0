// The configuration: whether all is well, and if not, every mistake.

import { get, post, withLang } from "../api.js";
import { fill, formatTime, h, icon, t } from "../ui.js";
import { subscribe } from "../events.js";
import { mistakeCard } from "./mistake.js";

/**
 * Shows the view.
 * @param {HTMLElement} root
 * @param {object} context the shell's services
 * @returns {() => void} takes it away
 */
export function mount(root, context) {
  const banner = h("div.config-banner", { role: "status" });
  const reload = h("button.button", { onclick: readAgain, testid: "reload" }, []);
  const body = h("div.stack");
  root.classList.add("page");
  root.append(h("div.config-top", banner, reload), body);
  setBusy(false);
  drawBanner(banner, "unknown", t("config.loading"), "");

  let gone = false;
  let turn = 0;
  async function refresh() {
    const mine = (turn += 1);
    try {
      const answer = await get(withLang("/api/config"));
      if (!gone && mine === turn) draw(answer);
    } catch (why) {
      if (!gone && mine === turn && why.status !== 401) drawBanner(banner, "unknown", t("config.failed"), "");
    }
  }

  function draw(answer) {
    const errors = answer.diagnostics.filter((mistake) => mistake.severity === "error");
    const warnings = answer.diagnostics.filter((mistake) => mistake.severity !== "error");
    if (!answer.ok) {
      const at = answer.lastErrorAt ? formatTime(answer.lastErrorAt) : "–";
      drawBanner(banner, "bad", t("config.bad"), t("config.bad-text", { at, n: errors.length }));
    } else drawBanner(banner, warnings.length > 0 ? "warn" : "good", t(warnings.length > 0 ? "config.warned" : "config.good"), t("config.good-text"));
    fill(
      body,
      answer.config.fromCopy &&
        h("div.notice.config-copy", { testid: "from-copy" }, icon("warn"), h("div", h("strong", t("config.copy")), h("p", t("config.copy-text")))),
      facts(answer.config),
      section(t("config.errors"), "", errors),
      section(t("config.warnings"), t("config.warnings-text"), warnings),
    );
  }

  function section(title, text, mistakes) {
    if (mistakes.length === 0) return null;
    return h(
      "section.stack",
      h("div", h("h2", title, h("span.count", t("config.count", { n: mistakes.length }))), text && h("p.muted", text)),
      mistakes.map((mistake) => mistakeCard(mistake, toEditor(mistake))),
    );
  }

  function toEditor({ file, line }) {
    if (!file || !context.status()?.console?.edit) return null;
    const href = `#/edit?${new URLSearchParams({ file, line: line ?? 1 })}`;
    return h("a.button.small", { href, testid: "fix" }, t("mistake.edit"));
  }

  async function readAgain() {
    setBusy(true);
    try {
      await post("/api/reload");
      context.toast(t("config.reloaded"));
    } catch (why) {
      context.toast(t(why.status === 422 ? "config.kept" : "config.failed"), { kind: "bad" });
    }
    if (gone) return;
    setBusy(false);
    context.refreshStatus();
    refresh();
  }

  function setBusy(busy) {
    reload.disabled = busy;
    fill(reload, icon("reload"), t(busy ? "config.reloading" : "config.reload"));
  }

  const leave = [subscribe("reload", refresh), subscribe("error", refresh), subscribe("hello", refresh)];
  refresh();
  return () => {
    gone = true;
    for (const stop of leave) stop();
  };
}

const DRAWINGS = { good: "check", warn: "warn", bad: "warn", unknown: "clock" };

function drawBanner(banner, state, title, text) {
  banner.dataset.state = state;
  fill(banner, h("span.config-sign", icon(DRAWINGS[state], 24)), h("div", h("h1", title), text && h("p.muted", text)));
}

function facts(config) {
  const fact = (name, value, title) => h("div", { title }, h("dt", name), h("dd", value));
  return h(
    "dl.panel.config-facts",
    { "aria-label": t("config.facts") },
    fact(t("config.skills"), t("config.skills-n", { n: config.skills })),
    fact(t("config.loaded"), config.loadedAt ? h("time", { datetime: config.loadedAt }, formatTime(config.loadedAt)) : t("config.never")),
    fact(t("config.generation"), t("config.generation-n", { n: config.generation })),
    fact(t("config.hash"), h("span.mono", config.hash ? config.hash.slice(0, 12) : "–"), t("config.hash-hint")),
  );
}

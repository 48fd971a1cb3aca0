// Starts the page: bar, navigation, health, language, theme, sign-in.

import { SIGNED_OUT, get, post } from "./api.js";
import { connect, disconnect, reconnect, subscribe } from "./events.js";
import { recall, remember } from "./store.js";
import { emptyState, fill, h, iconButton, lang, setLang, t, toast } from "./ui.js";

const VIEWS = {
  chat: () => import("./chat/view.js"),
  config: () => import("./config/view.js"),
  requests: () => import("./requests/view.js"),
  edit: () => import("./edit/view.js"),
};
const THEMES = { auto: "auto", light: "sun", dark: "moon" };

const bar = document.getElementById("bar");
const brand = bar.firstElementChild;
const main = document.getElementById("main");
const health = h("a.health", { href: "#/config", testid: "health" }, h("span", { role: "status" }));
const listeners = new Set();

let status = null;
let online = true;
let signedOut = false;
let unmount = null;
let shown = "";
let drawn = "";
let turn = 0;

const context = {
  status: () => status,
  onStatus(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  refreshStatus,
  navigate: (hash) => (location.hash = hash),
  route: () => new URLSearchParams(location.hash.split("?")[1] ?? ""),
  toast,
  signedIn,
};

async function refreshStatus() {
  try {
    status = await get("/api/status");
    online = true;
  } catch (why) {
    if (why.status === 0) online = false;
  }
  drawHealth();
  for (const listener of listeners) listener(status);
}

function drawHealth() {
  const state = !online ? "lost" : status === null ? "unknown" : status.lastError ? "bad" : "good";
  if (health.dataset.state === state && health.lang === lang()) return;
  health.lang = lang();
  health.dataset.state = state;
  health.firstChild.textContent = t(`health.${state}`);
}

function drawBar() {
  document.querySelector(".skip").textContent = t("skip");
  document.title = signedOut ? "Talkplate" : `${t(`tab.${view()}`)} · Talkplate`;
  const tabs = Object.keys(VIEWS).map((name) => h("a.tab", { href: `#/${name}`, testid: `tab-${name}`, "aria-current": view() === name ? "page" : null }, t(`tab.${name}`)));
  const other = lang() === "ko" ? "en" : "ko";
  const theme = recall("theme", "auto");
  const key = [view(), other, theme, signedOut, status?.console.token].join();
  // What somebody is about to press stays where it is.
  if (key === drawn) return;
  drawn = key;
  const languageButton = h(
    "button.button.quiet.small",
    { lang: other, label: t("language"), testid: "lang", onclick: () => changeLanguage(other) },
    other === "en" ? "EN" : "한국어",
  );
  const themeButton = iconButton(THEMES[theme], t(`theme.${theme}`), { testid: "theme", onclick: changeTheme });
  const leaveButton = iconButton("signout", t("sign-out"), { testid: "sign-out", onclick: signOut });
  const focused = bar.querySelector(":focus")?.dataset.testid;
  fill(
    bar,
    brand,
    !signedOut && h("nav", { label: t("views") }, tabs),
    h("div.bar-end", !signedOut && health, languageButton, themeButton, !signedOut && status?.console.token && leaveButton),
  );
  if (focused) bar.querySelector(`[data-testid="${focused}"]`)?.focus();
}

function changeLanguage(next) {
  setLang(next);
  reconnect();
  shown = "";
  show();
  drawHealth();
}

function changeTheme() {
  const themes = Object.keys(THEMES);
  const next = themes[(themes.indexOf(recall("theme", "auto")) + 1) % themes.length];
  remember("theme", next);
  document.documentElement.dataset.theme = next;
  drawBar();
}

function view() {
  const name = location.hash.slice(2).split("?")[0];
  return name in VIEWS ? name : "chat";
}

async function show() {
  const name = signedOut ? "sign-in" : view();
  const key = signedOut ? name : location.hash.replace(/^#\/?/, "") || "chat";
  if (key === shown) return;
  const mine = (turn += 1);
  unmount?.();
  unmount = null;
  shown = key;
  drawBar();
  try {
    const [module] = await Promise.all([signedOut ? import("./signin/view.js") : VIEWS[name](), style(signedOut ? "signin" : name)]);
    if (mine !== turn) return;
    main.className = `view-${name}`;
    const root = h("div.view");
    fill(main, root);
    unmount = module.mount(root, context);
  } catch (why) {
    if (mine !== turn) return;
    console.error(why);
    const again = h("button.button", { onclick: () => location.reload() }, t("reload-page"));
    fill(main, emptyState({ title: t("broken.title"), text: t("broken.text"), action: again }));
  }
}

// A view's own style sheet comes with its code, and not before the first paint; the chat's is there from the start.
function style(name) {
  const href = new URL(`${name}/${name}.css`, import.meta.url).pathname;
  if (document.querySelector(`link[href="${href}"]`)) return null;
  return new Promise((done) => document.head.append(h("link", { rel: "stylesheet", href, onload: done, onerror: done })));
}

async function signOut() {
  await post("/api/sign-out").catch(() => null);
  sessionStorage.clear();
  leave();
}

function leave() {
  if (signedOut) return;
  signedOut = true;
  disconnect();
  show();
}

async function signedIn() {
  signedOut = false;
  await start();
  main.focus();
}

async function start() {
  // The view's files come while the server says whether somebody has to sign in first.
  VIEWS[view()]().catch(() => null);
  await refreshStatus();
  if (signedOut) return;
  await show();
  connect();
}

window.addEventListener("hashchange", () => {
  if (location.hash === "#main") return;
  show();
  main.focus({ preventScroll: true });
});
window.addEventListener(SIGNED_OUT, leave);
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
// A server that was started anew may allow other views.
subscribe("hello", () => refreshStatus().then(drawBar));
subscribe("reload", refreshStatus);
subscribe("error", refreshStatus);
subscribe("connection", (now) => {
  if (now !== online) {
    online = now;
    drawHealth();
  }
  // A stream that is refused may mean that the session is over.
  if (!now) refreshStatus();
});
start();

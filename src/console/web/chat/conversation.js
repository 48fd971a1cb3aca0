// A conversation with the bot: turns are asked through `/api/chat`, callbacks awaited, and everything asked again when the file changes.

import { get, post, withLang } from "../api.js";
import { quickReplies } from "../bubbles/quick.js";
import { subscribe } from "../events.js";
import { load, save } from "../store.js";
import { emptyState, fill, h, t } from "../ui.js";
import { showAction } from "./sheet.js";
import { turnView, waits } from "./turn.js";

const MOST_TURNS = 40;
const TICK_MS = 100;
// How long each of several callbacks is waited for at a time.
const SHARE_MS = 1000;
const TRIGGERS = { card: "CARD_BUTTON", quick: "QUICKREPLY_BUTTON", list: "LIST_ITEM" };

/**
 * Whether the page was opened with pictures allowed; the server's policy says the same.
 */
export const imagesAllowed = () => new URLSearchParams(location.search).get("images") === "1";

/**
 * Makes a conversation.
 * @param {Object} options
 * @param {() => ({files: Object<string, string>}|null)} [options.draft] unsaved files that the answers come from
 * @param {string|null} [options.keep] the store's key under which the turns stay for this tab
 * @param {(said: {utterance: string, extra: any, trigger: string}) => void} options.say how a pressed button speaks
 * @param {(turn: Object|null) => void} [options.onSelect] the chosen turn, also whenever it changes
 * @param {(turn: Object) => void} [options.onAnswer] a new answer, not one that was asked again
 * @param {() => void} [options.onDetails] the operator wants to see the chosen turn
 * @returns {{ node: HTMLElement, ask: (question: Object) => Promise<void>, again: () => Promise<void>, clear: () => void, destroy: () => void }}
 *   `ask` takes `{path, payload, utterance?, callback?, upstream?}`
 */
export function conversation({ draft = () => null, keep, say, onSelect, onAnswer, onDetails }) {
  // Each with its `view`.
  const turns = [];
  let selected = null;
  let round = 0;
  let poll = null;
  let gone = false;

  const list = h("div.chat-turns");
  const log = h("div.chat-log", { role: "log", "aria-live": "off", label: t("conversation"), tabIndex: 0 }, list);
  const quick = h("div.chat-quick");
  const live = h("p.visually-hidden", { role: "status" });
  const node = h("div.chat", log, quick, live);
  const around = { act, images: imagesAllowed() };
  const leave = [subscribe("reload", renew), subscribe("hello", () => get("/api/config").then(renew, () => null))];
  const clock = setInterval(tick, TICK_MS);

  async function ask(question) {
    const turn = { at: Date.now(), question, state: "asking", answer: null, late: null, error: null, stale: false };
    place(turn);
    while (turns.length > MOST_TURNS) drop(turns[0]);
    choose(turn);
    drawQuick();
    toEnd();
    await request(turn);
    announce(turn);
  }

  // `byItself`: nobody wants an upstream to be called for it.
  async function request(turn, byItself = false) {
    const { path, payload, callback, upstream } = turn.question;
    try {
      const at = turn.answer?.callback ? Date.now() : turn.at;
      const answer = await post(withLang("/api/chat"), { path, payload, callback, upstream, draft: draft(), again: byItself });
      if (answer.asksUpstream) Object.assign(turn, { error: null, state: "done", stale: true });
      else Object.assign(turn, { at, answer, late: null, error: null, state: "done", stale: false });
      if (waits(turn)) follow();
    } catch ({ status, code, message, body }) {
      const error = { status, code, message, diagnostics: body?.diagnostics ?? [] };
      Object.assign(turn, { answer: null, late: null, error, state: "failed", stale: false });
    }
    redraw(turn);
  }

  // One question at a time waits for callbacks, in turns when several are awaited: a browser has six connections for everything.
  async function follow() {
    // Whoever waits alone lets the new one have its turn.
    if (poll) return poll.abort();
    try {
      for (let at = 0, open; !gone && (open = turns.filter(waits)).length > 0; at += 1) await look(open[at % open.length], open.length > 1);
    } finally {
      poll = null;
    }
  }

  // The server answers when something happened, or after a while to be asked once more.
  async function look(turn, shared) {
    const { answer } = turn;
    const mine = (poll = new AbortController());
    const timer = shared && setTimeout(() => mine.abort(), SHARE_MS);
    const news = await get(`/api/chat/${answer.id}`, { signal: mine.signal }).catch(({ name }) => name !== "AbortError" && { callback: { state: "unknown" } });
    clearTimeout(timer);
    // It may have been asked again meanwhile.
    if (news === false || turn.answer !== answer) return;
    turn.late = news?.callback ?? { state: "unknown" };
    answer.upstream = news?.upstream ?? answer.upstream;
    if (waits(turn)) return;
    redraw(turn);
    announce(turn);
  }

  function announce(turn) {
    if (!turns.includes(turn)) return;
    live.textContent = turn.view.spoken();
    if (turn.state === "done") onAnswer?.(turn);
  }

  // The configuration in service is this one.
  function renew({ config }) {
    if (draft() === null && !gone) again(config.hash);
  }

  // Answers that `hash` gave already stay.
  async function again(hash = null) {
    const mine = (round += 1);
    for (const turn of [...turns]) {
      if (mine !== round) return;
      // Asking a real server again costs something: the operator decides.
      if (turn.state !== "asking" && !waits(turn) && turn.answer?.hash !== hash) await askAgain(turn, true);
    }
  }

  async function askAgain(turn, byItself = false) {
    const before = contentOf(turn);
    // What is asked for by a press shows that it is under way.
    if (!byItself) redraw(Object.assign(turn, { state: "asking" }));
    await request(turn, byItself);
    if (before !== contentOf(turn)) turn.view.flash();
  }

  function act(action) {
    const { kind, from, extra } = action;
    const trigger = `${TRIGGERS[from]}_${kind === "block" ? "BLOCK" : "MESSAGE"}`;
    const speak = () => say({ utterance: action.text || action.label, extra, trigger });
    if (kind === "message" || (from === "quick" && !action.blockId)) speak();
    else showAction(action, speak);
  }

  function place(turn) {
    const select = () => {
      choose(turn);
      onDetails?.();
    };
    turn.view = turnView(turn, { around, select, again: () => askAgain(turn) });
    if (turns.push(turn) === 1) fill(list);
    list.append(turn.view.node);
  }

  function drop(turn) {
    turn.view.node.remove();
    turns.splice(turns.indexOf(turn), 1);
    poll?.abort();
  }

  function choose(turn) {
    selected?.view.choose(false);
    selected = turn;
    turn?.view.choose(true);
    onSelect?.(turn);
  }

  function redraw(turn) {
    if (!turns.includes(turn)) return;
    keepPlace(() => {
      turn.view.draw();
      drawQuick();
    });
    if (turn === selected) onSelect?.(turn);
    remember();
  }

  function drawQuick() {
    const turn = turns.at(-1);
    const { template } = turn?.late?.response ?? turn?.answer?.response ?? {};
    fill(quick, turn?.state === "done" && quickReplies(template?.quickReplies, around));
  }

  function tick() {
    for (const turn of turns) if (waits(turn)) turn.view.tick();
  }

  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 64;
  const toEnd = () => (log.scrollTop = log.scrollHeight);

  // What the operator looks at stays where it is while something above it changes its height.
  function keepPlace(change) {
    const pinned = atEnd();
    const top = log.getBoundingClientRect().top;
    const anchor = [...list.children].find((turn) => turn.getBoundingClientRect().bottom > top);
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (pinned) toEnd();
    else if (anchor) log.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  function remember() {
    // What is being asked again stays with the answer that it had.
    const done = turns.filter(({ answer, error }) => answer || error);
    if (keep && !gone) save(keep, done.map(({ view, ...kept }) => ({ ...kept, state: kept.answer ? "done" : "failed" })));
  }

  function clear() {
    round += 1;
    choose(null);
    for (const turn of [...turns]) drop(turn);
    showEmpty();
    drawQuick();
    remember();
  }

  function destroy() {
    round += 1;
    gone = true;
    for (const off of leave) off();
    clearInterval(clock);
    poll?.abort();
  }

  function showEmpty() {
    fill(list, emptyState({ title: t("chat.empty.title"), text: t("chat.empty.text") }));
  }

  showEmpty();
  for (const turn of keep ? load(keep, []) : []) place(turn);
  follow();
  choose(turns.at(-1) ?? null);
  drawQuick();
  requestAnimationFrame(toEnd);
  // A picture that arrives is higher than its place was.
  list.addEventListener("load", () => selected === turns.at(-1) && toEnd(), true);
  return { node, ask, again, clear, destroy };
}

const contentOf = ({ answer, late, error }) => JSON.stringify([answer?.response, late?.response, error]);

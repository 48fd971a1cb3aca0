// A conversation with the bot: turns are asked through `/api/chat`, callbacks awaited, and everything asked again when the file changes.

import { get, post, withLang } from "../api.js";
import { quickReplies } from "../bubbles/quick.js";
import { subscribe } from "../events.js";
import { load, save } from "../store.js";
import { clear as empty, emptyState, fill, h, t } from "../ui.js";
import { showAction } from "./sheet.js";
import { turnView, waits } from "./turn.js";

const MOST_TURNS = 40;
const TICK_MS = 100;

/**
 * Whether the page was opened with pictures allowed; the server's policy says the same.
 */
export const imagesAllowed = () => new URLSearchParams(location.search).get("images") === "1";

/**
 * Makes a conversation.
 * @param {Object} options
 * @param {() => ({files: Object<string, string>}|null)} [options.draft] unsaved files that the answers come from
 * @param {string|null} [options.keep] the store's key under which the turns stay for this tab
 * @param {(said: {utterance: string, extra: any, trigger: string}) => void} [options.say] how a pressed button speaks; else as the last turn did
 * @param {(turn: Object|null) => void} [options.onSelect] the chosen turn, also whenever it changes
 * @param {(turn: Object) => void} [options.onAnswer] a new answer, not one that was asked again
 * @param {() => void} [options.onDetails] the operator wants to see the chosen turn
 * @returns {{ node: HTMLElement, ask: (question: Object) => Promise<void>, again: () => Promise<void>, clear: () => void, destroy: () => void, turns: () => Object[] }}
 *   `ask` takes `{path, payload, utterance?, callback?, upstream?}`
 */
export function conversation({ draft = () => null, keep = null, say = null, onSelect = () => {}, onAnswer = () => {}, onDetails = () => {} } = {}) {
  const turns = [];
  const views = new Map();
  const polls = new Map();
  let selected = null;
  let round = 0;
  let keys = 0;

  const list = h("div.chat-turns");
  const log = h("div.chat-log", { role: "log", "aria-live": "off", label: t("conversation"), tabIndex: 0 }, list);
  const quick = h("div.chat-quick");
  const live = h("p.visually-hidden", { role: "status", "aria-live": "polite" });
  const node = h("div.chat", log, quick, live);
  const around = { act, images: imagesAllowed() };
  const leave = subscribe("reload", () => draft() === null && again());
  const clock = setInterval(tick, TICK_MS);

  async function ask(question) {
    const turn = { key: (keys += 1), at: Date.now(), question, state: "asking", answer: null, late: null, error: null, stale: false };
    place(turn);
    while (turns.length > MOST_TURNS) drop(turns[0]);
    choose(turn);
    drawQuick();
    toEnd();
    await request(turn);
    live.textContent = views.get(turn)?.spoken() ?? "";
    if (turn.state === "done") onAnswer(turn);
  }

  async function request(turn) {
    const { path, payload, callback = false, upstream = null } = turn.question;
    polls.get(turn)?.abort();
    const before = JSON.stringify([turn.answer?.response, turn.late?.response, turn.error]);
    try {
      const answer = await post(withLang("/api/chat"), { path, payload, callback, upstream, draft: draft() });
      Object.assign(turn, { answer, late: null, error: null, state: "done", stale: false });
      if (waits(turn)) follow(turn);
    } catch (why) {
      const error = { status: why.status ?? -1, code: why.code ?? null, message: why.message, diagnostics: why.body?.diagnostics ?? [] };
      Object.assign(turn, { answer: null, late: null, error, state: "failed", stale: false });
    }
    redraw(turn);
    return before !== JSON.stringify([turn.answer?.response, null, turn.error]);
  }

  // The server answers when something happened, or after a while to be asked once more.
  async function follow(turn) {
    const poll = new AbortController();
    polls.set(turn, poll);
    const { id } = turn.answer;
    while (waits(turn) && !poll.signal.aborted) {
      try {
        const { callback, upstream } = await get(`/api/chat/${encodeURIComponent(id)}`, { signal: poll.signal });
        turn.late = callback;
        turn.answer.upstream = upstream ?? turn.answer.upstream;
      } catch (why) {
        if (why.name === "AbortError") return;
        turn.late = { state: "unknown", response: null, atMs: null, applied: [], failure: null };
      }
    }
    polls.delete(turn);
    if (poll.signal.aborted) return;
    redraw(turn);
    live.textContent = views.get(turn)?.spoken() ?? "";
    onAnswer(turn);
  }

  async function again() {
    const mine = (round += 1);
    for (const turn of [...turns]) {
      if (mine !== round) return;
      if (turn.state === "asking") continue;
      // Asking a real server again costs something: the operator decides.
      if (turn.answer?.upstream?.length > 0 && !turn.question.upstream) {
        turn.stale = true;
        redraw(turn);
      } else if (await askAgain(turn)) views.get(turn)?.flash();
    }
  }

  async function askAgain(turn) {
    turn.at = waits(turn) || turn.late ? Date.now() : turn.at;
    return request(turn);
  }

  function act(action) {
    const speaks = action.kind === "message" || (action.from === "quick" && !action.blockId);
    const trigger = `${{ card: "CARD_BUTTON", quick: "QUICKREPLY_BUTTON", list: "LIST_ITEM" }[action.from] ?? "CARD_BUTTON"}_${action.kind === "block" ? "BLOCK" : "MESSAGE"}`;
    const speak = () => (say ?? sayAsLast)({ utterance: action.text || action.label, extra: action.extra, trigger });
    if (speaks) speak();
    else showAction(action, speak);
  }

  function sayAsLast({ utterance, extra, trigger }) {
    const last = turns.at(-1);
    if (!last) return;
    const payload = structuredClone(last.question.payload);
    payload.userRequest = { ...payload.userRequest, utterance };
    payload.action = { ...payload.action, clientExtra: extra ?? {} };
    payload.flow = { ...payload.flow, trigger: { type: trigger } };
    ask({ ...last.question, payload, utterance });
  }

  function place(turn) {
    const view = turnView(turn, {
      around,
      select: () => {
        choose(turn);
        onDetails();
      },
      again: async () => {
        if (await askAgain(turn)) views.get(turn)?.flash();
      },
    });
    views.set(turn, view);
    turns.push(turn);
    if (turns.length === 1) empty(list);
    list.append(view.node);
  }

  function drop(turn) {
    polls.get(turn)?.abort();
    views.get(turn)?.node.remove();
    views.delete(turn);
    turns.splice(turns.indexOf(turn), 1);
  }

  function choose(turn) {
    views.get(selected)?.choose(false);
    selected = turn;
    views.get(turn)?.choose(true);
    onSelect(turn);
  }

  function redraw(turn) {
    if (!views.has(turn)) return;
    keepPlace(() => {
      views.get(turn).draw();
      drawQuick();
    });
    if (turn === selected) onSelect(turn);
    remember();
  }

  function drawQuick() {
    const turn = turns.at(-1);
    const replies = turn?.late?.response?.template?.quickReplies ?? turn?.answer?.response?.template?.quickReplies;
    fill(quick, turn?.state === "done" && quickReplies(replies, around));
  }

  function tick() {
    for (const turn of turns) if (turn.state === "done" && waits(turn)) views.get(turn)?.tick();
  }

  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 64;
  const toEnd = () => (log.scrollTop = log.scrollHeight);

  // What the operator looks at stays where it is while something above it changes its height.
  function keepPlace(change) {
    const pinned = atEnd();
    const top = log.getBoundingClientRect().top;
    const anchor = [...views.values()].find(({ node: turn }) => turn.getBoundingClientRect().bottom > top)?.node;
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (pinned) toEnd();
    else if (anchor) log.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  function remember() {
    if (keep !== null) save(keep, turns.filter(({ state }) => state !== "asking"));
  }

  function clear() {
    round += 1;
    for (const turn of [...turns]) drop(turn);
    fill(list, emptyState({ title: t("chat.empty.title"), text: t("chat.empty.text") }));
    drawQuick();
    choose(null);
    remember();
  }

  function destroy() {
    round += 1;
    leave();
    clearInterval(clock);
    for (const poll of polls.values()) poll.abort();
  }

  fill(list, emptyState({ title: t("chat.empty.title"), text: t("chat.empty.text") }));
  for (const turn of keep === null ? [] : load(keep, [])) {
    keys = Math.max(keys, turn.key);
    place(turn);
    if (turn.state === "done" && waits(turn)) follow(turn);
  }
  if (turns.length > 0) {
    choose(turns.at(-1));
    drawQuick();
    requestAnimationFrame(toEnd);
  }
  // A picture that arrives is higher than its place was.
  list.addEventListener("load", () => selected === turns.at(-1) && toEnd(), true);
  return { node, ask, again, clear, destroy, turns: () => turns };
}

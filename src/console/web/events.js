// The server's events over one EventSource, opened when somebody subscribes.

import { withLang } from "./api.js";

const NAMES = ["hello", "reload", "error", "request", "callback"];
const subscribers = Object.fromEntries([...NAMES, "connection"].map((name) => [name, new Set()]));
const SLOWEST_MS = 30_000;

let source = null;
let pause = 1000;
let waiting = 0;
let wanted = false;

/**
 * Calls `listener` with the data of each event of that name: hello, reload, error, request, callback; or `connection` with true or false.
 * @returns {() => void} unsubscribes
 */
export function subscribe(name, listener) {
  subscribers[name].add(listener);
  return () => subscribers[name].delete(listener);
}

/** Opens the stream, if it is not open: at once, or when somebody looks at the page. */
export function connect() {
  wanted = true;
  if (source !== null || document.hidden) return;
  source = new EventSource(withLang("/api/events"));
  for (const name of NAMES) source.addEventListener(name, ({ data }) => data !== undefined && tell(name, JSON.parse(data)));
  source.onopen = () => {
    pause = 1000;
    tell("connection", true);
  };
  source.onerror = (event) => {
    // The server has an event of this name too; that one carries data.
    if ("data" in event) return;
    tell("connection", false);
    // A refusal ends an EventSource for good; a broken connection it repairs by itself.
    if (source?.readyState !== EventSource.CLOSED) return;
    close();
    waiting = setTimeout(connect, pause);
    pause = Math.min(pause * 2, SLOWEST_MS);
  };
}

/** Opens it anew where it is open: it speaks the page's language. */
export function reconnect() {
  if (source === null) return;
  close();
  connect();
}

/** Closes the stream, for the time nobody is signed in. */
export function disconnect() {
  wanted = false;
  close();
}

function close() {
  clearTimeout(waiting);
  source?.close();
  source = null;
}

// A browser has six connections to a server for all its tabs. Whoever comes back is greeted with "hello", and everything is asked for anew.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) close();
  else if (wanted) connect();
});

function tell(name, data) {
  for (const listener of subscribers[name]) listener(data);
}

// The files that are open, and what is not saved of them yet. Unsaved text outlives a change of view and a reload of the page.

import { get } from "../api.js";
import { load, save } from "../store.js";

const KEY = "edit.drafts";

// Whoever closes the tab loses them.
window.addEventListener("beforeunload", (event) => load(KEY) && event.preventDefault());

/**
 * @typedef {{name: string, base: string, saved: string, text: string}} Doc
 * `base` is the hash of the file that the text began from, `saved` that file's text.
 */

/** The file as it is on the server: `{text, hash}`. */
export const fetchFile = (name) => get(`/api/file?${new URLSearchParams({ name })}`);

/** Whether there is something to save. */
export const isDirty = (doc) => doc !== undefined && doc.text !== doc.saved;

/** The open files, those left unsaved among them. */
export function createDrafts() {
  const docs = new Map(load(KEY, []).map((doc) => [doc.name, doc]));
  const dirty = () => [...docs.values()].filter(isDirty);
  const put = (doc) => {
    docs.set(doc.name, doc);
    save(KEY, dirty().length > 0 ? dirty() : null);
  };
  return {
    get: (name) => docs.get(name),
    all: () => [...docs.values()],
    /** Asks for the file when it is not open. */
    async open(name) {
      if (docs.has(name)) return;
      const { text, hash } = await fetchFile(name);
      if (!docs.has(name)) put({ name, base: hash, saved: text, text });
    },
    type: (name, text) => put({ ...docs.get(name), text }),
    /** The file is `saved` now. */
    settle: (name, saved, base, text = saved) => put({ name, base, saved, text }),
    /** As `/api/check` and `/api/chat` take them; null when all is saved. */
    unsaved: () => (dirty().length > 0 ? { files: Object.fromEntries(dirty().map(({ name, text }) => [name, text])) } : null),
  };
}

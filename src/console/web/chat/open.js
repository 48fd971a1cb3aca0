// The way from another view into the chat.

import { save } from "../store.js";

/** Where the chat finds what it is to ask. */
export const INCOMING = "chat.incoming";

/**
 * Goes to the chat and asks there.
 * @param {{ path: string, payload: Object, callback?: boolean }} question
 */
export function openInChat(question) {
  save(INCOMING, question);
  location.hash = "#/chat";
}

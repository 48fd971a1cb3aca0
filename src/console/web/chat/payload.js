// A SkillPayload in Kakao's shape, from what the operator typed.

const BLOCK = { id: "talkplate-console-block", name: "Talkplate" };
const PLACE = { lang: "ko", timezone: "Asia/Seoul" };
const BOT = { id: "talkplate-console", name: "Talkplate" };

/**
 * What is to be sent.
 * @typedef {{ params: [string, string][], extra: [string, string][], contexts: {name: string, lifespan: number, params: [string, string][]}[], user: string }} Form
 */

/**
 * The payload of an utterance.
 * @param {Object} skill as `/api/skills` gives it
 * @param {Form} form
 * @param {{ utterance: string, extra?: any, trigger?: string }} said `extra` of the pressed button wins over the form's
 */
export function payloadOf(skill, form, { utterance, extra, trigger = "TEXT_INPUT" }) {
  const params = fromPairs(form.params);
  const user = { id: form.user, type: "botUserKey", properties: { botUserKey: form.user, plusfriendUserKey: form.user } };
  // Such a skill checks a parameter instead of answering in bubbles.
  if (skill.kind.includes("validate")) {
    return { isInSlotFilling: true, utterance, value: { origin: utterance, resolved: utterance }, user, bot: BOT, params, ...PLACE };
  }
  const detailParams = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, { origin: value, value, groupName: "" }]));
  return {
    intent: BLOCK,
    userRequest: { ...PLACE, params: { surface: "Kakaotalk.plusfriend" }, block: BLOCK, utterance, user },
    bot: BOT,
    action: { id: "talkplate-console-skill", name: skill.path, params, detailParams, clientExtra: extra ?? fromPairs(form.extra) },
    contexts: form.contexts.filter(({ name }) => name !== "").map(contextOf),
    flow: { trigger: { type: trigger } },
  };
}

/** What the user said in a payload of either kind. */
export const utteranceOf = (payload) => String(payload?.userRequest?.utterance ?? payload?.utterance ?? "").trim();

/**
 * The contexts that the next request carries: older ones live one turn less, an answer's own are set or, at 0, deleted.
 * @param {Form["contexts"]} contexts
 * @param {Object[]} values the answer's `context.values`
 * @param {number} turns how many turns have passed
 */
export function nextContexts(contexts, values, turns) {
  const set = new Map(contexts.map((context) => [context.name, { ...context, lifespan: context.lifespan - turns }]));
  for (const { name, lifeSpan, params } of values ?? []) set.set(name, { name, lifespan: lifeSpan, params: Object.entries(params ?? {}) });
  return [...set.values()].filter(({ lifespan }) => lifespan > 0);
}

/**
 * The path to ask, its parameters and query filled in.
 * @param {Object} skill
 * @param {{ path: Object<string, string>, query: [string, string][] }} form
 */
export function addressOf(skill, form) {
  // A star takes the rest of a path, slashes and all.
  const path = skill.path.replace(/\{(\*?)([^}]+)\}/g, (_, star, name) => {
    const value = encodeURIComponent(form.path[name] || name);
    return star ? value.replaceAll("%2F", "/") : value;
  });
  const query = new URLSearchParams(form.query.filter(([name]) => name !== "")).toString();
  return query ? `${path}?${query}` : path;
}

const fromPairs = (pairs) => Object.fromEntries(pairs.filter(([name]) => name !== ""));

function contextOf({ name, lifespan, params }) {
  const values = Object.entries(fromPairs(params)).map(([key, value]) => [key, { value, resolvedValue: value }]);
  return { name, lifespan, ttl: 600, params: Object.fromEntries(values) };
}

//! A skill, a case, `callback` and `validate`.

use super::key::{Is, Key, Section, key};
use super::when::WHEN;
use crate::config::vocabulary::{DEADLINES, LATES, OVERFLOWS, TIME};

pub(super) const DESCRIPTION: Key = key(
    "description",
    Is::Text,
    "무슨 스킬인지 적어 두는 말이에요. 콘솔에 보여요.",
    "What the skill is for; shown in the console.",
)
.examples(&["주문 확인"]);
const ENABLED: Key = key(
    "enabled",
    Is::Flag,
    "false라고 적으면 잠시 꺼 둬요. 404로 답해요.",
    "`false` switches the skill off; the path answers 404.",
)
.default("true");
const REPLY: Key = key(
    "reply",
    Is::Of("reply"),
    "답이에요. 글, 말풍선 하나, 또는 말풍선 1~3개의 목록이에요. 값에 {{ }}가 있으면 따옴표로 감싸요.",
    "The answer: a text, one component, or a list of 1 to 3. Put quotes around a value with {{ }}.",
)
.examples(&["안녕하세요!", "\"{{utterance}}라고 하셨네요.\"", "[안녕하세요!, 무엇을 도와드릴까요?]"]);
const RESPONSE: Key = key(
    "response",
    Is::Of("SkillResponse"),
    "답이에요. 카카오 안내서의 SkillResponse JSON을 그대로 붙여 넣어요. version은 안 적어도 돼요.",
    "The answer as a whole SkillResponse, pasted from Kakao's guide; `version` may be left out.",
)
.examples(&["{ template: { outputs: [{ simpleText: { text: 안녕하세요! } }] } }"]);
const TEMPLATE: Key = key(
    "template",
    Is::Text,
    "답을 JSON으로 쓰는 템플릿 파일이에요. 이 줄이 있는 파일에서부터의 경로를 적어요.",
    "A Handlebars file that writes the answer as JSON; the path starts at the file that names it.",
)
.examples(&["templates/menu.json.hbs"]);
const CASES: Key = key(
    "cases",
    Is::List(&Is::Of("case")),
    "경우마다 다른 답이에요. 위에서부터 보고 when이 맞는 첫 답을 해요. when이 없는 것은 언제나 맞아요.",
    "Answers for different requests: the first whose `when` holds. One without `when` always does.",
)
.examples(&["[{ when: { params.size: L }, reply: 큰 컵이요. }, 작은 컵이요.]"]);
const VALIDATE: Key = key(
    "validate",
    Is::Of("validate"),
    "파라미터를 확인하는 스킬이에요. 사용자가 한 말이 조건에 맞는지 보고, 아니면 다시 물어요.",
    "A parameter-validation skill: checks what the user said, and asks again where it does not fit.",
)
.examples(&["{ matches: '^01[0-9]-?[0-9]{3,4}-?[0-9]{4}$', message: 전화번호를 010-1234-5678처럼 적어 주세요. }"]);
pub(super) const QUICK_REPLIES: Key = key(
    "quickReplies",
    Is::Of("quickReplies"),
    "답 아래의 바로가기예요. 10개까지예요. 글만 적으면 그 글이 이름이자 할 말이에요. reply, template과 함께 적어요.",
    "Quick replies below the answer, at most 10. A plain text is its label and what is said. Goes with `reply` and `template`.",
)
.examples(&["[처음으로, { label: 메뉴, message: 메뉴 보여줘 }]"]);
const CONTEXTS: Key = key(
    "contexts",
    Is::Of("contexts"),
    "다음 대화에서 쓸 값을 기억해 둬요. reply, template과 함께 적어요. 블록이 스스로 답한다면 이것만 적어요.",
    "What the bot remembers for the next messages. Goes with `reply` and `template`, or stands alone when the block itself answers.",
)
.examples(&["[{ name: order, lifeSpan: 5, params: { menu: \"{{params.menu}}\" } }]"]);
const DATA: Key = key(
    "data",
    Is::Map(&Is::Anything),
    "블록에서 {{#webhook.이름}}으로 꺼내 쓸 값이에요. reply, template과 함께 적어요. 블록이 스스로 답한다면 이것만 적어요.",
    "Values that the block takes out with {{#webhook.name}}. Goes with `reply` and `template`, or stands alone when the block itself answers.",
)
.examples(&["{ menu: \"{{params.menu}}\" }"]);
const UPSTREAM: Key = key(
    "upstream",
    Is::Either(&[Is::OrFilled(&Is::Address), Is::Of("upstream")]),
    "먼저 물어볼 서버예요. 주소만 적으면 카카오가 보낸 JSON을 그대로 POST해요. 답(reply 등)이 없으면 그 서버의 답을 그대로 전해요.",
    "A server to ask first. An address alone posts the payload as it came. Without an answer of the skill's own, the server's is passed on.",
)
.examples(&["https://api.example.com/answer", "{ url: \"https://api.example.com/stores/{{params.city}}\", method: GET, timeout: 2s }"]);
pub(super) const CALLBACK: Key = key(
    "callback",
    Is::Either(&[Is::Flag, Is::Words(&["auto"]), Is::Of("callback")]),
    "오래 걸리는 답을 나중에 보내요. true는 언제나, auto는 timeout 안에 답이 오지 않을 때만 콜백을 써요. 블록의 콜백 설정도 켜야 해요.",
    "Answers later: `true` always, `auto` only when the upstream is not there within `timeout`. Switch on the block's callback option as well.",
)
.default("false")
.examples(&["true", "auto", "{ mode: auto, deadline: 50s, late: keep }"]);
pub(super) const WAIT: Key = key(
    "wait",
    Is::Text,
    "콜백을 기다리는 동안 보여 줄 글이에요. callback과 함께 적어요.",
    "The text while the callback runs. Goes with `callback`.",
)
.examples(&["답을 찾고 있어요. 잠시만 기다려 주세요."]);
pub(super) const FALLBACK: Key = key(
    "fallback",
    Is::Of("reply"),
    "무엇이든 실패했을 때의 답이에요. reply와 같은 방식으로 적어요. 실패하지 않는 정해진 글이 좋아요.",
    "The answer when anything fails, written like `reply`. A fixed text cannot fail itself.",
)
.examples(&["죄송해요. 잠시 후 다시 시도해 주세요."]);
pub(super) const OVERFLOW: Key = key(
    "overflow",
    Is::Words(OVERFLOWS),
    "카카오의 제한을 넘을 때: truncate는 자르고 …를 붙여요. split은 긴 글을 다음 말풍선에 이어 적어요. error는 자르지 않고 fallback으로 답해요.",
    "Past Kakao's limits: `truncate` cuts and ends with …, `split` lets a long text go on in the next bubbles, `error` gives the fallback.",
)
.default("truncate")
.examples(&["split"]);
const AUTH: Key = key(
    "auth",
    Is::Either(&[Is::Of("auth"), Is::False]),
    "이 스킬만 다른 헤더를 확인하거나, false로 누구나 쓰게 해요.",
    "Another header for this skill, or `false` for none.",
)
.examples(&["{ header: X-Skill-Secret, value: \"${OTHER_SECRET}\" }", "false"]);
pub(super) const TIMEOUT: Key = key(
    "timeout",
    Is::Time(TIME.0, TIME.1),
    "답하는 데 쓸 수 있는 시간이에요. upstream이 있을 때 적어요. 카카오는 5초를 기다려요.",
    "How long the skill may take; needs `upstream`. Kakao waits 5 seconds.",
)
.default("4s")
.examples(&["3s"]);

pub(super) const SKILL: Section = Section {
    name: "skill.long",
    said: (
        "스킬 하나예요. reply, response, template, cases, validate 중 하나를 적어요. upstream이 있으면 모두 없어도 돼요.",
        "One skill: exactly one of reply, response, template, cases, validate, or none of them with upstream.",
    ),
    keys: &[
        DESCRIPTION,
        ENABLED,
        REPLY,
        RESPONSE,
        TEMPLATE,
        CASES,
        VALIDATE,
        QUICK_REPLIES,
        CONTEXTS,
        DATA,
        UPSTREAM,
        CALLBACK,
        WAIT,
        FALLBACK,
        OVERFLOW,
        AUTH,
        TIMEOUT,
    ],
};

pub(super) const CASE: Section = Section {
    name: "case.long",
    said: (
        "한 경우의 답이에요. 안 적은 것은 스킬에서 물려받아요.",
        "The answer for one case; what it does not say it has from the skill.",
    ),
    keys: &[
        WHEN,
        DESCRIPTION,
        REPLY,
        RESPONSE,
        TEMPLATE,
        QUICK_REPLIES,
        CONTEXTS,
        DATA,
        UPSTREAM,
        CALLBACK,
        WAIT,
        FALLBACK,
        OVERFLOW,
    ],
};

pub(super) const CALLBACK_LONG: Section = Section {
    name: "callback",
    said: ("콜백을 자세히 적은 것", "A callback with more to say"),
    keys: &[
        key("mode", Is::Either(&[Is::Flag, Is::Words(&["auto"])]), "언제 콜백을 쓸지예요: true, false, auto.", "When to use the callback: true, false, auto.")
            .default("true")
            .examples(&["auto"]),
        key(
            "deadline",
            Is::Time(DEADLINES.0, DEADLINES.1),
            "요청을 받은 때부터 이 시간 안에 답을 보내요. 넘기면 fallback을 보내요. 카카오는 1분을 기다려요.",
            "The answer is posted within this time of the request, else the fallback. Kakao waits a minute.",
        )
        .default("50s")
        .examples(&["40s"]),
        key(
            "late",
            Is::Words(LATES),
            "시간을 넘긴 답을 어떻게 할지예요. keep은 30분 동안 두었다가 같은 사용자가 다시 물으면 줘요. drop은 버려요.",
            "What becomes of an answer that misses the deadline: `keep` holds it 30 minutes for this user's next request, `drop` does not.",
        )
        .default("drop")
        .examples(&["keep"]),
    ],
};

/// Also has the operators of `when`.
pub(super) const VALIDATION: Section = Section {
    name: "validate",
    said: (
        "파라미터의 값을 확인해요. 아래의 비교(matches, in 등)는 사용자가 한 말(value.origin)에 대한 것이에요.",
        "Checks a parameter. The comparisons (matches, in, …) look at what the user said (value.origin).",
    ),
    keys: &[
        WHEN,
        key(
            "value",
            Is::Text,
            "맞을 때 파라미터에 넣을 값이에요. 안 적으면 카카오가 알아들은 값(value.resolved), 없으면 사용자가 한 말이에요.",
            "The value that the parameter gets when it fits; unless written, what Kakao understood, else what was said.",
        )
        .examples(&["'{{replace value.origin \"-\" \"\"}}'"]),
        key("message", Is::Text, "맞지 않을 때 다시 묻는 말이에요.", "What is said when it does not fit.")
            .examples(&["전화번호를 010-1234-5678처럼 적어 주세요."]),
        key("data", Is::Map(&Is::Anything), "확인한 결과와 함께 카카오에 넘길 값이에요.", "Values for Kakao, beside the result.")
            .examples(&["{ grade: gold }"]),
    ],
};

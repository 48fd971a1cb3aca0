//! The top of a file, `defaults`, `auth`, `events` and `tests`.

use super::key::{Is, Key, Section, key};
use super::skill::{CALLBACK, DESCRIPTION, FALLBACK, OVERFLOW, QUICK_REPLIES, TIMEOUT, WAIT};
use crate::config::vocabulary::EVENT_TIME;

pub(super) const FILE: Section = Section {
    name: "file",
    said: (
        "Talkplate의 설정 파일이에요. 경로마다 카카오톡 챗봇이 받을 답을 적어요.",
        "Talkplate's configuration: for each path the answer that a KakaoTalk chatbot gets.",
    ),
    keys: &[
        key("version", Is::Whole { min: 1, max: 1 }, "이 파일이 쓰는 언어의 판이에요. 안 적어도 돼요.", "The version of the language; may be left out.")
            .default("1"),
        key(
            "vars",
            Is::Map(&Is::Anything),
            "여러 곳에서 쓰는 값이에요. {{vars.shop}}처럼 꺼내 써요.",
            "Values for many places; {{vars.shop}} takes one out.",
        )
        .examples(&["{ shop: 도담카페, tel: \"02-123-4567\" }"]),
        key(
            "include",
            Is::Either(&[Is::Text, Is::List(&Is::Text)]),
            "함께 읽을 다른 파일이에요. 이 파일에서부터의 경로를 적어요. *는 이름의 일부를, **는 여러 단계의 폴더를 대신해요.",
            "More files to read, as seen from this one. * stands for a part of a name, ** for whole folders.",
        )
        .examples(&["[teams/*.yaml]"]),
        AUTH_KEY,
        key(
            "defaults",
            Is::Of("defaults"),
            "스킬마다 같은 것을 여기에 한 번만 적어요. 스킬에 같은 키가 있으면 그쪽이 이겨요.",
            "What skills have in common, said once. A skill's own key wins.",
        )
        .examples(&["{ fallback: 죄송해요. 잠시 후 다시 시도해 주세요. }"]),
        key(
            "gate",
            Is::Words(&["tests"]),
            "tests라고 적으면, 아래의 tests가 하나라도 틀렸을 때 새 설정을 반영하지 않고 이전 설정으로 계속 답해요.",
            "With `tests`, a file whose tests fail is not loaded; the one before stays in service.",
        ),
        key(
            "skills",
            Is::Paths(&Is::Of("skill")),
            "경로와 그 경로의 답이에요. 카카오 챗봇 관리자센터의 스킬 URL에 https://내-도메인/skill/hello처럼 적어요.",
            "Paths and what they answer. Register https://your-host/skill/hello as a skill in the chatbot admin centre.",
        )
        .examples(&["{ /skill/hello: 안녕하세요! }"]),
        key(
            "events",
            Is::Paths(&Is::Of("event")),
            "먼저 말을 거는 메시지(이벤트 API)예요. 이 경로로 받는 사람을 보내면 카카오에 전해요.",
            "Messages that the bot sends first (Event API): post the users to this path.",
        )
        .examples(&["{ /event/shipped: { bot: \"${KAKAO_BOT_ID}\", event: order_shipped, key: \"${KAKAO_REST_API_KEY}\", auth: { header: Authorization, value: \"Bearer ${EVENT_TOKEN}\" } } }"]),
        key(
            "tests",
            Is::List(&Is::Of("test")),
            "스킬이 맞게 답하는지 확인하는 예예요. talkplate test로 돌려요. 돌리는 동안 다른 서버에는 아무것도 묻지 않아요.",
            "What skills should answer; run by `talkplate test`. Nothing leaves the machine meanwhile.",
        )
        .examples(&["[{ skill: /skill/hello, with: { utterance: 안녕 }, expect: { contains: 안녕하세요 } }]"]),
    ],
};

/// At the top, and in `defaults`.
pub(super) const AUTH_KEY: Key = key(
    "auth",
    Is::Either(&[Is::Of("auth"), Is::False]),
    "카카오가 보내 주는 헤더와 그 값이에요. 다르면 401로 거절해요. false라고 적으면 확인하지 않아요. 값은 환경 변수에 두세요.",
    "The header that Kakao sends, and its value; anything else gets a 401. `false` asks for none. Keep the value in an environment variable.",
)
.examples(&["{ header: X-Skill-Secret, value: \"${SKILL_SECRET}\" }"]);

pub(super) const AUTH: Section = Section {
    name: "auth",
    said: ("요청에 있어야 하는 헤더", "The header that a request must have"),
    keys: &[
        key(
            "header",
            Is::Text,
            "헤더의 이름이에요. 관리자센터의 스킬 설정에도 똑같이 적어요.",
            "The header's name, the same as in the skill's settings in the admin centre.",
        )
        .examples(&["X-Skill-Secret"])
        .required(),
        key(
            "value",
            Is::Text,
            "헤더의 값이에요. 파일에 그대로 적지 말고 환경 변수나 파일에서 읽어 오세요.",
            "Its value; read it from the environment or a file.",
        )
        .examples(&["\"${SKILL_SECRET}\"", "\"${file:/run/secrets/skill}\""])
        .required(),
    ],
};

pub(super) const DEFAULTS: Section = Section {
    name: "defaults",
    said: ("스킬마다 같은 것", "What skills have in common"),
    keys: &[FALLBACK, TIMEOUT, OVERFLOW, CALLBACK, WAIT, QUICK_REPLIES, AUTH_KEY],
};

pub(super) const EVENT: Section = Section {
    name: "event",
    said: ("먼저 보내는 메시지 하나", "One message that the bot sends first"),
    keys: &[
        DESCRIPTION,
        key(
            "bot",
            Is::Text,
            "봇의 ID예요. 관리자센터의 봇 설정에 있어요. 개발 채널로 보내려면 맨 뒤에 !를 붙여요.",
            "The bot's ID, from its settings in the admin centre; with ! at the end for the development channel.",
        )
        .examples(&["\"${KAKAO_BOT_ID}\""])
        .required(),
        key(
            "event",
            Is::Text,
            "관리자센터의 이벤트 블록에 적은 이벤트 이름이에요.",
            "The event's name, as in the event block of the admin centre.",
        )
        .examples(&["order_shipped"])
        .required(),
        key(
            "key",
            Is::Text,
            "카카오 디벨로퍼스의 REST API 키예요. 환경 변수에 두세요.",
            "The REST API key of Kakao Developers; keep it in the environment.",
        )
        .examples(&["\"${KAKAO_REST_API_KEY}\""])
        .required(),
        key(
            "auth",
            Is::Of("auth"),
            "이 경로를 부르는 쪽이 보내야 하는 헤더예요. 메시지마다 돈이 들어서 꼭 적어야 해요.",
            "The header that a caller must send. Required: each message costs money.",
        )
        .examples(&["{ header: Authorization, value: \"Bearer ${EVENT_TOKEN}\" }"])
        .required(),
        key(
            "data",
            Is::Map(&Is::Text),
            "이벤트에 함께 보낼 값이에요. 받은 data에서 꺼내 써요.",
            "Values for the event, taken from the `data` that was posted.",
        )
        .examples(&["{ order: \"{{data.order}}\" }"]),
        key(
            "timeout",
            Is::Time(EVENT_TIME.0, EVENT_TIME.1),
            "모두에게 보내는 데 쓸 수 있는 시간이에요. 100명마다 카카오를 한 번 불러요.",
            "Time for all calls together; each hundred users are one.",
        )
        .default("1m"),
    ],
};

pub(super) const TEST: Section = Section {
    name: "test",
    said: ("스킬에 이렇게 물으면 이렇게 답해야 한다는 예", "What a skill should answer when it is asked this"),
    keys: &[
        key(
            "name",
            Is::Text,
            "무엇을 확인하는지 적는 이름이에요. 안 적으면 경로가 이름이에요.",
            "What is tested; the path unless written.",
        )
        .examples(&["이름을 부른다"]),
        key(
            "skill",
            Is::Text,
            "물어볼 스킬의 경로예요. ?이름=값을 붙일 수 있어요.",
            "The path that is asked; a query string may follow.",
        )
        .examples(&["/skill/hello"])
        .required(),
        key("with", Is::Of("with"), "손님이 보낸 것이에요. 안 적은 것은 지어내요.", "What the user sends; the rest is made up.")
            .examples(&["{ utterance: 안녕, params: { name: 길동 } }"]),
        key(
            "payload",
            Is::Text,
            "카카오의 요청이 들어 있는 JSON 파일이에요. with 대신 적어요.",
            "A file with a whole SkillPayload, instead of `with`.",
        )
        .examples(&["payloads/hello.json"]),
        key(
            "upstream",
            Is::Anything,
            "다른 서버가 했다고 칠 답이에요. { status: 500 }이나 { timeout: true }도 돼요. 안 적으면 연결되지 않아요.",
            "What the upstream would say; { status: 500 } and { timeout: true } make it fail. Unless written it cannot be reached.",
        )
        .examples(&["{ answer: 네 }", "{ status: 500 }", "{ timeout: true }"]),
        key("expect", Is::Of("expect"), "나와야 하는 답이에요.", "What must come back.")
            .examples(&["{ text: \"안녕하세요, 길동!\" }"])
            .required(),
    ],
};

pub(super) const WITH: Section = Section {
    name: "with",
    said: ("손님이 보낸 것", "What the user sends"),
    keys: &[
        key("utterance", Is::Text, "손님이 한 말이에요.", "What the user says.").examples(&["안녕"]),
        key("params", Is::Map(&Is::Anything), "파라미터예요.", "The parameters.").examples(&["{ name: 길동 }"]),
        key("extra", Is::Map(&Is::Anything), "버튼이 넘긴 값(clientExtra)이에요.", "What a button passed on (clientExtra).")
            .examples(&["{ from: help }"]),
        key(
            "contexts",
            Is::List(&Is::Anything),
            "기억해 둔 값이에요. 카카오가 보내는 모양으로 적어요.",
            "What is remembered, as Kakao sends it.",
        )
        .examples(&["[{ name: order, lifespan: 5, params: { menu: { value: 유자차 } } }]"]),
        key("user", Is::Map(&Is::Anything), "손님이에요. 적은 것만 바꿔요.", "The user; what is not written is made up.")
            .examples(&["{ properties: { isFriend: true } }"]),
        key(
            "now",
            Is::Text,
            "지금으로 쓸 시각이에요. 한국 시각으로 적어요.",
            "The time that it is then, in Korea unless an offset follows.",
        )
        .examples(&["2026-11-22 09:00"]),
        key("callback", Is::Flag, "false면 콜백 주소 없이 물어요.", "With `false`, no callback URL comes along.").default("true"),
    ],
};

/// A text or several.
const TEXTS: Is = Is::Either(&[Is::Text, Is::List(&Is::Text)]);

pub(super) const EXPECT: Section = Section {
    name: "expect",
    said: ("나와야 하는 답", "What must come back"),
    keys: &[
        key(
            "text",
            TEXTS,
            "말풍선의 글이에요. 여러 개면 목록으로 모두 적어요.",
            "The texts of the bubbles: one, or a list of all.",
        )
        .examples(&["\"안녕하세요, 길동!\""]),
        key("contains", TEXTS, "답 어딘가에 있어야 하는 글이에요.", "Texts that stand somewhere in the answer.")
            .examples(&["길동", "[길동, 손님]"]),
        key("quickReplies", TEXTS, "바로가기의 이름을 차례로 모두 적어요.", "The labels of all quick replies, in order.")
            .examples(&["[메뉴, 영업시간]"]),
        key(
            "callback",
            Is::Flag,
            "true면 답을 나중에 보내야 해요. 다른 기대는 나중에 보내는 답과 견줘요.",
            "Whether the answer comes later; the other expectations are about that one.",
        )
        .examples(&["true"]),
        key("wait", Is::Text, "콜백을 기다리는 동안 보여 줄 글이에요.", "The text while the callback runs.")
            .examples(&["답을 찾고 있어요."]),
        key("fallback", Is::Flag, "true면 fallback이 나와야 하고, false면 나오지 않아야 해요.", "Whether the fallback is given.")
            .examples(&["true"]),
        key(
            "case",
            Is::Text,
            "cases 가운데 답하는 것의 차례(1부터)나 description이에요.",
            "Which of the cases answers: its number from 1, or its description.",
        )
        .examples(&["2"]),
        key(
            "response",
            Is::Map(&Is::Anything),
            "SkillResponse의 일부예요. 적은 키만 견줘요.",
            "A part of the SkillResponse; only the keys in it are compared.",
        )
        .examples(&["{ template: { outputs: [{ simpleText: { text: 네 } }] } }"]),
    ],
};

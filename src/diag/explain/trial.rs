//! A file's own tests.

use super::Explanation;
use crate::diag::Code;

pub(super) const ENTRIES: &[Explanation] = &[
    Explanation {
        code: Code::UnknownSkill,
        why: (
            "없는 스킬은 시험해 볼 수 없어요. 스킬의 경로를 바꾸고 테스트는 그대로 두었을 때 자주 생겨요.",
            "What is not there cannot be tested. Often a skill got another path and its test did not.",
        ),
        wrong: "skills:\n  /skill/hello: 안녕하세요!\ntests:\n  - { skill: /skill/helo, expect: { text: 안녕하세요! } }\n",
        right: "skills:\n  /skill/hello: 안녕하세요!\ntests:\n  - { skill: /skill/hello, expect: { text: 안녕하세요! } }\n",
    },
    Explanation {
        code: Code::TestFailed,
        why: (
            "gate: tests 줄이 있으면, 테스트가 모두 맞는 파일만 서비스에 반영해요. 손님은 그동안 고치기 전의 답을 받아요.",
            "With gate: tests only a file whose tests all hold is put into service. Until then users get the answers of the file before it.",
        ),
        wrong: "# talkplate check로 확인해 보세요\ngate: tests\nskills:\n  /skill/hello: 반가워요!\ntests:\n  - { skill: /skill/hello, expect: { text: 안녕하세요! } }\n",
        right: "gate: tests\nskills:\n  /skill/hello: 안녕하세요!\ntests:\n  - { skill: /skill/hello, expect: { text: 안녕하세요! } }\n",
    },
    Explanation {
        code: Code::NotAPayload,
        why: (
            "payload 파일에는 카카오가 스킬에 보내는 요청이 JSON으로 들어 있어야 해요. 응답이나 다른 글을 저장하면 시험할 수 없어요.",
            "The payload file holds the request that Kakao sends to a skill, as JSON. A response or other text cannot be tried.",
        ),
        wrong: "# 옆의 payload.json 파일에 글만 들어 있어요\nskills:\n  /skill/hello: 안녕하세요!\ntests:\n  - { skill: /skill/hello, payload: payload.json, expect: { text: 안녕하세요! } }\n",
        right: "# 옆의 payload.json 파일: { \"userRequest\": { \"utterance\": \"안녕\" }, \"action\": { \"params\": {} } }\nskills:\n  /skill/hello: 안녕하세요!\ntests:\n  - { skill: /skill/hello, payload: payload.json, expect: { text: 안녕하세요! } }\n",
    },
    Explanation {
        code: Code::NotATime,
        why: (
            "now는 테스트에서 '지금'으로 쓸 시각이에요. 언제 돌려도 같은 결과가 나오도록 날짜와 시각을 모두 적어요.",
            "`now` is what a test takes for the present. With a full date and time it gives the same result whenever it runs.",
        ),
        wrong: "skills:\n  /skill/today: '{{date now \"M월 D일\"}}'\ntests:\n  - { skill: /skill/today, with: { now: 내일 9시 }, expect: { text: 11월 22일 } }\n",
        right: "skills:\n  /skill/today: '{{date now \"M월 D일\"}}'\ntests:\n  - { skill: /skill/today, with: { now: 2026-11-22 09:00 }, expect: { text: 11월 22일 } }\n",
    },
];

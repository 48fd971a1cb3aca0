//! `upstream`: a server to ask first.

use std::time::Duration;

use super::key::{Is, Section, key};
use crate::config::vocabulary::{LATEST, METHODS, MOST_CONCURRENCY, MOST_RETRIES};

const STATUS: Is = Is::Like(r"^\s*([1-5][Xx][Xx]|[1-5][0-9][0-9](\s*-\s*[1-5][0-9][0-9])?)\s*$|\$\{");

pub(super) const UPSTREAM: Section = Section {
    name: "upstream",
    said: ("먼저 물어볼 서버예요. 답은 {{upstream.이름}}으로 꺼내 써요.", "A server to ask first; {{upstream.name}} takes out what it said."),
    keys: &[
        key(
            "url",
            Is::OrFilled(&Is::Address),
            "주소예요. 경로와 물음표 뒤에는 {{ }}를 쓸 수 있고, 서버 이름에는 쓸 수 없어요.",
            "The address. Path and query may hold {{ }}; scheme, host and port are fixed.",
        )
        .examples(&["\"https://api.example.com/stores/{{params.city}}?q={{utterance}}\""])
        .required(),
        key("method", Is::Either(&[Is::Words(METHODS), Is::Like(r"^\s*[A-Za-z]+\s*$|\$\{")]), "요청 방법이에요. GET과 HEAD는 본문을 보내지 않아요.", "The method; GET and HEAD send no body.")
            .default("POST")
            .examples(&["GET"]),
        key("headers", Is::Map(&Is::Text), "함께 보낼 헤더예요. 비밀값은 ${이름}으로 환경 변수에서 읽어 와요.", "Headers to send. ${NAME} reads secrets from the environment.")
            .examples(&["{ Authorization: \"Bearer ${API_KEY}\" }"]),
        key(
            "body",
            Is::Anything,
            "보낼 본문이에요. 묶음이나 목록은 JSON으로, 글은 글로 보내요. 안 적으면 카카오가 보낸 JSON을 그대로 보내요.",
            "What is sent: a map or list as JSON, a text as text. Unless written, the payload as it came.",
        )
        .examples(&["{ question: \"{{utterance}}\" }"]),
        key(
            "timeout",
            Is::OrFilled(&Is::Time(Duration::from_millis(1), LATEST)),
            "기다리는 시간이에요. 스킬의 timeout이나 콜백의 deadline보다 길 수 없어요.",
            "How long to wait, within the skill's timeout or the callback's deadline.",
        )
        .examples(&["3s"]),
        key("expect", Is::Either(&[STATUS, Is::List(&STATUS)]), "성공으로 볼 상태 코드예요. 다른 것은 실패예요.", "The statuses that mean success; others are failures.")
            .default("2xx")
            .examples(&["2xx", "[200, 404]", "200-299"]),
        key(
            "retries",
            Is::OrFilled(&Is::Whole { min: 0, max: MOST_RETRIES }),
            "연결이 안 되거나 502, 503, 504를 받으면 몇 번 더 물을지예요. 시간이 남았을 때만 물어요. GET과 HEAD는 1번, 나머지는 0번이 기본이에요.",
            "How often to ask again after a failed connection, 502, 503 or 504, while there is time. GET and HEAD: 1 unless said, others 0.",
        )
        .examples(&["1"]),
        key(
            "concurrency",
            Is::OrFilled(&Is::Whole { min: 1, max: MOST_CONCURRENCY }),
            "이 서버에 한꺼번에 물을 수 있는 수예요. 넘으면 묻지 않고 fallback으로 답해요.",
            "How many requests may be under way at once; past it the fallback answers.",
        )
        .default("256")
        .examples(&["50"]),
    ],
};

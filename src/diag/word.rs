//! Words that stand in arguments: whoever reports a mistake passes a short stable English word, the sentences say it in their language.

use super::{Code, Lang};

/// The kinds of values: arguments `expected` and `found`, with the Korean particle that follows, and how one is written.
const KINDS: &[(&str, &str, &str, &str)] = &[
    ("text", "글이", "a text", "\"안녕하세요\""),
    ("number", "숫자가", "a number", "4500"),
    ("bool", "true나 false가", "true or false", "true"),
    ("true/false", "true나 false가", "true or false", "true"),
    ("true/false/auto", "true, false, auto 중 하나가", "true, false or auto", "auto"),
    ("list", "목록이", "a list", "[메뉴, 문의]"),
    ("map", "`키: 값` 묶음이", "a map (`key: value`)", "{ label: 메뉴 }"),
    ("null", "빈 값이", "nothing", "~"),
    ("nothing", "빈 값이", "nothing", "~"),
    ("duration", "시간이", "a length of time", "3s"),
    ("component", "글이나 말풍선 하나가", "a text or a component", "simpleText: { text: 안녕하세요 }"),
    ("card", "카드 하나가", "one card", "basicCard: { title: 안녕하세요 }"),
];

/// How a group or a list is written where the key says what is in it.
const EXAMPLES: &[(&str, &str)] = &[
    ("skills", "skills: { /skill/hello: 안녕하세요! }"),
    ("vars", "vars: { shop: 도담카페 }"),
    ("defaults", "defaults: { fallback: 잠시 후 다시 말씀해 주세요. }"),
    ("auth", "auth: { header: X-Skill-Secret, value: \"${SKILL_SECRET}\" }"),
    ("response", "response: { template: { outputs: [{ simpleText: { text: 안녕하세요 } }] } }"),
    ("outputs", "outputs: [{ simpleText: { text: 안녕하세요 } }]"),
    ("upstream", "upstream: https://api.example.com/answer"),
    (
        "events",
        "events: { /event/shipped: { bot: \"${KAKAO_BOT_ID}\", event: order_shipped, key: \"${KAKAO_REST_API_KEY}\", auth: { header: Authorization, value: \"${EVENT_TOKEN}\" } } }",
    ),
    ("callback", "callback: { mode: auto, deadline: 50s }"),
    ("headers", "headers: { X-Api-Key: \"${API_KEY}\" }"),
    ("contexts", "contexts: [{ name: order, lifeSpan: 5 }]"),
    ("data", "data: { hours: 9시~18시 }"),
    ("thumbnail", "thumbnail: https://example.com/a.png"),
    ("buttons", "buttons: [{ label: 영업시간, message: 영업시간 알려줘 }]"),
    ("items", "items: [{ title: 판교점, description: 판교역 1번 출구 }]"),
    ("itemList", "itemList: { 매장: 판교점, 인원: 2명 }"),
    ("when", "when: { params.size: L }"),
    ("any", "any: [{ params.size: L }, { params.count: 5 }]"),
    ("all", "all: [{ params.size: L }, { params.count: 5 }]"),
    ("none", "none: [{ params.size: L }, { params.count: 5 }]"),
    ("cases", "cases: [{ when: { params.size: L }, reply: 큰 걸로 드릴게요. }, 무엇을 드릴까요?]"),
    ("validate", "validate: { matches: '^\\d{4}$', message: 숫자 네 자리를 적어 주세요. }"),
    ("tests", "tests: [{ skill: /skill/hello, expect: { contains: 안녕 } }]"),
    ("with", "with: { utterance: 안녕, params: { name: 길동 } }"),
    ("expect", "expect: { text: 안녕하세요! }"),
];

/// Why something cannot be: argument `reason`.
const REASONS: &[(&str, &str, &str)] = &[
    ("not found", "그런 파일이 없어요", "there is no such file"),
    ("a folder", "파일이 아니라 폴더예요", "it is a folder"),
    ("not a file", "보통 파일이 아니에요", "it is not a regular file"),
    ("no permission", "읽을 권한이 없어요", "no permission to read it"),
    ("the system's", "시스템이 쓰는 폴더(/proc, /sys, /dev)에 있어요", "it is in a folder of the system: /proc, /sys, /dev"),
    ("not UTF-8", "UTF-8로 적은 글이 아니에요", "it is not UTF-8 text"),
    ("empty", "비어 있어요", "it is empty"),
    ("too large", "너무 커요", "it is too large"),
    ("the server's own", "서버가 쓰는 경로예요", "the server itself answers there"),
    ("whole address", "도메인 없이 /로 시작하는 뒷부분만 적어요", "only the part from the slash on"),
    ("space", "빈칸이 있어요", "it has a space"),
    ("?", "물음표(?)가 있어요", "it has a question mark"),
    ("#", "#이 있어요", "it has a #"),
    ("%", "%가 있어요. 한글은 그대로 적어요", "it has a %; write letters as they are"),
    ("\\", "\\가 있어요. /로 적어요", "it has a backslash; write a slash"),
    ("//", "/가 잇달아 있어요", "two slashes stand together"),
    ("dots", ". 이나 .. 이 있어요", "it has . or .. between slashes"),
    ("character", "쓸 수 없는 글자가 있어요", "it has a character that no path can have"),
    ("no name", "중괄호 안에 이름이 없어요", "there is no name in the braces"),
    ("parameter name", "이름에 쓸 수 없는 글자가 있어요", "the name has a character that is not allowed"),
    ("two braces", "경로에서는 중괄호를 하나만 써요", "in a path the braces are single"),
    ("other style", "여기에서는 중괄호로 적어요", "here it is written in braces"),
    ("beside braces", "중괄호 옆에 다른 글자가 붙어 있어요", "something else stands beside the braces"),
    ("twice", "한 경로에 같은 이름이 두 번 나와요", "the name stands twice in one path"),
    ("name", "이름에 쓸 수 없는 글자가 있어요", "the name has a character that is not allowed"),
    ("set by the connection", "연결이 스스로 정하는 헤더예요", "the connection sets it itself"),
    ("line break", "값에 줄바꿈이 있어요", "its value has a line break"),
    ("key", "키에 빈칸이나 쓸 수 없는 글자가 있어요", "a key has no spaces and only Latin letters, digits and signs"),
    ("control character", "값에 보이지 않는 글자가 있어요", "its value has an invisible character"),
    ("response", "response에는 답 전체가 들어 있어요", "a response is the whole answer"),
    (
        "passed on",
        "upstream의 답을 그대로 전하는 스킬이에요. 그 답에서 고른 값은 {{upstream.…}}이라고 적어요",
        "the upstream's answer is passed on as it is; to pick values of it write {{upstream.…}}",
    ),
    (
        "no reply",
        "upstream의 답을 그대로 전하는 스킬이에요. reply와 함께 적어요",
        "the upstream's answer is passed on as it is; this goes with a reply",
    ),
    (
        "no bubbles",
        "말풍선을 관리자센터의 블록이 보여 주는 스킬이에요. reply와 함께 적어요",
        "the block itself shows the answer of this skill; it goes with a reply",
    ),
    (
        "callback",
        "callback이 꺼져 있어요. callback: true나 callback: auto와 함께 적어요",
        "the callback is off; it goes with callback: true or auto",
    ),
    ("callback off", "mode가 false여서 콜백을 쓰지 않아요", "its mode is false, so there is no callback"),
    ("no upstream", "upstream이 없어요", "there is no upstream"),
    (
        "cases in a case",
        "cases 안에는 cases를 또 적을 수 없어요. when에 조건을 더 적어 주세요",
        "cases cannot hold cases; say more in the when",
    ),
    ("of the skill", "case마다가 아니라 스킬 전체에 적는 키예요", "the skill says it for all of its cases"),
    (
        "asked before",
        "스킬의 upstream에 먼저 물어본 다음에 case를 골라요",
        "the skill asks its own upstream before a case is chosen",
    ),
    (
        "validate",
        "validate는 말풍선이 아니라 값이 맞는지만 답해요",
        "a validation answers no bubble, only whether the value is right",
    ),
    ("defaults", "스킬마다 따로 적는 키예요", "each skill says it for itself"),
    ("included", "맨 위 파일에 적는 키예요", "the topmost file says it"),
    ("beside payload", "payload 파일이 대화 전체를 정해요", "the payload file is the whole message"),
    ("no object", "{ }로 감싼 묶음이 아니에요", "it is no object"),
    ("auth above", "파일 맨 위에 auth가 이미 있어요", "the file has its own auth already"),
    ("beside reply", "reply와 같은 칸에 나란히 적는 키예요", "it stands beside reply, in the same column"),
    ("without each", "each가 없어요", "there is no each"),
    ("no outputs", "outputs가 없어요", "there are no outputs"),
    // serde_json's words for what is wrong with JSON.
    ("expected value", "값이 올 자리가 비었거나, 값이 아닌 것이 있어요", "a value is missing, or something else stands there"),
    ("expected `:`", "키 뒤에 :가 없어요", "a colon is missing after a key"),
    ("expected `,` or `}`", ", 나 }가 있어야 해요", "a comma or } is missing"),
    ("expected `,` or `]`", ", 나 ]가 있어야 해요", "a comma or ] is missing"),
    ("key must be a string", "키는 큰따옴표로 감싼 글이어야 해요", "a key has to stand in double quotes"),
    ("trailing comma", "마지막 항목 뒤에 쉼표가 있어요", "a comma stands after the last item"),
    ("trailing characters", "다 끝난 뒤에 글자가 더 있어요", "something stands after the end"),
    ("EOF while parsing a value", "아무것도 없이 끝났어요", "it ends where a value should stand"),
    ("EOF while parsing a list", "[ 를 닫는 ]가 없어요", "a [ is never closed"),
    ("EOF while parsing an object", "{ 를 닫는 }가 없어요", "a { is never closed"),
    ("EOF while parsing a string", "큰따옴표가 닫히지 않았어요", "a double quote is never closed"),
    ("invalid escape", "\\ 뒤에 올 수 없는 글자가 있어요", "a backslash stands before a letter that it cannot change"),
    ("invalid number", "숫자가 올바르지 않아요", "a number is not written right"),
    (
        "control character (\\u0000-\\u001F) found while parsing a string",
        "따옴표 안에 줄바꿈이나 탭이 있어요. \\n, \\t로 적어요",
        "a line break or tab stands inside of quotes; write \\n or \\t",
    ),
    // Conditions.
    ("text without braces", "글만 있고 {{ }}가 없어요", "it is a text without {{ }}"),
    (
        "operator without name",
        "무엇을 볼지 이름이 없어요. 예) utterance: { contains: 환불 }",
        "it has no name to look at: utterance: { contains: refund }",
    ),
    (
        "sign in a text",
        "크기를 견주려면 >, < 대신 gt, gte, lt, lte를 적어요. 글 그대로라면 { is: \"…\" }라고 적어요",
        "to compare write gt, gte, lt or lte for the sign; a text that is meant as it stands goes under is",
    ),
    ("nested name", "이름은 점(.)으로 이어서 적어요", "names are joined by dots"),
    ("braces around a name", "여기서는 이름만 적어요. {{ }}는 빼 주세요", "here a name stands without {{ }}"),
    (
        "not a name",
        "값의 이름이 아니에요. 예) params.size, utterance, context.order.menu",
        "this is not the name of a value, such as params.size, utterance, context.order.menu",
    ),
    // What the regex parser says.
    ("unclosed character class", "[ 를 닫는 ]가 없어요", "a [ is never closed"),
    ("unclosed group", "( 를 닫는 )가 없어요", "a ( is never closed"),
    ("unopened group", "짝이 없는 )가 있어요", "a ) closes nothing"),
    ("repetition operator missing expression", "* + ? 앞에 되풀이할 것이 없어요", "nothing stands before * + or ?"),
    (
        "unrecognized escape sequence",
        "\\ 뒤에 쓸 수 없는 글자가 있어요",
        "a backslash stands before a letter that it cannot change",
    ),
    (
        "look-around, including look-ahead and look-behind, is not supported",
        "(?=…), (?!…), (?<=…)는 쓸 수 없어요. not이나 none으로 나눠 적어 주세요",
        "(?=…), (?!…) and (?<=…) cannot be used; write not or none beside it",
    ),
    ("backreferences are not supported", "\\1 같은 되가리킴은 쓸 수 없어요", "references such as \\1 cannot be used"),
    ("too complex", "이 정규식 하나만으로도 한도를 넘어요", "it is over the limit by itself"),
    (
        "too many",
        "여기까지의 정규식을 모두 합치면 한도를 넘어요. 앞의 것을 줄여도 돼요",
        "all of them up to here are over the limit together; earlier ones may be reduced as well",
    ),
    ("GET", "GET과 HEAD는 아무것도 보내지 않아요", "GET and HEAD send no body"),
];

/// What the YAML parsers say where there is no code of its own: argument `detail`.
const DETAILS: &[(&str, &str, &str)] = &[
    ("text after the end of a value", "값이 끝난 뒤에 글이 더 있어요", "there is more after the end of a value"),
    ("unexpected character", "쓸 수 없는 글자가 있어요", "a character that cannot stand here"),
];

/// How a file is encoded: argument `encoding`.
const ENCODINGS: &[(&str, &str, &str)] = &[("unknown", "다른", "something else")];

/// The argument `name` as it stands in a sentence: a known word in its language, anything else as it is.
pub(super) fn word<'v>(code: Code, name: &str, value: &'v str, lang: Lang) -> &'v str {
    let words = match name {
        // Elsewhere `found` is what the operator wrote, which may be such a word by chance.
        "expected" | "found" if code == Code::WrongKind => {
            return KINDS.iter().find(|(word, ..)| *word == value).map_or(value, |(_, ko, en, _)| lang.of((ko, en)));
        }
        "found" if code == Code::ButtonAction => &[("none", "없음", "none")],
        "what" if code == Code::WrongKind => &[("key", "키", "key")],
        "reason" => REASONS,
        "detail" => DETAILS,
        "encoding" => ENCODINGS,
        _ => return value,
    };
    words.iter().find(|(word, ..)| *word == value).map_or(value, |(_, ko, en)| lang.of((ko, en)))
}

/// How a value of the expected kind is written under the key `what` (`basicCard.thumbnail`).
pub(super) fn example(what: &str, expected: &str) -> Option<&'static str> {
    let key = what.rsplit('.').next().filter(|_| matches!(expected, "map" | "list"));
    let by_key = EXAMPLES.iter().find(|(name, _)| Some(*name) == key).map(|(_, example)| *example);
    by_key.or_else(|| of_kind(expected))
}

fn of_kind(expected: &str) -> Option<&'static str> {
    KINDS.iter().find(|(word, ..)| *word == expected).map(|(.., example)| *example)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_are_translated_and_others_stay() {
        assert_eq!(word(Code::WrongKind, "expected", "text", Lang::Ko), "글이");
        assert_eq!(word(Code::NotOneOf, "found", "text", Lang::Ko), "text");
        assert_eq!(word(Code::ReadFailed, "reason", "a folder", Lang::En), "it is a folder");
        assert_eq!(word(Code::ReadFailed, "reason", "os error 5", Lang::Ko), "os error 5");
        assert_eq!(word(Code::ReadFailed, "path", "text", Lang::Ko), "text");
    }
}

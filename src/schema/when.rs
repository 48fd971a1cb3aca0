//! `when`: conditions and their operators, and elements of lists that have one.

use serde_json::{Value, json};

use super::key::{Is, Key, any_of, key, object, pick, reference};
use crate::config::vocabulary::MOST_ENTRIES;
use crate::diag::Lang;

pub(super) const WHEN: Key = key(
    "when",
    Is::Of("when"),
    "조건이에요. 적은 것이 모두 맞아야 해요. 값의 이름에는 {{ }}를 쓰지 않아요.",
    "The condition: all of it must hold. Names of values stand without {{ }}.",
)
.examples(&["{ params.size: L }", "{ utterance: { contains: 환불 } }", "\"{{gt params.count 3}}\""]);

const SCALARS: Is = Is::Either(&[Is::Text, Is::List(&Is::Text)]);

pub(super) const OPERATORS: &[Key] = &[
    key("is", SCALARS, "값이 이것과 같아요. 목록을 적으면 그중 하나예요.", "It is this, or one of these.").examples(&["L"]),
    key("not", SCALARS, "값이 이것이 아니에요. 목록을 적으면 어느 것도 아니에요.", "It is not this, or none of these.")
        .examples(&["L"]),
    key("in", SCALARS, "값이 이 중 하나예요.", "It is one of these.").examples(&["[S, M]"]),
    key(
        "contains",
        SCALARS,
        "글에 이 말이 들어 있어요. 값이 목록이면 그 안에 있어요.",
        "This is a part of the text, or an item of the list.",
    )
    .examples(&["환불", "[환불, 취소]"]),
    key("starts", SCALARS, "글이 이 말로 시작해요.", "The text starts with this.").examples(&["서울"]),
    key("ends", SCALARS, "글이 이 말로 끝나요.", "The text ends with this.").examples(&["점"]),
    key(
        "matches",
        Is::Text,
        "글이 이 정규식에 맞아요. 작은따옴표로 감싸요. 전체를 견주려면 ^로 시작하고 $로 끝내요.",
        "The regular expression finds something. Put it in single quotes; ^ and $ make it the whole text.",
    )
    .examples(&["'^[0-9]+$'"]),
    key("gt", Is::Number, "숫자가 이보다 커요.", "It is more than this.").examples(&["3"]),
    key("gte", Is::Number, "숫자가 이만큼이거나 더 커요.", "It is this or more.").examples(&["3"]),
    key("lt", Is::Number, "숫자가 이보다 작아요.", "It is less than this.").examples(&["10"]),
    key("lte", Is::Number, "숫자가 이만큼이거나 더 작아요.", "It is this or less.").examples(&["10"]),
    key("exists", Is::Flag, "값이 있어요. false면 없어요.", "It is there; with `false`, it is not.").examples(&["true"]),
    key("empty", Is::Flag, "값이 비어 있어요. false면 비어 있지 않아요.", "Nothing is in it; with `false`, something is.")
        .examples(&["true"]),
];

/// What combines conditions.
const COMBINE: &[Key] = &[
    key("any", Is::List(&Is::Of("when")), "하나라도 맞으면 돼요.", "At least one of them holds.")
        .examples(&["[{ params.size: L }, { params.count: { gt: 3 } }]"]),
    key("all", Is::List(&Is::Of("when")), "모두 맞아야 해요.", "All of them hold.")
        .examples(&["[{ params.size: L }, { params.count: { gt: 3 } }]"]),
    key("none", Is::List(&Is::Of("when")), "하나도 맞지 않아야 해요.", "Not one of them holds.")
        .examples(&["[{ params.size: L }]"]),
];

const EACH: &[Key] = &[
    key("each", Is::Text, "하나씩 꺼낼 목록의 이름이에요. {{ }} 없이 적어요.", "The name of the list to walk, without {{ }}.")
        .examples(&["upstream.items"]),
    key("limit", Is::Whole { min: 1, max: MOST_ENTRIES }, "앞에서부터 이만큼만 써요.", "At most so many of its entries.")
        .examples(&["5"]),
    key(
        "do",
        Is::Anything,
        "목록의 값마다 하나씩 만들 것이에요. 값은 {{this}}, 차례는 {{@number}}로 꺼내 써요.",
        "The element for each entry, which it sees as {{this}}, with {{@number}} from 1.",
    ),
];

/// The definitions of conditions.
pub(super) fn definitions(lang: Lang) -> Vec<(String, Value)> {
    let keyed = |keys: &[Key]| keys.iter().map(|key| (key.name, key.schema(lang))).collect::<Vec<_>>();
    let said = ("값에 대한 비교예요. 여럿이면 모두 맞아야 해요.", "What is asked of a value; all of it must hold.");
    let tests = object(pick(said, lang), keyed(OPERATORS).into_iter(), Vec::new());
    let scalars = any_of([SCALARS.schema(), reference("when.tests")]);
    let mut map = object(pick(WHEN.said, lang), keyed(COMBINE).into_iter(), Vec::new());
    map["additionalProperties"] = scalars;
    let when = any_of([map, Is::Template.schema()]);
    vec![("when".to_owned(), when), ("when.tests".to_owned(), tests)]
}

/// `{ each, limit, do, when }`, in place of an element whose definition is `element`.
pub(super) fn each(element: &str, lang: Lang) -> Value {
    let said = (
        "목록의 값마다 하나씩 만들어요. when만 적으면 맞을 때만 만들어요.",
        "One for each entry of a list; with `when` alone, one where it holds.",
    );
    let keys = EACH.iter().chain([&WHEN]).map(|key| {
        let mut schema = key.schema(lang);
        if key.name == "do" {
            schema["$ref"] = reference(element)["$ref"].clone();
        }
        (key.name, schema)
    });
    let mut each = object(pick(said, lang), keys, vec!["do"]);
    each["anyOf"] = json!([{ "required": ["each"] }, { "required": ["when"] }]);
    each
}

//! What stands in an answer: made from the one table of Kakao's shapes, with the short forms of the language beside it.

use serde_json::{Value, json};

use super::field;
use super::key::{Is, Key, any_of, key, object, pick, reference};
use super::when::{WHEN, each};
use crate::diag::Lang;
use crate::kakao::shape::{COMPONENTS, Field, Kind, RESPONSE, Shape};

/// Keys that make a component without its name.
const OF_OUTPUTS: &[Key] = &[
    key("text", Is::Text, "글 말풍선이에요. 글만 적은 것과 같아요.", "A text bubble, the same as the text alone.")
        .examples(&["안녕하세요!"]),
    key("image", Is::Address, "그림 말풍선이에요. 그림의 주소를 적어요.", "An image bubble: the image's address.")
        .examples(&["\"https://dodam.example.com/poster.png\""]),
    key("alt", Is::Text, "그림을 볼 수 없을 때 읽어 주는 말이에요. image와 함께 적어요.", "What is read out for the image.")
        .examples(&["이달의 포스터"]),
];
const URL: Key =
    key("url", Is::Address, "누르면 웹 페이지를 열어요.", "Opens a web page.").examples(&["\"https://dodam.example.com\""]);
const MESSAGE: Key =
    key("message", Is::Text, "누르면 사용자가 이렇게 말한 것처럼 돼요.", "As if the user had said this.").examples(&["주문 취소"]);
const BLOCK: Key = key(
    "block",
    Is::Text,
    "누르면 이 블록으로 가요. 관리자센터에서 블록을 열면 주소 끝에 있는 24자리예요.",
    "Goes to this block: the 24 characters at the end of its address in the admin centre.",
)
.examples(&["65f0c1d2a3b4c5d6e7f80912"]);
const OF_BUTTONS: &[Key] = &[
    URL,
    MESSAGE,
    key("phone", Is::Text, "누르면 전화를 걸어요.", "Calls this number.").examples(&["02-123-4567"]),
    BLOCK,
    key("share", Is::Flag, "누르면 말풍선을 공유해요.", "Shares the bubble.").examples(&["true"]),
    key("operator", Is::Flag, "누르면 상담원을 연결해요.", "Connects to a person.").examples(&["true"]),
];
const OF_TALK: &[Key] = &[MESSAGE, BLOCK];
const OF_CAROUSELS: &[Key] = &[key(
    "cards",
    Is::Of("cards"),
    "카드들이에요. 모두 같은 종류여야 해요. type은 알아서 찾아요.",
    "The cards, all of one kind; `type` is found by itself.",
)
.examples(&["[{ textCard: { title: 하나 } }, { textCard: { title: 둘 } }]"])];
const OF_CONTEXTS: &[Key] = &[key("lifespan", Is::Number, "lifeSpan과 같아요.", "The same as `lifeSpan`.").examples(&["5"])];

/// What a shape may say beside Kakao's fields.
pub(super) const SHORT: &[(&str, &[Key])] = &[
    ("output", OF_OUTPUTS),
    ("button", OF_BUTTONS),
    ("quickReply", OF_TALK),
    ("listCard.items", OF_TALK),
    ("carousel", OF_CAROUSELS),
    ("context.values", OF_CONTEXTS),
];

/// Fields that Kakao needs and a short form says otherwise.
const IMPLIED: &[&str] = &["button.action", "quickReply.action", "carousel.type", "carousel.items", "context.values.lifeSpan"];

/// The lists of an answer: their definition, that of an element, and the short form of one.
const LISTS: &[(&str, &str, Option<Is>)] = &[
    ("outputs", "output", Some(Is::Text)),
    ("buttons", "button", None),
    ("quickReplies", "quickReply", Some(Is::Text)),
    ("items", "listCard.items", Some(Is::Text)),
    ("itemList", "itemCard.itemList", Some(PAIRS)),
    ("thumbnails", "thumbnail", Some(Is::Address)),
    ("contexts", "context.values", None),
    ("cards", "card", None),
    ("bareCards", "bareCard", None),
];
/// `매장: 판교점`.
const PAIRS: Is = Is::Map(&Is::Text);

/// Every definition that an answer needs.
pub(super) fn definitions(lang: Lang) -> Vec<(String, Value)> {
    let mut definitions = Vec::new();
    let mut add = |name: &str, schema: Value| definitions.push((name.to_owned(), schema));
    let said = ("말풍선 하나, 또는 1~3개의 목록", "One component, or a list of 1 to 3");
    let mut reply = any_of([Is::Text.schema(), reference("output"), reference("outputs")]);
    reply["description"] = pick(said, lang).into();
    add("reply", reply);
    for shape in shapes() {
        add(shape.name, of_shape(shape, lang));
    }
    let cards = || COMPONENTS.into_iter().filter(|shape| shape.carousel.is_some());
    let said = ("케로셀의 카드 하나", "One card of a carousel");
    let named =
        cards().map(|shape| (shape.name, described(reference(shape.name), field::said(&format!("output.{}", shape.name)), lang)));
    let with_when = named.chain([(WHEN.name, WHEN.schema(lang))]);
    add("card", object(pick(said, lang), with_when, Vec::new()));
    add("bareCard", any_of(cards().map(|shape| reference(shape.name))));
    for (list, of, short) in LISTS {
        let (element, walk) = (format!("{list}.element"), format!("{list}.each"));
        add(list, any_of([json!({ "type": "array", "items": reference(&element) }), reference(&walk)]));
        let short = short.map(Is::schema);
        add(&element, any_of(short.into_iter().chain([reference(of), reference(&walk)])));
        add(&walk, each(&element, lang));
    }
    definitions
}

/// Every shape of a SkillResponse, each once.
pub(super) fn shapes() -> Vec<&'static Shape> {
    let mut found: Vec<&'static Shape> = vec![&RESPONSE];
    let mut at = 0;
    while let Some(shape) = found.get(at) {
        for inner in shape.fields.iter().filter_map(|field| field.shape(None)) {
            if !found.iter().any(|known| known.name == inner.name) {
                found.push(inner);
            }
        }
        at += 1;
    }
    found
}

fn of_shape(shape: &'static Shape, lang: Lang) -> Value {
    let short = SHORT.iter().find(|(name, _)| *name == shape.name).map_or(&[][..], |(_, keys)| keys);
    // An element of a list may have a condition.
    let is_element = LISTS.iter().any(|(_, of, _)| *of == shape.name);
    let short = short.iter().chain(is_element.then_some(&WHEN)).map(|key| (key.name, key.schema(lang)));
    let fields = shape.fields.iter().map(|field| (field.name, of_field(field, lang)));
    let required = shape.fields.iter().filter(|field| field.required && !IMPLIED.contains(&field.label));
    let mut object = object(pick(field::said(shape.name), lang), fields.chain(short), required.map(|field| field.name).collect());
    if shape.is_output() {
        object["minProperties"] = 1.into();
    }
    object
}

fn of_field(field: &'static Field, lang: Lang) -> Value {
    let native = match field.kind {
        Kind::Text => text(field),
        Kind::Url => Is::Address.schema(),
        Kind::Int => {
            any_of([json!({ "type": "integer" }), json!({ "type": "string", "pattern": r"^\s*-?[0-9][0-9,]*(\.0+)?\s*$|\{\{" })])
        }
        Kind::Bool => any_of([json!({ "type": "boolean" }), json!({ "type": "string", "pattern": r"^\s*(true|false)\s*$|\{\{" })]),
        Kind::OneOf(words) => {
            // YAML takes an unquoted 2.0 for a number, and it means the same.
            let numbers = words.iter().filter_map(|word| word.parse::<f64>().ok());
            let either: Vec<_> = words.iter().map(|word| json!(word)).chain(numbers.map(|number| json!(number))).collect();
            any_of([json!({ "enum": either }), Is::Template.schema()])
        }
        Kind::Shape(shape) => reference(shape.name),
        Kind::List(shape) => {
            LISTS.iter().find(|(_, of, _)| *of == shape.name).map_or_else(|| json!({}), |(list, ..)| reference(list))
        }
        Kind::Cards => reference("bareCards"),
        Kind::Texts => PAIRS.schema(),
        Kind::Map => json!({ "type": "object" }),
        Kind::Any => json!({}),
    };
    let schema = match short_form(field) {
        Some(short) => any_of([short, native]),
        None => native,
    };
    let mut schema = described(schema, field::said(field.label), lang);
    if let (Some(limit), Some(said)) = (limit(field, lang), schema["description"].as_str()) {
        schema["description"] = format!("{said}\n{limit}").into();
    }
    schema
}

/// What may stand for the object or the list in a field.
fn short_form(field: &Field) -> Option<Value> {
    match field.name {
        "simpleText" | "header" | "head" | "imageTitle" => Some(Is::Text.schema()),
        "simpleImage" | "thumbnail" | "link" => Some(Is::Address.schema()),
        "thumbnails" => Some(any_of([Is::Address.schema(), reference("thumbnail")])),
        "itemList" | "itemListSummary" => Some(PAIRS.schema()),
        "carousel" => Some(reference("cards")),
        _ => None,
    }
}

/// A text within Kakao's limit; what a template writes is known only later.
fn text(field: &Field) -> Value {
    let mut text = Is::Text.schema();
    // `overflow: split` lets it be longer.
    if let Some(most) = most(field).filter(|_| field.label != "simpleText.text") {
        text["anyOf"] = json!([{ "maxLength": most }, Is::Template.schema()]);
    }
    text
}

/// The loosest of a field's limits: the schema does not know where a card stands.
fn most(field: &Field) -> Option<usize> {
    let max = field.max;
    Some(max.alone.max(max.in_group)).filter(|most| *most < usize::MAX)
}

/// The limits for people: `최대 400자 (케로셀 128자)`.
fn limit(field: &Field, lang: Lang) -> Option<String> {
    let max = field.max;
    let most = most(field)?;
    let is_text = matches!(field.kind, Kind::Text);
    let unit = if is_text { ("자", " characters") } else { ("개", "") };
    let count = |number: usize| format!("{number}{}", pick(unit, lang));
    let mut places = Vec::new();
    for (limit, said) in [
        (max.in_carousel, ("케로셀 안 ", "in a carousel ")),
        (max.side_by_side, ("버튼이 나란하면 ", "with buttons side by side ")),
        (max.in_group, ("그룹 챗봇 ", "group bots ")),
    ] {
        if limit != max.alone && limit < usize::MAX {
            places.push(format!("{}{}", pick(said, lang), count(limit)));
        }
    }
    let places = if places.is_empty() { String::new() } else { format!(" ({})", places.join(", ")) };
    let alone = count(if max.alone < usize::MAX { max.alone } else { most });
    Some(format!("{}{alone}{places}", pick(("최대 ", "At most "), lang)))
}

fn described(mut schema: Value, said: (&'static str, &'static str), lang: Lang) -> Value {
    schema["description"] = pick(said, lang).into();
    schema
}

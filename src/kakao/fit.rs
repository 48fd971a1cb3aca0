//! Making an answer keep Kakao's limits, and saying what was done.

use serde_json::{Map, Value};

use super::address::encoded;
use super::check::{has, is_single, speaks_to_the_block};
use super::limits::VERSION;
use super::overflow::{Applied, Overflow, spread};
use super::shape::{COMPONENTS, Field, Kind, Place, RESPONSE, Relation, Shape, is_square, picture};
use super::text::{cut_lines, length};
use super::trail::Trail;
use super::value::{is_address, is_nothing, truth, whole_number};
use super::{Rule, Violation};

/// Mends a SkillResponse in place: sets `version`, does with what is too long or too many as `overflow` says, converts texts
/// that stand for numbers and bools (and numbers where a text belongs), leaves out empty optional texts, buttons without a label and
/// fields that are null. Unknown fields stay: Kakao ignores them.
/// Whatever cannot be mended is the error, and the caller gives the fallback.
pub fn fit(response: &mut Value, overflow: Overflow) -> Result<Vec<Applied>, Violation> {
    let mut fitter = Fitter { overflow, applied: Vec::new() };
    let root = Trail::ROOT;
    let Value::Object(map) = response else { return Err(root.breaks(Rule::WrongKind { expected: "map" })) };
    map.shift_insert(0, "version".to_owned(), Value::from(VERSION));
    // A useCallback answer has no template: Kakao shows the block's own text, with `data` in it.
    let is_callback = map.get("useCallback").and_then(truth) == Some(true);
    if is_callback {
        map.shift_remove("template");
    }
    fitter.object(&RESPONSE, map, Place::default(), false, root)?;
    if !is_callback && !map.contains_key("template") && !speaks_to_the_block(map) {
        return Err(root.key("template").breaks(Rule::Missing { component: RESPONSE.name }));
    }
    Ok(fitter.applied)
}

struct Fitter {
    overflow: Overflow,
    applied: Vec<Applied>,
}

type Fitted = Result<(), Violation>;

impl Fitter {
    /// Fits the fields, then what holds between them. An `optional` object that turns out to be empty is not judged: the caller leaves
    /// it out.
    fn object(
        &mut self,
        shape: &'static Shape,
        map: &mut Map<String, Value>,
        place: Place,
        optional: bool,
        trail: Trail<'_>,
    ) -> Fitted {
        rename(shape, map);
        if shape.is_output() && !is_single(shape, map) {
            return Err(trail.breaks(Rule::NotAComponent));
        }
        let place = place.inside(shape, map);
        let card = shape.card(map);
        let has_header = card.and_then(|card| card.carousel).is_none_or(|carousel| carousel.header);
        let mut is_hollow = false;
        for (name, value) in map.iter_mut() {
            if let Some(field) = shape.field(name) {
                self.field(field, value, card, place, trail.key(name))?;
                if name == "header" && !has_header {
                    *value = Value::Null;
                }
            }
            is_hollow |= value.is_null();
        }
        if is_hollow {
            map.retain(|_, value| !value.is_null());
        }
        if optional && map.is_empty() {
            return Ok(());
        }
        if let Some(missing) = shape.fields.iter().find(|field| field.required && !map.contains_key(field.name)) {
            return Err(trail.key(missing.name).breaks(Rule::Missing { component: shape.name }));
        }
        for relation in shape.relations {
            self.relation(*relation, shape, map, place, trail)?;
        }
        if let Some(card) = card {
            is_even(card, map, trail)?;
        }
        Ok(())
    }

    /// Fits one field. What is to be left out becomes null.
    fn field(
        &mut self,
        field: &'static Field,
        value: &mut Value,
        card: Option<&'static Shape>,
        place: Place,
        trail: Trail<'_>,
    ) -> Fitted {
        if is_nothing(value) && !matches!(field.kind, Kind::Any) {
            *value = Value::Null;
            return Ok(());
        }
        let wrong = |expected| Err(trail.breaks(Rule::WrongKind { expected }));
        match field.kind {
            Kind::Any => {}
            Kind::Map if value.is_object() => {}
            Kind::Map => return wrong("map"),
            Kind::Texts => match value {
                Value::Object(texts) => {
                    texts.retain(|_, text| !text.is_null());
                    texts.values_mut().filter(|text| !text.is_string()).for_each(|text| *text = Value::from(text.to_string()));
                }
                _ => return wrong("map"),
            },
            Kind::Int => match whole_number(value) {
                Some(number) => *value = Value::Number(number),
                None => return wrong("number"),
            },
            Kind::Bool => match truth(value) {
                Some(truth) => *value = Value::Bool(truth),
                None => return wrong("bool"),
            },
            Kind::Shape(shape) => match value {
                Value::Object(map) => {
                    let is_component = COMPONENTS.iter().any(|component| std::ptr::eq(*component, shape));
                    let optional = !field.required && !is_component;
                    self.object(shape, map, field.place(place), optional, trail)?;
                    if map.is_empty() && optional {
                        *value = Value::Null;
                    }
                }
                _ => return wrong("map"),
            },
            Kind::List(_) | Kind::Cards => match value {
                Value::Array(items) => {
                    self.list(field, items, card, place, trail)?;
                    if items.is_empty() && !field.required {
                        *value = Value::Null;
                    }
                }
                _ => return wrong("list"),
            },
            Kind::Text | Kind::Url | Kind::OneOf(_) => {
                if value.is_number() || value.is_boolean() {
                    *value = Value::from(value.to_string());
                }
                let Value::String(text) = value else { return wrong("text") };
                self.text(field, text, field.limit(place, card), trail)?;
            }
        }
        Ok(())
    }

    fn text(&mut self, field: &'static Field, text: &mut String, max: usize, trail: Trail<'_>) -> Fitted {
        match field.kind {
            Kind::OneOf(allowed) if !allowed.contains(&text.trim()) => return Err(trail.breaks(Rule::NotOneOf { allowed })),
            Kind::Url => match encoded(text.trim()) {
                address if !is_address(&address) => return Err(trail.breaks(Rule::NotAUrl)),
                address if address != text.as_str() => *text = address.into_owned(),
                _ => {}
            },
            Kind::OneOf(_) if text.trim().len() < text.len() => *text = text.trim().to_owned(),
            Kind::Text => return self.cut(field.label, text, max, trail, |found| Rule::TooLong { max, found }),
            _ => {}
        }
        Ok(())
    }

    /// Cuts a text, or says which rule (`broken`, with the length found) it breaks.
    fn cut(
        &mut self,
        limit: &'static str,
        text: &mut String,
        max: usize,
        trail: Trail<'_>,
        broken: impl FnOnce(usize) -> Rule,
    ) -> Fitted {
        let Some(shorter) = cut_lines(text, max) else { return Ok(()) };
        let (was, now) = (length(text), length(&shorter));
        self.applies(limit, (was, now), trail, broken(was))?;
        *text = shorter;
        Ok(())
    }

    /// Notes what is cut, unless nothing may be.
    fn applies(&mut self, limit: &'static str, (was, now): (usize, usize), trail: Trail<'_>, broken: Rule) -> Fitted {
        if self.overflow == Overflow::Error {
            return Err(trail.breaks(broken));
        }
        self.applied.push(Applied { limit, at: trail.path().to_string(), was, now, bubbles: 1 });
        Ok(())
    }

    fn list(
        &mut self,
        field: &'static Field,
        items: &mut Vec<Value>,
        card: Option<&'static Shape>,
        place: Place,
        trail: Trail<'_>,
    ) -> Fitted {
        // Of a carousel without a known type nothing is known; its object says what is wrong.
        let Some(shape) = field.shape(card) else { return Ok(()) };
        items.retain(|item| !is_omitted(shape, item));
        let max = field.limit(place, card);
        if self.overflow == Overflow::Split && shape.is_output() {
            self.applied.extend(spread(items, max, trail));
        }
        let was = items.len();
        if was > max {
            self.applies(field.label, (was, max), trail, Rule::TooMany { max, found: was })?;
            items.truncate(max);
        }
        if matches!(field.kind, Kind::Cards) {
            one_ratio(items);
        }
        for (at, item) in items.iter_mut().enumerate() {
            let here = trail.index(at);
            match item {
                Value::Object(map) => self.object(shape, map, field.place(place), false, here)?,
                _ => return Err(here.breaks(Rule::WrongKind { expected: "map" })),
            }
        }
        if items.len() < field.min {
            return Err(trail.breaks(Rule::TooFew { min: field.min }));
        }
        Ok(())
    }

    fn relation(
        &mut self,
        relation: Relation,
        shape: &'static Shape,
        map: &mut Map<String, Value>,
        place: Place,
        trail: Trail<'_>,
    ) -> Fitted {
        let missing = |name: &str| Err(trail.key(name).breaks(Rule::Missing { component: shape.name }));
        match relation {
            Relation::OneOf(names) if !names.iter().any(|name| has(map, name)) => {
                missing(names.first().copied().unwrap_or_default())
            }
            Relation::NotBoth(first, second) if has(map, first) && has(map, second) => {
                Err(trail.key(second).breaks(Rule::NotTogether { first, second }))
            }
            Relation::Needs(name, other) if has(map, name) && !has(map, other) => {
                Err(trail.key(name).breaks(Rule::Requires { other }))
            }
            Relation::When { field, is, needs } if map.get(field).and_then(Value::as_str) == Some(is) && !has(map, needs) => {
                missing(needs)
            }
            Relation::Together { max, .. } => self.together(relation, max.at(place), map, trail),
            _ => Ok(()),
        }
    }

    /// The second text is cut, or left out; the first only where it is too long by itself.
    fn together(&mut self, relation: Relation, max: usize, map: &mut Map<String, Value>, trail: Trail<'_>) -> Fitted {
        let Relation::Together { first, second, fields, label, .. } = relation else { return Ok(()) };
        let mut room = max;
        for name in [first, second] {
            let Some(Value::String(text)) = map.get_mut(name) else { continue };
            let before = max - room;
            self.cut(label, text, room, trail.key(name), |found| Rule::TooLongTogether { fields, max, found: before + found })?;
            room = room.saturating_sub(length(text));
            if text.is_empty() {
                map.shift_remove(name);
            }
        }
        Ok(())
    }
}

/// Known wrong names become the right ones.
fn rename(shape: &Shape, map: &mut Map<String, Value>) {
    for relation in shape.relations {
        if let Relation::Misspelled(wrong, right) = relation
            && let Some(value) = map.shift_remove(*wrong)
            && !has(map, right)
        {
            map.insert((*right).to_owned(), value);
        }
    }
}

/// Elements of a list that say nothing: null, `{}`, a button without a label.
fn is_omitted(shape: &Shape, item: &Value) -> bool {
    match item {
        Value::Null => true,
        Value::Object(map) => {
            let is_without = |relation: &Relation| matches!(relation, Relation::OmitWithout(name) if !has(map, name));
            map.is_empty() || shape.relations.iter().any(is_without)
        }
        _ => false,
    }
}

/// All pictures of a carousel get the shape of the first one: Kakao refuses a mixture.
fn one_ratio(cards: &mut [Value]) {
    let Some(first) = cards.iter().filter_map(Value::as_object).find_map(picture).map(is_square) else { return };
    for card in cards.iter_mut().filter_map(Value::as_object_mut) {
        if picture(card).is_none_or(|picture| is_square(picture) == first) {
            continue;
        }
        let name = if card.get("thumbnail").is_some_and(Value::is_object) { "thumbnail" } else { "thumbnails" };
        let pictures = match card.get_mut(name) {
            Some(Value::Array(pictures)) => pictures.as_mut_slice(),
            Some(picture) => std::slice::from_mut(picture),
            None => &mut [],
        };
        for picture in pictures.iter_mut().filter_map(Value::as_object_mut).filter(|picture| !picture.is_empty()) {
            picture.insert("fixedRatio".to_owned(), Value::Bool(first));
        }
    }
}

/// The fields that all cards of a carousel have, or none.
fn is_even(card: &Shape, carousel: &Map<String, Value>, trail: Trail<'_>) -> Fitted {
    let items = carousel.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for name in card.carousel.map(|carousel| carousel.even).unwrap_or_default() {
        let with = items.iter().filter(|item| item.get(name).is_some()).count();
        if with > 0
            && let Some(without) = items.iter().position(|item| item.get(name).is_none())
        {
            return Err(trail.key("items").index(without).key(name).breaks(Rule::Uneven));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::sample;
    use super::super::{check, length};
    use super::*;

    fn fitted(mut response: Value) -> (Value, Vec<Applied>) {
        let applied = fit(&mut response, Overflow::Truncate).unwrap();
        (response, applied)
    }

    /// Fits an answer of one output and gives that output.
    #[expect(clippy::needless_pass_by_value, reason = "reads better at the calls: output(json!(…))")]
    fn output(output: Value) -> Value {
        fitted(json!({"template": {"outputs": [output]}})).0["template"]["outputs"][0].clone()
    }

    #[expect(clippy::needless_pass_by_value, reason = "reads better at the calls: refused(json!(…))")]
    fn refused(output: Value) -> (String, Rule) {
        let mut response = json!({"template": {"outputs": [output]}});
        let violation = fit(&mut response, Overflow::Truncate).unwrap_err();
        (violation.at.to_string().trim_start_matches("template.outputs[0].").to_owned(), violation.rule)
    }

    #[test]
    fn the_version_is_set_and_comes_first() {
        let (response, applied) = fitted(json!({"template": {"outputs": [{"simpleText": {"text": "네"}}]}, "version": "1.0"}));
        assert_eq!(response.to_string(), r#"{"version":"2.0","template":{"outputs":[{"simpleText":{"text":"네"}}]}}"#);
        assert_eq!(applied, []);
    }

    #[test]
    fn a_long_text_is_cut_and_reported() {
        let (response, applied) = fitted(json!({"template": {"outputs": [{"simpleText": {"text": "가".repeat(1200)}}]}}));
        assert_eq!(response["template"]["outputs"][0]["simpleText"]["text"], format!("{}…", "가".repeat(999)));
        let at = "template.outputs[0].simpleText.text".to_owned();
        assert_eq!(applied, [Applied { limit: "simpleText.text", at, was: 1200, now: 1000, bubbles: 1 }]);
    }

    #[test]
    fn long_lists_lose_their_end() {
        let quick = |n: usize| json!({"label": format!("{n}"), "action": "message", "messageText": "네"});
        let text = json!({"simpleText": {"text": "네"}});
        let (response, applied) = fitted(
            json!({"template": {"outputs": [text, text, text, text], "quickReplies": (0..12).map(quick).collect::<Vec<_>>()}}),
        );
        assert_eq!(response["template"]["outputs"].as_array().unwrap().len(), 3);
        assert_eq!(response["template"]["quickReplies"][9]["label"], "9");
        let limits: Vec<_> = applied.iter().map(|a| (a.limit, a.was, a.now)).collect();
        assert_eq!(limits, [("template.outputs", 4, 3), ("template.quickReplies", 12, 10)]);
    }

    #[test]
    fn a_common_limit_cuts_the_description() {
        let card = output(json!({"textCard": {"title": "제".repeat(50), "description": "설".repeat(380)}}));
        assert_eq!(card["textCard"]["title"], "제".repeat(50));
        assert_eq!(card["textCard"]["description"], format!("{}…", "설".repeat(349)));
        let item = json!({"title": "제".repeat(250), "description": "설", "itemList": [{"title": "매장", "description": "판교"}]});
        let card = output(json!({"itemCard": item}));
        assert_eq!(card["itemCard"]["title"], format!("{}…", "제".repeat(199)));
        assert!(card["itemCard"].get("description").is_none());
    }

    #[test]
    fn limits_are_tighter_in_a_carousel_and_side_by_side() {
        let carousel =
            output(json!({"carousel": {"type": "textCard", "items": [{"title": "제목", "description": "설".repeat(300)}]}}));
        assert_eq!(length(carousel["carousel"]["items"][0]["description"].as_str().unwrap()), 128);
        let button = json!({"label": "열두 글자가 넘는 단추", "action": "share"});
        let card =
            output(json!({"textCard": {"title": "제목", "buttonLayout": "horizontal", "buttons": [button, button, button]}}));
        assert_eq!(
            card["textCard"]["buttons"],
            json!([{"label": "열두 글자가…", "action": "share"}, {"label": "열두 글자가…", "action": "share"}])
        );
        let square = json!({"thumbnail": {"imageUrl": "https://a/b", "fixedRatio": "true"}, "buttons": [button, button, button]});
        let card = output(json!({"basicCard": square}));
        assert_eq!(card["basicCard"]["buttons"].as_array().unwrap().len(), 2);
        assert_eq!(card["basicCard"]["thumbnail"]["fixedRatio"], true);
    }

    #[test]
    fn group_bots_keep_five_buttons() {
        let share = json!({"label": "공유", "action": "share"});
        let mut buttons = vec![share.clone(); 6];
        buttons.insert(0, json!({"label": "초대", "action": "invite"}));
        let card = output(json!({"textCard": {"title": "제목", "buttons": buttons}}));
        assert_eq!(card["textCard"]["buttons"].as_array().unwrap().len(), 5);
        let card = output(json!({"textCard": {"title": "제목", "buttons": vec![share; 6]}}));
        assert_eq!(card["textCard"]["buttons"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn texts_become_numbers_and_bools_and_the_reverse() {
        let thumbnails = json!([{"imageUrl": " https://a/b ", "fixedRatio": "false"}]);
        let card = output(json!({"commerceCard": {"title": 7, "price": "12,000", "discount": 500.0, "thumbnails": thumbnails}}));
        assert_eq!(
            card["commerceCard"],
            json!({"title": "7", "price": 12000, "discount": 500, "thumbnails": [{"imageUrl": "https://a/b", "fixedRatio": false}]})
        );
        let params = json!({"수량": 3, "없음": null, "목록": [1]});
        let (response, _) = fitted(json!({"context": {"values": [{"name": "order", "lifespan": "2", "params": params}]},
            "template": {"outputs": [{"simpleText": {"text": "네"}}]}}));
        assert_eq!(
            response["context"]["values"][0],
            json!({"name": "order", "params": {"수량": "3", "목록": "[1]"}, "lifeSpan": 2})
        );
    }

    #[test]
    fn what_is_no_number_or_address_is_refused() {
        let card = |price: &str, url: &str| json!({"commerceCard": {"price": price, "thumbnails": [{"imageUrl": url}]}});
        let wrong = Rule::WrongKind { expected: "number" };
        assert_eq!(refused(card("12000원", "https://a")), ("commerceCard.price".into(), wrong));
        assert_eq!(refused(card("1", "그림.png")), ("commerceCard.thumbnails[0].imageUrl".into(), Rule::NotAUrl));
    }

    #[test]
    fn a_value_in_an_address_gives_a_link_that_works() {
        let button = json!({"label": "지도", "action": "webLink", "webLinkUrl": "https://a.kr/판교 역?q=100%"});
        let card = output(json!({"textCard": {"title": "제목", "buttons": [button]}}));
        assert_eq!(card["textCard"]["buttons"][0]["webLinkUrl"], "https://a.kr/%ED%8C%90%EA%B5%90%20%EC%97%AD?q=100%25");
        assert_eq!(refused(json!({"simpleImage": {"imageUrl": "https://a .kr/1.png"}})).1, Rule::NotAUrl);
    }

    #[test]
    fn empty_optional_things_are_left_out() {
        let buttons = json!([{"label": "", "action": "share"}, null, {}, {"label": "공유", "action": "share", "messageText": ""}]);
        let item = json!({"title": "제목", "description": "", "imageUrl": null, "link": {"web": ""}});
        let card = output(json!({"listCard": {"header": {"title": "목록"}, "items": [item], "buttons": buttons}}));
        assert_eq!(
            card["listCard"],
            json!({"header": {"title": "목록"}, "items": [{"title": "제목"}], "buttons": [{"label": "공유", "action": "share"}]})
        );
        let card = output(json!({"textCard": {"title": "제목", "buttons": [{"label": "", "action": "share"}]}}));
        assert_eq!(card["textCard"], json!({"title": "제목"}));
    }

    #[test]
    fn empty_required_things_are_refused() {
        assert_eq!(
            refused(json!({"simpleText": {"text": ""}})),
            ("simpleText.text".into(), Rule::Missing { component: "simpleText" })
        );
        assert_eq!(refused(json!({"textCard": {"title": ""}})), ("textCard.title".into(), Rule::Missing { component: "textCard" }));
        assert_eq!(refused(json!({"simpleText": ""})).1, Rule::NotAComponent);
        let list = json!({"listCard": {"header": {"title": "목록"}, "items": [null]}});
        assert_eq!(refused(list), ("listCard.items".into(), Rule::TooFew { min: 1 }));
    }

    #[test]
    fn a_carousel_gets_one_ratio_and_no_header_where_none_may_be() {
        let card = |fixed: bool| json!({"title": "제목", "thumbnail": {"imageUrl": "https://a/b", "fixedRatio": fixed}});
        let carousel = output(json!({"carousel": {"type": "basicCard", "items": [card(true), card(false)]}}));
        assert_eq!(carousel["carousel"]["items"][1]["thumbnail"]["fixedRatio"], true);
        let carousel = json!({"carousel": {"type": "textCard", "header": {"title": "머리"}, "items": [{"title": "제목"}]}});
        assert_eq!(output(carousel)["carousel"].get("header"), None);
    }

    #[test]
    fn unknown_fields_stay() {
        let text = output(json!({"simpleText": {"text": "네", "새것": {"a": ""}}}));
        assert_eq!(text["simpleText"]["새것"], json!({"a": ""}));
    }

    #[test]
    fn a_callback_answer_needs_no_template() {
        let (response, _) = fitted(json!({"useCallback": true, "data": {"text": "잠시만요"}, "template": {"outputs": []}}));
        assert_eq!(response, json!({"version": "2.0", "useCallback": true, "data": {"text": "잠시만요"}}));
        let mut nothing = json!({"data": {}});
        assert_eq!(fit(&mut nothing, Overflow::Truncate).unwrap_err().at.to_string(), "template");
    }

    #[test]
    fn an_answer_of_data_or_contexts_alone_needs_no_template() {
        for (alone, fitting) in [
            (json!({"data": {"name": "라이언"}}), json!({"version": "2.0", "data": {"name": "라이언"}})),
            (
                json!({"template": null, "context": {"values": [{"name": "order", "lifeSpan": "3"}]}}),
                json!({"version": "2.0", "context": {"values": [{"name": "order", "lifeSpan": 3}]}}),
            ),
        ] {
            assert_eq!(fitted(alone).0, fitting);
        }
    }

    #[test]
    fn many_made_up_answers_can_be_fitted() {
        let dice = |seed: u32| {
            (0..400_u32).map(move |i| seed.wrapping_add(i).wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect::<Vec<_>>()
        };
        let answers = (0..1000).map(|seed| sample::response(&dice(seed * 1013)));
        let fitted = answers.filter_map(|mut answer| fit(&mut answer, Overflow::Truncate).ok());
        let (cut, whole): (Vec<_>, Vec<_>) = fitted.partition(|applied| !applied.is_empty());
        assert!(cut.len() > 20 && whole.len() > 100, "{} {}", cut.len(), whole.len());
    }

    fn overflow() -> impl Strategy<Value = Overflow> {
        prop_oneof![Just(Overflow::Truncate), Just(Overflow::Split), Just(Overflow::Error)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn a_fitted_answer_is_clean_and_stays_as_it_is(
            dice in proptest::collection::vec(any::<u8>(), 0..400),
            overflow in overflow(),
        ) {
            let mut response = sample::response(&dice);
            let before = response.clone();
            if let Ok(applied) = fit(&mut response, overflow) {
                let violations: Vec<_> = check(&response)
                    .into_iter()
                    .filter(|violation| !matches!(violation.rule, Rule::UnknownField { .. }))
                    .collect();
                prop_assert!(violations.is_empty(), "{violations:?}\nbefore {before}\nafter {response}");
                prop_assert!(applied.iter().all(|applied| applied.now < applied.was || applied.bubbles > 1));
                prop_assert!(applied.is_empty() || overflow != Overflow::Error);
                let again = response.clone();
                prop_assert_eq!(fit(&mut response, overflow), Ok(vec![]));
                prop_assert_eq!(response.to_string(), again.to_string());
            }
        }

        #[test]
        fn a_clean_answer_is_fitted_without_a_cut(
            dice in proptest::collection::vec(any::<u8>(), 0..400),
            overflow in overflow(),
        ) {
            let mut response = sample::response(&dice);
            if check(&response).is_empty() {
                prop_assert_eq!(fit(&mut response, overflow), Ok(vec![]));
            }
        }
    }
}

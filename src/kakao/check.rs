//! Everything in a SkillResponse that Kakao would refuse.

use std::fmt;

use serde_json::{Map, Value};

use super::shape::{Field, InCarousel, Kind, Place, RESPONSE, Relation, Shape, is_square, picture};
use super::text::length;
use super::trail::Trail;
use super::value::{is_address, is_nothing, truth, whole_number};

/// One step into a JSON value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Seg {
    /// A field.
    Key(String),
    /// An element.
    Index(usize),
}

/// A place in a SkillResponse.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Path(pub Vec<Seg>);

impl fmt::Display for Path {
    /// `template.outputs[0].simpleText.text`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, seg) in self.0.iter().enumerate() {
            match seg {
                Seg::Key(key) if i == 0 => f.write_str(key)?,
                Seg::Key(key) => write!(f, ".{key}")?,
                Seg::Index(at) => write!(f, "[{at}]")?,
            }
        }
        Ok(())
    }
}

/// What is broken. Lengths are in characters, as Kakao counts them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A text is too long; it can be cut.
    TooLong {
        /// Characters it may have.
        max: usize,
        /// Characters it has.
        found: usize,
    },
    /// Two texts together are too long; the violation's path is the one to cut (description).
    TooLongTogether {
        /// Their names.
        fields: &'static str,
        /// Characters they may have together.
        max: usize,
        /// Characters they have.
        found: usize,
    },
    /// A list is too long; it can be cut.
    TooMany {
        /// Items it may have.
        max: usize,
        /// Items it has.
        found: usize,
    },
    /// A list is too short.
    TooFew {
        /// Items it must have.
        min: usize,
    },
    /// A required field is missing, null or empty; the path is the field's.
    Missing {
        /// Where it belongs.
        component: &'static str,
    },
    /// A field that the component does not have.
    UnknownField {
        /// Where it stands.
        component: &'static str,
        /// The fields it has.
        allowed: Vec<&'static str>,
    },
    /// Another kind of value is expected.
    WrongKind {
        /// `text`, `number`, `bool`, `list`, `map`.
        expected: &'static str,
    },
    /// A value outside its fixed list.
    NotOneOf {
        /// The list.
        allowed: &'static [&'static str],
    },
    /// Two fields exclude each other.
    NotTogether {
        /// One.
        first: &'static str,
        /// The other, at the violation's path, or a card that cannot have the first.
        second: &'static str,
    },
    /// A field needs another.
    Requires {
        /// The other.
        other: &'static str,
    },
    /// Not one of the eight components, or several in one output.
    NotAComponent,
    /// Not an http(s) URL.
    NotAUrl,
    /// Kakao's own misspelling, or another known wrong name.
    Misspelled {
        /// The right one.
        right: &'static str,
    },
    /// Cards in a carousel differ (itemCard: thumbnail, head, profile, imageTitle on all or none).
    Uneven,
}

/// One broken rule and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where in the SkillResponse.
    pub at: Path,
    /// What.
    pub rule: Rule,
}

/// Checks a whole SkillResponse (`version` may be missing) against Kakao's table. Everything at once.
/// Numbers or bools given as texts ("12000", "true") count as numbers and bools here; [`super::fit`] converts them.
pub fn check(response: &Value) -> Vec<Violation> {
    let mut found = Found(Vec::new());
    found.object(&RESPONSE, response, Place::default(), Trail::ROOT);
    if let Value::Object(map) = response {
        let is_callback = map.get("useCallback").and_then(truth) == Some(true);
        let has_template = has(map, "template");
        let root = Trail::ROOT;
        let at_template = root.key("template");
        if is_callback && has_template {
            found.push(at_template, Rule::NotTogether { first: "useCallback", second: "template" });
        } else if !is_callback && !has_template && !speaks_to_the_block(map) {
            found.push(at_template, Rule::Missing { component: RESPONSE.name });
        }
    }
    found.0
}

/// Whether a response without a `template` says something all the same: then the block shows its own answer, with `data` in it.
pub(super) fn speaks_to_the_block(response: &Map<String, Value>) -> bool {
    let is_said = |value: &Value| match value {
        Value::Object(fields) => !fields.is_empty(),
        Value::Array(items) => !items.is_empty(),
        other => !is_nothing(other),
    };
    let values = response.get("context").and_then(|context| context.get("values"));
    response.get("data").into_iter().chain(values).any(is_said)
}

/// What was found so far.
struct Found(Vec<Violation>);

impl Found {
    fn push(&mut self, trail: Trail<'_>, rule: Rule) {
        self.0.push(trail.breaks(rule));
    }

    fn object(&mut self, shape: &'static Shape, value: &Value, place: Place, trail: Trail<'_>) {
        let Value::Object(map) = value else { return self.push(trail, Rule::WrongKind { expected: "map" }) };
        if shape.is_output() && !is_single(shape, map) {
            return self.push(trail, Rule::NotAComponent);
        }
        let place = place.inside(shape, map);
        let card = shape.card(map);
        for (name, value) in map {
            match (shape.field(name), shape.misspelled(name)) {
                (Some(field), _) => self.field(field, value, card, place, trail.key(name)),
                (None, Some(right)) => self.push(trail.key(name), Rule::Misspelled { right }),
                (None, None) if value.is_null() => {}
                (None, None) => self.push(trail.key(name), Rule::UnknownField { component: shape.name, allowed: shape.names() }),
            }
        }
        for field in shape.fields {
            if field.required && !has(map, field.name) && !is_misspelled(shape, map, field.name) {
                self.push(trail.key(field.name), Rule::Missing { component: shape.name });
            }
        }
        for relation in shape.relations {
            self.relation(*relation, shape, map, place, trail);
        }
        if let Some(card) = card {
            self.carousel(card, map, trail);
        }
    }

    /// What is empty is judged with the object around it: it may have to be there.
    fn field(&mut self, field: &'static Field, value: &Value, card: Option<&'static Shape>, place: Place, trail: Trail<'_>) {
        if is_nothing(value) {
            return;
        }
        let max = field.limit(place, card);
        match field.kind {
            Kind::Any => {}
            Kind::Map if value.is_object() => {}
            Kind::Map => self.push(trail, Rule::WrongKind { expected: "map" }),
            Kind::Shape(shape) => self.object(shape, value, field.place(place), trail),
            Kind::Int if whole_number(value).is_some() => {}
            Kind::Int => self.push(trail, Rule::WrongKind { expected: "number" }),
            Kind::Bool if truth(value).is_some() => {}
            Kind::Bool => self.push(trail, Rule::WrongKind { expected: "bool" }),
            Kind::Texts => match value {
                Value::Object(texts) => {
                    for (name, _) in texts.iter().filter(|(_, value)| value.is_number() || value.is_boolean()) {
                        self.push(trail.key(name), Rule::WrongKind { expected: "text" });
                    }
                }
                _ => self.push(trail, Rule::WrongKind { expected: "map" }),
            },
            Kind::List(_) | Kind::Cards => match value {
                Value::Array(items) => self.list(field, items, card, place, trail),
                _ => self.push(trail, Rule::WrongKind { expected: "list" }),
            },
            Kind::Text | Kind::Url | Kind::OneOf(_) => {
                let Value::String(text) = value else { return self.push(trail, Rule::WrongKind { expected: "text" }) };
                match field.kind {
                    Kind::OneOf(allowed) if !allowed.contains(&text.trim()) => self.push(trail, Rule::NotOneOf { allowed }),
                    Kind::Url if !is_address(text) => self.push(trail, Rule::NotAUrl),
                    Kind::Text if text.len() > max && length(text) > max => {
                        self.push(trail, Rule::TooLong { max, found: length(text) });
                    }
                    _ => {}
                }
            }
        }
    }

    fn list(&mut self, field: &'static Field, items: &[Value], card: Option<&'static Shape>, place: Place, trail: Trail<'_>) {
        let max = field.limit(place, card);
        if items.len() > max {
            self.push(trail, Rule::TooMany { max, found: items.len() });
        }
        if items.len() < field.min {
            self.push(trail, Rule::TooFew { min: field.min });
        }
        let Some(shape) = field.shape(card) else { return };
        for (at, item) in items.iter().enumerate() {
            self.object(shape, item, field.place(place), trail.index(at));
        }
    }

    fn relation(&mut self, relation: Relation, shape: &'static Shape, map: &Map<String, Value>, place: Place, trail: Trail<'_>) {
        match relation {
            Relation::Single | Relation::Misspelled(..) | Relation::OmitWithout(_) => {}
            Relation::OneOf(names) => {
                if let Some(first) = names.first().filter(|_| !names.iter().any(|name| has(map, name))) {
                    self.push(trail.key(first), Rule::Missing { component: shape.name });
                }
            }
            Relation::NotBoth(first, second) => {
                if has(map, first) && has(map, second) {
                    self.push(trail.key(second), Rule::NotTogether { first, second });
                }
            }
            Relation::Needs(field, other) => {
                if has(map, field) && !has(map, other) && !is_misspelled(shape, map, other) {
                    self.push(trail.key(field), Rule::Requires { other });
                }
            }
            Relation::When { field, is, needs } => {
                if map.get(field).and_then(Value::as_str).is_some_and(|value| value.trim() == is) && !has(map, needs) {
                    self.push(trail.key(needs), Rule::Missing { component: shape.name });
                }
            }
            Relation::Together { first, second, fields, max, .. } => {
                let count = |name: &str| map.get(name).and_then(Value::as_str).map_or(0, length);
                let (max, title, found) = (max.at(place), count(first), count(first) + count(second));
                if title > max && !has(map, second) {
                    self.push(trail.key(first), Rule::TooLong { max, found: title });
                } else if found > max {
                    self.push(trail.key(second), Rule::TooLongTogether { fields, max, found });
                }
            }
        }
    }

    fn carousel(&mut self, card: &'static Shape, map: &Map<String, Value>, trail: Trail<'_>) {
        let Some(InCarousel { header, even, .. }) = card.carousel else { return };
        if !header && has(map, "header") {
            self.push(trail.key("header"), Rule::NotTogether { first: "header", second: card.name });
        }
        let items = map.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let at_items = trail.key("items");
        for name in even {
            let with = items.iter().filter(|item| item.get(name).is_some_and(|value| !is_nothing(value))).count();
            if with > 0 && with < items.len() {
                for (at, _) in items.iter().enumerate().filter(|(_, item)| item.get(name).is_none_or(is_nothing)) {
                    self.push(at_items.index(at).key(name), Rule::Uneven);
                }
            }
        }
        let first = items.first().and_then(ratio);
        for (at, item) in items.iter().enumerate() {
            if let (Some(first), Some(own)) = (first, ratio(item))
                && first != own
            {
                self.push(at_items.index(at).key("thumbnail").key("fixedRatio"), Rule::Uneven);
            }
        }
    }
}

/// Whether a card's picture is square. `None` without a picture.
fn ratio(card: &Value) -> Option<bool> {
    picture(card.as_object()?).map(is_square)
}

/// Whether a field is there, and not empty.
pub(super) fn has(map: &Map<String, Value>, name: &str) -> bool {
    map.get(name).is_some_and(|value| !is_nothing(value))
}

/// Whether a field is there under a wrong name, which is reported by itself.
fn is_misspelled(shape: &Shape, map: &Map<String, Value>, name: &str) -> bool {
    map.keys().any(|key| shape.field(key).is_none() && shape.misspelled(key) == Some(name))
}

/// Whether an output is exactly one component that is known.
pub(super) fn is_single(shape: &Shape, map: &Map<String, Value>) -> bool {
    let mut there = map.iter().filter(|(_, value)| !is_nothing(value));
    matches!((there.next(), there.next()), (Some((name, _)), None) if shape.field(name).is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Violations of an answer of one output, paths within that output.
    #[expect(clippy::needless_pass_by_value, reason = "reads better at the calls: found(json!(…))")]
    fn found(output: Value) -> Vec<(String, Rule)> {
        let short = |path: &Path| path.to_string().trim_start_matches("template.outputs[0].").to_owned();
        check(&json!({"template": {"outputs": [output]}})).into_iter().map(|v| (short(&v.at), v.rule)).collect()
    }

    fn one(output: Value) -> (String, Rule) {
        let mut all = found(output);
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    fn button(action: &str) -> Value {
        json!({"label": "단추", "action": action, "webLinkUrl": "https://a", "messageText": "가", "phoneNumber": "1", "blockId": "b"})
    }

    #[test]
    fn each_component_of_kakaos_guide_is_clean() {
        let thumbnail = json!({"imageUrl": "https://a/b.png", "altText": "그림", "link": {"web": "https://a"}});
        let items =
            json!([{"title": "가", "description": "나", "imageUrl": "https://a", "link": {"web": "https://a"}, "extra": {"k": 1}}]);
        for output in [
            json!({"simpleText": {"text": "네"}}),
            json!({"simpleImage": {"imageUrl": "https://a/b.png", "altText": "그림"}}),
            json!({"textCard": {"title": "가", "description": "나", "buttons": [button("webLink")], "buttonLayout": "vertical"}}),
            json!({"basicCard": {"title": "가", "thumbnail": thumbnail, "buttons": [button("message"), button("phone"), button("block")]}}),
            json!({"commerceCard": {"price": 10000, "currency": "won", "discount": 1000, "discountRate": 10, "discountedPrice": 9000,
                "thumbnails": [thumbnail], "profile": {"nickname": "가게", "imageUrl": "https://a"}, "buttons": [button("share")]}}),
            json!({"listCard": {"header": {"title": "가"}, "items": items, "buttons": [button("operator")], "forwardable": true}}),
            json!({"itemCard": {"head": {"title": "가"}, "imageTitle": {"title": "가", "imageUrl": "https://a"}, "thumbnail": thumbnail,
                "itemList": [{"title": "매장", "description": "판교"}], "itemListAlignment": "right", "title": "가", "description": "나",
                "itemListSummary": {"title": "합계", "description": "1,000원"}, "buttonLayout": "vertical"}}),
            json!({"carousel": {"type": "basicCard", "header": {"title": "가", "thumbnail": thumbnail}, "items": [{"thumbnail": thumbnail}]}}),
        ] {
            assert_eq!(found(output.clone()), [], "{output}");
        }
    }

    #[test]
    fn all_group_actions_are_known() {
        for action in ["guide", "invite", "inviteMember", "mention", "settings", "webViewLink"] {
            assert_eq!(found(json!({"textCard": {"title": "가", "buttons": [button(action)]}})), []);
        }
        let (at, rule) = one(json!({"textCard": {"title": "가", "buttons": [button("link")]}}));
        assert_eq!(at, "textCard.buttons[0].action");
        assert!(matches!(rule, Rule::NotOneOf { allowed } if allowed.contains(&"webLink")));
    }

    #[test]
    fn texts_over_their_limits_are_found_at_once() {
        let card =
            json!({"commerceCard": {"title": "가".repeat(31), "description": "나".repeat(41), "price": 1, "thumbnails": []}});
        assert_eq!(
            found(card),
            [
                ("commerceCard.title".into(), Rule::TooLong { max: 30, found: 31 }),
                ("commerceCard.description".into(), Rule::TooLong { max: 40, found: 41 }),
                ("commerceCard.thumbnails".into(), Rule::TooFew { min: 1 }),
            ]
        );
    }

    #[test]
    fn lengths_are_characters() {
        assert_eq!(found(json!({"simpleText": {"text": "가".repeat(1000)}})), []);
        assert_eq!(one(json!({"simpleText": {"text": "😀".repeat(1001)}})).1, Rule::TooLong { max: 1000, found: 1001 });
    }

    #[test]
    fn limits_depend_on_the_place() {
        let carousel = |kind: &str, card: &Value| json!({"carousel": {"type": kind, "items": [card]}});
        let card = json!({"title": "가", "description": "나".repeat(129)});
        assert_eq!(
            one(carousel("textCard", &card)),
            ("carousel.items[0].description".into(), Rule::TooLong { max: 128, found: 129 })
        );
        let five: Vec<_> = (0..5).map(|_| json!({"title": "가"})).collect();
        let list = json!({"header": {"title": "가"}, "items": five});
        assert_eq!(found(json!({"listCard": list})), []);
        assert_eq!(one(carousel("listCard", &list)).1, Rule::TooMany { max: 4, found: 5 });
        let buttons = json!([button("share"), button("share"), button("share")]);
        let item = json!({"itemList": [{"title": "가", "description": "나"}], "buttons": buttons});
        assert_eq!(found(json!({"itemCard": item})), []);
        assert_eq!(one(carousel("itemCard", &item)).1, Rule::TooMany { max: 2, found: 3 });
        let wide = json!({"textCard": {"title": "가", "buttonLayout": "horizontal", "buttons": buttons}});
        assert_eq!(one(wide).1, Rule::TooMany { max: 2, found: 3 });
        let label = json!([{"label": "아홉글자인단추이다", "action": "share"}]);
        assert_eq!(found(json!({"textCard": {"title": "가", "buttons": label}})), []);
        let square = json!({"basicCard": {"thumbnail": {"imageUrl": "https://a", "fixedRatio": true}, "buttons": label}});
        assert_eq!(one(square).1, Rule::TooLong { max: 8, found: 9 });
    }

    #[test]
    fn five_list_cards_fill_a_carousel() {
        let list = json!({"header": {"title": "가"}, "items": [{"title": "가"}]});
        let carousel = |cards: usize| json!({"carousel": {"type": "listCard", "items": vec![list.clone(); cards]}});
        assert_eq!(found(carousel(5)), []);
        assert_eq!(one(carousel(6)), ("carousel.items".into(), Rule::TooMany { max: 5, found: 6 }));
    }

    #[test]
    fn common_limits_are_found_at_the_description() {
        let card = json!({"textCard": {"title": "가".repeat(50), "description": "나".repeat(351)}});
        let rule = Rule::TooLongTogether { fields: "title + description", max: 400, found: 401 };
        assert_eq!(one(card), ("textCard.description".into(), rule));
    }

    #[test]
    fn fields_exclude_and_need_each_other() {
        let item = |more: &Value| {
            let mut card = json!({"itemList": [{"title": "가", "description": "나"}]});
            card.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            one(json!({"itemCard": card}))
        };
        let both = item(&json!({"head": {"title": "가"}, "profile": {"title": "나"}}));
        assert_eq!(both, ("itemCard.profile".into(), Rule::NotTogether { first: "head", second: "profile" }));
        assert_eq!(item(&json!({"description": "나"})), ("itemCard.description".into(), Rule::Requires { other: "title" }));
        let thumbnails = json!([{"imageUrl": "https://a"}]);
        let card = json!({"commerceCard": {"price": 1, "thumbnails": thumbnails, "discountRate": 10}});
        assert_eq!(one(card), ("commerceCard.discountRate".into(), Rule::Requires { other: "discountedPrice" }));
        let missing = |action: &str| one(json!({"textCard": {"title": "가", "buttons": [{"label": "단추", "action": action}]}})).0;
        assert_eq!(missing("webLink"), "textCard.buttons[0].webLinkUrl");
        assert_eq!(missing("block"), "textCard.buttons[0].blockId");
    }

    #[test]
    fn kakaos_own_misspelling_is_pointed_out() {
        let card = json!({"price": 1, "thumbnails": [{"imageUrl": "https://a"}], "discountRate": 10, "dicountedPrice": 9});
        let rule = Rule::Misspelled { right: "discountedPrice" };
        assert_eq!(one(json!({"commerceCard": card})), ("commerceCard.dicountedPrice".into(), rule));
    }

    #[test]
    fn unknown_fields_and_components_are_found() {
        let (at, rule) = one(json!({"simpleText": {"txt": "네", "text": "네"}}));
        assert_eq!((at.as_str(), rule), ("simpleText.txt", Rule::UnknownField { component: "simpleText", allowed: vec!["text"] }));
        assert_eq!(one(json!({"simpelText": {"text": "네"}})).1, Rule::NotAComponent);
        assert_eq!(one(json!({"simpleText": {"text": "네"}, "textCard": {"title": "가"}})).1, Rule::NotAComponent);
        assert_eq!(one(json!({})).1, Rule::NotAComponent);
    }

    #[test]
    fn carousels_keep_their_own_rules() {
        let bare = json!({"itemList": [{"title": "가", "description": "나"}]});
        let mut headed = bare.clone();
        headed["head"] = json!({"title": "가"});
        let uneven = one(json!({"carousel": {"type": "itemCard", "items": [headed, bare]}}));
        assert_eq!(uneven, ("carousel.items[1].head".into(), Rule::Uneven));
        let plain = one(json!({"carousel": {"type": "textCard", "header": {"title": "가"}, "items": [{"title": "가"}]}}));
        assert_eq!(plain, ("carousel.header".into(), Rule::NotTogether { first: "header", second: "textCard" }));
        assert_eq!(one(json!({"carousel": {"items": [{"title": "가"}]}})).0, "carousel.type");
        let wrapped = one(json!({"carousel": {"type": "textCard", "items": [{"title": "가", "textCard": {"title": "가"}}]}}));
        assert!(matches!(wrapped.1, Rule::UnknownField { component: "textCard", .. }));
    }

    #[test]
    fn whole_answers_are_checked() {
        let at = |response: Value| check(&response).into_iter().map(|v| v.at.to_string()).collect::<Vec<_>>();
        assert_eq!(at(json!({})), ["template"]);
        assert_eq!(at(json!([])), [""]);
        assert_eq!(at(json!({"data": {}})), ["template"]);
        assert_eq!(at(json!({"data": {"name": "라이언"}})), [""; 0]);
        assert_eq!(at(json!({"context": {"values": [{"name": "order", "lifeSpan": 1}]}})), [""; 0]);
        assert_eq!(at(json!({"version": "2.0", "useCallback": true, "data": {"text": "네"}})), [""; 0]);
        assert_eq!(at(json!({"useCallback": true, "template": {"outputs": [{"simpleText": {"text": "네"}}]}})), ["template"]);
        assert_eq!(at(json!({"template": {"outputs": []}})), ["template.outputs"]);
        let outputs = json!([{"simpleText": {"text": "네"}}]);
        let values = json!([{"name": "a", "lifespan": 1, "params": {"x": 1}}]);
        assert_eq!(
            at(json!({"template": {"outputs": outputs}, "context": {"values": values}})),
            ["context.values[0].lifespan", "context.values[0].params.x"]
        );
    }

    #[test]
    fn kinds_are_checked() {
        let card =
            json!({"commerceCard": {"title": 1, "price": "만원", "thumbnails": {"imageUrl": "https://a"}, "buttons": ["단추"]}});
        let kinds: Vec<_> = found(card).into_iter().map(|(_, rule)| rule).collect();
        let wrong = |expected| Rule::WrongKind { expected };
        assert_eq!(kinds, [wrong("text"), wrong("number"), wrong("list"), wrong("map")]);
        assert_eq!(one(json!({"simpleImage": {"imageUrl": "그림.png"}})).1, Rule::NotAUrl);
        assert_eq!(found(json!({"simpleImage": {"imageUrl": "{{#webhook.image}}"}})), []);
    }
}

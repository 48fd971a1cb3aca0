//! The eight components: short forms are spelled out, native ones pass through. Whether what comes out keeps Kakao's rules is
//! not asked here but of the finished answer; only what a short form would hide is reported.

use super::fields::is_private;
use super::reading::Reading;
use super::{action, element, tree};
use crate::diag::{Code, Diagnostic, Span, nearest};
use crate::yaml::{Entry, Kind, Map, Node};

/// Kakao's components.
pub(crate) const NAMES: &[&str] =
    &["simpleText", "simpleImage", "textCard", "basicCard", "commerceCard", "listCard", "itemCard", "carousel"];
/// Keys that make a component without its name.
pub(crate) const SHORT: &[&str] = &["text", "image", "alt"];
/// What a carousel can hold.
const CARDS: &[&str] = &["textCard", "basicCard", "commerceCard", "listCard", "itemCard"];
/// What a carousel says, `cards` being short for the first two.
pub(crate) const CAROUSEL: &[&str] = &["type", "items", "header", "cards"];

/// One output of a reply. `None`: it is none; reported.
pub(super) fn read(node: &Node, map: &Map, what: &str, reading: &mut Reading<'_>) -> Option<Node> {
    let public: Vec<&Entry> = map.entries.iter().filter(|entry| !is_private(&entry.key)).collect();
    let Some(first) = public.first() else {
        reading.empty_value(node.span, what);
        return None;
    };
    if let Some(text) = map.get("text") {
        only(&public, &["text"], "simpleText", reading);
        return simple_text(text, reading);
    }
    if let Some(image) = map.get("image") {
        only(&public, &["image", "alt"], "simpleImage", reading);
        let mut body = vec![tree::renamed("imageUrl", image)];
        body.extend(map.get("alt").map(|alt| Entry { value: tree::as_text(&alt.value), ..tree::renamed("altText", alt) }));
        return Some(tree::wrap("simpleImage", tree::map(node.span, body)));
    }
    if let Some(empty) = public.iter().find(|entry| NAMES.contains(&entry.key.as_str()) && matches!(entry.value.kind, Kind::Null)) {
        // `title:` below `basicCard:` and not further in.
        match public.iter().find(|entry| entry.key_span.start > empty.key_span.start && !NAMES.contains(&entry.key.as_str())) {
            Some(key) => reading.not_indented(key),
            None => reading.empty_value(empty.key_span, &empty.key),
        }
        return None;
    }
    let mut native = Vec::new();
    for entry in &public {
        if beside_reply(entry, reading) {
            continue;
        }
        if NAMES.contains(&entry.key.as_str()) {
            native.push(Entry { value: body(entry, reading), ..(*entry).clone() });
        } else if public.iter().any(|entry| NAMES.contains(&entry.key.as_str())) {
            reading.unknown_key(entry.key_span, &entry.key, NAMES);
        } else if entry.key_span == first.key_span {
            let near = nearest(&entry.key, NAMES.iter().chain(&SHORT[..2]).copied());
            let mut unknown = Diagnostic::new(Code::UnknownComponent).at(entry.key_span).arg("name", &entry.key).suggest(near);
            if let Some(near) = near {
                unknown = unknown.fix(entry.key_span, near);
            }
            reading.report.push(unknown);
        }
    }
    (!native.is_empty()).then(|| tree::map(node.span, native))
}

/// Reports fields beside those of a short form.
fn only(public: &[&Entry], allowed: &[&'static str], component: &str, reading: &mut Reading<'_>) {
    for entry in public.iter().filter(|entry| !allowed.contains(&entry.key.as_str())) {
        if !beside_reply(entry, reading) {
            wrong_field(entry, component, allowed, reading);
        }
    }
}

/// `quickReplies` and the like inside of the reply that they go with.
fn beside_reply(entry: &Entry, reading: &mut Reading<'_>) -> bool {
    let goes_with = super::plan::EXTRAS.contains(&entry.key.as_str());
    if goes_with {
        reading.no_effect(entry.key_span, &entry.key, "beside reply");
    }
    goes_with
}

pub(super) fn wrong_field(entry: &Entry, component: &str, allowed: &[&str], reading: &mut Reading<'_>) {
    let near = nearest(&entry.key, allowed.iter().copied());
    let mut wrong = Diagnostic::new(Code::WrongField)
        .at(entry.key_span)
        .arg("field", &entry.key)
        .arg("component", component)
        .arg("allowed", allowed.join(", "))
        .suggest(near);
    if let Some(near) = near {
        wrong = wrong.fix(entry.key_span, near);
    }
    reading.report.push(wrong);
}

fn simple_text(text: &Entry, reading: &mut Reading<'_>) -> Option<Node> {
    match text.value.as_text() {
        None if matches!(text.value.kind, Kind::Null) => reading.empty_value(text.key_span, "text"),
        None => reading.wrong_kind(&text.value, "text", "text"),
        Some(value) if value.trim().is_empty() => reading.empty_value(text.value.span, "text"),
        Some(_) => {
            let body = tree::map(text.value.span, vec![Entry { value: tree::as_text(&text.value), ..text.clone() }]);
            return Some(tree::wrap("simpleText", body));
        }
    }
    None
}

/// The body of the component that `entry` names.
fn body(entry: &Entry, reading: &mut Reading<'_>) -> Node {
    let node = &entry.value;
    match (entry.key.as_str(), &node.kind) {
        (_, Kind::Null) => {
            reading.empty_value(entry.key_span, &entry.key);
            node.clone()
        }
        ("simpleText", Kind::Text(_) | Kind::Number(..)) => tree::wrap("text", tree::as_text(node)),
        ("simpleImage", Kind::Text(_)) => tree::wrap("imageUrl", node.clone()),
        ("carousel", _) => carousel(node, reading),
        (name, Kind::Map(map)) => tree::map(node.span, fields(map, name, reading)),
        (name, _) => {
            reading.wrong_kind(node, name, "map");
            node.clone()
        }
    }
}

/// The fields of one object of `component`, whatever its depth.
fn fields(map: &Map, component: &str, reading: &mut Reading<'_>) -> Vec<Entry> {
    let public = map.entries.iter().filter(|entry| !is_private(&entry.key));
    public.map(|entry| field(entry, component, reading)).collect()
}

fn field(entry: &Entry, component: &str, reading: &mut Reading<'_>) -> Entry {
    let node = &entry.value;
    let value = match (entry.key.as_str(), &node.kind) {
        ("thumbnail", Kind::Text(_)) => image(node),
        ("thumbnails", Kind::Text(_)) => tree::list(node.span, vec![image(node)]),
        ("header" | "head" | "imageTitle", Kind::Text(_) | Kind::Number(..)) => tree::wrap("title", tree::as_text(node)),
        ("link", Kind::Text(_)) => tree::wrap("web", node.clone()),
        ("extra", _) => node.clone(),
        (name, _) if let Some(items) = element::items(node) => {
            let mut native = |item: &Node, reading: &mut Reading<'_>| Some(item_of(name, item, component, reading));
            tree::list(node.span, element::list(items, &mut native, reading))
        }
        ("thumbnails", Kind::Map(map)) => tree::list(node.span, vec![tree::map(node.span, fields(map, component, reading))]),
        ("itemList", Kind::Map(map)) => tree::list(node.span, map.entries.iter().map(pair).collect()),
        ("itemListSummary", Kind::Map(map)) => pair_or_fields(node, map, component, reading),
        (_, Kind::Map(map)) => tree::map(node.span, fields(map, component, reading)),
        _ => node.clone(),
    };
    Entry { value, ..entry.clone() }
}

/// One element of the list in the field `name`.
fn item_of(name: &str, item: &Node, component: &str, reading: &mut Reading<'_>) -> Node {
    match (name, &item.kind) {
        ("thumbnails", Kind::Text(_)) => image(item),
        ("buttons", _) => action::button(item, reading),
        ("items", _) => list_item(item, component, reading),
        ("itemList", Kind::Map(map)) => pair_or_fields(item, map, component, reading),
        (_, Kind::Map(map)) => tree::map(item.span, fields(map, component, reading)),
        _ => item.clone(),
    }
}

/// `매장: 판교점`, or title and description by their names.
fn pair_or_fields(node: &Node, map: &Map, component: &str, reading: &mut Reading<'_>) -> Node {
    match map.entries.as_slice() {
        [only] if !["title", "description"].contains(&only.key.as_str()) => pair(only),
        _ => tree::map(node.span, fields(map, component, reading)),
    }
}

fn image(node: &Node) -> Node {
    tree::wrap("imageUrl", node.clone())
}

/// `매장: 판교점` → `{title: 매장, description: 판교점}`.
fn pair(entry: &Entry) -> Node {
    let span = Span { end: entry.value.span.end.max(entry.key_span.end), ..entry.key_span };
    tree::map(
        span,
        vec![tree::entry("title", tree::word(entry.key_span, &entry.key)), tree::entry("description", tree::as_text(&entry.value))],
    )
}

fn list_item(node: &Node, component: &str, reading: &mut Reading<'_>) -> Node {
    match &node.kind {
        Kind::Map(map) => {
            let spelled = Map { entries: action::of_item(map, reading) };
            tree::map(node.span, fields(&spelled, component, reading))
        }
        Kind::Text(_) | Kind::Number(..) => tree::wrap("title", tree::as_text(node)),
        _ => node.clone(),
    }
}

/// Native (`type`, `items`), or `cards`, whose type is found, or the cards alone.
fn carousel(node: &Node, reading: &mut Reading<'_>) -> Node {
    let map = match &node.kind {
        _ if let Some(cards) = element::items(node) => return tree::map(node.span, cards_of(node, cards, None, reading)),
        Kind::Map(map) => map,
        _ => {
            reading.wrong_kind(node, "carousel", "map");
            return node.clone();
        }
    };
    let kind = map.get("type").and_then(|entry| entry.value.as_text()).unwrap_or_default();
    let mut native = Vec::new();
    for entry in map.entries.iter().filter(|entry| !is_private(&entry.key)) {
        match (entry.key.as_str(), &entry.value.kind) {
            ("cards", _) if let Some(cards) = element::items(&entry.value) => {
                native.extend(cards_of(&entry.value, cards, map.get("type"), reading));
            }
            ("cards", _) => {
                reading.wrong_kind(&entry.value, "cards", "list");
                native.extend(stand_in(entry.value.span));
            }
            ("type", _) if map.get("cards").is_some() => {}
            ("items", _) if let Some(items) = element::items(&entry.value) => {
                let mut bare = |item: &Node, reading: &mut Reading<'_>| Some(item_of("cards", item, kind, reading));
                let value = tree::list(entry.value.span, element::list(items, &mut bare, reading));
                native.push(Entry { value, ..entry.clone() });
            }
            (name, _) if CAROUSEL.contains(&name) => native.push(field(entry, "carousel", reading)),
            _ => wrong_field(entry, "carousel", CAROUSEL, reading),
        }
    }
    if let (Some(cards), Some(items)) = (map.get("cards"), map.get("items")) {
        let both = Diagnostic::new(Code::NotTogether).at(items.key_span).arg("first", "cards").arg("second", "items");
        reading.report.push(both.also(cards.key_span, "함께 쓸 수 없어요", "cannot go together"));
    }
    tree::map(node.span, native)
}

/// `type` and `items` of cards that each carry their own name.
fn cards_of(node: &Node, cards: &[Node], said: Option<&Entry>, reading: &mut Reading<'_>) -> Vec<Entry> {
    let mut kind: Option<(String, Span)> = said.and_then(|entry| Some((entry.value.as_text()?.to_owned(), entry.value.span)));
    let mut native = |card: &Node, reading: &mut Reading<'_>| bare_card(card, &mut kind, reading);
    let items = element::list(cards, &mut native, reading);
    if items.is_empty() && !cards.is_empty() {
        return stand_in(node.span);
    }
    let mut native = Vec::new();
    native.extend(kind.map(|(kind, span)| tree::entry("type", tree::word(span, &kind))));
    native.push(tree::entry("items", tree::list(node.span, items)));
    native
}

/// What stands in for cards that are all wrong: each of them is reported, and that the carousel is empty now need not be said as well.
fn stand_in(span: Span) -> Vec<Entry> {
    let card = tree::wrap("title", tree::word(span, "…"));
    vec![tree::entry("type", tree::word(span, "textCard")), tree::entry("items", tree::list(span, vec![card]))]
}

/// The body of a card that carries its name. `kind`: the name of the cards before it, and where it stands.
fn bare_card(card: &Node, kind: &mut Option<(String, Span)>, reading: &mut Reading<'_>) -> Option<Node> {
    let Kind::Map(map) = &card.kind else {
        reading.wrong_kind(card, "cards", "map");
        return None;
    };
    let mut public = map.entries.iter().filter(|entry| !is_private(&entry.key));
    let (Some(entry), None) = (public.next(), public.next()) else {
        reading.wrong_kind(card, "cards", "card");
        return None;
    };
    if !CARDS.contains(&entry.key.as_str()) {
        let near = nearest(&entry.key, CARDS.iter().copied());
        let wrong = Diagnostic::new(Code::NotOneOf).at(entry.key_span).arg("what", "cards").arg("found", &entry.key);
        reading.report.push(wrong.arg("allowed", CARDS.join(", ")).suggest(near));
        return None;
    }
    match kind {
        Some((kind, first)) if *kind != entry.key => {
            let mixed = Diagnostic::new(Code::MixedCarousel).at(entry.key_span);
            reading.report.push(mixed.also(*first, "첫 카드의 종류예요", "the first card's type"));
            return None;
        }
        _ => *kind = Some((entry.key.clone(), entry.key_span)),
    }
    Some(body(entry, reading))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{findings_of, load, outputs};

    fn output(reply: &str) -> Value {
        outputs(&format!("skills:\n  /a:\n    reply: {reply}\n"))[0].clone()
    }

    fn mistakes(reply: &str) -> Vec<String> {
        findings_of(&format!("skills:\n  /a:\n    reply: {reply}\n"))
    }

    #[test]
    fn texts_and_images_have_short_forms() {
        let text = json!({"simpleText": {"text": "안녕"}});
        for reply in ["안녕", "{ text: 안녕 }", "{ simpleText: 안녕 }", "{ simpleText: { text: 안녕 } }", "[안녕]"] {
            assert_eq!(output(reply), text, "{reply}");
        }
        assert_eq!(
            output("{ image: 'https://a.kr/1.png', alt: 그림 }"),
            json!({"simpleImage": {"imageUrl": "https://a.kr/1.png", "altText": "그림"}})
        );
        assert_eq!(output("{ simpleImage: 'https://a.kr/1.png' }"), json!({"simpleImage": {"imageUrl": "https://a.kr/1.png"}}));
    }

    #[test]
    fn a_number_as_a_reply_keeps_its_spelling() {
        assert_eq!(output("010"), json!({"simpleText": {"text": "010"}}));
        assert_eq!(output("{ text: 1.10 }"), json!({"simpleText": {"text": "1.10"}}));
    }

    #[test]
    fn short_fields_are_spelled_out() {
        let cases = [
            (
                "{ basicCard: { thumbnail: 'https://a.kr/1.png' } }",
                json!({"basicCard": {"thumbnail": {"imageUrl": "https://a.kr/1.png"}}}),
            ),
            (
                "{ commerceCard: { thumbnails: 'https://a.kr/1.png' } }",
                json!({"commerceCard": {"thumbnails": [{"imageUrl": "https://a.kr/1.png"}]}}),
            ),
            (
                "{ listCard: { header: 제목, items: [{ title: 가, link: 'https://a.kr' }, { title: 나, message: 다 }, 라] } }",
                json!({"listCard": {"header": {"title": "제목"}, "items": [
                    {"title": "가", "link": {"web": "https://a.kr"}},
                    {"title": "나", "messageText": "다", "action": "message"},
                    {"title": "라"},
                ]}}),
            ),
            (
                "{ itemCard: { head: 제목, itemList: { 매장: 판교, 인원: 2 }, itemListSummary: { 합계: 1 } } }",
                json!({"itemCard": {
                    "head": {"title": "제목"},
                    "itemList": [{"title": "매장", "description": "판교"}, {"title": "인원", "description": "2"}],
                    "itemListSummary": {"title": "합계", "description": "1"},
                }}),
            ),
        ];
        for (short, native) in cases {
            assert_eq!(output(short), native, "{short}");
        }
    }

    #[test]
    fn an_item_list_may_have_dashes() {
        assert_eq!(
            output("{ itemCard: { itemList: [매장: 판교, { title: 인원, description: 둘 }] } }"),
            json!({"itemCard": {"itemList": [{"title": "매장", "description": "판교"}, {"title": "인원", "description": "둘"}]}})
        );
    }

    #[test]
    fn native_bodies_pass_through() {
        let native = json!({"carousel": {"type": "commerceCard", "items": [
            {"price": 100, "thumbnails": [{"imageUrl": "https://a.kr/1.png", "link": {"web": "https://a.kr"}}],
             "buttons": [{"label": "가", "action": "share"}]},
        ]}});
        assert_eq!(output(&native.to_string()), native);
    }

    #[test]
    fn a_carousel_finds_its_type_in_its_cards() {
        let native = json!({"carousel": {"type": "textCard", "items": [{"title": "가"}, {"title": "나"}]}});
        assert_eq!(output("{ carousel: { cards: [{ textCard: { title: 가 } }, { textCard: { title: 나 } }] } }"), native);
        assert_eq!(output("{ carousel: [{ textCard: { title: 가 } }, { textCard: { title: 나 } }] }"), native);
    }

    #[test]
    fn a_carousel_of_different_cards_is_refused_at_the_odd_one() {
        assert_eq!(
            mistakes("{ carousel: { cards: [{ textCard: { title: 가 } }, { basicCard: { title: 나 } }] } }"),
            ["E075 basicCard"]
        );
        assert_eq!(mistakes("{ carousel: { cards: [{ simpleText: 가 }] } }"), ["E047 simpleText"]);
        assert_eq!(mistakes("{ carousel: { card: [] } }"), ["E077 card"]);
    }

    #[test]
    fn one_slip_in_a_card_is_told_once() {
        assert_eq!(mistakes("[{ basicCard: , title: 가, thumbnail: 나 }]"), ["E006 title"]);
        assert_eq!(mistakes("{ basicCard: }"), ["E020 basicCard"]);
        assert_eq!(mistakes("{ carousel: [{ title: 가, description: 나 }] }"), ["E012 { title: 가, description: 나 }"]);
        assert_eq!(mistakes("{ text: 가, quickReplies: [나] }"), ["E036 quickReplies"]);
    }

    #[test]
    fn an_unknown_component_suggests_the_nearest() {
        let loaded = load("skills:\n  /a:\n    reply: { basicCrad: { title: 가 } }\n");
        let found = loaded.report.sorted();
        assert_eq!((found[0].code.id(), found[0].suggestion.as_deref()), ("E078", Some("basicCard")));
    }

    #[test]
    fn each_element_is_read_though_another_is_wrong() {
        assert_eq!(
            mistakes("[{ txt: 가 }, '', { text: 나, also: 다 }, { textCard: 라, each: 마 }]"),
            ["E078 txt", "E020 ''", "E077 also", "E122 { textCard: 라, each: 마 }", "E012 라"]
        );
    }

    #[test]
    fn literal_addresses_are_checked_wherever_they_stand() {
        let yaml = "skills:\n  /a:\n    reply:\n      basicCard:\n        thumbnail: a.kr/1.png\n        buttons:\n          - { label: 가, url: /menu }\n          - { label: 나, url: 'http://a.kr' }\n          - { label: 다, url: '{{vars.home}}/a', extra: { web: x } }\n";
        assert_eq!(findings_of(yaml), ["E037 a.kr/1.png", "E037 /menu", "W006 'http://a.kr'"]);
        assert_eq!(load(yaml).report.sorted()[0].fix.as_ref().unwrap().1, "https://a.kr/1.png");
    }
}

//! What an operator and a chat user notice of templates: from text and payload to text.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::diag::Code;

/// A payload as Kakao sends it.
pub(super) fn payload() -> Value {
    json!({
        "intent": {"id": "i", "name": "주문"},
        "userRequest": {
            "timezone": "Asia/Seoul", "utterance": " 아메리카노 \"큰\" 거\n", "lang": null,
            "user": {"id": "u-1", "type": "botUserKey", "properties": {"isFriend": true, "plusfriendUserKey": "p"}},
            "callbackUrl": "https://bot-api.kakao.com/v1/bots/x!/callback/t%2B"
        },
        "bot": {"id": "b", "name": "봇"},
        "action": {
            "name": "주문하기",
            "params": {"name": "길동", "sys_number": "{\"amount\": 3, \"unit\": null}", "menu": "[1]", "empty": ""},
            "detailParams": {"name": {"origin": "길동이", "value": "길동"}, "menu": {"origin": "커피", "value": {"a": 1}}},
            "clientExtra": {"page": 2, "list": ["가", "나"], "deep": {"x": {"y": 1.5}}}
        },
        "contexts": [
            {"name": "order", "lifespan": 1, "params": {"menu": {"value": "라떼", "resolvedValue": "카페라떼"}, "size": {"value": "L"}, "n": "1"}}
        ]
    })
}

pub(super) struct Fixture {
    pub(super) partials: Vec<(String, String)>,
    pub(super) vars: Map<String, Value>,
    pub(super) payload: Vec<u8>,
    pub(super) query: &'static str,
    pub(super) upstream: Option<Value>,
    pub(super) escape: Escape,
}

impl Default for Fixture {
    fn default() -> Self {
        Self {
            partials: Vec::new(),
            vars: json!({"shop": "도담카페", "open": 9, "list": ["ㄱ", "ㄴ"], "on": true, "null": null})
                .as_object()
                .cloned()
                .unwrap(),
            payload: payload().to_string().into_bytes(),
            query: "",
            upstream: None,
            escape: Escape::None,
        }
    }
}

impl Fixture {
    fn payload(mut self, payload: &Value) -> Self {
        self.payload = payload.to_string().into_bytes();
        self
    }

    fn upstream(mut self, upstream: Value) -> Self {
        self.upstream = Some(upstream);
        self
    }

    fn partial(mut self, name: &str, text: &str) -> Self {
        self.partials.push((name.to_owned(), text.to_owned()));
        self
    }

    fn escape(mut self, escape: Escape) -> Self {
        self.escape = escape;
        self
    }

    pub(super) fn try_render(&self, source: &str) -> Result<String, RenderError> {
        let mut faults = Vec::new();
        let mut wrong = Vec::new();
        let engine = Engine::new(&self.partials, &mut wrong);
        assert!(wrong.is_empty(), "{wrong:?}");
        let mut names = Names::new(&self.vars);
        let text = engine.compile(source, self.escape, &mut names, &mut faults).unwrap_or_else(|| panic!("{source}: {faults:?}"));
        let harvest = names.finish();
        let mut scope = harvest.read(&self.payload, RequestInfo { query: self.query, at_ms: 1_795_390_800_123 }).unwrap();
        if let Some(upstream) = &self.upstream {
            scope.set_upstream(upstream.clone());
        }
        let mut out = String::from("·");
        text.render(&engine, &scope, &mut out)?;
        let mut json = b"\"".to_vec();
        let chars = text.render_json(&engine, &scope, &mut json)?;
        json.push(b'"');
        let json: String = serde_json::from_slice(&json).unwrap();
        let out = out.strip_prefix('·').unwrap().to_owned();
        assert_eq!(json, out, "both ways write the same");
        assert_eq!(chars, out.chars().count(), "the count is exact");
        Ok(out)
    }

    pub(super) fn render(&self, source: &str) -> String {
        self.try_render(source).unwrap()
    }
}

fn render(source: &str) -> String {
    Fixture::default().render(source)
}

fn faults(source: &str, escape: Escape) -> Vec<(Code, String)> {
    let engine = Engine::new(&[], &mut Vec::new());
    let mut faults = Vec::new();
    engine.compile(source, escape, &mut Names::new(&Fixture::default().vars), &mut faults);
    faults.into_iter().map(|fault| (fault.code, source[fault.range].to_owned())).collect()
}

#[test]
fn every_root_of_the_language_has_its_value() {
    for (source, expected) in [
        ("{{utterance}}", "아메리카노 \"큰\" 거"),
        ("{{userRequest.utterance}}", " 아메리카노 \"큰\" 거\n"),
        ("{{params.name}}{{params.empty}}{{params.none}}", "길동"),
        ("{{origin.name}} {{origin.none}}", "길동이 "),
        ("{{user.id}} {{user.properties.isFriend}}", "u-1 true"),
        ("{{extra.page}} {{extra.list.1}} {{extra.deep.x.y}}", "2 나 1.5"),
        ("{{context.order.menu}} {{context.order.size}} {{context.order.n}}", "카페라떼 L 1"),
        ("{{contexts.0.name}} {{contexts.[0].lifespan}}", "order 1"),
        ("{{vars.shop}} {{vars.open}} {{vars.on}} {{vars.null}}", "도담카페 9 true "),
        ("{{intent.name}} {{bot.name}} {{action.name}} {{flow.trigger.type}}", "주문 봇 주문하기 "),
        ("{{now}}", "2026-11-23T08:40:00+09:00"),
        ("{{path.x}}{{upstream.x}}{{query.x}}", ""),
    ] {
        assert_eq!(render(source), expected, "{source}");
    }
}

#[test]
fn an_upstream_answer_is_seen_when_it_is_there() {
    let fixture = Fixture::default().upstream(json!({"price": 3000, "items": [{"name": "라떼"}, {"name": "모카"}]}));
    assert_eq!(fixture.render("{{upstream.price}}원 {{upstream.items.1.name}}"), "3000원 모카");
    assert_eq!(fixture.render("{{#each upstream.items}}{{@index}}{{name}}{{#unless @last}}, {{/unless}}{{/each}}"), "0라떼, 1모카");
    assert_eq!(fixture.render("{{upstream}}"), r#"{"price":3000,"items":[{"name":"라떼"},{"name":"모카"}]}"#);
    assert_eq!(Fixture::default().upstream(json!("글")).render("{{upstream}}"), "글");
}

#[test]
fn a_query_is_decoded() {
    let fixture = Fixture { query: "x=%EA%B0%80+b", ..Fixture::default() };
    assert_eq!(fixture.render("{{query.x}}|{{#each query}}{{@key}}={{this}}{{/each}}"), "가 b|x=가 b");
}

#[test]
fn lists_and_maps_print_as_json_on_both_roads() {
    assert_eq!(render("{{extra.deep}}{{extra.list}}"), r#"{"x":{"y":1.5}}["가","나"]"#);
    assert_eq!(render("{{#if true}}{{extra.deep}}{{extra.list}}{{/if}}"), r#"{"x":{"y":1.5}}["가","나"]"#);
}

#[test]
fn a_parameter_that_holds_json_is_seen_as_object_and_prints_as_text() {
    let text = r#"{"amount": 3, "unit": null}"#;
    assert_eq!(render("{{params.sys_number.amount}}개"), "3개");
    assert_eq!(render("{{params.sys_number}}/{{params.sys_number.amount}}"), format!("{text}/3"));
    assert_eq!(render("{{#with params.sys_number}}{{amount}}{{/with}}{{params.sys_number}}"), format!("3{text}"));
    assert_eq!(render("{{lookup params.sys_number \"amount\"}}{{#each params.sys_number}}{{@key}} {{/each}}"), "3amount unit ");
    assert_eq!(render("{{#each params}}{{@key}}={{this}};{{/each}}"), format!("name=길동;sys_number={text};menu=[1];empty=;"));
    assert_eq!(render("{{#with params}}{{sys_number}} {{sys_number.amount}}{{/with}}"), format!("{text} 3"));
    assert_eq!(render("{{lookup params \"sys_number\"}}"), text);
    assert_eq!(render("{{default params.sys_number \"-\"}}"), text);
    assert_eq!(render("{{#each params}}{{default this \"-\"}};{{/each}}"), format!("길동;{text};[1];-;"));
    assert_eq!(render("{{params.menu}} {{params.menu.0}}"), "[1] ");
}

#[test]
fn blocks_and_their_names_work() {
    assert_eq!(render("{{#if params.none}}1{{else if params.name}}2{{else}}3{{/if}}"), "2");
    assert_eq!(render("{{#if params.none}}1{{else if params.nix}}2{{else}}3{{/if}}"), "3");
    assert_eq!(render("{{#each extra.list}}{{@index}}{{@first}}{{@last}}{{this}} {{/each}}"), "0truefalse가 1falsetrue나 ");
    assert_eq!(render("{{#each extra.list as |word at|}}{{at}}{{word}}{{params.name}}{{/each}}"), "0가1나");
    assert_eq!(render("{{#each extra.list}}{{../params.name}}{{@root.utterance}};{{/each}}").matches("길동").count(), 2);
    assert_eq!(render("{{#with extra}}{{page}}{{#each list}}{{this}}{{../page}}{{/each}}{{/with}}"), "2가2나2");
    assert_eq!(render("{{#each extra.none}}1{{else}}없음{{/each}}"), "없음");
    assert_eq!(render("{{#unless params.none}}{{#if (eq params.name \"길동\")}}네{{/if}}{{/unless}}"), "네");
    assert_eq!(render("{{#each vars.list}}{{this}}{{/each}}{{lookup vars.list 1}}{{vars.list.0}}"), "ㄱㄴㄴㄱ");
    assert_eq!(render("{{#with (lookup extra.deep \"x\")}}{{y}}{{/with}}"), "1.5");
}

#[test]
fn a_field_that_is_named_like_a_helper_is_a_field() {
    let fixture = Fixture::default().upstream(json!([{"number": 7, "date": "오늘", "else": 1}]));
    assert_eq!(fixture.render("{{#each upstream}}{{number}} {{date}} {{this.number}}{{/each}}"), "7 오늘 7");
}

#[test]
fn lines_of_blocks_leave_no_empty_lines_and_tildes_trim() {
    assert_eq!(render("가\n{{#if params.name}}\n나\n{{/if}}\n다"), "가\n나\n다");
    assert_eq!(render("가  {{~params.name~}}  나"), "가길동나");
    assert_eq!(render("{{! 메모 }}\n안녕 {{params.name}}"), "안녕 길동");
}

#[test]
fn backslashes_keep_braces() {
    assert_eq!(render(r"\{{name}} {{params.name}}"), "{{name}} 길동");
    assert_eq!(render(r"\\{{params.name}}"), r"\길동");
}

#[test]
fn vars_and_constant_helpers_are_filled_in_at_load() {
    let engine = Engine::new(&[], &mut Vec::new());
    let mut names = Names::new(&Fixture::default().vars);
    let mut compile = |source: &str| engine.compile(source, Escape::None, &mut names, &mut Vec::new()).unwrap();
    assert_eq!(compile("{{vars.shop}}: {{kakao \"webhook.text\"}}").literal(), Some("도담카페: {{#webhook.text}}"));
    assert_eq!(compile("글").literal(), Some("글"));
    assert_eq!(compile("").literal(), Some(""));
    let text = compile("가{{params.name}}나{{vars.shop}}{{#if params.x}}다{{/if}}");
    assert_eq!((text.literal(), text.literal_parts().as_str()), (None, "가나도담카페"));
    assert!(compile("{{upstream.price}}").is_one_expression() && compile("{{upstream.price}}").uses_upstream());
    assert!(!compile("{{upstream.price}}원").is_one_expression() && !compile("{{params.upstream}}").uses_upstream());
    assert!(compile("{{#if params.x}}{{trim upstream}}{{/if}}").uses_upstream());
    assert_eq!(names.used_vars().collect::<Vec<_>>(), ["shop"]);
}

#[test]
fn partials_are_part_of_the_place_that_calls_them() {
    let fixture = || {
        Fixture::default()
            .partial("_footer", "-- {{vars.shop}} {{params.name}}")
            .partial("_item", "[{{name}}{{#if price}} {{price}}원{{/if}}]{{> _end}}")
            .partial("_end", ".")
            .upstream(json!({"items": [{"name": "라떼", "price": 5}, {"name": "모카"}]}))
    };
    assert_eq!(fixture().render("{{> _footer}}"), "-- 도담카페 길동");
    assert_eq!(fixture().render("가\n{{> _footer}}\n나"), "가\n-- 도담카페 길동나");
    assert_eq!(fixture().render("가 {{> _footer}} 나"), "가 -- 도담카페 길동 나", "no white space is doubled");
    assert_eq!(fixture().render("가\n  {{> _end}}\n나"), "가\n  .나");
    assert_eq!(fixture().render("{{#each upstream.items}}{{> _item}}{{/each}}"), "[라떼 5원].[모카].");
    assert_eq!(fixture().render("{{#each upstream.items}}{{> _item price=@index}}{{/each}}"), "[라떼].[모카 1원].");
    assert_eq!(fixture().render("{{> _item upstream.items.0}}{{> _item upstream.none}}"), "[라떼 5원].[].");
    assert_eq!(fixture().render("{{> _item name=params.name price=(lookup vars.list 0)}}"), "[길동 ㄱ원].");
    let nested = fixture().partial("_list", "{{#each list}}{{title}}{{title.x}}{{this}}{{/each}}");
    assert_eq!(
        nested.render("{{#with extra}}{{> _list title=page}}{{> _list title=deep}}{{/with}}"),
        "2가2나{\"x\":{\"y\":1.5}}{\"y\":1.5}가{\"x\":{\"y\":1.5}}{\"y\":1.5}나"
    );
}

#[test]
fn values_are_escaped_for_their_place() {
    let json = Fixture::default().escape(Escape::Json);
    let written = json.render("{\"a\": \"{{utterance}}\", \"b\": {{json extra.list}}, \"c\": {{json utterance}}{{#if params.name}}, \"d\": \"{{trim utterance}}\"{{/if}}}");
    let parsed: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(
        parsed,
        json!({"a": "아메리카노 \"큰\" 거", "b": ["가", "나"], "c": "아메리카노 \"큰\" 거", "d": "아메리카노 \"큰\" 거"})
    );
    let url = Fixture::default().escape(Escape::Percent);
    assert_eq!(
        url.render("/a?q={{params.name}}&{{#if true}}{{{extra.list.0}}}{{/if}}{{upper \"a b\"}}"),
        "/a?q=%EA%B8%B8%EB%8F%99&%EA%B0%80A%20B"
    );
}

#[test]
fn places_of_values_in_json_are_checked() {
    let codes = |source: &str| faults(source, Escape::Json).into_iter().map(|fault| fault.0).collect::<Vec<_>>();
    assert_eq!(codes("{\"a\": {{utterance}}}"), [Code::ValueOutsideString]);
    assert_eq!(codes("{\"a\": \"{{json utterance}}\"}"), [Code::JsonInsideString]);
    assert_eq!(codes("{\"a\": \"{{{utterance}}}{{&utterance}}\"}"), [Code::RawInJson, Code::RawInJson]);
    assert_eq!(codes("{\"a\": {{#if x}}\"a{{else}}\"b\"{{/if}}\"}"), [Code::QuoteAcrossBlock, Code::UnknownName]);
    assert_eq!(codes("{\"a\": {\"b\": {\"c\": \"{{utterance}}\"}}}"), []);
}

#[test]
fn all_mistakes_are_found_at_once_at_their_bytes() {
    let source = "안녕 {{name} 님 {{#webhook.text}}{{trimm params.x}}{{/if}}{{#each a}}{{> _no}}{{trim}} {{(x)}} {{{{r}}}}";
    let found = faults(source, Escape::None);
    for expected in [
        (Code::SingleBrace, "{{name}"),
        (Code::KakaoPlaceholder, "{{#webhook.text}}"),
        (Code::UnknownHelper, "trimm"),
        (Code::StrayClose, "{{/if}}"),
        (Code::UnclosedBlock, "{{#each a}}"),
        (Code::PartialNotFound, "_no"),
        (Code::UnknownHelper, "x"),
        (Code::TemplateSyntax, "{{{{r}}}}"),
    ] {
        assert!(found.contains(&(expected.0, expected.1.to_owned())), "{expected:?} in {found:?}");
    }
}

#[test]
fn unknown_roots_are_warned_of_with_a_guess() {
    let engine = Engine::new(&[], &mut Vec::new());
    let mut found = Vec::new();
    let source =
        "{{parms.name}} {{name}} {{vars.shpo}} {{#each upstream.x}}{{parms}}{{/each}}{{#if a}}{{else if (eq utterence 1)}}{{/if}}";
    assert!(engine.compile(source, Escape::None, &mut Names::new(&Fixture::default().vars), &mut found).is_some());
    let found: Vec<_> = found.iter().map(|fault| (fault.code, &source[fault.range.clone()], fault.suggestion.as_deref())).collect();
    assert_eq!(
        found,
        [
            (Code::UnknownName, "parms", Some("params")),
            (Code::UnknownName, "name", Some("params.name")),
            (Code::UnknownField, "shpo", Some("shop")),
            (Code::UnknownName, "a", Some("params.a")),
            (Code::UnknownName, "utterence", Some("utterance")),
        ]
    );
}

#[test]
fn a_payload_may_hold_anything_anywhere() {
    let sources = [
        "{{utterance}}{{params.name}}{{params.sys_number.amount}}{{origin.name}}{{user.id}}{{extra.page}}{{context.order.menu}}{{now}}",
        "{{#each params}}{{this}}{{/each}}{{#with origin}}{{x}}{{/with}}{{#each context}}{{this}}{{/each}}{{trim extra.deep.x.y}}",
        "{{#each contexts}}{{name}}{{/each}}{{json this}}{{@root}}{{lookup params \"x\"}}",
    ];
    let kinds =
        [json!(null), json!(1), json!("null"), json!("글"), json!([]), json!([1]), json!({}), json!({"name": []}), json!(true)];
    for source in sources {
        for kind in &kinds {
            for field in ["userRequest", "action", "contexts", "intent"] {
                let mut payload = payload();
                payload[field] = kind.clone();
                Fixture::default().payload(&payload).render(source);
            }
            for (field, inner) in
                [("action", "params"), ("action", "detailParams"), ("action", "clientExtra"), ("userRequest", "user")]
            {
                let mut payload = payload();
                payload[field][inner] = kind.clone();
                Fixture::default().payload(&payload).render(source);
            }
            Fixture::default().payload(&json!({"contexts": [kind, {"name": kind}, {"name": "a", "params": kind}]})).render(source);
        }
    }
    let mut payload = payload();
    payload["action"]["clientExtra"] = json!("null");
    assert_eq!(Fixture::default().payload(&payload).render("[{{extra}}{{#if extra}}x{{/if}}{{extra.page}}]"), "[]");
}

#[test]
fn what_is_no_payload_is_refused() {
    let mut names = Names::new(&Map::new());
    let _ = names.named(&["params", "name"], false);
    let harvest = names.finish();
    let read = |body: &[u8]| harvest.read(body, RequestInfo::default()).map(|_| ()).unwrap_err();
    assert_eq!(read(b"{\"a\": \"\xff\"}"), PayloadError::NotUtf8);
    assert_eq!(read(b"[1]"), PayloadError::NotAnObject);
    assert_eq!(read(b"\"a\""), PayloadError::NotAnObject);
    assert_eq!(read(b"null"), PayloadError::NotAnObject);
    for body in ["", "{", "{} x", "{\"a\": tru}", "{\"action\": {\"params\": {\"name\": \"\u{1}\"}}}"] {
        assert!(matches!(read(body.as_bytes()), PayloadError::NotJson(_)), "{body}");
    }
    let deep = format!("{{\"a\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(read(deep.as_bytes()), PayloadError::NotJson(_)));
    let deep = format!("{{\"action\": {}1{}}}", "{\"params\": ".repeat(126), "}".repeat(126));
    assert!(harvest.read(deep.as_bytes(), RequestInfo::default()).is_ok());
}

#[test]
fn a_byte_order_mark_is_passed_over_and_the_last_of_two_keys_wins() {
    let fixture = |payload: &str| Fixture { payload: payload.as_bytes().to_vec(), ..Fixture::default() };
    let source = "{{params.a}}{{params.b.c}}{{utterance}}";
    assert_eq!(fixture("\u{feff}{\"action\":{\"params\":{\"a\":\"1\"}}}").render(source), "1");
    assert_eq!(fixture(r#"{"action":{"params":{"a":"1","b":{"c":3},"a":"2","b":4}}}"#).render(source), "2");
    assert_eq!(fixture(r#"{"action":{"params":{"a":"1"}},"action":{}}"#).render(source), "");
    assert_eq!(
        fixture(r#"{"action":{"params":{"a":"1","a":null}}}"#).render(&format!("{source}{{{{#each params}}}}x{{{{/each}}}}")),
        "x"
    );
}

#[test]
fn what_a_request_always_needs_is_always_there() {
    let harvest = Names::new(&Map::new()).finish();
    let payload = payload().to_string();
    let scope = harvest.read(payload.as_bytes(), RequestInfo::default()).unwrap();
    assert_eq!(scope.callback_url(), Some("https://bot-api.kakao.com/v1/bots/x!/callback/t%2B"));
    assert_eq!(scope.user_id(), Some("u-1"));
    assert!(scope.utterance().is_none());
    let scope = harvest.read(br#"{"userRequest":{"callbackUrl":"","user":{"id":7}}}"#, RequestInfo::default()).unwrap();
    assert_eq!((scope.callback_url(), scope.user_id()), (None, None));
}

#[test]
fn the_time_is_that_of_the_user() {
    let at = |zone: Value| Fixture::default().payload(&json!({"userRequest": {"timezone": zone}})).render("{{now}}");
    assert_eq!(at(json!("UTC")), "2026-11-22T23:40:00+00:00");
    assert_eq!(at(json!("Mars/Olympus")), "2026-11-23T08:40:00+09:00");
    assert_eq!(at(json!(null)), "2026-11-23T08:40:00+09:00");
}

#[test]
fn output_and_rounds_have_an_end() {
    let list: Vec<u32> = (0..30_000).collect();
    let fixture = Fixture::default().upstream(json!({"list": list, "text": "가".repeat(30_000)}));
    assert!(fixture.try_render("{{#each upstream.list}}{{this}}글글{{/each}}").is_err());
    assert!(fixture.try_render("{{#each upstream.list}}{{#each ../upstream.list}}{{/each}}{{/each}}").is_err());
    assert!(fixture.try_render("{{upstream.text}}").is_err());
    assert!(fixture.try_render("{{#if true}}{{upstream.text}}{{/if}}").is_err());
}

#[test]
fn hostile_templates_end_in_a_fault_on_a_small_stack() {
    let check = || {
        let nested = |n: usize| format!("{}{}", "{{#if utterance}}".repeat(n), "{{/if}}".repeat(n));
        assert_eq!(faults(&nested(600), Escape::None).first().map(|fault| fault.0), Some(Code::TemplateTooDeep));
        assert!(!faults(&nested(5_000), Escape::None).is_empty());
        assert!(faults(&nested(64), Escape::None).is_empty());
        let calls = |n: usize| format!("{{{{#if {}utterance{}}}}}x{{{{/if}}}}", "(not ".repeat(n), ")".repeat(n));
        assert!(!faults(&calls(10_000), Escape::None).is_empty());
        assert!(faults(&calls(64), Escape::None).is_empty());
        assert_eq!(Fixture::default().render(&calls(64)), "x");
        assert_eq!(Fixture::default().render(&nested(64).replacen("{{/if}}", "끝{{/if}}", 1)), "끝");
        let chain = format!("{{{{#if params.x}}}}{}{{{{/if}}}}", "{{else if params.y}}z".repeat(62));
        assert_eq!(Fixture::default().render(&chain), "");
        // Each partial calls the next twice: 2^40 calls in all.
        let mut wrong = Vec::new();
        let twice = |at: usize| (format!("p{at}"), format!("{{{{> p{}}}}}{{{{> p{}}}}}", at + 1, at + 1));
        let partials: Vec<(String, String)> = (0..40).map(twice).chain([("p40".to_owned(), "x".to_owned())]).collect();
        let engine = Engine::new(&partials, &mut wrong);
        assert!(wrong.is_empty());
        let mut found = Vec::new();
        assert!(engine.compile("{{> p0}}", Escape::None, &mut Names::new(&Map::new()), &mut found).is_none());
        assert!(found.iter().any(|fault| fault.code == Code::TemplateTooDeep));
    };
    std::thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(check).unwrap().join().unwrap();
}

proptest! {
    #[test]
    fn any_utterance_is_written_as_it_is(utterance in any::<String>()) {
        let payload = json!({"userRequest": {"utterance": utterance}});
        let fixture = Fixture::default().payload(&payload);
        prop_assert_eq!(&fixture.render("{{userRequest.utterance}}"), &utterance);
        prop_assert_eq!(&fixture.render("{{#if true}}{{userRequest.utterance}}{{/if}}"), &utterance);
        let json = Fixture::default().payload(&payload).escape(Escape::Json).render("{\"a\": \"{{utterance}}\"}");
        prop_assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), json!({"a": utterance.trim()}));
    }

    #[test]
    fn both_roads_print_the_same(value in arbitrary_json(), path in prop::sample::select(vec![
        "extra.a", "params.a", "params.a.b", "extra.a.b", "extra", "userRequest.a", "user.a.0", "context.c.a", "origin.a", "upstream.a", "utterance",
    ])) {
        let payload = json!({
            "userRequest": {"a": value, "user": {"a": value}, "utterance": value},
            "action": {"params": {"a": value}, "clientExtra": {"a": value}, "detailParams": {"a": {"origin": value}}},
            "contexts": [{"name": "c", "params": {"a": {"value": value}}}]
        });
        let fixture = Fixture::default().payload(&payload).upstream(json!({"a": value}));
        prop_assert_eq!(fixture.render(&format!("<{{{{{path}}}}}>")), fixture.render(&format!("{{{{#if true}}}}<{{{{{path}}}}}>{{{{/if}}}}")));
    }

    #[test]
    fn no_template_text_panics(source in template_like(), escape in prop::sample::select(vec![Escape::None, Escape::Json, Escape::Percent])) {
        let engine = Engine::new(&[("_p".to_owned(), "{{x}}".to_owned())], &mut Vec::new());
        let mut names = Names::new(&Fixture::default().vars);
        let mut found = Vec::new();
        Engine::partials_of(&source);
        let text = engine.compile(&source, escape, &mut names, &mut found);
        for fault in &found {
            prop_assert!(source.get(fault.range.clone()).is_some(), "{:?}", fault);
        }
        // What our own reading accepts, Handlebars accepts.
        if text.is_none() {
            prop_assert!(found.iter().any(Fault::is_error));
            prop_assert!(!found.iter().any(|fault| fault.args.iter().any(|arg| arg.1.starts_with("Handlebars"))), "{:?}", found);
        }
        let harvest = names.finish();
        let payload = payload().to_string();
        let scope = harvest.read(payload.as_bytes(), RequestInfo::default()).unwrap();
        if let Some(text) = text {
            let _ = text.render(&engine, &scope, &mut String::new());
        }
    }

    #[test]
    fn no_payload_panics(body in prop::collection::vec(any::<u8>(), 0..200), text in "[\\[\\]{}\",:a-z0-9\\\\ue]{0,120}") {
        let mut names = Names::new(&Map::new());
        let _ = names.named(&[], false);
        let harvest = names.finish();
        let _ = harvest.read(&body, RequestInfo::default());
        let _ = harvest.read(text.as_bytes(), RequestInfo::default());
    }
}

fn arbitrary_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        Just(json!("{\"b\": [1, \"x\"]}")),
        Just(json!("null")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[ab]", inner, 0..3).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Texts that are nearly templates.
fn template_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{{",
        "}}",
        "{{{",
        "}}}",
        "{",
        "}",
        "\\",
        "~",
        "#if ",
        "#each ",
        "/if",
        "/each",
        "else",
        "else if ",
        "^",
        "> _p",
        "> _p ",
        "!",
        "!--",
        "--",
        " ",
        "\n",
        "params.name",
        "extra.list",
        "this",
        "../",
        "@index",
        "@root",
        ".",
        "(",
        ")",
        "\"",
        "'",
        "[",
        "]",
        "=",
        "|",
        " as |x|",
        "trim ",
        "json ",
        "lookup ",
        "1",
        "-2.5",
        "true",
        "null",
        "x",
        "가",
        "“",
        "&",
        "*",
        "$",
        "{{params.name}}",
        "{{#each extra.list}}",
        "{{/each}}",
        "{{#if utterance}}",
        "{{else}}",
        "{{/if}}",
        "{{> _p x=1}}",
        "{{trim params.name}}",
        "{{default params.x \"y\"}}",
        "{{this}}",
        "{{@key}}",
        "{{vars.shop}}",
        "{{else if vars.on}}",
        "\"",
        "{{json this}}",
        "{{#with params}}",
        "{{/with}}",
        "{{~",
        "~}}",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

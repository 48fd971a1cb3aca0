//! What an operator and a chat user notice of templates: from text and payload to text.

use serde_json::{Map, Value, json};

mod entry;
mod hostile;

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
        let mut names = Names::new(self.vars.clone().into());
        let text = engine.compile(source, self.escape, &mut names, &mut faults).unwrap_or_else(|| panic!("{source}: {faults:?}"));
        let harvest = names.finish();
        let mut scope = harvest.read(&self.payload, RequestInfo { path: "", query: self.query, at_ms: 1_795_390_800_123 }).unwrap();
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
    engine.compile(source, escape, &mut Names::new(Fixture::default().vars.into()), &mut faults);
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
fn defaults_are_the_same_on_both_roads() {
    for values in [
        "params.name \"손님\"",
        "params.none \"손님\"",
        "params.empty extra.none 0",
        "params.none false",
        "extra.list 1",
        "params.none null",
        "params.none \"\"",
        "params.empty params.sys_number",
    ] {
        let inside = render(&format!("{{{{#if true}}}}{{{{default {values}}}}}{{{{/if}}}}"));
        assert_eq!(render(&format!("{{{{default {values}}}}}")), inside, "{values}");
    }
    assert_eq!(render("{{default params.none \"손님\"}}님"), "손님님");
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
    let mut names = Names::new(Fixture::default().vars.into());
    let mut compile = |source: &str| engine.compile(source, Escape::None, &mut names, &mut Vec::new()).unwrap();
    assert_eq!(compile("{{vars.shop}}: {{kakao \"webhook.text\"}}").literal(), Some("도담카페: {{#webhook.text}}"));
    assert_eq!(compile("{{#each vars.list}}{{@index}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}").literal(), Some("0ㄱ, 1ㄴ"));
    assert_eq!(compile("{{#if vars.on}}{{join vars.list \"/\"}}{{/if}}").literal(), Some("ㄱ/ㄴ"));
    // One that is not known may be a slip, which is warned of; a text is not found empty because of it.
    assert_eq!(compile("{{default vars.none vars.shop}}").literal(), None);
    assert_eq!(compile("글").literal(), Some("글"));
    assert_eq!(compile("").literal(), Some(""));
    let text = compile("가{{params.name}}나{{vars.shop}}{{#if params.x}}다{{/if}}");
    assert_eq!((text.literal(), text.literal_parts().as_str()), (None, "가나도담카페"));
    assert!(compile("{{upstream.price}}").is_one_expression() && compile("{{upstream.price}}").uses_upstream());
    assert!(!compile("{{upstream.price}}원").is_one_expression() && !compile("{{params.upstream}}").uses_upstream());
    assert!(compile("{{#if params.x}}{{trim upstream}}{{/if}}").uses_upstream());
    // Everything there is, with or without an upstream: no mistake.
    assert!(!compile("{{json this}}").uses_upstream());
    assert_eq!(names.used_vars().collect::<Vec<_>>(), ["list", "none", "on", "shop"]);
}

#[test]
fn what_fails_for_every_request_fails_at_load() {
    assert_eq!(faults("{{won vars.shop}}", Escape::None), [(Code::TrialFailed, "{{won vars.shop}}".to_owned())]);
    assert_eq!(faults("{{won params.price}}", Escape::None), []);
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
    assert!(engine.compile(source, Escape::None, &mut Names::new(Fixture::default().vars.into()), &mut found).is_some());
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

//! Payloads that hold anything, templates that are nearly ones, and what must have an end.

use proptest::prelude::*;

use super::*;

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
    let mut names = Names::new(std::sync::Arc::default());
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
    let harvest = Names::new(std::sync::Arc::default()).finish();
    let payload = payload().to_string();
    let scope = harvest.read(payload.as_bytes(), RequestInfo::default()).unwrap();
    assert_eq!(scope.callback_url(), Some("https://bot-api.kakao.com/v1/bots/x!/callback/t%2B"));
    assert_eq!(scope.user_id(), Some("u-1"));
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
        assert!(engine.compile("{{> p0}}", Escape::None, &mut Names::new(std::sync::Arc::default()), &mut found).is_none());
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
        let mut names = Names::new(Fixture::default().vars.into());
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
        let mut names = Names::new(std::sync::Arc::default());
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

#[test]
fn costly_helpers_in_a_long_loop_come_to_an_end() {
    let text = "가나 다라 ".repeat(60_000);
    let items: Vec<u32> = (0..20_000).collect();
    let fixture = Fixture::default().upstream(json!({"text": text, "items": items, "map": {"a": [text]}}));
    for costly in [
        "plain @root.upstream.text",
        "json @root.upstream.map",
        "eq @root.upstream.map @root.upstream",
        "upper @root.upstream.text",
    ] {
        let start = std::time::Instant::now();
        let error = fixture
            .try_render(&format!("{{{{#each upstream.items}}}}{{{{#if (eq ({costly}) 1)}}}}x{{{{/if}}}}{{{{/each}}}}"))
            .unwrap_err();
        assert_eq!(error.to_string(), "it is too much work with long texts or large lists", "{costly}");
        assert_eq!(error.told(crate::diag::Lang::Ko), "긴 글이나 큰 목록으로 하는 일이 너무 많아요");
        assert!(!error.is_by_value() && start.elapsed().as_secs() < 60, "{costly}: {:?}", start.elapsed());
    }
}

#[test]
fn a_long_list_of_short_texts_is_no_great_work() {
    let items: Vec<Value> = (0..3000).map(|n| json!({"name": format!("메뉴{n}"), "price": n})).collect();
    let fixture = Fixture::default().upstream(json!({"items": items}));
    let text = fixture.render("{{#each upstream.items}}{{josa name \"은/는\"}}{{won price}}{{/each}}");
    assert!(text.ends_with("메뉴2999는2,999원"), "{}", text.len());
}

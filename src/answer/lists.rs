//! What a chat user gets of lists whose elements depend on the request.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Number, Value, json};

use super::{AnswerError, reply};
use crate::compile::testing::{load_files, mistakes, only_skill, payload, scope, snapshot, under_caret};
use crate::compile::{Answer, Piece, Reply, Snapshot};
use crate::kakao;
use crate::kakao::Applied;

fn answer(snapshot: &Snapshot, utterance: &str, upstream: &Value) -> Result<(Value, Vec<Applied>), AnswerError> {
    let skill = only_skill(snapshot);
    let payload = payload(utterance, &json!({}));
    let mut scope = scope(skill, &payload);
    scope.set_upstream(upstream.clone());
    let built = reply(&skill.plan, &snapshot.engine, &scope)?;
    Ok((serde_json::from_slice(&built.bytes).unwrap(), built.applied))
}

/// The only output of a skill whose reply this is, and what was left out.
fn output(reply: &str, upstream: &Value) -> (Value, Vec<Applied>) {
    let (response, applied) = answer(&asking(reply), "커피", upstream).unwrap();
    assert_eq!(kakao::check(&response), []);
    (response["template"]["outputs"][0].clone(), applied)
}

fn asking(reply: &str) -> Snapshot {
    snapshot(&yaml(reply), &[])
}

fn yaml(reply: &str) -> String {
    format!(
        "vars: {{ menu: {{ 라떼: 4500, 모카: 5000 }}, tel: 02 }}\nskills:\n  /a:\n    upstream: https://api.example.com/\n    reply: {reply}\n"
    )
}

fn stores(count: usize) -> Value {
    let store = |at| json!({"name": format!("{at}호점"), "open": at % 2 == 1, "tags": ["가", "나"]});
    json!({"items": (1..=count).map(store).collect::<Value>()})
}

const LIST: &str = "{ listCard: { header: 매장, items: [{ each: upstream.items, do: { title: '{{@number}}. {{this.name}}' } }] } }";

#[test]
fn an_element_is_there_once_for_each_entry() {
    let (list, applied) = output(LIST, &stores(2));
    assert_eq!(list["listCard"]["items"], json!([{"title": "1. 1호점"}, {"title": "2. 2호점"}]));
    assert_eq!(applied, []);
}

#[test]
fn more_entries_than_fit_are_left_out_and_told() {
    let (list, applied) = output(LIST, &stores(7));
    assert_eq!(list["listCard"]["items"].as_array().map(Vec::len), Some(5));
    assert_eq!((applied[0].limit, applied[0].was, applied[0].now), ("listCard.items", 7, 5));
    assert_eq!((applied[0].at.as_str(), applied.len()), ("template.outputs[0].listCard.items", 1));
}

#[test]
fn a_limit_is_what_was_wanted_and_nothing_to_tell() {
    let limited = LIST.replace("upstream.items,", "upstream.items, limit: 2,");
    let (list, applied) = output(&limited, &stores(7));
    assert_eq!((list["listCard"]["items"].as_array().map(Vec::len), applied), (Some(2), vec![]));
}

#[test]
fn entries_give_way_to_what_always_stands_there() {
    let reply = "{ listCard: { header: 매장, items: [{ each: upstream.items, do: { title: '{{this.name}}{{#if @last}}!{{/if}}' } }, 더 보기] } }";
    let (list, applied) = output(reply, &stores(7));
    let titles: Vec<&str> =
        list["listCard"]["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["1호점", "2호점", "3호점", "4호점!", "더 보기"]);
    assert_eq!((applied[0].was, applied[0].now), (8, 5));
}

#[test]
fn a_condition_beside_each_is_asked_of_every_entry() {
    let reply = "{ listCard: { header: 매장, items: [{ each: upstream.items, when: { this.open: true }, do: { title: '{{@number}} {{@index}} {{this.name}} {{@first}} {{@last}}' } }] } }";
    let (list, _) = output(reply, &stores(4));
    assert_eq!(list["listCard"]["items"], json!([{"title": "1 0 1호점 true false"}, {"title": "2 2 3호점 false true"}]));
}

#[test]
fn an_element_is_left_out_unless_its_condition_holds() {
    let reply = "{ textCard: { title: 가, buttons: [{ label: 커피, message: 커피, when: { utterance: 커피 } }, { label: 차, message: 차, when: { utterance: 차 } }] } }";
    let (card, _) = output(reply, &json!({}));
    assert_eq!(card["textCard"]["buttons"], json!([{"label": "커피", "messageText": "커피", "action": "message"}]));
    let (response, _) = answer(&asking(reply), "물", &json!({})).unwrap();
    assert_eq!(response["template"]["outputs"][0], json!({"textCard": {"title": "가"}}), "an empty optional list is left out");
}

#[test]
fn a_map_is_walked_by_its_values() {
    let reply = "{ itemCard: { itemList: [{ each: vars.menu, do: { '{{@key}}': '{{won this}}' } }] } }";
    let (card, _) = output(reply, &json!({}));
    let expected = json!([{"title": "라떼", "description": "4,500원"}, {"title": "모카", "description": "5,000원"}]);
    assert_eq!(card["itemCard"]["itemList"], expected);
}

#[test]
fn bubbles_and_cards_are_repeated_too() {
    let snapshot = asking("[{ each: upstream.items, limit: 2, do: '{{this.name}}' }, 끝]");
    let (response, _) = answer(&snapshot, "", &stores(5)).unwrap();
    let texts: Vec<_> =
        response["template"]["outputs"].as_array().unwrap().iter().map(|output| output["simpleText"]["text"].clone()).collect();
    assert_eq!(texts, ["1호점", "2호점", "끝"]);
    let reply = "{ carousel: { each: upstream.items, do: { textCard: { title: '{{this.name}}', buttons: [{ each: this.tags, do: { label: '{{../name}} {{this}}', message: '{{this}}' } }] } } } }";
    let (carousel, _) = output(reply, &stores(2));
    assert_eq!(carousel["carousel"]["items"][1]["title"], "2호점");
    assert_eq!(carousel["carousel"]["items"][1]["buttons"][1]["label"], "2호점 나");
}

#[test]
fn a_list_in_a_list_can_be_one() {
    let reply =
        "{ listCard: { header: 태그, items: [{ each: upstream.items, do: { each: this.tags, do: '{{../name}} {{this}}' } }] } }";
    let (list, applied) = output(reply, &stores(3));
    let titles: Vec<_> = list["listCard"]["items"].as_array().unwrap().iter().map(|item| item["title"].clone()).collect();
    assert_eq!(titles, ["1호점 가", "1호점 나", "2호점 가", "2호점 나", "3호점 가"]);
    assert_eq!((applied[0].was, applied[0].now), (6, 5));
}

#[test]
fn a_list_that_must_not_be_empty_fails_when_it_is() {
    for upstream in [json!({}), json!({"items": []}), json!({"items": null}), json!({"items": " "})] {
        assert!(matches!(answer(&asking(LIST), "", &upstream), Err(AnswerError::Violation(_))), "{upstream}");
    }
    let none = asking("[{ text: 가, when: { utterance: 나 } }]");
    assert!(matches!(answer(&none, "", &json!({})), Err(AnswerError::Violation(_))));
}

#[test]
fn what_is_no_list_fails_and_a_list_in_a_text_counts() {
    for items in [json!("점검 중"), json!(3), json!(true)] {
        let error = answer(&asking(LIST), "", &json!({"items": items})).unwrap_err();
        assert!(matches!(&error, AnswerError::Template(error) if error.is_by_value()), "{error}");
    }
    let (list, _) = output(LIST, &json!({"items": "[{\"name\": \"판교\"}]"}));
    assert_eq!(list["listCard"]["items"][0]["title"], "1. 판교");
}

#[test]
fn what_goes_with_a_file_may_change_too() {
    let yaml = "skills:\n  /a:\n    upstream: https://api.example.com/\n    template: t.json.hbs\n    quickReplies: [{ each: upstream.items, do: '{{this.name}}' }, 처음]\n    contexts: [{ name: c, lifeSpan: 1, when: { utterance: 커피 } }]\n";
    let snapshot = snapshot(yaml, &[("t.json.hbs", r#"[{"simpleText":{"text":"네"}}]"#)]);
    let (response, applied) = answer(&snapshot, "물", &stores(12)).unwrap();
    let labels: Vec<_> = response["template"]["quickReplies"].as_array().unwrap().iter().map(|q| q["label"].clone()).collect();
    assert_eq!((labels.len(), labels[9].clone()), (10, json!("처음")));
    assert_eq!((applied[0].was, applied[0].now), (13, 10));
    assert_eq!(response["context"], json!({"values": []}));
}

#[test]
fn a_reply_without_such_lists_has_none_of_their_pieces() {
    let snapshot = asking("'안녕, {{utterance}}'");
    let Answer::Reply(Reply::Pieces(pieces)) = &only_skill(&snapshot).plan.answer else { panic!("not pieces") };
    assert!(!pieces.pieces.iter().any(|piece| matches!(piece, Piece::List(_))));
}

#[test]
fn numbers_are_converted_and_stay_on_the_fast_road() {
    let reply = "{ commerceCard: { price: '{{upstream.price}}', discount: '{{#if upstream.sale}}{{upstream.sale}}{{/if}}', thumbnails: 'https://a.kr/1.png' } }";
    for (upstream, price, discount) in [
        (json!({"price": "12,000", "sale": 500}), json!(12000), json!(500)),
        (json!({"price": " 12000.0 "}), json!(12000), json!(null)),
    ] {
        let (card, _) = output(reply, &upstream);
        assert_eq!((&card["commerceCard"]["price"], &card["commerceCard"]["discount"]), (&price, &discount), "{upstream}");
    }
    for price in [json!("12000원"), json!(""), json!(1.5), json!([1])] {
        let failed = answer(&asking(reply), "", &json!({"price": price}));
        assert!(matches!(failed, Err(AnswerError::Violation(_))), "{price}");
    }
}

#[test]
fn mistakes_of_lists_are_found_when_the_file_is_loaded() {
    for (reply, told, under) in [
        ("{ listCard: { header: 가, items: [{ each: vars.tel, do: 나 }] } }", "E120", "vars.tel"),
        ("{ listCard: { header: 가, items: [{ each: utterance, do: 나 }] } }", "E120", "utterance"),
        ("{ listCard: { header: 가, items: [{ each: vars.menus, do: 나 }] } }", "W003", "menus"),
        ("[{ each: upstream.items, do: { textCard: { titel: 가 } } }]", "E077", "titel"),
        ("[하나, 둘, 셋, { each: upstream.items, do: 넷 }]", "E071", "{ each: upstream.items, do: 넷 }"),
        ("[{ text: 가, when: { utterence: 나 } }]", "W002", "utterence"),
        ("[{ each: upstream.items, do: '{{name}}' }]", "W002", "name"),
        ("['{{@number}}', { each: upstream.items, do: '{{@number}}' }]", "W009", "@number"),
        ("{ commerceCard: { price: '{{upstream.a}}원', thumbnails: 'https://a.kr/1.png' } }", "E121", "'{{upstream.a}}원'"),
        (
            "{ basicCard: { thumbnail: { imageUrl: 'https://a.kr', fixedRatio: '{{params.a}}{{params.b}}' } } }",
            "E121",
            "'{{params.a}}{{params.b}}'",
        ),
    ] {
        let loaded = load_files(&yaml(reply), &[]);
        assert_eq!(under_caret(&loaded, told), under, "{reply}: {:?}", mistakes(&loaded));
    }
}

#[test]
fn what_may_fit_is_left_to_the_request() {
    for reply in [
        "[{ text: 가, when: { utterance: 가 } }, { text: 나, when: { utterance: 나 } }, { text: 다, when: { utterance: 다 } }, 라]",
        "[가, 나, { each: upstream.items, do: 다 }]",
        "{ carousel: { type: itemCard, items: [{ head: 가, itemList: { 나: 다 }, when: { utterance: 가 } }, { itemList: { 나: 다 }, when: { utterance: 나 } }] } }",
    ] {
        let loaded = load_files(&yaml(reply), &[]);
        assert!(loaded.snapshot.is_some(), "{reply}: {:?}", mistakes(&loaded));
    }
}

/// Whatever an upstream says: an answer that Kakao takes, or a failure (and so the fallback).
#[test]
fn any_upstream_gives_a_right_answer_or_none() {
    let reply = "\n      - { each: upstream.items, limit: 1, do: '{{this.name}} {{this}}' }\n      - listCard:\n          header: '{{default upstream.name \"목록\"}}'\n          items: [{ each: upstream.items, when: { this.name: { exists: true } }, do: { title: '{{this.name}}', imageUrl: '{{this.image}}' } }, 끝]\n          buttons: [{ each: upstream.items.0.tags, do: { label: '{{this}}', message: '{{this}}' } }]\n      - carousel:\n          type: commerceCard\n          items: [{ each: upstream.items, do: { title: '{{this.name}}', price: '{{this.price}}', thumbnails: 'https://a.kr/1.png' } }]\n    quickReplies: [{ each: upstream.items, do: { label: '{{this.name}}', message: '{{josa this.name \"이/가\"}}' } }]";
    let snapshot = asking(reply);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(|number| Value::Number(Number::from(number))),
        prop_oneof![Just("12,000".to_owned()), Just(String::new()), "[가-힣a\"\\\\{}\n]{0,60}", any::<String>()]
            .prop_map(Value::from),
    ];
    let tree = leaf.prop_recursive(3, 40, 12, |inner| {
        let name = prop_oneof![Just("name"), Just("price"), Just("tags"), Just("image"), Just("x")];
        let map = proptest::collection::vec((name, inner.clone()), 0..5);
        let map =
            map.prop_map(|entries| Value::Object(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()));
        prop_oneof![proptest::collection::vec(inner, 0..12).prop_map(Value::from), map]
    });
    let mut runner = TestRunner::new(Config { cases: 200, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&tree, |items| {
        let upstream: Map<String, Value> = [("items".to_owned(), items.clone()), ("name".to_owned(), items)].into_iter().collect();
        if let Ok((response, _)) = answer(&snapshot, "", &Value::Object(upstream)) {
            prop_assert_eq!(kakao::check(&response), []);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

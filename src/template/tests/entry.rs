//! What templates see of the entries of lists.

use std::sync::Arc;

use serde_json::json;

use super::payload;
use crate::template::harvest::{Entry, Round};
use crate::template::{Engine, Escape, Names, RequestInfo};

/// A text in a `do` in a `do`, for the second of three orders and the last shown of its dishes.
fn render(source: &str) -> String {
    let order = json!({"name": "길동", "none": null, "dishes": [{"name": "라떼", "price": 4500}]});
    let dish = json!({"name": "라떼", "price": 4500, "options": ["샷", "시럽"], "hot": true});
    let engine = Engine::new(&[("_who".to_owned(), "{{name}}의 {{@number}}".to_owned())], &mut Vec::new());
    let mut names = Names::new(Arc::default());
    names.enter();
    names.enter();
    let mut faults = Vec::new();
    let text = engine.compile(source, Escape::None, &mut names, &mut faults);
    let text = text.unwrap_or_else(|| panic!("{source}: {faults:?}"));
    names.leave();
    names.leave();
    let body = payload().to_string();
    let harvest = names.finish();
    let scope = harvest.read(body.as_bytes(), RequestInfo::default()).unwrap();
    let outer = scope.entered(1, Entry { key: None, value: &order }, Round { index: 1, number: 2, last: false });
    let inner = outer.entered(2, Entry { key: Some("둘째"), value: &dish }, Round { index: 4, number: 1, last: true });
    let mut output = String::new();
    text.render(&engine, &inner, &mut output).unwrap();
    output
}

#[test]
fn an_entry_is_this_and_names_alone_are_the_requests() {
    assert_eq!(render("{{this.name}} {{this.price}} {{utterance}}"), format!("라떼 4500 {}", utterance()));
    assert_eq!(render("{{this.nothing}}{{this.name.x}}|{{json this.options}}"), "|[\"샷\",\"시럽\"]");
    assert_eq!(render("{{won this.price}} {{upper utterance}}"), format!("4,500원 {}", utterance().to_uppercase()));
}

#[test]
fn an_entry_knows_its_place() {
    assert_eq!(render("{{@index}} {{@number}} {{@first}} {{@last}} {{@key}}"), "4 1 true true 둘째");
    assert_eq!(render("{{#if @last}}끝{{/if}}{{#unless @first}}아님{{/unless}}"), "끝");
}

#[test]
fn the_entry_around_is_a_step_up() {
    assert_eq!(render("{{../this.name}} {{../name}} {{@../number}} {{../../utterance}}"), format!("길동 길동 2 {}", utterance()));
    assert_eq!(render("{{#if this.hot}}{{this.name}}{{../name}}{{/if}}"), "라떼길동");
}

#[test]
fn blocks_inside_have_entries_of_their_own() {
    assert_eq!(
        render("{{#each this.options}}{{@number}}{{this}}{{../name}}{{../../name}} {{/each}}"),
        "1샷라떼길동 2시럽라떼길동 "
    );
    assert_eq!(render("{{#with this.options}}{{@number}}{{/with}}"), "1");
    assert_eq!(render("{{> _who this}} {{> _who ..}}"), "라떼의 1 길동의 1");
}

fn utterance() -> String {
    payload()["userRequest"]["utterance"].as_str().unwrap_or_default().trim().to_owned()
}

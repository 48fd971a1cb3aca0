//! The tables against the readers, the words and the examples in them.

use std::collections::BTreeSet;

use serde_json::json;

use super::key::{Is, Key, parse};
use super::{SECTIONS, answer, definitions, field, file, schema, skill, value, when};
use crate::config::vocabulary::keys;
use crate::diag::Lang;
use crate::kakao::shape::Shape;

/// Keys that are described and have no reader of their own that could be asked.
const UNREAD: &[(&str, &[&str])] = &[
    // Conditions of elements are read around them.
    ("output", &["when"]),
    ("button", &["when"]),
    ("quickReply", &["when"]),
    ("context.values", &["when"]),
];

/// What a definition describes.
fn described(section: &str) -> BTreeSet<String> {
    let schema = value(Lang::Ko);
    let map = if section == "file" { &schema } else { &schema["definitions"][section] };
    map["properties"].as_object().unwrap_or_else(|| panic!("{section}: {map}")).keys().cloned().collect()
}

#[test]
fn every_key_that_is_read_is_described_and_the_reverse() {
    for (section, read) in keys() {
        let described = described(section);
        let read: BTreeSet<String> = read.into_iter().map(str::to_owned).collect();
        let unread =
            UNREAD.iter().filter(|(name, _)| *name == section).flat_map(|(_, keys)| keys.iter().map(|key| (*key).to_owned()));
        let unread: BTreeSet<String> = unread.collect();
        assert_eq!(read.difference(&described).collect::<Vec<_>>(), [""; 0], "{section}: describe it in src/schema/");
        let surplus: Vec<_> = described.difference(&read).filter(|key| !unread.contains(*key)).collect();
        assert_eq!(surplus, [""; 0], "{section}: nobody reads it");
    }
}

/// Every key of the tables.
fn all_keys() -> impl Iterator<Item = &'static Key> {
    let sections = [file::FILE.keys, skill::VALIDATION.keys, when::OPERATORS].into_iter();
    sections.chain(SECTIONS.iter().map(|section| section.keys)).chain(answer::SHORT.iter().map(|(_, keys)| *keys)).flatten()
}

#[test]
fn every_key_says_what_it_is_in_both_languages() {
    for Key { name, said: (ko, en), .. } in all_keys() {
        assert!(ko.contains('요') && !ko.is_ascii(), "{name}: {ko}");
        assert!(!en.is_empty() && en.chars().all(|c| c.is_ascii() || c == '…'), "{name}: {en}");
    }
}

#[test]
fn every_field_of_kakao_says_what_it_is_in_both_languages() {
    let labels = answer::shapes().into_iter().flat_map(|shape: &Shape| shape.fields.iter().map(|field| field.label));
    for label in labels {
        let (ko, en) = field::said(label);
        assert!(!ko.is_empty() && !en.is_empty(), "{label} has no words in src/schema/field.rs");
    }
}

#[test]
fn every_example_is_valid_by_its_own_key() {
    // One schema with all of them as its keys, so that it is compiled once.
    let keys: Vec<(String, &Key)> = all_keys().enumerate().map(|(at, key)| (format!("{at} {}", key.name), key)).collect();
    let mut all = json!({ "definitions": definitions(Lang::Ko), "properties": {} });
    for (name, key) in &keys {
        all["properties"][name] = key.schema(Lang::Ko);
    }
    let judge = jsonschema::draft7::new(&all).unwrap();
    for (name, key) in &keys {
        let default = all["properties"][name].get("default").cloned();
        assert!(
            default.is_some() || !key.examples.is_empty() || matches!(key.is, Is::Anything | Is::Words(_)),
            "{name}: no example"
        );
        let examples = key.examples.iter().map(|text| parse(text).unwrap_or_else(|| panic!("{name}: no YAML: {text}")));
        for example in examples.chain(default) {
            let file = json!({ name: example });
            let wrong = judge.iter_errors(&file).map(|error| error.to_string()).collect::<Vec<_>>();
            assert_eq!(wrong, [""; 0], "{file}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_definition_is_used() {
    let text = schema(Lang::Ko);
    let named: BTreeSet<&str> = text.split("#/definitions/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let definitions = definitions(Lang::Ko);
    let there: BTreeSet<&str> = definitions.keys().map(String::as_str).collect();
    assert_eq!(named, there);
}

#[test]
fn a_description_tells_default_range_and_example() {
    let ko = value(Lang::Ko);
    let timeout = &ko["definitions"]["skill.long"]["properties"]["timeout"];
    assert_eq!((timeout["default"].as_str(), timeout["examples"][0].as_str()), (Some("4s"), Some("3s")));
    let said = timeout["description"].as_str().unwrap();
    assert!(said.ends_with("\n기본값: 4s\n범위: 1ms ~ 4.9s\n예) timeout: 3s"), "{said}");
    let en = value(Lang::En);
    let title = &en["definitions"]["textCard"]["properties"]["description"];
    assert_eq!(title["description"], "The description.\nAt most 400 characters (in a carousel 128 characters)");
    assert_eq!(title["anyOf"][0]["maxLength"], 400);
}

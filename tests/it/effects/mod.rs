//! Every key of the language does something: `tests/effects/*.yaml` has a case for each key of the schema, which is asked with the key
//! and without it (or with another value), and says what must be seen then. A key without a case fails, and so does one that changes nothing.
//!
//! A case reads its file, payload and upstream from its group, where it has none of its own. What may be seen: [`stage`].

mod case;
mod stage;

use std::collections::BTreeSet;

use serde_json::Value;
use talkplate::diag::Lang;
use talkplate::schema::schema;

use case::Case;

/// `section.key` of every key that the schema describes.
fn keys() -> BTreeSet<String> {
    let schema: Value = serde_json::from_str(&schema(Lang::En)).unwrap();
    let mut keys = BTreeSet::new();
    note("file", &schema, &mut keys);
    for (section, definition) in schema["definitions"].as_object().unwrap() {
        note(section, definition, &mut keys);
        for form in definition["anyOf"].as_array().into_iter().flatten() {
            note(section, form, &mut keys);
        }
    }
    keys
}

fn note(section: &str, definition: &Value, keys: &mut BTreeSet<String>) {
    keys.extend(definition["properties"].as_object().into_iter().flatten().map(|(key, _)| format!("{section}.{key}")));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_key_of_the_language_has_an_effect() {
    let cases = case::all();
    let shown: BTreeSet<String> = cases.iter().map(|case| case.key.clone()).collect();
    let keys = keys();
    assert!(keys.len() > 250, "{}", keys.len());
    assert_eq!(keys.difference(&shown).collect::<Vec<_>>(), [""; 0], "no case in tests/effects shows what these keys do");
    assert_eq!(shown.difference(&keys).collect::<Vec<_>>(), [""; 0], "the schema has no such keys");
    assert_eq!(cases.len(), shown.len(), "two cases for one key");

    let number = cases.len();
    let running = cases.into_iter().map(|case| tokio::spawn(async move { differs(&case).await }));
    let mut wrong = Vec::new();
    for seen in futures_util::future::join_all(running).await {
        wrong.extend(seen.unwrap().err());
    }
    assert!(wrong.is_empty(), "{} of {number} cases:\n{}", wrong.len(), wrong.join("\n"));
}

/// What a case says is seen with its key, and something else without it.
async fn differs(case: &Case) -> Result<(), String> {
    let said = |why: &str| format!("{} ({}): {why}", case.key, case.place);
    if case.with == case.without {
        return Err(said("expects the same with the key and without it"));
    }
    let other = case.file_without().map_err(|why| said(&why))?;
    for (what, file, expected) in [("with", &case.file, &case.with), ("without", &other, &case.without)] {
        let seen = stage::see(case, file).await;
        let is_about_mistakes = case.see.starts_with("mistakes");
        if !is_about_mistakes && seen["mistakes"] != serde_json::json!([]) {
            return Err(said(&format!("{what} the key it does not load: {}\n{file:#}", seen["mistakes"])));
        }
        let found = case::at(&seen, &case.see);
        if found != expected {
            let why = format!("{what} the key {} is {found}, not {expected}", case.see);
            return Err(said(&if found.is_null() { format!("{why}, in {seen:#}") } else { why }));
        }
    }
    Ok(())
}

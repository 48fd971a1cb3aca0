//! `{params.name}`: a value in single braces, as other bot builders write it. Here it would be shown as it stands.

use std::ops::Range;

use crate::template::{Names, is_helper};

/// Longest text between two braces that may be meant for a value, in bytes.
const LONGEST: usize = 200;

/// A value in single braces.
pub(super) struct Single {
    /// Its bytes in the text, with the sign before it (`#{name}`).
    pub(super) range: Range<usize>,
    /// How it is written here.
    pub(super) meant: String,
}

/// The first value in single braces of a text. Braces around anything but a known name (JSON, CSS, an emoticon) are a text's own.
pub(super) fn single(source: &str, names: &Names) -> Option<Single> {
    let mut at = 0;
    while let Some(open) = source.get(at..)?.find('{').map(|found| at + found) {
        if source.get(open..)?.starts_with("{{") {
            // A template, to its end; triple braces end as well. One without an end is told as such, and takes all the rest.
            at = open + 2 + source.get(open + 2..)?.find("}}")? + 2;
            continue;
        }
        at = open + 1;
        let Some(inside) = inside(source.get(at..)?) else { continue };
        let is_doubled = source.get(at + inside.len() + 1..).is_some_and(|rest| rest.starts_with('}'));
        if !is_doubled && let Some(name) = named(inside.trim(), names) {
            let start = if source.get(..open)?.ends_with('#') { open - 1 } else { open };
            return Some(Single { range: start..at + inside.len() + 1, meant: format!("{{{{{name}}}}}") });
        }
    }
    None
}

/// What stands before the closing brace.
fn inside(rest: &str) -> Option<&str> {
    let end = rest.find(['{', '}', '\n'])?;
    rest.get(end..)?.starts_with('}').then(|| rest.get(..end)).flatten().filter(|inside| inside.len() <= LONGEST)
}

/// The expression, when it names a value that may be there.
fn named(inside: &str, names: &Names) -> Option<String> {
    if let Some(path) = path(inside, names) {
        return Some(path);
    }
    // `{won vars.price}`: a helper and what it is given.
    let mut words = inside.split_whitespace();
    let calls = is_helper(words.next()?) && words.any(|word| path(word, names).is_some());
    calls.then(|| inside.to_owned())
}

/// A path that begins at a known name, or a var or parameter by its name alone.
fn path(word: &str, names: &Names) -> Option<String> {
    if !word.chars().all(|c| c.is_alphanumeric() || "._-".contains(c)) {
        return None;
    }
    match word.split_once('.') {
        Some((root, rest)) if !rest.starts_with('.') && !rest.is_empty() => names.is_root(root).then(|| word.to_owned()),
        Some(_) => None,
        None if word == "utterance" => names.is_root(word).then(|| word.to_owned()),
        None => names.owner(word).map(|owner| format!("{owner}.{word}")),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;

    fn found(source: &str) -> Option<(&str, String)> {
        let vars = json!({"shop": "도담", "price": 1}).as_object().cloned().unwrap();
        let names = Names::new(Arc::new(vars)).with_parameters([(1, "branch")].into_iter());
        single(source, &names).map(|single| (&source[single.range], single.meant))
    }

    #[test]
    fn a_value_in_single_braces_is_found() {
        for (source, written, meant) in [
            ("{params.name}님", "{params.name}", "{{params.name}}"),
            ("안녕, { utterance }!", "{ utterance }", "{{utterance}}"),
            ("{{vars.shop}}의 {upstream.items.0.name}", "{upstream.items.0.name}", "{{upstream.items.0.name}}"),
            ("#{params.이름}님", "#{params.이름}", "{{params.이름}}"),
            ("{shop}에 오세요", "{shop}", "{{vars.shop}}"),
            ("https://a.kr/{branch}/x", "{branch}", "{{path.branch}}"),
            ("{won vars.price}", "{won vars.price}", "{{won vars.price}}"),
            ("{\"name\": \"{params.name}\"}", "{params.name}", "{{params.name}}"),
        ] {
            assert_eq!(found(source), Some((written, meant.to_owned())), "{source}");
        }
    }

    #[test]
    fn a_template_without_an_end_takes_the_rest_and_no_time() {
        // Each of them looking for its end would take minutes.
        assert_eq!(found(&"{{".repeat(1 << 21)), None);
    }

    #[test]
    fn braces_of_a_texts_own_are_left_alone() {
        for source in [
            "{\"params\": {\"name\": 1}}",
            "{\"a\":\"b\",\"utterance\":1}",
            "a{color:red} .user{margin:0}",
            "body { params.name: 1; }",
            "{^_^} {-_-} {.ㅂ.} {o.o} {} { }",
            "{이름}을 적어 주세요 {1} {a.b} {name}",
            "{{params.name}} {{{json params}}} {{#if params.a}}{{/if}}",
            "{params.name",
            "{params.\nname}",
            "{see vars.txt}",
            "{params..name} {params.}",
        ] {
            assert_eq!(found(source), None, "{source}");
        }
    }
}

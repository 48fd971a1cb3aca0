//! The helpers: one file each, registered here. All give a value back, so that the escape of the place applies to it; only
//! `json` in a JSON file and `urlencode` in an address, which did that work themselves, write their text as it is.
//!
//! [`check_call`] finds calls that can never work while a file is loaded; what depends on a request's values fails when it is
//! rendered, with a [`HelperError`].

#![expect(clippy::unnecessary_wraps, reason = "every helper has the shape of `Definition::run`, also those that cannot fail")]

mod compare;
mod date;
mod decimal;
mod default;
mod definition;
mod error;
mod join;
mod josa;
mod json;
mod kakao;
mod len;
mod lower;
mod mask;
mod math;
mod mention;
mod number;
mod plain;
mod print;
mod random;
mod replace;
mod split;
mod trim;
mod truncate;
mod upper;
mod urlencode;
mod won;

use handlebars::{Handlebars, RenderError, RenderErrorReason};
use serde_json::Value;

pub use decimal::Decimal;
pub(super) use definition::Misuse;
use definition::{Definition, Function, any_literals};
pub(super) use error::HelperError;
pub(super) use random::Chance;
pub(super) use urlencode::RESERVED;

/// The helpers' names (ours and Handlebars' own), for suggestions.
pub(super) const NAMES: &[&str] = &[
    "if",
    "unless",
    "each",
    "with",
    "lookup",
    "eq",
    "ne",
    "gt",
    "gte",
    "lt",
    "lte",
    "and",
    "or",
    "not",
    "len",
    "default",
    "trim",
    "upper",
    "lower",
    "replace",
    "truncate",
    "join",
    "split",
    "number",
    "won",
    "date",
    "josa",
    "json",
    "urlencode",
    "kakao",
    "plain",
    "random",
    "mask",
    "math",
    "mention",
];

/// Ours. The comparisons and `len` stand in for Handlebars' own of the same name.
static OURS: [Definition; 27] = [
    default::HELPER,
    trim::HELPER,
    upper::HELPER,
    lower::HELPER,
    replace::HELPER,
    truncate::HELPER,
    join::HELPER,
    split::HELPER,
    number::HELPER,
    won::HELPER,
    date::HELPER,
    josa::HELPER,
    json::HELPER,
    urlencode::HELPER,
    kakao::HELPER,
    plain::HELPER,
    random::HELPER,
    mask::HELPER,
    math::HELPER,
    mention::HELPER,
    len::HELPER,
    compare::EQ,
    compare::NE,
    compare::GT,
    compare::GTE,
    compare::LT,
    compare::LTE,
];

/// How one of Handlebars' own is called.
struct BuiltIn {
    name: &'static str,
    usage: &'static str,
    params: (usize, usize),
    hashes: &'static [&'static str],
}

/// Handlebars' own that stay.
const BUILT_IN: [BuiltIn; 8] = [
    BuiltIn { name: "if", usage: "{{#if params.name}}…{{else}}…{{/if}}", params: (1, 1), hashes: &["includeZero"] },
    BuiltIn { name: "unless", usage: "{{#unless params.name}}…{{/unless}}", params: (1, 1), hashes: &["includeZero"] },
    BuiltIn { name: "each", usage: "{{#each upstream.items}}{{this}}{{/each}}", params: (1, 1), hashes: &[] },
    BuiltIn { name: "with", usage: "{{#with upstream.store}}{{name}}{{/with}}", params: (1, 1), hashes: &[] },
    BuiltIn { name: "lookup", usage: "{{lookup vars.prices params.menu}}", params: (2, 2), hashes: &[] },
    BuiltIn { name: "and", usage: "{{#if (and params.name params.phone)}}…{{/if}}", params: (1, usize::MAX), hashes: &[] },
    BuiltIn { name: "or", usage: "{{#if (or params.name params.phone)}}…{{/if}}", params: (1, usize::MAX), hashes: &[] },
    BuiltIn { name: "not", usage: "{{#if (not params.name)}}…{{/if}}", params: (1, 1), hashes: &[] },
];

/// Registers all of them, and takes away those of Handlebars' own that a configuration must not have: `log` writes to the log
/// what a user said, `raw` would hide mistakes.
pub(super) fn register(registry: &mut Handlebars<'static>, chance: &Chance) {
    registry.unregister_helper("log");
    registry.unregister_helper("raw");
    for definition in &OURS {
        registry.register_helper(definition.name, Box::new(Function { definition, chance: chance.clone() }));
    }
}

/// Whether a helper gives something else each time, so that it cannot be called at load for all requests.
pub(super) fn varies(name: &str) -> bool {
    name == random::HELPER.name
}

/// Which values of a call have to be of one kind: any other makes it fail.
pub(super) fn needs(name: &str) -> &'static [usize] {
    match name {
        "number" | "won" | "date" | "kakao" | "mention" => &[0],
        "truncate" | "josa" => &[1],
        "math" => &[0, 1, 2],
        _ => &[],
    }
}

/// What is wrong with a call, as far as it can be seen without a request: how many values it has, the names before `=`, and the
/// values that are literals (`None`: a path or sub-expression). An unknown name is not judged here.
pub(super) fn check_call(name: &str, params: &[Option<&Value>], hashes: &[&str]) -> Option<Misuse> {
    let (usage, counts, allowed, literals) = if let Some(ours) = OURS.iter().find(|ours| ours.name == name) {
        (ours.usage, ours.params, ours.hashes, ours.literals)
    } else {
        let own = BUILT_IN.iter().find(|own| own.name == name)?;
        (own.usage, own.params, own.hashes, any_literals as fn(&[Option<&Value>]) -> Option<Misuse>)
    };
    let misuse = wrong_count(params.len(), counts).or_else(|| wrong_hash(hashes, allowed)).or_else(|| literals(params))?;
    Some(Misuse { usage, ..misuse })
}

fn wrong_count(found: usize, (min, max): (usize, usize)) -> Option<Misuse> {
    if (min..=max).contains(&found) {
        return None;
    }
    let wanted = match (min, max) {
        (min, max) if min == max => min.to_string(),
        (min, usize::MAX) => format!("{min}+"),
        (min, max) => format!("{min}~{max}"),
    };
    Some(Misuse::new(
        format!("값이 {wanted}개 있어야 하는데 {found}개예요"),
        format!("it takes {wanted} value{}, found {found}", if wanted == "1" { "" } else { "s" }),
    ))
}

fn wrong_hash(found: &[&str], allowed: &[&str]) -> Option<Misuse> {
    let wrong = found.iter().find(|name| !allowed.contains(name))?;
    let known = allowed.join("=, ");
    Some(if allowed.is_empty() {
        Misuse::new(format!("`{wrong}=`는 쓸 수 없어요"), format!("it has no option `{wrong}=`"))
    } else {
        Misuse::new(
            format!("`{wrong}=`는 없어요. 쓸 수 있는 것: {known}="),
            format!("it has no option `{wrong}=`; it has {known}="),
        )
    })
}

/// The helper's own words, when a rendering failed in one: because of a value, not because of the template.
pub(super) fn error_in(error: &RenderError) -> Option<&HelperError> {
    match error.reason() {
        RenderErrorReason::NestedError(inner) => inner.downcast_ref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    pub(super) fn try_render(template: &str, data: &Value) -> Result<String, RenderError> {
        let mut registry = Handlebars::new();
        registry.register_escape_fn(handlebars::no_escape);
        register(&mut registry, &Chance::default());
        registry.render_template(template, data)
    }

    pub(super) fn render(template: &str, data: &Value) -> String {
        try_render(template, data).unwrap()
    }

    pub(super) fn render_in(template: &str, data: &Value, escape: impl Fn(&str) -> String + Send + Sync + 'static) -> String {
        let mut registry = Handlebars::new();
        registry.register_escape_fn(escape);
        register(&mut registry, &Chance::default());
        registry.render_template(template, data).unwrap()
    }

    pub(super) fn fails(template: &str, data: &Value) -> String {
        let error = try_render(template, data).unwrap_err();
        error_in(&error).unwrap_or_else(|| panic!("{error}")).to_string()
    }

    #[test]
    fn every_name_is_registered_and_has_a_signature() {
        let mut registry = Handlebars::new();
        register(&mut registry, &Chance::default());
        let known: Vec<&str> = OURS.iter().map(|ours| ours.name).chain(BUILT_IN.iter().map(|built_in| built_in.name)).collect();
        for name in NAMES {
            assert!(known.contains(name), "{name}");
        }
        assert_eq!(known.len(), NAMES.len());
        assert!(try_render("{{log \"x\"}}", &json!({})).is_err());
    }

    #[test]
    fn every_usage_compiles_and_keeps_its_own_rules() {
        for usage in OURS.iter().map(|ours| ours.usage).chain(BUILT_IN.iter().map(|built_in| built_in.usage)) {
            assert!(handlebars::Template::compile(usage).is_ok(), "{usage}");
        }
    }

    #[test]
    fn wrong_counts_are_found_without_a_request() {
        let misuse = check_call("won", &[], &[]).unwrap();
        assert_eq!((misuse.ko.as_str(), misuse.en.as_str()), ("값이 1개 있어야 하는데 0개예요", "it takes 1 value, found 0"));
        assert_eq!(misuse.usage, "{{won upstream.price}}");
        assert_eq!(check_call("won", &[None], &[]), None);
        assert!(check_call("replace", &[None, None], &[]).is_some());
        assert!(check_call("join", &[None], &[]).is_none() && check_call("join", &[None; 3], &[]).is_some());
        assert!(check_call("and", &[], &[]).is_some() && check_call("and", &[None; 9], &[]).is_none());
        assert!(check_call("eq", &[None], &[]).is_some() && check_call("if", &[None; 2], &[]).is_some());
        assert_eq!(check_call("없는것", &[], &[]), None);
    }

    #[test]
    fn unknown_options_are_found() {
        let misuse = check_call("date", &[None, None], &["add", "zone"]).unwrap();
        assert_eq!(misuse.en, "it has no option `zone=`; it has add=, tz=");
        assert!(check_call("won", &[None], &["unit"]).is_some());
    }

    #[test]
    fn wrong_literals_are_found() {
        let text = |text: &str| json!(text);
        for (name, params) in [
            ("won", vec![Some(text("만원"))]),
            ("truncate", vec![None, Some(text("많이"))]),
            ("truncate", vec![None, Some(json!(0))]),
            ("replace", vec![None, Some(text("")), None]),
            ("split", vec![None, Some(text(""))]),
            ("josa", vec![None, Some(text("이/를"))]),
            ("josa", vec![None, Some(json!(3))]),
            ("date", vec![None, Some(text("오늘"))]),
            ("date", vec![Some(text("내일")), None]),
            ("kakao", vec![Some(text("{{#webhook.text}}"))]),
        ] {
            let literals: Vec<Option<&Value>> = params.iter().map(Option::as_ref).collect();
            assert!(check_call(name, &literals, &[]).is_some(), "{name} {params:?}");
        }
        for (name, params) in [
            ("won", vec![Some(json!(12000))]),
            ("josa", vec![None, Some(text("가/이"))]),
            ("truncate", vec![None, Some(json!(10))]),
            ("date", vec![None, Some(text("M월"))]),
            ("kakao", vec![Some(text("webhook.text"))]),
        ] {
            let literals: Vec<Option<&Value>> = params.iter().map(Option::as_ref).collect();
            assert_eq!(check_call(name, &literals, &[]), None, "{name} {params:?}");
        }
    }
}

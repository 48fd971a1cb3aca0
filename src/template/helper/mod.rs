//! The helpers: one file each, registered here. All give a value back, so that the escape of the place applies to it; only
//! `json` writes text as it is.

use handlebars::Handlebars;

/// The helpers' names (ours and Handlebars' own), for suggestions.
pub const NAMES: &[&str] = &[
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
];

/// Registers all of them.
pub fn register(registry: &mut Handlebars<'static>) {
    let _ = registry;
    todo!()
}

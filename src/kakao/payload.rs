//! The names of the SkillPayload, for templates and their lint.
//!
//! Source: Kakao's guide to skills, and what other skill servers saw (`user.properties` and `intent.extra` hold more than the guide
//! says, so they are left open).

/// The names on the outermost level.
pub const ROOTS: &[&str] = &["intent", "userRequest", "bot", "action", "contexts", "flow"];

/// What can stand under a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Under {
    /// Any name: what a bot's makers call their parameters, or what the guide does not say.
    Anything,
    /// Nothing: the value is a text or a number.
    Nothing,
    /// A list: numbers.
    Items,
    /// These names.
    Names(&'static [&'static str]),
}

/// What can stand under a path of the payload (`["userRequest", "user"]`). A path that is itself impossible has nothing to say.
#[expect(clippy::unnested_or_patterns, reason = "one path on a line, as the guide lists them")]
pub fn under(path: &[&str]) -> Under {
    use Under::{Anything, Items, Names, Nothing};
    match path {
        [] => Names(ROOTS),
        ["intent"] => Names(&["id", "name", "extra"]),
        ["userRequest"] => Names(&["timezone", "params", "block", "utterance", "lang", "user", "callbackUrl"]),
        ["userRequest", "user"] => Names(&["id", "type", "properties"]),
        ["bot"] | ["userRequest", "block"] | ["flow", "lastBlock"] | ["flow", "trigger", "referrerBlock"] => Names(&["id", "name"]),
        ["action"] => Names(&["id", "name", "params", "detailParams", "clientExtra"]),
        ["action", "detailParams", _] => Names(&["origin", "value", "groupName"]),
        ["contexts"] => Items,
        ["contexts", _] => Names(&["name", "lifespan", "ttl", "params"]),
        ["contexts", _, "params", _] => Names(&["value", "resolvedValue"]),
        ["flow"] => Names(&["trigger", "lastBlock"]),
        ["flow", "trigger"] => Names(&["type", "referrerBlock"]),
        ["intent", "id" | "name"]
        | ["userRequest", "timezone" | "utterance" | "lang" | "callbackUrl"]
        | ["userRequest", "user", "id" | "type"]
        | ["bot" | "action", "id" | "name"]
        | ["contexts", _, "name" | "lifespan" | "ttl"]
        | ["flow", "trigger", "type"] => Nothing,
        _ => Anything,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_root_says_what_is_under_it() {
        assert_eq!(under(&[]), Under::Names(ROOTS));
        for root in ROOTS {
            assert_ne!(under(&[root]), Under::Anything, "{root}");
        }
    }

    #[test]
    fn what_makers_name_themselves_is_open() {
        for path in [
            &["action", "params"][..],
            &["action", "clientExtra"],
            &["userRequest", "user", "properties"],
            &["userRequest", "params"],
        ] {
            assert_eq!(under(path), Under::Anything, "{path:?}");
        }
    }
}

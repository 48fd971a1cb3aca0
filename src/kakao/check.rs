//! Everything in a SkillResponse that Kakao would refuse.

use std::fmt;

use serde_json::Value;

/// One step into a JSON value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Seg {
    /// A field.
    Key(String),
    /// An element.
    Index(usize),
}

/// A place in a SkillResponse.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Path(pub Vec<Seg>);

impl fmt::Display for Path {
    /// `template.outputs[0].simpleText.text`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, seg) in self.0.iter().enumerate() {
            match seg {
                Seg::Key(key) if i == 0 => f.write_str(key)?,
                Seg::Key(key) => write!(f, ".{key}")?,
                Seg::Index(at) => write!(f, "[{at}]")?,
            }
        }
        Ok(())
    }
}

/// What is broken. Lengths are in characters, as Kakao counts them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A text is too long; it can be cut.
    TooLong { max: usize, found: usize },
    /// Two texts together are too long; the violation's path is the one to cut (description), `max` what they may have together.
    TooLongTogether { fields: &'static str, max: usize, found: usize },
    /// A list is too long; it can be cut.
    TooMany { max: usize, found: usize },
    /// A list is too short.
    TooFew { min: usize },
    /// A required field is missing, null or empty; the path is the field's. `component`: where it belongs.
    Missing { component: &'static str },
    /// A field that the component does not have; `allowed` are those it has.
    UnknownField { component: &'static str, allowed: Vec<&'static str> },
    /// Another kind of value is expected ("text", "number", "bool", "list", "map").
    WrongKind { expected: &'static str },
    /// A value outside its fixed list.
    NotOneOf { allowed: &'static [&'static str] },
    /// Two fields exclude each other.
    NotTogether { first: &'static str, second: &'static str },
    /// A field needs another.
    Requires { other: &'static str },
    /// Not one of the eight components, or several in one output.
    NotAComponent,
    /// Not an http(s) URL.
    NotAUrl,
    /// Kakao's own misspelling, or another known wrong name; the right one.
    Misspelled { right: &'static str },
    /// Cards in a carousel differ (itemCard: thumbnail, head, profile, imageTitle on all or none).
    Uneven,
}

/// One broken rule and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where in the SkillResponse.
    pub at: Path,
    /// What.
    pub rule: Rule,
}

/// Checks a whole SkillResponse (`version` may be missing) against Kakao's table. Everything at once.
/// Numbers or bools given as texts ("12000", "true") count as numbers and bools here; [`super::fit`] converts them.
pub fn check(response: &Value) -> Vec<Violation> {
    let _ = response;
    todo!()
}

//! Why a helper gave nothing: data, which is told in Korean or English where a log line is written. It says what kind of value came
//! and never the value, which may be a user's own words.

use std::fmt;

use serde_json::Value;

use crate::diag::Lang;

/// A helper that could not do its work. Another request's values may fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::template) struct HelperError {
    /// The helper's name.
    helper: &'static str,
    trouble: Trouble,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Trouble {
    /// A value of another kind than is needed.
    Value { found: Found, expected: Expected },
    /// `math x "/" 0`.
    DivisionByZero,
    /// A result over a limit.
    TooLarge(Limit),
}

/// The kind of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    Bool,
    Number,
    /// How many characters.
    Text(usize),
    List,
    Map,
}

/// What belongs in a place: Korean with the particle of a subject, English with its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expected {
    pub(super) ko: &'static str,
    pub(super) en: &'static str,
}

/// What a result may not be larger than.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// A text of 1 MiB.
    Text,
    /// A number of so many digits.
    Digits(usize),
}

/// A number, also in a text.
pub(super) const NUMBER: Expected = Expected { ko: "숫자가", en: "a number" };

impl HelperError {
    /// A value that an `each` cannot walk.
    pub(in crate::template) fn not_a_list(found: &Value) -> Self {
        Self::value("each", found, Expected { ko: "목록이", en: "a list" })
    }

    /// A value that does not fit.
    pub(super) fn value(helper: &'static str, found: &Value, expected: Expected) -> Self {
        let found = match found {
            Value::Null => Found::Nothing,
            Value::Bool(_) => Found::Bool,
            Value::Number(_) => Found::Number,
            Value::String(text) => Found::Text(text.chars().count()),
            Value::Array(_) => Found::List,
            Value::Object(_) => Found::Map,
        };
        Self { helper, trouble: Trouble::Value { found, expected } }
    }

    /// Nothing can be divided by 0.
    pub(super) fn division_by_zero(helper: &'static str) -> Self {
        Self { helper, trouble: Trouble::DivisionByZero }
    }

    /// A result that would be too large.
    pub(super) fn too_large(helper: &'static str, limit: Limit) -> Self {
        Self { helper, trouble: Trouble::TooLarge(limit) }
    }

    /// The sentence, without its full stop.
    pub(in crate::template) fn told(&self, lang: Lang) -> String {
        let helper = self.helper;
        match (&self.trouble, lang) {
            (Trouble::Value { found, expected }, Lang::Ko) => {
                format!("{helper}: {} 있어야 하는데 {} 왔어요", expected.ko, found.told(lang))
            }
            (Trouble::Value { found, expected }, Lang::En) => format!("{helper}: {} is not {}", found.told(lang), expected.en),
            (Trouble::DivisionByZero, Lang::Ko) => format!("{helper}: 0으로 나눌 수 없어요"),
            (Trouble::DivisionByZero, Lang::En) => format!("{helper}: nothing can be divided by 0"),
            (Trouble::TooLarge(Limit::Text), Lang::Ko) => format!("{helper}: 만든 글이 1 MiB를 넘어요"),
            (Trouble::TooLarge(Limit::Text), Lang::En) => format!("{helper}: the text it makes is longer than 1 MiB"),
            (Trouble::TooLarge(Limit::Digits(most)), Lang::Ko) => format!("{helper}: 숫자가 {most}자리를 넘어요"),
            (Trouble::TooLarge(Limit::Digits(most)), Lang::En) => format!("{helper}: the number has more than {most} digits"),
        }
    }
}

impl Found {
    fn told(self, lang: Lang) -> String {
        let (ko, en) = match self {
            Self::Nothing => ("빈 값이", "nothing"),
            Self::Bool => ("true나 false가", "true or false"),
            Self::Number => ("이 숫자가", "this number"),
            Self::Text(length) => {
                return match lang {
                    Lang::Ko => format!("{length}글자짜리 글이"),
                    Lang::En => format!("a text of {length} characters"),
                };
            }
            Self::List => ("목록이", "a list"),
            Self::Map => ("`키: 값` 묶음이", "a map"),
        };
        match lang {
            Lang::Ko => ko,
            Lang::En => en,
        }
        .to_owned()
    }
}

impl fmt::Display for HelperError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(Lang::En))
    }
}

impl std::error::Error for HelperError {}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_error_is_told_in_both_languages_and_never_shows_the_value() {
        let error = HelperError::value("number", &json!("비밀이에요"), NUMBER);
        assert_eq!(error.told(Lang::Ko), "number: 숫자가 있어야 하는데 5글자짜리 글이 왔어요");
        assert_eq!(error.told(Lang::En), "number: a text of 5 characters is not a number");
        for value in [json!(null), json!(true), json!(1), json!([]), json!({})] {
            let error = HelperError::value("date", &value, NUMBER);
            assert!(error.told(Lang::Ko).contains("숫자가 있어야 하는데"), "{value}");
        }
    }
}

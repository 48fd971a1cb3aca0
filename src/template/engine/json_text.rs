//! Where in JSON a template file stands: inside of a string or outside of one.
//!
//! Inside, a value is escaped; outside, only a whole JSON value may be written. The state is followed through the literal text.

use crate::diag::Code;
use crate::template::Fault;

/// The state after some text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct JsonText {
    in_string: bool,
    /// A backslash waits for its character.
    escaped: bool,
}

impl JsonText {
    /// Goes over literal text.
    pub(super) fn text(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.in_string => self.escaped = true,
                b'"' => self.in_string = !self.in_string,
                _ => {}
            }
        }
    }

    /// A value here: what is wrong with it, if anything. `is_json`: it is written by `{{json …}}`.
    pub(super) fn value(self, source: &str, range: std::ops::Range<usize>, is_json: bool) -> Option<Fault> {
        let code = match (self.in_string, is_json) {
            (true, true) => Code::JsonInsideString,
            (false, false) => Code::ValueOutsideString,
            _ if self.escaped => Code::TemplateSyntax,
            _ => return None,
        };
        let shown = source.get(range.clone()).unwrap_or("");
        Some(Fault::new(code, range).arg(if code == Code::TemplateSyntax { "detail" } else { "text" }, shown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str) -> JsonText {
        let mut state = JsonText::default();
        state.text(text);
        state
    }

    #[test]
    fn quotes_open_and_close_strings_and_escapes_do_not() {
        assert!(!after(r#"{"a": "#).in_string);
        assert!(after(r#"{"a": ""#).in_string);
        assert!(after(r#"{"a": "\""#).in_string);
        assert!(!after(r#"{"a": "\\""#).in_string);
    }

    #[test]
    fn values_and_json_have_their_places() {
        let code = |text: &str, is_json| after(text).value("", 0..0, is_json).map(|fault| fault.code);
        assert_eq!(code(r#"{"a": ""#, false), None);
        assert_eq!(code(r#"{"a": ""#, true), Some(Code::JsonInsideString));
        assert_eq!(code(r#"{"a": "#, true), None);
        assert_eq!(code(r#"{"a": "#, false), Some(Code::ValueOutsideString));
        assert_eq!(code(r#"{"a": "\"#, false), Some(Code::TemplateSyntax));
    }
}

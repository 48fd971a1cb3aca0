//! Hides secrets in what comes back from outside, or was sent there.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::json;

use crate::config::Secret;

/// What stands in a secret's place.
const STARS: &str = "***";
/// A shorter one is hidden in URLs alone: in a text it may be any word.
const SHORT: usize = 4;

/// What RFC 3986 escapes, 2.3.
const UNRESERVED_KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// What a browser's `encodeURIComponent` escapes.
const COMPONENT: &AsciiSet = &UNRESERVED_KEPT.remove(b'!').remove(b'*').remove(b'\'').remove(b'(').remove(b')');

/// The secrets of a configuration, in all forms in which they may appear.
pub(super) struct Mask {
    /// The longest first: one secret may be a part of another.
    forms: Vec<Secret>,
}

impl Mask {
    pub(super) fn of(secrets: &[Secret]) -> Self {
        let mut forms: Vec<String> = Vec::new();
        for secret in secrets {
            let plain = secret.reveal();
            let quoted = json!(plain).to_string();
            let quoted = quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned();
            let decoded = percent_decode_str(plain).decode_utf8_lossy().into_owned();
            forms.extend([plain.to_owned(), quoted.replace('/', "\\/"), quoted, decoded]);
            for kept in [NON_ALPHANUMERIC, UNRESERVED_KEPT, COMPONENT] {
                let encoded = utf8_percent_encode(plain, kept).to_string();
                forms.extend([in_small_hex(&encoded), encoded]);
            }
        }
        forms.retain(|form| !form.is_empty());
        forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        forms.dedup();
        Self { forms: forms.into_iter().map(Secret::new).collect() }
    }

    /// A URL, with every secret hidden.
    pub(super) fn url(&self, url: &str) -> String {
        self.hide(url, 1)
    }

    /// A text, with every secret hidden that is long enough to be one.
    pub(super) fn text(&self, text: &str) -> String {
        self.hide(text, SHORT)
    }

    fn hide(&self, text: &str, least: usize) -> String {
        let forms = self.forms.iter().map(Secret::reveal).filter(|form| form.len() >= least);
        forms.fold(text.to_owned(), |text, form| if text.contains(form) { text.replace(form, STARS) } else { text })
    }
}

/// The escapes of a percent-encoded text with `a` to `f` small.
fn in_small_hex(encoded: &str) -> String {
    let mut escaped = 0;
    let small = |sign: char| {
        let inside = escaped > 0;
        escaped = if sign == '%' { 2 } else { escaped - i32::from(inside) };
        if inside { sign.to_ascii_lowercase() } else { sign }
    };
    encoded.chars().map(small).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_hidden_however_it_is_written() {
        let mask = Mask::of(&[Secret::new("hush"), Secret::new("hush-hush \"1\""), Secret::new("k")]);
        assert_eq!(mask.url("https://a.r/hush?x=hush%2Dhush%20%221%22"), "https://a.r/***?x=***");
        assert_eq!(mask.text(r#"{"echo":"hush-hush \"1\"","kept":"hush"}"#), r#"{"echo":"***","kept":"***"}"#);
        assert_eq!(mask.url("https://a.r/k"), "https://a.r/***");
    }

    #[test]
    fn a_secret_is_hidden_however_another_program_escapes_it() {
        let mask = Mask::of(&[Secret::new("Ab-c.d_e~f/(g)"), Secret::new("it%2Fis%20so")]);
        for text in [
            "Ab%2Dc%2Ed%5Fe%7Ef%2F%28g%29",
            "Ab%2dc%2ed%5fe%7ef%2f%28g%29",
            "Ab-c.d_e~f%2F%28g%29",
            "Ab-c.d_e~f%2f%28g%29",
            "Ab-c.d_e~f%2F(g)",
            "Ab-c.d_e~f\\/(g)",
            "it/is so",
        ] {
            assert_eq!(mask.text(&format!("x={text}&y")), "x=***&y");
        }
    }
}

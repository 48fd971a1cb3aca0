//! Hides secrets in what comes back from outside, or was sent there.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::config::Secret;

/// What stands in a secret's place.
const STARS: &str = "***";
/// A shorter one is hidden in URLs alone: in a text it may be any word.
const SHORT: usize = 4;

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
            forms.extend([plain.to_owned(), quoted, utf8_percent_encode(plain, NON_ALPHANUMERIC).to_string()]);
        }
        forms.retain(|form| !form.is_empty());
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
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
}

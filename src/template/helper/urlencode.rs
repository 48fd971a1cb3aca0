//! `urlencode x`: percent-encoded, for a value inside of an address.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::definition::{Call, Definition, Escapes, any_literals};
use super::error::HelperError;

pub(super) const HELPER: Definition = Definition {
    name: "urlencode",
    usage: "https://example.com/?q={{urlencode utterance}}",
    params: (1, 1),
    hashes: &[],
    literals: any_literals,
    escapes: Escapes::Percent,
    run,
};

/// Everything but the unreserved characters of RFC 3986.
pub(in crate::template) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    Ok(Value::from(utf8_percent_encode(&call.text(0), RESERVED).to_string()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{render, render_in};

    #[test]
    fn everything_but_unreserved_characters_is_encoded() {
        assert_eq!(render("{{urlencode x}}", &json!({"x": "a-b_c.d~ 1/2?&=가"})), "a-b_c.d~%201%2F2%3F%26%3D%EA%B0%80");
    }

    #[test]
    fn an_upstream_address_does_not_encode_it_again() {
        let in_url = |text: &str| text.replace('%', "%25").replace(' ', "%20");
        assert_eq!(render_in("{{urlencode x}}", &json!({"x": "a b"}), in_url), "a%20b");
    }
}

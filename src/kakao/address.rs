//! Addresses as they leave: what a value brought along that cannot stand in a URL is percent-encoded.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What may not stand in a URL as it is (RFC 3986), besides controls and all that is not ASCII. `%` is looked at by itself.
const FOREIGN: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// The same address in a form that a browser takes: Hangul, white space, quotes and a `%` without two digits behind it become `%XX`, after the host.
/// What is encoded stays, and so do the characters that have a meaning in a URL (`/ ? # & =`) and Kakao's own placeholders (`{{#webhook.x}}`).
pub(super) fn encoded(address: &str) -> Cow<'_, str> {
    let host_end = address.find("://").map_or(0, |at| {
        let host = at + "://".len();
        address.get(host..).and_then(host_length).map_or(address.len(), |length| host + length)
    });
    let (head, mut rest) = address.split_at(host_end);
    if host_end == 0 || is_fine(rest) {
        return Cow::Borrowed(address);
    }
    let mut written = head.to_owned();
    while let Some(at) = rest.find("{{#") {
        let (before, placeholder) = rest.split_at(at);
        let Some(end) = placeholder.find("}}").map(|at| at + "}}".len()) else { break };
        let (placeholder, after) = placeholder.split_at(end);
        encode(before, &mut written);
        written.push_str(placeholder);
        rest = after;
    }
    encode(rest, &mut written);
    Cow::Owned(written)
}

/// How long the host is, when something stands behind it. The `#` of a placeholder does not end it.
fn host_length(rest: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let found = at + rest.get(at..)?.find(['/', '?', '#'])?;
        if !rest.get(..found)?.ends_with("{{") {
            return Some(found);
        }
        at = found + rest.get(found..)?.find("}}")?;
    }
}

fn is_fine(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(&byte))
}

fn encode(text: &str, written: &mut String) {
    for (at, part) in text.split('%').enumerate() {
        if at > 0 {
            let is_encoded = part.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
            written.push_str(if is_encoded { "%" } else { "%25" });
        }
        written.extend(utf8_percent_encode(part, FOREIGN));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_stand_in_a_url_is_encoded_and_nothing_else() {
        for (address, expected) in [
            ("https://a.kr/판교 역?q=뭐 \"해\"", "https://a.kr/%ED%8C%90%EA%B5%90%20%EC%97%AD?q=%EB%AD%90%20%22%ED%95%B4%22"),
            ("https://a.kr/a%20b/100%", "https://a.kr/a%20b/100%25"),
            ("https://a.kr/%ZZ%e", "https://a.kr/%25ZZ%25e"),
            ("https://a.kr/x&y=z;(1)!*'@:[1]+~#top", "https://a.kr/x&y=z;(1)!*'@:[1]+~#top"),
            ("https://a.kr/a\nb\tc\\<>^`{|}", "https://a.kr/a%0Ab%09c%5C%3C%3E%5E%60%7B%7C%7D"),
            ("https://a.kr?q=가", "https://a.kr?q=%EA%B0%80"),
            ("https://a.kr/{{#webhook.id}}?q=가 {{#x}}", "https://a.kr/{{#webhook.id}}?q=%EA%B0%80%20{{#x}}"),
            ("https://a.kr/{{#", "https://a.kr/%7B%7B#"),
            ("https://{{#webhook.host}}/가", "https://{{#webhook.host}}/%EA%B0%80"),
            ("https://{{#webhook.host}}", "https://{{#webhook.host}}"),
            // A name in Hangul is one; browsers look it up as it is.
            ("https://도담.한국/가", "https://도담.한국/%EA%B0%80"),
            ("{{#webhook.url}}", "{{#webhook.url}}"),
            ("주소 없음", "주소 없음"),
        ] {
            assert_eq!(encoded(address), expected);
        }
    }

    proptest! {
        #[test]
        fn an_encoded_address_is_a_url_and_stays_as_it_is(rest in "(\\PC|[ -~]|%[0-9a-f]{2}|[가-힣]|\n){0,30}") {
            let address = format!("https://a.kr/{}", rest.replace("{{#", ""));
            let once = encoded(&address).into_owned();
            prop_assert!(url::Url::parse(&once).is_ok() && once.is_ascii(), "{once}");
            prop_assert!(once.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte)), "{once}");
            prop_assert_eq!(encoded(&once), once.as_str());
        }
    }
}

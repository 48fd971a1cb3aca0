//! Writing a value as its place needs it, counting characters where that is wanted.

use percent_encoding::utf8_percent_encode;

use super::Escape;
use crate::template::helper::RESERVED;

/// What text can be appended to.
pub(super) trait Sink {
    fn put(&mut self, text: &str);
}

impl Sink for String {
    fn put(&mut self, text: &str) {
        self.push_str(text);
    }
}

impl Sink for Vec<u8> {
    fn put(&mut self, text: &str) {
        self.extend_from_slice(text.as_bytes());
    }
}

/// Appends `text`, escaped.
pub(super) fn put(out: &mut impl Sink, text: &str, escape: Escape) {
    match escape {
        Escape::None => out.put(text),
        Escape::Json => {
            put_json(out, text);
        }
        Escape::Percent => utf8_percent_encode(text, RESERVED).for_each(|piece| out.put(piece)),
    }
}

/// `text`, escaped.
pub(super) fn escaped(text: &str, escape: Escape) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    put(&mut out, text, escape);
    out
}

/// Appends `text` as the inside of a JSON string, written as `serde_json` writes it, and returns how many characters it has.
pub(super) fn put_json(out: &mut impl Sink, text: &str) -> usize {
    let (mut from, mut chars) = (0, 0);
    for (at, byte) in text.bytes().enumerate() {
        // The bytes that go on a character are 0b10xx_xxxx.
        chars += usize::from(byte & 0xC0 != 0x80);
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.put(text.get(from..at).unwrap_or(""));
        from = at + 1;
        out.put(match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0C => "\\f",
            control => CONTROLS.get(usize::from(control)).copied().unwrap_or(""),
        });
    }
    out.put(text.get(from..).unwrap_or(""));
    chars
}

/// The control characters, by their number.
const CONTROLS: [&str; 32] = [
    "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007", "\\u0008", "\\u0009", "\\u000a",
    "\\u000b", "\\u000c", "\\u000d", "\\u000e", "\\u000f", "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014", "\\u0015",
    "\\u0016", "\\u0017", "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn json_is_escaped_and_counted_as_serde_json_does(text in any::<String>()) {
            let mut out = String::new();
            let chars = put_json(&mut out, &text);
            prop_assert_eq!(chars, text.chars().count());
            prop_assert_eq!(format!("\"{out}\""), serde_json::to_string(&text).unwrap());
        }
    }

    #[test]
    fn every_control_character_is_escaped() {
        let text: String = ('\0'..='\u{7f}').collect();
        let mut out = String::new();
        put_json(&mut out, &text);
        assert_eq!(format!("\"{out}\""), serde_json::to_string(&text).unwrap());
    }

    #[test]
    fn addresses_are_percent_encoded() {
        assert_eq!(escaped("a-b.c_d~ /?&=가", Escape::Percent), "a-b.c_d~%20%2F%3F%26%3D%EA%B0%80");
    }
}

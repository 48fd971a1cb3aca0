//! Bytes of a file → its text. Only UTF-8 is read; other encodings are told apart for the message.

use std::ops::Range;

/// What the bytes are.
pub(super) enum Decoded {
    /// UTF-8, without its byte order mark.
    Text {
        /// The text.
        text: String,
        /// Whether there was a mark in front.
        had_mark: bool,
    },
    /// Something else.
    Foreign {
        /// As much as can be shown; each byte that is no UTF-8 is a replacement character.
        readable: String,
        /// The first bad place in `readable`.
        at: Range<usize>,
        /// Its line, from 1.
        line: usize,
        /// `CP949`, `UTF-16` or `unknown`.
        encoding: &'static str,
    },
}

/// Decodes a whole file.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Decoded::Foreign { readable: String::new(), at: 0..0, line: 1, encoding: "UTF-16" };
    }
    match String::from_utf8(bytes) {
        Ok(text) => match text.strip_prefix('\u{feff}') {
            Some(rest) => Decoded::Text { text: rest.to_owned(), had_mark: true },
            None => Decoded::Text { text, had_mark: false },
        },
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            let encoding = if looks_like_cp949(error.as_bytes()) { "CP949" } else { "unknown" };
            let readable = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let line = readable.get(..start).unwrap_or_default().matches('\n').count() + 1;
            let at = start..start + char::REPLACEMENT_CHARACTER.len_utf8();
            Decoded::Foreign { readable, at, line, encoding }
        }
    }
}

/// Whether every byte outside ASCII belongs to a pair that CP949 (EUC-KR with Microsoft's additions) allows.
fn looks_like_cp949(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter();
    while let Some(lead) = rest.next() {
        if lead.is_ascii() {
            continue;
        }
        let pair = matches!(lead, 0x81..=0xfe)
            && rest.next().is_some_and(|trail| matches!(trail, b'A'..=b'Z' | b'a'..=b'z' | 0x81..=0xfe));
        if !pair {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cp949_is_recognised_with_its_line() {
        // "a: 1\nb: 안녕" as an old Korean editor saves it.
        let decoded = decode(b"a: 1\nb: \xbe\xc8\xb3\xe7".to_vec());
        let Decoded::Foreign { readable, at, line, encoding } = decoded else { panic!("taken for UTF-8") };
        assert_eq!((line, encoding), (2, "CP949"));
        assert_eq!(&readable[at], "\u{fffd}");
    }

    #[test]
    fn utf16_is_recognised_by_its_mark() {
        assert!(matches!(decode(vec![0xff, 0xfe, b'a', 0]), Decoded::Foreign { encoding: "UTF-16", .. }));
    }

    #[test]
    fn broken_bytes_are_of_no_known_encoding() {
        assert!(matches!(decode(b"a: \xff\xff\x80 ".to_vec()), Decoded::Foreign { encoding: "unknown", .. }));
    }

    #[test]
    fn a_byte_order_mark_is_taken_off() {
        let Decoded::Text { text, had_mark } = decode("\u{feff}a: 1".into()) else { panic!("refused") };
        assert_eq!((text.as_str(), had_mark), ("a: 1", true));
    }
}

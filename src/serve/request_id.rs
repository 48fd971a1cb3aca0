//! `x-request-id`: the caller's when it is sane, else one of ours.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};

use actix_http::header::{HeaderMap, HeaderName, HeaderValue};

pub(super) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// What goes into logs and answers must not be able to break either.
const LONGEST: usize = 64;
const HEX: &[u8; 16] = b"0123456789abcdef";

/// Makes ids: 16 hex digits, random at the start of the worker, then counted.
pub(super) struct RequestIds {
    next: Cell<u64>,
}

/// An id, as text for the log and as a header.
pub(super) struct RequestId(HeaderValue);

impl RequestIds {
    pub(super) fn new() -> Self {
        // The one source of randomness that std has: the keys of its hash maps.
        Self { next: Cell::new(RandomState::new().hash_one(std::process::id())) }
    }

    /// The request's own id when it is 1 to 64 of `A-Z a-z 0-9 . _ -`, else a new one.
    pub(super) fn of(&self, headers: &HeaderMap) -> RequestId {
        match headers.get(X_REQUEST_ID) {
            Some(value) if sane(value.as_bytes()) => RequestId(value.clone()),
            _ => self.made(),
        }
    }

    fn made(&self) -> RequestId {
        let number = self.next.get();
        // An odd step visits every number, and neighbours look different.
        self.next.set(number.wrapping_add(0x9e37_79b9_7f4a_7c15));
        let mut text = [b'0'; 16];
        for (at, digit) in text.iter_mut().rev().enumerate() {
            let nibble = (number >> (at * 4)) & 0xf;
            *digit = HEX.get(usize::try_from(nibble).unwrap_or(0)).copied().unwrap_or(b'0');
        }
        RequestId(HeaderValue::from_bytes(&text).unwrap_or(HeaderValue::from_static("0")))
    }
}

impl RequestId {
    pub(super) fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    pub(super) fn into_header(self) -> HeaderValue {
        self.0
    }
}

fn sane(value: &[u8]) -> bool {
    (1..=LONGEST).contains(&value.len()) && value.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id_of(ids: &RequestIds, sent: &[u8]) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(X_REQUEST_ID, HeaderValue::from_bytes(sent).unwrap());
        ids.of(&headers).as_str().to_owned()
    }

    #[test]
    fn a_sane_id_is_kept() {
        let ids = RequestIds::new();
        for sane in ["a", "0af7.651-9_B", &"x".repeat(64)] {
            assert_eq!(id_of(&ids, sane.as_bytes()), sane);
        }
    }

    #[test]
    fn an_id_that_could_break_a_log_line_is_replaced() {
        let ids = RequestIds::new();
        for bad in [&b""[..], b"a b", b"a\tb", b"a\"b", "한글".as_bytes(), "x".repeat(65).as_bytes()] {
            assert_ne!(id_of(&ids, bad).as_bytes(), bad);
            assert_eq!(id_of(&ids, bad).len(), 16);
        }
    }

    #[test]
    fn ids_of_ours_differ() {
        let ids = RequestIds::new();
        let mut seen: Vec<_> = (0..1000).map(|_| ids.of(&HeaderMap::new()).as_str().to_owned()).collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 1000);
    }
}

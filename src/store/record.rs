//! A promise as bytes. postcard writes bytes as bytes, where JSON would write a payload as text in a text.

use bytes::Bytes;

use super::Promise;

/// The shape of a record. A change of [`Promise`], of a table or of a key is a new number.
pub(super) const FORMAT: u64 = 1;

/// Without the answer, which is kept beside it.
pub(super) fn encode(promise: &Promise) -> Vec<u8> {
    // Lengths and integers into a Vec: there is nothing that could fail.
    postcard::to_allocvec(promise).unwrap_or_default()
}

/// The promise and its answer; `None` when it is no record.
pub(super) fn decode(record: &[u8], answer: Option<Bytes>) -> Option<Promise> {
    let promise: Promise = postcard::from_bytes(record).ok()?;
    Some(Promise { answer, ..promise })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::promise;

    #[test]
    fn a_record_is_what_was_promised_and_hardly_longer() {
        let promise = promise("a");
        let record = encode(&promise);
        assert!(record.len() < 200, "{}", record.len());
        assert_eq!(decode(&record, None), Some(promise.clone()));
        let answer = Some(Bytes::from_static(b"{}"));
        assert_eq!(decode(&record, answer.clone()), Some(Promise { answer, ..promise }));
        assert_eq!(decode(&record[..20], None), None);
        assert_eq!(decode(b"", None), None);
    }
}

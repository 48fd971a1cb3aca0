//! The path of a request, as skills' paths are written.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Percent-encoding undone, where there is any. `None`: what is encoded is not UTF-8, so no skill has that path.
pub(super) fn decoded(path: &str) -> Option<Cow<'_, str>> {
    if path.contains('%') { percent_decode_str(path).decode_utf8().ok() } else { Some(Cow::Borrowed(path)) }
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn korean_paths_are_decoded_once() {
        assert_eq!(decoded("/skill/%EC%95%88%EB%85%95").as_deref(), Some("/skill/안녕"));
        assert_eq!(decoded("/skill/a%2520b").as_deref(), Some("/skill/a%20b"));
        assert_eq!(decoded("/skill/a+b").as_deref(), Some("/skill/a+b"));
        assert_eq!(decoded("/skill/%ff"), None);
    }
}

//! Skill paths: what Kakao is told to call.

use super::Spanned;
use super::reading::Reading;
use crate::diag::{Code, Diagnostic, Span};

/// Paths that the server answers itself.
const RESERVED: &[&str] = &["/healthz", "/readyz"];

/// Checks a path. It comes back with a slash in front even when that was forgotten (and reported), so that the rest is read.
pub(super) fn read(text: &str, span: Span, reading: &mut Reading<'_>) -> Spanned<String> {
    if let Some(reason) = impossible(text) {
        reading.report.push(Diagnostic::new(Code::BadPath).at(span).arg("path", text).arg("reason", reason));
        return Spanned { value: text.to_owned(), span };
    }
    if text.starts_with('/') {
        return Spanned { value: text.to_owned(), span };
    }
    let fixed = format!("/{text}");
    reading.report.push(Diagnostic::new(Code::PathWithoutSlash).at(span).arg("path", text).fix(span, fixed.clone()));
    Spanned { value: fixed, span }
}

/// Why no request can ever have this path; a short stable word that the messages translate.
fn impossible(path: &str) -> Option<&'static str> {
    if RESERVED.contains(&path) {
        return Some("the server's own");
    }
    if path.contains("://") {
        return Some("whole address");
    }
    let of_char = path.chars().find_map(|c| match c {
        c if c.is_whitespace() => Some("space"),
        '?' => Some("?"),
        '#' => Some("#"),
        '{' | '}' => Some("{}"),
        '%' => Some("%"),
        '\\' => Some("\\"),
        '"' | '<' | '>' | '^' | '`' | '|' => Some("character"),
        c if c.is_control() => Some("character"),
        _ => None,
    });
    // Clients take these out before they ask, so the path would never arrive.
    let dots = || path.split('/').any(|part| part == "." || part == "..").then_some("dots");
    of_char.or_else(dots).or_else(|| path.contains("//").then_some("//"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{argument, findings_of, fix_of, load};
    use super::impossible;

    #[test]
    fn a_forgotten_slash_is_put_in_front() {
        let yaml = "skills:\n  skill/hello: 안녕\n";
        assert_eq!(findings_of(yaml), ["E030 skill/hello"]);
        assert_eq!(fix_of(yaml).as_deref(), Some("/skill/hello"));
    }

    #[test]
    fn impossible_paths_say_why() {
        for (path, reason) in [
            ("/healthz", "the server's own"),
            ("/readyz", "the server's own"),
            ("https://a.kr/b", "whole address"),
            ("/a b", "space"),
            ("/a?b=c", "?"),
            ("/a#b", "#"),
            ("/a/{b}", "{}"),
            ("/%EA%B0%80", "%"),
            ("/a//b", "//"),
            ("/a/../b", "dots"),
        ] {
            assert_eq!(impossible(path), Some(reason), "{path}");
            let loaded = load(&format!("skills:\n  '{path}': 안녕\n"));
            assert_eq!(argument(&loaded.report, "reason"), reason, "{path}");
        }
    }

    #[test]
    fn ordinary_paths_are_possible() {
        for path in ["/", "/a", "/skill/주문", "/skill/a.b", "/a/", "/a-b_c~d"] {
            assert_eq!(impossible(path), None, "{path}");
        }
    }

    #[test]
    fn the_same_path_twice_is_a_duplicate_path_naming_both_places() {
        let loaded = load("skills:\n  /a: 하나\n  /b: 둘\n  /a: 셋\n");
        assert_eq!(argument(&loaded.report, "path"), "/a");
        let found = loaded.report.sorted();
        assert_eq!((found[0].code.id(), found[0].labels.len()), ("E032", 1));
    }
}

//! Addresses on the web as operators write them.

use url::Url;

use super::reading::Reading;
use crate::diag::{Code, Diagnostic, Span};
use crate::yaml::{Entry, Kind, Node};

/// Fields of components that hold an address.
const FIELDS: &[&str] = &["imageUrl", "webLinkUrl", "web", "pc", "mobile"];

/// Checks every literal address in the bubbles of a native answer. One that holds a template (`{{`) is left to the finished answer.
pub(super) fn check_answer(response: &Node, reading: &mut Reading<'_>) {
    let Kind::Map(map) = &response.kind else { return };
    if let Some(template) = map.get("template") {
        check_all(&template.value, reading);
    }
}

fn check_all(node: &Node, reading: &mut Reading<'_>) {
    match &node.kind {
        Kind::List(items) => {
            for item in items {
                check_all(item, reading);
            }
        }
        Kind::Map(map) => {
            // `extra` belongs to the operator, and `when` names values.
            for entry in map.entries.iter().filter(|entry| !["extra", "when"].contains(&entry.key.as_str())) {
                if FIELDS.contains(&entry.key.as_str()) {
                    check(entry, reading);
                } else {
                    check_all(&entry.value, reading);
                }
            }
        }
        _ => {}
    }
}

fn check(entry: &Entry, reading: &mut Reading<'_>) {
    let node = &entry.value;
    // An empty one is a missing one, which the finished answer's check knows better.
    let Some(text) = node.as_text().filter(|text| !text.is_empty() && !text.contains("{{")) else { return };
    if !is_web(text) {
        reading.report.push(bad(node.span, text));
    } else if starts_with_ignoring_case(text, "http://") {
        reading.report.push(Diagnostic::new(Code::Http).at(node.span).arg("url", text));
    }
}

/// Whether it is an absolute http or https URL with a host.
pub(super) fn is_web(text: &str) -> bool {
    let scheme = starts_with_ignoring_case(text, "https://") || starts_with_ignoring_case(text, "http://");
    scheme && !text.contains(|c: char| c.is_whitespace() || c.is_control()) && Url::parse(text).is_ok_and(|url| url.has_host())
}

/// "Not an http(s) URL", with the corrected line when only the scheme is missing.
pub(super) fn bad(span: Span, text: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::BadUrl).at(span).arg("url", text);
    let candidate = format!("https://{}", text.trim_start_matches('/'));
    let host = text.trim_start_matches('/').split(['/', '?', '#', ':']).next().unwrap_or_default();
    let looks_like_host = host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !text.contains("://");
    if looks_like_host && is_web(&candidate) { diagnostic.fix(span, candidate) } else { diagnostic }
}

fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_web_addresses_count() {
        assert!(is_web("https://example.com/a?b=c"));
        assert!(is_web("HTTP://도담카페.한국/메뉴"));
        for text in [
            "example.com",
            "/menu",
            "ftp://example.com",
            "https://",
            "https:// example.com",
            "javascript:alert(1)",
            "kakaotalk://x",
        ] {
            assert!(!is_web(text), "{text}");
        }
    }
}

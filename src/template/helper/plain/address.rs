//! Addresses: how a link shows its own, and where bare ones stand.

use std::ops::Range;

/// A link's address as it is shown; nothing for places within the same page.
pub(super) fn shown(address: &str) -> &str {
    let address = address.strip_prefix("mailto:").or_else(|| address.strip_prefix("tel:")).unwrap_or(address);
    if address.starts_with('#') { "" } else { address }
}

/// Whether the label of a link already says its address.
pub(super) fn says(label: &str, address: &str) -> bool {
    let is_phone = !address.is_empty() && address.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' '));
    if is_phone {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        return digits(label) == digits(address);
    }
    core(label).eq_ignore_ascii_case(core(address))
}

/// `https://www.example.com/` → `example.com`.
fn core(address: &str) -> &str {
    let address = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    address.strip_prefix("www.").unwrap_or(address).trim_end_matches('/')
}

/// Where addresses stand in a text, in order: from `http` to the next white space.
pub(super) fn bare(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices("://") {
        if found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let Some(before) = text.get(..at) else { continue };
        let Some(start) = ["https", "http"].iter().find_map(|scheme| before.strip_suffix(scheme)).map(str::len) else { continue };
        let rest = text.get(at..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).map_or(text.len(), |length| at + length);
        found.push(start..end);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_addresses_end_at_white_space() {
        let text = "보세요 https://a.com/_x_?u=http://b.com 그리고 <http://c.com> ://";
        let found: Vec<&str> = bare(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["https://a.com/_x_?u=http://b.com", "http://c.com"]);
    }

    #[test]
    fn a_label_may_leave_parts_of_its_address_out() {
        assert!(says("example.com", "https://www.example.com/") && says("010-1234-5678", "01012345678"));
        assert!(!says("홈페이지", "https://example.com") && !says("", "https://example.com"));
    }
}

//! URLs as they go over the wire.
//!
//! The parser mends what it reads (`..`, spaces, quotes, characters that are not ASCII). For an operator's upstream that is a help; a
//! callback's one-time token is broken by it, so a URL that would go out differently is refused before it is used up.

use reqwest::Url;
use url::Position;

use super::OutboundError;

/// The URL when it goes out byte for byte as written.
pub(super) fn as_written(text: &str) -> Result<Url, OutboundError> {
    let url = parse(text)?;
    let sent = &url[Position::BeforePath..];
    let written = target(text);
    if sent == written || (written.is_empty() && sent == "/") {
        if url.fragment().is_none() {
            return Ok(url);
        }
        return Err(OutboundError::BadRequest("the URL has a #fragment, which is never sent".to_owned()));
    }
    Err(OutboundError::BadRequest("the URL would not be sent as it is written".to_owned()))
}

/// The URL of an upstream. A value must not climb out of the path that the operator wrote: the encoding of values leaves dots alone.
pub(super) fn no_dot_segments(text: &str) -> Result<Url, OutboundError> {
    let path = target(text).split(['?', '#']).next().unwrap_or_default();
    let dots = |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    if path.split(['/', '\\']).any(dots) {
        return Err(OutboundError::BadRequest("a value makes a `.` or `..` of a part of the path".to_owned()));
    }
    parse(text)
}

fn parse(text: &str) -> Result<Url, OutboundError> {
    Url::parse(text).map_err(|error| OutboundError::BadRequest(format!("the URL is none: {error}")))
}

/// What follows the host and port.
fn target(text: &str) -> &str {
    let after_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
    let end = after_scheme.find(['/', '?', '#', '\\']).unwrap_or(after_scheme.len());
    after_scheme.get(end..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{as_written, no_dot_segments};

    #[test]
    fn a_value_cannot_climb_out_of_the_path() {
        for bad in ["http://a/stores/../admin", "http://a/stores/%2e%2E/x", "http://a/x/..", "http://a/x/.", "http://a/x\\..\\y"] {
            assert!(no_dot_segments(bad).is_err(), "{bad}");
        }
        for good in ["http://a/x..y/...?q=../..", "http://a", "http://a/.well-known/x"] {
            assert!(no_dot_segments(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn host_and_default_port_may_be_written_in_any_way() {
        for good in ["HTTPS://Bot-API.kakao.com:443/a", "https://bot-api.kakao.com"] {
            assert!(as_written(good).is_ok(), "{good}");
        }
    }
}

//! URLs as they go over the wire.
//!
//! The parser mends what it reads (`..`, spaces, quotes, characters that are not ASCII). For an operator's upstream that is a help; a
//! callback's one-time token is broken by it, so a URL that would go out differently is refused before it is used up.

use url::{Position, Url};

use super::{OutboundError, Unsendable};

/// The URL when it goes out byte for byte as written.
pub(super) fn as_written(text: &str) -> Result<Url, OutboundError> {
    let url = parse(text)?;
    let sent = &url[Position::BeforePath..];
    let written = target(text);
    if sent == written || (written.is_empty() && sent == "/") {
        if url.fragment().is_none() {
            return Ok(url);
        }
        return Err(OutboundError::BadRequest(Unsendable::Fragment));
    }
    Err(OutboundError::BadRequest(Unsendable::Changed))
}

/// The URL of an upstream, mended where the operator's text needs it.
pub(super) fn parse(text: &str) -> Result<Url, OutboundError> {
    Url::parse(text).map_err(|error| OutboundError::BadRequest(Unsendable::Url(error.to_string())))
}

/// What follows the host and port.
fn target(text: &str) -> &str {
    let after_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
    let end = after_scheme.find(['/', '?', '#', '\\']).unwrap_or(after_scheme.len());
    after_scheme.get(end..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::as_written;

    #[test]
    fn host_and_default_port_may_be_written_in_any_way() {
        for good in ["HTTPS://Bot-API.kakao.com:443/a", "https://bot-api.kakao.com"] {
            assert!(as_written(good).is_ok(), "{good}");
        }
    }
}

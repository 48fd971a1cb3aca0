//! Who may use the admin listener.
//!
//! With a token: whoever carries it. Without: programs on this machine and pages that this listener served. A page from elsewhere, open in
//! the operator's browser, can reach a loopback port too, under a name of its own that was made to point here; hence the look at `Host`
//! and `Origin`.

use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::{AUTHORIZATION, HOST, HeaderMap, HeaderValue, ORIGIN};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The rule.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    /// SHA-256 of the token.
    token: Option<[u8; 32]>,
    bound: SocketAddr,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// 401.
    Token,
    /// 403.
    Host,
    /// 403.
    Origin,
}

impl Guard {
    pub(super) fn new(token: Option<&str>, bound: SocketAddr) -> Self {
        Self { token: token.map(|token| Sha256::digest(token.as_bytes()).into()), bound }
    }

    /// `open`: what is asked for holds nothing of the operator's.
    pub(super) fn admit(&self, headers: &HeaderMap, open: bool) -> Result<(), Refusal> {
        match &self.token {
            Some(_) if open => Ok(()),
            Some(digest) => Self::carries(digest, headers),
            None => self.is_local(headers),
        }
    }

    fn carries(digest: &[u8; 32], headers: &HeaderMap) -> Result<(), Refusal> {
        let sent = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
        let token = sent.and_then(|value| value.strip_prefix(b"Bearer ").or_else(|| value.strip_prefix(b"bearer ")));
        let same = Sha256::digest(token.unwrap_or_default()).as_slice().ct_eq(digest);
        if bool::from(same) && token.is_some() { Ok(()) } else { Err(Refusal::Token) }
    }

    fn is_local(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).ok_or(Refusal::Host)?;
        if !self.is_our_name(host) {
            return Err(Refusal::Host);
        }
        match headers.get(ORIGIN) {
            None => Ok(()),
            Some(origin) => {
                let origin = origin.to_str().map_err(|_| Refusal::Origin)?;
                let same = origin.strip_prefix("http://").is_some_and(|origin| origin.eq_ignore_ascii_case(host));
                if same { Ok(()) } else { Err(Refusal::Origin) }
            }
        }
    }

    fn is_our_name(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        let ours = name.eq_ignore_ascii_case("localhost")
            || name.trim_matches(['[', ']']).parse().is_ok_and(|ip: IpAddr| ip.is_loopback() || ip == self.bound.ip());
        ours && port == Some(self.bound.port())
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderName;
    use rstest::rstest;

    use super::*;

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name.clone(), HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    fn open() -> Guard {
        Guard::new(None, "127.0.0.1:9090".parse().unwrap())
    }

    #[rstest]
    #[case("127.0.0.1:9090")]
    #[case("localhost:9090")]
    #[case("LOCALHOST:9090")]
    #[case("[::1]:9090")]
    fn a_program_on_this_machine_may(#[case] host: &str) {
        assert_eq!(open().admit(&headers(&[(HOST, host)]), false), Ok(()));
    }

    #[rstest]
    #[case("evil.example:9090")]
    #[case("localhost.evil.example:9090")]
    #[case("192.168.0.7:9090")]
    #[case("localhost:80")]
    #[case("localhost")]
    #[case("")]
    fn a_name_that_was_made_to_point_here_may_not(#[case] host: &str) {
        assert_eq!(open().admit(&headers(&[(HOST, host)]), false), Err(Refusal::Host));
    }

    #[test]
    fn a_page_from_elsewhere_may_not() {
        let with = |origin| open().admit(&headers(&[(HOST, "localhost:9090"), (ORIGIN, origin)]), false);
        assert_eq!(with("http://localhost:9090"), Ok(()));
        for origin in ["http://evil.example", "null", "http://localhost:8080", "https://localhost:9090"] {
            assert_eq!(with(origin), Err(Refusal::Origin), "{origin}");
        }
    }

    #[test]
    fn with_a_token_only_the_token_counts() {
        let guard = Guard::new(Some("s3cret"), "0.0.0.0:9090".parse().unwrap());
        assert_eq!(guard.admit(&headers(&[(HOST, "anything"), (AUTHORIZATION, "Bearer s3cret")]), false), Ok(()));
        for wrong in ["Bearer s3cre", "Bearer ", "s3cret", "Basic s3cret"] {
            let sent = headers(&[(HOST, "localhost:9090"), (AUTHORIZATION, wrong)]);
            assert_eq!(guard.admit(&sent, false), Err(Refusal::Token), "{wrong}");
        }
        assert_eq!(guard.admit(&headers(&[(HOST, "localhost:9090")]), false), Err(Refusal::Token));
    }
}

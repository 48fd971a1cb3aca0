//! Who may use the admin listener.
//!
//! With a token: whoever carries it, or has signed in with it on the page and carries the cookie. Without: programs on this machine and
//! pages that this listener served. A page from elsewhere, open in the operator's browser, can reach a loopback port too, under a name of
//! its own that was made to point here, and sends the cookie where it is thought the same site; hence the look at `Host`, `Origin` and
//! `Sec-Fetch-Site`.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::guesses::Guesses;
use super::session::Sessions;

/// Which page a browser asks for: this server's own, another one, or none (the user typed the address).
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The rule.
pub(super) struct Guard {
    /// SHA-256 of the token.
    token: Option<[u8; 32]>,
    bound: SocketAddr,
    guesses: Guesses,
    pub(super) sessions: Arc<Sessions>,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// 401.
    Token,
    /// 429: too many wrong tokens came from there, and none is looked at for so long.
    Guesses(Duration),
    /// 403.
    Host,
    /// 403.
    Origin,
}

impl Guard {
    pub(super) fn new(token: Option<&str>, bound: SocketAddr) -> Self {
        Self {
            token: token.map(|token| Sha256::digest(token.as_bytes()).into()),
            bound,
            guesses: Guesses::default(),
            sessions: Arc::new(Sessions::at(bound.port())),
        }
    }

    /// `open`: what is asked for holds nothing of the operator's. Whoever sends something has to be no other page even so.
    pub(super) fn admit(&self, method: &Method, headers: &HeaderMap, peer: IpAddr, open: bool) -> Result<(), Refusal> {
        let own = || if is_own_page(method, headers) { Ok(()) } else { Err(Refusal::Origin) };
        if self.token.is_none() {
            self.is_local(headers)?;
            return if open && only_reads(method) { Ok(()) } else { own() };
        }
        if open && only_reads(method) {
            return Ok(());
        }
        if open {
            return if headers.contains_key(ORIGIN) && !is_same_origin(headers) { Err(Refusal::Origin) } else { own() };
        }
        let carried = bearer(headers).map_or(Err(Refusal::Token), |token| self.try_token(token, peer));
        if carried.is_ok() {
            return carried;
        }
        if !self.sessions.holds(headers, Instant::now()) {
            return carried;
        }
        if only_reads(method) || is_same_origin(headers) { own() } else { Err(Refusal::Origin) }
    }

    /// Whether this, which came from there, is the token. Without one, nothing is.
    pub(super) fn try_token(&self, sent: &[u8], peer: IpAddr) -> Result<(), Refusal> {
        let now = Instant::now();
        if let Some(left) = self.guesses.closed_for(peer, now) {
            return Err(Refusal::Guesses(left));
        }
        let sent: [u8; 32] = Sha256::digest(sent).into();
        if self.token.is_some_and(|token| bool::from(sent.as_slice().ct_eq(&token))) {
            return Ok(());
        }
        self.guesses.wrong(peer, sent, now);
        Err(Refusal::Token)
    }

    /// That `Host` is a name of this machine with our port, and `Origin` the same.
    fn is_local(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = text(headers, &HOST).ok_or(Refusal::Host)?;
        if !self.is_our_name(host) {
            return Err(Refusal::Host);
        }
        let same = |origin: &HeaderValue| {
            origin
                .to_str()
                .ok()
                .and_then(|origin| origin.strip_prefix("http://"))
                .is_some_and(|name| name.eq_ignore_ascii_case(host))
        };
        if headers.get(ORIGIN).is_none_or(same) { Ok(()) } else { Err(Refusal::Origin) }
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

fn only_reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

fn bearer(headers: &HeaderMap) -> Option<&[u8]> {
    let sent = headers.get(AUTHORIZATION)?.as_bytes();
    sent.strip_prefix(b"Bearer ").or_else(|| sent.strip_prefix(b"bearer "))
}

/// Whether a browser says that this server's own page asks, or it is no browser that says so. Reading is also what a user does who
/// typed the address.
fn is_own_page(method: &Method, headers: &HeaderMap) -> bool {
    match text(headers, &SEC_FETCH_SITE) {
        None | Some("same-origin") => true,
        Some("none") => only_reads(method),
        Some(_) => false,
    }
}

/// Whether a browser shows that this server's own page asks. A proxy in between may have changed `Host`, but not what the browser says
/// of the site.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let name = |origin: &str| origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")).map(str::to_owned);
    let same = text(headers, &ORIGIN).and_then(name).zip(text(headers, &HOST));
    same.is_some_and(|(origin, host)| origin.eq_ignore_ascii_case(host)) || text(headers, &SEC_FETCH_SITE) == Some("same-origin")
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

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

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    fn open() -> Guard {
        Guard::new(None, "127.0.0.1:9090".parse().unwrap())
    }

    #[rstest]
    #[case("127.0.0.1:9090")]
    #[case("localhost:9090")]
    #[case("LOCALHOST:9090")]
    #[case("[::1]:9090")]
    fn a_program_on_this_machine_may(#[case] host: &str) {
        assert_eq!(open().admit(&Method::GET, &headers(&[(HOST, host)]), HERE, false), Ok(()));
    }

    #[rstest]
    #[case("evil.example:9090")]
    #[case("localhost.evil.example:9090")]
    #[case("192.168.0.7:9090")]
    #[case("localhost:80")]
    #[case("localhost")]
    #[case("")]
    fn a_name_that_was_made_to_point_here_may_not(#[case] host: &str) {
        assert_eq!(open().admit(&Method::GET, &headers(&[(HOST, host)]), HERE, false), Err(Refusal::Host));
    }

    #[test]
    fn a_page_from_elsewhere_may_not() {
        let with = |origin| open().admit(&Method::GET, &headers(&[(HOST, "localhost:9090"), (ORIGIN, origin)]), HERE, false);
        assert_eq!(with("http://localhost:9090"), Ok(()));
        for origin in ["http://evil.example", "null", "http://localhost:8080", "https://localhost:9090"] {
            assert_eq!(with(origin), Err(Refusal::Origin), "{origin}");
        }
    }

    #[test]
    fn with_a_token_only_the_token_counts() {
        let guard = Guard::new(Some("s3cret"), "0.0.0.0:9090".parse().unwrap());
        assert_eq!(
            guard.admit(&Method::GET, &headers(&[(HOST, "anything"), (AUTHORIZATION, "Bearer s3cret")]), HERE, false),
            Ok(())
        );
        for wrong in ["Bearer s3cre", "Bearer ", "s3cret", "Basic s3cret"] {
            let sent = headers(&[(HOST, "localhost:9090"), (AUTHORIZATION, wrong)]);
            assert_eq!(guard.admit(&Method::GET, &sent, HERE, false), Err(Refusal::Token), "{wrong}");
        }
        assert_eq!(guard.admit(&Method::GET, &headers(&[(HOST, "localhost:9090")]), HERE, false), Err(Refusal::Token));
    }

    #[test]
    fn a_page_from_elsewhere_may_not_sign_in_either() {
        for guard in [open(), Guard::new(Some("s3cret"), "127.0.0.1:9090".parse().unwrap())] {
            let with = |method: &Method, more: &[(HeaderName, &str)]| {
                let mut pairs = vec![(HOST, "localhost:9090")];
                pairs.extend_from_slice(more);
                guard.admit(method, &headers(&pairs), HERE, true)
            };
            assert_eq!(with(&Method::GET, &[(SEC_FETCH_SITE, "cross-site")]), Ok(()));
            for own in [&[][..], &[(ORIGIN, "http://localhost:9090")], &[(SEC_FETCH_SITE, "same-origin")]] {
                assert_eq!(with(&Method::POST, own), Ok(()), "{own:?}");
            }
            for other in
                [(ORIGIN, "https://evil.example"), (ORIGIN, "null"), (SEC_FETCH_SITE, "same-site"), (SEC_FETCH_SITE, "none")]
            {
                assert_eq!(with(&Method::POST, std::slice::from_ref(&other)), Err(Refusal::Origin), "{other:?}");
            }
        }
    }

    #[test]
    fn whoever_guesses_is_not_listened_to_and_everybody_else_is() {
        let guard = Guard::new(Some("s3cret"), "0.0.0.0:9090".parse().unwrap());
        let with = |token: &str, peer: &str| {
            guard.admit(&Method::GET, &headers(&[(AUTHORIZATION, &format!("Bearer {token}"))]), peer.parse().unwrap(), false)
        };
        for at in 0..5 {
            assert_eq!(with(&format!("guess {at}"), "192.0.2.1"), Err(Refusal::Token));
        }
        assert!(matches!(with("s3cret", "192.0.2.1"), Err(Refusal::Guesses(_))));
        assert_eq!(with("s3cret", "192.0.2.2"), Ok(()));
    }

    #[test]
    fn a_page_of_another_port_of_this_machine_may_not_even_look() {
        let with = |site, method: &Method| {
            open().admit(method, &headers(&[(HOST, "localhost:9090"), (SEC_FETCH_SITE, site)]), HERE, false)
        };
        assert_eq!([with("same-origin", &Method::POST), with("none", &Method::GET)], [Ok(()), Ok(())]);
        for (site, method) in [("same-site", Method::GET), ("cross-site", Method::GET), ("none", Method::POST)] {
            assert_eq!(with(site, &method), Err(Refusal::Origin), "{site}");
        }
    }

    #[test]
    fn whoever_signed_in_may_change_things_from_the_own_page_alone() {
        let guard = Guard::new(Some("s3cret"), "0.0.0.0:9090".parse().unwrap());
        let cookie = format!("talkplate_session_9090={}", guard.sessions.begin(Instant::now()).unwrap());
        let with = |method: &Method, more: &[(HeaderName, &str)]| {
            let mut pairs = vec![(HOST, "bot.example"), (actix_web::http::header::COOKIE, cookie.as_str())];
            pairs.extend_from_slice(more);
            guard.admit(method, &headers(&pairs), HERE, false)
        };
        assert_eq!(with(&Method::GET, &[]), Ok(()));
        for own in [(ORIGIN, "https://bot.example"), (ORIGIN, "http://BOT.example"), (SEC_FETCH_SITE, "same-origin")] {
            assert_eq!(with(&Method::POST, std::slice::from_ref(&own)), Ok(()), "{own:?}");
        }
        assert_eq!(with(&Method::POST, &[]), Err(Refusal::Origin));
        for other in
            [(ORIGIN, "https://evil.example"), (ORIGIN, "null"), (SEC_FETCH_SITE, "same-site"), (SEC_FETCH_SITE, "cross-site")]
        {
            assert_eq!(with(&Method::POST, std::slice::from_ref(&other)), Err(Refusal::Origin), "{other:?}");
        }
        assert_eq!(with(&Method::GET, &[(SEC_FETCH_SITE, "same-site")]), Err(Refusal::Origin));
    }
}

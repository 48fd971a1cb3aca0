//! Who has signed in with the token.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::http::header::{COOKIE, HeaderMap};
use sha2::{Digest, Sha256};

/// A session that nobody used for so long is over.
const IDLE: Duration = Duration::from_hours(12);
/// Of more than this, the one that was idle for longest ends.
const MOST: usize = 100;

/// Open sessions, in memory: a restart ends them.
pub(super) struct Sessions {
    /// The cookie's name. All ports of a host share their cookies: with the port in it, two consoles do not sign each other out.
    name: String,
    open: Mutex<Vec<Session>>,
}

/// The hash of what a session's cookie holds.
pub(super) type Key = [u8; 32];

/// An open session.
struct Session {
    digest: Key,
    used: Instant,
}

impl Sessions {
    /// None yet, of the console at this port.
    pub(super) fn at(port: u16) -> Self {
        Self { name: format!("talkplate_session_{port}"), open: Mutex::default() }
    }

    /// Begins one; the value of its cookie. `None`: the system gives no random numbers.
    pub(super) fn begin(&self, now: Instant) -> Option<String> {
        let mut random = [0; 32];
        getrandom::fill(&mut random).ok()?;
        let value: String =
            random.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|digit| char::from_digit(digit.into(), 16)).collect();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|session| !session.is_over(now));
        if open.len() == MOST
            && let Some(oldest) = (0..MOST).min_by_key(|at| open.get(*at).map(|session| session.used))
        {
            open.swap_remove(oldest);
        }
        open.push(Session { digest: Sha256::digest(&value).into(), used: now });
        Some(value)
    }

    /// Whether the request is part of an open session, which it keeps open.
    pub(super) fn holds(&self, headers: &HeaderMap, now: Instant) -> bool {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let digests: Vec<_> = self.digests(headers).collect();
        let found = open.iter_mut().find(|session| digests.contains(&session.digest) && !session.is_over(now));
        found.map(|session| session.used = now).is_some()
    }

    /// What the request's open session is known by.
    pub(super) fn key(&self, headers: &HeaderMap, now: Instant) -> Option<Key> {
        self.digests(headers).find(|digest| self.is_open(digest, now))
    }

    /// Whether it is still open. Asking does not keep it open.
    pub(super) fn is_open(&self, key: &Key, now: Instant) -> bool {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.iter().any(|session| session.digest == *key && !session.is_over(now))
    }

    /// Ends the request's session.
    pub(super) fn end(&self, headers: &HeaderMap) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|session| self.digests(headers).all(|digest| digest != session.digest));
    }

    /// `Set-Cookie` for a session that begins. `secure`: the page came by https.
    pub(super) fn cookie(&self, value: &str, secure: bool) -> String {
        format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{}", self.name, if secure { "; Secure" } else { "" })
    }

    /// `Set-Cookie` for one that ended.
    pub(super) fn no_cookie(&self) -> String {
        format!("{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0", self.name)
    }

    /// Hashes of what the cookies of the name hold. Only hashes are compared, so time tells nothing of what is right.
    fn digests<'h>(&'h self, headers: &'h HeaderMap) -> impl Iterator<Item = Key> + 'h {
        let pairs = headers.get_all(COOKIE).filter_map(|value| value.to_str().ok()).flat_map(|cookies| cookies.split(';'));
        let values = pairs.filter_map(|pair| pair.trim().strip_prefix(&*self.name)?.strip_prefix('='));
        values.map(|value| Sha256::digest(value).into())
    }
}

impl Session {
    fn is_over(&self, now: Instant) -> bool {
        now.duration_since(self.used) >= IDLE
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    const NAME: &str = "talkplate_session_9090";

    fn with(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_str(cookie).unwrap());
        headers
    }

    #[test]
    fn a_session_lasts_while_it_is_used() {
        let (sessions, now) = (Sessions::at(9090), Instant::now());
        let value = sessions.begin(now).unwrap();
        assert_eq!((value.len(), value.bytes().all(|b| b.is_ascii_hexdigit())), (64, true));
        let headers = with(&format!("other=1; {NAME}={value}"));
        let hours = |hours| now + Duration::from_hours(hours);
        assert!(sessions.holds(&headers, hours(11)) && sessions.holds(&headers, hours(22)));
        let key = sessions.key(&headers, hours(23)).unwrap();
        assert_eq!([33, 34].map(|at| sessions.is_open(&key, hours(at))), [true, false]);
        assert!(!sessions.holds(&headers, hours(34)));
        for wrong in [
            format!("{NAME}="),
            format!("{NAME}={}", "0".repeat(64)),
            format!("x{NAME}={value}"),
            format!("talkplate_session_9091={value}"),
            String::new(),
        ] {
            assert!(!sessions.holds(&with(&wrong), hours(22)), "{wrong}");
        }
    }

    #[test]
    fn a_session_that_was_signed_out_is_over() {
        let (sessions, now) = (Sessions::at(9090), Instant::now());
        let (mine, other) = (sessions.begin(now).unwrap(), sessions.begin(now).unwrap());
        sessions.end(&with(&format!("{NAME}={mine}")));
        assert!(!sessions.holds(&with(&format!("{NAME}={mine}")), now));
        assert!(sessions.holds(&with(&format!("{NAME}={other}")), now));
    }

    #[test]
    fn of_too_many_the_one_that_was_idle_for_longest_ends() {
        let (sessions, now) = (Sessions::at(9090), Instant::now());
        let values: Vec<_> =
            (0..=u64::try_from(MOST).unwrap()).map(|at| sessions.begin(now + Duration::from_secs(at)).unwrap()).collect();
        let holds = |at: usize| sessions.holds(&with(&format!("{NAME}={}", values[at])), now + Duration::from_mins(2));
        assert_eq!((holds(0), holds(1), holds(MOST)), (false, true, true));
    }
}

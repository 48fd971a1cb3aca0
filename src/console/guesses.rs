//! Who guessed the token, and how often.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many wrong tokens within this time, and the rest of it no token from that address is looked at.
const GUESSES: u32 = 5;
const GUESSING: Duration = Duration::from_mins(1);
/// Of more addresses than this, the one that has been known for longest is forgotten.
const MOST: usize = 1_000;

/// Wrong tokens, by the address that they came from.
#[derive(Default)]
pub(super) struct Guesses {
    wrong: Mutex<HashMap<IpAddr, Wrong>>,
}

struct Wrong {
    since: Instant,
    count: u32,
    /// The hash of the last one.
    last: [u8; 32],
}

impl Wrong {
    /// How much is left of the time in which they count.
    fn left(&self, now: Instant) -> Option<Duration> {
        GUESSING.checked_sub(now.duration_since(self.since)).filter(|left| !left.is_zero())
    }
}

impl Guesses {
    /// How long no token of this address is looked at any more; `None`: it is.
    pub(super) fn closed_for(&self, peer: IpAddr, now: Instant) -> Option<Duration> {
        let wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.get(&household(peer)).filter(|wrong| wrong.count >= GUESSES)?.left(now)
    }

    /// A wrong token, known by its hash, was sent. The same one once more is no guess: a program whose token has been changed asks on.
    pub(super) fn wrong(&self, peer: IpAddr, digest: [u8; 32], now: Instant) {
        let mut all = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let peer = household(peer);
        if let Some(wrong) = all.get_mut(&peer).filter(|wrong| wrong.left(now).is_some()) {
            wrong.count += u32::from(wrong.last != digest);
            wrong.last = digest;
            return;
        }
        if all.len() >= MOST {
            all.retain(|_, wrong| wrong.left(now).is_some());
        }
        if all.len() >= MOST
            && let Some(oldest) = all.iter().min_by_key(|(_, wrong)| wrong.since).map(|(peer, _)| *peer)
        {
            all.remove(&oldest);
        }
        all.insert(peer, Wrong { since: now, count: 1, last: digest });
    }
}

/// Whose the address is: of IPv6 the first half, because everybody has all of the second.
fn household(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() >> 64 << 64).into(),
        ip @ IpAddr::V4(_) => ip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(guesses: &Guesses, peer: &str, number: u8, now: Instant) {
        guesses.wrong(peer.parse().unwrap(), [number; 32], now);
    }

    fn closed(guesses: &Guesses, peer: &str, now: Instant) -> Option<u64> {
        guesses.closed_for(peer.parse().unwrap(), now).map(|left| left.as_secs())
    }

    #[test]
    fn after_five_guesses_no_token_from_there_is_looked_at_for_the_rest_of_the_minute() {
        let (guesses, now) = (Guesses::default(), Instant::now());
        let after = |seconds| now + Duration::from_secs(seconds);
        for second in 0..5 {
            assert_eq!(closed(&guesses, "192.0.2.1", after(second.into())), None);
            guess(&guesses, "192.0.2.1", second, after(second.into()));
        }
        assert_eq!(closed(&guesses, "192.0.2.1", after(5)), Some(55));
        assert_eq!(closed(&guesses, "::ffff:192.0.2.1", after(5)), Some(55));
        assert_eq!(closed(&guesses, "192.0.2.2", after(5)), None);
        assert_eq!(closed(&guesses, "192.0.2.1", after(60)), None);
        guess(&guesses, "192.0.2.1", 9, after(61));
        assert_eq!(closed(&guesses, "192.0.2.1", after(61)), None);
    }

    #[test]
    fn one_wrong_token_again_and_again_is_one_guess() {
        let (guesses, now) = (Guesses::default(), Instant::now());
        (0..20).for_each(|_| guess(&guesses, "192.0.2.1", 7, now));
        assert_eq!(closed(&guesses, "192.0.2.1", now), None);
    }

    #[test]
    fn all_addresses_of_one_network_are_one_guesser() {
        let (guesses, now) = (Guesses::default(), Instant::now());
        (1..=5).for_each(|at| guess(&guesses, &format!("2001:db8::{at}"), at, now));
        assert_eq!((closed(&guesses, "2001:db8::9", now), closed(&guesses, "2001:db8:0:1::9", now)), (Some(60), None));
    }

    #[test]
    fn no_more_than_a_thousand_addresses_are_known() {
        let (guesses, now) = (Guesses::default(), Instant::now());
        for at in 0..=u32::try_from(MOST).unwrap() {
            guesses.wrong(IpAddr::V4(at.into()), [0; 32], now + Duration::from_millis(at.into()));
        }
        let known = guesses.wrong.lock().unwrap();
        assert_eq!((known.len(), known.contains_key(&IpAddr::V4(0.into()))), (MOST, false));
    }
}

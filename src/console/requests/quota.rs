//! At most so many a second. What is over costs one look at a number.

use std::sync::atomic::{AtomicU64, Ordering};

/// A count that begins anew with each second.
#[derive(Default)]
pub(super) struct Quota {
    /// The second since 1970, and in the lowest bits how many it has seen.
    used: AtomicU64,
}

const COUNT_BITS: u32 = 16;
const COUNT: u64 = (1 << COUNT_BITS) - 1;

impl Quota {
    /// Takes one, if this second has one left of `most`, which is below 65,536.
    pub(super) fn take(&self, most: u64, unix_ms: i64) -> bool {
        let second = u64::try_from(unix_ms / 1_000).unwrap_or(0);
        let taken = |used: u64| if used >> COUNT_BITS == second { used & COUNT } else { 0 };
        let one_more = |used: u64| {
            let taken = taken(used);
            (taken < most).then_some(second << COUNT_BITS | (taken + 1))
        };
        self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_second_has_its_own() {
        let quota = Quota::default();
        let taken = [1_000, 1_500, 1_999, 2_000, 2_001, 2_002, 900].map(|ms| quota.take(2, ms));
        assert_eq!(taken, [true, true, false, true, true, false, true]);
    }
}

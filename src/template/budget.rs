//! How much work the templates of one request may be.
//!
//! Rounds and output have their own ends, but a helper may be called 100,000 times with a megabyte each time. So helpers are charged
//! for what they read and make; no clock is asked, so that a template fails always or never.

use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use handlebars::RenderErrorReason;
use serde_json::Value;

use crate::diag::Lang;

/// What all templates of a request may cost together: about bytes read. The dearest helper, `plain`, then takes 2 seconds.
const MAX_WORK: u64 = 64 * 1024 * 1024;
/// What a text may always cost: a fallback can be written when the answer used everything up.
const LEAST_WORK: u64 = 4 * 1024 * 1024;
/// What any call costs.
const CALL: u64 = 64;

thread_local! {
    /// What the rendering on this thread may still cost. Rendering never waits, so it never changes its thread; Handlebars hands
    /// nothing of ours to a helper in a sub-expression.
    static LEFT: Cell<u64> = const { Cell::new(u64::MAX) };
}

/// What the templates of one request have cost. Atomic because a scope is kept across threads, never used by two at once.
#[derive(Debug, Default)]
pub(super) struct Budget(AtomicU64);

impl Budget {
    /// Renders, at the cost of this budget.
    pub(super) fn spend<R>(&self, render: impl FnOnce() -> R) -> R {
        let spent = self.0.load(Ordering::Relaxed);
        let left = MAX_WORK.saturating_sub(spent).max(LEAST_WORK);
        LEFT.set(left);
        let result = render();
        self.0.store(spent.saturating_add(left - LEFT.replace(u64::MAX).min(left)), Ordering::Relaxed);
        result
    }
}

/// A rendering that went past one of its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// So many bytes of output.
    Bytes(usize),
    /// So many rounds and pieces of output.
    Steps(usize),
    /// [`MAX_WORK`].
    Work,
}

/// Charges for a text.
pub(super) fn charge_bytes(bytes: usize) -> Result<(), Limit> {
    charge(u64::try_from(bytes).unwrap_or(u64::MAX))
}

/// Charges for a call with one of its values, or for a copy of it.
pub(super) fn charge_value(value: &Value) -> Result<(), Limit> {
    match value {
        Value::String(text) => charge_bytes(text.len()),
        Value::Array(_) | Value::Object(_) => {
            // Lists and maps are only copied, compared and printed, which is quick.
            let most = LEFT.get().saturating_mul(8);
            let mut rest = most;
            weigh(value, &mut rest);
            charge(if rest == 0 { u64::MAX } else { (most - rest).div_ceil(8) })
        }
        _ => Ok(()),
    }
}

/// Charges for a call.
pub(super) fn charge_call() -> Result<(), Limit> {
    charge(CALL)
}

fn charge(work: u64) -> Result<(), Limit> {
    let left = LEFT.get().checked_sub(work);
    LEFT.set(left.unwrap_or(0));
    left.map(|_| ()).ok_or(Limit::Work)
}

/// Takes the size of a value from `left`; stops when nothing is left. A value is at most 128 deep: it was JSON.
fn weigh(value: &Value, left: &mut u64) {
    *left = left.saturating_sub(16);
    match value {
        Value::String(text) => *left = left.saturating_sub(text.len() as u64),
        Value::Array(items) => {
            for item in items {
                if *left == 0 {
                    return;
                }
                weigh(item, left);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                if *left == 0 {
                    return;
                }
                *left = left.saturating_sub(name.len() as u64);
                weigh(field, left);
            }
        }
        _ => {}
    }
}

impl Limit {
    /// The sentence, without its full stop.
    pub(super) fn told(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Bytes(most), Lang::Ko) => format!("만든 글이 {} KiB를 넘어요", most / 1024),
            (Self::Bytes(most), Lang::En) => format!("the text is longer than {} KiB", most / 1024),
            (Self::Steps(most), Lang::Ko) => format!("반복이 {most}번을 넘어요"),
            (Self::Steps(most), Lang::En) => format!("it takes more than {most} steps"),
            (Self::Work, Lang::Ko) => "긴 글이나 큰 목록으로 하는 일이 너무 많아요".to_owned(),
            (Self::Work, Lang::En) => "it is too much work with long texts or large lists".to_owned(),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(Lang::En))
    }
}

impl std::error::Error for Limit {}

impl From<Limit> for handlebars::RenderError {
    fn from(limit: Limit) -> Self {
        RenderErrorReason::NestedError(Box::new(limit)).into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn work_ends_and_a_fallback_still_has_some() {
        let budget = Budget::default();
        let megabyte = json!("a".repeat(1024 * 1024));
        let rounds = |budget: &Budget| budget.spend(|| (0..1000).take_while(|_| charge_value(&megabyte).is_ok()).count());
        assert_eq!(rounds(&budget), 64);
        assert_eq!(rounds(&budget), 4);
        assert_eq!(charge_value(&megabyte), Ok(()), "nothing is charged outside");
    }

    #[test]
    fn lists_cost_what_is_in_them() {
        let list = json!(vec!["a".repeat(1008); 1024]);
        let budget = Budget::default();
        assert_eq!(budget.spend(|| (0..1000).take_while(|_| charge_value(&list).is_ok()).count()), 511);
    }
}

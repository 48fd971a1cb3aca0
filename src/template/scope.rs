//! What the templates of one request see.

use std::sync::OnceLock;

use handlebars::Context;
use serde_json::Value;

use super::Harvest;
use super::budget::Budget;
use super::names::{CALLBACK_URL, USER_ID, View};
use super::slot::{Slot, Slots};
use super::value::{Seen, Source, ValueSlot};

/// What a request brings besides its body.
#[derive(Clone, Copy, Debug, Default)]
pub struct RequestInfo<'a> {
    /// The path as it came, without the query string.
    pub path: &'a str,
    /// The query string, without `?`.
    pub query: &'a str,
    /// When the request came, milliseconds since 1970 (UTC).
    pub at_ms: i64,
}

/// The values of one request's names.
pub struct Scope<'a> {
    harvest: &'a Harvest,
    slots: Slots<'a>,
    /// What Handlebars sees: built when the first template needs it, at most once until the upstream answers.
    context: OnceLock<Context>,
    /// What its templates have cost.
    budget: Budget,
}

impl<'a> Scope<'a> {
    pub(super) fn new(harvest: &'a Harvest, slots: Slots<'a>) -> Self {
        Self { harvest, slots, context: OnceLock::new(), budget: Budget::default() }
    }

    /// `userRequest.callbackUrl`, byte for byte. Empty and null count as none.
    pub fn callback_url(&self) -> Option<&str> {
        self.text(CALLBACK_URL).filter(|url| !url.is_empty())
    }

    /// `userRequest.user.id`.
    pub fn user_id(&self) -> Option<&str> {
        self.text(USER_ID)
    }

    /// Gives the templates their `upstream`.
    #[expect(clippy::needless_pass_by_value, reason = "an answer belongs to one scope; callers have no use for it afterwards")]
    pub fn set_upstream(&mut self, answer: Value) {
        self.harvest.fill_upstream(&answer, &mut self.slots);
        self.context = OnceLock::new();
    }

    /// The value under a name.
    pub fn value<'v>(&'v self, slot: &'v ValueSlot) -> Seen<'v> {
        match &slot.0 {
            Source::Constant(value) => Seen::of(value),
            Source::Slot { slot, view } => Seen::of_slot(self.slots.get(*slot), *view),
        }
    }

    fn text(&self, slot: usize) -> Option<&str> {
        match self.slots.get(slot) {
            Slot::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn slot(&self, slot: usize) -> &Slot<'a> {
        self.slots.get(slot)
    }

    pub(super) fn view(&self, slot: usize, view: View) -> Value {
        self.harvest.view(&self.slots, slot, view)
    }

    pub(super) fn budget(&self) -> &Budget {
        &self.budget
    }

    /// What Handlebars sees.
    pub(super) fn context(&self) -> &Context {
        self.context.get_or_init(|| self.harvest.context(&self.slots))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_can_be_kept_across_an_await() {
        fn is_send_and_sync<T: Send + Sync>() {}
        is_send_and_sync::<Scope<'_>>();
    }
}

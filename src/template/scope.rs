//! What the templates of one request see.

use std::sync::OnceLock;

use handlebars::Context;
use serde_json::Value;

use super::Harvest;
use super::budget::Budget;
use super::harvest::{Entry, Round};
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

/// The values of one request's names, perhaps beside those of an entry of a list.
pub struct Scope<'a> {
    harvest: &'a Harvest,
    values: Values<'a>,
    has_upstream: bool,
    /// What Handlebars sees: built when the first template needs it, at most once until the upstream answers.
    context: OnceLock<Context>,
}

/// Where the values are.
enum Values<'a> {
    /// Taken from the request. `budget`: what its templates have cost.
    Request { slots: Slots<'a>, budget: Budget },
    /// Those of an entry, by their slots; the others are around it.
    Entry { own: Vec<(usize, Slot<'a>)>, around: &'a Scope<'a> },
}

impl<'a> Scope<'a> {
    pub(super) fn new(harvest: &'a Harvest, slots: Slots<'a>) -> Self {
        Self {
            harvest,
            values: Values::Request { slots, budget: Budget::default() },
            has_upstream: false,
            context: OnceLock::new(),
        }
    }

    /// The same request, seen from an entry of the list that the `each` at `depth` walks.
    pub fn entered<'s>(&'s self, depth: usize, entry: Entry<'s>, round: Round) -> Scope<'s> {
        let locals = self.harvest.locals.iter().filter(|(_, at, _)| *at == depth);
        let own = locals.map(|(slot, _, local)| (*slot, local.slot(entry, round))).collect();
        let values = Values::Entry { own, around: self };
        Scope { harvest: self.harvest, values, has_upstream: self.has_upstream, context: OnceLock::new() }
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
        // An entry's scope lives only while an answer is written.
        if let Values::Request { slots, .. } = &mut self.values {
            self.harvest.fill_upstream(&answer, slots);
            self.has_upstream = true;
            self.context = OnceLock::new();
        }
    }

    /// Whether the upstream has answered.
    pub fn has_upstream(&self) -> bool {
        self.has_upstream
    }

    /// The value under a name.
    pub fn value<'v>(&'v self, slot: &'v ValueSlot) -> Seen<'v> {
        match &slot.0 {
            Source::Constant(value) => Seen::of(value),
            Source::Slot { slot, view } => Seen::of_slot(self.slot(*slot), *view),
        }
    }

    fn text(&self, slot: usize) -> Option<&str> {
        match self.slot(slot) {
            Slot::Text(text) => Some(text),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn slot(&self, slot: usize) -> &Slot<'a> {
        match &self.values {
            Values::Request { slots, .. } => slots.get(slot),
            Values::Entry { own, around } => {
                own.iter().find(|(at, _)| *at == slot).map_or_else(|| around.slot(slot), |(_, value)| value)
            }
        }
    }

    pub(super) fn view(&self, slot: usize, view: View) -> Value {
        self.harvest.view(&|at| self.slot(at), slot, view)
    }

    pub(super) fn budget(&self) -> &Budget {
        match &self.values {
            Values::Request { budget, .. } => budget,
            Values::Entry { around, .. } => around.budget(),
        }
    }

    /// What Handlebars sees.
    pub(super) fn context(&self) -> &Context {
        self.context.get_or_init(|| self.harvest.context(&|at| self.slot(at)))
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

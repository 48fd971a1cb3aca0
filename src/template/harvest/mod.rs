//! One pass over the payload that keeps only the names a skill uses.

mod context;
mod depth;
mod late;
mod local;
mod node;
mod query;
mod uses;
mod walk;

use std::sync::Arc;

use serde::de::DeserializeSeed;
use serde_json::{Deserializer, Map, Value};

use super::names::{Entry as Wanted, View};
use super::slot::{Slot, Slots};
use super::{RequestInfo, Scope};
pub(super) use context::{RAW, key};
pub(super) use late::Late;
pub(super) use local::Local;
pub use local::{Entry, Round};
use node::Node;
pub(super) use node::Seed;
pub use uses::Uses;
use walk::Walk;

/// The compiled pass.
pub struct Harvest {
    root: Node,
    slots: usize,
    /// What is made after the pass, in the order of its slots.
    late: Vec<(usize, Late)>,
    /// What is seen of the entries of lists: slot, depth of the `each`, what.
    pub(super) locals: Vec<(usize, usize, Local)>,
    /// What Handlebars sees.
    pub(super) entries: Vec<Wanted>,
    /// The roots beside the payload's own, when a template wants everything.
    derived: Vec<(&'static str, usize, View)>,
    vars: Arc<Map<String, Value>>,
}

/// A payload that is none: the only hard errors there are.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PayloadError {
    /// The body is not UTF-8.
    #[error("the body is not UTF-8")]
    NotUtf8,
    /// The body is not JSON (or nested deeper than 128).
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    /// The body is JSON, but no object.
    #[error("the body is not a JSON object")]
    NotAnObject,
}

impl Harvest {
    pub(super) fn new(
        seed: Seed,
        slots: usize,
        late: Vec<(usize, Late)>,
        locals: Vec<(usize, usize, Local)>,
        entries: Vec<Wanted>,
        derived: Vec<(&'static str, usize, View)>,
        vars: Arc<Map<String, Value>>,
    ) -> Self {
        Self { root: seed.finish(), slots, late, locals, entries, derived, vars }
    }

    /// Reads a payload. The body is checked whole, also where no name is taken from it; strings are borrowed from it.
    pub fn read<'a>(&'a self, body: &'a [u8], request: RequestInfo<'a>) -> Result<Scope<'a>, PayloadError> {
        // Once for the whole body: a pass over bytes would not look into the strings it skips.
        let text = std::str::from_utf8(body).map_err(|_| PayloadError::NotUtf8)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if depth::is_too_deep(text.as_bytes()) {
            return Err(PayloadError::NotJson(format!("nested deeper than {}", depth::MAX)));
        }
        let mut slots = Slots::new(self.slots);
        let mut json = Deserializer::from_str(text);
        let is_object = Walk::new(&self.root, &mut slots)
            .deserialize(&mut json)
            .and_then(|is_object| json.end().map(|()| is_object))
            .map_err(|error| PayloadError::NotJson(error.to_string()))?;
        if !is_object {
            return Err(PayloadError::NotAnObject);
        }
        if !self.late.is_empty() {
            late::fill(&self.late, &mut slots, request);
        }
        Ok(Scope::new(self, slots))
    }

    /// Fills the slots of `upstream`.
    pub(super) fn fill_upstream(&self, answer: &Value, slots: &mut Slots<'_>) {
        late::fill_upstream(&self.late, answer, slots);
    }

    /// Builds what Handlebars sees of these slots.
    pub(super) fn context<'s, 'a: 's>(&self, slots: &impl Fn(usize) -> &'s Slot<'a>) -> handlebars::Context {
        context::build(self, slots)
    }

    /// The value of a slot, seen in a way.
    pub(super) fn view<'s, 'a: 's>(&self, slots: &impl Fn(usize) -> &'s Slot<'a>, slot: usize, view: View) -> Value {
        context::value(self, slots, slot, view)
    }
}

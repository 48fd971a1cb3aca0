//! Handlebars templates: compiled at load, harvested once per request, rendered without surprises.
//!
//! A skill's templates are compiled against one [`Names`], which notes every name they use. [`Names::finish`] makes a
//! [`Harvest`]: one borrowing pass over the payload that keeps only those names (no JSON tree of the rest). The result is a
//! [`Scope`], from which every template of the skill is rendered. A template of plain paths never enters Handlebars.
//!
//! Nothing that came with a request or from an upstream is ever compiled.

mod budget;
mod engine;
mod entries;
mod fault;
mod harvest;
mod helper;
mod lint;
mod literal;
mod names;
mod scope;
mod slot;
mod syntax;
#[cfg(test)]
mod tests;
mod value;

pub use engine::{Engine, Escape, RenderError, Text};
pub use entries::Entries;
pub use fault::Fault;
pub use harvest::{Entry, Harvest, PayloadError, Round, Uses};
pub use helper::Decimal;
pub use literal::literal;
pub use names::Names;
pub use scope::{RequestInfo, Scope};
pub use value::{Seen, ValueSlot};

/// Whether a helper has this name.
pub fn is_helper(name: &str) -> bool {
    helper::NAMES.contains(&name)
}

/// Longest template, in bytes (Handlebars compiles in quadratic time: 26 KB took 36 ms, 416 KB 15 s).
pub const MAX_TEMPLATE_BYTES: usize = 16 * 1024;
/// Deepest nesting of blocks and sub-expressions (unchecked, 1,200 end a server thread).
pub const MAX_DEPTH: usize = 64;
/// Longest rendered text, in bytes.
pub const MAX_OUTPUT_BYTES: usize = 64 * 1024;

//! `*Spec` → ready. Gathers every mistake; what comes out is immutable and has no mistake left.
//!
//! [`load`] is the one way in. A skill's reply becomes a [`Reply`]: finished bytes where nothing in it depends on the request,
//! otherwise literal JSON with rendered texts between it. Everything that can be done once (checking, fitting, serializing,
//! escaping, compiling templates) is done here, so that a request only copies bytes.

mod brace;
mod cases;
mod event;
mod file;
mod list;
mod mistake;
mod never;
mod output;
mod pieces;
mod plan;
mod regexes;
mod reply;
mod route;
mod skill;
mod snapshot;
#[cfg(test)]
pub(crate) mod testing;
mod texts;
mod tree;
mod trial;
mod upstream;
mod validate;
mod wait;
mod when;

pub use cases::Case;
pub use event::Event;
pub use list::List;
pub(crate) use output::{is_promise, join, normalise};
pub use pieces::{Piece, Pieces, Written};
pub use plan::{Answer, Extras, LAST_RESORT, Plan};
pub use reply::Reply;
pub use skill::{Auth, Skill};
pub use snapshot::{Loaded, Snapshot, load, load_over, load_text};
pub use upstream::{AskError, Body, RenderedAsk, Upstream};
pub use validate::Validation;
pub use when::When;

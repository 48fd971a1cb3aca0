//! `*Spec` → ready. Gathers every mistake; what comes out is immutable and has no mistake left.

mod reply;
mod skill;
mod snapshot;
mod upstream;

pub use reply::{Piece, Reply};
pub use skill::{Answer, Auth, Skill};
pub use snapshot::{Snapshot, load};
pub use upstream::{Body, Upstream};

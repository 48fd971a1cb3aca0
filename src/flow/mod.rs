//! One request, bytes to bytes; and the callback that may follow it. No actix type here.
//!
//! [`begin`] does everything that needs no waiting: most requests end there. [`finish`] asks the upstream and answers. Whoever does not
//! mind waiting calls [`request`], which is both. A request that is [`Outcome::Deferred`] leaves a [`Job`] behind: the callback.

mod answer;
mod ask;
mod auth;
mod failure;
mod job;
mod render;
mod request;
mod tell;
mod world;

pub use failure::Failure;
pub use job::{BUDGET, Job, SETTLE};
pub use render::{Rendered, render};
pub use request::{Begun, Outcome, Received, Request, begin, finish, panicked, request};
pub use world::World;

#[cfg(test)]
pub(crate) mod fixture;

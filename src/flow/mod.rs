//! One request, bytes to bytes; and the callback that may follow it. No actix type here.
//!
//! [`begin`] does everything that needs no waiting: most requests end there. [`finish`] asks the upstream and answers. Whoever does not
//! mind waiting calls [`request`], which is both. A request that may be answered by a callback becomes a [`Job`]: [`Job::first`] is what
//! Kakao hears first, and where that is useCallback ([`Outcome::Deferred`]) it leaves a [`Promised`] behind, to be kept. [`recover`] finds
//! what a former process had promised. A message that the bot sends first is [`send_event`].

mod answer;
mod ask;
mod asking;
mod auth;
mod call;
mod delivery;
mod errand;
mod event;
mod failure;
mod failures;
mod job;
mod late;
mod promised;
mod recover;
mod render;
mod request;
mod tell;
mod witness;
mod world;

pub use answer::Account;
pub use event::{EventAnswer, look_up, may_send, send_event};
pub use failure::{Failure, UpstreamError};
pub use failures::{Advice, FailedCallback, Failures};
pub use job::Job;
pub use promised::{Promised, SETTLE};
pub use recover::recover;
pub use render::{Rendered, render};
pub use request::{Begun, Outcome, Received, Request, begin, finish, panicked, request};
pub use witness::{CallbackEnded, Mark, RequestEnded, Witness};
pub use world::World;

#[cfg(test)]
pub(crate) mod fixture;

//! A message that the bot sends first: one request here, a call of Kakao's Event API for every hundred users, one report of them all.
//!
//! Every message costs money. So the request is looked at whole before anything is sent, a call is made again only where it is certain
//! that Kakao got nothing of it, and what is not certain is said to be so.

mod read;
mod report;
mod send;
mod task;

pub use send::send_event;
pub use task::look_up;

use bytes::Bytes;

use super::auth;
use crate::compile::Event;

/// What is answered to whoever sends an event or asks for its result.
#[derive(Debug, PartialEq, Eq)]
pub enum EventAnswer {
    /// 200 with this JSON.
    Report(Bytes),
    /// The secret is missing or wrong. Nothing about why.
    Unauthorized,
    /// Nothing was sent, because of this.
    BadRequest(String),
    /// Kakao knows no such task.
    NoTask,
    /// Kakao could not be asked, or did not answer.
    NoAnswer(String),
}

/// Whether a request may send this event. `header` gives a request header's value by its lower-case name.
pub fn may_send<'h>(event: &Event, header: impl Fn(&str) -> Option<&'h [u8]>) -> bool {
    auth::holds(&event.auth, header(&event.auth.header))
}

//! The answer to one request, on its way: a future that owns what it needs, so that it can outlive the request that began it.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::FutureExt;
use tokio::time::Instant;

use super::call::Call;
use super::{Failure, World, answer, failure, request, tell};
use crate::compile::{Skill, Snapshot};

/// What was asked, and by which configuration it is answered: a reload in between changes nothing.
pub(super) struct Asked {
    pub(super) call: Arc<Call>,
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) skill: Arc<Skill>,
}

/// A finished answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answered {
    pub(super) bytes: Bytes,
    /// It is the skill's own, not the fallback.
    pub(super) own: bool,
}

/// An answer under way. Boxed: a callback that waits for its upstream holds as little as possible.
pub(super) type Answering = Pin<Box<dyn Future<Output = Answered> + Send>>;

impl Asked {
    /// Asks the upstream, whose time is up at `until`, and makes the answer. Whatever fails, there is one.
    pub(super) fn answer(self, world: Arc<World>, until: Instant) -> Answering {
        Box::pin(async move {
            match AssertUnwindSafe(self.ask(&world, until)).catch_unwind().await {
                Ok(answered) => answered,
                Err(thrown) => {
                    let why = Failure::panicked(thrown.as_ref());
                    tell::panicked(world.lang, &self.call.id, &self.skill.path, &why);
                    Answered { bytes: self.skill.plan.last_resort.clone(), own: false }
                }
            }
        })
    }

    async fn ask(&self, world: &World, until: Instant) -> Answered {
        let Self { call, snapshot, skill } = self;
        let mut scope = match skill.harvest.read(&call.body, call.info()) {
            Ok(scope) => scope,
            Err(error) => {
                let built = failure::fall_back(world, snapshot, skill, &call.id, None, &error.into());
                return Answered { bytes: built.bytes, own: false };
            }
        };
        match answer::after_asking(world, snapshot, skill, &call.request(), &mut scope, until).await {
            Ok(built) => {
                request::count_limits(skill, &built);
                Answered { bytes: built.bytes, own: true }
            }
            Err(why) => {
                let built = failure::fall_back(world, snapshot, skill, &call.id, Some(&scope), &why);
                Answered { bytes: built.bytes, own: false }
            }
        }
    }
}

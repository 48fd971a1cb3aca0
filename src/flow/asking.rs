//! The answer to one request, on its way: a future that owns what it needs, so that it can outlive the request that began it.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::FutureExt;
use tokio::time::Instant;

use super::answer::{self, Answered};
use super::call::Call;
use super::{Failure, World, failure, tell};
use crate::compile::{Skill, Snapshot};

/// What was asked, and by which configuration it is answered: a reload in between changes nothing.
pub(super) struct Asked {
    pub(super) call: Arc<Call>,
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) skill: Arc<Skill>,
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
                    Answered::panicked(&self.skill, why)
                }
            }
        })
    }

    async fn ask(&self, world: &World, until: Instant) -> Answered {
        let Self { call, snapshot, skill } = self;
        let mut scope = match skill.harvest.read(&call.body, call.info()) {
            Ok(scope) => scope,
            Err(error) => return failure::fall_back(world, snapshot, skill, &call.id, None, error.into()),
        };
        match answer::after_asking(world, snapshot, skill, &call.request(), &mut scope, until).await {
            Ok(answered) => answered,
            Err(why) => failure::fall_back(world, snapshot, skill, &call.id, Some(&scope), why),
        }
    }
}

//! actix: the public listener, and the port of the admin listener, whose answers `console` gives.
//!
//! [`Server::bind`] opens both ports (so that a port 0 is known before anything runs), [`Server::run`] serves until it is told to stop:
//! no new connections, running requests are finished, then pending callbacks, each inside its own deadline.
//! Must be run on a multi-threaded Tokio runtime: callbacks live there, not in a worker, because a worker's tasks die with it.

mod body;
mod dispatcher;
mod event;
mod public;
mod request_id;
mod response;
mod server;
mod shutdown;
mod tell;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64};

use arc_swap::ArcSwapOption;

use crate::compile::Snapshot;
use crate::console;
use crate::flow::World;
use crate::live::Live;
use crate::meter::Meters;
use dispatcher::Dispatcher;

pub use server::Server;
pub use shutdown::{Stop, Stopper, on_signals};

/// What the command line says about the listeners.
#[derive(Clone, Debug)]
pub struct Options {
    /// The public listener.
    pub listen: SocketAddr,
    /// The admin listener; `None` for `off`.
    pub admin: Option<console::Options>,
    /// Worker threads of the public listener; `None`: one for each core.
    pub workers: Option<usize>,
    /// The largest request body, bytes.
    pub max_body: usize,
}

/// What the server works with.
#[derive(Clone)]
pub struct Services {
    /// The pointer that `live` swaps; empty while no configuration has loaded.
    pub snapshots: Arc<ArcSwapOption<Snapshot>>,
    /// Who calls out, and which callback hosts are trusted.
    pub world: Arc<World>,
    /// Where requests are counted: the same that the snapshots were loaded with.
    pub meters: Meters,
    /// The configuration's keeper, for the admin listener; `None`: there is none to be kept.
    pub live: Option<Arc<Live>>,
    /// What Kakao asked lately, which the world tells it; `None`: it is not kept.
    pub log: Option<Arc<console::RequestLog>>,
}

/// What both listeners share while they run.
struct Shared {
    services: Services,
    jobs: Arc<Dispatcher>,
    max_body: usize,
    /// When an unknown path was last compared with the skills', milliseconds since 1970: that takes time, and anybody can ask.
    compared: AtomicI64,
    /// Set once, when stopping begins: `/readyz` says so.
    stopping: AtomicBool,
}

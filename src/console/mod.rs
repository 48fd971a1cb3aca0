//! The admin listener: metrics, status, reload, and the operator's page with what it asks for. One handler, asked a few times a minute.
//!
//! [`guard`] says who may, [`route`] who answers what; each topic is a file. The page itself is plain files in `web/`, which [`assets`]
//! serves. `serve` binds the port and calls [`handle`].

mod assets;
mod chat;
mod config;
mod draft;
mod edit;
mod events;
mod guard;
mod guesses;
mod handle;
mod page;
mod render;
mod requests;
mod respond;
mod route;
mod session;
mod sign_in;
mod skills;
mod status;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwapOption;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::compile::Snapshot;
use crate::flow::World;
use crate::live::Live;
use crate::meter::Meters;
use crate::outbound::Scripted;
use crate::store::Versions;
use assets::Assets;
use chat::Chats;
use draft::Drafts;
use guard::Guard;

pub use handle::handle;
pub use requests::RequestLog;

/// What the command line says about the admin listener.
#[derive(Clone, Debug)]
pub struct Options {
    /// Its address.
    pub listen: SocketAddr,
    /// What `Authorization: Bearer` must carry. An address that is not loopback needs one (`cli` insists).
    pub token: Option<String>,
    /// The operator's page, and what only the page asks for.
    pub page: bool,
    /// The page may change the configuration's files.
    pub edit: bool,
    /// The log of requests keeps what users wrote.
    pub utterances: bool,
    /// The page's files are read from this folder each time, for whoever works on them.
    pub assets: Option<PathBuf>,
}

impl Options {
    /// At this address, with the page, and without anything that has to be asked for.
    pub fn at(listen: SocketAddr) -> Self {
        Self { listen, token: None, page: true, edit: false, utterances: false, assets: None }
    }
}

/// What the admin listener looks at.
#[derive(Clone)]
pub struct Sources {
    /// The pointer that `live` swaps; empty while no configuration has loaded.
    pub snapshots: Arc<ArcSwapOption<Snapshot>>,
    /// What requests from Kakao run in.
    pub world: Arc<World>,
    /// Where they are counted.
    pub meters: Meters,
    /// The configuration's keeper; `None`: there is none to be kept.
    pub live: Option<Arc<Live>>,
    /// What Kakao asked lately, which the world tells it; `None`: it is not kept.
    pub log: Option<Arc<RequestLog>>,
}

/// What the handler works with.
pub struct Console {
    options: Options,
    sources: Sources,
    guard: Guard,
    assets: Assets,
    /// Where the public listener is.
    public: SocketAddr,
    /// The most bytes that it reads of a body.
    max_body: usize,
    /// Where the admin listener is.
    bound: SocketAddr,
    /// Where nothing leaves the machine: for `/api/render`.
    nowhere: World,
    /// How many more pages may listen to the events.
    streams: Arc<Semaphore>,
    /// The process's own, which outlives the workers that answer here.
    runtime: Handle,
    drafts: Drafts,
    chats: Chats,
    versions: Arc<Versions>,
}

impl Console {
    /// For the listeners that are `bound` (with the port that a port 0 became) and `public` (with the largest body it takes). To be called inside of the process's runtime.
    pub fn new(options: Options, bound: SocketAddr, (public, max_body): (SocketAddr, usize), sources: Sources) -> Self {
        let nowhere =
            World::new(Arc::new(Scripted::nothing()), sources.world.hosts.clone()).speaking(sources.world.lang).uncounted();
        let guard = Guard::new(options.token.as_deref(), bound);
        let assets = options.assets.clone().map_or_else(Assets::embedded, Assets::in_folder);
        let (drafts, chats) = (Drafts::default(), Chats::default());
        let versions = Arc::new(Versions::new(sources.live.as_ref().map_or(Path::new(""), |live| live.state_dir())));
        let runtime = Handle::current();
        let streams = Arc::new(Semaphore::new(events::MOST));
        Self { options, sources, guard, assets, public, max_body, bound, nowhere, streams, runtime, drafts, chats, versions }
    }

    /// Whether the page may change the configuration's files: whoever it is has to have shown a token, or sits at this machine.
    fn may_edit(&self) -> bool {
        self.options.edit && (self.options.token.is_some() || self.bound.ip().is_loopback())
    }
}

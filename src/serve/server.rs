//! Binding, running, and ending in the right order.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpServer, web};
use tokio::net::TcpSocket;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::dispatcher::Dispatcher;
use super::public::Public;
use super::{Options, Services, Shared, Stop, tell};
use crate::console::{self, Console};

/// Connections that wait to be accepted.
const BACKLOG: u32 = 2048;
/// Longer than the load balancers and proxies in front keep theirs, so that it is they who close an idle connection.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// A request runs 4.9 s at most, its body comes within 5 s.
const LAST_REQUESTS: u64 = 12;

/// Both listeners, bound and not yet serving.
pub struct Server {
    public: Bound,
    admin: Option<(Bound, Console)>,
    workers: Option<usize>,
    shared: Arc<Shared>,
}

struct Bound {
    listener: TcpListener,
    at: SocketAddr,
}

impl Bound {
    fn open(address: SocketAddr) -> io::Result<Self> {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // A restart must not wait for the last connections of the server before it to be forgotten.
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        let listener = socket.listen(BACKLOG)?.into_std()?;
        let at = listener.local_addr()?;
        Ok(Self { listener, at })
    }
}

impl Server {
    /// Opens the ports. To be called inside the runtime that [`Server::run`] will run on.
    pub fn bind(options: &Options, services: Services) -> io::Result<Self> {
        let public = Bound::open(options.listen)?;
        let admin = match &options.admin {
            None => None,
            Some(admin) => {
                let bound = Bound::open(admin.listen)?;
                let console = Console::new(admin.clone(), bound.at, (public.at, options.max_body), sources(&services));
                Some((bound, console))
            }
        };
        let jobs = Arc::new(Dispatcher::new(Handle::current(), Arc::clone(&services.world), services.meters.clone()));
        let shared = Arc::new(Shared {
            services,
            jobs,
            max_body: options.max_body,
            compared: AtomicI64::new(0),
            stopping: AtomicBool::new(false),
        });
        Ok(Self { public, admin, workers: options.workers, shared })
    }

    /// Where the public listener is.
    pub fn public_addr(&self) -> SocketAddr {
        self.public.at
    }

    /// Where the admin listener is.
    pub fn admin_addr(&self) -> Option<SocketAddr> {
        self.admin.as_ref().map(|(bound, _)| bound.at)
    }

    /// Serves until `stop` says so, then finishes what runs and the pending callbacks. A second `stop` ends at once.
    pub async fn run(self, mut stop: Stop) -> io::Result<()> {
        let shared = Arc::clone(&self.shared);
        let (mut public, admin) = self.start()?;
        let recovering = shared.jobs.recover(Arc::clone(&shared.services.snapshots));
        tokio::select! {
            ended = &mut public.task => return ended.unwrap_or_else(|why| Err(io::Error::other(why))),
            () = stop.asked() => {}
        }
        shared.stopping.store(true, Ordering::Relaxed);
        recovering.abort();
        let lang = shared.services.world.lang;
        tell::stopping(lang);
        let gracefully = async {
            public.handle.stop(true).await;
            tell::waiting(lang, shared.jobs.pending());
            shared.jobs.drained().await;
            shared.jobs.flushed().await;
        };
        tokio::select! {
            () = gracefully => {}
            () = stop.insisted() => {
                tell::ending_at_once(lang, shared.jobs.pending());
                public.handle.stop(false).await;
                shared.jobs.leave().await;
            }
        }
        if let Some(admin) = admin {
            admin.handle.stop(false).await;
        }
        Ok(())
    }

    fn start(self) -> io::Result<(Running, Option<Running>)> {
        let shared = Arc::clone(&self.shared);
        let mut public = HttpServer::new(move || Public(Arc::clone(&shared)))
            .keep_alive(KEEP_ALIVE)
            .tcp_nodelay(true)
            .shutdown_timeout(LAST_REQUESTS)
            .disable_signals();
        if let Some(workers) = self.workers {
            public = public.workers(workers.max(1));
        }
        let public = Running::new(public.listen(self.public.listener)?.run());
        let admin = match self.admin {
            None => None,
            Some((bound, console)) => {
                let console = web::Data::new(console);
                let app = move || App::new().app_data(console.clone()).default_service(web::to(console::handle));
                let server = HttpServer::new(app).workers(1).disable_signals();
                Some(Running::new(server.listen(bound.listener)?.run()))
            }
        };
        Ok((public, admin))
    }
}

fn sources(services: &Services) -> console::Sources {
    let Services { snapshots, world, meters, live, log } = services.clone();
    console::Sources { snapshots, world, meters, live, log }
}

/// One listener, serving.
struct Running {
    handle: ServerHandle,
    task: JoinHandle<io::Result<()>>,
}

impl Running {
    fn new(server: actix_web::dev::Server) -> Self {
        Self { handle: server.handle(), task: tokio::spawn(server) }
    }
}

//! Binding and running.

use std::io;
use std::net::SocketAddr;

use super::{Options, Services, Stop};

/// Both listeners, bound and not yet serving.
pub struct Server {}

impl Server {
    /// Opens the ports.
    pub fn bind(options: Options, services: Services) -> io::Result<Self> {
        let _ = (options, services);
        todo!()
    }

    /// Where the public listener is.
    pub fn public_addr(&self) -> SocketAddr {
        todo!()
    }

    /// Where the admin listener is.
    pub fn admin_addr(&self) -> Option<SocketAddr> {
        todo!()
    }

    /// Serves until `stop` says so, then finishes what runs and the pending callbacks.
    pub async fn run(self, stop: Stop) -> io::Result<()> {
        let _ = stop;
        todo!()
    }
}

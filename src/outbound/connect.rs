//! Connections: where to, by which of a name's addresses, and with TLS.

use std::error::Error;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use rustls::pki_types::ServerName;
use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::{Host, Url};

use super::OutboundError;
use super::public::Resolver;
use super::trust::Trust;

/// How long an address has for itself before the next one is tried beside it (RFC 8305, section 5).
const HEAD_START: Duration = Duration::from_millis(250);
/// How long a connection may be silent before the system asks whether the other side is still there.
const SILENCE: Duration = Duration::from_secs(30);

/// An open connection, encrypted or not.
pub(super) type Stream = Box<dyn Duplex>;

/// Both ways.
pub(super) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// Where a connection leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Origin {
    encrypted: bool,
    host: Host,
    port: u16,
}

impl Origin {
    /// `None`: it has no place in the web.
    pub(super) fn of(url: &Url) -> Option<Self> {
        let encrypted = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        Some(Self { encrypted, host: url.host()?.to_owned(), port: url.port_or_known_default()? })
    }
}

/// Opens connections.
#[derive(Clone)]
pub(super) struct Connector {
    pub(super) resolver: Resolver,
    pub(super) trust: Trust,
}

impl Connector {
    pub(super) async fn connect(&self, origin: &Origin) -> Result<Stream, OutboundError> {
        let tls = if origin.encrypted { Some(self.trust.connector().await?) } else { None };
        let addresses = match &origin.host {
            Host::Domain(name) => self.resolver.resolve(name, origin.port).await?,
            Host::Ipv4(address) => vec![SocketAddr::from((*address, origin.port))],
            Host::Ipv6(address) => vec![SocketAddr::from((*address, origin.port))],
        };
        let tcp = first(addresses).await.map_err(|error| not_connected(&error))?;
        let Some(tls) = tls else { return Ok(Box::new(tcp)) };
        let name = match &origin.host {
            Host::Domain(name) => ServerName::try_from(name.clone()).map_err(|why| OutboundError::Tls(why.to_string()))?,
            Host::Ipv4(address) => ServerName::from(IpAddr::from(*address)),
            Host::Ipv6(address) => ServerName::from(IpAddr::from(*address)),
        };
        match tls.connect(name, tcp).await {
            Ok(stream) => Ok(Box::new(stream)),
            Err(error) if error.get_ref().is_some_and(<dyn Error + Send + Sync>::is::<rustls::Error>) => {
                Err(OutboundError::Tls(error.to_string()))
            }
            Err(error) => Err(not_connected(&error)),
        }
    }
}

/// The first connection that stands: an address that does not answer must not keep the next one from being tried.
async fn first(addresses: Vec<SocketAddr>) -> io::Result<TcpStream> {
    let mut tries = FuturesUnordered::new();
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in addresses {
        tries.push(tcp(address));
        match timeout(HEAD_START, tries.next()).await {
            Ok(Some(Ok(stream))) => return Ok(stream),
            Ok(Some(Err(why))) => last = why,
            Ok(None) | Err(_) => {}
        }
    }
    while let Some(end) = tries.next().await {
        match end {
            Ok(stream) => return Ok(stream),
            Err(why) => last = why,
        }
    }
    Err(last)
}

async fn tcp(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    SockRef::from(&stream).set_tcp_keepalive(&TcpKeepalive::new().with_time(SILENCE))?;
    Ok(stream)
}

fn not_connected(error: &io::Error) -> OutboundError {
    OutboundError::Connect(error.into())
}

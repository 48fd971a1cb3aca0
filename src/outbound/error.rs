//! Why nothing came back, told apart by what can be done about it. Whoever tells it in another language has every kind to go by; only
//! what the system or a library says remains a text.

use std::io;

/// Why nothing usable came back. The texts never hold the URL, which may hold a token or a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    /// The time limit passed after the connection stood.
    #[error("no answer in time")]
    Timeout,
    /// The time limit passed, or 10 seconds, before a connection stood.
    #[error("no connection in time")]
    ConnectTimeout,
    /// The server's name has no address.
    #[error("the server's name was not found: {0}")]
    Dns(String),
    /// A callback's host leads to an address that is not public.
    #[error(
        "the host's name leads to an address that is not public (private, loopback or reserved), which a callback never goes to"
    )]
    NotPublic,
    /// No connection: refused or unreachable.
    #[error("no connection: {0}")]
    Connect(Fault),
    /// Nothing says whom to trust: no CA certificates are installed.
    #[error("no secure connection (TLS), probably for want of CA certificates: {0}")]
    NoTrust(String),
    /// The server answered, and cannot be trusted: its certificate, or no TLS at all.
    #[error("no secure connection (TLS): {0}")]
    Tls(String),
    /// The body is over the cap.
    #[error("the answer is over 1 MiB")]
    TooLarge,
    /// What stands before the body, or between two parts of it, has no end.
    #[error("the answer's head is over 64 KiB")]
    HeadTooLarge,
    /// What came is no answer of HTTP/1.1: another service listens there, or the answer contradicts itself.
    #[error("the answer is not HTTP: {0}")]
    NotHttp(String),
    /// A header or URL that cannot be sent (line break in a value).
    #[error("the request cannot be sent: {0}")]
    BadRequest(Unsendable),
    /// On the way, after the connection stood.
    #[error("the connection broke: {0}")]
    Broken(Fault),
}

/// What became of a connection.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing listens at that port.
    #[error("refused, nothing listens there")]
    Refused,
    /// The other side, or something in between, ended it at once.
    #[error("reset by the other side")]
    Reset,
    /// No way leads to that address.
    #[error("the address cannot be reached")]
    Unreachable,
    /// It ended too soon.
    #[error("closed before the answer was whole")]
    Closed,
    /// Nothing is called from here.
    #[error("nothing leaves the machine here")]
    Nowhere,
    /// Anything else, in the system's words.
    #[error("{0}")]
    Other(String),
}

impl From<&io::Error> for Fault {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Self::Refused,
            io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe => Self::Reset,
            io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::TimedOut => Self::Unreachable,
            io::ErrorKind::UnexpectedEof => Self::Closed,
            _ => Self::Other(error.to_string()),
        }
    }
}

/// Why a request cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    /// The method has characters that none has.
    #[error("its method is none")]
    Method,
    /// A header's name has characters that none has.
    #[error("a header's name is none")]
    HeaderName,
    /// The value of the header of this name. The value may be a secret.
    #[error("the value of the header {0} has a line break or a control character")]
    HeaderValue(String),
    /// The parser says why.
    #[error("its URL is none: {0}")]
    Url(String),
    /// It is neither http nor https, or names no server.
    #[error("its URL leads to no web server")]
    NoServer,
    /// It would never be sent.
    #[error("its URL has a #fragment, which is never sent")]
    Fragment,
    /// A callback URL holds a token, which has to arrive byte for byte.
    #[error("its URL would not be sent as it is written")]
    Changed,
    /// By what HTTP says of methods, headers and bodies.
    #[error("its headers and its body contradict each other: {0}")]
    Contradiction(String),
}

impl OutboundError {
    /// Whether it is certain that the other side got no byte of the request, so that sending it again sends it once. Where it is not,
    /// the other side may have acted on it.
    pub fn nothing_was_sent(&self) -> bool {
        match self {
            Self::ConnectTimeout
            | Self::Dns(_)
            | Self::NotPublic
            | Self::Connect(_)
            | Self::NoTrust(_)
            | Self::Tls(_)
            | Self::BadRequest(_) => true,
            Self::Timeout | Self::TooLarge | Self::HeadTooLarge | Self::NotHttp(_) | Self::Broken(_) => false,
        }
    }
}

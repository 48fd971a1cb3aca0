//! Why nothing came back, told apart by what can be done about it.

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
    Connect(String),
    /// Nothing says whom to trust: no CA certificates are installed.
    #[error("no secure connection (TLS), probably for want of CA certificates: {0}")]
    NoTrust(String),
    /// The server answered, and cannot be trusted: its certificate, or no TLS at all.
    #[error("no secure connection (TLS): {0}")]
    Tls(String),
    /// The body is over the cap.
    #[error("the answer is over 1 MiB")]
    TooLarge,
    /// A header or URL that cannot be sent (line break in a value).
    #[error("the request cannot be sent: {0}")]
    BadRequest(String),
    /// Anything else on the way, after the connection stood.
    #[error("the connection broke: {0}")]
    Broken(String),
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
            Self::Timeout | Self::TooLarge | Self::Broken(_) => false,
        }
    }
}

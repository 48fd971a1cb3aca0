//! The log: on stderr, as lines for people or JSON objects for collectors. A request's id is a field of its events.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{fmt, registry};

use super::settings::LogFormat;

/// What is logged when nobody says: the server framework's notes about its threads and about what port
/// scanners send tell an operator nothing.
const USUALLY: &str = "info,actix_server=warn,actix_http=off";

/// Starts logging. `RUST_LOG` says what is logged.
pub(super) fn start(format: LogFormat) {
    let wanted = std::env::var("RUST_LOG").unwrap_or_default();
    let directives = if wanted.trim().is_empty() { USUALLY } else { &wanted };
    let parsed = directives.parse::<Targets>();
    let wrong = parsed.is_err();
    let filter = parsed.unwrap_or_else(|_| Targets::new().with_default(LevelFilter::INFO));
    let lines = fmt::layer().with_writer(stderr).with_target(false);
    // A second start in one process (tests) keeps the first.
    let _ = match format {
        LogFormat::Text => registry().with(filter).with(lines.with_ansi(coloured(&stderr()))).try_init(),
        LogFormat::Json => registry().with(filter).with(lines.json().flatten_event(true).with_current_span(false)).try_init(),
    };
    if wrong {
        tracing::warn!(RUST_LOG = wanted, "RUST_LOG is not understood; logging as usual");
    }
}

/// Colours are for terminals, unless `NO_COLOR` asks for none.
pub(super) fn coloured(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

//! `talkplate serve`: puts the parts together, says where it listens, and waits for the end.

use std::fmt::Write;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::signal::unix::{SignalKind, signal};

use super::args::ServeArgs;
use super::problem::Problem;
use super::settings::Settings;
use super::{log, print};
use crate::console::{self, RequestLog};
use crate::diag::Lang;
use crate::flow::{Witness, World};
use crate::live::{self, Live};
use crate::meter::Meters;
use crate::outbound::Http;
use crate::serve::{Options, Server, Services, on_signals};
use crate::store::{self, Journal, NoRedis};
use crate::trial;

/// An admin token of so many characters is not warned of.
const LONG_ENOUGH: usize = 16;

/// Serves until a signal ends it.
pub(super) fn run(args: &ServeArgs, lang: Lang) -> Result<ExitCode, Problem> {
    let settings = Settings::read(args)?;
    log::start(settings.log_format);
    if let Some(warning) = settings.admin_token.as_deref().and_then(|token| short_token(token, lang)) {
        tracing::warn!("{warning}");
    }
    // Requests run on actix's own workers. What is left for this runtime, callbacks and signals, waits more than it computes.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| system_refuses(&error))?;
    runtime.block_on(serve(settings, lang))
}

async fn serve(settings: Settings, lang: Lang) -> Result<ExitCode, Problem> {
    // First of all: until somebody listens, SIGHUP would end the process.
    let mut hang_up = signal(SignalKind::hangup()).map_err(|error| system_refuses(&error))?;
    let stop = on_signals().map_err(|error| system_refuses(&error))?;
    let meters = Meters::default();
    let live = Arc::new(start_live(&settings, lang, meters.clone())?);
    let asked_by_signal = Arc::clone(&live);
    tokio::spawn(async move {
        while hang_up.recv().await.is_some() {
            // The log says what came of it.
            let _ = asked_by_signal.reload().await;
        }
    });
    let world = World::new(Arc::new(Http::on(Handle::current())), settings.callback_hosts.clone()).speaking(lang);
    let world = world.promising_in(open_journal(&settings, lang)?);
    let (world, log) = watched(world, &settings);
    let services = Services { snapshots: live.snapshots(), world: Arc::new(world), meters, live: Some(live), log };
    let server = Server::bind(&options(&settings), services).map_err(|error| address_refused(&error, &settings))?;
    print(&where_it_listens(server.public_addr(), server.admin_addr(), lang));
    server.run(stop).await.map_err(|error| system_refuses(&error))?;
    Ok(ExitCode::SUCCESS)
}

fn start_live(settings: &Settings, lang: Lang, meters: Meters) -> Result<Live, Problem> {
    let options = live::Options {
        config: settings.config.clone(),
        state_dir: settings.state_dir.clone(),
        watch: settings.watch,
        lang,
        gate: trial::gate,
    };
    Live::start(options, meters).map_err(|failure| {
        let ko = "설정에 오류가 있고 보관해 둔 정상 설정도 없어서 서버를 켜지 못했어요. 고친 다음 다시 켜 주세요.";
        let en = "the configuration has errors and there is no kept copy of a good one, so the server did not start";
        Problem::diagnostics(&failure.text, ko, en)
    })
}

/// With a log of requests for the page, where there is one.
fn watched(world: World, settings: &Settings) -> (World, Option<Arc<RequestLog>>) {
    if settings.admin.is_none() || !settings.console {
        return (world, None);
    }
    let log = Arc::new(RequestLog::new(settings.log_utterances));
    let witness: Arc<dyn Witness> = Arc::<RequestLog>::clone(&log);
    (world.watched_by(witness), Some(log))
}

/// Where callbacks are promised: the state folder, or the Redis that replicas share.
fn open_journal(settings: &Settings, lang: Lang) -> Result<Arc<dyn Journal>, Problem> {
    let Some(url) = &settings.redis else { return Ok(store::open(&settings.state_dir, lang)) };
    // The value may hold a password: it is not repeated.
    store::open_redis(url, lang).map_err(|why| match why {
        NoRedis::NotBuiltIn => Problem::usage(
            "이 프로그램은 --redis 없이 만들어졌어요. 도커 이미지를 쓰거나 `cargo build --release --features redis`로 다시 만들어 주세요.",
            "this program was built without --redis: use the Docker image, or build it with `cargo build --release --features redis`",
        ),
        NoRedis::Url(why) => Problem::usage(
            format!("--redis에 적은 값을 알아볼 수 없어요. redis://호스트:6379 또는 redis://:암호@호스트:6379/0처럼 적어 주세요. ({why})"),
            format!("--redis is no Redis URL: write redis://host:6379 or redis://:password@host:6379/0 ({why})"),
        ),
    })
}

fn options(settings: &Settings) -> Options {
    Options {
        listen: settings.listen,
        admin: settings.admin.map(|listen| console::Options {
            token: settings.admin_token.clone(),
            page: settings.console,
            edit: settings.edit,
            utterances: settings.log_utterances,
            assets: settings.console_assets.clone(),
            ..console::Options::at(listen)
        }),
        workers: settings.workers,
        max_body: settings.max_body,
    }
}

/// A token that can be guessed in the time that an attacker has.
fn short_token(token: &str, lang: Lang) -> Option<&'static str> {
    (token.chars().count() < LONG_ENOUGH).then_some(match lang {
        Lang::Ko => "관리 토큰이 16자보다 짧아서 누가 알아맞힐 수 있어요. --admin-token에 더 긴 값을 적어 주세요.",
        Lang::En => "the admin token has fewer than 16 characters and can be guessed: give a longer one with --admin-token",
    })
}

/// One line for each listener.
fn where_it_listens(public: SocketAddr, admin: Option<SocketAddr>, lang: Lang) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = match lang {
        Lang::Ko => writeln!(text, "스킬 서버: http://{public}"),
        Lang::En => writeln!(text, "skills: http://{public}"),
    };
    if let Some(admin) = admin {
        let _ = match lang {
            Lang::Ko => writeln!(text, "관리 화면: http://{admin}"),
            Lang::En => writeln!(text, "admin: http://{admin}"),
        };
    }
    text
}

/// The error does not say which of the two it was: try them again, one by one.
fn address_refused(error: &io::Error, settings: &Settings) -> Problem {
    let flags = [("--listen", Some(settings.listen)), ("--admin", settings.admin)];
    let refused = flags
        .into_iter()
        .find_map(|(flag, address)| Some((flag, address?)).filter(|(_, address)| TcpListener::bind(address).is_err()));
    let (flag, address) = refused.unwrap_or(("--listen", settings.listen));
    match error.kind() {
        io::ErrorKind::AddrInUse => Problem::failed(
            format!("{address} 주소를 다른 프로그램이 이미 쓰고 있어요. 그 프로그램을 끝내거나 {flag}에 다른 포트를 적어 주세요."),
            format!("{address} is in use already: end the other program, or give another port with {flag}"),
        ),
        io::ErrorKind::PermissionDenied => Problem::failed(
            format!("{address} 주소를 쓸 권한이 없어요. {flag}에 1024 이상의 포트를 적어 주세요."),
            format!("no permission for {address}: give a port of 1024 or above with {flag}"),
        ),
        io::ErrorKind::AddrNotAvailable => Problem::failed(
            format!("{address}은 이 컴퓨터에 없는 주소예요. {flag}에 0.0.0.0이나 127.0.0.1로 시작하는 주소를 적어 주세요."),
            format!("this machine has no address {address}: give 0.0.0.0 or 127.0.0.1 with {flag}"),
        ),
        _ => Problem::failed(format!("{address} 주소를 열 수 없어요: {error}"), format!("{address} cannot be opened: {error}")),
    }
}

fn system_refuses(error: &io::Error) -> Problem {
    Problem::failed(format!("시스템이 허락하지 않았어요: {error}"), format!("the system refuses: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_token_is_warned_of() {
        for (lang, says) in [(Lang::Ko, "16자보다 짧아서"), (Lang::En, "fewer than 16 characters")] {
            assert!(short_token("fifteen-letters", lang).is_some_and(|warning| warning.contains(says)));
            assert_eq!(short_token("sixteen--letters", lang), None);
        }
    }
}

//! The flags of `serve`, read and checked: texts in, typed values out, or the sentence that says what a flag takes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::path::PathBuf;

use super::args::ServeArgs;
use super::problem::Problem;
use crate::kakao::callback::{BadHostRule, HostRules};
use crate::live::Watch;

/// Where the public listener is when nobody says.
const PORT: u16 = 8080;
const ADMIN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9090);
const MAX_BODY: usize = 256 * 1024;
/// More makes no sense for a `SkillPayload`, and every worker may hold one.
const LARGEST_BODY: usize = 64 * 1024 * 1024;

/// What `serve` was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) config: PathBuf,
    pub(super) listen: SocketAddr,
    /// `None`: off.
    pub(super) admin: Option<SocketAddr>,
    pub(super) admin_token: Option<String>,
    /// The operator's page.
    pub(super) console: bool,
    pub(super) edit: bool,
    pub(super) log_utterances: bool,
    /// Where the page's files are read from, instead of the program.
    pub(super) console_assets: Option<PathBuf>,
    pub(super) state_dir: PathBuf,
    /// May hold a password: never shown. `None`: the state folder has the journal.
    pub(super) redis: Option<String>,
    /// `None`: one for each core.
    pub(super) workers: Option<usize>,
    pub(super) callback_hosts: HostRules,
    pub(super) watch: Watch,
    pub(super) log_format: LogFormat,
    /// Bytes.
    pub(super) max_body: usize,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum LogFormat {
    /// A line for people.
    #[default]
    Text,
    /// A JSON object.
    Json,
}

impl Settings {
    /// Reads all flags; the first wrong one is the error. A value that is empty counts as not given (`TALKPLATE_ADMIN=` in an
    /// env file).
    pub(super) fn read(args: &ServeArgs) -> Result<Self, Problem> {
        let settings = Self {
            config: args.common.config.clone(),
            listen: listen(given(args.listen.as_ref()), std::env::var("PORT").ok().as_deref())?,
            admin: admin(given(args.admin.as_ref()))?,
            admin_token: given(args.admin_token.as_ref()).map(str::to_owned),
            console: given(args.console.as_ref()).map_or(Ok(true), console)?,
            edit: args.edit,
            log_utterances: args.log_utterances,
            console_assets: args.console_assets.clone().filter(|folder| !folder.as_os_str().is_empty()),
            state_dir: args.state_dir.clone().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or_else(|| "./.talkplate".into()),
            redis: given(args.redis.as_ref()).map(str::to_owned),
            workers: given(args.workers.as_ref()).map(workers).transpose()?,
            callback_hosts: given(args.callback_hosts.as_ref()).map_or(Ok(HostRules::default()), callback_hosts)?,
            watch: given(args.watch.as_ref()).map_or(Ok(Watch::default()), watch)?,
            log_format: given(args.log_format.as_ref()).map_or(Ok(LogFormat::default()), log_format)?,
            max_body: given(args.max_body.as_ref()).map_or(Ok(MAX_BODY), max_body)?,
        };
        settings.insist_on_token()?;
        Ok(settings)
    }

    /// Whoever reaches the admin listener sees every skill: outside of this machine only with a token.
    fn insist_on_token(&self) -> Result<(), Problem> {
        match self.admin {
            Some(admin) if !admin.ip().is_loopback() && self.admin_token.is_none() => Err(Problem::usage(
                format!(
                    "관리 주소 {admin}에는 다른 컴퓨터에서도 들어올 수 있으니 --admin-token (또는 TALKPLATE_ADMIN_TOKEN)으로 비밀 토큰을 정해 주세요. 이 컴퓨터에서만 볼 거라면 --admin 127.0.0.1:{} 로 충분해요.",
                    admin.port()
                ),
                format!(
                    "the admin address {admin} can be reached from other machines: set a token with --admin-token (or TALKPLATE_ADMIN_TOKEN). To use it from this machine alone, --admin 127.0.0.1:{} is enough",
                    admin.port()
                ),
            )),
            _ => Ok(()),
        }
    }
}

fn given(value: Option<&String>) -> Option<&str> {
    value.map(|value| value.trim()).filter(|value| !value.is_empty())
}

fn wrong(flag: &str, value: &str, takes_ko: &str, takes_en: &str) -> Problem {
    Problem::usage(
        format!("{flag}에 적은 {value:?} 값을 알아볼 수 없어요. {takes_ko}"),
        format!("{flag} cannot be {value:?}. {takes_en}"),
    )
}

fn listen(flag: Option<&str>, port: Option<&str>) -> Result<SocketAddr, Problem> {
    let any = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    if let Some(flag) = flag {
        return address(flag, any).ok_or_else(|| {
            wrong("--listen", flag, "0.0.0.0:8080처럼 주소와 포트를 적어 주세요.", "Give an address and a port: 0.0.0.0:8080")
        });
    }
    match port.map(str::trim).filter(|port| !port.is_empty()) {
        None => Ok(SocketAddr::new(any, PORT)),
        Some(port) => port
            .parse()
            .map(|port| SocketAddr::new(any, port))
            .map_err(|_| wrong("PORT", port, "8080처럼 0부터 65535까지의 숫자를 적어 주세요.", "Give a number from 0 to 65535")),
    }
}

fn admin(flag: Option<&str>) -> Result<Option<SocketAddr>, Problem> {
    match flag {
        None => Ok(Some(ADMIN)),
        Some("off") => Ok(None),
        Some(flag) => address(flag, IpAddr::V4(Ipv4Addr::LOCALHOST)).map(Some).ok_or_else(|| {
            wrong(
                "--admin",
                flag,
                "127.0.0.1:9090처럼 주소와 포트를 적거나, 끄려면 off라고 적어 주세요.",
                "Give an address and a port, 127.0.0.1:9090, or off",
            )
        }),
    }
}

fn console(flag: &str) -> Result<bool, Problem> {
    match flag {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(wrong("--console", flag, "on이나 off를 적어 주세요.", "Give on or off")),
    }
}

/// `127.0.0.1:8080`, `[::]:8080`, `localhost:8080`, `:8080` or `8080`; without a host, `host` is meant.
fn address(text: &str, host: IpAddr) -> Option<SocketAddr> {
    let port_alone = text.strip_prefix(':').unwrap_or(text);
    if let Ok(port) = port_alone.parse::<u16>() {
        return Some(SocketAddr::new(host, port));
    }
    text.parse().ok().or_else(|| text.to_socket_addrs().ok()?.next())
}

fn workers(flag: &str) -> Result<usize, Problem> {
    flag.parse()
        .ok()
        .filter(|count| (1..=1024).contains(count))
        .ok_or_else(|| wrong("--workers", flag, "1부터 1024까지의 숫자를 적어 주세요.", "Give a number from 1 to 1024"))
}

fn callback_hosts(flag: &str) -> Result<HostRules, Problem> {
    HostRules::parse(flag).map_err(|BadHostRule { entry }| {
        wrong(
            "--callback-hosts",
            &entry,
            "kakao.com,*.kakao.com처럼 호스트 이름을 쉼표로 이어 적어 주세요. 시험할 때는 http://127.0.0.1:9000처럼 이 컴퓨터의 주소도 쓸 수 있어요.",
            "Give host names with commas between: kakao.com,*.kakao.com. For tests, a loopback address: http://127.0.0.1:9000",
        )
    })
}

fn watch(flag: &str) -> Result<Watch, Problem> {
    match flag {
        "auto" => Ok(Watch::Auto),
        "poll" => Ok(Watch::Poll),
        "off" => Ok(Watch::Off),
        _ => Err(wrong("--watch", flag, "auto, poll, off 가운데 하나를 적어 주세요.", "Give one of auto, poll, off")),
    }
}

fn log_format(flag: &str) -> Result<LogFormat, Problem> {
    match flag {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(wrong("--log-format", flag, "text나 json을 적어 주세요.", "Give text or json")),
    }
}

fn max_body(flag: &str) -> Result<usize, Problem> {
    bytes(flag).filter(|size| (1..=LARGEST_BODY).contains(size)).ok_or_else(|| {
        wrong(
            "--max-body",
            flag,
            "4096, 256KiB, 1MiB처럼 64MiB까지의 크기를 적어 주세요.",
            "Give a size up to 64MiB: 4096, 256KiB, 1MiB",
        )
    })
}

/// `4096`, `4096B`, `256KiB` (also `256K`, `256KB`), `1MiB`. Kilo is 1,024: nobody means less.
fn bytes(text: &str) -> Option<usize> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1024,
        "m" | "mb" | "mib" => 1024 * 1024,
        _ => return None,
    };
    number.parse::<usize>().ok()?.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use rstest::rstest;

    use super::super::args::Cli;
    use super::*;
    use crate::diag::Lang;

    fn read(flags: &[&str]) -> Result<Settings, Problem> {
        Settings::read(&Cli::try_parse_from(std::iter::once(&"talkplate").chain(flags)).unwrap().serve)
    }

    #[rstest]
    #[case("4096", Some(4096))]
    #[case("256KiB", Some(262_144))]
    #[case("1MiB", Some(1_048_576))]
    #[case("1 MiB", Some(1_048_576))]
    #[case("64k", Some(65_536))]
    #[case("", None)]
    #[case("KiB", None)]
    #[case("1.5MiB", None)]
    #[case("99999999999999999999", None)]
    #[case("18446744073709551615MiB", None)]
    fn sizes(#[case] text: &str, #[case] expected: Option<usize>) {
        assert_eq!(bytes(text), expected);
    }

    #[rstest]
    #[case("127.0.0.1:9000", "127.0.0.1:9000")]
    #[case(":9000", "0.0.0.0:9000")]
    #[case("9000", "0.0.0.0:9000")]
    #[case("[::1]:9000", "[::1]:9000")]
    fn addresses(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(listen(Some(text), None).unwrap().to_string(), expected);
    }

    #[test]
    fn port_alone_sets_the_port_and_listen_wins_over_it() {
        assert_eq!(listen(None, Some("3000")).unwrap().to_string(), "0.0.0.0:3000");
        assert_eq!(listen(None, Some("")).unwrap().to_string(), "0.0.0.0:8080");
        assert_eq!(listen(Some("127.0.0.1:1"), Some("3000")).unwrap().to_string(), "127.0.0.1:1");
        assert!(listen(None, Some("eighty")).unwrap_err().text(Lang::En).contains("PORT"));
    }

    #[test]
    fn an_admin_address_that_others_reach_needs_a_token() {
        let problem = read(&["--admin", "0.0.0.0:9090"]).unwrap_err();
        assert_eq!(problem.code(), 2);
        assert!(problem.text(Lang::Ko).contains("--admin-token"));
        assert!(read(&["--admin", "0.0.0.0:9090", "--admin-token", ""]).is_err());
        assert!(read(&["--admin", "0.0.0.0:9090", "--admin-token", "t"]).is_ok());
        assert!(read(&["--admin", "[::1]:9090"]).is_ok());
        assert_eq!(read(&["--admin", "off"]).unwrap().admin, None);
    }

    #[rstest]
    #[case(&["--listen", "here"])]
    #[case(&["--listen", "127.0.0.1:99999"])]
    #[case(&["--workers", "0"])]
    #[case(&["--console", "perhaps"])]
    #[case(&["--watch", "sometimes"])]
    #[case(&["--log-format", "xml"])]
    #[case(&["--max-body", "0"])]
    #[case(&["--max-body", "1GiB"])]
    #[case(&["--callback-hosts", "https://kakao.com"])]
    #[case(&["--callback-hosts", "http://10.0.0.1:9000"])]
    fn a_wrong_value_names_its_flag_in_both_languages(#[case] flags: &[&str]) {
        let problem = read(flags).unwrap_err();
        assert_eq!(problem.code(), 2);
        for lang in [Lang::Ko, Lang::En] {
            assert!(problem.text(lang).contains(flags[0]) && problem.text(lang).contains(flags[1]), "{}", problem.text(lang));
        }
    }

    #[test]
    fn an_empty_variable_counts_as_not_given() {
        let settings = read(&["--admin", "", "--max-body", "", "--watch", " "]).unwrap();
        assert_eq!((settings.admin, settings.max_body, settings.watch), (Some(ADMIN), MAX_BODY, Watch::Auto));
    }
}

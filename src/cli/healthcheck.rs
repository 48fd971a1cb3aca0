//! `talkplate healthcheck`: for images that have neither a shell nor curl.

use std::ffi::OsStr;
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use url::{Host, Url};

use super::args::HealthcheckArgs;
use super::problem::Problem;

/// For everything together: connecting, asking, reading.
const PATIENCE: Duration = Duration::from_secs(2);

/// Exit 0 when the server says that it is ready.
pub(super) fn run(args: &HealthcheckArgs) -> Result<ExitCode, Problem> {
    let url = match args.url.as_deref().map(OsStr::to_string_lossy) {
        Some(url) => url.into_owned(),
        None => default_url(std::env::var("TALKPLATE_LISTEN").ok().as_deref(), std::env::var("PORT").ok().as_deref()),
    };
    let not_ready = |ko: &str, en: &str| Problem::failed(format!("{url}: {ko}"), format!("{url}: {en}"));
    let Some(target) = target(&url) else {
        return Err(Problem::usage(format!("http:// 주소가 아니에요: {url}"), format!("not an http:// address: {url}")));
    };
    match status(&target) {
        Ok(200) => Ok(ExitCode::SUCCESS),
        Ok(status) => Err(not_ready(&format!("아직 준비되지 않았어요 (HTTP {status})"), &format!("not ready (HTTP {status})"))),
        Err(error) => Err(not_ready(&format!("서버에 연결할 수 없어요 ({error})"), &format!("no answer ({error})"))),
    }
}

/// What to connect to and what to ask for.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    host: String,
    port: u16,
    path: String,
}

/// `/readyz` on the port that the server was told, on this machine.
fn default_url(listen: Option<&str>, port: Option<&str>) -> String {
    let port_of = |text: &str| text.rsplit(':').next()?.trim().parse::<u16>().ok();
    let port = listen.and_then(port_of).or_else(|| port.and_then(port_of)).unwrap_or(8080);
    let host = listen.and_then(|listen| listen.trim().parse::<std::net::SocketAddr>().ok()).map(|listen| listen.ip());
    match host.filter(|ip| !ip.is_unspecified()) {
        Some(std::net::IpAddr::V6(ip)) => format!("http://[{ip}]:{port}/readyz"),
        Some(ip) => format!("http://{ip}:{port}/readyz"),
        None => format!("http://127.0.0.1:{port}/readyz"),
    }
}

fn target(url: &str) -> Option<Target> {
    let url = Url::parse(url).ok().filter(|url| url.scheme() == "http")?;
    let host = match url.host()? {
        Host::Ipv6(ip) => ip.to_string(),
        host => host.to_string(),
    };
    let path = if url.path() == "/" { "/readyz" } else { url.path() };
    Some(Target { host, port: url.port_or_known_default()?, path: path.to_owned() })
}

/// The HTTP status that comes back.
fn status(target: &Target) -> std::io::Result<u16> {
    let until = Instant::now() + PATIENCE;
    let left = || match until.saturating_duration_since(Instant::now()) {
        Duration::ZERO => Err(std::io::Error::from(ErrorKind::TimedOut)),
        left => Ok(left),
    };
    let mut stream = connect(target, left()?)?;
    stream.set_write_timeout(Some(left()?))?;
    let Target { host, port, path } = target;
    // In one piece: a server may answer, and close, after the first line.
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut answer = Vec::new();
    let mut part = [0; 256];
    // `HTTP/1.1 200` is all that matters.
    while answer.len() < 12 {
        stream.set_read_timeout(Some(left()?))?;
        let read = stream.read(&mut part)?;
        if read == 0 {
            break;
        }
        answer.extend_from_slice(part.get(..read).unwrap_or_default());
    }
    let line = String::from_utf8_lossy(&answer);
    let code = line.strip_prefix("HTTP/1.").and_then(|line| line.get(2..5)).and_then(|code| code.parse().ok());
    code.ok_or_else(|| std::io::Error::from(ErrorKind::InvalidData))
}

fn connect(target: &Target, patience: Duration) -> std::io::Result<TcpStream> {
    let mut last = std::io::Error::from(ErrorKind::NotFound);
    for address in (target.host.as_str(), target.port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, patience) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(None, None, "http://127.0.0.1:8080/readyz")]
    #[case(Some("0.0.0.0:3000"), None, "http://127.0.0.1:3000/readyz")]
    #[case(Some("[::]:3000"), Some("1"), "http://127.0.0.1:3000/readyz")]
    #[case(Some("[::1]:3000"), None, "http://[::1]:3000/readyz")]
    #[case(Some("10.0.0.5:3000"), None, "http://10.0.0.5:3000/readyz")]
    #[case(Some(":3000"), None, "http://127.0.0.1:3000/readyz")]
    #[case(Some(""), Some("4000"), "http://127.0.0.1:4000/readyz")]
    fn the_servers_own_variables_name_the_port(#[case] listen: Option<&str>, #[case] port: Option<&str>, #[case] expected: &str) {
        assert_eq!(default_url(listen, port), expected);
    }

    fn answering(answer: &'static str) -> Target {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 512]);
            stream.write_all(answer.as_bytes()).unwrap();
        });
        Target { host: "127.0.0.1".to_owned(), port, path: "/readyz".to_owned() }
    }

    #[test]
    fn the_status_is_read_from_the_first_line() {
        assert_eq!(status(&answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")).unwrap(), 200);
        assert_eq!(status(&answering("HTTP/1.1 503 Service Unavailable\r\n\r\n")).unwrap(), 503);
    }

    #[test]
    fn an_answer_that_is_no_http_is_not_ready() {
        assert!(status(&answering("SSH-2.0-x\r\n")).is_err());
        assert!(status(&answering("")).is_err());
    }

    #[test]
    fn addresses_that_are_no_plain_http_are_refused() {
        assert_eq!(target("http://localhost:1/").unwrap().path, "/readyz");
        assert!(target("https://localhost/readyz").is_none());
        assert!(target("localhost").is_none());
    }
}

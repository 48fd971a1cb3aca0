//! One `ChromeDriver` for the whole test process, on a port of its own choice.

use std::io::{BufRead, BufReader};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::{LazyLock, Mutex};

use tokio::sync::{Semaphore, SemaphorePermit};

/// Browsers at the same time: each has several processes.
static BROWSERS: Semaphore = Semaphore::const_new(MOST as usize);
const MOST: u32 = 3;

static DRIVER: LazyLock<Driver> = LazyLock::new(Driver::start);

struct Driver {
    address: String,
    /// Closed by the system when the tests end, however they end; the shell below waits for that.
    _alive: Mutex<ChildStdin>,
}

/// Ends `ChromeDriver` and removes the browsers' profiles when its standard input ends. The browsers hang on a pipe to `ChromeDriver` and end with it.
/// Signals to the tests' process group do not hinder it.
const WATCH: &str = r#"
trap '' HUP INT TERM
export TMPDIR=$(mktemp -d)
chromedriver --port=0 &
driver=$!
cat > /dev/null
kill -KILL $driver
for _ in 1 2 3 4 5; do sleep 1; rm -rf "$TMPDIR" && break; done
"#;

impl Driver {
    #[expect(clippy::zombie_processes, reason = "the shell outlives the tests, to tidy up after them")]
    fn start() -> Self {
        let mut shell = Command::new("sh")
            .args(["-c", WATCH])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let alive = shell.stdin.take().unwrap();
        let port = BufReader::new(shell.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("successfully on port ").map(|(_, port)| port.trim_end_matches('.').to_owned()))
            .expect("chromedriver starts (Debian: apt-get install chromium chromium-driver)");
        Self { address: format!("http://127.0.0.1:{port}"), _alive: Mutex::new(alive) }
    }
}

/// Where `ChromeDriver` is, and the leave to start one browser.
pub(super) async fn leave() -> (&'static str, SemaphorePermit<'static>) {
    let permit = BROWSERS.acquire().await.unwrap();
    (&DRIVER.address, permit)
}

/// The same, once all others have ended; none starts meanwhile.
pub(super) async fn leave_for_one() -> (&'static str, SemaphorePermit<'static>) {
    let permit = BROWSERS.acquire_many(MOST).await.unwrap();
    (&DRIVER.address, permit)
}

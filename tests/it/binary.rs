//! The real program in a folder of its own: started, asked, told, ended.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// Nothing that is waited for takes this long unless it never comes.
const PATIENCE: Duration = Duration::from_secs(20);

/// A configuration's folder and a state folder, both gone at the end of the test.
pub(crate) struct Stage {
    pub(crate) config: TempDir,
    pub(crate) state: TempDir,
}

impl Stage {
    /// With this `skills.yaml`.
    pub(crate) fn with(skills: &str) -> Self {
        let stage = Self::empty();
        stage.write("skills.yaml", skills);
        stage
    }

    pub(crate) fn empty() -> Self {
        Self { config: tempfile::tempdir().unwrap(), state: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.config.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The program, with nothing of this machine's environment that would change what it does.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_talkplate"));
        command.args(args).current_dir(self.config.path()).env_clear().env("TALKPLATE_STATE_DIR", self.state.path());
        command.stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let output = self.command(args).output().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Starts the server on free ports and waits until it says where they are.
    pub(crate) fn serve(&self, flags: &[&str]) -> Running {
        let args = [&["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"], flags].concat();
        Running::start(&mut self.command(&args))
    }
}

/// A command that has ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A server that runs. Killed at the end of the test.
pub(crate) struct Running {
    child: Child,
    pub(crate) public: SocketAddr,
    pub(crate) admin: SocketAddr,
    /// What it printed so far.
    pub(crate) out: String,
    log: Arc<Mutex<String>>,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (sink, mut stderr) = (Arc::clone(&log), BufReader::new(child.stderr.take().unwrap()));
        std::thread::spawn(move || {
            let mut line = String::new();
            while stderr.read_line(&mut line).is_ok_and(|read| read > 0) {
                sink.lock().unwrap().push_str(&std::mem::take(&mut line));
            }
        });
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut out = String::new();
        while out.lines().count() < 2 && stdout.read_line(&mut out).unwrap() > 0 {}
        let mut addresses =
            out.lines().filter_map(|line| line.split("http://").nth(1)).map(|address| address.trim().parse().unwrap());
        let (public, admin) = (addresses.next(), addresses.next());
        let (Some(public), Some(admin)) = (public, admin) else {
            let _ = child.wait();
            panic!("it did not start:\n{out}{}", log.lock().unwrap());
        };
        Self { child, public, admin, out, log }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The log so far.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Waits until the log holds `text`, `times` times.
    pub(crate) fn wait_log(&self, text: &str, times: usize) {
        until(&format!("{text} in the log"), || (self.log().matches(text).count() >= times).then_some(()))
            .unwrap_or_else(|| panic!("{}", self.log()));
    }

    /// What a skill answers: the text of its first bubble.
    pub(crate) fn ask(&self, path: &str) -> String {
        let (status, body) = request(self.public, "POST", path, "{}");
        assert_eq!(status, 200, "{path}: {body}");
        let response: Value = serde_json::from_str(&body).unwrap();
        response["template"]["outputs"][0]["simpleText"]["text"].as_str().unwrap_or(&body).to_owned()
    }

    /// Waits until a skill answers `text`, and says how long that took.
    pub(crate) fn wait_answer(&self, path: &str, text: &str) -> Duration {
        let begun = Instant::now();
        let came = until(text, || {
            let (status, body) = request(self.public, "POST", path, "{}");
            (status == 200 && body.contains(text)).then_some(())
        });
        came.unwrap_or_else(|| panic!("{path} never answered {text}; the log:\n{}", self.log()));
        begun.elapsed()
    }

    pub(crate) fn status(&self) -> Value {
        let (status, body) = request(self.admin, "GET", "/api/status", "");
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).unwrap()
    }

    pub(crate) fn generation(&self) -> u64 {
        self.status()["config"]["generation"].as_u64().unwrap()
    }

    /// Waits until the status shows an error, and gives it.
    pub(crate) fn wait_error(&self) -> Value {
        until("an error", || Some(self.status()["lastError"].clone()).filter(|error| !error.is_null()))
            .unwrap_or_else(|| panic!("no error in the status; the log:\n{}", self.log()))
    }

    pub(crate) fn reload(&self) -> (u16, String) {
        request(self.admin, "POST", "/api/reload", "")
    }

    /// Sends a signal by its name: `HUP`, `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.pid())]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until it has ended.
    pub(crate) fn wait_end(&mut self) -> ExitStatus {
        until("the end", || self.child.try_wait().unwrap())
            .unwrap_or_else(|| panic!("it goes on running:\n{}", self.log.lock().unwrap()))
    }

    /// `kill -9`: no chance to tidy up.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks again and again until there is something; `None` when it never comes.
pub(crate) fn until<T>(_what: &str, mut there: impl FnMut() -> Option<T>) -> Option<T> {
    let begun = Instant::now();
    loop {
        if let Some(found) = there() {
            return Some(found);
        }
        if begun.elapsed() > PATIENCE {
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// One HTTP request on a connection of its own: status and body.
pub(crate) fn request(address: SocketAddr, method: &str, path: &str, body: &str) -> (u16, String) {
    try_request(address, method, path, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
}

pub(crate) fn try_request(address: SocketAddr, method: &str, path: &str, body: &str) -> std::io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let head =
        format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(format!("{head}{body}").as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let status = answer.get(9..12).and_then(|code| code.parse().ok()).unwrap_or(0);
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    Ok((status, body.to_owned()))
}

/// All files below a folder, links not followed.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            files.extend(files_below(&entry.path()));
        } else {
            files.push(entry.path());
        }
    }
    files
}

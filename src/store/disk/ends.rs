//! The journal when the process is killed, and when the disk is full: in child processes: each test starts itself again, with a folder to work in.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use super::tests::HASTY;
use super::*;
use crate::store::testing::promise;

/// Where a child finds its folder. A test that finds it is the child.
const FOLDER: &str = "TALKPLATE_TEST_JOURNAL";

/// Starts a test again as a child, after a line of shell.
fn child(name: &str, folder: &Path, before: &str) -> Child {
    let shell = format!(r#"{before}; exec "$0" --exact "$1" --nocapture"#);
    let name = format!("store::disk::ends::{name}");
    let mut command = Command::new("sh");
    command.arg("-c").arg(shell).arg(std::env::current_exe().unwrap()).arg(name).env(FOLDER, folder);
    command.stdout(Stdio::piped()).spawn().unwrap()
}

fn open() -> Option<Disk> {
    let folder = std::env::var_os(FOLDER)?;
    Some(Disk::with(Path::new(&folder), Lang::En, HASTY).unwrap())
}

/// Says it in one write, past the test harness.
fn say(line: &str) {
    std::io::stdout().write_all(format!("\n{line}\n").as_bytes()).unwrap();
}

#[tokio::test]
async fn no_promise_that_was_acknowledged_is_lost_by_a_kill() {
    if let Some(disk) = open() {
        return promise_without_end(Arc::new(disk)).await;
    }
    // The moments differ with what the disk does meanwhile.
    for lines in [1, 40, 333] {
        let state = tempfile::tempdir().unwrap();
        let mut child = child("no_promise_that_was_acknowledged_is_lost_by_a_kill", state.path(), "true");
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut heard: Vec<String> = said.by_ref().filter(|line| line.starts_with("kept ")).take(lines).collect();
        child.kill().unwrap();
        // What it said before it died counts too.
        heard.extend(said.filter(|line| line.starts_with("kept ")));
        child.wait().unwrap();
        let disk = Disk::with(state.path(), Lang::En, HASTY).unwrap();
        let left = disk.recover().await.unwrap();
        let left: BTreeSet<String> = left.into_iter().map(|(_, promise)| tag(&promise)).collect();
        assert!(heard.len() >= lines);
        for line in heard {
            assert!(left.contains(line.trim_start_matches("kept ")), "{line} was lost");
        }
    }
}

/// Its number, and whether it has its answer.
fn tag(promise: &Promise) -> String {
    format!("{} {}", promise.request_id, promise.answer.is_some())
}

async fn promise_without_end(disk: Arc<Disk>) {
    let callbacks = (0..16).map(|lane| {
        let disk = Arc::clone(&disk);
        tokio::spawn(async move {
            for number in 0_u32.. {
                let id = format!("{lane}-{number}");
                let key = disk.promise(promise(&id)).await.unwrap();
                let done = disk.promise(promise("done")).await.unwrap();
                if number % 2 == 0 {
                    say(&format!("kept {id} false"));
                } else {
                    disk.answered(key, Bytes::from_static(b"{}")).await.unwrap();
                    say(&format!("kept {id} true"));
                }
                disk.done(done);
            }
        })
    });
    for callback in callbacks.collect::<Vec<_>>() {
        callback.await.unwrap();
    }
}

#[tokio::test]
async fn a_full_disk_refuses_promises_until_there_is_room() {
    if let Some(disk) = open() {
        return promise_until_it_is_full(disk).await;
    }
    let state = tempfile::tempdir().unwrap();
    // Blocks of 512 bytes: a file may grow to 2 MiB. The signal would end the process before the error is seen.
    let child = child("a_full_disk_refuses_promises_until_there_is_room", state.path(), "trap '' XFSZ; ulimit -f 4096");
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("refused, then kept again"), "{said}");
}

async fn promise_until_it_is_full(disk: Disk) {
    let large = Promise { body: Bytes::from(vec![b'x'; 100_000]), ..promise("large") };
    let mut keys = Vec::new();
    let why = loop {
        match disk.promise(large.clone()).await {
            Ok(key) => keys.push(key),
            Err(why) => break why,
        }
        assert!(keys.len() < 100, "the disk was never full");
    };
    assert!(matches!(why, StoreError::Io { .. }), "{why}");
    assert!(!keys.is_empty());
    for key in keys {
        disk.done(key);
    }
    disk.flush().await;
    // The first one may meet the failed file; then it is opened anew.
    let _ = disk.promise(large.clone()).await;
    disk.promise(large).await.unwrap();
    say("refused, then kept again");
}

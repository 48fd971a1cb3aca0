//! The journal on the disk, also when the disk will not have it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::store::testing::promise;

/// No test waits for the disk to be tried again.
pub(super) const HASTY: Pace = Pace { linger: Duration::from_millis(1), retry: Duration::ZERO };

fn open(folder: &Path) -> Disk {
    Disk::with(folder, Lang::En, HASTY).unwrap()
}

fn answer(text: &'static str) -> Bytes {
    Bytes::from_static(text.as_bytes())
}

async fn left(disk: &Disk) -> Vec<Promise> {
    let mut left: Vec<_> = disk.recover().await.unwrap().into_iter().map(|(_, promise)| promise).collect();
    left.sort_by(|a, b| a.request_id.cmp(&b.request_id));
    left
}

#[tokio::test]
async fn what_was_promised_and_not_done_is_given_to_the_next_process_once() {
    let state = tempfile::tempdir().unwrap();
    let disk = open(state.path());
    disk.promise(promise("a")).await.unwrap();
    let done = disk.promise(promise("b")).await.unwrap();
    let answered = disk.promise(promise("c")).await.unwrap();
    disk.answered(answered, answer("답")).await.unwrap();
    disk.done(done);
    assert!(left(&disk).await.is_empty(), "its own promises are not recovered");
    drop(disk);
    let next = open(state.path());
    assert_eq!(left(&next).await, [promise("a"), Promise { answer: Some(answer("답")), ..promise("c") }]);
    assert!(left(&next).await.is_empty());
    drop(next);
    let third = open(state.path());
    let again = third.recover().await.unwrap();
    assert_eq!(again.len(), 2, "they were not done");
    for (key, _) in &again {
        third.done(*key);
    }
    drop(third);
    assert!(left(&open(state.path())).await.is_empty());
}

#[tokio::test]
async fn a_file_that_is_deleted_while_the_server_runs_is_begun_anew() {
    let state = tempfile::tempdir().unwrap();
    let folder = state.path().join("state");
    let disk = open(&folder);
    let before = disk.promise(promise("before")).await.unwrap();
    fs::remove_dir_all(&folder).unwrap();
    disk.promise(promise("after")).await.unwrap();
    disk.done(before);
    drop(disk);
    assert_eq!(left(&open(&folder)).await, [promise("after")]);
}

#[tokio::test]
async fn a_promise_that_nobody_waited_for_is_taken_back() {
    let state = tempfile::tempdir().unwrap();
    let disk = open(state.path());
    drop(disk.promise(promise("given up")));
    disk.promise(promise("a")).await.unwrap();
    drop(disk);
    assert_eq!(left(&open(state.path())).await, [promise("a")]);
}

#[tokio::test]
async fn a_late_answer_waits_for_the_next_process() {
    let state = tempfile::tempdir().unwrap();
    let (user, gone) = (LateKey::new("u", "/skill/ask"), LateKey::new("v", "/skill/ask"));
    let disk = open(state.path());
    assert!(!disk.has_late());
    disk.keep_late(&user, answer("옛 답"), i64::MAX).await.unwrap();
    disk.keep_late(&user, answer("늦은 답"), i64::MAX).await.unwrap();
    disk.keep_late(&gone, answer("지난 답"), 1).await.unwrap();
    drop(disk);
    let next = open(state.path());
    assert!(next.has_late());
    assert_eq!(next.take_late(&gone).await, None);
    assert_eq!(next.take_late(&user).await, Some(answer("늦은 답")));
    assert!(!next.has_late());
    drop(next);
    assert!(!open(state.path()).has_late());
}

#[tokio::test]
async fn only_the_owner_can_read_the_file() {
    let state = tempfile::tempdir().unwrap();
    let folder = state.path().join("new");
    let disk = open(&folder);
    disk.promise(promise("a")).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join(FILE))), (0o700, 0o600));
}

#[tokio::test]
async fn a_file_that_another_has_open_is_used_once_it_is_free() {
    let state = tempfile::tempdir().unwrap();
    let first = open(state.path());
    first.promise(promise("a")).await.unwrap();
    let second = open(state.path());
    assert!(matches!(second.promise(promise("b")).await, Err(StoreError::Busy(_))));
    assert!(matches!(second.recover().await, Err(StoreError::Busy(_))));
    drop(first);
    second.promise(promise("c")).await.unwrap();
    assert_eq!(left(&second).await, [promise("a")]);
}

#[tokio::test]
async fn a_damaged_file_is_put_aside_and_not_deleted() {
    for damage in [b"not a database at all".as_slice(), &[0; 9_000], &[0xff; 9]] {
        let state = tempfile::tempdir().unwrap();
        fs::write(state.path().join(FILE), damage).unwrap();
        let disk = open(state.path());
        disk.promise(promise("a")).await.unwrap();
        drop(disk);
        assert_eq!(left(&open(state.path())).await, [promise("a")]);
        let names = fs::read_dir(state.path()).unwrap().map(|entry| entry.unwrap().path());
        let aside: Vec<_> = names.filter(|path| path.display().to_string().contains(".broken-")).collect();
        assert_eq!(fs::read(&aside[0]).unwrap(), damage);
    }
}

#[tokio::test]
async fn a_file_that_was_cut_or_overwritten_never_ends_the_process() {
    let state = tempfile::tempdir().unwrap();
    let disk = open(state.path());
    for number in 0..200 {
        disk.promise(promise(&number.to_string())).await.unwrap();
    }
    drop(disk);
    let good = fs::read(state.path().join(FILE)).unwrap();
    let mut broken: Vec<Vec<u8>> = [1, 64, 4096, 8192, good.len() / 2, good.len() - 1].map(|at| good[..at].to_vec()).into();
    for at in (0..good.len()).step_by(good.len() / 20) {
        let mut bytes = good.clone();
        bytes[at..].iter_mut().take(300).for_each(|byte| *byte ^= 0x5a);
        broken.push(bytes);
    }
    for bytes in broken {
        let state = tempfile::tempdir().unwrap();
        fs::write(state.path().join(FILE), bytes).unwrap();
        let disk = open(state.path());
        disk.recover().await.unwrap();
        disk.promise(promise("new")).await.unwrap();
    }
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_left_alone() {
    let state = tempfile::tempdir().unwrap();
    drop(open(state.path()));
    file::pretend_newer(&state.path().join(FILE));
    for _ in 0..2 {
        let disk = open(state.path());
        assert!(matches!(disk.promise(promise("a")).await, Err(StoreError::Newer(_))));
    }
    assert_eq!(fs::read_dir(state.path()).unwrap().count(), 1, "nothing was put aside");
}

#[tokio::test]
async fn a_place_that_cannot_be_written_refuses_promises_until_it_can() {
    let state = tempfile::tempdir().unwrap();
    let folder = state.path().join("state");
    fs::write(&folder, "a file where the folder belongs").unwrap();
    let disk = open(&folder);
    let user = LateKey::new("u", "/skill/ask");
    assert!(matches!(disk.promise(promise("a")).await, Err(StoreError::Io { .. })));
    assert!(disk.keep_late(&user, answer("늦은 답"), i64::MAX).await.is_err());
    assert_eq!(disk.take_late(&user).await, Some(answer("늦은 답")), "memory has it");
    disk.flush().await;
    fs::remove_file(&folder).unwrap();
    disk.promise(promise("b")).await.unwrap();
    drop(disk);
    assert_eq!(left(&open(&folder)).await, [promise("b")]);
}

#[tokio::test]
async fn a_folder_in_the_place_of_the_file_refuses_promises() {
    let state = tempfile::tempdir().unwrap();
    fs::create_dir(state.path().join(FILE)).unwrap();
    let disk = open(state.path());
    assert!(matches!(disk.promise(promise("a")).await, Err(StoreError::Io { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_promises_at_once_share_syncs_and_none_is_lost() {
    let state = tempfile::tempdir().unwrap();
    let disk = Arc::new(open(state.path()));
    let promises = (0..500).map(|number| {
        let disk = Arc::clone(&disk);
        tokio::spawn(async move { disk.promise(promise(&format!("{number:03}"))).await.unwrap() })
    });
    let promises: Vec<_> = promises.collect();
    for promise in promises {
        promise.await.unwrap();
    }
    drop(disk);
    assert_eq!(left(&open(state.path())).await.len(), 500);
}

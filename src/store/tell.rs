//! What the operator reads in the log about the journal: every sentence in Korean and English, at one place.

use std::path::Path;

use tracing::{error, info, warn};

use super::StoreError;
use crate::diag::Lang;

/// The journal cannot be used: callbacks go on without it.
pub(super) fn in_memory(lang: Lang, why: &StoreError) {
    let reason = reason(lang, why);
    match (lang, why) {
        (Lang::Ko, StoreError::Redis(_)) => error!(
            "콜백 약속을 Redis에 적어 둘 수 없어서 메모리에만 두고 있어요! 답은 그대로 나가지만, 지금 서버가 갑자기 꺼지면 기다리던 사용자는 답을 받지 못해요. {reason} 다시 이어지면 알아서 Redis를 써요. ({why})"
        ),
        (Lang::En, StoreError::Redis(_)) => error!(
            "promised callbacks cannot be written to Redis and are kept in memory alone! Answers still go out, but if the server dies now, users who wait get none. {reason} Redis is used again as soon as it is back ({why})"
        ),
        (Lang::Ko, _) => error!(
            "콜백 약속을 디스크에 적어 둘 수 없어서 메모리에만 두고 있어요! 답은 그대로 나가지만, 지금 서버가 갑자기 꺼지면 기다리던 사용자는 답을 받지 못해요. {reason} 고치면 다시 켜지 않아도 알아서 디스크를 써요. ({why})"
        ),
        (Lang::En, _) => error!(
            "promised callbacks cannot be written to the disk and are kept in memory alone! Answers still go out, but if the server dies now, users who wait get none. {reason} Once it is mended the disk is used again without a restart ({why})"
        ),
    }
}

/// After [`in_memory`].
pub(super) fn on_disk_again(lang: Lang) {
    match lang {
        Lang::Ko => info!("콜백 약속을 다시 디스크에 적고 있어요."),
        Lang::En => info!("promised callbacks are written to the disk again"),
    }
}

/// After [`in_memory`].
#[cfg(feature = "redis")]
pub(super) fn in_redis_again(lang: Lang) {
    match lang {
        Lang::Ko => info!("콜백 약속을 다시 Redis에 적고 있어요."),
        Lang::En => info!("promised callbacks are written to Redis again"),
    }
}

/// A damaged file is out of the way.
pub(super) fn set_aside(lang: Lang, path: &Path, aside: &Path) {
    let (path, aside) = (path.display(), aside.display());
    match lang {
        Lang::Ko => error!(
            "{path} 파일이 망가져서 {aside} 이름으로 치워 두고 새로 만들었어요. 그 안에 있던 콜백과 늦은 답은 보낼 수 없어요. 디스크에 문제가 없는지 살펴봐 주세요."
        ),
        Lang::En => error!(
            "{path} is damaged: it is now {aside}, and a new one was begun. Callbacks and late answers in it cannot be delivered. Check the disk"
        ),
    }
}

/// The file is gone, and another one is begun.
pub(super) fn deleted(lang: Lang, path: &Path) {
    let path = path.display();
    match lang {
        Lang::Ko => error!(
            "{path} 파일이 지워져서 새로 만들어요. 지금 기다리는 콜백은 그대로 보내지만, 보내기 전에 서버가 갑자기 꺼지면 그 답은 전해지지 않아요. 서버가 켜져 있는 동안에는 이 폴더를 지우지 말아 주세요."
        ),
        Lang::En => error!(
            "{path} was deleted, and is begun anew. Callbacks that wait now are still sent, but are lost if the server dies before that. Do not delete this folder while the server runs"
        ),
    }
}

/// There were more late answers than are kept.
pub(super) fn crowded_out(lang: Lang, count: usize) {
    match lang {
        Lang::Ko => {
            warn!(count, "보관 중인 늦은 답이 너무 많아서 오래된 것부터 버렸어요. 업스트림이 왜 이렇게 자주 늦는지 살펴봐 주세요.");
        }
        Lang::En => warn!(count, "too many late answers are kept: the oldest were dropped. See why the upstream is late so often"),
    }
}

/// What is wrong, and what to do.
pub(super) fn reason(lang: Lang, why: &StoreError) -> String {
    let (ko, en) = match why {
        StoreError::Io { path, source } => return system_says(lang, path, source.kind()),
        StoreError::Busy(path) => (
            format!(
                "{} 파일을 다른 talkplate가 쓰고 있어요. 하나만 켜 두거나 --state-dir로 폴더를 따로 정해 주세요.",
                path.display()
            ),
            format!("Another talkplate uses {}: run only one, or give each a folder of its own with --state-dir.", path.display()),
        ),
        StoreError::Newer(path) => (
            format!(
                "{} 파일은 더 새로운 버전이 만든 것이에요. 새 버전을 쓰거나 --state-dir로 다른 폴더를 정해 주세요.",
                path.display()
            ),
            format!("{} was written by a newer version: use that one, or give another folder with --state-dir.", path.display()),
        ),
        StoreError::Damaged(path) => (
            format!("{} 파일이 망가졌어요. 디스크에 문제가 없는지 살펴봐 주세요.", path.display()),
            format!("{} is damaged: check the disk.", path.display()),
        ),
        StoreError::Redis(_) => (
            "Redis 서버가 켜져 있는지, --redis에 적은 주소와 암호가 맞는지 살펴봐 주세요.".to_owned(),
            "See whether the Redis server runs, and whether the address and the password in --redis are right.".to_owned(),
        ),
        StoreError::Overloaded | StoreError::Closed | StoreError::Outside(_) => {
            ("디스크가 따라오지 못해요.".to_owned(), "The disk does not keep up.".to_owned())
        }
    };
    match lang {
        Lang::Ko => ko,
        Lang::En => en,
    }
}

fn system_says(lang: Lang, path: &Path, kind: std::io::ErrorKind) -> String {
    use std::io::ErrorKind::{
        FileTooLarge, IsADirectory, NotADirectory, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    let path = path.display();
    let (ko, en) = match kind {
        StorageFull | QuotaExceeded | FileTooLarge => (
            format!("{path} 쪽의 디스크가 가득 찼으니 자리를 비워 주세요."),
            format!("The disk that holds {path} is full: make room."),
        ),
        PermissionDenied => (
            format!("{path}에 쓸 권한이 없으니 권한을 주거나 --state-dir로 쓸 수 있는 폴더를 정해 주세요."),
            format!("No permission to write {path}: grant it, or give a folder that can be written with --state-dir."),
        ),
        ReadOnlyFilesystem => (
            format!(
                "{path} 자리는 읽기만 되는 곳이니 --state-dir로 쓸 수 있는 폴더를 정해 주세요 (Docker에서는 볼륨을 붙여 주세요)."
            ),
            format!("{path} is in a place that cannot be written: give a folder with --state-dir (in Docker: mount a volume)."),
        ),
        IsADirectory | NotADirectory => (
            format!("{path} 자리에 폴더나 다른 파일이 있으니 치우거나 --state-dir로 다른 폴더를 정해 주세요."),
            format!("A folder or another file stands where {path} belongs: move it, or give another folder with --state-dir."),
        ),
        _ => (format!("{path}에 쓸 수 없어요."), format!("{path} cannot be written.")),
    };
    match lang {
        Lang::Ko => ko,
        Lang::En => en,
    }
}

//! Why a file could not be read or saved, and what the operator can do about it.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::{StoreError, tell};
use super::{MAX_TEXT, Present};
use crate::diag::Lang;

/// Why a file cannot be edited.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ReadError {
    /// There is none.
    #[error("the file is not there")]
    Missing,
    /// It is not UTF-8.
    #[error("the file is not UTF-8")]
    NotText,
    /// It is over [`MAX_TEXT`].
    #[error("the file is over {MAX_TEXT} bytes")]
    TooLarge,
    /// It leads out of the configuration's folder.
    #[error("the file is not inside the configuration's folder")]
    Outside,
    /// The system says no.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What it said.
        source: Arc<io::Error>,
    },
}

/// Why a file was not saved. It holds what it held before.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SaveError {
    /// It holds something else than the writer had seen: this, or there is no file.
    #[error("the file was changed meanwhile")]
    Changed(Option<Present>),
    /// The text is over [`MAX_TEXT`].
    #[error("the text is over {MAX_TEXT} bytes")]
    TooLarge,
    /// What it holds cannot be read.
    #[error(transparent)]
    Unreadable(ReadError),
    /// What it holds could not be kept as a version.
    #[error("the version before could not be kept: {0}")]
    NotKept(StoreError),
    /// The system does not let it be written.
    #[error("{path}: {source}")]
    NotWritten {
        /// Which file.
        path: PathBuf,
        /// What it said.
        source: Arc<io::Error>,
    },
}

impl ReadError {
    /// What is wrong, and what to do.
    pub fn told(&self, lang: Lang) -> String {
        let (ko, en) = match self {
            Self::Missing => (
                "파일이 없어요. 다른 사람이 지우거나 이름을 바꾸지 않았는지 확인해 주세요.".to_owned(),
                "The file is not there: see whether somebody removed or renamed it.".to_owned(),
            ),
            Self::NotText => (
                "파일이 UTF-8이 아니에요. 편집기에서 UTF-8로 저장한 다음 여기서 열어 주세요.".to_owned(),
                "The file is not UTF-8: save it as UTF-8 in an editor, then open it here.".to_owned(),
            ),
            Self::TooLarge => (
                format!("파일이 {}MiB보다 커서 여기서는 고칠 수 없어요. 편집기에서 고쳐 주세요.", MAX_TEXT / (1024 * 1024)),
                format!("The file is over {} MiB, too large to edit here: use an editor.", MAX_TEXT / (1024 * 1024)),
            ),
            Self::Outside => (
                "파일이 설정 폴더 밖에 있어서 여기서는 고칠 수 없어요.".to_owned(),
                "The file leads out of the configuration's folder, so it cannot be edited here.".to_owned(),
            ),
            Self::Io { path, source } => (
                format!("{} 파일을 읽을 수 없어요. 읽을 권한이 있는지 확인해 주세요. ({source})", path.display()),
                format!("{} cannot be read: see whether there is permission to ({source})", path.display()),
            ),
        };
        of(lang, ko, en)
    }
}

impl SaveError {
    /// What is wrong, and what to do.
    pub fn told(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable(error) => error.told(lang),
            Self::Changed(Some(_)) => of(
                lang,
                "그사이 다른 곳에서 파일을 고쳤어요. 달라진 곳을 보고 다시 저장해 주세요.".to_owned(),
                "The file was changed elsewhere meanwhile: look at the difference, then save again.".to_owned(),
            ),
            Self::Changed(None) => of(
                lang,
                "그사이 파일이 지워졌어요. 다시 저장하면 새로 만들어요.".to_owned(),
                "The file was removed meanwhile: saving again makes it anew.".to_owned(),
            ),
            Self::TooLarge => of(
                lang,
                format!("내용이 {}MiB보다 커서 저장할 수 없어요. 여러 파일로 나눠 주세요.", MAX_TEXT / (1024 * 1024)),
                format!("The text is over {} MiB, too large to save: split it into several files.", MAX_TEXT / (1024 * 1024)),
            ),
            Self::NotKept(why) => {
                let reason = tell::reason(lang, why);
                of(
                    lang,
                    format!("지금 내용을 되돌릴 수 있게 보관하지 못해서 저장하지 않았어요. {reason}"),
                    format!("Not saved, because what stands there now could not be kept to go back to. {reason}"),
                )
            }
            Self::NotWritten { path, source } => not_written(lang, path, source.kind(), source),
        }
    }
}

fn not_written(lang: Lang, path: &Path, kind: ErrorKind, source: &io::Error) -> String {
    let path = path.display();
    let (ko, en) = match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => (
            format!("디스크가 가득 차서 저장하지 못했어요. 자리를 비우고 다시 저장해 주세요. ({path})"),
            format!("Not saved: the disk is full. Make room, then save again ({path})"),
        ),
        ErrorKind::ReadOnlyFilesystem => (
            format!("{path} 파일은 읽기만 되는 곳에 있어서 저장하지 못했어요. Docker라면 볼륨에서 :ro를 빼 주세요."),
            format!("Not saved: {path} is in a place that cannot be written. In Docker, take :ro off the volume."),
        ),
        ErrorKind::PermissionDenied => (
            format!("{path} 파일에 쓸 권한이 없어서 저장하지 못했어요. 서버를 실행하는 사용자에게 쓰기 권한을 주세요."),
            format!("Not saved: no permission to write {path}. Grant it to the user that the server runs as."),
        ),
        _ => (format!("{path} 파일을 저장하지 못했어요. ({source})"), format!("{path} was not saved ({source})")),
    };
    of(lang, ko, en)
}

fn of(lang: Lang, ko: String, en: String) -> String {
    match lang {
        Lang::Ko => ko,
        Lang::En => en,
    }
}

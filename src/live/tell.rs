//! What the operator reads in the log about the configuration: every sentence in Korean and English, at one place.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tracing::{error, info, warn};

use super::{Failure, Status};
use crate::diag::{Lang, Report, render};
use crate::store::StoreError;

/// The sentence in the operator's language.
fn say(lang: Lang, ko: String, en: String) -> String {
    match lang {
        Lang::Ko => ko,
        Lang::En => en,
    }
}

pub(super) fn loaded(lang: Lang, status: &Status) {
    let (skills, hash) = (status.skills, &status.hash);
    info!(skills, hash, "{}", say(lang, "설정을 읽었어요.".to_owned(), "the configuration is loaded".to_owned()));
}

pub(super) fn swapped(lang: Lang, status: &Status, took: Duration) {
    let Status { generation, skills, hash, .. } = status;
    let ms = took.as_millis();
    let sentence = say(lang, "바뀐 설정으로 답하고 있어요.".to_owned(), "the new configuration is in service".to_owned());
    info!(generation, skills, hash, ms, "{sentence}");
}

pub(super) fn warnings(report: &Report, lang: Lang) {
    let text = render::human(report, lang, false);
    if !text.trim().is_empty() {
        warn!(
            "{}\n{}",
            say(lang, "설정에 살펴볼 곳이 있어요.".to_owned(), "the configuration has warnings".to_owned()),
            text.trim_end()
        );
    }
}

pub(super) fn mended(lang: Lang) {
    let ko = "설정이 지금 답하고 있는 것과 다시 같아졌어요. 오류는 없어요.";
    info!("{}", say(lang, ko.to_owned(), "the configuration is again the one in service; no errors".to_owned()));
}

pub(super) fn kept(lang: Lang, failure: &Failure) {
    let ko = "설정에 틀린 곳이 있어서 바꾸지 않았어요. 지금까지 쓰던 설정으로 계속 답하고 있으니, 고쳐서 저장하면 바로 반영돼요.";
    let en = "the configuration has errors and was not loaded; the one in service stays. Mend the file and save it: it will be live at once";
    error!("{}\n{}", say(lang, ko.to_owned(), en.to_owned()), failure.text.trim_end());
}

pub(super) fn serving_copy(lang: Lang, config: &Path, failure: &Failure) {
    let config = config.display();
    let ko = format!(
        "{config} 파일에 문제가 있어서, 보관해 둔 마지막 정상 설정으로 답하고 있어요. 파일에 적힌 새 내용은 아직 반영되지 않았어요! 고쳐서 저장하면 바로 반영돼요."
    );
    let en = format!(
        "{config} cannot be used, so the last good configuration, kept in the state folder, is in service. What the file says now is NOT live! Mend it and save it: it will be live at once"
    );
    error!("{}\n{}", say(lang, ko, en), failure.text.trim_end());
}

pub(super) fn copy_unusable(lang: Lang, error: &str) {
    let ko = format!("보관해 둔 마지막 정상 설정도 쓸 수 없어요: {error}");
    error!("{}", say(lang, ko, format!("the last good configuration that was kept cannot be used either: {error}")));
}

pub(super) fn not_kept(lang: Lang, error: &StoreError) {
    let ko = format!(
        "설정의 사본을 보관하지 못했어요({error}). 지금은 잘 돌아가지만, 설정이 틀린 채로 서버를 다시 켜면 켜지지 않아요. --state-dir에 쓸 수 있는 폴더를 알려 주세요."
    );
    let en = format!(
        "no copy of the configuration could be kept ({error}). All is well now, but a restart with a broken file will fail. Name a folder that can be written with --state-dir"
    );
    warn!("{}", say(lang, ko, en));
}

pub(super) fn still_gone(lang: Lang, files: &[&Path]) {
    let names = files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(", ");
    let ko =
        format!("{names}: 파일이 5초 넘게 비어 있거나 보이지 않아요. 지금까지 쓰던 설정으로 계속 답하면서 파일을 기다리고 있어요.");
    let en = format!(
        "{names}: missing or empty for more than 5 seconds; the configuration in service stays, and the file is waited for"
    );
    warn!("{}", say(lang, ko, en));
}

pub(super) fn no_events(lang: Lang, error: &str) {
    let ko = format!("이 시스템은 파일이 바뀐 것을 알려 주지 않아요({error}). 그래서 1초마다 직접 확인해요.");
    warn!("{}", say(lang, ko, format!("the system gives no file events ({error}); the files are compared every second instead")));
}

pub(super) fn single_file_mount(lang: Lang, config: &Path) {
    let folder = config.parent().map(PathBuf::from).filter(|folder| folder.components().count() > 1);
    let folder = folder.unwrap_or_else(|| PathBuf::from("/config"));
    let (file, folder) = (config.display(), folder.display());
    let ko = format!(
        "{file}: 파일 하나만 컨테이너에 연결되어 있어요. 이러면 편집기로 저장한 내용이 컨테이너 안에서 보이지 않아요. 파일 대신 폴더를 연결해 주세요:\n    volumes:\n      - ./config:{folder}"
    );
    let en = format!(
        "{file}: the single file is mounted into the container, so what an editor saves by replacing it cannot be seen in here. Mount the folder instead:\n    volumes:\n      - ./config:{folder}"
    );
    warn!("{}", say(lang, ko, en));
}

/// What stands in the status when a load ended by a defect of this program.
pub(super) fn internal_error(lang: Lang) -> String {
    let ko = "설정을 읽다가 프로그램에 문제가 생겼어요. 이 설정 파일과 함께 알려 주시면 고칠게요.";
    let en = "reading the configuration hit a defect of this program; please report it together with the file";
    say(lang, ko.to_owned(), en.to_owned())
}

/// Why the server does not start although the configuration is right.
pub(super) fn no_thread(lang: Lang, error: &std::io::Error) -> String {
    let ko = format!("설정 파일을 지켜볼 스레드를 시스템이 만들어 주지 않았어요: {error}");
    say(lang, ko, format!("the system gives no thread for watching the configuration: {error}"))
}

//! Editing the configuration's own files: what is in them, saving, and the versions before.

use std::path::Path;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::draft::{Files, Freshness};
use super::handle::Asked;
use super::respond::{Instead, bad_request, broken, error};
use super::status::rfc3339;
use super::{Console, config, draft};
use crate::diag::Lang;
use crate::live::{Live, Outcome, SourceFile};
use crate::store::{MAX_TEXT, Present, ReadError, SaveError, StoreError, TextFile, Versions};

impl Console {
    /// Whether files may be changed; what is answered where not.
    pub(super) fn editable(&self, lang: Lang) -> Result<(), Instead> {
        let message = lang.of((
            "여기서 고치기가 꺼져 있어요. --edit을 붙여 다시 켜 주세요. 관리 주소가 이 컴퓨터 안쪽(127.0.0.1)이 아니면 --admin-token도 있어야 해요.",
            "Editing is off: start with --edit, and with --admin-token unless the admin address is loopback.",
        ));
        self.may_edit().then_some(()).ok_or_else(|| error(StatusCode::FORBIDDEN, "read_only", message).into())
    }

    /// The file of this name; it has to be one that the configuration is read from.
    fn text_file(&self, name: &str, lang: Lang) -> Result<TextFile, Instead> {
        let live = self.sources.live.as_ref();
        let found = live.and_then(|live| Some((live, live.files().into_iter().find(|file| file.name == name)?)));
        let message =
            lang.of(("설정이 읽는 파일 가운데 이 이름은 없어요.", "The configuration is not read from a file of this name."));
        found.map(|(live, file)| text_file(live, file)).ok_or_else(|| error(StatusCode::NOT_FOUND, "no_such_file", message).into())
    }

    async fn blocking<T: Send + 'static>(&self, lang: Lang, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Instead> {
        Ok(self.runtime.spawn_blocking(work).await.map_err(|_| broken(lang))?)
    }
}

fn text_file(live: &Live, file: SourceFile) -> TextFile {
    let folder = live.config().parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let within = (file.path != live.config()).then(|| folder.to_owned());
    TextFile { name: file.name, path: file.path, within }
}

/// `GET /api/files`: what the configuration is read from. A file that cannot be edited says why.
pub(super) async fn files(console: &Console, asked: &Asked<'_>) -> Result<HttpResponse, Instead> {
    let lang = asked.lang(console.sources.world.lang);
    console.editable(lang)?;
    let files: Vec<_> =
        console.sources.live.iter().flat_map(|live| live.files().into_iter().map(|file| text_file(live, file))).collect();
    let shown = move || {
        let shown = files.iter().map(|file| {
            let (main, read) = (file.within.is_none(), file.read());
            let (hash, bytes) = read.as_ref().map_or(("", 0), |present| (&present.hash, present.text.len()));
            json!({ "name": file.name, "hash": hash, "bytes": bytes, "main": main, "error": read.as_ref().err().map(|why| why.told(lang)) })
        });
        shown.collect::<Vec<Value>>()
    };
    Ok(HttpResponse::Ok().json(json!({ "files": console.blocking(lang, shown).await? })))
}

/// `GET /api/file?name=`.
pub(super) async fn file(console: &Console, asked: &Asked<'_>) -> Result<HttpResponse, Instead> {
    let lang = asked.lang(console.sources.world.lang);
    console.editable(lang)?;
    let file = console.text_file(&name(asked)?, lang)?;
    let name = file.name.clone();
    match console.blocking(lang, move || file.read()).await? {
        Ok(Present { text, hash }) => Ok(HttpResponse::Ok().json(json!({ "name": name, "text": text, "hash": hash }))),
        Err(why) => Ok(unreadable(&why, lang)),
    }
}

/// What is to be saved.
#[derive(Deserialize)]
struct Save {
    name: String,
    text: String,
    /// The hash of what the text was made from; empty: there was no file.
    base: String,
    /// Also with errors.
    #[serde(default)]
    force: bool,
}

/// `PUT /api/file`: saves, waits until the reload has said what it makes of it, and says so.
pub(super) async fn save(console: &Console, asked: &Asked<'_>) -> Result<HttpResponse, Instead> {
    let lang = asked.lang(console.sources.world.lang);
    console.editable(lang)?;
    let Save { name, text, base, force } = serde_json::from_slice(&asked.body).map_err(|why| bad_request(&why))?;
    let file = console.text_file(&name, lang)?;
    if text.len() > MAX_TEXT {
        return Ok(refused(&SaveError::TooLarge, lang));
    }
    if !force {
        // What was changed meanwhile is the news, not the mistakes of a text that is not saved anyway.
        let (file, base) = (file.clone(), base.clone());
        console.blocking(lang, move || Versions::unchanged(&file, &base)).await?.map_err(|why| refused(&why, lang))?;
        let files = Files::from([(name, text.clone())]);
        let draft = console.drafts.compile(console.sources.live.as_ref(), files, lang, Freshness::Now).await;
        let draft = draft.map_err(|why| draft::refuse(&why, lang))?;
        if draft.snapshot.is_none() {
            return Ok(draft::with_mistakes(&draft.diagnostics, lang));
        }
    }
    let before = console.sources.live.as_ref().map(|live| live.status().generation);
    let versions = Arc::clone(&console.versions);
    let saved = console.blocking(lang, move || versions.save(&file, &base, &text)).await?.map_err(|why| refused(&why, lang))?;
    let outcome = match &console.sources.live {
        Some(live) => live.reload().await.ok().map(|outcome| (outcome, live.status().generation)),
        None => None,
    };
    let outcome = match outcome {
        Some((Outcome::Swapped { .. }, _)) => "in_service",
        // A file event may have come before the request to reload.
        Some((Outcome::Unchanged, now)) if Some(now) != before => "in_service",
        Some((Outcome::Unchanged, _)) => "unchanged",
        Some((Outcome::Kept(_) | Outcome::Saving, _)) | None => "kept",
    };
    let diagnostics = config::value(console.sources.live.as_deref(), lang)["diagnostics"].take();
    Ok(HttpResponse::Ok().json(json!({ "hash": saved.hash, "outcome": outcome, "diagnostics": diagnostics })))
}

/// `GET /api/versions?name=`, newest first.
pub(super) async fn versions(console: &Console, asked: &Asked<'_>) -> Result<HttpResponse, Instead> {
    let lang = asked.lang(console.sources.world.lang);
    console.editable(lang)?;
    let (file, versions) = (console.text_file(&name(asked)?, lang)?, Arc::clone(&console.versions));
    let versions = console.blocking(lang, move || versions.list(&file.name)).await?.map_err(|why| not_kept(&why, lang))?;
    let versions = versions
        .into_iter()
        .map(|version| json!({ "id": version.id, "at": rfc3339(version.at), "bytes": version.bytes, "hash": version.hash }));
    Ok(HttpResponse::Ok().json(json!({ "versions": versions.collect::<Vec<_>>() })))
}

/// `GET /api/version?name=&id=`.
pub(super) async fn version(console: &Console, asked: &Asked<'_>) -> Result<HttpResponse, Instead> {
    let lang = asked.lang(console.sources.world.lang);
    console.editable(lang)?;
    let (file, versions) = (console.text_file(&name(asked)?, lang)?, Arc::clone(&console.versions));
    let id = asked.parameter("id").unwrap_or_default();
    match console.blocking(lang, move || versions.read(&file.name, &id)).await?.map_err(|why| not_kept(&why, lang))? {
        Some(Present { text, hash }) => Ok(HttpResponse::Ok().json(json!({ "text": text, "hash": hash }))),
        None => Ok(error(StatusCode::NOT_FOUND, "no_such_version", version_gone(lang))),
    }
}

fn name(asked: &Asked<'_>) -> Result<String, Instead> {
    asked.parameter("name").ok_or_else(|| bad_request(&"name= is missing").into())
}

fn unreadable(why: &ReadError, lang: Lang) -> HttpResponse {
    let (status, code) = match why {
        ReadError::Missing => (StatusCode::NOT_FOUND, "missing"),
        ReadError::NotText => (StatusCode::UNPROCESSABLE_ENTITY, "not_text"),
        ReadError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
        ReadError::Outside => (StatusCode::FORBIDDEN, "outside"),
        ReadError::Io { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "unreadable"),
    };
    error(status, code, &why.told(lang))
}

fn refused(why: &SaveError, lang: Lang) -> HttpResponse {
    let told = why.told(lang);
    match why {
        SaveError::Changed(present) => HttpResponse::Conflict().json(json!({
            "error": { "code": "changed", "message": told },
            "text": present.as_ref().map_or("", |present| &present.text),
            "hash": present.as_ref().map_or("", |present| &present.hash),
        })),
        SaveError::TooLarge => error(StatusCode::PAYLOAD_TOO_LARGE, "too_large", &told),
        SaveError::Unreadable(why) => unreadable(why, lang),
        SaveError::NotKept(_) | SaveError::NotWritten { .. } => error(StatusCode::INTERNAL_SERVER_ERROR, "not_saved", &told),
    }
}

fn version_gone(lang: Lang) -> &'static str {
    lang.of(("이 버전은 이제 보관하고 있지 않아요.", "This version is not kept any more."))
}

fn not_kept(why: &StoreError, lang: Lang) -> HttpResponse {
    error(StatusCode::INTERNAL_SERVER_ERROR, "versions", &why.told(lang))
}

//! Unsaved edits, compiled as if they were saved: checked while they are typed, and tried out in the chat.
//!
//! A draft can do what a saved file can: name a server to ask, and fill in secrets. So only who may save one may try one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::oneshot;

use super::Console;
use super::handle::Asked;
use super::respond::{Instead, bad_request, broken, error};
use crate::compile::Snapshot;
use crate::config::{BadOverlay, Overlay};
use crate::diag::{Lang, render};
use crate::live::{self, Live};

/// Files by their names.
pub(super) type Files = BTreeMap<String, String>;

/// What the editor has and the disk has not.
#[derive(Deserialize)]
pub(super) struct Edits {
    pub(super) files: Files,
}

/// A draft, compiled.
pub(super) struct Draft {
    /// `None`: it has errors.
    pub(super) snapshot: Option<Arc<Snapshot>>,
    /// Its mistakes and warnings, as the page shows them.
    pub(super) diagnostics: Value,
}

/// Why a draft cannot be compiled.
pub(super) enum NoDraft {
    /// There is no configuration that it could be laid over.
    NothingBelow,
    /// What was sent is none.
    Bad(BadOverlay),
    /// A mistake of ours, or the system gives no thread.
    Broken,
}

/// What a draft is known by: its texts, and what lies below them.
#[derive(PartialEq, Eq)]
struct Key {
    hash: [u8; 32],
    generation: u64,
    refused_at: Option<SystemTime>,
    lang: Lang,
}

/// Compiles drafts, one at a time: a page asks for a check at every pause in the typing.
#[derive(Default)]
pub(super) struct Drafts {
    turn: Arc<tokio::sync::Mutex<()>>,
    /// The last one: what was checked is tried out next.
    last: Mutex<Option<Kept>>,
}

struct Kept {
    key: Key,
    since: Instant,
    draft: Arc<Draft>,
}

/// How lately a draft has to be compiled: it is read from the disk as well, where no draft stands in a file's place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Freshness {
    /// Within [`OF_LATE`].
    OfLate,
    /// It decides what is saved.
    Now,
}

/// Long enough to try out what was just checked.
const OF_LATE: Duration = Duration::from_secs(1);

impl Drafts {
    /// Compiles these edits on a thread of their own.
    pub(super) async fn compile(
        &self,
        live: Option<&Arc<Live>>,
        files: Files,
        lang: Lang,
        fresh: Freshness,
    ) -> Result<Arc<Draft>, NoDraft> {
        let live = Arc::clone(live.ok_or(NoDraft::NothingBelow)?);
        let key = Key::of(&files, &live, lang);
        let overlay = Overlay::new(files).map_err(NoDraft::Bad)?;
        let turn = Arc::clone(&self.turn).lock_owned().await;
        if fresh == Freshness::OfLate
            && let Some(kept) = &*self.last.lock().unwrap_or_else(PoisonError::into_inner)
            && kept.key == key
            && kept.since.elapsed() <= OF_LATE
        {
            return Ok(Arc::clone(&kept.draft));
        }
        let since = Instant::now();
        let (tell, told) = oneshot::channel();
        let work = move || {
            // Also when whoever asked is gone: two at a time are too many.
            let _turn = turn;
            let loaded = live.check(overlay, lang);
            let (snapshot, diagnostics) = (loaded.snapshot.map(Arc::new), render::page(&loaded.report, lang));
            drop(tell.send(Arc::new(Draft { snapshot, diagnostics })));
        };
        let thread = std::thread::Builder::new().name("draft".to_owned()).stack_size(live::STACK);
        thread.spawn(work).map_err(|_| NoDraft::Broken)?;
        let draft = told.await.map_err(|_| NoDraft::Broken)?;
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Kept { key, since, draft: Arc::clone(&draft) });
        Ok(draft)
    }
}

impl Key {
    fn of(files: &Files, live: &Live, lang: Lang) -> Self {
        let mut hash = Sha256::new();
        for text in files.iter().flat_map(|(name, text)| [name, text]) {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
        let status = live.status();
        let refused_at = status.last_error.map(|error| error.at);
        Self { hash: hash.finalize().into(), generation: status.generation, refused_at, lang }
    }
}

/// `POST /api/check`: the mistakes of these edits, and the paths of the skills they would make.
pub(super) async fn check(console: &Console, asked: &Asked<'_>) -> Result<HttpResponse, Instead> {
    let lang = asked.lang(console.sources.world.lang);
    console.editable(lang)?;
    let Edits { files } = serde_json::from_slice(&asked.body).map_err(|why| bad_request(&why))?;
    let draft = console.drafts.compile(console.sources.live.as_ref(), files, lang, Freshness::OfLate).await;
    let draft = draft.map_err(|why| refuse(&why, lang))?;
    Ok(HttpResponse::Ok().json(json!({
        "ok": draft.snapshot.is_some(),
        "diagnostics": draft.diagnostics,
        "skills": draft.snapshot.iter().flat_map(|snapshot| &snapshot.skills).map(|skill| &skill.path).collect::<Vec<_>>(),
    })))
}

/// What is answered where there is no draft.
pub(super) fn refuse(why: &NoDraft, lang: Lang) -> HttpResponse {
    match why {
        NoDraft::NothingBelow => error(StatusCode::SERVICE_UNAVAILABLE, "no_config", no_config(lang)),
        NoDraft::Bad(why @ BadOverlay::TooLarge { .. }) => error(StatusCode::PAYLOAD_TOO_LARGE, "too_large", &why.told(lang)),
        NoDraft::Bad(why @ BadOverlay::Name(_)) => bad_request(&why.told(lang)),
        NoDraft::Broken => broken(lang),
    }
}

/// What is said where no configuration has loaded.
pub(super) fn no_config(lang: Lang) -> &'static str {
    lang.of(("아직 읽어 들인 설정이 없어요.", "No configuration has been loaded yet."))
}

/// 422: what was written has these mistakes.
pub(super) fn with_mistakes(diagnostics: &Value, lang: Lang) -> HttpResponse {
    let message = lang.of(("적은 내용에 고칠 곳이 있어요.", "What is written has errors."));
    let error = json!({ "code": "config", "message": message });
    HttpResponse::UnprocessableEntity().json(json!({ "error": error, "diagnostics": diagnostics }))
}

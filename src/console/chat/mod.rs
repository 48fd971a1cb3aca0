//! The chat: a skill asked as Kakao would ask it, by the same code, in a world of its own.
//!
//! Upstreams are really asked, unless the question says what they answer, or the page asks again by itself. Callbacks end in a receiver inside the process. Nothing is
//! counted, and nothing is promised on the disk.

mod mask;
mod question;
mod receiver;
mod stage;
mod try_out;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use bytes::Bytes;
use serde_json::json;
use tokio::sync::{Semaphore, oneshot};
use tokio::time::{Instant, timeout};

use self::question::Question;
use self::stage::Stage;
use self::try_out::Try;
use super::Console;
use super::draft::{self, Freshness};
use super::handle::Asked;
use super::respond::{Instead, bad_request, broken, error};
use crate::compile::Snapshot;
use crate::diag::Lang;
use crate::flow::World;
use crate::store::{Journal, Memory};

/// The most that are kept, to be asked for their callback.
const MOST_KEPT: usize = 200;
/// How long they are kept.
const KEPT: Duration = Duration::from_mins(5);
/// The most that are under way.
const MOST_UNDER_WAY: usize = 32;
/// How long one question for a callback is held open.
const PATIENCE: Duration = Duration::from_secs(25);

/// What was tried lately.
pub(super) struct Chats {
    kept: Mutex<VecDeque<Arc<Try>>>,
    room: Arc<Semaphore>,
    /// Late answers wait here for the same user's next question.
    journal: Arc<dyn Journal>,
}

impl Default for Chats {
    fn default() -> Self {
        Self { kept: Mutex::default(), room: Arc::new(Semaphore::new(MOST_UNDER_WAY)), journal: Arc::new(Memory::default()) }
    }
}

impl Chats {
    fn keep(&self, tried: &Arc<Try>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back(Arc::clone(tried));
        let now = Instant::now();
        while kept.front().is_some_and(|oldest| kept.len() > MOST_KEPT || now.duration_since(oldest.began) > KEPT) {
            kept.pop_front();
        }
    }

    fn find(&self, id: &str) -> Option<Arc<Try>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|tried| tried.id == id && tried.began.elapsed() <= KEPT).cloned()
    }
}

/// `POST /api/chat`: what the skill answers, and how that came about.
pub(super) async fn ask(console: &Console, asked: &Asked<'_>) -> Result<HttpResponse, Instead> {
    let lang = asked.lang(console.sources.world.lang);
    let mut question: Question = serde_json::from_slice(&asked.body).map_err(|why| bad_request(&why))?;
    let snapshot = snapshot(console, &mut question, lang).await?;
    let (path, query) = question.path.split_once('?').unwrap_or((&question.path, ""));
    if snapshot.event(path).is_some() {
        return Ok(error(StatusCode::BAD_REQUEST, "event", event_told(lang)));
    }
    let skill = snapshot.skill(path).cloned();
    let skill = skill.ok_or_else(|| error(StatusCode::NOT_FOUND, "not_found", no_skill_told(lang)))?;
    let room = Arc::clone(&console.chats.room).try_acquire_owned();
    let room = room.map_err(|_| error(StatusCode::TOO_MANY_REQUESTS, "busy", busy_told(lang)))?;

    let (path, query) = (path.to_owned(), query.to_owned());
    let payload = question.payload();
    let body: Bytes = payload.to_string().into();
    // It runs where callbacks do: what the public listener would not read must not hold them up.
    if body.len() > console.max_body {
        return Ok(error(StatusCode::PAYLOAD_TOO_LARGE, "too_large", too_large_told(lang)));
    }
    let stage = Arc::new(Stage::new(&console.sources.world, &mut question, question::callback_url(&payload)));
    let tried = Arc::new(Try::new(&snapshot, &skill, Arc::clone(&stage), lang));
    let hosts = if question.has_own_url() { console.sources.world.hosts.clone() } else { question::hosts() };
    let world = World::new(stage, hosts).speaking(console.sources.world.lang).uncounted();
    // A late answer is for who asks, not for the page that asks again.
    let journal = if question.again { Arc::new(Memory::default()) } else { Arc::clone(&console.chats.journal) };
    let world = world.promising_in(journal).watched_by(Arc::<Try>::clone(&tried));
    console.chats.keep(&tried);

    let (tell, first) = oneshot::channel();
    let run = Arc::clone(&tried).run(Arc::new(world), snapshot, skill, (path, query, body), tell);
    console.runtime.spawn(async move {
        let _room = room;
        run.await;
    });
    match first.await {
        Ok(Ok(Some(mut answer))) => {
            answer["request"] = payload;
            Ok(HttpResponse::Ok().json(answer))
        }
        Ok(Ok(None)) => Ok(HttpResponse::Ok().json(json!({ "asksUpstream": true }))),
        Ok(Err(why)) => Ok(bad_request(&why)),
        Err(_) => Ok(broken(lang)),
    }
}

/// `GET /api/chat/{id}`: how its callback goes; held open until it is over, for a while.
pub(super) async fn follow(console: &Console, asked: &Asked<'_>, id: &str) -> HttpResponse {
    let Some(tried) = console.chats.find(id) else {
        return error(StatusCode::NOT_FOUND, "not_found", long_ago_told(asked.lang(console.sources.world.lang)));
    };
    // Also when nothing came: then the state says that it is still pending.
    let _ = timeout(PATIENCE, tried.callback_ended()).await;
    HttpResponse::Ok().json(json!({ "callback": tried.callback(), "upstream": tried.upstream() }))
}

/// What answers: the draft, or what is in service.
async fn snapshot(console: &Console, question: &mut Question, lang: Lang) -> Result<Arc<Snapshot>, Instead> {
    let Some(edits) = question.draft.take() else {
        let snapshot = console.sources.snapshots.load_full();
        return snapshot.ok_or_else(|| error(StatusCode::SERVICE_UNAVAILABLE, "no_config", draft::no_config(lang)).into());
    };
    console.editable(lang)?;
    let draft = console.drafts.compile(console.sources.live.as_ref(), edits.files, lang, Freshness::OfLate).await;
    let draft = draft.map_err(|why| draft::refuse(&why, lang))?;
    draft.snapshot.clone().ok_or_else(|| draft::with_mistakes(&draft.diagnostics, lang).into())
}

fn long_ago_told(lang: Lang) -> &'static str {
    lang.of(("이 번호로 물어본 적이 없거나, 물어본 지 오래됐어요.", "Nothing was asked under this id, or too long ago."))
}

fn event_told(lang: Lang) -> &'static str {
    lang.of((
        "이 경로는 스킬이 아니라 이벤트예요. 이벤트는 답을 하지 않고 봇이 먼저 메시지를 보내는 것이라, 채팅에서는 시험할 수 없어요.",
        "This path is an event, not a skill: it makes the bot send messages and has no answer, so it cannot be tried in the chat.",
    ))
}

fn no_skill_told(lang: Lang) -> &'static str {
    lang.of(("이 경로의 스킬이 지금 설정에 없어요.", "The configuration has no skill with this path."))
}

fn too_large_told(lang: Lang) -> &'static str {
    lang.of((
        "페이로드가 서버가 받는 크기(--max-body)를 넘어요. 카카오가 보내도 이렇게 거절돼요.",
        "The payload is over the limit (--max-body): Kakao would be refused as well.",
    ))
}

fn busy_told(lang: Lang) -> &'static str {
    lang.of((
        "아직 끝나지 않은 대화가 너무 많아요. 콜백이 끝나기를 잠시 기다렸다가 다시 물어봐 주세요.",
        "Too many questions are still under way: wait until some of their callbacks are over, then ask again.",
    ))
}

//! Answers that miss their deadline: kept for the user's next request to the same skill, where the skill says `late: keep`.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::asking::Answering;
use super::errand::Errand;
use super::{World, tell};
use crate::compile::Skill;
use crate::kakao;
use crate::meter::SkillMeter;
use crate::store::LateKey;
use crate::template::Scope;

/// How long a late answer waits for its user.
const KEPT: Duration = Duration::from_mins(30);
/// A store that takes longer is not waited for: the skill is asked as usual.
const STORE_TIME: Duration = Duration::from_millis(500);
/// The most characters of an utterance that the quick reply says again.
const SAID: usize = 100;
/// What the callback says in the answer's place.
const NOTICE: &str = "답을 준비하는 데 시간이 조금 더 걸리고 있어요. 잠시 뒤 아래 버튼을 누르면 답을 보여 드릴게요.";
const LABEL: &str = "답변 보기";

/// Under which name this user's late answers of this skill are kept.
pub(super) fn key(skill: &Skill, scope: &Scope<'_>) -> Option<LateKey> {
    let user = scope.user_id().filter(|user| skill.keeps_late() && !user.is_empty())?;
    Some(LateKey::new(user, &skill.path))
}

/// The answer that this user has been waiting for, once.
pub(super) async fn take(world: &World, skill: &Skill, key: Option<&LateKey>) -> Option<Bytes> {
    let key = key.filter(|_| skill.keeps_late() && world.journal.has_late())?;
    timeout(STORE_TIME, world.journal.take_late(key)).await.ok().flatten()
}

/// An answer that goes on after its deadline.
pub(super) struct Waiting {
    key: LateKey,
    answering: Answering,
    /// How many there are is bounded.
    _room: OwnedSemaphorePermit,
}

impl Waiting {
    /// `None` when too many wait already: then it is as if late answers were dropped.
    pub(super) fn begin(world: &World, errand: &Errand, answering: Answering) -> Option<Self> {
        let room = Arc::clone(&world.late_room).try_acquire_owned().ok();
        if room.is_none() && world.may_warn("late", &errand.skill) {
            tell::too_many_late(world.lang, errand.id(), &errand.skill);
        }
        Some(Self { key: errand.late?, answering, _room: room? })
    }

    /// Waits for the answer and keeps it. A failure keeps nothing: the user's next request asks again.
    pub(super) async fn keep(self, world: Arc<World>, id: String, meter: SkillMeter, skill: String) {
        let answered = self.answering.await;
        if !answered.is_own() {
            return;
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let until_ms = i64::try_from((now + KEPT).as_millis()).unwrap_or(i64::MAX);
        // On an error it is kept in memory; the store has said so.
        let _ = world.journal.keep_late(&self.key, answered.bytes, until_ms).await;
        world.kept(&meter, &answered.account);
        tell::kept_late(&id, &skill);
    }
}

/// What is read of a payload again, for the notice alone.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Payload {
    user_request: Option<UserRequest>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct UserRequest {
    utterance: Value,
    block: Value,
}

/// The sentence that says so, with a quick reply that leads to the same block: by its id, or else by the words that led there.
pub(super) fn notice(payload: &[u8]) -> Bytes {
    let request = serde_json::from_slice::<Payload>(payload).ok().and_then(|payload| payload.user_request).unwrap_or_default();
    let said = request.utterance.as_str().map(str::trim).filter(|said| !said.is_empty()).unwrap_or(LABEL);
    let said: String = said.chars().take(SAID).collect();
    let mut reply = json!({ "label": LABEL, "action": "message", "messageText": said });
    if let (Some(block), Some(reply)) =
        (request.block.get("id").and_then(Value::as_str).filter(|id| !id.is_empty()), reply.as_object_mut())
    {
        reply.insert("action".to_owned(), json!("block"));
        reply.insert("blockId".to_owned(), json!(block));
    }
    let mut response = json!({
        "version": "2.0",
        "template": { "outputs": [{ "simpleText": { "text": NOTICE } }], "quickReplies": [reply] },
    });
    // Nothing in it is too long; whatever a payload may hold, what leaves is fitted.
    let _ = kakao::fit(&mut response, kakao::Overflow::Truncate);
    response.to_string().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quick_reply(payload: &Value) -> Value {
        let response: Value = serde_json::from_slice(&notice(payload.to_string().as_bytes())).unwrap();
        assert_eq!(kakao::check(&response), [], "{response}");
        response["template"]["quickReplies"][0].clone()
    }

    #[test]
    fn the_quick_reply_leads_to_the_same_block() {
        let payload = json!({"userRequest": {"utterance": "주문 조회\n", "block": {"id": "b1", "name": "블록"}}});
        let expected = json!({"label": "답변 보기", "action": "block", "messageText": "주문 조회", "blockId": "b1"});
        assert_eq!(quick_reply(&payload), expected);
    }

    #[test]
    fn without_a_block_it_says_the_same_words_again() {
        let long = "가".repeat(5_000);
        for (payload, said) in [
            (json!({"userRequest": {"utterance": "안녕"}}), "안녕".to_owned()),
            (json!({"userRequest": {"utterance": long, "block": null}}), "가".repeat(100)),
            (json!({"userRequest": {"utterance": 5, "block": {"id": ""}}}), "답변 보기".to_owned()),
            (json!({"userRequest": null}), "답변 보기".to_owned()),
            (json!([]), "답변 보기".to_owned()),
        ] {
            assert_eq!(quick_reply(&payload), json!({"label": "답변 보기", "action": "message", "messageText": said}));
        }
    }
}

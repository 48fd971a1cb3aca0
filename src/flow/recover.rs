//! Callbacks that a former process promised and did not get to.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use tokio::time::Instant;

use super::asking::Asked;
use super::call::Call;
use super::errand::Errand;
use super::failures::FailedCallback;
use super::job::ask_until;
use super::promised::{Answer, Promised};
use super::{Mark, Received, World, late, tell};
use crate::answer::choose;
use crate::compile::{LAST_RESORT, Skill, Snapshot};
use crate::config::Late;
use crate::kakao::callback::Distrust;
use crate::meter::{CallbackEnd, Meters};
use crate::store::{Key, Promise};

/// No token is good for longer, whatever the clock says.
const LONGEST: Duration = Duration::from_secs(58);

/// What is left in the journal and can still be kept, answered by the present configuration and by its present judgement of where a
/// callback may go. The rest is counted and logged.
pub async fn recover(world: &Arc<World>, snapshot: &Arc<Snapshot>, meters: &Meters) -> Vec<Promised> {
    // What cannot be read now, may be later; the journal has said so.
    let Ok(left) = world.journal.recover().await else { return Vec::new() };
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = Received { at: Instant::now(), unix_ms: i64::try_from(since.as_millis()).unwrap_or(i64::MAX) };
    let mut promised = Vec::new();
    let mut expired = 0_usize;
    for (key, promise) in left {
        if promise.is_past(now.unix_ms) {
            expired += 1;
            give_up(world, meters, key, &promise);
        } else if let Err(why) = world.hosts.check(&promise.url) {
            refuse(world, meters, key, &promise, why);
        } else {
            promised.push(resume(world, snapshot, meters, now, key, promise));
        }
    }
    if !promised.is_empty() || expired > 0 {
        tell::recovered(world.lang, promised.len(), expired);
    }
    promised
}

fn give_up(world: &World, meters: &Meters, key: Key, promise: &Promise) {
    world.journal.done(key);
    tell::expired(world.lang, &promise.request_id, &promise.skill);
    let reason = "the deadline passed while the server was down".to_owned();
    let failed = FailedCallback::now(&promise.skill, &promise.request_id, reason, Some(tell::WAS_DOWN));
    world.callback_lost(meters, CallbackEnd::Expired, failed);
}

/// The list of hosts is another one now, or the journal is not as this program left it.
fn refuse(world: &World, meters: &Meters, key: Key, promise: &Promise, why: Distrust) {
    world.journal.done(key);
    tell::left_url_is_not_trusted(world.lang, &promise.request_id, &promise.skill, why);
    let reason = format!("the callbackUrl that was left is not trusted any more: {why}");
    let failed = FailedCallback::now(&promise.skill, &promise.request_id, reason, Some(tell::OTHER_HOSTS));
    world.callback_lost(meters, CallbackEnd::Failed, failed);
}

fn resume(world: &Arc<World>, snapshot: &Arc<Snapshot>, meters: &Meters, now: Received, key: Key, promise: Promise) -> Promised {
    let millis = |ms: i64| Duration::from_millis(u64::try_from(ms).unwrap_or(0));
    // The wall's clock may have been set; the token's time runs all the same.
    let left = millis(promise.deadline_ms.saturating_sub(now.unix_ms)).min(LONGEST);
    let budget = millis(promise.deadline_ms.saturating_sub(promise.received_ms)).min(LONGEST);
    let at = now.at.checked_sub(budget.saturating_sub(left)).unwrap_or(now.at);
    let skill = snapshot.skill(&promise.path);
    let meter = meters.skill(&promise.skill);
    meter.recovered();
    let mut errand = Errand {
        call: Arc::new(Call {
            id: promise.request_id,
            path: promise.path,
            body: promise.body,
            query: promise.query,
            received: Received { at, unix_ms: promise.received_ms },
        }),
        skill: promise.skill,
        meter,
        url: promise.url,
        budget,
        last_resort: skill.map_or(Bytes::from_static(LAST_RESORT.as_bytes()), |skill| skill.plan.last_resort.clone()),
        late: None,
        key: Some(key),
        maybe_posted: promise.answer.is_some(),
        mark: Mark::default(),
    };
    let answer = match (promise.answer, skill) {
        (Some(bytes), _) => Answer::Ready(bytes),
        (None, Some(skill)) => ask_again(world, snapshot, skill, &mut errand),
        (None, None) => {
            tell::skill_is_gone(world.lang, errand.id(), &errand.skill);
            Answer::Ready(errand.last_resort.clone())
        }
    };
    Promised { errand, answer }
}

fn ask_again(world: &Arc<World>, snapshot: &Arc<Snapshot>, skill: &Arc<Skill>, errand: &mut Errand) -> Answer {
    let mut until = errand.post_by();
    if let Ok(scope) = skill.harvest.read(&errand.call.body, errand.call.info()) {
        let plan = choose(skill, &snapshot.engine, &scope).plan;
        errand.late = late::key(skill, &scope).filter(|_| plan.callback.late == Late::Keep);
        until = ask_until(plan, errand);
    }
    let asked = Asked { call: Arc::clone(&errand.call), snapshot: Arc::clone(snapshot), skill: Arc::clone(skill) };
    Answer::UnderWay(asked.answer(Arc::clone(world), until))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::fixture::{callback_skill, neighbours, snapshot, world};
    use crate::store::{Journal, Memory};

    fn left(url: &str) -> Promise {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let received_ms = i64::try_from(now.as_millis()).unwrap();
        Promise {
            skill: "/ask".to_owned(),
            request_id: "r".to_owned(),
            body: Bytes::from_static(b"{}"),
            path: "/ask".to_owned(),
            query: String::new(),
            url: url.to_owned(),
            received_ms,
            deadline_ms: received_ms + 50_000,
            answer: None,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_url_that_is_not_trusted_any_more_is_not_posted_to() {
        let journal = Arc::new(Memory::leaving([
            left("https://bot-api.kakao.com/t/1"),
            left("http://127.0.0.1:9000/t/2"),
            left("https://kakao.com.evil.example/t/3"),
        ]));
        let kept: Arc<dyn Journal> = Arc::<Memory>::clone(&journal);
        let (world, meters) = (Arc::new(world(Arc::new(neighbours(0))).promising_in(kept)), Meters::default());
        let promised = recover(&world, &snapshot(&callback_skill("true")), &meters).await;
        let urls: Vec<_> = promised.iter().map(|promised| promised.errand.url.as_str()).collect();
        assert_eq!(urls, ["https://bot-api.kakao.com/t/1"]);
        assert_eq!((journal.pending().len(), meters.callbacks().failed, meters.callbacks().recovered), (1, 2, 1));
        let failed = world.failures.last();
        assert!(failed[0].reason.contains("host is not allowed") && failed[1].reason.contains("not https"), "{failed:?}");
        assert!(
            failed.iter().all(|failed| !failed.reason.contains("/t/")
                && failed.advice.is_some_and(|advice| advice.ko.contains("--callback-hosts")))
        );
    }
}

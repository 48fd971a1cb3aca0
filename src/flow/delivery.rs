//! Posting an answer to Kakao: once, and again only where that cannot show it twice.
//!
//! Kakao takes a token once and refuses it ever after. So a POST whose end nobody saw (a broken connection, a 5xx) may be sent again: if the
//! first one was taken, the second is refused as a used token, and the user has seen one answer.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, sleep, timeout};

use super::World;
use super::errand::Errand;
use super::failures::{Advice, FailedCallback};
use super::tell;
use crate::kakao::receipt::{Receipt, Refusal, known};
use crate::meter::CallbackEnd;
use crate::outbound::{OutboundError, Reply};

/// How long one POST may take: longer than a resolver takes to turn to its second name server (5 s).
const ATTEMPT: Duration = Duration::from_secs(8);
/// One that begins at the very end still gets this much: Kakao listens a little longer than our deadline.
const LAST_ATTEMPT: Duration = Duration::from_secs(1);
/// By how much a POST may miss its time: it knows itself best how far it came.
const SLACK: Duration = Duration::from_millis(250);
/// The pause before the second POST; it doubles with each.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

/// How one POST ended.
enum Try {
    Taken,
    Refused { status: u16, refusal: Refusal, message: String },
    NoAnswer(OutboundError),
}

/// That Kakao took it, cannot be said.
pub(super) struct Undelivered {
    pub(super) end: CallbackEnd,
    /// `None`: the user has it, in all likelihood.
    pub(super) failed: Option<FailedCallback>,
}

/// Posts until Kakao has said yes or a final no, or the deadline is near.
pub(super) async fn deliver(world: &World, errand: &Errand, bytes: &Bytes) -> Result<(), Undelivered> {
    let mut maybe_taken = errand.maybe_posted;
    let mut pause = FIRST_PAUSE;
    loop {
        let tried = post(world, errand, bytes).await;
        let took = errand.call.received.at.elapsed();
        match &tried {
            Try::Taken => {
                tell::delivered(errand.id(), &errand.skill, took);
                return Ok(());
            }
            Try::Refused { refusal: Refusal::Token, .. } if maybe_taken => {
                if world.counted {
                    tell::unconfirmed(world.lang, errand.id(), &errand.skill);
                }
                return Err(Undelivered { end: CallbackEnd::Unconfirmed, failed: None });
            }
            Try::Refused { refusal: refusal @ (Refusal::Token | Refusal::Final | Refusal::Unreadable), status, message } => {
                return Err(refused(world, errand, *refusal, *status, message));
            }
            Try::NoAnswer(why @ (OutboundError::NotPublic | OutboundError::BadRequest(_))) => {
                return Err(give_up(world, errand, why, took));
            }
            Try::Refused { refusal: Refusal::Passing, .. } => maybe_taken = true,
            Try::NoAnswer(why) => maybe_taken |= !why.nothing_was_sent(),
        }
        if Instant::now() + pause >= errand.deadline() {
            return match tried {
                Try::NoAnswer(why) => Err(give_up(world, errand, &why, took)),
                Try::Refused { refusal, status, message } => Err(refused(world, errand, refusal, status, &message)),
                Try::Taken => Ok(()),
            };
        }
        tell::again(errand.id(), &errand.skill, pause);
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn post(world: &World, errand: &Errand, bytes: &Bytes) -> Try {
    let left = errand.deadline().saturating_duration_since(Instant::now()).clamp(LAST_ATTEMPT, ATTEMPT);
    match timeout(left + SLACK, world.outbound.post(errand.url.clone(), bytes.clone(), left)).await {
        Err(_) => Try::NoAnswer(OutboundError::Timeout),
        Ok(Err(why)) => Try::NoAnswer(why),
        Ok(Ok(Reply { status, body, .. })) => match Receipt::read(status, &body) {
            Receipt::Success => Try::Taken,
            Receipt::Refused { refusal, message } => {
                Try::Refused { status, refusal, message: without_token(&message, &errand.url) }
            }
        },
    }
}

fn give_up(world: &World, errand: &Errand, why: &OutboundError, took: Duration) -> Undelivered {
    if world.counted {
        tell::not_delivered(world.lang, errand.id(), &errand.skill, took, why);
    }
    let failed = FailedCallback::now(&errand.skill, errand.id(), tell::outbound(world.lang, why), Some(tell::NO_WAY_TO_KAKAO));
    Undelivered { end: CallbackEnd::Failed, failed: Some(failed) }
}

fn refused(world: &World, errand: &Errand, refusal: Refusal, status: u16, message: &str) -> Undelivered {
    let reason = if message.is_empty() { format!("HTTP {status}") } else { message.to_owned() };
    let advice = match (known(message), refusal) {
        (Some(known), _) => Advice { ko: known.ko, en: known.en },
        (None, Refusal::Passing) => tell::KAKAO_IN_TROUBLE,
        (None, Refusal::Token | Refusal::Final | Refusal::Unreadable) => tell::UNKNOWN_REASON,
    };
    if world.counted {
        tell::refused(world.lang, errand.id(), &errand.skill, status, &reason, advice);
    }
    let failed = FailedCallback::now(&errand.skill, errand.id(), reason, Some(advice));
    Undelivered { end: CallbackEnd::Refused, failed: Some(failed) }
}

/// Some servers say which path they were asked for, and the path holds the token. (What is as short as a word is none.)
fn without_token(message: &str, url: &str) -> String {
    match url.rsplit('/').next() {
        Some(token) if token.len() >= 8 => message.replace(token, "***"),
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::flow::FailedCallback;
    use crate::flow::fixture::{Neighbours, SUCCESS, USED, callback_skill, neighbours, promised, snapshot, world};

    type Says = (Duration, Option<(u16, &'static str)>);

    const NOW: Duration = Duration::ZERO;
    const TESTING: (u16, &str) = (200, r#"{"status":"FAIL","message":"Invalid callback token for testing purposes."}"#);
    const INTERNAL: (u16, &str) = (200, r#"{"status":"ERROR","message":"Internal server error (3)"}"#);

    /// One callback against this Kakao: how it ended, after which times something was posted, and what the status shows.
    async fn run(kakao: &[Says]) -> (CallbackEnd, Vec<f64>, Vec<FailedCallback>) {
        let neighbours = Arc::new(Neighbours { kakao: kakao.to_vec(), ..neighbours(0) });
        let (world, snapshot) = (Arc::new(world(Arc::clone(&neighbours))), snapshot(&callback_skill("true")));
        let came = Instant::now();
        let end = promised(&world, &snapshot).await.keep(&world, came).await.unwrap();
        let times = neighbours.texts(came).iter().map(|(after, _)| after.as_secs_f64()).collect();
        (end, times, world.failures.last())
    }

    #[tokio::test(start_paused = true)]
    async fn kakaos_own_trouble_is_waited_out() {
        for trouble in [(NOW, Some((502, "<html>"))), (NOW, Some(INTERNAL)), (NOW, None)] {
            let (end, times, failures) = run(&[trouble, trouble, (NOW, Some(SUCCESS))]).await;
            assert_eq!((end, times, failures.len()), (CallbackEnd::Done, vec![1.0, 1.2, 1.6], 0));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_used_token_after_a_broken_post_is_most_likely_a_delivery() {
        for first in [(NOW, None), (Duration::from_mins(1), Some(SUCCESS)), (NOW, Some((504, "")))] {
            let (end, times, failures) = run(&[first, (NOW, Some(USED))]).await;
            assert_eq!((end, times.len(), failures.len()), (CallbackEnd::Unconfirmed, 2, 0));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_is_final_and_explained() {
        for refusal in
            [USED, TESTING, (200, "ok"), (404, ""), (200, r#"{"status":"FAIL","message":"Invalid json response from bot-skill."}"#)]
        {
            let (end, times, failures) = run(&[(NOW, Some(refusal)), (NOW, Some(SUCCESS))]).await;
            assert_eq!((end, times, failures.len()), (CallbackEnd::Refused, vec![1.0], 1), "{refusal:?}");
        }
        let (_, _, failures) = run(&[(NOW, Some(TESTING))]).await;
        assert_eq!((failures[0].skill.as_str(), failures[0].request_id.as_str()), ("/ask", "r"));
        assert_eq!(failures[0].reason, "Invalid callback token for testing purposes.");
        let advice = failures[0].advice.unwrap();
        assert!(advice.ko.contains("시험용") && advice.en.contains("real chat"));
    }

    #[tokio::test(start_paused = true)]
    async fn every_refusal_has_a_reason_and_advice() {
        for (refusal, reason) in [((302, ""), "HTTP 302"), ((200, "ok"), "HTTP 200"), ((503, "<html>"), "HTTP 503")] {
            let (end, _, failures) = run(&[(NOW, Some(refusal))]).await;
            assert_eq!((end, failures[0].reason.as_str()), (CallbackEnd::Refused, reason));
            let advice = failures[0].advice.unwrap();
            assert!(advice.ko.contains("카카오 비즈니스 고객센터") && advice.en.contains("support"), "{advice:?}");
        }
    }

    #[test]
    fn what_a_server_says_of_the_path_does_not_hold_the_token() {
        let url = "https://bot-api.kakao.com/v1/bots/b!/callback/to-ken%2Bk";
        assert_eq!(
            without_token("No static resource v1/bots/b!/callback/to-ken%2Bk.", url),
            "No static resource v1/bots/b!/callback/***."
        );
        assert_eq!(without_token("Invalid", "https://bot-api.kakao.com/"), "Invalid");
    }

    #[tokio::test(start_paused = true)]
    async fn it_goes_on_until_the_deadline_and_not_beyond() {
        let (end, times, failures) = run(&[(NOW, None)]).await;
        assert_eq!((end, failures.len()), (CallbackEnd::Failed, 1));
        let last = times.last().copied().unwrap();
        assert!(last > 45.0 && last < 50.0 && times.len() < 20, "{times:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_kakao_that_hangs_is_asked_again_in_time() {
        let (end, times, _) = run(&[(Duration::from_mins(10), None), (NOW, Some(SUCCESS))]).await;
        assert_eq!((end, times), (CallbackEnd::Done, vec![1.0, 9.2]));
    }

    #[tokio::test(start_paused = true)]
    async fn a_post_that_a_dead_name_server_keeps_waiting_is_waited_for() {
        let (end, times, _) = run(&[(Duration::from_secs(6), Some(SUCCESS))]).await;
        assert_eq!((end, times), (CallbackEnd::Done, vec![1.0]));
    }

    #[tokio::test(start_paused = true)]
    async fn a_post_that_never_reached_kakao_used_no_token() {
        let (end, times, failures) = run(&[(Duration::from_mins(1), None), (NOW, Some(USED))]).await;
        assert_eq!((end, times, failures.len()), (CallbackEnd::Refused, vec![1.0, 9.2], 1));
    }
}

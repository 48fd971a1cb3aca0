//! One request, as it is remembered.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use serde_json::{Value, json};

use super::privacy::{masked, without_the_user};
use crate::compile::Skill;
use crate::console::status::rfc3339;
use crate::diag::Lang;
use crate::flow::{Advice, CallbackEnded, Failure, RequestEnded};
use crate::meter::{CallbackEnd, RequestEnd};

/// A payload that is longer is not kept: there are 200 of them.
const LONGEST_PAYLOAD: usize = 16 * 1024;
/// Of a path that no skill has, this much is shown, bytes.
const LONGEST_PATH: usize = 100;

/// A request, and the callback behind it.
#[derive(Clone, Debug)]
pub(in crate::console) struct Entry {
    /// Which it is, from 1.
    pub(super) number: u64,
    at: SystemTime,
    /// `x-request-id`.
    id: String,
    /// The skill's path, or the path that was asked for.
    skill: String,
    end: RequestEnd,
    took: Duration,
    user: Option<String>,
    /// Its number, and what it is for.
    case: Option<(usize, Option<String>)>,
    /// Which limits were applied, each once.
    cut: Vec<&'static str>,
    /// Why it is the fallback.
    failure: Option<Told>,
    callback: Option<Callback>,
    /// What the cases are for: which one answers is known when the callback ends.
    descriptions: Vec<Option<String>>,
    /// What came, where it may be kept.
    payload: Option<Bytes>,
}

/// A sentence in both languages.
#[derive(Clone, Debug)]
struct Told {
    ko: String,
    en: String,
}

/// What became of the callback.
#[derive(Clone, Debug, Default)]
struct Callback {
    state: State,
    took: Option<Duration>,
    reason: Option<Told>,
    advice: Option<Advice>,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Pending,
    Ended(CallbackEnd),
    /// Kakao never heard of it, or another process posts it.
    Withdrawn,
}

impl Told {
    fn of(failure: &Failure) -> Self {
        Self { ko: failure.told(Lang::Ko), en: failure.told(Lang::En) }
    }

    fn alike(text: &str) -> Self {
        Self { ko: text.to_owned(), en: text.to_owned() }
    }

    fn says(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Ended(end) => end.name(),
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Entry {
    /// Without a number yet. `utterances`: what came is kept.
    pub(super) fn of(ended: &RequestEnded<'_>, utterances: bool) -> Self {
        let RequestEnded { request, skill, end, took, account, deadline, .. } = *ended;
        let unix_ms = u64::try_from(request.received.unix_ms).unwrap_or(0);
        let mut cut: Vec<_> = account.applied.iter().map(|applied| applied.limit).collect();
        cut.dedup();
        let kept = utterances && !request.body.is_empty() && request.body.len() <= LONGEST_PAYLOAD;
        Self {
            number: 0,
            at: UNIX_EPOCH + Duration::from_millis(unix_ms),
            id: request.id.to_owned(),
            skill: skill.map_or_else(|| shortened(request.path), |skill| skill.path.clone()),
            end,
            took,
            user: ended.user().map(|user| masked(&user)),
            case: account.case.map(|number| (number, skill.and_then(|skill| skill.case(number)?.description.clone()))),
            cut,
            failure: account.failure.as_ref().map(Told::of),
            callback: deadline.map(|_| Callback::default()),
            descriptions: skill.filter(|_| deadline.is_some()).map(descriptions).unwrap_or_default(),
            // A copy: the bytes are a part of the connection's read buffer.
            payload: kept.then(|| Bytes::copy_from_slice(request.body)),
        }
    }

    /// The callback is over.
    pub(super) fn settle(&mut self, ended: &CallbackEnded<'_>) {
        let failed = ended.failed.map(|failed| Told::alike(&failed.reason));
        self.callback = Some(Callback {
            state: ended.end.map_or(State::Withdrawn, State::Ended),
            took: ended.end.map(|_| ended.took),
            reason: failed.or_else(|| ended.account.failure.as_ref().map(Told::of)),
            advice: ended.failed.and_then(|failed| failed.advice),
        });
        if let Some(number) = ended.account.case {
            let description = number.checked_sub(1).and_then(|at| self.descriptions.get(at).cloned().flatten());
            self.case = Some((number, description));
        }
        for applied in &ended.account.applied {
            if !self.cut.contains(&applied.limit) {
                self.cut.push(applied.limit);
            }
        }
    }

    /// As the list shows it.
    pub(in crate::console) fn value(&self, lang: Lang) -> Value {
        let mut value = json!({
            "n": self.number,
            "at": rfc3339(self.at),
            "id": self.id,
            "skill": self.skill,
            "outcome": self.end.name(),
            "ms": millis(self.took),
            "user": self.user,
            "case": self.case.as_ref().map(|(number, description)| json!({ "number": number, "description": description })),
            "cut": self.cut,
            "failure": self.failure.as_ref().map(|failure| failure.says(lang)),
            "callback": self.callback(lang),
            "replay": self.payload.is_some(),
        });
        if let (Some(payload), Some(value)) = (self.payload(), value.as_object_mut())
            && let Some(said) = payload.get("userRequest").and_then(|request| request.get("utterance"))
        {
            value.insert("utterance".to_owned(), said.clone());
        }
        value
    }

    /// With the payload, where it is kept.
    pub(super) fn whole(&self, lang: Lang) -> Value {
        let mut value = self.value(lang);
        if let (Some(payload), Some(value)) = (self.payload(), value.as_object_mut()) {
            value.insert("payload".to_owned(), payload);
        }
        value
    }

    /// What is said when the callback has ended.
    pub(in crate::console) fn callback_value(&self, lang: Lang) -> Value {
        json!({ "n": self.number, "callback": self.callback(lang) })
    }

    fn callback(&self, lang: Lang) -> Option<Value> {
        let callback = self.callback.as_ref()?;
        Some(json!({
            "state": callback.state.name(),
            "ms": callback.took.map(millis),
            "reason": callback.reason.as_ref().map(|reason| reason.says(lang)),
            "advice": callback.advice,
        }))
    }

    fn payload(&self) -> Option<Value> {
        serde_json::from_slice(self.payload.as_ref()?).ok().map(without_the_user)
    }
}

fn descriptions(skill: &Skill) -> Vec<Option<String>> {
    skill.cases().iter().map(|case| case.description.clone()).collect()
}

/// To a hundredth of a millisecond.
fn millis(took: Duration) -> f64 {
    (took.as_secs_f64() * 100_000.0).round() / 100.0
}

/// A path as it came is percent-encoded: it has no characters of more than one byte.
fn shortened(path: &str) -> String {
    match path.get(..LONGEST_PATH) {
        Some(begin) if begin.len() < path.len() => format!("{begin}…"),
        _ => path.to_owned(),
    }
}

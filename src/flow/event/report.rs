//! What became of an event, call by call: the answer, the metrics and the log say the same.

use bytes::Bytes;
use serde_json::{Value, json};

use crate::kakao::event::{Receipt, Status};
use crate::meter::SkillMeter;

/// The calls of one event, in the order of its users.
#[derive(Default)]
pub(super) struct Report {
    calls: Vec<(usize, Receipt)>,
}

impl Report {
    pub(super) fn add(&mut self, users: usize, receipt: Receipt) {
        self.calls.push((users, receipt));
    }

    /// `{"results": […], "sent", "failed", "unknown"}`.
    pub(super) fn json(&self) -> Bytes {
        let result = |(users, receipt): &(usize, Receipt)| json!({ "users": users, "taskId": receipt.task_id, "status": receipt.status.word(), "message": receipt.message });
        let (sent, failed, unknown) = self.counts();
        let results: Vec<Value> = self.calls.iter().map(result).collect();
        json!({ "results": results, "sent": sent, "failed": failed, "unknown": unknown }).to_string().into()
    }

    /// How many users' messages Kakao took, surely did not take, and may have taken.
    pub(super) fn counts(&self) -> (usize, usize, usize) {
        let of = |these: &[Status]| {
            self.calls.iter().filter(|(_, receipt)| these.contains(&receipt.status)).map(|(users, _)| users).sum::<usize>()
        };
        (of(&[Status::Success]), of(&[Status::Fail, Status::Error, Status::NotSent]), of(&[Status::Unknown]))
    }

    pub(super) fn count_on(&self, meter: &SkillMeter) {
        for (users, receipt) in &self.calls {
            meter.messages(receipt.status.word(), u64::try_from(*users).unwrap_or(u64::MAX));
        }
    }

    /// The tasks, separated by blanks.
    pub(super) fn tasks(&self) -> String {
        let tasks = self.calls.iter().filter_map(|(_, receipt)| receipt.task_id.as_deref());
        tasks.collect::<Vec<_>>().join(" ")
    }

    /// Why the first of the calls that were not taken was not.
    pub(super) fn first_trouble(&self) -> Option<&str> {
        let trouble = self.calls.iter().find(|(_, receipt)| receipt.status != Status::Success);
        trouble.map(|(_, receipt)| receipt.message.as_str())
    }
}

//! Diagnostics for programs: the shape of `talkplate check --format json`.

use crate::diag::{Lang, Report};

/// The `diagnostics` array: `[{"code","severity","message","help","file","line","column"}]`.
pub fn json(report: &Report, lang: Lang) -> serde_json::Value {
    let _ = (report, lang);
    todo!()
}

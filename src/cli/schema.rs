//! `talkplate schema`: the JSON Schema of skills.yaml, for editors.

use std::process::ExitCode;

use super::print;
use crate::diag::Lang;
use crate::schema::schema;

/// Prints it.
pub(super) fn run(lang: Lang) -> ExitCode {
    print(&schema(lang));
    ExitCode::SUCCESS
}

//! Why a command ends early: what the operator reads, in both languages, and the exit code.

use crate::diag::Lang;

/// A command's failure.
#[derive(Debug)]
pub(super) struct Problem {
    ko: String,
    en: String,
    code: u8,
    /// Diagnostics begin with a heading of their own.
    has_heading: bool,
}

impl Problem {
    /// It was tried and did not work: exit 1.
    pub(super) fn failed(ko: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ko: ko.into(), en: en.into(), code: 1, has_heading: false }
    }

    /// It was not asked right: exit 2.
    pub(super) fn usage(ko: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: 2, ..Self::failed(ko, en) }
    }

    /// The configuration has mistakes; they are drawn already. `ko` and `en` say what that means now.
    pub(super) fn diagnostics(drawn: &str, ko: &str, en: &str) -> Self {
        let drawn = drawn.trim_end();
        Self { has_heading: true, ..Self::failed(format!("{drawn}\n\n{ko}"), format!("{drawn}\n\n{en}")) }
    }

    pub(super) fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }

    /// What stands in front of the text.
    pub(super) fn lead(&self, lang: Lang) -> &'static str {
        match lang {
            _ if self.has_heading => "",
            Lang::Ko => "오류: ",
            Lang::En => "error: ",
        }
    }

    pub(super) fn code(&self) -> u8 {
        self.code
    }
}

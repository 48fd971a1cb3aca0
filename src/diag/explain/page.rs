//! The explanations as one page: `docs/mistakes.md`.

use std::fmt::Write;

use super::Explanation;
use crate::diag::sentence::bare;
use crate::diag::{Code, Lang, Severity};

/// The whole page. A test compares it with the file.
pub fn page() -> String {
    let mut page = String::from(concat!(
        "# 메시지 사전 (mistakes)\n\n",
        "`talkplate check`나 서버가 알려 주는 모든 메시지예요. 터미널에서는 `talkplate explain E011`처럼 볼 수 있어요.\n",
        "E로 시작하면 고칠 때까지 새 설정이 반영되지 않고(그동안 이전 설정으로 답해요), W로 시작하면 반영되지만 살펴보면 좋은 것이에요.\n\n",
        "Every message that `talkplate check` or the server can give; `talkplate explain E011` shows one in the terminal. E: the file is not loaded ",
        "until it is mended, and the one before stays in service. W: it is loaded, but have a look.\n\n",
        "<!-- Made from src/diag/{code,message,help}.rs and src/diag/explain/: `talkplate explain --all > docs/mistakes.md`. -->\n",
    ));
    for severity in [Severity::Error, Severity::Warning] {
        let codes = Code::ALL.iter().filter(|code| code.severity() == severity);
        for explanation in codes.filter_map(|code| Explanation::of(*code)) {
            explanation.write_markdown(&mut page);
        }
    }
    page
}

impl Explanation {
    /// What is wrong, in one sentence without its full stop.
    pub fn title(&self, lang: Lang) -> String {
        bare(lang.of(self.code.message()))
    }

    /// What to do; `None` where that depends on the mistake at hand.
    pub fn help(&self, lang: Lang) -> Option<&'static str> {
        let help = lang.of(self.code.help());
        (bare(help) == help).then_some(help)
    }

    fn write_markdown(&self, page: &mut String) {
        let help = |lang| self.help(lang).map(|help| format!("\n\n{help}")).unwrap_or_default();
        let (ko, en) = (Lang::Ko, Lang::En);
        // Writing to a String cannot fail.
        let _ = write!(
            page,
            "\n## {} {}\n\n{}{}\n\n틀림 · wrong\n\n```text\n{}```\n\n맞음 · right\n\n```text\n{}```\n\n**{}.** {}{}\n",
            self.code.id(),
            self.title(ko),
            self.why(ko),
            help(ko),
            self.wrong,
            self.right,
            capital(&self.title(en)),
            self.why(en),
            help(en),
        );
    }
}

/// English sentences of the table begin small, as they stand after a colon.
fn capital(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

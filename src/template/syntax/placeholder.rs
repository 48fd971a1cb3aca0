//! Kakao's own placeholders, pasted as they are: `{{#webhook.text}}`, `{{#mentions.key}}`, `{{#sys.…}}`.

use std::ops::Range;

use crate::diag::Code;
use crate::template::Fault;

/// The fault of a tag that is Kakao's placeholder. A dot after `#name` can never be a block of Handlebars.
pub(super) fn find(source: &str, range: &Range<usize>, inner: &str) -> Option<Fault> {
    let name = inner.trim().strip_prefix('#')?.trim_start();
    let is_name = name.contains('.') && !name.contains(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '\'' | '='));
    is_name.then(|| fault(source, range, name))
}

/// The fault itself.
pub(super) fn fault(source: &str, range: &Range<usize>, name: &str) -> Fault {
    Fault::new(Code::KakaoPlaceholder, range.clone())
        .arg("text", source.get(range.clone()).unwrap_or(""))
        .arg("name", name)
        .fix(format!("{{{{kakao \"{name}\"}}}}"))
}

//! A diagnostic in words: the code's sentences with the arguments in their places.

use std::borrow::Cow;

use super::word::{example, word};
use super::{Code, Diagnostic, Lang};

/// Longer values are cut in a sentence; the line itself is shown below it anyway.
const MAX_VALUE_CHARS: usize = 80;
/// Lists of what would be right are worth more room.
const MAX_LIST_CHARS: usize = 400;

impl Diagnostic {
    /// What is wrong, in one sentence without its full stop.
    pub fn message(&self, lang: Lang) -> String {
        self.fill(lang.of(self.code.message()), lang)
    }

    /// What to do.
    pub fn help(&self, lang: Lang) -> String {
        self.fill(lang.of(self.code.help()), lang)
    }

    /// "Did you mean", when a near name is known.
    pub fn did_you_mean(&self, lang: Lang) -> Option<String> {
        let name = shown(self.suggestion.as_deref()?, MAX_VALUE_CHARS);
        Some(match lang {
            Lang::Ko => format!("혹시 `{name}` 아닌가요?"),
            Lang::En => format!("did you mean `{name}`?"),
        })
    }

    /// An argument as it is said; `NAME_en` is said instead of `NAME` in English.
    fn argument(&self, name: &str, lang: Lang) -> Option<Cow<'_, str>> {
        if name == "example" {
            let of = |name: &str| self.args.iter().find(|(arg, _)| *arg == name).map_or("", |(_, value)| value.as_str());
            return Some(Cow::Borrowed(example(of("what"), of("expected")).unwrap_or("…")));
        }
        let value = |wanted: &dyn Fn(&str) -> bool| self.args.iter().find(|(arg, _)| wanted(arg)).map(|(_, value)| value.as_str());
        let english = || value(&|arg| arg.strip_suffix("_en") == Some(name));
        let value = if lang == Lang::En { english() } else { None }.or_else(|| value(&|arg| arg == name))?;
        if matches!((self.code, name), (Code::FileTooLarge | Code::TemplateTooLong, "size" | "found" | "max")) {
            return Some(value.parse().map_or(Cow::Borrowed(value), |bytes| Cow::Owned(size(bytes))));
        }
        Some(Cow::Borrowed(word(self.code, name, value, lang)))
    }

    /// Puts the arguments where `{name}` stands. Templates in a sentence (`{{utterance}}`) stay as they are.
    fn fill(&self, sentence: &str, lang: Lang) -> String {
        let mut filled = String::with_capacity(sentence.len() + 32);
        let mut rest = sentence;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            filled.push_str(before);
            let name = from.get(1..).and_then(|name| name.split_once('}')).map(|(name, _)| name);
            let name = name.filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase()));
            let value = name.and_then(|name| self.argument(name, lang));
            match (name, value) {
                (Some(name), Some(value)) => {
                    let max = if matches!(name, "allowed" | "names" | "reason") { MAX_LIST_CHARS } else { MAX_VALUE_CHARS };
                    filled.push_str(&shown(&value, max));
                    rest = from.get(name.len() + 2..).unwrap_or_default();
                }
                (Some(name), None) if !filled.ends_with('{') => {
                    filled.push('?');
                    rest = from.get(name.len() + 2..).unwrap_or_default();
                }
                _ => {
                    filled.push('{');
                    rest = from.get(1..).unwrap_or_default();
                }
            }
        }
        filled.push_str(rest);
        filled
    }
}

/// A sentence of the table without a mistake at hand: what was said of it in brackets or after a colon is left out, elsewhere `…` stands.
pub(super) fn bare(sentence: &str) -> String {
    let mut bare = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, name, after)) = placeholder(rest) {
        let lead = [" (", "( ", ": "].into_iter().find_map(|lead| Some((lead, before.strip_suffix(lead)?)));
        match lead {
            Some((" (", text)) if after.starts_with(')') => {
                bare.push_str(text);
                rest = after.get(1..).unwrap_or_default();
            }
            Some((": ", text)) if after.is_empty() => {
                bare.push_str(text);
                rest = after;
            }
            _ => {
                bare.push_str(before);
                bare.push_str(if name == "bracket" || name == "quote" { "\" [ {" } else { "…" });
                rest = after;
            }
        }
    }
    bare.push_str(rest);
    bare.trim_end_matches(": …").to_owned()
}

/// The first `{name}` of a sentence, and what stands before and after it.
fn placeholder(sentence: &str) -> Option<(&str, &str, &str)> {
    sentence.match_indices('{').find_map(|(at, _)| {
        let (name, after) = sentence.get(at + 1..)?.split_once('}')?;
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase());
        // `{{utterance}}` is a template, `{{#{name}}}` holds a placeholder.
        (is_name && !sentence.get(..at)?.ends_with('{')).then(|| (sentence.get(..at).unwrap_or_default(), name, after))
    })
}

impl Lang {
    /// One of (Korean, English).
    pub(crate) fn of(self, (ko, en): (&'static str, &'static str)) -> &'static str {
        match self {
            Self::Ko => ko,
            Self::En => en,
        }
    }
}

/// A value as it may stand in a sentence: one line, not too long, nothing that moves a terminal's cursor.
fn shown(value: &str, max: usize) -> String {
    let mut out = String::new();
    for (at, c) in value.chars().enumerate() {
        if at == max {
            out.push('…');
            break;
        }
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            // Directional marks would turn the sentence around.
            c if c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {
                out.extend(c.escape_unicode());
            }
            c => out.push(c),
        }
    }
    out
}

/// A number of bytes, as people say it.
fn size(bytes: u64) -> String {
    const MIB: u64 = 1 << 20;
    if bytes >= MIB {
        format!("{}.{} MiB", bytes / MIB, bytes % MIB * 10 / MIB)
    } else {
        format!("{} KiB", bytes.div_ceil(1 << 10))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_stand_in_their_places_and_templates_stay() {
        let unknown = Diagnostic::new(Code::UnknownKey).arg("key", "replay").arg("allowed", "reply, upstream");
        assert_eq!(unknown.message(Lang::En), "`replay` is not a key that can stand here");
        assert_eq!(unknown.help(Lang::Ko), "여기에서 쓸 수 있는 키: reply, upstream");
        let block = Diagnostic::new(Code::UnclosedBlock).arg("name", "if");
        assert_eq!(block.message(Lang::En), "{{#if}} has no {{/if}}");
        let template = Diagnostic::new(Code::UnquotedTemplate).arg("text", "{{x}}");
        assert!(template.help(Lang::Ko).ends_with("예) reply: \"{{utterance}}\""), "{}", template.help(Lang::Ko));
        let env = Diagnostic::new(Code::EnvNotSet).arg("name", "KEY");
        assert!(env.help(Lang::En).ends_with("${KEY:-default}"), "{}", env.help(Lang::En));
    }

    #[test]
    fn a_missing_argument_does_no_harm() {
        for code in Code::ALL {
            for lang in [Lang::Ko, Lang::En] {
                let bare = Diagnostic::new(*code);
                assert!(!bare.message(lang).is_empty(), "{code:?}");
                assert!(!bare.help(lang).is_empty(), "{code:?}");
            }
        }
    }

    #[test]
    fn a_value_is_shown_short_and_on_one_line() {
        let long = Diagnostic::new(Code::DuplicateKey).arg("key", "가".repeat(200));
        assert!(long.message(Lang::Ko).chars().count() < 120);
        let hostile = Diagnostic::new(Code::DuplicateKey).arg("key", "a\u{1b}[31m\nb\u{202e}");
        assert!(hostile.message(Lang::Ko).contains("a\\u{1b}[31m\\nb\\u{202e}"), "{}", hostile.message(Lang::Ko));
    }

    /// 이/가, 은/는, 을/를 and the like depend on the last letter of a value, which nobody knows.
    #[test]
    fn no_korean_particle_depends_on_a_value() {
        let particles = ["은", "는", "이", "가", "을", "를", "과", "와", "로", "으로", "라", "이라", "예요", "이에요"];
        for code in Code::ALL {
            for sentence in [code.message().0, code.help().0] {
                for (open, _) in sentence.match_indices('{').filter(|(at, _)| !sentence[..*at].ends_with('{')) {
                    let Some((name, after)) = sentence[open + 1..].split_once('}') else { continue };
                    let argument = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase());
                    let after = after.trim_start_matches(['}', '`']);
                    let wrong = argument && particles.iter().any(|particle| after.starts_with(particle));
                    assert!(!wrong, "{code:?}: {sentence}");
                }
            }
        }
    }
}

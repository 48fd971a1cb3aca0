//! A text as a template that writes exactly this text.

use std::borrow::Cow;

/// What to write in `skills.yaml` for a text that holds braces: Kakao's placeholder by its helper, `{{x}}` behind a backslash, other
/// braces out of a `default`, and a `${NAME}` so that it is not taken for a secret. Any other text stands for itself.
pub fn literal(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((at, run)) = next_run(rest) {
        let (before, from) = rest.split_at(at);
        let has_backslash = before.ends_with('\\');
        let (written, length) = match tag(from) {
            Some((inner, length)) if placeholder(inner).is_some() => {
                (format!("{{{{kakao \"{}\"}}}}", inner.trim_start_matches('#')), length)
            }
            Some((inner, length)) if !has_backslash => (format!("\\{{{{{inner}}}}}"), length),
            _ => (format!("{{{{default \"{run}\" \"\"}}}}"), run.len()),
        };
        out.push_str(before);
        if has_backslash {
            // One backslash before a tag would make it text; the last of several is taken away.
            out.push('\\');
        }
        out.push_str(&written);
        rest = from.get(length..).unwrap_or_default();
    }
    if out.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(out + rest) }
}

/// The next run of braces that would mean something, and where it begins.
fn next_run(text: &str) -> Option<(usize, &str)> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(['{', '}']).map(|at| from + at) {
        let rest = text.get(at..)?;
        let length = rest.find(|c| c != '{' && c != '}').unwrap_or(rest.len());
        let (run, after) = rest.split_at(length);
        let is_reference = run == "{" && text.get(..at)?.ends_with('$') && after.trim_start().starts_with(is_of_a_name);
        if is_reference || run.contains("{{") || run.contains("}}") {
            return Some((at, run));
        }
        from = at + length;
    }
    None
}

/// The inside of a `{{…}}` without other braces that a text begins with, and the length of the whole.
fn tag(text: &str) -> Option<(&str, usize)> {
    let (inner, _) = text.strip_prefix("{{")?.split_once("}}")?;
    let length = inner.len() + 4;
    let is_alone = !inner.is_empty() && !inner.contains(['{', '}']) && !text.get(length..)?.starts_with(['{', '}']);
    is_alone.then_some((inner, length))
}

/// The name in `#webhook.text`.
fn placeholder(inner: &str) -> Option<&str> {
    let name = inner.strip_prefix('#')?;
    let is_name = name.contains('.') && !name.contains(|c: char| c.is_whitespace() || c.is_control() || "#\"\\".contains(c));
    is_name.then_some(name)
}

fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_stand_behind_what_keeps_them() {
        for (text, template) in [
            ("안녕하세요 {이름}님", "안녕하세요 {이름}님"),
            ("{{#webhook.text}}원", "{{kakao \"webhook.text\"}}원"),
            ("{{name}}님", "\\{{name}}님"),
            ("a\\{{name}}", "a\\\\{{default \"{{\" \"\"}}name{{default \"}}\" \"\"}}"),
            ("{{{x}}}", "{{default \"{{{\" \"\"}}x{{default \"}}}\" \"\"}}"),
            ("끝 }}", "끝 {{default \"}}\" \"\"}}"),
            ("${KEY}", "${{default \"{\" \"\"}}KEY}"),
            ("{a: {b: 1}}", "{a: {b: 1{{default \"}}\" \"\"}}"),
        ] {
            assert_eq!(literal(text), template);
        }
    }
}

//! `kakao "webhook.text"`: Kakao's own placeholder, which Handlebars would take for a block.

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, Misuse};
use super::error::{Expected, HelperError};
use super::print::printed;

pub(super) const HELPER: Definition = Definition {
    name: "kakao",
    usage: "{{kakao \"webhook.text\"}}",
    params: (1, 1),
    hashes: &[],
    literals,
    escapes: Escapes::Nothing,
    run,
};

const PLACEHOLDER: Expected = Expected { ko: "카카오 자리표시자의 이름이", en: "the name of a placeholder" };

fn literals(params: &[Option<&Value>]) -> Option<Misuse> {
    let name = printed((*params.first()?)?);
    (!is_placeholder(&name)).then(|| {
        Misuse::new(
            "카카오 자리표시자의 이름(webhook.text, sys.… 등)을 중괄호 없이 따옴표 안에 적어 주세요",
            "write the placeholder's name (webhook.text, sys.…) in quotes and without braces",
        )
    })
}

/// `webhook.text`, `mentions.key`, `sys.date.date`.
pub(super) fn is_placeholder(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '{' | '}' | '#'))
}

/// As Kakao reads it.
pub(super) fn placeholder(name: &str) -> Value {
    Value::from(format!("{{{{#{name}}}}}"))
}

fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    let name = call.text(0);
    if is_placeholder(&name) { Ok(placeholder(&name)) } else { Err(HelperError::value("kakao", call.value(0), PLACEHOLDER)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{fails, render};

    #[test]
    fn a_name_becomes_kakaos_placeholder() {
        assert_eq!(render("{{kakao \"webhook.text\"}}", &json!({})), "{{#webhook.text}}");
    }

    #[test]
    fn a_name_with_braces_fails() {
        assert!(fails("{{kakao x}}", &json!({"x": "{{#webhook.text}}"})).contains("name of a placeholder"));
    }
}

//! `mention "key"`: Kakao's placeholder for a person who is named in a group chat.

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, Misuse};
use super::error::{Expected, HelperError};
use super::kakao::{is_placeholder, placeholder};
use super::print::{is_nothing, printed};

pub(super) const HELPER: Definition = Definition {
    name: "mention",
    usage: "{{mention \"user1\"}}",
    params: (1, 1),
    hashes: &[],
    literals,
    escapes: Escapes::Nothing,
    run,
};

const KEY: Expected = Expected { ko: "멘션의 키가", en: "the key of a mention" };

fn literals(params: &[Option<&Value>]) -> Option<Misuse> {
    let key = printed((*params.first()?)?);
    (!is_placeholder(&key)).then(|| {
        Misuse::new(
            "extra.mentions에 적은 키를 중괄호 없이 따옴표 안에 적어 주세요",
            "write the key that stands in extra.mentions, in quotes and without braces",
        )
    })
}

/// Nothing for nobody.
fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    let key = call.value(0);
    if is_nothing(key) {
        return Ok(Value::Null);
    }
    let name = printed(key);
    if is_placeholder(&name) { Ok(placeholder(&format!("mentions.{name}"))) } else { Err(HelperError::value("mention", key, KEY)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{fails, render};

    #[test]
    fn a_key_becomes_kakaos_placeholder() {
        assert_eq!(
            render("{{mention \"user1\"}} {{mention x}}[{{mention none}}]", &json!({"x": 7})),
            "{{#mentions.user1}} {{#mentions.7}}[]"
        );
    }

    #[test]
    fn a_key_cannot_bring_its_own_braces() {
        assert!(fails("{{mention x}}", &json!({"x": "a}}{{#webhook.b"})).contains("the key of a mention"));
    }
}

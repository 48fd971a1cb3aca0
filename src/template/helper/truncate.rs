//! `truncate x n`: at most n characters, the last one `…` when something was cut.

use serde_json::Value;

use super::decimal::Decimal;
use super::definition::{Call, Definition, Escapes, Misuse};
use super::error::{Expected, HelperError};
use crate::kakao;

pub(super) const HELPER: Definition = Definition {
    name: "truncate",
    usage: "{{truncate upstream.answer 200}}",
    params: (2, 2),
    hashes: &[],
    literals,
    escapes: Escapes::Nothing,
    run,
};

const LENGTH: Expected = Expected { ko: "남길 글자 수가", en: "a number of characters" };

fn literals(params: &[Option<&Value>]) -> Option<Misuse> {
    let limit = (*params.get(1)?)?;
    length(limit).is_none().then(|| {
        Misuse::new("몇 글자까지 남길지 1 이상의 정수로 적어 주세요", "say how many characters to keep as a whole number from 1")
    })
}

/// A whole number from 1.
fn length(value: &Value) -> Option<usize> {
    Decimal::read(value)?.written().parse().ok().filter(|n| *n > 0)
}

fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    let limit = call.value(1);
    let max = length(limit).ok_or_else(|| HelperError::value("truncate", limit, LENGTH))?;
    let text = call.text(0);
    Ok(kakao::cut(&text, max).map_or_else(|| Value::from(&*text), Value::from))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{fails, render};

    #[test]
    fn a_long_text_ends_with_an_ellipsis() {
        let data = json!({"x": "안녕하세요 반갑습니다"});
        assert_eq!(
            render("{{truncate x 6}}|{{truncate x 11}}|{{truncate x \"3\"}}", &data),
            "안녕하세요…|안녕하세요 반갑습니다|안녕…"
        );
    }

    #[test]
    fn a_length_that_is_none_fails() {
        assert!(fails("{{truncate x n}}", &json!({"x": "가", "n": 0})).contains("number of characters"));
        assert!(fails("{{truncate x n}}", &json!({"x": "가"})).contains("number of characters"));
    }
}

//! `number x`: with commas between thousands.

use serde_json::Value;

use super::decimal::Decimal;
use super::definition::{Call, Definition, Escapes, Misuse};
use super::error::{HelperError, NUMBER};
use super::print::is_nothing;

pub(super) const HELPER: Definition = Definition {
    name: "number",
    usage: "{{number upstream.count}}",
    params: (1, 1),
    hashes: &[],
    literals,
    escapes: Escapes::Nothing,
    run,
};

/// A literal that is no number.
pub(super) fn literals(params: &[Option<&Value>]) -> Option<Misuse> {
    let value = (*params.first()?)?;
    Decimal::read(value).is_none().then(|| Misuse::new("숫자가 아닌 값이 적혀 있어요", "the value written there is not a number"))
}

/// The grouped number; nothing for nothing.
pub(super) fn grouped(helper: &'static str, call: &Call<'_, '_>) -> Result<Option<String>, HelperError> {
    let value = call.value(0);
    if is_nothing(value) {
        return Ok(None);
    }
    match Decimal::read(value) {
        Some(number) => Ok(Some(number.grouped())),
        None => Err(HelperError::value(helper, value, NUMBER)),
    }
}

fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    Ok(grouped("number", call)?.map_or(Value::Null, Value::from))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{fails, render};

    #[test]
    fn thousands_get_commas() {
        assert_eq!(render("{{number 1234567}} {{number x}}", &json!({"x": "-1234567.5"})), "1,234,567 -1,234,567.5");
    }

    #[test]
    fn nothing_prints_nothing_and_text_fails() {
        assert_eq!(render("[{{number x}}]", &json!({"x": ""})), "[]");
        assert!(fails("{{number x}}", &json!({"x": "많이"})).contains("a text of 2 characters is not a number"));
    }
}

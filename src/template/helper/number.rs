//! `number x`: with commas between thousands.

use serde_json::Value;

use super::decimal::{Decimal, MAX_LENGTH};
use super::definition::{Call, Definition, Escapes, Misuse};
use super::error::{HelperError, Limit, NUMBER};
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

/// The most digits that are written, as many as a text may have: 1e308 has 309, which nobody reads.
const MAX_DIGITS: usize = MAX_LENGTH;

/// A literal that is no number, or too long a one.
pub(super) fn literals(params: &[Option<&Value>]) -> Option<Misuse> {
    let value = (*params.first()?)?;
    match Decimal::read(value) {
        None => Some(Misuse::new("숫자가 아닌 값이 적혀 있어요", "the value written there is not a number")),
        Some(number) if number.digits() > MAX_DIGITS => Some(Misuse::new(
            format!("숫자가 {MAX_DIGITS}자리를 넘어요"),
            format!("the number written there has more than {MAX_DIGITS} digits"),
        )),
        Some(_) => None,
    }
}

/// The grouped number; nothing for nothing.
pub(super) fn grouped(helper: &'static str, call: &Call<'_, '_>) -> Result<Option<String>, HelperError> {
    let value = call.value(0);
    if is_nothing(value) {
        return Ok(None);
    }
    match Decimal::read(value) {
        Some(number) if number.digits() > MAX_DIGITS => Err(HelperError::too_large(helper, Limit::Digits(MAX_DIGITS))),
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

    use super::super::check_call;
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

    #[test]
    fn hundreds_of_digits_are_nobodys_number() {
        for x in [json!(1e308), json!(-1e-300)] {
            assert_eq!(fails("{{won x}}", &json!({"x": x})), "won: the number has more than 64 digits");
            assert_eq!(fails("{{number x}}", &json!({"x": x})), "number: the number has more than 64 digits");
            assert!(check_call("won", &[Some(&x)], &[]).unwrap().en.contains("64 digits"), "{x}");
        }
        assert_eq!(render("{{number x}}", &json!({"x": "9".repeat(64)})).replace(',', ""), "9".repeat(64));
        // It is a number all the same.
        assert_eq!(render("{{#if (gt x 1)}}크다{{/if}}", &json!({"x": 1e308})), "크다");
    }
}

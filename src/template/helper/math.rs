//! `math a "+" b`: one calculation, exact to the last digit: prices do not pass through a float.

use serde_json::Value;

use super::decimal::Decimal;
use super::definition::{Call, Definition, Escapes, Misuse};
use super::error::{Expected, HelperError, Limit, NUMBER};
use super::print::{is_nothing, printed};

pub(super) const HELPER: Definition = Definition {
    name: "math",
    usage: "{{math params.count \"*\" 4500}}",
    params: (3, 3),
    hashes: &["round"],
    literals,
    escapes: Escapes::Nothing,
    run,
};

const OPERATOR: Expected = Expected { ko: "+ - * / % 가운데 하나가", en: "one of + - * / %" };
const PLACES: Expected = Expected { ko: "0부터 10까지의 자릿수가", en: "a number of places from 0 to 10" };

/// Digits of a number that can be calculated with: those of 128 bits.
const MAX_DIGITS: usize = 38;
/// Places after the point that a division goes to, unless `round=` says another number.
const PLACES_OF_DIVISION: u32 = 10;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Operator {
    fn read(text: &str) -> Option<Self> {
        Some(match text.trim() {
            "+" => Self::Add,
            "-" => Self::Subtract,
            "*" => Self::Multiply,
            "/" => Self::Divide,
            "%" => Self::Remainder,
            _ => return None,
        })
    }

    /// What was meant by another sign or word.
    fn meant(text: &str) -> Option<&'static str> {
        Some(match text.trim() {
            "x" | "X" | "×" | "✕" | "·" | "times" | "곱하기" => "*",
            "÷" | ":" | "div" | "나누기" => "/",
            "−" | "–" | "—" | "－" | "minus" | "빼기" => "-",
            "＋" | "++" | "plus" | "더하기" => "+",
            "mod" | "%%" | "나머지" => "%",
            _ => return None,
        })
    }
}

fn literals(params: &[Option<&Value>]) -> Option<Misuse> {
    let literal = |at: usize| params.get(at).copied().flatten();
    let sign = literal(1).map(printed);
    if let Some(sign) = sign.as_deref().filter(|sign| Operator::read(sign).is_none()) {
        let (ko, en) = match Operator::meant(sign) {
            Some(meant) => (format!(". 혹시 \"{meant}\" 아닌가요?"), format!(" (did you mean \"{meant}\"?)")),
            None => (String::new(), String::new()),
        };
        return Some(Misuse::new(
            format!("가운데에는 \"+\", \"-\", \"*\", \"/\", \"%\" 가운데 하나를 적어요{ko}"),
            format!("write one of \"+\", \"-\", \"*\", \"/\", \"%\" in the middle{en}"),
        ));
    }
    let numbers = [literal(0), literal(2)].into_iter().flatten();
    if numbers.into_iter().any(|number| Decimal::read(number).is_none()) {
        return Some(Misuse::new("숫자가 아닌 값이 적혀 있어요", "a value written there is not a number"));
    }
    let is_division = matches!(sign.as_deref().and_then(Operator::read), Some(Operator::Divide | Operator::Remainder));
    let is_zero = literal(2).and_then(Decimal::read).is_some_and(|number| number.is_zero());
    (is_division && is_zero).then(|| Misuse::new("0으로는 나눌 수 없어요", "nothing can be divided by 0"))
}

/// Nothing, when one of the two is not there.
fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    let operator = Operator::read(&call.text(1)).ok_or_else(|| HelperError::value("math", call.value(1), OPERATOR))?;
    if is_nothing(call.value(0)) || is_nothing(call.value(2)) {
        return Ok(Value::Null);
    }
    let number = |at: usize| {
        let number = Decimal::read(call.value(at)).ok_or_else(|| HelperError::value("math", call.value(at), NUMBER))?;
        number.scaled().map(Scaled::from).ok_or_else(too_large)
    };
    let places = match call.hash("round").filter(|places| !is_nothing(places)) {
        Some(places) => Some(
            printed(places)
                .trim()
                .parse::<u32>()
                .ok()
                .filter(|n| *n <= 10)
                .ok_or_else(|| HelperError::value("math", places, PLACES))?,
        ),
        None => None,
    };
    let (a, b) = (number(0)?, number(2)?);
    if matches!(operator, Operator::Divide | Operator::Remainder) && b.digits == 0 {
        return Err(HelperError::division_by_zero("math"));
    }
    let result = a.calculate(operator, b, places.unwrap_or(PLACES_OF_DIVISION)).ok_or_else(too_large)?;
    let result = match places {
        Some(places) => result.rounded(places).ok_or_else(too_large)?,
        None => result,
    };
    let written = Decimal::of(result.digits, result.scale).written();
    Ok(written.parse::<i64>().map_or_else(|_| Value::from(written), Value::from))
}

fn too_large() -> HelperError {
    HelperError::too_large("math", Limit::Digits(MAX_DIGITS))
}

/// `digits` / 10^`scale`.
#[derive(Clone, Copy)]
struct Scaled {
    digits: i128,
    scale: u32,
}

impl From<(i128, u32)> for Scaled {
    fn from((digits, scale): (i128, u32)) -> Self {
        Self { digits, scale }
    }
}

impl Scaled {
    /// `None`: too many digits. `b` is not 0 where it divides.
    fn calculate(self, operator: Operator, b: Self, places: u32) -> Option<Self> {
        let scale = self.scale.max(b.scale);
        let (left, right) = (shifted(self.digits, scale - self.scale), shifted(b.digits, scale - b.scale));
        Some(match operator {
            Operator::Add => Self { digits: left?.checked_add(right?)?, scale },
            Operator::Subtract => Self { digits: left?.checked_sub(right?)?, scale },
            Operator::Remainder => Self { digits: left?.checked_rem(right?)?, scale },
            Operator::Multiply => Self { digits: self.digits.checked_mul(b.digits)?, scale: self.scale + b.scale },
            Operator::Divide => Self { digits: divided(shifted(left?, places)?, right?)?, scale: places },
        })
    }

    fn rounded(self, places: u32) -> Option<Self> {
        match self.scale.checked_sub(places) {
            None | Some(0) => Some(self),
            Some(more) => Some(Self { digits: divided(self.digits, shifted(1, more)?)?, scale: places }),
        }
    }
}

fn shifted(digits: i128, places: u32) -> Option<i128> {
    digits.checked_mul(10_i128.checked_pow(places)?)
}

/// The nearest whole number, halves away from 0: 2.5 → 3, -2.5 → -3.
fn divided(a: i128, b: i128) -> Option<i128> {
    let (quotient, rest) = (a.checked_div(b)?, a.checked_rem(b)?);
    let is_half = rest.unsigned_abs() >= b.unsigned_abs() - rest.unsigned_abs();
    let away = if (a < 0) == (b < 0) { 1 } else { -1 };
    if is_half && rest != 0 { quotient.checked_add(away) } else { Some(quotient) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::check_call;
    use super::super::tests::{fails, render};

    fn math(a: &str, sign: &str, b: &str) -> String {
        render(&format!("{{{{math a \"{sign}\" b}}}}"), &json!({"a": a, "b": b}))
    }

    #[test]
    fn results_are_exact() {
        for (a, sign, b, result) in [
            ("2", "+", "3", "5"),
            ("0.1", "+", "0.2", "0.3"),
            ("12,000", "-", "15000", "-3000"),
            ("4500", "*", "3", "13500"),
            ("19.99", "*", "3", "59.97"),
            ("10", "/", "4", "2.5"),
            ("10", "/", "3", "3.3333333333"),
            ("-2", "/", "3", "-0.6666666667"),
            ("0.5", "/", "0.25", "2"),
            ("7", "%", "3", "1"),
            ("-7", "%", "3", "-1"),
            ("7.5", "%", "2", "1.5"),
            ("9007199254740993", "+", "1", "9007199254740994"),
            ("99999999999999999999", "+", "1", "100000000000000000000"),
            ("1.50", "+", "1.50", "3"),
            ("0", "*", "-5", "0"),
        ] {
            assert_eq!(math(a, sign, b), result, "{a} {sign} {b}");
        }
    }

    #[test]
    fn results_are_numbers_for_the_next_helper() {
        let data = json!({"count": 3, "price": "4,500"});
        assert_eq!(render("{{won (math count \"*\" price)}}", &data), "13,500원");
        assert_eq!(render("{{math (math count \"+\" 1) \"/\" 8}}", &data), "0.5");
        assert_eq!(render("{{#if (math count \"-\" 3)}}남음{{else}}없음{{/if}}{{json (math count \"%\" 2)}}", &data), "없음1");
    }

    #[test]
    fn rounding_goes_away_from_zero_at_the_half() {
        let data = json!({"x": 2.5, "y": "-2.5", "z": 10});
        assert_eq!(
            render(
                "{{math x \"*\" 1 round=0}} {{math y \"*\" 1 round=0}} {{math z \"/\" 3 round=2}} {{math z \"/\" 3 round=0}}",
                &data
            ),
            "3 -3 3.33 3"
        );
        assert_eq!(render("{{math z \"/\" 4 round=5}} {{math z \"+\" 1 round=2}}", &data), "2.5 11");
        assert!(fails("{{math z \"/\" 3 round=11}}", &data).contains("places"));
    }

    #[test]
    fn nothing_gives_nothing_and_what_cannot_be_fails_in_words() {
        assert_eq!(render("[{{math none \"+\" 1}}{{math 1 \"+\" none}}]", &json!({})), "[]");
        assert_eq!(fails("{{math 1 \"/\" x}}", &json!({"x": "0.0"})), "math: nothing can be divided by 0");
        assert_eq!(fails("{{math 1 \"%\" x}}", &json!({"x": 0})), "math: nothing can be divided by 0");
        assert!(fails("{{math x \"+\" 1}}", &json!({"x": "많이"})).contains("a text of 2 characters is not a number"));
        assert!(fails("{{math 1 x 1}}", &json!({"x": "^"})).contains("one of + - * / %"));
        for (a, sign, b) in [
            ("9".repeat(30), "*", "9".repeat(30)),
            ("9".repeat(50), "+", "1".to_owned()),
            ("9".repeat(38), "/", "0.001".to_owned()),
        ] {
            assert!(fails(&format!("{{{{math a \"{sign}\" b}}}}"), &json!({"a": a, "b": b})).contains("more than 38 digits"));
        }
    }

    #[test]
    fn a_sign_that_is_none_is_found_at_load_with_the_right_one() {
        let misuse = |sign: &str, b: i64| check_call("math", &[None, Some(&json!(sign)), Some(&json!(b))], &[]);
        assert!(misuse("x", 2).unwrap().ko.contains("혹시 \"*\" 아닌가요?"));
        assert!(misuse("÷", 2).unwrap().en.contains("did you mean \"/\"?"));
        assert!(misuse("^", 2).unwrap().en.contains("\"%\" in the middle"));
        assert!(misuse("/", 0).unwrap().en.contains("divided by 0"));
        assert!(misuse("*", 0).is_none() && misuse("-", 2).is_none());
        assert!(check_call("math", &[Some(&json!("많이")), None, None], &[]).is_some());
    }

    proptest! {
        #[test]
        fn whole_numbers_are_calculated_as_machines_do(a in -1_000_000_000_i64..1_000_000_000, b in -1_000_000_i64..1_000_000) {
            let run = |sign: &str| math(&a.to_string(), sign, &b.to_string());
            prop_assert_eq!(run("+"), (a + b).to_string());
            prop_assert_eq!(run("-"), (a - b).to_string());
            prop_assert_eq!(run("*"), (a * b).to_string());
            if b != 0 {
                prop_assert_eq!(run("%"), (a % b).to_string());
                prop_assert_eq!(math(&(a * b).to_string(), "/", &b.to_string()), a.to_string());
            }
        }

        #[test]
        fn any_two_numbers_end_in_a_number_or_in_words(a in "-?[0-9]{1,60}(\\.[0-9]{1,60})?", b in "-?[0-9]{1,60}(\\.[0-9]{1,60})?", sign in "[-+*/%]") {
            let _ = super::super::tests::try_render("{{math a sign b round=3}}", &json!({"a": a, "b": b, "sign": sign}));
        }
    }
}

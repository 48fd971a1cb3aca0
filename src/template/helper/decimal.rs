//! A number as it is written, exact to its last digit.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// A number in digits: prices and identifiers do not pass through a float.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    /// Without leading zeros; empty for 0.
    whole: String,
    /// Without a point; empty when there is none or it is all zeros.
    fraction: String,
}

/// A text may be this long and still be a number.
pub(super) const MAX_LENGTH: usize = 64;

impl Decimal {
    /// Numbers, and texts that are one: `-12000`, `1234567.5`, `12,000`, with white space around.
    pub(super) fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Self::of_number(number),
            Value::String(text) => Self::of_text(text),
            _ => None,
        }
    }

    /// A JSON number.
    pub fn of_number(number: &Number) -> Option<Self> {
        match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(n), _, _) => Self::parse(&n.to_string()),
            (_, Some(n), _) => Self::parse(&n.to_string()),
            // Never in the form 1e21.
            (_, _, Some(n)) => Self::parse(&format!("{n}")),
            _ => None,
        }
    }

    /// A text that is a number, with white space around it or not.
    pub fn of_text(text: &str) -> Option<Self> {
        if text.len() <= MAX_LENGTH { Self::parse(text.trim()) } else { None }
    }

    fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return None,
            None => (digits, ""),
        };
        let whole = without_commas(whole)?;
        if !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let whole = whole.trim_start_matches('0').to_owned();
        let fraction = if fraction.bytes().all(|b| b == b'0') { String::new() } else { fraction.to_owned() };
        let is_zero = whole.is_empty() && fraction.is_empty();
        Some(Self { negative: negative && !is_zero, whole, fraction })
    }

    /// The number that is `digits` / 10^`scale`, without zeros at its end.
    pub(super) fn of(digits: i128, scale: u32) -> Self {
        let scale = usize::try_from(scale).unwrap_or(0);
        let mut whole = format!("{:0>width$}", digits.unsigned_abs(), width = scale + 1);
        let fraction = whole.split_off(whole.len() - scale);
        Self {
            negative: digits < 0,
            whole: whole.trim_start_matches('0').to_owned(),
            fraction: fraction.trim_end_matches('0').to_owned(),
        }
    }

    /// All digits as one whole number, and how many of them stand after the point. `None`: more than 128 bits hold.
    pub(super) fn scaled(&self) -> Option<(i128, u32)> {
        let digits = format!("{}0{}{}", if self.negative { "-" } else { "" }, self.whole, self.fraction);
        Some((digits.parse().ok()?, u32::try_from(self.fraction.len()).ok()?))
    }

    pub(super) fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.fraction.bytes().all(|b| b == b'0')
    }

    /// How many digits it has when it is written.
    pub(super) fn digits(&self) -> usize {
        self.whole.len() + self.fraction.len()
    }

    /// Without commas: `-1234567.5`.
    pub(super) fn written(&self) -> String {
        self.grouped().replace(',', "")
    }

    /// With commas between thousands: `-1,234,567.5`.
    pub(super) fn grouped(&self) -> String {
        let mut text = String::with_capacity(self.whole.len() * 4 / 3 + self.fraction.len() + 3);
        if self.negative {
            text.push('-');
        }
        if self.whole.is_empty() {
            text.push('0');
        }
        for (at, digit) in self.whole.chars().enumerate() {
            if at > 0 && (self.whole.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        if !self.fraction.is_empty() {
            text.push('.');
            text.push_str(&self.fraction);
        }
        text
    }

    /// By value: 1.50 equals 1.5.
    pub fn compare(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self.compare_size(other),
            (true, true) => other.compare_size(self),
        }
    }

    fn compare_size(&self, other: &Self) -> Ordering {
        let fraction = |number: &Self| number.fraction.trim_end_matches('0').to_owned();
        (self.whole.len(), &self.whole, fraction(self)).cmp(&(other.whole.len(), &other.whole, fraction(other)))
    }
}

/// Digits, or digits in groups of three.
fn without_commas(text: &str) -> Option<String> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mut groups = text.split(',');
    let first = groups.next().filter(|part| is_digits(part))?;
    let mut digits = first.to_owned();
    for group in groups {
        if first.len() > 3 || group.len() != 3 || !is_digits(group) {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_and_numeric_texts_are_grouped() {
        for (value, text) in [
            (json!(1_234_567), "1,234,567"),
            (json!(-12000), "-12,000"),
            (json!(0), "0"),
            (json!(999), "999"),
            (json!(12000.0), "12,000"),
            (json!(1234.5), "1,234.5"),
            (json!(u64::MAX), "18,446,744,073,709,551,615"),
            (json!(1e21), "1,000,000,000,000,000,000,000"),
            (json!("1234567.5"), "1,234,567.5"),
            (json!("12,000"), "12,000"),
            (json!(" 007 "), "7"),
            (json!("-0.0"), "0"),
            (json!("0.50"), "0.50"),
            (json!("+5"), "5"),
        ] {
            assert_eq!(Decimal::read(&value).map(|n| n.grouped()).as_deref(), Some(text), "{value}");
        }
    }

    #[test]
    fn other_texts_are_no_numbers() {
        for text in
            ["", " ", "만원", "12,00", "1,2345", "1234,567", ",123", "1.", ".5", "1.2.3", "1e5", "--1", "0x10", "12원", "１２"]
        {
            assert_eq!(Decimal::read(&json!(text)), None, "{text}");
        }
        assert_eq!(Decimal::read(&json!(null)), None);
        assert_eq!(Decimal::read(&json!(true)), None);
        assert_eq!(Decimal::read(&json!(["1"])), None);
    }

    #[test]
    fn numbers_compare_by_value() {
        for (a, b, order) in [
            ("9", "10", Ordering::Less),
            ("1.50", "1.5", Ordering::Equal),
            ("-2", "-10", Ordering::Greater),
            ("-1", "0", Ordering::Less),
            ("1,000", "999.9", Ordering::Greater),
            ("9007199254740993", "9007199254740992", Ordering::Greater),
        ] {
            let read = |text| Decimal::read(&json!(text)).unwrap();
            assert_eq!(read(a).compare(&read(b)), order, "{a} {b}");
        }
    }
}

//! Times as operators write them: `4s`, `500ms`, `1m`, or a plain number of seconds.

use std::time::Duration;

use super::reading::Reading;
use crate::diag::{Code, Diagnostic};
use crate::yaml::Node;

/// Units of the language and how many milliseconds they have.
const UNITS: &[(&str, f64)] = &[("ms", 1.0), ("s", 1_000.0), ("m", 60_000.0)];

/// What people write instead, and the unit they mean.
const SLIPS: &[(&str, &str)] = &[
    ("밀리초", "ms"),
    ("msec", "ms"),
    ("millis", "ms"),
    ("milliseconds", "ms"),
    ("초", "s"),
    ("sec", "s"),
    ("secs", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("분", "m"),
    ("min", "m"),
    ("mins", "m"),
    ("minute", "m"),
    ("minutes", "m"),
];

/// Reads the time at `node`, the value of the key `what`. Reports what is none or out of bounds.
pub(super) fn read(node: &Node, what: &str, bounds: (Duration, Duration), reading: &mut Reading<'_>) -> Option<Duration> {
    let Some(text) = node.as_text() else {
        reading.wrong_kind(node, what, "duration");
        return None;
    };
    read_filled(node, text, what, bounds, reading)
}

/// The same when `${…}` of the text was filled in: `filled` is read, the messages show what is written.
pub(super) fn read_filled(
    node: &Node,
    filled: &str,
    what: &str,
    (min, max): (Duration, Duration),
    reading: &mut Reading<'_>,
) -> Option<Duration> {
    let text = node.as_text().unwrap_or_default();
    let Some(time) = parse(filled) else {
        let mut diagnostic = Diagnostic::new(Code::BadDuration).at(node.span).arg("text", text);
        if let Some(meant) = meant(text) {
            diagnostic = diagnostic.fix(node.span, meant);
        }
        reading.report.push(diagnostic);
        return None;
    };
    if time < min || time > max {
        reading.report.push(
            Diagnostic::new(Code::OutOfRange)
                .at(node.span)
                .arg("what", what)
                .arg("min", show(min))
                .arg("max", show(max))
                .arg("found", text),
        );
        return None;
    }
    Some(time)
}

/// `4s`, `500ms`, `1m`, `1.5s`, `4` (seconds).
pub(super) fn parse(text: &str) -> Option<Duration> {
    let (number, unit) = split(text.trim())?;
    let unit = if unit.is_empty() { "s" } else { unit };
    let (_, millis) = UNITS.iter().find(|(name, _)| *name == unit)?;
    Duration::try_from_secs_f64(number.parse::<f64>().ok()? * millis / 1_000.0).ok()
}

/// The time in the language's words: whole seconds, otherwise milliseconds or tenths.
pub(super) fn show(time: Duration) -> String {
    match time.as_millis() {
        millis if millis % 1_000 == 0 => format!("{}s", millis / 1_000),
        millis if millis > 1_000 && millis % 100 == 0 => format!("{}.{}s", millis / 1_000, millis % 1_000 / 100),
        millis => format!("{millis}ms"),
    }
}

/// What a slip such as `4 sec` or `4초` should look like.
fn meant(text: &str) -> Option<String> {
    let (number, unit) = split(text.trim())?;
    let unit = unit.trim().to_lowercase();
    let known = UNITS.iter().map(|(name, _)| (*name, *name)).chain(SLIPS.iter().copied());
    known.into_iter().find(|(slip, _)| *slip == unit).map(|(_, right)| format!("{number}{right}"))
}

/// The digits (with at most one point inside) in front, and the rest.
fn split(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let whole = number.split('.').next().unwrap_or_default();
    let proper = !whole.is_empty() && !number.ends_with('.') && number.matches('.').count() <= 1;
    proper.then_some((number, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_and_plain_seconds_are_read() {
        for (text, millis) in [("4s", 4_000), ("500ms", 500), ("1m", 60_000), ("1.5s", 1_500), ("3", 3_000), ("0.5", 500)] {
            assert_eq!(parse(text), Some(Duration::from_millis(millis)), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in ["", "s", "-1s", "1h", "4 s", "4초", "1..5s", ".5s", "5.", "1e9", "99999999999999999999m"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn common_slips_are_understood_for_the_suggestion() {
        assert_eq!(meant("4 s").as_deref(), Some("4s"));
        assert_eq!(meant("4초").as_deref(), Some("4s"));
        assert_eq!(meant("300 MSEC").as_deref(), Some("300ms"));
        assert_eq!(meant("a while"), None);
    }

    #[test]
    fn times_are_shown_in_the_languages_words() {
        assert_eq!(show(Duration::from_millis(4_900)), "4.9s");
        assert_eq!(show(Duration::from_millis(1)), "1ms");
        assert_eq!(show(Duration::from_secs(50)), "50s");
    }
}

//! What happens to what is over a limit, and the account of it.

use serde_json::{Value, json};

use super::shape::{Field, RESPONSE, component};
use super::split::split;
use super::text::length;
use super::trail::Trail;
use super::{Path, Violation, check};

/// What happens to what is over a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overflow {
    /// Cut at the limit, ending with `…`; extra list items are left out.
    #[default]
    Truncate,
    /// A long simpleText goes on in the next bubbles as long as the answer has room for them; all else as [`Self::Truncate`]: a card
    /// is a whole, and its text in another bubble would come after its buttons.
    Split,
    /// Nothing is cut: the answer breaks a rule.
    Error,
}

impl Overflow {
    /// For a fallback, after which nothing better comes: what is too long is cut.
    #[must_use]
    pub fn of_fallback(self) -> Self {
        if self == Self::Error { Self::Truncate } else { self }
    }
}

/// One thing that was cut or split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Which limit, as a metric label: `simpleText.text`, `template.quickReplies`.
    pub limit: &'static str,
    /// Where in the SkillResponse, for people.
    pub at: String,
    /// Characters or items before.
    pub was: usize,
    /// Characters or items after; of a text that was split, in all its bubbles.
    pub now: usize,
    /// How many bubbles hold a text that was split; 1 where something was cut.
    pub bubbles: usize,
}

/// Lets each simpleText over its limit go on in bubbles behind its own, until there are `most` outputs. The first long text takes
/// what room there is. `trail`: the list of outputs.
pub(super) fn spread(outputs: &mut Vec<Value>, most: usize, trail: Trail<'_>) -> Vec<Applied> {
    let Some(field) = simple_text() else { return Vec::new() };
    let mut room = most.saturating_sub(outputs.len());
    let mut applied = Vec::new();
    for mut output in std::mem::take(outputs) {
        let place = trail.index(outputs.len());
        let Some(Value::String(text)) = output.pointer_mut("/simpleText/text") else {
            outputs.push(output);
            continue;
        };
        let was = length(text);
        let bubbles = if was > field.max.alone { split(text, field.max.alone, room + 1) } else { Vec::new() };
        let now = bubbles.iter().map(|bubble| length(bubble)).sum();
        let count = bubbles.len();
        let mut bubbles = bubbles.into_iter();
        if let Some(first) = bubbles.next() {
            *text = first;
            let at = place.key("simpleText").key("text").path().to_string();
            applied.push(Applied { limit: field.label, at, was, now, bubbles: count });
            room -= count - 1;
        }
        outputs.push(output);
        outputs.extend(bubbles.map(|text| json!({"simpleText": {"text": text}})));
    }
    applied
}

/// What is wrong with an answer as somebody wrote it, who would rather shorten a text than have it cut: everything that [`check`]
/// finds, but for the long texts that `overflow` parts without a loss.
pub fn check_written(response: &Value, overflow: Overflow) -> Vec<Violation> {
    let mut violations = check(response);
    if overflow == Overflow::Split && !violations.is_empty() {
        let parted = parted(response);
        violations.retain(|violation| !parted.contains(&violation.at));
    }
    violations
}

/// The simpleTexts over their limit that bubbles behind them hold to the end.
fn parted(response: &Value) -> Vec<Path> {
    let root = Trail::ROOT;
    let (template, name) = (root.key("template"), "outputs");
    let most = RESPONSE.field("template").and_then(|field| field.shape(None)?.field(name)).map(|field| field.max.alone);
    let outputs = response.pointer("/template/outputs").and_then(Value::as_array);
    let (Some(field), Some(most), Some(outputs)) = (simple_text(), most, outputs) else { return Vec::new() };
    let mut free = most.saturating_sub(outputs.len());
    let mut parted = Vec::new();
    for (at, output) in outputs.iter().enumerate() {
        let text = output.pointer("/simpleText/text").and_then(Value::as_str).unwrap_or_default();
        let bubbles = if length(text) > field.max.alone { split(text, field.max.alone, free + 1) } else { Vec::new() };
        if let (true, Some(last)) = (bubbles.len() > 1, bubbles.last()) {
            free -= bubbles.len() - 1;
            if text.trim_end().ends_with(last) {
                parted.push(template.key(name).index(at).key("simpleText").key("text").path());
            }
        }
    }
    parted
}

fn simple_text() -> Option<&'static Field> {
    component("simpleText")?.field("text")
}

#[cfg(test)]
mod tests {
    use super::super::{Overflow, Rule, check, fit};
    use super::*;

    #[expect(clippy::needless_pass_by_value, reason = "reads better at the calls: split(json!(…))")]
    fn split(outputs: Value) -> (Vec<usize>, Vec<Applied>) {
        let mut response = json!({"template": {"outputs": outputs}});
        let applied = fit(&mut response, Overflow::Split).unwrap();
        assert_eq!(check(&response), []);
        let lengths = response["template"]["outputs"].as_array().unwrap().iter();
        (lengths.map(|output| output["simpleText"]["text"].as_str().map_or(0, length)).collect(), applied)
    }

    fn text(length: usize) -> Value {
        json!({"simpleText": {"text": "가".repeat(length)}})
    }

    fn card() -> Value {
        json!({"textCard": {"title": "제목"}})
    }

    #[test]
    fn a_long_text_goes_on_behind_its_bubble() {
        let (lengths, applied) = split(json!([text(1500), card()]));
        assert_eq!(lengths, [1000, 500, 0]);
        let at = "template.outputs[0].simpleText.text".to_owned();
        assert_eq!(applied, [Applied { limit: "simpleText.text", at, was: 1500, now: 1500, bubbles: 2 }]);
    }

    #[test]
    fn the_first_long_text_takes_the_room() {
        let (lengths, applied) = split(json!([text(1500), text(1500)]));
        assert_eq!(lengths, [1000, 500, 1000]);
        let told: Vec<_> = applied.iter().map(|a| (a.at.as_str(), a.was, a.now, a.bubbles)).collect();
        let at = |place: usize| format!("template.outputs[{place}].simpleText.text");
        assert_eq!(told, [(at(0).as_str(), 1500, 1500, 2), (at(2).as_str(), 1500, 1000, 1)]);
    }

    #[test]
    fn what_three_bubbles_cannot_hold_is_cut() {
        let (lengths, applied) = split(json!([text(4000)]));
        assert_eq!(lengths, [1000, 1000, 1000]);
        assert_eq!((applied[0].was, applied[0].now, applied[0].bubbles), (4000, 3000, 3));
        assert_eq!(split(json!([card(), text(1500), card()])).0, [0, 1000, 0]);
        assert_eq!(split(json!([text(1500), card(), card(), card()])).0, [1000, 0, 0]);
    }

    #[test]
    fn cards_are_cut_and_not_split() {
        let mut response = json!({"template": {"outputs": [{"textCard": {"description": "설".repeat(500)}}]}});
        let applied = fit(&mut response, Overflow::Split).unwrap();
        assert_eq!((applied[0].now, applied[0].bubbles), (400, 1));
    }

    #[test]
    fn a_text_that_is_split_to_the_end_was_not_written_too_long() {
        let broken = |outputs: Value, overflow| {
            let found = check_written(&json!({"template": {"outputs": outputs}}), overflow);
            found.iter().map(|violation| violation.at.to_string()).collect::<Vec<_>>()
        };
        let at = |place: usize| format!("template.outputs[{place}].simpleText.text");
        assert_eq!(broken(json!([text(1500), card()]), Overflow::Split), [""; 0]);
        assert_eq!(broken(json!([text(3000)]), Overflow::Split), [""; 0]);
        assert_eq!(broken(json!([text(3001)]), Overflow::Split), [at(0)]);
        assert_eq!(broken(json!([text(1500), text(1500)]), Overflow::Split), [at(1)]);
        assert_eq!(broken(json!([text(1500)]), Overflow::Truncate), [at(0)]);
        assert_eq!(broken(json!([text(1500)]), Overflow::Error), [at(0)]);
    }

    #[test]
    fn with_error_nothing_is_cut() {
        let refused = |mut response: Value| {
            let violation = fit(&mut response, Overflow::Error).unwrap_err();
            (violation.at.to_string(), violation.rule)
        };
        let outputs = |outputs: Value| json!({"template": {"outputs": outputs}});
        let at = |path: &str| format!("template.outputs{path}");
        assert_eq!(refused(outputs(json!([text(1001)]))), (at("[0].simpleText.text"), Rule::TooLong { max: 1000, found: 1001 }));
        assert_eq!(refused(outputs(json!([card(), card(), card(), card()]))), (at(""), Rule::TooMany { max: 3, found: 4 }));
        let together = json!({"textCard": {"title": "제".repeat(50), "description": "설".repeat(351)}});
        let rule = Rule::TooLongTogether { fields: "title + description", max: 400, found: 401 };
        assert_eq!(refused(outputs(json!([together]))), (at("[0].textCard.description"), rule));
        assert_eq!(fit(&mut outputs(json!([text(1000)])), Overflow::Error), Ok(vec![]));
    }
}

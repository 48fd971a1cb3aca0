//! Conditions that no value can meet: two tests of one value that have nothing in common.
//!
//! Only what is written out is judged. A template, or a regular expression, may come to anything.

use crate::config::{Operator, Spanned, TestSpec, WhenSpec};
use crate::diag::{Code, Diagnostic, Report};
use crate::template::Decimal;
use crate::yaml::{Kind, Node};

/// Warns of every value in a condition that is asked for two things at once.
pub(super) fn report(spec: &WhenSpec, report: &mut Report) {
    let mut together = Vec::new();
    gather(spec, &mut together, report);
    let mut told: Vec<&str> = Vec::new();
    for (at, (name, test)) in together.iter().enumerate() {
        let before = together.iter().take(at).filter(|(other, _)| other.value == name.value);
        let Some((_, first)) = before.into_iter().find(|(_, first)| excludes(first, test) || excludes(test, first)) else {
            continue;
        };
        if !told.contains(&name.value.as_str()) {
            told.push(&name.value);
            let never = Diagnostic::new(Code::NeverMet).at(test.span).arg("name", &name.value);
            report.push(never.also(first.span, "이것과 함께 맞을 수 없어요", "this cannot hold beside it"));
        }
    }
}

/// The tests that have to hold together. Each part of `any` and `none` is judged by itself.
fn gather<'s>(spec: &'s WhenSpec, together: &mut Vec<(&'s Spanned<String>, &'s TestSpec)>, warnings: &mut Report) {
    match spec {
        WhenSpec::All(parts) => parts.iter().for_each(|part| gather(part, together, warnings)),
        WhenSpec::Any(parts) | WhenSpec::None(parts) => parts.iter().for_each(|part| report(part, warnings)),
        WhenSpec::Value { name, tests } => together.extend(tests.iter().map(|test| (name, test))),
        WhenSpec::Template(_) => {}
    }
}

/// Whether nothing that passes the first can pass the second.
fn excludes(first: &TestSpec, second: &TestSpec) -> bool {
    match first.operator {
        Operator::Is => first.operands.iter().all(|value| literal(value).is_some_and(|value| fails(value, second))),
        Operator::Exists | Operator::Empty if flag(first) == Some(first.operator == Operator::Empty) => needs_something(second),
        Operator::Gt | Operator::Gte => {
            let (Some(low), Some(high)) = (bound(first), bound(second)) else { return false };
            match second.operator {
                Operator::Lte if first.operator == Operator::Gte => low.compare(&high).is_gt(),
                Operator::Lt | Operator::Lte => low.compare(&high).is_ge(),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Whether a text or number that is written out certainly fails a test.
fn fails(value: &str, test: &TestSpec) -> bool {
    let value = value.trim();
    let number = Decimal::of_text(value);
    let texts: Option<Vec<&str>> = test.operands.iter().map(literal).collect();
    let same = |other: &&str| match (&number, Decimal::of_text(other)) {
        (Some(number), Some(other)) => number.compare(&other).is_eq(),
        _ => value == other.trim(),
    };
    match (test.operator, texts) {
        (Operator::Is, Some(texts)) => !texts.iter().any(same),
        (Operator::Not, Some(texts)) => texts.iter().any(same),
        // How a number prints is not known.
        (Operator::Contains, Some(texts)) if number.is_none() => !texts.iter().any(|part| value.contains(part)),
        (Operator::Gt | Operator::Gte | Operator::Lt | Operator::Lte, _) => bound(test).is_some_and(|bound| {
            number.is_none_or(|number| {
                let order = number.compare(&bound);
                match test.operator {
                    Operator::Gt => order.is_le(),
                    Operator::Gte => order.is_lt(),
                    Operator::Lt => order.is_ge(),
                    _ => order.is_gt(),
                }
            })
        }),
        (Operator::Exists, _) => flag(test) == Some(false) && !value.is_empty(),
        (Operator::Empty, _) => flag(test) == Some(true) && !value.is_empty(),
        _ => false,
    }
}

/// Whether a value that is missing or empty certainly fails it.
fn needs_something(test: &TestSpec) -> bool {
    match test.operator {
        Operator::Gt | Operator::Gte | Operator::Lt | Operator::Lte | Operator::Contains | Operator::Starts | Operator::Ends => {
            true
        }
        Operator::Empty => flag(test) == Some(false),
        _ => false,
    }
}

fn literal(node: &Node) -> Option<&str> {
    node.as_text().filter(|text| !text.contains("{{"))
}

fn bound(test: &TestSpec) -> Option<Decimal> {
    test.operands.first().and_then(literal).and_then(Decimal::of_text)
}

fn flag(test: &TestSpec) -> Option<bool> {
    match test.operands.first()?.kind {
        Kind::Bool(flag) => Some(flag),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::compile::testing::{load_files, mistakes};

    fn told(when: &str) -> usize {
        let yaml = format!("skills:\n  /a:\n    cases:\n      - when: {when}\n        reply: 가\n      - 나\n");
        let loaded = load_files(&yaml, &[]);
        assert!(loaded.snapshot.is_some(), "{when}: {:?}", mistakes(&loaded));
        mistakes(&loaded).iter().filter(|mistake| mistake.starts_with("W022 ")).count()
    }

    #[test]
    fn what_nothing_can_meet_is_warned_of_once() {
        for when in [
            "{ params.n: { gt: 5, lt: 3 } }",
            "{ params.n: { lt: 3, gte: 3 } }",
            "{ params.n: { gt: 3, lte: 3 } }",
            "{ params.n: { gt: 5, lt: 3, lte: 2 } }",
            "{ params.n: { is: 4, gt: 5 } }",
            "{ params.n: { gt: 5, in: [3, 4, 많이] } }",
            "{ params.a: { is: L, not: [L, XL] } }",
            "{ params.a: { is: L, contains: X } }",
            "{ params.a: { exists: false, gt: 0 } }",
            "{ params.a: { exists: false, is: L } }",
            "{ params.a: { empty: true, starts: 가 } }",
            "{ params.a: { empty: true, is: L } }",
            "{ params.a: { exists: false, empty: false } }",
            "{ all: [{ params.a: L }, { params.a: M }] }",
            "{ params.a: L, all: [{ params.a: M }] }",
            "{ any: [{ params.a: { gt: 5, lt: 3 } }, { params.b: 1 }] }",
        ] {
            assert_eq!(told(when), 1, "{when}");
        }
    }

    #[test]
    fn what_may_be_met_is_not() {
        for when in [
            "{ params.n: { gt: 3, lt: 5 } }",
            "{ params.n: { gte: 3, lte: 3 } }",
            "{ params.n: { is: 3.0, in: [3, 4] } }",
            "{ params.n: { is: '12,000', gt: 11999 } }",
            "{ params.n: { in: [3, 9], gt: 5 } }",
            "{ params.n: { gt: '{{vars.x}}', lt: 3 } }",
            "{ params.n: { is: '{{params.m}}', gt: 3 } }",
            "{ params.a: { not: L, contains: L } }",
            "{ params.a: { exists: true, empty: true } }",
            "{ params.a: { exists: false, empty: true, not: L } }",
            "{ params.a: { is: '', exists: false } }",
            "{ params.a: L, params.b: M }",
            "{ any: [{ params.a: L }, { params.a: M }] }",
            "{ params.a: { contains: [가, 나], starts: 다, ends: 라, matches: 마 } }",
        ] {
            assert_eq!(told(when), 0, "{when}");
        }
    }
}

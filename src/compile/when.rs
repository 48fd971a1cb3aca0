//! `when`, ready: a condition that a request meets or not. No text of a request is copied for it.

use std::borrow::Cow;
use std::cmp::Ordering;

use regex::Regex;

use super::never;
use super::regexes;
use super::texts::{Place, Texts};
use crate::config::{Operator, TestSpec, WhenSpec};
use crate::diag::{Code, Diagnostic};
use crate::template::{Decimal, Engine, Escape, RenderError, Scope, Seen, Text, ValueSlot};
use crate::yaml::{Kind, Node};

/// A condition.
pub struct When(Condition);

/// What is asked of a request.
enum Condition {
    All(Box<[Condition]>),
    Any(Box<[Condition]>),
    None(Box<[Condition]>),
    Value { value: ValueSlot, tests: Box<[Test]> },
    Template(Text),
}

/// What is asked of a value.
enum Test {
    Is(Box<[Operand]>),
    Not(Box<[Operand]>),
    Contains(Box<[Operand]>),
    Starts(Box<[Operand]>),
    Ends(Box<[Operand]>),
    Matches(Regex),
    Order { accepts: fn(Ordering) -> bool, operand: Operand },
    Exists(bool),
    Empty(bool),
}

/// What a value is compared with.
enum Operand {
    /// A text; trimmed where whole texts are compared.
    Text(Box<str>),
    /// A number.
    Number(Decimal),
    /// What a template writes for this request.
    Rendered(Text),
}

impl When {
    /// Compiles a condition; every mistake in it is reported, and `None` given when there is one.
    pub(super) fn compile(spec: &WhenSpec, texts: &mut Texts<'_>) -> Option<Self> {
        never::report(spec, texts.report);
        condition(spec, texts).map(Self)
    }

    /// The same from the value of a `when` as it was written.
    pub(super) fn from_node(node: &Node, texts: &mut Texts<'_>) -> Option<Self> {
        let spec = WhenSpec::read(node, texts.report)?;
        Self::compile(&spec, texts)
    }

    /// Whether the request meets it. The error is that of a template in it.
    pub fn holds(&self, engine: &Engine, scope: &Scope<'_>) -> Result<bool, RenderError> {
        self.0.holds(engine, scope)
    }
}

/// Every part is looked at, so that all mistakes show.
fn condition(spec: &WhenSpec, texts: &mut Texts<'_>) -> Option<Condition> {
    match spec {
        WhenSpec::All(parts) => conditions(parts, texts).map(Condition::All),
        WhenSpec::Any(parts) => conditions(parts, texts).map(Condition::Any),
        WhenSpec::None(parts) => conditions(parts, texts).map(Condition::None),
        WhenSpec::Value { name, tests } => {
            let value = texts.value(name);
            let compiled: Vec<_> = tests.iter().map(|spec| test(spec, texts)).collect();
            Some(Condition::Value { value: value?, tests: compiled.into_iter().collect::<Option<_>>()? })
        }
        WhenSpec::Template(node) => texts.text(node.as_text()?, Escape::None, Place::Node(node)).map(Condition::Template),
    }
}

fn conditions(specs: &[WhenSpec], texts: &mut Texts<'_>) -> Option<Box<[Condition]>> {
    let parts: Vec<_> = specs.iter().map(|spec| condition(spec, texts)).collect();
    parts.into_iter().collect()
}

fn test(spec: &TestSpec, texts: &mut Texts<'_>) -> Option<Test> {
    let flag = || matches!(spec.operands.first().map(|node| &node.kind), Some(Kind::Bool(true)));
    match spec.operator {
        Operator::Is => operands(spec, As::Whole, texts).map(Test::Is),
        Operator::Not => operands(spec, As::Whole, texts).map(Test::Not),
        Operator::Contains => operands(spec, As::Part, texts).map(Test::Contains),
        Operator::Starts => operands(spec, As::Part, texts).map(Test::Starts),
        Operator::Ends => operands(spec, As::Part, texts).map(Test::Ends),
        Operator::Matches => regex(spec.operands.first()?, texts).map(Test::Matches),
        Operator::Gt => order(spec, Ordering::is_gt, texts),
        Operator::Gte => order(spec, Ordering::is_ge, texts),
        Operator::Lt => order(spec, Ordering::is_lt, texts),
        Operator::Lte => order(spec, Ordering::is_le, texts),
        Operator::Exists => Some(Test::Exists(flag())),
        Operator::Empty => Some(Test::Empty(flag())),
    }
}

/// How an operand is meant.
#[derive(Clone, Copy)]
enum As {
    /// The whole value: a text exactly, a number by its value.
    Whole,
    /// A part of a text, white space included.
    Part,
    /// A number, also in a text.
    Number,
}

fn operands(spec: &TestSpec, meant: As, texts: &mut Texts<'_>) -> Option<Box<[Operand]>> {
    let operands: Vec<_> = spec.operands.iter().map(|node| operand(node, meant, texts)).collect();
    operands.into_iter().collect()
}

fn operand(node: &Node, meant: As, texts: &mut Texts<'_>) -> Option<Operand> {
    match (&node.kind, meant) {
        (Kind::Number(number, raw), As::Whole | As::Number) if !is_code(raw) => {
            let number = Decimal::of_text(raw).or_else(|| Decimal::of_number(number));
            Some(number.map_or_else(|| literal(raw, meant), Operand::Number))
        }
        (Kind::Text(text), _) if Texts::is_template(&text.value) => {
            let text = texts.text(&text.value, Escape::None, Place::Node(node))?;
            // `vars` are known by now.
            let known = text.literal().map(|text| literal(text, meant));
            Some(known.unwrap_or(Operand::Rendered(text)))
        }
        _ => node.as_text().map(|text| literal(text, meant)),
    }
}

/// 010 is how a phone number begins, neither ten nor eight.
fn is_code(raw: &str) -> bool {
    raw.strip_prefix('0').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn literal(text: &str, meant: As) -> Operand {
    match meant {
        As::Whole => Operand::Text(text.trim().into()),
        As::Part => Operand::Text(text.into()),
        As::Number => Decimal::of_text(text).map_or_else(|| Operand::Text(text.into()), Operand::Number),
    }
}

fn order(spec: &TestSpec, accepts: fn(Ordering) -> bool, texts: &mut Texts<'_>) -> Option<Test> {
    operand(spec.operands.first()?, As::Number, texts).map(|operand| Test::Order { accepts, operand })
}

fn regex(node: &Node, texts: &mut Texts<'_>) -> Option<Regex> {
    let pattern = node.as_text()?;
    match texts.common.regexes.compile(pattern) {
        Ok(regex) => Some(regex),
        Err(reason) => {
            let code = if regexes::is_limit(&reason) { Code::HeavyRegex } else { Code::BadRegex };
            texts.report.push(Diagnostic::new(code).at(node.span).arg("text", pattern).arg("reason", reason));
            None
        }
    }
}

impl Condition {
    fn holds(&self, engine: &Engine, scope: &Scope<'_>) -> Result<bool, RenderError> {
        match self {
            Self::All(parts) => every(parts, |part| part.holds(engine, scope)),
            Self::Any(parts) => some(parts, |part| part.holds(engine, scope)),
            Self::None(parts) => some(parts, |part| part.holds(engine, scope)).map(|found| !found),
            Self::Value { value, tests } => {
                let value = scope.value(value);
                every(tests, |test| test.passes(value, engine, scope))
            }
            Self::Template(text) => {
                let mut output = String::new();
                text.render(engine, scope, &mut output)?;
                Ok(!matches!(output.trim(), "" | "false" | "0"))
            }
        }
    }
}

impl Test {
    fn passes(&self, value: Seen<'_>, engine: &Engine, scope: &Scope<'_>) -> Result<bool, RenderError> {
        let is = |operand: &Operand| operand.is(value, engine, scope);
        let text = |operand: &Operand, holds: fn(&str, &str) -> bool| Ok(holds(&value.text(), &operand.text(engine, scope)?));
        Ok(match self {
            Self::Is(operands) => some(operands, is)?,
            Self::Not(operands) => !some(operands, is)?,
            Self::Contains(operands) => match value.items() {
                Some(items) => some(operands, |operand| some(items, |item| operand.is(Seen::of(item), engine, scope)))?,
                None => some(operands, |operand| text(operand, |value, part| value.contains(part)))?,
            },
            Self::Starts(operands) => some(operands, |operand| text(operand, |value, part| value.starts_with(part)))?,
            Self::Ends(operands) => some(operands, |operand| text(operand, |value, part| value.ends_with(part)))?,
            Self::Matches(regex) => regex.is_match(&value.text()),
            Self::Order { accepts, operand } => match (value.number(), operand.number(engine, scope)?) {
                (Some(value), Some(bound)) => accepts(value.compare(&bound)),
                _ => false,
            },
            Self::Exists(wanted) => value.is_missing() != *wanted,
            Self::Empty(wanted) => value.is_empty() == *wanted,
        })
    }
}

impl Operand {
    /// Whether it is this value. A list or map is none.
    fn is(&self, value: Seen<'_>, engine: &Engine, scope: &Scope<'_>) -> Result<bool, RenderError> {
        Ok(match (self, value) {
            (_, Seen::Tree(_)) => false,
            (Self::Number(number), value) => value.number().is_some_and(|value| value.compare(number).is_eq()),
            (_, value) => value.text() == self.text(engine, scope)?.trim(),
        })
    }

    fn text(&self, engine: &Engine, scope: &Scope<'_>) -> Result<Cow<'_, str>, RenderError> {
        Ok(match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(_) => Cow::Borrowed(""),
            Self::Rendered(text) => {
                let mut output = String::new();
                text.render(engine, scope, &mut output)?;
                Cow::Owned(output)
            }
        })
    }

    fn number(&self, engine: &Engine, scope: &Scope<'_>) -> Result<Option<Cow<'_, Decimal>>, RenderError> {
        Ok(match self {
            Self::Number(number) => Some(Cow::Borrowed(number)),
            other => Decimal::of_text(&other.text(engine, scope)?).map(Cow::Owned),
        })
    }
}

fn every<T>(items: &[T], mut holds: impl FnMut(&T) -> Result<bool, RenderError>) -> Result<bool, RenderError> {
    some(items, |item| holds(item).map(|holds| !holds)).map(|found| !found)
}

fn some<T>(items: &[T], mut holds: impl FnMut(&T) -> Result<bool, RenderError>) -> Result<bool, RenderError> {
    for item in items {
        if holds(item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Value, json};

    use super::*;
    use crate::compile::texts::{Common, Known};
    use crate::diag::Report;
    use crate::template::{Names, RequestInfo};
    use crate::yaml;

    /// What the operators look at.
    fn request() -> Value {
        json!({
            "userRequest": {"utterance": " 환불 하고 싶어요\n", "user": {"id": "u", "properties": {"isFriend": true}}},
            "action": {
                "params": {"size": "L", "count": "5", "phone": "010", "price": "12,000", "blank": " ", "sys_number": "{\"amount\": 3}"},
                "clientExtra": {"page": 2, "tags": ["가", "나", 3], "none": [], "nothing": null, "zero": 0, "off": false}
            },
            "contexts": [{"name": "order", "params": {"menu": {"value": "라떼"}}}]
        })
    }

    fn compiled(when: &str, report: &mut Report) -> Option<(Engine, When, crate::template::Harvest)> {
        let id = report.sources.add("skills.yaml", "skills.yaml", when);
        let node = yaml::read(id, report)?;
        let engine = Engine::new(&[], &mut Vec::new());
        let vars = json!({"size": "L", "many": 3, "list": ["환불", "취소"]}).as_object().cloned().unwrap();
        let mut texts = Texts {
            engine: &engine,
            names: Names::new(Arc::new(vars)),
            report,
            common: &mut Common::default(),
            upstream: Known::No,
            unsure: Vec::new(),
        };
        let when = When::from_node(&node, &mut texts)?;
        let harvest = texts.names.finish();
        Some((engine, when, harvest))
    }

    fn holds(when: &str) -> bool {
        let mut report = Report::default();
        let (engine, when, harvest) = compiled(when, &mut report).unwrap_or_else(|| panic!("{when}: {:?}", report.sorted()));
        assert!(report.sorted().is_empty(), "{:?}", report.sorted());
        let body = request().to_string();
        let scope = harvest.read(body.as_bytes(), RequestInfo { path: "", query: "page=2", at_ms: 0 }).unwrap();
        when.holds(&engine, &scope).unwrap()
    }

    #[test]
    fn each_operator_holds_for_what_it_says_and_for_nothing_else() {
        for (yes, no) in [
            ("params.size: L", "params.size: l"),
            ("params.size: ' L '", "params.size: LL"),
            ("params.count: 5", "params.count: 6"),
            ("params.count: 5.0", "params.count: '5.0'"),
            ("params.phone: 010", "params.phone: 0010"),
            ("params.size: [M, L]", "params.size: [M, S]"),
            ("user.properties.isFriend: true", "user.properties.isFriend: false"),
            ("params.size: { is: L }", "params.size: { is: M }"),
            ("params.size: { not: M }", "params.size: { not: L }"),
            ("params.size: { not: [M, S] }", "params.size: { not: [M, L] }"),
            ("params.nobody: { not: M }", "params.nobody: { not: '' }"),
            ("params.size: { in: [M, L] }", "params.size: { in: [M, S] }"),
            ("utterance: { contains: 하고 }", "utterance: { contains: 교환 }"),
            ("utterance: { contains: [교환, 환불] }", "utterance: { contains: [교환, 취소] }"),
            ("params.phone: { contains: 01 }", "params.phone: { contains: 11 }"),
            ("extra.tags: { contains: 나 }", "extra.tags: { contains: 다 }"),
            ("extra.tags: { contains: 3 }", "extra.tags: { contains: 4 }"),
            ("utterance: { starts: 환불 }", "utterance: { starts: 하고 }"),
            ("utterance: { ends: 싶어요 }", "utterance: { ends: 싶어 }"),
            ("params.count: { matches: '^\\d$' }", "params.count: { matches: '^\\d\\d$' }"),
            ("utterance: { matches: '환불|취소' }", "utterance: { matches: '교환|취소' }"),
            ("params.count: { gt: 4 }", "params.count: { gt: 5 }"),
            ("params.count: { gte: 5 }", "params.count: { gte: 6 }"),
            ("params.count: { lt: 10 }", "params.count: { lt: 5 }"),
            ("params.count: { lte: 5 }", "params.count: { lte: 4 }"),
            ("params.price: { gt: 11999 }", "params.price: { lt: '12,000' }"),
            ("params.count: { gt: 4, lt: 6 }", "params.count: { gt: 4, lt: 5 }"),
            ("params.size: { exists: true }", "params.nobody: { exists: true }"),
            ("params.nobody: { exists: false }", "params.size: { exists: false }"),
            ("extra.nothing: { exists: false }", "extra.zero: { exists: false }"),
            ("params.blank: { empty: true }", "params.size: { empty: true }"),
            ("params.nobody: { empty: true }", "params.nobody: { empty: false }"),
            ("extra.none: { empty: true }", "extra.tags: { empty: true }"),
            ("extra.zero: { empty: false }", "extra.zero: { empty: true }"),
            ("params.sys_number.amount: 3", "params.sys_number.amount: 4"),
            ("params.sys_number.amount: { gte: 3 }", "params.sys_number.amount: { gt: 3 }"),
            ("context.order.menu: 라떼", "context.order.menu: 유자차"),
            ("extra.tags.1: 나", "extra.tags.1: 가"),
            ("query.page: 2", "query.page: 3"),
            ("vars.many: 3", "vars.many: 4"),
            ("params.size: '{{vars.size}}'", "params.size: '{{vars.many}}'"),
            ("params.size: '{{upper params.size}}'", "params.size: '{{lower params.size}}'"),
            ("params.count: { gt: '{{vars.many}}' }", "params.count: { lt: '{{vars.many}}' }"),
            ("{ params.size: L, params.count: 5 }", "{ params.size: L, params.count: 4 }"),
            ("any: [{ params.size: M }, { params.count: 5 }]", "any: [{ params.size: M }, { params.count: 4 }]"),
            ("all: [{ params.size: L }, { params.count: 5 }]", "all: [{ params.size: L }, { params.count: 4 }]"),
            ("none: [{ params.size: M }, { params.count: 4 }]", "none: [{ params.size: M }, { params.count: 5 }]"),
            ("any: [{ none: [{ params.size: M }] }, { params.count: 9 }]", "none: [{ none: [{ params.size: M }] }]"),
            ("any: [{ params.size: M }, '{{eq params.count 5}}']", "any: [{ params.size: M }, '{{eq params.count 6}}']"),
            ("'{{params.size}}'", "'{{params.nobody}}'"),
            ("'{{gt params.count 4}}'", "'{{gt params.count 5}}'"),
            ("'{{extra.page}}'", "'{{extra.zero}}'"),
            ("'{{#if user.properties.isFriend}}네{{/if}}'", "' {{#unless user.properties.isFriend}}네{{/unless}} '"),
        ] {
            assert!(holds(yes), "{yes}");
            assert!(!holds(no), "{no}");
        }
    }

    #[test]
    fn values_without_order_or_size_pass_no_comparison() {
        for when in
            ["params.size: { gt: 0 }", "params.nobody: { lt: 1 }", "extra.tags: { gte: 0 }", "extra.tags: '[\"가\",\"나\",3]'"]
        {
            assert!(!holds(when), "{when}");
        }
    }

    fn wrong(when: &str) -> Vec<String> {
        let mut report = Report::default();
        let _ = compiled(when, &mut report);
        let place = |d: &Diagnostic| d.span.map_or("", |span| &when[span.start as usize..span.end as usize]);
        report.sorted().into_iter().map(|d| format!("{} {}", d.code.id(), place(d))).collect()
    }

    #[test]
    fn every_slip_is_told_at_its_place() {
        for (when, told) in [
            ("params.size", "E110 params.size"),
            ("contains: 환불", "E110 contains"),
            ("params: { size: L }", "E110 size"),
            ("'{{params.size}}': L", "E110 '{{params.size}}'"),
            ("params size: L", "E110 params size"),
            ("[a]", "E012 [a]"),
            ("true", "E012 true"),
            ("{}", "E020 {}"),
            ("''", "E020 ''"),
            ("params.size:", "E020 params.size"),
            ("params.size: {}", "E020 params.size"),
            ("{ params.size:L }", "E018 params.size:L"),
            ("{ params.size == L }", "E110 params.size == L"),
            ("params.size: []", "E020 []"),
            ("params.size: { in: [] }", "E020 []"),
            ("params.count: '>3'", "E110 '>3'"),
            ("params.count: { '>': 3 }", "E011 '>'"),
            ("params.size: { equals: L }", "E011 equals"),
            ("or: [{ params.size: L }, { params.size: M }]", "E011 or"),
            ("any: []", "E020 []"),
            ("any: { params.size: L }", "E012 { params.size: L }"),
            ("any: [params.size]", "E110 params.size"),
            ("params.size: { contain: L }", "E011 contain"),
            ("params.size: { contains: '' }", "E020 ''"),
            ("params.size: { contains: { a: 1 } }", "E012 { a: 1 }"),
            ("params.size: { matches: '[가-' }", "E111 '[가-'"),
            ("params.size: { matches: '(\\w{200}){9}' }", "E112 '(\\w{200}){9}'"),
            ("params.size: { matches: [a, b] }", "E012 [a, b]"),
            ("params.size: { gt: 많이 }", "E012 많이"),
            ("params.size: { exists: 네 }", "E012 네"),
            ("parms.size: L", "W002 parms"),
            ("userRequest.utterence: L", "W003 utterence"),
            ("vars.siz: L", "W003 siz"),
            ("upstream.a: L", "W008 upstream"),
            ("'{{parms.size}}'", "W002 parms"),
        ] {
            assert_eq!(wrong(when), [told], "{when}");
        }
    }

    #[test]
    fn a_regex_that_would_fill_the_memory_is_refused() {
        assert_eq!(wrong("utterance: { matches: '(\\w{1000}){1000}' }").len(), 1);
        assert_eq!(wrong(&format!("utterance: {{ matches: '{}a{}' }}", "(".repeat(5000), ")".repeat(5000))).len(), 1);
    }
}

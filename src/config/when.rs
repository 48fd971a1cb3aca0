//! `when`: a condition as written. Shape and kinds are checked here; names, templates and regexes when it is compiled.

use super::Spanned;
use super::fields::is_private;
use crate::diag::{Code, Diagnostic, Report, Span, nearest};
use crate::template::Decimal;
use crate::yaml::{Entry, Kind, Map, Node};

/// A condition.
#[derive(Clone, Debug)]
pub enum WhenSpec {
    /// All of them hold: the entries of a map, or `all`.
    All(Vec<WhenSpec>),
    /// `any`: at least one holds.
    Any(Vec<WhenSpec>),
    /// `none`: not one holds.
    None(Vec<WhenSpec>),
    /// The value under a name passes every test.
    Value {
        /// The name as templates write it: `params.size`.
        name: Spanned<String>,
        /// What is asked of it.
        tests: Vec<TestSpec>,
    },
    /// A text with `{{ }}` that writes something other than nothing, `false` or `0`.
    Template(Node),
}

/// What is asked of a value. Operands are scalars where they stood; of several, one is enough (for `not`: none may be it).
#[derive(Clone, Debug)]
pub struct TestSpec {
    /// How it is compared.
    pub operator: Operator,
    /// With what.
    pub operands: Vec<Node>,
    /// Where the whole of it stands: `contains: 환불`.
    pub span: Span,
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `path: value`, `is`, `in`: it is one of them.
    Is,
    /// `not`: it is none of them.
    Not,
    /// `contains`: a part of the text, or an item of the list.
    Contains,
    /// `starts`.
    Starts,
    /// `ends`.
    Ends,
    /// `matches`: a regular expression finds something in it.
    Matches,
    /// `gt`: more than a number.
    Gt,
    /// `gte`: a number or more.
    Gte,
    /// `lt`: less than a number.
    Lt,
    /// `lte`: a number or less.
    Lte,
    /// `exists`: whether it is there.
    Exists,
    /// `empty`: whether nothing is in it.
    Empty,
}

/// The operators by their keys.
const OPERATORS: &[(&str, Operator)] = &[
    ("is", Operator::Is),
    ("not", Operator::Not),
    ("in", Operator::Is),
    ("contains", Operator::Contains),
    ("starts", Operator::Starts),
    ("ends", Operator::Ends),
    ("matches", Operator::Matches),
    ("gt", Operator::Gt),
    ("gte", Operator::Gte),
    ("lt", Operator::Lt),
    ("lte", Operator::Lte),
    ("exists", Operator::Exists),
    ("empty", Operator::Empty),
];
/// What combines conditions.
const COMBINE: &[&str] = &["any", "all", "none"];
/// What people write for an operator, beside slips of the pen.
const SLIPS: &[(&str, &str)] = &[
    ("equals", "is"),
    ("equal", "is"),
    ("eq", "is"),
    ("==", "is"),
    ("=", "is"),
    ("ne", "not"),
    ("!=", "not"),
    ("<>", "not"),
    (">", "gt"),
    (">=", "gte"),
    ("min", "gte"),
    ("<", "lt"),
    ("<=", "lte"),
    ("max", "lte"),
    ("match", "matches"),
    ("regex", "matches"),
    ("pattern", "matches"),
    ("like", "contains"),
    ("has", "contains"),
    ("include", "contains"),
    ("includes", "contains"),
    ("startsWith", "starts"),
    ("endsWith", "ends"),
    ("oneOf", "in"),
    ("any", "in"),
];
/// What they write for `any` and the others.
const COMBINE_SLIPS: &[(&str, &str)] = &[("or", "any"), ("and", "all"), ("nor", "none"), ("not", "none")];

impl WhenSpec {
    /// Reads the value of a `when`. `None`: nothing could be made of it; every mistake is reported.
    pub fn read(node: &Node, report: &mut Report) -> Option<Self> {
        match &node.kind {
            // `{ {{size}}: L }` has an entry for its writer.
            Kind::Map(map) if map.entries.is_empty() && report.has_error_in(node.span) => None,
            Kind::Map(map) if map.entries.iter().all(|entry| is_private(&entry.key)) => empty(node.span, "when", report),
            Kind::Map(map) => Some(Self::All(public(map).filter_map(|entry| condition(entry, report)).collect())),
            Kind::Text(text) if text.value.contains("{{") => Some(Self::Template(node.clone())),
            Kind::Text(text) if text.value.trim().is_empty() => empty(node.span, "when", report),
            Kind::Text(text) => {
                let form = Diagnostic::new(Code::WhenForm).at(node.span).arg("reason", "text without braces");
                let is_name = !text.value.contains(char::is_whitespace);
                report.push(match comparison(&text.value) {
                    Some(meant) => form.fix(node.span, format!("{{ {meant} }}")),
                    None if is_name => form.fix(node.span, format!("\"{{{{{}}}}}\"", text.value)),
                    None => form,
                });
                None
            }
            Kind::Null => empty(node.span, "when", report),
            Kind::List(_) | Kind::Bool(_) | Kind::Number(..) => {
                wrong_kind(node, "when", "map", report);
                None
            }
        }
    }

    /// The tests of one value: the operators in a map such as that of `validate`. Other keys are the caller's.
    pub(super) fn tests(map: &Map, report: &mut Report) -> Vec<TestSpec> {
        let known = public(map).filter_map(|entry| Some((entry, operator(&entry.key)?)));
        known.filter_map(|(entry, operator)| test(operator, entry, report)).collect()
    }
}

/// Whether a key is one of the operators.
pub(super) fn operator(key: &str) -> Option<Operator> {
    OPERATORS.iter().find(|(name, _)| *name == key).map(|(_, operator)| *operator)
}

/// The keys of the operators, for lists of what is allowed.
pub(crate) fn operators() -> impl Iterator<Item = &'static str> {
    OPERATORS.iter().map(|(name, _)| *name)
}

fn public(map: &Map) -> impl Iterator<Item = &Entry> {
    map.entries.iter().filter(|entry| !is_private(&entry.key))
}

/// One entry of a condition: `any: […]`, `params.size: L`, `params.count: { gt: 3 }`.
fn condition(entry: &Entry, report: &mut Report) -> Option<WhenSpec> {
    if COMBINE.contains(&entry.key.as_str()) {
        return combined(entry, report);
    }
    if let Some(right) = slip(COMBINE_SLIPS, &entry.key).filter(|_| is_list_of_maps(&entry.value)) {
        unknown(entry, Some(right), COMBINE, report);
        return None;
    }
    if matches!(entry.value.kind, Kind::Null) && entry.key.contains([':', ' ']) {
        report.push(no_name(entry));
        return None;
    }
    if operator(&entry.key).is_some() {
        let form = Diagnostic::new(Code::WhenForm).at(entry.key_span).arg("reason", "operator without name");
        report.push(form);
        return None;
    }
    let tests = match &entry.value.kind {
        Kind::Null => return empty(entry.key_span, &entry.key, report),
        Kind::Map(map) => in_map(entry, map, report)?,
        Kind::Text(text) if signed(&text.value).is_some() => {
            let form = Diagnostic::new(Code::WhenForm).at(entry.value.span).arg("reason", "sign in a text");
            let meant = signed(&text.value).unwrap_or_default();
            report.push(form.suggest(Some(meant.clone())).fix(entry.value.span, meant));
            return None;
        }
        _ => vec![test(Operator::Is, entry, report)?],
    };
    Some(WhenSpec::Value { name: Spanned { value: entry.key.clone(), span: entry.key_span }, tests })
}

fn combined(entry: &Entry, report: &mut Report) -> Option<WhenSpec> {
    let items = match &entry.value.kind {
        Kind::Null => return empty(entry.key_span, &entry.key, report),
        Kind::List(items) if items.is_empty() => return empty(entry.value.span, &entry.key, report),
        Kind::List(items) => items,
        _ => {
            wrong_kind(&entry.value, &entry.key, "list", report);
            return None;
        }
    };
    let conditions = items.iter().filter_map(|item| WhenSpec::read(item, report)).collect();
    Some(match entry.key.as_str() {
        "any" => WhenSpec::Any(conditions),
        "all" => WhenSpec::All(conditions),
        _ => WhenSpec::None(conditions),
    })
}

/// `params.count: { gt: 3, lt: 10 }`.
fn in_map(entry: &Entry, map: &Map, report: &mut Report) -> Option<Vec<TestSpec>> {
    if map.entries.iter().all(|entry| is_private(&entry.key)) {
        return empty(entry.key_span, &entry.key, report);
    }
    let allowed: Vec<&str> = operators().collect();
    let meant = |key: &str| slip(SLIPS, key).or_else(|| nearest(key, OPERATORS.iter().map(|(name, _)| *name)));
    // `params: { size: L }`: no operator in it, and none was meant.
    if public(map).all(|inner| operator(&inner.key).is_none() && meant(&inner.key).is_none())
        && let Some(inner) = public(map).next()
    {
        let form = Diagnostic::new(Code::WhenForm).at(inner.key_span).arg("reason", "nested name");
        report.push(form.suggest(Some(format!("{}.{}", entry.key, inner.key))));
        return None;
    }
    for inner in public(map).filter(|inner| operator(&inner.key).is_none()) {
        unknown(inner, meant(&inner.key), &allowed, report);
    }
    Some(WhenSpec::tests(map, report))
}

fn unknown(entry: &Entry, meant: Option<&'static str>, allowed: &[&str], report: &mut Report) {
    let unknown = Diagnostic::new(Code::UnknownKey).at(entry.key_span).arg("key", &entry.key);
    let unknown = unknown.arg("allowed", allowed.join(", ")).suggest(meant);
    report.push(match meant {
        Some(meant) => unknown.fix(entry.key_span, meant),
        None => unknown,
    });
}

fn slip(slips: &[(&str, &'static str)], key: &str) -> Option<&'static str> {
    slips.iter().find(|(slip, _)| slip.eq_ignore_ascii_case(key)).map(|(_, right)| *right)
}

fn is_list_of_maps(node: &Node) -> bool {
    matches!(&node.kind, Kind::List(items) if items.iter().any(|item| matches!(item.kind, Kind::Map(_))))
}

/// `{params.size:L}`, `{params.size == L}`: YAML takes the whole of it for a key without a value.
fn no_name(entry: &Entry) -> Diagnostic {
    if let Some((name, value)) = entry.key.split_once(':') {
        let meant = format!("{}: {}", name.trim(), value.trim());
        return Diagnostic::new(Code::MissingSpace).at(entry.key_span).arg("text", &entry.key).fix(entry.key_span, meant);
    }
    let form = Diagnostic::new(Code::WhenForm).at(entry.key_span).arg("reason", "not a name");
    match comparison(&entry.key) {
        Some(meant) => form.fix(entry.key_span, meant),
        None => form,
    }
}

/// `params.size == L` as it was meant: `params.size: L`.
fn comparison(text: &str) -> Option<String> {
    let sign = text.find(['=', '<', '>', '!'])?;
    let (name, rest) = text.split_at_checked(sign)?;
    let value = rest.trim_start_matches(['=', '<', '>', '!']);
    let operator = slip(SLIPS, rest.get(..rest.len() - value.len())?)?;
    let (name, value) = (name.trim(), value.trim());
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c));
    let is_plain = !value.is_empty() && !value.contains([',', '{', '}', '[', ']', ':', '#']);
    (is_name && is_plain).then(|| match operator {
        "is" => format!("{name}: {value}"),
        _ => format!("{name}: {{ {operator}: {value} }}"),
    })
}

/// `>3` as it was meant: `{ gt: 3 }`.
fn signed(text: &str) -> Option<String> {
    let (sign, number) = text.trim().split_at_checked(text.trim().find(|c: char| !"<>=!".contains(c))?)?;
    let right = slip(SLIPS, sign)?;
    Decimal::of_text(number.trim()).map(|_| format!("{{ {right}: {} }}", number.trim()))
}

/// One operator and what it compares with.
fn test(operator: Operator, entry: &Entry, report: &mut Report) -> Option<TestSpec> {
    let operands = match &entry.value.kind {
        Kind::Null => return empty(entry.key_span, &entry.key, report),
        Kind::List(items) if items.is_empty() => return empty(entry.value.span, &entry.key, report),
        Kind::List(items) if takes_several(operator) => items.as_slice(),
        _ => std::slice::from_ref(&entry.value),
    };
    let fits: Vec<bool> = operands.iter().map(|operand| is_operand(operator, operand, &entry.key, report)).collect();
    let span = Span { end: entry.value.span.end, ..entry.key_span };
    fits.into_iter().all(|fits| fits).then(|| TestSpec { operator, operands: operands.to_vec(), span })
}

fn takes_several(operator: Operator) -> bool {
    matches!(operator, Operator::Is | Operator::Not | Operator::Contains | Operator::Starts | Operator::Ends)
}

/// Whether the operator can compare with it; otherwise it is reported.
fn is_operand(operator: Operator, node: &Node, key: &str, report: &mut Report) -> bool {
    let expected = match operator {
        Operator::Exists | Operator::Empty => "true/false",
        Operator::Gt | Operator::Gte | Operator::Lt | Operator::Lte => "number",
        _ => "text",
    };
    let fits = match (&node.kind, expected) {
        (Kind::Bool(_), "true/false") | (Kind::Number(..), "number") => true,
        (Kind::Text(text), "number") => text.value.contains("{{") || Decimal::of_text(&text.value).is_some(),
        (Kind::Text(text), "text") if text.value.is_empty() && !matches!(operator, Operator::Is | Operator::Not) => {
            return empty::<()>(node.span, key, report).is_some();
        }
        (_, "text") => node.as_text().is_some(),
        _ => false,
    };
    if !fits {
        wrong_kind(node, key, expected, report);
    }
    fits
}

fn empty<T>(span: Span, key: &str, report: &mut Report) -> Option<T> {
    report.push(Diagnostic::new(Code::EmptyValue).at(span).arg("key", key));
    None
}

fn wrong_kind(node: &Node, what: &str, expected: &'static str, report: &mut Report) {
    let wrong = Diagnostic::new(Code::WrongKind).at(node.span).arg("what", what);
    report.push(wrong.arg("expected", expected).arg("found", node.kind.word()));
}

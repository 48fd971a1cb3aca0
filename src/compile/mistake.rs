//! What Kakao would refuse in a literal answer → diagnostics where it stands in the file.

use serde_json::Value;

use super::list::Presence;
use super::tree::{Tree, get, get_mut};
use crate::config::ElementSpec;
use crate::diag::{Code, Diagnostic, Report, Span, nearest};
use crate::kakao;
use crate::kakao::{Overflow, Path, Rule, Seg, Violation};
use crate::yaml::{Kind, Node};

/// Kakao's components, for "did you mean".
const COMPONENTS: [&str; 8] =
    ["simpleText", "simpleImage", "textCard", "basicCard", "commerceCard", "listCard", "itemCard", "carousel"];
/// A quick reply's label is shown whole up to here, in characters.
const QUICK_REPLY_LABEL: usize = 14;

/// Reports everything wrong in an answer; `false` when there is an error. Templates are taken to render what belongs where they
/// stand: in the tree they are replaced by such a value. Numbers and bools where a text belongs become the text as written.
pub(super) fn report(node: &Node, tree: &mut Tree, overflow: Overflow, report: &mut Report) -> bool {
    let mut violations = kakao::check_written(&tree.value, overflow);
    if as_written(node, &mut tree.value, &violations) {
        violations = kakao::check_written(&tree.value, overflow);
    }
    let mut unknown = Vec::new();
    violations.retain(|violation| {
        let Some(stand_in) = tree.holes.contains_key(&violation.at).then(|| stand_in(&violation.rule)).flatten() else {
            return true;
        };
        if matches!(violation.rule, Rule::NotOneOf { .. }) {
            unknown.extend(violation.at.0.split_last().map(|(_, parent)| parent.to_vec()));
        }
        if let Some(value) = get_mut(&mut tree.value, &violation.at) {
            *value = stand_in;
        }
        false
    });
    violations.retain_mut(|violation| !is_only_possible(violation, tree));
    forget_consequences(&mut violations, &tree.value, |value| kakao::check_written(value, overflow));
    let mixed = mixed(node, tree);
    // What else belongs beside a rendered `action` or `type` is known only when it is rendered.
    violations.retain(|violation| !unknown.iter().any(|parent| violation.at.0.starts_with(parent)));
    for violation in &violations {
        // `config` has looked at all addresses but those that `vars` complete.
        if violation.rule != Rule::NotAUrl || find(node, &violation.at).node.as_text().is_some_and(|text| text.contains("{{")) {
            report.push(diagnose(node, &tree.value, violation));
        }
    }
    let is_right = violations.is_empty() && mixed.is_empty();
    for mixed in mixed {
        report.push(mixed);
    }
    warn(node, tree, report);
    is_right
}

/// Takes out what is missing only because its key is misspelt: one slip is told once. `check`: what is wrong with an answer.
pub(super) fn forget_consequences(violations: &mut Vec<Violation>, value: &Value, check: impl Fn(&Value) -> Vec<Violation>) {
    let mut meant = value.clone();
    let mut any = false;
    for violation in violations.iter() {
        let Rule::UnknownField { allowed, .. } = &violation.rule else { continue };
        let Some((Seg::Key(slip), parent)) = violation.at.0.split_last() else { continue };
        let right = nearest(slip, allowed.iter().copied());
        // A card with its name where the bare card belongs.
        if COMPONENTS.contains(&slip.as_str())
            && let Some(parent) = get_mut(&mut meant, &Path(parent.to_vec()))
            && let Some(card) = parent.get(slip).filter(|card| card.is_object()).cloned()
        {
            *parent = card;
            any = true;
            continue;
        }
        if let Some(right) = right
            && let Some(Value::Object(fields)) = get_mut(&mut meant, &Path(parent.to_vec()))
            && !fields.contains_key(right)
            && let Some(written) = fields.shift_remove(slip)
        {
            fields.insert(right.to_owned(), written);
            any = true;
        }
    }
    if any {
        let left = check(&meant);
        let follows = |violation: &Violation| matches!(violation.rule, Rule::Missing { .. } | Rule::Requires { .. });
        violations.retain(|violation| !follows(violation) || left.contains(violation));
    }
}

/// Texts that hold more than one expression where a number or a bool belongs.
fn mixed(node: &Node, tree: &Tree) -> Vec<Diagnostic> {
    let is_scalar = |path: &Path| kakao::spot(&tree.value, path).is_some_and(|spot| spot.field.is_scalar());
    let mixed = tree.holes.iter().filter(|(path, text)| !text.is_one_expression() && is_scalar(path));
    let diagnostic = |(path, _): (&Path, _)| {
        let found = find(node, path);
        let written = found.node.as_text().unwrap_or_default();
        Diagnostic::new(Code::NotOneExpression).at(found.span()).arg("field", field(path)).arg("found", written)
    };
    mixed.map(diagnostic).collect()
}

/// Whether a rule may hold all the same: each list stands in the tree with every element once, though not every one is always there.
/// What is certain is told with its own count.
fn is_only_possible(violation: &mut Violation, tree: &Tree) -> bool {
    let is_certain = |presence: &Option<Presence>| presence.as_ref().is_none_or(Presence::is_certain);
    match (&mut violation.rule, tree.lists.get(&violation.at)) {
        (Rule::TooMany { max, found }, Some(list)) => {
            *found = list.iter().filter(|presence| is_certain(presence)).count();
            *found <= *max
        }
        (Rule::TooFew { min }, Some(list)) => {
            let most = list.iter().map(|presence| presence.as_ref().map_or(1, Presence::most));
            most.fold(0, usize::saturating_add) >= *min
        }
        (Rule::Uneven, _) => {
            tree.lists.iter().any(|(path, list)| violation.at.0.starts_with(&path.0) && !list.iter().all(is_certain))
        }
        _ => false,
    }
}

/// A value that keeps the rule, where a template may well render one.
fn stand_in(rule: &Rule) -> Option<Value> {
    match rule {
        Rule::WrongKind { expected: "number" } => Some(Value::from(1)),
        Rule::WrongKind { expected: "bool" } => Some(Value::Bool(true)),
        Rule::NotAUrl => Some(Value::from("https://example.com/")),
        Rule::NotOneOf { allowed } => allowed.first().map(|first| Value::from(*first)),
        Rule::Missing { .. } => Some(Value::from("…")),
        _ => None,
    }
}

/// `title: 010` means the text "010". Whether anything changed.
fn as_written(node: &Node, value: &mut Value, violations: &[Violation]) -> bool {
    let mut changed = false;
    for violation in violations.iter().filter(|v| v.rule == Rule::WrongKind { expected: "text" }) {
        let found = find(node, &violation.at);
        if let (true, Some(text), Some(value)) = (found.exact, found.node.as_text(), get_mut(value, &violation.at)) {
            *value = Value::from(text);
            changed = true;
        }
    }
    changed
}

/// One broken rule, where it stands.
pub(super) fn diagnose(node: &Node, value: &Value, violation: &Violation) -> Diagnostic {
    let found = find(node, &violation.at);
    let field = field(&violation.at);
    let written = get(value, &violation.at).map_or_else(String::new, shown);
    match &violation.rule {
        Rule::TooLong { max, found: was } => {
            Diagnostic::new(Code::TooLong).at(found.span()).arg("field", field).arg("max", max).arg("found", was)
        }
        Rule::TooLongTogether { fields, max, found: was } => {
            Diagnostic::new(Code::TooLongTogether).at(found.span()).arg("fields", fields).arg("max", max).arg("found", was)
        }
        Rule::TooMany { max, found: was } => Diagnostic::new(Code::TooMany)
            .at(found.item(*max).map_or_else(|| found.span(), |item| item.span))
            .arg("field", field)
            .arg("max", max)
            .arg("found", was),
        Rule::TooFew { min } => Diagnostic::new(Code::TooFew).at(found.name()).arg("field", field).arg("min", min),
        Rule::Missing { component } => {
            Diagnostic::new(Code::Missing).at(found.name()).arg("field", last(&violation.at)).arg("component", component)
        }
        Rule::UnknownField { component, allowed } => {
            let name = last(&violation.at);
            let near = nearest(&name, allowed.iter().copied()).map(str::to_owned);
            Diagnostic::new(Code::WrongField)
                .at(found.name())
                .arg("field", name)
                .arg("component", component)
                .arg("allowed", allowed.join(", "))
                .suggest(near)
        }
        Rule::WrongKind { expected: "number" } => {
            Diagnostic::new(Code::NotANumber).at(found.span()).arg("field", field).arg("found", written)
        }
        Rule::WrongKind { expected } => Diagnostic::new(Code::WrongKind)
            .at(found.span())
            .arg("what", field)
            .arg("expected", if *expected == "bool" { "true/false" } else { expected })
            .arg("found", found.node.kind.word()),
        Rule::NotOneOf { allowed } => {
            let near = nearest(&written, allowed.iter().copied()).map(str::to_owned);
            Diagnostic::new(Code::NotOneOf)
                .at(found.span())
                .arg("what", field)
                .arg("allowed", allowed.join(", "))
                .arg("found", written)
                .suggest(near)
        }
        Rule::NotTogether { first, second } => {
            Diagnostic::new(Code::NotTogether).at(found.name()).arg("first", first).arg("second", second)
        }
        Rule::Requires { other } => {
            Diagnostic::new(Code::Requires).at(found.name()).arg("field", last(&violation.at)).arg("other", other)
        }
        Rule::NotAComponent => {
            let name = component_name(value, &violation.at);
            let near = nearest(&name, COMPONENTS).map(str::to_owned);
            Diagnostic::new(Code::UnknownComponent).at(found.first_name()).arg("name", name).suggest(near)
        }
        Rule::NotAUrl => Diagnostic::new(Code::BadUrl).at(found.span()).arg("url", written),
        Rule::Misspelled { right } => Diagnostic::new(Code::Misspelled)
            .at(found.name())
            .arg("found", last(&violation.at))
            .arg("right", right)
            .fix(found.name(), *right),
        Rule::Uneven => Diagnostic::new(Code::MixedCarousel).at(found.name()),
    }
}

/// Warnings: what Kakao takes but shows badly.
fn warn(node: &Node, tree: &Tree, report: &mut Report) {
    let labels = tree.value.pointer("/template/quickReplies").and_then(Value::as_array);
    for (i, reply) in labels.into_iter().flatten().enumerate() {
        let characters = reply.get("label").and_then(Value::as_str).map_or(0, |label| label.chars().count());
        if characters > QUICK_REPLY_LABEL {
            let keys = [Seg::Key("template".into()), Seg::Key("quickReplies".into()), Seg::Index(i), Seg::Key("label".into())];
            let span = find(node, &Path(keys.into())).span();
            report.push(Diagnostic::new(Code::LongLabel).at(span).arg("max", QUICK_REPLY_LABEL).arg("found", characters));
        }
    }
}

/// The deepest node on the way to a place.
struct Found<'a> {
    node: &'a Node,
    key: Option<Span>,
    exact: bool,
}

fn find<'a>(root: &'a Node, path: &Path) -> Found<'a> {
    let mut found = Found { node: root, key: None, exact: true };
    for seg in &path.0 {
        match (seg, &found.node.kind) {
            (Seg::Key(key), Kind::Map(map)) if let Some(entry) = map.get(key) => {
                found = Found { node: &entry.value, key: Some(entry.key_span), exact: true };
            }
            (Seg::Index(at), Kind::List(items)) if let Some(item) = items.get(*at) => {
                found = Found { node: element(item), key: None, exact: true };
            }
            _ => {
                found.exact = false;
                break;
            }
        }
    }
    found
}

/// The element itself, without what says when it is there.
fn element(node: &Node) -> &Node {
    ElementSpec::of(node).map_or(node, |spec| element(spec.element))
}

impl<'a> Found<'a> {
    fn span(&self) -> Span {
        self.node.span
    }

    /// The key that names the node, or its first one.
    fn name(&self) -> Span {
        self.key.unwrap_or_else(|| self.first_name())
    }

    fn first_name(&self) -> Span {
        match &self.node.kind {
            Kind::Map(map) => map.entries.first().map_or(self.node.span, |entry| entry.key_span),
            _ => self.key.unwrap_or(self.node.span),
        }
    }

    fn item(&self, at: usize) -> Option<&'a Node> {
        if let Kind::List(items) = &self.node.kind { items.get(at) } else { None }
    }
}

/// The field as a person would name it: from the component on, without Kakao's wrapping.
fn field(path: &Path) -> String {
    let component = |seg: &Seg| matches!(seg, Seg::Key(key) if COMPONENTS.contains(&key.as_str()));
    let from =
        path.0.iter().rposition(component).unwrap_or_else(|| usize::from(path.0.first() == Some(&Seg::Key("template".into()))));
    match path.0.get(from..) {
        Some(rest) if !rest.is_empty() => Path(rest.to_vec()).to_string(),
        _ => path.to_string(),
    }
}

/// The last field of a path.
fn last(path: &Path) -> String {
    let key = path.0.iter().rev().find_map(|seg| if let Seg::Key(key) = seg { Some(key.clone()) } else { None });
    key.unwrap_or_default()
}

fn component_name(value: &Value, path: &Path) -> String {
    match (path.0.last(), get(value, path)) {
        (Some(Seg::Key(key)), _) => key.clone(),
        (_, Some(Value::Object(map))) => map.keys().map(String::as_str).collect::<Vec<_>>().join(", "),
        (_, Some(other)) => shown(other),
        _ => String::new(),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use crate::compile::testing::{load_files, mistakes, only_skill, snapshot, under_caret};
    use crate::compile::{Answer, Reply};

    fn found(yaml: &str) -> Vec<String> {
        mistakes(&load_files(yaml, &[]))
    }

    #[test]
    fn a_literal_text_over_its_limit_is_an_error_where_it_stands() {
        let yaml = format!("skills:\n  /a: 짧아요\n  /b: {}\n", "가".repeat(1001));
        assert_eq!(found(&yaml), ["E070 3:7 field=simpleText.text max=1000 found=1001"]);
    }

    #[test]
    fn the_literal_parts_of_a_template_count() {
        let yaml = format!("skills:\n  /b: \"{}{{{{utterance}}}}\"\n", "가".repeat(1001));
        assert_eq!(found(&yaml), ["E070 2:7 field=simpleText.text max=1000 found=1001"]);
    }

    #[test]
    fn a_text_that_is_too_long_is_told_as_such_and_not_searched_for_slips() {
        let yaml = format!("skills:\n  /b: \"{{{{utterance}}}}{{params.name}}{}\"\n", "가".repeat(6_000));
        let found = found(&yaml);
        assert!(found.len() == 1 && found[0].starts_with("E056"), "{found:?}");
    }

    #[test]
    fn every_mistake_of_every_skill_is_reported() {
        let yaml = "skills:\n  /a:\n    reply: { basicCard: { title: 카드 } }\n  /b:\n    reply: { textCard: { titel: 카드, title: 카드 } }\n  /c: \"{{nope}\"\n";
        let loaded = load_files(yaml, &[]);
        let codes: Vec<_> = loaded.report.sorted().iter().map(|d| d.code.id()).collect();
        assert!(codes.contains(&"E073"), "{codes:?}");
        assert!(codes.iter().any(|code| ["E077", "E011"].contains(code)), "{codes:?}");
        assert!(codes.iter().any(|code| code.starts_with("E05")), "{codes:?}");
        assert!(loaded.snapshot.is_none());
    }

    #[test]
    fn a_missing_field_is_shown_at_its_component() {
        let loaded = load_files("skills:\n  /a:\n    reply:\n      - basicCard:\n          title: 카드\n", &[]);
        assert_eq!(under_caret(&loaded, "E073"), "basicCard");
        assert!(mistakes(&loaded)[0].contains("field=thumbnail component=basicCard"), "{:?}", mistakes(&loaded));
    }

    #[test]
    fn kakaos_own_misspelling_is_pointed_out() {
        let yaml = "skills:\n  /a:\n    reply:\n      commerceCard:\n        price: 1000\n        dicountedPrice: 900\n        thumbnails: https://example.com/a.png\n";
        let loaded = load_files(yaml, &[]);
        assert_eq!(under_caret(&loaded, "E080"), "dicountedPrice");
    }

    #[test]
    fn the_first_item_too_many_is_shown() {
        let yaml = "skills:\n  /a:\n    reply: [하나, 둘, 셋, 넷, 다섯]\n";
        let loaded = load_files(yaml, &[]);
        assert_eq!(under_caret(&loaded, "E071"), "넷");
    }

    #[test]
    fn a_long_quick_reply_label_is_a_warning() {
        let yaml = "skills:\n  /a:\n    reply: 네\n    quickReplies: [\"열다섯 글자가 넘는 바로연결 단추\", 짧은 단추]\n";
        let loaded = load_files(yaml, &[]);
        assert_eq!(mistakes(&loaded), ["W004 4:20 max=14 found=18"]);
        assert!(loaded.snapshot.is_some());
    }

    #[test]
    fn a_template_may_stand_for_a_number_or_an_address() {
        let yaml = "skills:\n  /a:\n    reply:\n      commerceCard:\n        price: \"{{params.price}}\"\n        thumbnails: \"{{params.image}}\"\n";
        assert_eq!(found(yaml), Vec::<String>::new());
    }

    #[test]
    fn a_number_where_a_text_belongs_is_the_text_as_written() {
        let snapshot =
            snapshot("skills:\n  /a:\n    response:\n      template: { outputs: [ { textCard: { title: 1.10 } } ] }\n", &[]);
        let Answer::Reply(Reply::Literal(bytes)) = &only_skill(&snapshot).plan.answer else { panic!("not literal") };
        let response: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        assert_eq!(response["template"]["outputs"][0]["textCard"]["title"], "1.10");
    }
}

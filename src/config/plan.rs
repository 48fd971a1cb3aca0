//! What is done with a request: the keys that a skill and each of its cases share.

use std::time::Duration;

use super::fields::Fields;
use super::reading::Reading;
use super::template_file::TemplateFiles;
use super::{AnswerSpec, CallbackSpec, PlanSpec, callback, cases, reply, skill, tree, upstream, validate};
use crate::diag::{Code, Diagnostic, Span};
use crate::kakao::Overflow;
use crate::yaml::{Entry, Kind, Node};

pub(super) const ANSWERS: &[&str] = &["reply", "response", "template", "cases", "validate"];
/// What only a SkillResponse has.
const OF_RESPONSES: &[&str] = &["quickReplies", "contexts", "data", "callback", "wait", "fallback", "overflow"];
/// What goes with `reply` and `template`.
pub(super) const EXTRAS: &[&str] = &["quickReplies", "contexts", "data"];
pub(crate) const OVERFLOWS: &[&str] = &["truncate", "split", "error"];

/// What a plan has where it does not speak for itself: a skill from `defaults`, a case from its skill.
#[derive(Clone, Default)]
pub(super) struct Inherited {
    /// Native quick replies, contexts and data, for `reply` and `template`.
    pub(super) extras: reply::Extras,
    /// Whether the answer may come later, for plans with an upstream.
    pub(super) callback: Option<CallbackSpec>,
    /// The text while a callback runs.
    pub(super) wait: Option<Node>,
    /// A native SkillResponse.
    pub(super) fallback: Option<Node>,
    /// What happens past a limit.
    pub(super) overflow: Option<Overflow>,
    /// The skill's upstream has been asked by the time that this plan is chosen.
    pub(super) asked: bool,
}

impl Inherited {
    /// What it does not say, `outer` says.
    pub(super) fn or(self, outer: &Self) -> Self {
        let of = |own: Option<Node>, outer: &Option<Node>| own.or_else(|| outer.clone());
        Self {
            extras: reply::Extras {
                quick_replies: of(self.extras.quick_replies, &outer.extras.quick_replies),
                contexts: of(self.extras.contexts, &outer.extras.contexts),
                data: of(self.extras.data, &outer.extras.data),
            },
            callback: self.callback.or(outer.callback),
            wait: of(self.wait, &outer.wait),
            fallback: of(self.fallback, &outer.fallback),
            overflow: self.overflow.or(outer.overflow),
            asked: self.asked,
        }
    }
}

/// Whose plan it is.
pub(super) struct Owner<'o> {
    /// The skill's path.
    pub(super) path: &'o str,
    /// Where the skill or the case begins.
    pub(super) span: Span,
    /// How long the skill may take to answer.
    pub(super) timeout: Duration,
}

/// Reads a plan. What cannot be read is reported and something harmless stands in for it, so that
/// the rest is looked at.
pub(super) fn read(
    fields: &Fields<'_>,
    owner: &Owner<'_>,
    inherited: &Inherited,
    files: &mut TemplateFiles,
    reading: &mut Reading<'_>,
) -> PlanSpec {
    let asks = fields.entry("upstream").is_some();
    let own = callback::read(fields, reading);
    let callback = own.or(inherited.callback.filter(|_| asks)).unwrap_or(CallbackSpec::OFF);
    callback::check_deadline(fields, callback, owner.timeout, reading);
    let longest = callback::longest(callback, skill::TIME.1);
    let upstream = fields.value("upstream", reading).and_then(|node| upstream::read(node, longest, reading));
    let upstream = upstream.or_else(|| fields.entry("upstream").map(|entry| upstream::stand_in(entry.value.span)));

    let extras = extras(fields, inherited, reading);
    let wait = wait(fields, reading).or_else(|| inherited.wait.clone());
    let fallback = fields.value("fallback", reading).and_then(|node| reply::fallback(node, reading));
    let fallback = fallback.or_else(|| inherited.fallback.clone());
    let overflow = overflow(fields, reading).or(inherited.overflow);
    let for_cases = Inherited { extras, callback: own.or(inherited.callback), wait, fallback, overflow, asked: asks };
    let answer = answer(fields, owner, &for_cases, inherited.asked, files, reading);
    check_effects(fields, answer.as_ref(), callback, inherited, reading);
    // A case of a skill that asked is posted by the skill's callback.
    let promised = if inherited.asked { inherited.callback } else { Some(callback).filter(|_| asks) };
    if promised.is_some_and(CallbackSpec::is_on) {
        check_bubbles(fields, answer.as_ref(), reading);
    }
    // What is told a parameter validation is no SkillResponse.
    let validates = matches!(answer, Some(AnswerSpec::Validate(_)));
    let Inherited { wait, fallback, overflow, .. } = for_cases;
    PlanSpec {
        answer: answer.unwrap_or(AnswerSpec::PassOn),
        upstream,
        // What its cases inherit is none of its own.
        callback: if asks && !validates { callback } else { CallbackSpec::OFF },
        wait,
        fallback: fallback.filter(|_| !validates),
        overflow: overflow.unwrap_or_default(),
    }
}

/// `overflow`, in a plan or in `defaults`.
pub(super) fn overflow(fields: &Fields<'_>, reading: &mut Reading<'_>) -> Option<Overflow> {
    let node = fields.text_node("overflow", reading)?;
    match node.as_text() {
        Some("truncate") => Some(Overflow::Truncate),
        Some("split") => Some(Overflow::Split),
        Some("error") => Some(Overflow::Error),
        _ => {
            reading.not_one_of(node, "overflow", OVERFLOWS);
            None
        }
    }
}

/// `wait`, in a plan or in `defaults`.
pub(super) fn wait(fields: &Fields<'_>, reading: &mut Reading<'_>) -> Option<Node> {
    fields.text_node("wait", reading).map(tree::as_text)
}

/// What goes with a reply: the plan's own, or what it inherits.
fn extras(fields: &Fields<'_>, inherited: &Inherited, reading: &mut Reading<'_>) -> reply::Extras {
    let or = |key: &str, own: Option<Node>, inherited: &Option<Node>| {
        if fields.entry(key).is_some() { own } else { inherited.clone() }
    };
    let quick_replies = fields.value("quickReplies", reading).and_then(|node| reply::quick_replies(node, reading));
    let contexts = fields.value("contexts", reading).and_then(|node| reply::contexts(node, reading));
    let data = fields.value("data", reading).and_then(|node| reply::data(node, reading));
    reply::Extras {
        quick_replies: or("quickReplies", quick_replies, &inherited.extras.quick_replies),
        contexts: or("contexts", contexts, &inherited.extras.contexts),
        data: or("data", data, &inherited.extras.data),
    }
}

/// What answers: exactly one of the keys, or the upstream.
fn answer(
    fields: &Fields<'_>,
    owner: &Owner<'_>,
    own: &Inherited,
    asked: bool,
    files: &mut TemplateFiles,
    reading: &mut Reading<'_>,
) -> Option<AnswerSpec> {
    let given: Vec<&Entry> = ANSWERS.iter().filter_map(|key| fields.entry(key)).collect();
    if let [first, second, ..] = given.as_slice() {
        let (first, second) = if first.key_span.start < second.key_span.start { (first, second) } else { (second, first) };
        let keys: Vec<&str> = given.iter().map(|entry| entry.key.as_str()).collect();
        let several = Diagnostic::new(Code::SeveralAnswers).at(second.key_span).arg("keys", keys.join(", "));
        reading.report.push(several.also(first.key_span, "먼저 적은 대답이에요", "the first answer"));
    }
    // All of them are read, so that their own mistakes show too.
    let reply = fields.value("reply", reading).map(|node| reply::outputs(node, "reply", reading));
    let response = fields.value("response", reading).map(|node| reply::response(node, reading));
    if !(own.asked || asked)
        && let Some(promise) = fields.entry("response").and_then(|response| promise(&response.value))
    {
        reading.report.push(Diagnostic::new(Code::CallbackWithoutUpstream).at(promise.key_span));
    }
    let file = fields.text_node("template", reading).map(|node| files.named(node, reading));
    let cases = fields.value("cases", reading).map(|node| cases::read(node, owner, own, files, reading));
    let validate = fields.value("validate", reading).map(|node| validate::read(node, reading));
    let span = fields.node().span;
    let other = cases.map(|cases| cases.map(AnswerSpec::Cases)).or(validate.map(|validate| validate.map(AnswerSpec::Validate)));
    match (reply, response, file, other) {
        (Some(outputs), ..) => {
            outputs.map(|outputs| AnswerSpec::Response(reply::assemble(span, Some(outputs), own.extras.clone(), reading)))
        }
        (None, Some(response), ..) => response.map(AnswerSpec::Response),
        (None, None, Some(file), _) => file.map(|file| AnswerSpec::File {
            file,
            extras: (!own.extras.is_empty()).then(|| reply::assemble(span, None, own.extras.clone(), reading)),
        }),
        (None, None, None, Some(other)) => other,
        (None, None, None, None) if !given.is_empty() => None,
        (None, None, None, None) if speaks_to_the_block(fields) => {
            // Quick replies stand below an answer of this server's only.
            let extras = reply::Extras { quick_replies: None, ..own.extras.clone() };
            Some(AnswerSpec::Response(reply::assemble(span, None, extras, reading)))
        }
        (None, None, None, None) if own.asked || asked => Some(AnswerSpec::PassOn),
        // The answer probably stands under the unknown key.
        (None, None, None, None) if fields.any_unknown() => None,
        (None, None, None, None) => {
            reading.report.push(Diagnostic::new(Code::NoAnswer).at(owner.span).arg("path", owner.path));
            None
        }
    }
}

/// `useCallback: true` in an answer: some server has to keep it.
fn promise(response: &Node) -> Option<&Entry> {
    let Kind::Map(map) = &response.kind else { return None };
    map.get("useCallback").filter(|entry| entry.value.as_text() == Some("true"))
}

/// Whether `data` or `contexts` are the whole answer: what is shown is the block's own, with `{{#webhook.…}}` in it. Of the answer of
/// an upstream beside them they have to say something; otherwise it is passed on. A case of a skill that asked has looked at it already.
fn speaks_to_the_block(fields: &Fields<'_>) -> bool {
    let alone = ANSWERS.iter().all(|key| fields.entry(key).is_none());
    let asks = fields.entry("upstream").is_some();
    let said = ["data", "contexts"].iter().filter_map(|key| fields.entry(key)).map(|entry| &entry.value);
    let is_empty = |node: &Node| match &node.kind {
        Kind::Map(map) => map.entries.is_empty(),
        Kind::List(items) => items.is_empty(),
        _ => false,
    };
    alone && said.into_iter().any(|node| !is_empty(node) && (!asks || names_upstream(node)))
}

/// Whether a template in it, an `each` or a `when` looks at the upstream's answer. A partial may.
fn names_upstream(node: &Node) -> bool {
    match &node.kind {
        Kind::Text(text) => expressions(&text.value).any(|inside| inside.starts_with('>') || words(inside).any(is_of_upstream)),
        Kind::List(items) => items.iter().any(names_upstream),
        Kind::Map(map) => map.entries.iter().any(|entry| match entry.key.as_str() {
            "when" => asks_of_upstream(&entry.value),
            "each" => entry.value.as_text().is_some_and(is_of_upstream) || names_upstream(&entry.value),
            _ => names_upstream(&entry.value),
        }),
        _ => false,
    }
}

/// The same of a condition, whose keys are names too.
fn asks_of_upstream(condition: &Node) -> bool {
    match &condition.kind {
        Kind::List(items) => items.iter().any(asks_of_upstream),
        Kind::Map(map) => map.entries.iter().any(|entry| is_of_upstream(&entry.key) || asks_of_upstream(&entry.value)),
        _ => names_upstream(condition),
    }
}

/// What stands between the braces of a text's templates.
fn expressions(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("}}")?.0.trim_start_matches(['{', '~', '#', '^', '&']).trim_start()))
}

/// The names and helpers of an expression.
fn words(expression: &str) -> impl Iterator<Item = &str> {
    expression.split(|c: char| c.is_whitespace() || "()=~{}[]|\"'".contains(c))
}

fn is_of_upstream(name: &str) -> bool {
    let name = name.trim().trim_start_matches("../").trim_start_matches("@root.").trim_start_matches("this.");
    name.split(['.', '/']).next() == Some("upstream")
}

/// An answer without bubbles where a callback posts it.
fn check_bubbles(fields: &Fields<'_>, answer: Option<&AnswerSpec>, reading: &mut Reading<'_>) {
    let Some(AnswerSpec::Response(Node { kind: Kind::Map(response), .. })) = answer else { return };
    if response.get("template").is_none()
        && let Some(entry) = ["data", "contexts", "response"].iter().find_map(|key| fields.entry(key))
    {
        reading.report.push(Diagnostic::new(Code::CallbackWithoutBubbles).at(entry.key_span));
    }
}

/// Keys that would do nothing beside the others.
fn check_effects(
    fields: &Fields<'_>,
    answer: Option<&AnswerSpec>,
    callback: CallbackSpec,
    inherited: &Inherited,
    reading: &mut Reading<'_>,
) {
    let has = |key: &str| fields.entry(key).is_some();
    if has("validate") {
        for entry in OF_RESPONSES.iter().filter_map(|key| fields.entry(key)) {
            reading.no_effect(entry.key_span, &entry.key, "validate");
        }
        if let Some(entry) = fields.entry("timeout").filter(|_| !has("upstream")) {
            reading.no_effect(entry.key_span, "timeout", "no upstream");
        }
        return;
    }
    let asks = has("upstream") || inherited.asked;
    let (of_cases, cases) = match answer {
        Some(AnswerSpec::Cases(cases)) => (true, cases.as_slice()),
        // Broken cases might be anything.
        _ => (has("cases"), &[][..]),
    };
    let reason = match (has("response"), has("reply") || has("template") || of_cases, asks) {
        (true, false, _) => Some("response"),
        (false, false, _) if speaks_to_the_block(fields) => {
            if let Some(entry) = fields.entry("quickReplies") {
                reading.no_effect(entry.key_span, "quickReplies", "no bubbles");
            }
            None
        }
        (false, false, true) => Some("passed on"),
        _ => None,
    };
    for key in EXTRAS {
        if let (Some(entry), Some(reason)) = (fields.entry(key), reason) {
            // Values can be picked of an answer; quick replies need a bubble of this server's.
            let reason = if *key == "quickReplies" && reason == "passed on" { "no reply" } else { reason };
            reading.no_effect(entry.key_span, key, reason);
        }
    }
    let any_case = |holds: &dyn Fn(&PlanSpec) -> bool| of_cases && cases.is_empty() || cases.iter().any(|case| holds(&case.plan));
    let waits = callback.is_on() || any_case(&|case| case.callback.is_on());
    if let Some(entry) = fields.entry("wait").filter(|_| !waits) {
        reading.no_effect(entry.key_span, "wait", "callback");
    }
    if !has("upstream") && !any_case(&|case| case.upstream.is_some()) {
        if let Some(entry) = fields.entry("callback").filter(|_| callback.is_on()) {
            reading.report.push(Diagnostic::new(Code::CallbackWithoutUpstream).at(entry.key_span));
        } else if let Some(entry) = fields.entry("timeout") {
            reading.no_effect(entry.key_span, "timeout", "no upstream");
        }
    }
}

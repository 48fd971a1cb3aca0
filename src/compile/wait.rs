//! The useCallback answer: what the user sees and what the bot remembers while the callback runs.

use bytes::Bytes;
use serde_json::{Value, json};

use super::texts::{Known, Texts};
use super::tree::Tree;
use super::{Pieces, Reply};
use crate::config::{AnswerSpec, PlanSpec};
use crate::kakao;
use crate::yaml::{Kind, Node};

/// `data.text` unless the skill says another.
const WAIT: &str = "답변을 준비하고 있어요. 잠시만 기다려 주세요.";

/// `wait` → `{"version":"2.0","useCallback":true,"data":{"text":…}}`, with those of the answer's contexts that do not depend on the
/// upstream: what the user says while waiting already finds them.
pub(super) fn compile(spec: &PlanSpec, texts: &mut Texts<'_>) -> Option<Reply> {
    texts.upstream = Known::No;
    let wait = spec.wait.as_ref().map_or_else(|| Some(Tree::literal(Value::from(WAIT))), |wait| Tree::gather(wait, texts))?;
    let mut tree = wait.wrap(|text| json!({"version": "2.0", "useCallback": true, "data": {"text": text}}), &["data", "text"]);
    if let Some(contexts) = contexts(&spec.answer).filter(|_| spec.callback.is_on()) {
        tree = tree.beside("context", Tree::gather(&contexts, texts)?.wrap(|values| json!({ "values": values }), &["values"]));
    }
    if !tree.is_literal() {
        return Some(Reply::Pieces(Pieces::new(tree.into_pieces(spec.overflow))));
    }
    // Nothing in it can be wrong that is not reported of the answer.
    let _ = kakao::fit(&mut tree.value, spec.overflow);
    Some(Reply::Literal(Bytes::from(tree.value.to_string())))
}

/// The native context values that do not need the upstream's answer.
fn contexts(answer: &AnswerSpec) -> Option<Node> {
    let response = match answer {
        AnswerSpec::Response(response) => response,
        AnswerSpec::File { extras, .. } => extras.as_ref()?,
        // Which case it will be, nobody knows before the upstream has answered.
        AnswerSpec::PassOn | AnswerSpec::Cases(_) | AnswerSpec::Validate(_) => return None,
    };
    let values = get(get(response, "context")?, "values")?;
    let Kind::List(items) = &values.kind else { return None };
    let known: Vec<Node> = items.iter().filter(|item| !may_need_upstream(item)).cloned().collect();
    (!known.is_empty()).then_some(Node { span: values.span, kind: Kind::List(known) })
}

/// Whether anything in it names the upstream, or a partial, which may do so.
fn may_need_upstream(node: &Node) -> bool {
    let names = |text: &str| text.contains("upstream") || text.contains("{{>");
    match &node.kind {
        Kind::Text(text) => names(&text.value),
        Kind::List(items) => items.iter().any(may_need_upstream),
        Kind::Map(map) => map.entries.iter().any(|entry| names(&entry.key) || may_need_upstream(&entry.value)),
        _ => false,
    }
}

fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    if let Kind::Map(map) = &node.kind { map.get(key).map(|entry| &entry.value) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::testing::{load_files, mistakes, only_skill, snapshot};

    #[test]
    fn without_contexts_there_is_the_sentence_alone() {
        let snapshot = snapshot("skills:\n  /a: { upstream: 'https://api.example.com/x', callback: true }\n", &[]);
        let Reply::Literal(bytes) = &only_skill(&snapshot).plan.wait else { panic!("not literal") };
        let response: Value = serde_json::from_slice(bytes).unwrap();
        assert_eq!(response, json!({"version": "2.0", "useCallback": true, "data": {"text": WAIT}}));
        assert_eq!(kakao::check(&response), []);
    }

    #[test]
    fn a_mistake_in_a_context_is_reported_once() {
        let yaml = "skills:\n  /a:\n    upstream: https://api.example.com/x\n    callback: true\n    reply: 네\n    contexts: [{ name: \"{{utterence}}\", lifeSpan: 1 }]\n";
        assert_eq!(mistakes(&load_files(yaml, &[])).len(), 1);
    }
}

//! A native SkillResponse with templates in its texts → pieces that are written one after the other.

use bytes::Bytes;

use super::texts::Texts;
use super::tree::Tree;
use super::{Pieces, mistake};
use crate::kakao;
use crate::kakao::Overflow;
use crate::yaml::Node;

/// A reply, ready to be written.
pub enum Reply {
    /// No template in it: checked, fitted and serialized at load.
    Literal(Bytes),
    /// JSON with rendered texts between its literal pieces.
    Pieces(Pieces),
}

impl Reply {
    /// Compiles a native SkillResponse. `None` when it holds an error, which is reported.
    pub(super) fn compile(node: &Node, overflow: Overflow, texts: &mut Texts<'_>) -> Option<Self> {
        let mut tree = Tree::gather(node, texts)?;
        if !mistake::report(node, &mut tree, overflow, texts.report) {
            return None;
        }
        if tree.is_literal() {
            return match kakao::fit(&mut tree.value, overflow) {
                Ok(_) => Some(Self::Literal(tree.value.to_string().into())),
                Err(violation) => {
                    texts.report.push(mistake::diagnose(node, &tree.value, &violation));
                    None
                }
            };
        }
        Some(Self::Pieces(Pieces::new(tree.into_pieces(overflow))))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::compile::testing::{load_files, mistakes, only_skill, snapshot};
    use crate::compile::{Answer, Piece};

    fn literal(yaml: &str) -> Value {
        let snapshot = snapshot(yaml, &[]);
        match &only_skill(&snapshot).plan.answer {
            Answer::Reply(Reply::Literal(bytes)) => serde_json::from_slice(bytes).unwrap(),
            _ => panic!("not literal"),
        }
    }

    #[test]
    fn a_reply_without_templates_is_finished_at_load() {
        let expected = json!({"version": "2.0", "template": {"outputs": [{"simpleText": {"text": "안녕하세요!"}}]}});
        assert_eq!(literal("skills:\n  /a: 안녕하세요!\n"), expected);
    }

    #[test]
    fn a_long_text_is_split_at_load_and_an_error_where_it_would_be_cut() {
        let yaml = |overflow: &str| format!("skills:\n  /a: {{ reply: \"{}\", overflow: {overflow} }}\n", "가".repeat(1500));
        let outputs = literal(&yaml("split"))["template"]["outputs"].clone();
        let lengths: Vec<_> = [0, 1].map(|at| outputs[at]["simpleText"]["text"].as_str().map(kakao::length)).into();
        assert_eq!(lengths, [Some(1000), Some(500)]);
        for overflow in ["truncate", "error"] {
            let found = mistakes(&load_files(&yaml(overflow), &[]));
            assert!(matches!(&found[..], [found] if found.starts_with("E070")), "{found:?}");
        }
    }

    #[test]
    fn vars_are_constants() {
        let response = literal("vars: { shop: \"도담\\\"카페\" }\nskills:\n  /a: \"{{vars.shop}}예요\"\n");
        assert_eq!(response["template"]["outputs"][0]["simpleText"]["text"], "도담\"카페예요");
    }

    #[test]
    fn only_rendered_texts_stand_between_the_literal_pieces() {
        let snapshot = snapshot("skills:\n  /a:\n    reply: \"안녕, {{utterance}}\"\n    quickReplies: [메뉴]\n", &[]);
        let Answer::Reply(Reply::Pieces(pieces)) = &only_skill(&snapshot).plan.answer else { panic!("not pieces") };
        let [Piece::Json(before), Piece::Text { safe: 1000, required: true, .. }, Piece::Json(after)] = &pieces.pieces[..] else {
            panic!("other pieces")
        };
        let whole = [&before[..], "네".as_bytes(), &after[..]].concat();
        let response: Value = serde_json::from_slice(&whole).unwrap();
        assert_eq!(response["version"], "2.0");
        assert_eq!(response["template"]["outputs"][0]["simpleText"]["text"], "네");
        assert_eq!(response["template"]["quickReplies"][0]["label"], "메뉴");
    }

    #[test]
    fn a_field_that_is_neither_text_nor_number_is_always_fitted() {
        let yaml = "skills:\n  /a:\n    reply:\n      commerceCard: { price: 1, thumbnails: \"{{params.image}}\" }\n";
        let snapshot = snapshot(yaml, &[]);
        let Answer::Reply(Reply::Pieces(pieces)) = &only_skill(&snapshot).plan.answer else { panic!("not pieces") };
        let text = pieces.pieces.iter().find_map(|piece| match piece {
            Piece::Text { safe, required, .. } => Some((*safe, *required)),
            _ => None,
        });
        assert_eq!(text, Some((0, true)));
    }
}

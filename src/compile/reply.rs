//! A native SkillResponse with templates in its texts → pieces that are written one after the other.

use bytes::Bytes;

use super::mistake;
use super::texts::Texts;
use super::tree::Tree;
use crate::kakao;
use crate::kakao::Overflow;
use crate::template::{Engine, RenderError, Scope, Text};
use crate::yaml::Node;

/// A reply, ready to be written.
pub enum Reply {
    /// No template in it: checked, fitted and serialized at load.
    Literal(Bytes),
    /// JSON with rendered texts between its literal pieces.
    Pieces(Pieces),
}

/// JSON with rendered texts between its literal pieces, in the order in which they are written.
pub struct Pieces {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// How many bytes the answer probably has.
    pub size: usize,
}

/// A piece of the answer's JSON.
pub enum Piece {
    /// Bytes as they are.
    Json(Box<[u8]>),
    /// A rendered text, escaped; its quotes stand in the literal pieces around it.
    Text {
        /// The template.
        template: Text,
        /// With at most this many characters no limit is broken; with more (or 0 characters where one is `required`) the finished
        /// answer is parsed and fitted. 0 when the field is no text, so that it is always fitted.
        safe: usize,
        /// An empty text has to be fitted too.
        required: bool,
    },
}

/// JSON that was written from pieces.
pub struct Written {
    /// Valid JSON.
    pub json: Vec<u8>,
    /// Whether every text is surely within its limits; otherwise the answer has to be fitted.
    pub safe: bool,
}

/// A rendered text is reckoned with this many bytes.
const TEXT_BYTES: usize = 64;

impl Pieces {
    pub(super) fn new(pieces: Vec<Piece>) -> Self {
        let size = pieces.iter().map(|piece| if let Piece::Json(json) = piece { json.len() } else { TEXT_BYTES }).sum();
        Self { pieces, size }
    }

    /// Renders every text in its place.
    pub fn write(&self, engine: &Engine, scope: &Scope<'_>) -> Result<Written, RenderError> {
        let mut json = Vec::with_capacity(self.size);
        let mut all_safe = true;
        for piece in &self.pieces {
            match piece {
                Piece::Json(bytes) => json.extend_from_slice(bytes),
                Piece::Text { template, safe, required } => {
                    let characters = template.render_json(engine, scope, &mut json)?;
                    all_safe &= characters <= *safe && (characters > 0 || !*required);
                }
            }
        }
        Ok(Written { json, safe: all_safe })
    }
}

impl Reply {
    /// Compiles a native SkillResponse. `None` when it holds an error, which is reported.
    pub(super) fn compile(node: &Node, overflow: Overflow, texts: &mut Texts<'_>) -> Option<Self> {
        let mut tree = Tree::gather(node, texts)?;
        if !mistake::report(node, &mut tree, texts.report) {
            return None;
        }
        if tree.holes.is_empty() {
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
    use crate::compile::Answer;
    use crate::compile::testing::{only_skill, snapshot};

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
    fn a_field_that_is_no_text_is_always_fitted() {
        let yaml = "skills:\n  /a:\n    reply:\n      commerceCard: { price: \"{{params.price}}\", thumbnails: \"https://example.com/a.png\" }\n";
        let snapshot = snapshot(yaml, &[]);
        let Answer::Reply(Reply::Pieces(pieces)) = &only_skill(&snapshot).plan.answer else { panic!("not pieces") };
        let text = pieces.pieces.iter().find_map(|piece| match piece {
            Piece::Text { safe, required, .. } => Some((*safe, *required)),
            Piece::Json(_) => None,
        });
        assert_eq!(text, Some((0, true)));
    }
}

//! Compiling and rendering.
//!
//! A template is read ([`super::syntax`]), checked ([`check`], [`super::lint`]), lowered to a normal form of Handlebars in which
//! each name of the request is one entry of a flat map ([`lower`]), compiled, and cut into parts ([`cut`]): what is literal or a
//! plain path is written by [`text`] itself, the rest by Handlebars ([`registry`]).

mod check;
mod cut;
mod escape;
mod failure;
mod json_text;
mod lower;
mod partials;
mod registry;
mod risk;
mod text;

use std::fmt;
use std::ops::Range;

use handlebars::Handlebars;

use super::helper::Chance;
use super::{Fault, Names, syntax};
use crate::diag::{Code, Lang};
pub use failure::RenderError;
use partials::Partials;
pub use text::Text;

/// What happens to each value on its way into the text. Literal parts of the template are never changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// Nothing: texts of bubbles. The JSON serializer escapes the finished text.
    None,
    /// Inside of a JSON string: `*.hbs` files that write JSON as text.
    Json,
    /// Percent-encoding: path and query of an upstream URL.
    Percent,
}

/// Helpers and partials of one configuration.
pub struct Engine {
    /// One for each [`Escape`].
    registries: [Handlebars<'static>; 3],
    partials: Partials,
    chance: Chance,
}

impl Engine {
    /// An engine with all helpers and these partials (name without `.hbs`, source). Partials that are wrong, or that call each
    /// other in a circle, are reported with their index. Partials serve both plain texts and JSON files.
    pub fn new(partials: &[(String, String)], faults: &mut Vec<(usize, Fault)>) -> Self {
        let chance = Chance::default();
        Self {
            registries: [Escape::None, Escape::Json, Escape::Percent].map(|escape| registry::new(escape, &chance)),
            partials: Partials::new(partials, faults),
            chance,
        }
    }

    /// From now on `random` chooses its first value: for tests, which expect the same answer each time.
    pub fn leave_nothing_to_chance(&self) {
        self.chance.end();
    }

    /// The partials that a source names (`{{> _footer}}`), without compiling it: for finding their files.
    pub fn partials_of(source: &str) -> Vec<(String, Range<usize>)> {
        let tree = syntax::parse(source, true, &mut Vec::new());
        let mut found = Vec::new();
        partials::calls(&tree.nodes, &mut |partial| found.push((partial.name.clone(), partial.name_range.clone())));
        found
    }

    /// Compiles a text. Mistakes and warnings go to `faults`; `None` when there is an error among them or in the partials.
    pub fn compile(&self, source: &str, escape: Escape, names: &mut Names, faults: &mut Vec<Fault>) -> Option<Text> {
        if !source.contains("{{") && !source.contains("}}") && source.len() <= super::MAX_TEMPLATE_BYTES {
            return Some(Text::of_literal(source, escape));
        }
        let mut found = Vec::new();
        let text = self.compile_tags(source, escape, names, &mut found);
        found.sort_by_key(|fault| (fault.range.start, fault.range.end));
        found.dedup();
        let text = text.filter(|_| !found.iter().any(Fault::is_error));
        faults.append(&mut found);
        text
    }

    fn compile_tags(&self, source: &str, escape: Escape, names: &mut Names, faults: &mut Vec<Fault>) -> Option<Text> {
        let tree = syntax::parse(source, escape == Escape::Json, faults);
        check::check(&tree.nodes, source, false, |name| self.partials.get(name).is_some(), faults);
        let lowered = lower::lower(source, &tree.nodes, escape, &self.partials, names, faults);
        if faults.iter().any(Fault::is_error) || self.partials.are_unknown_in(&tree.nodes) {
            return None;
        }
        let Ok(template) = lowered.compile() else {
            // Handlebars refuses what our own reading accepted: no place is known, but nothing is served either.
            faults.push(Fault::new(Code::TemplateSyntax, 0..source.len()).arg("detail", format!("Handlebars: {source}")));
            return None;
        };
        match cut::cut(template, self.registry(escape), names) {
            Ok(parts) => {
                let text = Text::new(parts, escape, is_one_expression(&tree), lowered.uses_upstream);
                Some(text.with_risk(risk::find(&tree.nodes)))
            }
            Err(error) => {
                faults.push(
                    Fault::new(Code::TrialFailed, 0..source.len())
                        .arg("reason", error.told(Lang::Ko))
                        .arg("reason_en", error.told(Lang::En)),
                );
                None
            }
        }
    }

    fn registry(&self, escape: Escape) -> &Handlebars<'static> {
        let [none, json, percent] = &self.registries;
        match escape {
            Escape::None => none,
            Escape::Json => json,
            Escape::Percent => percent,
        }
    }
}

fn is_one_expression(tree: &syntax::Tree) -> bool {
    let is_blank = |node: &&syntax::Node| matches!(node, syntax::Node::Text { text, .. } if text.trim().is_empty());
    let mut nodes = tree.nodes.iter().filter(|node| !is_blank(node) && !matches!(node, syntax::Node::Comment));
    matches!((nodes.next(), nodes.next()), (Some(syntax::Node::Print(_) | syntax::Node::Block(_)), None))
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

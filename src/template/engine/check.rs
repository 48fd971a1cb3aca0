//! Mistakes that one template shows by itself: unknown helpers, wrong calls, partials that are not there.

use std::ops::Range;

use crate::diag::{Code, nearest};
use crate::template::syntax::{Block, Call, Node, Param, Partial, Path, Start};
use crate::template::{Fault, helper};

/// Helpers that may open a block.
const BLOCKS: [&str; 13] = ["if", "unless", "each", "with", "eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not"];

/// Helpers that are nothing else.
const ONLY_BLOCKS: [&str; 4] = ["if", "unless", "each", "with"];

/// Checks all calls of a template. `is_partial`: its names may be those of any value.
pub(super) fn check(nodes: &[Node], source: &str, is_partial: bool, has_partial: impl Fn(&str) -> bool, faults: &mut Vec<Fault>) {
    Check { source, has_partial: &has_partial, faults, inside: usize::from(is_partial) }.nodes(nodes);
}

struct Check<'x> {
    source: &'x str,
    has_partial: &'x dyn Fn(&str) -> bool,
    faults: &'x mut Vec<Fault>,
    /// How many `each` and `with` are around.
    inside: usize,
}

impl Check<'_> {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Print(print) => match &print.value {
                    Param::Path(path) => self.lone(path, &print.range),
                    value => self.param(value, &print.range),
                },
                Node::Block(block) => self.block(block),
                Node::Partial(partial) => self.partial(partial),
                Node::Text { .. } | Node::Comment => {}
            }
        }
    }

    /// `{{trim}}`: a name like any other where a value has names of its own; else a helper without its values.
    fn lone(&mut self, path: &Path, range: &Range<usize>) {
        if let ([seg], Start::Here, 0, false) = (path.segs.as_slice(), path.start, self.inside + path.up, path.this)
            && helper::NAMES.contains(&seg.name.as_str())
        {
            let call = Call { name: seg.name.clone(), name_range: seg.range.clone(), params: Vec::new(), hash: Vec::new() };
            self.call(&call, range);
        }
    }

    fn block(&mut self, block: &Block) {
        for arm in &block.arms {
            if BLOCKS.contains(&arm.call.name.as_str()) {
                self.misuse(&arm.call, &arm.range);
            } else {
                self.unknown(&arm.call, BLOCKS);
            }
            self.values(&arm.call, &arm.range);
            let inside = matches!(arm.call.name.as_str(), "each" | "with");
            self.inside += usize::from(inside);
            self.nodes(&arm.body);
            self.inside -= usize::from(inside);
        }
        if let Some(otherwise) = &block.otherwise {
            self.nodes(&otherwise.body);
        }
    }

    fn partial(&mut self, partial: &Partial) {
        if !(self.has_partial)(&partial.name) {
            let fault = Fault::new(Code::PartialNotFound, partial.name_range.clone());
            self.faults.push(fault.arg("name", &partial.name).arg("path", format!("templates/{}.hbs", partial.name)));
        }
        for param in partial.context.iter().chain(partial.hash.iter().map(|hash| &hash.value)) {
            self.param(param, &partial.range);
        }
    }

    fn param(&mut self, param: &Param, range: &Range<usize>) {
        if let Param::Call(call) = param {
            self.call(call, range);
        }
    }

    fn call(&mut self, call: &Call, range: &Range<usize>) {
        if !helper::NAMES.contains(&call.name.as_str()) {
            self.unknown(call, helper::NAMES.iter().copied());
        } else if ONLY_BLOCKS.contains(&call.name.as_str()) {
            // `{{if x}}` without its `#`.
            let shown = self.source.get(range.clone()).unwrap_or("");
            self.faults.push(Fault::new(Code::TemplateSyntax, range.clone()).arg("detail", shown));
        } else {
            self.misuse(call, range);
        }
        self.values(call, range);
    }

    fn misuse(&mut self, call: &Call, range: &Range<usize>) {
        let literals = call.params.iter().map(|param| match param {
            Param::Literal(value) => Some(value),
            Param::Path(_) | Param::Call(_) => None,
        });
        let literals: Vec<_> = literals.collect();
        let hashes: Vec<&str> = call.hash.iter().map(|hash| hash.key.as_str()).collect();
        if let Some(misuse) = helper::check_call(&call.name, &literals, &hashes) {
            let fault = Fault::new(Code::HelperArguments, range.clone()).arg("name", &call.name);
            // A question has its own mark at the end.
            let end = |sentence: &str, mark| if sentence.ends_with('?') { "" } else { mark };
            self.faults.push(
                fault
                    .arg("reason", format!("{}{} 예) {}", misuse.ko, end(&misuse.ko, "."), misuse.usage))
                    .arg("reason_en", format!("{}{} {}", misuse.en, end(&misuse.en, ":"), misuse.usage)),
            );
        }
    }

    fn values(&mut self, call: &Call, range: &Range<usize>) {
        for param in call.params.iter().chain(call.hash.iter().map(|hash| &hash.value)) {
            self.param(param, range);
        }
    }

    fn unknown<'n>(&mut self, call: &Call, known: impl IntoIterator<Item = &'n str>) {
        let near = nearest(&call.name, known);
        let mut fault = Fault::new(Code::UnknownHelper, call.name_range.clone()).arg("name", &call.name).suggest(near);
        fault.fix = near.map(str::to_owned);
        self.faults.push(fault);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Engine, Escape, Names};

    fn faults(source: &str) -> Vec<(Code, &str)> {
        let engine = Engine::new(&[], &mut Vec::new());
        let mut found = Vec::new();
        engine.compile(source, Escape::None, &mut Names::new(std::sync::Arc::default()), &mut found);
        found.into_iter().filter(Fault::is_error).map(|fault| (fault.code, &source[fault.range])).collect()
    }

    #[test]
    fn a_helper_without_its_values_is_told_from_a_name() {
        assert_eq!(faults("{{trim}}"), [(Code::HelperArguments, "{{trim}}")]);
        assert_eq!(faults("{{#each upstream}}{{number}}{{/each}}{{params.trim}}{{이름}}"), []);
    }

    #[test]
    fn unknown_helpers_are_found_with_the_nearest() {
        assert_eq!(faults("{{jsoa params.name \"이/가\"}}"), [(Code::UnknownHelper, "jsoa")]);
        assert_eq!(
            faults("{{#iff params.name}}{{/iff}}{{#trim x}}{{/trim}}"),
            [(Code::UnknownHelper, "iff"), (Code::UnknownHelper, "trim")]
        );
        assert_eq!(faults("{{trim (uper params.x)}}"), [(Code::UnknownHelper, "uper")]);
    }

    #[test]
    fn a_block_helper_needs_its_block_and_its_value() {
        assert_eq!(faults("{{if params.x}}"), [(Code::TemplateSyntax, "{{if params.x}}")]);
        assert_eq!(
            faults("{{#if}}{{/if}}{{#each a b}}{{/each}}"),
            [(Code::HelperArguments, "{{#if}}"), (Code::HelperArguments, "{{#each a b}}")]
        );
    }
}

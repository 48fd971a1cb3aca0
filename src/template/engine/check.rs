//! Mistakes that one template shows by itself: unknown helpers, wrong calls, partials that are not there.

use std::ops::Range;

use crate::diag::{Code, nearest};
use crate::template::syntax::{Block, Call, Node, Param, Partial};
use crate::template::{Fault, helper};

/// Helpers that may open a block.
const BLOCKS: [&str; 13] = ["if", "unless", "each", "with", "eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not"];

/// Checks all calls of a template.
pub(super) fn check(nodes: &[Node], source: &str, has_partial: impl Fn(&str) -> bool, faults: &mut Vec<Fault>) {
    Check { source, has_partial: &has_partial, faults }.nodes(nodes);
}

struct Check<'x> {
    source: &'x str,
    has_partial: &'x dyn Fn(&str) -> bool,
    faults: &'x mut Vec<Fault>,
}

impl Check<'_> {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Print(print) => self.param(&print.value, &print.range),
                Node::Block(block) => self.block(block),
                Node::Partial(partial) => self.partial(partial),
                Node::Text { .. } | Node::Comment => {}
            }
        }
    }

    fn block(&mut self, block: &Block) {
        for arm in &block.arms {
            if BLOCKS.contains(&arm.call.name.as_str()) {
                self.call(&arm.call, &arm.range);
            } else {
                self.unknown(&arm.call, BLOCKS);
                self.values(&arm.call, &arm.range);
            }
            self.nodes(&arm.body);
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
        // `if`, `each` and their like only open blocks.
        let opens_only = ["if", "unless", "each", "with"].contains(&call.name.as_str());
        let as_block = self.source.get(range.start..).is_some_and(|tag| {
            let tag = tag.trim_start_matches(['{', '~', ' ', '#', '^']);
            tag.starts_with("else") || self.source.get(range.clone()).is_some_and(|tag| tag.contains(['#', '^']))
        });
        if !helper::NAMES.contains(&call.name.as_str()) {
            self.unknown(call, helper::NAMES.iter().copied());
        } else if opens_only && !as_block {
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
            self.faults.push(
                fault
                    .arg("reason", format!("{}, {}", misuse.ko, misuse.usage))
                    .arg("reason_en", format!("{}, {}", misuse.en, misuse.usage)),
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

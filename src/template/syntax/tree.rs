//! Text and tags → tree: which tag closes which.

use std::ops::Range;

use super::scan::{Token, scan};
use super::tag::{Placed, Reader, Tag};
use super::{Arm, Block, Call, Else, Node, Partial, Print, Tree, Trim, placeholder};
use crate::diag::{Code, nearest};
use crate::template::{Fault, MAX_DEPTH, MAX_TEMPLATE_BYTES, helper};

/// Reads a template. All mistakes of its braces, tags and blocks go to `faults`; what could be read is in the tree.
/// `writes_json`: the text around the tags is JSON, where `}}` is nothing special.
pub(in crate::template) fn parse(source: &str, writes_json: bool, faults: &mut Vec<Fault>) -> Tree {
    if source.len() > MAX_TEMPLATE_BYTES {
        let fault = Fault::new(Code::TemplateTooLong, 0..source.len());
        faults.push(fault.arg("max", MAX_TEMPLATE_BYTES.to_string()).arg("found", source.len().to_string()));
        return Tree::default();
    }
    let mut builder = Builder { source, open: Vec::new(), unread: Vec::new(), nodes: Vec::new(), faults };
    for token in scan(source, !writes_json, builder.faults) {
        if builder.token(token).is_err() {
            return Tree::default();
        }
    }
    builder.finish()
}

/// A block whose end has not come yet.
struct Open {
    arms: Vec<Head>,
    otherwise: Option<(Range<usize>, Trim)>,
    /// The bodies of the arms that are complete.
    bodies: Vec<Vec<Node>>,
    /// What stood before the block on its level.
    before: Vec<Node>,
}

struct Head {
    range: Range<usize>,
    trim: Trim,
    call: Call,
    bind: Vec<String>,
}

impl Open {
    fn name(&self) -> &str {
        self.arms.first().map_or("", |head| &head.call.name)
    }

    fn range(&self) -> Range<usize> {
        self.arms.first().map_or(0..0, |head| head.range.clone())
    }
}

struct Builder<'s, 'f> {
    source: &'s str,
    open: Vec<Open>,
    /// Blocks whose beginning could not be read, and how many were open there: their `{{else}}` and end are no mistakes.
    unread: Vec<(String, usize)>,
    /// What stands on the innermost level so far.
    nodes: Vec<Node>,
    faults: &'f mut Vec<Fault>,
}

/// Nested too deep: reading on would only repeat it.
struct TooDeep;

impl Builder<'_, '_> {
    fn token(&mut self, token: Token) -> Result<(), TooDeep> {
        match token {
            Token::Text { range, text } => self.nodes.push(Node::Text { range, text }),
            Token::Comment { .. } => self.nodes.push(Node::Comment),
            Token::Tag { range, inner, trim, triple } => {
                let text = self.source.get(inner.clone()).unwrap_or("");
                if let Some(fault) = placeholder::find(self.source, &range, text) {
                    self.faults.push(fault);
                    return Ok(());
                }
                let reader = Reader::new(self.source, range.clone(), inner, self.open.len(), self.faults);
                // An unreadable tag has its fault already; the rest of the template is read on without it.
                if let Ok(tag) = reader.read(triple) {
                    return self.tag(Placed { range, trim, tag });
                }
                let name = text.trim_start().strip_prefix('#').and_then(|rest| rest.split_whitespace().next());
                self.unread.extend(name.map(|name| (name.to_owned(), self.open.len())));
            }
        }
        Ok(())
    }

    fn tag(&mut self, placed: Placed) -> Result<(), TooDeep> {
        let Placed { range, trim, tag } = placed;
        match tag {
            Tag::Print { raw, value } => self.nodes.push(Node::Print(Print { range, trim, raw, value })),
            Tag::Partial { name, name_range, context, hash } => {
                self.nodes.push(Node::Partial(Partial { range, trim, name, name_range, context, hash }));
            }
            Tag::Open { call, bind } => {
                if self.open.len() >= MAX_DEPTH {
                    self.faults.push(Fault::new(Code::TemplateTooDeep, range).arg("max", MAX_DEPTH.to_string()));
                    return Err(TooDeep);
                }
                let before = std::mem::take(&mut self.nodes);
                self.open.push(Open { arms: vec![Head { range, trim, call, bind }], otherwise: None, bodies: Vec::new(), before });
            }
            Tag::Else => self.otherwise(range, trim, None),
            Tag::ElseIf { call, bind } => self.otherwise(range, trim, Some((call, bind))),
            Tag::Close { name } => self.close(&name, range, trim),
        }
        Ok(())
    }

    fn otherwise(&mut self, range: Range<usize>, trim: Trim, head: Option<(Call, Vec<String>)>) {
        if self.unread.last().is_some_and(|(_, depth)| *depth == self.open.len()) {
            return;
        }
        let chain = MAX_DEPTH.saturating_sub(self.open.len());
        let Some(block) = self.open.last_mut().filter(|block| block.otherwise.is_none()) else {
            self.faults.push(Fault::new(Code::StrayElse, range));
            return;
        };
        block.bodies.push(std::mem::take(&mut self.nodes));
        match head {
            // Handlebars nests a chain, one level for each `else if`.
            Some(_) if block.arms.len() >= chain => {
                self.faults.push(Fault::new(Code::TemplateTooDeep, range).arg("max", MAX_DEPTH.to_string()));
                block.bodies.pop();
            }
            Some((call, bind)) => block.arms.push(Head { range, trim, call, bind }),
            None => block.otherwise = Some((range, trim)),
        }
    }

    fn close(&mut self, name: &str, range: Range<usize>, trim: Trim) {
        if self.unread.last().is_some_and(|(unread, depth)| unread == name && *depth == self.open.len()) {
            self.unread.pop();
            return;
        }
        let matches = self.open.iter().rposition(|block| block.name() == name);
        let slip = self.open.last().is_some_and(|block| nearest(name, [block.name()]).is_some());
        if matches.is_none() {
            let top = self.open.last().map(|block| block.name().to_owned());
            let fix = top.as_ref().map(|top| format!("{{{{/{top}}}}}"));
            let mut fault = Fault::new(Code::StrayClose, range.clone()).arg("name", name).suggest(top);
            fault.fix = fix;
            self.faults.push(fault);
            if !slip {
                return;
            }
        }
        let depth = matches.unwrap_or(self.open.len().saturating_sub(1));
        while self.open.len() > depth + 1 {
            self.unclosed();
        }
        if let Some(block) = self.open.pop() {
            self.end(block, trim);
        }
    }

    /// The innermost block has no end: what is in it is kept as if it stood on the level above.
    fn unclosed(&mut self) {
        let Some(block) = self.open.pop() else { return };
        let (name, range) = (block.name(), block.range());
        let no_values = block.arms.first().is_some_and(|head| head.call.params.is_empty() && head.call.hash.is_empty());
        // `{{#if a}}…{{/unless}}` is one slip, and it was told at the end, with the right word.
        let told = self.faults.iter().any(|fault| {
            fault.code == Code::StrayClose && fault.range.start > range.start && fault.suggestion.as_deref() == Some(name)
        });
        if no_values && block.bodies.is_empty() && !helper::NAMES.contains(&name) {
            self.faults.push(placeholder::fault(self.source, &range, name));
        } else if !told {
            self.faults.push(Fault::new(Code::UnclosedBlock, range).arg("name", name));
        }
        let inside = std::mem::replace(&mut self.nodes, block.before);
        self.nodes.extend(block.bodies.into_iter().flatten());
        self.nodes.extend(inside);
    }

    fn end(&mut self, block: Open, close_trim: Trim) {
        let last = std::mem::replace(&mut self.nodes, block.before);
        let mut bodies = block.bodies;
        bodies.push(last);
        let mut bodies = bodies.into_iter();
        let arms = block.arms.into_iter().map(|Head { range, trim, call, bind }| Arm {
            range,
            trim,
            call,
            bind,
            body: bodies.next().unwrap_or_default(),
        });
        let arms = arms.collect();
        let otherwise = block.otherwise.map(|(range, trim)| Else { range, trim, body: bodies.next().unwrap_or_default() });
        self.nodes.push(Node::Block(Block { arms, otherwise, close_trim }));
    }

    fn finish(mut self) -> Tree {
        while !self.open.is_empty() {
            self.unclosed();
        }
        Tree { nodes: self.nodes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(source: &str) -> Vec<(Code, String)> {
        let mut faults = Vec::new();
        parse(source, false, &mut faults);
        faults.into_iter().map(|fault| (fault.code, source[fault.range].to_owned())).collect()
    }

    #[test]
    fn a_block_without_end_is_found_where_it_opens() {
        assert_eq!(faults("가{{#if a}}나{{#each b}}다{{/if}}"), [(Code::UnclosedBlock, "{{#each b}}".to_owned())]);
        assert_eq!(faults("{{#if a}}"), [(Code::UnclosedBlock, "{{#if a}}".to_owned())]);
    }

    #[test]
    fn a_stray_close_is_found_and_a_slip_closes_its_block() {
        assert_eq!(faults("{{/if}}"), [(Code::StrayClose, "{{/if}}".to_owned())]);
        assert_eq!(faults("{{#unless a}}{{/unles}}{{x}}"), [(Code::StrayClose, "{{/unles}}".to_owned())]);
        assert_eq!(faults("{{else}}"), [(Code::StrayElse, "{{else}}".to_owned())]);
    }

    #[test]
    fn a_pasted_kakao_placeholder_is_named_with_its_fix() {
        let mut found = Vec::new();
        parse("답: {{#webhook.text}} {{#mentions.a}}{{#if x}}{{/if}}", false, &mut found);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].code, Code::KakaoPlaceholder);
        assert_eq!(found[0].fix.as_deref(), Some("{{kakao \"webhook.text\"}}"));
        assert_eq!(faults("{{#sysname}}"), [(Code::KakaoPlaceholder, "{{#sysname}}".to_owned())]);
    }

    #[test]
    fn word_processor_quotes_are_pointed_at() {
        assert_eq!(faults("{{default params.name “손 님”}}"), [(Code::SmartQuotes, "“손 님”".to_owned())]);
    }

    #[test]
    fn one_unreadable_tag_does_not_hide_the_next() {
        assert_eq!(faults("{{a..b}} {{> (x)}} {{#> y}} {{c d=}}").len(), 4);
    }

    #[test]
    fn the_end_of_a_block_that_cannot_be_read_is_no_second_mistake() {
        for source in ["{{#if a == 1}}나{{else}}다{{/if}}", "{{#if a}}{{#if b > 1}}나{{/if}}{{else}}다{{/if}}"] {
            assert_eq!(faults(source).into_iter().map(|fault| fault.0).collect::<Vec<_>>(), [Code::TemplateSyntax], "{source}");
        }
    }

    #[test]
    fn what_is_right_has_no_fault() {
        for source in [
            "{{a.b.[c d]/e}} {{../x}} {{this}} {{this.y}} {{@index}} {{@../key}} {{@root.a}} {{@root}} {{..}} {{.}}",
            "{{f a 1 -2.5 true null \"x\\\"y\" 'it\\'s' (g b c=d) k = \"v\"}}",
            "{{#if a}}1{{else if b}}2{{else}}3{{/if}}{{#each c as |v k|}}{{v}}{{^}}{{/each}}",
            "{{> _footer}} {{> dir/name x a=1}} {{!주석}}{{{raw}}}{{&amp}}{{~t~}}",
        ] {
            assert!(faults(source).is_empty(), "{source}: {:?}", faults(source));
        }
    }

    #[test]
    fn nesting_past_the_limit_is_refused_before_anything_recurses() {
        let blocks = "{{#if a}}".repeat(1_700);
        assert_eq!(faults(&blocks).first().map(|fault| fault.0), Some(Code::TemplateTooDeep));
        let calls = format!("{{{{f {}", "(g ".repeat(5_000));
        assert!(!faults(&calls).is_empty());
        let calls = format!("{{{{f {}a{}}}}}", "(g ".repeat(65), ")".repeat(65));
        assert_eq!(faults(&calls).first().map(|fault| fault.0), Some(Code::TemplateTooDeep));
    }
}

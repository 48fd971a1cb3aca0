//! Our tree → a normal form of Handlebars, in which nothing depends on where a name stands.
//!
//! * A name of the request becomes `@root.s3`, an entry of the flat map that a request builds: nothing is looked up by path, and no
//!   value of a request can make a path fail.
//! * `{{x}}` becomes `{{$ x}}`: our own printing, so that lists and maps show as JSON and no variable is taken for a helper.
//! * So does what an element sees of the entry of a list that it stands for (`this`, `@number`).
//! * `vars` become literals.
//! * A partial becomes text of its own, lowered for the place that calls it, which is pasted in after compiling: Handlebars would
//!   copy all values for each call.

use std::fmt::Write as _;
use std::ops::Range;

use serde_json::Value;

use super::Escape;
use super::json_text::JsonText;
use super::partials::Partials;
use super::registry::NUMBER;
use crate::diag::Code;
use crate::template::harvest::{Local, key};
use crate::template::names::Named;
use crate::template::syntax::{Arm, Block, Call, Hash, Node, Param, Partial, Path, Print, Seg, Start, Trim, is_word};
use crate::template::{Fault, MAX_DEPTH, Names, lint};

/// Most partials in one template, counted with those inside of them.
const MAX_PASTES: usize = 500;

/// A lowered template.
pub(super) struct Lowered {
    pub(super) source: String,
    /// What `{{> p0}}`, `{{> p1}}`, … stand for.
    pub(super) pastes: Vec<String>,
    pub(super) uses_upstream: bool,
}

/// Lowers a template. Warnings about its names, and mistakes that depend on where a value stands, go to `faults`.
pub(super) fn lower<'t>(
    source: &'t str,
    nodes: &'t [Node],
    escape: Escape,
    partials: &'t Partials,
    names: &mut Names,
    faults: &mut Vec<Fault>,
) -> Lowered {
    let json = (escape == Escape::Json).then(JsonText::default);
    let frames: Vec<Frame> = std::iter::once(Frame::Root).chain((1..=names.depth()).map(Frame::Entry)).collect();
    let outermost = Env { source, frames: frames.len(), bound: Vec::new(), hash: &[], outer: None };
    let mut lower = Lower { partials, names, faults, json, frames, pastes: Vec::new(), site: None, depth: 0, uses_upstream: false };
    let mut out = String::with_capacity(source.len() + source.len() / 2);
    lower.nodes(nodes, &outermost, &mut out);
    let Lower { pastes, uses_upstream, .. } = lower;
    Lowered { source: out, pastes, uses_upstream }
}

/// What plain names refer to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// The names of the request.
    Root,
    /// The entry of a list that the element with this template stands for. Names by themselves are the request's here too.
    Entry(usize),
    /// The value of a `with`.
    Value,
    /// One value of an `each`.
    Item,
    /// The parameters: a name in it may be opened from a text.
    Params,
    /// One parameter.
    Param,
}

/// How a value is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Usage {
    /// Printed or compared: a parameter is its text.
    Whole,
    /// Looked into: a parameter that holds a JSON object is that object.
    Deep,
}

/// What is around a piece of template.
struct Env<'e> {
    /// The text it stands in.
    source: &'e str,
    /// How many frames there were where its names are looked up.
    frames: usize,
    /// Names of `as |…|`.
    bound: Vec<&'e str>,
    /// `key=value` of the call of this partial.
    hash: &'e [Hash],
    /// Where those values are looked up.
    outer: Option<&'e Env<'e>>,
}

/// What a path stands for.
enum Resolved<'p, 'e> {
    /// Written as it is: `@index`, a name of `as |…|`, a relative name. `opened`: it may be a parameter opened from a text.
    Text { text: String, opened: bool },
    /// A name of the request.
    Rooted(&'p Path),
    /// What is seen of the entry at this depth.
    Entry(usize, Local),
    /// A value of the partial's call, which stands for the path's first name.
    Argument(&'e Param, &'e Env<'e>),
}

struct Lower<'l> {
    partials: &'l Partials,
    names: &'l mut Names,
    faults: &'l mut Vec<Fault>,
    json: Option<JsonText>,
    frames: Vec<Frame>,
    pastes: Vec<String>,
    /// The call in the template itself, while a partial is lowered: its faults are shown there.
    site: Option<Range<usize>>,
    depth: usize,
    uses_upstream: bool,
}

impl Lower<'_> {
    fn fault(&mut self, mut fault: Fault) {
        if let Some(site) = &self.site {
            fault.range = site.clone();
            fault.fix = None;
        }
        self.faults.push(fault);
    }

    fn nodes(&mut self, nodes: &[Node], env: &Env<'_>, out: &mut String) {
        for node in nodes {
            match node {
                Node::Text { range, text } => {
                    if let Some(json) = &mut self.json {
                        json.text(text);
                    }
                    out.push_str(env.source.get(range.clone()).unwrap_or(""));
                }
                Node::Comment => out.push_str("{{!}}"),
                Node::Print(print) => self.print(print, env, out),
                Node::Block(block) => self.block(block, env, out),
                Node::Partial(partial) => self.partial(partial, env, out),
            }
        }
    }

    fn print(&mut self, print: &Print, env: &Env<'_>, out: &mut String) {
        if let Some(json) = self.json {
            let is_json = matches!(&print.value, Param::Call(call) if call.name == "json");
            if print.raw {
                let shown = env.source.get(print.range.clone()).unwrap_or("");
                self.fault(Fault::new(Code::RawInJson, print.range.clone()).arg("text", shown));
            }
            if let Some(fault) = json.value(env.source, print.range.clone(), is_json) {
                self.fault(fault);
            }
        }
        let text = match &print.value {
            // What Handlebars prints itself knows nothing of lists and maps.
            Param::Call(call) if call.name != "lookup" => self.call(call, env),
            value => format!("$ {}", self.value(value, env, Usage::Whole)),
        };
        tag(out, "", &text, print.trim);
    }

    fn block(&mut self, block: &Block, env: &Env<'_>, out: &mut String) {
        let Some(name) = block.arms.first().map(|arm| arm.call.name.as_str()) else { return };
        if !self.enter(&block.arms.first().map_or(0..0, |arm| arm.range.clone())) {
            return;
        }
        let before = self.json;
        let mut balanced = true;
        for (at, arm) in block.arms.iter().enumerate() {
            self.json = before;
            self.arm(arm, if at == 0 { "#" } else { "else " }, env, out);
            balanced = balanced && self.balanced(before, &arm.range);
        }
        if let Some(otherwise) = &block.otherwise {
            self.json = before;
            tag(out, "", "else", otherwise.trim);
            self.nodes(&otherwise.body, env, out);
            if balanced {
                self.balanced(before, &otherwise.range);
            }
        }
        self.json = before;
        tag(out, "/", name, block.close_trim);
        self.depth -= 1;
    }

    /// A branch has to leave a JSON string as it found it, or what follows depends on the values.
    /// Told once for a block: the branches that follow tend to have the same slip.
    fn balanced(&mut self, before: Option<JsonText>, range: &Range<usize>) -> bool {
        if self.json != before {
            self.fault(Fault::new(Code::QuoteAcrossBlock, range.clone()));
        }
        self.json == before
    }

    fn enter(&mut self, range: &Range<usize>) -> bool {
        if self.depth >= MAX_DEPTH || self.pastes.len() >= MAX_PASTES {
            self.fault(Fault::new(Code::TemplateTooDeep, range.clone()).arg("max", MAX_DEPTH.to_string()));
            return false;
        }
        self.depth += 1;
        true
    }

    fn arm(&mut self, arm: &Arm, sigil: &str, env: &Env<'_>, out: &mut String) {
        let mut text = self.call(&arm.call, env);
        if !arm.bind.is_empty() {
            let _ = write!(text, " as |{}|", arm.bind.join(" "));
        }
        tag(out, sigil, &text, arm.trim);
        let frame = match (arm.call.name.as_str(), arm.call.params.first()) {
            ("with", Some(param)) => Some(if self.is_params(param, env) { Frame::Params } else { Frame::Value }),
            ("each", Some(param)) => Some(if self.is_params(param, env) { Frame::Param } else { Frame::Item }),
            _ => None,
        };
        let bound = env.bound.iter().copied().chain(arm.bind.iter().map(String::as_str)).collect();
        self.frames.extend(frame);
        let inner = Env { frames: env.frames + usize::from(frame.is_some()), bound, ..*env };
        self.nodes(&arm.body, &inner, out);
        if frame.is_some() {
            self.frames.pop();
        }
    }

    fn is_params(&self, param: &Param, env: &Env<'_>) -> bool {
        let Param::Path(path) = param else { return false };
        path.segs.len() == 1
            && path.segs.iter().all(|seg| seg.name == "params")
            && matches!(self.resolve(path, env), Resolved::Rooted(_))
    }

    /// `{{> name}}` → `{{> p3}}`, and the partial's own text under that number.
    fn partial(&mut self, partial: &Partial, env: &Env<'_>, out: &mut String) {
        let Some(source) = self.partials.get(&partial.name) else { return };
        if !self.enter(&partial.range) {
            return;
        }
        let at_top = self.site.is_none();
        if at_top {
            self.site = Some(partial.range.clone());
        }
        let mut text = String::new();
        let context = partial.context.as_ref().map(|context| self.value(context, env, Usage::Deep));
        let frame = partial.context.as_ref().map(|context| if self.is_params(context, env) { Frame::Params } else { Frame::Value });
        self.frames.extend(frame);
        let inner = Env {
            source: &source.text,
            frames: env.frames + usize::from(frame.is_some()),
            bound: Vec::new(),
            hash: &partial.hash,
            outer: Some(env),
        };
        self.nodes(&source.tree.nodes, &inner, &mut text);
        if frame.is_some() {
            self.frames.pop();
        }
        let mut paste = self.paste(text);
        if let Some(context) = context {
            paste = self.paste(format!("{{{{#$in {context}}}}}{{{{> p{paste}}}}}{{{{/$in}}}}"));
        }
        if at_top {
            self.site = None;
        }
        tag(out, "> ", &format!("p{paste}"), partial.trim);
        self.depth -= 1;
    }

    fn paste(&mut self, text: String) -> usize {
        self.pastes.push(text);
        self.pastes.len() - 1
    }

    /// A helper with its values.
    fn call(&mut self, call: &Call, env: &Env<'_>) -> String {
        let mut text = call.name.clone();
        for (at, param) in call.params.iter().enumerate() {
            let deep = at == 0 && matches!(call.name.as_str(), "with" | "each" | "lookup" | "json" | "len");
            let value = self.value(param, env, if deep { Usage::Deep } else { Usage::Whole });
            let _ = write!(text, " {value}");
        }
        for hash in &call.hash {
            let value = self.value(&hash.value, env, Usage::Whole);
            let _ = write!(text, " {}={value}", hash.key);
        }
        text
    }

    fn value(&mut self, param: &Param, env: &Env<'_>, usage: Usage) -> String {
        match param {
            Param::Literal(value) => literal(value),
            Param::Call(call) => format!("({})", self.call(call, env)),
            Param::Path(path) => self.path(path, env, usage),
        }
    }

    fn path(&mut self, path: &Path, env: &Env<'_>, usage: Usage) -> String {
        match self.resolve(path, env) {
            Resolved::Text { text, opened: true } if usage == Usage::Whole => format!("($raw {text})"),
            Resolved::Text { text, .. } => text,
            Resolved::Rooted(path) => self.rooted(path, usage),
            Resolved::Entry(depth, local) => entry(&self.names.local(depth, local)),
            Resolved::Argument(param, outer) => self.argument(param, path, outer, usage),
        }
    }

    fn rooted(&mut self, path: &Path, usage: Usage) -> String {
        if let Some(fault) = lint::lint(path, self.names) {
            self.fault(fault);
        }
        if path.start == Start::Local {
            return literal(&Value::Null);
        }
        let names: Vec<&str> = path.segs.iter().map(|seg| seg.name.as_str()).collect();
        self.uses_upstream |= names.first() == Some(&"upstream");
        entry(&self.names.named(&names, usage == Usage::Deep))
    }

    /// A name in a partial that its call gives: the value, and what the path takes out of it.
    fn argument(&mut self, param: &Param, path: &Path, outer: &Env<'_>, usage: Usage) -> String {
        let rest = path.segs.get(1..).unwrap_or(&[]);
        match param {
            param if rest.is_empty() => self.value(param, outer, usage),
            Param::Path(start) => {
                let segs = start.segs.iter().chain(rest).cloned().collect();
                self.path(&Path { segs, ..start.clone() }, outer, usage)
            }
            param => looked_up(self.value(param, outer, Usage::Deep), rest),
        }
    }

    fn resolve<'p, 'e>(&self, path: &'p Path, env: &'e Env<'e>) -> Resolved<'p, 'e> {
        // Frames that were entered since, when a partial uses a value of its call further in.
        let extra = self.frames.len().saturating_sub(env.frames);
        let up = "../".repeat(path.up + extra);
        let first = path.segs.first().map_or("", |seg| seg.name.as_str());
        match path.start {
            Start::Root => return Resolved::Rooted(path),
            Start::Local => return self.local(path, first, &up, env),
            Start::Here => {}
        }
        if path.up == 0 {
            if let Some(hash) = env.hash.iter().find(|hash| hash.key == first)
                && let Some(outer) = env.outer
                && !env.bound.contains(&first)
            {
                return Resolved::Argument(&hash.value, outer);
            }
            if env.bound.contains(&first) {
                let text = looked_up(format!("this.{}", segment(first)), path.segs.get(1..).unwrap_or(&[]));
                return Resolved::Text { text, opened: path.segs.len() == 1 };
            }
        }
        let frame = env.frames.checked_sub(path.up + 1).and_then(|at| self.frames.get(at)).copied().unwrap_or(Frame::Root);
        let opened = match frame {
            Frame::Root => return Resolved::Rooted(path),
            Frame::Entry(_) if path.up == 0 && !path.this => return Resolved::Rooted(path),
            Frame::Entry(depth) => {
                let names = path.segs.iter().map(|seg| seg.name.clone());
                return Resolved::Entry(depth, Local::This(names.collect()));
            }
            Frame::Value | Frame::Item => false,
            Frame::Params => path.segs.len() == 1,
            Frame::Param => path.segs.is_empty(),
        };
        Resolved::Text { text: looked_up(format!("{up}this"), &path.segs), opened }
    }

    /// `@index` and the like belong to the nearest list that is walked, counted from `../`.
    fn local<'p, 'e>(&self, path: &'p Path, name: &str, up: &str, env: &'e Env<'e>) -> Resolved<'p, 'e> {
        let frames = self.frames.get(..env.frames.saturating_sub(path.up)).unwrap_or_default();
        match frames.iter().rev().find(|frame| !matches!(frame, Frame::Value | Frame::Params)) {
            Some(Frame::Entry(depth)) if let Some(local) = Local::named(name) => Resolved::Entry(*depth, local),
            Some(Frame::Item | Frame::Param) if name == "number" => {
                Resolved::Text { text: format!("({NUMBER} @{up}index)"), opened: false }
            }
            Some(Frame::Item | Frame::Param) => Resolved::Text { text: format!("@{up}{}", segment(name)), opened: false },
            _ => Resolved::Rooted(path),
        }
    }
}

/// A name as Handlebars finds it.
fn entry(named: &Named) -> String {
    match named {
        Named::Constant(value) => literal(value),
        Named::Entry(entry) => format!("@root.{}", key(*entry)),
    }
}

/// `{{~#if x~}}`.
fn tag(out: &mut String, sigil: &str, text: &str, trim: Trim) {
    let tilde = |trims: bool| if trims { "~" } else { "" };
    let _ = write!(out, "{{{{{}{sigil}{text}{}}}}}", tilde(trim.before), tilde(trim.after));
}

/// Names under a value. Handlebars' own paths end in an error where a name meets a list.
fn looked_up(value: String, segs: &[Seg]) -> String {
    segs.iter().fold(value, |value, seg| format!("(lookup {value} {})", literal(&Value::from(seg.name.as_str()))))
}

fn segment(name: &str) -> String {
    if !name.is_empty() && name.chars().all(is_word) { name.to_owned() } else { format!("[{name}]") }
}

/// A value as Handlebars reads it.
fn literal(value: &Value) -> String {
    match value {
        // Handlebars knows only the big E.
        Value::Number(number) => number.to_string().replace('e', "E"),
        value => value.to_string(),
    }
}

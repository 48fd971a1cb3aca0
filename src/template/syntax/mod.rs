//! What a template says: text → tree, with the place of everything.
//!
//! Handlebars' own parser stops at the first mistake, names grammar rules, keeps a line and column per element only, and goes as
//! deep as the text does. So the text is read here first: a strict subset of Handlebars, every mistake found at its bytes, nesting
//! counted. What this accepts is handed to Handlebars in a normal form (see [`super::lower`]).

mod cursor;
mod placeholder;
mod scan;
mod tag;
mod tree;

use std::ops::Range;

use serde_json::Value;

pub(super) use cursor::is_word;
pub(super) use tag::path;
pub(super) use tree::parse;

/// A template, as far as it could be read.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// What stands on the outermost level.
    pub(super) nodes: Vec<Node>,
}

/// A piece of a template.
#[derive(Debug)]
pub(super) enum Node {
    /// Literal text: `text` is without the backslashes that keep `\{{` literal.
    Text { range: Range<usize>, text: String },
    /// `{{! … }}`.
    Comment,
    /// `{{x}}`, `{{helper x}}`.
    Print(Print),
    /// `{{#if x}} … {{/if}}`.
    Block(Block),
    /// `{{> name}}`.
    Partial(Partial),
}

/// `~`: takes the white space before or after the tag away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Trim {
    pub(super) before: bool,
    pub(super) after: bool,
}

/// `{{x}}`.
#[derive(Debug)]
pub(super) struct Print {
    pub(super) range: Range<usize>,
    pub(super) trim: Trim,
    /// Written `{{{x}}}` or `{{&x}}`.
    pub(super) raw: bool,
    pub(super) value: Param,
}

/// `{{> name context key=value}}`.
#[derive(Debug)]
pub(super) struct Partial {
    pub(super) range: Range<usize>,
    pub(super) trim: Trim,
    pub(super) name: String,
    pub(super) name_range: Range<usize>,
    pub(super) context: Option<Param>,
    pub(super) hash: Vec<Hash>,
}

/// A block with its `else if` chain.
#[derive(Debug)]
pub(super) struct Block {
    /// The opening tag, then one for each `{{else if …}}`.
    pub(super) arms: Vec<Arm>,
    /// `{{else}}`.
    pub(super) otherwise: Option<Else>,
    /// Of the closing tag.
    pub(super) close_trim: Trim,
}

/// An opening tag or `{{else if …}}`, and what stands under it.
#[derive(Debug)]
pub(super) struct Arm {
    pub(super) range: Range<usize>,
    pub(super) trim: Trim,
    pub(super) call: Call,
    /// `as |item index|`.
    pub(super) bind: Vec<String>,
    pub(super) body: Vec<Node>,
}

/// `{{else}}` and what stands under it.
#[derive(Debug)]
pub(super) struct Else {
    pub(super) range: Range<usize>,
    pub(super) trim: Trim,
    pub(super) body: Vec<Node>,
}

/// A helper with its values.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) name: String,
    pub(super) name_range: Range<usize>,
    pub(super) params: Vec<Param>,
    pub(super) hash: Vec<Hash>,
}

/// `key=value`.
#[derive(Debug)]
pub(super) struct Hash {
    pub(super) key: String,
    pub(super) value: Param,
}

/// A value of a helper.
#[derive(Debug)]
pub(super) enum Param {
    Path(Path),
    Literal(Value),
    Call(Call),
}

/// A name.
#[derive(Clone, Debug)]
pub(super) struct Path {
    pub(super) range: Range<usize>,
    pub(super) start: Start,
    /// How many `../` it has.
    pub(super) up: usize,
    /// Whether `this` stands in it.
    pub(super) this: bool,
    /// The names between the dots, without `this`.
    pub(super) segs: Vec<Seg>,
}

/// Where a path begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// In the block it stands in.
    Here,
    /// `@root`.
    Root,
    /// `@index`, `@key`, …
    Local,
}

/// One name of a path.
#[derive(Clone, Debug)]
pub(super) struct Seg {
    pub(super) name: String,
    pub(super) range: Range<usize>,
}

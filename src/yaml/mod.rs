//! YAML text → values that know where they stand.
//!
//! Two passes over the same text. [`parse`] (granit-parser events) is the guard: size, depth, aliases, tags, documents, duplicate
//! keys, every syntax error as a diagnostic, and the span of each key and value. [`decode`] lets `serde_yaml` say what each scalar
//! is and joins the two into a [`Node`].

mod decode;
mod explain;
mod file;
mod line;
mod locate;
mod merge;
mod node;
mod parse;
mod suspect;
mod tree;
mod walk;
mod write;

pub use node::{Entry, Kind, Map, Node, Style, Text};
pub use write::write;

use crate::diag::{FileId, Report};
use file::File;

/// Reads one file of the report's sources. `None` when it is no YAML that can be used; the report then says why.
/// A value may come back with mistakes reported beside it (duplicate keys), so that the rest is checked too.
pub fn read(file: FileId, report: &mut Report) -> Option<Node> {
    let mut mistakes = Vec::new();
    let node = read_text(File::new(file, &report.sources.get(file).text), &mut mistakes);
    for mistake in mistakes {
        report.push(mistake);
    }
    node
}

fn read_text(file: File<'_>, mistakes: &mut Vec<crate::diag::Diagnostic>) -> Option<Node> {
    let document = parse::parse(file, mistakes)?;
    let mut node = decode::decode(file, &document, mistakes)?;
    merge::apply(&mut node, mistakes);
    Some(node)
}

#[cfg(test)]
mod tests;

//! `plain x`: Markdown, as language models write it, as text that reads well in a bubble.
//!
//! The parser is pulldown-cmark; what is ours is what becomes of each thing it finds ([`reader`]), and three places where Markdown
//! and what Koreans write are at odds ([`prose`]): 10~20 is no strike-through, 홍*동 and 3*4 no emphasis, and `**"강조"**는` is one.

mod address;
mod html;
mod page;
mod prose;
mod reader;

use std::borrow::Cow;

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, any_literals};
use super::error::HelperError;

pub(super) const HELPER: Definition = Definition {
    name: "plain",
    usage: "{{plain upstream.answer}}",
    params: (1, 1),
    hashes: &[],
    literals: any_literals,
    escapes: Escapes::Nothing,
    run,
};

/// No more than this is read, in bytes: four times what a template can write.
const MAX_BYTES: usize = 256 * 1024;

fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    Ok(Value::from(plain(&call.text(0))))
}

/// The text without its Markdown.
fn plain(markdown: &str) -> String {
    let markdown = without_thoughts(markdown.get(..markdown.floor_char_boundary(MAX_BYTES)).unwrap_or(markdown));
    let markdown = if markdown.contains('\r') {
        Cow::Owned(markdown.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(markdown)
    };
    reader::read(&markdown, true)
}

/// The answer behind what a reasoning model thought aloud.
fn without_thoughts(text: &str) -> &str {
    let thoughts = text.trim_start().strip_prefix("<think>");
    thoughts.and_then(|thoughts| thoughts.split_once("</think>")).map_or(text, |(_, answer)| answer)
}

#[cfg(test)]
mod tests;

//! YAML text → values that know where they stand.
//!
//! Two passes over the same text. [`parse`] (granit-parser events) is the guard: size, depth, aliases, tags, documents, duplicate
//! keys, every syntax error as a diagnostic, and the span of each key and value. [`decode`] lets `serde_yaml` say what each scalar
//! is and joins the two into a [`Node`].

mod bracket;
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

pub use node::{Entry, Kind, Map, Node, Style, Text};

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
mod tests {
    use super::*;
    use crate::diag::Code;

    fn load(text: &str) -> (Option<Node>, Report) {
        let mut report = Report::default();
        let file = report.sources.add("skills.yaml", "skills.yaml", text);
        let node = read(file, &mut report);
        (node, report)
    }

    /// code, text under the caret, text after the fix
    fn only_mistake(text: &str) -> (Code, String, Option<String>) {
        let (_, report) = load(text);
        let all = report.sorted();
        let [mistake] = all[..] else { panic!("{text:?} gave {all:?}") };
        let span = mistake.span.expect("a place");
        let caret = text[span.start as usize..span.end as usize].to_owned();
        let fixed = mistake.fix.as_ref().map(|(at, with)| {
            let all = format!("{}{with}{}", &text[..at.start as usize], &text[at.end as usize..]);
            let line = all[..at.start as usize].matches('\n').count();
            all.lines().nth(line).unwrap_or_default().to_owned()
        });
        (mistake.code, caret, fixed)
    }

    #[rstest::rstest]
    #[case::tab("skills:\n\t/a: 안녕\n", Code::TabIndent, "\t", Some("  /a: 안녕"))]
    #[case::tabs("skills:\n  /a:\n\t\treply: 안녕\n", Code::TabIndent, "\t\t", Some("    reply: 안녕"))]
    #[case::tab_after("skills:\n  /a:\n    reply: 안녕\n\twait: 응\n", Code::TabIndent, "\t", Some("    wait: 응"))]
    #[case::tab_in_block("skills:\n  /a: |\n\t안녕\n", Code::TabIndent, "\t", Some("    안녕"))]
    #[case::less("skills:\n  /a:\n    reply: 안녕\n   wait: 응\n", Code::WrongIndent, "   ", Some("    wait: 응"))]
    #[case::more("skills:\n  /a:\n    reply: 안녕\n      wait: 응\n", Code::WrongIndent, "      ", Some("    wait: 응"))]
    #[case::path("skills:\n  /a: 안녕\n /b: 응\n", Code::WrongIndent, " ", Some("  /b: 응"))]
    #[case::list("skills:\n  /a:\n    reply:\n      - 하나\n     - 둘\n", Code::WrongIndent, "     ", Some("      - 둘"))]
    #[case::nbsp("skills:\n\u{a0}\u{a0}/a: b\n", Code::WrongIndent, "\u{a0}\u{a0}", Some("  /a: b"))]
    #[case::wide("skills:\n\u{3000}/a: b\n", Code::WrongIndent, "\u{3000}", Some("  /a: b"))]
    #[case::colon("skills:\n  /a: 안녕: 하세요\n", Code::ColonInText, "안녕: 하세요", Some("  /a: \"안녕: 하세요\""))]
    #[case::colon_item("a:\n  - 안녕: 하세요: 네\n", Code::ColonInText, "하세요: 네", Some("  - 안녕: \"하세요: 네\""))]
    #[case::glued("skills:\n  /a:\n    reply:안녕\n", Code::MissingSpace, "reply:안녕", Some("    reply: 안녕"))]
    #[case::glued_first(
        "skills:\n  /a:\n    reply:안녕\n    wait: 네\n",
        Code::MissingSpace,
        "reply:안녕",
        Some("    reply: 안녕")
    )]
    #[case::glued_path("skills:\n  /a:안녕\n  /b: 네\n", Code::MissingSpace, "/a:안녕", Some("  /a: 안녕"))]
    #[case::glued_last("skills:\n  /a:\n    wait: 네\n    reply:안녕\n", Code::MissingSpace, "reply:안녕", Some("    reply: 안녕"))]
    #[case::glued_quote("a:\n  reply:\"안녕\"\n  wait: 네\n", Code::MissingSpace, "reply:\"안녕\"", Some("  reply: \"안녕\""))]
    #[case::wide_colon("skills:\n  /a：안녕\n  /b: 네\n", Code::MissingSpace, "/a：안녕", Some("  /a: 안녕"))]
    #[case::double("skills:\n  /a: \"안녕\n  /b: 네\n  /c: \"응\"\n", Code::UnclosedQuote, "\"", Some("  /a: \"안녕\""))]
    #[case::single("skills:\n  /a: '안녕\n  /b: '네'\n", Code::UnclosedQuote, "'", Some("  /a: '안녕'"))]
    #[case::deeper("a:\n  b: \"안녕\n    c: \"네\"\n", Code::UnclosedQuote, "\"", Some("  b: \"안녕\""))]
    #[case::after("skills:\n  /a: \"안녕\" 하세요\n", Code::TextAfterQuote, "하세요", Some("  /a: '\"안녕\" 하세요'"))]
    #[case::apostrophe("skills:\n  /a: 'It's me'\n", Code::TextAfterQuote, "s me'", Some("  /a: \"It's me\""))]
    #[case::comment("skills:\n  /a: \"네\"#주석\n", Code::TextAfterQuote, "#주석", Some("  /a: \"네\" #주석"))]
    #[case::bracket("a:\n  b: [안녕, 네\n  c: 네\n", Code::UnclosedBracket, "[", Some("  b: [안녕, 네]"))]
    #[case::bracket_end("a:\n  b: [안녕, 네\n", Code::UnclosedBracket, "[", Some("  b: [안녕, 네]"))]
    #[case::brace("a:\n  b: { reply: 안녕\n  c: 네\n", Code::UnclosedBracket, "{", Some("  b: { reply: 안녕 }"))]
    #[case::brace_end("a:\n  b: { reply: 안녕\n", Code::UnclosedBracket, "{", Some("  b: { reply: 안녕 }"))]
    #[case::mismatch("a: { reply: [안녕}\n", Code::UnclosedBracket, "[", None)]
    #[case::stray("a: {a: b}}\n", Code::StrayBracket, "}", Some("a: {a: b}"))]
    #[case::comma("a: {b: c d: e}\n", Code::MissingComma, "", Some("a: {b: c, d: e}"))]
    #[case::json("a: {\n  \"b\": \"c\"\n  \"d\": 1\n}\n", Code::MissingComma, "", Some("  \"b\": \"c\","))]
    #[case::smart("a: “안녕”\n", Code::SmartQuotes, "“안녕”", Some("a: \"안녕\""))]
    #[case::smart_colon("a: “안녕: 하세요”\n", Code::SmartQuotes, "“안녕: 하세요”", Some("a: \"안녕: 하세요\""))]
    #[case::smart_key("“a”: 안녕\n", Code::SmartQuotes, "“a”", Some("a: 안녕"))]
    #[case::at("a: @안녕\n", Code::SpecialStart, "@", Some("a: \"@안녕\""))]
    #[case::backtick("a: `안녕`\n", Code::SpecialStart, "`", Some("a: \"`안녕`\""))]
    #[case::percent("a:\n  - %안녕\n", Code::SpecialStart, "%", Some("  - \"%안녕\""))]
    #[case::star("a: *안녕* 하세요\n", Code::SpecialStart, "*", Some("a: \"*안녕* 하세요\""))]
    #[case::star_alone("a: * 안녕\n", Code::SpecialStart, "*", Some("a: \"* 안녕\""))]
    #[case::and("a: & 안녕\n", Code::SpecialStart, "&", Some("a: \"& 안녕\""))]
    #[case::bang("a: !안녕\n", Code::SpecialStart, "!", Some("a: \"!안녕\""))]
    #[case::bang_alone("a: ! 안녕\n", Code::SpecialStart, "!", Some("a: \"! 안녕\""))]
    #[case::bar("a: | 안녕\n", Code::SpecialStart, "|", Some("a: \"| 안녕\""))]
    #[case::greater("a: >안녕\n", Code::SpecialStart, ">", Some("a: \">안녕\""))]
    #[case::close("a: ]안녕\n", Code::SpecialStart, "]", Some("a: \"]안녕\""))]
    #[case::tag("a: !!str 안녕\n", Code::TagRefused, "!!str", None)]
    #[case::tag_map("a: !foo\n  b: c\n", Code::TagRefused, "!foo", None)]
    #[case::dash("a:\n  -안녕\n  -네\n", Code::ListDash, "-", Some("  - 안녕"))]
    #[case::dash_one("a:\n  - 안녕\n  -네\n  - 응\n", Code::ListDash, "-", Some("  - 네"))]
    #[case::dash_key("a:\n  -text: 네\n", Code::ListDash, "-", Some("  - text: 네"))]
    #[case::list_in_map("a:\n  b: 안녕\n  - 네\n", Code::ListDash, "-", None)]
    #[case::map_in_list("a:\n  - 안녕\n  b: 네\n", Code::ListDash, "b: 네", None)]
    #[case::list_inline("a: - 안녕\n", Code::ListDash, "-", None)]
    #[case::template("a: {{utterance}}\n", Code::UnquotedTemplate, "{{utterance}}", Some("a: \"{{utterance}}\""))]
    #[case::template_text(
        "a: {{utterance}} 님\nb: 네\n",
        Code::UnquotedTemplate,
        "{{utterance}} 님",
        Some("a: \"{{utterance}} 님\"")
    )]
    #[case::template_if("a: {{#if x}}네{{/if}}\n", Code::UnquotedTemplate, "{{#if x}}네{{/if}}", Some("a: \"{{#if x}}네{{/if}}\""))]
    #[case::template_quotes("a: {{f \"x\"}}\n", Code::UnquotedTemplate, "{{f \"x\"}}", Some("a: '{{f \"x\"}}'"))]
    #[case::template_raw("a: {{{x}}}\n", Code::UnquotedTemplate, "{{{x}}}", Some("a: \"{{{x}}}\""))]
    #[case::template_partial("a: {{> _f}}\n", Code::UnquotedTemplate, "{{> _f}}", Some("a: \"{{> _f}}\""))]
    #[case::template_item("a:\n  - {{a}}, {{b}}\n", Code::UnquotedTemplate, "{{a}}, {{b}}", Some("  - \"{{a}}, {{b}}\""))]
    #[case::template_inside("a: {t: {{x}}, b: c}\n", Code::UnquotedTemplate, "{{x}}", Some("a: {t: \"{{x}}\", b: c}"))]
    #[case::template_list("a: [{{x}} 님]\n", Code::UnquotedTemplate, "{{x}} 님", Some("a: [\"{{x}} 님\"]"))]
    #[case::escape("a: \"안\\d\"\n", Code::BadEscape, "\\d", Some("a: \"안\\\\d\""))]
    #[case::no_colon("a:\n  reply\n  wait: 네\n", Code::MissingColon, "reply", Some("  reply:"))]
    #[case::no_colon_text("a:\n  reply 안녕\n  wait: 네\n", Code::MissingColon, "reply 안녕", Some("  reply: 안녕"))]
    #[case::alias("b: &foo 1\na: *fooo\n", Code::UnknownAnchor, "*fooo", None)]
    #[case::circle("a: &a [*a]\n", Code::TooBig, "*a", None)]
    #[case::documents("a: 네\n---\nb: 네\n", Code::SeveralDocuments, "---", None)]
    #[case::duplicate("a: 1\nb: 2\na: 3\n", Code::DuplicateKey, "a", None)]
    #[case::key("? [x]\n: y\n", Code::WrongKind, "[x]", None)]
    fn a_slip_is_named_placed_and_mended(#[case] text: &str, #[case] code: Code, #[case] caret: &str, #[case] fixed: Option<&str>) {
        let (found, at, mended) = only_mistake(text);
        assert_eq!((found, at.as_str(), mended.as_deref()), (code, caret, fixed), "{text}");
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(only_mistake(&crlf).0, code, "with CRLF: {text}");
    }
}

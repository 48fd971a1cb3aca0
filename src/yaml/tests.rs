//! Slips of the hand and what is said about them; the shape of what is read.

use super::*;
use crate::diag::{Code, Diagnostic};

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
#[case::glued_first("skills:\n  /a:\n    reply:안녕\n    wait: 네\n", Code::MissingSpace, "reply:안녕", Some("    reply: 안녕"))]
#[case::glued_path("skills:\n  /a:안녕\n  /b: 네\n", Code::MissingSpace, "/a:안녕", Some("  /a: 안녕"))]
#[case::glued_last("skills:\n  /a:\n    wait: 네\n    reply:안녕\n", Code::MissingSpace, "reply:안녕", Some("    reply: 안녕"))]
#[case::glued_quote("a:\n  reply:\"안녕\"\n  wait: 네\n", Code::MissingSpace, "reply:\"안녕\"", Some("  reply: \"안녕\""))]
#[case::wide_colon("skills:\n  /a：안녕\n  /b: 네\n", Code::MissingSpace, "/a：안녕", Some("  /a: 안녕"))]
#[case::double("skills:\n  /a: \"안녕\n  /b: 네\n  /c: \"응\"\n", Code::UnclosedQuote, "\"", Some("  /a: \"안녕\""))]
#[case::single("skills:\n  /a: '안녕\n  /b: '네'\n", Code::UnclosedQuote, "'", Some("  /a: '안녕'"))]
#[case::deeper("a:\n  b: \"안녕\n    c: \"네\"\n", Code::UnclosedQuote, "\"", Some("  b: \"안녕\""))]
#[case::after("skills:\n  /a: \"안녕\" 하세요\n", Code::TextAfterQuote, "하세요", Some("  /a: '\"안녕\" 하세요'"))]
#[case::of_the_template(
    "skills:\n  /a: \"{{josa x \"은/는\"}} 네\"\n",
    Code::TextAfterQuote,
    "은/는\"}} 네\"",
    Some("  /a: '{{josa x \"은/는\"}} 네'")
)]
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
#[case::greater_number("when: { a.b: > 3, c: d }\n", Code::WhenForm, "> 3", Some("when: { a.b: { gt: 3 }, c: d }"))]
#[case::greater_or_equal("when:\n  a.b: >=-1.5\n", Code::WhenForm, ">=-1.5", Some("  a.b: { gte: -1.5 }"))]
#[case::greater_text("a: { b: > 3 }\n", Code::SpecialStart, ">", None)]
#[case::greater_words("a.b: > 3개\n", Code::SpecialStart, ">", Some("a.b: \"> 3개\""))]
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
#[case::template_text("a: {{utterance}} 님\nb: 네\n", Code::UnquotedTemplate, "{{utterance}} 님", Some("a: \"{{utterance}} 님\""))]
#[case::template_if("a: {{#if x}}네{{/if}}\n", Code::UnquotedTemplate, "{{#if x}}네{{/if}}", Some("a: \"{{#if x}}네{{/if}}\""))]
#[case::template_quotes("a: {{f \"x\"}}\n", Code::UnquotedTemplate, "{{f \"x\"}}", Some("a: '{{f \"x\"}}'"))]
#[case::template_raw("a: {{{x}}}\n", Code::UnquotedTemplate, "{{{x}}}", Some("a: \"{{{x}}}\""))]
#[case::template_partial("a: {{> _f}}\n", Code::UnquotedTemplate, "{{> _f}}", Some("a: \"{{> _f}}\""))]
#[case::template_item("a:\n  - {{a}}, {{b}}\n", Code::UnquotedTemplate, "{{a}}, {{b}}", Some("  - \"{{a}}, {{b}}\""))]
#[case::template_inside("a: {t: {{x}}, b: c}\n", Code::UnquotedTemplate, "{{x}}", Some("a: {t: \"{{x}}\", b: c}"))]
#[case::template_list("a: [{{x}} 님]\n", Code::UnquotedTemplate, "{{x}} 님", Some("a: [\"{{x}} 님\"]"))]
#[case::escape("a: \"안\\d\"\n", Code::BadEscape, "\\d", Some("a: \"안\\\\d\""))]
#[case::no_colon("a:\n  reply\n  wait: 네\n", Code::MissingColon, "reply", Some("  reply:"))]
#[case::no_colon_path("skills:\n  /a 평일\n\n  # 둘\n  /b:\n    reply: 네\n", Code::MissingColon, "/a 평일", Some("  /a: 평일"))]
#[case::no_colon_time(
    "skills:\n  /a: 네\n  /b 평일 08:00에\n  /c: 네\n",
    Code::MissingColon,
    "/b 평일 08:00에",
    Some("  /b: 평일 08:00에")
)]
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

fn value(text: &str) -> Node {
    let (node, report) = load(text);
    assert_eq!(report.sorted(), Vec::<&Diagnostic>::new(), "{text}");
    node.expect(text)
}

fn json(text: &str) -> serde_json::Value {
    value(text).to_json()
}

#[test]
fn scalars_are_what_yaml_says_and_keep_what_was_written() {
    let node =
        value("a: 01012345678\nb: 1.10\nc: yes\nd: true\ne: ~\nf: 0x1F\ng: .inf\nh: 123456789012345678901234567890\ni: '7'\n");
    let Kind::Map(map) = &node.kind else { panic!("a map") };
    let texts: Vec<_> = map.entries.iter().map(|entry| entry.value.as_text().unwrap_or("-")).collect();
    assert_eq!(texts, ["01012345678", "1.10", "yes", "true", "-", "0x1F", ".inf", "123456789012345678901234567890", "7"]);
    assert_eq!(map.get("b").map(|e| e.value.to_json()), Some(serde_json::json!(1.1)));
    assert_eq!(map.get("f").map(|e| e.value.to_json()), Some(serde_json::json!(31)));
    assert_eq!(map.get("d").map(|e| e.value.to_json()), Some(serde_json::json!(true)));
    assert_eq!(map.get("i").map(|e| e.value.to_json()), Some(serde_json::json!("7")));
}

#[test]
fn keys_that_are_no_texts_become_their_text() {
    let keys = json("1: a\ntrue: b\n~: c\n1.50: d\n");
    let keys: Vec<_> = keys.as_object().expect("a map").keys().map(String::as_str).collect();
    assert_eq!(keys, ["1", "true", "~", "1.50"]);
}

#[test]
fn a_file_without_anything_is_null() {
    for text in ["", "\n\n", "# 주석뿐\n", "---\n"] {
        assert_eq!(value(text).kind, Kind::Null, "{text:?}");
    }
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    let (node, report) = load("\u{feff}a: b\nc:\n  d: 1\n");
    assert!(!report.has_errors());
    let Some(Node { kind: Kind::Map(map), .. }) = node else { panic!("a map") };
    let first = &map.entries[0];
    assert_eq!((first.key_span.start, first.value.span.start), (3, 6));
}

#[test]
fn anchors_aliases_and_merge_keys_work() {
    let text = "x-a: &a { b: 1, c: 2 }\nd: *a\ne:\n  <<: *a\n  c: 3\nf:\n  <<: [{ g: 1 }, { g: 2, h: 3 }]\n";
    let expected = serde_json::json!({
        "x-a": { "b": 1, "c": 2 }, "d": { "b": 1, "c": 2 }, "e": { "c": 3, "b": 1 }, "f": { "g": 1, "h": 3 }
    });
    assert_eq!(json(text), expected);
    assert_eq!(json("\"<<\": a\n"), serde_json::json!({ "<<": "a" }), "in quotes it is a key");
    assert_eq!(only_mistake("a:\n  <<: 1\n").0, Code::WrongKind);
}

#[test]
fn a_list_behind_an_alias_stands_where_the_alias_does_and_a_text_where_it_is_written() {
    let text = "x: &a [1]\ny: &b 안녕\nc: *a\nd: *b\n";
    let Kind::Map(map) = value(text).kind else { panic!("a map") };
    let shown = |at: usize| {
        let span = map.entries[at].value.span;
        &text[span.start as usize..span.end as usize]
    };
    assert_eq!((shown(2), shown(3)), ("*a", "안녕"));
}

#[test]
fn bombs_are_refused_at_once() {
    let to_line = |from: &str, to: &str| format!("{to}: &{to} [{}]\n", vec![format!("*{from}"); 9].join(", "));
    let mut lol = String::from("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (from, to) in ["a", "b", "c", "d", "e", "f", "g", "h"].iter().zip(["b", "c", "d", "e", "f", "g", "h", "i"]) {
        lol.push_str(&to_line(from, to));
    }
    assert_eq!(only_mistake(&lol).0, Code::TooBig);
    let long = format!("a: &a {}\nb:\n{}", "가".repeat(30_000), "  - *a\n".repeat(20_000));
    assert_eq!(only_mistake(&long).0, Code::TooBig);
    let deep = ["- ".repeat(100_000), format!("a: {}x{}", "[".repeat(40), "]".repeat(40))];
    for deep in deep {
        assert_eq!(only_mistake(&deep).0, Code::TooDeep, "{}…", &deep[..20]);
    }
    for deep in ["[".repeat(100_000), "{a: ".repeat(100_000)] {
        assert!(matches!(only_mistake(&deep).0, Code::TooDeep | Code::UnclosedBracket));
    }
    // Aliases count with the depth they bring.
    let half = format!("a: &a {}x{}\n", "[".repeat(30), "]".repeat(30));
    let twice = format!("{half}b: {}*a{}\n", "[".repeat(12), "]".repeat(12));
    assert_eq!(only_mistake(&twice).0, Code::TooDeep);
    assert!(load(&format!("a: {}x{}", "[".repeat(39), "]".repeat(39))).0.is_some());
}

#[test]
fn every_unquoted_template_of_a_file_is_told() {
    let (node, report) = load("a: {{x}}\nb: {c: {{y}}}\nd:\n  - {{z}}\n");
    let codes: Vec<Code> = report.sorted().iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::UnquotedTemplate; 3]);
    let node = node.expect("the rest is checked too").to_json();
    assert_eq!(node, serde_json::json!({ "a": "{{x}}", "b": { "c": "{{y}}" }, "d": ["{{z}}"] }));
}

#[test]
fn of_two_equal_keys_the_first_stays_and_is_labelled() {
    let (node, report) = load("a: 1\nb: 2\na: [3]\n");
    assert_eq!(node.expect("a value").to_json(), serde_json::json!({ "a": 1, "b": 2 }));
    let all = report.sorted();
    assert_eq!(all[0].labels[0].span.start, 0);
    let many: String = (0..50).map(|n| format!("k{n}: 1")).collect::<Vec<_>>().join("\n");
    let (_, report) = load(&format!("{many}\nk7: 2\nk40: 2\nk7: 3\n"));
    assert_eq!(report.sorted().len(), 3);
}

#[test]
fn nothing_is_read_after_a_syntax_error() {
    assert!(load("a: 1\nb: 'x\n").0.is_none());
}

#[test]
fn texts_that_only_look_odd_are_left_alone() {
    for text in [
        "a: 안녕 “도담” 이에요\n",
        "a: “가” 와 “나”\n",
        "a: https://example.com/a:b\n",
        "a: 12:30\n",
        "a:\n  TEL:02-123-4567\n",
        "a: -5도\n",
        "a:\n  tel:02\n",
        "a: 가격은 5% 할인\n",
        "a: it's\n",
        "a: '{{x}} 님'\n",
        "a: |\n  {{x}}\n  “가”\n",
        "a: 님, {{x}}\n",
        "a: [가, \"나\", {다: 라}]\n",
        "-1: a\n",
        "a: \"“가”\"\n",
        "a: 질문? 답!\n",
        "- 질문:답\n",
        "a:\n- b\n- c\n",
        "a: b # c: d\n",
    ] {
        value(text);
    }
}

#[test]
fn places_in_a_value_are_found_in_the_file() {
    let cases = [
        ("a: 안녕 {{x}} 님\n", "{{x}}", "{{x}}"),
        ("a: \"안녕 {{x}}\"\n", "{{x}}", "{{x}}"),
        ("a: '그건 ''{{x}}'' 예요'\n", "{{x}}", "{{x}}"),
        ("a: \"탭\\t따옴표\\\"{{x}}\\u00e9끝\"\n", "{{x}}", "{{x}}"),
        ("a: \"탭\\t따옴표\\\"{{x}}\\u00e9끝\"\n", "é", "\\u00e9"),
        ("a: |\n  하나\n\n  둘 {{x}} 셋\n", "{{x}}", "{{x}}"),
        ("a: >- # 접기\n  하나\n  둘 {{x}}\n", "{{x}}", "{{x}}"),
        ("a: 하나\n  둘 {{x}}\n", "{{x}}", "{{x}}"),
        ("a: |\n  {{#if a}}\n  가\n  {{/if}}\n", "{{/if}}", "{{/if}}"),
        ("a: 하나\n  둘 {{x}}\n", "하나 둘", "하나\n  둘"),
    ];
    for (text, wanted, expected) in cases {
        let (node, report) = load(text);
        let Some(Node { kind: Kind::Map(map), .. }) = node else { panic!("{text}") };
        let node = &map.entries[0].value;
        let at = node.as_text().and_then(|value| value.find(wanted)).expect(text);
        let span = node.locate(&report.sources, at..at + wanted.len());
        assert_eq!(&text[span.start as usize..span.end as usize], expected, "{text}");
    }
}

#[test]
fn a_block_text_stands_from_its_header_to_its_last_line() {
    let text = "a: |- # 인사\n  안녕\n  하세요\n\nb: 1\n";
    let Kind::Map(map) = value(text).kind else { panic!("a map") };
    let span = map.entries[0].value.span;
    assert_eq!(&text[span.start as usize..span.end as usize], "|- # 인사\n  안녕\n  하세요");
}

mod any_text {
    use proptest::prelude::*;

    use super::*;

    /// Pieces that YAML is made of, in any order: most are mistakes, some are files.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "a", "b: ", "c:", "- ", "-", "\n", "\n  ", "\n    ", "\t", "[", "]", "{", "}", "{{x}}", ", ", ": ", "\"", "'", "&a ",
            "*a", "<<: ", "|", "|\n  ", ">", "#", " # ", "가나", "\r\n", "!", "%", "@", "---\n", "? ", "~", "1.5", "true", "\\",
            "“", "”", "\u{feff}", "\u{3000}", "\u{85}", "/skill: ", "안녕",
        ]);
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Whatever stands in a file: no panic, every place is inside the file, and what is refused is explained.
        #[test]
        fn is_read_or_explained(text in pieces()) {
            let (node, report) = load(&text);
            prop_assert!(node.is_some() || report.has_errors());
            for diagnostic in report.sorted() {
                for span in diagnostic.span.into_iter().chain(diagnostic.fix.iter().map(|(span, _)| *span)) {
                    prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{diagnostic:?}");
                }
                // Both passes see the same shape; where pass 2 disagrees, one of them is misread.
                let shape = diagnostic.args.iter().any(|(_, value)| value.contains("that was none") || value.contains("than it was"));
                prop_assert!(!shape, "{diagnostic:?}");
            }
            let theirs: Result<serde_yaml::Value, _> = serde_yaml::from_str(&text);
            if let (Ok(theirs), Some(node)) = (theirs, &node)
                && !text.contains(['\u{85}', '\u{feff}'])
                && !report.has_errors()
                && let Some(theirs) = texts_of_value(&theirs)
            {
                prop_assert_eq!(texts_of(node), theirs, "{}", text);
            }
            for lang in [crate::diag::Lang::Ko, crate::diag::Lang::En] {
                crate::diag::render::human(&report, lang, true);
                crate::diag::render::json(&report, lang);
            }
        }

        /// What serde writes, both passes read back alike.
        #[test]
        fn is_read_as_it_was_meant(value in any_value()) {
            let text = serde_yaml::to_string(&value).expect("a value");
            let (node, report) = load(&text);
            // `aaa:a` alone on a line is taken for a key without its space.
            prop_assume!(report.sorted().iter().all(|mistake| mistake.code != Code::MissingSpace));
            prop_assert!(!report.has_errors(), "{text}\n{:?}", report.sorted());
            prop_assert_eq!(node.expect("a node").to_json(), value, "{}", text);
        }
    }

    /// All texts of a value without merge keys, in order.
    fn texts_of(node: &Node) -> Vec<String> {
        let mut found = Vec::new();
        let mut rest = vec![node];
        while let Some(node) = rest.pop() {
            match &node.kind {
                Kind::Text(text) => found.push(text.value.clone()),
                Kind::List(items) => rest.extend(items.iter().rev()),
                Kind::Map(map) => rest.extend(map.entries.iter().rev().map(|entry| &entry.value)),
                _ => {}
            }
        }
        found
    }

    fn texts_of_value(value: &serde_yaml::Value) -> Option<Vec<String>> {
        let mut found = Vec::new();
        let mut rest = vec![value];
        while let Some(value) = rest.pop() {
            match value {
                serde_yaml::Value::String(text) => found.push(text.clone()),
                serde_yaml::Value::Number(number) if !number.is_finite() => found.push(number.to_string()),
                serde_yaml::Value::Sequence(items) => rest.extend(items.iter().rev()),
                serde_yaml::Value::Mapping(map) if map.contains_key("<<") => return None,
                serde_yaml::Value::Mapping(map) => rest.extend(map.values().collect::<Vec<_>>().into_iter().rev()),
                _ => {}
            }
        }
        Some(found)
    }

    fn any_value() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            "[a-z가-힣 :#{}\"'\n@-]{0,12}".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
                prop::collection::btree_map("[a-z가-힣]{1,6}", inner, 0..5)
                    .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
            ]
        })
    }
}

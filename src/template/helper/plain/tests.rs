//! What Markdown becomes.

use proptest::prelude::*;
use serde_json::json;

use super::super::tests::render;
use super::plain;

#[track_caller]
fn reads(cases: &[(&str, &str)]) {
    for (markdown, text) in cases {
        assert_eq!(plain(markdown), *text, "{markdown}");
    }
}

#[test]
fn an_answer_of_a_language_model_reads_well_in_a_bubble() {
    let markdown = "\
# 판교점 안내

안녕하세요! **판교점**은 *매일* 열어요. ~~연중무휴~~ 설날은 쉬어요.

## 메뉴

1. **아메리카노**: 4,500원
   - 따뜻하게
   - 차갑게
2. `라떼`: 5,000원

| 요일 | 시간 |
|:---|---:|
| 평일 | 9:00~18:00 |
| 주말 | 10:00~17:00 |

---

> 주차는 두 시간까지예요.

더 자세한 것은 [홈페이지](https://dodam.example.com/pangyo)를 보세요.
";
    let text = "\
판교점 안내

안녕하세요! 판교점은 매일 열어요. 연중무휴 설날은 쉬어요.

메뉴

1. 아메리카노: 4,500원
   • 따뜻하게
   • 차갑게
2. 라떼: 5,000원

요일 | 시간
평일 | 9:00~18:00
주말 | 10:00~17:00

│ 주차는 두 시간까지예요.

더 자세한 것은 홈페이지 (https://dodam.example.com/pangyo)를 보세요.";
    assert_eq!(render("{{plain x}}", &json!({"x": markdown})), text);
}

#[test]
fn marks_go_and_words_stay() {
    reads(&[
        ("# 제목 #\n본문", "제목\n본문"),
        ("본문\n### 제목", "본문\n\n제목"),
        ("제목\n===", "제목"),
        ("**굵게** *기울임* ***둘 다*** __굵게__ _기울임_ ~~취소~~", "굵게 기울임 둘 다 굵게 기울임 취소"),
        ("**서울**특별시 **\"강조\"**는 **중요(!)**해요", "서울특별시 \"강조\"는 중요(!)해요"),
        ("`코드`와 ``a ` b``", "코드와 a ` b"),
        ("\\*별\\* \\# \\**\"가\"**는", "*별* # **\"가\"**는"),
        ("한 줄\n다음 줄  \n그다음\\\n끝", "한 줄\n다음 줄\n그다음\n끝"),
        ("하나\n\n\n\n둘\n\n***\n\n셋", "하나\n\n둘\n\n셋"),
        ("&lt;b&gt; &amp; &copy; 가&nbsp;나", "<b> & © 가 나"),
        ("", ""),
        ("  \n\n", ""),
    ]);
}

#[test]
fn lists_keep_their_order_and_depth() {
    reads(&[
        ("- 가\n- 나", "• 가\n• 나"),
        ("* 가\n  * 나\n    + 다\n* 라", "• 가\n  • 나\n    • 다\n• 라"),
        ("다음이에요:\n- 가\n- 나\n\n끝", "다음이에요:\n• 가\n• 나\n\n끝"),
        ("1. 가\n1. 나\n1. 다", "1. 가\n2. 나\n3. 다"),
        ("3) 가\n5) 나", "3) 가\n5) 나"),
        ("1. 가\n\n   더\n\n2. 나", "1. 가\n\n   더\n\n2. 나"),
        ("- [ ] 할 일\n- [x] 한 일", "☐ 할 일\n☑ 한 일"),
        ("- 가\n  이어서\n나", "• 가\n  이어서\n  나"),
        ("- # 제목\n- > 인용\n- ```\n  x\n  ```", "• 제목\n│ • 인용\n\n• x"),
    ]);
}

#[test]
fn tables_are_lines() {
    reads(&[
        ("| 가 | **나** |\n|---|---|\n| 1 | [글](https://a.com) |\n| 2 | |", "가 | 나\n1 | 글 (https://a.com)\n2"),
        ("앞\n\n가 | 나\n---|---\na\\|b | `c`\n\n뒤", "앞\n\n가 | 나\na|b | c\n\n뒤"),
        ("|a|\n|-|\n|x<br>y|", "a\nx y"),
    ]);
}

#[test]
fn links_keep_their_address() {
    reads(&[
        ("[글](https://a.com/x \"제목\")", "글 (https://a.com/x)"),
        ("<https://a.com> https://a.com/_b_*c*/d", "https://a.com https://a.com/_b_*c*/d"),
        ("[https://a.com](https://a.com/)", "https://a.com/"),
        ("[a.com](https://www.a.com/)", "https://www.a.com/"),
        ("[**글**](https://a.com) [](https://b.com)", "글 (https://a.com) https://b.com"),
        ("[메일](mailto:a@b.com) <a@b.com>", "메일 (a@b.com) a@b.com"),
        ("[010-1234-5678](tel:01012345678)", "01012345678"),
        ("[목차](#목차)", "목차"),
        ("![그림](https://a.com/x.png) ![](https://a.com/y.png)", "그림 (https://a.com/x.png) https://a.com/y.png"),
        ("[![그림](https://a.com/x.png)](https://a.com)", "그림 (https://a.com)"),
        ("맞아요[1]. [가게]\n\n[1]: https://a.com\n[가게]: https://b.com", "맞아요[1] (https://a.com). 가게 (https://b.com)"),
        ("[글] (https://a.com)", "[글] (https://a.com)"),
    ]);
}

#[test]
fn quotes_code_notes_and_html() {
    reads(&[
        ("> 가\n> 나\n>\n> 다\n\n라", "│ 가\n│ 나\n\n│ 다\n\n라"),
        ("> > 가", "│ 가"),
        ("> [!WARNING]\n> 뜨거워요", "│ 주의\n│ 뜨거워요"),
        ("이렇게:\n```python\ndef f():\n    return '**x**'\n```\n끝", "이렇게:\n\ndef f():\n    return '**x**'\n\n끝"),
        ("맞아요[^1].\n\n[^1]: 아마도", "맞아요[1].\n\n[1] 아마도"),
        ("가<br>나<br/>\n다 <b>라</b>", "가\n나\n다 라"),
        ("<div align=\"center\">\n  <b>안녕</b> &amp; **네**\n</div>", "안녕 & 네"),
        ("<details><summary>더 보기</summary>\n\n**속**\n\n</details>", "더 보기\n\n속"),
        ("<!-- 비밀 -->\n\n가", "가"),
        ("<think>\n생각\n\n- 중\n</think>\n\n답이에요", "답이에요"),
    ]);
}

#[test]
fn text_that_is_no_markdown_stays() {
    for text in [
        "안녕하세요!",
        "3*4*5 = 60, 2 * 3 * 4",
        "snake_case_name 그리고 __init__.py",
        "10~20명, 30~40명, 09:00~18:00",
        "홍*동님, 김*수님, 이**님 김**님",
        "010-**34-**78",
        "1. 아메리카노 4,500원\n2. 라떼 5,000원",
        "2026. 11. 23.",
        "#해시태그 #1등",
        "1 < 2 > 0, a<b",
        "-5도 +3도",
        "-",
        "가\n  • 나\n    • 다",
        "• 가\n\n  이어서",
        "5. 다섯\n4. 넷\n3. 셋",
        "[공지] 내일은 쉬어요",
        "[공지]: 내일은\n\n[문의]: 010-1234-5678",
        "안내예요.\n\n[문의]: 010-1234-5678\n\n끝",
        "C:\\Users\\dodam",
        "$5 ~ $10 ^^ ㅋㅋ~ 네~",
        "{{#webhook.text}}",
        "https://a.com/?a=1&b=2_3_4~5",
        "안녕~\n반가워요~",
    ] {
        assert_eq!(plain(text), text);
    }
}

#[test]
fn hostile_text_ends_in_time() {
    let start = std::time::Instant::now();
    for piece in [
        "[",
        "![",
        "[a](",
        "*",
        "**a ",
        "*a_",
        "_a*",
        "`",
        "~~",
        "~",
        "<",
        "<a ",
        "<!--",
        "<div>\n",
        "> ",
        ">",
        "- ",
        "* a\n",
        "1. ",
        "#",
        "\\",
        "&",
        "&#",
        "|",
        "|a",
        "a|b\n-|-\n",
        "[^1]",
        "[^1]: ",
        "[a]: b\n",
        "```\n",
        "    a\n",
        "\n> - ",
        "**\"가\"**는 ",
        "http://",
        "<br>",
        "![a](b)",
        "***",
        "- [ ] ",
        "$$",
        "\u{a0}",
        "-\n",
        "0. ",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        let read = plain(&text);
        assert!(read.len() <= 4 * text.len(), "{piece}: {} bytes", read.len());
    }
    let deep: Vec<String> = (0..400).map(|depth| format!("{}- 가", "  ".repeat(depth))).collect();
    plain(&deep.join("\n"));
    assert!(start.elapsed().as_secs() < 60);
}

/// A word, and how it may be dressed up.
fn dressed() -> impl Strategy<Value = (String, String)> {
    let dress = prop::sample::select(vec![
        ("", ""),
        ("**", "**"),
        ("*", "*"),
        ("_", "_"),
        ("`", "`"),
        ("~~", "~~"),
        ("***", "***"),
        ("[", "](https://a.com)"),
    ]);
    ("[가-힣]{2,5}", dress).prop_map(|(word, (before, after))| (format!("{before}{word}{after}"), word))
}

/// A document of Markdown, and its words.
fn document() -> impl Strategy<Value = (String, Vec<String>)> {
    let start = prop::sample::select(vec!["", "", "# ", "### ", "- ", "* ", "1. ", "> ", "- [x] "]);
    let block = (start, prop::collection::vec(dressed(), 1..5));
    prop::collection::vec(block, 1..8).prop_map(|blocks| {
        let line = |(start, words): &(&str, Vec<(String, String)>)| {
            format!("{start}{}", words.iter().map(|(dressed, _)| dressed.as_str()).collect::<Vec<_>>().join(" "))
        };
        let text = blocks.iter().map(line).collect::<Vec<_>>().join("\n\n");
        (text, blocks.into_iter().flat_map(|(_, words)| words).map(|(_, word)| word).collect())
    })
}

proptest! {
    #[test]
    fn any_text_becomes_some_text(pieces in prop::collection::vec(prop::sample::select(vec![
        "*", "**", "_", "~", "~~", "`", "```\n", "#", "# ", "> ", "- ", "1. ", "  ", "    ", "\n", "\n\n", "|", "|-|\n", "[", "]", "(", ")", "](", "!",
        "<", ">", "<b>", "</b>", "<br>", "<!--", "-->", "<div>\n", "&lt;", "\\", "[^1]", "[^1]: ", "[a]: ", "https://a.com", "---\n", "===\n", "[ ] ",
        "가", "a", "1", " ", "\t", "\r\n", "😀", "\u{a0}", "<think>", "</think>",
    ]), 0..40)) {
        let markdown = pieces.concat();
        let text = plain(&markdown);
        prop_assert_eq!(text.trim(), text.as_str());
        prop_assert!(text.lines().all(|line| line.trim_end() == line));
    }

    #[test]
    fn a_document_keeps_its_words_and_loses_its_marks((markdown, words) in document()) {
        let text = plain(&markdown);
        let mut rest = text.as_str();
        for word in &words {
            let at = rest.find(word.as_str());
            prop_assert!(at.is_some(), "{} is missing in {}", word, text);
            rest = &rest[at.unwrap() + word.len()..];
        }
        prop_assert!(!text.contains(['*', '#', '`', '~', '_', '[', '>']), "{}", text);
        prop_assert_eq!(plain(&text), text.clone(), "plain text stays as it is");
        prop_assert!(!text.contains("\n\n\n"));
    }
}

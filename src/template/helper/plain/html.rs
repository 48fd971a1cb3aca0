//! HTML in Markdown: tags go, what stood between them stays.

/// The text of a piece of HTML. Entities stay as they are: Markdown knows them too.
pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, from)) = rest.find('<').and_then(|at| rest.split_at_checked(at)) {
        text.push_str(before);
        let Some(length) = tag_length(from) else {
            // No tag: a sign like any other.
            text.push('<');
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        let (tag, after) = from.split_at_checked(length).unwrap_or((from, ""));
        text.push_str(instead_of(tag));
        rest = after;
    }
    text.push_str(rest);
    text
}

/// What a reader sees of a tag.
pub(super) fn instead_of(tag: &str) -> &'static str {
    let is_end = tag.starts_with("</");
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    match name.as_str() {
        "br" | "hr" | "p" | "div" | "tr" | "ul" | "ol" | "summary" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "\n",
        "li" if !is_end => "\n• ",
        "td" | "th" if is_end => " ",
        _ => "",
    }
}

/// How long the tag or comment is that a text begins with.
fn tag_length(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        return Some(text.find("-->").map_or(text.len(), |end| end + 3));
    }
    let name = text.strip_prefix("</").or_else(|| text.strip_prefix('<'))?;
    let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?');
    // A tag that is not closed before the next one begins is none.
    let end = name.find(['<', '>']).filter(|at| is_tag && name.get(*at..).is_some_and(|end| end.starts_with('>')))?;
    Some(text.len() - name.len() + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_their_text_stays() {
        assert_eq!(without_tags("<div class=\"a\">안녕<!-- 비밀 --> <b>1 < 2</b></div>"), "\n안녕 1 < 2\n");
        assert_eq!(without_tags("a<BR/>b<br>c"), "a\nb\nc");
        assert_eq!(without_tags("<!-- 끝이 없는"), "");
        assert_eq!(without_tags("<<<<"), "<<<<");
        assert_eq!(without_tags("<b"), "<b");
    }
}

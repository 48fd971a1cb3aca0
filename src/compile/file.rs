//! A file template that writes an answer as JSON.

use serde_json::Value;

use super::reply::Reply;
use super::texts::{Place, Texts, within};
use super::tree::Tree;
use super::trial;
use super::trial::Trial;
use super::{Answer, Extras, Pieces, join, mistake, normalise};
use crate::config::TemplateFile;
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::kakao;
use crate::kakao::{Overflow, Rule, Seg};
use crate::template::{Engine, Escape, Names, Text};
use crate::yaml::Node;

/// Compiles a file template and what goes with it. One without expressions becomes a finished reply.
pub(super) fn compile(file: &TemplateFile, extras: Option<&Node>, overflow: Overflow, texts: &mut Texts<'_>) -> Option<Answer> {
    let template = texts.text(&file.text, Escape::Json, Place::File(file.span));
    // Without extras that are wrong the file can still be looked at; nothing is served once an error is reported.
    let extras = extras.and_then(|node| compile_extras(node, texts));
    let template = template?;
    match (template.literal(), extras) {
        (Some(json), None) => literal(file, json, None, overflow, texts.report).map(Answer::Reply),
        (Some(json), Some(Extras::Literal(extras))) => literal(file, json, Some(extras), overflow, texts.report).map(Answer::Reply),
        (_, extras) => Some(Answer::File { template, place: file.span, extras }),
    }
}

fn compile_extras(node: &Node, texts: &mut Texts<'_>) -> Option<Extras> {
    let mut tree = Tree::gather(node, texts)?;
    // Checked as part of a whole answer; the file brings the outputs.
    let outputs = serde_json::json!({"template": {"outputs": [{"simpleText": {"text": "…"}}]}});
    let own_template = tree.value.get("template").is_some();
    join(&mut tree.value, outputs);
    let right = mistake::report(node, &mut tree, Overflow::default(), texts.report);
    if let Some(Value::Object(template)) = tree.value.get_mut("template") {
        template.shift_remove("outputs");
    }
    if let (false, Value::Object(response)) = (own_template, &mut tree.value) {
        response.shift_remove("template");
    }
    if !right {
        return None;
    }
    Some(if tree.is_literal() { Extras::Literal(tree.value) } else { Extras::Pieces(Pieces::new(tree.into_plain_pieces())) })
}

/// A file without expressions: the same every time, so it is finished now.
fn literal(file: &TemplateFile, json: &str, extras: Option<Value>, overflow: Overflow, report: &mut Report) -> Option<Reply> {
    let mut response = match parse(json) {
        Ok(response) => response,
        Err(wrong) => {
            report.push(wrong.diagnose(file, json));
            return None;
        }
    };
    if let Some(extras) = extras {
        join(&mut response, extras);
    }
    let mut violations = kakao::check_written(&response, overflow);
    mistake::forget_consequences(&mut violations, &response, |value| kakao::check_written(value, overflow));
    for violation in &violations {
        report.push(in_file(file, &response, violation));
    }
    if !violations.is_empty() {
        return None;
    }
    match kakao::fit(&mut response, overflow) {
        Ok(_) => Some(Reply::Literal(response.to_string().into())),
        Err(violation) => {
            report.push(in_file(file, &response, &violation));
            None
        }
    }
}

/// Tries the template out and reports what is certainly wrong with what it writes.
///
/// Outside of blocks the JSON around the values is fixed (a value inside of quotes is escaped, `json` writes one whole value), so a
/// mistake in it is certain; after the first block nothing is.
pub(super) fn try_out(place: Span, template: &Text, trial: &Trial<'_>, report: &mut Report) {
    let source = report.sources.get(place.file);
    let file = &TemplateFile { name: source.name.clone(), span: place, text: source.text.clone() };
    let engine = trial.engine;
    let output = match trial.render(template) {
        Ok(output) => output,
        Err(error) => {
            if let Some(diagnostic) = trial::certain(&error, first_line(file)) {
                report.push(diagnostic);
            }
            return;
        }
    };
    let fixed = fixed_part(&file.text);
    match parse(&output) {
        Err(wrong) => {
            let certain =
                fixed.len() == file.text.len() || prefix(fixed, engine).is_some_and(|prefix| wrong.offset(&output) < prefix);
            if certain {
                report.push(wrong.diagnose(file, &output));
            }
        }
        Ok(response) if fixed.len() == file.text.len() && !file.text.contains("json ") => check_shape(file, &response, report),
        Ok(_) => {}
    }
}

fn check_shape(file: &TemplateFile, response: &Value, report: &mut Report) {
    let mut violations = kakao::check(response);
    // A text that is too long is cut; one that is empty may be so only now.
    violations.retain(|violation| match &violation.rule {
        Rule::Missing { .. } => super::tree::get(response, &violation.at).is_none(),
        Rule::TooLong { .. }
        | Rule::TooLongTogether { .. }
        | Rule::WrongKind { .. }
        | Rule::NotOneOf { .. }
        | Rule::NotAUrl
        | Rule::Requires { .. } => false,
        _ => true,
    });
    mistake::forget_consequences(&mut violations, response, kakao::check);
    for violation in &violations {
        report.push(in_file(file, response, violation));
    }
}

/// The template up to its first block, partial or comment: there every value stands in fixed text, line by line.
fn fixed_part(source: &str) -> &str {
    let opens =
        |at: usize| source.get(at + 2..).is_some_and(|rest| rest.trim_start_matches(['{', '~']).starts_with(['#', '^', '>', '!']));
    let end = source.match_indices("{{").map(|(at, _)| at).find(|at| opens(*at));
    source.get(..end.unwrap_or(source.len())).unwrap_or(source)
}

/// How many bytes a part of a template writes.
fn prefix(source: &str, engine: &Engine) -> Option<usize> {
    let mut names = Names::new(std::sync::Arc::default());
    let template = engine.compile(source, Escape::Json, &mut names, &mut Vec::new())?;
    let harvest = names.finish();
    Trial::new(engine, &harvest)?.render(&template).ok().map(|output| output.len())
}

/// Why an output is no answer.
enum Wrong {
    /// It is no JSON.
    Syntax(serde_json::Error),
    /// It is JSON, but no answer.
    Form,
}

fn parse(output: &str) -> Result<Value, Wrong> {
    let value = serde_json::from_str(output).map_err(Wrong::Syntax)?;
    normalise(value).ok_or(Wrong::Form)
}

impl Wrong {
    /// Where in the output, in bytes.
    fn offset(&self, output: &str) -> usize {
        match self {
            Self::Syntax(error) => {
                let before: usize = output.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
                before + error.column().saturating_sub(1)
            }
            Self::Form => usize::MAX,
        }
    }

    fn diagnose(&self, file: &TemplateFile, output: &str) -> Diagnostic {
        match self {
            Self::Syntax(error) => {
                let line = error.line();
                let reason = error.to_string();
                let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason);
                Diagnostic::new(Code::NotJson).at(line_span(file, output, line)).arg("reason", reason).arg("line", line)
            }
            Self::Form => Diagnostic::new(Code::NotAResponse).at(line_span(file, output, 1)).arg("reason", "no outputs"),
        }
    }
}

/// The template's line that wrote a line of the output: up to the first block they are the same.
fn line_span(file: &TemplateFile, output: &str, line: usize) -> Span {
    let written = output.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim();
    let mut start = 0;
    let mut at_line = None;
    let mut same_text = None;
    for (i, text) in file.text.split_inclusive('\n').enumerate() {
        let indent = text.len() - text.trim_start().len();
        let span = within(file.span, start + indent..start + text.trim_end().len().max(indent));
        if i + 1 == line {
            at_line = Some(span);
        }
        if !written.is_empty() && text.trim() == written && same_text.is_none() {
            same_text = Some(span);
        }
        start += text.len();
    }
    let same_lines = output.lines().count() == file.text.lines().count();
    let found = if same_lines { at_line.or(same_text) } else { same_text.or(at_line) };
    found.unwrap_or_else(|| within(file.span, 0..0))
}

fn first_line(file: &TemplateFile) -> Span {
    within(file.span, 0..file.text.lines().next().unwrap_or_default().len())
}

/// A broken rule in a file's answer, at the only place that names the field, or else at the file's beginning.
fn in_file(file: &TemplateFile, response: &Value, violation: &kakao::Violation) -> Diagnostic {
    let nowhere = Node { span: first_line(file), kind: crate::yaml::Kind::Null };
    let mut diagnostic = mistake::diagnose(&nowhere, response, violation);
    let keys = violation.at.0.iter().rev().filter_map(|seg| if let Seg::Key(key) = seg { Some(key.as_str()) } else { None });
    let component = diagnostic.args.iter().find(|(name, _)| *name == "name").map(|(_, value)| value.as_str());
    let quoted: Vec<_> = component.into_iter().chain(keys).map(|name| format!("\"{name}\"")).collect();
    for name in quoted {
        let mut places = file.text.match_indices(&name);
        if let (Some((at, _)), None) = (places.next(), places.next()) {
            diagnostic.span = Some(within(file.span, at..at + name.len()));
            break;
        }
    }
    diagnostic.fix = None;
    diagnostic
}

#[cfg(test)]
mod tests {
    use crate::compile::testing::{load_files, mistakes, only_skill, snapshot, under_caret};
    use crate::compile::{Answer, Loaded, Reply};

    const YAML: &str = "skills:\n  /a: { template: t.json.hbs }\n";

    fn load(file: &str) -> Loaded {
        load_files(YAML, &[("t.json.hbs", file)])
    }

    #[test]
    fn a_file_without_expressions_is_finished_at_load() {
        let yaml = "skills:\n  /a: { template: t.json.hbs, quickReplies: [메뉴] }\n";
        let snapshot = snapshot(yaml, &[("t.json.hbs", r#"{"outputs":[{"simpleText":{"text":"네"}}]}"#)]);
        let Answer::Reply(Reply::Literal(bytes)) = &only_skill(&snapshot).plan.answer else { panic!("not literal") };
        let response: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        assert_eq!(response["version"], "2.0");
        assert_eq!(response["template"]["quickReplies"][0]["label"], "메뉴");
    }

    #[test]
    fn json_that_can_never_be_right_is_an_error_at_its_line() {
        let loaded =
            load("[\n  { \"simpleText\": { \"text\": \"{{utterance}}\" } },\n  { \"simpleText\" { \"text\": \"네\" } }\n]\n");
        assert!(mistakes(&loaded)[0].starts_with("E067 3:3 "), "{:?}", mistakes(&loaded));
        assert!(loaded.snapshot.is_none());
    }

    #[test]
    fn a_mistake_before_the_first_block_is_certain() {
        let loaded = load("[\n  { \"simpleText\": { \"text\": {{json utterance}}, } }\n  {{#if params.x}}, {}{{/if}}\n]\n");
        assert!(mistakes(&loaded).iter().any(|mistake| mistake.starts_with("E067 2:3 ")), "{:?}", mistakes(&loaded));
    }

    #[test]
    fn what_depends_on_the_request_is_no_mistake() {
        for file in [
            "[{{#each params.list}}{\"simpleText\":{\"text\":\"{{this}}\"}}{{/each}}{{#unless params.list}}{{/unless}}]",
            "{\"outputs\": {{#if params.x}}[{\"simpleText\":{\"text\":\"네\"}}]{{/if}} }",
            "[{\"simpleText\":{\"text\":\"{{won params.price}}\"}}]",
            "[{\"simpleText\":{\"text\":\"{{params.text}}\"}}]",
            "{\"outputs\": {{json params.outputs}} }",
        ] {
            let loaded = load(file);
            assert!(loaded.snapshot.is_some(), "{file}: {:?}", mistakes(&loaded));
        }
    }

    #[test]
    fn a_component_that_does_not_exist_is_an_error_in_the_file() {
        let loaded = load("[\n  { \"simpelText\": { \"text\": \"{{utterance}}\" } }\n]\n");
        assert_eq!(under_caret(&loaded, "E078"), "\"simpelText\"");
    }

    #[test]
    fn an_output_that_is_no_answer_is_an_error() {
        let loaded = load("{ \"message\": \"{{utterance}}\" }\n");
        assert!(mistakes(&loaded)[0].starts_with("E081 1:1 "), "{:?}", mistakes(&loaded));
    }
}

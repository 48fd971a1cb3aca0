//! `talkplate render PATH`: what a skill would answer, without a server. Nothing leaves the machine.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use bytes::Bytes;
use tokio::time::Instant;

use super::args::RenderArgs;
use super::payload::{self, Said};
use super::problem::Problem;
use super::{log, print, write_error};
use crate::compile::{self, Skill, Snapshot};
use crate::diag::{Lang, nearest, render};
use crate::flow::{self, Received, Rendered, Request, World};
use crate::kakao::Applied;
use crate::kakao::callback::HostRules;
use crate::meter::Meters;
use crate::outbound::Scripted;

/// Prints the SkillResponse to stdout; warnings and what was cut go to stderr.
pub(super) fn run(args: &RenderArgs, lang: Lang) -> Result<ExitCode, Problem> {
    let loaded = compile::load(&args.common.config, &Meters::default());
    let drawn = render::human(&loaded.report, lang, log::coloured(&std::io::stderr()));
    let Some(snapshot) = loaded.snapshot else {
        let ko = "설정에 오류가 있어서 답을 만들 수 없어요.";
        return Err(Problem::diagnostics(&drawn, ko, "the configuration has errors, so nothing can be rendered"));
    };
    if !drawn.trim().is_empty() {
        write_error(drawn.trim_end());
    }
    let (path, query) = args.path.split_once('?').unwrap_or((&args.path, ""));
    let skill = find(&snapshot, path)?;
    let body = body(args)?;
    let upstream = args.upstream.as_deref().map(|file| read(file, "--upstream")).transpose()?;
    note_upstream(skill, upstream.is_some(), lang);
    note_disabled(skill, lang);
    let world = World::new(Arc::new(upstream.map_or_else(Scripted::nothing, Scripted::answer)), HostRules::default());
    let world = world.speaking(lang);
    let rendered = answer(&world, &snapshot, skill, &body, (path, query))?;
    report(&rendered, lang);
    let pretty = serde_json::from_slice::<serde_json::Value>(&rendered.bytes).map(|response| format!("{response:#}\n"));
    print(&pretty.unwrap_or_else(|_| String::from_utf8_lossy(&rendered.bytes).into_owned()));
    // The fallback is an answer too, but not the one that was asked for.
    Ok(ExitCode::from(u8::from(rendered.failure.is_some())))
}

fn find<'s>(snapshot: &'s Snapshot, path: &str) -> Result<&'s Arc<Skill>, Problem> {
    if snapshot.event(path).is_some() {
        return Err(Problem::failed(
            format!("{path}: 스킬이 아니라 이벤트라서 보여 드릴 답이 없어요. 이벤트는 서버를 켜고 POST로 보내요."),
            format!("{path} is an event, not a skill, and has no answer to show; it is sent by a POST to the server"),
        ));
    }
    snapshot.skill(path).ok_or_else(|| {
        let paths = || snapshot.skills.iter().map(|skill| skill.path.as_str());
        let near = nearest(path, paths());
        let (ko, en) = if let Some(near) = near {
            (format!("혹시 {near} 아닌가요?"), format!("did you mean {near}?"))
        } else {
            let all = paths().take(20).collect::<Vec<_>>().join(", ");
            (format!("있는 스킬: {all}"), format!("there are: {all}"))
        };
        Problem::failed(format!("{path}: 이런 스킬은 없어요. {ko}"), format!("no skill {path}; {en}"))
    })
}

fn body(args: &RenderArgs) -> Result<Bytes, Problem> {
    let params = args.params.iter().map(|param| {
        let pair = param.split_once('=').filter(|(name, _)| !name.is_empty());
        pair.map(|(name, value)| (name.to_owned(), value.to_owned())).ok_or_else(|| {
            Problem::usage(format!("--param은 이름=값처럼 적어 주세요: {param}"), format!("--param takes NAME=VALUE, not {param}"))
        })
    });
    let said = Said { utterance: args.utterance.clone(), params: params.collect::<Result<_, _>>()? };
    let Some(file) = args.payload.as_deref() else {
        return Ok(Bytes::from(payload::made_up(&said).to_string()));
    };
    let given = read(file, "--payload")?;
    if said == Said::default() {
        return Ok(given);
    }
    // What is not JSON is for the skill to refuse.
    let Ok(mut value) = serde_json::from_slice(&given) else { return Ok(given) };
    payload::apply(&mut value, &said);
    Ok(Bytes::from(value.to_string()))
}

/// A file that a flag names.
fn read(file: &Path, flag: &str) -> Result<Bytes, Problem> {
    super::read(file).map(Bytes::from).map_err(|error| {
        let file = file.display();
        Problem::failed(
            format!("{flag} {file}: 파일을 읽을 수 없어요 ({error})"),
            format!("{flag} {file}: cannot be read ({error})"),
        )
    })
}

/// Without `--upstream` a skill that asks one can only fail: say why, and what helps.
fn note_upstream(skill: &Skill, given: bool, lang: Lang) {
    let text = match (skill.plans().any(|plan| plan.upstream.is_some()), given, lang) {
        (true, false, Lang::Ko) => {
            "이 스킬은 다른 서버(upstream)에 물어본 다음 답해요. 그 서버의 답을 파일에 적어 --upstream 파일 로 알려 주세요."
        }
        (true, false, Lang::En) => {
            "this skill asks an upstream first: put what it would answer into a file and name it with --upstream FILE"
        }
        (false, true, Lang::Ko) => "이 스킬에는 upstream이 없어서 --upstream은 쓰이지 않았어요.",
        (false, true, Lang::En) => "this skill has no upstream, so --upstream was not used",
        (true, true, _) | (false, false, _) => return,
    };
    write_error(text);
}

fn note_disabled(skill: &Skill, lang: Lang) {
    if !skill.enabled {
        write_error(match lang {
            Lang::Ko => "이 스킬은 enabled: false라서, 서버에서는 404로 답해요.",
            Lang::En => "this skill is disabled (enabled: false): the server answers 404",
        });
    }
}

fn answer(
    world: &World,
    snapshot: &Snapshot,
    skill: &Skill,
    body: &Bytes,
    (path, query): (&str, &str),
) -> Result<Rendered, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(|error| Problem::failed(error.to_string(), error.to_string()))?;
    runtime.block_on(async {
        let received = Received { at: Instant::now(), unix_ms: chrono::Utc::now().timestamp_millis() };
        let request = Request { id: "render", path, body, query, received };
        flow::render(world, snapshot, skill, &request).await.map_err(|error| {
            Problem::failed(format!("보낸 내용이 카카오의 요청 형식이 아니에요: {error}"), format!("the payload is none: {error}"))
        })
    })
}

/// Says on stderr what was cut, and why it is the fallback.
fn report(rendered: &Rendered, lang: Lang) {
    if let Some((number, description)) = &rendered.case {
        let what = description.as_ref().map(|what| format!(" ({what})")).unwrap_or_default();
        write_error(&match lang {
            Lang::Ko => format!("cases의 {number}번째{what} 차례예요."),
            Lang::En => format!("case {number}{what} was chosen"),
        });
    }
    for Applied { limit, at, was, now, bubbles } in &rendered.applied {
        write_error(&match (lang, bubbles) {
            (Lang::Ko, 1) => format!("카카오의 한도({limit})에 맞게 잘랐어요: {at} {was} → {now}"),
            (Lang::En, 1) => format!("cut to Kakao's limit ({limit}): {at} {was} → {now}"),
            (Lang::Ko, _) => format!("카카오의 한도({limit})를 넘어서 말풍선 {bubbles}개로 나눴어요: {at} {was} → {now}"),
            (Lang::En, _) => format!("over Kakao's limit ({limit}), so split into {bubbles} bubbles: {at} {was} → {now}"),
        });
    }
    if let Some(failure) = &rendered.failure {
        write_error(&match lang {
            Lang::Ko => format!("답을 만들지 못해서 fallback을 보여 드려요: {failure}"),
            Lang::En => format!("no answer could be made, this is the fallback: {failure}"),
        });
    }
}

//! The skills and events in service.

use actix_web::HttpResponse;
use serde_json::{Value, json};

use super::Console;
use crate::compile::{Answer, Skill};
use crate::config::{CallbackMode, parameters};
use crate::template::Uses;

/// `GET /api/skills`, in the order of the file.
pub(super) fn skills(console: &Console) -> HttpResponse {
    let snapshot = console.sources.snapshots.load_full();
    let skills = snapshot.iter().flat_map(|snapshot| &snapshot.skills).map(|skill| {
        json!({
            "path": skill.path,
            "description": skill.description,
            "kind": kind(skill),
            "enabled": skill.enabled,
            "callback": skill.plans().any(|plan| plan.callback.is_on()),
            "callbackMode": callback_mode(skill),
            "upstream": skill.plans().any(|plan| plan.upstream.is_some()),
            "uses": uses(skill),
        })
    });
    let events = snapshot.iter().flat_map(|snapshot| &snapshot.events).map(|event| {
        json!({ "path": event.path, "description": event.description, "kind": "event", "enabled": true, "callback": false, "callbackMode": "false", "upstream": false })
    });
    HttpResponse::Ok().json(json!({ "skills": skills.chain(events).collect::<Vec<_>>() }))
}

/// The names that somebody who tries the skill may want to fill in.
fn uses(skill: &Skill) -> Value {
    let Uses { params, extra, contexts, query } = skill.harvest.uses();
    let path: Vec<&str> = parameters(&skill.path).map(|(_, name)| name).collect();
    json!({ "params": params, "extra": extra, "contexts": contexts, "path": path, "query": query })
}

/// How the skill's callback works; of cases that differ, what the first with a callback says.
fn callback_mode(skill: &Skill) -> &'static str {
    match skill.plans().map(|plan| plan.callback.mode).find(|mode| *mode != CallbackMode::Off) {
        None | Some(CallbackMode::Off) => "false",
        Some(CallbackMode::Auto) => "auto",
        Some(CallbackMode::Always) => "true",
    }
}

fn kind(skill: &Skill) -> &'static str {
    match (&skill.plan.answer, &skill.plan.upstream) {
        (Answer::PassOn, _) => "upstream",
        (Answer::Reply(_), None) => "reply",
        (Answer::Reply(_), Some(_)) => "upstream+reply",
        (Answer::File { .. }, None) => "template",
        (Answer::File { .. }, Some(_)) => "upstream+template",
        (Answer::Validate(_), None) => "validate",
        (Answer::Validate(_), Some(_)) => "upstream+validate",
        (Answer::Cases(_), None) => "cases",
        (Answer::Cases(_), Some(_)) => "upstream+cases",
    }
}

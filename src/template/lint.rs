//! Names that can never be, found in all branches of a template.
//!
//! Only names that begin at the request's own names are judged; inside of `each` and `with` a name is one of the value there.

use super::harvest::Local;
use super::names::{DERIVED, Names};
use super::syntax::{Path, Seg, Start};
use super::{Fault, helper};
use crate::diag::{Code, nearest};
use crate::kakao::payload::{ROOTS, Under, under};
use crate::kakao::validation;

/// What `@` may stand before.
const LOCALS: [&str; 5] = ["index", "number", "first", "last", "key"];

/// All that an event sees.
pub(super) const OF_EVENTS: [&str; 5] = ["data", "vars", "path", "query", "now"];

/// What a validation sees beside its payload.
pub(super) const OF_VALIDATIONS: [&str; 5] = ["vars", "path", "query", "upstream", "now"];

/// What is wrong with a rooted path.
pub(super) fn lint(path: &Path, names: &Names) -> Option<Fault> {
    let vars = names.vars();
    let root = path.segs.first()?;
    if path.start == Start::Local {
        return Some(stray_local(path, &root.name));
    }
    match root.name.as_str() {
        "data" if names.is_event() => None,
        name if names.is_event() && name != "upstream" && !OF_EVENTS.contains(&name) => Some(unknown_root(path, root, names)),
        "vars" => {
            let field = path.segs.get(1)?;
            let known = vars.keys().map(String::as_str);
            (!vars.contains_key(&field.name)).then(|| unknown_field(path, field, 1, nearest(&field.name, known)))
        }
        "path" => {
            let field = path.segs.get(1)?;
            let near = nearest(&field.name, names.parameters());
            let deeper = || path.segs.get(2).map(|field| unknown_field(path, field, 2, None));
            if names.parameters().any(|name| name == field.name) { deeper() } else { Some(unknown_field(path, field, 1, near)) }
        }
        "utterance" | "now" => path.segs.get(1).map(|field| unknown_field(path, field, 1, None)),
        "query" | "upstream" => None,
        name if names.is_validation() => {
            let known = validation::ROOTS.contains(&name);
            if known { fields(path, &[], validation::under) } else { Some(unknown_root(path, root, names)) }
        }
        "user" => fields(path, &["userRequest"], under),
        name if ROOTS.contains(&name) => fields(path, &[], under),
        name if DERIVED.contains(&name) => None,
        // A helper without its values: its own message says so.
        name if path.segs.len() == 1 && helper::NAMES.contains(&name) => None,
        _ => Some(unknown_root(path, root, names)),
    }
}

/// `@number` where no list is walked, or a name with `@` that there is not.
fn stray_local(path: &Path, name: &str) -> Fault {
    let near = nearest(name, LOCALS).filter(|_| Local::named(name).is_none()).map(|near| format!("@{near}"));
    let mut fault = Fault::new(Code::OutsideEach, path.range.clone()).arg("name", format!("@{name}"));
    fault.fix.clone_from(&near);
    fault.suggest(near)
}

fn unknown_root(path: &Path, root: &Seg, names: &Names) -> Fault {
    let var = names.vars().contains_key(&root.name).then(|| format!("vars.{}", root.name));
    let var = var.or_else(|| names.parameters().any(|name| name == root.name).then(|| format!("path.{}", root.name)));
    let near = if names.is_event() {
        nearest(&root.name, OF_EVENTS)
    } else if names.is_validation() {
        nearest(&root.name, OF_VALIDATIONS.into_iter().chain(validation::ROOTS.iter().copied()))
    } else {
        nearest(&root.name, DERIVED.into_iter().chain(ROOTS.iter().copied()))
    };
    let near = near.map(str::to_owned);
    // `{{name}}` for `{{params.name}}`, or for `{{this.name}}`, is what most who begin write.
    let owner = match root.name.as_str() {
        "origin" | "resolved" if names.is_validation() => "value",
        _ if names.is_event() => "data",
        _ if names.depth() > 0 => "this",
        _ => "params",
    };
    let guess = var.or(near).or_else(|| (path.segs.len() == 1).then(|| format!("{owner}.{}", root.name)));
    let mut fault = Fault::new(Code::UnknownName, root.range.clone()).arg("name", &root.name);
    fault.fix.clone_from(&guess);
    fault.suggest(guess)
}

/// The first name of a path that the payload never has. `before`: the names that a derived root stands for.
fn fields(path: &Path, before: &[&str], under: fn(&[&str]) -> Under) -> Option<Fault> {
    let names: Vec<&str> = before.iter().copied().chain(path.segs.iter().map(|seg| seg.name.as_str())).collect();
    path.segs.iter().enumerate().skip(1).find_map(|(at, seg)| match under(names.get(..before.len() + at)?) {
        Under::Names(known) if !known.contains(&seg.name.as_str()) => {
            Some(unknown_field(path, seg, at, nearest(&seg.name, known.iter().copied())))
        }
        Under::Nothing => Some(unknown_field(path, seg, at, None)),
        Under::Items if seg.name.parse::<usize>().is_err() => {
            // `contexts` is a list; by name they are to be had as `context`.
            let root = path.segs.first().filter(|root| root.name == "contexts")?;
            let mut fault = unknown_field(path, seg, at, Some("context"));
            fault.range = root.range.clone();
            Some(fault)
        }
        _ => None,
    })
}

fn unknown_field(path: &Path, field: &Seg, at: usize, near: Option<&str>) -> Fault {
    let root: Vec<&str> = path.segs.iter().take(at).map(|seg| seg.name.as_str()).collect();
    let mut fault = Fault::new(Code::UnknownField, field.range.clone()).arg("name", &field.name).arg("root", root.join("."));
    fault.fix = near.map(str::to_owned);
    fault.suggest(near)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Engine, Escape};

    fn warnings(source: &str) -> Vec<(Code, &str, Option<String>)> {
        let mut found = Vec::new();
        let vars = serde_json::json!({"shop": {"name": "도담"}}).as_object().cloned().unwrap();
        let engine = Engine::new(&[], &mut Vec::new());
        let mut names = Names::new(vars.into()).with_parameters([(1, "branch")].into_iter());
        assert!(engine.compile(source, Escape::None, &mut names, &mut found).is_some(), "{found:?}");
        found.into_iter().map(|fault| (fault.code, &source[fault.range], fault.suggestion)).collect()
    }

    #[test]
    fn fields_that_are_never_there_are_found_with_the_nearest() {
        for (source, name, near) in [
            ("{{userRequest.utterence}}", "utterence", Some("utterance")),
            ("{{user.propertys.x}}", "propertys", Some("properties")),
            ("{{action.parms.name}}", "parms", Some("params")),
            ("{{utterance.text}}", "text", None),
            ("{{userRequest.user.id.x}}", "x", None),
            ("{{contexts.order.menu}}", "contexts", Some("context")),
            ("{{contexts.0.nam}}", "nam", Some("name")),
            ("{{vars.shp}}", "shp", Some("shop")),
            ("{{flow.trigger.typ}}", "typ", Some("type")),
            ("{{path.brnach}}", "brnach", Some("branch")),
            ("{{path.branch.x}}", "x", None),
        ] {
            assert_eq!(warnings(source), [(Code::UnknownField, name, near.map(str::to_owned))], "{source}");
        }
    }

    #[test]
    fn a_place_in_a_list_where_none_is_walked_is_found() {
        for (source, name, near) in [
            ("{{@number}}", "@number", None),
            ("{{#if @first}}{{/if}}", "@first", None),
            ("{{#with user}}{{@index}}{{/with}}", "@index", None),
            ("{{@numbr}}", "@numbr", Some("@number")),
        ] {
            assert_eq!(warnings(source), [(Code::OutsideEach, name, near.map(str::to_owned))], "{source}");
        }
    }

    #[test]
    fn a_name_alone_in_an_element_is_taken_for_one_of_its_entry() {
        let mut names = Names::new(std::sync::Arc::default());
        names.enter();
        let mut found = Vec::new();
        Engine::new(&[], &mut Vec::new()).compile("{{price}}{{this.price}}", Escape::None, &mut names, &mut found);
        assert_eq!(found.into_iter().filter_map(|fault| fault.suggestion).collect::<Vec<_>>(), ["this.price"]);
    }

    #[test]
    fn a_var_named_alone_is_told_where_it_stands() {
        let told = |name: &str| vec![(Code::UnknownName, "shop", Some(name.to_owned()))];
        assert_eq!(warnings("{{shop}}"), told("vars.shop"));
        assert_eq!(warnings("{{shop.name}}"), told("vars.shop"));
        assert_eq!(warnings("{{branch}}"), [(Code::UnknownName, "branch", Some("path.branch".to_owned()))]);
    }

    #[test]
    fn every_branch_and_every_kind_of_value_is_looked_at() {
        let source = "{{#if a1}}{{else if (eq b1 1)}}{{c1}}{{else}}{{trim (default d1 \"\")}}{{/if}}{{date now tz=e1}}{{#each f1}}{{else}}{{g1}}{{/each}}\
                      {{#with user}}{{../h1}}{{@root.i1}}{{/with}}";
        let names: Vec<&str> = warnings(source).into_iter().map(|warning| warning.1).collect();
        assert_eq!(names, ["a1", "b1", "c1", "d1", "e1", "f1", "g1", "h1", "i1"]);
    }

    #[test]
    fn what_may_be_is_not_warned_of() {
        for source in [
            "{{params.이름}}{{params.a.b}}{{origin.x}}{{extra.x.y}}{{context.a.b}}{{query.q}}{{upstream.x.y}}{{now}}",
            "{{userRequest.params.surface}}{{user.properties.plusfriend_user_key}}{{intent.extra.knowledge.matchedKnowledges.0.answer}}",
            "{{#each upstream.items}}{{name}}{{price.now}}{{#with seller}}{{parms}}{{../utterence}}{{/with}}{{/each}}",
            "{{#each params as |value key|}}{{key}}{{value.x}}{{/each}}{{action.detailParams.x.value.y}}{{contexts.0.params.a.value}}{{vars.shop.x}}",
            "{{path.branch}}{{#each path}}{{@key}}{{/each}}",
            "{{this}}{{@root}}{{json this}}",
            "{{#each upstream.x}}{{@index}}{{@number}}{{#with this}}{{@../number}}{{/with}}{{/each}}",
        ] {
            assert_eq!(warnings(source), [], "{source}");
        }
    }
}

//! `random a b c`: one of its values, or one of a list.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, Misuse};
use super::error::HelperError;
use super::print::printed;

pub(super) const HELPER: Definition = Definition {
    name: "random",
    usage: "{{random \"안녕하세요\" \"반가워요\"}}",
    params: (1, 64),
    hashes: &[],
    literals,
    escapes: Escapes::Nothing,
    run,
};

/// Whether `random` leaves its choice to chance. Shared by the helpers of one engine, so that `talkplate test` can end it for the
/// configuration it tests.
#[derive(Clone, Debug, Default)]
pub(in crate::template) struct Chance {
    is_over: Arc<AtomicBool>,
}

impl Chance {
    /// From now on the first value is chosen.
    pub(in crate::template) fn end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    /// One of so many.
    fn choose(&self, count: usize) -> usize {
        if count < 2 || self.is_over.load(Ordering::Relaxed) {
            return 0;
        }
        // Keyed anew for each hasher from the system's randomness: as good as is needed to choose a greeting.
        let drawn = RandomState::new().hash_one(count);
        usize::try_from(drawn % count as u64).unwrap_or(0)
    }
}

fn literals(params: &[Option<&Value>]) -> Option<Misuse> {
    match params {
        [Some(_)] => Some(Misuse::new("고를 것이 하나뿐이에요", "there is only one value to choose from")),
        _ => None,
    }
}

/// A single list is chosen from; several values are themselves the choice.
fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    if call.count() == 1 {
        return Ok(match call.value(0) {
            Value::Array(items) => items.get(call.chance.choose(items.len())).cloned().unwrap_or(Value::Null),
            single => Value::from(printed(single)),
        });
    }
    Ok(call.value(call.chance.choose(call.count())).clone())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::super::tests::render;
    use crate::template::{Engine, Escape, Names, RequestInfo};

    #[test]
    fn each_value_comes_up_and_no_other() {
        let data = json!({"list": ["가", "나", "다"]});
        for source in ["{{random \"가\" \"나\" \"다\"}}", "{{random list}}", "{{random (split \"가,나,다\" \",\")}}"] {
            let seen: BTreeSet<String> = (0..300).map(|_| render(source, &data)).collect();
            assert_eq!(seen, ["가", "나", "다"].map(str::to_owned).into(), "{source}");
        }
    }

    #[test]
    fn nothing_to_choose_from_is_nothing() {
        assert_eq!(render("[{{random none}}{{random list}}{{random text}}]", &json!({"list": [], "text": "글"})), "[글]");
    }

    #[test]
    fn the_choice_is_made_for_each_request_unless_chance_is_over() {
        let engine = Engine::new(&[], &mut Vec::new());
        let vars = json!({"menus": ["ㄱ", "ㄴ"]}).as_object().cloned().unwrap();
        let mut names = Names::new(vars.into());
        let mut compile = |source| engine.compile(source, Escape::None, &mut names, &mut Vec::new()).unwrap();
        let texts = [compile("{{random 1 2}}{{upper (random \"a\" \"b\")}}"), compile("{{#if true}}{{random vars.menus}}{{/if}}")];
        let harvest = names.finish();
        let scope = harvest.read(b"{}", RequestInfo::default()).unwrap();
        let seen = |at: usize| {
            let render = |_| {
                let mut out = String::new();
                texts[at].render(&engine, &scope, &mut out).unwrap();
                out
            };
            (0..200).map(render).collect::<BTreeSet<_>>()
        };
        assert_eq!(seen(0).len(), 4);
        assert_eq!(seen(1).len(), 2);
        engine.leave_nothing_to_chance();
        assert_eq!(seen(0), ["1A".to_owned()].into());
        assert_eq!(seen(1), ["ㄱ".to_owned()].into());
    }
}

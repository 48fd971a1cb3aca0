//! A message that the bot sends first, ready.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};

use super::texts::{Common, Known, Texts, unsure};
use super::tree::Tree;
use super::trial::Trial;
use super::{Auth, Pieces, Reply};
use crate::config::{EventSpec, Secret, parameters};
use crate::diag::Report;
use crate::kakao::event::talk_path;
use crate::meter::SkillMeter;
use crate::template::{Engine, Harvest, Names};

/// An event, ready to be sent.
pub struct Event {
    /// Its path, as written: with `{name}` where it has parameters.
    pub path: String,
    /// For the console.
    pub description: Option<String>,
    /// The bot's id, with `!` at its end for the development channel.
    pub bot: Secret,
    /// Its name in the admin centre.
    pub name: String,
    /// The value of the header by which Kakao knows the operator.
    pub authorization: Secret,
    /// Who may send it.
    pub auth: Auth,
    /// Which names its templates take from a request.
    pub harvest: Harvest,
    /// What goes with it: a JSON object of texts.
    pub data: Reply,
    /// Time for all calls together.
    pub timeout: Duration,
    /// Its counters.
    pub meter: SkillMeter,
}

impl Event {
    /// Compiles one event; every mistake in it is reported. `lost`: whether there may be more vars than these.
    /// `common` gathers those that its templates name.
    pub(super) fn compile(
        spec: EventSpec,
        engine: &Engine,
        (vars, lost): (&Arc<Map<String, Value>>, bool),
        common: &mut Common,
        report: &mut Report,
    ) -> Option<Self> {
        let names = Names::for_event(Arc::clone(vars)).with_parameters(parameters(&spec.path.value));
        let unsure = unsure(&spec.path.value, lost);
        let mut texts = Texts { engine, names, report, common, upstream: Known::No, unsure };
        let data = match &spec.data {
            None => Some(Reply::Literal("{}".into())),
            Some(node) => Tree::gather(node, &mut texts).map(|tree| {
                if tree.is_literal() {
                    Reply::Literal(tree.value.to_string().into())
                } else {
                    Reply::Pieces(Pieces::new(tree.into_plain_pieces()))
                }
            }),
        };
        texts.common.used_vars.extend(texts.names.used_vars().map(str::to_owned));
        let harvest = texts.names.finish();
        let data = data?;
        if let Some(failure) = Trial::new(engine, &harvest).and_then(|trial| trial.reply(&data, spec.path.span)) {
            report.push(failure);
        }
        Some(Self {
            path: spec.path.value,
            description: spec.description,
            bot: spec.bot,
            name: spec.event,
            authorization: Secret::new(format!("KakaoAK {}", spec.key.reveal())),
            auth: Auth::new(spec.auth),
            harvest,
            data,
            timeout: spec.timeout,
            meter: SkillMeter::default(),
        })
    }

    /// Where it goes, behind the host.
    pub fn talk_path(&self) -> String {
        talk_path(self.bot.reveal())
    }
}

#[cfg(test)]
mod tests {
    use crate::compile::testing::{load_files, mistakes, snapshot};

    fn yaml(path: &str, data: &str) -> String {
        format!(
            "vars: {{ shop: 도담 }}\nskills: {{ '/event/{{any}}': '{{{{vars.shop}}}}' }}\nevents:\n  {path}:\n    bot: b\n    event: e\n    key: k\n    auth: {{ header: A, value: b }}\n    data: {data}\n"
        )
    }

    #[test]
    fn an_event_is_found_by_its_path_beside_the_skills() {
        let snapshot = snapshot(&yaml("/event/shipped", "{ a: 1 }"), &[]);
        assert!(snapshot.event("/event/shipped").is_some() && snapshot.skill("/event/shipped").is_none());
        assert!(snapshot.event("/event/other").is_none() && snapshot.skill("/event/other").is_some());
    }

    #[test]
    fn templates_see_the_data_of_the_request_and_nothing_of_a_skills() {
        let ok = yaml("/event/shipped", "{ a: '{{data.order}} {{vars.shop}} {{date now \"YYYY\"}} {{query.x}}' }");
        assert_eq!(mistakes(&load_files(&ok, &[])), Vec::<String>::new());
        for (name, code) in
            [("utterance", "W002"), ("order", "W002"), ("params.x", "W002"), ("upstream.x", "W008"), ("users", "W002")]
        {
            let found = mistakes(&load_files(&yaml("/event/shipped", &format!("{{ a: '{{{{{name}}}}}' }}")), &[]));
            assert!(found.len() == 1 && found[0].starts_with(code), "{name}: {found:?}");
        }
        let broken = load_files(&yaml("/event/shipped", "{ a: '{{nope x}}' }"), &[]);
        assert!(broken.snapshot.is_none());
    }
}

//! The file as written, decoded: what `config` gives and `compile` takes.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

use super::{Secret, TrialSpec, WhenSpec};
use crate::diag::Span;
use crate::kakao::Overflow;
use crate::yaml::Node;

/// A value and where it stood.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// The whole configuration.
#[derive(Clone, Debug, Default)]
pub struct FileSpec {
    /// `vars`.
    pub vars: Map<String, Value>,
    /// Where the keys of `vars` stand.
    pub var_keys: Vec<Spanned<String>>,
    /// Whether a part that may define more of them could not be read; reported.
    pub lost: bool,
    /// `skills`, in the order of the file. What could not be decoded is left out, or something harmless stands in for it, so that
    /// the rest is checked too; the report then has an error.
    pub skills: Vec<SkillSpec>,
    /// `events`, in the order of the file; what could not be decoded is left out.
    pub events: Vec<EventSpec>,
    /// `tests`.
    pub tests: Vec<TrialSpec>,
    /// `gate: tests`, and where it stands: the tests have to hold before this is served.
    pub gate: Option<Span>,
    /// What was filled in for `${…}`; a default that stands in the file is none.
    pub secrets: Vec<Secret>,
    /// `templates/_*.hbs` that some template names, read transitively.
    pub partials: Vec<TemplateFile>,
}

/// A template file that was read: its text is in the report's sources.
#[derive(Clone, Debug)]
pub struct TemplateFile {
    /// Name without folder and ending for a partial (`_footer`), the path as written otherwise.
    pub name: String,
    /// The whole text's place; its file id finds the source.
    pub span: Span,
    /// Its text.
    pub text: String,
}

/// One skill, with the file's `auth` and `defaults` filled in.
#[derive(Clone, Debug)]
pub struct SkillSpec {
    /// The path and where its key stands.
    pub path: Spanned<String>,
    /// `description`.
    pub description: Option<String>,
    /// `enabled`.
    pub enabled: bool,
    /// Who may ask.
    pub auth: Option<AuthSpec>,
    /// `timeout`, 1 ms to 4.9 s, default 4 s.
    pub timeout: Duration,
    /// What it does.
    pub plan: PlanSpec,
}

/// How a request is answered: what a skill says, or one of its cases. Nothing is inherited any more: the skill's and the file's
/// defaults are filled in.
#[derive(Clone, Debug)]
pub struct PlanSpec {
    /// What answers.
    pub answer: AnswerSpec,
    /// `upstream`.
    pub upstream: Option<UpstreamSpec>,
    /// `callback`.
    pub callback: CallbackSpec,
    /// `wait`: a text with templates. `None`: the built-in sentence.
    pub wait: Option<Node>,
    /// `fallback`, as a native SkillResponse. `None`: the built-in sentence.
    pub fallback: Option<Node>,
    /// `overflow`.
    pub overflow: Overflow,
}

/// `callback`: whether the answer may come later, by a POST to the callbackUrl.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallbackSpec {
    /// When it does.
    pub mode: CallbackMode,
    /// How long after the request the answer has to be with Kakao: 2 to 58 s, default 50 s.
    pub deadline: Duration,
    /// What becomes of an answer that misses the deadline.
    pub late: Late,
}

impl CallbackSpec {
    /// `callback: false`, the default.
    pub const OFF: Self = Self { mode: CallbackMode::Off, deadline: Self::USUAL_DEADLINE, late: Late::Drop };
    /// `callback: true`.
    pub const ALWAYS: Self = Self { mode: CallbackMode::Always, ..Self::OFF };
    /// Kakao's token is good for a minute from the request; this leaves room for its clock and the network.
    pub const USUAL_DEADLINE: Duration = Duration::from_secs(50);
    /// How long an answer that is kept may take, unless the upstream has a `timeout` of its own.
    pub const USUAL_LATE: Duration = Duration::from_mins(5);

    /// Whether the answer ever comes later.
    pub fn is_on(self) -> bool {
        self.mode != CallbackMode::Off
    }
}

/// `callback.mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackMode {
    /// Never.
    Off,
    /// `true`: whenever a callbackUrl came.
    Always,
    /// `auto`: when a callbackUrl came and the upstream has not answered within the skill's `timeout`.
    Auto,
}

/// `callback.late`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Late {
    /// Nobody gets it: the fallback was sent instead.
    #[default]
    Drop,
    /// It waits for this user's next request to the same skill.
    Keep,
}

/// What answers.
#[derive(Clone, Debug)]
pub enum AnswerSpec {
    /// `reply` (with quickReplies, contexts, data) or `response`: a native SkillResponse whose texts may be templates.
    Response(Node),
    /// `template`: a file that writes JSON. `extras`: quickReplies, contexts, data beside it, as a native SkillResponse without outputs.
    File {
        /// The file; its text is read.
        file: TemplateFile,
        /// What goes with it.
        extras: Option<Node>,
    },
    /// `cases`: the first whose `when` holds.
    Cases(Vec<CaseSpec>),
    /// `validate`: whether a parameter's value is taken.
    Validate(ValidateSpec),
    /// None: the upstream's answer is passed on.
    PassOn,
}

/// A parameter validation: both of its answers are whole, with templates in their texts.
#[derive(Clone, Debug)]
pub struct ValidateSpec {
    /// When the value is taken.
    pub when: WhenSpec,
    /// `{"status":"SUCCESS","value":…}`.
    pub success: Node,
    /// `{"status":"FAIL","message":…}`.
    pub failure: Node,
}

/// One of the `cases` of a skill. An upstream and a callback of its own it has only when the skill has no upstream.
#[derive(Clone, Debug)]
pub struct CaseSpec {
    /// When it answers; always without one.
    pub when: Option<WhenSpec>,
    /// Where it begins.
    pub span: Span,
    /// `description`.
    pub description: Option<String>,
    /// What it does, with what the skill says for all its cases filled in.
    pub plan: PlanSpec,
}

/// A message that the bot sends first.
#[derive(Clone, Debug)]
pub struct EventSpec {
    /// The path and where its key stands.
    pub path: Spanned<String>,
    /// `description`.
    pub description: Option<String>,
    /// The bot's id, with `!` at its end for the development channel.
    pub bot: Secret,
    /// The event's name in the admin centre.
    pub event: String,
    /// The REST API key.
    pub key: Secret,
    /// Who may send it.
    pub auth: AuthSpec,
    /// What goes with it: a map of texts with templates.
    pub data: Option<Node>,
    /// Time for all calls together, 1 s to 10 min, default 1 min.
    pub timeout: Duration,
}

/// A shared secret in a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthSpec {
    /// The header's name, lower case.
    pub header: String,
    /// What it must hold.
    pub value: Secret,
}

/// A server to ask first. Texts may be templates; `${…}` is filled in, so they are secrets.
#[derive(Clone, Debug)]
pub struct UpstreamSpec {
    /// Scheme, host and port: fixed text, `https://api.example.com:8443`.
    pub origin: String,
    /// What follows, beginning with `/` (or empty): a template, values percent-encoded.
    pub target: Spanned<Secret>,
    /// `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`.
    pub method: String,
    /// Header names (lower case) and values; values may be templates.
    pub headers: Vec<(String, Spanned<Secret>)>,
    /// The body.
    pub body: BodySpec,
    /// Its own time limit, inside the skill's or the callback's.
    pub timeout: Option<Duration>,
    /// Which statuses are answers: inclusive ranges; default 200 to 299.
    pub expect: Vec<(u16, u16)>,
    /// How often it is asked again at most, 0 to 5; default 1 for GET and HEAD, 0 otherwise.
    pub retries: u8,
    /// How many of the skill's requests to it may be under way, 1 to 100,000; default 256.
    pub concurrency: usize,
}

/// What an upstream is sent. Its texts may hold secrets, and what was filled in may be longer than what is written: mistakes in
/// them point at the whole text, not at a part of it.
#[derive(Clone)]
pub enum BodySpec {
    /// Nothing (GET, HEAD).
    Nothing,
    /// The payload as it came.
    Payload,
    /// JSON with templates in its texts.
    Json(Node),
    /// A text template, sent as text.
    Text(Spanned<Secret>),
}

impl fmt::Debug for BodySpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Payload => "Payload",
            Self::Json(_) => "Json(***)",
            Self::Text(_) => "Text(***)",
        })
    }
}

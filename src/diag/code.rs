//! Every mistake once: its code, its severity, its sentences in Korean and English.
//!
//! In a sentence `{name}` stands for the diagnostic's argument of that name.

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The configuration is not loaded.
    Error,
    /// It is loaded; something is probably not meant so.
    Warning,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $ko:literal, $en:literal, $help_ko:literal, $help_en:literal;)*) => {
        /// A mistake's stable identity. The variant's documentation says what it is and names its arguments.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// `E012`, `W003`.
            pub fn id(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }

            /// The sentence: Korean, English.
            pub fn message(self) -> (&'static str, &'static str) {
                match self { $(Code::$name => ($ko, $en),)* }
            }

            /// What to do: Korean, English.
            pub fn help(self) -> (&'static str, &'static str) {
                match self { $(Code::$name => ($help_ko, $help_en),)* }
            }
        }
    };
}

impl Code {
    /// Error or warning, by the letter of the id.
    pub fn severity(self) -> Severity {
        if self.id().starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

codes! {
    /// The file cannot be read. Arguments: `path`, `reason`.
    ReadFailed = "E001",
        "the file cannot be read ({path} {reason})", "the file cannot be read ({path} {reason})",
        "", "";
    /// The file is not UTF-8 (CP949/EUC-KR from an old editor). Arguments: `line`.
    NotUtf8 = "E002",
        "the file is not UTF-8 (CP949/EUC-KR from an old editor) ({line})", "the file is not UTF-8 (CP949/EUC-KR from an old editor) ({line})",
        "", "";
    /// The file is over 16 MiB. Arguments: `size`, `max`.
    FileTooLarge = "E003",
        "the file is over 16 MiB ({size} {max})", "the file is over 16 MiB ({size} {max})",
        "", "";
    /// Other YAML syntax error. Arguments: `detail`.
    YamlSyntax = "E004",
        "other YAML syntax error ({detail})", "other YAML syntax error ({detail})",
        "", "";
    /// A tab in the indentation.
    TabIndent = "E005",
        "a tab in the indentation", "a tab in the indentation",
        "", "";
    /// Wrong indentation / 'mapping values are not allowed here'.
    WrongIndent = "E006",
        "wrong indentation / 'mapping values are not allowed here'", "wrong indentation / 'mapping values are not allowed here'",
        "", "";
    /// `reply: {{utterance}}` without quotes. Arguments: `text`.
    UnquotedTemplate = "E007",
        "`reply: {{utterance}}` without quotes ({text})", "`reply: {{utterance}}` without quotes ({text})",
        "", "";
    /// A quote that is never closed. Arguments: `quote`.
    UnclosedQuote = "E008",
        "a quote that is never closed ({quote})", "a quote that is never closed ({quote})",
        "", "";
    /// A bracket or brace that is never closed. Arguments: `bracket`.
    UnclosedBracket = "E009",
        "a bracket or brace that is never closed ({bracket})", "a bracket or brace that is never closed ({bracket})",
        "", "";
    /// The same key twice in one map (label: first). Arguments: `key`.
    DuplicateKey = "E010",
        "the same key twice in one map (label: first) ({key})", "the same key twice in one map (label: first) ({key})",
        "", "";
    /// A key that the language does not know here. Arguments: `key`, `allowed`.
    UnknownKey = "E011",
        "a key that the language does not know here ({key} {allowed})", "a key that the language does not know here ({key} {allowed})",
        "", "";
    /// Another kind of value expected. Arguments: `what`, `expected`, `found`.
    WrongKind = "E012",
        "another kind of value expected ({what} {expected} {found})", "another kind of value expected ({what} {expected} {found})",
        "", "";
    /// Nested too deep. Arguments: `max`.
    TooDeep = "E013",
        "nested too deep ({max})", "nested too deep ({max})",
        "", "";
    /// Anchors and aliases expand past the budget.
    TooBig = "E014",
        "anchors and aliases expand past the budget", "anchors and aliases expand past the budget",
        "", "";
    /// A YAML tag. Arguments: `tag`.
    TagRefused = "E015",
        "a YAML tag ({tag})", "a YAML tag ({tag})",
        "", "";
    /// A second document (---).
    SeveralDocuments = "E016",
        "a second document (---)", "a second document (---)",
        "", "";
    /// Typographic quotes where plain ones belong. Arguments: `text`.
    SmartQuotes = "E017",
        "typographic quotes where plain ones belong ({text})", "typographic quotes where plain ones belong ({text})",
        "", "";
    /// No space after the colon (`reply:안녕`). Arguments: `text`.
    MissingSpace = "E018",
        "no space after the colon (`reply:안녕`) ({text})", "no space after the colon (`reply:안녕`) ({text})",
        "", "";
    /// An alias without its anchor. Arguments: `name`.
    UnknownAnchor = "E019",
        "an alias without its anchor ({name})", "an alias without its anchor ({name})",
        "", "";
    /// A key without a value. Arguments: `key`.
    EmptyValue = "E020",
        "a key without a value ({key})", "a key without a value ({key})",
        "", "";
    /// No `skills:` or nothing in it.
    NoSkills = "E021",
        "no `skills:` or nothing in it", "no `skills:` or nothing in it",
        "", "";
    /// A plain text that begins with @ ` % * & ! | > and needs quotes. Arguments: `char`.
    SpecialStart = "E022",
        "a plain text that begins with @ ` % * & ! | > and needs quotes ({char})", "a plain text that begins with @ ` % * & ! | > and needs quotes ({char})",
        "", "";
    /// `안녕: 하세요` inside a plain text. Arguments: `text`.
    ColonInText = "E023",
        "`안녕: 하세요` inside a plain text ({text})", "`안녕: 하세요` inside a plain text ({text})",
        "", "";
    /// A list where a map belongs or the reverse inside one block; a dash without a space.
    ListDash = "E024",
        "a list where a map belongs or the reverse inside one block; a dash without a space", "a list where a map belongs or the reverse inside one block; a dash without a space",
        "", "";
    /// `version` newer than this program. Arguments: `found`, `max`.
    UnsupportedVersion = "E025",
        "`version` newer than this program ({found} {max})", "`version` newer than this program ({found} {max})",
        "", "";
    /// A skill path that does not begin with /. Arguments: `path`.
    PathWithoutSlash = "E030",
        "a skill path that does not begin with / ({path})", "a skill path that does not begin with / ({path})",
        "", "";
    /// A skill path with spaces, ?, #, {} or other impossible characters, or one of the server's own (/healthz, /readyz). Arguments: `path`, `reason`.
    BadPath = "E031",
        "a skill path with spaces, ?, #, {} or other impossible characters, or one of the server's own (/healthz, /readyz) ({path} {reason})", "a skill path with spaces, ?, #, {} or other impossible characters, or one of the server's own (/healthz, /readyz) ({path} {reason})",
        "", "";
    /// The same path twice (label: first). Arguments: `path`.
    DuplicatePath = "E032",
        "the same path twice (label: first) ({path})", "the same path twice (label: first) ({path})",
        "", "";
    /// A skill without reply/response/template and without upstream. Arguments: `path`.
    NoAnswer = "E033",
        "a skill without reply/response/template and without upstream ({path})", "a skill without reply/response/template and without upstream ({path})",
        "", "";
    /// More than one of reply/response/template. Arguments: `keys`.
    SeveralAnswers = "E034",
        "more than one of reply/response/template ({keys})", "more than one of reply/response/template ({keys})",
        "", "";
    /// Callback: true without upstream.
    CallbackWithoutUpstream = "E035",
        "callback: true without upstream", "callback: true without upstream",
        "", "";
    /// A key that would have no effect where it stands. Arguments: `key`, `reason`.
    NoEffect = "E036",
        "a key that would have no effect where it stands ({key} {reason})", "a key that would have no effect where it stands ({key} {reason})",
        "", "";
    /// Not an http(s) URL. Arguments: `url`.
    BadUrl = "E037",
        "not an http(s) URL ({url})", "not an http(s) URL ({url})",
        "", "";
    /// Not a duration such as 3s, 500ms. Arguments: `text`.
    BadDuration = "E038",
        "not a duration such as 3s, 500ms ({text})", "not a duration such as 3s, 500ms ({text})",
        "", "";
    /// A number or duration out of range. Arguments: `what`, `min`, `max`, `found`.
    OutOfRange = "E039",
        "a number or duration out of range ({what} {min} {max} {found})", "a number or duration out of range ({what} {min} {max} {found})",
        "", "";
    /// `${...}` outside auth, upstream, events. Arguments: `text`.
    EnvNotAllowed = "E040",
        "`${...}` outside auth, upstream, events ({text})", "`${...}` outside auth, upstream, events ({text})",
        "", "";
    /// An environment variable that is not set and has no default. Arguments: `name`.
    EnvNotSet = "E041",
        "an environment variable that is not set and has no default ({name})", "an environment variable that is not set and has no default ({name})",
        "", "";
    /// `${file:...}` that cannot be read. Arguments: `path`, `reason`.
    SecretFileUnreadable = "E042",
        "`${file:...}` that cannot be read ({path} {reason})", "`${file:...}` that cannot be read ({path} {reason})",
        "", "";
    /// `${` without a proper end. Arguments: `text`.
    BadEnvSyntax = "E043",
        "`${` without a proper end ({text})", "`${` without a proper end ({text})",
        "", "";
    /// A header name or value that HTTP does not allow. Arguments: `name`, `reason`.
    BadHeader = "E044",
        "a header name or value that HTTP does not allow ({name} {reason})", "a header name or value that HTTP does not allow ({name} {reason})",
        "", "";
    /// A template in scheme, host or port of an upstream URL. Arguments: `url`.
    TemplateInHost = "E045",
        "a template in scheme, host or port of an upstream URL ({url})", "a template in scheme, host or port of an upstream URL ({url})",
        "", "";
    /// A button/quick reply needs exactly one of url, message, phone, block, share, operator. Arguments: `found`.
    ButtonAction = "E046",
        "a button/quick reply needs exactly one of url, message, phone, block, share, operator ({found})", "a button/quick reply needs exactly one of url, message, phone, block, share, operator ({found})",
        "", "";
    /// A value outside its fixed list. Arguments: `what`, `found`, `allowed`.
    NotOneOf = "E047",
        "a value outside its fixed list ({what} {found} {allowed})", "a value outside its fixed list ({what} {found} {allowed})",
        "", "";
    /// A template file that is not there. Arguments: `path`.
    TemplateFileNotFound = "E048",
        "a template file that is not there ({path})", "a template file that is not there ({path})",
        "", "";
    /// A template path that leaves the configuration's folder. Arguments: `path`.
    OutsideFolder = "E049",
        "a template path that leaves the configuration's folder ({path})", "a template path that leaves the configuration's folder ({path})",
        "", "";
    /// `{{` that is never closed.
    UnclosedExpression = "E050",
        "`{{` that is never closed", "`{{` that is never closed",
        "", "";
    /// `{{#name}}` without its `{{/name}}`. Arguments: `name`.
    UnclosedBlock = "E051",
        "`{{#name}}` without its `{{/name}}` ({name})", "`{{#name}}` without its `{{/name}}` ({name})",
        "", "";
    /// `{{/name}}` without its opening, or the wrong one. Arguments: `name`.
    StrayClose = "E052",
        "`{{/name}}` without its opening, or the wrong one ({name})", "`{{/name}}` without its opening, or the wrong one ({name})",
        "", "";
    /// `{{name}` or a stray `}}`. Arguments: `text`.
    SingleBrace = "E053",
        "`{{name}` or a stray `}}` ({text})", "`{{name}` or a stray `}}` ({text})",
        "", "";
    /// An unknown helper. Arguments: `name`.
    UnknownHelper = "E054",
        "an unknown helper ({name})", "an unknown helper ({name})",
        "", "";
    /// Kakao's own `{{#webhook.text}}` pasted. Arguments: `text`, `name`.
    KakaoPlaceholder = "E055",
        "Kakao's own `{{#webhook.text}}` pasted ({text} {name})", "Kakao's own `{{#webhook.text}}` pasted ({text} {name})",
        "", "";
    /// A template over 16 KiB. Arguments: `max`, `found`.
    TemplateTooLong = "E056",
        "a template over 16 KiB ({max} {found})", "a template over 16 KiB ({max} {found})",
        "", "";
    /// Blocks or sub-expressions nested too deep. Arguments: `max`.
    TemplateTooDeep = "E057",
        "blocks or sub-expressions nested too deep ({max})", "blocks or sub-expressions nested too deep ({max})",
        "", "";
    /// Partials that call each other in a circle. Arguments: `names`.
    PartialCircle = "E058",
        "partials that call each other in a circle ({names})", "partials that call each other in a circle ({names})",
        "", "";
    /// A partial without its file. Arguments: `name`, `path`.
    PartialNotFound = "E059",
        "a partial without its file ({name} {path})", "a partial without its file ({name} {path})",
        "", "";
    /// A partial name computed at run time, or a partial block / decorator.
    DynamicPartial = "E060",
        "a partial name computed at run time, or a partial block / decorator", "a partial name computed at run time, or a partial block / decorator",
        "", "";
    /// `{{{x}}}` or `{{&x}}` in a JSON template file. Arguments: `text`.
    RawInJson = "E061",
        "`{{{x}}}` or `{{&x}}` in a JSON template file ({text})", "`{{{x}}}` or `{{&x}}` in a JSON template file ({text})",
        "", "";
    /// `{{x}}` outside a JSON string: use `{{json x}}`. Arguments: `text`.
    ValueOutsideString = "E062",
        "`{{x}}` outside a JSON string: use `{{json x}}` ({text})", "`{{x}}` outside a JSON string: use `{{json x}}` ({text})",
        "", "";
    /// `{{json x}}` inside a JSON string. Arguments: `text`.
    JsonInsideString = "E063",
        "`{{json x}}` inside a JSON string ({text})", "`{{json x}}` inside a JSON string ({text})",
        "", "";
    /// Other template syntax error. Arguments: `detail`.
    TemplateSyntax = "E064",
        "other template syntax error ({detail})", "other template syntax error ({detail})",
        "", "";
    /// A helper called with wrong arguments. Arguments: `name`, `reason`.
    HelperArguments = "E065",
        "a helper called with wrong arguments ({name} {reason})", "a helper called with wrong arguments ({name} {reason})",
        "", "";
    /// Rendering with a made-up payload failed. Arguments: `reason`.
    TrialFailed = "E066",
        "rendering with a made-up payload failed ({reason})", "rendering with a made-up payload failed ({reason})",
        "", "";
    /// A template file whose output is not JSON. Arguments: `reason`, `line`.
    NotJson = "E067",
        "a template file whose output is not JSON ({reason} {line})", "a template file whose output is not JSON ({reason} {line})",
        "", "";
    /// A literal text over its limit (found: characters). Arguments: `field`, `max`, `found`.
    TooLong = "E070",
        "a literal text over its limit (found: characters) ({field} {max} {found})", "a literal text over its limit (found: characters) ({field} {max} {found})",
        "", "";
    /// More items than allowed. Arguments: `field`, `max`, `found`.
    TooMany = "E071",
        "more items than allowed ({field} {max} {found})", "more items than allowed ({field} {max} {found})",
        "", "";
    /// Fewer items than needed. Arguments: `field`, `min`.
    TooFew = "E072",
        "fewer items than needed ({field} {min})", "fewer items than needed ({field} {min})",
        "", "";
    /// A required field is not there. Arguments: `field`, `component`.
    Missing = "E073",
        "a required field is not there ({field} {component})", "a required field is not there ({field} {component})",
        "", "";
    /// Title + description over their common limit. Arguments: `fields`, `max`, `found`.
    TooLongTogether = "E074",
        "title + description over their common limit ({fields} {max} {found})", "title + description over their common limit ({fields} {max} {found})",
        "", "";
    /// Cards of different types in one carousel.
    MixedCarousel = "E075",
        "cards of different types in one carousel", "cards of different types in one carousel",
        "", "";
    /// Two fields that exclude each other (head and profile). Arguments: `first`, `second`.
    NotTogether = "E076",
        "two fields that exclude each other (head and profile) ({first} {second})", "two fields that exclude each other (head and profile) ({first} {second})",
        "", "";
    /// A field that this component does not have. Arguments: `field`, `component`, `allowed`.
    WrongField = "E077",
        "a field that this component does not have ({field} {component} {allowed})", "a field that this component does not have ({field} {component} {allowed})",
        "", "";
    /// Not one of the eight components. Arguments: `name`.
    UnknownComponent = "E078",
        "not one of the eight components ({name})", "not one of the eight components ({name})",
        "", "";
    /// A number belongs here. Arguments: `field`, `found`.
    NotANumber = "E079",
        "a number belongs here ({field} {found})", "a number belongs here ({field} {found})",
        "", "";
    /// A name misspelled in Kakao's own table (dicountedPrice). Arguments: `found`, `right`.
    Misspelled = "E080",
        "a name misspelled in Kakao's own table (dicountedPrice) ({found} {right})", "a name misspelled in Kakao's own table (dicountedPrice) ({found} {right})",
        "", "";
    /// Not a SkillResponse. Arguments: `reason`.
    NotAResponse = "E081",
        "not a SkillResponse ({reason})", "not a SkillResponse ({reason})",
        "", "";
    /// A field that needs another (discountRate needs discountedPrice; description needs title). Arguments: `field`, `other`.
    Requires = "E082",
        "a field that needs another (discountRate needs discountedPrice; description needs title) ({field} {other})", "a field that needs another (discountRate needs discountedPrice; description needs title) ({field} {other})",
        "", "";
    /// What `${...}` stands for holds `{{`, where a template is expected around it. Arguments: `text` (as written).
    SecretWithBraces = "E083",
        "`{text}` 자리에 들어갈 값에 `{{`가 들어 있어요.", "the value behind `{text}` holds `{{`.",
        "그 값이 템플릿으로 읽히지 않도록 `{{`가 없는 값으로 바꿔 주세요.", "Use a value without `{{`, so that it is not taken for a template.";
    /// A byte order mark at the start of the file.
    ByteOrderMark = "W001",
        "a byte order mark at the start of the file", "a byte order mark at the start of the file",
        "", "";
    /// A template root that is never there. Arguments: `name`.
    UnknownName = "W002",
        "a template root that is never there ({name})", "a template root that is never there ({name})",
        "", "";
    /// A field that can never be there. Arguments: `name`, `root`.
    UnknownField = "W003",
        "a field that can never be there ({name} {root})", "a field that can never be there ({name} {root})",
        "", "";
    /// A quick reply label over 14 characters. Arguments: `max`, `found`.
    LongLabel = "W004",
        "a quick reply label over 14 characters ({max} {found})", "a quick reply label over 14 characters ({max} {found})",
        "", "";
    /// The fallback uses the upstream, which may be what failed.
    FallbackFromUpstream = "W005",
        "the fallback uses the upstream, which may be what failed", "the fallback uses the upstream, which may be what failed",
        "", "";
    /// An http (not https) URL in a button or image. Arguments: `url`.
    Http = "W006",
        "an http (not https) URL in a button or image ({url})", "an http (not https) URL in a button or image ({url})",
        "", "";
    /// A var that no template uses. Arguments: `name`.
    UnusedVar = "W007",
        "a var that no template uses ({name})", "a var that no template uses ({name})",
        "", "";
}

//! Every mistake once: its code and its severity. What is said of it stands in `message`, what to do in `help`.

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The configuration is not loaded.
    Error,
    /// It is loaded; something is probably not meant so.
    Warning,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
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
    ReadFailed = "E001";
    /// The file is not UTF-8 (CP949/EUC-KR from an old editor). Arguments: `line`, `encoding`.
    NotUtf8 = "E002";
    /// The file is over 16 MiB. Arguments: `size`, `max`.
    FileTooLarge = "E003";
    /// Other YAML syntax error. Arguments: `detail`.
    YamlSyntax = "E004";
    /// A tab in the indentation.
    TabIndent = "E005";
    /// Wrong indentation / 'mapping values are not allowed here'.
    WrongIndent = "E006";
    /// `reply: {{utterance}}` without quotes. Arguments: `text`.
    UnquotedTemplate = "E007";
    /// A quote that is never closed. Arguments: `quote`.
    UnclosedQuote = "E008";
    /// A bracket or brace that is never closed. Arguments: `bracket`, `close`.
    UnclosedBracket = "E009";
    /// The same key twice in one map (label: first). Arguments: `key`.
    DuplicateKey = "E010";
    /// A key that the language does not know here. Arguments: `key`, `allowed`.
    UnknownKey = "E011";
    /// Another kind of value expected. Arguments: `what`, `expected`, `found`.
    WrongKind = "E012";
    /// Nested too deep. Arguments: `max`.
    TooDeep = "E013";
    /// Anchors and aliases expand past the budget.
    TooBig = "E014";
    /// A YAML tag. Arguments: `tag`.
    TagRefused = "E015";
    /// A second document (---).
    SeveralDocuments = "E016";
    /// Typographic quotes where plain ones belong. Arguments: `text`.
    SmartQuotes = "E017";
    /// No space after the colon (`reply:안녕`). Arguments: `text`.
    MissingSpace = "E018";
    /// An alias without its anchor. Arguments: `name`.
    UnknownAnchor = "E019";
    /// A key without a value. Arguments: `key`.
    EmptyValue = "E020";
    /// No `skills:` or nothing in it.
    NoSkills = "E021";
    /// A plain text that begins with one of @ % * & ! | > or a backtick and needs quotes. Arguments: `char`.
    SpecialStart = "E022";
    /// `안녕: 하세요` inside a plain text. Arguments: `text`.
    ColonInText = "E023";
    /// A list where a map belongs or the reverse inside one block; a dash without a space.
    ListDash = "E024";
    /// `version` newer than this program. Arguments: `found`, `max`.
    UnsupportedVersion = "E025";
    /// Something after the closing quote of a text. Arguments: `text`.
    TextAfterQuote = "E026";
    /// No comma between two entries in brackets.
    MissingComma = "E027";
    /// A closing bracket that nothing opened. Arguments: `bracket`.
    StrayBracket = "E028";
    /// A line between the entries of a map that has no colon. Arguments: `text`.
    MissingColon = "E029";
    /// A skill path that does not begin with /. Arguments: `path`.
    PathWithoutSlash = "E030";
    /// A skill path with spaces, ?, #, {} or other impossible characters, or one of the server's own (/healthz, /readyz). Arguments: `path`, `reason`.
    BadPath = "E031";
    /// The same path twice (label: first). Arguments: `path`.
    DuplicatePath = "E032";
    /// A skill without reply/response/template and without upstream, data and contexts. Arguments: `path`.
    NoAnswer = "E033";
    /// More than one of reply/response/template. Arguments: `keys`.
    SeveralAnswers = "E034";
    /// Callback: true without upstream.
    CallbackWithoutUpstream = "E035";
    /// A key that would have no effect where it stands. Arguments: `key`, `reason`.
    NoEffect = "E036";
    /// Not an http(s) URL. Arguments: `url`.
    BadUrl = "E037";
    /// Not a duration such as 3s, 500ms. Arguments: `text`.
    BadDuration = "E038";
    /// A number or duration out of range. Arguments: `what`, `min`, `max`, `found`.
    OutOfRange = "E039";
    /// `${...}` outside auth, upstream, events. Arguments: `text`.
    EnvNotAllowed = "E040";
    /// An environment variable that is not set and has no default. Arguments: `name`.
    EnvNotSet = "E041";
    /// `${file:...}` that cannot be read. Arguments: `path`, `reason`.
    SecretFileUnreadable = "E042";
    /// `${` without a proper end. Arguments: `text`.
    BadEnvSyntax = "E043";
    /// A header name or value that HTTP does not allow. Arguments: `name`, `reason`.
    BadHeader = "E044";
    /// A template in scheme, host or port of an upstream URL. Arguments: `url`.
    TemplateInHost = "E045";
    /// A button/quick reply needs exactly one of url, message, phone, block, share, operator. Arguments: `found`.
    ButtonAction = "E046";
    /// A value outside its fixed list. Arguments: `what`, `found`, `allowed`.
    NotOneOf = "E047";
    /// A template file that is not there. Arguments: `path`.
    TemplateFileNotFound = "E048";
    /// A template path that leaves the configuration's folder. Arguments: `path`.
    OutsideFolder = "E049";
    /// `{{` that is never closed.
    UnclosedExpression = "E050";
    /// `{{#name}}` without its `{{/name}}`. Arguments: `name`.
    UnclosedBlock = "E051";
    /// `{{/name}}` without its opening, or the wrong one. Arguments: `name`.
    StrayClose = "E052";
    /// `{{name}` or a stray `}}`. Arguments: `text`.
    SingleBrace = "E053";
    /// An unknown helper. Arguments: `name`.
    UnknownHelper = "E054";
    /// Kakao's own `{{#webhook.text}}` pasted. Arguments: `text`, `name`.
    KakaoPlaceholder = "E055";
    /// A template over 16 KiB. Arguments: `max`, `found`.
    TemplateTooLong = "E056";
    /// Blocks or sub-expressions nested too deep. Arguments: `max`.
    TemplateTooDeep = "E057";
    /// Partials that call each other in a circle. Arguments: `names`.
    PartialCircle = "E058";
    /// A partial without its file. Arguments: `name`, `path`.
    PartialNotFound = "E059";
    /// A partial name computed at run time, or a partial block / decorator.
    DynamicPartial = "E060";
    /// `{{{x}}}` or `{{&x}}` in a JSON template file. Arguments: `text`.
    RawInJson = "E061";
    /// `{{x}}` outside a JSON string: use `{{json x}}`. Arguments: `text`.
    ValueOutsideString = "E062";
    /// `{{json x}}` inside a JSON string. Arguments: `text`.
    JsonInsideString = "E063";
    /// Other template syntax error. Arguments: `detail`.
    TemplateSyntax = "E064";
    /// A helper called with wrong arguments. Arguments: `name`, `reason` (Korean), `reason_en`.
    HelperArguments = "E065";
    /// Rendering with a made-up payload failed. Arguments: `reason`.
    TrialFailed = "E066";
    /// A template file whose output is not JSON. Arguments: `reason`, `line`.
    NotJson = "E067";
    /// A block in a JSON template file that opens a string without closing it, or the reverse.
    QuoteAcrossBlock = "E068";
    /// `{{else}}` outside of a block, or a second one in it.
    StrayElse = "E069";
    /// A literal text over its limit (found: characters). Arguments: `field`, `max`, `found`.
    TooLong = "E070";
    /// More items than allowed. Arguments: `field`, `max`, `found`.
    TooMany = "E071";
    /// Fewer items than needed. Arguments: `field`, `min`.
    TooFew = "E072";
    /// A required field is not there. Arguments: `field`, `component`.
    Missing = "E073";
    /// Title + description over their common limit. Arguments: `fields`, `max`, `found`.
    TooLongTogether = "E074";
    /// Cards of different types in one carousel.
    MixedCarousel = "E075";
    /// Two fields that exclude each other (head and profile). Arguments: `first`, `second`.
    NotTogether = "E076";
    /// A field that this component does not have. Arguments: `field`, `component`, `allowed`.
    WrongField = "E077";
    /// Not one of the eight components. Arguments: `name`.
    UnknownComponent = "E078";
    /// A number belongs here. Arguments: `field`, `found`.
    NotANumber = "E079";
    /// A name misspelled in Kakao's own table (dicountedPrice). Arguments: `found`, `right`.
    Misspelled = "E080";
    /// Not a SkillResponse. Arguments: `reason`.
    NotAResponse = "E081";
    /// A field that needs another (discountRate needs discountedPrice; description needs title). Arguments: `field`, `other`.
    Requires = "E082";
    /// What `${...}` stands for holds `{{`, where a template is expected around it. Arguments: `text` (as written).
    SecretWithBraces = "E083";
    /// One of the program's own settings, such as its admin token, as a secret. Arguments: `name`.
    OwnSetting = "E084";
    /// A backslash in double quotes that YAML does not know. Arguments: `text`.
    BadEscape = "E090";
    /// A comment as other languages write it. Arguments: `text`.
    SlashComment = "E091";
    /// An anchor or alias with other letters than YAML 1.1 allows. Arguments: `name`.
    AnchorName = "E092";
    /// A number with a comma in brackets, where the comma parts two values. Arguments: `text`.
    CommaInValue = "E093";
    /// What stands under `when` is no condition. Arguments: `reason`.
    WhenForm = "E110";
    /// A regular expression that cannot be used. Arguments: `text`, `reason`.
    BadRegex = "E111";
    /// A regular expression past a limit, its own or that of all of them together. Arguments: `text`, `reason`.
    HeavyRegex = "E112";
    /// What an `each` walks is no list, or no name of one. Arguments: `name`.
    NotAList = "E120";
    /// A text with more than one expression where a number or a bool belongs. Arguments: `field`, `expected`, `found`.
    NotOneExpression = "E121";
    /// An `each` without its `do`, or the reverse. Arguments: `key` (the one that is missing).
    EachNeedsDo = "E122";
    /// A part of a path that looks like a parameter and is none. Arguments: `text`, `reason`.
    BadParameter = "E130";
    /// Two paths with parameters that the same requests have (label: first). Arguments: `path`, `other`.
    AmbiguousPath = "E131";
    /// A file that `include` names and that is not there. Arguments: `path`.
    IncludeNotFound = "E132";
    /// Files that include each other. Arguments: `names`.
    IncludeCircle = "E133";
    /// More, deeper or larger files than are read. Arguments: `max`, `depth`, `size`.
    TooManyIncludes = "E134";
    /// A pattern of file names that is none. Arguments: `text`.
    BadPattern = "E135";
    /// The same var in two files (label: first). Arguments: `name`.
    DuplicateVar = "E136";
    /// A skill that stands somewhere else than directly below `skills`. Arguments: `path`, `line` (its first line).
    SkillElsewhere = "E137";
    /// A test of a skill that there is not. Arguments: `path`.
    UnknownSkill = "E140";
    /// With `gate: tests`: an expectation that does not hold. Arguments: `name`, `key`, `expected`, `found`.
    TestFailed = "E141";
    /// A payload file that is none. Arguments: `path`, `reason`.
    NotAPayload = "E142";
    /// A time that is none. Arguments: `text`.
    NotATime = "E143";
    /// What can be no bot's id. Arguments: `text`.
    BadBotId = "E150";
    /// An event that anybody could send. Arguments: `path`.
    EventWithoutAuth = "E151";
    /// A byte order mark at the start of the file.
    ByteOrderMark = "W001";
    /// A case after one that always answers (label: that one).
    NeverChosen = "W020";
    /// Cases of which perhaps none holds, and no fallback.
    NoOtherwise = "W021";
    /// Two tests of one value that nothing passes together (label: the first). Arguments: `name`.
    NeverMet = "W022";
    /// A template root that is never there. Arguments: `name`.
    UnknownName = "W002";
    /// A field that can never be there. Arguments: `name`, `root`.
    UnknownField = "W003";
    /// A quick reply label over 14 characters. Arguments: `max`, `found`.
    LongLabel = "W004";
    /// The fallback uses the upstream, which may be what failed.
    FallbackFromUpstream = "W005";
    /// An http (not https) URL in a button or image. Arguments: `url`.
    Http = "W006";
    /// A var that no template uses. Arguments: `name`.
    UnusedVar = "W007";
    /// `{{upstream}}` in a skill that asks none.
    NoUpstream = "W008";
    /// `@number` and the like where no list is walked. Arguments: `name`.
    OutsideEach = "W009";
    /// A block's id that is none. Arguments: `id`.
    BlockId = "W010";
    /// A fallback that fails for some requests.
    FallbackCanFail = "W011";
    /// A file in the templates folder that nobody names. Arguments: `path`.
    UnusedTemplate = "W012";
    /// A value in single braces, which is shown as it is written. Arguments: `text`, `meant`.
    ShownBraces = "W013";
    /// `gate: tests` in a file that has no test.
    GateWithoutTests = "W014";
    /// An answer of `data` or `contexts` alone where a callback posts it.
    CallbackWithoutBubbles = "W015";
    /// A pattern of `include` that names no file. Arguments: `text`.
    IncludesNothing = "W030";
}

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
        "파일을 읽지 못했어요: {path} ({reason})",
        "cannot read the file: {path} ({reason})",
        "파일 이름과 위치가 맞는지, 읽기 권한이 있는지 확인해 주세요.",
        "Check that the name and the folder are right and that the file may be read.";
    /// The file is not UTF-8 (CP949/EUC-KR from an old editor). Arguments: `line`, `encoding`.
    NotUtf8 = "E002",
        "파일이 UTF-8이 아니라 {encoding} 방식으로 저장되어 있어요. {line}번째 줄부터 글자가 깨져요",
        "the file is not UTF-8 but {encoding}: it cannot be read from line {line} on",
        "편집기에서 '다른 이름으로 저장'을 고르고, 인코딩을 UTF-8로 바꿔서 다시 저장해 주세요. 예전 메모장이나 엑셀에서 저장한 파일은 CP949(EUC-KR)일 때가 많아요.",
        "In your editor choose 'Save as' and set the encoding to UTF-8. Files from old Korean editors are often CP949 (EUC-KR).";
    /// The file is over 16 MiB. Arguments: `size`, `max`.
    FileTooLarge = "E003",
        "파일이 너무 커요 ({size}). {max}까지만 읽을 수 있어요",
        "the file is too large ({size}); at most {max} can be read",
        "다른 파일을 잘못 가리키고 있지 않은지 확인해 주세요.",
        "Check that this is the file you meant.";
    /// Other YAML syntax error. Arguments: `detail`.
    YamlSyntax = "E004",
        "여기에서 YAML을 더 읽을 수 없어요 ({detail})",
        "YAML cannot be read any further from here ({detail})",
        "이 줄과 바로 윗줄의 들여쓰기, 따옴표, 콜론(:)을 살펴봐 주세요. 글은 큰따옴표로 감싸면 대부분 안전해요. 예) reply: \"안녕하세요\"",
        "Look at the indentation, quotes and colons of this line and the line above. A text in double quotes is almost always safe: reply: \"Hello\"";
    /// A tab in the indentation.
    TabIndent = "E005",
        "들여쓰기에 탭(Tab)을 썼어요",
        "a tab is used for indentation",
        "YAML은 들여쓰기에 탭을 쓸 수 없어요. 탭을 지우고 스페이스로 바꿔 주세요. 편집기 설정에서 '탭 대신 스페이스'를 켜 두면 편해요.",
        "YAML does not allow tabs there. Replace the tab by spaces; most editors have a setting 'insert spaces'.";
    /// Wrong indentation / 'mapping values are not allowed here'.
    WrongIndent = "E006",
        "들여쓰기가 맞지 않아요",
        "the indentation does not fit",
        "윗줄에 딸린 줄은 윗줄보다 두 칸 더 들여 쓰고, 같은 묶음에 속한 줄은 앞의 스페이스 개수를 똑같이 맞춰 주세요.",
        "What belongs to the line above is indented further than it; lines of one group begin in the same column. Use plain spaces.";
    /// `reply: {{utterance}}` without quotes. Arguments: `text`.
    UnquotedTemplate = "E007",
        "{{ }}로 시작하는 글에 따옴표가 없어요: {text}",
        "a text that begins with {{ }} needs quotes: {text}",
        "YAML은 중괄호로 시작하는 값을 글로 보지 않아요. 값 전체를 따옴표로 감싸 주세요. 예) reply: \"{{utterance}}\"",
        "YAML does not take a value that begins with a brace as a text. Put quotes around the whole value: reply: \"{{utterance}}\"";
    /// A quote that is never closed. Arguments: `quote`.
    UnclosedQuote = "E008",
        "여기에서 연 따옴표( {quote} )가 닫히지 않았어요",
        "this quote ( {quote} ) is never closed",
        "글이 끝나는 곳에 같은 따옴표를 하나 더 적어 주세요. 예) reply: \"안녕하세요\"",
        "Write the same quote where the text ends: reply: \"Hello\"";
    /// A bracket or brace that is never closed. Arguments: `bracket`, `close`.
    UnclosedBracket = "E009",
        "여기에서 연 괄호( {bracket} )가 제대로 닫히지 않았어요",
        "this bracket ( {bracket} ) is not closed properly",
        "묶음이 끝나는 곳에 {close} 기호를 적어 주세요. 괄호 대신 줄을 나눠 적어도 돼요.",
        "Write {close} where the group ends, or write the group on lines of its own without brackets.";
    /// The same key twice in one map (label: first). Arguments: `key`.
    DuplicateKey = "E010",
        "같은 묶음에 `{key}` 키가 두 번 나와요",
        "the key `{key}` stands twice in the same group",
        "하나만 남기거나 이름을 다르게 지어 주세요.",
        "Keep one of them, or give one another name.";
    /// A key that the language does not know here. Arguments: `key`, `allowed`.
    UnknownKey = "E011",
        "`{key}` 키는 여기에서 쓸 수 없어요",
        "`{key}` is not a key that can stand here",
        "여기에서 쓸 수 있는 키: {allowed}",
        "Keys that can stand here: {allowed}";
    /// Another kind of value expected. Arguments: `what`, `expected`, `found`.
    WrongKind = "E012",
        "`{what}` 값이 맞지 않아요. {expected} 와야 하는데 {found} 있어요",
        "`{what}` takes {expected}, but this is {found}",
        "이렇게 적어 주세요. 예) {example}",
        "Write it like this: {example}";
    /// Nested too deep. Arguments: `max`.
    TooDeep = "E013",
        "너무 깊이 들어가 있어요. 묶음 안의 묶음은 {max}단계까지예요",
        "nested too deep: at most {max} levels",
        "괄호나 들여쓰기가 잘못 겹치지 않았는지 확인해 주세요.",
        "Check for brackets or indentation that pile up by mistake.";
    /// Anchors and aliases expand past the budget.
    TooBig = "E014",
        "별명(*이름)을 모두 펼치면 파일이 너무 커져요",
        "with all aliases (*name) expanded the file is too big",
        "별명이 자기 자신을 부르거나 너무 많이 겹쳐 있지 않은지 확인해 주세요. 펼친 크기는 값 1,000,000개, 32 MiB까지예요.",
        "Check for aliases that contain themselves or each other. Expanded, a file may hold 1,000,000 values and 32 MiB.";
    /// A YAML tag. Arguments: `tag`.
    TagRefused = "E015",
        "YAML 태그( {tag} )는 쓸 수 없어요",
        "YAML tags ( {tag} ) cannot be used",
        "태그를 지워 주세요. 느낌표로 시작하는 글이라면 따옴표로 감싸 주세요. 예) reply: \"!주목\"",
        "Remove the tag. If it is a text that begins with an exclamation mark, put quotes around it: reply: \"!note\"";
    /// A second document (---).
    SeveralDocuments = "E016",
        "--- 줄로 문서가 나뉘어 있어요",
        "the file holds a second document after ---",
        "한 파일에는 문서 하나만 쓸 수 있어요. --- 줄을 지우고 아래 내용을 위쪽 skills: 안으로 옮겨 주세요.",
        "A file holds one document. Remove the --- line and move what follows under the first skills:";
    /// Typographic quotes where plain ones belong. Arguments: `text`.
    SmartQuotes = "E017",
        "둥근 따옴표로 감싸져 있어요: {text}",
        "curly quotes stand around this: {text}",
        "워드나 메신저에서 복사하면 따옴표 모양이 바뀌어요. 키보드의 곧은 따옴표( \" )로 바꿔 주세요.",
        "Word processors and phones turn quotes into curly ones. Use the straight quote ( \" ) of your keyboard.";
    /// No space after the colon (`reply:안녕`). Arguments: `text`.
    MissingSpace = "E018",
        "콜론(:)과 띄어쓰기로 나뉘어 있지 않아요: {text}",
        "key and value are not parted by a colon and a space: {text}",
        "보통 콜론(:)을 적고 그다음에 꼭 한 칸을 띄어 주세요. 예) reply: 안녕하세요",
        "Write a plain colon and one space after it: reply: Hello";
    /// An alias without its anchor. Arguments: `name`.
    UnknownAnchor = "E019",
        "*{name} 별명이 가리키는 &{name} 표시가 앞에 없어요",
        "the alias *{name} has no anchor &{name} before it",
        "별명은 먼저 &{name} 표시로 만든 뒤에 쓸 수 있어요. 별표로 시작하는 글이라면 따옴표로 감싸 주세요.",
        "Mark the value with &{name} first, above this line. If it is a text that begins with a star, put quotes around it.";
    /// A key without a value. Arguments: `key`.
    EmptyValue = "E020",
        "`{key}` 키의 값이 비어 있어요",
        "the key `{key}` has no value",
        "콜론 뒤에 값을 적거나 이 줄을 지워 주세요. #으로 시작하는 글은 따옴표로 감싸야 해요. 예) {key}: \"#안내\"",
        "Write a value after the colon, or remove the line. A text that begins with # needs quotes: {key}: \"#note\"";
    /// No `skills:` or nothing in it.
    NoSkills = "E021",
        "skills: 아래에 스킬이 하나도 없어요",
        "there is no skill under skills:",
        "이렇게 시작해 보세요:\nskills:\n  /skill/hello: 안녕하세요!",
        "Begin like this:\nskills:\n  /skill/hello: Hello!";
    /// A plain text that begins with one of @ % * & ! | > or a backtick and needs quotes. Arguments: `char`.
    SpecialStart = "E022",
        "{char} 기호로 시작하는 글은 따옴표로 감싸야 해요",
        "a text that begins with {char} needs quotes",
        "YAML은 {char} 기호를 특별한 뜻으로 읽어요. 값 전체를 따옴표로 감싸 주세요.",
        "YAML reads {char} as something of its own. Put quotes around the whole value.";
    /// `안녕: 하세요` inside a plain text. Arguments: `text`.
    ColonInText = "E023",
        "글 안에 콜론과 띄어쓰기(: )가 있어서 글로 읽을 수 없어요: {text}",
        "a colon and a space inside this text confuse YAML: {text}",
        "글 전체를 따옴표로 감싸 주세요. 예) reply: \"영업시간: 9시~18시\"",
        "Put quotes around the whole text: reply: \"Open: 9 to 18\"";
    /// A list where a map belongs or the reverse inside one block; a dash without a space.
    ListDash = "E024",
        "목록 표시(-)가 맞지 않아요",
        "the list dash (-) does not fit here",
        "목록은 키 아래 새 줄에서 시작하고, 줄마다 - 다음에 한 칸을 띄어 주세요. `키: 값` 줄과 - 줄은 같은 칸에 섞을 수 없어요. 예)\nreply:\n  - 첫 번째 말풍선\n  - 두 번째 말풍선",
        "A list begins on a new line below its key, each line with a dash and a space. `key: value` lines and dash lines cannot be mixed in one column. For example:\nreply:\n  - first bubble\n  - second bubble";
    /// `version` newer than this program. Arguments: `found`, `max`.
    UnsupportedVersion = "E025",
        "이 프로그램은 version {found} 파일을 아직 몰라요. {max}까지 읽을 수 있어요",
        "this program does not know version {found}; it reads up to {max}",
        "talkplate를 새 버전으로 올리거나 version: {max} 줄로 바꿔 주세요.",
        "Update talkplate, or write version: {max}";
    /// Something after the closing quote of a text. Arguments: `text`.
    TextAfterQuote = "E026",
        "닫는 따옴표 뒤에 글이 더 있어요: {text}",
        "there is more text after the closing quote: {text}",
        "따옴표는 값 전체를 감싸야 해요. 글 안에 따옴표가 있으면 바깥은 다른 따옴표로 감싸 주세요. 예) reply: '\"안녕\" 하고 인사해요'",
        "Quotes must stand around the whole value. When the text itself holds quotes, use the other kind outside: reply: '\"Hi\" she said'";
    /// No comma between two entries in brackets.
    MissingComma = "E027",
        "괄호 안의 값 사이에 쉼표(,)가 빠졌어요",
        "a comma is missing between two values in brackets",
        "[ ]나 { } 안에서는 값과 값 사이에 쉼표를 적어 주세요.",
        "Inside [ ] and { } a comma stands between two values.";
    /// A closing bracket that nothing opened. Arguments: `bracket`.
    StrayBracket = "E028",
        "짝이 없는 괄호( {bracket} )예요",
        "this bracket ( {bracket} ) closes nothing",
        "괄호를 지우거나, 글의 일부라면 값 전체를 따옴표로 감싸 주세요.",
        "Remove it, or put quotes around the whole value if it is part of a text.";
    /// A line between the entries of a map that has no colon. Arguments: `text`.
    MissingColon = "E029",
        "이 줄에 콜론(:)이 없어요: {text}",
        "this line has no colon: {text}",
        "여기에는 `키: 값` 모양의 줄이 와야 해요. 윗줄에서 이어지는 글이라면 윗줄보다 더 들여 써 주세요.",
        "A line like `key: value` belongs here. If it continues the text above, indent it further than that line.";
    /// A skill path that does not begin with /. Arguments: `path`.
    PathWithoutSlash = "E030",
        "스킬 경로는 /로 시작해야 해요: {path}",
        "a skill path begins with a slash: {path}",
        "경로 앞에 /를 붙여 주세요. 예) /skill/hello: 안녕하세요!",
        "Put a slash in front: /skill/hello: Hello!";
    /// A skill path with spaces, ?, #, {} or other impossible characters, or one of the server's own (/healthz, /readyz). Arguments: `path`, `reason`.
    BadPath = "E031",
        "스킬 경로로 쓸 수 없어요: {path} ({reason})",
        "this cannot be a skill path: {path} ({reason})",
        "영문, 한글, 숫자, -, _ 와 /만으로 적어 주세요. 예) /skill/opening-hours",
        "Use letters, digits, - and _ between slashes: /skill/opening-hours";
    /// The same path twice (label: first). Arguments: `path`.
    DuplicatePath = "E032",
        "같은 경로의 스킬이 두 개예요: {path}",
        "two skills have the same path: {path}",
        "하나를 지우거나 경로를 다르게 지어 주세요.",
        "Remove one, or give it another path.";
    /// A skill without reply/response/template and without upstream, data and contexts. Arguments: `path`.
    NoAnswer = "E033",
        "{path} 스킬에 답이 없어요",
        "the skill {path} has no answer",
        "reply, response, template, cases 가운데 하나를 적거나, 물어볼 서버를 upstream에 적어 주세요. 블록에 넘길 값만 있으면 data를 적어요. 예) reply: 안녕하세요!",
        "Give it a reply, a response, a template or cases, an upstream to ask, or data for the block: reply: Hello!";
    /// More than one of reply/response/template. Arguments: `keys`.
    SeveralAnswers = "E034",
        "답이 여러 개예요: {keys}",
        "there is more than one answer: {keys}",
        "reply, response, template, cases, validate는 함께 쓸 수 없어요. 하나만 남겨 주세요.",
        "Only one of reply, response, template, cases and validate can stand here. Keep one.";
    /// Callback: true without upstream.
    CallbackWithoutUpstream = "E035",
        "callback이 있는데 upstream이 없어요",
        "a callback needs an upstream",
        "콜백은 오래 걸리는 서버를 기다릴 때만 필요해요. 물어볼 서버를 upstream에 적거나 callback 줄을 지워 주세요. 예) upstream: https://api.example.com/answer",
        "A callback waits for a slow server. Name that server, or remove the callback line: upstream: https://api.example.com/answer";
    /// A key that would have no effect where it stands. Arguments: `key`, `reason`.
    NoEffect = "E036",
        "`{key}` 키는 여기에서 아무 일도 하지 않아요 ({reason})",
        "`{key}` would have no effect here ({reason})",
        "이 줄을 지우거나, 함께 있어야 하는 키를 적어 주세요.",
        "Remove the line, or add the key that it belongs to.";
    /// Not an http(s) URL. Arguments: `url`.
    BadUrl = "E037",
        "인터넷 주소가 아니에요: {url}",
        "this is not a web address: {url}",
        "https://로 시작하는 전체 주소를 적어 주세요. 예) https://example.com/menu",
        "Write the whole address: https://example.com/menu";
    /// Not a duration such as 3s, 500ms. Arguments: `text`.
    BadDuration = "E038",
        "시간으로 읽을 수 없어요: {text}",
        "this is not a length of time: {text}",
        "숫자와 단위를 붙여 적어 주세요. 예) 3s (3초), 500ms (0.5초)",
        "Write a number and its unit: 3s, 500ms";
    /// A number or duration out of range. Arguments: `what`, `min`, `max`, `found`.
    OutOfRange = "E039",
        "`{what}` 값이 범위를 벗어났어요: {found}",
        "`{what}` is out of range: {found}",
        "{min}부터 {max}까지 적을 수 있어요.",
        "It can be {min} to {max}.";
    /// `${...}` outside auth, upstream, events. Arguments: `text`.
    EnvNotAllowed = "E040",
        "여기에서는 {text} 같은 환경 변수를 쓸 수 없어요",
        "environment variables such as {text} cannot be used here",
        "비밀 값이 말풍선에 보이지 않도록 auth와 upstream, events의 bot과 key에서만 읽어요. 바뀌지 않는 글은 vars에 적어 주세요. 예) vars: { shop: 도담카페 }",
        "They are read only in auth, upstream, and an event's bot and key, so that no secret ends up in a bubble. Put fixed texts into vars: vars: { shop: Dodam }";
    /// An environment variable that is not set and has no default. Arguments: `name`.
    EnvNotSet = "E041",
        "환경 변수 {name} 값이 없어요",
        "the environment variable {name} is not set",
        "서버를 켜기 전에 값을 정하거나, 기본값을 적어 주세요. 예) ${{name}:-기본값}",
        "Set it before starting the server, or give a default: ${{name}:-default}";
    /// `${file:...}` that cannot be read. Arguments: `path`, `reason`.
    SecretFileUnreadable = "E042",
        "비밀 값 파일을 읽지 못했어요: {path} ({reason})",
        "cannot read the secret file: {path} ({reason})",
        "파일이 있는지, 서버가 읽을 수 있는지 확인해 주세요.",
        "Check that the file is there and that the server may read it.";
    /// `${` without a proper end. Arguments: `text`.
    BadEnvSyntax = "E043",
        "환경 변수 표기가 잘못됐어요: {text}",
        "this is not a proper variable: {text}",
        "이 가운데 하나로 적어 주세요: ${이름}, ${이름:-기본값}, ${file:/run/secrets/이름}",
        "Write one of these: ${NAME}, ${NAME:-default}, ${file:/run/secrets/name}";
    /// A header name or value that HTTP does not allow. Arguments: `name`, `reason`.
    BadHeader = "E044",
        "헤더로 보낼 수 없어요: {name} ({reason})",
        "this cannot be sent as a header: {name} ({reason})",
        "헤더 이름은 영문자, 숫자, -로 적고, 값에는 줄바꿈을 넣지 말아 주세요. 예) Authorization: \"Bearer ${API_KEY}\"",
        "A header name has letters, digits and dashes, its value no line break: Authorization: \"Bearer ${API_KEY}\"";
    /// A template in scheme, host or port of an upstream URL. Arguments: `url`.
    TemplateInHost = "E045",
        "서버 주소(https://…/ 앞부분)에는 {{ }}를 쓸 수 없어요: {url}",
        "the server part of an address cannot hold {{ }}: {url}",
        "서버 이름과 포트는 그대로 적고, {{ }}는 그 뒤의 경로나 ? 다음에만 써 주세요. 예) https://api.example.com/stores/{{params.city}}",
        "Write server and port as they are; {{ }} may stand in the path and after the question mark: https://api.example.com/stores/{{params.city}}";
    /// A button/quick reply needs exactly one of url, message, phone, block, share, operator. Arguments: `found`.
    ButtonAction = "E046",
        "버튼이나 바로연결에는 동작이 꼭 하나 있어야 해요 (지금: {found})",
        "a button or quick reply does exactly one thing (found: {found})",
        "url, message, phone, block, share, operator 가운데 하나만 적어 주세요. 예) { label: 지도, url: https://example.com }",
        "Give it one of url, message, phone, block, share, operator: { label: Map, url: https://example.com }";
    /// A value outside its fixed list. Arguments: `what`, `found`, `allowed`.
    NotOneOf = "E047",
        "`{what}` 자리에 쓸 수 없는 값이에요: {found}",
        "`{what}` cannot be {found}",
        "이 가운데 하나를 적어 주세요: {allowed}",
        "It is one of: {allowed}";
    /// A template file that is not there. Arguments: `path`.
    TemplateFileNotFound = "E048",
        "템플릿 파일이 없어요: {path}",
        "there is no such template file: {path}",
        "파일 이름과 위치를 확인해 주세요. 경로는 이 설정 파일이 있는 폴더부터 적어요. 예) template: templates/menu.json.hbs",
        "Check its name. The path begins at the folder of this file: template: templates/menu.json.hbs";
    /// A template path that leaves the configuration's folder. Arguments: `path`.
    OutsideFolder = "E049",
        "설정 파일이 있는 폴더 밖의 파일은 쓸 수 없어요: {path}",
        "the file lies outside the folder of the configuration: {path}",
        "파일을 설정 파일이 있는 폴더나 그 아래의 폴더로 옮겨 주세요. 예) template: templates/menu.json.hbs",
        "Move it into the folder of the configuration or one below it: template: templates/menu.json.hbs";
    /// `{{` that is never closed.
    UnclosedExpression = "E050",
        "{{ 괄호가 닫히지 않았어요",
        "this {{ is never closed",
        "이름 뒤에 }} 괄호를 적어 주세요. 예) {{params.name}}",
        "Write }} after the name: {{params.name}}";
    /// `{{#name}}` without its `{{/name}}`. Arguments: `name`.
    UnclosedBlock = "E051",
        "{{#{name}}} 블록에 짝이 되는 {{/{name}}} 닫기가 없어요",
        "{{#{name}}} has no {{/{name}}}",
        "조건이나 반복이 끝나는 곳에 {{/{name}}} 닫기를 적어 주세요. 예) {{#if params.name}}{{params.name}}님{{/if}}",
        "Write {{/{name}}} where it ends: {{#if params.name}}Hi {{params.name}}{{/if}}";
    /// `{{/name}}` without its opening, or the wrong one. Arguments: `name`.
    StrayClose = "E052",
        "{{/{name}}} 닫기에 짝이 되는 시작이 없어요",
        "{{/{name}}} closes nothing that is open here",
        "앞에 {{#{name} …}} 블록을 열거나 이 부분을 지워 주세요. 블록은 나중에 연 것부터 닫아야 해요.",
        "Open it before with {{#{name} …}}, or remove it. The block opened last is closed first.";
    /// `{{name}` or a stray `}}`. Arguments: `text`.
    SingleBrace = "E053",
        "중괄호 개수가 맞지 않아요: {text}",
        "the braces do not match: {text}",
        "값을 넣을 때는 양쪽 모두 중괄호 두 개를 써요. 예) {{params.name}}",
        "A value has two braces on both sides: {{params.name}}";
    /// An unknown helper. Arguments: `name`.
    UnknownHelper = "E054",
        "`{name}` 도우미(helper)는 없어요",
        "there is no helper called {name}",
        "이름을 확인해 주세요. 자주 쓰는 도우미: default, josa, won, number, date, truncate, join, if, each",
        "Check the name. Often used: default, josa, won, number, date, truncate, join, if, each";
    /// Kakao's own `{{#webhook.text}}` pasted. Arguments: `text`, `name`.
    KakaoPlaceholder = "E055",
        "카카오 챗봇 관리자센터의 표기예요: {text}",
        "this is Kakao's own placeholder: {text}",
        "그대로 카카오에 넘기려면 {{kakao \"{name}\"}} 모양으로 적어 주세요. 이 서버의 값을 넣으려면 {{params.이름}}처럼 적어요.",
        "To pass it on to Kakao write {{kakao \"{name}\"}}. To put in a value of this server write {{params.name}}.";
    /// A template over 16 KiB. Arguments: `max`, `found`.
    TemplateTooLong = "E056",
        "템플릿이 너무 길어요 ({found}). {max}까지 쓸 수 있어요",
        "the template is too long ({found}); at most {max}",
        "여러 답으로 나누거나, 되풀이되는 부분을 templates/_이름.hbs 파일로 빼 주세요.",
        "Split it, or move repeated parts into templates/_name.hbs";
    /// Blocks or sub-expressions nested too deep. Arguments: `max`.
    TemplateTooDeep = "E057",
        "{{ }} 블록이 너무 깊이 겹쳐 있어요. {max}단계까지 쓸 수 있어요",
        "{{ }} blocks are nested too deep: at most {max} levels",
        "조건을 줄이거나 나눠 주세요.",
        "Use fewer conditions inside each other.";
    /// Partials that call each other in a circle. Arguments: `names`.
    PartialCircle = "E058",
        "템플릿 조각이 서로를 끝없이 불러요: {names}",
        "these partials call each other in a circle: {names}",
        "고리 가운데 한 곳에서 {{> …}} 부분을 지워 주세요.",
        "Remove one of the {{> …}} in the circle.";
    /// A partial without its file. Arguments: `name`, `path`.
    PartialNotFound = "E059",
        "{{> {name}}} 조각의 파일이 없어요: {path}",
        "there is no file for {{> {name}}}: {path}",
        "{path} 파일을 만들거나 이름을 고쳐 주세요. 조각 파일의 이름은 밑줄(_)로 시작해요.",
        "Create {path}, or correct the name. Names of partials begin with an underscore.";
    /// A partial name computed at run time, or a partial block / decorator.
    DynamicPartial = "E060",
        "템플릿 조각의 이름은 그대로 적어야 해요",
        "the name of a partial has to be written out",
        "{{> (…)}}, {{#> …}}, {{* …}} 모양은 쓸 수 없어요. 예) {{> _footer}}",
        "{{> (…)}}, {{#> …}} and {{* …}} cannot be used. Write {{> _footer}}";
    /// `{{{x}}}` or `{{&x}}` in a JSON template file. Arguments: `text`.
    RawInJson = "E061",
        "JSON 템플릿에서는 {text} 모양을 쓸 수 없어요",
        "{text} cannot be used in a JSON template",
        "사용자의 말이 JSON을 깨뜨릴 수 있어요. 중괄호 두 개로 적어 주세요. 예) \"text\": \"{{utterance}}\"",
        "What a user writes could break the JSON. Use two braces: \"text\": \"{{utterance}}\"";
    /// `{{x}}` outside a JSON string: use `{{json x}}`. Arguments: `text`.
    ValueOutsideString = "E062",
        "따옴표 밖에 값이 있어요: {text}",
        "this value stands outside of quotes: {text}",
        "글이면 큰따옴표로 감싸고, 숫자나 목록이면 {{json …}}을 써 주세요. 예) \"price\": {{json upstream.price}}",
        "Put quotes around a text; for a number or a list use {{json …}}: \"price\": {{json upstream.price}}";
    /// `{{json x}}` inside a JSON string. Arguments: `text`.
    JsonInsideString = "E063",
        "따옴표 안에서 {text} 표기를 썼어요",
        "{text} stands inside quotes",
        "json 도우미는 따옴표까지 직접 적어요. 따옴표를 지우거나 json을 빼 주세요. 예) \"text\": {{json utterance}}",
        "The json helper writes the quotes itself. Remove the quotes, or the word json: \"text\": {{json utterance}}";
    /// Other template syntax error. Arguments: `detail`.
    TemplateSyntax = "E064",
        "템플릿을 읽을 수 없어요 ({detail})",
        "the template cannot be read ({detail})",
        "{{ }} 안의 이름과 따옴표, 괄호를 살펴봐 주세요. +, ==, >, || 같은 기호는 그대로 쓸 수 없고 이렇게 적어요. 예) {{math params.count \"+\" 1}}, {{#if (eq params.size \"L\")}}, {{default params.name \"손님\"}}",
        "Look at the names, quotes and brackets inside {{ }}. Signs such as +, ==, > and || are written like this: {{math params.count \"+\" 1}}, {{#if (eq params.size \"L\")}}, {{default params.name \"guest\"}}";
    /// A helper called with wrong arguments. Arguments: `name`, `reason` (Korean), `reason_en`.
    HelperArguments = "E065",
        "{name} 도우미를 잘못 썼어요 ({reason})",
        "the helper {name} is not used properly ({reason})",
        "도우미 이름 뒤에 필요한 값을 띄어쓰기로 나눠 적어 주세요.",
        "Write the values it needs after its name, with spaces between.";
    /// Rendering with a made-up payload failed. Arguments: `reason`.
    TrialFailed = "E066",
        "가짜 대화로 미리 답을 만들어 봤는데 실패했어요 ({reason})",
        "a trial answer with a made-up message failed ({reason})",
        "템플릿의 {{ }} 부분을 확인해 주세요. 실제 대화에서도 같은 문제가 생겨요.",
        "Check the {{ }} of this template: real messages would fail the same way.";
    /// A template file whose output is not JSON. Arguments: `reason`, `line`.
    NotJson = "E067",
        "템플릿이 만든 결과가 JSON이 아니에요 (결과의 {line}번째 줄: {reason})",
        "what the template writes is not JSON (line {line} of the output: {reason})",
        "쉼표, 따옴표, 괄호의 짝을 확인해 주세요.",
        "Check commas, quotes and brackets.";
    /// A block in a JSON template file that opens a string without closing it, or the reverse.
    QuoteAcrossBlock = "E068",
        "블록 안에서 따옴표(\")의 짝이 맞지 않아요",
        "the quotes (\") inside this block do not pair up",
        "`{{#if}}`, `{{else}}`, `{{#each}}`의 안쪽마다 따옴표를 연 만큼 닫아 주세요.",
        "Close every quote that is opened between `{{#if}}`, `{{else}}`, `{{#each}}` and their end.";
    /// `{{else}}` outside of a block, or a second one in it.
    StrayElse = "E069",
        "이 {{else}}에 짝이 되는 블록이 없어요",
        "this {{else}} belongs to no open block",
        "{{else}}는 {{#if …}}와 {{/if}} 사이에 한 번만 쓸 수 있어요. 예) {{#if params.name}}{{params.name}}님{{else}}손님{{/if}}",
        "{{else}} stands once between {{#if …}} and {{/if}}: {{#if params.name}}{{params.name}}{{else}}guest{{/if}}";
    /// A literal text over its limit (found: characters). Arguments: `field`, `max`, `found`.
    TooLong = "E070",
        "`{field}` 글이 너무 길어요. {found}자인데 {max}자까지예요",
        "`{field}` is too long: {found} characters of at most {max}",
        "{max}자 이하로 줄여 주세요.",
        "Shorten it to {max} characters.";
    /// More items than allowed. Arguments: `field`, `max`, `found`.
    TooMany = "E071",
        "`{field}` 개수가 너무 많아요. {found}개인데 {max}개까지예요",
        "too many `{field}`: {found} of at most {max}",
        "{max}개만 남겨 주세요.",
        "Keep {max} of them.";
    /// Fewer items than needed. Arguments: `field`, `min`.
    TooFew = "E072",
        "`{field}` 개수가 모자라요. {min}개 이상 있어야 해요",
        "too few `{field}`: at least {min} needed",
        "{min}개 이상 적어 주세요.",
        "Write at least {min}.";
    /// A required field is not there. Arguments: `field`, `component`.
    Missing = "E073",
        "{component}에 꼭 있어야 하는 `{field}` 키가 없어요",
        "`{field}` is missing; {component} needs it",
        "`{field}` 키와 값을 적어 주세요.",
        "Add `{field}` and its value.";
    /// Title + description over their common limit. Arguments: `fields`, `max`, `found`.
    TooLongTogether = "E074",
        "{fields} 글을 합친 길이가 너무 길어요. {found}자인데 {max}자까지예요",
        "{fields} are too long together: {found} characters of at most {max}",
        "둘을 합쳐 {max}자 이하로 줄여 주세요.",
        "Shorten them to {max} characters together.";
    /// Cards of different types in one carousel.
    MixedCarousel = "E075",
        "케로셀 하나에 모양이 서로 다른 카드가 섞여 있어요",
        "one carousel holds cards of different kinds",
        "같은 종류의 카드만 넣어 주세요. itemCard라면 thumbnail, head, profile, imageTitle을 모든 카드에 똑같이 넣거나 모두 빼 주세요.",
        "Use one kind of card only. itemCards also have thumbnail, head, profile and imageTitle all alike: every card, or none.";
    /// Two fields that exclude each other (head and profile). Arguments: `first`, `second`.
    NotTogether = "E076",
        "`{first}`, `{second}` 키는 함께 쓸 수 없어요",
        "`{first}` and `{second}` cannot be used together",
        "둘 가운데 하나만 남겨 주세요.",
        "Keep one of the two.";
    /// A field that this component does not have. Arguments: `field`, `component`, `allowed`.
    WrongField = "E077",
        "{component}에는 `{field}` 키가 없어요",
        "{component} has no `{field}`",
        "{component}에서 쓸 수 있는 키: {allowed}",
        "Keys of {component}: {allowed}";
    /// Not one of the eight components. Arguments: `name`.
    UnknownComponent = "E078",
        "`{name}` 말풍선은 없어요",
        "there is no component called {name}",
        "쓸 수 있는 말풍선: simpleText, simpleImage, textCard, basicCard, commerceCard, listCard, itemCard, carousel",
        "The components are simpleText, simpleImage, textCard, basicCard, commerceCard, listCard, itemCard, carousel";
    /// A number belongs here. Arguments: `field`, `found`.
    NotANumber = "E079",
        "`{field}` 자리에는 숫자를 적어야 해요: {found}",
        "`{field}` is a number, not {found}",
        "쉼표나 단위 없이 숫자만 적어 주세요. 예) price: 12000",
        "Write digits only, without commas or units: price: 12000";
    /// A name misspelled in Kakao's own table (dicountedPrice). Arguments: `found`, `right`.
    Misspelled = "E080",
        "카카오가 쓰는 이름과 달라요: {found}",
        "Kakao spells this differently: {found}",
        "`{right}` 이름으로 적어 주세요.",
        "Write {right}";
    /// Not a SkillResponse. Arguments: `reason`.
    NotAResponse = "E081",
        "카카오가 받을 수 있는 답의 모양이 아니에요 ({reason})",
        "this is not a SkillResponse ({reason})",
        "카카오 문서처럼 적어 주세요. 예) { \"version\": \"2.0\", \"template\": { \"outputs\": [ { \"simpleText\": { \"text\": \"안녕하세요\" } } ] } }",
        "Write it as in Kakao's guide: { \"version\": \"2.0\", \"template\": { \"outputs\": [ { \"simpleText\": { \"text\": \"Hello\" } } ] } }";
    /// A field that needs another (discountRate needs discountedPrice; description needs title). Arguments: `field`, `other`.
    Requires = "E082",
        "`{field}` 키는 `{other}` 키가 함께 있어야 해요",
        "`{field}` needs `{other}` beside it",
        "`{other}` 키를 적거나 `{field}` 키를 지워 주세요.",
        "Add `{other}`, or remove `{field}`.";
    /// What `${...}` stands for holds `{{`, where a template is expected around it. Arguments: `text` (as written).
    SecretWithBraces = "E083",
        "{text} 자리에 들어갈 값에 {{ 기호가 들어 있어요",
        "the value behind {text} holds {{",
        "그 값이 템플릿으로 읽히지 않도록 {{ 기호가 없는 값으로 바꿔 주세요.",
        "Use a value without {{, so that it is not taken for a template.";
    /// One of the program's own settings, such as its admin token, as a secret. Arguments: `name`.
    OwnSetting = "E084",
        "Talkplate 자신의 설정은 여기에서 읽을 수 없어요: {name}",
        "Talkplate's own settings cannot be read here: {name}",
        "관리 토큰 같은 값이 밖으로 나가지 않도록, TALKPLATE_로 시작하는 환경 변수는 읽지 않아요. 다른 이름으로 적어 주세요. 예) ${SKILL_SECRET}",
        "Variables that begin with TALKPLATE_ are not read, so that the admin token and the like stay inside. Use another name: ${SKILL_SECRET}";
    /// A backslash in double quotes that YAML does not know. Arguments: `text`.
    BadEscape = "E090",
        "큰따옴표 안의 역슬래시를 읽을 수 없어요: {text}",
        "a backslash in double quotes that YAML does not know: {text}",
        "역슬래시를 두 번 적거나, 값을 작은따옴표로 감싸 주세요. 예) '\\d+'",
        "Write the backslash twice, or use single quotes: '\\d+'";
    /// A comment as other languages write it. Arguments: `text`.
    SlashComment = "E091",
        "설명을 이렇게 적을 수 없어요: {text}",
        "this is no way to write a comment: {text}",
        "여기에서는 #으로 시작하는 글이 설명이에요. //를 #으로 바꾸고 #의 앞을 한 칸 띄어 주세요. /* */도 쓸 수 없어요.",
        "Here a comment begins with #. Write # for //, with a space before it. /* */ cannot be used either.";
    /// An anchor or alias with other letters than YAML 1.1 allows. Arguments: `name`.
    AnchorName = "E092",
        "별명의 이름으로 쓸 수 없어요: {name}",
        "this cannot be the name of an anchor: {name}",
        "별명(&이름, *이름)의 이름은 영문자와 숫자, -, _ 로만 적어 주세요. 예) &menu",
        "Names of anchors (&name, *name) have Latin letters, digits, - and _ only: &menu";
    /// A number with a comma in brackets, where the comma parts two values. Arguments: `text`.
    CommaInValue = "E093",
        "쉼표에서 값이 둘로 나뉘어요: {text}",
        "the comma parts this into two values: {text}",
        "[ ]나 중괄호 안에서는 쉼표가 값을 나눠요. 글이면 따옴표로 감싸고, 숫자면 쉼표와 단위를 빼 주세요. 예) title: \"12,000원\", price: 12000",
        "In brackets a comma parts two values. Put quotes around a text, and write a number without commas and units: title: \"12,000\", price: 12000";
    /// What stands under `when` is no condition. Arguments: `reason`.
    WhenForm = "E110",
        "when에 적은 조건을 읽을 수 없어요 ({reason})",
        "this is no condition for when ({reason})",
        "`이름: 값` 묶음이나 {{ }}가 있는 글 하나로 적어 주세요. 예) when: { params.size: L } 또는 when: { utterance: { contains: 환불 } }",
        "Write a map of names and values, or one text with {{ }}: when: { params.size: L } or when: { utterance: { contains: refund } }";
    /// A regular expression that cannot be used. Arguments: `text`, `reason`.
    BadRegex = "E111",
        "matches의 정규식을 쓸 수 없어요 ({reason})",
        "this regular expression cannot be used ({reason})",
        "정규식은 작은따옴표로 감싸고, 기호 그대로의 뜻이면 앞에 \\를 붙여 주세요. 예) matches: '^01\\d-?\\d{4}-?\\d{4}$' 글자만 찾으려면 contains가 더 쉬워요.",
        "Put it in single quotes, and a backslash before a sign that stands for itself: matches: '^01\\d-?\\d{4}-?\\d{4}$' To look for a word, contains is easier.";
    /// A regular expression past a limit, its own or that of all of them together. Arguments: `text`, `reason`.
    HeavyRegex = "E112",
        "matches의 정규식이 너무 커요 ({reason})",
        "this regular expression is too large ({reason})",
        "글자만 찾는 자리라면 정규식 대신 contains, starts, in을 적어 주세요. 예) utterance: { contains: [환불, 취소] } 정규식이 꼭 있어야 하면 {1,200} 같은 큰 반복을 줄여 주세요.",
        "Where words alone are looked for, write contains, starts or in: utterance: { contains: [refund, cancel] } Where it has to be a regular expression, reduce large repetitions such as {1,200}.";
    /// What an `each` walks is no list, or no name of one. Arguments: `name`.
    NotAList = "E120",
        "`{name}` 값은 하나씩 꺼내 쓸 수 있는 목록이 아니에요",
        "{name} is no list that can be walked",
        "each에는 목록이나 묶음의 이름을 적어 주세요. 예) { each: upstream.items, do: \"{{this.name}}\" }",
        "Give each the name of a list or a map: { each: upstream.items, do: \"{{this.name}}\" }";
    /// A text with more than one expression where a number or a bool belongs. Arguments: `field`, `expected`, `found`.
    NotOneExpression = "E121",
        "`{field}` 자리에는 표현식을 하나만 적을 수 있어요: {found}",
        "`{field}` takes one expression and nothing beside it: {found}",
        "{{ }} 하나만 남기고 앞뒤의 글자를 지워 주세요. 계산이 필요하면 math를 쓰세요. 예) price: \"{{upstream.price}}\" 또는 price: \"{{math upstream.price '*' 10}}\"",
        "Leave one {{ }} and nothing around it; to calculate, use math: price: \"{{upstream.price}}\" or price: \"{{math upstream.price '*' 10}}\"";
    /// An `each` without its `do`, or the reverse. Arguments: `key` (the one that is missing).
    EachNeedsDo = "E122",
        "목록을 차례로 펼치려면 each와 do가 함께 있어야 하는데 `{key}` 키가 없어요",
        "a list is walked by each and do together, and `{key}` is missing",
        "each에는 목록의 이름을, do 아래에는 되풀이할 것을 적어 주세요. 예)\n- each: upstream.items\n  do: \"{{this.name}}\"",
        "Write the name of the list after each, and below do what is repeated. For example:\n- each: upstream.items\n  do: \"{{this.name}}\"";
    /// A part of a path that looks like a parameter and is none. Arguments: `text`, `reason`.
    BadParameter = "E130",
        "경로에서 바뀌는 자리를 이렇게 적을 수 없어요: {text} ({reason})",
        "this is no way to write a parameter of a path: {text} ({reason})",
        "슬래시(/)와 슬래시 사이를 통째로 중괄호와 이름으로 적어 주세요. 이름은 글자로 시작하고, 글자와 숫자, -, _ 만 써요. 예) /skill/{지점}/hours 라고 적으면 {{path.지점}} 값으로 꺼내 써요",
        "Between two slashes write a name in braces and nothing else; the name begins with a letter and holds letters, digits, - and _. /skill/{branchName}/hours gives {{path.branchName}}";
    /// Two paths with parameters that the same requests have (label: first). Arguments: `path`, `other`.
    AmbiguousPath = "E131",
        "두 경로를 구별할 수 없어요: {path} 경로와 {other} 경로",
        "these two paths cannot be told apart: {path} and {other}",
        "바뀌는 자리의 이름만 다르면 같은 요청이 두 스킬에 모두 맞아요. 하나를 지우거나, 경로의 다른 부분을 다르게 지어 주세요.",
        "Where only the names in braces differ, the same requests fit both. Remove one, or make another part of the path different.";
    /// A file that `include` names and that is not there. Arguments: `path`.
    IncludeNotFound = "E132",
        "include에 적은 파일이 없어요: {path}",
        "there is no file that include could read: {path}",
        "이 줄이 있는 파일에서부터의 경로를 적어 주세요. 폴더 안의 파일을 모두 부르려면 별표를 써요. 예) include: [skills/*.yaml]",
        "Write the path as seen from the file that this line stands in. A star stands for all files of a folder: include: [skills/*.yaml]";
    /// Files that include each other. Arguments: `names`.
    IncludeCircle = "E133",
        "파일들이 서로를 불러서 끝나지 않아요: {names}",
        "these files include each other without end: {names}",
        "이 줄을 지워 주세요. 여러 파일이 함께 쓰는 것은 따로 한 파일에 모으고, 맨 위 파일에서 한 번만 부르면 돼요.",
        "Remove this line. Put what several files share into a file of its own, and include that once, in the topmost file.";
    /// More, deeper or larger files than are read. Arguments: `max`, `depth`, `size`.
    TooManyIncludes = "E134",
        "include로 부르는 파일이 너무 많아요",
        "include names too many files",
        "파일은 {max}개, 부른 파일이 다시 부르는 것은 {depth}단계, 모두 합쳐 {size} MiB까지예요. 별표가 엉뚱한 폴더까지 가리키지 않는지 확인해 주세요.",
        "At most {max} files are read, {depth} levels deep, {size} MiB in all. Check that a star does not stand above a folder that was not meant.";
    /// A pattern of file names that is none. Arguments: `text`.
    BadPattern = "E135",
        "파일 이름의 별표나 괄호를 이렇게 쓸 수 없어요: {text}",
        "this is no pattern of file names: {text}",
        "*는 이름의 일부를, **는 폴더 여러 단계를 통째로 대신해요. 예) skills/*.yaml, teams/**/*.yaml",
        "* stands for a part of a name, ** for whole folders: skills/*.yaml, teams/**/*.yaml";
    /// The same var in two files (label: first). Arguments: `name`.
    DuplicateVar = "E136",
        "vars의 {name} 값이 두 파일에 있어요",
        "two files define the var {name}",
        "vars는 모든 파일이 함께 써요. 한쪽만 남기거나, 팀마다 다른 값이면 이름을 다르게 지어 주세요.",
        "All files share their vars. Keep one of the two, or give one of them another name.";
    /// A skill that stands somewhere else than directly below `skills`. Arguments: `path`, `line` (its first line).
    SkillElsewhere = "E137",
        "스킬은 skills: 바로 아래에 적어야 해요: {path}",
        "a skill belongs directly below skills: {path}",
        "이 스킬의 줄을 모두 skills: 아래로 옮기고, 경로 앞을 두 칸 띄워 주세요. 예)\nskills:\n  {line}",
        "Move all of its lines below skills, the path two spaces in. For example:\nskills:\n  {line}";
    /// A test of a skill that there is not. Arguments: `path`.
    UnknownSkill = "E140",
        "이런 경로의 스킬이 없어요: {path}",
        "there is no skill at this path: {path}",
        "skills 아래에 있는 경로를 적어 주세요. 경로에 바뀌는 자리가 있으면 실제 값을 넣어 적어요. 예) skill: /skill/판교/hours",
        "Write a path that stands under skills; where it has a parameter, write a value: skill: /skill/pangyo/hours";
    /// With `gate: tests`: an expectation that does not hold. Arguments: `name`, `key`, `expected`, `found`.
    TestFailed = "E141",
        "테스트가 기대와 달라서 반영하지 않았어요: {name} ({key})",
        "a test fails, so this is not put into service: {name} ({key})",
        "기대한 것: {expected}\n나온 것: {found}\n스킬이나 테스트를 고쳐 주세요. talkplate test 명령으로 자세히 볼 수 있어요.",
        "Expected: {expected}\nFound: {found}\nMend the skill or the test; talkplate test shows more.";
    /// A payload file that is none. Arguments: `path`, `reason`.
    NotAPayload = "E142",
        "{path} 파일은 카카오가 보내는 요청 모양이 아니에요 ({reason})",
        "{path} is not a request as Kakao sends it ({reason})",
        "관리자센터의 스킬 테스트에 나오는 요청 JSON을 그대로 저장해 주세요.",
        "Save the request JSON that Kakao's skill test shows, as it is.";
    /// A time that is none. Arguments: `text`.
    NotATime = "E143",
        "날짜와 시각으로 읽을 수 없어요: {text}",
        "this is no date and time: {text}",
        "이렇게 적어 주세요. 예) now: 2026-11-22 09:00 (한국 시각) 또는 now: 2026-11-22T09:00+09:00",
        "Write it like this: now: 2026-11-22 09:00 (Korean time) or now: 2026-11-22T09:00+09:00";
    /// What can be no bot's id. Arguments: `text`.
    BadBotId = "E150",
        "봇 ID로 쓸 수 없는 값이에요: {text}",
        "this cannot be the id of a bot: {text}",
        "관리자센터의 봇 설정에 있는 ID를 그대로 적어 주세요. 영문자와 숫자로 되어 있고, 개발 채널로 보내려면 맨 뒤에 !를 붙여요. 예) bot: \"5f1a2b3c4d5e6f\"",
        "Copy the id from the bot's settings in the admin centre: letters and digits, with ! at the end for the development channel. bot: \"5f1a2b3c4d5e6f\"";
    /// An event that anybody could send. Arguments: `path`.
    EventWithoutAuth = "E151",
        "{path} 이벤트에는 auth가 꼭 있어야 해요",
        "the event {path} needs an auth of its own",
        "메시지마다 돈이 들어서, 아는 서버만 보낼 수 있어야 해요. 예) auth: { header: Authorization, value: \"Bearer ${EVENT_TOKEN}\" }",
        "Each message costs money, so only a server that knows the secret may send it: auth: { header: Authorization, value: \"Bearer ${EVENT_TOKEN}\" }";
    /// A byte order mark at the start of the file.
    ByteOrderMark = "W001",
        "파일 맨 앞에 보이지 않는 표시(BOM)가 있어요",
        "the file begins with an invisible byte order mark",
        "읽는 데는 문제가 없어요. 편집기에서 'UTF-8 (BOM 없음)'으로 저장하면 사라져요.",
        "It does no harm here. Saving as 'UTF-8 without BOM' removes it.";
    /// A case after one that always answers (label: that one).
    NeverChosen = "W020",
        "이 case는 골라지지 않아요",
        "this case is never chosen",
        "앞에 when이 없는 case가 있어서 거기에서 늘 끝나요. when이 없는 case는 맨 뒤로 옮겨 주세요.",
        "A case before it has no when and always answers. Move the case without when to the end.";
    /// Cases of which perhaps none holds, and no fallback.
    NoOtherwise = "W021",
        "맞는 case가 하나도 없을 때의 답이 없어요",
        "there is no answer for when none of the cases holds",
        "맨 뒤에 when이 없는 case를 하나 적거나 fallback을 적어 주세요. 없으면 정해진 사과의 말이 나가요. 예) - reply: 다시 말씀해 주세요.",
        "Add a last case without when, or a fallback; otherwise a stock apology is sent. For example: - reply: Please say that again.";
    /// Two tests of one value that nothing passes together (label: the first). Arguments: `name`.
    NeverMet = "W022",
        "`{name}` 값이 무엇이든 이 조건은 맞을 수 없어요",
        "no value of `{name}` can meet this condition",
        "함께 적은 조건은 모두 맞아야 해요. 숫자나 글을 고치거나, 둘 중 하나면 된다면 any로 나눠 적어 주세요. 예) any: [{ params.age: { lt: 3 } }, { params.age: { gt: 5 } }]",
        "All that stands together has to hold. Mend one of the two, or part them with any where one is enough: any: [{ params.age: { lt: 3 } }, { params.age: { gt: 5 } }]";
    /// A template root that is never there. Arguments: `name`.
    UnknownName = "W002",
        "`{name}` 값은 어느 대화에도 없어요",
        "no message has a value called {name}",
        "이 자리는 늘 비어 보여요. 쓸 수 있는 이름: utterance, params, user, userRequest, action, bot, intent, contexts, context, origin, extra, vars, path, query, upstream, now",
        "It would always be empty. Names: utterance, params, user, userRequest, action, bot, intent, contexts, context, origin, extra, vars, path, query, upstream, now";
    /// A field that can never be there. Arguments: `name`, `root`.
    UnknownField = "W003",
        "`{root}` 안에 `{name}` 값은 없어요",
        "{root} has no value called {name}",
        "이 자리는 늘 비어 보여요. 이름을 확인해 주세요.",
        "It would always be empty. Check the name.";
    /// A quick reply label over 14 characters. Arguments: `max`, `found`.
    LongLabel = "W004",
        "버튼이나 바로연결의 이름이 길어요. {found}자인데 {max}자까지 잘 보여요",
        "the label is long: {found} characters, and {max} are shown well",
        "{max}자 이하로 줄이면 휴대폰에서 잘리지 않아요.",
        "With at most {max} characters a phone shows it whole.";
    /// The fallback uses the upstream, which may be what failed.
    FallbackFromUpstream = "W005",
        "fallback에서 upstream 값을 쓰고 있어요",
        "the fallback uses a value of the upstream",
        "fallback은 upstream이 실패했을 때 나가는 답이라 그 값이 비어 있을 수 있어요. 정해진 글로 적어 주세요. 예) fallback: 죄송해요. 잠시 후 다시 시도해 주세요.",
        "The fallback answers when the upstream has failed, so the value may not be there. Write a fixed text: fallback: Sorry, please try again later.";
    /// An http (not https) URL in a button or image. Arguments: `url`.
    Http = "W006",
        "http:// 주소예요: {url}",
        "this is an http:// address: {url}",
        "휴대폰에서 열리지 않을 수 있어요. 가능하면 https:// 주소로 바꿔 주세요.",
        "It may not open on a phone. Use https:// where you can.";
    /// A var that no template uses. Arguments: `name`.
    UnusedVar = "W007",
        "vars의 {name} 값을 아무 데서도 쓰지 않아요",
        "the var {name} is not used anywhere",
        "필요 없으면 지우고, 쓰려던 곳이 있으면 {{vars.{name}}} 모양으로 적어 주세요.",
        "Remove it, or use it as {{vars.{name}}}";
    /// `{{upstream}}` in a skill that asks none.
    NoUpstream = "W008",
        "이 글을 만들 때는 upstream 값이 없어요",
        "there is no upstream value when this text is made",
        "이 자리는 늘 비어 보여요. 이 스킬에 물어볼 서버를 적어 주세요. wait처럼 서버가 답하기 전에 나가는 글에는 쓸 수 없어요. 예) upstream: https://api.example.com/answer",
        "It would always be empty. Give this skill a server to ask; a text that goes out before it answers, such as wait, cannot use it. upstream: https://api.example.com/answer";
    /// `@number` and the like where no list is walked. Arguments: `name`.
    OutsideEach = "W009",
        "`{name}` 값은 목록을 차례로 펼칠 때만 있어요",
        "{name} is there only while a list is walked",
        "이 자리는 늘 비어 보여요. each의 do 안이나 {{#each}}와 {{/each}} 사이에 적어 주세요. 쓸 수 있는 이름: @index, @number, @first, @last, @key",
        "It would always be empty. Write it inside of an each's do, or between {{#each}} and {{/each}}. Names: @index, @number, @first, @last, @key";
    /// A block's id that is none. Arguments: `id`.
    BlockId = "W010",
        "블록 ID 모양이 아니에요: {id}",
        "this is no block id: {id}",
        "블록 ID는 숫자와 영문자 a~f로 된 24자예요. 관리자센터에서 블록을 열고 주소 끝의 24자를 복사해 주세요. 예) block: 65f0c1d2a3b4c5d6e7f80912",
        "A block's id has 24 characters, digits and a to f. Open the block in the admin centre and copy the end of its address: block: 65f0c1d2a3b4c5d6e7f80912";
    /// A fallback that fails for some requests.
    FallbackCanFail = "W011",
        "fallback도 실패할 수 있어요",
        "the fallback itself can fail",
        "대화에서 온 값이 숫자나 날짜가 아니면 이 답도 만들 수 없어서, 정해진 사과의 말이 나가요. 정해진 글로 적어 주세요. 예) fallback: 죄송해요. 잠시 후 다시 시도해 주세요.",
        "Where a value of the conversation is no number or date, this answer cannot be made either, and a stock apology is sent. Write a fixed text: fallback: Sorry, please try again later.";
    /// A file in the templates folder that nobody names. Arguments: `path`.
    UnusedTemplate = "W012",
        "아무 데서도 쓰지 않는 템플릿 파일이에요: {path}",
        "no skill uses this template file: {path}",
        "필요 없으면 지우고, 쓰려던 파일이면 스킬에 template: {path} 또는 글에 {{> 이름}}이라고 적어 주세요.",
        "Remove it, or use it: template: {path} in a skill, or {{> name}} in a text.";
    /// A value in single braces, which is shown as it is written. Arguments: `text`, `meant`.
    ShownBraces = "W013",
        "중괄호가 하나뿐이라 {text} 글자가 그대로 보여요",
        "with single braces {text} is shown as it is written",
        "값을 넣으려면 중괄호를 두 개씩 적어 주세요. 예) {meant}",
        "A value has two braces on both sides: {meant}";
    /// `gate: tests` in a file that has no test.
    GateWithoutTests = "W014",
        "gate: tests라고 적었는데 테스트가 하나도 없어요",
        "gate: tests stands here, and there is no test",
        "지금은 아무것도 막지 못해요. tests에 테스트를 적거나 gate 줄을 지워 주세요. 예) tests: [{ skill: /skill/hello, expect: { contains: 안녕 } }]",
        "It holds nothing back now. Write a test, or remove the line: tests: [{ skill: /skill/hello, expect: { contains: Hello } }]";
    /// An answer of `data` or `contexts` alone where a callback posts it.
    CallbackWithoutBubbles = "W015",
        "콜백으로 보낼 답에 말풍선이 없어요",
        "the callback has no bubble to send",
        "말풍선이 없는 콜백은 카카오가 받지 않을 수 있어요. 보여 줄 말을 reply에 함께 적거나, 금방 답하는 서버라면 callback: false로 꺼 주세요. 예) reply: \"{{upstream.answer}}\"",
        "Kakao may refuse a callback without a bubble. Where the server is quick, write callback: false; otherwise write a reply beside it: reply: \"{{upstream.answer}}\"";
    /// A pattern of `include` that names no file. Arguments: `text`.
    IncludesNothing = "W030",
        "여기에 맞는 파일이 하나도 없어요: {text}",
        "no file fits this: {text}",
        "폴더와 파일 이름을 확인해 주세요. 이름이 점(.)으로 시작하거나 .yaml, .yml로 끝나지 않는 파일은 부르지 않아요. 파일이 생기면 저절로 불러요.",
        "Check the folder and the names. Hidden files and those that do not end in .yaml or .yml are left out. A file that comes later is read then.";
}

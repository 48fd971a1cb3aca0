//! What to do about each mistake, in Korean and English.
//!
//! In a sentence `{name}` stands for the diagnostic's argument of that name.

use super::Code;

impl Code {
    /// What to do: Korean, English.
    #[expect(clippy::too_many_lines, reason = "a table")]
    pub fn help(self) -> (&'static str, &'static str) {
        match self {
            Self::ReadFailed => (
                "파일 이름과 위치가 맞는지, 읽기 권한이 있는지 확인해 주세요.",
                "Check that the name and the folder are right and that the file may be read.",
            ),
            Self::NotUtf8 => (
                "편집기에서 '다른 이름으로 저장'을 고르고, 인코딩을 UTF-8로 바꿔서 다시 저장해 주세요. 예전 메모장이나 엑셀에서 저장한 파일은 CP949(EUC-KR)일 때가 많아요.",
                "In your editor choose 'Save as' and set the encoding to UTF-8. Files from old Korean editors are often CP949 (EUC-KR).",
            ),
            Self::FileTooLarge => {
                ("다른 파일을 잘못 가리키고 있지 않은지 확인해 주세요.", "Check that this is the file you meant.")
            }
            Self::YamlSyntax => (
                "이 줄과 바로 윗줄의 들여쓰기, 따옴표, 콜론(:)을 살펴봐 주세요. 글은 큰따옴표로 감싸면 대부분 안전해요. 예) reply: \"안녕하세요\"",
                "Look at the indentation, quotes and colons of this line and the line above. A text in double quotes is almost always safe: reply: \"Hello\"",
            ),
            Self::TabIndent => (
                "YAML은 들여쓰기에 탭을 쓸 수 없어요. 탭을 지우고 스페이스로 바꿔 주세요. 편집기 설정에서 '탭 대신 스페이스'를 켜 두면 편해요.",
                "YAML does not allow tabs there. Replace the tab by spaces; most editors have a setting 'insert spaces'.",
            ),
            Self::WrongIndent => (
                "윗줄에 딸린 줄은 윗줄보다 두 칸 더 들여 쓰고, 같은 묶음에 속한 줄은 앞의 스페이스 개수를 똑같이 맞춰 주세요.",
                "What belongs to the line above is indented further than it; lines of one group begin in the same column. Use plain spaces.",
            ),
            Self::UnquotedTemplate => (
                "YAML은 중괄호로 시작하는 값을 글로 보지 않아요. 값 전체를 따옴표로 감싸 주세요. 예) reply: \"{{utterance}}\"",
                "YAML does not take a value that begins with a brace as a text. Put quotes around the whole value: reply: \"{{utterance}}\"",
            ),
            Self::UnclosedQuote => (
                "글이 끝나는 곳에 같은 따옴표를 하나 더 적어 주세요. 예) reply: \"안녕하세요\"",
                "Write the same quote where the text ends: reply: \"Hello\"",
            ),
            Self::UnclosedBracket => (
                "묶음이 끝나는 곳에 {close} 기호를 적어 주세요. 괄호 대신 줄을 나눠 적어도 돼요.",
                "Write {close} where the group ends, or write the group on lines of its own without brackets.",
            ),
            Self::DuplicateKey => ("하나만 남기거나 이름을 다르게 지어 주세요.", "Keep one of them, or give one another name."),
            Self::UnknownKey => ("여기에서 쓸 수 있는 키: {allowed}", "Keys that can stand here: {allowed}"),
            Self::WrongKind => ("이렇게 적어 주세요. 예) {example}", "Write it like this: {example}"),
            Self::TooDeep => (
                "괄호나 들여쓰기가 잘못 겹치지 않았는지 확인해 주세요.",
                "Check for brackets or indentation that pile up by mistake.",
            ),
            Self::TooBig => (
                "별명이 자기 자신을 부르거나 너무 많이 겹쳐 있지 않은지 확인해 주세요. 펼친 크기는 값 1,000,000개, 32 MiB까지예요.",
                "Check for aliases that contain themselves or each other. Expanded, a file may hold 1,000,000 values and 32 MiB.",
            ),
            Self::TagRefused => (
                "태그를 지워 주세요. 느낌표로 시작하는 글이라면 따옴표로 감싸 주세요. 예) reply: \"!주목\"",
                "Remove the tag. If it is a text that begins with an exclamation mark, put quotes around it: reply: \"!note\"",
            ),
            Self::SeveralDocuments => (
                "한 파일에는 문서 하나만 쓸 수 있어요. --- 줄을 지우고 아래 내용을 위쪽 skills: 안으로 옮겨 주세요.",
                "A file holds one document. Remove the --- line and move what follows under the first skills:",
            ),
            Self::SmartQuotes => (
                "워드나 메신저에서 복사하면 따옴표 모양이 바뀌어요. 키보드의 곧은 따옴표( \" )로 바꿔 주세요.",
                "Word processors and phones turn quotes into curly ones. Use the straight quote ( \" ) of your keyboard.",
            ),
            Self::MissingSpace => (
                "보통 콜론(:)을 적고 그다음에 꼭 한 칸을 띄어 주세요. 예) reply: 안녕하세요",
                "Write a plain colon and one space after it: reply: Hello",
            ),
            Self::UnknownAnchor => (
                "별명은 먼저 &{name} 표시로 만든 뒤에 쓸 수 있어요. 별표로 시작하는 글이라면 따옴표로 감싸 주세요.",
                "Mark the value with &{name} first, above this line. If it is a text that begins with a star, put quotes around it.",
            ),
            Self::EmptyValue => (
                "콜론 뒤에 값을 적거나 이 줄을 지워 주세요. #으로 시작하는 글은 따옴표로 감싸야 해요. 예) {key}: \"#안내\"",
                "Write a value after the colon, or remove the line. A text that begins with # needs quotes: {key}: \"#note\"",
            ),
            Self::NoSkills => {
                ("이렇게 시작해 보세요:\nskills:\n  /skill/hello: 안녕하세요!", "Begin like this:\nskills:\n  /skill/hello: Hello!")
            }
            Self::SpecialStart => (
                "YAML은 {char} 기호를 특별한 뜻으로 읽어요. 값 전체를 따옴표로 감싸 주세요.",
                "YAML reads {char} as something of its own. Put quotes around the whole value.",
            ),
            Self::ColonInText => (
                "글 전체를 따옴표로 감싸 주세요. 예) reply: \"영업시간: 9시~18시\"",
                "Put quotes around the whole text: reply: \"Open: 9 to 18\"",
            ),
            Self::ListDash => (
                "목록은 키 아래 새 줄에서 시작하고, 줄마다 - 다음에 한 칸을 띄어 주세요. `키: 값` 줄과 - 줄은 같은 칸에 섞을 수 없어요. 예)\nreply:\n  - 첫 번째 말풍선\n  - 두 번째 말풍선",
                "A list begins on a new line below its key, each line with a dash and a space. `key: value` lines and dash lines cannot be mixed in one column. For example:\nreply:\n  - first bubble\n  - second bubble",
            ),
            Self::UnsupportedVersion => {
                ("talkplate를 새 버전으로 올리거나 version: {max} 줄로 바꿔 주세요.", "Update talkplate, or write version: {max}")
            }
            Self::TextAfterQuote => (
                "따옴표는 값 전체를 감싸야 해요. 글 안에 따옴표가 있으면 바깥은 다른 따옴표로 감싸 주세요. 예) reply: '\"안녕\" 하고 인사해요'",
                "Quotes must stand around the whole value. When the text itself holds quotes, use the other kind outside: reply: '\"Hi\" she said'",
            ),
            Self::MissingComma => {
                ("[ ]나 { } 안에서는 값과 값 사이에 쉼표를 적어 주세요.", "Inside [ ] and { } a comma stands between two values.")
            }
            Self::StrayBracket => (
                "괄호를 지우거나, 글의 일부라면 값 전체를 따옴표로 감싸 주세요.",
                "Remove it, or put quotes around the whole value if it is part of a text.",
            ),
            Self::MissingColon => (
                "여기에는 `키: 값` 모양의 줄이 와야 해요. 윗줄에서 이어지는 글이라면 윗줄보다 더 들여 써 주세요.",
                "A line like `key: value` belongs here. If it continues the text above, indent it further than that line.",
            ),
            Self::PathWithoutSlash => {
                ("경로 앞에 /를 붙여 주세요. 예) /skill/hello: 안녕하세요!", "Put a slash in front: /skill/hello: Hello!")
            }
            Self::BadPath => (
                "영문, 한글, 숫자, -, _ 와 /만으로 적어 주세요. 예) /skill/opening-hours",
                "Use letters, digits, - and _ between slashes: /skill/opening-hours",
            ),
            Self::DuplicatePath => ("하나를 지우거나 경로를 다르게 지어 주세요.", "Remove one, or give it another path."),
            Self::NoAnswer => (
                "reply, response, template, cases 가운데 하나를 적거나, 물어볼 서버를 upstream에 적어 주세요. 블록에 넘길 값만 있으면 data를 적어요. 예) reply: 안녕하세요!",
                "Give it a reply, a response, a template or cases, an upstream to ask, or data for the block: reply: Hello!",
            ),
            Self::SeveralAnswers => (
                "reply, response, template, cases, validate는 함께 쓸 수 없어요. 하나만 남겨 주세요.",
                "Only one of reply, response, template, cases and validate can stand here. Keep one.",
            ),
            Self::CallbackWithoutUpstream => (
                "콜백은 오래 걸리는 서버를 기다릴 때만 필요해요. 물어볼 서버를 upstream에 적거나 callback 줄을 지워 주세요. 예) upstream: https://api.example.com/answer",
                "A callback waits for a slow server. Name that server, or remove the callback line: upstream: https://api.example.com/answer",
            ),
            Self::NoEffect => {
                ("이 줄을 지우거나, 함께 있어야 하는 키를 적어 주세요.", "Remove the line, or add the key that it belongs to.")
            }
            Self::BadUrl => (
                "https://로 시작하는 전체 주소를 적어 주세요. 예) https://example.com/menu",
                "Write the whole address: https://example.com/menu",
            ),
            Self::BadDuration => {
                ("숫자와 단위를 붙여 적어 주세요. 예) 3s (3초), 500ms (0.5초)", "Write a number and its unit: 3s, 500ms")
            }
            Self::OutOfRange => ("{min}부터 {max}까지 적을 수 있어요.", "It can be {min} to {max}."),
            Self::EnvNotAllowed => (
                "비밀 값이 말풍선에 보이지 않도록 auth와 upstream, events의 bot과 key에서만 읽어요. 바뀌지 않는 글은 vars에 적어 주세요. 예) vars: { shop: 도담카페 }",
                "They are read only in auth, upstream, and an event's bot and key, so that no secret ends up in a bubble. Put fixed texts into vars: vars: { shop: Dodam }",
            ),
            Self::EnvNotSet => (
                "서버를 켜기 전에 값을 정하거나, 기본값을 적어 주세요. 예) ${{name}:-기본값}",
                "Set it before starting the server, or give a default: ${{name}:-default}",
            ),
            Self::SecretFileUnreadable => (
                "파일이 있는지, 서버가 읽을 수 있는지 확인해 주세요.",
                "Check that the file is there and that the server may read it.",
            ),
            Self::BadEnvSyntax => (
                "이 가운데 하나로 적어 주세요: ${이름}, ${이름:-기본값}, ${file:/run/secrets/이름}",
                "Write one of these: ${NAME}, ${NAME:-default}, ${file:/run/secrets/name}",
            ),
            Self::BadHeader => (
                "헤더 이름은 영문자, 숫자, -로 적고, 값에는 줄바꿈을 넣지 말아 주세요. 예) Authorization: \"Bearer ${API_KEY}\"",
                "A header name has letters, digits and dashes, its value no line break: Authorization: \"Bearer ${API_KEY}\"",
            ),
            Self::TemplateInHost => (
                "서버 이름과 포트는 그대로 적고, {{ }}는 그 뒤의 경로나 ? 다음에만 써 주세요. 예) https://api.example.com/stores/{{params.city}}",
                "Write server and port as they are; {{ }} may stand in the path and after the question mark: https://api.example.com/stores/{{params.city}}",
            ),
            Self::ButtonAction => (
                "url, message, phone, block, share, operator 가운데 하나만 적어 주세요. 예) { label: 지도, url: https://example.com }",
                "Give it one of url, message, phone, block, share, operator: { label: Map, url: https://example.com }",
            ),
            Self::NotOneOf => ("이 가운데 하나를 적어 주세요: {allowed}", "It is one of: {allowed}"),
            Self::TemplateFileNotFound => (
                "파일 이름과 위치를 확인해 주세요. 경로는 이 설정 파일이 있는 폴더부터 적어요. 예) template: templates/menu.json.hbs",
                "Check its name. The path begins at the folder of this file: template: templates/menu.json.hbs",
            ),
            Self::OutsideFolder => (
                "파일을 설정 파일이 있는 폴더나 그 아래의 폴더로 옮겨 주세요. 예) template: templates/menu.json.hbs",
                "Move it into the folder of the configuration or one below it: template: templates/menu.json.hbs",
            ),
            Self::UnclosedExpression => {
                ("이름 뒤에 }} 괄호를 적어 주세요. 예) {{params.name}}", "Write }} after the name: {{params.name}}")
            }
            Self::UnclosedBlock => (
                "조건이나 반복이 끝나는 곳에 {{/{name}}} 닫기를 적어 주세요. 예) {{#if params.name}}{{params.name}}님{{/if}}",
                "Write {{/{name}}} where it ends: {{#if params.name}}Hi {{params.name}}{{/if}}",
            ),
            Self::StrayClose => (
                "앞에 {{#{name} …}} 블록을 열거나 이 부분을 지워 주세요. 블록은 나중에 연 것부터 닫아야 해요.",
                "Open it before with {{#{name} …}}, or remove it. The block opened last is closed first.",
            ),
            Self::SingleBrace => (
                "값을 넣을 때는 양쪽 모두 중괄호 두 개를 써요. 예) {{params.name}}",
                "A value has two braces on both sides: {{params.name}}",
            ),
            Self::UnknownHelper => (
                "이름을 확인해 주세요. 자주 쓰는 도우미: default, josa, won, number, date, truncate, join, if, each",
                "Check the name. Often used: default, josa, won, number, date, truncate, join, if, each",
            ),
            Self::KakaoPlaceholder => (
                "그대로 카카오에 넘기려면 {{kakao \"{name}\"}} 모양으로 적어 주세요. 이 서버의 값을 넣으려면 {{params.이름}}처럼 적어요.",
                "To pass it on to Kakao write {{kakao \"{name}\"}}. To put in a value of this server write {{params.name}}.",
            ),
            Self::TemplateTooLong => (
                "여러 답으로 나누거나, 되풀이되는 부분을 templates/_이름.hbs 파일로 빼 주세요.",
                "Split it, or move repeated parts into templates/_name.hbs",
            ),
            Self::TemplateTooDeep => ("조건을 줄이거나 나눠 주세요.", "Use fewer conditions inside each other."),
            Self::PartialCircle => {
                ("고리 가운데 한 곳에서 {{> …}} 부분을 지워 주세요.", "Remove one of the {{> …}} in the circle.")
            }
            Self::PartialNotFound => (
                "{path} 파일을 만들거나 이름을 고쳐 주세요. 조각 파일의 이름은 밑줄(_)로 시작해요.",
                "Create {path}, or correct the name. Names of partials begin with an underscore.",
            ),
            Self::DynamicPartial => (
                "{{> (…)}}, {{#> …}}, {{* …}} 모양은 쓸 수 없어요. 예) {{> _footer}}",
                "{{> (…)}}, {{#> …}} and {{* …}} cannot be used. Write {{> _footer}}",
            ),
            Self::RawInJson => (
                "사용자의 말이 JSON을 깨뜨릴 수 있어요. 중괄호 두 개로 적어 주세요. 예) \"text\": \"{{utterance}}\"",
                "What a user writes could break the JSON. Use two braces: \"text\": \"{{utterance}}\"",
            ),
            Self::ValueOutsideString => (
                "글이면 큰따옴표로 감싸고, 숫자나 목록이면 {{json …}}을 써 주세요. 예) \"price\": {{json upstream.price}}",
                "Put quotes around a text; for a number or a list use {{json …}}: \"price\": {{json upstream.price}}",
            ),
            Self::JsonInsideString => (
                "json 도우미는 따옴표까지 직접 적어요. 따옴표를 지우거나 json을 빼 주세요. 예) \"text\": {{json utterance}}",
                "The json helper writes the quotes itself. Remove the quotes, or the word json: \"text\": {{json utterance}}",
            ),
            Self::TemplateSyntax => (
                "{{ }} 안의 이름과 따옴표, 괄호를 살펴봐 주세요. +, ==, >, || 같은 기호는 그대로 쓸 수 없고 이렇게 적어요. 예) {{math params.count \"+\" 1}}, {{#if (eq params.size \"L\")}}, {{default params.name \"손님\"}}",
                "Look at the names, quotes and brackets inside {{ }}. Signs such as +, ==, > and || are written like this: {{math params.count \"+\" 1}}, {{#if (eq params.size \"L\")}}, {{default params.name \"guest\"}}",
            ),
            Self::HelperArguments => (
                "도우미 이름 뒤에 필요한 값을 띄어쓰기로 나눠 적어 주세요.",
                "Write the values it needs after its name, with spaces between.",
            ),
            Self::TrialFailed => (
                "템플릿의 {{ }} 부분을 확인해 주세요. 실제 대화에서도 같은 문제가 생겨요.",
                "Check the {{ }} of this template: real messages would fail the same way.",
            ),
            Self::NotJson => ("쉼표, 따옴표, 괄호의 짝을 확인해 주세요.", "Check commas, quotes and brackets."),
            Self::QuoteAcrossBlock => (
                "`{{#if}}`, `{{else}}`, `{{#each}}`의 안쪽마다 따옴표를 연 만큼 닫아 주세요.",
                "Close every quote that is opened between `{{#if}}`, `{{else}}`, `{{#each}}` and their end.",
            ),
            Self::StrayElse => (
                "{{else}}는 {{#if …}}와 {{/if}} 사이에 한 번만 쓸 수 있어요. 예) {{#if params.name}}{{params.name}}님{{else}}손님{{/if}}",
                "{{else}} stands once between {{#if …}} and {{/if}}: {{#if params.name}}{{params.name}}{{else}}guest{{/if}}",
            ),
            Self::TooLong => ("{max}자 이하로 줄여 주세요.", "Shorten it to {max} characters."),
            Self::TooMany => ("{max}개만 남겨 주세요.", "Keep {max} of them."),
            Self::TooFew => ("{min}개 이상 적어 주세요.", "Write at least {min}."),
            Self::Missing => ("`{field}` 키와 값을 적어 주세요.", "Add `{field}` and its value."),
            Self::TooLongTogether => ("둘을 합쳐 {max}자 이하로 줄여 주세요.", "Shorten them to {max} characters together."),
            Self::MixedCarousel => (
                "같은 종류의 카드만 넣어 주세요. itemCard라면 thumbnail, head, profile, imageTitle을 모든 카드에 똑같이 넣거나 모두 빼 주세요.",
                "Use one kind of card only. itemCards also have thumbnail, head, profile and imageTitle all alike: every card, or none.",
            ),
            Self::NotTogether => ("둘 가운데 하나만 남겨 주세요.", "Keep one of the two."),
            Self::WrongField => ("{component}에서 쓸 수 있는 키: {allowed}", "Keys of {component}: {allowed}"),
            Self::UnknownComponent => (
                "쓸 수 있는 말풍선: simpleText, simpleImage, textCard, basicCard, commerceCard, listCard, itemCard, carousel",
                "The components are simpleText, simpleImage, textCard, basicCard, commerceCard, listCard, itemCard, carousel",
            ),
            Self::NotANumber => (
                "쉼표나 단위 없이 숫자만 적어 주세요. 예) price: 12000",
                "Write digits only, without commas or units: price: 12000",
            ),
            Self::Misspelled => ("`{right}` 이름으로 적어 주세요.", "Write {right}"),
            Self::NotAResponse => (
                "카카오 문서처럼 적어 주세요. 예) { \"version\": \"2.0\", \"template\": { \"outputs\": [ { \"simpleText\": { \"text\": \"안녕하세요\" } } ] } }",
                "Write it as in Kakao's guide: { \"version\": \"2.0\", \"template\": { \"outputs\": [ { \"simpleText\": { \"text\": \"Hello\" } } ] } }",
            ),
            Self::Requires => ("`{other}` 키를 적거나 `{field}` 키를 지워 주세요.", "Add `{other}`, or remove `{field}`."),
            Self::SecretWithBraces => (
                "그 값이 템플릿으로 읽히지 않도록 {{ 기호가 없는 값으로 바꿔 주세요.",
                "Use a value without {{, so that it is not taken for a template.",
            ),
            Self::OwnSetting => (
                "관리 토큰 같은 값이 밖으로 나가지 않도록, TALKPLATE_로 시작하는 환경 변수는 읽지 않아요. 다른 이름으로 적어 주세요. 예) ${SKILL_SECRET}",
                "Variables that begin with TALKPLATE_ are not read, so that the admin token and the like stay inside. Use another name: ${SKILL_SECRET}",
            ),
            Self::BadEscape => (
                "역슬래시를 두 번 적거나, 값을 작은따옴표로 감싸 주세요. 예) '\\d+'",
                "Write the backslash twice, or use single quotes: '\\d+'",
            ),
            Self::SlashComment => (
                "여기에서는 #으로 시작하는 글이 설명이에요. //를 #으로 바꾸고 #의 앞을 한 칸 띄어 주세요. /* */도 쓸 수 없어요.",
                "Here a comment begins with #. Write # for //, with a space before it. /* */ cannot be used either.",
            ),
            Self::AnchorName => (
                "별명(&이름, *이름)의 이름은 영문자와 숫자, -, _ 로만 적어 주세요. 예) &menu",
                "Names of anchors (&name, *name) have Latin letters, digits, - and _ only: &menu",
            ),
            Self::CommaInValue => (
                "[ ]나 중괄호 안에서는 쉼표가 값을 나눠요. 글이면 따옴표로 감싸고, 숫자면 쉼표와 단위를 빼 주세요. 예) title: \"12,000원\", price: 12000",
                "In brackets a comma parts two values. Put quotes around a text, and write a number without commas and units: title: \"12,000\", price: 12000",
            ),
            Self::WhenForm => (
                "`이름: 값` 묶음이나 {{ }}가 있는 글 하나로 적어 주세요. 예) when: { params.size: L } 또는 when: { utterance: { contains: 환불 } }",
                "Write a map of names and values, or one text with {{ }}: when: { params.size: L } or when: { utterance: { contains: refund } }",
            ),
            Self::BadRegex => (
                "정규식은 작은따옴표로 감싸고, 기호 그대로의 뜻이면 앞에 \\를 붙여 주세요. 예) matches: '^01\\d-?\\d{4}-?\\d{4}$' 글자만 찾으려면 contains가 더 쉬워요.",
                "Put it in single quotes, and a backslash before a sign that stands for itself: matches: '^01\\d-?\\d{4}-?\\d{4}$' To look for a word, contains is easier.",
            ),
            Self::HeavyRegex => (
                "글자만 찾는 자리라면 정규식 대신 contains, starts, in을 적어 주세요. 예) utterance: { contains: [환불, 취소] } 정규식이 꼭 있어야 하면 {1,200} 같은 큰 반복을 줄여 주세요.",
                "Where words alone are looked for, write contains, starts or in: utterance: { contains: [refund, cancel] } Where it has to be a regular expression, reduce large repetitions such as {1,200}.",
            ),
            Self::NotAList => (
                "each에는 목록이나 묶음의 이름을 적어 주세요. 예) { each: upstream.items, do: \"{{this.name}}\" }",
                "Give each the name of a list or a map: { each: upstream.items, do: \"{{this.name}}\" }",
            ),
            Self::NotOneExpression => (
                "{{ }} 하나만 남기고 앞뒤의 글자를 지워 주세요. 계산이 필요하면 math를 쓰세요. 예) price: \"{{upstream.price}}\" 또는 price: \"{{math upstream.price '*' 10}}\"",
                "Leave one {{ }} and nothing around it; to calculate, use math: price: \"{{upstream.price}}\" or price: \"{{math upstream.price '*' 10}}\"",
            ),
            Self::EachNeedsDo => (
                "each에는 목록의 이름을, do 아래에는 되풀이할 것을 적어 주세요. 예)\n- each: upstream.items\n  do: \"{{this.name}}\"",
                "Write the name of the list after each, and below do what is repeated. For example:\n- each: upstream.items\n  do: \"{{this.name}}\"",
            ),
            Self::BadParameter => (
                "슬래시(/)와 슬래시 사이를 통째로 중괄호와 이름으로 적어 주세요. 이름은 글자로 시작하고, 글자와 숫자, -, _ 만 써요. 예) /skill/{지점}/hours 라고 적으면 {{path.지점}} 값으로 꺼내 써요",
                "Between two slashes write a name in braces and nothing else; the name begins with a letter and holds letters, digits, - and _. /skill/{branchName}/hours gives {{path.branchName}}",
            ),
            Self::AmbiguousPath => (
                "바뀌는 자리의 이름만 다르면 같은 요청이 두 스킬에 모두 맞아요. 하나를 지우거나, 경로의 다른 부분을 다르게 지어 주세요.",
                "Where only the names in braces differ, the same requests fit both. Remove one, or make another part of the path different.",
            ),
            Self::IncludeNotFound => (
                "이 줄이 있는 파일에서부터의 경로를 적어 주세요. 폴더 안의 파일을 모두 부르려면 별표를 써요. 예) include: [skills/*.yaml]",
                "Write the path as seen from the file that this line stands in. A star stands for all files of a folder: include: [skills/*.yaml]",
            ),
            Self::IncludeCircle => (
                "이 줄을 지워 주세요. 여러 파일이 함께 쓰는 것은 따로 한 파일에 모으고, 맨 위 파일에서 한 번만 부르면 돼요.",
                "Remove this line. Put what several files share into a file of its own, and include that once, in the topmost file.",
            ),
            Self::TooManyIncludes => (
                "파일은 {max}개, 부른 파일이 다시 부르는 것은 {depth}단계, 모두 합쳐 {size} MiB까지예요. 별표가 엉뚱한 폴더까지 가리키지 않는지 확인해 주세요.",
                "At most {max} files are read, {depth} levels deep, {size} MiB in all. Check that a star does not stand above a folder that was not meant.",
            ),
            Self::BadPattern => (
                "*는 이름의 일부를, **는 폴더 여러 단계를 통째로 대신해요. 예) skills/*.yaml, teams/**/*.yaml",
                "* stands for a part of a name, ** for whole folders: skills/*.yaml, teams/**/*.yaml",
            ),
            Self::DuplicateVar => (
                "vars는 모든 파일이 함께 써요. 한쪽만 남기거나, 팀마다 다른 값이면 이름을 다르게 지어 주세요.",
                "All files share their vars. Keep one of the two, or give one of them another name.",
            ),
            Self::SkillElsewhere => (
                "이 스킬의 줄을 모두 skills: 아래로 옮기고, 경로 앞을 두 칸 띄워 주세요. 예)\nskills:\n  {line}",
                "Move all of its lines below skills, the path two spaces in. For example:\nskills:\n  {line}",
            ),
            Self::UnknownSkill => (
                "skills 아래에 있는 경로를 적어 주세요. 경로에 바뀌는 자리가 있으면 실제 값을 넣어 적어요. 예) skill: /skill/판교/hours",
                "Write a path that stands under skills; where it has a parameter, write a value: skill: /skill/pangyo/hours",
            ),
            Self::TestFailed => (
                "기대한 것: {expected}\n나온 것: {found}\n스킬이나 테스트를 고쳐 주세요. talkplate test 명령으로 자세히 볼 수 있어요.",
                "Expected: {expected}\nFound: {found}\nMend the skill or the test; talkplate test shows more.",
            ),
            Self::NotAPayload => (
                "관리자센터의 스킬 테스트에 나오는 요청 JSON을 그대로 저장해 주세요.",
                "Save the request JSON that Kakao's skill test shows, as it is.",
            ),
            Self::NotATime => (
                "이렇게 적어 주세요. 예) now: 2026-11-22 09:00 (한국 시각) 또는 now: 2026-11-22T09:00+09:00",
                "Write it like this: now: 2026-11-22 09:00 (Korean time) or now: 2026-11-22T09:00+09:00",
            ),
            Self::BadBotId => (
                "관리자센터의 봇 설정에 있는 ID를 그대로 적어 주세요. 영문자와 숫자로 되어 있고, 개발 채널로 보내려면 맨 뒤에 !를 붙여요. 예) bot: \"5f1a2b3c4d5e6f\"",
                "Copy the id from the bot's settings in the admin centre: letters and digits, with ! at the end for the development channel. bot: \"5f1a2b3c4d5e6f\"",
            ),
            Self::EventWithoutAuth => (
                "메시지마다 돈이 들어서, 아는 서버만 보낼 수 있어야 해요. 예) auth: { header: Authorization, value: \"Bearer ${EVENT_TOKEN}\" }",
                "Each message costs money, so only a server that knows the secret may send it: auth: { header: Authorization, value: \"Bearer ${EVENT_TOKEN}\" }",
            ),
            Self::ByteOrderMark => (
                "읽는 데는 문제가 없어요. 편집기에서 'UTF-8 (BOM 없음)'으로 저장하면 사라져요.",
                "It does no harm here. Saving as 'UTF-8 without BOM' removes it.",
            ),
            Self::NeverChosen => (
                "앞에 when이 없는 case가 있어서 거기에서 늘 끝나요. when이 없는 case는 맨 뒤로 옮겨 주세요.",
                "A case before it has no when and always answers. Move the case without when to the end.",
            ),
            Self::NoOtherwise => (
                "맨 뒤에 when이 없는 case를 하나 적거나 fallback을 적어 주세요. 없으면 정해진 사과의 말이 나가요. 예) - reply: 다시 말씀해 주세요.",
                "Add a last case without when, or a fallback; otherwise a stock apology is sent. For example: - reply: Please say that again.",
            ),
            Self::NeverMet => (
                "함께 적은 조건은 모두 맞아야 해요. 숫자나 글을 고치거나, 둘 중 하나면 된다면 any로 나눠 적어 주세요. 예) any: [{ params.age: { lt: 3 } }, { params.age: { gt: 5 } }]",
                "All that stands together has to hold. Mend one of the two, or part them with any where one is enough: any: [{ params.age: { lt: 3 } }, { params.age: { gt: 5 } }]",
            ),
            Self::UnknownName => (
                "이 자리는 늘 비어 보여요. 쓸 수 있는 이름: utterance, params, user, userRequest, action, bot, intent, contexts, context, origin, extra, vars, path, query, upstream, now",
                "It would always be empty. Names: utterance, params, user, userRequest, action, bot, intent, contexts, context, origin, extra, vars, path, query, upstream, now",
            ),
            Self::UnknownField => ("이 자리는 늘 비어 보여요. 이름을 확인해 주세요.", "It would always be empty. Check the name."),
            Self::LongLabel => {
                ("{max}자 이하로 줄이면 휴대폰에서 잘리지 않아요.", "With at most {max} characters a phone shows it whole.")
            }
            Self::FallbackFromUpstream => (
                "fallback은 upstream이 실패했을 때 나가는 답이라 그 값이 비어 있을 수 있어요. 정해진 글로 적어 주세요. 예) fallback: 죄송해요. 잠시 후 다시 시도해 주세요.",
                "The fallback answers when the upstream has failed, so the value may not be there. Write a fixed text: fallback: Sorry, please try again later.",
            ),
            Self::Http => (
                "휴대폰에서 열리지 않을 수 있어요. 가능하면 https:// 주소로 바꿔 주세요.",
                "It may not open on a phone. Use https:// where you can.",
            ),
            Self::UnusedVar => (
                "필요 없으면 지우고, 쓰려던 곳이 있으면 {{vars.{name}}} 모양으로 적어 주세요.",
                "Remove it, or use it as {{vars.{name}}}",
            ),
            Self::NoUpstream => (
                "이 자리는 늘 비어 보여요. 이 스킬에 물어볼 서버를 적어 주세요. wait처럼 서버가 답하기 전에 나가는 글에는 쓸 수 없어요. 예) upstream: https://api.example.com/answer",
                "It would always be empty. Give this skill a server to ask; a text that goes out before it answers, such as wait, cannot use it. upstream: https://api.example.com/answer",
            ),
            Self::OutsideEach => (
                "이 자리는 늘 비어 보여요. each의 do 안이나 {{#each}}와 {{/each}} 사이에 적어 주세요. 쓸 수 있는 이름: @index, @number, @first, @last, @key",
                "It would always be empty. Write it inside of an each's do, or between {{#each}} and {{/each}}. Names: @index, @number, @first, @last, @key",
            ),
            Self::BlockId => (
                "블록 ID는 숫자와 영문자 a~f로 된 24자예요. 관리자센터에서 블록을 열고 주소 끝의 24자를 복사해 주세요. 예) block: 65f0c1d2a3b4c5d6e7f80912",
                "A block's id has 24 characters, digits and a to f. Open the block in the admin centre and copy the end of its address: block: 65f0c1d2a3b4c5d6e7f80912",
            ),
            Self::FallbackCanFail => (
                "대화에서 온 값이 숫자나 날짜가 아니면 이 답도 만들 수 없어서, 정해진 사과의 말이 나가요. 정해진 글로 적어 주세요. 예) fallback: 죄송해요. 잠시 후 다시 시도해 주세요.",
                "Where a value of the conversation is no number or date, this answer cannot be made either, and a stock apology is sent. Write a fixed text: fallback: Sorry, please try again later.",
            ),
            Self::UnusedTemplate => (
                "필요 없으면 지우고, 쓰려던 파일이면 스킬에 template: {path} 또는 글에 {{> 이름}}이라고 적어 주세요.",
                "Remove it, or use it: template: {path} in a skill, or {{> name}} in a text.",
            ),
            Self::ShownBraces => {
                ("값을 넣으려면 중괄호를 두 개씩 적어 주세요. 예) {meant}", "A value has two braces on both sides: {meant}")
            }
            Self::GateWithoutTests => (
                "지금은 아무것도 막지 못해요. tests에 테스트를 적거나 gate 줄을 지워 주세요. 예) tests: [{ skill: /skill/hello, expect: { contains: 안녕 } }]",
                "It holds nothing back now. Write a test, or remove the line: tests: [{ skill: /skill/hello, expect: { contains: Hello } }]",
            ),
            Self::CallbackWithoutBubbles => (
                "말풍선이 없는 콜백은 카카오가 받지 않을 수 있어요. 보여 줄 말을 reply에 함께 적거나, 금방 답하는 서버라면 callback: false로 꺼 주세요. 예) reply: \"{{upstream.answer}}\"",
                "Kakao may refuse a callback without a bubble. Where the server is quick, write callback: false; otherwise write a reply beside it: reply: \"{{upstream.answer}}\"",
            ),
            Self::IncludesNothing => (
                "폴더와 파일 이름을 확인해 주세요. 이름이 점(.)으로 시작하거나 .yaml, .yml로 끝나지 않는 파일은 부르지 않아요. 파일이 생기면 저절로 불러요.",
                "Check the folder and the names. Hidden files and those that do not end in .yaml or .yml are left out. A file that comes later is read then.",
            ),
        }
    }
}

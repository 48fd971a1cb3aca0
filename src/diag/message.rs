//! What is told of each mistake, in Korean and English.
//!
//! In a sentence `{name}` stands for the diagnostic's argument of that name.

use super::Code;

impl Code {
    /// The sentence: Korean, English.
    #[expect(clippy::too_many_lines, reason = "a table")]
    pub fn message(self) -> (&'static str, &'static str) {
        match self {
            Self::ReadFailed => ("파일을 읽지 못했어요: {path} ({reason})", "cannot read the file: {path} ({reason})"),
            Self::NotUtf8 => (
                "파일이 UTF-8이 아니라 {encoding} 방식으로 저장되어 있어요. {line}번째 줄부터 글자가 깨져요",
                "the file is not UTF-8 but {encoding}: it cannot be read from line {line} on",
            ),
            Self::FileTooLarge => (
                "파일이 너무 커요 ({size}). {max}까지만 읽을 수 있어요",
                "the file is too large ({size}); at most {max} can be read",
            ),
            Self::YamlSyntax => {
                ("여기에서 YAML을 더 읽을 수 없어요 ({detail})", "YAML cannot be read any further from here ({detail})")
            }
            Self::TabIndent => ("들여쓰기에 탭(Tab)을 썼어요", "a tab is used for indentation"),
            Self::WrongIndent => ("들여쓰기가 맞지 않아요", "the indentation does not fit"),
            Self::UnquotedTemplate => {
                ("{{ }}로 시작하는 글에 따옴표가 없어요: {text}", "a text that begins with {{ }} needs quotes: {text}")
            }
            Self::UnclosedQuote => ("여기에서 연 따옴표( {quote} )가 닫히지 않았어요", "this quote ( {quote} ) is never closed"),
            Self::UnclosedBracket => {
                ("여기에서 연 괄호( {bracket} )가 제대로 닫히지 않았어요", "this bracket ( {bracket} ) is not closed properly")
            }
            Self::DuplicateKey => ("같은 묶음에 `{key}` 키가 두 번 나와요", "the key `{key}` stands twice in the same group"),
            Self::UnknownKey => ("`{key}` 키는 여기에서 쓸 수 없어요", "`{key}` is not a key that can stand here"),
            Self::WrongKind => (
                "`{what}` 값이 맞지 않아요. {expected} 와야 하는데 {found} 있어요",
                "`{what}` takes {expected}, but this is {found}",
            ),
            Self::TooDeep => {
                ("너무 깊이 들어가 있어요. 묶음 안의 묶음은 {max}단계까지예요", "nested too deep: at most {max} levels")
            }
            Self::TooBig => {
                ("별명(*이름)을 모두 펼치면 파일이 너무 커져요", "with all aliases (*name) expanded the file is too big")
            }
            Self::TagRefused => ("YAML 태그( {tag} )는 쓸 수 없어요", "YAML tags ( {tag} ) cannot be used"),
            Self::SeveralDocuments => ("--- 줄로 문서가 나뉘어 있어요", "the file holds a second document after ---"),
            Self::SmartQuotes => ("둥근 따옴표로 감싸져 있어요: {text}", "curly quotes stand around this: {text}"),
            Self::MissingSpace => {
                ("콜론(:)과 띄어쓰기로 나뉘어 있지 않아요: {text}", "key and value are not parted by a colon and a space: {text}")
            }
            Self::UnknownAnchor => {
                ("*{name} 별명이 가리키는 &{name} 표시가 앞에 없어요", "the alias *{name} has no anchor &{name} before it")
            }
            Self::EmptyValue => ("`{key}` 키의 값이 비어 있어요", "the key `{key}` has no value"),
            Self::NoSkills => ("skills: 아래에 스킬이 하나도 없어요", "there is no skill under skills:"),
            Self::SpecialStart => {
                ("{char} 기호로 시작하는 글은 따옴표로 감싸야 해요", "a text that begins with {char} needs quotes")
            }
            Self::ColonInText => (
                "글 안에 콜론과 띄어쓰기(: )가 있어서 글로 읽을 수 없어요: {text}",
                "a colon and a space inside this text confuse YAML: {text}",
            ),
            Self::ListDash => ("목록 표시(-)가 맞지 않아요", "the list dash (-) does not fit here"),
            Self::UnsupportedVersion => (
                "이 프로그램은 version {found} 파일을 아직 몰라요. {max}까지 읽을 수 있어요",
                "this program does not know version {found}; it reads up to {max}",
            ),
            Self::TextAfterQuote => {
                ("닫는 따옴표 뒤에 글이 더 있어요: {text}", "there is more text after the closing quote: {text}")
            }
            Self::MissingComma => ("괄호 안의 값 사이에 쉼표(,)가 빠졌어요", "a comma is missing between two values in brackets"),
            Self::StrayBracket => ("짝이 없는 괄호( {bracket} )예요", "this bracket ( {bracket} ) closes nothing"),
            Self::MissingColon => ("이 줄에 콜론(:)이 없어요: {text}", "this line has no colon: {text}"),
            Self::PathWithoutSlash => ("스킬 경로는 /로 시작해야 해요: {path}", "a skill path begins with a slash: {path}"),
            Self::BadPath => ("스킬 경로로 쓸 수 없어요: {path} ({reason})", "this cannot be a skill path: {path} ({reason})"),
            Self::DuplicatePath => ("같은 경로의 스킬이 두 개예요: {path}", "two skills have the same path: {path}"),
            Self::NoAnswer => ("{path} 스킬에 답이 없어요", "the skill {path} has no answer"),
            Self::SeveralAnswers => ("답이 여러 개예요: {keys}", "there is more than one answer: {keys}"),
            Self::CallbackWithoutUpstream => ("callback이 있는데 upstream이 없어요", "a callback needs an upstream"),
            Self::NoEffect => {
                ("`{key}` 키는 여기에서 아무 일도 하지 않아요 ({reason})", "`{key}` would have no effect here ({reason})")
            }
            Self::BadUrl => ("인터넷 주소가 아니에요: {url}", "this is not a web address: {url}"),
            Self::BadDuration => ("시간으로 읽을 수 없어요: {text}", "this is not a length of time: {text}"),
            Self::OutOfRange => ("`{what}` 값이 범위를 벗어났어요: {found}", "`{what}` is out of range: {found}"),
            Self::EnvNotAllowed => {
                ("여기에서는 {text} 같은 환경 변수를 쓸 수 없어요", "environment variables such as {text} cannot be used here")
            }
            Self::EnvNotSet => ("환경 변수 {name} 값이 없어요", "the environment variable {name} is not set"),
            Self::SecretFileUnreadable => {
                ("비밀 값 파일을 읽지 못했어요: {path} ({reason})", "cannot read the secret file: {path} ({reason})")
            }
            Self::BadEnvSyntax => ("환경 변수 표기가 잘못됐어요: {text}", "this is not a proper variable: {text}"),
            Self::BadHeader => ("헤더로 보낼 수 없어요: {name} ({reason})", "this cannot be sent as a header: {name} ({reason})"),
            Self::TemplateInHost => (
                "서버 주소(https://…/ 앞부분)에는 {{ }}를 쓸 수 없어요: {url}",
                "the server part of an address cannot hold {{ }}: {url}",
            ),
            Self::ButtonAction => (
                "버튼이나 바로연결에는 동작이 꼭 하나 있어야 해요 (지금: {found})",
                "a button or quick reply does exactly one thing (found: {found})",
            ),
            Self::NotOneOf => ("`{what}` 자리에 쓸 수 없는 값이에요: {found}", "`{what}` cannot be {found}"),
            Self::TemplateFileNotFound => ("템플릿 파일이 없어요: {path}", "there is no such template file: {path}"),
            Self::OutsideFolder => (
                "설정 파일이 있는 폴더 밖의 파일은 쓸 수 없어요: {path}",
                "the file lies outside the folder of the configuration: {path}",
            ),
            Self::UnclosedExpression => ("{{ 괄호가 닫히지 않았어요", "this {{ is never closed"),
            Self::UnclosedBlock => ("{{#{name}}} 블록에 짝이 되는 {{/{name}}} 닫기가 없어요", "{{#{name}}} has no {{/{name}}}"),
            Self::StrayClose => ("{{/{name}}} 닫기에 짝이 되는 시작이 없어요", "{{/{name}}} closes nothing that is open here"),
            Self::SingleBrace => ("중괄호 개수가 맞지 않아요: {text}", "the braces do not match: {text}"),
            Self::UnknownHelper => ("`{name}` 도우미(helper)는 없어요", "there is no helper called {name}"),
            Self::KakaoPlaceholder => ("카카오 챗봇 관리자센터의 표기예요: {text}", "this is Kakao's own placeholder: {text}"),
            Self::TemplateTooLong => {
                ("템플릿이 너무 길어요 ({found}). {max}까지 쓸 수 있어요", "the template is too long ({found}); at most {max}")
            }
            Self::TemplateTooDeep => (
                "{{ }} 블록이 너무 깊이 겹쳐 있어요. {max}단계까지 쓸 수 있어요",
                "{{ }} blocks are nested too deep: at most {max} levels",
            ),
            Self::PartialCircle => {
                ("템플릿 조각이 서로를 끝없이 불러요: {names}", "these partials call each other in a circle: {names}")
            }
            Self::PartialNotFound => ("{{> {name}}} 조각의 파일이 없어요: {path}", "there is no file for {{> {name}}}: {path}"),
            Self::DynamicPartial => ("템플릿 조각의 이름은 그대로 적어야 해요", "the name of a partial has to be written out"),
            Self::RawInJson => ("JSON 템플릿에서는 {text} 모양을 쓸 수 없어요", "{text} cannot be used in a JSON template"),
            Self::ValueOutsideString => ("따옴표 밖에 값이 있어요: {text}", "this value stands outside of quotes: {text}"),
            Self::JsonInsideString => ("따옴표 안에서 {text} 표기를 썼어요", "{text} stands inside quotes"),
            Self::TemplateSyntax => ("템플릿을 읽을 수 없어요 ({detail})", "the template cannot be read ({detail})"),
            Self::HelperArguments => {
                ("{name} 도우미를 잘못 썼어요 ({reason})", "the helper {name} is not used properly ({reason})")
            }
            Self::TrialFailed => (
                "가짜 대화로 미리 답을 만들어 봤는데 실패했어요 ({reason})",
                "a trial answer with a made-up message failed ({reason})",
            ),
            Self::NotJson => (
                "템플릿이 만든 결과가 JSON이 아니에요 (결과의 {line}번째 줄: {reason})",
                "what the template writes is not JSON (line {line} of the output: {reason})",
            ),
            Self::QuoteAcrossBlock => {
                ("블록 안에서 따옴표(\")의 짝이 맞지 않아요", "the quotes (\") inside this block do not pair up")
            }
            Self::StrayElse => ("이 {{else}}에 짝이 되는 블록이 없어요", "this {{else}} belongs to no open block"),
            Self::TooLong => (
                "`{field}` 글이 너무 길어요. {found}자인데 {max}자까지예요",
                "`{field}` is too long: {found} characters of at most {max}",
            ),
            Self::TooMany => {
                ("`{field}` 개수가 너무 많아요. {found}개인데 {max}개까지예요", "too many `{field}`: {found} of at most {max}")
            }
            Self::TooFew => ("`{field}` 개수가 모자라요. {min}개 이상 있어야 해요", "too few `{field}`: at least {min} needed"),
            Self::Missing => ("{component}에 꼭 있어야 하는 `{field}` 키가 없어요", "`{field}` is missing; {component} needs it"),
            Self::TooLongTogether => (
                "{fields} 글을 합친 길이가 너무 길어요. {found}자인데 {max}자까지예요",
                "{fields} are too long together: {found} characters of at most {max}",
            ),
            Self::MixedCarousel => {
                ("케로셀 하나에 모양이 서로 다른 카드가 섞여 있어요", "one carousel holds cards of different kinds")
            }
            Self::NotTogether => {
                ("`{first}`, `{second}` 키는 함께 쓸 수 없어요", "`{first}` and `{second}` cannot be used together")
            }
            Self::WrongField => ("{component}에는 `{field}` 키가 없어요", "{component} has no `{field}`"),
            Self::UnknownComponent => ("`{name}` 말풍선은 없어요", "there is no component called {name}"),
            Self::NotANumber => ("`{field}` 자리에는 숫자를 적어야 해요: {found}", "`{field}` is a number, not {found}"),
            Self::Misspelled => ("카카오가 쓰는 이름과 달라요: {found}", "Kakao spells this differently: {found}"),
            Self::NotAResponse => {
                ("카카오가 받을 수 있는 답의 모양이 아니에요 ({reason})", "this is not a SkillResponse ({reason})")
            }
            Self::Requires => ("`{field}` 키는 `{other}` 키가 함께 있어야 해요", "`{field}` needs `{other}` beside it"),
            Self::SecretWithBraces => ("{text} 자리에 들어갈 값에 {{ 기호가 들어 있어요", "the value behind {text} holds {{"),
            Self::OwnSetting => {
                ("Talkplate 자신의 설정은 여기에서 읽을 수 없어요: {name}", "Talkplate's own settings cannot be read here: {name}")
            }
            Self::BadEscape => {
                ("큰따옴표 안의 역슬래시를 읽을 수 없어요: {text}", "a backslash in double quotes that YAML does not know: {text}")
            }
            Self::SlashComment => ("설명을 이렇게 적을 수 없어요: {text}", "this is no way to write a comment: {text}"),
            Self::AnchorName => ("별명의 이름으로 쓸 수 없어요: {name}", "this cannot be the name of an anchor: {name}"),
            Self::CommaInValue => ("쉼표에서 값이 둘로 나뉘어요: {text}", "the comma parts this into two values: {text}"),
            Self::WhenForm => ("when에 적은 조건을 읽을 수 없어요 ({reason})", "this is no condition for when ({reason})"),
            Self::BadRegex => ("matches의 정규식을 쓸 수 없어요 ({reason})", "this regular expression cannot be used ({reason})"),
            Self::HeavyRegex => ("matches의 정규식이 너무 커요 ({reason})", "this regular expression is too large ({reason})"),
            Self::NotAList => ("`{name}` 값은 하나씩 꺼내 쓸 수 있는 목록이 아니에요", "{name} is no list that can be walked"),
            Self::NotOneExpression => (
                "`{field}` 자리에는 표현식을 하나만 적을 수 있어요: {found}",
                "`{field}` takes one expression and nothing beside it: {found}",
            ),
            Self::EachNeedsDo => (
                "목록을 차례로 펼치려면 each와 do가 함께 있어야 하는데 `{key}` 키가 없어요",
                "a list is walked by each and do together, and `{key}` is missing",
            ),
            Self::BadParameter => (
                "경로에서 바뀌는 자리를 이렇게 적을 수 없어요: {text} ({reason})",
                "this is no way to write a parameter of a path: {text} ({reason})",
            ),
            Self::AmbiguousPath => (
                "두 경로를 구별할 수 없어요: {path} 경로와 {other} 경로",
                "these two paths cannot be told apart: {path} and {other}",
            ),
            Self::IncludeNotFound => ("include에 적은 파일이 없어요: {path}", "there is no file that include could read: {path}"),
            Self::IncludeCircle => {
                ("파일들이 서로를 불러서 끝나지 않아요: {names}", "these files include each other without end: {names}")
            }
            Self::TooManyIncludes => ("include로 부르는 파일이 너무 많아요", "include names too many files"),
            Self::BadPattern => {
                ("파일 이름의 별표나 괄호를 이렇게 쓸 수 없어요: {text}", "this is no pattern of file names: {text}")
            }
            Self::DuplicateVar => ("vars의 {name} 값이 두 파일에 있어요", "two files define the var {name}"),
            Self::SkillElsewhere => {
                ("스킬은 skills: 바로 아래에 적어야 해요: {path}", "a skill belongs directly below skills: {path}")
            }
            Self::UnknownSkill => ("이런 경로의 스킬이 없어요: {path}", "there is no skill at this path: {path}"),
            Self::TestFailed => (
                "테스트가 기대와 달라서 반영하지 않았어요: {name} ({key})",
                "a test fails, so this is not put into service: {name} ({key})",
            ),
            Self::NotAPayload => (
                "{path} 파일은 카카오가 보내는 요청 모양이 아니에요 ({reason})",
                "{path} is not a request as Kakao sends it ({reason})",
            ),
            Self::NotATime => ("날짜와 시각으로 읽을 수 없어요: {text}", "this is no date and time: {text}"),
            Self::BadBotId => ("봇 ID로 쓸 수 없는 값이에요: {text}", "this cannot be the id of a bot: {text}"),
            Self::EventWithoutAuth => ("{path} 이벤트에는 auth가 꼭 있어야 해요", "the event {path} needs an auth of its own"),
            Self::ByteOrderMark => {
                ("파일 맨 앞에 보이지 않는 표시(BOM)가 있어요", "the file begins with an invisible byte order mark")
            }
            Self::NeverChosen => ("이 case는 골라지지 않아요", "this case is never chosen"),
            Self::NoOtherwise => {
                ("맞는 case가 하나도 없을 때의 답이 없어요", "there is no answer for when none of the cases holds")
            }
            Self::NeverMet => ("`{name}` 값이 무엇이든 이 조건은 맞을 수 없어요", "no value of `{name}` can meet this condition"),
            Self::UnknownName => ("`{name}` 값은 어느 대화에도 없어요", "no message has a value called {name}"),
            Self::UnknownField => ("`{root}` 안에 `{name}` 값은 없어요", "{root} has no value called {name}"),
            Self::LongLabel => (
                "버튼이나 바로연결의 이름이 길어요. {found}자인데 {max}자까지 잘 보여요",
                "the label is long: {found} characters, and {max} are shown well",
            ),
            Self::FallbackFromUpstream => ("fallback에서 upstream 값을 쓰고 있어요", "the fallback uses a value of the upstream"),
            Self::Http => ("http:// 주소예요: {url}", "this is an http:// address: {url}"),
            Self::UnusedVar => ("vars의 {name} 값을 아무 데서도 쓰지 않아요", "the var {name} is not used anywhere"),
            Self::NoUpstream => ("이 글을 만들 때는 upstream 값이 없어요", "there is no upstream value when this text is made"),
            Self::OutsideEach => ("`{name}` 값은 목록을 차례로 펼칠 때만 있어요", "{name} is there only while a list is walked"),
            Self::BlockId => ("블록 ID 모양이 아니에요: {id}", "this is no block id: {id}"),
            Self::FallbackCanFail => ("fallback도 실패할 수 있어요", "the fallback itself can fail"),
            Self::UnusedTemplate => ("아무 데서도 쓰지 않는 템플릿 파일이에요: {path}", "no skill uses this template file: {path}"),
            Self::ShownBraces => {
                ("중괄호가 하나뿐이라 {text} 글자가 그대로 보여요", "with single braces {text} is shown as it is written")
            }
            Self::GateWithoutTests => {
                ("gate: tests라고 적었는데 테스트가 하나도 없어요", "gate: tests stands here, and there is no test")
            }
            Self::CallbackWithoutBubbles => ("콜백으로 보낼 답에 말풍선이 없어요", "the callback has no bubble to send"),
            Self::IncludesNothing => ("여기에 맞는 파일이 하나도 없어요: {text}", "no file fits this: {text}"),
        }
    }
}

//! YAML that cannot be read as it was meant.

use super::Explanation;
use crate::diag::Code;

pub(super) const ENTRIES: &[Explanation] = &[
    Explanation {
        code: Code::YamlSyntax,
        why: (
            "여기에서 YAML의 규칙과 맞지 않는 곳을 만나서, 그 아래를 읽을 수 없어요. 대부분 바로 윗줄의 따옴표나 들여쓰기 때문이에요.",
            "Something here does not follow the rules of YAML, so nothing below it can be read. Mostly the quotes or the indentation of the line above are the cause.",
        ),
        wrong: "skills:\n  /skill/hello: { reply: 안녕하세요! } 반가워요\n",
        right: "skills:\n  /skill/hello: { reply: \"안녕하세요! 반가워요\" }\n",
    },
    Explanation {
        code: Code::TabIndent,
        why: (
            "탭은 프로그램마다 너비가 달라서, YAML은 들여쓰기에 스페이스만 쓰기로 정했어요. 화면에서는 똑같아 보여서 찾기 어려운 실수예요.",
            "A tab has another width in every program, so YAML allows only spaces for indentation. On the screen both look the same.",
        ),
        wrong: "skills:\n\t/skill/hello: 안녕하세요!\n",
        right: "skills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::WrongIndent,
        why: (
            "YAML은 줄 앞의 빈칸 수로 무엇이 무엇에 딸려 있는지 알아요. 같은 묶음의 줄인데 빈칸 수가 다르면 어디에 속하는지 알 수 없어요.",
            "YAML knows by the number of spaces what belongs to what. When lines of one group begin in different columns it cannot tell.",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n   quickReplies: [메뉴]\n",
        right: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    quickReplies: [메뉴]\n",
    },
    Explanation {
        code: Code::UnquotedTemplate,
        why: (
            "YAML에서 중괄호는 묶음을 뜻해요. 값이 {{로 시작하면 글이 아니라 묶음으로 읽혀서, 손님이 볼 글이 사라져요.",
            "In YAML braces mean a map. A value that begins with {{ is read as one, and the text your users should see is gone.",
        ),
        wrong: "skills:\n  /skill/echo: {{utterance}}\n",
        right: "skills:\n  /skill/echo: \"{{utterance}}\"\n",
    },
    Explanation {
        code: Code::UnclosedQuote,
        why: (
            "따옴표를 열면 닫는 따옴표가 나올 때까지 모두 한 글이에요. 닫지 않으면 그 아래의 스킬까지 글의 일부가 돼요.",
            "Everything after an opening quote is one text until it is closed. Left open, it swallows the skills below it.",
        ),
        wrong: "skills:\n  /skill/hello: \"안녕하세요!\n  /skill/bye: 안녕히 가세요!\n",
        right: "skills:\n  /skill/hello: \"안녕하세요!\"\n  /skill/bye: 안녕히 가세요!\n",
    },
    Explanation {
        code: Code::UnclosedBracket,
        why: (
            "[ 나 { 로 연 묶음은 ] 나 } 로 닫아야 어디까지인지 알 수 있어요.",
            "A group opened with [ or { needs its ] or }, or its end cannot be known.",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    quickReplies: [메뉴, 위치\n",
        right: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    quickReplies: [메뉴, 위치]\n",
    },
    Explanation {
        code: Code::DuplicateKey,
        why: (
            "같은 키가 두 번 있으면 둘 중 어느 값을 쓸지 알 수 없어요. 조용히 하나를 버리면 고친 줄이 적용되지 않는 일이 생겨서, 오류로 알려 드려요.",
            "With the same key twice nobody knows which value counts. Dropping one silently would mean edits without effect, so it is an error.",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    reply: 반가워요!\n",
        right: "skills:\n  /skill/hello:\n    reply: [안녕하세요!, 반가워요!]\n",
    },
    Explanation {
        code: Code::TooDeep,
        why: (
            "괄호나 들여쓰기가 이렇게 깊이 겹치는 설정은 없어요. 대부분 괄호를 잘못 붙여 넣은 것이에요.",
            "No real configuration is nested this deep; brackets were probably pasted by mistake.",
        ),
        wrong: "skills:\n  /skill/hello: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ 안녕 ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
        right: "skills:\n  /skill/hello: [ 안녕 ]\n",
    },
    Explanation {
        code: Code::TooBig,
        why: (
            "별명(*이름)은 그 자리에 내용을 통째로 복사해요. 별명 안에 별명이 겹치면 몇 줄짜리 파일이 수억 줄로 불어나 서버가 멈출 수 있어요.",
            "An alias (*name) copies a whole value. Aliases inside aliases can blow a few lines up to billions and stop the server.",
        ),
        wrong: "x-a: &a [1,1,1,1,1,1,1,1,1,1]\nx-b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nx-c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nx-d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\nx-e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nx-f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "x-a: &a [메뉴, 위치]\nskills:\n  /skill/hello: { reply: 안녕하세요!, quickReplies: *a }\n  /skill/bye: { reply: 안녕히 가세요!, quickReplies: *a }\n",
    },
    Explanation {
        code: Code::TagRefused,
        why: (
            "YAML에서 느낌표로 시작하는 말은 '태그'라는 특별한 표시예요. 스킬 파일에는 쓸 일이 없고, 보통은 느낌표로 시작하는 글이 그렇게 읽힌 거예요.",
            "A word that begins with an exclamation mark is a 'tag' in YAML. Skills need none; usually it is a text that was read as one.",
        ),
        wrong: "skills:\n  /skill/sale: !notice 오늘만 반값이에요\n",
        right: "skills:\n  /skill/sale: \"!notice 오늘만 반값이에요\"\n",
    },
    Explanation {
        code: Code::SeveralDocuments,
        why: (
            "--- 줄은 문서를 나누는 표시예요. 그 아래는 다른 문서로 여겨져서, 거기 적은 스킬은 쓰이지 않아요.",
            "A --- line parts documents. What follows counts as another document, and its skills would not be used.",
        ),
        wrong: "skills:\n  /skill/hello: 안녕하세요!\n---\nskills:\n  /skill/bye: 안녕히 가세요!\n",
        right: "skills:\n  /skill/hello: 안녕하세요!\n  /skill/bye: 안녕히 가세요!\n",
    },
    Explanation {
        code: Code::SmartQuotes,
        why: (
            "워드나 메신저는 따옴표를 둥근 모양으로 바꿔요. 사람 눈에는 같아 보여도 YAML에는 그냥 글자라서, 따옴표까지 손님에게 보이게 돼요.",
            "Word processors turn quotes into curly ones. To YAML these are plain letters, and your users would see them.",
        ),
        wrong: "skills:\n  /skill/hello: “안녕하세요, {{params.name}}님!”\n",
        right: "skills:\n  /skill/hello: \"안녕하세요, {{params.name}}님!\"\n",
    },
    Explanation {
        code: Code::MissingSpace,
        why: (
            "콜론 뒤에 빈칸이 있어야 키와 값으로 나뉘어요. 붙여 쓰면 한 덩어리의 글이 돼요.",
            "A colon parts key and value only with a space after it; without one it all is a single text.",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply:안녕하세요!\n",
        right: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n",
    },
    Explanation {
        code: Code::UnknownAnchor,
        why: (
            "*이름은 앞에서 &이름으로 표시해 둔 값을 다시 쓰는 별명이에요. 표시가 없거나 아래쪽에 있으면 가져올 값이 없어요.",
            "*name repeats a value that was marked with &name above it. Without that mark there is nothing to repeat.",
        ),
        wrong: "skills:\n  /skill/hello: { reply: 안녕하세요!, quickReplies: *basic }\n",
        right: "x-a: &basic [메뉴, 위치]\nskills:\n  /skill/hello: { reply: 안녕하세요!, quickReplies: *basic }\n",
    },
    Explanation {
        code: Code::EmptyValue,
        why: (
            "키만 있고 값이 없으면 무엇을 하라는 뜻인지 알 수 없어요. 값 앞에 #이 있으면 그 뒤가 모두 설명으로 읽혀서 비어 보여요.",
            "A key without a value says nothing. A value that begins with # is read as a comment and counts as missing.",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply: #오늘의 인사\n",
        right: "skills:\n  /skill/hello:\n    reply: \"#오늘의 인사\"\n",
    },
    Explanation {
        code: Code::SpecialStart,
        why: (
            "@ % * & ! | > ` 같은 기호로 시작하는 값은 YAML에서 다른 뜻으로 읽혀요.",
            "YAML gives a meaning of its own to values that begin with @ % * & ! | > or a backtick.",
        ),
        wrong: "skills:\n  /skill/insta: @dodam_cafe 를 찾아 주세요\n",
        right: "skills:\n  /skill/insta: \"@dodam_cafe 를 찾아 주세요\"\n",
    },
    Explanation {
        code: Code::ColonInText,
        why: (
            "글 안에 '콜론과 빈칸'이 있으면 YAML은 거기에서 키와 값을 나누려고 해요. 따옴표로 감싸면 글이라는 것을 알 수 있어요.",
            "At a colon and a space inside a text YAML tries to part key and value. Quotes tell it that all of it is text.",
        ),
        wrong: "skills:\n  /skill/hours: 영업시간: 9시~18시\n",
        right: "skills:\n  /skill/hours: \"영업시간: 9시~18시\"\n",
    },
    Explanation {
        code: Code::ListDash,
        why: (
            "목록의 줄은 '- '로 시작하고, 같은 묶음에는 목록 줄과 `키: 값` 줄을 함께 둘 수 없어요.",
            "Each line of a list begins with a dash and a space, and one group cannot hold both list lines and `key: value` lines.",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply: - 안녕하세요!\n",
        right: "skills:\n  /skill/hello:\n    reply:\n      - 안녕하세요!\n",
    },
    Explanation {
        code: Code::TextAfterQuote,
        why: (
            "따옴표로 시작한 값은 닫는 따옴표에서 끝나요. 그 뒤의 글은 어디에도 속하지 않아요.",
            "A value that begins with a quote ends at the closing one. What follows belongs nowhere.",
        ),
        wrong: "skills:\n  /skill/menu: \"라떼\"가 제일 잘 나가요\n",
        right: "skills:\n  /skill/menu: '\"라떼\"가 제일 잘 나가요'\n",
    },
    Explanation {
        code: Code::MissingComma,
        why: (
            "괄호 안에서는 줄을 바꿔도 값이 나뉘지 않아요. 값 사이마다 쉼표가 있어야 해요.",
            "Inside brackets a new line does not part values; only a comma does.",
        ),
        wrong: "skills:\n  /skill/hello: {\n    \"reply\": \"안녕하세요!\"\n    \"quickReplies\": [\"메뉴\"]\n  }\n",
        right: "skills:\n  /skill/hello: {\n    \"reply\": \"안녕하세요!\",\n    \"quickReplies\": [\"메뉴\"]\n  }\n",
    },
    Explanation {
        code: Code::StrayBracket,
        why: (
            "여는 괄호가 없는데 닫는 괄호가 나왔어요. 지우다 남았거나, 글의 일부인데 따옴표가 없는 경우예요.",
            "A closing bracket without its opening one: left over from an edit, or part of a text that needs quotes.",
        ),
        wrong: "skills:\n  /skill/hello: { reply: 안녕하세요! }}\n",
        right: "skills:\n  /skill/hello: { reply: 안녕하세요! }\n",
    },
    Explanation {
        code: Code::MissingColon,
        why: (
            "이 자리에는 `키: 값` 모양의 줄만 올 수 있는데 콜론이 없어요. 긴 글의 둘째 줄이라면 더 들여 써야 윗줄에 이어져요.",
            "Only lines like `key: value` can stand here, and this one has no colon. The second line of a long text has to be indented further.",
        ),
        wrong: "skills:\n  /skill/hello\n    reply: 안녕하세요!\n",
        right: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n",
    },
    Explanation {
        code: Code::BadEscape,
        why: (
            "큰따옴표 안에서 역슬래시는 \\n(줄바꿈)처럼 뜻이 정해진 글자와만 쓸 수 있어요. 작은따옴표 안에서는 그냥 글자예요.",
            "In double quotes a backslash goes only with certain letters, such as \\n for a line break. In single quotes it is a plain letter.",
        ),
        wrong: "skills:\n  /skill/path: \"공유 폴더는 \\server\\메뉴 예요\"\n",
        right: "skills:\n  /skill/path: '공유 폴더는 \\server\\메뉴 예요'\n",
    },
    Explanation {
        code: Code::AnchorName,
        why: (
            "별명은 YAML의 오래된 기능이라, 이름에 한글을 쓸 수 없어요.",
            "Anchors are an old part of YAML; their names cannot hold other letters.",
        ),
        wrong: "x-a: &기본 [메뉴, 위치]\nskills:\n  /skill/hello: { reply: 안녕하세요!, quickReplies: *기본 }\n",
        right: "x-a: &basic [메뉴, 위치]\nskills:\n  /skill/hello: { reply: 안녕하세요!, quickReplies: *basic }\n",
    },
    Explanation {
        code: Code::SlashComment,
        why: (
            "다른 언어에서는 //가 설명이지만, YAML에서는 # 하나만 설명이에요.",
            "In other languages // begins a comment; in YAML only # does.",
        ),
        wrong: "skills:\n  // 인사\n  /skill/hello: 안녕하세요!\n",
        right: "skills:\n  # 인사\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::CommaInValue,
        why: (
            "중괄호나 [ ] 안에 적은 12,000원은 12와 000원, 두 값이 돼요. 그대로 반영되면 가격이 12원으로 보여요.",
            "In brackets 12,000 becomes two values, 12 and 000. Put into service as it is, a price would be twelve won.",
        ),
        wrong: "skills:\n  /skill/latte:\n    reply:\n      textCard: { title: 라떼 4,500원, description: 따뜻한 라떼예요. }\n",
        right: "skills:\n  /skill/latte:\n    reply:\n      textCard: { title: \"라떼 4,500원\", description: 따뜻한 라떼예요. }\n",
    },
];

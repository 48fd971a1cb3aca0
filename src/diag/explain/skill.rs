//! Skills, their keys and values.

use super::Explanation;
use crate::diag::Code;

pub(super) const ENTRIES: &[Explanation] = &[
    Explanation {
        code: Code::UnknownKey,
        why: (
            "모르는 키를 그냥 넘기면, 오타 하나 때문에 적어 둔 것이 아무 일도 하지 않는데 알 수가 없어요. 그래서 모르는 키는 오류예요.",
            "If unknown keys were skipped, a typo would silently undo what you wrote. So each of them is an error.",
        ),
        wrong: "skills:\n  /skill/hello:\n    replay: 안녕하세요!\n",
        right: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n",
    },
    Explanation {
        code: Code::WrongKind,
        why: (
            "키마다 올 수 있는 값의 종류가 정해져 있어요. 글, 숫자, true/false, 목록(- 로 시작하는 줄들), 묶음(키: 값) 가운데 하나예요.",
            "Each key takes one kind of value: a text, a number, true/false, a list (lines with a dash) or a map (key: value).",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    enabled: 켜기\n",
        right: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    enabled: true\n",
    },
    Explanation {
        code: Code::NoSkills,
        why: (
            "답할 스킬이 하나도 없으면 봇이 모든 손님에게 아무 말도 못 해요. 파일이 저장되는 중이거나 들여쓰기가 빠진 것일 수 있어요.",
            "Without a skill the bot could not answer anybody. The file may be half saved, or its indentation is missing.",
        ),
        wrong: "vars: { shop: 도담카페 }\nskills:\n",
        right: "vars: { shop: 도담카페 }\nskills:\n  /skill/hello: \"{{vars.shop}}예요. 안녕하세요!\"\n",
    },
    Explanation {
        code: Code::UnsupportedVersion,
        why: (
            "version은 이 파일이 쓰는 언어의 버전이에요. 카카오 응답의 \"2.0\"과는 다른 것이에요.",
            "`version` is the version of this file's language; it is not the \"2.0\" of Kakao's responses.",
        ),
        wrong: "version: 2.0\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "version: 1\nskills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::PathWithoutSlash,
        why: (
            "스킬 경로는 카카오 관리자센터에 적는 스킬 URL의 뒷부분이라 항상 /로 시작해요.",
            "The path is the end of the skill URL in Kakao's admin centre, so it always begins with a slash.",
        ),
        wrong: "skills:\n  skill/hello: 안녕하세요!\n",
        right: "skills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::BadPath,
        why: (
            "주소에 쓸 수 없는 글자가 있으면 카카오가 그 주소로 찾아올 수 없어요.",
            "With characters that an address cannot hold, Kakao could not reach the skill.",
        ),
        wrong: "skills:\n  /skill/opening hours: 9시부터 18시까지예요.\n",
        right: "skills:\n  /skill/opening-hours: 9시부터 18시까지예요.\n",
    },
    Explanation {
        code: Code::DuplicatePath,
        why: (
            "주소 하나에 스킬이 두 개면 어느 쪽이 답할지 알 수 없어요.",
            "With two skills at one address nobody knows which one answers.",
        ),
        wrong: "skills:\n  /skill/hello: 안녕하세요!\n  /skill/hello: 반가워요!\n",
        right: "skills:\n  /skill/hello: 안녕하세요!\n  /skill/welcome: 반가워요!\n",
    },
    Explanation {
        code: Code::NoAnswer,
        why: (
            "스킬은 손님에게 보낼 답이 있어야 해요. 답이 비어 있으면 손님은 카카오의 오류 말풍선을 보게 돼요.",
            "A skill needs something to say. Without an answer your users would see Kakao's own error bubble.",
        ),
        wrong: "skills:\n  /skill/hello:\n    description: 인사\n",
        right: "skills:\n  /skill/hello:\n    description: 인사\n    reply: 안녕하세요!\n",
    },
    Explanation {
        code: Code::SeveralAnswers,
        why: (
            "답을 적는 방법은 여러 가지지만, 한 스킬에는 그중 하나만 쓸 수 있어요.",
            "There are several ways to write an answer; a skill uses one of them.",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    response: { template: { outputs: [{ simpleText: { text: 반가워요! } }] } }\n",
        right: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n",
    },
    Explanation {
        code: Code::CallbackWithoutUpstream,
        why: (
            "콜백은 '잠시만요'라고 먼저 답하고 나중에 진짜 답을 보내는 방식이에요. 기다릴 서버가 없으면 손님만 괜히 기다리게 돼요.",
            "A callback first says 'one moment' and answers later. Without a server to wait for, users would wait for nothing.",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    callback: true\n",
        right: "skills:\n  /skill/hello:\n    upstream: https://api.example.com/answer\n    callback: true\n",
    },
    Explanation {
        code: Code::NoEffect,
        why: (
            "적었는데 아무 일도 하지 않는 키는 '설정했다'고 믿게 만들어서 더 위험해요. 그래서 오류로 알려 드려요.",
            "A key that does nothing makes you believe that something is set. That is worse than an error.",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    wait: 잠시만 기다려 주세요.\n",
        right: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n",
    },
    Explanation {
        code: Code::BadUrl,
        why: (
            "버튼이나 그림, 서버의 주소는 https://부터 적은 전체 주소여야 휴대폰과 서버가 찾아갈 수 있어요.",
            "Buttons, images and servers need the whole address, beginning with https://.",
        ),
        wrong: "skills:\n  /skill/poster:\n    reply: { image: dodam.example.com/poster.png }\n",
        right: "skills:\n  /skill/poster:\n    reply: { image: \"https://dodam.example.com/poster.png\" }\n",
    },
    Explanation {
        code: Code::BadDuration,
        why: (
            "시간은 숫자와 단위로 적어요. ms(1000분의 1초), s(초), m(분)을 쓸 수 있어요.",
            "A time is a number and its unit: ms, s or m.",
        ),
        wrong: "skills:\n  /skill/ask:\n    upstream: https://api.example.com/answer\n    timeout: 3초\n",
        right: "skills:\n  /skill/ask:\n    upstream: https://api.example.com/answer\n    timeout: 3s\n",
    },
    Explanation {
        code: Code::OutOfRange,
        why: (
            "카카오는 스킬의 답을 5초까지만 기다려요. 그보다 긴 값을 적으면 손님은 답 대신 오류를 보게 돼요.",
            "Kakao waits 5 seconds for a skill. With a longer time your users would see an error instead of the answer.",
        ),
        wrong: "skills:\n  /skill/ask:\n    upstream: https://api.example.com/answer\n    timeout: 30s\n",
        right: "skills:\n  /skill/ask:\n    upstream: https://api.example.com/answer\n    timeout: 4s\n",
    },
    Explanation {
        code: Code::EnvNotAllowed,
        why: (
            "환경 변수에는 비밀번호나 API 키가 들어 있어요. 말풍선에 들어가면 손님 모두가 보게 되니까, 답에는 쓸 수 없게 막아 두었어요.",
            "Environment variables hold passwords and keys. In a bubble all your users would read them, so answers cannot use them.",
        ),
        wrong: "skills:\n  /skill/hello: \"안녕하세요, ${SHOP}입니다!\"\n",
        right: "vars: { shop: 도담카페 }\nskills:\n  /skill/hello: \"안녕하세요, {{vars.shop}}입니다!\"\n",
    },
    Explanation {
        code: Code::EnvNotSet,
        why: (
            "서버를 켠 곳에 이 이름의 환경 변수가 없어요. 도커라면 compose.yaml의 environment: 에 적어야 컨테이너 안에서 보여요.",
            "The server was started without this variable. With Docker it belongs under environment: in compose.yaml.",
        ),
        wrong: "auth: { header: X-Skill-Secret, value: \"${NO_SUCH_SECRET}\" }\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "auth: { header: X-Skill-Secret, value: \"${NO_SUCH_SECRET:-바꿔-주세요}\" }\nskills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::SecretFileUnreadable,
        why: (
            "비밀 값을 적어 둔 파일이 없거나 읽을 수 없어요. 도커의 secrets는 /run/secrets/이름 자리에 생겨요.",
            "The file with the secret is not there or may not be read. Docker's secrets are at /run/secrets/name.",
        ),
        wrong: "auth: { header: X-Skill-Secret, value: \"${file:/run/secrets/no-such-secret}\" }\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "auth: { header: X-Skill-Secret, value: \"${SKILL_SECRET:-바꿔-주세요}\" }\nskills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::BadEnvSyntax,
        why: ("${ 로 시작했지만 } 로 끝나지 않거나 이름이 비어 있어요.", "It begins with ${ but has no } or no name."),
        wrong: "auth: { header: X-Skill-Secret, value: \"${SKILL_SECRET\" }\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "auth: { header: X-Skill-Secret, value: \"${SKILL_SECRET:-바꿔-주세요}\" }\nskills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::SecretWithBraces,
        why: (
            "비밀 값 안의 {{ 가 템플릿으로 읽히면 값이 달라지거나 스킬이 멈춰요.",
            "If {{ inside a secret were read as a template, the secret would change or the skill would fail.",
        ),
        wrong: "skills:\n  /skill/ask:\n    upstream:\n      url: https://api.example.com/answer\n      headers: { X-Key: \"${NO_SUCH_KEY:-a{{b}} c\" }\n",
        right: "skills:\n  /skill/ask:\n    upstream:\n      url: https://api.example.com/answer\n      headers: { X-Key: \"${NO_SUCH_KEY:-abc}\" }\n",
    },
    Explanation {
        code: Code::OwnSetting,
        why: (
            "TALKPLATE_로 시작하는 환경 변수에는 관리 토큰이나 Redis 암호가 들어 있어요. upstream에 적으면 다른 서버로 나가게 되니까 막아 두었어요.",
            "Variables that begin with TALKPLATE_ hold the admin token or the password of Redis. In an upstream they would go to another server.",
        ),
        wrong: "auth: { header: X-Skill-Secret, value: \"${TALKPLATE_ADMIN_TOKEN}\" }\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "auth: { header: X-Skill-Secret, value: \"${SKILL_SECRET:-바꿔-주세요}\" }\nskills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::BadHeader,
        why: (
            "헤더 이름에 빈칸이나 한글이 있거나, 값에 줄바꿈이 있으면 HTTP로 보낼 수 없어요. 줄바꿈은 요청을 둘로 쪼개는 공격에도 쓰여요.",
            "A header name cannot hold spaces or Korean letters, a value no line break: it could split the request in two.",
        ),
        wrong: "auth: { header: 비밀 번호, value: abc }\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "auth: { header: X-Skill-Secret, value: abc }\nskills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::TemplateInHost,
        why: (
            "서버 이름이 손님의 말에 따라 바뀌면, 누군가 서버를 속여 회사 안쪽의 다른 서버로 보내 버릴 수 있어요.",
            "If users could change the server's name, somebody could send your server to places inside your company.",
        ),
        wrong: "skills:\n  /skill/ask:\n    upstream: https://{{params.city}}.example.com/answer\n",
        right: "skills:\n  /skill/ask:\n    upstream: https://api.example.com/answer?city={{params.city}}\n",
    },
    Explanation {
        code: Code::ButtonAction,
        why: (
            "버튼 하나는 누르면 한 가지 일만 해요. 동작이 없거나 둘이면 카카오가 말풍선 전체를 보여 주지 않아요.",
            "A button does one thing. With none or two Kakao would not show the bubble at all.",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    quickReplies: [{ label: 전화, phone: 02-123-4567, message: 전화 }]\n",
        right: "skills:\n  /skill/hello:\n    reply: { textCard: { title: 안녕하세요!, buttons: [{ label: 전화, phone: 02-123-4567 }] } }\n",
    },
    Explanation {
        code: Code::NotOneOf,
        why: ("이 키에는 정해진 값 가운데 하나만 쓸 수 있어요.", "This key takes one of a few fixed values."),
        wrong: "skills:\n  /skill/hello:\n    reply: { textCard: { title: 안녕하세요!, buttonLayout: side } }\n",
        right: "skills:\n  /skill/hello:\n    reply: { textCard: { title: 안녕하세요!, buttonLayout: vertical } }\n",
    },
    Explanation {
        code: Code::TemplateFileNotFound,
        why: (
            "적어 둔 자리에 템플릿 파일이 없어요. 경로는 그 줄이 있는 설정 파일의 폴더에서 시작해요.",
            "There is no file at that place. The path begins at the folder of the file that names it.",
        ),
        wrong: "skills:\n  /skill/menu: { template: templates/meun.json.hbs }\n",
        right: "skills:\n  /skill/menu: 아메리카노 4,500원, 카페라떼 5,000원\n",
    },
    Explanation {
        code: Code::OutsideFolder,
        why: (
            "설정 폴더 밖의 파일을 읽게 두면, 설정 파일 하나로 서버의 다른 파일을 훔쳐볼 수 있어요.",
            "If files elsewhere could be named, a configuration could be used to read other files of the server.",
        ),
        wrong: "skills:\n  /skill/menu: { template: ../../menu.json.hbs }\n",
        right: "skills:\n  /skill/menu: 아메리카노 4,500원, 카페라떼 5,000원\n",
    },
    Explanation {
        code: Code::BadParameter,
        why: (
            "경로의 한 칸을 통째로 {이름}으로 적으면, 그 칸에 무엇이 와도 이 스킬이 답하고 그 값을 꺼내 쓸 수 있어요. 다른 모양은 글자 그대로의 주소로 읽혀요.",
            "With {name} between two slashes the skill answers whatever stands there, and can use it. Other forms would be taken literally.",
        ),
        wrong: "skills:\n  /skill/:branch/hours: 9시에 열어요.\n",
        right: "skills:\n  /skill/{branch}/hours: 9시에 열어요.\n",
    },
    Explanation {
        code: Code::AmbiguousPath,
        why: (
            "두 경로가 바뀌는 자리의 이름만 다르면, 같은 요청이 어느 스킬에 가야 하는지 정할 수 없어요.",
            "When only the names in braces differ, nobody knows which of the two skills answers a request.",
        ),
        wrong: "skills:\n  /skill/{branch}/hours: 9시에 열어요.\n  /skill/{city}/hours: 10시에 열어요.\n",
        right: "skills:\n  /skill/{branch}/hours: 9시에 열어요.\n  /skill/{city}/weather: 맑아요.\n",
    },
    Explanation {
        code: Code::SkillElsewhere,
        why: (
            "스킬은 skills: 아래에서만 찾아요. 파일 맨 끝에 적어 넣으면 tests:나 events:처럼 마지막에 있는 묶음의 일부가 되기 쉬워요.",
            "Skills are looked for below skills only. One that is added at the end of a file easily becomes a part of whatever stands there last.",
        ),
        wrong: "skills:\n  /skill/hello: 안녕하세요!\ntests:\n  - skill: /skill/hello\n    expect: { contains: 안녕 }\n  /skill/bye: 안녕히 가세요!\n",
        right: "skills:\n  /skill/hello: 안녕하세요!\n  /skill/bye: 안녕히 가세요!\ntests:\n  - skill: /skill/hello\n    expect: { contains: 안녕 }\n",
    },
];

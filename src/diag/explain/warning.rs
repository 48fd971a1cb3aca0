//! Warnings: what is loaded all the same.

use super::Explanation;
use crate::diag::Code;

pub(super) const ENTRIES: &[Explanation] = &[
    Explanation {
        code: Code::ByteOrderMark,
        why: (
            "윈도우의 일부 편집기가 파일 맨 앞에 넣는 보이지 않는 글자예요. 여기에서는 괜찮지만 다른 프로그램에서 문제가 될 수 있어요.",
            "Some Windows editors put an invisible character in front. It does no harm here, but may confuse other programs.",
        ),
        wrong: "\u{feff}skills:\n  /skill/hello: 안녕하세요!\n",
        right: "skills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::UnknownName,
        why: (
            "카카오가 보내는 대화에 없는 이름이라 항상 빈칸이 돼요. 대부분 철자가 틀린 거예요.",
            "No message of Kakao's has this name, so it always prints as nothing. Mostly it is a typo.",
        ),
        wrong: "skills:\n  /skill/hello: \"안녕하세요, {{parms.name}}님!\"\n",
        right: "skills:\n  /skill/hello: \"안녕하세요, {{params.name}}님!\"\n",
    },
    Explanation {
        code: Code::UnknownField,
        why: (
            "이름의 앞부분은 맞지만 그 안에 이런 값은 없어서, 항상 빈칸이 돼요.",
            "The first part of the name is right, but it holds no such value, so it always prints as nothing.",
        ),
        wrong: "skills:\n  /skill/echo: \"{{userRequest.utterence}}라고 하셨어요.\"\n",
        right: "skills:\n  /skill/echo: \"{{userRequest.utterance}}라고 하셨어요.\"\n",
    },
    Explanation {
        code: Code::LongLabel,
        why: ("휴대폰 화면에서는 긴 이름의 뒷부분이 …으로 잘려 보여요.", "On a phone the end of a long label is cut off."),
        wrong: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    quickReplies: [{ label: 우리 동네 가까운 매장 찾아보기, message: 매장 }]\n",
        right: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    quickReplies: [{ label: 가까운 매장, message: 매장 }]\n",
    },
    Explanation {
        code: Code::FallbackFromUpstream,
        why: (
            "fallback은 서버가 답하지 못했을 때 나가요. 그때는 서버의 값도 없어요.",
            "The fallback goes out when the server has not answered; then its values are not there either.",
        ),
        wrong: "skills:\n  /skill/ask:\n    upstream: https://api.example.com/answer\n    reply: \"{{upstream.answer}}\"\n    fallback: \"{{upstream.error}}\"\n",
        right: "skills:\n  /skill/ask:\n    upstream: https://api.example.com/answer\n    reply: \"{{upstream.answer}}\"\n    fallback: 죄송해요. 잠시 후 다시 시도해 주세요.\n",
    },
    Explanation {
        code: Code::Http,
        why: (
            "요즘 휴대폰은 암호화되지 않은 http:// 그림과 페이지를 막는 일이 많아요.",
            "Phones often block images and pages that are not encrypted.",
        ),
        wrong: "skills:\n  /skill/poster:\n    reply: { image: \"http://a.example.com/1.png\" }\n",
        right: "skills:\n  /skill/poster:\n    reply: { image: \"https://a.example.com/1.png\" }\n",
    },
    Explanation {
        code: Code::UnusedVar,
        why: (
            "적어 두었지만 쓰는 곳이 없어요. 쓰려던 자리의 이름이 틀렸을 수 있어요.",
            "It is written down but used nowhere. Perhaps the name is misspelt where it was meant.",
        ),
        wrong: "vars: { shop: 도담카페 }\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "vars: { shop: 도담카페 }\nskills:\n  /skill/hello: \"{{vars.shop}}예요. 안녕하세요!\"\n",
    },
    Explanation {
        code: Code::NoUpstream,
        why: (
            "upstream은 다른 서버에 물어본 답이에요. 물어본 서버가 없으면 늘 비어 있어요.",
            "`upstream` is what another server answered. Without one it is always empty.",
        ),
        wrong: "skills:\n  /skill/ask: \"{{upstream.answer}}\"\n",
        right: "skills:\n  /skill/ask:\n    upstream: https://api.example.com/answer\n    reply: \"{{upstream.answer}}\"\n",
    },
    Explanation {
        code: Code::BlockId,
        why: (
            "카카오는 블록을 24자의 ID로 찾아요. 이름을 적으면 눌러도 아무 데도 가지 않아요.",
            "Kakao finds a block by an id of 24 characters. A name leads nowhere when it is touched.",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    quickReplies: [{ label: 주문, block: 주문 블록 }]\n",
        right: "skills:\n  /skill/hello:\n    reply: 안녕하세요!\n    quickReplies: [{ label: 주문, block: 65f0c1d2a3b4c5d6e7f80912 }]\n",
    },
    Explanation {
        code: Code::FallbackCanFail,
        why: (
            "fallback은 다른 것이 실패했을 때 나가는 마지막 답이에요. 여기에서도 숫자로 바꿀 수 없는 값을 만나면 적어 둔 답이 나가지 못해요.",
            "The fallback is the last answer, given when something failed. A value that is no number stops it as well.",
        ),
        wrong: "skills:\n  /skill/price:\n    reply: \"{{won params.price}}이에요.\"\n    fallback: \"{{won params.price}}을 확인하지 못했어요.\"\n",
        right: "skills:\n  /skill/price:\n    reply: \"{{won params.price}}이에요.\"\n    fallback: 값을 확인하지 못했어요.\n",
    },
    Explanation {
        code: Code::UnusedTemplate,
        why: (
            "templates 폴더에 있지만 어느 스킬도 쓰지 않는 파일이에요. 지우는 것을 잊었거나, 쓰려던 자리의 이름이 틀렸을 수 있어요.",
            "The file stands in templates and no skill uses it: left over, or its name is misspelt where it was meant.",
        ),
        wrong: "# templates/old-menu.json.hbs 파일이 있어요\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
        right: "# templates/menu.json.hbs 파일만 있어요\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
    },
    Explanation {
        code: Code::ShownBraces,
        why: (
            "다른 챗봇 도구는 값을 {이름}이나 #{이름}으로 적기도 해요. 여기에서는 중괄호를 두 개씩 적어야 값이 들어가고, 하나면 글자 그대로 손님에게 보여요.",
            "Other tools write {name} or #{name} for a value. Here it has two braces on both sides; with one the user sees what is written.",
        ),
        wrong: "skills:\n  /skill/hello: \"{params.name}님, 안녕하세요!\"\n",
        right: "skills:\n  /skill/hello: \"{{params.name}}님, 안녕하세요!\"\n",
    },
    Explanation {
        code: Code::GateWithoutTests,
        why: (
            "gate: tests는 테스트가 모두 맞을 때만 고친 파일을 반영해요. 테스트가 없으면 지키고 있다고 믿는 것이 없는 셈이에요.",
            "gate: tests puts an edit into service only when the tests hold. Without any test, nothing is guarded.",
        ),
        wrong: "gate: tests\nskills:\n  /skill/hello: 안녕하세요!\n",
        right: "gate: tests\nskills:\n  /skill/hello: 안녕하세요!\ntests:\n  - skill: /skill/hello\n    expect: { text: 안녕하세요! }\n",
    },
    Explanation {
        code: Code::CallbackWithoutBubbles,
        why: (
            "data나 contexts만 적은 답은 블록이 말풍선을 보여 줄 때 써요. 콜백은 그 블록의 답이 나간 다음에 따로 보내는 메시지라, 말풍선이 없으면 손님에게 보여 줄 것이 없어요.",
            "An answer of data or contexts alone is for a block that shows bubbles of its own. A callback is said after that block's answer, and without a bubble it shows the user nothing.",
        ),
        wrong: "skills:\n  /skill/ask:\n    upstream: https://api.example.com/answer\n    callback: true\n    data: { answer: \"{{upstream.answer}}\" }\n",
        right: "skills:\n  /skill/ask:\n    upstream: https://api.example.com/answer\n    callback: true\n    reply: \"{{upstream.answer}}\"\n",
    },
];

//! Templates: what stands inside `{{ }}`, and files that write JSON.

use super::Explanation;
use crate::diag::Code;

pub(super) const ENTRIES: &[Explanation] = &[
    Explanation {
        code: Code::UnclosedExpression,
        why: (
            "{{ 로 연 자리는 }} 로 닫아야 어디까지가 이름인지 알 수 있어요.",
            "What {{ opens has to be closed with }}, or nobody knows where the name ends.",
        ),
        wrong: "skills:\n  /skill/hello: \"안녕하세요, {{params.name 님!\"\n",
        right: "skills:\n  /skill/hello: \"안녕하세요, {{params.name}}님!\"\n",
    },
    Explanation {
        code: Code::UnclosedBlock,
        why: (
            "{{#if}}나 {{#each}}로 시작한 부분은 어디에서 끝나는지 적어야 해요.",
            "What begins with {{#if}} or {{#each}} needs to say where it ends.",
        ),
        wrong: "skills:\n  /skill/hello: \"{{#if params.name}}{{params.name}}님, 안녕하세요!\"\n",
        right: "skills:\n  /skill/hello: \"{{#if params.name}}{{params.name}}님, {{/if}}안녕하세요!\"\n",
    },
    Explanation {
        code: Code::StrayClose,
        why: (
            "열지 않은 블록을 닫았거나, 나중에 연 블록보다 먼저 닫았어요. 상자 안의 상자처럼 안쪽부터 닫아야 해요.",
            "A block is closed that was not opened, or before the one inside it. Like boxes in boxes, the inner one is closed first.",
        ),
        wrong: "skills:\n  /skill/hello: \"안녕하세요!{{/if}}\"\n",
        right: "skills:\n  /skill/hello: \"안녕하세요!\"\n",
    },
    Explanation {
        code: Code::SingleBrace,
        why: (
            "값을 넣는 자리는 양쪽 모두 중괄호가 두 개예요. 하나가 모자라면 손님에게 중괄호가 그대로 보여요.",
            "A value has two braces on both sides. With one missing your users would see braces.",
        ),
        wrong: "skills:\n  /skill/hello: \"안녕하세요, {{params.name}님!\"\n",
        right: "skills:\n  /skill/hello: \"안녕하세요, {{params.name}}님!\"\n",
    },
    Explanation {
        code: Code::UnknownHelper,
        why: (
            "도우미는 값을 알맞은 모양으로 바꿔 주는 말이에요. 이름이 틀리면 답을 만들 수 없어요.",
            "Helpers bring values into shape. With a wrong name no answer can be made.",
        ),
        wrong: "skills:\n  /skill/price: \"{{wom params.price}}입니다.\"\n",
        right: "skills:\n  /skill/price: \"{{won params.price}}입니다.\"\n",
    },
    Explanation {
        code: Code::KakaoPlaceholder,
        why: (
            "{{#webhook.text}}는 카카오가 직접 바꿔 주는 표기인데, 여기에서는 블록을 여는 표기와 모양이 같아요.",
            "{{#webhook.text}} is filled in by Kakao, but here it looks like the beginning of a block.",
        ),
        wrong: "skills:\n  /skill/hello: \"{{#webhook.text}}\"\n",
        right: "skills:\n  /skill/hello: '{{kakao \"webhook.text\"}}'\n",
    },
    Explanation {
        code: Code::TemplateTooLong,
        why: (
            "글 하나가 이렇게 길면 카카오의 한도(말풍선 하나에 1,000자)를 훨씬 넘어요. 여러 답이나 조각 파일로 나눠 주세요.",
            "A text this long is far over Kakao's limit of 1,000 characters a bubble. Split it into answers or partials.",
        ),
        wrong: "# 16 KiB가 넘는 글 하나\nskills:\n  /skill/long: \"{{utterance}} …\"\n",
        right: "skills:\n  /skill/long: [\"{{utterance}}\", 두 번째 말풍선]\n",
    },
    Explanation {
        code: Code::TemplateTooDeep,
        why: (
            "블록 안의 블록이 이렇게 깊으면 사람이 읽을 수 없고, 서버도 한계가 있어요.",
            "Blocks nested this deep cannot be read by people, and the server has its limits too.",
        ),
        wrong: "# {{#if}} 안의 {{#if}}가 64단계를 넘음\nskills:\n  /skill/deep: \"{{#if a}}{{#if a}}…{{/if}}{{/if}}\"\n",
        right: "skills:\n  /skill/deep: \"{{#if (and params.a params.b)}}네{{/if}}\"\n",
    },
    Explanation {
        code: Code::PartialCircle,
        why: ("조각 파일이 서로를 부르면 글이 끝나지 않아요.", "Partials that call each other never come to an end."),
        wrong: "# templates/_a.hbs 안에 {{> _b}}, templates/_b.hbs 안에 {{> _a}}\nskills:\n  /skill/hello: \"{{> _a}}\"\n",
        right: "skills:\n  /skill/hello: 안녕하세요!\n",
    },
    Explanation {
        code: Code::PartialNotFound,
        why: (
            "{{> _footer}}는 templates/_footer.hbs 파일의 내용을 그 자리에 넣어요. 그 파일이 없어요.",
            "{{> _footer}} puts the file templates/_footer.hbs in its place, and there is no such file.",
        ),
        wrong: "skills:\n  /skill/hello: \"안녕하세요! {{> _footer}}\"\n",
        right: "vars: { footer: 도담카페 드림 }\nskills:\n  /skill/hello: \"안녕하세요! {{vars.footer}}\"\n",
    },
    Explanation {
        code: Code::DynamicPartial,
        why: (
            "어떤 조각이 들어갈지 미리 알아야 파일을 읽어 두고 검사할 수 있어요.",
            "Which partial goes in has to be known beforehand, so that it can be read and checked.",
        ),
        wrong: "skills:\n  /skill/hello: \"{{> (lookup params 'part')}}\"\n",
        right: "skills:\n  /skill/hello: \"{{#if params.part}}네{{else}}아니요{{/if}}\"\n",
    },
    Explanation {
        code: Code::RawInJson,
        why: (
            "중괄호 세 개는 값을 다듬지 않고 그대로 넣어요. JSON 파일에서는 손님이 따옴표 하나만 적어도 답이 깨져요.",
            "Three braces put a value in as it is. In a JSON file one quote of a user would break the answer.",
        ),
        wrong: "# templates/menu.json.hbs 안에 \"text\": \"{{{utterance}}}\"\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
        right: "# templates/menu.json.hbs 안에 \"text\": \"{{utterance}}\"\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
    },
    Explanation {
        code: Code::ValueOutsideString,
        why: (
            "JSON 파일에서 따옴표 밖의 값은 숫자나 목록으로 읽혀요. 글이 들어오면 JSON이 깨져요.",
            "In a JSON file a value outside of quotes is a number or a list. A text there would break it.",
        ),
        wrong: "# templates/menu.json.hbs 안에 \"price\": {{params.price}}\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
        right: "# templates/menu.json.hbs 안에 \"price\": {{json params.price}}\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
    },
    Explanation {
        code: Code::JsonInsideString,
        why: (
            "json 도우미는 글이면 따옴표까지 직접 적어요. 따옴표 안에 쓰면 따옴표가 두 겹이 돼요.",
            "The json helper writes the quotes of a text itself; inside quotes there would be two pairs.",
        ),
        wrong: "# templates/menu.json.hbs 안에 \"text\": \"{{json utterance}}\"\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
        right: "# templates/menu.json.hbs 안에 \"text\": {{json utterance}}\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
    },
    Explanation {
        code: Code::TemplateSyntax,
        why: (
            "{{ }} 안에는 이름이나 '도우미 값 값' 모양만 올 수 있어요.",
            "Inside {{ }} stands a name, or a helper and its values.",
        ),
        wrong: "skills:\n  /skill/hello: \"{{params.name || '손님'}}\"\n",
        right: "skills:\n  /skill/hello: \"{{default params.name '손님'}}\"\n",
    },
    Explanation {
        code: Code::HelperArguments,
        why: (
            "도우미마다 필요한 값의 개수와 순서가 정해져 있어요.",
            "Each helper needs a certain number of values in a certain order.",
        ),
        wrong: "skills:\n  /skill/hello: \"{{josa params.name}} 왔어요\"\n",
        right: "skills:\n  /skill/hello: \"{{josa params.name '이/가'}} 왔어요\"\n",
    },
    Explanation {
        code: Code::TrialFailed,
        why: (
            "파일을 읽을 때 스킬마다 가짜 대화로 한 번씩 답을 만들어 봐요. 어떤 대화가 와도 실패할 답이라면 손님이 겪기 전에 알려 드려요.",
            "Each skill answers a made-up message when the file is read. What fails for every message is told before users meet it.",
        ),
        wrong: "# vars.l에 몇백 글자, 그 글자마다 다시 되풀이해서 글이 64 KiB를 넘음\nskills:\n  /skill/list: \"{{#each vars.l}}{{#each @root.vars.l}}{{this}}{{/each}}{{/each}}\"\n",
        right: "vars: { l: [가, 나, 다] }\nskills:\n  /skill/list: \"{{#each vars.l}}{{this}} {{/each}}\"\n",
    },
    Explanation {
        code: Code::NotJson,
        why: (
            "template 파일은 카카오가 읽을 JSON을 적어요. 쉼표나 따옴표 하나만 틀려도 답 전체를 읽을 수 없어요.",
            "A template file writes the JSON that Kakao reads. One wrong comma or quote makes all of it unreadable.",
        ),
        wrong: "# templates/menu.json.hbs: [ { \"simpleText\": { \"text\": \"메뉴\" } }, ]\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
        right: "# templates/menu.json.hbs: [ { \"simpleText\": { \"text\": \"메뉴\" } } ]\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
    },
    Explanation {
        code: Code::QuoteAcrossBlock,
        why: (
            "{{#if}} 안에서 따옴표를 열고 밖에서 닫으면, 조건에 따라 따옴표가 모자라거나 남아요.",
            "With a quote opened inside {{#if}} and closed outside of it, one is missing or left over, depending on the condition.",
        ),
        wrong: "# templates/menu.json.hbs: \"text\": {{#if params.a}}\"네{{/if}}\"\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
        right: "# templates/menu.json.hbs: \"text\": \"{{#if params.a}}네{{/if}}\"\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
    },
    Explanation {
        code: Code::StrayElse,
        why: (
            "{{else}}는 '그렇지 않으면'이라는 뜻이라, 조건이 있어야 쓸 수 있어요.",
            "{{else}} means 'otherwise', so there has to be a condition.",
        ),
        wrong: "skills:\n  /skill/hello: \"{{params.name}}{{else}}손님\"\n",
        right: "skills:\n  /skill/hello: \"{{#if params.name}}{{params.name}}{{else}}손님{{/if}}\"\n",
    },
];

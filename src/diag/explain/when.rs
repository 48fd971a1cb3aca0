//! Conditions and cases.

use super::Explanation;
use crate::diag::Code;

pub(super) const ENTRIES: &[Explanation] = &[
    Explanation {
        code: Code::WhenForm,
        why: (
            "when은 프로그램의 식이 아니라 `이름: 값` 묶음이에요. 이름은 {{ }} 없이 점으로 이어 적고, 크기나 글의 일부를 볼 때는 그 아래에 gt, contains 같은 말을 적어요.",
            "`when` is no formula but a map of names and values. Names stand without {{ }}, joined by dots; under them words such as gt and contains say more.",
        ),
        wrong: "skills:\n  /skill/order:\n    cases:\n      - when: params.size == 'L'\n        reply: 큰 걸로 드릴게요.\n      - 다시 골라 주세요.\n",
        right: "skills:\n  /skill/order:\n    cases:\n      - when: { params.size: L }\n        reply: 큰 걸로 드릴게요.\n      - 다시 골라 주세요.\n",
    },
    Explanation {
        code: Code::BadRegex,
        why: (
            "정규식은 기호마다 뜻이 있어서 괄호 하나만 빠져도 읽을 수 없어요. 손님의 말이 아무리 길어도 금방 끝나도록, 앞뒤를 살피는 (?!…) 같은 것은 쓸 수 없어요.",
            "Each sign of a regular expression means something, so one missing bracket spoils it. (?!...) and the like are left out, so that it ends soon whatever a user writes.",
        ),
        wrong: "skills:\n  /skill/phone:\n    cases:\n      - when: { utterance: { matches: '^01[0-9-?\\d{4}' } }\n        reply: 전화번호네요.\n      - 다시 적어 주세요.\n",
        right: "skills:\n  /skill/phone:\n    cases:\n      - when: { utterance: { matches: '^01[0-9]-?\\d{4}' } }\n        reply: 전화번호네요.\n      - 다시 적어 주세요.\n",
    },
    Explanation {
        code: Code::HeavyRegex,
        why: (
            "정규식을 읽어 두면 메모리를 차지해요. {1,200} 같은 큰 반복이 겹치면 짧아 보여도 아주 커져서, 하나의 크기와 모두 합친 크기에 한도를 두었어요.",
            "A regular expression takes room in memory. Large repetitions inside of each other make a short one huge, so that each of them and all together have a limit.",
        ),
        wrong: "skills:\n  /skill/refund:\n    cases:\n      - when: { utterance: { matches: '((\\w{1,200} ){1,200}(환불|취소))' } }\n        reply: 상담원을 불러 드릴게요.\n      - 무엇을 도와드릴까요?\n",
        right: "skills:\n  /skill/refund:\n    cases:\n      - when: { utterance: { contains: [환불, 취소] } }\n        reply: 상담원을 불러 드릴게요.\n      - 무엇을 도와드릴까요?\n",
    },
    Explanation {
        code: Code::NeverChosen,
        why: (
            "case는 위에서부터 보고, 맞는 것이 나오면 거기에서 멈춰요. when이 없는 case는 언제나 맞기 때문에 그 아래는 볼 일이 없어요.",
            "Cases are looked at from the top, and the first that holds answers. One without `when` always holds, so that nothing below it is ever looked at.",
        ),
        wrong: "skills:\n  /skill/order:\n    cases:\n      - 무엇을 도와드릴까요?\n      - when: { utterance: { contains: 환불 } }\n        reply: 상담원을 불러 드릴게요.\n",
        right: "skills:\n  /skill/order:\n    cases:\n      - when: { utterance: { contains: 환불 } }\n        reply: 상담원을 불러 드릴게요.\n      - 무엇을 도와드릴까요?\n",
    },
    Explanation {
        code: Code::NoOtherwise,
        why: (
            "손님이 생각하지 못한 말을 하면 맞는 case가 하나도 없을 수 있어요. 그때 할 말을 적어 두지 않으면 정해진 사과의 말이 나가요.",
            "Users say what nobody thought of, and then no case holds. Without an answer for that, a stock apology is sent.",
        ),
        wrong: "skills:\n  /skill/order:\n    cases:\n      - when: { utterance: { contains: 환불 } }\n        reply: 상담원을 불러 드릴게요.\n",
        right: "skills:\n  /skill/order:\n    cases:\n      - when: { utterance: { contains: 환불 } }\n        reply: 상담원을 불러 드릴게요.\n      - 무엇을 도와드릴까요?\n",
    },
    Explanation {
        code: Code::NeverMet,
        why: (
            "한 묶음에 적은 조건은 모두 함께 맞아야 해요. 65보다 크면서 7보다 작은 수는 없으니, 이 답은 나갈 일이 없어요.",
            "What stands in one map has to hold together. No number is over 65 and under 7, so this answer is never given.",
        ),
        wrong: "skills:\n  /skill/fare:\n    cases:\n      - when: { params.age: { gt: 65, lt: 7 } }\n        reply: 무료예요.\n      - 1,400원이에요.\n",
        right: "skills:\n  /skill/fare:\n    cases:\n      - when: { any: [{ params.age: { gt: 65 } }, { params.age: { lt: 7 } }] }\n        reply: 무료예요.\n      - 1,400원이에요.\n",
    },
];

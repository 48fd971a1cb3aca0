//! Mistakes of elements that are repeated, and of numbers made of texts.

use super::Explanation;
use crate::diag::Code;

pub(super) const ENTRIES: &[Explanation] = &[
    Explanation {
        code: Code::NotAList,
        why: (
            "each는 목록의 항목을 하나씩 꺼내서 do에 적은 것을 만들어요. 글이나 숫자 하나에서는 꺼낼 것이 없어요.",
            "`each` takes the entries of a list one by one and makes what stands in `do` of each. A text or a number has no entries.",
        ),
        wrong: "vars: { menu: 라떼 }\nskills:\n  /skill/menu:\n    reply:\n      - { each: vars.menu, do: \"{{this}}\" }\n",
        right: "vars: { menu: [라떼, 모카] }\nskills:\n  /skill/menu:\n    reply:\n      - { each: vars.menu, do: \"{{this}}\" }\n",
    },
    Explanation {
        code: Code::NotOneExpression,
        why: (
            "가격이나 할인처럼 숫자가 올 자리에는 값 하나가 통째로 들어가요. 다른 글자가 붙으면 숫자가 아니게 돼서 카카오가 받지 않아요.",
            "Where a number belongs, such as a price, one whole value stands. With anything around it, it is no number, and Kakao refuses the answer.",
        ),
        wrong: "skills:\n  /skill/order:\n    reply:\n      commerceCard:\n        price: \"{{params.price}}원\"\n        thumbnails: https://dodam.example.com/latte.png\n",
        right: "skills:\n  /skill/order:\n    reply:\n      commerceCard:\n        price: \"{{params.price}}\"\n        thumbnails: https://dodam.example.com/latte.png\n",
    },
    Explanation {
        code: Code::EachNeedsDo,
        why: (
            "each는 어느 목록을 펼칠지, do는 하나마다 무엇을 보여 줄지를 정해요. 하나만 있으면 무엇을 되풀이할지 알 수 없어요.",
            "each says which list is walked, do what is shown for each of its entries. One without the other repeats nothing.",
        ),
        wrong: "vars: { menu: [라떼, 모카] }\nskills:\n  /skill/menu:\n    reply:\n      - each: vars.menu\n        text: \"{{this}}\"\n",
        right: "vars: { menu: [라떼, 모카] }\nskills:\n  /skill/menu:\n    reply:\n      - each: vars.menu\n        do: { text: \"{{this}}\" }\n",
    },
    Explanation {
        code: Code::OutsideEach,
        why: (
            "@number나 @index는 목록을 차례로 펼칠 때 몇 번째인지 알려 주는 값이에요. 펼치는 목록이 없으면 늘 비어 있어요.",
            "@number and @index tell which entry of a list it is. Where no list is walked they are always empty.",
        ),
        wrong: "vars: { menu: [라떼, 모카] }\nskills:\n  /skill/menu: \"{{@number}}. {{vars.menu.0}}\"\n",
        right: "vars: { menu: [라떼, 모카] }\nskills:\n  /skill/menu:\n    reply:\n      - { each: vars.menu, do: \"{{@number}}. {{this}}\" }\n",
    },
];

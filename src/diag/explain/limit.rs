//! Kakao's rules for an answer.

use super::Explanation;
use crate::diag::Code;

pub(super) const ENTRIES: &[Explanation] = &[
    Explanation {
        code: Code::TooLong,
        why: (
            "카카오는 글자 수를 넘긴 답을 아예 보여 주지 않아요. 파일에 적은 글은 미리 알 수 있어서, 손님이 겪기 전에 알려 드려요.",
            "Kakao does not show an answer over its limit at all. A text in the file can be counted beforehand.",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply: { textCard: { title: 안녕하세요!, buttons: [{ label: 가까운 매장 위치를 지도에서 찾아보기, url: \"https://a.example.com\" }] } }\n",
        right: "skills:\n  /skill/hello:\n    reply: { textCard: { title: 안녕하세요!, buttons: [{ label: 가까운 매장 찾기, url: \"https://a.example.com\" }] } }\n",
    },
    Explanation {
        code: Code::TooMany,
        why: (
            "말풍선은 3개, 바로연결은 10개, 버튼은 3개처럼 카카오가 정한 개수를 넘으면 답 전체가 보이지 않아요.",
            "Kakao limits bubbles to 3, quick replies to 10, buttons to 3; over that the whole answer is not shown.",
        ),
        wrong: "skills:\n  /skill/hello: [하나, 둘, 셋, 넷]\n",
        right: "skills:\n  /skill/hello: [하나, 둘, 셋]\n",
    },
    Explanation {
        code: Code::TooFew,
        why: (
            "비어 있으면 카카오가 보여 줄 것이 없어서 답 전체를 거절해요.",
            "With an empty list there is nothing to show, and Kakao refuses the whole answer.",
        ),
        wrong: "skills:\n  /skill/menu:\n    reply: { listCard: { header: 메뉴, items: [] } }\n",
        right: "skills:\n  /skill/menu:\n    reply: { listCard: { header: 메뉴, items: [{ title: 라떼 }] } }\n",
    },
    Explanation {
        code: Code::Missing,
        why: (
            "카카오가 꼭 있어야 한다고 정한 값이에요. 빠지면 답 전체가 보이지 않아요.",
            "Kakao requires this value; without it the whole answer is not shown.",
        ),
        wrong: "skills:\n  /skill/store:\n    reply: { basicCard: { title: 판교점 } }\n",
        right: "skills:\n  /skill/store:\n    reply: { basicCard: { title: 판교점, thumbnail: \"https://a.example.com/1.png\" } }\n",
    },
    Explanation {
        code: Code::TooLongTogether,
        why: (
            "따로 보면 괜찮아도, 카카오는 제목과 설명을 합친 길이도 함께 재요.",
            "Each may be short enough, but Kakao also counts title and description together.",
        ),
        wrong: "skills:\n  /skill/reserve:\n    reply:\n      itemCard:\n        itemList: { 매장: 판교점 }\n        title: 예약이 끝났어요. 판교점에서 만나요. 판교역 1번 출구로 나와서 왼쪽으로 3분 걸어오시면 도담카페 간판이 보여요. 오시는 길이 어려우면 전화 주세요. 주차는 건물 지하에 두 시간까지 무료예요. 늦으실 때는 꼭 알려 주세요.\n        description: 예약하신 시간보다 10분 넘게 늦으시면 자리가 취소될 수 있어요. 취소는 한 시간 전까지 할 수 있고, 그 뒤에는 예약금을 돌려드리지 않아요. 음료는 자리에서 주문하시면 되고, 케이크는 미리 말씀해 주시면 준비해 둘게요.\n",
        right: "skills:\n  /skill/reserve:\n    reply:\n      itemCard:\n        itemList: { 매장: 판교점 }\n        title: 예약이 끝났어요\n        description: 취소는 한 시간 전까지 할 수 있어요.\n",
    },
    Explanation {
        code: Code::MixedCarousel,
        why: (
            "케로셀은 옆으로 넘기는 카드 묶음이에요. 카카오는 한 묶음에 같은 종류의 카드만 받아요.",
            "A carousel is a row of cards to swipe; Kakao takes cards of one kind only.",
        ),
        wrong: "skills:\n  /skill/stores:\n    reply: { carousel: { cards: [{ textCard: { title: 가 } }, { basicCard: { title: 나, thumbnail: \"https://a.example.com/1.png\" } }] } }\n",
        right: "skills:\n  /skill/stores:\n    reply: { carousel: { cards: [{ textCard: { title: 가 } }, { textCard: { title: 나 } }] } }\n",
    },
    Explanation {
        code: Code::NotTogether,
        why: (
            "이 둘은 말풍선의 같은 자리를 써서, 카카오가 함께 받지 않아요.",
            "Both use the same place of the bubble; Kakao does not take them together.",
        ),
        wrong: "skills:\n  /skill/reserve:\n    reply: { itemCard: { head: 예약, profile: { title: 도담카페 }, itemList: { 매장: 판교점 } } }\n",
        right: "skills:\n  /skill/reserve:\n    reply: { itemCard: { head: 예약, itemList: { 매장: 판교점 } } }\n",
    },
    Explanation {
        code: Code::WrongField,
        why: (
            "말풍선마다 쓸 수 있는 키가 달라요. 없는 키를 적으면 손님에게 보이지 않거나 답 전체가 거절돼요.",
            "Each component has its own keys. Others are not shown, or make Kakao refuse the answer.",
        ),
        wrong: "skills:\n  /skill/hello:\n    reply: { simpleText: { text: 안녕하세요!, title: 인사 } }\n",
        right: "skills:\n  /skill/hello:\n    reply: { textCard: { title: 인사, description: 안녕하세요! } }\n",
    },
    Explanation {
        code: Code::UnknownComponent,
        why: ("말풍선의 종류는 카카오가 정한 여덟 가지뿐이에요.", "There are eight kinds of bubbles; Kakao knows no others."),
        wrong: "skills:\n  /skill/hello:\n    reply: [{ simpelText: { text: 안녕하세요! } }]\n",
        right: "skills:\n  /skill/hello:\n    reply: [{ simpleText: { text: 안녕하세요! } }]\n",
    },
    Explanation {
        code: Code::NotANumber,
        why: (
            "카카오가 금액을 계산하고 쉼표를 직접 붙이기 때문에, 숫자만 받아요.",
            "Kakao formats amounts itself, so it takes digits only.",
        ),
        wrong: "skills:\n  /skill/latte:\n    reply: { commerceCard: { price: \"5,000원\", thumbnails: \"https://a.example.com/1.png\" } }\n",
        right: "skills:\n  /skill/latte:\n    reply: { commerceCard: { price: 5000, thumbnails: \"https://a.example.com/1.png\" } }\n",
    },
    Explanation {
        code: Code::Misspelled,
        why: (
            "카카오 문서의 표에 철자가 잘못 적힌 곳이 있어요. 그대로 옮기면 할인 가격이 보이지 않아요.",
            "Kakao's own table misspells this name once. Copied as it is, the discount is not shown.",
        ),
        wrong: "skills:\n  /skill/latte:\n    reply: { commerceCard: { price: 5000, dicountedPrice: 4000, thumbnails: \"https://a.example.com/1.png\" } }\n",
        right: "skills:\n  /skill/latte:\n    reply: { commerceCard: { price: 5000, discountedPrice: 4000, thumbnails: \"https://a.example.com/1.png\" } }\n",
    },
    Explanation {
        code: Code::NotAResponse,
        why: (
            "template 파일은 카카오 문서의 SkillResponse나 template, outputs를 JSON으로 적어야 해요. 다른 모양이면 카카오가 보여 줄 것이 없어요.",
            "A template file writes a SkillResponse, its template or its outputs as JSON. In any other shape there is nothing to show.",
        ),
        wrong: "# templates/menu.json.hbs: { \"text\": \"안녕하세요!\" }\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
        right: "# templates/menu.json.hbs: [ { \"simpleText\": { \"text\": \"안녕하세요!\" } } ]\nskills:\n  /skill/menu: { template: templates/menu.json.hbs }\n",
    },
    Explanation {
        code: Code::Requires,
        why: (
            "혼자서는 뜻이 없는 값이에요. 할인율은 할인된 가격이 있어야 카카오가 보여 줄 수 있어요.",
            "This value means nothing alone: Kakao shows a discount rate only beside the discounted price.",
        ),
        wrong: "skills:\n  /skill/latte:\n    reply: { commerceCard: { price: 5000, discountRate: 20, thumbnails: \"https://a.example.com/1.png\" } }\n",
        right: "skills:\n  /skill/latte:\n    reply: { commerceCard: { price: 5000, discountRate: 20, discountedPrice: 4000, thumbnails: \"https://a.example.com/1.png\" } }\n",
    },
];

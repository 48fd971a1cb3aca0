//! Messages that the bot sends first.

use super::Explanation;
use crate::diag::Code;

pub(super) const ENTRIES: &[Explanation] = &[
    Explanation {
        code: Code::BadBotId,
        why: (
            "봇 ID는 카카오에 보내는 주소의 일부가 돼요. 빗금이나 빈칸이 들어가면 다른 곳으로 갈 수 있어서 받지 않아요. 환경 변수에 이름이나 주소를 잘못 넣었을 때 자주 생겨요.",
            "The bot's id becomes a part of Kakao's address; a slash or a space could lead elsewhere. Often the variable holds a name or a URL.",
        ),
        wrong: "events:\n  /event/shipped:\n    bot: 도담카페\n    event: order_shipped\n    key: abc123\n    auth: { header: Authorization, value: Bearer abc }\n",
        right: "events:\n  /event/shipped:\n    bot: 5f1a2b3c4d5e6f\n    event: order_shipped\n    key: abc123\n    auth: { header: Authorization, value: Bearer abc }\n",
    },
    Explanation {
        code: Code::EventWithoutAuth,
        why: (
            "이벤트는 한 명에게 보낼 때마다 돈이 들어요. auth가 없으면 주소를 아는 누구나 손님에게 메시지를 보내고 그 값은 내가 내게 돼요. 파일 맨 위의 auth는 카카오가 스킬을 부를 때 쓰는 것이라, 이벤트에는 따로 적어요.",
            "Each message of an event costs money. Without auth anybody who knows the address could write to your users at your expense. The auth at the top is for Kakao's calls to skills; an event has its own.",
        ),
        wrong: "events:\n  /event/shipped: { bot: 5f1a2b3c, event: order_shipped, key: abc123 }\n",
        right: "events:\n  /event/shipped:\n    bot: 5f1a2b3c\n    event: order_shipped\n    key: abc123\n    auth: { header: Authorization, value: Bearer abc }\n",
    },
];

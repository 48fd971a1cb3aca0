//! What Kakao's fields mean, for people.

use super::key::Said;

/// What stands in a field (`basicCard.title`), or in every field of its name; of a shape, what it is. Empty when nobody wrote it (a test
/// looks).
pub(super) fn said(label: &str) -> Said {
    let name = label.rsplit('.').next().unwrap_or(label);
    let find = |label: &str| FIELDS.iter().find(|(known, ..)| *known == label).map(|(_, ko, en)| (*ko, *en));
    find(label).or_else(|| find(name)).unwrap_or_default()
}

const FIELDS: &[(&str, &str, &str)] = &[
    ("SkillResponse", "카카오에 보내는 답 전체예요.", "The whole answer to Kakao."),
    ("response.version", "언제나 2.0이에요. 안 적어도 돼요.", "Always 2.0; may be left out."),
    ("template", "말풍선과 바로가기예요.", "The components and quick replies."),
    (
        "useCallback",
        "콜백을 쓰겠다는 표시예요. 보통은 callback 키를 써요.",
        "Says that the answer comes later; use the key `callback` instead.",
    ),
    ("context", "다음 대화에서 쓸 값이에요.", "What the bot remembers."),
    (
        "response.data",
        "블록에서 {{#webhook.이름}}으로 꺼내 쓸 값이에요.",
        "Values that the block takes out with {{#webhook.name}}.",
    ),
    (
        "response.extra",
        "그룹 챗봇의 멘션처럼 답에 덧붙이는 값이에요.",
        "What goes with the answer, such as mentions of group bots.",
    ),
    (
        "extra",
        "블록에 함께 넘길 값이에요. action.clientExtra로 받아요.",
        "Values for the block; it gets them as action.clientExtra.",
    ),
    ("outputs", "말풍선이에요. 차례로 나가요.", "The components, in order."),
    ("output", "말풍선 하나예요.", "One component."),
    (
        "quickReplies",
        "답 아래의 바로가기예요. 글만 적으면 그 글이 이름이자 할 말이에요.",
        "Quick replies; a plain text is its label and what is said.",
    ),
    ("quickReply", "바로가기 하나예요.", "One quick reply."),
    ("simpleText", "글 말풍선이에요.", "A text bubble."),
    (
        "simpleText.text",
        "말풍선의 글이에요. 500자가 넘으면 카카오톡이 접어서 보여 줘요.",
        "The text. Past 500 characters the app folds it.",
    ),
    ("simpleImage", "그림 말풍선이에요.", "An image bubble."),
    ("imageUrl", "그림의 주소예요.", "The image's address."),
    ("altText", "그림을 볼 수 없을 때 읽어 주는 말이에요.", "What is read out for the image."),
    (
        "textCard",
        "글과 버튼이 있는 카드예요. title과 description 중 하나는 있어야 해요.",
        "A card of texts and buttons; it needs a title or a description.",
    ),
    ("basicCard", "그림과 글, 버튼이 있는 카드예요.", "A card with an image, texts and buttons."),
    ("commerceCard", "값이 있는 상품 카드예요.", "A product with its price."),
    ("listCard", "항목이 줄지어 있는 카드예요.", "A card with a list of items."),
    ("itemCard", "영수증처럼 이름과 값을 짝지은 카드예요.", "A card of names and values, like a receipt."),
    ("carousel", "옆으로 넘기는 카드들이에요. 모두 같은 종류여야 해요.", "Cards to swipe through, all of one kind."),
    ("title", "제목이에요.", "The title."),
    ("description", "설명이에요.", "The description."),
    ("thumbnail", "카드의 그림이에요. 주소만 적어도 돼요.", "The card's image; its address alone will do."),
    ("thumbnails", "상품의 그림이에요. 주소만 적어도 돼요.", "The product's image; its address alone will do."),
    (
        "fixedRatio",
        "true면 그림을 정사각형으로 보여 주고, 버튼을 나란히 놓아요.",
        "Shows the image square, and the buttons side by side.",
    ),
    ("width", "그림의 너비예요.", "The image's width."),
    ("height", "그림의 높이예요.", "The image's height."),
    ("link", "누르면 열릴 주소예요. 주소만 적어도 돼요.", "What opens when it is touched; an address alone will do."),
    ("web", "누르면 열릴 웹 주소예요.", "The address to open."),
    ("pc", "PC에서 열릴 주소예요.", "The address to open on a computer."),
    ("mobile", "휴대폰에서 열릴 주소예요.", "The address to open on a phone."),
    ("buttons", "버튼이에요.", "The buttons."),
    ("button", "버튼 하나예요. label과 함께, 무엇을 할지 하나만 적어요.", "One button: a label and one thing to do."),
    (
        "buttonLayout",
        "버튼을 놓는 방식이에요: vertical은 위아래로, horizontal은 나란히.",
        "How the buttons lie: vertical or horizontal.",
    ),
    ("forwardable", "true면 말풍선을 다른 대화방에 전달할 수 있어요.", "Lets users forward the bubble."),
    ("label", "보이는 이름이에요.", "The label."),
    ("quickReply.label", "보이는 이름이에요. 14자까지 잘 보여요.", "The label; 14 characters are shown well."),
    (
        "action",
        "누르면 하는 일이에요. url, message처럼 짧게 적으면 안 적어도 돼요.",
        "What happens; the short forms (url, message, …) say it by themselves.",
    ),
    ("webLinkUrl", "열 웹 페이지의 주소예요. 짧게는 url이라고 적어요.", "The page to open; short: url."),
    ("messageText", "사용자가 한 것처럼 보낼 말이에요. 짧게는 message라고 적어요.", "What is said; short: message."),
    ("phoneNumber", "전화번호예요. 짧게는 phone이라고 적어요.", "The number to call; short: phone."),
    ("blockId", "갈 블록의 ID예요. 짧게는 block이라고 적어요.", "The block to go to; short: block."),
    ("price", "값(원)이에요. 0 이상의 정수예요.", "The price in won, a whole number."),
    ("currency", "화폐예요. won만 있어요.", "The currency; there is only won."),
    ("discount", "깎아 주는 금액이에요.", "How much is taken off."),
    ("discountRate", "깎아 주는 비율(%)이에요. discountedPrice와 함께 적어요.", "The discount in percent; needs discountedPrice."),
    ("discountedPrice", "깎은 뒤의 값이에요.", "The price after the discount."),
    ("profile", "카드 위의 이름과 그림이에요.", "A name and an image above the card."),
    ("nickname", "이름이에요.", "The name."),
    ("header", "맨 위의 제목이에요. 글만 적어도 돼요.", "The heading; a text alone will do."),
    ("carousel.header", "케로셀 맨 앞의 소개예요.", "What stands before the cards."),
    ("items", "항목이에요.", "The items."),
    ("listCard.items", "목록의 항목이에요. 글만 적으면 제목이에요.", "The items of the list; a text alone is a title."),
    ("carousel.items", "카드의 내용이에요. type에 적은 종류의 카드예요.", "The cards' bodies, of the kind that `type` names."),
    ("type", "카드의 종류예요. cards를 쓰면 안 적어도 돼요.", "The kind of the cards; `cards` finds it by itself."),
    ("listLayout", "그룹 챗봇에서 순위로 보여 줘요.", "Shows a ranking in group bots."),
    ("head", "머리글이에요. 글만 적어도 돼요.", "The heading; a text alone will do."),
    ("imageTitle", "그림이 붙은 제목이에요. 글만 적어도 돼요.", "A title with an image; a text alone will do."),
    ("itemList", "이름과 값이에요. { 매장: 판교점 }처럼 짧게 적어도 돼요.", "Names and values; { shop: Pangyo } for short."),
    ("itemListAlignment", "값을 놓는 쪽이에요: left, right.", "Where the values stand: left or right."),
    (
        "itemListSummary",
        "맨 아래의 합계예요. { 합계: \"24,000원\" }처럼 짧게 적어도 돼요.",
        "The total at the bottom; { total: \"24,000\" } for short.",
    ),
    ("values", "기억해 둘 값들이에요.", "What is remembered."),
    ("context.values", "기억해 둘 값 하나예요.", "One thing to remember."),
    ("name", "이름이에요.", "The name."),
    ("lifeSpan", "몇 번의 대화 동안 기억할지예요. 0이면 지워요.", "For how many messages it is remembered; 0 forgets it."),
    ("ttl", "몇 초 동안 기억할지예요.", "For how many seconds it is remembered."),
    ("params", "기억해 둘 값이에요. 모두 글이 돼요.", "The values; all of them become texts."),
];

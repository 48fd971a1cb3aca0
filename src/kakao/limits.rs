//! The one table: every component, field and limit of Kakao's SkillResponse, after Kakao's public guide of the answer format.
//!
//! Lengths are in Unicode characters. Where Kakao's own pages disagree, or where a limit is only how much a phone shows, a comment
//! says what is done here.

use super::shape::{Field, InCarousel, Kind, Max, Relation, Shape};

/// The names of the eight components, in the order of Kakao's guide.
pub static COMPONENTS: [&Shape; 8] =
    [&SIMPLE_TEXT, &SIMPLE_IMAGE, &TEXT_CARD, &BASIC_CARD, &COMMERCE_CARD, &LIST_CARD, &ITEM_CARD, &CAROUSEL];

/// The names of the cards of a carousel.
const CARDS: &[&str] = &["textCard", "basicCard", "commerceCard", "listCard", "itemCard"];
/// What every SkillResponse says: without it Kakao takes the answer for its old format.
pub(super) const VERSION: &str = "2.0";
const LAYOUTS: &[&str] = &["vertical", "horizontal"];

/// The whole SkillResponse.
pub static RESPONSE: Shape = Shape {
    name: "SkillResponse",
    fields: &[
        // `fit` writes it; no answer that is checked says another.
        one_of("response.version", &[VERSION]),
        // Required unless `useCallback` is true or there is `data` or `context`; `check` and `fit` know.
        object("response.template", &TEMPLATE),
        bool("response.useCallback"),
        object("response.context", &CONTEXT),
        map("response.data"),
        // Mentions of group bots.
        map("response.extra"),
    ],
    relations: &[Relation::Misspelled("contexts", "context"), Relation::Misspelled("usecallback", "useCallback")],
    carousel: None,
};

static TEMPLATE: Shape = Shape {
    name: "template",
    fields: &[list("template.outputs", &OUTPUT).required().max(3), list("template.quickReplies", &QUICK_REPLY).max(10)],
    relations: &[Relation::Misspelled("quickreplies", "quickReplies")],
    carousel: None,
};

static OUTPUT: Shape = Shape {
    name: "output",
    fields: &[
        object("output.simpleText", &SIMPLE_TEXT),
        object("output.simpleImage", &SIMPLE_IMAGE),
        object("output.textCard", &TEXT_CARD),
        object("output.basicCard", &BASIC_CARD),
        object("output.commerceCard", &COMMERCE_CARD),
        object("output.listCard", &LIST_CARD),
        object("output.itemCard", &ITEM_CARD),
        object("output.carousel", &CAROUSEL),
    ],
    relations: &[Relation::Single],
    carousel: None,
};

static SIMPLE_TEXT: Shape = Shape {
    name: "simpleText",
    // Past 500 the app folds the text behind a button that shows all of it.
    fields: &[text("simpleText.text").required().max(1000).advised(500)],
    relations: &[],
    carousel: None,
};

static SIMPLE_IMAGE: Shape = Shape {
    name: "simpleImage",
    fields: &[url("simpleImage.imageUrl").required(), text("simpleImage.altText").max(50)],
    relations: &[],
    carousel: None,
};

static TEXT_CARD: Shape = Shape {
    name: "textCard",
    fields: &[
        text("textCard.title").max(50),
        text("textCard.description").max(400).in_carousel(128),
        buttons("textCard.buttons"),
        one_of("textCard.buttonLayout", LAYOUTS),
        bool("textCard.forwardable"),
    ],
    relations: &[
        Relation::OneOf(&["title", "description"]),
        Relation::Together {
            first: "title",
            second: "description",
            fields: "title + description",
            label: "textCard.title+description",
            max: Max::all(400),
        },
    ],
    carousel: Some(InCarousel { cards: 10, header: false, even: &[] }),
};

static BASIC_CARD: Shape = Shape {
    name: "basicCard",
    fields: &[
        text("basicCard.title").max(50),
        // In a carousel a phone shows two lines, about 76 characters; Kakao cuts the rest by itself.
        text("basicCard.description").max(230),
        object("basicCard.thumbnail", &THUMBNAIL).required(),
        buttons("basicCard.buttons"),
        one_of("basicCard.buttonLayout", LAYOUTS),
        bool("basicCard.forwardable"),
    ],
    relations: &[],
    carousel: Some(InCarousel { cards: 10, header: true, even: &[] }),
};

static COMMERCE_CARD: Shape = Shape {
    name: "commerceCard",
    fields: &[
        text("commerceCard.title").max(30),
        text("commerceCard.description").max(40),
        int("commerceCard.price").required(),
        one_of("commerceCard.currency", &["won"]),
        int("commerceCard.discount"),
        int("commerceCard.discountRate"),
        int("commerceCard.discountedPrice"),
        list("commerceCard.thumbnails", &THUMBNAIL).required().max(1),
        object("commerceCard.profile", &COMMERCE_PROFILE),
        buttons("commerceCard.buttons"),
        one_of("commerceCard.buttonLayout", LAYOUTS),
        bool("commerceCard.forwardable"),
    ],
    relations: &[
        Relation::Needs("discountRate", "discountedPrice"),
        // So in Kakao's own table once.
        Relation::Misspelled("dicountedPrice", "discountedPrice"),
        Relation::Misspelled("thumbnail", "thumbnails"),
    ],
    carousel: Some(InCarousel { cards: 10, header: true, even: &[] }),
};

static LIST_CARD: Shape = Shape {
    name: "listCard",
    fields: &[
        object("listCard.header", &LIST_HEADER).required(),
        list("listCard.items", &LIST_ITEM).required().max(5).in_carousel(4),
        // Group bots.
        one_of("listCard.listLayout", &["ranking"]),
        buttons("listCard.buttons"),
        one_of("listCard.buttonLayout", LAYOUTS),
        bool("listCard.forwardable"),
    ],
    relations: &[],
    carousel: Some(InCarousel { cards: 5, header: false, even: &[] }),
};

static LIST_HEADER: Shape = Shape {
    name: "listCard.header",
    fields: &[text("listCard.header.title").required(), url("listCard.header.imageUrl")],
    relations: &[],
    carousel: None,
};

static LIST_ITEM: Shape = Shape {
    name: "listCard.items",
    fields: &[
        text("listCard.items.title").required(),
        text("listCard.items.description"),
        url("listCard.items.imageUrl"),
        object("listCard.items.link", &LINK),
        one_of("listCard.items.action", &["message", "block"]),
        text("listCard.items.messageText"),
        text("listCard.items.blockId"),
        any("listCard.items.extra"),
    ],
    relations: &[
        Relation::When { field: "action", is: "message", needs: "messageText" },
        Relation::When { field: "action", is: "block", needs: "blockId" },
    ],
    carousel: None,
};

static ITEM_CARD: Shape = Shape {
    name: "itemCard",
    fields: &[
        object("itemCard.thumbnail", &THUMBNAIL),
        object("itemCard.head", &HEAD),
        object("itemCard.profile", &ITEM_PROFILE),
        object("itemCard.imageTitle", &IMAGE_TITLE),
        list("itemCard.itemList", &ITEM).required().max(10).in_carousel(5),
        one_of("itemCard.itemListAlignment", &["left", "right"]),
        object("itemCard.itemListSummary", &ITEM_SUMMARY),
        text("itemCard.title"),
        text("itemCard.description"),
        buttons("itemCard.buttons").in_carousel(2),
        one_of("itemCard.buttonLayout", LAYOUTS),
        bool("itemCard.forwardable"),
    ],
    relations: &[
        Relation::NotBoth("head", "profile"),
        Relation::Needs("description", "title"),
        // Kakao also names 12 lines, which depend on the phone and so cannot be counted here.
        Relation::Together {
            first: "title",
            second: "description",
            fields: "title + description",
            label: "itemCard.title+description",
            max: Max { alone: 200, in_carousel: 100, side_by_side: 200, in_group: 200 },
        },
    ],
    carousel: Some(InCarousel { cards: 10, header: true, even: &["thumbnail", "head", "profile", "imageTitle"] }),
};

static HEAD: Shape =
    Shape { name: "itemCard.head", fields: &[text("itemCard.head.title").required()], relations: &[], carousel: None };

static ITEM_PROFILE: Shape = Shape {
    name: "itemCard.profile",
    fields: &[
        url("itemCard.profile.imageUrl"),
        text("itemCard.profile.title").required().max(15),
        int("itemCard.profile.width"),
        int("itemCard.profile.height"),
    ],
    relations: &[],
    carousel: None,
};

static IMAGE_TITLE: Shape = Shape {
    name: "itemCard.imageTitle",
    fields: &[
        text("itemCard.imageTitle.title").required(),
        text("itemCard.imageTitle.description"),
        url("itemCard.imageTitle.imageUrl"),
    ],
    relations: &[],
    carousel: None,
};

static ITEM: Shape = Shape {
    name: "itemCard.itemList",
    fields: &[text("itemCard.itemList.title").required().max(6), text("itemCard.itemList.description").required()],
    relations: &[],
    carousel: None,
};

static ITEM_SUMMARY: Shape = Shape {
    name: "itemCard.itemListSummary",
    fields: &[
        text("itemCard.itemListSummary.title").required().max(6),
        text("itemCard.itemListSummary.description").required().max(14),
    ],
    relations: &[],
    carousel: None,
};

static CAROUSEL: Shape = Shape {
    name: "carousel",
    fields: &[
        one_of("carousel.type", CARDS).required(),
        cards("carousel.items").required().max(10),
        object("carousel.header", &CAROUSEL_HEADER),
    ],
    relations: &[],
    carousel: None,
};

static CAROUSEL_HEADER: Shape = Shape {
    name: "carousel.header",
    fields: &[text("carousel.header.title"), text("carousel.header.description"), object("carousel.header.thumbnail", &THUMBNAIL)],
    relations: &[],
    carousel: None,
};

static THUMBNAIL: Shape = Shape {
    name: "thumbnail",
    fields: &[
        url("thumbnail.imageUrl").required(),
        text("thumbnail.altText").max(50),
        object("thumbnail.link", &LINK),
        bool("thumbnail.fixedRatio"),
        int("thumbnail.width"),
        int("thumbnail.height"),
    ],
    relations: &[],
    carousel: None,
};

static LINK: Shape = Shape {
    name: "link",
    fields: &[url("link.web"), url("link.pc"), url("link.mobile")],
    relations: &[Relation::OneOf(&["web", "pc", "mobile"])],
    carousel: None,
};

static COMMERCE_PROFILE: Shape = Shape {
    name: "profile",
    fields: &[text("profile.nickname").required(), url("profile.imageUrl")],
    relations: &[],
    carousel: None,
};

static BUTTON: Shape = Shape {
    name: "button",
    fields: &[
        text("button.label").required().max(14).side_by_side(8),
        one_of(
            "button.action",
            &[
                "webLink",
                "message",
                "phone",
                "block",
                "share",
                "operator", // group bots:
                "guide",
                "invite",
                "inviteMember",
                "mention",
                "settings",
                "webViewLink",
            ],
        )
        .required(),
        url("button.webLinkUrl"),
        text("button.messageText"),
        text("button.phoneNumber"),
        text("button.blockId"),
        any("button.extra"),
    ],
    relations: &[
        Relation::OmitWithout("label"),
        Relation::When { field: "action", is: "webLink", needs: "webLinkUrl" },
        Relation::When { field: "action", is: "message", needs: "messageText" },
        Relation::When { field: "action", is: "phone", needs: "phoneNumber" },
        Relation::When { field: "action", is: "block", needs: "blockId" },
    ],
    carousel: None,
};

static QUICK_REPLY: Shape = Shape {
    name: "quickReply",
    fields: &[
        text("quickReply.label").required().advised(14),
        one_of("quickReply.action", &["message", "block"]).required(),
        text("quickReply.messageText"),
        text("quickReply.blockId"),
        any("quickReply.extra"),
    ],
    relations: &[Relation::OmitWithout("label"), Relation::When { field: "action", is: "block", needs: "blockId" }],
    carousel: None,
};

static CONTEXT: Shape =
    Shape { name: "context", fields: &[list("context.values", &CONTEXT_VALUE).required().min(0)], relations: &[], carousel: None };

static CONTEXT_VALUE: Shape = Shape {
    name: "context.values",
    fields: &[
        text("context.values.name").required(),
        int("context.values.lifeSpan").required(),
        int("context.values.ttl"),
        texts("context.values.params"),
    ],
    // The payload writes it in small letters.
    relations: &[Relation::Misspelled("lifespan", "lifeSpan")],
    carousel: None,
};

/// At most 3 below each other (5 in group bots), 2 side by side.
const fn buttons(label: &'static str) -> Field {
    let mut field = list(label, &BUTTON).max(3);
    field.max.side_by_side = 2;
    field.max.in_group = 5;
    field.min = 0;
    field
}

const fn text(label: &'static str) -> Field {
    field(label, Kind::Text)
}

const fn url(label: &'static str) -> Field {
    field(label, Kind::Url)
}

const fn int(label: &'static str) -> Field {
    field(label, Kind::Int)
}

const fn bool(label: &'static str) -> Field {
    field(label, Kind::Bool)
}

const fn one_of(label: &'static str, names: &'static [&'static str]) -> Field {
    field(label, Kind::OneOf(names))
}

const fn object(label: &'static str, shape: &'static Shape) -> Field {
    field(label, Kind::Shape(shape))
}

const fn list(label: &'static str, shape: &'static Shape) -> Field {
    field(label, Kind::List(shape))
}

const fn cards(label: &'static str) -> Field {
    field(label, Kind::Cards)
}

const fn texts(label: &'static str) -> Field {
    field(label, Kind::Texts)
}

const fn map(label: &'static str) -> Field {
    field(label, Kind::Map)
}

const fn any(label: &'static str) -> Field {
    field(label, Kind::Any)
}

/// A field without limits; its name is what follows the last dot of the label.
const fn field(label: &'static str, kind: Kind) -> Field {
    let bytes = label.as_bytes();
    let mut start = bytes.len();
    while start > 0 && bytes[start - 1] != b'.' {
        start -= 1;
    }
    let (_, name) = label.split_at(start);
    Field { name, label, kind, required: false, max: Max::NONE, min: 0, advised: None }
}

impl Field {
    const fn required(mut self) -> Self {
        self.required = true;
        self.min = 1;
        self
    }

    const fn max(mut self, max: usize) -> Self {
        self.max = Max::all(max);
        self
    }

    const fn in_carousel(mut self, max: usize) -> Self {
        self.max.in_carousel = max;
        self
    }

    const fn side_by_side(mut self, max: usize) -> Self {
        self.max.side_by_side = max;
        self
    }

    const fn min(mut self, min: usize) -> Self {
        self.min = min;
        self
    }

    const fn advised(mut self, advised: usize) -> Self {
        self.advised = Some(advised);
        self
    }
}

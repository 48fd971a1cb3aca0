//! What the table in [`super::limits`] is made of: shapes with fields, limits that depend on where a card stands, and the rules
//! between fields. Everything that knows Kakao's components walks these.

use serde_json::{Map, Value};

pub use super::limits::{COMPONENTS, RESPONSE};
pub use super::safe::{SafeText, safe_text};
use super::value::{is_nothing, truth};

/// An object of the SkillResponse: which fields it has and what holds between them.
#[derive(Debug)]
pub struct Shape {
    /// Kakao's name for it, or for the field it stands in: `basicCard`, `button`.
    pub name: &'static str,
    /// Its fields, in the order of Kakao's guide.
    pub fields: &'static [Field],
    /// What holds between the fields.
    pub relations: &'static [Relation],
    /// For a card that may stand in a carousel.
    pub carousel: Option<InCarousel>,
}

/// What a carousel asks of its cards.
#[derive(Clone, Copy, Debug)]
pub struct InCarousel {
    /// At most so many of this card.
    pub cards: usize,
    /// Whether the carousel may have a header.
    pub header: bool,
    /// Fields that all cards have, or none.
    pub even: &'static [&'static str],
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Shape and name, as metrics show it: `basicCard.title`.
    pub label: &'static str,
    /// What stands there.
    pub kind: Kind,
    /// Whether it must be there, and not be empty.
    pub required: bool,
    /// The most characters of a text, or items of a list.
    pub max: Max,
    /// The fewest items of a list that is there.
    pub min: usize,
    /// Past so many characters Kakao shows it badly, but takes it.
    pub advised: Option<usize>,
}

/// What stands in a field.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A text.
    Text,
    /// A text that is an http(s) address.
    Url,
    /// A whole number.
    Int,
    /// `true` or `false`.
    Bool,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// An object.
    Shape(&'static Shape),
    /// A list of objects.
    List(&'static Shape),
    /// The cards of a carousel: bare bodies of the component that the carousel's `type` names.
    Cards,
    /// An object of texts with free names.
    Texts,
    /// An object with free contents.
    Map,
    /// Anything.
    Any,
}

/// Limits in characters or items, by place. `usize::MAX`: none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Max {
    /// In a card by itself.
    pub alone: usize,
    /// In a card of a carousel.
    pub in_carousel: usize,
    /// In a card whose buttons lie side by side.
    pub side_by_side: usize,
    /// In a card of a group bot, alone.
    pub in_group: usize,
}

/// What holds between the fields of one object.
#[derive(Clone, Copy, Debug)]
pub enum Relation {
    /// At least one of them; the first is the one to ask for.
    OneOf(&'static [&'static str]),
    /// Both texts together have at most so many characters; the second one is cut.
    Together {
        /// Kept.
        first: &'static str,
        /// Cut.
        second: &'static str,
        /// Their names for people.
        fields: &'static str,
        /// As metrics show it.
        label: &'static str,
        /// The limit.
        max: Max,
    },
    /// Never both.
    NotBoth(&'static str, &'static str),
    /// The first needs the second.
    Needs(&'static str, &'static str),
    /// With this value in this field, the other must be there.
    When {
        /// The field.
        field: &'static str,
        /// Its value.
        is: &'static str,
        /// What must be there then.
        needs: &'static str,
    },
    /// Exactly one field: an output is one component.
    Single,
    /// An element of a list that has nothing in this field is left out of the list.
    OmitWithout(&'static str),
    /// A wrong name that occurs, and the right one.
    Misspelled(&'static str, &'static str),
}

/// Where a field stands, as far as limits depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// In a card of a carousel.
    pub in_carousel: bool,
    /// In a card whose buttons lie side by side.
    pub side_by_side: bool,
    /// In a card with a button that only group bots have.
    pub in_group: bool,
}

/// Buttons that only group bots have.
const GROUP_ACTIONS: [&str; 6] = ["guide", "invite", "inviteMember", "mention", "settings", "webViewLink"];

/// As many buttons as any card may have.
const MOST_BUTTONS: usize = 5;

impl Place {
    /// The place of the fields of an object: the same as the object's, except that a card with buttons makes its own.
    #[must_use]
    pub fn inside(self, shape: &Shape, object: &Map<String, Value>) -> Self {
        if shape.field("buttons").is_none() {
            return self;
        }
        let horizontal = object.get("buttonLayout").and_then(Value::as_str).is_some_and(|layout| layout.trim() == "horizontal");
        let buttons = object.get("buttons").and_then(Value::as_array).into_iter().flatten();
        // Only those that will surely be shown, so that cutting the list does not change its own limit.
        let shown = buttons.filter(|button| button.get("label").is_some_and(|label| !is_nothing(label))).take(MOST_BUTTONS);
        let mut actions = shown.filter_map(|button| button.get("action").and_then(Value::as_str));
        Self {
            in_carousel: self.in_carousel,
            side_by_side: horizontal || picture(object).is_some_and(is_square),
            in_group: actions.any(|action| GROUP_ACTIONS.contains(&action.trim())),
        }
    }
}

impl Max {
    /// No limit.
    pub const NONE: Self = Self::all(usize::MAX);

    /// The same everywhere.
    pub const fn all(max: usize) -> Self {
        Self { alone: max, in_carousel: max, side_by_side: max, in_group: max }
    }

    /// The limit at a place: the strictest that applies.
    pub fn at(self, place: Place) -> usize {
        let alone = if place.in_group { self.in_group } else { self.alone };
        let carousel = if place.in_carousel { self.in_carousel } else { usize::MAX };
        let side = if place.side_by_side { self.side_by_side } else { usize::MAX };
        alone.min(carousel).min(side)
    }
}

impl Shape {
    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The names of the fields.
    pub fn names(&self) -> Vec<&'static str> {
        self.fields.iter().map(|field| field.name).collect()
    }

    /// For a carousel: the component that it names as its `type`.
    pub fn card(&self, object: &Map<String, Value>) -> Option<&'static Shape> {
        let is_carousel = self.fields.iter().any(|field| matches!(field.kind, Kind::Cards));
        object.get("type").and_then(Value::as_str).filter(|_| is_carousel).and_then(card)
    }

    /// Whether this is one of the answer's outputs: exactly one component.
    pub fn is_output(&self) -> bool {
        self.relations.iter().any(|relation| matches!(relation, Relation::Single))
    }

    /// The right name for a wrong one that is known.
    pub fn misspelled(&self, name: &str) -> Option<&'static str> {
        self.relations.iter().find_map(|relation| match relation {
            Relation::Misspelled(wrong, right) if *wrong == name => Some(*right),
            _ => None,
        })
    }
}

impl Field {
    /// The shape of the object, or of the objects in the list, that stands here. `card`: see [`Shape::card`].
    pub fn shape(&self, card: Option<&'static Shape>) -> Option<&'static Shape> {
        match self.kind {
            Kind::Shape(shape) | Kind::List(shape) => Some(shape),
            Kind::Cards => card,
            _ => None,
        }
    }

    /// The most characters or items here. `card`: see [`Shape::card`].
    pub fn limit(&self, place: Place, card: Option<&'static Shape>) -> usize {
        let own = self.max.at(place);
        match self.kind {
            Kind::Cards => own.min(card.and_then(|card| card.carousel).map_or(own, |carousel| carousel.cards)),
            _ => own,
        }
    }

    /// The place of what stands in this field.
    #[must_use]
    pub fn place(&self, place: Place) -> Place {
        if matches!(self.kind, Kind::Cards) { Place { in_carousel: true, ..Place::default() } } else { place }
    }
}

/// One of the eight components, by its name.
pub fn component(name: &str) -> Option<&'static Shape> {
    COMPONENTS.iter().copied().find(|shape| shape.name == name)
}

/// A component that may stand in a carousel, by its name.
pub fn card(name: &str) -> Option<&'static Shape> {
    component(name.trim()).filter(|shape| shape.carousel.is_some())
}

/// The names of a component's fields, for suggestions. Empty for an unknown component.
pub fn fields(component_name: &str) -> Vec<&'static str> {
    component(component_name).map(Shape::names).unwrap_or_default()
}

/// A card's picture: its thumbnail, or the first of its thumbnails.
pub(super) fn picture(card: &Map<String, Value>) -> Option<&Map<String, Value>> {
    let single = card.get("thumbnail").and_then(Value::as_object);
    let mut several = card.get("thumbnails").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    single.or_else(|| several.find(|picture| !picture.is_empty()))
}

/// Whether a picture is shown square, which lays the buttons side by side.
pub(super) fn is_square(picture: &Map<String, Value>) -> bool {
    picture.get("fixedRatio").and_then(truth).unwrap_or(false)
}

//! How long a rendered text may be without any look at the finished answer.

use serde_json::{Map, Value};

use super::shape::{Kind, Place, RESPONSE, Relation, Shape};
use super::text::length;
use super::{Path, Seg};

/// How long the text at `path` (in a native SkillResponse) may surely be, in characters, whatever its neighbours hold: within this
/// bound no limit, alone or combined, is broken. `None`: no bound is known or the field is no text (number, bool, URL), so the
/// finished answer has to be checked. `required`: an empty text there is a mistake, or is left out of the finished answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SafeText {
    /// Characters.
    pub max: usize,
    /// Must not be empty.
    pub required: bool,
}

/// Texts that Kakao passes on without a look at them.
const FREE: SafeText = SafeText { max: usize::MAX, required: false };

/// See [`SafeText`]. `response` is the whole answer with placeholders where templates stand.
pub fn safe_text(response: &Value, path: &Path) -> Option<SafeText> {
    let mut shape: &'static Shape = &RESPONSE;
    let mut map = response.as_object()?;
    let mut place = Place::default();
    let mut steps = path.0.iter();
    loop {
        let Seg::Key(name) = steps.next()? else { return None };
        let Some(field) = shape.field(name) else { return Some(FREE).filter(|_| shape.misspelled(name).is_none()) };
        place = place.inside(shape, map);
        let value = map.get(name)?;
        let (next_shape, next) = match field.kind {
            Kind::Any | Kind::Map | Kind::Texts => return Some(FREE),
            Kind::Url | Kind::Int | Kind::Bool | Kind::OneOf(_) => return None,
            Kind::Text => {
                return steps.next().is_none().then(|| SafeText { max: share(shape, name, map, place), required: true });
            }
            Kind::Shape(inner) => (inner, value),
            Kind::List(_) | Kind::Cards => {
                let Seg::Index(at) = steps.next()? else { return None };
                (field.shape(shape.card(map))?, value.get(*at)?)
            }
        };
        place = field.place(place);
        (shape, map) = (next_shape, next.as_object()?);
    }
}

/// A text's own limit, less what its neighbour may take of a common one. The neighbour may be a template as well: each of the two
/// gets a fixed share, and a literal that is longer than its share takes from the other.
fn share(shape: &Shape, name: &str, map: &Map<String, Value>, place: Place) -> usize {
    let own = |name: &str| shape.field(name).map_or(usize::MAX, |field| field.max.at(place));
    let taken = |name: &str| map.get(name).and_then(Value::as_str).map_or(0, length);
    let together = shape.relations.iter().find_map(|relation| match relation {
        Relation::Together { first, second, max, .. } if *first == name || *second == name => {
            Some((*first, *second, max.at(place)))
        }
        _ => None,
    });
    let Some((first, second, max)) = together else { return own(name) };
    let first_share = own(first).min(max / 2);
    let second_share = own(second).min(max - first_share);
    let (mine, others) =
        if name == first { (first_share, second_share.max(taken(second))) } else { (second_share, first_share.max(taken(first))) };
    mine.min(max.saturating_sub(others))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn safe(output: &Value, path: &str) -> Option<SafeText> {
        let response = json!({"template": {"outputs": [output], "quickReplies": [{"label": "…", "action": "message", "messageText": "…"}]},
            "context": {"values": [{"name": "a", "lifeSpan": 1, "params": {"x": "…"}}]}, "data": {"a": {"b": ["…"]}}});
        let segs = path.split('.').map(|step| step.parse().map_or_else(|_| Seg::Key(step.to_owned()), Seg::Index));
        safe_text(&response, &Path(segs.collect()))
    }

    fn max(output: &Value, path: &str) -> Option<usize> {
        safe(output, &format!("template.outputs.0.{path}")).map(|safe| safe.max)
    }

    #[test]
    fn a_text_alone_has_its_own_limit() {
        assert_eq!(max(&json!({"simpleText": {"text": "…"}}), "simpleText.text"), Some(1000));
        assert_eq!(max(&json!({"listCard": {"items": [{"title": "…"}]}}), "listCard.items.0.title"), Some(usize::MAX));
        assert!(safe(&json!({"simpleText": {"text": "…"}}), "template.outputs.0.simpleText.text").unwrap().required);
    }

    #[test]
    fn texts_with_a_common_limit_share_it() {
        let card = json!({"textCard": {"title": "…", "description": "…"}});
        assert_eq!((max(&card, "textCard.title"), max(&card, "textCard.description")), (Some(50), Some(350)));
        let long = json!({"textCard": {"title": "…", "description": "가".repeat(390)}});
        assert_eq!(max(&long, "textCard.title"), Some(10));
        let item = json!({"itemCard": {"title": "…", "description": "…"}});
        assert_eq!((max(&item, "itemCard.title"), max(&item, "itemCard.description")), (Some(100), Some(100)));
    }

    #[test]
    fn the_place_of_a_card_counts() {
        let carousel =
            json!({"carousel": {"type": "textCard", "items": [{"title": "…", "description": "…", "buttons": [{"label": "…"}]}]}});
        assert_eq!(max(&carousel, "carousel.items.0.description"), Some(128));
        assert_eq!(max(&carousel, "carousel.items.0.buttons.0.label"), Some(14));
        let wide = json!({"textCard": {"title": "…", "buttonLayout": "horizontal", "buttons": [{"label": "…"}]}});
        assert_eq!(max(&wide, "textCard.buttons.0.label"), Some(8));
        let square = json!({"basicCard": {"thumbnail": {"imageUrl": "…", "fixedRatio": true}, "buttons": [{"label": "…"}]}});
        assert_eq!(max(&square, "basicCard.buttons.0.label"), Some(8));
    }

    #[test]
    fn numbers_addresses_and_choices_are_never_safe() {
        let card = json!({"commerceCard": {"price": "…", "thumbnails": [{"imageUrl": "…", "fixedRatio": "…"}]}});
        for path in ["commerceCard.price", "commerceCard.thumbnails.0.imageUrl", "commerceCard.thumbnails.0.fixedRatio"] {
            assert_eq!(max(&card, path), None, "{path}");
        }
        assert_eq!(max(&json!({"carousel": {"type": "…", "items": [{"title": "…"}]}}), "carousel.items.0.title"), None);
    }

    #[test]
    fn free_texts_are_always_safe() {
        let none = json!({});
        for path in ["data.a.b.0", "context.values.0.params.x"] {
            assert_eq!(safe(&none, path), Some(FREE), "{path}");
        }
        assert_eq!(safe(&none, "template.quickReplies.0.messageText").map(|safe| safe.max), Some(usize::MAX));
        assert_eq!(safe(&none, "template.quickReplies.9.label"), None);
    }
}

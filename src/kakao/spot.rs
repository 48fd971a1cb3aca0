//! Which field of the table stands at a place of an answer.

use serde_json::Value;

use super::shape::{Field, Kind, Place, RESPONSE, Shape};
use super::value::whole_number;
use super::{Path, Seg};

/// A field at a place.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// The field.
    pub field: &'static Field,
    /// The most characters or items there.
    pub max: usize,
}

/// The field at `path` in a native SkillResponse. `None`: there is no such field, or it is what the operator is free to write.
pub fn spot(response: &Value, path: &Path) -> Option<Spot> {
    let mut shape: &'static Shape = &RESPONSE;
    let mut map = response.as_object()?;
    let mut place = Place::default();
    let mut steps = path.0.iter();
    loop {
        let Some(Seg::Key(name)) = steps.next() else { return None };
        let field = shape.field(name)?;
        place = place.inside(shape, map);
        let card = shape.card(map);
        let mut value = map.get(name);
        match (field.kind, steps.as_slice()) {
            (_, []) => return Some(Spot { field, max: field.limit(place, card) }),
            (Kind::Shape(_), _) => {}
            (Kind::List(_) | Kind::Cards, [Seg::Index(at), ..]) => {
                steps.next();
                value = value?.get(*at);
            }
            _ => return None,
        }
        place = field.place(place);
        (shape, map) = (field.shape(card)?, value?.as_object()?);
    }
}

impl Field {
    /// Whether a number, or `true` or `false`, belongs here.
    pub fn is_scalar(&self) -> bool {
        matches!(self.kind, Kind::Int | Kind::Bool)
    }

    /// A text as the number that belongs here, written as JSON. `None`: no number belongs here, or the text is none.
    pub fn number(&self, text: &str) -> Option<String> {
        matches!(self.kind, Kind::Int).then(|| whole_number(&Value::from(text)))?.map(|number| number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn label(path: &[&str]) -> Option<(&'static str, usize)> {
        let response = json!({"template": {"outputs": [
            {"commerceCard": {"price": "…", "buttons": [{"label": "…"}]}},
            {"carousel": {"type": "listCard", "items": [{"items": [{"title": "…"}]}]}},
        ]}, "data": {"price": 1}});
        let segs = path.iter().map(|step| step.parse().map_or_else(|_| Seg::Key((*step).to_owned()), Seg::Index));
        spot(&response, &Path(segs.collect())).map(|spot| (spot.field.label, spot.max))
    }

    #[test]
    fn a_place_has_its_field_and_its_limit() {
        assert_eq!(label(&["template", "outputs"]), Some(("template.outputs", 3)));
        assert_eq!(label(&["template", "outputs", "0", "commerceCard", "price"]).map(|spot| spot.0), Some("commerceCard.price"));
        assert_eq!(label(&["template", "outputs", "0", "commerceCard", "buttons"]), Some(("commerceCard.buttons", 3)));
        assert_eq!(label(&["template", "outputs", "1", "carousel", "items"]), Some(("carousel.items", 5)));
        assert_eq!(label(&["template", "outputs", "1", "carousel", "items", "0", "items"]), Some(("listCard.items", 4)));
        assert_eq!(label(&["data", "price"]), None);
        assert_eq!(label(&["template", "outputs", "0", "nothing"]), None);
    }
}

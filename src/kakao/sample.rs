//! Made-up answers for the property tests: grown along the table, with the mistakes that upstreams make.

use serde_json::{Map, Value, json};

use super::shape::{Field, Kind, RESPONSE, Relation, Shape};

/// A response decided by these bytes.
pub(crate) fn response(dice: &[u8]) -> Value {
    let mut grow = Grow { dice, at: 0 };
    let mut response = grow.object(&RESPONSE);
    if grow.roll(20) > 0 {
        response.entry("template").or_insert_with(|| json!({"outputs": [{"simpleText": {"text": "네"}}]}));
    }
    Value::Object(response)
}

struct Grow<'a> {
    dice: &'a [u8],
    at: usize,
}

impl Grow<'_> {
    fn roll(&mut self, sides: usize) -> usize {
        self.at += 1;
        self.dice.get(self.at - 1).map_or(1, |byte| usize::from(*byte)) % sides
    }

    fn object(&mut self, shape: &'static Shape) -> Map<String, Value> {
        let mut map = Map::new();
        let is_output = shape.relations.iter().any(|relation| matches!(relation, Relation::Single));
        if is_output {
            let field = &shape.fields[self.roll(shape.fields.len())];
            map.insert(field.name.to_owned(), self.value(field, &map));
            return map;
        }
        for field in shape.fields {
            if field.required && self.roll(120) > 0 || self.roll(3) == 0 {
                map.insert(field.name.to_owned(), self.value(field, &map));
            }
        }
        for relation in shape.relations {
            match relation {
                Relation::Misspelled(wrong, _) if self.roll(20) == 0 => {
                    map.insert((*wrong).to_owned(), json!("7"));
                }
                Relation::When { field, is, needs } if map.get(*field) == Some(&json!(is)) && self.roll(120) > 0 => {
                    let needed = shape.field(needs).unwrap();
                    map.insert((*needs).to_owned(), self.value(needed, &Map::new()));
                }
                _ => {}
            }
        }
        if self.roll(20) == 0 {
            map.insert("unknown".to_owned(), json!(null));
        }
        map
    }

    fn value(&mut self, field: &'static Field, around: &Map<String, Value>) -> Value {
        match self.roll(250) {
            0 => return json!(null),
            2 => return json!(""),
            3 => return json!(["x"]),
            4 => return json!({}),
            5 => return json!(12),
            _ => {}
        }
        match field.kind {
            Kind::Text => self.text(field.max.alone),
            Kind::Url => json!(["a.png", " https://a", "http://a", "https://a/b"][self.roll(120).min(3)]),
            Kind::Int => [json!("원"), json!("12,000"), json!(2.0), json!(1)][self.roll(120).min(3)].clone(),
            Kind::Bool => [json!("true"), json!(true), json!(false)][self.roll(20).min(2)].clone(),
            Kind::OneOf(names) => json!(names[self.roll(names.len())]),
            Kind::Shape(shape) => Value::Object(self.object(shape)),
            Kind::List(shape) => self.list(shape),
            Kind::Cards => {
                let name = around.get("type").and_then(Value::as_str).unwrap_or_default();
                super::shape::card(name).map_or(json!([]), |card| self.list(card))
            }
            Kind::Texts => json!({"a": "b", "n": 1, "nothing": null}),
            Kind::Map | Kind::Any => json!({"a": ["b"]}),
        }
    }

    fn list(&mut self, shape: &'static Shape) -> Value {
        let length = [1, 2, 0, 3, 4, 6, 11][self.roll(20) % 7];
        (0..length)
            .map(|_| match self.roll(30) {
                0 => json!(null),
                2 => json!({}),
                _ => Value::Object(self.object(shape)),
            })
            .collect()
    }

    fn text(&mut self, max: usize) -> Value {
        let max = max.min(400);
        let unit = ["가", "a ", "👨‍👩‍👧‍👦", "e\u{301}"][self.roll(4)];
        let length = [1, 3, max, max + 1, max * 3][self.roll(5)];
        json!(unit.repeat(length / unit.chars().count().max(1) + 1))
    }
}

//! `{"users": […], "data": {…}}`: what sends an event, looked at whole before anything is sent.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::kakao::event::{LONGEST_ID, USER_TYPES, User};

/// The most users of one request: a hundred calls.
const MOST: usize = 10_000;

/// The users of a request, in its order. The error says what is wrong, in a sentence without an id.
pub(super) fn users(body: &[u8]) -> Result<Vec<User>, String> {
    let request: Value = serde_json::from_slice(body).map_err(|why| format!("the body is not JSON: {why}"))?;
    let Value::Object(mut request) = request else { return Err("the body is not a JSON object".to_owned()) };
    let users = request.shift_remove("users");
    let data = request.shift_remove("data");
    if let Some(key) = request.keys().next() {
        let key: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
        return Err(format!("unknown key `{key}`: a request has `users` and `data`"));
    }
    if !matches!(data, None | Some(Value::Null | Value::Object(_))) {
        return Err("`data` has to be an object".to_owned());
    }
    let Some(Value::Array(users)) = users else {
        return Err("`users` has to be a list of ids, or of objects with `type` and `id`".to_owned());
    };
    if users.is_empty() {
        return Err("`users` is empty".to_owned());
    }
    if users.len() > MOST {
        return Err(format!("`users` has {} entries; at most {MOST} go in one request", users.len()));
    }
    let mut read: Vec<User> = Vec::with_capacity(users.len());
    let mut known = HashMap::with_capacity(users.len());
    for (at, entry) in users.into_iter().enumerate() {
        let user = user(entry).map_err(|why| format!("users[{at}]: {why}"))?;
        // Twice would be paid twice.
        if let Some(first) = known.insert((user.kind, user.id.clone()), at) {
            return Err(format!("users[{at}] is the same user as users[{first}]"));
        }
        read.push(user);
    }
    Ok(read)
}

fn user(entry: Value) -> Result<User, String> {
    let mut fields = match entry {
        Value::String(id) => return known(USER_TYPES[0], id, None),
        Value::Object(fields) => fields,
        _ => return Err("has to be an id, or an object with `type` and `id`".to_owned()),
    };
    let kind = match fields.shift_remove("type") {
        None => USER_TYPES[0],
        Some(kind) => {
            let named = USER_TYPES.into_iter().find(|name| kind.as_str() == Some(name));
            named.ok_or_else(|| format!("`type` has to be one of {}", USER_TYPES.join(", ")))?
        }
    };
    let Some(Value::String(id)) = fields.shift_remove("id") else { return Err("`id` has to be a text".to_owned()) };
    let properties = match fields.shift_remove("properties") {
        None | Some(Value::Null) => None,
        Some(Value::Object(properties)) => Some(properties),
        Some(_) => return Err("`properties` has to be an object".to_owned()),
    };
    if !fields.is_empty() {
        return Err("has `type`, `id` and `properties`, and nothing else".to_owned());
    }
    known(kind, id, properties)
}

fn known(kind: &'static str, id: String, properties: Option<Map<String, Value>>) -> Result<User, String> {
    if id.trim().is_empty() {
        return Err("the id is empty".to_owned());
    }
    if id.chars().count() > LONGEST_ID {
        return Err(format!("the id has over {LONGEST_ID} characters"));
    }
    if id.chars().any(char::is_control) {
        return Err("the id has a control character".to_owned());
    }
    Ok(User { kind, id, properties })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(request: &Value) -> Result<Vec<User>, String> {
        users(request.to_string().as_bytes())
    }

    #[test]
    fn users_are_ids_or_objects() {
        let users =
            read(&json!({"users": ["a", {"type": "appUserId", "id": "7", "properties": {"x": 1}}, {"id": "b"}], "data": {}}))
                .unwrap();
        let seen: Vec<_> = users.iter().map(|user| (user.kind, user.id.as_str())).collect();
        assert_eq!(seen, [("botUserKey", "a"), ("appUserId", "7"), ("botUserKey", "b")]);
        assert_eq!(users[1].properties.as_ref().unwrap()["x"], 1);
    }

    #[test]
    fn what_cannot_be_sent_is_told_without_an_id() {
        let long = "가".repeat(71);
        for (request, said) in [
            (json!([]), "not a JSON object"),
            (json!({}), "`users` has to be a list"),
            (json!({"users": "secret-id"}), "`users` has to be a list"),
            (json!({"users": []}), "`users` is empty"),
            (json!({"users": vec!["u"; 10_001]}), "10001 entries"),
            (json!({"users": ["a", 5]}), "users[1]: has to be"),
            (json!({"users": [""]}), "users[0]: the id is empty"),
            (json!({"users": [long]}), "over 70"),
            (json!({"users": ["secret-id\n"]}), "control character"),
            (json!({"users": ["a", "secret-id", "secret-id"]}), "users[2] is the same user as users[1]"),
            (json!({"users": [{"type": "phone", "id": "secret-id"}]}), "`type` has to be one of botUserKey"),
            (json!({"users": [{"type": "appUserId", "id": 7}]}), "`id` has to be a text"),
            (json!({"users": [{"id": "secret-id", "name": "x"}]}), "nothing else"),
            (json!({"users": [{"id": "secret-id", "properties": []}]}), "`properties` has to be"),
            (json!({"users": ["a"], "data": []}), "`data` has to be"),
            (json!({"users": ["a"], "user": ["b"]}), "unknown key `user`"),
        ] {
            let why = read(&request).unwrap_err();
            assert!(why.contains(said) && !why.contains("secret-id"), "{said}: {why}");
        }
        assert!(users(b"{\"users\"").unwrap_err().starts_with("the body is not JSON"));
        assert!(users("[".repeat(100_000).as_bytes()).is_err());
    }
}

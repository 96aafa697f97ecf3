//! JSON values in one spelling: `2.0` is the number that `2` is.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use crate::document::Cursor;

/// A value in which each number is written in one way: `2.0` and `2` are the same.
pub(super) fn canonical(mut value: Value) -> Value {
    let mut waiting = vec![&mut value];
    while let Some(next) = waiting.pop() {
        match next {
            Value::Number(number) => *number = one_spelling(number),
            Value::Array(items) => waiting.extend(items),
            Value::Object(map) => waiting.extend(map.values_mut()),
            _ => {}
        }
    }
    value
}

fn one_spelling(number: &Number) -> Number {
    // The largest integer below which every integer is a float.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "it is a small integer")]
            Number::from(float as i64)
        }
        _ => number.clone(),
    }
}

/// The listed values by their JSON text; `null` is what `nullable` says.
pub(super) fn by_text<'d>(items: impl Iterator<Item = Cursor<'d>>) -> BTreeMap<String, Cursor<'d>> {
    items
        .map(|item| (canonical(item.to_json()), item))
        .filter(|(value, _)| !value.is_null())
        .map(|(value, item)| (value.to_string(), item))
        .collect()
}

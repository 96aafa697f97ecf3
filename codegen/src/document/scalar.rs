//! What a scalar means: the YAML 1.2 core schema, and tags that override it.

use granit_parser::Tag;
use serde_json::Number;

use super::node::Value;
use super::rules;
use crate::diagnostic::Rule;

/// Why a scalar has no value.
#[derive(Debug)]
pub(super) struct ScalarProblem {
    pub(super) rule: &'static Rule,
    pub(super) message: String,
    pub(super) help: &'static str,
    /// What it is taken for instead; its text if there is nothing better.
    pub(super) instead: Option<Number>,
}

/// The namespace of the tags that YAML itself defines.
const CORE: &str = "tag:yaml.org,2002:";

const SUPPORTED: &str = "quote it if it is a text, or remove the tag; only `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, \
                         `!!map` and `!!seq` mean something here";

/// The value of a scalar without a tag: plain ones are read by the core schema, quoted and block
/// ones are text.
pub(super) fn plain(text: &str) -> Result<Value, ScalarProblem> {
    if is_null(text) {
        return Ok(Value::Null);
    }
    if let Some(value) = boolean(text) {
        return Ok(Value::Bool(value));
    }
    if let Some(number) = integer(text) {
        return number.map(Value::Number);
    }
    if is_not_finite(text) {
        return Err(number_problem(format!("`{text}` is no number that JSON can hold")));
    }
    match float(text) {
        Some(number) => number.map(Value::Number),
        None => Ok(Value::String(text.into())),
    }
}

/// The value of a scalar with a tag.
pub(super) fn tagged(tag: &Tag, text: &str) -> Result<Value, ScalarProblem> {
    let value = match core_name(tag) {
        Some("str") => Some(Value::String(text.into())),
        Some("null") => is_null(text).then_some(Value::Null),
        Some("bool") => boolean(text).map(Value::Bool),
        Some("int") => integer(text).transpose()?.map(Value::Number),
        Some("float") => float(text).transpose()?.map(Value::Number),
        Some("map" | "seq") => None,
        _ => return Err(unknown_tag(tag)),
    };
    value.ok_or_else(|| ScalarProblem {
        rule: &rules::YAML_TAG,
        message: format!("`{text}` is not what its tag `!!{}` says", tag.suffix()),
        help: "remove the tag, or write a value of that type",
        instead: None,
    })
}

/// Checks the tag of a list or mapping, `wanted` being `seq` or `map`.
pub(super) fn check_collection(tag: &Tag, wanted: &str) -> Result<(), ScalarProblem> {
    match core_name(tag) {
        Some(name) if name == wanted => Ok(()),
        Some("str" | "null" | "bool" | "int" | "float" | "map" | "seq") => Err(ScalarProblem {
            rule: &rules::YAML_TAG,
            message: format!("this is not what its tag `!!{}` says", tag.suffix()),
            help: "remove the tag",
            instead: None,
        }),
        _ => Err(unknown_tag(tag)),
    }
}

fn unknown_tag(tag: &Tag) -> ScalarProblem {
    ScalarProblem {
        rule: &rules::YAML_TAG,
        message: format!("the tag `{}{}` is not supported", tag.handle(), tag.suffix()),
        help: SUPPORTED,
        instead: None,
    }
}

/// The name of a core tag; the lone `!` asks for the type that a quoted scalar has.
fn core_name(tag: &Tag) -> Option<&str> {
    if tag.handle().is_empty() && tag.suffix() == "!" {
        return Some("str");
    }
    match tag.handle() {
        CORE => Some(tag.suffix()),
        "" => tag.suffix().strip_prefix(CORE),
        _ => None,
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

fn is_not_finite(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

/// `None` if the text does not look like an integer.
fn integer(text: &str) -> Option<Result<Number, ScalarProblem>> {
    let radix = |digits: &str, radix: u32| {
        let fits = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
        fits.then(|| u64::from_str_radix(digits, radix).ok().map(Number::from))
    };
    let number = if let Some(digits) = text.strip_prefix("0o") {
        radix(digits, 8)?
    } else if let Some(digits) = text.strip_prefix("0x") {
        radix(digits, 16)?
    } else {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let signed = text.parse::<i64>().ok().map(Number::from);
        signed.or_else(|| text.parse::<u64>().ok().map(Number::from))
    };
    Some(number.ok_or_else(|| wide(text)))
}

/// `None` if the text does not look like a decimal number.
fn float(text: &str) -> Option<Result<Number, ScalarProblem>> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    if whole.len() + fraction.len() == 0 || !digits(whole) || !digits(fraction) || !exponent_fits {
        return None;
    }
    let number = text.parse::<f64>().ok().and_then(Number::from_f64);
    Some(number.ok_or_else(|| number_problem(format!("`{text}` is too large a number"))))
}

/// A whole number of more digits than 64 bits have is rounded, as most readers of JSON do.
fn wide(text: &str) -> ScalarProblem {
    let rounded = text.parse::<f64>().ok().and_then(Number::from_f64);
    if rounded.is_none() {
        return number_problem(format!("`{text}` is too large a number"));
    }
    ScalarProblem {
        rule: &rules::wide::NUMBER_ROUNDED,
        instead: rounded,
        ..number_problem(format!("`{text}` does not fit into 64 bits and is rounded"))
    }
}

fn number_problem(message: String) -> ScalarProblem {
    ScalarProblem {
        rule: &rules::YAML_NUMBER,
        message,
        help: "put it in quotes if it is meant as text",
        instead: None,
    }
}

//! The parameters of a request, checked against the contract.

use http::HeaderMap;
use http::header::COOKIE;
use serde_json::Value;
use url::form_urlencoded;
use uuid::Uuid;

use super::schema::Schema;
use super::styles;
use super::table::Entry;
use super::template::Values;
use crate::refusal::{Detail, Refusal};
use crate::route::{Format, Location, Parameter, Presence};

/// Puts ids in the path into their canonical form; what is no id is not found, like an id that does not exist. A
/// parameter that is not described may be anything, and an id if it looks like one.
pub(crate) fn path(parameters: &[Parameter], values: &mut Values) -> Result<(), Refusal> {
    for (name, value) in values {
        let parameter = parameters
            .iter()
            .find(|parameter| parameter.location == Location::Path && parameter.name == *name);
        let format = parameter.map(|known| known.format);
        match canonical_uuid(value) {
            Some(id) if matches!(format, None | Some(Format::Uuid)) => *value = id.to_string(),
            _ if format.is_none_or(|format| fits(format, value)) => {}
            _ => return Err(Refusal::not_found(&format!("The resource named by {name}"))),
        }
    }
    Ok(())
}

/// Refuses parameters that are missing or are not what the contract says.
pub(crate) fn check(
    entry: &Entry,
    path: &str,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<(), Refusal> {
    let path = entry.template.raw(path).unwrap_or_default();
    let query = styles::pairs(query.unwrap_or_default(), "&");
    let cookies: Vec<&str> =
        headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).collect();
    let cookies = cookies.join("; ");
    let cookies = styles::pairs(&cookies, ";");
    let mut details = Vec::new();
    for (parameter, schema) in entry.parameters() {
        let any = Value::Null;
        let document = schema.map_or(&any, Schema::document);
        let others: Vec<&str> = entry
            .route
            .parameters
            .iter()
            .filter(|other| other.location == parameter.location && other.name != parameter.name)
            .map(|other| other.name)
            .collect();
        let given = match parameter.location {
            Location::Path => path
                .iter()
                .find(|(name, _)| *name == parameter.name)
                .map(|(_, text)| styles::of_text(parameter, document, text)),
            Location::Query => styles::of_pairs(parameter, document, &query, &others),
            Location::Cookie => styles::of_pairs(parameter, document, &cookies, &others),
            Location::Header => headers.get(parameter.name).map(|value| {
                // Headers are not encoded.
                let text = String::from_utf8_lossy(value.as_bytes()).replace('%', "%25");
                styles::of_text(parameter, document, &text.replace('+', "%2B"))
            }),
        };
        details.extend(problem(parameter, schema, given.as_ref()));
    }
    if details.is_empty() { Ok(()) } else { Err(Refusal::invalid_parameters(details)) }
}

/// What is wrong with the value of a parameter.
fn problem(
    parameter: &Parameter,
    schema: Option<&Schema>,
    given: Option<&Value>,
) -> Option<Detail> {
    let Some(value) = given else {
        // What is not in the path was no path of this operation.
        let is_missing =
            parameter.presence == Presence::Required && parameter.location != Location::Path;
        return is_missing
            .then(|| Detail::new("REQUIRED_VALUE", parameter.name, "The parameter is required."));
    };
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let wrong = "The parameter is not what the contract says.";
    if parameter.location != Location::Path && !fits(parameter.format, &text) {
        return Some(Detail::new("INVALID_PARAMETER", parameter.name, wrong));
    }
    let problems = schema.map(|schema| schema.problems(value)).unwrap_or_default();
    let first = problems.into_iter().next()?;
    let message = format!("{wrong} {}", first.message);
    Some(Detail::new("INVALID_PARAMETER", parameter.name, message))
}

/// The first value of a query parameter.
pub(crate) fn query_value(query: Option<&str>, name: &str) -> Option<String> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find_map(|(key, value)| (key == name).then(|| value.into_owned()))
}

fn fits(format: Format, text: &str) -> bool {
    match format {
        Format::Text => true,
        Format::Uuid => canonical_uuid(text).is_some(),
        Format::Integer => text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok(),
        Format::Date => text.parse::<jiff::civil::Date>().is_ok(),
        Format::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
        Format::Boolean => matches!(text, "true" | "false"),
        Format::DateTime => text.parse::<jiff::Timestamp>().is_ok(),
    }
}

/// A UUID in its 36-character form only.
pub(crate) fn canonical_uuid(text: &str) -> Option<Uuid> {
    (text.len() == 36).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_their_formats() {
        let cases = [
            (Format::Integer, "7", true),
            (Format::Integer, "7.5", false),
            (Format::Integer, "18446744073709551615", true),
            (Format::Integer, "18446744073709551616", false),
            (Format::Date, "2026-02-28", true),
            (Format::Date, "2026-02-30", false),
            (Format::Number, "7.5", true),
            (Format::Number, "inf", false),
            (Format::Boolean, "true", true),
            (Format::Boolean, "yes", false),
            (Format::DateTime, "2022-02-02T16:33:55.722Z", true),
            (Format::DateTime, "yesterday", false),
            (Format::Uuid, "{788d4931-6936-43f2-82ff-178f5762298a}", false),
            (Format::Uuid, "788D4931-6936-43F2-82FF-178F5762298A", true),
            (Format::Text, "", true),
        ];
        for (format, text, expected) in cases {
            assert_eq!(fits(format, text), expected, "{format:?} {text}");
        }
    }
}

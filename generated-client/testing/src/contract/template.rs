//! Path templates: does a path fit one, and what are its parameters.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What a path segment may hold as it is (RFC 3986, unreserved).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `/things/{thingID}`, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template(Vec<Segment>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Segment {
    Literal(&'static str),
    Parameter(&'static str),
}

/// The path parameters by name, percent-decoded.
pub(crate) type Values = Vec<(&'static str, String)>;

impl Template {
    pub(crate) fn parse(template: &'static str) -> Result<Template, String> {
        let path = template
            .strip_prefix('/')
            .ok_or_else(|| format!("`{template}` does not begin with `/`"))?;
        let segments = path.split('/').map(|text| {
            let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            match inner {
                Some(name) => Ok(Segment::Parameter(name)),
                None if text.contains(['{', '}']) => {
                    Err(format!("`{text}` is only partly a parameter"))
                }
                None => Ok(Segment::Literal(text)),
            }
        });
        segments.collect::<Result<_, _>>().map(Template)
    }

    /// The path parameters, if the path has the shape of the template.
    pub(crate) fn values(&self, path: &str) -> Option<Values> {
        let mut given = path.strip_prefix('/')?.split('/');
        let mut values = Vec::new();
        for segment in &self.0 {
            let text = percent_decode_str(given.next()?).decode_utf8().ok()?;
            match segment {
                Segment::Literal(literal) if *literal == text => {}
                Segment::Parameter(name) if !text.is_empty() => {
                    values.push((*name, text.into_owned()));
                }
                _ => return None,
            }
        }
        given.next().is_none().then_some(values)
    }

    /// How specific the template is.
    pub(crate) fn literals(&self) -> usize {
        self.0.iter().filter(|segment| matches!(segment, Segment::Literal(_))).count()
    }

    /// The collection that the template names one member of.
    pub(crate) fn collection(&self) -> Option<Template> {
        match self.0.split_last() {
            Some((Segment::Parameter(_), rest)) => Some(Template(rest.to_vec())),
            _ => None,
        }
    }

    /// The name of a collection or of a single thing: the last segment, if it is no parameter.
    pub(crate) fn last_literal(&self) -> Option<&'static str> {
        match self.0.last() {
            Some(Segment::Literal(literal)) => Some(literal),
            _ => None,
        }
    }

    /// The name of the last parameter, if the template ends with it.
    pub(crate) fn last_parameter(&self) -> Option<&'static str> {
        match self.0.last() {
            Some(Segment::Parameter(name)) => Some(name),
            _ => None,
        }
    }

    /// What the last parameter names: `orderID` → `order`.
    pub(crate) fn relation(&self) -> Option<&'static str> {
        self.last_parameter().map(relation)
    }

    /// The same in words: `shippingOrderID` → `shipping order`.
    pub(crate) fn spoken(&self) -> String {
        self.relation().unwrap_or_default().chars().fold(String::new(), |mut text, character| {
            if character.is_ascii_uppercase() {
                text.push(' ');
            }
            text.push(character.to_ascii_lowercase());
            text
        })
    }

    /// Every beginning of the template that ends with a parameter, the template itself included.
    pub(crate) fn members(&self) -> impl Iterator<Item = Template> {
        (1..=self.0.len())
            .map(|length| Template(self.0.iter().take(length).copied().collect()))
            .filter(|template| template.last_parameter().is_some())
    }

    /// The path with these parameters in its canonical form.
    pub(crate) fn fill(&self, values: &Values) -> String {
        let mut path = String::new();
        for segment in &self.0 {
            path.push('/');
            match segment {
                Segment::Literal(literal) => path.push_str(literal),
                Segment::Parameter(name) => {
                    let value = values.iter().find(|(known, _)| known == name);
                    path.extend(
                        value
                            .map(|(_, value)| utf8_percent_encode(value, SEGMENT))
                            .into_iter()
                            .flatten(),
                    );
                }
            }
        }
        path
    }
}

/// What a parameter names.
pub(crate) fn relation(parameter: &str) -> &str {
    let name = parameter.strip_suffix("ID").or_else(|| parameter.strip_suffix("Id"));
    name.unwrap_or(parameter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_spelling_of_a_path_is_the_same_path() {
        let template = Template::parse("/things/{name}/parts").unwrap();
        for path in ["/things/a%2Fb%20c/parts", "/th%69ngs/a%2fb%20c/p%61rts"] {
            let values = template.values(path).unwrap();
            assert_eq!(values, [("name", "a/b c".to_owned())]);
            assert_eq!(template.fill(&values), "/things/a%2Fb%20c/parts");
        }
        for path in ["/things/%ff/parts", "/things//parts", "/things/a/parts/", "things/a/parts"] {
            assert_eq!(template.values(path), None, "{path}");
        }
    }

    #[test]
    fn members_are_the_beginnings_that_name_one_thing() {
        let template = Template::parse("/a/{x}/b/{y}/c").unwrap();
        let members: Vec<_> = template.members().map(|each| each.last_parameter()).collect();
        assert_eq!(members, [Some("x"), Some("y")]);
    }

    #[test]
    fn a_member_is_called_what_its_parameter_says() {
        for (template, relation, spoken) in [
            ("/orders/{shippingOrderID}", Some("shippingOrder"), "shipping order"),
            ("/orders/{orderId}", Some("order"), "order"),
            ("/orders/{name}", Some("name"), "name"),
            ("/orders/{orderID}/lines", None, ""),
        ] {
            let template = Template::parse(template).unwrap();
            assert_eq!((template.relation(), template.spoken().as_str()), (relation, spoken));
        }
    }
}

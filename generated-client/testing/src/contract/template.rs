//! Path templates: does a path fit one, and what are its parameters.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What a path segment may hold as it is (RFC 3986, unreserved).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `/things/{thingID}`, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template {
    segments: Vec<Segment>,
    /// The query of the template itself, in pairs.
    query: Vec<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Literal(&'static str),
    Parameter(&'static str),
    /// `{base}...{head}`: parameters with text between them.
    Mixed(Vec<Piece>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Text(&'static str),
    Name(&'static str),
}

/// The path parameters by name, percent-decoded.
pub(crate) type Values = Vec<(&'static str, String)>;

impl Template {
    pub(crate) fn parse(template: &'static str) -> Result<Template, String> {
        // A fragment is never sent.
        let sent = template.split('#').next().unwrap_or_default();
        let (path, query) = sent.split_once('?').unwrap_or((sent, ""));
        let path = path
            .strip_prefix('/')
            .ok_or_else(|| format!("`{template}` does not begin with `/`"))?;
        let segments = path.split('/').map(segment).collect::<Result<_, _>>()?;
        let query = query.split('&').filter(|pair| !pair.is_empty() && !pair.contains('{'));
        Ok(Template { segments, query: query.collect() })
    }

    /// The path parameters, if the path has the shape of the template.
    pub(crate) fn values(&self, path: &str) -> Option<Values> {
        let raw = self.raw(path)?;
        let decoded = raw.into_iter().map(|(name, text)| Some((name, decoded(text)?)));
        decoded.collect()
    }

    /// The same as they were sent.
    pub(crate) fn raw<'p>(&self, path: &'p str) -> Option<Vec<(&'static str, &'p str)>> {
        let mut given = path.strip_prefix('/')?.split('/');
        let mut values = Vec::new();
        for segment in &self.segments {
            let text = given.next()?;
            match segment {
                Segment::Literal(literal) => {
                    if decoded(literal)? != decoded(text)? {
                        return None;
                    }
                }
                Segment::Parameter(name) if !text.is_empty() => values.push((*name, text)),
                Segment::Parameter(_) => return None,
                Segment::Mixed(pieces) => values.extend(taken_apart(pieces, text)?),
            }
        }
        given.next().is_none().then_some(values)
    }

    /// Whether a query has what the template itself has of one.
    pub(crate) fn fits_query(&self, query: Option<&str>) -> bool {
        self.query.iter().all(|own| query.unwrap_or_default().split('&').any(|pair| pair == *own))
    }

    /// How specific the template is.
    pub(crate) fn literals(&self) -> usize {
        let whole = self.segments.iter().map(|segment| match segment {
            Segment::Literal(_) => 2,
            Segment::Mixed(_) => 1,
            Segment::Parameter(_) => 0,
        });
        whole.sum::<usize>() + self.query.len()
    }

    /// The collection that the template names one member of.
    pub(crate) fn collection(&self) -> Option<Template> {
        match self.segments.split_last() {
            Some((Segment::Parameter(_), rest)) => {
                Some(Template { segments: rest.to_vec(), query: Vec::new() })
            }
            _ => None,
        }
    }

    /// The name of a collection or of a single thing: the last segment, if it is no parameter.
    pub(crate) fn last_literal(&self) -> Option<&'static str> {
        match self.segments.last() {
            Some(Segment::Literal(literal)) => Some(literal),
            _ => None,
        }
    }

    /// The name of the last parameter, if the template ends with it.
    pub(crate) fn last_parameter(&self) -> Option<&'static str> {
        match self.segments.last() {
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
        (1..=self.segments.len())
            .map(|length| Template {
                segments: self.segments.iter().take(length).cloned().collect(),
                query: Vec::new(),
            })
            .filter(|template| template.last_parameter().is_some())
    }

    /// The path with these parameters in its canonical form.
    pub(crate) fn fill(&self, values: &Values) -> String {
        let mut path = String::new();
        let name_value = |path: &mut String, name: &str| {
            let value = values.iter().find(|(known, _)| *known == name);
            path.extend(
                value.into_iter().flat_map(|(_, value)| utf8_percent_encode(value, SEGMENT)),
            );
        };
        for segment in &self.segments {
            path.push('/');
            match segment {
                Segment::Literal(literal) => path.push_str(literal),
                Segment::Parameter(name) => name_value(&mut path, name),
                Segment::Mixed(pieces) => {
                    for piece in pieces {
                        match piece {
                            Piece::Text(text) => path.push_str(text),
                            Piece::Name(name) => name_value(&mut path, name),
                        }
                    }
                }
            }
        }
        path
    }
}

fn segment(text: &'static str) -> Result<Segment, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or_else(|| format!("`{text}` has a brace that nothing closes"))?;
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Name(name));
        rest = after;
    }
    Ok(match (pieces.as_slice(), rest) {
        ([], _) => Segment::Literal(text),
        ([Piece::Name(name)], "") => Segment::Parameter(name),
        _ => {
            pieces.extend((!rest.is_empty()).then_some(Piece::Text(rest)));
            Segment::Mixed(pieces)
        }
    })
}

/// The parameters of a segment that they share: each ends where the text behind it begins.
fn taken_apart<'p>(pieces: &[Piece], text: &'p str) -> Option<Vec<(&'static str, &'p str)>> {
    let mut values = Vec::new();
    let mut rest = text;
    let mut waiting: Option<&'static str> = None;
    for piece in pieces {
        match (piece, waiting) {
            (Piece::Text(mark), None) => rest = rest.strip_prefix(mark)?,
            (Piece::Text(mark), Some(name)) => {
                // At least one character belongs to the value.
                let first = rest.chars().next()?.len_utf8();
                let at = first + rest.get(first..)?.find(mark)?;
                values.push((name, rest.get(..at)?));
                rest = rest.get(at + mark.len()..)?;
                waiting = None;
            }
            (Piece::Name(name), None) => waiting = Some(name),
            (Piece::Name(next), Some(name)) => {
                // Nothing parts them.
                let first = rest.chars().next()?.len_utf8();
                values.push((name, rest.get(..first)?));
                rest = rest.get(first..)?;
                waiting = Some(next);
            }
        }
    }
    match waiting {
        Some(_) if rest.is_empty() => None,
        Some(name) => {
            values.push((name, rest));
            Some(values)
        }
        None => rest.is_empty().then_some(values),
    }
}

fn decoded(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
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
    fn parameters_may_share_a_segment() {
        let template =
            Template::parse("/compare/{base}...{head}/{name}.json:find?all=true").unwrap();
        let values = template.values("/compare/x%2Fy...z/a.b.json:find").unwrap();
        assert_eq!(template.fill(&values), "/compare/x%2Fy...z/a.b.json:find");
        assert_eq!(values.len(), 3);
        for path in
            ["/compare/x..z/a.json:find", "/compare/...z/a.json:find", "/compare/x...z/.json:find"]
        {
            assert_eq!(template.values(path), None, "{path}");
        }
        assert!(template.fits_query(Some("b=1&all=true")) && !template.fits_query(None));
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

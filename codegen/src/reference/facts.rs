//! What a node of the contract says about itself: description, limits, doubts and sources.

use crate::document::{Cursor, NodeKind};
use crate::plan::{is_nullable, lone_all_of};

/// How many wrappers around a schema are looked into.
const MOST_LAYERS: usize = 16;

/// What a schema, parameter or header says beside its shape.
#[derive(Default)]
pub(super) struct Facts<'d> {
    /// `description`.
    pub(super) description: Option<&'d str>,
    /// `x-unconfirmed`: why it is doubted.
    pub(super) unconfirmed: Option<&'d str>,
    /// `externalDocs`.
    pub(super) source: Option<Source<'d>>,
    /// Limits with their values.
    pub(super) limits: Vec<(&'static str, String)>,
    /// Known values.
    pub(super) values: Vec<String>,
    /// Marks, each a word that readers look for.
    pub(super) marks: Vec<Mark>,
}

/// A page on the web that says so.
#[derive(Clone, Copy)]
pub(super) struct Source<'d> {
    /// Its title.
    pub(super) title: &'d str,
    /// Its address.
    pub(super) url: &'d str,
}

/// A word about a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Redacted in logs.
    Secret,
    /// On its way out.
    Deprecated,
    /// May be `null`.
    Nullable,
    /// Only in responses.
    ReadOnly,
    /// Only in requests.
    WriteOnly,
}

impl Mark {
    /// The word.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Deprecated => "deprecated",
            Self::Nullable => "nullable",
            Self::ReadOnly => "read-only",
            Self::WriteOnly => "write-only",
        }
    }
}

/// The keywords that limit a value, with the words for them.
const LIMITS: [(&str, &str); 11] = [
    ("minLength", "min length"),
    ("maxLength", "max length"),
    ("pattern", "pattern"),
    ("minimum", "min"),
    ("maximum", "max"),
    ("multipleOf", "multiple of"),
    ("minItems", "min items"),
    ("maxItems", "max items"),
    ("uniqueItems", "unique items"),
    ("minProperties", "min properties"),
    ("maxProperties", "max properties"),
];

impl<'d> Facts<'d> {
    /// Of a schema: what a wrapper says comes before what it wraps.
    pub(super) fn of(schema: &Cursor<'d>) -> Self {
        let layers = layers(schema);
        let find = |key: &str| layers.iter().find_map(|layer| layer.get(key));
        let is = |key: &str| find(key).and_then(|value| value.as_bool()).unwrap_or(false);
        let is_secret = find("format").and_then(|format| format.as_str()) == Some("password");
        let marks = [
            (is_secret, Mark::Secret),
            (is("deprecated"), Mark::Deprecated),
            (is_nullable(schema), Mark::Nullable),
            (is("readOnly"), Mark::ReadOnly),
            (is("writeOnly"), Mark::WriteOnly),
        ];
        let values = find("x-extensible-enum").or_else(|| find("enum"));
        let mut limits: Vec<(&'static str, String)> = Vec::new();
        for (key, words) in LIMITS {
            let layer = layers.iter().find(|layer| layer.get(key).is_some());
            let value = layer.and_then(|layer| layer.get(key));
            let is_excluded =
                |flag: &str| layer.and_then(|layer| layer.get(flag)?.as_bool()).unwrap_or_default();
            let words = match key {
                "minimum" if is_excluded("exclusiveMinimum") => "more than",
                "maximum" if is_excluded("exclusiveMaximum") => "less than",
                _ => words,
            };
            limits.extend(value.map(|value| (words, plain(&value))));
        }
        limits.extend(find("x-replaced-by").map(|name| ("replaced by", plain(&name))));
        limits.extend(find("default").map(|value| ("default", value.to_json().to_string())));
        Self {
            description: find("description").and_then(|text| text.as_str()),
            unconfirmed: find("x-unconfirmed").and_then(|text| text.as_str()),
            source: layers.iter().find_map(source),
            limits,
            values: values
                .iter()
                .flat_map(Cursor::items)
                .filter(|value| value.kind() != NodeKind::Null)
                .map(|value| plain(&value))
                .collect(),
            marks: marks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, mark)| mark).collect(),
        }
    }

    /// Takes over what a parameter or header says itself: it knows better than its schema.
    pub(super) fn refine(&mut self, own: Self) {
        self.description = own.description.or(self.description);
        self.unconfirmed = own.unconfirmed.or(self.unconfirmed);
        self.source = own.source.or(self.source);
        self.marks.extend(own.marks);
    }

    /// Takes over what is known of the items of a list or map.
    pub(super) fn inherit(&mut self, items: Self) {
        self.description = self.description.or(items.description);
        self.unconfirmed = self.unconfirmed.or(items.unconfirmed);
        self.limits.extend(items.limits);
        self.values.extend(items.values);
        self.marks.extend(items.marks.into_iter().filter(|mark| *mark == Mark::Secret));
    }
}

/// Strings as they are, all else as JSON.
fn plain(value: &Cursor<'_>) -> String {
    value.as_str().map_or_else(|| value.to_json().to_string(), str::to_owned)
}

/// The `externalDocs` of a node.
pub(super) fn source<'d>(node: &Cursor<'d>) -> Option<Source<'d>> {
    let docs = node.get("externalDocs")?;
    let url = docs.get("url")?.as_str()?;
    let title = docs.get("description").and_then(|title| title.as_str()).unwrap_or(url);
    super::prose::is_web(url).then_some(Source { title, url })
}

/// The schema of a body: that of its only media type.
pub(super) fn body_schema<'d>(holder: &Cursor<'d>) -> Option<Cursor<'d>> {
    let content = holder.get("content")?;
    let (_, media) = content.entries().next()?;
    media.resolve().get("schema")
}

/// The string below a key.
pub(super) fn text<'d>(node: &Cursor<'d>, key: &str) -> Option<&'d str> {
    node.get(key)?.as_str()
}

/// A schema and those that it only wraps, from the outside to the inside.
pub(super) fn layers<'d>(schema: &Cursor<'d>) -> Vec<Cursor<'d>> {
    let mut layers = vec![schema.resolve()];
    while let Some(part) = layers.last().and_then(lone_all_of) {
        if layers.len() >= MOST_LAYERS {
            break;
        }
        layers.push(part.resolve());
    }
    layers
}

//! What is written in any style is read back by a decoder of its own, whatever the characters.

use std::collections::BTreeMap;

use http::Method;
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Call, ParameterMarks, ParameterStyle};
use crate::operation::Operation;

static PLAIN: Operation = Operation::new("plain", Method::GET, "/a");
static FILLED: Operation = Operation::new("filled", Method::GET, "/a/{value}/b");

const NAME: &str = "value";

/// The kinds of values that the styles tell apart.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Text(String),
    List(Vec<String>),
    Object(BTreeMap<String, String>),
}

impl Kind {
    fn json(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::List(items) => json!(items),
            Self::Object(members) => json!(members),
        }
    }

    fn of_flat(items: &[String]) -> Self {
        let pairs = items.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone()));
        Self::Object(pairs.collect())
    }

    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => vec![text],
            Self::List(items) => items.iter().map(String::as_str).collect(),
            Self::Object(members) => {
                members.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]).collect()
            }
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,4}", "[a-z,;.=&|+%#?/:@!$'()*\\[\\] ]{0,6}", Just("ü 名🦀".to_owned())]
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        text().prop_map(Kind::Text),
        prop::collection::vec(text(), 0..4).prop_map(Kind::List),
        prop::collection::btree_map(text(), text(), 0..4).prop_map(Kind::Object),
    ]
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

fn pair(text: &str) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap();
    (decoded(name), decoded(value))
}

fn items(text: &str, mark: &str) -> Vec<String> {
    text.split(mark).map(decoded).collect()
}

/// Reads a value of the kind of `like` back, of which something was sent.
fn read(style: ParameterStyle, text: &str, like: &Kind) -> Kind {
    let prefix = format!("{NAME}=");
    match (style, like) {
        (ParameterStyle::Json, Kind::Text(_)) => {
            Kind::Text(serde_json::from_str(&decoded(text)).unwrap())
        }
        (ParameterStyle::Json, Kind::List(_)) => {
            Kind::List(serde_json::from_str(&decoded(text)).unwrap())
        }
        (ParameterStyle::Json, Kind::Object(_)) => {
            Kind::Object(serde_json::from_str(&decoded(text)).unwrap())
        }
        (ParameterStyle::Label | ParameterStyle::LabelExploded, _) => {
            let text = text.strip_prefix('.').unwrap();
            match like {
                Kind::Text(_) => Kind::Text(decoded(text)),
                Kind::List(_) => Kind::List(items(text, ".")),
                Kind::Object(_) if style == ParameterStyle::Label => {
                    Kind::of_flat(&items(text, "."))
                }
                Kind::Object(_) => Kind::Object(text.split('.').map(pair).collect()),
            }
        }
        (ParameterStyle::MatrixExploded, Kind::List(_)) => {
            let text = text.strip_prefix(';').unwrap();
            Kind::List(text.split(';').map(|one| pair(one).1).collect())
        }
        (ParameterStyle::MatrixExploded, Kind::Object(_)) => {
            Kind::Object(text.strip_prefix(';').unwrap().split(';').map(pair).collect())
        }
        (ParameterStyle::Matrix | ParameterStyle::MatrixExploded, _) => {
            read(ParameterStyle::Simple, text.strip_prefix(&format!(";{prefix}")).unwrap(), like)
        }
        (ParameterStyle::SimpleExploded, Kind::Object(_)) => {
            Kind::Object(text.split(',').map(pair).collect())
        }
        (_, Kind::Text(_)) => Kind::Text(decoded(text)),
        (ParameterStyle::Spaces, Kind::List(_)) => Kind::List(items(text, "%20")),
        (ParameterStyle::Pipes, Kind::List(_)) => Kind::List(items(text, "%7C")),
        (ParameterStyle::Spaces, Kind::Object(_)) => Kind::of_flat(&items(text, "%20")),
        (ParameterStyle::Pipes, Kind::Object(_)) => Kind::of_flat(&items(text, "%7C")),
        (_, Kind::List(_)) => Kind::List(items(text, ",")),
        (_, Kind::Object(_)) => Kind::of_flat(&items(text, ",")),
    }
}

/// Reads the pairs of a query or of cookies back.
fn read_pairs(style: ParameterStyle, text: &str, mark: &str, like: &Kind) -> Kind {
    let pairs = || text.split(mark).map(pair);
    match (style, like) {
        (ParameterStyle::FormExploded | ParameterStyle::Deep, Kind::List(_)) => {
            Kind::List(pairs().map(|(_, item)| item).collect())
        }
        (ParameterStyle::FormExploded, Kind::Object(_)) => Kind::Object(pairs().collect()),
        (ParameterStyle::Deep, Kind::Object(_)) => {
            // The brackets of the style stand as they are, those of a name are encoded.
            let members = text.split('&').map(|one| {
                let (key, value) = one.split_once('=').unwrap();
                let name = key.strip_prefix("value[").unwrap().strip_suffix(']').unwrap();
                (decoded(name), decoded(value))
            });
            Kind::Object(members.collect())
        }
        _ => read(style, text.strip_prefix("value=").unwrap(), like),
    }
}

fn is_empty(kind: &Kind) -> bool {
    match kind {
        Kind::Text(_) => false,
        Kind::List(items) => items.is_empty(),
        Kind::Object(members) => members.is_empty(),
    }
}

const QUERY: [ParameterStyle; 6] = [
    ParameterStyle::Form,
    ParameterStyle::FormExploded,
    ParameterStyle::Spaces,
    ParameterStyle::Pipes,
    ParameterStyle::Deep,
    ParameterStyle::Json,
];

proptest! {
    #[test]
    fn a_query_is_read_back(kind in kind(), at in 0..QUERY.len(), is_kept: bool) {
        let style = QUERY[at];
        let marks = if is_kept { ParameterMarks::Kept } else { ParameterMarks::Encoded };
        let call = Call::new(&PLAIN).query_as(NAME, style, marks, &kind.json());
        let ambiguous = match style {
            ParameterStyle::Spaces => Some(' '),
            ParameterStyle::Pipes => Some('|'),
            _ => None,
        };
        let is_list = !matches!(kind, Kind::Text(_));
        let Ok(prepared) = call.prepare() else {
            let mark = ambiguous.expect("only these styles have values that nobody could read");
            prop_assert!(is_list && kind.texts().iter().any(|text| text.contains(mark)));
            return Ok(());
        };
        let url = prepared.url(&"https://a/".parse().unwrap()).unwrap();
        prop_assert_eq!((url.path(), url.fragment()), ("/a", None));
        match prepared.target.strip_prefix("/a?") {
            Some(query) => prop_assert_eq!(&read_pairs(style, query, "&", &kind), &kind),
            None => prop_assert!(is_empty(&kind) && style != ParameterStyle::Json),
        }
    }

    #[test]
    fn a_cookie_is_read_back(kind in kind(), at in 0..3_usize) {
        let style = [ParameterStyle::Form, ParameterStyle::FormExploded, ParameterStyle::Json][at];
        let prepared = Call::new(&PLAIN).cookie(NAME, style, &kind.json()).prepare().unwrap();
        match prepared.headers.get("cookie") {
            Some(text) => {
                let text = text.to_str().unwrap();
                prop_assert_eq!(&read_pairs(style, text, "; ", &kind), &kind);
            }
            None => prop_assert!(is_empty(&kind) && style != ParameterStyle::Json),
        }
    }

    #[test]
    fn a_path_is_read_back(kind in kind(), at in 0..7_usize) {
        let style = [
            ParameterStyle::Simple, ParameterStyle::SimpleExploded, ParameterStyle::Label, ParameterStyle::LabelExploded,
            ParameterStyle::Matrix, ParameterStyle::MatrixExploded, ParameterStyle::Json,
        ][at];
        let Ok(prepared) = Call::new(&FILLED).path_as(NAME, style, &kind.json()).prepare() else {
            // A gap, or a step in the path.
            let text = kind.texts().concat();
            prop_assert!(is_empty(&kind) || matches!(text.as_str(), "" | "." | ".."));
            return Ok(());
        };
        let url = prepared.url(&"https://a/".parse().unwrap()).unwrap();
        prop_assert_eq!(url.path_segments().unwrap().count(), 3);
        let text = url.path().strip_prefix("/a/").unwrap().strip_suffix("/b").unwrap();
        prop_assert_eq!(&read(style, text, &kind), &kind);
    }

    #[test]
    fn a_header_is_read_back(kind in kind(), at in 0..3_usize) {
        let style = [ParameterStyle::Simple, ParameterStyle::SimpleExploded, ParameterStyle::Json][at];
        let Ok(prepared) = Call::new(&PLAIN).header_as("value", style, &kind.json()).prepare() else {
            let texts = kind.texts();
            let is_bare = |text: &&str| text.contains([',', '=']) || text.chars().any(char::is_control);
            prop_assert!(texts.iter().any(is_bare), "{texts:?}");
            return Ok(());
        };
        let Some(value) = prepared.headers.get("value") else {
            prop_assert!(is_empty(&kind));
            return Ok(());
        };
        // Headers are not encoded, and the decoder decodes.
        let text = std::str::from_utf8(value.as_bytes()).unwrap().replace('%', "%25");
        prop_assert_eq!(&read(style, &text, &kind), &kind);
    }
}

#[test]
fn what_the_specification_shows_is_what_is_written() {
    let colors = json!(["blue", "black", "brown"]);
    let shades = json!({"B": 150, "G": 200, "R": 100});
    let query = |style, value: &Value| {
        let call = Call::new(&PLAIN).query_as("color", style, ParameterMarks::Encoded, value);
        call.prepare().unwrap().target.trim_start_matches("/a?").to_owned()
    };
    for (style, list, object) in [
        (ParameterStyle::Form, "color=blue,black,brown", "color=B,150,G,200,R,100"),
        (ParameterStyle::FormExploded, "color=blue&color=black&color=brown", "B=150&G=200&R=100"),
        (ParameterStyle::Spaces, "color=blue%20black%20brown", "color=B%20150%20G%20200%20R%20100"),
        (ParameterStyle::Pipes, "color=blue%7Cblack%7Cbrown", "color=B%7C150%7CG%7C200%7CR%7C100"),
        (
            ParameterStyle::Deep,
            "color=blue&color=black&color=brown",
            "color[B]=150&color[G]=200&color[R]=100",
        ),
    ] {
        assert_eq!(query(style, &colors), list, "{style:?}");
        assert_eq!(query(style, &shades), object, "{style:?}");
    }
    static COLOR: Operation = Operation::new("color", Method::GET, "/{color}");
    let path = |style, value: &Value| {
        Call::new(&COLOR).path_as("color", style, value).prepare().unwrap().target
    };
    for (style, list, object) in [
        (ParameterStyle::Simple, "/blue,black,brown", "/B,150,G,200,R,100"),
        (ParameterStyle::SimpleExploded, "/blue,black,brown", "/B=150,G=200,R=100"),
        (ParameterStyle::Label, "/.blue.black.brown", "/.B.150.G.200.R.100"),
        (ParameterStyle::LabelExploded, "/.blue.black.brown", "/.B=150.G=200.R=100"),
        (ParameterStyle::Matrix, "/;color=blue,black,brown", "/;color=B,150,G,200,R,100"),
        (
            ParameterStyle::MatrixExploded,
            "/;color=blue;color=black;color=brown",
            "/;B=150;G=200;R=100",
        ),
    ] {
        assert_eq!(path(style, &colors), list, "{style:?}");
        assert_eq!(path(style, &shades), object, "{style:?}");
    }
}

#[test]
fn what_is_nested_is_json_within_a_text_or_has_its_own_brackets() {
    let value = json!({"a": {"b": [1, 2]}, "c": null});
    let query = |style| {
        let call = Call::new(&PLAIN).query_as("v", style, ParameterMarks::Encoded, &value);
        decoded(call.prepare().unwrap().target.trim_start_matches("/a?"))
    };
    assert_eq!(query(ParameterStyle::Deep), "v[a][b]=1&v[a][b]=2");
    assert_eq!(query(ParameterStyle::FormExploded), r#"a={"b":[1,2]}"#);
    assert_eq!(query(ParameterStyle::Json), r#"v={"a":{"b":[1,2]},"c":null}"#);
}

#[test]
fn reserved_marks_are_kept_where_they_end_nothing() {
    let call = Call::new(&PLAIN).query_as(
        "v",
        ParameterStyle::Form,
        ParameterMarks::Kept,
        &"a/b?c=d:e@f,[g]&#+ %",
    );
    assert_eq!(call.prepare().unwrap().target, "/a?v=a/b?c=d:e@f,[g]%26%23%2B%20%25");
}

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::{Branch, Constant, Constants, Member, Union, kinds, read, read_as};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cat {
    #[serde(rename = "type", default)]
    kind: Constant<Cat, 0>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lives: Option<u8>,
}

impl Constants for Cat {
    const TEXTS: &'static [&'static str] = &["cat"];
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Named {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Pet {
    Cat(Cat),
    Named(Named),
    Count(i64),
    Known(Known),
    Text(String),
    Other(Value),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Known {
    A,
    B,
}

impl Union for Pet {
    const BRANCHES: &'static [Branch] = &[
        Branch::object(&[
            Member::required("type", kinds::TEXT).one_of(&["cat"]),
            Member::required("name", kinds::TEXT),
            Member::optional("lives", kinds::INTEGER),
        ]),
        Branch::object(&[
            Member::required("name", kinds::TEXT),
            Member::optional("note", kinds::TEXT),
        ])
        .closed(),
        Branch::of(kinds::INTEGER),
        Branch::listed(&["A", "B"]),
        Branch::of(kinds::TEXT),
    ];

    fn read<'de, D: Deserializer<'de>>(branch: usize, value: D) -> Result<Self, D::Error> {
        match branch {
            0 => Deserialize::deserialize(value).map(Self::Cat),
            1 => Deserialize::deserialize(value).map(Self::Named),
            2 => Deserialize::deserialize(value).map(Self::Count),
            3 => Deserialize::deserialize(value).map(Self::Known),
            _ => Deserialize::deserialize(value).map(Self::Text),
        }
    }

    fn other(value: Value) -> Option<Self> {
        Some(Self::Other(value))
    }
}

impl<'de> Deserialize<'de> for Pet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer)
    }
}

fn pet(value: Value) -> Pet {
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_value_becomes_the_branch_that_it_fits() {
    let named = Named { name: "Tom".to_owned(), note: None };
    let cat = Cat { name: "Tom".to_owned(), ..Cat::default() };
    for (value, expected) in [
        (json!({"type": "cat", "name": "Tom"}), Pet::Cat(cat)),
        (json!({"name": "Tom"}), Pet::Named(named.clone())),
        // What a server adds is no reason to know nothing.
        (json!({"name": "Tom", "new": 1}), Pet::Named(named)),
        (json!(7), Pet::Count(7)),
        (json!("A"), Pet::Known(Known::A)),
        (json!("C"), Pet::Text("C".to_owned())),
        (json!([]), Pet::Other(json!([]))),
        (json!({"type": "cat"}), Pet::Other(json!({"type": "cat"}))),
    ] {
        assert_eq!(pet(value.clone()), expected, "{value}");
        assert_eq!(pet(serde_json::to_value(&expected).unwrap()), expected, "{value}");
    }
}

#[test]
fn the_known_branch_with_a_broken_body_is_an_error() {
    let broken = json!({"type": "cat", "name": "Tom", "lives": 900});
    assert!(serde_json::from_value::<Pet>(broken).is_err());
}

#[test]
fn a_value_can_be_read_as_another_branch() {
    let tom = pet(json!({"name": "Tom"}));
    assert_eq!(read_as::<Named>(&tom).map(|named| named.name), Some("Tom".to_owned()));
    assert_eq!(read_as::<Known>(&tom), None);
}

#[test]
fn a_constant_is_written_and_another_text_is_kept() {
    let cat = Cat { name: "Tom".to_owned(), ..Cat::default() };
    assert_eq!(serde_json::to_value(&cat).unwrap(), json!({"type": "cat", "name": "Tom"}));
    let odd = json!({"type": "lion", "name": "Leo"});
    let lion: Cat = serde_json::from_value(odd.clone()).unwrap();
    assert_eq!(serde_json::to_value(&lion).unwrap(), odd);
    assert_ne!(lion, Cat { name: "Leo".to_owned(), ..Cat::default() });
    assert!(format!("{lion:?}").contains("lion"));
}

/// Two branches that no value tells apart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Either {
    One(Named),
    Two(Named),
}

impl Union for Either {
    const BRANCHES: &'static [Branch] = &[
        Branch::object(&[Member::required("name", kinds::TEXT)]),
        Branch::object(&[Member::required("name", kinds::TEXT)]),
    ];

    fn read<'de, D: Deserializer<'de>>(branch: usize, value: D) -> Result<Self, D::Error> {
        match branch {
            0 => Deserialize::deserialize(value).map(Self::One),
            _ => Deserialize::deserialize(value).map(Self::Two),
        }
    }
}

#[test]
fn what_could_be_several_is_not_guessed() {
    let value = json!({"name": "Tom"});
    assert!(read::<Either, _>(&value).is_err());
}

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::branch::Forbidden;
use super::decode::choose_of;
use super::{BOOLEAN, Branch, Constant, Constants, INTEGER, Member, TEXT, Union, read, read_as};

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
            Member::required("type", TEXT).one_of(&["cat"]),
            Member::required("name", TEXT),
            Member::optional("lives", INTEGER),
        ]),
        Branch::object(&[Member::required("name", TEXT), Member::optional("note", TEXT)]).closed(),
        Branch::of(INTEGER),
        Branch::listed(&["A", "B"]),
        Branch::of(TEXT),
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
        Branch::object(&[Member::required("name", TEXT)]),
        Branch::object(&[Member::required("name", TEXT)]),
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

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

/// A branch that is an object, with the names that it knows.
fn branch() -> impl Strategy<Value = (Branch, Vec<&'static str>)> {
    let names = subsequence(NAMES.to_vec(), 1..=4);
    let kinds = prop::collection::vec((any::<bool>(), select(vec![TEXT, INTEGER, BOOLEAN])), 4);
    (names, kinds, any::<bool>()).prop_map(|(names, kinds, is_closed)| {
        let members =
            names.iter().zip(kinds).map(|(name, (is_required, kind))| match is_required {
                true => Member::required(name, kind),
                false => Member::optional(name, kind),
            });
        let branch = Branch::object(Box::leak(members.collect::<Vec<_>>().into_boxed_slice()));
        (if is_closed { branch.closed() } else { branch }, names)
    })
}

fn object() -> impl Strategy<Value = Value> {
    let values = prop::collection::vec(select(vec![json!("x"), json!(1), json!(true)]), 4);
    (subsequence(NAMES.to_vec(), 0..=4), values).prop_map(|(names, values)| {
        Value::Object(names.into_iter().map(str::to_owned).zip(values).collect())
    })
}

proptest! {
    #[test]
    fn the_only_branch_that_a_value_fits_is_chosen_and_nothing_that_another_one_knows_is_lost(
        branches in prop::collection::vec(branch(), 1..=4),
        value in object(),
    ) {
        let tables: Vec<Branch> = branches.iter().map(|(branch, _)| *branch).collect();
        let fitting: Vec<usize> = (0..tables.len())
            .filter(|index| tables[*index].fits(&value, Forbidden::Excludes))
            .collect();
        let chosen = choose_of(&tables, &value, |_| true);
        if let [only] = fitting.as_slice() {
            prop_assert_eq!(chosen, Some(*only));
        }
        let Some(chosen) = chosen else { return Ok(()) };
        prop_assert!(tables[chosen].fits(&value, Forbidden::Passes));
        for other in fitting {
            let known = branches[other].1.iter().filter(|name| value.get(name).is_some());
            let mut lost = known.filter(|name| !branches[chosen].1.contains(name));
            prop_assert!(lost.next().is_none(), "{} {:?}", value, branches);
        }
    }
}

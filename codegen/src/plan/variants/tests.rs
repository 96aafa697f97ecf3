//! Values and the names that they give.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

#[test]
fn a_value_gives_a_name_of_its_own() {
    for (value, variant) in [
        ("FCM_HTTP_V1", "FcmHttpV1"),
        ("fcm-http-v1", "FcmHttpV1"),
        ("APNS", "Apns"),
        ("UNCLAIMED", "Unclaimed"),
        ("push.created", "PushCreated"),
        ("application/json", "ApplicationJson"),
        ("Not a word", "NotAWord"),
        ("don't know", "DonTKnow"),
        ("(none)", "None"),
        ("", "Empty"),
        (" ", "Space"),
        ("<", "LessThan"),
        ("<=", "LessThanOrEqual"),
        (">=", "GreaterThanOrEqual"),
        ("!=", "NotEqual"),
        ("=", "Equal"),
        ("*", "Star"),
        ("*/*", "StarSlashStar"),
        ("text/*", "TextStar"),
        ("+1", "Plus1"),
        ("-1", "Minus1"),
        ("1", "Value1"),
        ("10", "Value10"),
        ("1.0", "Value1_0"),
        ("2fa", "Value2fa"),
        ("2022-11-28", "Value2022_11_28"),
        ("TLS_1_2", "Tls1_2"),
        ("v1.0", "V1_0"),
        ("A", "A"),
        ("a", "LowerA"),
        ("A+", "APlus"),
        ("A-", "AMinus"),
        ("a+b", "APlusB"),
        ("c#", "CHash"),
        ("-created", "MinusCreated"),
        ("created", "Created"),
        ("_links", "Links"),
        (".json", "DotJson"),
        ("/docs", "SlashDocs"),
        ("-", "Minus"),
        ("_", "Underscore"),
        ("50%", "Value50Percent"),
        ("größe", "Groesse"),
        ("Übung", "Uebung"),
        ("naïve", "Naive"),
        ("名", "U540d"),
        ("👍", "U1f44d"),
        ("self", "Self_"),
        ("UNKNOWN", "Unknown_"),
    ] {
        assert_eq!(name(value), variant, "{value}");
    }
}

#[test]
fn values_that_look_alike_are_told_apart_by_their_form() {
    let alike = ["foo-bar", "foo_bar", "FOO_BAR", "fooBar", "FooBar", "foo bar", "Foo Bar"];
    assert_eq!(alike.map(name), ["FooBar"; 7]);
    assert_eq!(
        alike.map(exact),
        [
            "LowerFooMinusBar",
            "LowerFooUnderscoreBar",
            "UpperFooUnderscoreBar",
            "CamelFooBar",
            "TitleFooBar",
            "LowerFooSpaceBar",
            "TitleFooSpaceBar",
        ]
    );
}

#[test]
fn no_two_values_have_one_name() {
    let names = |wanted: &[(&str, Option<&str>)]| {
        let wanted = wanted
            .iter()
            .map(|(wire, chosen)| Wanted::of((*wire).to_owned(), chosen.map(str::to_owned)));
        all(&wanted.collect::<Vec<_>>())
    };
    assert_eq!(names(&[("foo-bar", None), ("foo_bar", Some("Other"))]), ["FooBar", "Other"]);
    assert_eq!(names(&[("A", Some("B")), ("B", None)]), ["B", "UpperB"]);
    assert_eq!(names(&[("A", Some("X")), ("B", Some("X"))]), ["X", "UpperB"]);
    assert_eq!(names(&[("on", None), ("ON", None)]), ["LowerOn", "UpperOn"]);
    assert_eq!(names(&[("1.0", None), ("1_0", None)]), ["Value1Dot0", "Value1Underscore0"]);
    let taken = names(&[("lower-on", None), ("on", None), ("ON", None)]);
    assert_eq!(taken[0], "LowerOn");
    assert!(taken[1].starts_with("LowerOnN"), "{taken:?}");
}

#[test]
fn a_long_value_has_a_short_name() {
    let (one, other) = ("word ".repeat(60) + "a", "word ".repeat(60) + "b");
    assert!(name(&one).len() <= LONGEST + 1, "{}", name(&one));
    assert_ne!(name(&one), name(&other));
}

fn is_good(name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    syn::parse_str::<syn::Ident>(name).is_ok()
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(is_word)
        && !name.contains("__")
        && name.len() <= LONGEST + 32
}

proptest! {
    #[test]
    fn no_two_of_any_values_have_one_name(
        values in proptest::collection::btree_set("[aAbB][-_ .]?[aAbB1]?|[a-zA-Z_-]{0,6}", 2..12),
    ) {
        let wanted: Vec<Wanted> = values.iter().map(|one| Wanted::of(one.clone(), None)).collect();
        let names: std::collections::BTreeSet<String> = all(&wanted).into_iter().collect();
        prop_assert_eq!(names.len(), values.len(), "{:?}", values);
    }

    #[test]
    fn every_value_has_a_name(value in ".{0,40}|[a-zA-Z0-9 _.+-]{0,12}|[<>=!*/+&-]{0,4}") {
        for name in [name(&value), exact(&value), numbered(&value)] {
            prop_assert!(is_good(&name), "{} of {:?}", name, value);
        }
    }
}

#[test]
fn short_values_that_differ_in_more_than_case_and_separators_have_names_that_differ() {
    let signs = "aAbB01+-<>=*#%&@!?~^$";
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let plain = |value: &str| value.to_ascii_lowercase().replace('-', " ");
    let ones = signs.chars().map(String::from);
    let twos = signs.chars().flat_map(|a| signs.chars().map(move |b| format!("{a}{b}")));
    for value in ones.chain(twos) {
        if let Some(first) = seen.insert(name(&value), value.clone()) {
            assert_eq!(plain(&first), plain(&value), "{}", name(&value));
        }
    }
}

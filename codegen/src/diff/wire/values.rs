//! Compares lists of values and single keywords: bounds, formats, patterns, flags.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Walker;
use super::flat::{Flat, Keyword, Values};
use super::schemas::Both;
use super::sets::end_of;
use crate::diff::kinds::ChangeKind;

use ChangeKind::{
    LengthLoosened, LengthTightened, RangeLoosened, RangeTightened, SizeLoosened, SizeTightened,
};

const BOUNDS: [(&str, ChangeKind, ChangeKind); 9] = [
    ("minimum", RangeTightened, RangeLoosened),
    ("maximum", RangeTightened, RangeLoosened),
    ("minLength", LengthTightened, LengthLoosened),
    ("maxLength", LengthTightened, LengthLoosened),
    ("minItems", SizeTightened, SizeLoosened),
    ("maxItems", SizeTightened, SizeLoosened),
    ("uniqueItems", SizeTightened, SizeLoosened),
    ("minProperties", SizeTightened, SizeLoosened),
    ("maxProperties", SizeTightened, SizeLoosened),
];

/// Keywords with a single kind of change.
const SINGLE: [(&str, ChangeKind); 8] = [
    ("default", ChangeKind::DefaultChanged),
    ("x-replaced-by", ChangeKind::DescriptionChanged),
    ("x-rust-name", ChangeKind::RustNameChanged),
    ("x-rust-names", ChangeKind::RustNameChanged),
    ("x-enum-descriptions", ChangeKind::DescriptionChanged),
    ("x-enum-varnames", ChangeKind::RustNameChanged),
    ("x-rust-type", ChangeKind::RustNameChanged),
    ("x-unconfirmed", ChangeKind::ProvenanceChanged),
];

/// Formats that hold all values of another one.
const WIDER_FORMATS: [(&str, &str); 13] = [
    ("float", "double"),
    ("int16", "int32"),
    ("int16", "int64"),
    ("int32", "int64"),
    ("int8", "int16"),
    ("int8", "int32"),
    ("int8", "int64"),
    ("uint16", "uint32"),
    ("uint16", "uint64"),
    ("uint32", "uint64"),
    ("uint8", "uint16"),
    ("uint8", "uint32"),
    ("uint8", "uint64"),
];

impl<'d> Walker<'d> {
    pub(super) fn keywords(&mut self, both: &Both<'_, 'd>) {
        let listed = (both.base.listed(), both.head.listed());
        for (keyword, tightened, loosened) in BOUNDS {
            let limits = (both.base.limit(keyword), both.head.limit(keyword));
            let end = end_of(keyword);
            let is_tighter = match limits {
                (None, None) => None,
                (None, Some(_)) => Some(true),
                (Some(_), None) => Some(false),
                (Some(old), Some(new)) if old == new => None,
                (Some(old), Some(new)) => Some(new.is_tighter(old, end)),
            };
            // A list of values says all, unless what it lists is outside of what is allowed instead.
            let is_outside = |values: &BTreeSet<&str>, flat: &Flat<'_>| {
                values.iter().any(|value| !flat.admits(value))
            };
            let is_told = match (&listed, is_tighter) {
                ((None, None), _) => true,
                ((Some(old), None), Some(true)) => is_outside(old, both.head),
                ((None, Some(new)), Some(false)) => is_outside(new, both.base),
                _ => false,
            };
            match is_tighter.filter(|_| is_told) {
                Some(true) => self.bound(both, tightened, keyword),
                Some(false) => self.bound(both, loosened, keyword),
                None => {}
            }
        }
        if listed.0.is_none() || listed.1.is_none() {
            self.multiple(both);
            self.pattern(both);
        }
        self.negation(both);
        for (keyword, kind) in SINGLE {
            let value = |of: Option<&Keyword<'d>>| of.map(|found| found.value.clone());
            let (base, head) = (both.base.keywords.get(keyword), both.head.keywords.get(keyword));
            if value(base) != value(head) {
                self.keyword(both, kind, keyword);
            }
        }
        let kinds = (ChangeKind::BecameNullable, ChangeKind::BecameNotNullable);
        self.flag(
            both,
            "nullable",
            kinds,
            ["a value may be `null` now", "`null` is no longer allowed"],
        );
        let kinds = (ChangeKind::SchemaDeprecated, ChangeKind::SchemaUndeprecated);
        self.flag(
            both,
            "deprecated",
            kinds,
            ["it is deprecated now", "it is no longer deprecated"],
        );
    }

    /// A keyword that came, went or changed.
    fn keyword(&mut self, both: &Both<'_, 'd>, kind: ChangeKind, keyword: &'static str) {
        let (base, head) = (both.base.keywords.get(keyword), both.head.keywords.get(keyword));
        let text = |of: Option<&Keyword<'d>>| of.map(|found| found.value.to_string());
        let (before, after) = (text(base), text(head));
        let sentence = match (&before, &after) {
            // A text, not a value.
            _ if keyword == "x-unconfirmed" => {
                super::docs::sentence(keyword, before.is_some(), after.is_some())
            }
            (None, Some(after)) => format!("`{keyword}` is new: {}", short(after)),
            (Some(before), None) => format!("`{keyword}` was {} and is gone", short(before)),
            (Some(before), Some(after)) => {
                format!("`{keyword}` went from {} to {}", short(before), short(after))
            }
            (None, None) => return,
        };
        let finding =
            both.finding(kind, base.map(|found| &found.at), head.map(|found| &found.at), sentence);
        self.findings.add(finding.about(keyword).values(before, after));
    }

    fn pattern(&mut self, both: &Both<'_, 'd>) {
        let kind = match (both.base.pattern(), both.head.pattern()) {
            (None, Some(_)) => ChangeKind::PatternAdded,
            (Some(_), None) => ChangeKind::PatternRemoved,
            (base, head) if base != head => ChangeKind::PatternChanged,
            _ => return,
        };
        self.keyword(both, kind, "pattern");
    }

    fn multiple(&mut self, both: &Both<'_, 'd>) {
        let (base, head) = (both.base.multiple(), both.head.multiple());
        let number = |keyword: Option<&Keyword<'_>>| keyword.and_then(|one| one.value.as_f64());
        let kind = match (base, head) {
            (None, None) => return,
            (None, Some(_)) => ChangeKind::MultipleOfTightened,
            (Some(_), None) => ChangeKind::MultipleOfLoosened,
            (Some(old), Some(new)) if old.value == new.value => return,
            _ => match (number(base), number(head)) {
                (Some(old), Some(new)) if new % old == 0.0 => ChangeKind::MultipleOfTightened,
                (Some(old), Some(new)) if old % new == 0.0 => ChangeKind::MultipleOfLoosened,
                _ => ChangeKind::MultipleOfChanged,
            },
        };
        self.keyword(both, kind, "multipleOf");
    }

    fn negation(&mut self, both: &Both<'_, 'd>) {
        let value = |flat: &Flat<'d>| flat.keywords.get("not").map(|found| found.value.clone());
        let kind = match (value(both.base), value(both.head)) {
            (None, None) => return,
            (None, Some(_)) => ChangeKind::NegationAdded,
            (Some(_), None) => ChangeKind::NegationRemoved,
            (base, head) if base != head => ChangeKind::NegationChanged,
            _ => return,
        };
        self.keyword(both, kind, "not");
    }

    /// An end of a range that moved.
    fn bound(&mut self, both: &Both<'_, 'd>, kind: ChangeKind, keyword: &'static str) {
        let at = |flat: &'_ Flat<'d>| flat.limit(keyword).and(flat.limit_at(keyword)).cloned();
        let (base, head) = (at(both.base), at(both.head));
        let text = |flat: &Flat<'d>, at: &Option<Keyword<'d>>| {
            let is_open = flat.limit(keyword).is_some_and(|limit| limit.is_open);
            let more = if is_open { ", exclusive" } else { "" };
            at.as_ref().map(|found| format!("{}{more}", found.value))
        };
        let (before, after) = (text(both.base, &base), text(both.head, &head));
        let sentence = match (&before, &after) {
            (None, Some(after)) => format!("`{keyword}` is new: {}", short(after)),
            (Some(before), None) => format!("`{keyword}` was {} and is gone", short(before)),
            (Some(before), Some(after)) => {
                format!("`{keyword}` went from {} to {}", short(before), short(after))
            }
            (None, None) => return,
        };
        let at = (base.map(|found| found.at), head.map(|found| found.at));
        let finding = both.finding(kind, at.0.as_ref(), at.1.as_ref(), sentence);
        self.findings.add(finding.about(keyword).values(before, after));
    }

    /// `password` only says that a value is a secret; all other formats restrict the value.
    pub(super) fn format(&mut self, both: &Both<'_, 'd>) {
        let (base, head) = (both.base.text("format"), both.head.text("format"));
        if base == head {
            return;
        }
        if [base, head].contains(&Some("password")) {
            self.keyword(both, ChangeKind::SecrecyChanged, "format");
        }
        let real = |format: Option<&'_ str>| {
            format.filter(|format| *format != "password").map(str::to_owned)
        };
        let kind = match (real(base).as_deref(), real(head).as_deref()) {
            (None, None) => return,
            (None, Some(_)) => ChangeKind::FormatNarrowed,
            (Some(_), None) => ChangeKind::FormatWidened,
            (Some(old), Some(new)) if WIDER_FORMATS.contains(&(old, new)) => {
                ChangeKind::FormatWidened
            }
            (Some(old), Some(new)) if WIDER_FORMATS.contains(&(new, old)) => {
                ChangeKind::FormatNarrowed
            }
            _ => ChangeKind::FormatChanged,
        };
        self.keyword(both, kind, "format");
    }

    fn flag(
        &mut self,
        both: &Both<'_, 'd>,
        flag: &str,
        (set, unset): (ChangeKind, ChangeKind),
        sentences: [&str; 2],
    ) {
        let (kind, sentence) = match (both.base.has(flag), both.head.has(flag)) {
            (false, true) => (set, sentences[0]),
            (true, false) => (unset, sentences[1]),
            _ => return,
        };
        let (base, head) = (both.base.flags.get(flag), both.head.flags.get(flag));
        self.findings.add(both.finding(kind, base, head, sentence.to_owned()).about(flag));
    }

    pub(super) fn values(&mut self, both: &Both<'_, 'd>) {
        let (base, head) = (both.base.values.as_ref(), both.head.values.as_ref());
        let is_closed = |values: Option<&Values<'_>>| values.is_some_and(|values| !values.is_open);
        let at = (base.map(|values| &values.at), head.map(|values| &values.at));
        match (is_closed(base), is_closed(head)) {
            (false, true) => {
                let sentence = "only the listed values are allowed now".to_owned();
                let finding = both.finding(ChangeKind::EnumClosed, at.0, at.1, sentence);
                self.findings.add(finding.about("enum").values(None, head.map(list)));
            }
            (true, false) => {
                let sentence = "other values than the listed ones are allowed now".to_owned();
                let finding = both.finding(ChangeKind::EnumOpened, at.0, at.1, sentence);
                self.findings.add(finding.about("enum").values(base.map(list), None));
            }
            _ => {}
        }
        match (base, head) {
            (Some(_), Some(_)) => self.single_values(both, is_closed(base) && is_closed(head)),
            (None, Some(list)) if list.is_open => {
                let sentence = format!("the known values are {} now", self::list(list));
                let finding = both.finding(ChangeKind::KnownValueAdded, at.0, at.1, sentence);
                self.findings.add(finding.about("x-extensible-enum"));
            }
            (Some(list), None) if list.is_open => {
                let sentence = "no known values are named any more".to_owned();
                let finding = both.finding(ChangeKind::KnownValueRemoved, at.0, at.1, sentence);
                self.findings.add(finding.about("x-extensible-enum"));
            }
            _ => {}
        }
    }

    /// One finding for each value that came or went.
    fn single_values(&mut self, both: &Both<'_, 'd>, is_closed: bool) {
        let (added, removed) = if is_closed {
            (ChangeKind::EnumValueAdded, ChangeKind::EnumValueRemoved)
        } else {
            (ChangeKind::KnownValueAdded, ChangeKind::KnownValueRemoved)
        };
        let (base, head) = (both.base.values.as_ref(), both.head.values.as_ref());
        let lists = (base.map(|values| &values.by_text), head.map(|values| &values.by_text));
        let has = |flat: &Flat<'d>, text: &str| match (flat.listed(), &flat.values) {
            (Some(listed), _) => listed.contains(text),
            (None, Some(open)) => open.by_text.contains_key(text),
            (None, None) => false,
        };
        for (text, at) in lists.1.into_iter().flatten() {
            if has(both.head, text) && !has(both.base, text) {
                let sentence = format!("the value `{}` is new", plain(text));
                let place = base.map(|values| &values.at);
                let finding = both.finding(added, place, Some(at), sentence);
                self.findings.add(finding.about(plain(text)));
            }
        }
        for (text, at) in lists.0.into_iter().flatten() {
            if has(both.base, text) && !has(both.head, text) {
                let sentence = format!("the value `{}` is gone", plain(text));
                let place = head.map(|values| &values.at);
                let finding = both.finding(removed, Some(at), place, sentence);
                self.findings.add(finding.about(plain(text)));
            }
        }
    }
}

/// A text value without its quotes.
fn plain(text: &str) -> String {
    match serde_json::from_str(text) {
        Ok(Value::String(text)) => text,
        _ => text.to_owned(),
    }
}

fn list(values: &Values<'_>) -> String {
    values.by_text.keys().map(|text| plain(text)).collect::<Vec<_>>().join(", ")
}

/// Long values are not read in a sentence.
fn short(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return format!("`{text}`");
    }
    format!("`{}…`", text.chars().take(MOST).collect::<String>())
}

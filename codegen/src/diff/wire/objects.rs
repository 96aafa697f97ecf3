//! Compares the properties of two objects, in each direction for itself.

use super::Walker;
use super::finding::{Finding, Ways};
use super::flat::{Additional, Flat};
use super::schema::Schema;
use super::schemas::Both;
use crate::diff::kinds::ChangeKind;
use crate::document::Cursor;
use crate::openapi::Direction;

/// A property as one version has it.
struct Property<'a, 'd> {
    schema: &'a Schema<'d>,
    required: Option<&'a Cursor<'d>>,
    is_read_only: bool,
    is_write_only: bool,
}

impl<'a, 'd> Property<'a, 'd> {
    fn of(flat: &'a Flat<'d>, name: &str) -> Option<Self> {
        let schema = flat.properties.get(name)?;
        Some(Self {
            schema,
            required: flat.required.get(name),
            is_read_only: schema.is_hidden(Direction::Request),
            is_write_only: schema.is_hidden(Direction::Response),
        })
    }

    fn ways(&self) -> Ways {
        let request = Ways::REQUEST.when(|| !self.is_read_only);
        let response = Ways::RESPONSE.when(|| !self.is_write_only);
        request.or(response)
    }

    fn at(&self) -> Option<&Cursor<'d>> {
        self.schema.used()
    }
}

impl<'d> Walker<'d> {
    pub(super) fn objects(&mut self, both: &Both<'_, 'd>) {
        let (base, head) = (&both.base.properties, &both.head.properties);
        for name in head.keys().filter(|name| !base.contains_key(*name)) {
            self.property_added(both, name);
        }
        for name in base.keys() {
            match head.contains_key(name) {
                true => self.property(both, name),
                false => self.property_removed(both, name),
            }
        }
        self.undeclared(both);
        self.additional(both);
    }

    fn property_added(&mut self, both: &Both<'_, 'd>, name: &str) {
        let Some(property) = Property::of(both.head, name) else { return };
        let (kind, word) = match property.required {
            Some(_) => (ChangeKind::PropertyRequiredAdded, "required"),
            None => (ChangeKind::PropertyOptionalAdded, "optional"),
        };
        let sentence = format!("the {word} property `{name}` is new");
        let mut finding = self.about_property(both, kind, name, None, Some(&property), sentence);
        finding.ways = property.ways();
        finding.covers.head = self.head_covers(property.at());
        self.findings.add(finding.content(None, property.at()));
    }

    fn property_removed(&mut self, both: &Both<'_, 'd>, name: &str) {
        let Some(property) = Property::of(both.base, name) else { return };
        let (kind, word) = match property.required {
            Some(_) => (ChangeKind::PropertyRequiredRemoved, "required"),
            None => (ChangeKind::PropertyOptionalRemoved, "optional"),
        };
        let sentence = format!("the {word} property `{name}` is gone");
        let mut finding = self.about_property(both, kind, name, Some(&property), None, sentence);
        finding.ways = property.ways();
        finding.covers.base = self.base_covers(property.at());
        self.findings.add(finding.content(property.at(), None));
    }

    /// A property that both versions have.
    fn property(&mut self, both: &Both<'_, 'd>, name: &str) {
        let (Some(base), Some(head)) =
            (Property::of(both.base, name), Property::of(both.head, name))
        else {
            return;
        };
        self.access(both, name, &base, &head);
        let ways = base.ways().and(head.ways());
        let change = match (base.required, head.required) {
            (None, Some(_)) => Some((
                ChangeKind::PropertyBecameRequired,
                format!("the property `{name}` must now be there"),
            )),
            (Some(_), None) => Some((
                ChangeKind::PropertyBecameOptional,
                format!("the property `{name}` may now be absent"),
            )),
            _ => None,
        };
        if let Some((kind, sentence)) = change {
            let mut finding =
                self.about_property(both, kind, name, Some(&base), Some(&head), sentence);
            finding.ways = ways;
            self.findings.add(finding);
        }
        let step = format!(".{name}");
        self.child(both, base.schema.clone(), head.schema.clone(), ways, &step);
    }

    /// `readOnly` and `writeOnly` came or went.
    fn access(
        &mut self,
        both: &Both<'_, 'd>,
        name: &str,
        base: &Property<'_, 'd>,
        head: &Property<'_, 'd>,
    ) {
        let mut tell = |kind: ChangeKind, ways: Ways, words: &str| {
            let sentence = format!("the property `{name}` {words}");
            let finding = self.about_property(both, kind, name, Some(base), Some(head), sentence);
            self.findings.add(Finding { ways, ..finding });
        };
        match (base.is_read_only, head.is_read_only) {
            (false, true) => {
                let words = "is no longer sent: it is `readOnly` now";
                tell(ChangeKind::PropertyBecameReadOnly, Ways::REQUEST, words);
                if base.required.is_some() {
                    let words = "need no longer be sent";
                    tell(ChangeKind::PropertyBecameOptional, Ways::REQUEST, words);
                }
            }
            (true, false) => {
                let words = "may be sent: it is no longer `readOnly`";
                tell(ChangeKind::PropertyNotReadOnly, Ways::REQUEST, words);
                // One that must be sent from now on is more than one that may be.
                if head.required.is_some() {
                    tell(ChangeKind::PropertyBecameRequired, Ways::REQUEST, "must now be sent");
                }
            }
            _ => {}
        }
        match (base.is_write_only, head.is_write_only) {
            (false, true) => {
                let words = "is no longer returned: it is `writeOnly` now";
                tell(ChangeKind::PropertyBecameWriteOnly, Ways::RESPONSE, words);
            }
            (true, false) => {
                let words = "is returned: it is no longer `writeOnly`";
                tell(ChangeKind::PropertyNotWriteOnly, Ways::RESPONSE, words);
                if head.required.is_some() {
                    tell(ChangeKind::PropertyBecameRequired, Ways::RESPONSE, "always comes now");
                }
            }
            _ => {}
        }
    }

    /// Names in `required` without a property of that name.
    fn undeclared(&mut self, both: &Both<'_, 'd>) {
        let is_bare = |name: &str| {
            !both.base.properties.contains_key(name) && !both.head.properties.contains_key(name)
        };
        let (base, head) = (&both.base.required, &both.head.required);
        for (name, at) in head.iter().filter(|(name, _)| is_bare(name)) {
            if !base.contains_key(name) {
                let sentence = format!("the property `{name}` must now be there");
                let kind = ChangeKind::PropertyBecameRequired;
                self.findings.add(both.finding(kind, None, Some(at), sentence).about(*name));
            }
        }
        for (name, at) in base.iter().filter(|(name, _)| is_bare(name)) {
            if !head.contains_key(name) {
                let sentence = format!("the property `{name}` may now be absent");
                let kind = ChangeKind::PropertyBecameOptional;
                self.findings.add(both.finding(kind, Some(at), None, sentence).about(*name));
            }
        }
    }

    fn additional(&mut self, both: &Both<'_, 'd>) {
        use Additional::{Any, Forbidden, Typed};
        let (kind, base, head, sentence) = match (&both.base.additional, &both.head.additional) {
            (Typed(base), Typed(head)) => {
                let (base, head) = (Schema::new(base.clone()), Schema::new(head.clone()));
                return self.child(both, base, head, Ways::BOTH, ".*");
            }
            (Any, Any) | (Forbidden(_), Forbidden(_)) => return,
            (_, Forbidden(head)) => (
                ChangeKind::AdditionalForbidden,
                None,
                Some(head),
                "properties without a name in the contract are forbidden now",
            ),
            (Forbidden(base), head) => (
                ChangeKind::AdditionalAllowed,
                Some(base),
                match head {
                    Typed(head) => Some(head),
                    _ => None,
                },
                "properties without a name in the contract are allowed now",
            ),
            (Any, Typed(head)) => (
                ChangeKind::AdditionalTyped,
                None,
                Some(head),
                "properties without a name in the contract must have a certain type now",
            ),
            (Typed(base), Any) => (
                ChangeKind::AdditionalUntyped,
                Some(base),
                None,
                "properties without a name in the contract may have any type now",
            ),
        };
        let mut finding = both.finding(kind, base, head, sentence.to_owned());
        finding.covers.base = self.base_covers(base);
        finding.covers.head = self.head_covers(head);
        let finding = finding.about("additionalProperties").written(base.into_iter().chain(head));
        self.findings.add(finding);
    }

    fn about_property(
        &self,
        both: &Both<'_, 'd>,
        kind: ChangeKind,
        name: &str,
        base: Option<&Property<'_, 'd>>,
        head: Option<&Property<'_, 'd>>,
        sentence: String,
    ) -> Finding {
        let at = |property: Option<&Property<'_, 'd>>| property.and_then(|one| one.at().cloned());
        let mut finding = both.finding(kind, at(base).as_ref(), at(head).as_ref(), sentence);
        // The sentence names the property, so the place is its object.
        if let Some(owner) = finding.place.strip_suffix(&format!(".{name}")) {
            finding.place = owner.to_owned();
        }
        finding.about(name)
    }
}

//! Gives what was read to a type, and watches where that fails and what is not as it was sent.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Number};

use super::text::unescaped;
use super::{Document, Kind};

/// A step into a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To the member with this name, and whether the type that is decoded has the name.
    Member { name: usize, is_ours: bool },
    /// To the item at this position, which is this node.
    Item { position: usize, index: usize },
}

/// What happens while a type is decoded.
pub(super) struct Watch<'d> {
    pub(super) document: &'d Document<'d>,
    /// Where decoding is.
    path: RefCell<Vec<Step>>,
    /// Where it failed first, and why.
    pub(super) failed: RefCell<Option<(Vec<Step>, String)>>,
    /// Where something is not as it was sent.
    pub(super) altered: RefCell<Vec<Vec<Step>>>,
    /// How much was visited: values, and a share of their texts.
    pub(super) visits: Cell<usize>,
    /// What may still be kept as values without a type.
    room: Cell<usize>,
    /// Whether that is what happens now.
    keeps: Cell<bool>,
}

/// As many altered places are remembered; it takes a hostile body to have more.
pub(super) const MAX_PLACES: usize = 32;

/// Bytes of a text that take about as long as a value.
const BYTES_PER_VISIT: usize = 16;

impl<'d> Watch<'d> {
    pub(super) fn new(document: &'d Document<'d>) -> Self {
        Self {
            document,
            path: RefCell::default(),
            failed: RefCell::default(),
            altered: RefCell::default(),
            visits: Cell::new(0),
            room: Cell::new(document.room()),
            keeps: Cell::new(false),
        }
    }

    pub(super) fn root(&self) -> At<'_, 'd> {
        At { watch: self, index: 0, name: None }
    }

    /// Decodes what a step leads to.
    fn inside<T>(&self, step: Step, decode: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        self.visit();
        self.path.borrow_mut().push(step);
        let outcome = decode();
        if let Err(error) = &outcome {
            let path = self.path.borrow();
            self.failed.borrow_mut().get_or_insert_with(|| {
                let message = error.to_string();
                self.visit_text(message.len());
                (path.clone(), message)
            });
        }
        self.path.borrow_mut().pop();
        outcome
    }

    fn visit(&self) {
        self.visits.set(self.visits.get() + 1);
    }

    /// Counts a text that is looked through, however few values it is.
    fn visit_text(&self, bytes: usize) {
        self.visits.set(self.visits.get() + bytes / BYTES_PER_VISIT);
    }

    /// The text of a node, which counts as visited.
    fn raw(&self, index: usize) -> &'d [u8] {
        let raw = self.document.raw(self.document.node(index));
        self.visit_text(raw.len());
        raw
    }

    fn alter(&self) {
        let mut altered = self.altered.borrow_mut();
        if altered.len() < MAX_PLACES {
            altered.push(self.path.borrow().clone());
        }
    }

    /// The text of a string.
    fn text(&self, index: usize) -> Cow<'d, str> {
        let (text, exact) = unescaped(self.raw(index));
        if !exact {
            self.alter();
        }
        text
    }
}

/// The methods of a deserializer that read a value of a known kind.
macro_rules! typed {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
            self.typed().visit(visitor)
        })*
    };
}

/// A value of a document.
#[derive(Clone, Copy)]
pub(super) struct At<'w, 'd> {
    watch: &'w Watch<'d>,
    index: usize,
    /// Whether the type asked for the value by this name, which makes the name one of its own.
    name: Option<Asked>,
}

/// How a name was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// As that of a field, which may be unknown.
    Field,
    /// As data.
    Data,
}

impl<'d> At<'_, 'd> {
    /// The value is read by a type of ours; what is not described by one is read as it comes.
    fn typed(self) -> Self {
        self.is_ours();
        self
    }

    /// The name of the value is one of ours, if it was read as that of a field.
    fn is_ours(self) {
        if let (Some(Asked::Field), Some(Step::Member { is_ours, .. })) =
            (self.name, self.watch.path.borrow_mut().last_mut())
        {
            *is_ours = true;
        }
    }

    fn visit<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        let Self { watch, index, .. } = self;
        let document = watch.document;
        let node = document.node(index);
        match node.kind {
            Kind::Null => visitor.visit_unit(),
            Kind::Unreadable | Kind::Torn => {
                watch.alter();
                visitor.visit_unit()
            }
            Kind::True => visitor.visit_bool(true),
            Kind::False => visitor.visit_bool(false),
            Kind::Number => {
                let number: Number = serde_json::from_slice(watch.raw(index))?;
                number.deserialize_any(visitor)
            }
            Kind::Text => match watch.text(index) {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            Kind::LocalTime => {
                watch.alter();
                visitor.visit_string(format!("{}Z", watch.text(index)))
            }
            Kind::Array => {
                visitor.visit_seq(Items { watch, items: document.items(index).enumerate() })
            }
            Kind::Object => {
                let members = document.members(index);
                visitor.visit_map(Members {
                    watch,
                    members,
                    current: (0, 0),
                    asked: Cell::new(Asked::Data),
                })
            }
        }
    }

    /// Keeps a value as it came, or as its text if that is all there is room for.
    fn keep<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        let Self { watch, index, .. } = self;
        let cost = watch.document.cost(index);
        if let Some(room) = watch.room.get().checked_sub(cost) {
            watch.room.set(room);
            watch.keeps.set(true);
            let kept = self.visit(visitor);
            watch.keeps.set(false);
            return kept;
        }
        watch.alter();
        match String::from_utf8_lossy(watch.raw(index)) {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }
}

impl<'d> Deserializer<'d> for At<'_, 'd> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        let is_container =
            matches!(self.watch.document.node(self.index).kind, Kind::Array | Kind::Object);
        match is_container && !self.watch.keeps.get() {
            true => self.keep(visitor),
            false => self.visit(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        let at = self.typed();
        match at.watch.document.node(at.index).kind {
            Kind::Null => visitor.visit_none(),
            Kind::Unreadable | Kind::Torn => {
                at.watch.alter();
                visitor.visit_none()
            }
            _ => visitor.visit_some(at),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'d>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let has_room = || self.watch.document.cost(self.index) <= self.watch.room.get();
        if name == crate::union::NAME && has_room() {
            return visitor.visit_enum(Twice(self.typed()));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'d>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let at = self.typed();
        at.watch.document.value(at.index).deserialize_enum(name, variants, visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'d>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.typed().visit(visitor)
    }

    fn deserialize_tuple<V: Visitor<'d>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.typed().visit(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'d>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.typed().visit(visitor)
    }

    fn deserialize_struct<V: Visitor<'d>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.typed().visit(visitor)
    }

    typed! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32
        deserialize_f64 deserialize_char deserialize_str deserialize_string deserialize_bytes
        deserialize_byte_buf deserialize_unit deserialize_seq deserialize_map deserialize_identifier
    }
}

/// A value for a union: whole to choose a branch by, and then piece by piece.
struct Twice<'w, 'd>(At<'w, 'd>);

impl<'w, 'd> EnumAccess<'d> for Twice<'w, 'd> {
    type Error = Error;
    type Variant = At<'w, 'd>;

    fn variant_seed<S: DeserializeSeed<'d>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), Error> {
        let At { watch, index, .. } = self.0;
        watch.visit_text(watch.document.raw(watch.document.node(index)).len());
        Ok((seed.deserialize(watch.document.value(index))?, self.0))
    }
}

impl<'d> VariantAccess<'d> for At<'_, 'd> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'d>>(self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'d>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.visit(visitor)
    }

    fn struct_variant<V: Visitor<'d>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.visit(visitor)
    }
}

struct Items<'w, 'd, I> {
    watch: &'w Watch<'d>,
    items: I,
}

impl<'d, I: Iterator<Item = (usize, usize)>> SeqAccess<'d> for Items<'_, 'd, I> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'d>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some((position, index)) = self.items.next() else { return Ok(None) };
        let watch = self.watch;
        let item = At { watch, index, name: None };
        watch.inside(Step::Item { position, index }, || seed.deserialize(item)).map(Some)
    }
}

struct Members<'w, 'd, I> {
    watch: &'w Watch<'d>,
    members: I,
    /// The name that was read last, and its value.
    current: (usize, usize),
    asked: Cell<Asked>,
}

impl<'d, I: Iterator<Item = (usize, usize)>> MapAccess<'d> for Members<'_, 'd, I> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'d>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let document = self.watch.document;
        let Some(next) = self.members.find(|(name, _)| {
            self.watch.visit();
            !document.node(*name).left_out
        }) else {
            return Ok(None);
        };
        self.current = next;
        self.asked.set(Asked::Data);
        let (text, _) = unescaped(self.watch.raw(next.0));
        seed.deserialize(Name { text, asked: &self.asked }).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'d>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let (name, index) = self.current;
        let value = At { watch: self.watch, index, name: Some(self.asked.get()) };
        let step = Step::Member { name, is_ours: false };
        self.watch.inside(step, || {
            // Where a name is not ours, nothing is expected that could fail.
            seed.deserialize(value).inspect_err(|_| value.is_ours())
        })
    }
}

/// The name of a member.
struct Name<'a, 'd> {
    text: Cow<'d, str>,
    asked: &'a Cell<Asked>,
}

impl<'d> Deserializer<'d> for Name<'_, 'd> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.text {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_identifier<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        self.asked.set(Asked::Field);
        self.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'d>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'d>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct seq tuple tuple_struct map struct enum ignored_any
    }
}

//! How much memory values take, as far as it decides which variants of a union are boxed.

use super::{
    Field, Nullability, Placing, Plan, Presence, Repr, Scalar, Shape, TypeRef, Union, Variant,
};

/// A variant that is larger than all others by more than this is boxed. Clippy complains from 200 bytes
/// on, and the sizes here are estimates.
const TOO_MUCH: usize = 160;

/// A pointer, and what a value takes beside its own size at most.
const WORD: usize = 8;

/// How far values inside of values are looked into.
const DEEPEST: usize = 12;

impl Plan {
    /// Whether a union holds this variant in a `Box`: every other variant would take as much memory.
    pub(crate) fn is_boxed(&self, union: &Union, variant: &Variant) -> bool {
        let size = |variant: &Variant| self.value(&variant.ty, false, &mut Vec::new());
        let others = union.variants.iter().filter(|other| other.name != variant.name);
        others.map(size).max().is_some_and(|largest| size(variant) > largest + TOO_MUCH)
    }

    fn size<'p>(&'p self, name: &'p str, inside: &mut Vec<&'p str>) -> usize {
        let Some(item) = self.types.get(name) else { return WORD };
        match &item.shape {
            Shape::Id => 16,
            Shape::Text => 3 * WORD,
            Shape::Enum(values) => match values.repr {
                Repr::Text => 3 * WORD,
                Repr::Number(_) => 2 * WORD,
                Repr::Mixed => 4 * WORD,
            },
            // A value inside a value of its own type is behind a pointer.
            _ if inside.len() > DEEPEST || inside.contains(&name) => WORD,
            Shape::Struct(object) => {
                inside.push(name);
                let fields: usize = object.fields.iter().map(|one| self.field(one, inside)).sum();
                let size = fields + object.extra.typed().map_or(0, |_| 3 * WORD);
                inside.pop();
                size
            }
            Shape::Union(union) => {
                inside.push(name);
                let variants = union.variants.iter();
                let mut sizes: Vec<_> =
                    variants.map(|one| self.value(&one.ty, false, inside)).collect();
                inside.pop();
                sizes.sort_unstable();
                match sizes.as_slice() {
                    // The largest is boxed.
                    [.., second, largest] if *largest > second + TOO_MUCH => WORD + second,
                    [.., largest] => WORD + largest,
                    [] => WORD,
                }
            }
        }
    }

    fn field<'p>(&'p self, field: &'p Field, inside: &mut Vec<&'p str>) -> usize {
        let is_option =
            field.presence == Presence::Optional || field.nullability != Nullability::NotNull;
        if field.placing == Placing::Boxed {
            return WORD;
        }
        self.value(&field.ty, is_option, inside)
    }

    fn value<'p>(&'p self, ty: &'p TypeRef, is_option: bool, inside: &mut Vec<&'p str>) -> usize {
        match ty {
            TypeRef::Scalar(scalar) => self::scalar(*scalar, is_option),
            TypeRef::Nullable(inner) => match &**inner {
                TypeRef::Scalar(scalar) => self::scalar(*scalar, true),
                TypeRef::Named(name) => self.size(name, inside),
                _ => 4 * WORD,
            },
            TypeRef::Json => 4 * WORD,
            TypeRef::String | TypeRef::Secret | TypeRef::Runtime(_) => 3 * WORD,
            TypeRef::List(_) | TypeRef::Map(_) => 3 * WORD,
            TypeRef::Named(name) => self.size(name, inside),
        }
    }
}

/// A plain value; what is smaller than a word is mostly followed by what is not.
fn scalar(scalar: Scalar, is_option: bool) -> usize {
    match scalar {
        Scalar::Bool | Scalar::I8 | Scalar::U8 => 1,
        Scalar::I16 | Scalar::U16 | Scalar::I32 | Scalar::U32 | Scalar::Date => WORD,
        Scalar::I64 | Scalar::U64 | Scalar::F64 if is_option => 2 * WORD,
        Scalar::I64 | Scalar::U64 | Scalar::F64 => WORD,
        Scalar::Timestamp | Scalar::Uuid => 2 * WORD,
        Scalar::Base64 => 4 * WORD,
    }
}

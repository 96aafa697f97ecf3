//! How much memory values take, as far as it decides which variants of a union are boxed.

use super::{Field, Nullability, Plan, Presence, Shape, TypeRef, Union, Variant};

/// A variant that is larger than all others by more than this is boxed. Clippy complains from 200 bytes
/// on, and the sizes here are estimates.
const TOO_MUCH: usize = 160;

/// A pointer, and what a value takes beside its own size at most.
const WORD: usize = 8;

/// How far values inside of values are looked into.
const DEEPEST: usize = 12;

impl Plan {
    /// Whether a union holds this variant in a `Box`: it leads back to the union, or every other variant
    /// would take as much memory.
    pub(crate) fn is_boxed(&self, union: &Union, variant: &Variant) -> bool {
        if self.leads_back(union, &variant.ty) {
            return true;
        }
        let size = |variant: &Variant| self.value(&variant.ty, &mut Vec::new());
        let others = union.variants.iter().filter(|other| other.name != variant.name);
        others.map(size).max().is_some_and(|largest| size(variant) > largest + TOO_MUCH)
    }

    /// Whether values of a type hold values of a union without a pointer between.
    fn leads_back(&self, union: &Union, ty: &TypeRef) -> bool {
        let mut seen: Vec<&str> = Vec::new();
        let mut waiting: Vec<&str> = ty.name().into_iter().collect();
        while let Some(name) = waiting.pop() {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            match self.types.get(name).map(|item| &item.shape) {
                Some(Shape::Union(held)) if std::ptr::eq(held, union) => return true,
                Some(Shape::Union(held)) => {
                    waiting.extend(held.variants.iter().filter_map(|one| one.ty.name()));
                }
                Some(Shape::Struct(object)) => {
                    waiting.extend(object.fields.iter().filter_map(|field| field.ty.name()));
                }
                _ => {}
            }
        }
        false
    }

    fn size<'p>(&'p self, name: &'p str, inside: &mut Vec<&'p str>) -> usize {
        let Some(item) = self.types.get(name) else { return WORD };
        match &item.shape {
            Shape::Id => 16,
            Shape::Text | Shape::Enum(_) => 3 * WORD,
            // A value inside a value of its own type is behind a pointer.
            _ if inside.len() > DEEPEST || inside.contains(&name) => WORD,
            Shape::Struct(object) => {
                inside.push(name);
                let size = object.fields.iter().map(|field| self.field(field, inside)).sum();
                inside.pop();
                size
            }
            Shape::Union(union) => {
                inside.push(name);
                let variants = union.variants.iter();
                let mut sizes: Vec<_> = variants.map(|one| self.value(&one.ty, inside)).collect();
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
            field.presence == Presence::Optional || field.nullability == Nullability::Nullable;
        match &field.ty {
            TypeRef::I64 | TypeRef::F64 if is_option => 2 * WORD,
            ty => self.value(ty, inside),
        }
    }

    fn value<'p>(&'p self, ty: &'p TypeRef, inside: &mut Vec<&'p str>) -> usize {
        match ty {
            TypeRef::Bool => 1,
            TypeRef::I32 => WORD,
            TypeRef::I64 | TypeRef::F64 => WORD,
            TypeRef::Timestamp | TypeRef::Uuid => 2 * WORD,
            TypeRef::Json => 4 * WORD,
            TypeRef::String | TypeRef::Secret | TypeRef::Runtime(_) => 3 * WORD,
            TypeRef::List(_) | TypeRef::Map(_) => 3 * WORD,
            TypeRef::Named(name) => self.size(name, inside),
        }
    }
}

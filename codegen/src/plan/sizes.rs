//! How much memory values take, as far as it decides which variants of a union are boxed.

use std::collections::HashMap;

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
        let mut sizes = Sizes { plan: self, inside: Vec::new(), known: HashMap::new() };
        let mut size = |variant| sizes.value(variant, false);
        let own = size(&variant.ty);
        let others = union.variants.iter().filter(|other| other.name != variant.name);
        others.map(|other| size(&other.ty)).max().is_some_and(|largest| own > largest + TOO_MUCH)
    }
}

/// Looks at values, and at each type once however many values it is in.
struct Sizes<'p> {
    plan: &'p Plan,
    /// The types of the values around the one that is looked at.
    inside: Vec<&'p str>,
    /// What values take, by their type and how many are around them.
    known: HashMap<(&'p str, usize), usize>,
}

impl<'p> Sizes<'p> {
    fn size(&mut self, name: &'p str) -> usize {
        let key = (name, self.inside.len());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let size = self.uncached(name);
        self.known.insert(key, size);
        size
    }

    fn uncached(&mut self, name: &'p str) -> usize {
        let Some(item) = self.plan.types.get(name) else { return WORD };
        match &item.shape {
            Shape::Id => 16,
            Shape::Text => 3 * WORD,
            Shape::Enum(values) => match values.repr {
                Repr::Text => 3 * WORD,
                Repr::Number(_) => 2 * WORD,
                Repr::Mixed => 4 * WORD,
            },
            // A value inside a value of its own type is behind a pointer.
            _ if self.inside.len() > DEEPEST || self.inside.contains(&name) => WORD,
            Shape::Struct(object) => {
                self.inside.push(name);
                let fields: usize = object.fields.iter().map(|one| self.field(one)).sum();
                let size = fields + object.extra.typed().map_or(0, |_| 3 * WORD);
                self.inside.pop();
                size
            }
            Shape::Union(union) => {
                self.inside.push(name);
                let variants = union.variants.iter();
                let mut sizes: Vec<_> = variants.map(|one| self.value(&one.ty, false)).collect();
                self.inside.pop();
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

    fn field(&mut self, field: &'p Field) -> usize {
        let is_option =
            field.presence == Presence::Optional || field.nullability != Nullability::NotNull;
        if field.placing == Placing::Boxed {
            return WORD;
        }
        self.value(&field.ty, is_option)
    }

    fn value(&mut self, ty: &'p TypeRef, is_option: bool) -> usize {
        match ty {
            TypeRef::Scalar(scalar) => self::scalar(*scalar, is_option),
            TypeRef::Nullable(inner) => match &**inner {
                TypeRef::Scalar(scalar) => self::scalar(*scalar, true),
                TypeRef::Named(name) => self.size(name),
                _ => 4 * WORD,
            },
            TypeRef::Json => 4 * WORD,
            TypeRef::String | TypeRef::Secret | TypeRef::Runtime(_) => 3 * WORD,
            TypeRef::List(_) | TypeRef::Map(_) => 3 * WORD,
            TypeRef::Named(name) => self.size(name),
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

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::fixture::plan;
    use crate::plan::Shape;

    /// Each level has the next one in six fields: looked at one by one, there are billions of values.
    #[test]
    fn values_that_are_in_many_places_are_looked_at_once() {
        let mut schemas = String::from(
            "
    Thing:
      type: object
      properties: {choice: {$ref: '#/components/schemas/Choice'}}
    Choice:
      oneOf:
        - $ref: '#/components/schemas/Level0'
        - $ref: '#/components/schemas/Small'
    Small: {type: object, required: [kind], properties: {kind: {type: string, enum: [SMALL]}}}
",
        );
        for level in 0..14 {
            let next = format!("{{$ref: '#/components/schemas/Level{}'}}", level + 1);
            let fields: Vec<String> = (0..6).map(|field| format!("f{field}: {next}")).collect();
            let fields = fields.join(", ");
            let kind = "kind: {type: string, enum: [LARGE]}";
            let _ = writeln!(
                schemas,
                "    Level{level}: {{type: object, required: [kind, f0], properties: {{{kind}, {fields}}}}}"
            );
        }
        schemas += "    Level14: {type: object, properties: {end: {type: string}}}\n";
        let plan = plan(&schemas);
        let Shape::Union(union) = &plan.types["Choice"].shape else { panic!("a union") };
        let boxed: Vec<bool> = union.variants.iter().map(|one| plan.is_boxed(union, one)).collect();
        assert_eq!(boxed, [true, false]);
    }
}

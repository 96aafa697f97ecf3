//! The types of the plan: how a value is held, and what the client defines for it.

use super::looks::Look;
use super::{Deprecation, Presence, names};
use crate::diagnostic::Location;
use crate::openapi::Direction;

/// A use of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TypeRef {
    /// `String`
    String,
    /// `Secret`: a redacted string.
    Secret,
    /// A number, a time and the like.
    Scalar(Scalar),
    /// `serde_json::Value`
    Json,
    /// A type of this plan.
    Named(String),
    /// A handwritten type of the client (`x-rust-type`).
    Runtime(String),
    /// `Vec<T>`
    List(Box<TypeRef>),
    /// `BTreeMap<String, T>`
    Map(Box<TypeRef>),
    /// `Option<T>`: a value that may be `null` where nothing can be absent.
    Nullable(Box<TypeRef>),
}

impl TypeRef {
    /// Visits the type and everything inside it.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        if let Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) = self {
            inner.visit(visit);
        }
    }

    /// The type without `null`, for where nothing can be it.
    #[must_use]
    pub fn without_null(self) -> Self {
        match self {
            Self::Nullable(inner) => inner.without_null(),
            Self::List(inner) => Self::List(Box::new(inner.without_null())),
            other => other,
        }
    }

    /// The name, if this is a type of the plan itself and no list or map of one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            _ => None,
        }
    }
}

/// A plain value that is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scalar {
    /// `bool`
    Bool,
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f64`
    F64,
    /// `jiff::Timestamp`
    Timestamp,
    /// `jiff::civil::Date`
    Date,
    /// `uuid::Uuid`
    Uuid,
    /// The runtime's `Base64`: bytes that encode themselves.
    Base64,
}

/// How a value is written in Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notation {
    /// As a literal.
    Literal,
    /// As a text that is parsed.
    Parsed,
}

impl Scalar {
    /// The type as a crate beside the client spells it, `runtime` being the path of the runtime's items.
    #[must_use]
    pub fn path(self, runtime: &str) -> String {
        let path = match self {
            Self::Bool => "bool",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::F64 => "f64",
            Self::Timestamp => "jiff::Timestamp",
            Self::Date => "jiff::civil::Date",
            Self::Uuid => "uuid::Uuid",
            Self::Base64 => return format!("{runtime}::Base64"),
        };
        path.to_owned()
    }

    pub(crate) fn notation(self) -> Notation {
        match self {
            Self::Timestamp | Self::Date | Self::Uuid | Self::Base64 => Notation::Parsed,
            _ => Notation::Literal,
        }
    }

    /// The least and the largest value, if this is a whole number.
    #[must_use]
    pub fn range(self) -> Option<(i128, i128)> {
        let (least, largest) = match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
            _ => return None,
        };
        Some((least, largest))
    }
}

/// A type that the client defines.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TypeItem {
    /// Rust name.
    pub name: String,
    /// Module below `types`: the stem of the spec file.
    pub module: String,
    /// What it is.
    pub shape: Shape,
    /// Whether its values are sent, received, or both.
    pub usage: Usage,
    /// Description and limits, as rustdoc.
    pub docs: Vec<String>,
    /// What is said of it where the contract says nothing.
    pub summary: String,
    /// `deprecated`.
    pub deprecation: Deprecation,
    /// The type to use instead (`x-replaced-by`).
    pub successor: Option<String>,
    /// The type that has the code, if this one is only another name of it: two inline schemas say the same.
    pub same_as: Option<String>,
    /// How a value of it is made of what a response showed.
    pub made_of: Option<Conversion>,
    /// The file of the schema, relative to the root document's folder.
    pub file: String,
    /// The schema in the spec.
    pub location: Location,
}

/// More values than this stand in no row: their names are written with them.
const MOST_IN_A_ROW: usize = 4;

impl TypeItem {
    /// The struct that holds what a constructor must be given, if that is too much for a row of arguments.
    #[must_use]
    pub fn group(&self) -> Option<String> {
        let Shape::Struct(object) = &self.shape else { return None };
        let is_long = self.usage.is_sent() && object.required().count() > MOST_IN_A_ROW;
        is_long.then(|| names::joined(&self.name, "Required"))
    }
}

/// How the request side of a schema is made of the response side.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conversion {
    /// The type of responses.
    pub from: String,
    /// Where the value of each field comes from, in their order.
    pub fields: Vec<Source>,
    /// Where the properties without a name come from.
    pub others: Source,
}

/// Where the value of a field comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// Responses do not have it.
    Absent,
    /// From the field of the same property.
    Given(How, Within),
}

/// How a value becomes one of another type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum How {
    /// It is one already.
    Same,
    /// By a conversion of its own.
    Into,
    /// Each item of a list so.
    Items(Box<How>),
    /// Each entry of a map so.
    Entries(Box<How>),
}

/// What stands around the value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Within {
    /// Nothing.
    Plain,
    /// An `Option` on both sides.
    Option,
    /// An `Option` on the side that is made.
    Wrapped,
}

/// What a type is made of.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Shape {
    /// A UUID with a meaning of its own.
    Id,
    /// A text with a meaning of its own.
    Text,
    /// A set of values that may grow.
    Enum(Enum),
    /// An object.
    Struct(Struct),
    /// One of several types.
    Union(Union),
}

impl Shape {
    /// The types inside of it. What variants share is inside of the variants.
    pub(super) fn types(&self) -> Vec<&TypeRef> {
        match self {
            Self::Struct(object) => object.types().collect(),
            Self::Union(union) => union.variants.iter().map(|one| &one.ty).collect(),
            Self::Id | Self::Text | Self::Enum(_) => Vec::new(),
        }
    }
}

/// An object.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Struct {
    /// Sorted by wire name, so that reordering the spec changes nothing.
    pub fields: Vec<Field>,
    /// Members that always have the same text, which no field shows.
    pub constants: Vec<Constant>,
    /// Whether other properties are kept.
    pub extra: Extra,
}

impl Struct {
    pub(super) fn empty() -> Self {
        Self { fields: Vec::new(), constants: Vec::new(), extra: Extra::Ignored }
    }

    /// The types of all fields, and of what is kept beside them.
    pub(crate) fn types(&self) -> impl Iterator<Item = &TypeRef> {
        self.fields.iter().map(|field| &field.ty).chain(self.extra.typed())
    }

    /// Fields that a constructor is given, in the order of the contract.
    pub(crate) fn arguments(&self) -> Vec<&Field> {
        let mut fields: Vec<&Field> = self.required().collect();
        fields.sort_by_key(|field| field.rank);
        fields
    }

    /// Fields a constructor must be given.
    pub fn required(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.presence == Presence::Required)
    }

    /// Constants that the struct writes itself, in the order of their positions.
    pub(crate) fn own_constants(&self) -> impl Iterator<Item = &Constant> {
        self.constants.iter().filter(|constant| constant.writer == Writer::Struct)
    }

    /// Fields with a setter.
    pub fn optional(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.presence == Presence::Optional)
    }
}

/// What happens to properties that the contract does not name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Extra {
    /// They are ignored.
    Ignored,
    /// They are kept in a field named `extra`, as JSON (`additionalProperties: true`).
    Kept,
    /// They are kept in a field named `extra`, each as a value of this type.
    Typed(TypeRef),
}

impl Extra {
    /// The type of the values that are kept, unless they are JSON.
    #[must_use]
    pub fn typed(&self) -> Option<&TypeRef> {
        match self {
            Self::Typed(ty) => Some(ty),
            Self::Ignored | Self::Kept => None,
        }
    }
}

/// A property of an object.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Field {
    /// Property name on the wire.
    pub wire: String,
    /// Field name.
    pub name: String,
    /// The Rust type, without `Option`.
    pub ty: TypeRef,
    /// How many fields the contract names before it.
    pub rank: usize,
    /// Whether the property must be there.
    pub presence: Presence,
    /// Whether a required property may be `null`.
    pub nullability: Nullability,
    /// Where the value is.
    pub placing: Placing,
    /// Description and limits, as rustdoc.
    pub docs: Vec<String>,
    /// What is said of it where the contract says nothing.
    pub summary: String,
    /// `deprecated`.
    pub deprecation: Deprecation,
    /// The field to use instead (`x-replaced-by`).
    pub successor: Option<String>,
    /// The property's schema in the spec.
    pub location: Location,
}

/// A required property with one value.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Constant {
    /// Property name on the wire.
    pub wire: String,
    /// Name of the private field, where there is one.
    pub name: String,
    /// The value.
    pub value: String,
    /// Who writes it.
    pub writer: Writer,
    /// The property's schema in the spec.
    pub location: Location,
}

impl Field {
    /// What documents it.
    pub(crate) fn said(&self) -> &[String] {
        if self.docs.is_empty() { std::slice::from_ref(&self.summary) } else { &self.docs }
    }

    /// The method that sends `null`, where that is another thing than leaving the property out.
    #[must_use]
    pub fn null_setter(&self) -> Option<String> {
        let is_distinct = self.nullability == Nullability::Distinct;
        is_distinct.then(|| format!("{}_null", self.name.trim_end_matches('_')))
    }
}

/// Where the value of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Placing {
    /// In the struct.
    Inline,
    /// Behind a pointer, because it may hold a value of the struct's own type.
    Boxed,
}

/// Whether a value may be `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nullability {
    /// Never `null`.
    NotNull,
    /// May be `null`; where it may be absent as well, that is the same.
    Nullable,
    /// May be absent and may be `null`, and these differ: an optional property of what is sent.
    Distinct,
}

/// A set of values that may grow.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Enum {
    /// What holds a value that is not known.
    pub repr: Repr,
    /// Sorted by what stands on the wire.
    pub values: Vec<EnumValue>,
}

/// What the values of an enum are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repr {
    /// Texts.
    Text,
    /// Numbers.
    Number(Scalar),
    /// Texts, numbers and others.
    Mixed,
}

/// One known value of an open enum.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EnumValue {
    /// What stands on the wire: a text as it is, anything else as JSON.
    pub wire: String,
    /// The value on the wire.
    pub value: serde_json::Value,
    /// Variant name.
    pub variant: String,
    /// What the contract says about it.
    pub docs: Vec<String>,
}

/// A value of one of several types.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Union {
    /// The property that tells the variants apart, if one does.
    pub tag: Option<String>,
    /// Who writes the tag.
    pub writer: Writer,
    /// Whether values that are of no variant are kept.
    pub rest: Rest,
    /// Whether the contract tells the variants apart.
    pub telling: Telling,
    /// Sorted by what they are called on the wire.
    pub variants: Vec<Variant>,
    /// What all variants have.
    pub shared: Vec<Field>,
}

impl Union {
    pub(super) fn empty() -> Self {
        Self {
            tag: None,
            writer: Writer::Struct,
            rest: Rest::Refused,
            telling: Telling::Sure,
            variants: Vec::new(),
            shared: Vec::new(),
        }
    }

    /// The variant that holds a type.
    pub(crate) fn of_type(&self, name: &str) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.ty.name() == Some(name))
    }

    /// The variant of a value: of those that it fits, the one that knows most of it.
    pub(crate) fn of_value(&self, value: &serde_json::Value) -> Option<&Variant> {
        let fitting = self.variants.iter().filter(|variant| variant.look.fits(value));
        fitting.fold(None, |best: Option<&Variant>, next| match best {
            Some(best) if best.look.exactness(value) >= next.look.exactness(value) => Some(best),
            _ => Some(next),
        })
    }
}

/// Who writes the text that a member always has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Writer {
    /// The enum around the struct.
    Union,
    /// The struct itself.
    Struct,
}

/// What happens to a value that is of no variant, or could be of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rest {
    /// The variant `Unknown` keeps it as JSON.
    Kept,
    /// It is an error.
    Refused,
}

/// Whether a contract tells the branches of a union apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Telling {
    /// No value fits two of them.
    Sure,
    /// Some values may.
    Guessed,
}

/// One variant of a union.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Variant {
    /// What it is called in the contract: the value of the tag, or the name of the schema.
    pub wire: String,
    /// The values of the tag, if the union has one.
    pub values: Vec<String>,
    /// Variant name.
    pub name: String,
    /// Constructor name on the union.
    pub constructor: String,
    /// The type it holds.
    pub ty: TypeRef,
    /// What its values look like.
    pub look: Look,
    /// The branch in the spec.
    pub location: Location,
}

/// The directions in which the values of a type go: at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Usage {
    /// Sent only.
    Request,
    /// Received only.
    Response,
    /// Both.
    Both,
}

impl Usage {
    /// Whether values of the type go this way.
    pub(crate) fn includes(self, direction: Direction) -> bool {
        match self {
            Self::Both => true,
            Self::Request => direction == Direction::Request,
            Self::Response => direction == Direction::Response,
        }
    }

    /// Whether values of the type are made by the caller.
    #[must_use]
    pub fn is_sent(self) -> bool {
        self != Self::Response
    }
}

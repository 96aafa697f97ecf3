//! The types of the plan: how a value is held, and what the client defines for it.

use super::{Deprecation, Presence};
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
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `f64`
    F64,
    /// `jiff::Timestamp`
    Timestamp,
    /// `uuid::Uuid`
    Uuid,
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
}

impl TypeRef {
    /// Visits the type and everything inside it.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        if let Self::List(inner) | Self::Map(inner) = self {
            inner.visit(visit);
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
    /// A set of strings that may grow.
    Enum(Vec<EnumValue>),
    /// An object.
    Struct(Struct),
    /// A discriminated union.
    Union(Union),
}

/// An object.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Struct {
    /// Sorted by wire name, so that reordering the spec changes nothing.
    pub fields: Vec<Field>,
    /// Whether other properties are kept.
    pub extra: Extra,
}

impl Struct {
    pub(super) fn empty() -> Self {
        Self { fields: Vec::new(), extra: Extra::Ignored }
    }

    /// The types of all fields, and of what is kept beside them.
    pub(crate) fn types(&self) -> impl Iterator<Item = &TypeRef> {
        self.fields.iter().map(|field| &field.ty).chain(self.extra.typed())
    }

    /// Fields a constructor must be given.
    pub fn required(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.presence == Presence::Required)
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
    /// Whether the property must be there.
    pub presence: Presence,
    /// Whether a required property may be `null`.
    pub nullability: Nullability,
    /// Where the value is.
    pub placing: Placing,
    /// Description and limits, as rustdoc.
    pub docs: Vec<String>,
    /// `deprecated`.
    pub deprecation: Deprecation,
    /// The field to use instead (`x-replaced-by`).
    pub successor: Option<String>,
    /// The property's schema in the spec.
    pub location: Location,
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
    /// May be `null`.
    Nullable,
}

/// One known value of an open enum.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EnumValue {
    /// Text on the wire.
    pub wire: String,
    /// Variant name.
    pub variant: String,
}

/// A discriminated union.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Union {
    /// The property that tells the variants apart.
    pub tag: String,
    /// Sorted by wire value.
    pub variants: Vec<Variant>,
}

impl Union {
    pub(super) fn empty() -> Self {
        Self { tag: String::new(), variants: Vec::new() }
    }

    /// The variant that holds a type.
    pub(crate) fn of_type(&self, name: &str) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.ty == name)
    }
}

/// One variant of a union.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Variant {
    /// Value of the tag.
    pub wire: String,
    /// Variant name.
    pub name: String,
    /// Constructor name on the union.
    pub constructor: String,
    /// The struct it holds.
    pub ty: String,
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

//! The types of the plan: how a value is held, and what the client defines for it.

use super::looks::Look;
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
    /// The file of the schema, relative to the root document's folder.
    pub file: String,
    /// The schema in the spec.
    pub location: Location,
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
    /// One of several types.
    Union(Union),
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    /// They are ignored.
    Ignored,
    /// They are kept in a field named `extra` (`additionalProperties: true`).
    Kept,
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
    /// Description and limits, as rustdoc.
    pub docs: Vec<String>,
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

//! The naming rules: how a name of the contract becomes a name of the Rust API.
//!
//! | in the contract | becomes | example |
//! |---|---|---|
//! | tag | accessor on the client, module | `Push Credentials` → `client.push_credentials(…)` |
//! | tag | handle type | `Push Credentials` → `PushCredentials` |
//! | `operationId` | request builder type | `createPushCredential` → `CreatePushCredential` |
//! | `operationId` without the words of the tag | method of the handle | `createPushCredential` → `.create(…)` |
//! | method and path of an operation without `operationId` | as if it had this one | `GET /users/{userID}/devices` → `readAllDevicesByUser`, `.read_all_by_user(…)` |
//! | path parameter that `scopes` in `client.yaml` names for a tag | argument of the accessor | `applicationID` → `application_id` |
//! | other path parameter | argument of the method | `pushCredentialID` → `push_credential_id` |
//! | query or header parameter | setter, or argument if required | `limit` → `.limit(…)` |
//! | component schema | type | `PairingKey` → `PairingKey` |
//! | inline schema of a property | type named after its owner | `PairingKey.error` → `PairingKeyError` |
//! | schema whose two directions differ | a type for each that is used | `Device` → `DeviceRequest` and `Device` |
//! | property | field, and setter if optional | `createdAt` → `created_at` |
//! | enum value, discriminator value | variant | `FCM_HTTP_V1` → `FcmHttpV1` |
//! | spec file | module below `types` | `pairing-keys.yaml` → `types::pairing_keys` |
//!
//! `x-rust-name` on a tag, an operation, a parameter, a property or a component schema replaces the name
//! that the rule gives, and `x-rust-names` those of enum values, whose rule is in `variants.rs`. A name
//! that is a Rust keyword gets a trailing underscore (`type` → `type_`), and so does one that would hide
//! what generated code has at that place: the variant `Unknown`, a method such as `clone`, a setter such
//! as `timeout`, a tag such as `Types`. A type such as `Option` becomes `OptionSchema` (a builder
//! `OptionCall`, a handle `OptionOperations`).
//!
//! A name depends on nothing but the item itself and the place where it stands.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use super::side::Side;
use super::spelling::{shortened, spelt};

/// Names that generated files use for something else, so no schema may take them: exactly those, which
/// `face::reserved` finds in the files of every contract of the tests.
pub(crate) const RESERVED_TYPES: &[&str] = &[
    "Api",
    "ApiClient",
    "ApiKey",
    "AsRef",
    "BTreeMap",
    "Call",
    "Client",
    "ClientBuilder",
    "Collection",
    "Core",
    "Default",
    "Deserialize",
    "Deserializer",
    "Embedded",
    "EnvError",
    "Err",
    "Envelope",
    "ErrorFormat",
    "FileData",
    "FnMut",
    "From",
    "FromStr",
    "Hosts",
    "Idempotency",
    "Infallible",
    "Into",
    "IntoIterator",
    "Links",
    "Method",
    "Multipart",
    "NextPage",
    "None",
    "Nullable",
    "Ok",
    "Operation",
    "Option",
    "ParameterMarks",
    "ParameterStyle",
    "Result",
    "Sealed",
    "Secret",
    "Secrets",
    "Serialize",
    "Some",
    "Serializer",
    "SessionId",
    "String",
    "Timestamp",
    "TransactionId",
    "TryFrom",
    "UnknownValue",
    "Uuid",
    "Vec",
];

/// The field that keeps what a contract allows beside the named properties: a property of this name gets a
/// trailing underscore.
pub(crate) const EXTRA: &str = "extra";

/// The tag of an operation that has none: the first word of its path that says more than which version
/// of which API this is.
#[must_use]
pub fn of_path(template: &str) -> String {
    let says_something = |segment: &&str| {
        let version = segment.strip_prefix(['v', 'V']).unwrap_or_default();
        let is_version = version.starts_with(|c: char| c.is_ascii_digit());
        !segment.is_empty() && !segment.contains(['{', '}']) && !is_version && *segment != "api"
    };
    let path = template.split(['?', '#']).next().unwrap_or_default();
    path.split('/').find(says_something).unwrap_or("root").to_owned()
}

/// The words of a path, or of a builder, for the name of a type.
#[must_use]
pub fn path_words(text: &str) -> String {
    spelt(text).unwrap_or_default().to_pascal_case()
}

/// Methods that every client has.
pub(crate) const CLIENT_METHODS: [&str; 6] =
    ["builder", "clone", "core", "from_core", "from_env", "hosts"];

/// Modules that every client's root has.
pub(crate) const ROOT_MODULES: [&str; 3] = ["client", "generated", "types"];

/// Crates whose types are in the API of a client, which therefore re-exports them.
pub(crate) const REEXPORTED: [&str; 7] =
    ["bytes", "futures_core", "http", "jiff", "reqwest", "serde_json", "uuid"];

/// Functions of the traits that generated types have: a method of the same name would hide them.
const TRAIT_FUNCTIONS: &[&str] = &["clone", "from", "into", "new", "try_from"];

/// Methods that every request builder has, or at least that of a collection, and the names that its
/// constructor uses beside those of the parameters.
const BUILDER_NAMES: [&str; 12] = [
    "body",
    "clone",
    "client",
    "into_future",
    "items",
    "new",
    "pages",
    "retry",
    "send",
    "send_streamed",
    "send_with_metadata",
    "timeout",
];

/// Methods of operators: one of the same name looks like one of them.
const OPERATORS: [&str; 10] =
    ["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

/// Methods of traits that take an object as the methods of handles do, and look like them.
const CONVERSIONS: [&str; 7] = ["as_ref", "borrow", "cmp", "deref", "eq", "hash", "index"];

/// Whether a setter of this name would hide a function that every type has.
pub(super) fn is_trait_function(name: &str) -> bool {
    TRAIT_FUNCTIONS.contains(&name)
}

/// The name, with an underscore behind it if generated code has another item of that name.
fn apart(name: String, is_taken: impl Fn(&str) -> bool) -> String {
    if is_taken(&name) { format!("{name}_") } else { name }
}

/// The constructor of a union for one of its variants.
#[must_use]
pub fn constructor_name(variant: &str) -> String {
    apart(escape_keyword(variant.to_snake_case()), is_trait_function)
}

/// The field, argument or setter of a parameter; `None` as for [`value_name`].
#[must_use]
pub fn parameter_name(text: &str) -> Option<String> {
    value_name(text).map(|name| {
        apart(name, |name| {
            BUILDER_NAMES.contains(&name) || OPERATORS.contains(&name) || is_trait_function(name)
        })
    })
}

/// The field and the setter of a property; `None` as for [`value_name`].
#[must_use]
pub fn field_name(text: &str) -> Option<String> {
    value_name(text).map(|name| apart(name, is_trait_function))
}

/// The accessor and module of a tag; `None` as for [`value_name`].
#[must_use]
pub fn module_name(text: &str) -> Option<String> {
    let known = || CLIENT_METHODS.iter().chain(&ROOT_MODULES).chain(&REEXPORTED);
    value_name(text).map(|name| {
        apart(name, |name| is_trait_function(name) || known().any(|known| *known == name))
    })
}

/// A module, function, field or argument name; `None` if no identifier can be made of `text`.
#[must_use]
pub fn value_name(text: &str) -> Option<String> {
    identifier(&spelt(text)?.to_snake_case()).map(shortened).map(escape_keyword)
}

/// The type of a schema; `None` if no identifier can be made of `text`.
#[must_use]
pub fn type_name(text: &str) -> Option<String> {
    free_type(text, "Schema")
}

/// The request builder of an operation; `None` as for [`type_name`].
#[must_use]
pub fn builder_name(text: &str) -> Option<String> {
    free_type(text, "Call")
}

/// The handle of a tag; `None` as for [`type_name`].
#[must_use]
pub fn handle_name(text: &str) -> Option<String> {
    free_type(text, "Operations")
}

/// A type name, with a word behind it if generated code uses that name for something else.
fn free_type(text: &str, word: &str) -> Option<String> {
    let name = shortened(identifier(&spelt(text)?.to_pascal_case())?);
    Some(if is_reserved_type(&name) { format!("{name}{word}") } else { name })
}

fn is_reserved_type(name: &str) -> bool {
    // A type `New` would have a constructor of its own name, which reads like another one.
    matches!(name, "Self" | "New") || RESERVED_TYPES.contains(&name)
}

/// A variant name that is neither a keyword nor the one that is kept for what is not known.
pub(super) fn escaped_variant(name: String) -> String {
    apart(escape_keyword(name), |name| name == "Unknown")
}

/// The name of the static that holds an operation's metadata.
#[must_use]
pub fn static_name(text: &str) -> String {
    let name = spelt(text).map(shortened).unwrap_or_default().to_shouty_snake_case();
    apart(name, |name| name == "API")
}

/// The method of the handle: the words of the `operationId` without those of the tag at its end, and
/// without those at its beginning where a mark such as `/` sets them apart.
#[must_use]
pub fn verb(operation_id: &str, tag: &str) -> Option<String> {
    let plural = spelt(tag)?.to_snake_case();
    let resources = [plural.as_str(), &singular(&plural)];
    let words = spelt(without_group(operation_id, &resources))?.to_snake_case();
    let rest = resources
        .into_iter()
        .find_map(|resource| words.strip_suffix(resource)?.strip_suffix('_'))
        // `getThings` and `getThing` often stand beside each other, and `get` is what the second is.
        .filter(|rest| *rest != "get" || !words.ends_with(plural.as_str()))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(&words);
    value_name(rest)
        .map(|name| apart(name, |name| CONVERSIONS.contains(&name) || is_trait_function(name)))
}

/// The `operationId` behind `repos/`, `repos.` or `repos:`, if that group is the tag.
fn without_group<'i>(operation_id: &'i str, resources: &[&str]) -> &'i str {
    let split = operation_id.split_once(['/', '.', ':']);
    let is_group = |group: &str| resources.contains(&group.to_snake_case().as_str());
    match split {
        Some((group, rest)) if is_group(group) && value_name(rest).is_some() => rest,
        _ => operation_id,
    }
}

/// The type of an inline schema: its owner's name and the property's.
#[must_use]
pub fn nested_type(owner: &str, property: &str) -> Option<String> {
    spelt(property).map(|name| joined(owner, &name.to_pascal_case()))
}

/// A type name of two parts. Where they meet, a word may end differently (`U64` and `Key`), so the
/// whole is put into the usual case again.
#[must_use]
pub fn joined(owner: &str, part: &str) -> String {
    let name = shortened(format!("{owner}{part}").to_pascal_case());
    if is_reserved_type(&name) { format!("{name}Schema") } else { name }
}

/// The variant of a union without the words with which its union begins as well.
#[must_use]
pub(super) fn without_owner(variant: &str, union: &str) -> String {
    let word = |text: &str| {
        let rest = text.get(1..).unwrap_or_default();
        rest.find(char::is_uppercase).map_or(text.len(), |end| end + 1)
    };
    let (mut own, mut around) = (variant, union);
    while let (Some(first), Some(other)) = (own.get(..word(own)), around.get(..word(around)))
        && first == other
        && own.len() > first.len()
    {
        own = &own[first.len()..];
        around = &around[other.len()..];
    }
    escaped_variant(own.to_owned())
}

/// The type of one side of a component. One that calls itself a request is sent under its own name.
#[must_use]
pub(super) fn of_side(component: &str, side: Side) -> String {
    match (side, component.ends_with("Request")) {
        (Side::Whole, _) | (Side::Response, false) | (Side::Request, true) => component.to_owned(),
        (Side::Request, false) => joined(component, "Request"),
        (Side::Response, true) => joined(component, "Response"),
    }
}

/// Types of longer names are named after the nearer part of the way to them.
pub(super) const LONG_TYPE: usize = 64;

/// So many properties of a way stand in a name, however long.
const LEAST_STEPS: usize = 2;

/// The type at the end of a way: the steps from its beginning, innermost first. Of a long way, the first
/// steps are left out.
#[must_use]
pub(super) fn of_way(start: &str, steps: &[String]) -> String {
    let name = |kept: &[String]| {
        kept.iter().rev().fold(start.to_owned(), |name, step| match step.as_str() {
            "Item" | "Value" => of_each(&name, step),
            _ => joined(&name, step),
        })
    };
    let is_property = |step: &&String| !matches!(step.as_str(), "Item" | "Value");
    let mut kept = steps;
    let mut made = name(kept);
    while made.len() > LONG_TYPE && kept.iter().filter(is_property).count() > LEAST_STEPS {
        let outer = kept.iter().rposition(|step| is_property(&step)).unwrap_or_default();
        // What each of its items is said to be goes with it.
        let inner = kept[..outer].iter().rposition(|step| is_property(&step));
        kept = &kept[..=inner.unwrap_or_default()];
        made = name(kept);
    }
    made
}

/// The type of each item of a list, or of each value of a map. `Attributes` of `Attributes` are said once.
#[must_use]
pub(super) fn of_each(owner: &str, word: &str) -> String {
    let starts: Vec<usize> = owner.match_indices(char::is_uppercase).map(|(at, _)| at).collect();
    let repeated = starts.iter().skip(1).find(|at| {
        let (before, last) = owner.split_at(**at);
        before.len() > last.len() && before.ends_with(last)
    });
    joined(repeated.map_or(owner, |at| &owner[..*at]), word)
}

/// The singular of the last word of a snake-case name, for the regular English plurals; of `status` itself.
pub(super) fn singular(plural: &str) -> String {
    if let Some(stem) = plural.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let is_none = ["ss", "us", "is"].iter().any(|end| plural.ends_with(end));
    let hissing = ["sses", "xes", "ches", "shes", "uses"].iter().any(|end| plural.ends_with(end));
    let end = if hissing { "es" } else { "s" };
    let stem = plural.strip_suffix(end).filter(|_| !is_none);
    stem.unwrap_or(plural).to_owned()
}

fn identifier(text: &str) -> Option<String> {
    let mut characters = text.chars();
    let first = characters.next()?;
    let starts = first.is_ascii_alphabetic();
    let goes_on = characters.all(|character| character.is_ascii_alphanumeric() || character == '_');
    (starts && goes_on).then(|| text.to_owned())
}

/// Keywords of all editions, reserved ones included, and `Self`.
fn escape_keyword(name: String) -> String {
    // syn takes `gen` for an identifier, which edition 2024 does not.
    if name != "gen" && syn::parse_str::<syn::Ident>(&name).is_ok() {
        name
    } else {
        format!("{name}_")
    }
}

#[cfg(test)]
mod tests;

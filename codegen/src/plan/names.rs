//! The naming rules: how a name of the contract becomes a name of the Rust API.
//!
//! | in the contract | becomes | example |
//! |---|---|---|
//! | tag | accessor on the client, module | `Push Credentials` → `client.push_credentials(…)` |
//! | tag | handle type | `Push Credentials` → `PushCredentials` |
//! | `operationId` | request builder type | `createPushCredential` → `CreatePushCredential` |
//! | `operationId` without the words of the tag | method of the handle | `createPushCredential` → `.create(…)` |
//! | method and path of an operation without `operationId` | as if it had this one | `GET /users/{userID}/devices` → `readAllDevices` |
//! | path parameter of every path of a tag, but not the tag's own id | argument of the accessor | `applicationID` → `application_id` |
//! | other path parameter | argument of the method | `pushCredentialID` → `push_credential_id` |
//! | query or header parameter | setter, or argument if required | `limit` → `.limit(…)` |
//! | component schema | type | `PairingKey` → `PairingKey` |
//! | inline schema of a property | type named after its owner | `PairingKey.error` → `PairingKeyError` |
//! | schema whose two directions differ | two types | `Device` → `DeviceRequest` and `Device` |
//! | property | field, and setter if optional | `createdAt` → `created_at` |
//! | enum value, discriminator value | variant | `FCM_HTTP_V1` → `FcmHttpV1` |
//! | spec file | module below `types` | `pairing-keys.yaml` → `types::pairing_keys` |
//!
//! `x-rust-name` on a parameter, a property or a component schema replaces the name that the rule
//! gives. A name that is a Rust keyword gets a trailing underscore (`type` → `type_`), and so does
//! the variant `Unknown`, which every open enum has for what it does not know.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

use super::Method;

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
    "Ok",
    "Operation",
    "Option",
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

/// The `operationId` of an operation that has none, made of nothing but its own method and path, so
/// that no other operation changes it: a verb, and the words of the path from its last collection on.
/// A segment before a placeholder only says where something is, unless it is the last one.
///
/// `GET /a/{b}/devices` → `readAllDevices`, `GET /a/{b}/devices/{c}` → `readDevices`,
/// `POST /a/{b}/devices` → `createDevices`.
#[must_use]
pub fn of_route(method: Method, template: &str) -> Option<String> {
    let segments: Vec<&str> = template.split('/').filter(|segment| !segment.is_empty()).collect();
    let is_open = |segment: &str| segment.starts_with('{');
    let ends_open = segments.last().is_some_and(|last| is_open(last));
    let last = segments.iter().rposition(|segment| !is_open(segment));
    let words = segments.iter().enumerate().filter(|(at, segment)| {
        let leads_on = segments.get(at + 1).is_some_and(|next| is_open(next));
        !is_open(segment) && (!leads_on || Some(*at) == last)
    });
    let words: String = words.map(|(_, segment)| segment.to_pascal_case()).collect();
    let verb = match (method, ends_open) {
        (Method::Get, true) => "read",
        (Method::Get, false) => "readAll",
        (Method::Post, _) => "create",
        (Method::Put, _) => "replace",
        (Method::Patch, _) => "update",
        (Method::Delete, true) => "delete",
        (Method::Delete, false) => "deleteAll",
    };
    let words = if words.is_empty() { "Root".to_owned() } else { words };
    let id = format!("{verb}{words}");
    id.chars().all(|c| c.is_ascii_alphanumeric()).then_some(id)
}

/// Methods that every client has: no tag may become one of them.
pub(crate) const CLIENT_METHODS: [&str; 6] =
    ["builder", "clone", "core", "from_core", "from_env", "hosts"];

/// Modules that every client's root has: no tag may become one of them.
pub(crate) const ROOT_MODULES: [&str; 3] = ["client", "generated", "types"];

/// Crates whose types are in the API of a client, which therefore re-exports them.
pub(crate) const REEXPORTED: [&str; 7] =
    ["bytes", "futures_core", "http", "jiff", "reqwest", "serde_json", "uuid"];

/// Functions of the traits that generated types have: a method of the same name would hide them.
const TRAIT_FUNCTIONS: &[&str] = &["clone", "from", "into", "new", "try_from"];

/// Whether a setter of this name would hide a function that every type has.
pub(super) fn is_trait_function(name: &str) -> bool {
    TRAIT_FUNCTIONS.contains(&name)
}

/// The constructor of a union for a value of its tag; `None` as for [`value_name`].
#[must_use]
pub fn constructor_name(text: &str) -> Option<String> {
    value_name(text).map(|name| if is_trait_function(&name) { format!("{name}_") } else { name })
}

/// A module, function, field or argument name; `None` if no identifier can be made of `text`.
#[must_use]
pub fn value_name(text: &str) -> Option<String> {
    identifier(&text.to_snake_case()).map(escape_keyword)
}

/// A type or variant name; `None` if no identifier can be made of `text`.
#[must_use]
pub fn type_name(text: &str) -> Option<String> {
    identifier(&text.to_pascal_case()).map(escape_keyword)
}

/// A variant name: like a type's, but never the one that is kept for what is not known.
#[must_use]
pub fn variant_name(text: &str) -> Option<String> {
    type_name(text).map(|name| if name == "Unknown" { format!("{name}_") } else { name })
}

/// The name of the static that holds an operation's metadata.
#[must_use]
pub fn static_name(text: &str) -> String {
    text.to_shouty_snake_case()
}

/// The method of the handle: the words of the `operationId` without the trailing words of the tag.
#[must_use]
pub fn verb(operation_id: &str, tag: &str) -> Option<String> {
    let words = operation_id.to_snake_case();
    let plural = tag.to_snake_case();
    let rest = [plural.as_str(), &singular(&plural)]
        .into_iter()
        .find_map(|resource| words.strip_suffix(resource)?.strip_suffix('_'))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(&words);
    value_name(rest)
}

/// Whether a path parameter is the id of the tag's own resource (`deviceID` of `Devices`). It never
/// becomes part of the handle, so that a second operation without it changes nothing.
#[must_use]
pub fn is_own_id(parameter: &str, tag: &str) -> bool {
    parameter.to_snake_case() == format!("{}_id", singular(&tag.to_snake_case()))
}

/// The type of an inline schema: its owner's name and the property's.
#[must_use]
pub fn nested_type(owner: &str, property: &str) -> Option<String> {
    type_name(property).map(|name| joined(owner, &name))
}

/// A type name of two parts. Where they meet, a word may end differently (`U64` and `Key`), so the
/// whole is put into the usual case again.
#[must_use]
pub fn joined(owner: &str, part: &str) -> String {
    format!("{owner}{part}").to_pascal_case()
}

/// The singular of the last word of a snake-case name, for the regular English plurals.
fn singular(plural: &str) -> String {
    if let Some(stem) = plural.strip_suffix("ies") {
        return format!("{stem}y");
    }
    plural.strip_suffix('s').unwrap_or(plural).to_owned()
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
mod tests {
    use super::*;

    #[test]
    fn wire_names_become_rust_names() {
        for (wire, rust) in [
            ("tenantID", "tenant_id"),
            ("pushCredentialID", "push_credential_id"),
            ("X-Parcel-Transaction-ID", "x_parcel_transaction_id"),
            ("googleServiceAccountCredentials", "google_service_account_credentials"),
            ("_links", "links"),
            ("type", "type_"),
            ("self", "self_"),
            ("gen", "gen_"),
            ("Push Credentials", "push_credentials"),
            ("bypassMFAEnabledUntil", "bypass_mfa_enabled_until"),
        ] {
            assert_eq!(value_name(wire).as_deref(), Some(rust), "{wire}");
        }
    }

    #[test]
    fn wire_values_become_variants() {
        for (wire, rust) in [
            ("FCM_HTTP_V1", "FcmHttpV1"),
            ("APNS", "Apns"),
            ("UNCLAIMED", "Unclaimed"),
            ("self", "Self_"),
            ("UNKNOWN", "Unknown_"),
        ] {
            assert_eq!(variant_name(wire).as_deref(), Some(rust), "{wire}");
        }
    }

    #[test]
    fn names_without_an_identifier_are_refused() {
        for wire in ["", "12", "2fa", "größe", "名", "--"] {
            assert_eq!(value_name(wire), None, "{wire}");
            assert_eq!(type_name(wire), None, "{wire}");
        }
    }

    #[test]
    fn the_id_of_a_resource_is_known_by_its_tag() {
        assert!(is_own_id("deviceID", "Devices"));
        assert!(is_own_id("pushCredentialID", "Push Credentials"));
        assert!(!is_own_id("applicationID", "Push Credentials"));
    }

    #[test]
    fn a_route_gives_a_name_of_its_own_words() {
        for (method, template, name) in [
            (Method::Get, "/a/{b}/users/{c}/devices", "readAllDevices"),
            (Method::Get, "/a/{b}/users/{c}/devices/{d}", "readDevices"),
            (Method::Post, "/devices", "createDevices"),
            (Method::Put, "/devices/{d}/mfa-enabled", "replaceMfaEnabled"),
            (Method::Patch, "/devices/{d}", "updateDevices"),
            (Method::Delete, "/devices/{d}", "deleteDevices"),
            (Method::Delete, "/devices", "deleteAllDevices"),
            (Method::Get, "/risk/policies/{p}", "readRiskPolicies"),
            (Method::Get, "/{a}", "readRoot"),
            (Method::Get, "/", "readAllRoot"),
        ] {
            assert_eq!(of_route(method, template).as_deref(), Some(name), "{template}");
        }
    }

    #[test]
    fn the_verb_is_the_operation_id_without_the_resource() {
        for (operation_id, tag, expected) in [
            ("listPushCredentials", "Push Credentials", "list"),
            ("createPushCredential", "Push Credentials", "create"),
            ("readAllPairingKeys", "Pairing Keys", "read_all"),
            ("checkMfaBypass", "Users", "check_mfa_bypass"),
            ("readPolicy", "Policies", "read"),
            ("pushCredentials", "Push Credentials", "push_credentials"),
            ("moveUser", "Users", "move_"),
        ] {
            assert_eq!(verb(operation_id, tag).as_deref(), Some(expected), "{operation_id}");
        }
    }
}

//! Rules about the names that Rust items get.

use crate::diagnostic::rules;

rules! { Generation, Protection;

NAME_COLLISION = Error "name-collision" {
    "Names stay different when they become Rust names."
    why "One item would overwrite the other, or the client would not compile."
    Merge(Schema)
    bad "properties: {theNote: {type: string, description: More.}, theNOTE: {type: string, description: More.}}"
    good "properties: {theNote: {type: string, description: More.}}"
}

NAME_INVALID = Error "name-invalid" {
    "A Rust name can be made of every name."
    why "A name without letters, or in letters that Rust does not take, leaves nothing to call the item."
    Merge(Property)
    bad "x-rust-name: '+'"
    good "x-rust-name: plus"
}

NAME_RESERVED = Error "name-reserved" {
    "No type hides one that generated code uses."
    why "`Option` or `String` would mean something else in every file."
    Merge(Components)
    bad "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Option'}}}, Option: {type: object, description: A choice., properties: {on: {type: boolean, description: Whether.}}}}"
    good "schemas: {Thing: {properties: {choice: {$ref: '#/components/schemas/Choice'}}}, Choice: {type: object, description: A choice., properties: {on: {type: boolean, description: Whether.}}}}"
}

RUST_NAME_FORM = Error "rust-name-form" {
    "`x-rust-name` is a Rust name in the usual case."
    why "It is used as it stands."
    Merge(Property)
    bad "x-rust-name: theNote"
    good "x-rust-name: the_note"
}

}

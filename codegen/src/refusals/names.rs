//! Rules about the names that Rust items get.

use crate::diagnostic::rules;

rules! { Generation, Protection;

NAME_COLLISION = Error "name-collision" {
    "Names stay different when they become Rust names."
    why "One item would overwrite the other, or the client would not compile."
    Merge(Schema)
    bad "properties: {theNote: {type: string, description: More., x-rust-name: name}}"
    good "properties: {theNote: {type: string, description: More., x-rust-name: remark}}"
}

NAME_INVALID = Error "name-invalid" {
    "A name has a character that can be seen."
    why "Everything that can be seen is spelt with ASCII letters; an empty name leaves nothing to call the item."
    Merge(Property)
    bad "x-rust-name: ' '"
    good "x-rust-name: remark"
}

NAME_RESERVED = Error "name-reserved" {
    "No type of the contract has the name of a handwritten one that the contract uses too."
    why "Both would stand in one file."
    Words()
    bad "a schema `EnvironmentId` beside one with `x-rust-type: EnvironmentId`"
    good "a schema `Place` beside it"
}

RUST_NAME_FORM = Error "rust-name-form" {
    "`x-rust-name` is a Rust name in the usual case."
    why "It is used as it stands."
    Merge(Property)
    bad "x-rust-name: theNote"
    good "x-rust-name: the_note"
}

NAME_UNUSED = Error "name-unused" {
    "What `names` in `client.yaml` names has a name in Rust."
    why "The name would be given to nothing, and what was meant would keep its own."
    Words()
    bad "`names: {/info: things}`"
    good "`names: {/components/schemas/Thing: Widget}`"
}

}

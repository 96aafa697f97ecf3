//! Names of every kind.

use super::*;
use crate::plan::Method;
use crate::plan::route_names::of_route;

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
        ("page[size]", "page_size"),
        ("$top", "top"),
        ("2fa", "n2fa"),
        ("größe", "groesse"),
        ("名", "u540d"),
        ("🦀", "u1f980"),
        ("--", "minus_minus"),
    ] {
        assert_eq!(value_name(wire).as_deref(), Some(rust), "{wire}");
    }
}

#[test]
fn names_without_an_identifier_are_refused() {
    for wire in ["", "   "] {
        assert_eq!(value_name(wire), None, "{wire}");
        assert_eq!(type_name(wire), None, "{wire}");
    }
}

#[test]
fn a_route_gives_a_name_of_its_own_words() {
    for (method, template, name) in [
        (Method::Get, "/a/{b}/users/{c}/devices", "readAllDevicesByUser"),
        (Method::Get, "/a/{b}/users/{c}/devices/{d}", "readDeviceByUser"),
        (Method::Post, "/devices", "createDevice"),
        (Method::Post, "/devices/{d}", "invokeDevice"),
        (Method::Put, "/devices/{d}/mfa-enabled", "replaceMfaEnabledByDevice"),
        (Method::Patch, "/devices/{d}", "updateDevice"),
        (Method::Delete, "/devices/{d}", "deleteDevice"),
        (Method::Delete, "/devices", "deleteDevices"),
        (Method::Delete, "/data/{d}", "deleteOneData"),
        (Method::Put, "/statuses/{s}", "replaceStatus"),
        (Method::Put, "/status", "replaceStatus"),
        (Method::Get, "/risk/policies/{p}", "readRiskPolicy"),
        (Method::Get, "/{a}", "readRoot"),
        (Method::Get, "/", "readAllRoot"),
    ] {
        let called = of_route(method, template).unwrap();
        assert_eq!(called.id, name, "{template}");
    }
    let called = of_route(Method::Get, "/users/{u}/devices").unwrap();
    assert_eq!(called.verb("Devices").as_deref(), Some("read_all_by_user"));
    for (template, verb) in [("/devices", "delete_devices"), ("/devices/{d}", "delete")] {
        let called = of_route(Method::Delete, template).unwrap();
        assert_eq!(called.verb("Devices").as_deref(), Some(verb), "{template}");
    }
}

#[test]
fn a_variant_does_not_say_what_its_union_says() {
    for (variant, union, name) in [
        ("MfaPushCredentialApns", "MfaPushCredentialRequest", "Apns"),
        ("PolicyPost", "Policy", "Post"),
        ("Policy", "PolicyPost", "Policy"),
        ("Policy", "Policy", "Policy"),
        ("Fido2Policy", "FidoPolicy", "Fido2Policy"),
        ("Cat", "Pet", "Cat"),
        ("PetUnknown", "Pet", "Unknown_"),
        ("PetSelf", "Pet", "Self_"),
    ] {
        assert_eq!(without_owner(variant, union), name, "{variant} of {union}");
    }
}

#[test]
fn a_place_is_named_by_the_nearer_part_of_its_way() {
    let step = |steps: &[&str]| -> Vec<String> {
        steps.iter().rev().map(|step| (*step).to_owned()).collect()
    };
    for (start, steps, name) in [
        ("Names", step(&["Attributes", "Attributes", "Item"]), "NamesAttributesItem"),
        ("Names", step(&["Sub", "Sub", "Value"]), "NamesSubValue"),
        ("Sub", step(&["Sub", "Item"]), "SubSubItem"),
        ("Names", step(&["Attributes", "Attributes"]), "NamesAttributesAttributes"),
        (
            "DeviceAuthenticationPolicyCommon",
            step(&[
                "Mobile",
                "Applications",
                "Item",
                "NewRequestDurationConfiguration",
                "DeviceTimeout",
            ]),
            "DeviceAuthenticationPolicyCommonNewRequestDurationConfigurationDeviceTimeout",
        ),
    ] {
        assert_eq!(of_way(start, &steps), name);
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
        ("getUser", "Users", "get"),
        ("getUsers", "Users", "get_users"),
        ("repos/list-for-org", "repos", "list_for_org"),
        ("issues.listIssues", "Issues", "list"),
        ("users/users", "users", "users"),
        ("git/create-ref", "repos", "git_create_ref"),
        ("create a thing", "Things", "create_a"),
        ("newThing", "Things", "new_"),
        ("cloneUser", "Users", "clone_"),
    ] {
        assert_eq!(verb(operation_id, tag).as_deref(), Some(expected), "{operation_id}");
    }
}

//! Shapes that the client cannot hold, each refused where the maintainer has to change it.

use insta::assert_snapshot;

use crate::spoiled::Spoiled;

const KEYS: &str = "pairing-keys.yaml";
const PUSH: &str = "push-credentials.yaml";
const COMMON: &str = "common.yaml";

/// Spoils one place and compares the report.
fn refused(name: &str, file: &str, from: &str, to: &str) {
    let spoiled = Spoiled::new().replace(file, from, to);
    assert_snapshot!(name, spoiled.rendered());
}

/// Changes one place in a way that the client can hold.
fn taken(file: &str, from: &str, to: &str) {
    Spoiled::new().replace(file, from, to).accepted();
}

const CREATED: &str = "        '201':\n          description: The key was created";

#[test]
fn operations() {
    refused("operation_id_missing", KEYS, "      operationId: createPairingKey\n", "");
    refused(
        "operation_id_twice",
        KEYS,
        "operationId: readPairingKey",
        "operationId: createPairingKey",
    );
    refused(
        "operation_id_no_name",
        KEYS,
        "operationId: readPairingKey",
        "operationId: 'read a key'",
    );
    refused("tag_undeclared", KEYS, "        - Pairing Keys", "        - Pairing Kyes");
    refused("verb_twice", KEYS, "operationId: readPairingKey", "operationId: createPairingKeys");
    taken(KEYS, "operationId: createPairingKey", "operationId: pairingKeyRequest");
}

#[test]
fn responses() {
    let two = "        '200':\n          description: Another success.\n";
    taken(KEYS, CREATED, &format!("{two}{CREATED}"));
    taken(KEYS, "        '204':", "        '304':");
    refused(
        "json_without_schema",
        KEYS,
        "              schema:\n                $ref: '#/components/schemas/PairingKey'\n",
        "",
    );
    refused(
        "other_error_body",
        COMMON,
        "            $ref: '#/components/schemas/ErrorBody'",
        "            $ref: '#/components/schemas/Links'",
    );
    refused(
        "body_of_204",
        KEYS,
        "          description: The key is deleted. There is no body.\n",
        "          description: Deleted.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/PairingKey'\n",
    );
}

#[test]
fn request_bodies() {
    let json = "          application/json:\n            schema:\n              $ref: '#/components/schemas/PairingKeyRequest'";
    taken(KEYS, json, &json.replace("application/json", "multipart/form-data"));
    taken(KEYS, json, &json.replace("application/json", "application/vnd.pingidentity.x+json"));
    let xml = "          application/xml:\n            schema: {}\n";
    taken(KEYS, json, &format!("{xml}{json}"));
    refused(
        "optional_body",
        KEYS,
        "        required: true\n        description: Which",
        "        description: Which",
    );
}

#[test]
fn parameters() {
    refused(
        "path_parameter_undeclared",
        KEYS,
        "      - $ref: '#/components/parameters/UserIdInPath'\n",
        "",
    );
    refused(
        "path_parameter_unused",
        "openapi.yaml",
        "/users/{userID}/pairingKeys:",
        "/users/pairingKeys:",
    );
    refused(
        "path_parameter_optional",
        KEYS,
        "      in: path\n      required: true\n      description: The user",
        "      in: path\n      description: The user",
    );
    refused(
        "style",
        COMMON,
        "      name: X-Ping-External-Session-ID\n      in: header",
        "      name: X-Ping-External-Session-ID\n      in: header\n      style: form",
    );
    refused("reserved_header", COMMON, "name: X-Ping-External-Session-ID", "name: Authorization");
    refused(
        "parameter_collision",
        COMMON,
        "x-rust-name: session_id",
        "x-rust-name: transaction_id",
    );
}

#[test]
fn schemas() {
    let code = "        code:\n          type: string\n          pattern";
    taken(
        KEYS,
        code,
        "        code:\n          anyOf:\n            - type: string\n          pattern",
    );
    refused("unknown_type", KEYS, code, "        code:\n          type: strng\n          pattern");
    refused(
        "binary",
        KEYS,
        code,
        "        code:\n          type: string\n          format: binary\n          pattern",
    );
    refused(
        "integer_format",
        KEYS,
        "        uri:\n          type: string\n",
        "        uri:\n          type: integer\n          format: uint128\n",
    );
    refused("collection_count", PUSH, "          type: integer", "          type: string");
    refused("required_unknown", KEYS, "        - code\n", "        - cod\n");
    refused(
        "field_collision",
        KEYS,
        "        uri:\n",
        "        Code:\n          type: string\n        uri:\n",
    );
    refused(
        "extra_collision",
        KEYS,
        "        uri:\n",
        "        extra:\n          type: string\n          x-rust-name: extra\n        uri:\n",
    );
    refused(
        "unconfirmed_required",
        KEYS,
        "        - status\n",
        "        - status\n        - uri\n",
    );
    refused(
        "unknown_rust_type",
        COMMON,
        "      x-rust-type: ErrorBody\n",
        "      x-rust-type: ErorBody\n",
    );
    refused(
        "enum_collision",
        PUSH,
        "        - FCM_HTTP_V1\n        - HMS\n        - FCM\n",
        "        - FCM_HTTP_V1\n        - fcm-http-v1\n",
    );
    refused(
        "enum_value_named_badly",
        PUSH,
        "        - FCM_HTTP_V1\n        - HMS\n        - FCM\n",
        "        - 2FA\n      x-rust-names: {2FA: 2fa}\n",
    );
    refused(
        "secret_that_is_no_text",
        KEYS,
        "        uri:\n          type: string\n",
        "        uri:\n          type: integer\n          format: password\n",
    );
}

#[test]
fn unions() {
    let mapping = ["APNS", "FCM_HTTP_V1", "HMS", "FCM"]
        .iter()
        .zip(["Apns", "FcmHttpV1", "Hms", "Fcm"])
        .map(|(value, name)| {
            format!("          {value}: '#/components/schemas/{name}PushCredentialRequest'\n")
        })
        .collect::<String>();
    let discriminator =
        format!("      discriminator:\n        propertyName: type\n        mapping:\n{mapping}");
    taken(PUSH, &discriminator, "");
    refused(
        "mapping_elsewhere",
        PUSH,
        "          HMS: '#/components/schemas/HmsPushCredentialRequest'",
        "          HMS: '#/components/schemas/PushCredential'",
    );
    refused(
        "variant_without_tag",
        PUSH,
        "      required:\n        - type\n        - clientId",
        "      required:\n        - clientId",
    );
    refused("mapping_disagrees", PUSH, "          HMS: '#", "          HUAWEI: '#");
}

#[test]
fn everything_is_told_at_once_in_order() {
    let spoiled = Spoiled::new()
        .replace(KEYS, "      operationId: createPairingKey\n", "")
        .replace(KEYS, "        - code\n", "        - cod\n")
        .replace(PUSH, "          format: date-time", "          format: binary");
    let report = spoiled.report();
    let places: Vec<(String, usize)> = report
        .diagnostics()
        .iter()
        .map(|diagnostic| {
            let (file, line, _) = report.sources().line_column(&diagnostic.location);
            (file.rsplit('/').next().unwrap().to_owned(), line)
        })
        .collect();
    assert_eq!(places.len(), 3, "{}", spoiled.rendered());
    let files: Vec<&str> = places.iter().map(|(file, _)| file.as_str()).collect();
    assert_eq!(files, ["push-credentials.yaml", "pairing-keys.yaml", "pairing-keys.yaml"]);
    assert!(places[1].1 < places[2].1);
}

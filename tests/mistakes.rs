//! What people get wrong in a contract: each mistake is one finding, at its line, with the way out.

use std::fs;

use codegen::diagnostic::{Family, Report};
use codegen::document::{Document, MemoryFiles};
use codegen::gate;
use pingone_mfa_tests::frozen_contract;

const FILES: [&str; 4] =
    ["openapi.yaml", "common.yaml", "push-credentials.yaml", "pairing-keys.yaml"];

/// A mistake: file, what is there, what stands there instead, the rule, and words of the help.
type Mistake = (&'static str, &'static str, &'static str, &'static str, &'static str);

const MISTAKES: &[Mistake] = &[
    (
        "pairing-keys.yaml",
        "      summary: Create a pairing key",
        "       summary: Create a pairing key",
        "yaml-syntax",
        "by 6 spaces",
    ),
    (
        "pairing-keys.yaml",
        "operationId: createPairingKey",
        "operationID: createPairingKey",
        "unknown-key",
        "`operationId`",
    ),
    (
        "pairing-keys.yaml",
        "summary: Create a pairing key",
        "sumary: Create a pairing key",
        "unknown-key",
        "`summary`",
    ),
    (
        "pairing-keys.yaml",
        "      summary: Create a pairing key",
        "\tsummary: Create a pairing key",
        "yaml-syntax",
        "tabs",
    ),
    (
        "pairing-keys.yaml",
        "summary: Create a pairing key",
        "summary Create a pairing key",
        "yaml-syntax",
        "`:`",
    ),
    (
        "pairing-keys.yaml",
        "schemas/PairingKeyRequest'\n            examples",
        "schemas/PairingKeyRequst'\n            examples",
        "ref-unresolved",
        "PairingKeyRequest",
    ),
    (
        "pairing-keys.yaml",
        "common.yaml#/components/responses/BadRequest",
        "comon.yaml#/components/responses/BadRequest",
        "file-missing",
        "common.yaml",
    ),
    (
        "pairing-keys.yaml",
        "common.yaml#/components/responses/BadRequest",
        "../other/x.yaml#/a",
        "ref-outside",
        "folder",
    ),
    (
        "pairing-keys.yaml",
        "operationId: readPairingKey",
        "operationId: createPairingKey",
        "operation-id-twice",
        "rename",
    ),
    ("pairing-keys.yaml", "- FAILED\n", "- 3\n", "enum-value", "quote"),
    ("pairing-keys.yaml", "- FAILED\n", "- CLAIMED\n", "enum-twice", "remove this line"),
    (
        "pairing-keys.yaml",
        "format: date-time",
        "format: datetime",
        "format-misspelt",
        "`date-time`",
    ),
    (
        "pairing-keys.yaml",
        "status: UNCLAIMED",
        "status: UNCLAIMD",
        "example-misspelt",
        "`UNCLAIMED`",
    ),
    ("pairing-keys.yaml", "status: UNCLAIMED", "status: 7", "example-invalid", ""),
    ("common.yaml", "minLength: 1\n", "minLength: 200\n", "bounds-crossed", ""),
    ("common.yaml", "minLength: 1\n", "minLength: one\n", "wrong-kind", ""),
    (
        "openapi.yaml",
        "https://api.pingone.ca/v1",
        "http://api.pingone.ca/v1",
        "server-not-https",
        "https",
    ),
    (
        "pairing-keys.yaml",
        "application/json:",
        "aplication/json:",
        "media-type-unsupported",
        "application/json",
    ),
    ("pairing-keys.yaml", "'201':", "'2011':", "status-form", "`200`"),
    ("pairing-keys.yaml", "'201':", "201:", "status-unquoted", "'201'"),
    (
        "openapi.yaml",
        "  /environments/{environmentID}/users/{userID}/pairingKeys:",
        "  environments/{environmentID}/users/{userID}/pairingKeys:",
        "path-template",
        "`/`",
    ),
    ("push-credentials.yaml", "APNS: ", "APNSS: ", "discriminator-mapping", "equal"),
    ("openapi.yaml", "openapi: 3.0.3", "openapi: 4.0.0", "openapi-version", "3.0.3"),
    (
        "pairing-keys.yaml",
        "- Pairing Keys\n",
        "- Pairing Key\n",
        "tag-undeclared",
        "`Pairing Keys`",
    ),
    ("pairing-keys.yaml", "    post:\n", "    Post:\n", "unknown-key", "`post`"),
    (
        "pairing-keys.yaml",
        "x-unconfirmed: >-",
        "x-unconfirmd: >-",
        "extension-misspelt",
        "`x-unconfirmed`",
    ),
    (
        "pairing-keys.yaml",
        "summary: Create a pairing key",
        "summary: Create a pairing key.",
        "summary-stop",
        "stop",
    ),
    ("pairing-keys.yaml", "in: path", "in: paht", "parameter-place", "`path`"),
    (
        "pairing-keys.yaml",
        "readOnly: true",
        "readOnly: true\n          writeOnly: true",
        "read-and-write-only",
        "remove one",
    ),
    ("pairing-keys.yaml", "type: string", "type: sting", "type-unknown", "`string`"),
    ("pairing-keys.yaml", "required: true", "required: 'true'", "wrong-kind", ""),
    // A key of a schema one level too deep.
    (
        "pairing-keys.yaml",
        "      description: Why a pairing failed.\n      additionalProperties: true\n      properties:\n",
        "      additionalProperties: true\n      properties:\n        description: Why a pairing failed.\n",
        "not-an-object",
        "beside `properties`",
    ),
    (
        "push-credentials.yaml",
        "        - clientId\n        - clientSecret\n",
        "        - clientID\n        - clientSecret\n",
        "required-unknown",
        "`clientId`",
    ),
    (
        "pairing-keys.yaml",
        "$ref: common.yaml#/components/schemas/Links",
        "$reff: common.yaml#/components/schemas/Links",
        "unknown-key",
        "`$ref`",
    ),
    (
        "pairing-keys.yaml",
        "                $ref: '#/components/schemas/PairingKey'\n",
        "                $ref: '#/components/parameters/PairingKeyIdInPath'\n",
        "ref-kind",
        "`#/components/schemas/PairingKeyId`",
    ),
    (
        "pairing-keys.yaml",
        "      name: pairingKeyID\n",
        "      name: pairingKeyId\n",
        "path-parameter-undeclared",
        "`pairingKeyID`",
    ),
    (
        "pairing-keys.yaml",
        "              application_and_policy:\n",
        "              typo: {value: {aplications: []}}\n              application_and_policy:\n",
        "example-mismatch",
        "`applications`",
    ),
    (
        "common.yaml",
        "      x-rust-name: session_id\n",
        "      x-rust-name: transaction_id\n",
        "name-collision",
        "another `x-rust-name`",
    ),
    (
        "common.yaml",
        "  schemas:\n",
        "  schemas:\n    UserId:\n      type: string\n      format: uuid\n      description: Id of a user.\n",
        "component-duplicate",
        "rename",
    ),
    // What OpenAPI 3.1 has.
    (
        "pairing-keys.yaml",
        "          type: string\n          readOnly: true\n          x-unconfirmed",
        "          type: [string, 'null']\n          readOnly: true\n          x-unconfirmed",
        "wrong-kind",
        "`type: string`",
    ),
    (
        "push-credentials.yaml",
        "          enum:\n            - HMS\n",
        "          const: HMS\n",
        "unknown-key",
        "`enum`",
    ),
    // Texts.
    (
        "pairing-keys.yaml",
        "summary: Delete a pairing key",
        "summary: Read one pairing key",
        "text-copied",
        "DELETE",
    ),
    (
        "pairing-keys.yaml",
        "        Deletes a pairing key.\n",
        "        Reads a pairing key, usually to see whether it has been claimed.\n",
        "text-copied",
        "DELETE",
    ),
    (
        "pairing-keys.yaml",
        "description: Where the pairing stands.",
        "description: Where the <b>pairing</b> stands.",
        "html-in-text",
        "Markdown",
    ),
    (
        "pairing-keys.yaml",
        "description: Where the pairing stands.",
        "description: Where the pairing stands, see https://docs.example.com/x.",
        "url-bare",
        "`<https://docs.example.com/x>`",
    ),
    (
        "pairing-keys.yaml",
        "description: Where the pairing stands.",
        "description: TODO describe the status.",
        "text-placeholder",
        "what readers need",
    ),
    (
        "pairing-keys.yaml",
        "description: Where the pairing stands.",
        "description: status",
        "description-repeats",
        "limits",
    ),
    (
        "pairing-keys.yaml",
        "paired) or `FAILED`",
        "paired) or `EXPIRED`",
        "value-unlisted",
        "list it",
    ),
    // Tags.
    (
        "openapi.yaml",
        "  - name: Pairing Keys\n",
        "  - name: Pairing Keys\n    description: Again.\n  - name: Pairing Keys\n",
        "tag-twice",
        "remove one",
    ),
    (
        "openapi.yaml",
        "  - name: Pairing Keys\n",
        "  - name: Devices\n    description: Devices of a user.\n  - name: Pairing Keys\n",
        "tag-unused",
        "remove it",
    ),
    // A mistake that many places show.
    (
        "openapi.yaml",
        "  - name: Pairing Keys\n",
        "  - name: pairing keys\n",
        "tag-undeclared",
        "`Pairing Keys` here",
    ),
    (
        "pairing-keys.yaml",
        "operationId: deletePairingKey",
        "operationId: deletePairing\u{200b}Key",
        "operation-id-form",
        "letter by letter",
    ),
    (
        "pairing-keys.yaml",
        "- $ref: '#/components/parameters/PairingKeyIdInPath'",
        "- ref: '#/components/parameters/PairingKeyIdInPath'",
        "unknown-key",
        "`$ref`",
    ),
    (
        "pairing-keys.yaml",
        "        status: UNCLAIMED\n",
        "        staus: UNCLAIMED\n",
        "example-invalid",
        "did you mean `status`?",
    ),
    (
        "pairing-keys.yaml",
        "description: Why a pairing failed.\n      additionalProperties: true",
        "description: Why a pairing failed.\n      additionalProperties: false",
        "response-closed",
        "`additionalProperties: true`",
    ),
    // What an example says twice.
    (
        "pairing-keys.yaml",
        "users/788d4931-6936-43f2-82ff-178f5762298a/pairingKeys/8b22c502",
        "users/788d4931-6936-43f2-82ff-178f5762298b/pairingKeys/8b22c502",
        "ids-disagree",
        "the same id",
    ),
    (
        "pairing-keys.yaml",
        "updatedAt: '2022-02-02T16:41:07.318Z'",
        "updatedAt: '2021-02-02T16:41:07.318Z'",
        "times-disagree",
        "`createdAt`",
    ),
    (
        "pairing-keys.yaml",
        "      x-extensible-enum:\n        - UNCLAIMED\n",
        "      default: UNKNOWN\n      x-extensible-enum:\n        - UNCLAIMED\n",
        "default-unlisted",
        "list it",
    ),
    (
        "pairing-keys.yaml",
        "          type: string\n          readOnly: true\n          x-unconfirmed",
        "          nullable: true\n          readOnly: true\n          x-unconfirmed",
        "nullable-untyped",
        "`type`",
    ),
    (
        "pairing-keys.yaml",
        "      description: Why a pairing failed.\n      additionalProperties: true\n",
        "      description: Why a pairing failed.\n",
        "response-closed",
        "`additionalProperties: true`",
    ),
];

/// The findings in the frozen contract after one edit, and the line of the edit.
fn linted(file: &str, before: &str, after: &str) -> (Report, usize) {
    let mut line = None;
    let mut read = |name: &'static str| {
        let text = fs::read_to_string(frozen_contract().with_file_name(name)).unwrap();
        let Some(at) = text.find(before).filter(|_| name == file) else { return (name, text) };
        line = Some(text[..at].lines().count().max(1));
        (name, text.replacen(before, after, 1))
    };
    let files: MemoryFiles = FILES.into_iter().map(&mut read).collect();
    let line = line.unwrap_or_else(|| panic!("{before} is not in {file}"));
    (gate::lint(&Document::read_from(&files, "openapi.yaml"), &Family::ALL), line)
}

#[test]
fn one_mistake_is_one_finding_at_its_place() {
    for &(file, before, after, rule, help) in MISTAKES {
        let (report, line) = linted(file, before, after);
        let [found] = report.diagnostics() else { panic!("{after}: {report}") };
        assert_eq!(found.rule.id, rule, "{after}: {report}");
        let (at, its_line, _) = report.sources().line_column(&found.location);
        assert_eq!(at, file, "{after}: {report}");
        let lines = before.lines().count().max(after.lines().count());
        assert!(its_line.abs_diff(line) <= lines, "{after}: line {line}: {report}");
        assert!(report.to_string().contains(help), "{after}: {report}");
    }
}

#[test]
fn a_misspelt_path_is_told_as_such() {
    let (path, wrong) = ("/users/{userID}/pairingKeys:", "/users/{userId}/pairingKeys:");
    let (report, _) = linted("openapi.yaml", path, wrong);
    let [found] = report.diagnostics() else { panic!("{report}") };
    assert_eq!(found.rule.id, "path-parameter-undeclared");
    assert!(report.to_string().contains("write `{userID}`"), "{report}");
}

/// What lacks something is told where the rest of it stands.
#[test]
fn an_error_that_all_others_document_is_missed() {
    let error =
        "        '429':\n          $ref: common.yaml#/components/responses/TooManyRequests\n";
    let (report, _) = linted("pairing-keys.yaml", error, "");
    let [found] = report.diagnostics() else { panic!("{report}") };
    assert_eq!(found.rule.id, "error-forgotten");
    assert!(report.to_string().contains("add `'429'`"), "{report}");
}

/// The example that has the value is not to blame as well.
#[test]
fn a_value_that_a_list_lacks_is_told_once() {
    let (report, _) = linted("pairing-keys.yaml", "        - UNCLAIMED\n", "");
    let [found] = report.diagnostics() else { panic!("{report}") };
    assert_eq!(found.rule.id, "value-unlisted");
}

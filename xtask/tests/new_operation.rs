//! The promise of the project, kept on a scratch copy: an operation is added by editing only
//! `spec/` and regenerating, and then it can be called.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use pingone_mfa_tests::{Scratch, contents};

/// An operation that the shipped contract does not have.
const OPERATION: &str = r"
# Nicknames of devices: an operation that only this test knows.
paths:
  nickname:
    parameters:
      - $ref: common.yaml#/components/parameters/EnvironmentIdInPath
      - $ref: pairing-keys.yaml#/components/parameters/UserIdInPath
      - name: deviceID
        in: path
        required: true
        description: The device.
        schema:
          $ref: '#/components/schemas/DeviceId'
    put:
      operationId: renameDevice
      tags:
        - Devices
      summary: Rename a device
      description: Gives a device another name.
      externalDocs:
        description: Update device nickname
        url: https://example.com/update-device-nickname
      requestBody:
        required: true
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/DeviceNickname'
            examples:
              phone:
                value:
                  nickname: my phone
      responses:
        '200':
          description: The new name.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/DeviceNickname'
              examples:
                phone:
                  value:
                    nickname: my phone
        '400':
          $ref: common.yaml#/components/responses/BadRequest
        '401':
          $ref: common.yaml#/components/responses/Unauthorized
        '403':
          $ref: common.yaml#/components/responses/Forbidden
        '404':
          $ref: common.yaml#/components/responses/NotFound
        '409':
          $ref: common.yaml#/components/responses/Conflict
        '429':
          $ref: common.yaml#/components/responses/TooManyRequests
        '500':
          $ref: common.yaml#/components/responses/InternalServerError
        '503':
          $ref: common.yaml#/components/responses/ServiceUnavailable
components:
  schemas:
    DeviceId:
      type: string
      format: uuid
      description: Id of a device.
    DeviceNickname:
      type: object
      description: What a user calls a device.
      required:
        - nickname
      properties:
        nickname:
          type: string
          description: The name, as the user's own list of devices shows it.
      additionalProperties: true
";

/// The tests that hold for all operations, or must not care, and the caller below.
const TESTS: [&str; 16] = [
    "canary",
    "caller",
    "contract",
    "diagnostics",
    "diff",
    "drift",
    "end_to_end",
    "fake",
    "faults",
    "ledger",
    "reference",
    "responses",
    "schemas",
    "served",
    "snapshots",
    "telemetry",
];

/// A caller of the new operation, as a downstream crate would write it.
const CALLER: &str = r#"
//! Calls the operation that the test added.

use pingone_mfa::types::{DeviceId, DeviceNickname};
use pingone_mfa_testing::FakePingOne;

#[tokio::test]
async fn the_new_operation_is_called() {
    let pingone = FakePingOne::start().await.unwrap();
    let device: DeviceId = "8b22c502-a607-4b3c-8dad-d9ef2397f19a".parse().unwrap();
    let (devices, nickname) = (pingone.client().devices(), DeviceNickname::new("my phone"));
    let renamed = devices.rename(pingone.user_id(), device, nickname).await.unwrap();
    assert_eq!(renamed.nickname, "my phone");
    let sent: Vec<String> = pingone
        .requests()
        .into_iter()
        .map(|request| format!("{} {}", request.method(), request.path()))
        .collect();
    assert_eq!(
        sent.last().unwrap(),
        "PUT /v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/users/\
         788d4931-6936-43f2-82ff-178f5762298a/devices/8b22c502-a607-4b3c-8dad-d9ef2397f19a/nickname"
    );
}
"#;

fn insert_after(path: &Path, anchor: &str, addition: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(anchor), "{anchor} is not in {}", path.display());
    fs::write(path, text.replacen(anchor, &format!("{anchor}{addition}"), 1)).unwrap();
}

/// What a command says, which must end well.
fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{command:?}: {out}{said}");
    out
}

/// Runs `cargo xtask` in the copy, as its maintainer would.
fn xtask(copy: &Path, arguments: &[&str]) -> String {
    output(Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).current_dir(copy))
}

#[test]
fn an_operation_is_added_by_editing_only_the_contract() {
    let scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")), "new-operation").unwrap();
    let copy = scratch.copy();
    let before = contents(&copy).unwrap();

    let root = copy.join("spec/openapi.yaml");
    fs::write(copy.join("spec/devices.yaml"), OPERATION).unwrap();
    insert_after(&root, "\ntags:\n", "  - name: Devices\n    description: Paired devices.\n");
    insert_after(
        &root,
        "\npaths:\n",
        "  /environments/{environmentID}/users/{userID}/devices/{deviceID}/nickname:\n    \
         $ref: devices.yaml#/paths/nickname\n",
    );
    let said = xtask(&copy, &["lint", "--deny", "warnings"]);
    assert!(said.starts_with("0 errors, 0 warnings"), "{said}");
    let said = xtask(&copy, &["regen"]);
    assert!(said.contains("9 operations"), "{said}");
    let said = xtask(&copy, &["explain", "renameDevice"]);
    assert!(said.contains("devices/{deviceID}/nickname"), "{said}");

    let known: HashMap<_, _> = before.into_iter().collect();
    for (path, content) in contents(&copy).unwrap() {
        let owned = path.starts_with("spec")
            || path.starts_with("generated-client/src/generated")
            || path.starts_with("generated-client/testing/src/generated");
        let unchanged = known.get(&path) == Some(&content);
        assert!(owned || unchanged, "regen touched {}", path.display());
    }

    // Whatever holds for every operation holds for this one, without a line added anywhere.
    let tests = copy.join("generated-client/testing/tests");
    fs::write(tests.join("caller.rs"), CALLER).unwrap();
    let mut test = scratch.cargo_test();
    test.arg("--lib").args(TESTS.iter().flat_map(|name| ["--test", name]));
    let said = output(test.args(["--", "--skip", "browser"]));
    assert!(said.contains("the_new_operation_is_called ... ok"), "{said}");
}

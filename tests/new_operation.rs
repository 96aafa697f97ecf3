//! The promise of the project, kept on a scratch copy: an operation is added by editing only
//! `spec/` and regenerating, and then it can be called.

use std::fs;
use std::path::Path;
use std::process::Command;

use pingone_mfa_tests::{contents, copy_folder, scratch_target, workspace};

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
        '404':
          $ref: common.yaml#/components/responses/NotFound
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
          description: The name.
";

/// The tests that hold for all operations, or must not care.
const TESTS: [&str; 13] = [
    "canary",
    "contract",
    "diagnostics",
    "diff",
    "drift",
    "end_to_end",
    "faults",
    "ledger",
    "lint",
    "reference",
    "responses",
    "snapshots",
    "telemetry",
];

/// A caller of the new operation, as a downstream crate would write it.
const CALLER: &str = r#"
//! Calls the operation that the test added.

use pingone_mfa::types::{DeviceId, DeviceNickname};
use pingone_mfa_testing::FakePingOne;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pingone = FakePingOne::start().await?;
    let device: DeviceId = "8b22c502-a607-4b3c-8dad-d9ef2397f19a".parse()?;
    let devices = pingone.client().devices(pingone.user_id());
    let renamed = devices.rename(device, DeviceNickname::new("my phone")).await?;
    println!("renamed to {}", renamed.nickname);
    for request in pingone.requests() {
        println!("{} {}", request.method(), request.path());
    }
    Ok(())
}
"#;

fn insert_after(path: &Path, anchor: &str, addition: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(anchor), "{anchor} is not in {}", path.display());
    fs::write(path, text.replacen(anchor, &format!("{anchor}{addition}"), 1)).unwrap();
}

/// Runs cargo in the copy, as its maintainer would.
fn cargo(copy: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", scratch_target())
        .env("CARGO_NET_OFFLINE", "true")
        // A scratch build's backtraces need no lines: a quarter less time, a third less space.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("RUSTFLAGS")
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "cargo {arguments:?}: {out}{said}");
    out
}

#[test]
fn an_operation_is_added_by_editing_only_the_contract() {
    let scratch = tempfile::tempdir().unwrap();
    let copy = scratch.path().join("copy");
    copy_folder(&workspace(), &copy).unwrap();
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
    let said = cargo(&copy, &["xtask", "regen"]);
    assert!(said.contains("9 operations"), "{said}");

    let known: Vec<_> = before.into_iter().collect();
    for (path, content) in contents(&copy).unwrap() {
        let owned = path.starts_with("spec")
            || path.starts_with("generated-client/src/generated")
            || path.starts_with("generated-client/testing/src/generated");
        let unchanged = known.contains(&(path.clone(), content));
        assert!(owned || unchanged, "regen touched {}", path.display());
    }

    // Whatever holds for every operation holds for this one, without a line added anywhere.
    cargo(&copy, &["test", "--quiet", "--package", "pingone-mfa", "--lib", "generated"]);
    let mut test = vec!["test", "--quiet", "--package", "pingone-mfa-tests"];
    test.extend(TESTS.iter().flat_map(|name| ["--test", name]));
    cargo(&copy, &[&test[..], &["--", "--skip", "browser"]].concat());

    fs::write(copy.join("generated-client/testing/examples/caller.rs"), CALLER).unwrap();
    let said = cargo(
        &copy,
        &["run", "--quiet", "--package", "pingone-mfa-testing", "--example", "caller"],
    );
    assert!(said.contains("renamed to my phone"), "{said}");
    assert!(
        said.contains(
            "PUT /v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/users/\
             788d4931-6936-43f2-82ff-178f5762298a/devices/8b22c502-a607-4b3c-8dad-d9ef2397f19a/nickname"
        ),
        "{said}"
    );
}

//! `cargo xtask regen --watch` as people use it: save, read the line, go on.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// Longer than any run takes; a line that does not come is a failure.
const PATIENCE: Duration = Duration::from_secs(120);

/// The program at work on a copy of the contract.
struct Watching {
    program: Child,
    lines: Receiver<String>,
    folder: tempfile::TempDir,
}

impl Watching {
    fn start() -> Self {
        Self::of("spec", "client")
    }

    /// The contract lies in `spec` of the current folder; where the program writes is given.
    fn of(spec: &str, out: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join(spec);
        fs::create_dir_all(&own).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(".", folder.path().join("again")).unwrap();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        for entry in fs::read_dir(shipped).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, own.join(path.file_name().unwrap())).unwrap();
            }
        }
        let mut program = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["regen", "--watch", "--out", out, "--spec"])
            .arg(Path::new(spec).join("openapi.yaml"))
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, lines) = channel();
        let output = BufReader::new(program.stdout.take().unwrap());
        thread::spawn(move || {
            output.lines().map_while(Result::ok).try_for_each(|line| send.send(line))
        });
        Self { program, lines, folder }
    }

    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).unwrap()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("spec").join(name)
    }

    /// Saves as many editors do: a new file takes the place of the old one.
    fn save(&self, name: &str, text: &str) {
        let beside = self.file(".being-saved");
        fs::write(&beside, text).unwrap();
        fs::rename(beside, self.file(name)).unwrap();
    }

    /// Ends the program and returns what it said to standard error.
    fn end(mut self) -> String {
        assert!(self.program.try_wait().unwrap().is_none(), "it ended by itself");
        self.program.kill().unwrap();
        let mut said = String::new();
        self.program.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        said
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn every_save_is_answered_by_one_line_and_a_wrong_contract_is_waited_out() {
    let watching = Watching::start();
    let first = watching.line();
    assert!(first.starts_with("watching spec: "), "{first}");
    assert!(first.contains("operations") && first.ends_with(" ms)"), "{first}");

    let right = fs::read_to_string(watching.file("pairing-keys.yaml")).unwrap();
    let edited = right.replacen("summary: ", "summary: Now ", 1);
    assert_ne!(edited, right);
    watching.save("pairing-keys.yaml", &edited);
    let second = watching.line();
    assert!(second.starts_with("saved spec/pairing-keys.yaml: "), "{second}");
    assert!(!second.contains(" 0 files written"), "{second}");

    fs::write(
        watching.file("pairing-keys.yaml"),
        right.replacen("      operationId: createPairingKey\n", "", 1),
    )
    .unwrap();
    let third = watching.line();
    assert!(third.starts_with("saved spec/pairing-keys.yaml: not generated"), "{third}");

    // What generation itself writes beside the contract is no reason to generate.
    fs::write(watching.file("LEDGER.md"), "written").unwrap();
    fs::write(watching.file("pairing-keys.yaml"), &right).unwrap();
    let fourth = watching.line();
    assert!(fourth.starts_with("saved spec/pairing-keys.yaml: 8 operations"), "{fourth}");

    let said = watching.end();
    assert!(said.contains("error[operation-id-missing]"), "{said}");
}

/// What the program writes is no save, wherever it lies and however its folder is written.
#[cfg(unix)]
#[test]
fn what_is_generated_beside_the_contract_is_no_save() {
    for (spec, out) in [("", "client"), ("", "./client"), ("", "again/client"), (".", "client")] {
        let watching = Watching::of(spec, out);
        let first = watching.line();
        assert!(first.starts_with("watching "), "{first}");
        let text = fs::read_to_string(watching.folder.path().join("common.yaml")).unwrap();
        fs::write(watching.folder.path().join("common.yaml"), format!("{text}\n")).unwrap();
        let second = watching.line();
        let saved = second.split(": ").next().unwrap();
        assert!(saved.ends_with("common.yaml") && !saved.contains(','), "{out}: {second}");
        watching.end();
    }
}

#[test]
fn watching_and_checking_exclude_each_other() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["regen", "--watch", "--check"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot be used with"));
}

//! Loading from a folder, which nothing may leave.

use std::fs;
use std::path::Path;

use super::super::{Document, LARGEST_FILE};
use crate::diagnostic::{RenderStyle, Report};

/// A folder `spec` with these files, in a temporary folder.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("spec")).unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join("spec").join(name), bytes).unwrap();
    }
    folder
}

fn load(folder: &tempfile::TempDir) -> Result<Document, Report> {
    Document::load(&folder.path().join("spec/openapi.yaml"))
}

/// The rendered problems, the temporary folder's name taken out.
fn problems(folder: &tempfile::TempDir) -> String {
    let text = load(folder).expect_err("a problem").render(RenderStyle::Plain);
    text.replace(&*folder.path().to_string_lossy(), "FOLDER")
}

#[test]
fn files_that_cannot_be_used() {
    let folder = folder(&[
        (
            "openapi.yaml",
            b"a: {$ref: 'sub'}\nb: {$ref: 'latin.yaml'}\nc: {$ref: 'huge.yaml'}\nd: {$ref: 'huge.yaml#/x'}\ne: {$ref: 'latim.yaml'}\nf: {$ref: 'openapi.yaml/x'}\ng: {$ref: 'binary.yaml'}\n",
        ),
        ("latin.yaml", b"title: ok\ntext: gr\xfc\xdfe\n"),
        ("binary.yaml", b"PK\x03\x04\x00\x00"),
    ]);
    fs::create_dir(folder.path().join("spec/sub")).unwrap();
    let huge = fs::File::create(folder.path().join("spec/huge.yaml")).unwrap();
    huge.set_len(LARGEST_FILE + 1).unwrap();
    let found = problems(&folder);
    insta::assert_snapshot!(found);
}

#[test]
fn roots_that_cannot_be_used() {
    let folder = folder(&[("openapi.yml", b"openapi: 3.0.3")]);
    let show = |root: &Path| {
        let report = Document::load(root).expect_err("a problem");
        assert_eq!(report.error_count(), 1);
        report.render(RenderStyle::Plain).replace(&*folder.path().to_string_lossy(), "FOLDER")
    };
    let all = ["spec/openapi.yaml", "spec", "none/openapi.yaml", "spec/.."]
        .map(|root| show(&folder.path().join(root)));
    let found = all.join("\n");
    insta::assert_snapshot!(found);
    assert!(show(Path::new("")).contains("it is a folder"));
}

#[test]
fn a_file_of_the_largest_size_is_read() {
    let mut bytes = b"a: 1\n#".to_vec();
    bytes.resize(usize::try_from(LARGEST_FILE).unwrap(), b'x');
    assert!(load(&folder(&[("openapi.yaml", &bytes)])).is_ok());
}

#[test]
fn paths_are_shown_as_given() {
    let folder = folder(&[("openapi.yaml", b"a: {$ref: 'b.yaml'}"), ("b.yaml", b"x: 1")]);
    let document = load(&folder).unwrap();
    let sources = document.sources();
    let paths: Vec<&str> = sources.files().map(|file| sources.path(file)).collect();
    let shown = |name: &str| format!("{}/spec/{name}", folder.path().display());
    assert_eq!(paths, [shown("openapi.yaml"), shown("b.yaml")]);
    assert_eq!(document.root().file_name(), "openapi.yaml");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_out_of_the_folder_are_refused() {
        let folder =
            folder(&[("openapi.yaml", b"a: {$ref: 'link.yaml'}\nb: {$ref: 'dir/outside.yaml'}\n")]);
        fs::write(folder.path().join("outside.yaml"), "x: 1").unwrap();
        symlink(folder.path().join("outside.yaml"), folder.path().join("spec/link.yaml")).unwrap();
        symlink(folder.path(), folder.path().join("spec/dir")).unwrap();
        let found = problems(&folder);
        insta::assert_snapshot!(found);
    }

    #[test]
    fn links_inside_the_folder_are_followed() {
        let folder = folder(&[("openapi.yaml", b"a: {$ref: 'link.yaml'}"), ("real.yaml", b"x: 1")]);
        symlink("real.yaml", folder.path().join("spec/link.yaml")).unwrap();
        assert!(load(&folder).is_ok());
    }

    #[test]
    fn devices_are_refused() {
        let found = Document::load(Path::new("/dev/null")).expect_err("a problem");
        assert!(found.to_string().contains("it is not a regular file"), "{found}");
    }
}

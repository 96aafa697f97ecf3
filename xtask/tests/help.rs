//! The help of every task fits a terminal of 80 columns.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::process::Command;

/// What a terminal of some width shows.
fn help(arguments: &[&str], columns: &str) -> String {
    let xtask = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .arg("--help")
        .env("COLUMNS", columns)
        .output()
        .unwrap();
    assert!(xtask.status.success());
    String::from_utf8(xtask.stdout).unwrap()
}

/// The names of the tasks, as the help lists them.
fn tasks(overview: &str) -> Vec<&str> {
    let listed = overview.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    // What a task is for goes on in lines that are indented further.
    let lines = listed.lines().filter(|line| !line.starts_with("   "));
    lines
        .map(|line| line.split_whitespace().next().unwrap())
        .filter(|name| *name != "help")
        .collect()
}

/// Examples are laid out by hand.
fn examples(help: &str) -> Option<&str> {
    help.find("\nExample").map(|start| &help[start..])
}

#[test]
fn no_line_is_too_wide_for_80_columns() {
    let overview = help(&[], "80");
    let tasks = tasks(&overview);
    assert!(tasks.contains(&"regen"), "{tasks:?}");
    for text in tasks.iter().map(|task| help(&[task], "80")).chain([overview.clone()]) {
        let long: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(long.is_empty(), "{long:#?}");
    }
}

#[test]
fn no_example_is_wrapped() {
    for task in tasks(&help(&[], "80")) {
        let (narrow, wide) = (help(&[task], "80"), help(&[task], "200"));
        assert!(examples(&wide).is_some(), "{task}");
        assert_eq!(examples(&narrow), examples(&wide), "{task}");
    }
}

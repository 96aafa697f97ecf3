//! Reads what makes a client one API's: the file [`FILE`] beside the root document.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Level, Nature, Report, Rule};
use crate::document::{Cursor, Document, FileError, FileSource, Folder, NodeKind};
use crate::markdown::is_web_address;
use crate::suggest::nearest;
use crate::target::{
    self, Envelope, ErrorBodies, Features, Levels, MOST_GIVEN, NextRule, PagingRule, Profile,
    Target, Unsupported,
};

mod names;
pub(crate) mod paging;
mod rules;

pub use names::check_names;
pub(crate) use names::{Found, find};
pub(crate) use rules::RULES;

/// What the file may say.
const KEYS: [&str; 13] = [
    "package",
    "terms",
    "test-kit",
    "modules",
    "repository",
    "api-key",
    "errors",
    "collections",
    "scopes",
    "names",
    "lint",
    "unsupported",
    "features",
];

/// Headers that the client writes, each for a purpose of its own.
const WRITTEN_OTHERWISE: [&str; 6] =
    ["accept", "content-length", "content-type", "host", "transfer-encoding", "user-agent"];

/// The name of the file.
pub const FILE: &str = "client.yaml";

/// Reads the target beside the contract whose root document is `root`; the default if there is
/// no such file. `known` are the rules that it may set.
///
/// # Errors
/// Returns every problem of the file at once.
pub fn load(root: &Path, known: &[&'static Rule]) -> Result<Target, Report> {
    match Folder::new(root.parent().unwrap_or(Path::new(""))) {
        Ok(folder) => from_files(&folder, known),
        // The contract is in the same folder: its own problems say more.
        Err(_) => Ok(Target::default()),
    }
}

/// Reads the target among these files; the default if there is none. `known` are the rules that it
/// may set.
///
/// # Errors
/// Returns every problem of the file at once.
pub fn from_files(files: &dyn FileSource, known: &[&'static Rule]) -> Result<Target, Report> {
    if matches!(files.read(FILE), Err(FileError::Missing)) {
        return Ok(Target::default());
    }
    let document = Document::from_files(files, FILE)?;
    let mut reader = Reader { known, problems: Vec::new() };
    let target = reader.target(&document.root());
    match reader.problems.is_empty() {
        true => Ok(target),
        false => Err(Report::new(reader.problems, document.sources())),
    }
}

/// Reads the file and gathers what is wrong with it.
struct Reader<'r> {
    known: &'r [&'static Rule],
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn target(&mut self, root: &Cursor<'_>) -> Target {
        let mut target = Target::default();
        for (key, value) in self.members(root) {
            match key {
                "package" => target.package = self.package(&value),
                "test-kit" => target.test_kit = self.flag(&value),
                "terms" => target.terms = self.texts(&value),
                "modules" => target.modules = self.texts(&value),
                "repository" => target.repository = self.address(&value),
                "api-key" => target.api_key = self.header(&value),
                "errors" => target.errors = self.errors(&value),
                "collections" => target.collections = self.collections(&value),
                "scopes" => target.scopes = self.scopes(&value),
                "names" => target.names = self.names(&value),
                "lint" => target.lint = self.lint(&value),
                "unsupported" => {
                    let all = Unsupported::ALL.map(|one| (one.name(), one));
                    target.unsupported = self.word(&value, &all).unwrap_or_default();
                }
                "features" => {
                    let all = Features::ALL.map(|one| (one.name(), one));
                    target.features = self.word(&value, &all).unwrap_or_default();
                }
                _ => self.unknown(key, &value, &KEYS),
            }
        }
        target
    }

    fn address(&mut self, node: &Cursor<'_>) -> Option<String> {
        let address = node.as_str().filter(|text| is_web_address(text));
        if address.is_none() {
            self.wrong(
                node,
                "this is no web address",
                "write one such as `https://github.com/owner/name/blob/main/spec`",
            );
        }
        address.map(|text| text.trim_end_matches('/').to_owned())
    }

    fn errors(&mut self, node: &Cursor<'_>) -> ErrorBodies {
        let (mut id, mut code, mut message, mut details) = (None, None, None, None);
        if node.kind() == NodeKind::Map && node.entries().next().is_none() {
            self.wrong(node, "no part of an error has a place", "name one, or remove `errors`");
        }
        for (key, value) in self.members(node) {
            match key {
                "id" => id = self.pointer(&value),
                "code" => code = self.pointer(&value),
                "message" => message = self.pointer(&value),
                "details" => details = self.pointer(&value),
                _ => self.unknown(key, &value, &["id", "code", "message", "details"]),
            }
        }
        ErrorBodies::At { id, code, message, details }
    }

    /// Items that are counted stand in a page of the runtime; every other page is the contract's own.
    fn collections(&mut self, node: &Cursor<'_>) -> Envelope {
        match paging::read(node) {
            Ok(PagingRule { items, count, next: NextRule::Offset(offset) })
                if is_name(&items) && count.iter().all(|count| is_name(count)) =>
            {
                let name = |pointer: String| pointer.trim_start_matches('/').to_owned();
                Envelope::Flat { items: name(items), count: count.map(name), offset }
            }
            Ok(rule) => Envelope::Own(rule),
            Err(wrong) => {
                for paging::Wrong { at, message, help, is_key } in wrong {
                    let rule = if is_key { &rules::TARGET_KEY } else { &rules::TARGET_VALUE };
                    let place = if is_key { at.key_location() } else { at.location() };
                    self.problems.push(Diagnostic::new(rule, place, message).help(help));
                }
                Envelope::Hal
            }
        }
    }

    fn scopes(&mut self, node: &Cursor<'_>) -> BTreeMap<String, Vec<String>> {
        let mut scopes = BTreeMap::new();
        for (tag, list) in self.members(node) {
            let names = self.texts(&list);
            if names.len() > MOST_GIVEN {
                let message = format!("an accessor takes at most {MOST_GIVEN} values");
                self.wrong(&list, &message, "leave the others to the methods");
            }
            scopes.insert(tag.to_owned(), names);
        }
        scopes
    }

    fn names(&mut self, node: &Cursor<'_>) -> BTreeMap<String, String> {
        let members = self.members(node);
        let named =
            members.into_iter().map(|(place, name)| Some((place.to_owned(), self.text(&name)?)));
        named.flatten().collect()
    }

    fn lint(&mut self, node: &Cursor<'_>) -> Levels {
        let mut levels = Levels::default();
        for (key, value) in self.members(node) {
            match key {
                "profile" => {
                    let all = Profile::ALL.map(|profile| (profile.name(), profile));
                    levels.profile = self.word(&value, &all).unwrap_or_default();
                }
                "rules" => {
                    for (id, level) in self.members(&value) {
                        if let Some(level) = self.level(id, &level) {
                            levels.rules.insert(id.to_owned(), level);
                        }
                    }
                }
                _ => self.unknown(key, &value, &["profile", "rules"]),
            }
        }
        levels
    }

    /// What breaking one rule means.
    fn level(&mut self, id: &str, value: &Cursor<'_>) -> Option<Level> {
        let Some(rule) = self.known.iter().find(|rule| rule.id == id) else {
            let help = match nearest(id, self.known.iter().map(|rule| rule.id)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`cargo xtask lint --rules` lists the rules".to_owned(),
            };
            let message = format!("there is no rule `{id}`");
            let problem = Diagnostic::new(&rules::TARGET_KEY, value.key_location(), message);
            self.problems.push(problem.help(help));
            return None;
        };
        let level = self.word(value, &Level::ALL.map(|level| (level.name(), level)))?;
        if rule.nature == Nature::Protection && level != rule.strict() {
            let message = format!("`{id}` protects generated code: nobody can switch it off");
            self.wrong(value, &message, "remove this line, and repair what the rule reports");
            return None;
        }
        Some(level)
    }

    /// The meaning of one of some words.
    fn word<T: Copy>(&mut self, value: &Cursor<'_>, known: &[(&str, T)]) -> Option<T> {
        let given = value.as_str().unwrap_or_default();
        let found = known.iter().find(|(word, _)| *word == given);
        if found.is_none() {
            let words = || known.iter().map(|(word, _)| *word);
            let help = match nearest(given, words()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("one of {}", words().collect::<Vec<_>>().join(", ")),
            };
            self.wrong(value, "this is none of the words that fit here", &help);
        }
        found.map(|(_, meaning)| *meaning)
    }

    fn pointer(&mut self, value: &Cursor<'_>) -> Option<String> {
        let pointer = self.text(value)?;
        let is_member =
            |step: &str| !step.is_empty() && !step.bytes().all(|byte| byte.is_ascii_digit());
        let is_plain = pointer.starts_with('/')
            && !pointer.contains('~')
            && pointer.split('/').skip(1).all(is_member);
        if !is_plain {
            self.wrong(value, "this is no JSON Pointer of a member", "such as `/error/code`");
        }
        is_plain.then_some(pointer)
    }

    fn header(&mut self, value: &Cursor<'_>) -> Option<String> {
        let name = self.text(value)?.to_ascii_lowercase();
        let is_name = http::HeaderName::from_bytes(name.as_bytes()).is_ok()
            && !WRITTEN_OTHERWISE.contains(&name.as_str());
        if !is_name {
            self.wrong(value, "this is no header that takes a key", "such as `X-Api-Key`");
        }
        is_name.then_some(name)
    }

    fn text(&mut self, value: &Cursor<'_>) -> Option<String> {
        let text = value.as_str().filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong(value, "this is no text", "write a name");
        }
        text.map(str::to_owned)
    }

    /// The members of a mapping; nothing else has any.
    fn members<'d>(&mut self, node: &Cursor<'d>) -> Vec<(&'d str, Cursor<'d>)> {
        if node.kind() != NodeKind::Map {
            self.wrong(node, "this is no mapping", "write keys with their values");
        }
        node.entries().collect()
    }

    fn texts(&mut self, node: &Cursor<'_>) -> Vec<String> {
        if node.kind() != NodeKind::Sequence {
            self.wrong(node, "this is no list", "such as `[one, two]`");
        }
        node.items().filter_map(|one| self.text(&one)).collect()
    }

    fn unknown(&mut self, key: &str, value: &Cursor<'_>, known: &[&str]) {
        let message = format!("`{key}` is not a known key");
        let problem = Diagnostic::new(&rules::TARGET_KEY, value.key_location(), message);
        self.problems.push(problem.help(match nearest(key, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("one of {}", known.join(", ")),
        }));
    }

    fn wrong(&mut self, value: &Cursor<'_>, message: &str, help: &str) {
        let problem = Diagnostic::new(&rules::TARGET_VALUE, value.location(), message);
        self.problems.push(problem.help(help));
    }

    fn flag(&mut self, value: &Cursor<'_>) -> bool {
        value.as_bool().unwrap_or_else(|| {
            self.wrong(value, "this must be `true` or `false`", "write one of them");
            false
        })
    }

    fn package(&mut self, value: &Cursor<'_>) -> Option<String> {
        let name = value.as_str().filter(|name| {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        });
        if name.is_none() {
            let help = "small letters, digits and `-`, such as `parcel-api`";
            self.wrong(value, "this is no name of a package", help);
        }
        if name.is_some_and(target::is_taken) {
            let message = "this is a keyword, or the name of a crate that the client depends on";
            self.wrong(value, message, "add a word, such as `-client`");
        }
        name.map(str::to_owned)
    }
}

/// Whether a pointer leads to a property of the page itself.
fn is_name(pointer: &str) -> bool {
    pointer.matches('/').count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::MemoryFiles;

    const KNOWN: [&Rule; 1] = [&rules::TARGET_KEY];

    /// The problems of a file, a line each.
    fn problems(text: &str) -> Vec<String> {
        let files: MemoryFiles = [(FILE, text)].into_iter().collect();
        let report = from_files(&files, &KNOWN).unwrap_err();
        report.diagnostics().iter().map(|one| one.message.clone()).collect()
    }

    #[test]
    fn without_a_file_the_client_is_named_after_the_contract() {
        let target = from_files(&MemoryFiles::default(), &KNOWN).unwrap();
        assert_eq!(target, Target::default());
        for (title, package) in [
            ("Parcel API", "parcel-api"),
            ("", "api-client"),
            ("名", "api-client"),
            ("2 B", "api-client"),
            ("Match", "api-client"),
            ("Serde JSON", "api-client"),
        ] {
            assert_eq!(target.package(title), package, "{title}");
        }
        assert_eq!(target.crate_name("Parcel API"), "parcel_api");
    }

    #[test]
    fn a_package_is_no_keyword_and_no_crate_that_the_client_depends_on() {
        let told = "this is a keyword, or the name of a crate that the client depends on";
        for name in
            ["async", "gen", "self", "try", "core", "std", "serde", "serde-json", "pingone-core"]
        {
            assert_eq!(problems(&format!("package: {name}")), [told], "{name}");
        }
        for name in ["async-client", "serde-client", "generator"] {
            let text = format!("package: {name}");
            let files: MemoryFiles = [(FILE, text.as_str())].into_iter().collect();
            assert_eq!(from_files(&files, &KNOWN).unwrap().crate_name(""), name.replace('-', "_"));
        }
    }

    #[test]
    fn what_does_not_fit_is_told_and_nothing_is_passed_over() {
        for (text, told) in [
            ("[package]", "this is no mapping"),
            ("errors: none", "this is no mapping"),
            ("terms: Parcel", "this is no list"),
            ("terms: [1]", "this is no text"),
            ("pakage: a", "`pakage` is not a known key"),
            ("scopes: {A: [a, b, c, d, e, f, g]}", "an accessor takes at most 6 values"),
            ("package: A b", "this is no name of a package"),
            ("test-kit: maybe", "this must be `true` or `false`"),
            ("api-key: Content-Type", "this is no header that takes a key"),
            ("api-key: a b", "this is no header that takes a key"),
            ("errors: {code: error.code}", "this is no JSON Pointer of a member"),
            ("errors: {code: /errors/0/code}", "this is no JSON Pointer of a member"),
            ("errors: {code: /error//code}", "this is no JSON Pointer of a member"),
            ("errors: {code: /}", "this is no JSON Pointer of a member"),
            ("errors: {}", "no part of an error has a place"),
            ("features: all", "this is none of the words that fit here"),
            ("lint: tolerant", "this is no mapping"),
            ("lint: {profil: strict}", "`profil` is not a known key"),
            ("lint: {profile: lax}", "this is none of the words that fit here"),
            ("lint: {rules: [target-key]}", "this is no mapping"),
            ("lint: {rules: {target-kye: allow}}", "there is no rule `target-kye`"),
            ("lint: {rules: {target-key: of}}", "this is none of the words that fit here"),
            (
                "lint: {rules: {target-key: warning}}",
                "`target-key` protects generated code: nobody can switch it off",
            ),
            ("collections: {items: data}", "there must be one way to the next page"),
            (
                "collections: {items: data, offset: a, page: b}",
                "there must be one way to the next page",
            ),
            (
                "collections: {items: data, cursor: next}",
                "`cursor` and `parameter` need each other",
            ),
            (
                "collections: {items: data, header: Next}",
                "no header but `Link` leads to the next page",
            ),
            ("collections: {items: /a//b, header: Link}", "this is no property of a page"),
            ("collections: {items: data, page: page, first: one}", "this is no whole number"),
            ("collections: {itmes: data, header: Link}", "`itmes` is not a known key"),
        ] {
            assert_eq!(problems(text), [told], "{text}");
        }
    }
}

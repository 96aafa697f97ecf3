//! The modules of each crate import one way: never from a layer above their own, and no two files
//! import each other, not even through others. The layers stand in ARCHITECTURE.md. What serves any
//! product names none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use codegen::document::Document;
use pingone_mfa_testing::Contract;
use pingone_mfa_testing::route::Location;
use pingone_mfa_tests::{frozen_contract, workspace};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

/// The crates whose layers are listed: the name of the list, and the folder of the sources.
const CRATES: [(&str, &str); 3] = [
    ("codegen", "codegen/src"),
    ("runtime", "generated-client/runtime/src"),
    ("testing", "generated-client/testing/src"),
];

/// Macros whose tokens are about another crate, or about whoever uses a macro.
const OF_OTHER_CRATES: [&str; 4] = ["macro_rules", "parse_quote", "quote", "quote_spanned"];

/// The names of a module below the crate's root.
type Module = Vec<String>;

/// An import: the module that it leads to, and its line.
type Import = (Module, usize);

/// What is compiled of a crate when it is not tested: modules with their imports and files.
#[derive(Default)]
struct Crate {
    modules: BTreeMap<Module, (PathBuf, Vec<Import>)>,
}

impl Crate {
    fn read(folder: &Path) -> Self {
        let mut paths = BTreeMap::new();
        let mut found = Self::default();
        found.module(folder, Vec::new(), folder.join("lib.rs"), &mut paths);
        let known: BTreeSet<Module> = found.modules.keys().cloned().collect();
        for (module, (_, imports)) in &mut found.modules {
            let paths = &paths[module];
            imports.extend(paths.iter().map(|(path, line)| (nearest(&known, path), *line)));
        }
        found
    }

    /// Reads a module and those that it declares.
    fn module(
        &mut self,
        folder: &Path,
        module: Module,
        file: PathBuf,
        paths: &mut BTreeMap<Module, Vec<Import>>,
    ) {
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file:?}: {error}"));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file:?}: {error}"));
        let mut reader = Reader { module: module.clone(), paths: Vec::new(), modules: Vec::new() };
        reader.visit_file(&parsed);
        for name in &reader.modules {
            let inner: Module = module.iter().chain([name]).cloned().collect();
            let path = folder.join(inner.join("/"));
            let flat = path.with_extension("rs");
            let file = if flat.is_file() { flat } else { path.join("mod.rs") };
            if file.is_file() {
                self.module(folder, inner, file, paths);
            }
        }
        paths.insert(module.clone(), reader.paths);
        self.modules.insert(module, (file, Vec::new()));
    }

    /// Everything that is wrong, a line each.
    fn faults(&self, layers: &[Vec<String>]) -> Vec<String> {
        let mut faults = Vec::new();
        let layer = |module: &Module| {
            let name = module.first()?;
            layers.iter().position(|names| names.contains(name))
        };
        for (module, (file, imports)) in
            self.modules.iter().filter(|(module, _)| !module.is_empty())
        {
            let Some(own) = layer(module) else {
                faults.push(format!("{}: `{}` is in no layer", file.display(), module[0]));
                continue;
            };
            for (target, line) in
                imports.iter().filter(|(target, _)| target.first() != module.first())
            {
                let place = format!("{}:{line}", file.display());
                match layer(target) {
                    None => faults.push(format!("{place}: imports through the root of the crate")),
                    Some(other) if other >= own => faults.push(format!(
                        "{place}: `{}` imports from `{}`, which is not below it",
                        module[0], target[0]
                    )),
                    Some(_) => {}
                }
            }
        }
        faults.extend(self.circle());
        faults
    }

    /// Files that import each other, if there are any. What a module says of its own parts, and they of
    /// it, is no import: the file of a module is the face of its folder.
    fn circle(&self) -> Option<String> {
        let mut left: BTreeMap<&Module, BTreeSet<&Module>> = BTreeMap::new();
        for (module, (_, imports)) in &self.modules {
            let others = imports.iter().map(|(target, _)| target);
            let others = others.filter(|to| !to.starts_with(module) && !module.starts_with(to));
            left.insert(module, others.collect());
        }
        // Whatever imports nothing that is left is in no circle, and neither is what nothing left imports.
        loop {
            let free: Vec<&Module> = left
                .iter()
                .filter(|(module, to)| {
                    to.iter().all(|to| !left.contains_key(to))
                        || !left.values().any(|all| all.contains(*module))
                })
                .map(|(module, _)| *module)
                .collect();
            if free.is_empty() {
                break;
            }
            left.retain(|module, _| !free.contains(module));
        }
        let names: Vec<String> = left.keys().map(|module| module.join("::")).collect();
        (!names.is_empty()).then(|| format!("these import each other: {}", names.join(", ")))
    }
}

/// The longest beginning of a path that is a module.
fn nearest(known: &BTreeSet<Module>, path: &[String]) -> Module {
    let mut module = path.to_vec();
    while !known.contains(&module) {
        module.pop();
    }
    module
}

/// Gathers the paths into the crate, and the modules that are declared.
struct Reader {
    module: Module,
    paths: Vec<(Module, usize)>,
    modules: Vec<String>,
}

impl Reader {
    /// Remembers a path that begins with `crate`, `self` or `super`.
    fn path(&mut self, names: &[String], line: usize) {
        let mut names = names;
        let mut base = match names.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("self" | "super") => self.module.clone(),
            _ => return,
        };
        while let Some((first, rest)) = names.split_first() {
            match first.as_str() {
                "crate" | "self" => {}
                "super" => {
                    base.pop();
                }
                _ => break,
            }
            names = rest;
        }
        base.extend_from_slice(names);
        self.paths.push((base, line));
    }

    /// Finds the paths among the tokens of a macro; `$crate` is that of whoever defines it.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let text = |at: usize| tokens.get(at).map(ToString::to_string).unwrap_or_default();
        let is_path_sign = |at: usize| text(at) == ":" && text(at + 1) == ":";
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let line = token.span().start().line;
            let mut names = Vec::new();
            match token {
                TokenTree::Ident(first) => {
                    names.push(first.to_string());
                    while is_path_sign(at + 1)
                        && let Some(TokenTree::Ident(next)) = tokens.get(at + 3)
                    {
                        names.push(next.to_string());
                        at += 3;
                    }
                    let is_macro = text(at + 1) == "!";
                    if is_macro && names.last().is_some_and(|name| is_of_another_crate(name)) {
                        at += 2;
                    }
                }
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Punct(_) if text(at) == "$" => at += 1,
                _ => {}
            }
            // `crate` alone is a visibility, `self` a value.
            if names.len() > 1 {
                self.path(&names, line);
            }
            at += 1;
        }
    }

    fn tree(&mut self, tree: &syn::UseTree, before: &[String]) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.tree(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) => self.path(&with(&name.ident), name.span().start().line),
            syn::UseTree::Rename(name) => self.path(&with(&name.ident), name.span().start().line),
            syn::UseTree::Glob(glob) => self.path(before, glob.span().start().line),
            syn::UseTree::Group(group) => group.items.iter().for_each(|one| self.tree(one, before)),
        }
    }
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether the tokens of a macro are about another crate.
fn is_of_another_crate(name: &str) -> bool {
    OF_OTHER_CRATES.contains(&name)
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute
                    .parse_args::<syn::Ident>()
                    .is_ok_and(|word| word == "test" || word == "doctest")
    })
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if is_test(attributes(item)) {
            return;
        }
        if let syn::Item::Mod(module) = item
            && module.content.is_none()
        {
            self.modules.push(module.ident.to_string());
        }
        visit::visit_item(self, item);
    }

    /// `pub(crate)` is no import.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&item.tree, &[]);
    }

    /// What a macro is given is code, unless the macro makes code of it or defines another one.
    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call.path.segments.last().map(|one| one.ident.to_string());
        if !name.is_some_and(|name| is_of_another_crate(&name)) {
            self.tokens(call.tokens.clone());
        }
        visit::visit_macro(self, call);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|one| one.ident.to_string()).collect();
        self.path(&names, path.span().start().line);
        visit::visit_path(self, path);
    }
}

/// The list of layers of a crate, lowest first.
fn layers(text: &str, name: &str) -> Vec<Vec<String>> {
    let start = format!("```layers {name}\n");
    let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no layers of {name}"));
    let (list, _) = rest.split_once("```").unwrap();
    list.lines().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

#[test]
fn the_modules_of_every_crate_import_one_way() {
    let architecture = fs::read_to_string(workspace().join("ARCHITECTURE.md")).unwrap();
    let mut faults = Vec::new();
    for (name, folder) in CRATES {
        let read = Crate::read(&workspace().join(folder));
        assert!(read.modules.len() > 20, "only {} modules of {name} were read", read.modules.len());
        faults.extend(read.faults(&layers(&architecture, name)));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// The faults of a made-up crate with the layers `low` and `high`.
fn faults_of(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let layers = layers("```layers x\nlow\nhigh\n```", "x");
    Crate::read(folder.path()).faults(&layers)
}

#[test]
fn an_import_from_above_is_told_with_its_line() {
    let faults = faults_of(&[
        ("lib.rs", "mod low; mod high;"),
        ("low.rs", "//! Low.\n\nfn f() { crate::high::g(); }"),
        ("high/mod.rs", "mod part;\nuse crate::low;\n#[cfg(test)]\nmod tests { use crate::high; }"),
        ("high/part.rs", "use super::super::Root;"),
    ]);
    assert_eq!(faults.len(), 3, "{faults:#?}");
    assert!(faults[0].ends_with("part.rs:1: imports through the root of the crate"), "{faults:?}");
    assert!(
        faults[1].ends_with("low.rs:3: `low` imports from `high`, which is not below it"),
        "{faults:?}"
    );
    assert_eq!(faults[2], "these import each other: high, low");
}

#[test]
fn an_import_in_the_arguments_of_a_macro_is_told_too() {
    for (code, is_told) in [
        ("assert!(crate::high::g());", true),
        ("let a = vec![1, crate::high::B];", true),
        ("let a = matches!(x, Some(crate::high::B { .. }) if y);", true),
        ("let a = format!(\"{}\", super::high::g::<u8>());", true),
        ("let a = format!(\"{}\", [g(&crate::high::C)].len());", true),
        ("let a = format!(\"crate::high::g\");", false),
        ("let a = quote!(use crate::high::B;);", false),
        ("let a = syn::parse_quote!(crate::high::B);", false),
        (
            "let a = vec![quote!(pub(crate) mod a; use crate::high::B;), syn::parse_quote!(crate::high::B)];",
            false,
        ),
        ("let a = vec![quote!(a), crate::high::g()];", true),
        ("let a = f!(other::crate_::high::B);", false),
        ("macro_rules! m { () => { $crate::high::B }; }", false),
    ] {
        let low = format!("fn f() {{ {code} }}");
        let faults =
            faults_of(&[("lib.rs", "mod low; mod high;"), ("low.rs", &low), ("high/mod.rs", "")]);
        let told = ["low.rs:1: `low` imports from `high`, which is not below it"];
        assert_eq!(faults.len(), usize::from(is_told), "{code}: {faults:?}");
        assert!(faults.iter().zip(told).all(|(one, told)| one.ends_with(told)), "{faults:?}");
    }
}

#[test]
fn files_that_import_each_other_through_others_are_told() {
    let faults = faults_of(&[
        ("lib.rs", "mod low; mod high;"),
        ("low.rs", ""),
        ("high/mod.rs", "mod a; mod b; mod c; mod d; use a::A;"),
        ("high/a.rs", "use super::{b::B, High};"),
        ("high/b.rs", "use crate::{high::c::{self, C}, low};"),
        ("high/c.rs", "fn f(_: super::a::A) {}"),
        ("high/d.rs", "use super::a;"),
    ]);
    assert_eq!(faults, ["these import each other: high::a, high::b, high::c"]);
}

/// The generator knows no product: what is one API's comes from the contract and from `client.yaml`.
#[test]
fn the_generator_names_no_product() {
    let banned = [
        "PingOne",
        "PINGONE",
        "pingone_mfa",
        "pingone-mfa",
        "environmentID",
        "X-Ping",
        "_embedded",
    ];
    // Where the names of the HAL envelope are constants.
    let allowed = ["target.rs"];
    let mut found = Vec::new();
    for (path, content) in pingone_mfa_tests::contents(&workspace().join("codegen/src")).unwrap() {
        let Ok(text) = String::from_utf8(content) else { continue };
        let is_test = path.to_string_lossy().contains("snapshots");
        if is_test || allowed.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            // `is_embedded` is another name.
            let starts = |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric());
            if banned.iter().any(|word| line.match_indices(word).any(|(at, _)| starts(at))) {
                found.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// What of the test kit may know PingOne: the one place, what is generated, and the root.
const KNOWS_PINGONE: [&str; 3] = ["pingone", "generated", "lib.rs"];

/// The engine of the fake serves any contract, so it names nothing of the shipped one: no operation, no
/// part of a path, no header. Its documentation may, for an example.
#[test]
fn the_engine_of_the_fake_names_no_product() {
    let folder = workspace().join("generated-client/testing/src");
    let names = names_of_the_contract();
    let (mut found, mut read) = (Vec::new(), 0);
    for (path, content) in pingone_mfa_tests::contents(&folder).unwrap() {
        let inside = path.strip_prefix(&folder).unwrap_or(&path);
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        if !is_rust || KNOWS_PINGONE.iter().any(|name| inside.starts_with(name)) {
            continue;
        }
        read += 1;
        let text = String::from_utf8(content).unwrap();
        found.extend(named(&text, &names).map(|found| format!("{}:{found}", inside.display())));
    }
    assert!(read > 40, "only {read} files were read");
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// The names, each as the words that it is made of. They are those of the two APIs as they once were: what is
/// added to the contract may be called as anything is.
fn names_of_the_contract() -> BTreeSet<Vec<String>> {
    let bundle = Document::load(&frozen_contract()).unwrap().bundle().to_string();
    let contract: &Contract = Box::leak(Box::new(Contract::read(&bundle).unwrap()));
    let mut names = BTreeSet::from([words("PingOne"), words("pingone")]);
    for route in contract.routes() {
        names.insert(words(route.operation_id));
        for segment in route.template.split('/').filter(|segment| !segment.is_empty()) {
            names.insert(words(segment));
            names.insert(words(segment.trim_matches(['{', '}']).trim_end_matches("ID")));
        }
        let headers = route.parameters.iter().filter(|one| one.location == Location::Header);
        names.extend(headers.map(|header| words(header.name)));
    }
    names
}

/// `pairingKeyID` and `PAIRING_KEY_ID` are the same three words.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for character in text.chars() {
        if !character.is_alphanumeric() || character.is_uppercase() && was_lower {
            words.push(String::new());
        }
        was_lower = character.is_lowercase();
        let word = words.last_mut().unwrap();
        word.extend(character.to_lowercase().filter(|character| character.is_alphanumeric()));
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Where the code of a file has one of the names, tests and documentation left out.
fn named(text: &str, names: &BTreeSet<Vec<String>>) -> impl Iterator<Item = String> {
    let file = syn::parse_file(text).unwrap();
    let items = file.items.iter().filter(|item| !is_test(attributes(item)));
    let mut texts = Vec::new();
    items.for_each(|item| gather(item.to_token_stream(), &mut texts));
    let is_named = |text: &str| {
        // The crate of the client is a dependency, and a media type is no application.
        let words = words(&text.replace("pingone_mfa", "").replace("application/", ""));
        names.iter().any(|name| words.windows(name.len()).any(|part| part == name.as_slice()))
    };
    let found: Vec<String> = texts
        .into_iter()
        .filter(|(_, text)| is_named(text))
        .map(|(line, text)| format!("{line}: {text}"))
        .collect();
    found.into_iter()
}

/// The identifiers and literals of code with their lines.
fn gather(tokens: TokenStream, texts: &mut Vec<(usize, String)>) {
    for token in tokens {
        let line = token.span().start().line;
        match token {
            TokenTree::Group(group) => {
                let mut inner = group.stream().into_iter();
                let is_doc = matches!(inner.next(), Some(TokenTree::Ident(name)) if name == "doc")
                    && matches!(inner.next(), Some(TokenTree::Punct(sign)) if sign.as_char() == '=');
                if !is_doc {
                    gather(group.stream(), texts);
                }
            }
            TokenTree::Punct(_) => {}
            named => texts.push((line, named.to_string())),
        }
    }
}

#[test]
fn a_name_in_code_is_found_however_it_is_written() {
    let names = BTreeSet::from([words("pairingKeyID"), words("users"), words("X-Ping-Id")]);
    let named = |text: &str| named(text, &names).collect::<Vec<_>>();
    for code in [
        "fn f(pairing_key_id: u8) {}",
        "struct OldPairingKeyId;",
        "const PAIRING_KEY_ID: u8 = 0;",
        "fn f() { format!(\"a/{pairingKeyID}/{b}\") }",
        "mod inner { static PATH: &str = \"/users/\"; }",
        "fn f() { g(\"All users.\") }",
        "#[error(\"no users\")] struct E;",
        "static NAME: &str = \"x-ping-id\";",
    ] {
        assert_eq!(named(code).len(), 1, "{code}");
    }
    for code in [
        "/// Of a pairingKeyID.\nfn pairing_key() {}",
        "//! All users.\n// users\nfn user() {}",
        "#[cfg(test)]\nmod tests { fn users() {} }",
        "struct S {\n    /// users\n    user: u8,\n}",
    ] {
        assert_eq!(named(code), [""; 0], "{code}");
    }
}

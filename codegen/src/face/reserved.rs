//! No schema may take a name that emitted files use for something else: the list of these names is held
//! against the files that are emitted for every contract of the tests.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::visit_mut::{self, VisitMut};

use crate::generate;
use crate::plan::ENVIRONMENT_ID;
use crate::plan::names::RESERVED_TYPES;

/// The names of types, traits and variants that a file uses, and those that are its own.
#[derive(Default)]
struct Names {
    used: BTreeSet<String>,
    /// Defined in the file, or named by the contract.
    own: BTreeSet<String>,
    /// Whether all that is imported counts as named by the contract.
    imports: FromContract,
}

impl Names {
    fn of(text: &str) -> BTreeSet<String> {
        let mut names = Self::default();
        names.visit_file_mut(&mut syn::parse_file(text).unwrap());
        let examples = examples(text).into_iter().flat_map(|code| Self::of_example(&code));
        names.used.difference(&names.own).cloned().chain(examples).collect()
    }

    /// The names of the code in a documentation test, where types of the contract are imported.
    fn of_example(code: &str) -> BTreeSet<String> {
        let code = syn::parse_file(&format!("fn example() {{ {code} }}"));
        let mut names = Self { imports: FromContract::Yes, ..Self::default() };
        names.visit_file_mut(&mut code.unwrap());
        names.used.difference(&names.own).cloned().collect()
    }

    fn uses(&mut self, name: &syn::Ident) {
        let name = name.to_string();
        let is_type = name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.contains(|c: char| c.is_ascii_lowercase());
        if is_type && name != "Self" {
            self.used.insert(name);
        }
    }

    fn import(&mut self, tree: &syn::UseTree, from_contract: FromContract) {
        match tree {
            syn::UseTree::Path(path) => {
                let is_it = path.ident == "types" || path.ident == "self" || path.ident == "super";
                self.import(&path.tree, if is_it { FromContract::Yes } else { from_contract });
            }
            syn::UseTree::Name(name) => match from_contract {
                FromContract::Yes => _ = self.own.insert(name.ident.to_string()),
                FromContract::No => self.uses(&name.ident),
            },
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|one| self.import(one, from_contract));
            }
            syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => panic!("nothing imports so"),
        }
    }

    /// The tokens of a macro: a name behind `::` belongs to what stands before.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut is_path = false;
        for token in tokens {
            match &token {
                TokenTree::Ident(name) if !is_path => self.uses(name),
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
            is_path = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == ':');
        }
    }
}

/// Whether an import is of what the contract names.
#[derive(Clone, Copy, Default)]
enum FromContract {
    Yes,
    #[default]
    No,
}

/// The code of the documentation tests of a file.
fn examples(text: &str) -> Vec<String> {
    let docs = text.lines().filter_map(|line| line.trim_start().strip_prefix("///"));
    let docs: Vec<&str> = docs.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let docs = docs.join("\n");
    // Descriptions have blocks as well, of anything.
    let begun = docs.split("\n```no_run\n").skip(1);
    let blocks = begun.filter_map(|block| block.split("\n```").next());
    let code = blocks.filter(|code| code.contains("async fn example("));
    let shown = |line: &str| format!("{}\n", line.strip_prefix("# ").unwrap_or(line));
    code.map(|code| code.lines().map(shown).collect()).collect()
}

impl VisitMut for Names {
    fn visit_item_mut(&mut self, item: &mut syn::Item) {
        let name = match &*item {
            syn::Item::Struct(item) => Some(&item.ident),
            syn::Item::Enum(item) => Some(&item.ident),
            // Another name of a schema's type; that of a type of the runtime has arguments.
            syn::Item::Type(item) => {
                syn::parse2::<syn::Ident>(item.ty.to_token_stream()).is_ok().then_some(&item.ident)
            }
            _ => None,
        };
        self.own.extend(name.map(ToString::to_string));
        visit_mut::visit_item_mut(self, item);
    }

    fn visit_item_use_mut(&mut self, item: &mut syn::ItemUse) {
        self.import(&item.tree, self.imports);
    }

    fn visit_type_param_mut(&mut self, parameter: &mut syn::TypeParam) {
        self.own.insert(parameter.ident.to_string());
        visit_mut::visit_type_param_mut(self, parameter);
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if let Some(first) = path.segments.first() {
            self.uses(&first.ident);
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_pat_ident_mut(&mut self, pattern: &mut syn::PatIdent) {
        self.uses(&pattern.ident);
        visit_mut::visit_pat_ident_mut(self, pattern);
    }

    fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
        self.tokens(call.tokens.clone());
    }

    /// Derives and `serde`'s attributes find what they name whatever is in the file.
    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}
}

fn contracts() -> Vec<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let fixtures = std::fs::read_dir(workspace.join("tests/fixtures/specs")).unwrap();
    let fixtures = fixtures.map(|entry| entry.unwrap().path().join("openapi.yaml"));
    let others = ["spec/openapi.yaml", "tests/fixtures/vendor/openapi.yaml"];
    fixtures.chain(others.map(|path| workspace.join(path))).collect()
}

#[test]
fn the_reserved_names_are_those_that_emitted_files_use() {
    let mut used = BTreeSet::new();
    for contract in contracts() {
        let generated = generate(&contract).unwrap();
        for (_, text) in generated.files.iter().filter(|(path, _)| path.starts_with("src/")) {
            used.extend(Names::of(text));
        }
    }
    // A contract that does not use the runtime's may have one of its own; another check keeps them apart.
    used.remove(ENVIRONMENT_ID);
    // An example names the standard one in full where the contract has one of its own: `arguments`.
    used.remove("Box");
    let reserved: BTreeSet<String> = RESERVED_TYPES.iter().map(|name| (*name).to_owned()).collect();
    let missing: Vec<&String> = used.difference(&reserved).collect();
    let needless: Vec<&String> = reserved.difference(&used).collect();
    assert!(missing.is_empty(), "used and not reserved: {missing:?}");
    assert!(needless.is_empty(), "reserved and not used: {needless:?}");
}

#[test]
fn a_name_that_is_used_in_any_way_is_found() {
    let text = "
        use std::{fmt, str::FromStr};
        use crate::types::{Own, Other};
        struct Mine(Option<Own>);
        impl<G: Bound> From<Mine> for Foreign<G> {
            fn from(value: Mine) -> Self {
                match value.0 { None => Self::New, Some(Own) => <Other as AsTrait>::of(Sole::new()) }
            }
        }
        called!(Mine -> Inner, outer::Hidden);
        /// Words.
        ///
        /// ```no_run
        /// use it::types::Other;
        /// # async fn example() -> Shown<()> {
        /// Other::new();
        /// # }
        /// ```
        /// ```text
        /// Prose
        /// ```
        fn documented() {}
    ";
    let expected = [
        "AsTrait", "Bound", "Foreign", "From", "FromStr", "Inner", "None", "Option", "Shown",
        "Sole", "Some",
    ];
    assert_eq!(Names::of(text).into_iter().collect::<Vec<_>>(), expected);
}

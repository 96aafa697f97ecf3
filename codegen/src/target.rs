//! What makes a client one API's: the data that no OpenAPI document has.
//!
//! Every part has a default that fits a contract which nobody wrote for this generator.

use std::collections::BTreeMap;

use heck::ToKebabCase as _;

use crate::diagnostic::{Level, Nature, Rule};

/// As many arguments as a function has beside its own object: one more, and clippy says that they are too
/// many.
pub(crate) const MOST_GIVEN: usize = 6;

/// What makes a client one API's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target {
    /// `package`: the name of the client's crate.
    pub package: Option<String>,
    /// `test-kit`: whether a crate in `testing/` gets its generated part.
    pub test_kit: bool,
    /// `terms`: names whose spelling lint knows beside those of the field.
    pub terms: Vec<String>,
    /// `modules`: the modules that handwritten code has at the crate's root.
    pub modules: Vec<String>,
    /// `repository`: the web address of the contract's folder, to which its places lead.
    pub repository: Option<String>,
    /// `api-key`: the header that holds a key of the API, instead of an access token.
    pub api_key: Option<String>,
    /// `errors`: how the bodies of errors are made.
    pub errors: ErrorBodies,
    /// `collections`: how a page of a collection is made.
    pub collections: Envelope,
    /// `scopes`: by tag, the path parameters that the accessor of its handle takes.
    pub scopes: BTreeMap<String, Vec<String>>,
    /// `names`: by the place of an item in the contract, its name in Rust, as `x-rust-name` would say it.
    pub names: BTreeMap<String, String>,
    /// `lint`: what breaking our conventions means.
    pub lint: Levels,
    /// `unsupported`: what becomes of what cannot be generated.
    pub unsupported: Unsupported,
    /// `features`: whether users can compile the handles that they use alone.
    pub features: Features,
}

/// Which parts of a client are behind features of its crate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Features {
    /// The handles of a large client, nothing of a small one.
    #[default]
    BySize,
    /// Each handle, with the types that nothing else uses.
    PerTag,
    /// Nothing.
    None,
}

impl Features {
    /// Those that somebody can decide on.
    pub const ALL: [Self; 2] = [Self::PerTag, Self::None];

    /// The word for it in a configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BySize => "by-size",
            Self::PerTag => "per-tag",
            Self::None => "none",
        }
    }
}

/// What becomes of an operation that cannot be generated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unsupported {
    /// The whole contract is refused.
    #[default]
    Refuse,
    /// The client has the other operations; ledger and page say why this one is missing.
    Skip,
}

impl Unsupported {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Refuse, Self::Skip];

    /// The word for it in a configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Skip => "skip",
        }
    }
}

/// What holds for one run instead of what the file beside the contract says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Instead of `lint.profile`.
    pub profile: Option<Profile>,
    /// Instead of `unsupported`.
    pub unsupported: Option<Unsupported>,
}

impl Overrides {
    /// Changes a target accordingly.
    pub fn apply(self, target: &mut Target) {
        target.lint.profile = self.profile.unwrap_or(target.lint.profile);
        target.unsupported = self.unsupported.unwrap_or(target.unsupported);
    }
}

/// What breaking the rules means for a contract.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Levels {
    /// `lint.profile`: what holds for every rule.
    pub profile: Profile,
    /// `lint.rules`: what holds for single rules instead, by their ids.
    pub rules: BTreeMap<String, Level>,
}

/// How a contract is taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// As one's own: conventions hold.
    #[default]
    Strict,
    /// As it is: what breaks a convention gets a meaning.
    Tolerant,
}

impl Profile {
    /// All profiles.
    pub const ALL: [Self; 2] = [Self::Strict, Self::Tolerant];

    /// The word for it, in a configuration and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Tolerant => "tolerant",
        }
    }
}

impl Levels {
    /// What breaking this rule means; nobody decides that of what protects generation.
    #[must_use]
    pub fn of(&self, rule: &Rule) -> Level {
        let decided = self.rules.get(rule.id).filter(|_| rule.nature != Nature::Protection);
        decided.copied().unwrap_or(match self.profile {
            Profile::Strict => rule.strict(),
            Profile::Tolerant => rule.tolerant(),
        })
    }
}

/// How the bodies of errors are made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorBodies {
    /// As the runtime knows them: the schema has `x-rust-type: ErrorBody`.
    #[default]
    Platform,
    /// Its parts stand at these JSON Pointers.
    At {
        /// Id of the error in the logs of the API.
        id: Option<String>,
        /// Kind of error.
        code: Option<String>,
        /// Explanation.
        message: Option<String>,
        /// The single causes, an array.
        details: Option<String>,
    },
}

/// How a page of a collection is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Envelope {
    /// The Hypertext Application Language: items of one relation below `_embedded`, links below
    /// `_links`.
    #[default]
    Hal,
    /// One property holds the items.
    Flat {
        /// The property.
        items: String,
        /// The property with the number of items of the whole collection.
        count: Option<String>,
        /// The query parameter that counts the items before the page.
        offset: String,
    },
    /// A page is a type of the contract, and this is how the next one is found.
    Own(PagingRule),
}

/// How the pages of a collection are found whose page is a type of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PagingRule {
    /// `items`: where the items stand, as a JSON Pointer; empty for a body that is the array.
    pub items: String,
    /// `count`: where the number of items of the whole collection stands.
    pub count: Option<String>,
    /// How the next page is found.
    pub next: NextRule,
}

/// How the next page is found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextRule {
    /// `offset`: a query parameter counts the items before the page.
    Offset(String),
    /// `page`: a query parameter counts the pages.
    Number {
        /// The parameter.
        parameter: String,
        /// `first`: the number of the first page.
        first: Option<u64>,
    },
    /// `cursor` and `parameter`: a value of the page goes into a query parameter.
    Cursor {
        /// Where the page has it.
        from: String,
        /// The parameter.
        parameter: String,
    },
    /// `url`: the page has the URL of the next one.
    Url(String),
    /// `header: Link`, as RFC 8288 describes it.
    Header,
}

impl NextRule {
    /// The query parameter that leads to the next page, if one does.
    #[must_use]
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Offset(parameter)
            | Self::Number { parameter, .. }
            | Self::Cursor { parameter, .. } => Some(parameter),
            Self::Url(_) | Self::Header => None,
        }
    }
}

/// The features of the runtime, which every client passes on.
pub(crate) const RUNTIME_FEATURES: [&str; 5] =
    ["jwt", "native-tls", "rate-limit", "reqwest", "rustls"];

/// The crates that a client depends on.
pub(crate) const DEPENDENCIES: [&str; 5] = ["jiff", "pingone-core", "serde", "serde_json", "uuid"];

/// The crates that come with the compiler.
const STANDARD: [&str; 5] = ["alloc", "core", "proc_macro", "std", "test"];

/// Whether a package cannot have this name: as a crate, it would be a keyword or another crate.
pub(crate) fn is_taken(package: &str) -> bool {
    let name = package.replace('-', "_");
    // `syn` takes `gen`, which is a keyword since the edition 2024.
    let is_keyword = name == "gen" || syn::parse_str::<syn::Ident>(&name).is_err();
    let is_dependency = DEPENDENCIES.iter().any(|dependency| dependency.replace('-', "_") == name);
    is_keyword || is_dependency || STANDARD.contains(&name.as_str())
}

/// The property of a HAL collection that holds the items.
pub(crate) const HAL_ITEMS: &str = "_embedded";

/// The property of a HAL collection that holds the links.
pub(crate) const HAL_LINKS: &str = "_links";

impl Target {
    /// The name of the client's crate; by default one made of the contract's title.
    #[must_use]
    pub fn package(&self, title: &str) -> String {
        let named = self.package.clone().unwrap_or_else(|| title.to_kebab_case());
        let starts = named.starts_with(|c: char| c.is_ascii_alphabetic());
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let is_usable = starts && named.chars().all(is_name) && !is_taken(&named);
        if is_usable { named } else { "api-client".to_owned() }
    }

    /// The name of the client's crate in Rust paths.
    #[must_use]
    pub fn crate_name(&self, title: &str) -> String {
        self.package(title).replace('-', "_")
    }
}

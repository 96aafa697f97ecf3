//! What a rule is: its name, how bad breaking it is, why it exists, and what it looks like.

use std::fmt;

use super::Severity;

/// What kind of trouble a rule prevents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Family {
    /// The document is OpenAPI 3.0 and says one thing only.
    Structure,
    /// The generator can make a client of it, without surprises.
    Generation,
    /// Readers of the client's documentation find what they need.
    Documentation,
    /// Examples, defaults and marks agree with the schemas.
    Truth,
    /// Nothing weakens the protection of secrets and calls.
    Security,
    /// The contract is written in one manner.
    Style,
}

impl Family {
    /// All families, in the order in which they are documented.
    pub const ALL: [Self; 6] = [
        Self::Structure,
        Self::Generation,
        Self::Documentation,
        Self::Truth,
        Self::Security,
        Self::Style,
    ];

    /// The name as it is typed on a command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Generation => "generation",
            Self::Documentation => "documentation",
            Self::Truth => "truth",
            Self::Security => "security",
            Self::Style => "style",
        }
    }

    /// What the family is for, in one sentence.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Structure => "The document is OpenAPI 3.0 and says one thing only.",
            Self::Generation => "The generator can make a client of it, without surprises.",
            Self::Documentation => "Readers of the client's documentation find what they need.",
            Self::Truth => "Examples, defaults and marks agree with the schemas.",
            Self::Security => "Nothing weakens the protection of secrets and calls.",
            Self::Style => "The contract is written in one manner.",
        }
    }
}

impl fmt::Display for Family {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What a rule is for, and so who decides what breaking it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Without this, there is no client, or a wrong one: nobody can switch it off.
    Protection,
    /// How we write contracts. The owner of a contract decides, and a comment can allow one finding:
    /// `# lint-allow: <rule>: <reason>`.
    Convention {
        /// What breaking it means for a contract that one takes as it is.
        tolerant: Level,
    },
    /// A convention where the generator has a meaning for what breaks it, once the owner of a
    /// contract decides so for all of it; a comment at one place cannot.
    Choice {
        /// What breaking it means for a contract that one takes as it is.
        tolerant: Level,
    },
}

/// What breaking a rule means for a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Nothing is generated.
    Error,
    /// It is told.
    Warning,
    /// It is not told.
    Allow,
}

impl Level {
    /// All levels, the strictest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Allow];

    /// The word for it, in a configuration and on a page.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Allow => "allow",
        }
    }

    /// How bad a finding of this level is; `None` if there is none.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Allow => None,
        }
    }
}

/// The part of a contract that a [`Sample`] shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The root document.
    Root,
    /// One operation, a POST.
    Operation,
    /// A query parameter.
    Parameter,
    /// The body of a request.
    RequestBody,
    /// The media type of a request.
    Media,
    /// The success response.
    Response,
    /// The components.
    Components,
    /// The schema of a resource.
    Schema,
    /// The schema of a property that is not required.
    Property,
}

impl Part {
    /// The part as it is called in a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Root => "the root document",
            Self::Operation => "an operation",
            Self::Parameter => "a query parameter",
            Self::RequestBody => "a request body",
            Self::Media => "the media type of a request body",
            Self::Response => "a success response",
            Self::Components => "`components`",
            Self::Schema => "a schema",
            Self::Property => "an optional property",
        }
    }
}

/// What breaks a rule, and what keeps it.
#[derive(Debug, Clone, Copy)]
pub enum Sample {
    /// Keys that are merged into a part of a small contract; `null` removes a key.
    Merge {
        /// Where.
        part: Part,
        /// Breaks the rule, and no other one that `good` keeps.
        bad: &'static str,
        /// Keeps the rule.
        good: &'static str,
    },
    /// As [`Sample::Merge`], but the part is replaced.
    Replace {
        /// Where.
        part: Part,
        /// Breaks the rule, and no other one that `good` keeps.
        bad: &'static str,
        /// Keeps the rule.
        good: &'static str,
    },
    /// Lines that are put at the end of the file, for what is about the text itself.
    Lines {
        /// Breaks the rule, and no other one that `good` keeps.
        bad: &'static str,
        /// Keeps the rule.
        good: &'static str,
    },
    /// The operations of one path, written as they stand, for what is about order and quotes.
    PathItem {
        /// Breaks the rule, and no other one that `good` keeps.
        bad: &'static str,
        /// Keeps the rule.
        good: &'static str,
    },
    /// What no YAML text can show, in words; the stage that reports it has a test of its own.
    Words {
        /// Breaks the rule.
        bad: &'static str,
        /// Keeps the rule.
        good: &'static str,
    },
}

/// A rule. Diagnostics can only be made of one, so every name that is printed is documented.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// Stable identifier in kebab case.
    pub id: &'static str,
    /// What kind of trouble it prevents.
    pub family: Family,
    /// How bad breaking it is.
    pub severity: Severity,
    /// Whether it protects generated code, or is a convention.
    pub nature: Nature,
    /// What must hold, in one sentence.
    pub summary: &'static str,
    /// Why.
    pub rationale: &'static str,
    /// What it looks like.
    pub sample: Sample,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl Rule {
    /// What breaking it means where nobody decided otherwise.
    #[must_use]
    pub fn strict(&self) -> Level {
        match self.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
        }
    }

    /// What breaking it means for a contract that one takes as it is.
    #[must_use]
    pub fn tolerant(&self) -> Level {
        match self.nature {
            Nature::Protection => self.strict(),
            Nature::Convention { tolerant } | Nature::Choice { tolerant } => tolerant,
        }
    }
}

/// Declares rules of one family together with `RULES`, the list of them all.
macro_rules! rules {
    ($family:ident, $nature:ident $($tolerant:ident)?; $($rules:tt)+) => {
        $crate::diagnostic::rules! {
            @each $family, $crate::diagnostic::rules!(@nature $nature $($tolerant)?); $($rules)+
        }
    };
    (@nature Protection) => { $crate::diagnostic::Nature::Protection };
    (@nature $nature:ident $tolerant:ident) => {
        $crate::diagnostic::Nature::$nature { tolerant: $crate::diagnostic::Level::$tolerant }
    };
    (@each $family:ident, $nature:expr;
     $($name:ident = $severity:ident $id:literal {
        $summary:literal
        why $why:literal
        $kind:ident($($part:ident)?) bad $bad:literal good $good:literal
     })+) => {
        $(
            #[doc = $summary]
            pub(crate) static $name: $crate::diagnostic::Rule = $crate::diagnostic::Rule {
                id: $id,
                family: $crate::diagnostic::Family::$family,
                severity: $crate::diagnostic::Severity::$severity,
                nature: $nature,
                summary: $summary,
                rationale: $why,
                sample: $crate::diagnostic::Sample::$kind {
                    $(part: $crate::diagnostic::Part::$part,)?
                    bad: $bad,
                    good: $good,
                },
            };
        )+

        /// Every rule of this file.
        pub(crate) static RULES: &[&$crate::diagnostic::Rule] = &[$(&$name),+];
    };
}

pub(crate) use rules;

//! Who may call: the security schemes of the contract, and what each operation asks for.

use std::collections::BTreeMap;

use super::node::text;
use super::planner::Planner;
use super::schemes::Style;
use super::{SchemeKind, Security, SecurityScheme, names, rules};
use crate::diagnostic::{Diagnostic, Location};
use crate::document::{Cursor, NodeKind};
use crate::openapi::OperationObject;

impl<'d> Planner<'d> {
    /// Reads the schemes, and how much the operations differ.
    pub(super) fn read_schemes(&mut self) {
        let components = self.root.get("components");
        let schemes = components.and_then(|components| components.get("securitySchemes"));
        for (name, node) in schemes.iter().flat_map(Cursor::entries) {
            let scheme = scheme(name, &node.resolve(), node.location());
            self.schemes.declared.insert(name, scheme);
            let flow = node.resolve().get("flows").and_then(|flows| flows.get("clientCredentials"));
            let url = flow.and_then(|flow| text(&flow, &["tokenUrl"]));
            self.schemes.token_url = self.schemes.token_url.take().or(url);
        }
        let all: Vec<Option<Cursor<'d>>> =
            OperationObject::all(&self.root).iter().map(|one| self.said(&one.node)).collect();
        let is_plain = |said: &Option<Cursor<'d>>| match said {
            Some(list) => {
                list.items().next().is_some() && list.items().all(|one| self.is_one_token(&one))
            }
            None => false,
        };
        self.schemes.style = match () {
            () if all.iter().all(Option::is_none) => Style::Silent,
            () if all.iter().all(is_plain) => Style::OneForAll,
            () => Style::PerOperation,
        };
    }

    /// The requirements of an operation, its own or those of all.
    fn said(&self, operation: &Cursor<'d>) -> Option<Cursor<'d>> {
        let own = operation.get("security").or_else(|| self.root.get("security"));
        own.filter(|list| list.kind() == NodeKind::Sequence)
    }

    /// Whether a requirement is met by the one credential that every client has.
    fn is_one_token(&self, requirement: &Cursor<'d>) -> bool {
        let mut names = requirement.entries().map(|(name, _)| name);
        let only = names.next().filter(|_| names.next().is_none());
        only.is_some_and(|name| {
            self.target.api_key.is_some() || self.scheme_kind(name) == SchemeKind::Token
        })
    }

    /// What a scheme takes; one that is not declared takes what the caller has.
    fn scheme_kind(&self, name: &str) -> SchemeKind {
        self.schemes.declared.get(name).map_or(SchemeKind::Token, |scheme| scheme.kind.clone())
    }

    /// What an operation asks for.
    pub(super) fn security(&mut self, operation: &Cursor<'d>) -> Option<Security> {
        let said = self.said(operation);
        let Some(list) = said else {
            return match self.schemes.style {
                Style::Silent | Style::OneForAll => Some(Security::Token),
                // Others say what they take, so this one takes nothing.
                Style::PerOperation => Some(Security::Ways(Vec::new())),
            };
        };
        let is_token = |one: Cursor<'d>| self.is_one_token(&one);
        let is_one_for_all =
            self.schemes.style == Style::OneForAll || self.target.api_key.is_some();
        if is_one_for_all && list.items().next().is_some() && list.items().all(is_token) {
            return Some(Security::Token);
        }
        let mut ways: Vec<Vec<SecurityScheme>> = Vec::new();
        let mut clash = None;
        for requirement in list.items() {
            let way: Vec<SecurityScheme> =
                requirement.entries().map(|(name, node)| self.scheme_named(name, &node)).collect();
            match clashes(&way) {
                true => clash = Some(requirement),
                false => ways.push(way),
            }
        }
        if let Some(place) = clash.filter(|_| ways.is_empty()) {
            self.unsupported(
                &rules::SECURITY_COMBINATION,
                &place,
                "these schemes need the same place in the request",
                "keep one of them, or make them alternatives",
            );
            return None;
        }
        // Credentials that may be left out are sent if there are some.
        ways.sort_by_key(Vec::is_empty);
        if ways.iter().all(Vec::is_empty) {
            ways.clear();
        }
        Some(Security::Ways(ways))
    }

    fn scheme_named(&mut self, name: &'d str, requirement: &Cursor<'d>) -> SecurityScheme {
        if let Some(known) = self.schemes.declared.get(name) {
            return known.clone();
        }
        SecurityScheme {
            name: name.to_owned(),
            constant: constant(name),
            kind: SchemeKind::Token,
            description: None,
            location: requirement.location(),
        }
    }

    /// The schemes that operations ask for, each with a constant of its own.
    pub(super) fn used_schemes(&mut self, used: Vec<SecurityScheme>) -> Vec<SecurityScheme> {
        let mut found: BTreeMap<String, SecurityScheme> = BTreeMap::new();
        for scheme in used {
            if scheme.kind == SchemeKind::Certificate {
                continue;
            }
            if syn::parse_str::<syn::Ident>(&scheme.constant).is_err() {
                let message = format!("no constant can be made of the name `{}`", scheme.name);
                let problem = Diagnostic::new(&rules::NAME_INVALID, scheme.location, message);
                self.problem(problem.help("call the scheme by a name of ASCII letters and digits"));
                continue;
            }
            match found.get(&scheme.constant) {
                Some(known) if known.name != scheme.name => {
                    let message = format!(
                        "the schemes `{}` and `{}` become one constant",
                        known.name, scheme.name
                    );
                    let problem = Diagnostic::new(&rules::NAME_COLLISION, scheme.location, message);
                    self.problem(problem.help("give one of them another name"));
                }
                Some(_) => {}
                None => {
                    found.insert(scheme.constant.clone(), scheme);
                }
            }
        }
        found.into_values().collect()
    }
}

fn scheme(name: &str, node: &Cursor<'_>, location: Location) -> SecurityScheme {
    let word = |key: &str| text(node, &[key]).unwrap_or_default();
    let is = |key: &str, wanted: &str| word(key).eq_ignore_ascii_case(wanted);
    let kind = match word("type").as_str() {
        "apiKey" => match word("in").as_str() {
            "query" => SchemeKind::QueryKey(word("name")),
            "cookie" => SchemeKind::CookieKey(word("name")),
            _ => SchemeKind::HeaderKey(word("name").to_ascii_lowercase()),
        },
        "http" if is("scheme", "basic") => SchemeKind::Login,
        "http" if !is("scheme", "bearer") => SchemeKind::HeaderKey("authorization".to_owned()),
        "mutualTLS" => SchemeKind::Certificate,
        // Whatever the flow, the caller can supply a token.
        _ => SchemeKind::Token,
    };
    let constant = constant(name);
    let description = text(node, &["description"]);
    SecurityScheme { name: name.to_owned(), constant, kind, description, location }
}

/// The constant of a scheme, in letters that Rust and shells take.
fn constant(name: &str) -> String {
    let words: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    names::static_name(&words)
}

/// Whether two schemes of one way write the same part of the request; tokens are one token.
fn clashes(way: &[SecurityScheme]) -> bool {
    let place = |scheme: &SecurityScheme| match &scheme.kind {
        SchemeKind::Token | SchemeKind::Login => Some("header authorization".to_owned()),
        SchemeKind::HeaderKey(name) => Some(format!("header {name}")),
        SchemeKind::QueryKey(name) => Some(format!("query {name}")),
        SchemeKind::CookieKey(name) => Some(format!("cookie {name}")),
        SchemeKind::Certificate => None,
    };
    way.iter().enumerate().any(|(at, one)| {
        let is_token = one.kind == SchemeKind::Token;
        let others = way[at + 1..].iter();
        let mut others = others.filter(|other| !(is_token && other.kind == SchemeKind::Token));
        place(one).is_some() && others.any(|other| place(other) == place(one))
    })
}

//! Who may call and where: constants of the client for the schemes and servers of the contract, and what
//! each call says of them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::markdown;
use crate::plan::{Operation, Plan, SchemeKind, Security, SecurityScheme, Server};
use crate::rustdoc;

/// The constants of the client.
pub(super) fn constants(plan: &Plan) -> TokenStream {
    let schemes = plan.schemes.iter().map(scheme);
    let servers = plan.servers.iter().map(server);
    let all: Vec<TokenStream> = schemes.chain(servers).collect();
    match all.is_empty() {
        true => TokenStream::new(),
        false => quote!(impl Client { #(#all)* }),
    }
}

/// Whether a client may be built without the one credential for all calls.
fn is_per_operation(plan: &Plan) -> bool {
    plan.operations().any(|(_, operation)| operation.security != Security::Token)
}

/// What the client says of itself.
pub(super) fn of_client(plan: &Plan) -> TokenStream {
    let access = is_per_operation(plan).then(|| {
        quote! {
            const ACCESS: pingone_core::codegen::Access =
                pingone_core::codegen::Access::PerOperation;
        }
    });
    let url = plan
        .token_url
        .as_ref()
        .map(|url| quote!(const TOKEN_URL: Option<&'static str> = Some(#url);));
    quote!(#access #url)
}

fn scheme(scheme: &SecurityScheme) -> TokenStream {
    let Some(ty) = type_name(&scheme.kind) else { return TokenStream::new() };
    let (ty, constant) = (format_ident!("{ty}"), format_ident!("{}", scheme.constant));
    let name = &scheme.name;
    let (value, what) = match &scheme.kind {
        SchemeKind::HeaderKey(header) => {
            (quote!(header(#name, #header)), format!("A key in the header `{header}`"))
        }
        SchemeKind::QueryKey(parameter) => (
            quote!(query(#name, #parameter)),
            format!("A key in the query parameter `{parameter}`"),
        ),
        SchemeKind::CookieKey(cookie) => {
            (quote!(cookie(#name, #cookie)), format!("A key in the cookie `{cookie}`"))
        }
        SchemeKind::Login => (quote!(new(#name)), "A user name and a password".to_owned()),
        SchemeKind::Token | SchemeKind::Certificate => {
            (quote!(new(#name)), "An access token".to_owned())
        }
    };
    let setter = match &scheme.kind {
        SchemeKind::Login => "login",
        SchemeKind::Token | SchemeKind::Certificate => "tokens_for",
        _ => "key",
    };
    let mut text = vec![format!(
        "{what}, given with [`ClientBuilder::{setter}`](pingone_core::ClientBuilder::{setter})."
    )];
    if let Some(description) = &scheme.description {
        text.push(String::new());
        text.extend(markdown::prose(description));
    }
    let docs = rustdoc::lines(text);
    quote! {
        #(#docs)*
        pub const #constant: pingone_core::#ty = pingone_core::#ty::#value;
    }
}

fn type_name(kind: &SchemeKind) -> Option<&'static str> {
    match kind {
        SchemeKind::Token => Some("TokenScheme"),
        SchemeKind::Login => Some("LoginScheme"),
        SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_) => {
            Some("KeyScheme")
        }
        SchemeKind::Certificate => None,
    }
}

fn server(server: &Server) -> TokenStream {
    let (constant, url) = (format_ident!("{}", server.constant), &server.url);
    let variables = server.variables.iter().map(|variable| {
        let (name, default, values) = (&variable.name, &variable.default, &variable.values);
        quote!(pingone_core::codegen::Variable { name: #name, default: #default, values: &[#(#values),*] })
    });
    let mut text = vec![format!("The server `{url}`.")];
    if let Some(description) = &server.description {
        text.push(String::new());
        text.extend(markdown::prose(description));
    }
    if !server.variables.is_empty() {
        text.extend([String::new(), "Variables:".to_owned(), String::new()]);
    }
    for variable in &server.variables {
        let allowed = match variable.values.is_empty() {
            true => String::new(),
            false => {
                let values: Vec<String> =
                    variable.values.iter().map(|value| format!("`{value}`")).collect();
                format!(", one of {}", values.join(", "))
            }
        };
        let default = match variable.default.as_str() {
            "" => "without a default".to_owned(),
            default => format!("`{default}` by default"),
        };
        text.push(format!("- `{}`: {default}{allowed}", variable.name));
    }
    let docs = rustdoc::lines(text);
    quote! {
        #(#docs)*
        pub const #constant: pingone_core::Server =
            pingone_core::Server::new(#url, &[#(#variables),*]);
    }
}

/// The links of the chain that say what a call is sent with, and where.
pub(super) fn of_call(operation: &Operation) -> TokenStream {
    let server = operation.server.as_ref().map(|server| {
        let constant = format_ident!("{}", server.constant);
        quote!(.server(Client::#constant))
    });
    let security = match &operation.security {
        Security::Token => None,
        Security::Ways(ways) => {
            if ways.is_empty() {
                return quote!(.security(&[]) #server);
            }
            let ways = ways.iter().map(|way| {
                // A certificate is shown by the connection.
                let shown = way.iter().filter(|scheme| scheme.kind != SchemeKind::Certificate);
                let schemes = shown.map(|scheme| {
                    let constant = format_ident!("{}", scheme.constant);
                    quote!(Client::#constant.wanted())
                });
                quote!(&[#(#schemes),*])
            });
            Some(quote!(.security(const { &[#(#ways),*] })))
        }
    };
    quote!(#security #server)
}

/// What the documentation of an operation says of both, where it is not what all have.
pub(super) fn words(operation: &Operation) -> Vec<String> {
    let mut text = Vec::new();
    if let Security::Ways(ways) = &operation.security {
        let way = |way: &Vec<SecurityScheme>| match way.is_empty() {
            true => "nothing".to_owned(),
            false => way.iter().map(named).collect::<Vec<_>>().join(" with "),
        };
        let said = match ways.is_empty() {
            true => "Sent without credentials.".to_owned(),
            false => format!("Takes {}.", ways.iter().map(way).collect::<Vec<_>>().join(", or ")),
        };
        text.extend([String::new(), said]);
    }
    if let Some(Server { constant, .. }) = &operation.server {
        text.extend([
            String::new(),
            format!("Served by [`Client::{constant}`](crate::Client::{constant})."),
        ]);
    }
    text
}

fn named(scheme: &SecurityScheme) -> String {
    let SecurityScheme { constant, name, .. } = scheme;
    match scheme.kind {
        SchemeKind::Certificate => format!("a certificate (`{name}`)"),
        _ => format!("[`Client::{constant}`](crate::Client::{constant})"),
    }
}

//! The start page as plain text.

use std::fmt::Write as _;

use super::page::Page;

pub(super) fn page(page: &Page<'_>) -> String {
    let mut text =
        format!("A fake {}. Nothing here is real, and nothing leaves this machine.\n\n", page.name);
    let facts = [
        ("API", page.api_base),
        ("token endpoint", &page.token_url),
        ("client id", page.client_id),
        ("client secret", page.client_secret),
        ("a token", page.token),
    ];
    // Writing to a String cannot fail.
    for (name, value) in facts {
        let _ = writeln!(text, "{name:<18}{value}");
    }
    for (name, id) in &page.ids {
        let _ = writeln!(text, "{name:<18}{id}");
    }
    let _ = write!(text, "\n# another token\n{}\n", page.token_curl);
    for operation in &page.operations {
        let _ = write!(
            text,
            "\n# {} · {} {}\n{}\n",
            operation.id, operation.method, operation.template, operation.curl
        );
    }
    text += "\nWhat only the fake can do:\n";
    for (effect, curl) in &page.controls {
        let _ = write!(text, "\n# {effect}\n{curl}\n");
    }
    text
}

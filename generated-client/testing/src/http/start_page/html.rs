//! The start page as HTML: one file, no scripts, nothing loaded from elsewhere.

use std::fmt::Write as _;

use super::page::Page;

const HEAD: &str = r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fake {name}</title>
<style>
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --strong: #2d6cdf; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; padding: .2rem 1rem .2rem 0; white-space: nowrap; vertical-align: top; }
td, code, pre { font-family: ui-monospace, monospace; font-size: .9rem; overflow-wrap: anywhere; }
pre { background: var(--soft); border-radius: .4rem; padding: .8rem; white-space: pre-wrap; }
.method { color: var(--strong); font-weight: 700; }
</style>
</head>
<body>
<h1>Fake {name}</h1>
<p>Nothing here is real, and nothing leaves this machine. The token expires; reload for a new one.</p>
"#;

pub(super) fn page(page: &Page<'_>) -> String {
    let mut text = HEAD.replace("{name}", &escaped(page.name));
    let facts = [
        ("API", page.api_base),
        ("Token endpoint", &page.token_url),
        ("Client id", page.client_id),
        ("Client secret", page.client_secret),
        ("A token", page.token),
    ];
    text += "<table>\n";
    let ids = page.ids.iter().map(|(name, id)| (*name, id.as_str()));
    // Writing to a String cannot fail.
    for (name, value) in facts.into_iter().chain(ids) {
        let (name, value) = (escaped(name), escaped(value));
        let _ = writeln!(text, "<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>");
    }
    let _ = write!(text, "</table>\n<pre>{}</pre>\n", escaped(&page.token_curl));
    let mut tag = "";
    for operation in &page.operations {
        if operation.tag != tag {
            tag = operation.tag;
            let _ = writeln!(text, "<h2>{}</h2>", escaped(tag));
        }
        let _ = writeln!(
            text,
            "<h3>{}</h3>\n<p><code><span class=\"method\">{}</span> {}</code></p>\n<pre>{}</pre>",
            escaped(operation.id),
            operation.method,
            escaped(operation.template),
            escaped(&operation.curl)
        );
    }
    text += "<h2>What only the fake can do</h2>\n";
    for (effect, curl) in &page.controls {
        let _ = writeln!(text, "<p>{}:</p>\n<pre>{}</pre>", escaped(effect), escaped(curl));
    }
    text + "</body>\n</html>\n"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(super::escaped("<a href=\"&\">"), "&lt;a href=&quot;&amp;&quot;&gt;");
    }
}

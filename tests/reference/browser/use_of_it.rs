//! What readers do with the page.

use chromiumoxide::cdp::browser_protocol::browser::{
    PermissionDescriptor, PermissionSetting, SetPermissionParams,
};
use chromiumoxide::cdp::browser_protocol::page::PrintToPdfParams;

use super::{Open, Scheme, with};
use crate::page::{frozen, shipped};
use crate::{hostile, page, review};

/// Where the page would have to be moved sideways.
const OVERFLOWING: &str = "[...document.querySelectorAll('body *')]
    .filter((part) => part.checkVisibility() && part.getBoundingClientRect().right > innerWidth + 1)
    .map((part) => `${part.tagName}.${part.className} ${part.textContent.slice(0, 40)}`).slice(0, 5)";

#[test]
fn search_finds_operations_fields_types_and_statuses() {
    with(&frozen(), async |open| {
        for (words, first) in [
            ("createpairing", "Create a pairing key"),
            ("PairingKeyStatus", "PairingKeyStatus"),
            ("429", "429 Too Many Requests"),
            ("expiresAt", "expiresAt"),
            ("unclaimed", "status"),
            ("post pushCredentials", "Store a push credential"),
            // Rust names.
            ("expires_at", "expiresAt"),
            ("create_pairing_key", "Create a pairing key"),
            ("pairing_keys().create", "Create a pairing key"),
            // Words of a description.
            ("Europe", "https://api.pingone.eu/v1"),
            ("rate limit", "429 Too Many Requests"),
            // A slip of the finger.
            ("creatPairingKey", "Create a pairing key"),
            ("expriesAt", "expiresAt"),
        ] {
            open.press("/").await;
            assert_eq!(open.ask::<String>("document.activeElement.id").await, "search", "{words}");
            open.write(words).await;
            open.wait_for("document.querySelector('#results a')").await;
            let found: String =
                open.ask("document.querySelector('#results a').firstChild.textContent").await;
            assert_eq!(found, first, "{words}");
            open.press("Escape").await;
            assert_eq!(open.ask::<i32>("document.querySelectorAll('#results a').length").await, 0);
            open.ask::<bool>("document.activeElement.blur() ?? true").await;
        }
        open.press("/").await;
        open.write("xyzzy").await;
        open.wait_for("document.querySelector('#found').textContent === '0 results'").await;
    });
}

#[test]
fn a_result_is_reached_by_keys_and_unfolds_what_hides_it() {
    with(&frozen(), async |open| {
        let hidden = "document.getElementById('op.readPairingKey.response.user.id')";
        assert!(!open.ask::<bool>(&format!("{hidden}.checkVisibility()")).await);
        open.press("/").await;
        open.write("user id UserId").await;
        open.press("Escape").await;
        open.write("field id readPairingKey").await;
        open.wait_for("document.querySelectorAll('#results a').length > 1").await;
        open.press("ArrowDown").await;
        open.press("ArrowDown").await;
        let second = "document.activeElement === document.querySelectorAll('#results a')[1]";
        assert!(open.ask::<bool>(second).await);
        open.ask::<bool>("(location.hash = 'op.readPairingKey.response.user.id', true)").await;
        open.wait_for(&format!("{hidden}.checkVisibility()")).await;
    });
}

#[test]
fn going_back_leads_to_where_the_reader_was() {
    with(&frozen(), async |open| {
        open.ask::<bool>("(location.hash = 'op.readPairingKey', true)").await;
        open.ask::<bool>("(scrollBy({top: 700, behavior: 'instant'}), true)").await;
        let before: f64 = open.ask("scrollY").await;
        let link = "[...document.querySelectorAll('a.type')].find((link) => link.hash === '#type.PairingKey')";
        open.ask::<bool>(&format!("({link}.click(), true)")).await;
        open.wait_for(&format!("Math.abs(scrollY - {before}) > 2000")).await;
        open.ask::<bool>("(history.back(), true)").await;
        open.wait_for(&format!("Math.abs(scrollY - {before}) < 3")).await;
    });
}

#[test]
fn an_address_that_leads_nowhere_breaks_nothing() {
    with(&frozen(), async |open| {
        for hash in ["%E0%A4%A", "no.such.part", "~", "\\'"] {
            open.ask::<bool>(&format!("(location.hash = '{hash}', true)")).await;
            open.page.reload().await.unwrap();
            open.wait_for("!document.querySelector('.find').hidden").await;
            open.press("/").await;
            assert_eq!(open.ask::<String>("document.activeElement.id").await, "search", "{hash}");
        }
    });
}

#[test]
fn a_chosen_result_takes_the_focus_and_brings_the_contents_back() {
    with(&frozen(), async |open| {
        open.press("/").await;
        open.write("pairingkeystatus").await;
        open.wait_for("document.querySelector('#results a')").await;
        open.press("Enter").await;
        open.wait_for("document.activeElement.id === 'type.PairingKeyStatus'").await;
        assert!(open.ask::<bool>("document.querySelector('nav').checkVisibility()").await);
        assert_eq!(open.ask::<String>("document.querySelector('#search').value").await, "");
    });
}

#[test]
fn everything_folds_and_unfolds() {
    with(&frozen(), async |open| {
        let folded = "document.querySelectorAll('main details:not([name]):not([open])').length";
        assert!(open.ask::<i32>(folded).await > 0);
        open.click(".fold").await;
        assert_eq!(open.ask::<i32>(folded).await, 0);
        open.click(".fold").await;
        assert_eq!(
            open.ask::<i32>("document.querySelectorAll('main details[open]:not([name])').length")
                .await,
            0
        );
        // Of the forms of a body, one is open whatever is folded.
        let forms = "new Set([...document.querySelectorAll('details[name]')].map((part) => part.name)).size";
        let open_forms = "document.querySelectorAll('details[name][open]').length";
        assert_eq!(open.ask::<i32>(forms).await, open.ask::<i32>(open_forms).await);
    });
}

#[test]
fn a_button_copies_what_is_shown() {
    let html = frozen();
    with(&html, async |open| {
        for name in ["clipboard-read", "clipboard-write"] {
            let permission = PermissionDescriptor::new(name);
            let granted = SetPermissionParams::new(permission, PermissionSetting::Granted);
            open.page.execute(granted).await.unwrap();
        }
        let section = "section[data-name=readPairingKey]";
        open.click(&format!("{section} .code button")).await;
        open.wait_for(&format!(
            "document.querySelector('{section} .code button').textContent === 'Copied'"
        ))
        .await;
        open.wait_for("document.querySelector('.said').textContent === 'Copied curl'").await;
        let copied: String = open.ask("navigator.clipboard.readText()").await;
        let shown = page::code(&scraper::Html::parse_document(&html), "readPairingKey", "curl");
        assert_eq!(copied, shown);
    });
}

#[test]
fn colours_follow_the_system_and_the_reader() {
    with(&frozen(), async |open| {
        let background = "getComputedStyle(document.body).backgroundColor";
        let light: String = open.ask(background).await;
        open.prefer(Scheme::Dark).await;
        let dark: String = open.ask(background).await;
        assert_ne!(light, dark);
        let pressed = "document.querySelector('.theme').getAttribute('aria-pressed')";
        open.wait_for(&format!("{pressed} === 'true'")).await;
        open.click(".theme").await;
        assert_eq!(open.ask::<String>(background).await, light);
        assert_eq!(open.ask::<String>(pressed).await, "false");
        open.page.reload().await.unwrap();
        assert_eq!(open.ask::<String>(background).await, light, "it is kept");
    });
}

#[test]
fn small_screens_need_no_scrolling_sideways() {
    for html in [shipped().1, hostile::page(), review::page()] {
        with(&html, async |open| {
            for width in [360, 768, 1024, 1280, 1440, 2200] {
                open.resize(width, 740).await;
                let wide: Vec<String> = open.ask(OVERFLOWING).await;
                assert_eq!(wide, Vec::<String>::new(), "at {width} pixels");
                assert!(
                    open.ask::<bool>("document.documentElement.scrollWidth <= innerWidth").await
                );
            }
            open.click(".fold").await;
            open.resize(360, 740).await;
            assert_eq!(
                open.ask::<Vec<String>>(OVERFLOWING).await,
                Vec::<String>::new(),
                "unfolded"
            );
        });
    }
}

#[test]
fn a_hostile_contract_runs_nothing() {
    let [starts, ends] = review::hostile();
    for html in [hostile::page(), starts, ends] {
        with(&html, async |open| attack(open).await);
    }
}

async fn attack(open: &Open) {
    open.click(".fold").await;
    open.press("/").await;
    open.write("script").await;
    open.wait_for("document.querySelector('#results a')").await;
    assert!(open.ask::<bool>("window.attacked === undefined").await);
    assert_eq!(
        open.ask::<i32>("document.querySelectorAll('#results img, #results script').length").await,
        0
    );
}

#[test]
fn verdicts_stand_in_the_margin_or_beside_the_name() {
    with(&review::page(), async |open| {
        let verdict = "document.querySelector('.docs .changed > .sig a.mark')";
        let name = "document.querySelector('.docs .changed > .sig .name')";
        let left_of = format!(
            "{verdict}.getBoundingClientRect().right <= {name}.getBoundingClientRect().left"
        );
        open.wait_for(&format!("{verdict}.checkVisibility()")).await;
        for (width, is_margin) in [(1440, true), (360, false)] {
            open.resize(width, 900).await;
            assert_eq!(open.ask::<bool>(&left_of).await, is_margin, "at {width} pixels");
        }
        open.click("#changes .toc tbody a").await;
        open.wait_for("location.hash === '#change.1'").await;
    });
}

#[test]
fn it_prints_with_everything_unfolded() {
    with(&shipped().1, async |open| {
        let options = PrintToPdfParams {
            generate_document_outline: Some(true),
            generate_tagged_pdf: Some(true),
            prefer_css_page_size: Some(true),
            ..PrintToPdfParams::default()
        };
        let pdf = open.page.pdf(options).await.unwrap();
        assert!(pdf.starts_with(b"%PDF-"));
        let text = String::from_utf8_lossy(&pdf);
        assert!(text.contains("/Outlines"), "what is filed has bookmarks");
        let pages = text.matches("/Type /Page\n").count();
        assert!((5..25).contains(&pages), "{pages} pages");
        if let Some(file) = std::env::var_os("REFERENCE_PDF") {
            std::fs::write(file, &pdf).unwrap();
        }
        let media =
            chromiumoxide::cdp::browser_protocol::emulation::SetEmulatedMediaParams::builder();
        open.page.execute(media.media("print").build()).await.unwrap();
        for hidden in [".find", ".theme", ".fold", ".skip"] {
            assert!(
                !open
                    .ask::<bool>(&format!("document.querySelector('{hidden}').checkVisibility()"))
                    .await,
                "{hidden}"
            );
        }
        let unseen =
            "[...document.querySelectorAll('main details:not(.named, .named *, .elsewhere *, .program, .signature, [name]:not([open]), [name]:not([open]) *, .op .errors *) > :not(summary, .program)')]
            .filter((part) => part.getBoundingClientRect().height === 0).map((part) => part.outerHTML.slice(0, 200))";
        assert_eq!(
            open.ask::<Vec<String>>(unseen).await,
            Vec::<String>::new(),
            "folded parts are printed, too, but for what has a place of its own, and forms that are not open"
        );
        // What an operation leaves out stands elsewhere.
        let elsewhere = "[...document.querySelectorAll('.op .elsewhere')]
            .filter((body) => !document.querySelector(body.querySelector('a.type').hash.replaceAll('.', '\\\\.')).checkVisibility()).length";
        assert_eq!(open.ask::<i32>(elsewhere).await, 0);
        let errors = "[...document.querySelectorAll('.op .errors .status')]
            .filter((status) => !document.getElementById(`status.${status.textContent}`).checkVisibility()).length";
        assert_eq!(open.ask::<i32>(errors).await, 0);
    });
}

#[test]
fn values_of_the_reader_fill_every_sample_and_leave_no_quotes() {
    with(&shipped().1, async |open| {
        let code = "[...document.querySelectorAll('main figure.code code')].map((code) => code.textContent).join('\\n')";
        let before: String = open.ask(code).await;
        let write = async |field: &str, value: &str| {
            open.ask::<bool>(&format!(
                "(() => {{ const field = document.getElementById({field:?}); field.value = {value:?};
                field.dispatchEvent(new Event('input')); return true; }})()"
            ))
            .await;
        };
        write("value.server", "https://api.pingone.ca/v1").await;
        write("value.client", "11111111-2222-3333-4444-555555555555").await;
        write("value.parameter.environmentID", "66666666-7777-8888-9999-000000000000").await;
        write("value.parameter.userID", "it's \"$x`\\ 1/2").await;
        let after: String = open.ask(code).await;
        let commands: Vec<String> = open
            .ask("[...document.querySelectorAll('main figure.code')].filter((one) => one.textContent.startsWith('curl')).map((one) => one.querySelector('code').textContent)")
            .await;
        assert!(commands.len() >= 8);
        for command in &commands {
            let words = shell_words::split(
                &command
                    .replace("ACCESS_TOKEN=$(", "")
                    .replace(" | jq --raw-output .access_token)", ""),
            )
            .unwrap();
            let url = words.iter().find(|word| word.starts_with("https://")).unwrap();
            assert!(
                url.starts_with(
                    "https://api.pingone.ca/v1/environments/66666666-7777-8888-9999-000000000000/"
                ) || url == "https://auth.pingone.ca/66666666-7777-8888-9999-000000000000/as/token",
                "{url}"
            );
            assert!(
                !command.contains("/users/")
                    || url.contains("/users/it%27s%20%22%24x%60%5C%201%2F2/"),
                "{url}"
            );
        }
        assert!(after.contains("Region::Ca") && !after.contains("Region::Eu"));
        assert!(
            after.contains("ClientCredentials::new(\"11111111-2222-3333-4444-555555555555\", ")
        );
        assert!(after.contains("UserId = \"it's $x` 1/2\""), "no quote leaves a text of Rust");
        // Nothing is kept or sent, and what is emptied is as it was.
        assert_eq!(open.ask::<i32>("localStorage.length + sessionStorage.length").await, 0);
        for field in ["server", "client", "parameter.environmentID", "parameter.userID"] {
            write(&format!("value.{field}"), "").await;
        }
        assert_eq!(open.ask::<String>(code).await, before);
    });
}

#[test]
fn an_address_marks_where_it_leads_in_the_contents() {
    with(&shipped().1, async |open| {
        let marked =
            "[...document.querySelectorAll('nav a[aria-current]')].map((link) => link.hash).join()";
        for (address, entry) in [
            ("op.readPairingKey.response.user", "#op.readPairingKey"),
            ("op.readPairingKey", "#op.readPairingKey"),
            ("status.429", "#errors"),
            ("unconfirmed", "#unconfirmed"),
            ("type.PairingKey.status", "#type.PairingKey"),
            ("servers", "#servers"),
        ] {
            for is_new in [false, true] {
                open.ask::<bool>(&format!("(location.hash = {address:?}, true)")).await;
                if is_new {
                    open.page.reload().await.unwrap();
                }
                open.wait_for(&format!("({marked}) === {entry:?}")).await;
            }
        }
    });
}

#[test]
fn the_changes_of_one_severity_can_be_shown() {
    with(&review::page(), async |open| {
        let shown = async |severity: &str| {
            open.ask::<i32>(&format!(
                "[...document.querySelectorAll('.toc tbody tr{severity}, .changes > li{severity}')].filter((one) => one.checkVisibility()).length"
            ))
            .await
        };
        let all = shown("").await;
        let breaking = shown(".breaking").await;
        assert!(0 < breaking && breaking < all);
        open.click(".filter [data-severity=breaking]").await;
        assert_eq!((shown("").await, shown(".breaking").await), (breaking, breaking));
        let told: String = open
            .ask("document.querySelector('.filter [data-severity=breaking]').textContent")
            .await;
        assert_eq!(told, format!("breaking {}", breaking / 2));
        // An address of a change that is hidden shows it.
        let hidden: String = open
            .ask("[...document.querySelectorAll('.changes > li')].find((one) => one.hidden).id")
            .await;
        open.ask::<bool>(&format!("(location.hash = {hidden:?}, true)")).await;
        open.wait_for(&format!("document.getElementById({hidden:?}).checkVisibility()")).await;
        assert_eq!(shown("").await, all);
    });
}

#[test]
fn what_is_one_thing_is_not_broken_inside() {
    with(&shipped().1, async |open| {
        for width in [360, 1400] {
            open.resize(width, 900).await;
            let broken: Vec<String> = open
                .ask(
                    "[...document.querySelectorAll('main .u, main [data-fill], main a.type, .toc td:first-child')]
                    .filter((part) => part.checkVisibility() && part.textContent.length < 37)
                    .filter((part) => {
                        const range = document.createRange();
                        range.selectNodeContents(part);
                        const lines = () => [...range.getClientRects()];
                        if (new Set(lines().map((line) => Math.round(line.top))).size < 2) return false;
                        // What is wider than all that it stands in has to be.
                        const room = part.parentElement.clientWidth || part.closest('pre, li, div').clientWidth;
                        part.style.whiteSpace = 'nowrap';
                        const needed = Math.max(...lines().map((line) => line.width));
                        part.style.whiteSpace = '';
                        return needed < room;
                    })
                    .map((part) => part.textContent).slice(0, 9)",
                )
                .await;
            assert_eq!(broken, Vec::<String>::new(), "at {width} pixels");
        }
    });
}

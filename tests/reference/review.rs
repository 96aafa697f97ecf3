//! The page as a review: every change is listed first, and marked where it is.

use codegen::diff::{AcceptedChanges, Review, Version, compare};
use codegen::document::{Folder, MemoryFiles};
use codegen::reference;
use pingone_mfa_tests::{copy_folder, frozen_contract};
use scraper::{ElementRef, Html, Selector};

use crate::hostile;
use crate::page::{all, check, text};

/// Edits of the frozen contract: file, what is there, and what comes instead.
const EDITS: [(&str, &str, &str); 4] = [
    // A response says more.
    (
        "pairing-keys.yaml",
        "        createdAt:\n",
        "        note:\n          type: string\n          readOnly: true\n          description: A <b>note</b>.\n        createdAt:\n",
    ),
    // A known value is gone.
    ("pairing-keys.yaml", "        - FAILED\n", ""),
    // A request gets a limit.
    (
        "push-credentials.yaml",
        "          description: Id of the Apple developer team. Never returned.\n",
        "          maxLength: 40\n          description: Id of the Apple developer team. Never returned.\n",
    ),
    // A text is another.
    ("pairing-keys.yaml", "      summary: Create a pairing key\n", "      summary: Make one\n"),
];

/// The page of the frozen contract after these edits, and how many changes there are.
fn review(edits: &[(&str, &str, &str)]) -> (String, usize) {
    let folder = frozen_contract().parent().unwrap().to_owned();
    let scratch = tempfile::tempdir().unwrap();
    copy_folder(&folder, scratch.path()).unwrap();
    for (name, before, after) in edits {
        let path = scratch.path().join(name);
        let contract = std::fs::read_to_string(&path).unwrap();
        assert!(contract.contains(before), "{before}");
        std::fs::write(&path, contract.replacen(before, after, 1)).unwrap();
    }
    let version = |name, path| Version::load(name, &Folder::new(path).unwrap(), "openapi.yaml");
    let (base, head) =
        (version("the last release", &folder), version("this branch", scratch.path()));
    let diff = compare(&base, &head);
    let accepted = AcceptedChanges::default();
    let review = Review::new(&base, &head, &diff, &accepted);
    let page = reference::review(&review);
    (page.unwrap_or_else(|| panic!("{:?}", head.plan().err())), diff.changes().len())
}

/// The page with all edits, for the browser.
pub(crate) fn page() -> String {
    review(&EDITS).0
}

/// The page of what changes when a contract starts to attack, and when it ends.
pub(crate) fn hostile() -> [String; 2] {
    let version = |contract: &str| {
        let files: MemoryFiles = [("openapi.yaml", contract)].into_iter().collect();
        Version::load(hostile::ATTACK, &files, "openapi.yaml")
    };
    let attack = hostile::contract();
    let harmless = attack.replace("<script>", "(script)").replace("onerror=", "or=");
    let (attack, harmless) = (version(&attack), version(&harmless));
    [(&attack, &harmless), (&harmless, &attack)].map(|(base, head)| {
        let (diff, accepted) = (compare(base, head), AcceptedChanges::default());
        assert!(diff.changes().len() > 10, "{}", diff.changes().len());
        reference::review(&Review::new(base, head, &diff, &accepted)).unwrap()
    })
}

#[test]
fn nothing_that_changes_becomes_markup() {
    for page in hostile() {
        check(&page);
        assert!(page.contains("&lt;script&gt;window.attacked=1&lt;/script&gt;"), "it is shown");
    }
}

#[test]
fn every_change_is_listed_and_leads_to_its_place() {
    let (page, changes) = review(&EDITS);
    check(&page);
    let html = Html::parse_document(&page);
    assert!(changes >= 3, "{changes}");
    assert_eq!(all(&html, ".changes > li").len(), changes);
    let first = all(&html, "main > *").first().and_then(|part| part.attr("id"));
    assert_eq!(first, Some("changes"), "the reviewer begins with the changes");
    for one in all(&html, ".toc tbody a, nav .mark, .docs a.mark, .was a") {
        let leads = one.attr("href").is_none_or(|href| href.starts_with("#change."));
        assert!(leads, "{:?}", one.attr("href"));
    }
    let cells = Selector::parse("td").unwrap();
    let line = |row: ElementRef<'_>| row.select(&cells).map(text).collect::<Vec<_>>().join(" | ");
    let lines: Vec<String> = all(&html, ".toc tbody tr").into_iter().map(line).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn what_changed_is_marked_where_it_is() {
    let (page, _) = review(&EDITS);
    let html = Html::parse_document(&page);
    for place in [
        "type.PairingKey.note",
        "op.readPairingKey.response.note",
        "op.createPairingKey.response.status",
        "type.ApnsPushCredentialRequest.teamId",
        "op.createPushCredential.request.variant.APNS.teamId",
    ] {
        let marks = all(&html, &format!("[id='{place}'].changed > .sig a.mark[href^='#change.']"));
        assert!(!marks.is_empty(), "{place} is not marked");
    }
    let others = all(
        &html,
        "[id='op.deletePairingKey.path.userID'].changed, [id='type.UserReference.id'].changed",
    );
    assert!(others.is_empty(), "what is as it was has no mark");
    let sides = "[id='op.createPushCredential.request.variant.APNS.teamId'] > .was .sides";
    let old_and_new: Vec<String> = all(&html, sides).into_iter().map(text).collect();
    assert_eq!(old_and_new, ["beforenothingafter40"]);
    let reached = all(&html, "section[data-name=readPairingKey] > header .mark a");
    assert!(!reached.is_empty(), "an operation that is reached says so");
}

#[test]
fn what_is_gone_is_told_where_it_was() {
    let (page, _) = review(&[
        ("pairing-keys.yaml", "        - FAILED\n", ""),
        (
            "pairing-keys.yaml",
            "        '409':\n          $ref: common.yaml#/components/responses/Conflict\n",
            "",
        ),
    ]);
    let html = Html::parse_document(&page);
    let told = |part: &str| -> Vec<String> {
        all(&html, &format!("{part} > .was > p")).into_iter().map(text).collect()
    };
    let status = told("[id='op.readPairingKey.response.status']");
    assert_eq!(status.len(), 1, "{status:?}");
    assert!(status[0].contains("`FAILED`") || status[0].contains("FAILED"), "{status:?}");
    let operation = told("section[data-name=createPairingKey] .docs");
    assert!(operation.iter().any(|text| text.contains("409")), "{operation:?}");
}

#[test]
fn a_part_that_holds_a_change_is_open() {
    let (page, _) = review(&[(
        "pairing-keys.yaml",
        "Id of a device authentication policy in the environment.",
        "Id of a policy.",
    )]);
    let html = Html::parse_document(&page);
    let open = all(&html, "[id='op.createPairingKey.request.policy'] > details[open]");
    assert_eq!(open.len(), 1);
    let closed = all(&html, "[id='op.createPairingKey.request.applications'] > details[open]");
    assert!(closed.is_empty());
}

#[test]
fn nothing_changed_is_said_and_nothing_is_marked() {
    let (page, changes) = review(&[]);
    check(&page);
    assert_eq!(changes, 0);
    let html = Html::parse_document(&page);
    assert!(all(&html, ".changed, a.mark").is_empty());
    assert_eq!(text(all(&html, "#changes .verdict")[0]), "Nothing changes.");
    assert!(all(&html, "table").is_empty(), "no table without a line");
}

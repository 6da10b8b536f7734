//! Two hundred hostile texts through what people and staff may write, out by every way there is: F12. Each is refused, or
//! comes back as it was written, without what cannot stand in a line; it ends no cell, no header, no line and no element.

use harness::{
    Engine, TestService, both_engines,
    calendar::{check, fetch, make_feed},
    ok, round,
    round::OFFERING,
    text,
};
use hyper::Method;
use samverkan_domain::text::plain_line;
use samverkan_service::usecase::Role;
use serde_json::{Value, json};
use std::collections::BTreeMap;

both_engines!(
    meetings_say_what_was_written_and_nothing_else,
    people_are_called_what_was_written_and_nothing_else,
);

/// What each means to somebody who reads it carelessly.
const CORES: [&str; 40] = [
    // SQL
    "'; DROP TABLE person; --",
    "\" OR \"\"=\"",
    "1); DELETE FROM outbox; --",
    "%_\\%",
    "$1 $2",
    // iCalendar and mail
    "\r\nATTENDEE:mailto:evil@example.se",
    "\nEND:VEVENT\nBEGIN:VEVENT",
    "\r\nBcc: evil@example.se\r\n\r\n",
    "\rX-Evil: 1",
    ";ALTREP=\"http://evil.example\":x",
    "a\\nb\\,c\\;d\\\\",
    "=?utf-8?q?=0D=0AX-Evil:1?=",
    "<evil@example.se>, \"a",
    ".\r\nMAIL FROM:<evil@example.se>",
    // Spreadsheets
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\"=HYPERLINK(\"\"http://evil.example\"\")\"",
    "a,b;c\"d\"\"",
    // Pages and templates
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></textarea></style><svg onload=alert(1)>",
    "javascript:alert(1)",
    "<!-- --><![CDATA[",
    "&lt;script&gt;&#60;b&#62;",
    "{{7*7}}{% raw %}",
    "${7*7}#{7*7}",
    // Paths, formats, terminals
    "../../../../etc/passwd",
    "%s%n%x%0d%0a",
    "\u{1b}[2J\u{1b}]0;evil\u{7}",
    "\u{9b}31m",
    // Characters
    "\u{2028}\u{2029}\u{85}",
    "\u{202e}gnp.exe\u{202c}\u{2066}",
    "a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}",
    "\u{feff}\u{200b}\u{200d}\u{ad}",
    "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{1f3ff}",
    "\u{0}",
];

/// As it is, and where a careless reader begins, ends or goes on: two hundred in all.
pub(super) fn hostile() -> Vec<String> {
    let dressed = |core: &&str| {
        [
            (*core).to_owned(),
            format!("Sal {core}"),
            format!("{core} B"),
            format!("Å{core}ö{core}"),
            core.repeat(3),
        ]
    };
    CORES.iter().flat_map(dressed).collect()
}

/// What is kept of a text; none if it was refused, for a reason.
fn kept(reply: &harness::Reply, field: &str) -> Option<String> {
    let value: Value = serde_json::from_slice(&reply.body).expect("JSON");
    if reply.status == 200 {
        let value = value.get("session").unwrap_or(&value);
        return Some(text(value, field));
    }
    assert_eq!(reply.status, 422, "{value}");
    assert!(value["errors"][0]["pointer"].is_string(), "{value}");
    None
}

/// Whether nothing stands in a page that would be an element or run.
pub(super) fn is_inert(html: &str) -> bool {
    let alive = [
        "<script>alert",
        "<img src=x",
        "<svg onload",
        " onmouseover='alert",
        "href=\"javascript:",
        "<!-- --><![CDATA[",
    ];
    !alive.iter().any(|text| html.contains(text)) && !html.contains(['\u{1b}', '\u{0}', '\u{9b}'])
}

/// The cells of a comma-separated file (RFC 4180).
fn cells(file: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
    let mut signs = file.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' | ';' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell).trim_end_matches('\r').to_owned());
                rows.push(std::mem::take(&mut row));
            }
            sign => cell.push(sign),
        }
    }
    assert!(
        !quoted && cell.is_empty() && row.is_empty(),
        "it ends in the middle"
    );
    rows
}

/// All letters: no header that we do not write, and one recipient.
pub(super) fn letters_are_whole(service: &TestService) {
    for letter in service.mail() {
        let whole = String::from_utf8_lossy(&letter.octets).into_owned();
        let (head, _) = whole.split_once("\r\n\r\n").expect("a head");
        let names = head.lines().filter(|line| !line.starts_with([' ', '\t']));
        for line in names {
            let (name, _) = line.split_once(':').unwrap_or_else(|| panic!("{line}"));
            assert!(
                !["bcc", "cc", "x-evil", "attendee"].contains(&&*name.to_lowercase()),
                "{line}"
            );
        }
        assert_eq!(head.matches("\r\nTo: ").count(), 1, "{head}");
        assert!(!letter.subject.contains(['\r', '\n', '\u{0}', '\u{1b}']));
    }
}

#[test]
fn negative_control_what_is_alive_is_seen() {
    assert_eq!(hostile().len(), 200);
    assert!(!is_inert("<p><script>alert(1)</script>") && !is_inert("\u{1b}[2J"));
    assert!(is_inert("<p>&lt;script&gt;alert(1)"));
    assert_eq!(
        cells("a,\"b\"\"\n;c\"\r\n=1\n"),
        [vec!["a", "b\"\n;c"], vec!["=1"]]
    );
}

async fn meetings_say_what_was_written_and_nothing_else(engine: Engine) {
    let (service, offering) = round::full(engine).await;
    let (_, path) = make_feed(&service.admin, "offering", &offering).await;
    let mut person = service.browser_of(1).await;
    let mut staff = service.staff_browser(Role::Administrator).await;
    let sessions = service.sessions().await.len();
    let (mut taken, mut refused) = (0, 0);
    for batch in hostile().chunks(sessions) {
        let mut wanted = BTreeMap::new();
        for (session, evil) in service.sessions().await.iter().zip(batch) {
            let change = json!({ "title": evil, "place": evil, "teacher": evil });
            let id = text(session, "id");
            let tag = format!("\"{}\"", session["revision"]);
            let path = format!("/api/v1/sessions/{id}");
            let headers = [("if-match", &*tag)];
            let sent = service
                .admin
                .send_json(Method::PATCH, &path, &headers, &change);
            let reply = sent.await.expect("an answer");
            match kept(&reply, "title") {
                Some(title) => {
                    assert_eq!(title, plain_line(evil), "{evil:?}");
                    wanted.insert(text(session, "uid"), title);
                    taken += 1;
                }
                None => refused += 1,
            }
        }
        let feed = fetch(&service.anyone, &path).await;
        let events = check(&feed.body).unwrap_or_else(|fault| panic!("{batch:?}: {fault}"));
        assert_eq!(events.len(), sessions, "{batch:?}");
        let text = String::from_utf8(feed.body.to_vec()).expect("UTF-8");
        for line in text.split("\r\n") {
            assert!(
                !line.starts_with("ATTENDEE") && !line.contains(['\n', '\r', '\u{1b}']),
                "{line}"
            );
        }
        assert!(
            wanted.keys().all(|uid| events.contains_key(uid)),
            "{batch:?}"
        );
        let pages = [
            person.get("/min-sida").await,
            staff
                .get(&format!("/personal/tillfallen/{OFFERING}/oversikt"))
                .await,
        ];
        assert!(pages.iter().all(|page| is_inert(&page.text())), "{batch:?}");
        service.tell().await;
    }
    assert!(
        taken > 150 && taken + refused == 200,
        "{taken} taken, {refused} refused"
    );
    letters_are_whole(&service);
}

async fn people_are_called_what_was_written_and_nothing_else(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service.commit(&service.propose(1).await).await;
    let mut staff = service.staff_browser(Role::Administrator).await;
    let people = service.all("/api/v1/people").await;
    let open = people
        .iter()
        .filter(|one| one["security_marking"] == "none");
    let open: Vec<String> = open.map(|one| text(one, "id")).collect();
    let (mut taken, mut refused) = (0, 0);
    for batch in hostile().chunks(open.len()) {
        for (person, evil) in open.iter().zip(batch) {
            let path = format!("/api/v1/people/{person}");
            let before = ok(service.admin.get(&path).await);
            let tag = format!("\"{}\"", before["revision"]);
            let change = json!({ "given_name": evil, "family_name": evil });
            let headers = [("if-match", &*tag)];
            let sent = service
                .admin
                .send_json(Method::PATCH, &path, &headers, &change);
            match kept(&sent.await.expect("an answer"), "family_name") {
                Some(name) => {
                    assert_eq!(name, plain_line(evil), "{evil:?}");
                    taken += 1;
                }
                None => refused += 1,
            }
        }
        lists_are_inert(&service).await;
        for page in ["upprop", "oversikt", "grupper"] {
            let page = staff
                .get(&format!("/personal/tillfallen/{OFFERING}/{page}"))
                .await;
            assert!(page.status == 200 && is_inert(&page.text()), "{batch:?}");
        }
        let all = service.all("/api/v1/people").await;
        assert_eq!(all.len(), people.len(), "everybody is there");
        service
            .reschedule(
                &service.sessions().await[0].clone(),
                &json!({ "place": batch.len().to_string() }),
            )
            .await;
        service.tell().await;
    }
    assert!(
        taken > 100 && taken + refused == 200,
        "{taken} taken, {refused} refused"
    );
    letters_are_whole(&service);
}

/// Every list that is a text: as many cells in each row, none of which a spreadsheet would reckon.
pub(super) async fn lists_are_inert(service: &TestService) {
    for kind in [
        "blackboard",
        "canvas",
        "rollcall",
        "registration",
        "attendance",
    ] {
        let path = format!("/api/v1/offerings/{OFFERING}/exports");
        let made = ok(service.admin.post(&path, &json!({ "kind": kind })).await);
        let files = made["files"].as_array().expect("files");
        let texts: Vec<&str> = files
            .iter()
            .filter_map(|file| file["text"].as_str())
            .collect();
        assert!(!texts.is_empty(), "{kind}");
        for rows in texts.into_iter().map(cells) {
            for row in &rows {
                assert_eq!(row.len(), rows[0].len(), "{kind}: {row:?}");
                let reckoned = |cell: &String| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                let found = row.iter().find(|cell| reckoned(cell) && cell.len() > 1);
                assert_eq!(found, None, "{kind}");
            }
        }
    }
}

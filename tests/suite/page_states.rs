//! States of pages that no journey comes by: what is behind links in letters, what is asked before
//! something ends, what is refused. Each in every way it has to work.

use crate::board::{board, now, planned};
use harness::{
    Engine, TestService,
    browser::{Browser, View},
    browsing::Browsing,
    ok, on_sqlite,
    round::{self, OFFERING},
    text,
};
use hyper::Method;
use samverkan_service::usecase::Role;
use serde_json::json;

on_sqlite!(
    links_in_letters_work_in_every_way,
    what_is_asked_before_something_ends_works_in_every_way,
    wishes_work_in_every_way_before_and_after_there_are_cohorts,
    steps_of_a_plan_and_refusals_work_in_every_way,
    keys_of_staff_work_in_every_way,
);

/// What follows `/{word}/` in a letter to this address.
fn linked(service: &TestService, address: &str, word: &str) -> String {
    let mail = service.mail();
    let mut letters = mail.iter().rev().filter(|kept| kept.to_address == address);
    let token = letters.find_map(|kept| {
        let rest = kept.body.split(&format!("/{word}/")).nth(1)?;
        Some(rest.split_whitespace().next()?.to_owned())
    });
    format!("/{word}/{}", token.expect("a letter with a link"))
}

async fn links_in_letters_work_in_every_way(engine: Engine) {
    let service = TestService::with_channel(engine, harness::NOW, 1, json!({})).await;
    service.all_applied(2).await;
    service.tick().await;
    let address = "person1@example.org";
    let receipt = linked(&service, address, "kvitto");
    let waits = linked(&service, "person2@example.org", "kvitto");
    let mut asked = Browsing::new(&service.anyone);
    asked.ask_for_code(address).await;
    service.tick().await;
    let link = linked(&service, address, "logga-in/lank");
    let browser = Browser::start().await;
    let pages = [
        ("receipt", &*receipt),
        ("receipt-reserve", &waits),
        ("sign-in-link-elsewhere", &link),
    ];
    browser.look_at(&service, &pages).await;
    let pages = [("sign-in-link", &*link)];
    browser.look_at_as(&service, &asked, &pages).await;
    // Looked at by so many, it still signs in, by a press, in the browser that asked.
    let tab = browser
        .open_as(View::PHONE.without_script(), &service, &asked)
        .await;
    tab.go(&service, &link).await;
    tab.press("Logga in").await;
    assert_eq!(tab.text("h1").await, "Min sida");
}

async fn what_is_asked_before_something_ends_works_in_every_way(engine: Engine) {
    let service = TestService::with_channel(engine, harness::NOW, 1, json!({})).await;
    service.all_applied(1).await;
    let mut hers = service.browser_of(1).await;
    let page = hers.get("/min-sida/kalender").await;
    let made = hers.submit(&page, "/min-sida/kalender", &[]).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let page = hers.get("/min-sida/kalender").await.text();
    let feed = page.split("href=\"/min-sida/kalender/").nth(1).unwrap();
    let feed = &feed[..36];
    let applications = ok(service.officer.get("/api/v1/applications").await);
    let application = text(&applications["items"][0], "id");
    let receipt = format!("/min-sida/anmalan/{application}/kvitto");
    let leave = format!("/min-sida/anmalan/{application}/aterbud");
    let times = format!("/min-sida/anmalan/{application}/tider");
    let calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20270204T120000Z\n\
                    DTEND:20270204T140000Z\nEND:VEVENT\nEND:VCALENDAR\n";
    let (client, _) = service.participant(1, "larare").await;
    let kind = [("content-type", "application/octet-stream")];
    let path = "/api/v1/me/calendar";
    ok(client.send(Method::PUT, path, &kind, calendar).await);
    let pages = [
        ("my-receipt", &*receipt),
        ("my-leave", &leave),
        ("my-times", &times),
        ("my-feed", "/min-sida/kalender"),
        ("my-feed-rotate", &format!("/min-sida/kalender/{feed}/byt")),
        ("my-feed-end", &format!("/min-sida/kalender/{feed}/avsluta")),
        ("enrol-applied", &format!("/anmalan/{OFFERING}")),
        ("enrol-receipt", &format!("/anmalan/{OFFERING}/kvitto")),
    ];
    let browser = Browser::start().await;
    browser.look_at_as(&service, &hers, &pages).await;
}

async fn wishes_work_in_every_way_before_and_after_there_are_cohorts(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let mut hers = Browsing::new(&service.anyone);
    hers.sign_in(&service, "hanna.dahlgren@student.example")
        .await;
    let person = text(&service.person("Hanna Dahlgren").await, "id");
    let application = text(&service.application(&person).await, "id");
    let path = format!("/min-sida/anmalan/{application}/sallskap");
    let browser = Browser::start().await;
    let open = [("my-company", &*path)];
    browser.look_at_as(&service, &hers, &open).await;
    let page = hers.get(&path).await;
    let fields = [("med", "bo@example.org"), ("inte_med", "c@example.org")];
    let saved = hers.submit(&page, &path, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    let made = [("my-company-made", &*path)];
    browser.look_at_as(&service, &hers, &made).await;
    // One is taken back, with the keyboard alone; from there on to the own cohort.
    let tab = browser
        .open_as(View::PHONE.without_script(), &service, &hers)
        .await;
    tab.go(&service, &path).await;
    tab.reach("Helst inte med c@example.org.").await;
    tab.keys(&["Space"]).await;
    tab.reach("Spara").await;
    tab.keys(&["Enter"]).await;
    tab.go(&service, &path).await;
    assert_eq!(tab.count("input[type=checkbox]").await, 1);
    tab.follow("Se din grupp och be om att byta").await;
    assert!(tab.url().await.ends_with("/min-sida/schema"));
    assert!(tab.count("a[href$='/byt']").await > 0);
}

async fn steps_of_a_plan_and_refusals_work_in_every_way(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let admin = service.staff_browser(Role::Administrator).await;
    let auditor = service.staff_browser(Role::Auditor).await;
    let board = board(&plan);
    let browser = Browser::start().await;
    let discard = format!("{board}/steg/kasta");
    let pages = [("board-discard", &*discard)];
    browser.look_at_as(&service, &admin, &pages).await;
    for (view, n) in [(View::PHONE, 0), (View::DESKTOP.without_script(), 1)] {
        // Somebody else has changed the plan since.
        let tab = browser.open_as(view, &service, &admin).await;
        tab.go(&service, &format!("{board}/steg/faststall")).await;
        let person = &plan["people"][n]["person"];
        let api = format!("/api/v1/cohort-plans/{}/locks", text(&plan, "id"));
        let locks = json!({ "people": [person], "locked": true });
        ok(service.act(&api, &now(&service, &plan).await, &locks).await);
        tab.press("Fastställ").await;
        tab.check("board-stale").await;
        tab.close().await;
        // Others' pages, and those that are not there.
        for (who, name, path) in [
            (&auditor, "forbidden", &*board),
            (&admin, "not-found-signed-in", "/min-sida/anmalan/x/kvitto"),
        ] {
            let tab = browser.open_as(view, &service, who).await;
            let status = tab.go(&service, path).await;
            assert!(status == 403 || status == 404, "{path}: {status}");
            tab.check(name).await;
            assert!(tab.count("main a[href]").await > 0, "{name} is a dead end");
            tab.close().await;
        }
    }
    service.commit(&now(&service, &plan).await).await;
    let undo = format!("{board}/steg/angra");
    let pages = [("board-undo", &*undo), ("board-in-force", &board)];
    browser.look_at_as(&service, &admin, &pages).await;
}

async fn keys_of_staff_work_in_every_way(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    let page = admin.get("/personal").await;
    let fields = [("adress", "cia@example.org"), ("roll", "auditor")];
    let invited = admin.submit(&page, "/personal", &fields).await;
    assert_eq!(invited.status, 200, "{}", invited.text());
    let html = invited.text();
    let token = html.split("/nycklar/inbjudan/").nth(1).unwrap();
    let token = token.split(['<', '"']).next().unwrap();
    let link = format!("/nycklar/inbjudan/{}", token.trim());
    let mut cia = Browsing::new(&service.anyone);
    cia.sign_in(&service, "cia@example.org").await;
    let browser = Browser::start().await;
    let pages = [("passkeys", "/nycklar"), ("staff-invited", "/personal")];
    browser.look_at_as(&service, &admin, &pages).await;
    let pages = [("passkey-invited", &*link)];
    browser.look_at_as(&service, &cia, &pages).await;
}

//! The site in a real browser: each page in every way it has to work, and what people do there.
//!
//! A new page gets its line in one of the lists; a journey is a test of its own. Pictures are kept
//! in `target/browser`.

use crate::web::PUBLIC;
use harness::{
    Engine, TestService,
    browser::{Browser, View},
    calendar::make_feed,
    on_both_engines, on_sqlite, round, text,
};
use hyper::StatusCode;
use poem::{Endpoint, Response, endpoint::make_sync};
use samverkan_domain::id::PersonId;
use samverkan_service::{server::Patience, usecase::reminders};

on_both_engines!(
    somebody_finds_a_course_and_its_dates,
    somebody_tells_us_with_the_keyboard_alone,
    a_scanner_that_opens_links_answers_nothing,
);

on_sqlite!(
    the_catalogue_works_in_every_way,
    what_must_be_said_works_in_every_way,
    pages_behind_links_work_in_every_way,
    the_first_page_is_light,
);

async fn the_catalogue_works_in_every_way(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let browser = Browser::start().await;
    let pages = [
        ("front", "/"),
        ("courses", "/kurser"),
        ("course", "/kurser/SA123A"),
        ("offering", "/kurser/SA123A-V9001V27"),
    ];
    browser.look_at(&service, &pages).await;
}

async fn what_must_be_said_works_in_every_way(engine: Engine) {
    let service = TestService::start(engine).await;
    let browser = Browser::start().await;
    let pages = [
        ("front-empty", "/"),
        ("statement", "/tillganglighet"),
        ("about", "/om"),
        ("not-found", "/ingenting"),
        ("problem", "/problems/invalid"),
    ];
    browser.look_at(&service, &pages).await;
    let tab = browser.open(View::PHONE).await;
    tab.go(&service, "/tillganglighet").await;
    tab.press("Skicka").await;
    tab.check("statement-fault").await;
}

async fn pages_behind_links_work_in_every_way(engine: Engine) {
    let (service, offering) = round::full(engine).await;
    let browser = Browser::start().await;
    let (_, feed) = make_feed(&service.admin, "offering", &offering).await;
    let (subscribe, schedule) = (feed.replace(".ics", ""), feed.replace(".ics", ".html"));
    let hanna = text(&service.person("Hanna Dahlgren").await, "id");
    let hanna = PersonId(hanna.parse().expect("an id"));
    let reminders = reminders::unsubscribe::url(&service.app, hanna);
    let reminders = reminders.replace(&*service.app.public_url, "");
    let pages = [
        ("reminders", &*reminders),
        ("no-reminders", "/paminnelser/nobody"),
        ("subscribe", &*subscribe),
        ("schedule", &*schedule),
        ("no-calendar", "/calendar/nobody"),
        ("no-answer", "/svar/nobody"),
        ("no-receipt", "/kvitto/nobody"),
    ];
    browser.look_at(&service, &pages).await;
    // With a script the address can be copied.
    let tab = browser.open(View::PHONE).await;
    tab.go(&service, &subscribe).await;
    tab.press("Kopiera adressen").await;
    tab.sees("Adressen är kopierad.").await;
    tab.check("subscribe-copied").await;
    let tab = browser.open(View::PHONE.without_script()).await;
    tab.go(&service, &subscribe).await;
    assert_eq!(tab.count("button:visible").await, 0);
    let (service, token, _) = crate::answer_pages::called(engine).await;
    let asked = format!("/svar/{token}");
    browser.look_at(&service, &[("answer", &asked)]).await;
    for view in [View::PHONE, View::DESKTOP.without_script()] {
        let tab = browser.open(view).await;
        tab.go(&service, &asked).await;
        if tab.count("form").await > 0 {
            tab.choose("Ja, jag vill ha platsen").await;
            tab.press("Skicka svaret").await;
            assert_eq!(tab.text("h1").await, "Tack för ditt svar");
            tab.check("answered").await;
        } else {
            assert_eq!(tab.text("h1").await, "Redan besvarad");
            tab.check("answered-already").await;
        }
    }
}

async fn somebody_finds_a_course_and_its_dates(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let browser = Browser::start().await;
    for &view in View::journeys(engine) {
        let tab = browser.open(view).await;
        tab.go(&service, "/").await;
        tab.follow("Samverkan för att främja skolnärvaro").await;
        assert!(tab.text(".lead").await.contains("18 januari – 6 juni 2027"));
        assert!(tab.count(".dates li").await > 5);
        // In English, on the same page; and so on the next.
        tab.follow("English").await;
        assert!(
            tab.url()
                .await
                .ends_with("/kurser/SA123A-V9001V27?sprak=en")
        );
        assert!(tab.text(".lead").await.contains("18 January – 6 June 2027"));
        tab.follow("Courses").await;
        assert_eq!(tab.text("h1").await, "Courses");
    }
}

async fn somebody_tells_us_with_the_keyboard_alone(engine: Engine) {
    let service = TestService::start(engine).await;
    let browser = Browser::start().await;
    for view in [View::DESKTOP, View::PHONE.without_script()] {
        let tab = browser.open(view).await;
        tab.go(&service, "/om").await;
        tab.reach("Tillgänglighet").await;
        tab.keys(&["Enter"]).await;
        // Past the head of the page, then the first field.
        tab.keys(&["Tab", "Enter"]).await;
        tab.reach("Vad fungerar inte?").await;
        tab.keys(&["Jag ser inte knappen."]).await;
        tab.reach("Skicka").await;
        tab.keys(&["Enter"]).await;
        assert!(tab.text("[role=status]").await.starts_with("Tack!"));
        tab.check("statement-sent").await;
    }
    service.tick().await;
    assert_eq!(service.mail().len(), 2);
}

async fn a_scanner_that_opens_links_answers_nothing(engine: Engine) {
    let (service, token, application) = crate::answer_pages::called(engine).await;
    let browser = Browser::start().await;
    let path = format!("/svar/{token}");
    for view in [View::DESKTOP, View::DESKTOP.without_script()] {
        let tab = browser.open(view).await;
        for _ in 0..3 {
            tab.go(&service, &path).await;
        }
    }
    assert_eq!(service.state(&application).await, "called");
    let done = service.sends_form(&token, "answer=yes").await;
    assert_eq!(done.status, StatusCode::OK, "the link still works");
}

#[expect(
    clippy::print_stdout,
    reason = "the time is not judged, but told to who looks"
)]
async fn the_first_page_is_light(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let browser = Browser::start().await;
    for path in PUBLIC {
        let tab = browser.open(View::PHONE).await;
        tab.go(&service, path).await;
        let octets = tab.weight().await;
        assert!(octets > 10_000, "{path}: {octets} octets were counted");
        assert!(octets <= 50_000, "{path}: {octets} octets");
        tab.close().await;
    }
    // On a slow telephone: little to fetch, and next to nothing that holds the page up.
    let tab = browser.open(View::PHONE).await;
    tab.slow_down().await;
    tab.go(&service, "/").await;
    let (blocking, millis) = tab.readable().await;
    println!("the first page can be read after {millis} ms on a slow telephone");
    assert!(blocking.len() <= 1, "holds the page up: {blocking:?}");
    assert!(millis > 150, "not slowed down at all: {millis} ms");
    let octets = tab.weight().await;
    assert!((10_000..=50_000).contains(&octets), "{octets} octets");
    tab.close().await;
}

/// A page with everything wrong, so that it is seen that each fault is found.
fn bad() -> impl Endpoint<Output = Response> {
    let html = "<!doctype html><html><head><meta charset=\"utf-8\"><title> </title>\
        <style>:focus-visible { outline: none } .w { width: 60rem } .p { color: #bbb }</style></head>\
        <body><main><h1>A</h1></main><h1>B</h1><p class=w>Wide</p><p class=p>Pale</p><input name=x>\
        <a href=\"/a\" id=one>x</a><button tabindex=3 id=one>y</button>\
        <img src=\"http://127.0.0.1:9/x.png\"></body></html>";
    make_sync(move |_| {
        Response::builder()
            .content_type("text/html; charset=utf-8")
            .body(html)
    })
}

#[tokio::test]
async fn negative_control_every_fault_is_found() {
    let server = crate::edge::Server::start(bad(), Patience::default()).await;
    let browser = Browser::start().await;
    let tab = browser.open(View::PHONE).await;
    tab.go_to(&format!("http://{}/", server.address)).await;
    let mut found = tab.faults().await.join("\n");
    let marked = browser
        .lighthouse_at(&format!("http://{}/", server.address), None)
        .await;
    found += &marked.expect("less than the best mark");
    for fault in [
        "do not have `[alt]` attributes",
        "`<html>` element does not have a `[lang]` attribute",
        "wider than the window",
        "2 h1",
        "no language",
        "no title",
        "a dead end",
        "small target",
        "focus is not seen",
        "the keyboard's stop",
        "fetches http://127.0.0.1:9/",
        "axe color-contrast",
        "axe label",
        "axe image-alt",
        "html no-dup-id",
    ] {
        assert!(found.contains(fault), "{fault} is not in\n{found}");
    }
}

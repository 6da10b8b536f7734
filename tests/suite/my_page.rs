//! "Min sida": where things stand in words, what can be done, and that nobody sees or does anything
//! of another's.

mod address;
mod browser;
mod data;
mod erasure;
mod feeds;
mod names;
mod schedule;
mod times;
mod transfer;

use harness::{Engine, NOW, Reply, TestService, browsing::Browsing, ok, on_both_engines};
use hyper::{Method, StatusCode};
use serde_json::json;

on_both_engines!(
    an_empty_page_says_what_to_do,
    a_place_is_left_after_a_page_that_says_what_it_means,
    a_call_is_answered,
    an_admission_that_asks_is_answered,
    what_leaving_means_is_read_again_when_it_changes,
    others_applications_do_not_exist,
    forms_from_elsewhere_do_nothing,
);

const HERE: &str = "/min-sida";

/// Participant `n`, signed in on the site.
async fn signed_in(service: &TestService, n: usize) -> Browsing {
    let mut browser = Browsing::new(&service.anyone);
    let address = format!("person{n}@example.org");
    browser.sign_in(service, &address).await;
    browser
}

#[track_caller]
fn says(page: &Reply, words: &[&str]) {
    let html = page.text();
    assert_eq!(page.status, StatusCode::OK, "{html}");
    for word in words {
        assert!(html.contains(word), "{word} is not in {html}");
    }
    assert_eq!(html.matches("<h1>").count(), 1);
    assert!(!html.contains("{ $") && !html.contains("<p></p>"), "{html}");
    assert_eq!(page.header("cache-control"), "no-store");
}

#[track_caller]
fn leads_to(reply: &Reply, place: &str) {
    let said = (reply.status.as_u16(), reply.header("location"));
    assert_eq!(said, (303, place), "{}", reply.text());
}

async fn an_empty_page_says_what_to_do(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut hers = Browsing::new(&service.anyone);
    let first = hers.get(HERE).await;
    leads_to(&first, "/logga-in?till=%2Fmin-sida");
    hers.sign_in(&service, "anna@example.org").await;
    let page = hers.get(HERE).await;
    says(
        &page,
        &["Du har inte anmält dig till någon kurs", "href=\"/kurser\""],
    );
    for (path, words) in [
        ("/min-sida/schema", "Du är inte i någon grupp än"),
        ("/min-sida/kalender", "Du har ingen prenumeration än"),
        ("/min-sida/meddelanden", "Vi har inte mejlat dig något än"),
        ("/min-sida/uppgifter", "anna@example.org"),
    ] {
        let page = hers.get(path).await;
        says(&page, &[words, "href=\"/min-sida\""]);
        hers.language = "en";
        let english = hers.get(path).await.text();
        assert!(english.contains("<html lang=\"en\">"), "{english}");
        hers.language = "sv";
    }
}

async fn a_place_is_left_after_a_page_that_says_what_it_means(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    let people = service.all_applied(2).await;
    let mut hers = signed_in(&service, 1).await;
    let page = hers.get(HERE).await;
    says(
        &page,
        &["Antagen", "måndag 18 januari 2027", "Lämna återbud"],
    );
    let path = format!("/min-sida/anmalan/{}/aterbud", people[0]);
    let asked = hers.get(&path).await;
    says(
        &asked,
        &["Någon annan kan få platsen", "Det går inte att ångra"],
    );
    assert_eq!(
        service.state(&people[0]).await,
        "admitted",
        "looking changes nothing"
    );
    leads_to(
        &hers.submit(&asked, &path, &[]).await,
        "/min-sida?klart=withdrawn",
    );
    assert_eq!(
        service.state(&people[0]).await,
        "withdrawn_before_registration"
    );
    let page = hers.get("/min-sida?klart=withdrawn").await;
    says(
        &page,
        &[
            "role=\"status\"",
            "1 avslutad anmälan",
            "Se vilka kurser som finns",
        ],
    );
    // Once more, from the page that is still open in another window.
    let again = hers.submit(&asked, &path, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(hers.get(&path).await.status, StatusCode::CONFLICT);
    // Who waits sees the number, and what it is to wait.
    let mut his = signed_in(&service, 2).await;
    says(
        &his.get(HERE).await,
        &["Reserv", "<dd>1</dd>", "kallar vi dig med mejl"],
    );
    let path = format!("/min-sida/anmalan/{}/aterbud", people[1]);
    says(&his.get(&path).await, &["förlorar ditt reservnummer"]);
    let path = format!("/min-sida/anmalan/{}/kvitto", people[1]);
    says(
        &his.get(&path).await,
        &["Kvitto på din anmälan", "Förnamn2 Efternamn2"],
    );
}

async fn a_call_is_answered(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    let people = service.all_applied(3).await;
    service.leaves(&people[0]).await;
    service.call(1).await;
    let mut hers = signed_in(&service, 2).await;
    says(
        &hers.get(HERE).await,
        &[
            "Kallad",
            "En plats har blivit ledig",
            "Ja, jag vill ha platsen",
        ],
    );
    let path = |word: &str| format!("/min-sida/anmalan/{}/svar/{word}", people[1]);
    assert_eq!(
        hers.get(&path("kanske")).await.status,
        StatusCode::NOT_FOUND
    );
    let (yes, no) = (path("ja"), path("nej"));
    says(
        &hers.get(&no).await,
        &["Svarar du nej går platsen till nästa"],
    );
    let asked = hers.get(&yes).await;
    says(&asked, &["Svarar du ja är platsen din", "SA123A-V9001V27"]);
    assert_eq!(service.state(&people[1]).await, "called");
    let done = hers.submit(&asked, &yes, &[]).await;
    leads_to(&done, "/min-sida?klart=accepted");
    assert_eq!(service.state(&people[1]).await, "accepted");
    says(&hers.get(HERE).await, &["Tackat ja", "platsen är din"]);
    // The first answer counts.
    let again = hers.submit(&asked, &yes, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    // Too late: said, and nothing happens.
    service.leaves(&people[1]).await;
    service.call(1).await;
    let mut his = signed_in(&service, 3).await;
    let path = format!("/min-sida/anmalan/{}/svar/ja", people[2]);
    let asked = his.get(&path).await;
    says(&asked, &["Vill du ha platsen?"]);
    service.advance(3 * 24 * 3600);
    let mut his = signed_in(&service, 3).await;
    let asked_late = his.get(&path).await;
    assert_eq!(asked_late.status, StatusCode::CONFLICT);
}

async fn an_admission_that_asks_is_answered(engine: Engine) {
    let policy = json!({ "answer": { "working_hours": 9 } });
    let service = TestService::with_channel(engine, NOW, 1, policy).await;
    let people = service.all_applied(2).await;
    let mut hers = signed_in(&service, 1).await;
    let words = ["Du är antagen. Svara om du vill ha platsen före tisdag 24 november 2026"];
    says(&hers.get(HERE).await, &words);
    let path = format!("/min-sida/anmalan/{}/svar/nej", people[0]);
    let asked = hers.get(&path).await;
    let done = hers.submit(&asked, &path, &[]).await;
    leads_to(&done, "/min-sida?klart=declined");
    assert_eq!(service.state(&people[0]).await, "declined");
    let page = hers.get("/min-sida?klart=declined").await;
    says(&page, &["Du har tackat nej, och platsen går vidare"]);
    // What stands in the address is nobody's words.
    let page = hers.get("/min-sida?klart=%3Cb%3E").await;
    says(&page, &["Dina anmälningar"]);
    assert!(!page.text().contains("role=\"status\""));
}

/// Half an hour before and after the last day on which leaving is early.
async fn what_leaving_means_is_read_again_when_it_changes(engine: Engine) {
    let before = "2027-02-08T22:30:00Z";
    let service = TestService::with_channel(engine, before, 1, json!({})).await;
    let people = service.all_applied(1).await;
    ok(service.staff_act(&people[0], "register", &json!({})).await);
    let mut hers = signed_in(&service, 1).await;
    let path = format!("/min-sida/anmalan/{}/aterbud", people[0]);
    let asked = hers.get(&path).await;
    says(&asked, &["tidigt avbrott", "senast måndag 8 februari 2027"]);
    service.advance(3600);
    let again = hers.submit(&asked, &path, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = again.text();
    assert!(
        html.contains("role=\"alert\"") && html.contains("sent avbrott"),
        "{html}"
    );
    assert_eq!(service.state(&people[0]).await, "registered");
    let done = hers.submit(&again, &path, &[]).await;
    leads_to(&done, "/min-sida?klart=withdrawn");
    assert_eq!(service.state(&people[0]).await, "withdrawn_late");
}

async fn others_applications_do_not_exist(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    let people = service.all_applied(2).await;
    let (mut hers, mut his) = (signed_in(&service, 1).await, signed_in(&service, 2).await);
    let nobody = "0198c000-0000-7000-8000-000000000000";
    for ours in [&people[0], nobody, "x"] {
        for below in ["kvitto", "aterbud", "svar/ja", "svar/nej"] {
            let path = format!("/min-sida/anmalan/{ours}/{below}");
            let seen = his.get(&path).await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}");
            if below == "kvitto" {
                continue;
            }
            let page = his.get("/min-sida/uppgifter").await;
            let csrf = harness::browsing::csrf(&page);
            let body = format!("csrf={csrf}&blir=withdrawn_before_registration");
            let sent = his.send(Method::POST, &path, &body).await;
            assert_eq!(sent.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    assert_eq!(service.state(&people[0]).await, "admitted");
    // The control: they are there for whose they are.
    let path = format!("/min-sida/anmalan/{}/kvitto", people[0]);
    assert_eq!(hers.get(&path).await.status, StatusCode::OK);
    let page = his.get(HERE).await.text();
    assert!(!page.contains(&people[0]) && page.contains(&people[1]));
}

async fn forms_from_elsewhere_do_nothing(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    let people = service.all_applied(1).await;
    let mut hers = signed_in(&service, 1).await;
    let mut his = signed_in(&service, 2).await;
    let his_page = his.get("/min-sida/uppgifter").await;
    let planted = format!("csrf={}", harness::browsing::csrf(&his_page));
    let application = format!("/min-sida/anmalan/{}", people[0]);
    for path in [
        &*format!("{application}/aterbud"),
        &format!("{application}/svar/nej"),
        "/min-sida/kalender",
        "/min-sida/uppgifter",
    ] {
        for body in ["", "csrf=", &planted] {
            let sent = hers.send(Method::POST, path, body).await;
            assert_eq!(sent.status, StatusCode::FORBIDDEN, "{path} {body}");
        }
    }
    assert_eq!(service.state(&people[0]).await, "admitted");
    // Who is not signed in is sent to sign in, and nothing is done.
    let mut nobody = Browsing::new(&service.anyone);
    let path = format!("{application}/aterbud");
    leads_to(&nobody.send(Method::POST, &path, "").await, "/logga-in");
}

//! Each no, and what can be done instead.

use super::{ANNA, NO_WORKPLACE, PERSON, answer, answered, applications, browsing, on, path};
use harness::{
    Engine, TestService, ok, on_both_engines,
    round::{self, OFFERING},
};
use hyper::{Method, StatusCode};
use jiff::ToSpan as _;
use serde_json::{Value, json};

on_both_engines!(
    forms_of_others_change_nothing,
    when_nothing_is_open_the_page_says_what_to_do,
    who_comes_late_is_told_and_loses_nothing,
    when_it_is_full_one_becomes_a_reserve,
    who_is_not_eligible_sees_each_rule_and_may_insist,
    of_several_ways_one_is_chosen,
    what_is_not_there_is_not_found,
);

/// An open channel with more than a title.
async fn channel(service: &TestService, code: &str, more: Value) {
    let mut body = json!({
        "code": code, "kind": "open", "title_sv": code, "title_en": code, "seats": 5,
    });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let path = format!("/api/v1/offerings/{OFFERING}/channels");
    ok(service.admin.post(&path, &body).await);
}

pub(super) async fn alone(engine: Engine, more: Value) -> TestService {
    let service = TestService::start(engine).await;
    service.offering().await;
    channel(&service, "VAG", more).await;
    service
}

async fn forms_of_others_change_nothing(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let mut hers = answered(&service, ANNA).await;
    let review = hers.get(&path("granska")).await;
    let form = harness::browsing::form(&review.text(), &path("granska"));
    let body = harness::browsing::filled(&form, &[]);
    for wrong in ["", "csrf=", "csrf=abc&nyckel=x"] {
        let refused = hers.send(Method::POST, &path("granska"), wrong).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let refused = hers.send(Method::POST, &path("du"), wrong).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    hers.headers = vec![("sec-fetch-site", "cross-site".to_owned())];
    let refused = hers.send(Method::POST, &path("granska"), &body).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    // Nor does looking.
    hers.headers = vec![("sec-fetch-site", "same-origin".to_owned())];
    for page in ["", "/du", "/granska", "/kvitto"] {
        hers.get(&format!("/anmalan/{OFFERING}{page}")).await;
    }
    assert_eq!(applications(&service).await, 0);
    // Who has signed out sends nothing.
    hers.cookies.remove("inloggad");
    let refused = hers.send(Method::POST, &path("granska"), &body).await;
    assert!(refused.header("location").starts_with("/logga-in"));
    assert_eq!(applications(&service).await, 0);
}

async fn when_nothing_is_open_the_page_says_what_to_do(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("imported", "ORU", 5).await;
    service.channel("employer", "UPPDRAG", 5).await;
    let later = service.now() + 48.hours();
    channel(&service, "SEN", json!({ "opens_at": later.to_string() })).await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, ANNA).await;
    for page in ["", "/du", "/granska"] {
        let html = hers.get(&format!("/anmalan/{OFFERING}{page}")).await.text();
        for words in [
            "antagning.se",
            "Fråga din chef",
            "Anmälan öppnar",
            "/kurser/SA123A\"",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
    }
}

async fn who_comes_late_is_told_and_loses_nothing(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    let closes = service.now() + 1.hours();
    channel(&service, "VAG", json!({ "closes_at": closes.to_string() })).await;
    let mut hers = answered(&service, ANNA).await;
    let review = hers.get(&path("granska")).await;
    service.advance(3_600);
    let late = hers.submit(&review, &path("granska"), &[]).await;
    let html = late.text();
    assert!(html.contains("Anmälan stängde"), "{html}");
    assert!(html.contains("href=\"/kurser/SA123A\""), "{html}");
    assert_eq!(applications(&service).await, 0);
    assert!(
        hers.cookies.contains_key("anmalan"),
        "the answers are still there"
    );
}

async fn when_it_is_full_one_becomes_a_reserve(engine: Engine) {
    let service = alone(engine, json!({ "seats": 1 })).await;
    let mut first = answered(&service, "bo@example.org").await;
    let mut hers = answered(&service, ANNA).await;
    for one in [&mut first, &mut hers] {
        let review = one.get(&path("granska")).await;
        let sent = one.submit(&review, &path("granska"), &[]).await;
        assert_eq!(sent.header("location"), path("kvitto"), "{}", sent.text());
    }
    let html = hers.get(&path("kvitto")).await.text();
    assert!(html.contains("Du får en plats om någon före dig"), "{html}");
    assert!(html.contains("Om en plats blir ledig"), "{html}");
    let mut third = answered(&service, "cia@example.org").await;
    let html = third.get(&path("granska")).await.text();
    assert!(
        html.contains("Du kan anmäla dig som reserv; 1 väntar före dig."),
        "{html}"
    );
}

async fn who_is_not_eligible_sees_each_rule_and_may_insist(engine: Engine) {
    let policy = json!({ "policy": {
        "eligibility": [{ "rule": "min_credits", "tenths": 300 }, { "rule": "employment" }],
    } });
    let service = alone(engine, policy).await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, ANNA).await;
    on(&mut hers, "du", &PERSON, "arbetsplats").await;
    on(&mut hers, "arbetsplats", &NO_WORKPLACE, "studier").await;
    let wrong = answer(&mut hers, "studier", &[("poang", "många")]).await;
    assert!(wrong.text().contains("Skriv poängen som ett tal"));
    on(&mut hers, "studier", &[("poang", "22,5")], "tider").await;
    on(&mut hers, "tider", &[], "granska").await;
    let review = hers.get(&path("granska")).await;
    let html = review.text();
    assert!(
        html.contains("är du inte behörig") && html.contains("Inte uppfyllt"),
        "{html}"
    );
    let refused = hers.submit(&review, &path("granska"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("<a href=\"#rules\">"),
        "{}",
        refused.text()
    );
    assert_eq!(applications(&service).await, 0);
    // Something is changed; or a decision is asked for all the same.
    let insist = [("besked", "ja")];
    let sent = hers.submit(&refused, &path("granska"), &insist).await;
    assert_eq!(sent.header("location"), path("kvitto"), "{}", sent.text());
    let html = hers.get(&path("kvitto")).await.text();
    assert!(
        html.contains("Skälen står här nedanför") && html.contains("överklaga"),
        "{html}"
    );
}

async fn of_several_ways_one_is_chosen(engine: Engine) {
    let service = alone(engine, json!({})).await;
    let lottery = json!({ "policy": { "selection": { "method": "lottery" } },
        "closes_at": (service.now() + 48.hours()).to_string(),
        "opens_at": (service.now() - 1.hours()).to_string() });
    channel(&service, "LOTT", lottery).await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, ANNA).await;
    let none = answer(&mut hers, "vag", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    on(&mut hers, "vag", &[("vag", "LOTT")], "du").await;
    on(&mut hers, "du", &PERSON, "arbetsplats").await;
    on(&mut hers, "arbetsplats", &NO_WORKPLACE, "studier").await;
    on(&mut hers, "studier", &[("poang", "")], "tider").await;
    on(&mut hers, "tider", &[], "granska").await;
    on(&mut hers, "traffas", &[("gemensam", "björken")], "granska").await;
    let review = hers.get(&path("granska")).await;
    assert!(review.text().contains("Gemensamt ord: björken"));
    let sent = hers.submit(&review, &path("granska"), &[]).await;
    assert_eq!(sent.header("location"), path("kvitto"), "{}", sent.text());
    let html = hers.get(&path("kvitto")).await.text();
    assert!(
        html.contains("Platserna fördelas när anmälan har stängt"),
        "{html}"
    );
}

async fn what_is_not_there_is_not_found(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, ANNA).await;
    hers.headers.push(("accept", "text/html".to_owned()));
    for none in [
        "/anmalan/XX999X-V1",
        "/anmalan/XX999X-V1/kvitto",
        &*path("annat"),
    ] {
        assert_eq!(hers.get(none).await.status, StatusCode::NOT_FOUND, "{none}");
    }
    // No receipt before there is an application: to the beginning.
    let none = hers.get(&path("kvitto")).await;
    assert_eq!(none.header("location"), format!("/anmalan/{OFFERING}"));
}

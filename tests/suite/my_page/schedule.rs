//! My meetings and my cohorts.

use super::says;
use harness::{Engine, TestService, browsing::Browsing, on_both_engines, round, text};
use serde_json::{Value, json};

on_both_engines!(
    a_cohort_is_shown_by_families_and_without_names,
    meetings_show_what_became_of_them,
);

const HERE: &str = "/min-sida/schema";
const HANNA: &str = "hanna.dahlgren@student.example";
/// Protected: sees the own place, and is seen by nobody.
const PROTECTED: &str = "mans.isaksson@student.example";

/// The round with its cohorts in force.
async fn divided(engine: Engine) -> (TestService, String) {
    let (service, offering) = round::full(engine).await;
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    (service, offering)
}

async fn signed_in(service: &TestService, address: &str) -> Browsing {
    let mut browser = Browsing::new(&service.anyone);
    browser.sign_in(service, address).await;
    browser
}

/// The cohort that somebody is in, as the officer sees it.
async fn cohort_of(service: &TestService, name: &str) -> Value {
    let person = text(&service.person(name).await, "id");
    let cohorts = service.cohorts().await.into_iter();
    let mut mine = cohorts.filter(|cohort| {
        let members = cohort["members"].as_array().unwrap();
        members
            .iter()
            .any(|member| member["person"] == json!(person))
    });
    mine.next().expect("a cohort")
}

async fn a_cohort_is_shown_by_families_and_without_names(engine: Engine) {
    let (service, _) = divided(engine).await;
    for (address, name) in [(HANNA, "Hanna Dahlgren"), (PROTECTED, "Måns Isaksson")] {
        let cohort = cohort_of(&service, name).await;
        let members = cohort["members"].as_array().unwrap();
        let mut browser = signed_in(&service, address).await;
        let page = browser.get(HERE).await;
        let code = format!("<h3>{}</h3>", text(&cohort, "code"));
        let people = format!("Ni är {} i gruppen", members.len());
        says(&page, &[&code, &people, "undervisning"]);
        let html = page.text();
        for member in members {
            let shown = text(member, "name");
            assert!(!html.contains(&shown) || shown == name, "{shown} is named");
            assert!(!html.contains(&text(member, "person")));
        }
        assert!(!html.contains("Deltagare "), "nor by alias");
        // The own page: the place is shown to who is signed in, also if protected.
        says(&page, &["Novahuset N2045"]);
        says(&browser.get("/min-sida").await, &[&text(&cohort, "code")]);
    }
}

async fn meetings_show_what_became_of_them(engine: Engine) {
    let (service, _) = divided(engine).await;
    let sessions = service.sessions().await;
    let link = "https://zoom.example/j/1";
    service
        .reschedule(
            &sessions[1],
            &json!({ "online_url": link, "starts": "2027-02-04T14:15" }),
        )
        .await;
    service.cancel(&sessions[2], "sjukdom").await;
    let mut hanna = signed_in(&service, HANNA).await;
    let page = hanna.get(HERE).await;
    says(
        &page,
        &[
            "Inställt",
            "Ändrat måndag 23 november 2026",
            link,
            "14:15–16:00",
        ],
    );
    assert!(
        !page.text().contains("sjukdom"),
        "why may be about a person"
    );
    // Who has no place sees no meetings, and no link.
    let mut stranger = signed_in(&service, "anna@example.org").await;
    let page = stranger.get(HERE).await;
    says(&page, &["Du har inga möten framför dig"]);
    assert!(!page.text().contains(link));
}

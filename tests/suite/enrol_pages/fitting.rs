//! Nothing is asked that means nothing, of whom and of which course; and what can be applied for stands first.

use super::{ANNA, OFFERING, PERSON, answer, answered, browsing, on, path, refusals::alone};
use harness::{Engine, TestService, on_both_engines, round, sql};
use serde_json::json;

on_both_engines!(
    what_can_be_applied_for_stands_first,
    who_only_studies_is_not_asked_where_they_work,
    where_work_is_demanded_everybody_is_asked,
    a_course_at_a_distance_asks_for_no_campus,
    who_waits_can_subscribe_and_is_told_no_group_that_is_not_there,
);

/// What has been mailed to Anna.
fn letters(service: &TestService) -> Vec<String> {
    let mail = service.mail().into_iter();
    let hers = mail.filter(|kept| kept.to_address == ANNA);
    hers.map(|kept| kept.body).collect()
}

const STUDENT: [(&str, &str); 4] = [
    ("fornamn", "Anna"),
    ("efternamn", "Åberg"),
    ("yrke", ""),
    ("program", "LKP1Y"),
];

async fn who_only_studies_is_not_asked_where_they_work(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, ANNA).await;
    on(&mut hers, "du", &STUDENT, "tider").await;
    let times = hers.get(&path("tider")).await.text();
    assert!(times.contains("Fråga 2 av 2"), "{times}");
    // Its address leads on; who works is asked.
    let asked = hers.get(&path("arbetsplats")).await;
    assert_eq!(asked.header("location"), path("tider"));
    on(&mut hers, "du", &PERSON, "arbetsplats").await;
}

async fn where_work_is_demanded_everybody_is_asked(engine: Engine) {
    let demands = json!({ "policy": { "eligibility": [{ "rule": "employment" }] } });
    let service = alone(engine, demands).await;
    service
        .import("kind=programmes", round::demo_file("programmes.csv"))
        .await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, ANNA).await;
    on(&mut hers, "du", &STUDENT, "arbetsplats").await;
}

async fn a_course_at_a_distance_asks_for_no_campus(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    service.participant(7, "kurator").await;
    let modality = "SELECT COUNT(*) FROM person WHERE modality = 'campus'";
    let says = "UPDATE person SET modality = 'campus'; UPDATE offering SET teaching = 'distance'";
    sql::run(&service.app.database, says).await.unwrap();
    let mut hers = answered(&service, "person7@example.org").await;
    let asked = hers.get(&path("traffas")).await.text();
    assert!(
        asked.contains("Vilka språk kan du arbeta på?") && !asked.contains("name=\"satt\""),
        "{asked}"
    );
    let fields = [("satt", "distans"), ("bara", "ja"), ("sprakkunskap", "sv")];
    let reply = answer(&mut hers, "traffas", &fields).await;
    assert_eq!(reply.status.as_u16(), 303);
    let review = hers.get(&path("granska")).await;
    assert!(!review.text().contains("På distans"), "{}", review.text());
    hers.submit(&review, &path("granska"), &[]).await;
    // What she has said elsewhere of campus stays, and is no need here.
    assert_eq!(sql::number(&service.app.database, modality).await, 1);
    let strict = "SELECT COUNT(*) FROM availability WHERE modality_strict";
    assert_eq!(sql::number(&service.app.database, strict).await, 0);
}

async fn who_waits_can_subscribe_and_is_told_no_group_that_is_not_there(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    for n in 1..=4 {
        let (client, _) = service.participant(n, "larare").await;
        let asked = json!({ "channel": "OPEN-DEMO" });
        let place = format!("/api/v1/offerings/{OFFERING}/applications");
        harness::ok(client.post(&place, &asked).await);
    }
    let course = browsing(&service).get(&format!("/kurser/{OFFERING}")).await;
    let said = course.text();
    assert!(
        said.contains("Ställ dig i kö") && said.contains("Fullt, men du kan ställa dig först"),
        "{said}"
    );
    let mut hers = answered(&service, ANNA).await;
    let review = hers.get(&path("granska")).await;
    hers.submit(&review, &path("granska"), &[]).await;
    let receipt = hers.get(&path("kvitto")).await.text();
    assert!(
        receipt.contains("Kalendern fylls när du har en plats.")
            && receipt.contains("class=\"quick\""),
        "{receipt}"
    );
    service.tick().await;
    let kept = letters(&service);
    let letter = kept
        .iter()
        .find(|letter| letter.contains("reservplats nummer 1"));
    let letter = letter.expect("the letter");
    assert!(!letter.contains("urvalsgrupp"), "{letter}");
    // Leaving the queue is not losing a place.
    let mine = hers.get("/min-sida").await.text();
    let (_, link) = mine
        .split_once("/min-sida/anmalan/")
        .expect("an application");
    let leave = format!("/min-sida/anmalan/{}/aterbud", &link[..36]);
    let asked = hers.get(&leave).await;
    hers.submit(&asked, &leave, &[]).await;
    service.tick().await;
    let kept = letters(&service);
    let left = kept
        .iter()
        .any(|letter| letter.contains("inte längre med i kön"));
    let lost = kept
        .iter()
        .any(|letter| letter.contains("inte längre någon plats"));
    assert!(left && !lost, "{kept:?}");
}

/// An offering that starts later and has places stands before one that nobody can apply to, with the way to it.
async fn what_can_be_applied_for_stands_first(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    let later = json!({
        "course": "SA123A", "code": "SA123A-V9002H27", "term": "HT2027", "starts_on": "2027-08-30",
        "ends_on": "2028-01-16", "pace_percent": 50, "teaching": "mixed", "language": "sv",
        "cohort_size": 7, "demo_note": "test",
    });
    harness::ok(service.admin.post("/api/v1/offerings", &later).await);
    let open = json!({
        "code": "OPEN", "kind": "open", "title_sv": "Öppen", "title_en": "Open", "seats": 3,
    });
    let channels = "/api/v1/offerings/SA123A-V9002H27/channels";
    harness::ok(service.admin.post(channels, &open).await);
    let front = browsing(&service).get("/").await.text();
    let at = |part: &str| {
        front
            .find(part)
            .unwrap_or_else(|| panic!("{part}: {front}"))
    };
    assert!(at("/kurser/SA123A-V9002H27") < at("/kurser/SA123A-V9001V27"));
    assert_eq!(front.matches("href=\"/anmalan/").count(), 1, "{front}");
}

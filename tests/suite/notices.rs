//! Change notices: which edits are told, together or apart, at once or with the day's digest.

mod look;
mod send;
mod states;

use harness::{Client, Engine, TestService, both_engines, ok, problem, round::OFFERING, text};
use hyper::Method;
use jiff::Timestamp;
use samverkan_service::mail::memory::Kept;
use serde_json::{Value, json};

both_engines!(
    edits_within_a_quarter_are_one_letter,
    what_is_undone_in_time_is_not_told,
    forty_eight_hours_count_before_and_after,
    what_is_soon_or_hurried_waits_for_nothing,
    the_digest_comes_once_a_day_about_everything,
    the_digest_keeps_to_the_clock_on_the_wall,
    a_trial_changes_nothing,
);

/// Tomorrow, a day after the tests' now.
const NEAR: (&str, &str) = ("2026-11-24T10:15", "2026-11-24T12:00");
const FAR: (&str, &str) = ("2027-02-04T13:15", "2027-02-04T16:00");
const MINUTE: i64 = 60;

/// The offering with people who have places, all of whom are told everything so far.
async fn world(engine: Engine, people: usize) -> (TestService, Vec<(Client, String)>) {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 99).await;
    let mut all = Vec::new();
    for n in 1..=people {
        all.push(join(&service, n).await);
    }
    (service, all)
}

/// One more person with a place.
async fn join(service: &TestService, n: usize) -> (Client, String) {
    let (client, person) = service.participant(n, "larare").await;
    let path = format!("/api/v1/offerings/{OFFERING}/applications");
    ok(client.post(&path, &json!({ "channel": "OPEN" })).await);
    service.tick().await;
    (client, person)
}

/// A session that people know of.
async fn told(service: &TestService, (starts, ends): (&str, &str)) -> Value {
    let new = json!({
        "title": "Seminarium", "mode": "campus", "place": "L103", "starts": starts, "ends": ends,
    });
    let session = service.schedule(&new).await;
    service.tell().await;
    session
}

/// Letters that were not there before.
fn since(service: &TestService, before: usize) -> Vec<Kept> {
    service.mail().split_off(before)
}

async fn sent(service: &TestService, before: usize) -> usize {
    service.tick().await;
    since(service, before).len()
}

/// Changes a session; gives the whole answer.
async fn patch(service: &TestService, session: &Value, query: &str, change: &Value) -> Value {
    let path = format!("/api/v1/sessions/{}{query}", text(session, "id"));
    let headers = [("if-match", "*")];
    let reply = service
        .admin
        .send_json(Method::PATCH, &path, &headers, change)
        .await;
    ok(reply)
}

fn at(starts: &str, ends: &str) -> Value {
    json!({ "starts": starts, "ends": ends })
}

async fn edits_within_a_quarter_are_one_letter(engine: Engine) {
    let (service, _) = world(engine, 2).await;
    let session = told(&service, NEAR).await;
    let before = service.mail().len();
    let first = at("2026-11-24T11:15", "2026-11-24T13:00");
    patch(&service, &session, "", &first).await;
    service.advance(15 * MINUTE - 1);
    assert_eq!(sent(&service, before).await, 0, "the quarter is not over");
    let last =
        json!({ "starts": "2026-11-24T13:15", "ends": "2026-11-24T15:00", "place": "N2045" });
    let answer = patch(&service, &session, "", &last).await;
    assert_eq!(answer["notice"]["people"], 2);
    service.advance(15 * MINUTE - 1);
    assert_eq!(
        sent(&service, before).await,
        0,
        "the last edit begins it anew"
    );
    service.advance(1);
    assert_eq!(sent(&service, before).await, 2);
    for letter in since(&service, before) {
        let body = &letter.body;
        assert_eq!(letter.subject, "Ny tid: Seminarium");
        assert!(
            body.contains("Ny tid: tisdag 24 november 2026 kl. 13:15–15:00"),
            "{body}"
        );
        assert!(
            body.contains("Tidigare tid: tisdag 24 november 2026 kl. 10:15–12:00"),
            "{body}"
        );
        assert!(
            body.contains("Ny plats: N2045\nTidigare plats: L103"),
            "{body}"
        );
        assert!(!body.contains("11:15"), "nobody was told of that: {body}");
    }
    assert_eq!(service.notices("sent").await[0]["edits"], 2);
    service.advance(24 * 60 * MINUTE);
    assert_eq!(sent(&service, before).await, 2, "and never again");
    // Negative control: with more than a quarter between them they are two.
    let (service, _) = world(engine, 1).await;
    let session = told(&service, NEAR).await;
    let before = service.mail().len();
    for (change, letters) in [(first, 1), (last, 2)] {
        patch(&service, &session, "", &change).await;
        service.advance(15 * MINUTE);
        assert_eq!(sent(&service, before).await, letters);
    }
}

async fn what_is_undone_in_time_is_not_told(engine: Engine) {
    let (service, _) = world(engine, 1).await;
    let session = told(&service, NEAR).await;
    let before = service.mail().len();
    for (undo, letters) in [(true, 0), (false, 1)] {
        patch(&service, &session, "", &json!({ "place": "N2045" })).await;
        service.advance(14 * MINUTE);
        if undo {
            let answer = patch(&service, &session, "", &json!({ "place": "L103" })).await;
            assert_eq!(answer.get("notice"), None, "{answer}");
            assert_eq!(service.notices("undone").await.len(), 1);
        }
        service.advance(60 * MINUTE);
        assert_eq!(sent(&service, before).await, letters, "undone: {undo}");
    }
    // A cancellation that was a slip.
    let cancelled = service
        .cancel(&service.sessions().await[0], "Fel rad")
        .await;
    service.advance(MINUTE);
    let path = format!("/api/v1/sessions/{}/revive", text(&session, "id"));
    ok(service.act(&path, &cancelled, &json!({})).await);
    service.advance(60 * MINUTE);
    assert_eq!(sent(&service, before).await, 1);
}

/// How and when people would be told of a move.
async fn forecast(service: &TestService, session: &Value, change: &Value) -> (String, Timestamp) {
    let answer = patch(service, session, "?dry_run=true", change).await;
    let notice = &answer["notice"];
    let due = text(notice, "due_at").parse().expect("an instant");
    (text(notice, "way"), due)
}

async fn forty_eight_hours_count_before_and_after(engine: Engine) {
    let (service, _) = world(engine, 1).await;
    let far = told(&service, FAR).await;
    let quarter = service.now() + jiff::SignedDuration::from_mins(15);
    let digest: Timestamp = "2026-11-23T15:00:00Z".parse().expect("an instant");
    // Now is Monday 10:00 in Stockholm.
    for (starts, way, due) in [
        ("2026-11-25T10:00", "at_once", quarter),
        ("2026-11-25T10:01", "digest", digest),
    ] {
        let ends = "2026-11-25T12:00";
        let to = forecast(&service, &far, &at(starts, ends)).await;
        assert_eq!(to, (way.to_owned(), due), "moved to {starts}");
        let session = told(&service, (starts, ends)).await;
        let from = forecast(&service, &session, &at(FAR.0, FAR.1)).await;
        assert_eq!(from, (way.to_owned(), due), "moved from {starts}");
        // Nothing but the link is another.
        let link = json!({ "online_url": "https://zoom.example/j/1" });
        assert_eq!(forecast(&service, &session, &link).await.0, way);
    }
}

async fn what_is_soon_or_hurried_waits_for_nothing(engine: Engine) {
    let (service, _) = world(engine, 1).await;
    let soon = told(&service, ("2026-11-23T12:00", "2026-11-23T13:00")).await;
    let near = told(&service, ("2026-11-23T12:01", "2026-11-23T13:00")).await;
    let far = told(&service, FAR).await;
    let mut before = service.mail().len();
    let place = json!({ "place": "N2045" });
    for (session, query, letters) in [
        (&soon, "", 1),
        (&near, "", 0),
        (&far, "", 0),
        (&far, "?now=true", 1),
    ] {
        let change = if query.is_empty() {
            place.clone()
        } else {
            json!({ "place": "T101" })
        };
        patch(&service, session, query, &change).await;
        assert_eq!(sent(&service, before).await, letters, "{session} {query}");
        before = service.mail().len();
    }
    // What was not soon then becomes so while it waits.
    service.advance(MINUTE);
    assert_eq!(sent(&service, before).await, 1);
}

async fn the_digest_comes_once_a_day_about_everything(engine: Engine) {
    let (service, people) = world(engine, 2).await;
    let other = json!({
        "course": "SA123A", "code": "SA123A-V9002V27", "term": "VT2027", "starts_on": "2027-01-18",
        "ends_on": "2027-06-06", "pace_percent": 50, "teaching": "distance", "language": "sv",
        "cohort_size": 7, "demo_note": "test",
    });
    ok(service.admin.post("/api/v1/offerings", &other).await);
    let path = "/api/v1/offerings/SA123A-V9002V27";
    let channel =
        json!({ "code": "OPEN2", "kind": "open", "title_sv": "Ö", "title_en": "O", "seats": 9 });
    ok(service
        .admin
        .post(&format!("{path}/channels"), &channel)
        .await);
    let apply = json!({ "channel": "OPEN2" });
    ok(people[0]
        .0
        .post(&format!("{path}/applications"), &apply)
        .await);
    let here = told(&service, FAR).await;
    let new = json!({ "title": "Där", "mode": "online", "starts": FAR.0, "ends": FAR.1 });
    ok(service.admin.post(&format!("{path}/sessions"), &new).await);
    let before = service.mail().len();
    patch(&service, &here, "", &json!({ "title": "Seminariet" })).await;
    service.advance(6 * 60 * MINUTE - 1);
    assert_eq!(sent(&service, before).await, 0, "a second before four");
    service.advance(1);
    assert_eq!(sent(&service, before).await, 2);
    let letters = since(&service, before);
    let to = |n: usize| {
        let address = format!("person{n}@example.org");
        letters
            .iter()
            .find(|l| l.to_address == address)
            .expect("a letter")
    };
    assert!(
        to(1).subject.starts_with("Ändringar i dina scheman"),
        "{}",
        to(1).subject
    );
    assert!(to(1).body.contains("Hette förut: Seminarium") && to(1).body.contains("Där\nTid: "));
    assert_eq!(to(2).subject, "Ändrat: Seminariet");
    assert!(!to(2).body.contains("Där"), "only what is theirs");
    // After the digest of the day comes that of the next.
    patch(&service, &here, "", &json!({ "title": "Möte" })).await;
    service.advance(24 * 60 * MINUTE - 1);
    assert_eq!(sent(&service, before).await, 2);
    // Should one be due a second time the same day, it waits too.
    service.advance(1);
    assert_eq!(sent(&service, before).await, 4);
    patch(&service, &here, "", &json!({ "title": "Träff" })).await;
    let hurry = "UPDATE notice SET due_at = created_at WHERE state = 'pending'";
    service.run_sql(hurry).await;
    assert_eq!(sent(&service, before).await, 4);
    let waits = &service.notices("pending").await[0];
    assert_eq!(text(waits, "due_at"), "2026-11-25T15:00:00Z");
}

async fn the_digest_keeps_to_the_clock_on_the_wall(engine: Engine) {
    let (mut service, _) = world(engine, 1).await;
    for (day, before_four) in [("2027-03-26", 0), ("2027-10-29", 0)] {
        let midnight: Timestamp = format!("{day}T12:00:00Z").parse().expect("an instant");
        service.advance(midnight.duration_since(service.now()).as_secs());
        service.sign_staff_in_again().await;
        let session = told(&service, ("2028-02-03T10:15", "2028-02-03T12:00")).await;
        let mut hours = Vec::new();
        // The night to the third day the clocks are changed.
        for n in 0..3 {
            let before = service.mail().len();
            patch(
                &service,
                &session,
                "",
                &json!({ "place": format!("{day} sal {n}") }),
            )
            .await;
            let mut waited = before_four;
            while sent(&service, before).await == 0 {
                service.advance(30 * MINUTE);
                waited += 1;
                assert!(waited < 60, "no digest");
            }
            assert_eq!(sent(&service, before).await, 1);
            hours.push(service.now().strftime("%d %H:%M").to_string());
        }
        let expected = match day {
            "2027-03-26" => ["26 15:00", "27 15:00", "28 14:00"],
            _ => ["29 14:00", "30 14:00", "31 15:00"],
        };
        assert_eq!(hours, expected);
    }
}

async fn a_trial_changes_nothing(engine: Engine) {
    let (service, _) = world(engine, 2).await;
    let session = told(&service, NEAR).await;
    let before = service.snapshot().await;
    let change = at("2026-11-24T13:15", "2026-11-24T15:00");
    let tried = patch(&service, &session, "?dry_run=true", &change).await;
    assert_eq!(
        harness::dump::differing(&before, &service.snapshot().await),
        Vec::<String>::new()
    );
    assert_eq!(tried["clashes"]["people"], 2);
    let mut done = patch(&service, &session, "", &change).await;
    assert_eq!(done.get("clashes"), None);
    // The same answer, but for the number of the notice.
    done["notice"]["notice"] = tried["notice"]["notice"].clone();
    done["clashes"] = tried["clashes"].clone();
    assert_eq!(done, tried);
    let (status, ..) = problem(
        service
            .admin
            .send_json(
                Method::PATCH,
                &format!("/api/v1/sessions/{}", text(&session, "id")),
                &[],
                &change,
            )
            .await,
    );
    assert_eq!(status, 428);
}

//! Letters over a real SMTP conversation: what arrives, and what happens when it does not.

use harness::{
    Client, Engine, TestService, both_engines, ok,
    round::{self, OFFERING},
    sink::{self, Sink, header, tick},
    text,
};
use hyper::Method;
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs};

both_engines!(
    every_occasion_is_written_of_in_both_languages,
    a_retry_is_the_same_letter,
    a_dead_address_is_flagged,
    a_relay_that_is_down_delays_mail_and_nothing_else,
    a_wrong_password_flags_nobody,
    a_claim_that_was_never_settled_runs_out,
    hostile_names_stay_names,
);

async fn apply(client: &Client) -> Value {
    let path = format!("/api/v1/offerings/{OFFERING}/applications");
    ok(client.post(&path, &json!({ "channel": "OPEN" })).await)
}

async fn with_seats(engine: Engine, seats: i64) -> TestService {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", seats).await;
    service
}

/// Signs in, and tells what an application needs. What has been written so far is delivered.
async fn person_at(service: &TestService, address: &str) -> (Client, String) {
    let (client, id) = service.sign_in(address).await;
    let profile = json!({ "given_name": "Bo", "family_name": "Ek", "profession": "larare" });
    ok(client
        .send_json(Method::PATCH, "/api/v1/me", &[], &profile)
        .await);
    (client, id)
}

/// The letters to this person, with their state.
async fn messages(service: &TestService, person: &str) -> Vec<Value> {
    service
        .all(&format!("/api/v1/messages?person={person}"))
        .await
}

async fn every_occasion_is_written_of_in_both_languages(engine: Engine) {
    let service = with_seats(engine, 2).await;
    let folder = sink::folder(&service);
    let sink = Sink::start(&folder, 0).await;
    let app = sink.relay(&service);
    let mut people = Vec::new();
    for (n, language) in [(1, "sv"), (2, "en"), (3, "sv"), (4, "en")] {
        let (client, id) = service.participant(n, "larare").await;
        let profile = json!({ "language": language });
        ok(client
            .send_json(Method::PATCH, "/api/v1/me", &[], &profile)
            .await);
        people.push((client, id, String::new()));
    }
    for (client, _, application) in &mut people {
        *application = text(&apply(client).await, "application");
    }
    let plan = ok(service.propose_reply(&json!({ "size": 2 })).await);
    service.commit(&plan).await;
    for (client, _, application) in &people {
        let path = format!("/api/v1/applications/{application}/withdraw");
        ok(client.post(&path, &json!({})).await);
    }
    for language in ["sv", "en"] {
        let asked = json!({ "email": format!("kod-{language}@example.org"), "language": language });
        ok(service.anyone.post("/api/v1/sign-ins", &asked).await);
    }
    let done = tick(&app).await;
    assert_eq!((done.postponed, done.refused), (0, 0));
    let mail = sink.mail().await;
    assert_eq!(mail.len(), done.delivered);
    let subjects = |to: &str| -> Vec<String> {
        let to = json!([to]);
        mail.iter()
            .filter(|m| m["to"] == to)
            .map(|m| header(m, "subject"))
            .collect()
    };
    let course = [
        "Samverkan för att främja skolnärvaro",
        "Collaboration to Promote School Attendance",
    ];
    let expected: [(&str, Vec<String>); 6] = [
        (
            "person1@example.org",
            vec![
                format!("Vi har tagit emot din anmälan: {}", course[0]),
                format!("Din grupp: {}", course[0]),
                format!("Vi har tagit emot ditt återbud: {}", course[0]),
            ],
        ),
        (
            "person2@example.org",
            vec![
                format!("We have received your application: {}", course[1]),
                format!("Your group: {}", course[1]),
                format!("We have received your withdrawal: {}", course[1]),
            ],
        ),
        (
            "person3@example.org",
            vec![format!("Vi har tagit emot din anmälan: {}", course[0])],
        ),
        (
            "person4@example.org",
            vec![format!("We have received your application: {}", course[1])],
        ),
        (
            "kod-sv@example.org",
            vec!["Din kod för att logga in".to_owned()],
        ),
        ("kod-en@example.org", vec!["Your sign-in code".to_owned()]),
    ];
    for (to, wanted) in expected {
        let found = subjects(to);
        for subject in wanted {
            assert!(
                found.contains(&subject),
                "{to}: {subject:?} not in {found:?}"
            );
        }
    }
    for message in &mail {
        assert_eq!(
            (&message["tls"], &message["user"]),
            (&json!(true), &json!("samverkan"))
        );
        assert_eq!(message["from"], "samverkan@example.org");
        assert_eq!(message["to"].as_array().expect("recipients").len(), 1);
        assert_eq!(message["defects"], json!([]));
        assert_eq!(header(message, "auto-submitted"), "auto-generated");
        assert!(header(message, "reply-to").contains("kursadministration@example.org"));
        assert!(header(message, "from").contains("samverkan@example.org"));
        assert!(
            !header(message, "date").is_empty() && header(message, "list-unsubscribe").is_empty()
        );
        assert!(!text(message, "body").contains("samverkan_pat_"));
    }
    let reserve = mail
        .iter()
        .find(|m| m["to"] == json!(["person3@example.org"]))
        .expect("a letter");
    assert!(
        text(reserve, "body").contains("reservplats nummer 1"),
        "{reserve}"
    );
    let ids: BTreeSet<String> = mail.iter().map(|m| header(m, "message-id")).collect();
    assert_eq!(ids.len(), mail.len());
}

async fn a_retry_is_the_same_letter(engine: Engine) {
    let service = with_seats(engine, 9).await;
    let folder = sink::folder(&service);
    let sink = Sink::start(&folder, 0).await;
    let app = sink.relay(&service);
    // Tries until it is settled, copies that arrive, attempts made.
    for (fault, copies) in [
        ("grey", 1),
        ("drop", 3),
        ("busy", 0),
        ("full", 0),
        ("slowly", 1),
    ] {
        let address = format!("{fault}@fault.example");
        let (client, person) = person_at(&service, &address).await;
        apply(&client).await;
        let letter = messages(&service, &person).await[0].clone();
        for (wait, attempts) in [(0, 1), (299, 1), (1, 2), (599, 2), (1, 3)] {
            service.advance(wait);
            tick(&app).await;
            let state = messages(&service, &person).await[0].clone();
            // Not before the pause is over: five minutes, then ten.
            if !["slowly", "grey"].contains(&fault) {
                assert_eq!(state["attempts"], attempts, "{fault} {wait}");
                assert_eq!(
                    (text(&state, "state"), state.get("delivered_at")),
                    ("retrying".to_owned(), None)
                );
            }
        }
        let state = messages(&service, &person).await[0].clone();
        assert_eq!(state["id"], letter["id"]);
        let mail = sink.mail().await;
        let arrived: Vec<&Value> = mail
            .iter()
            .filter(|m| m["to"] == json!([address]))
            .collect();
        assert_eq!(arrived.len(), copies, "{fault}");
        let ids: BTreeSet<String> = arrived.iter().map(|m| header(m, "message-id")).collect();
        let dates: BTreeSet<String> = arrived.iter().map(|m| header(m, "date")).collect();
        assert!(
            ids.len() <= 1 && dates.len() <= 1,
            "{fault}: {ids:?} {dates:?}"
        );
        assert!(
            ids.iter().all(|id| id.contains(&text(&letter, "id"))),
            "{ids:?}"
        );
        let attempts = match fault {
            "slowly" => 1,
            "grey" => 2,
            _ => 3,
        };
        assert_eq!(state["attempts"], attempts, "{fault}");
    }
}

async fn a_dead_address_is_flagged(engine: Engine) {
    let service = with_seats(engine, 9).await;
    let folder = sink::folder(&service);
    let sink = Sink::start(&folder, 0).await;
    let app = sink.relay(&service);
    let mut people = Vec::new();
    for address in [
        "bad@fault.example",
        "good@fault.example",
        "text@fault.example",
    ] {
        people.push(person_at(&service, address).await);
    }
    for (client, _) in &people {
        apply(client).await;
    }
    let done = tick(&app).await;
    assert!(
        done.refused == 2 && done.postponed == 0 && done.delivered >= 1,
        "{done:?}"
    );
    for ((_, person), state) in people.iter().zip(["failed", "delivered", "failed"]) {
        let all = messages(&service, person).await;
        assert_eq!(text(&all[0], "state"), state);
        let told = all[0].get("last_error").is_some();
        assert_eq!(told, state == "failed", "the officer is told why");
        let path = format!("/api/v1/messages?person={person}");
        let shown = round::all(&service.admin, &path).await;
        assert_eq!(
            (text(&shown[0], "state"), shown[0].get("last_error")),
            (state.to_owned(), None)
        );
    }
    // It is never tried again.
    service.advance(24 * 3600);
    assert_eq!(tick(&app).await, samverkan_service::jobs::Done::default());
}

async fn a_relay_that_is_down_delays_mail_and_nothing_else(engine: Engine) {
    let service = with_seats(engine, 9).await;
    let folder = sink::folder(&service);
    let first = Sink::start(&folder, 0).await;
    let port = first.port();
    drop(first);
    let (client, person) = person_at(&service, "anna@example.org").await;
    let down = sink::relay(&service, &folder, port, "hemligt");
    assert_eq!(text(&apply(&client).await, "state"), "admitted");
    let done = tick(&down).await;
    assert!(
        done.postponed >= 1 && done.delivered + done.refused == 0,
        "{done:?}"
    );
    assert_eq!(
        text(&messages(&service, &person).await[0], "state"),
        "retrying"
    );
    let again = Sink::start(&folder, 0).await;
    let up = again.relay(&service);
    assert_eq!(tick(&up).await.delivered, 0, "not before it is due");
    service.advance(300);
    let done = tick(&up).await;
    assert!(done.delivered >= 1 && done.postponed == 0, "{done:?}");
    assert!(
        again
            .mail()
            .await
            .iter()
            .any(|m| m["to"] == json!(["anna@example.org"]))
    );
    assert_eq!(
        text(&messages(&service, &person).await[0], "state"),
        "delivered"
    );
}

async fn a_wrong_password_flags_nobody(engine: Engine) {
    let service = with_seats(engine, 9).await;
    let folder = sink::folder(&service);
    let sink = Sink::start(&folder, 0).await;
    let (client, person) = person_at(&service, "anna@example.org").await;
    apply(&client).await;
    let wrong = sink::relay(&service, &folder, sink.port(), "fel");
    let done = tick(&wrong).await;
    assert!(done.refused == 0 && done.postponed >= 1, "{done:?}");
    // Nor does a certificate that is not to be trusted let anything through.
    fs::copy(folder.join("sink.pem"), folder.join("kept.pem")).expect("a copy");
    let other = sink::folder(&service).join("other");
    fs::create_dir(&other).expect("a folder");
    let stranger = Sink::start(&other, 0).await;
    let mistaken = sink::relay(&service, &other, sink.port(), "hemligt");
    service.advance(300);
    let done = tick(&mistaken).await;
    assert!(
        done.refused == 0 && done.delivered == 0 && done.postponed >= 1,
        "{done:?}"
    );
    assert_eq!(stranger.mail().await.len(), 0);
    assert_eq!(
        text(&messages(&service, &person).await[0], "state"),
        "retrying"
    );
}

async fn a_claim_that_was_never_settled_runs_out(engine: Engine) {
    let service = with_seats(engine, 9).await;
    let (client, person) = person_at(&service, "anna@example.org").await;
    apply(&client).await;
    let before = service.mail().len();
    // A worker takes the letter, and dies before it has said what came of it.
    let mut tx = service.app.write_as_service().await.expect("a transaction");
    let lease = service.now() + jiff::SignedDuration::from_mins(15);
    let claimed = tx.claim_messages(lease, 50).await.expect("letters");
    tx.commit().await.expect("a commit");
    assert!(!claimed.is_empty());
    service.tick().await;
    assert_eq!(service.mail().len(), before, "somebody else has it");
    service.advance(15 * 60 - 1);
    service.tick().await;
    assert_eq!(service.mail().len(), before);
    service.advance(1);
    service.tick().await;
    assert_eq!(service.mail().len(), before + claimed.len());
    let state = messages(&service, &person).await[0].clone();
    assert_eq!(
        (text(&state, "state"), &state["attempts"]),
        ("delivered".to_owned(), &json!(2))
    );
}

async fn hostile_names_stay_names(engine: Engine) {
    let service = with_seats(engine, 99).await;
    let folder = sink::folder(&service);
    let sink = Sink::start(&folder, 0).await;
    let app = sink.relay(&service);
    let long = "Å".repeat(120);
    let names = [
        "Bo\r\nBcc: ond@example.org",
        "Bo\nSubject: Vunnet!",
        "Bo <ond@example.org>",
        "\"Bo\" , Eva",
        "=?utf-8?q?Bo?=",
        "Bo\u{202E}oB",
        "👩🏽‍🏫",
        "Bo\u{0}\u{7}",
        &*long,
        "www.vinst.example",
        ".\r\n.\r\nQUIT",
        "'; DROP TABLE person; --",
    ];
    let mut accepted = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let (client, _) = service.sign_in(&format!("person{n}@example.org")).await;
        let profile = json!({ "given_name": name, "family_name": "Test", "profession": "larare" });
        let reply = client
            .send_json(Method::PATCH, "/api/v1/me", &[], &profile)
            .await
            .expect("an answer");
        match reply.status.as_u16() {
            200 => accepted.push(client),
            status => assert_eq!(status, 422, "{name:?}"),
        }
    }
    for client in &accepted {
        apply(client).await;
    }
    assert!(
        accepted.len() > 6,
        "most of them are possible names: {}",
        accepted.len()
    );
    let done = tick(&app).await;
    assert_eq!((done.refused, done.postponed), (0, 0), "{done:?}");
    let mail = sink.mail().await;
    assert_eq!(mail.len(), done.delivered);
    for message in &mail {
        let to = message["to"].as_array().expect("recipients");
        assert!(to.len() == 1 && to[0] != "ond@example.org", "{message}");
        assert_eq!(message["defects"], json!([]));
        assert_eq!(
            (header(message, "bcc"), header(message, "cc")),
            (String::new(), String::new())
        );
        assert!(!header(message, "subject").contains("Vunnet"), "{message}");
        let to_header = header(message, "to");
        assert!(
            to_header.contains(to[0].as_str().expect("text")),
            "{to_header}"
        );
        assert!(
            !text(message, "body").contains("vinst.example"),
            "an advertisement for whoever asks"
        );
    }
}

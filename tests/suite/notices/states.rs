//! What is told when a session is published, cancelled and revived.

use super::{FAR, MINUTE, NEAR, at, patch, sent, since, told, world};
use harness::{Engine, both_engines, ok, round::OFFERING, text};
use serde_json::json;

both_engines!(
    publishing_is_told_once_and_planning_never,
    cancelling_and_reviving_are_told,
);

async fn publishing_is_told_once_and_planning_never(engine: Engine) {
    let (service, _) = world(engine, 2).await;
    let before = service.mail().len();
    for (title, day) in [("Upprop", "2027-01-21"), ("Seminarium", "2027-02-04")] {
        let new = json!({
            "title": title, "mode": "online", "preliminary": true,
            "starts": format!("{day}T10:15"), "ends": format!("{day}T12:00"),
        });
        let session = service.schedule(&new).await;
        let change = at(&format!("{day}T13:15"), &format!("{day}T15:00"));
        let answer = patch(&service, &session, "", &change).await;
        assert_eq!(answer.get("notice"), None);
    }
    assert_eq!(service.notices("pending").await.len(), 0);
    let path = format!("/api/v1/offerings/{OFFERING}/sessions/publish");
    let published = ok(service.admin.post(&path, &json!({})).await);
    assert_eq!(published.as_array().expect("sessions").len(), 2);
    service.advance(24 * 60 * MINUTE);
    assert_eq!(sent(&service, before).await, 2, "one letter each");
    for letter in since(&service, before) {
        assert!(
            letter.subject.starts_with("Schemat är publicerat: "),
            "{}",
            letter.subject
        );
        for title in ["Upprop\nTid: torsdag 21", "Seminarium\nTid: torsdag 4"] {
            assert!(letter.body.contains(title), "{}", letter.body);
        }
    }
    assert_eq!(ok(service.admin.post(&path, &json!({})).await), json!([]));
    assert_eq!(service.notices("pending").await.len(), 0);
    // One more in a schedule that is out.
    told(&service, FAR).await;
    assert_eq!(
        since(&service, before)[2].subject,
        "Nytt tillfälle: Seminarium"
    );
    // Taken back to planning: what was told no longer holds.
    let session = service.sessions().await[0].clone();
    patch(
        &service,
        &session,
        "?now=true",
        &json!({ "preliminary": true }),
    )
    .await;
    service.tick().await;
    let last = since(&service, before).pop().expect("a letter");
    assert_eq!(last.subject, "Inte längre bestämt: Upprop");
}

async fn cancelling_and_reviving_are_told(engine: Engine) {
    let (service, _) = world(engine, 1).await;
    let session = told(&service, NEAR).await;
    let before = service.mail().len();
    // A move that nobody heard of before it was cancelled is not told now.
    let moved = at("2026-11-24T13:15", "2026-11-24T15:00");
    let moved = patch(&service, &session, "", &moved).await["session"].clone();
    let cancelled = service.cancel(&moved, "Läraren är sjuk").await;
    service.tell().await;
    let letter = since(&service, before).remove(0);
    assert_eq!(letter.subject, "Inställt: Seminarium");
    assert!(
        letter
            .body
            .contains("kl. 10:15–12:00\nOrsak: Läraren är sjuk."),
        "{}",
        letter.body
    );
    assert!(!letter.body.contains("13:15"), "{}", letter.body);
    let path = format!("/api/v1/sessions/{}/revive?now=true", text(&session, "id"));
    ok(service.act(&path, &cancelled, &json!({})).await);
    assert_eq!(sent(&service, before).await, 2);
    let letter = since(&service, before).remove(1);
    assert_eq!(letter.subject, "Blir av ändå: Seminarium");
    assert!(letter.body.contains("kl. 13:15–15:00"), "{}", letter.body);
    // What was only planned can be cancelled without a word.
    let mut planned = json!({ "title": "Plan", "mode": "online", "preliminary": true });
    (planned["starts"], planned["ends"]) = (json!(FAR.0), json!(FAR.1));
    let planned = service.schedule(&planned).await;
    service.cancel(&planned, "Behövs inte").await;
    assert_eq!(service.notices("pending").await.len(), 0);
}

//! What the tests of applications' later life share: places, steps, a later offering, a moved
//! clock.

use harness::{Client, Reply, TestService, ok, text};
use hyper::Method;
use samverkan_service::{demo::http::CallError, usecase::Role};
use serde_json::{Value, json};

pub(crate) const OFFERING: &str = "/api/v1/offerings/SA123A-V9001V27";
/// A later offering of the same course.
pub(crate) const LATER: &str = "SA123A-V9002H27";

/// Participant `n` with a place (or a reserve place) in the channel `OPEN`: client, person and
/// application.
pub(crate) async fn place(service: &TestService, n: usize) -> (Client, String, String) {
    let (client, person) = service.participant(n, "larare").await;
    let path = format!("{OFFERING}/applications");
    let receipt = ok(client.post(&path, &json!({ "channel": "OPEN" })).await);
    (client, person, text(&receipt, "application"))
}

pub(crate) async fn fetch(client: &Client, id: &str) -> Value {
    ok(client.get(&format!("/api/v1/applications/{id}")).await)
}

pub(crate) async fn state(client: &Client, id: &str) -> String {
    text(&fetch(client, id).await, "state")
}

/// Does something to an application as it is now.
pub(crate) async fn act(
    client: &Client,
    id: &str,
    verb: &str,
    body: &Value,
) -> Result<Reply, CallError> {
    let tag = format!("\"{}\"", fetch(client, id).await["revision"]);
    let path = format!("/api/v1/applications/{id}/{verb}");
    client
        .send_json(Method::POST, &path, &[("if-match", &tag)], body)
        .await
}

/// Takes a step that needs reasons.
pub(crate) async fn step(client: &Client, id: &str, step: &str) -> Result<Reply, CallError> {
    let mut body = json!({ "step": step });
    if !["mark_not_started", "complete"].contains(&step) {
        body["reason"] = json!("Ett skäl.");
    }
    if step == "defer" {
        body["until_term"] = json!("HT2027");
    }
    act(client, id, "steps", &body).await
}

pub(crate) async fn register(client: &Client, id: &str) {
    ok(act(client, id, "register", &json!({ "condition_met": false })).await);
}

/// Moves the clock to an instant; tokens have run out by then, so here is a new administrator.
pub(crate) async fn go_to(service: &TestService, at: &str) -> Client {
    let at: jiff::Timestamp = at.parse().unwrap();
    service.advance(at.as_second() - service.now().as_second());
    service.staff(Role::Administrator).await
}

/// A later offering of the course, with one channel of so many seats.
pub(crate) async fn later_offering(service: &TestService, seats: i64) {
    let new = json!({
        "course": "SA123A", "code": LATER, "term": "HT2027", "starts_on": "2027-08-30",
        "ends_on": "2028-01-16", "pace_percent": 50, "teaching": "distance", "language": "sv",
        "cohort_size": 7, "demo_note": "test",
    });
    ok(service.admin.post("/api/v1/offerings", &new).await);
    let channel = json!({
        "code": "LATER", "kind": "open", "title_sv": "L", "title_en": "L", "seats": seats,
    });
    let path = format!("/api/v1/offerings/{LATER}/channels");
    ok(service.admin.post(&path, &channel).await);
}

/// Bodies of the letters to an address so far, oldest first.
pub(crate) async fn letters(service: &TestService, address: &str) -> Vec<String> {
    service.tick().await;
    let mail = service.mail().into_iter();
    mail.filter(|mail| mail.to_address == address)
        .map(|mail| format!("{}\n{}", mail.subject, mail.body))
        .collect()
}

/// The last letter to participant `n`.
pub(crate) async fn last_letter(service: &TestService, n: usize) -> String {
    let letters = letters(service, &format!("person{n}@example.org")).await;
    letters.last().cloned().unwrap_or_default()
}

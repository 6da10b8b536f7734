//! How each letter fares: tried again, given up, bounced; and addresses that take none.

use harness::{Client, Engine, TestService, both_engines, ok, problem, sql, text};
use samverkan_service::mail::{Delivery, Mailer};
use serde_json::{Value, json};

both_engines!(
    a_letter_that_is_tried_again_says_when,
    a_letter_that_was_given_up_goes_again_by_hand,
    a_bounce_flags_letter_and_address,
    an_address_that_works_again_is_flagged_no_longer,
);

fn answers(service: &TestService, next: impl IntoIterator<Item = Delivery>) {
    let Mailer::Memory(mailer) = &*service.app.mailer else {
        unreachable!("tests keep mail in memory")
    };
    mailer.answer_next(next);
}

/// Somebody whose receipt of an application meets these answers.
async fn world(engine: Engine, next: Vec<Delivery>) -> (TestService, Client, String) {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 20).await;
    let (client, _) = service.participant(1, "kurator").await;
    let apply = json!({ "channel": "OPEN" });
    ok(client
        .post("/api/v1/offerings/SA123A-V9001V27/applications", &apply)
        .await);
    answers(&service, next);
    service.tick().await;
    let list = ok(service.admin.get("/api/v1/messages").await);
    let id = text(&list["items"][0], "id");
    (service, client, id)
}

async fn shown(service: &TestService, id: &str) -> Value {
    ok(service.admin.get(&format!("/api/v1/messages/{id}")).await)
}

async fn failed_addresses(service: &TestService) -> i64 {
    let count = "SELECT COUNT(*) FROM email WHERE failed_at IS NOT NULL";
    sql::number(&service.app.database, count).await
}

fn refused(why: &str) -> Delivery {
    Delivery::Refused { why: why.into() }
}

async fn a_letter_that_is_tried_again_says_when(engine: Engine) {
    let busy = Delivery::Retry {
        why: "451 greylisted".into(),
    };
    let (service, _, id) = world(engine, vec![busy]).await;
    let letter = shown(&service, &id).await;
    let message = &letter["message"];
    assert_eq!(message["state"], "retrying");
    assert_eq!(message["last_error"], "451 greylisted");
    assert_eq!(message["attempts"], 1);
    assert!(
        text(message, "tried_at") < text(message, "due_at"),
        "{message}"
    );
    assert!(
        text(&letter, "text").contains("SA123A-V9001V27"),
        "{letter}"
    );
    assert!(!text(&letter, "text").contains("://"), "no links: {letter}");
    let some = async |state: &str| {
        let list = ok(service
            .admin
            .get(&format!("/api/v1/messages?state={state}"))
            .await);
        list["items"].as_array().unwrap().len()
    };
    assert_eq!((some("retrying").await, some("failed").await), (1, 0));
    assert_eq!(failed_addresses(&service).await, 0, "for the moment only");
}

async fn a_letter_that_was_given_up_goes_again_by_hand(engine: Engine) {
    let (service, _, id) = world(engine, vec![refused("550 no such user")]).await;
    assert_eq!(shown(&service, &id).await["message"]["state"], "failed");
    assert_eq!(failed_addresses(&service).await, 1);
    let today = ok(service.admin.get("/api/v1/today").await).to_string();
    assert!(
        today.contains("addresses_failed") && today.contains("mail list --state failed"),
        "{today}"
    );
    let before = service.mail().len();
    let retry = format!("/api/v1/messages/{id}/retry");
    let again = ok(service.admin.post(&retry, &json!({})).await);
    assert_eq!(again["message"]["attempts"], 0);
    service.tick().await;
    let kept = service.mail().split_off(before);
    assert_eq!(kept.len(), 1);
    let octets = String::from_utf8(kept[0].octets.clone()).unwrap();
    assert!(
        octets.contains(&format!("Message-ID: <{id}@example.org>")),
        "the same letter"
    );
    // It has arrived: the address works, and the letter does not go a third time.
    assert_eq!(failed_addresses(&service).await, 0);
    let (status, code, _) = problem(service.admin.post(&retry, &json!({})).await);
    assert_eq!((status, &*code), (409, "letter-not-to-retry"));
    let trail = ok(service
        .admin
        .get("/api/v1/audit?action=message.retried")
        .await);
    assert_eq!(trail["items"].as_array().unwrap().len(), 1);
}

async fn a_bounce_flags_letter_and_address(engine: Engine) {
    let (service, _, id) = world(engine, vec![]).await;
    let notice = |action: &str, id: &str| {
        json!({ "text": format!(
            "From: MAILER-DAEMON@relay.example\r\nMessage-ID: <x@relay.example>\r\n\r\n\
             Final-Recipient: rfc822; person1@example.org\r\nAction: {action}\r\nStatus: 5.1.1\r\n\
             Diagnostic-Code: smtp; 550 5.1.1 No such user\r\n\r\nMessage-ID: <{id}@example.org>\r\n"
        ) })
    };
    let path = "/api/v1/message-bounces";
    let late = ok(service.admin.post(path, &notice("delayed", &id)).await);
    assert_eq!(late["permanent"], false);
    assert_eq!(
        (
            shown(&service, &id).await["message"]["state"].clone(),
            failed_addresses(&service).await
        ),
        (json!("delivered"), 0)
    );
    for _ in 0..2 {
        let read = ok(service.admin.post(path, &notice("failed", &id)).await);
        assert_eq!(
            (&read["permanent"], &read["message"]),
            (&json!(true), &json!(id))
        );
    }
    let message = shown(&service, &id).await["message"].clone();
    assert_eq!(message["state"], "bounced");
    assert_eq!(message["last_error"], "550 5.1.1 No such user");
    assert_eq!(failed_addresses(&service).await, 1);
    let trail = ok(service
        .admin
        .get("/api/v1/audit?action=message.bounced")
        .await);
    assert_eq!(
        trail["items"].as_array().unwrap().len(),
        1,
        "read twice, noted once"
    );
    let other = notice("failed", "01a207a2-3280-7010-9283-40f9eb9faa1c");
    assert_eq!(problem(service.admin.post(path, &other).await).0, 404);
    let none = json!({ "text": "Hej!" });
    assert_eq!(
        problem(service.admin.post(path, &none).await).1,
        "no-bounce"
    );
}

async fn an_address_that_works_again_is_flagged_no_longer(engine: Engine) {
    let (service, client, _) = world(engine, vec![refused("550 no such user")]).await;
    assert_eq!(failed_addresses(&service).await, 1);
    // Whoever reads the code has the mailbox.
    service.sign_in("person1@example.org").await;
    assert_eq!(failed_addresses(&service).await, 0);
    drop(client);
}

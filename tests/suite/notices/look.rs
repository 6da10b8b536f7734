//! What administrators see of notices, and what they decide.

use super::{FAR, MINUTE, NEAR, at, patch, sent, since, told, world};
use harness::{Engine, both_engines, ok, problem, text};
use samverkan_service::mail::{Delivery, Mailer};
use serde_json::{Value, json};

both_engines!(
    what_is_shown_is_what_is_sent,
    the_list_says_what_waits_and_what_became_of_it,
    a_notice_is_sent_now_or_never,
);

async fn what_is_shown_is_what_is_sent(engine: Engine) {
    let (service, people) = world(engine, 2).await;
    let english = json!({ "language": "en" });
    let headers = [("if-match", "*")];
    let me = people[1]
        .0
        .send_json(hyper::Method::PATCH, "/api/v1/me", &headers, &english)
        .await;
    ok(me);
    let first = told(&service, FAR).await;
    let second = told(&service, ("2027-03-04T13:15", "2027-03-04T16:00")).await;
    let before = service.mail().len();
    patch(
        &service,
        &first,
        "",
        &at("2027-02-04T14:15", "2027-02-04T17:00"),
    )
    .await;
    patch(
        &service,
        &second,
        "",
        &json!({ "teacher": "Eva Ek", "compulsory": true }),
    )
    .await;
    let mut shown = Vec::new();
    for notice in service.notices("pending").await {
        for (_, person) in &people {
            let path = format!(
                "/api/v1/notices/{}/letter?person={person}",
                text(&notice, "id")
            );
            let letter = service.admin.read(&path).await.expect("a letter");
            assert_eq!(
                (&letter["sent"], &letter["notices"]),
                (&json!(false), &json!(2))
            );
            shown.push((path, letter));
        }
    }
    service.advance(6 * 60 * MINUTE);
    assert_eq!(sent(&service, before).await, 2);
    let letters = since(&service, before);
    for (n, (path, letter)) in shown.iter().enumerate() {
        let address = format!("person{}@example.org", n % 2 + 1);
        let kept = letters
            .iter()
            .find(|l| l.to_address == address)
            .expect("a letter");
        assert_eq!(text(letter, "subject"), kept.subject);
        assert_eq!(text(letter, "body").trim_end(), kept.body.trim_end());
        // And afterwards the very letter.
        let mut then = service.admin.read(path).await.expect("a letter");
        assert_eq!(then["sent"], true);
        then["sent"] = json!(false);
        assert_eq!(&then, letter);
    }
    assert!(
        letters
            .iter()
            .any(|l| l.body.contains("New time: Thursday 4 February 2027"))
    );
    assert!(
        letters
            .iter()
            .any(|l| l.body.contains("Närvaro är obligatorisk."))
    );
    // Somebody who is not told has no letter.
    let (_, stranger) = service.participant(9, "larare").await;
    let path = format!(
        "{}={stranger}",
        shown[0].0.split('=').next().expect("a path")
    );
    let (status, code, _) = problem(service.admin.get(&path).await);
    assert_eq!((status, &*code), (409, "not-told"));
}

async fn the_list_says_what_waits_and_what_became_of_it(engine: Engine) {
    let (service, people) = world(engine, 3).await;
    let session = told(&service, NEAR).await;
    patch(&service, &session, "", &json!({ "place": "N2045" })).await;
    let waits = service.notices("pending").await.remove(0);
    assert_eq!(
        (
            text(&waits, "due_at"),
            text(&waits, "way"),
            text(&waits, "news")
        ),
        (
            "2026-11-23T09:15:00Z".into(),
            "at_once".into(),
            "changed".into()
        )
    );
    let change = json!([{ "field": "place", "before": "L103", "after": "N2045" }]);
    assert_eq!(
        (&waits["changes"], &waits["told"]["people"]),
        (&change, &json!(3))
    );
    let path = format!("/api/v1/notices/{}", text(&waits, "id"));
    let recipients = async || -> Vec<Value> {
        let page = service
            .admin
            .read(&format!("{path}/recipients?limit=2"))
            .await;
        let page = page.expect("a page");
        let next = text(&page, "next");
        let rest = service
            .admin
            .read(&format!("{path}/recipients?limit=2&cursor={next}"))
            .await
            .expect("a page");
        assert_eq!(rest.get("next"), None);
        [&page, &rest]
            .iter()
            .flat_map(|page| page["items"].as_array().expect("items").clone())
            .collect()
    };
    assert!(
        recipients()
            .await
            .iter()
            .all(|one| one["state"] == "pending")
    );
    // One letter is refused by its relay, and one person has no address any more.
    let gone = format!(
        "UPDATE email SET main = FALSE WHERE address = '{}'",
        "person3@example.org"
    );
    service.run_sql(&gone).await;
    let Mailer::Memory(mailer) = &*service.app.mailer else {
        unreachable!("tests keep mail in memory")
    };
    mailer.answer_next([Delivery::Refused {
        why: "550".to_owned(),
    }]);
    service.advance(15 * MINUTE);
    service.tick().await;
    let sent = service.admin.read(&path).await.expect("the notice");
    assert_eq!(
        sent["told"],
        json!({ "people": 3, "waiting": 0, "delivered": 1, "failed": 1 })
    );
    assert_eq!(
        (text(&sent, "state"), text(&sent, "settled_by")),
        ("sent".into(), "service".into())
    );
    let mut states: Vec<_> = recipients()
        .await
        .iter()
        .map(|one| text(one, "state"))
        .collect();
    states.sort();
    assert_eq!(states, ["delivered", "failed", "no_address"]);
    let trail = service.all("/api/v1/audit?action=notice.").await;
    assert_eq!(trail[0]["after"]["people"], 3, "{}", trail[0]);
    assert!(!json!(trail).to_string().contains("@example.org"));
    // Participants see nothing of this.
    for path in [
        path.clone(),
        "/api/v1/notices".to_owned(),
        format!("{path}/recipients"),
    ] {
        assert_eq!(problem(people[0].0.get(&path).await).0, 403);
    }
}

async fn a_notice_is_sent_now_or_never(engine: Engine) {
    let (service, _) = world(engine, 2).await;
    let session = told(&service, FAR).await;
    let before = service.mail().len();
    patch(&service, &session, "", &json!({ "place": "N2045" })).await;
    let first = service.notices("pending").await.remove(0);
    let path =
        |notice: &Value, verb: &str| format!("/api/v1/notices/{}/{verb}", text(notice, "id"));
    assert_eq!(
        problem(service.admin.post(&path(&first, "send"), &json!({})).await).0,
        428
    );
    patch(&service, &session, "", &json!({ "place": "T101" })).await;
    let stale = service.act(&path(&first, "send"), &first, &json!({})).await;
    assert_eq!(problem(stale).0, 412, "edited since it was looked at");
    let seen = service.notices("pending").await.remove(0);
    ok(service.act(&path(&seen, "send"), &seen, &json!({})).await);
    assert_eq!(sent(&service, before).await, 2);
    assert!(
        since(&service, before)[0]
            .body
            .contains("Ny plats: T101\nTidigare plats: L103")
    );
    let again = problem(service.act(&path(&seen, "send"), &seen, &json!({})).await);
    assert_eq!((again.0, &*again.1), (409, "notice-settled"));
    // Discarded: for a reason, and for good.
    patch(&service, &session, "", &json!({ "place": "T102" })).await;
    let seen = service.notices("pending").await.remove(0);
    for reason in ["", " \n"] {
        let body = json!({ "reason": reason });
        let reply = service.act(&path(&seen, "discard"), &seen, &body).await;
        assert_eq!(problem(reply).0, 422);
    }
    let body = json!({ "reason": "Bara stavningen är rättad" });
    let done = ok(service.act(&path(&seen, "discard"), &seen, &body).await);
    assert_eq!(
        (text(&done, "state"), text(&done, "reason")),
        ("discarded".into(), text(&body, "reason"))
    );
    service.advance(48 * 60 * MINUTE);
    assert_eq!(sent(&service, before).await, 2);
    let trail = service.all("/api/v1/audit?action=notice.discarded").await;
    assert_eq!(
        (trail.len(), text(&trail[0], "reason")),
        (1, text(&body, "reason"))
    );
    // The next edit begins where the discarded one ended.
    patch(&service, &session, "?now=true", &json!({ "place": "T103" })).await;
    assert_eq!(sent(&service, before).await, 4);
    let last = since(&service, before).pop().expect("a letter");
    assert!(last.body.contains("Tidigare plats: T102"), "{}", last.body);
}

//! What has happened with a person, in order and in words.

use harness::{Engine, NOW, TestService, calendar::make_feed, ok, on_both_engines, problem};
use hyper::Method;
use samverkan_service::usecase::Role;
use serde_json::{Value, json};

on_both_engines!(
    everything_is_told_in_order_and_in_words,
    a_protected_history_is_the_officers,
);

fn path(person: &str) -> String {
    format!("/api/v1/people/{person}/history")
}

fn said(history: &Value) -> Vec<&str> {
    let all = history.as_array().unwrap().iter();
    all.map(|one| one["says"].as_str().unwrap()).collect()
}

async fn everything_is_told_in_order_and_in_words(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    let people = service.all_applied(2).await;
    let (client, id) = service.participant(1, "larare").await;
    let (_, other) = service.participant(2, "larare").await;
    make_feed(&client, "person", &id).await;
    service.advance(3_600);
    service.leaves(&people[0]).await;
    service.tick().await;
    let history = ok(service.admin.get(&path(&id)).await);
    let words = said(&history);
    let at = |what: &str| {
        let found = words.iter().position(|said| *said == what);
        found.unwrap_or_else(|| panic!("{what} is not in {words:?}"))
    };
    assert!(
        at("Ansökte: antagen") < at("Återbud eller avbrott: återbud"),
        "{words:?}"
    );
    assert!(
        words.iter().any(|said| said.starts_with("Brev: ")),
        "{words:?}"
    );
    // Nothing has its code for words, and nothing is another's.
    assert!(
        words
            .iter()
            .all(|said| !said.contains('_') && !said.contains("application.")),
        "{words:?}"
    );
    let left = &history[at("Återbud eller avbrott: återbud")];
    assert_eq!(left["offering"], "SA123A-V9001V27", "{left}");
    assert!(left["seq"].is_i64() && left["at"].is_string());
    let applied = &history[at("Ansökte: antagen")];
    assert_eq!(applied["by"], "personen själv", "{applied}");
    let second = ok(service.admin.get(&path(&other)).await);
    assert!(
        !said(&second).contains(&"Återbud eller avbrott: återbud"),
        "{second}"
    );
    let english = service
        .admin
        .send(Method::GET, &path(&id), &[("accept-language", "en")], "")
        .await;
    assert!(said(&ok(english)).contains(&"Applied: admitted"));
    // Nobody reads their own or others' but staff, and there is nobody of that name.
    assert_eq!(problem(client.get(&path(&id)).await).0, 403);
    let nobody = "01a207a2-3280-7010-9283-40f9eb9faa1c";
    assert_eq!(problem(service.admin.get(&path(nobody)).await).0, 404);
}

async fn a_protected_history_is_the_officers(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    service.all_applied(1).await;
    let (_, id) = service.participant(1, "larare").await;
    let officer = service.staff(Role::Officer).await;
    let marking = json!({ "security_marking": "protected_registration" });
    let person = format!("/api/v1/people/{id}");
    let headers = [("if-match", "*")];
    let marked = officer.send_json(Method::PATCH, &person, &headers, &marking);
    ok(marked.await);
    assert_eq!(problem(service.admin.get(&path(&id)).await).0, 403);
    let history = ok(officer.get(&path(&id)).await);
    assert!(said(&history).contains(&"Fick skyddade personuppgifter"));
}

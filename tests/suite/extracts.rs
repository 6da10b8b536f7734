//! Registerutdrag: everything that is kept of one person, and nothing of another.

mod browser;

use crate::places::OFFERING;
use harness::{
    Client, Engine, NOW, TestService,
    binary::{Folder, binary},
    ok, on_both_engines, problem, round, text,
};
use samverkan_domain::fact::Fact;
use samverkan_service::usecase::Role;
use serde_json::{Value, json};
use std::{fs, os::unix::fs::PermissionsExt as _};
use tokio::process::Command;

on_both_engines!(
    all_of_one_person_and_nothing_of_another,
    neither_links_nor_codes_are_taken_out,
    the_protected_are_taken_out_by_the_officer_alone,
    files_are_for_their_owner_only,
);

async fn extract(client: &Client, person: &str) -> Value {
    let path = format!("/api/v1/people/{person}/extract");
    ok(client.post(&path, &json!({ "language": "sv" })).await)
}

async fn all_of_one_person_and_nothing_of_another(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    service.tick().await;
    let people = service.all("/api/v1/people").await;
    let hanna = service.person("Hanna Dahlgren").await;
    let (id, address) = (text(&hanna, "id"), text(&hanna, "email"));
    let other = text(&service.person("Rebecka Qvarnström").await, "id");
    // A rule about two, in words that name the other, and a wish of somebody's about her.
    let rule =
        json!({ "kind": "apart", "person": id, "other": other, "reason": "Rebecka vill det" });
    ok(service
        .admin
        .post(&format!("{OFFERING}/cohort-rules"), &rule)
        .await);
    // A row of the trail about her that tells of somebody else too.
    let mut tx = service.app.write_as_service().await.unwrap();
    let fact = Fact::new("person.changed", "person", id.parse().unwrap());
    tx.record(fact.after(json!({ "fields": ["language"], "with": other })));
    tx.commit().await.unwrap();
    let made = extract(&service.admin, &id).await;
    assert_eq!(made["rules_to_assess"], 1);
    let content = &made["content"];
    assert_eq!(content["person"]["given_name"], "Hanna");
    assert_eq!(content["person"]["addresses"][0]["address"], address);
    assert_eq!(content["applications"].as_array().unwrap().len(), 1);
    assert!(
        !content["applications"][0]["decisions"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert_eq!(content["cohorts"].as_array().unwrap().len(), 1);
    let letters = content["messages"].as_array().unwrap();
    assert!(
        letters.iter().any(|letter| text(letter, "text").len() > 40),
        "{letters:?}"
    );
    let trail = content["trail"].as_array().unwrap();
    let imported = trail
        .iter()
        .find(|row| row["what"] == "application.imported");
    assert_eq!(imported.expect("in the trail")["by"], "administrator");
    let articles = content["information"]["articles"].as_array().unwrap();
    let articles: Vec<&str> = articles
        .iter()
        .map(|one| one["article"].as_str().unwrap())
        .collect();
    for article in [
        "15.1 a", "15.1 b", "15.1 c", "15.1 d", "15.1 e", "15.1 f", "15.1 g", "15.1 h",
    ] {
        assert!(articles.contains(&article), "{article}");
    }
    let all = made.to_string();
    assert!(people.len() > 50);
    for person in people.iter().filter(|person| person["id"] != hanna["id"]) {
        for theirs in [text(person, "id"), text(person, "name")] {
            assert!(!all.contains(&theirs), "{theirs}");
        }
        if let Some(theirs) = person["email"].as_str() {
            assert!(!all.contains(theirs), "{theirs}");
        }
    }
    assert!(!all.contains("Rebecka vill"));
    // It is noted, and stands in the next one, by role.
    let again = extract(&service.officer, &id).await;
    let last = again["content"]["trail"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        (last["what"].as_str(), last["by"].as_str()),
        (Some("person.extracted"), Some("administrator"))
    );
    let path = format!("/api/v1/people/{id}/extract");
    let auditor = service.staff(Role::Auditor).await;
    let (herself, _) = service.sign_in(&address).await;
    for client in [&auditor, &herself] {
        assert_eq!(problem(client.post(&path, &json!({})).await).0, 403);
    }
}

async fn neither_links_nor_codes_are_taken_out(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    let applied = service.all_applied(2).await;
    let person = text(&service.shown(&applied[1]).await, "person");
    service.leaves(&applied[0]).await;
    service.call(1).await;
    let token = service.token_of(2).await;
    let code = service.last_code("person2@example.org");
    let made = extract(&service.admin, &person).await.to_string();
    // The letter is there, without what answers in her name.
    assert!(made.contains("[länk borttagen]"), "{made}");
    assert!(!made.contains(&token) && !made.contains(&code), "{made}");
}

async fn the_protected_are_taken_out_by_the_officer_alone(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let people = service.all("/api/v1/people").await;
    let hidden = people
        .iter()
        .find(|person| person["security_marking"] == "confidential");
    let id = text(hidden.expect("somebody protected"), "id");
    let path = format!("/api/v1/people/{id}/extract");
    assert_eq!(problem(service.admin.post(&path, &json!({})).await).0, 403);
    let made = extract(&service.officer, &id).await;
    assert_eq!(
        made["content"]["person"]["security_marking"],
        "confidential"
    );
}

async fn files_are_for_their_owner_only(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    service.all_applied(1).await;
    service.tick().await;
    let folder = Folder::new();
    let token = service.admin_token().await;
    let run = async || {
        let ran = Command::new(binary("samverkan"))
            .args([
                "--lang",
                "sv",
                "person",
                "extract",
                "Förnamn1 Efternamn1",
                "--folder",
            ])
            .arg(&folder.0)
            .env("SAMVERKAN_URL", format!("http://{}", service.address))
            .env("SAMVERKAN_TOKEN", &token)
            .output();
        let ran = ran.await.expect("the binary");
        (
            ran.status.code(),
            String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned(),
        )
    };
    let (code, said) = run().await;
    assert_eq!(code, Some(0), "{said}");
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder.0).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        found.push(fs::read_to_string(&path).unwrap());
    }
    found.sort();
    let [html, json] = &found[..] else {
        panic!("two files: {said}");
    };
    assert!(html.starts_with("<!doctype html>\n<html lang=\"sv\">"));
    for words in [
        "Registerutdrag: Förnamn1 Efternamn1",
        "Anmälan kom in",
        "Att klaga",
        "person1@example.org",
    ] {
        assert!(html.contains(words), "{words}");
    }
    let json: Value = serde_json::from_str(json).unwrap();
    assert_eq!(json["person"]["given_name"], "Förnamn1");
    // What is there is not written over unasked.
    assert_eq!(run().await.0, Some(2));
}

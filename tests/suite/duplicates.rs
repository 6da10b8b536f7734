//! Possible duplicates: who is proposed to whom, and deciding that they are two.

use harness::{Client, Engine, TestService, binary::binary, ok, on_both_engines, problem, text};
use hyper::Method;
use samverkan_service::usecase::Role;
use serde_json::{Value, json};
use tokio::process::Command;

on_both_engines!(
    who_is_alike_is_proposed_with_every_reason,
    what_is_decided_is_not_asked_again,
    the_protected_are_proposed_to_the_officer_alone,
);

/// Anna as a student, and Anna as an employee; and somebody else.
async fn alike(engine: Engine) -> (TestService, [String; 3]) {
    let service = TestService::start(engine).await;
    service.offering().await;
    let mut ids = Vec::new();
    for (address, family) in [
        ("anna.ek@student.example", "Ek"),
        ("Anna.Ek@kommun.example", "EK"),
        ("bo.al@kommun.example", "Al"),
    ] {
        let (client, id) = service.sign_in(address).await;
        let given = if family == "Al" { "Bo" } else { "Anna" };
        let body = json!({ "given_name": given, "family_name": family });
        ok(client
            .send_json(Method::PATCH, "/api/v1/me", &[], &body)
            .await);
        ids.push(id);
    }
    (service, ids.try_into().unwrap())
}

async fn found(client: &Client) -> Vec<Value> {
    let found = ok(client.get("/api/v1/duplicates").await);
    found["pairs"].as_array().unwrap().clone()
}

/// How many pairs the list of today says there are.
async fn today(client: &Client) -> i64 {
    let today = ok(client.get("/api/v1/today").await);
    let mut waits = today["waits"].as_array().unwrap().iter();
    let row = waits.find(|one| one["kind"] == "duplicates");
    row.map_or(0, |row| row["count"].as_i64().unwrap())
}

async fn who_is_alike_is_proposed_with_every_reason(engine: Engine) {
    let (service, [one, other, _]) = alike(engine).await;
    let pairs = found(&service.admin).await;
    assert_eq!(pairs.len(), 1, "{pairs:?}");
    let both = [
        text(&pairs[0]["first"], "id"),
        text(&pairs[0]["second"], "id"),
    ];
    let mut expected = [one, other];
    expected.sort();
    assert_eq!(both, expected);
    assert_eq!(pairs[0]["points"], 55);
    let reasons = pairs[0]["reasons"].as_array().unwrap().iter();
    let reasons: Vec<String> = reasons.map(|one| text(one, "reason")).collect();
    assert_eq!(reasons, ["same_name", "same_name_in_address"]);
    assert_eq!(today(&service.admin).await, 1);
    let auditor = service.staff(Role::Auditor).await;
    assert_eq!(problem(auditor.get("/api/v1/duplicates").await).0, 403);
}

async fn what_is_decided_is_not_asked_again(engine: Engine) {
    let (service, [one, other, bo]) = alike(engine).await;
    let path = format!("/api/v1/people/{other}/apart/{one}");
    let reason = json!({ "reason": "Två lärare som heter Anna Ek." });
    let put = async |body: &Value| service.admin.send_json(Method::PUT, &path, &[], body).await;
    assert_eq!(problem(put(&json!({ "reason": " " })).await).0, 422);
    assert!(put(&reason).await.unwrap().status.is_success());
    assert!(found(&service.admin).await.is_empty());
    assert_eq!(today(&service.admin).await, 0);
    // It stands in the history of both, without the words.
    let trail = ok(service
        .admin
        .get("/api/v1/audit?action=person.kept_apart")
        .await);
    assert_eq!(trail["items"].as_array().unwrap().len(), 2);
    assert!(!trail.to_string().contains("lärare"));
    let stored = service.stored().await;
    assert!(
        !stored.contains("som heter Anna Ek"),
        "the reason is sealed"
    );
    // What is kept of one does not lead to the other.
    let extract = format!("/api/v1/people/{one}/extract");
    let extract = ok(service.admin.post(&extract, &json!({})).await);
    assert_eq!(
        extract["content"]["told_apart"].as_array().unwrap().len(),
        1
    );
    assert!(!extract.to_string().contains(&other), "{extract}");
    let delete = async |path: &str| {
        let sent = service
            .admin
            .send_json(Method::DELETE, path, &[], &json!({}))
            .await;
        sent.map(|reply| reply.status.as_u16())
    };
    assert_eq!(delete(&path).await.unwrap(), 204);
    assert_eq!(found(&service.admin).await.len(), 1);
    let twice = service
        .admin
        .send_json(Method::DELETE, &path, &[], &json!({}))
        .await;
    assert_eq!(problem(twice).0, 404);
    let same = format!("/api/v1/people/{bo}/apart/{bo}");
    let same = service
        .admin
        .send_json(Method::PUT, &same, &[], &reason)
        .await;
    assert_eq!(problem(same).0, 422);
}

async fn the_protected_are_proposed_to_the_officer_alone(engine: Engine) {
    let (service, [one, other, _]) = alike(engine).await;
    let any = [("if-match", "*")];
    let protect = json!({ "security_marking": "confidential" });
    let path = format!("/api/v1/people/{one}");
    ok(service
        .officer
        .send_json(Method::PATCH, &path, &any, &protect)
        .await);
    assert!(found(&service.admin).await.is_empty(), "not even a count");
    assert_eq!(today(&service.admin).await, 0);
    let seen = found(&service.officer).await;
    assert_eq!((seen.len(), today(&service.officer).await), (1, 1));
    let path = format!("/api/v1/people/{one}/apart/{other}");
    let reason = json!({ "reason": "Två." });
    let refused = service
        .admin
        .send_json(Method::PUT, &path, &[], &reason)
        .await;
    assert_eq!(problem(refused).0, 403);
    let done = service
        .officer
        .send_json(Method::PUT, &path, &[], &reason)
        .await;
    assert!(done.unwrap().status.is_success());
}

#[tokio::test]
async fn the_command_line_shows_them_and_tells_them_apart() {
    let (service, [one, other, _]) = alike(Engine::Sqlite).await;
    let token = service.admin_token().await;
    let run = async |words: &[&str]| {
        let ran = Command::new(binary("samverkan"))
            .args(["--lang", "sv"])
            .args(words)
            .env("SAMVERKAN_URL", format!("http://{}", service.address))
            .env("SAMVERKAN_TOKEN", &token)
            .output()
            .await
            .expect("the binary");
        let said = [ran.stdout, ran.stderr].concat();
        (
            ran.status.code().unwrap(),
            String::from_utf8_lossy(&said).into_owned(),
        )
    };
    let (code, said) = run(&["person", "duplicates"]).await;
    assert!(
        code == 0 && said.contains("samma namn (30)") && said.contains(&one),
        "{said}"
    );
    let (_, said) = run(&[]).await;
    assert!(said.contains("samverkan person duplicates"), "{said}");
    let apart = ["person", "apart", &*one, &*other];
    assert_eq!(run(&apart).await.0, 2, "why has to be said");
    let (code, said) = run(&[&apart[..], &["--reason", "Två."]].concat()).await;
    assert!(code == 0, "{said}");
    assert!(!run(&["person", "duplicates"]).await.1.contains(&one));
    assert_eq!(run(&[&apart[..], &["--again"]].concat()).await.0, 0);
    assert!(run(&["person", "duplicates"]).await.1.contains(&one));
}

//! Asking to have data erased: on the page of one's data, and the decision on it.

use super::{leads_to, says, signed_in};
use harness::{
    Client, Engine, NOW, Reply, TestService, browsing::csrf, ok, on_both_engines, problem, text,
};
use hyper::{Method, StatusCode};
use serde_json::{Value, json};

on_both_engines!(
    a_request_is_decided_on_a_ground,
    a_request_is_taken_back,
    others_requests_do_not_exist,
    requests_of_protected_people_are_the_officers,
);

const HERE: &str = "/min-sida/uppgifter/radera";
const WORDS: &str = "Att jag ville läsa på distans";

async fn requests(client: &Client) -> Vec<Value> {
    let all = ok(client.get("/api/v1/erasure-requests").await);
    all.as_array().unwrap().clone()
}

async fn decide(client: &Client, request: &Value, body: &Value) -> Reply {
    let path = format!("/api/v1/erasure-requests/{}/decide", text(request, "id"));
    let tag = format!("\"{}\"", request["revision"]);
    let headers = [("if-match", &*tag)];
    let reply = client.send_json(Method::POST, &path, &headers, body).await;
    reply.expect("an answer")
}

fn refusal() -> Value {
    json!({
        "outcome": "refused", "ground": "public_task",
        "reason": "Antagningsbeslut måste vi spara",
    })
}

async fn a_request_is_decided_on_a_ground(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    service.all_applied(1).await;
    let mut hers = signed_in(&service, 1).await;
    let page = hers.get("/min-sida/uppgifter").await;
    says(&page, &[&format!("href=\"{HERE}\"")]);
    let page = hers.get(HERE).await;
    says(
        &page,
        &["inom en månad", "vid nästa gallring, inte samma dag"],
    );
    let empty = hers.submit(&page, HERE, &[("vad", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("id=\"vad-wrong\""));
    let sent = hers.submit(&page, HERE, &[("vad", WORDS)]).await;
    leads_to(&sent, &format!("{HERE}?klart=begart"));
    let again = hers.submit(&page, HERE, &[("vad", WORDS)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "one at a time");
    let page = hers.get(&format!("{HERE}?klart=begart")).await;
    says(&page, &["role=\"status\"", "Väntar på beslut", WORDS]);
    assert!(!page.text().contains("<textarea"));
    let request = requests(&service.admin).await.remove(0);
    assert_eq!(request["what"], WORDS);
    // On a ground that fits, as it was seen, and once.
    let body = json!({ "outcome": "granted", "ground": "public_task", "reason": "ja" });
    let (status, _, answer) = problem(Ok(decide(&service.admin, &request, &body).await));
    assert_eq!(
        (status, &answer["errors"][0]["pointer"]),
        (422, &json!("/ground"))
    );
    let path = format!("/api/v1/erasure-requests/{}/decide", text(&request, "id"));
    assert_eq!(problem(service.admin.post(&path, &refusal()).await).0, 428);
    let stale = json!({ "id": request["id"], "revision": 9 });
    let reply = decide(&service.admin, &stale, &refusal()).await;
    assert_eq!(reply.status, StatusCode::PRECONDITION_FAILED);
    let done = ok(Ok(decide(&service.admin, &request, &refusal()).await));
    assert_eq!(done["state"], "refused");
    let reply = decide(&service.admin, &done, &refusal()).await;
    assert_eq!(problem(Ok(reply)).1, "erasure-decided");
    // The person is told, with how to appeal.
    service.tick().await;
    let letter = service.mail().pop().unwrap();
    assert_eq!(letter.to_address, "person1@example.org");
    assert!(letter.body.contains("artikel 17.3 b") && letter.body.contains("förvaltningsrätten"));
    let page = hers.get(HERE).await;
    says(&page, &["Nej, uppgifterna sparas", "17.3 b", "<textarea"]);
    let export = hers.get("/min-sida/uppgifter/hamta").await.text();
    assert!(export.contains(WORDS) && export.contains("public_task"));
    let path = format!("/api/v1/audit?subject={}", text(&request, "id"));
    let rows = service.all(&path).await;
    assert_eq!(rows.len(), 2);
    assert!(
        !format!("{rows:?}").contains("distans"),
        "no words in the trail"
    );
    let stored = service.stored().await;
    assert!(!stored.contains(WORDS), "sealed");
}

async fn a_request_is_taken_back(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut hers = signed_in(&service, 1).await;
    let page = hers.get(HERE).await;
    hers.submit(&page, HERE, &[("vad", WORDS)]).await;
    let request = requests(&service.admin).await.remove(0);
    let path = format!("{HERE}/{}/ta-tillbaka", text(&request, "id"));
    let page = hers.get(&path).await;
    says(&page, &["Ta tillbaka din begäran?", WORDS]);
    let done = hers.submit(&page, &path, &[]).await;
    leads_to(&done, &format!("{HERE}?klart=atertaget"));
    says(&hers.get(HERE).await, &["Du har tagit tillbaka det"]);
    assert_eq!(hers.get(&path).await.status, StatusCode::NOT_FOUND);
    let reply = decide(&service.admin, &request, &refusal()).await;
    assert_eq!(problem(Ok(reply)).1, "erasure-decided");
}

async fn others_requests_do_not_exist(engine: Engine) {
    let service = TestService::start(engine).await;
    let (mut hers, mut his) = (signed_in(&service, 1).await, signed_in(&service, 2).await);
    let page = hers.get(HERE).await;
    hers.submit(&page, HERE, &[("vad", WORDS)]).await;
    let request = requests(&service.admin).await.remove(0);
    let his_page = his.get(HERE).await;
    assert!(!his_page.text().contains(WORDS));
    let back = format!("{HERE}/{}/ta-tillbaka", text(&request, "id"));
    let body = format!("csrf={}&vad=x", csrf(&his_page));
    for path in [&*back, &format!("{HERE}/x/ta-tillbaka")] {
        assert_eq!(his.get(path).await.status, StatusCode::NOT_FOUND);
        let sent = his.send(Method::POST, path, &body).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND);
    }
    // A form of somebody else's does nothing in her name.
    for path in [HERE, &back] {
        let sent = hers.send(Method::POST, path, &body).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
    }
    let (client, _) = service.sign_in("person2@example.org").await;
    let path = format!("/api/v1/erasure-requests/{}", text(&request, "id"));
    assert_eq!(problem(client.get(&path).await).0, 404);
    let reply = client.post(&format!("{path}/withdraw"), &json!({})).await;
    assert_eq!(problem(reply).0, 404);
    assert_eq!(
        ok(client.get("/api/v1/me/erasure-requests").await),
        json!([])
    );
    let (client, _) = service.sign_in("person1@example.org").await;
    assert_eq!(ok(client.get(&path).await)["state"], "waiting");
}

async fn requests_of_protected_people_are_the_officers(engine: Engine) {
    let service = TestService::start(engine).await;
    let (client, _) = service.participant(1, "larare").await;
    let body = json!({ "what": WORDS });
    ok(client.post("/api/v1/me/erasure-requests", &body).await);
    assert_eq!(
        requests(&service.admin).await[0]["what"],
        WORDS,
        "the control"
    );
    service
        .run_sql("UPDATE person SET security_marking = 'confidential'")
        .await;
    let request = requests(&service.admin).await.remove(0);
    assert!(text(&request, "person_name").starts_with("Deltagare "));
    assert_eq!(request.get("what"), None);
    let reply = decide(&service.admin, &request, &refusal()).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    let seen = requests(&service.officer).await.remove(0);
    assert_eq!(seen["what"], WORDS);
    ok(Ok(decide(&service.officer, &seen, &refusal()).await));
    let request = requests(&service.admin).await.remove(0);
    assert_eq!(request.get("answer"), None);
}

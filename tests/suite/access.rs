//! Coming in: codes, tokens.

use harness::{Client, Engine, TestService, ok, on_both_engines, problem, text};
use hyper::Method;
use samverkan_service::usecase::Role;
use serde_json::{Value, json};

on_both_engines!(
    five_wrong_codes_void_the_sign_in,
    a_code_works_once_in_time_and_with_its_secret,
    nobody_learns_who_has_an_address,
    asking_too_often_is_stopped,
    a_second_address_leads_to_the_same_person,
    tokens_end,
    only_an_officer_makes_an_officer,
    participants_see_their_own_tokens,
);

async fn ask(service: &TestService, email: &str) -> Value {
    let body = json!({ "email": email, "language": "sv" });
    let started = ok(service.anyone.post("/api/v1/sign-ins", &body).await);
    service.tick().await;
    started
}

async fn confirm(
    service: &TestService,
    started: &Value,
    secret: &str,
    code: &str,
) -> Result<Value, (u16, String)> {
    let path = format!("/api/v1/sign-ins/{}/confirm", text(started, "id"));
    let body = json!({ "secret": secret, "code": code });
    let reply = service.anyone.post(&path, &body).await.unwrap();
    if reply.status.is_success() {
        return Ok(ok(Ok(reply)));
    }
    let (status, code, _) = problem(Ok(reply));
    Err((status, code))
}

fn refused() -> Result<Value, (u16, String)> {
    Err((409, "sign-in-refused".to_owned()))
}

async fn five_wrong_codes_void_the_sign_in(engine: Engine) {
    let service = TestService::start(engine).await;
    let started = ask(&service, "anna@example.org").await;
    let (code, secret) = (
        service.last_code("anna@example.org"),
        text(&started, "secret"),
    );
    for _ in 0..5 {
        assert_eq!(
            confirm(&service, &started, &secret, "AAAAAAAA").await,
            refused()
        );
    }
    assert_eq!(
        confirm(&service, &started, &secret, &code).await,
        refused(),
        "void"
    );
    // Four leave one.
    let started = ask(&service, "anna@example.org").await;
    let (code, secret) = (
        service.last_code("anna@example.org"),
        text(&started, "secret"),
    );
    for _ in 0..4 {
        assert_eq!(
            confirm(&service, &started, &secret, "AAAAAAAA").await,
            refused()
        );
    }
    assert_eq!(
        confirm(&service, &started, &secret, &code).await.unwrap()["is_new"],
        true
    );
}

async fn a_code_works_once_in_time_and_with_its_secret(engine: Engine) {
    let service = TestService::start(engine).await;
    let email = "anna@example.org";
    let first = ask(&service, email).await;
    let first_code = service.last_code(email);
    let second = ask(&service, email).await;
    let code = service.last_code(email);
    let secret = text(&second, "secret");
    assert_eq!(
        confirm(&service, &second, &text(&first, "secret"), &code).await,
        refused()
    );
    assert_eq!(
        confirm(&service, &second, &secret, &first_code).await,
        refused()
    );
    let nobody = json!({ "id": "01a207a2-3280-7010-9283-40f9eb9faa1c" });
    assert_eq!(confirm(&service, &nobody, &secret, &code).await, refused());
    // As people type: small letters, spaces, hyphens.
    let typed = format!(" {}-{} ", code[..4].to_lowercase(), &code[4..]);
    assert!(confirm(&service, &second, &secret, &typed).await.is_ok());
    assert_eq!(
        confirm(&service, &second, &secret, &code).await,
        refused(),
        "used"
    );
    service.advance(599);
    let in_time = confirm(&service, &first, &text(&first, "secret"), &first_code).await;
    assert_eq!(in_time.unwrap()["is_new"], false);
    let third = ask(&service, email).await;
    service.advance(600);
    let late = confirm(
        &service,
        &third,
        &text(&third, "secret"),
        &service.last_code(email),
    )
    .await;
    assert_eq!(late, refused(), "expired");
}

async fn nobody_learns_who_has_an_address(engine: Engine) {
    let service = TestService::start(engine).await;
    service.participant(1, "larare").await;
    let mut shapes = Vec::new();
    for email in ["person1@example.org", "nobody1@example.org"] {
        let body = json!({ "email": email, "language": "sv" });
        let reply = service
            .anyone
            .post("/api/v1/sign-ins", &body)
            .await
            .unwrap();
        let mut headers: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
        headers.sort();
        let status = reply.status;
        let length = reply.body.len();
        let fields: Vec<String> = ok(Ok(reply)).as_object().unwrap().keys().cloned().collect();
        shapes.push((status, length, headers, fields));
    }
    assert_eq!(shapes[0], shapes[1]);
    assert_eq!(service.tick().await.delivered, 2, "both get a code");
    for email in [
        "",
        "x",
        "a@b@c",
        "a b@example.org",
        "a@example.org\r\nBcc: b@example.org",
    ] {
        let body = json!({ "email": email, "language": "sv" });
        assert_eq!(
            problem(service.anyone.post("/api/v1/sign-ins", &body).await).0,
            422,
            "{email:?}"
        );
    }
}

async fn asking_too_often_is_stopped(engine: Engine) {
    let service = TestService::start(engine).await;
    let body = |email: &str| json!({ "email": email, "language": "sv" });
    for spelling in ["anna@example.org", "Anna@Example.org"]
        .iter()
        .cycle()
        .take(10)
    {
        ok(service
            .anyone
            .post("/api/v1/sign-ins", &body(spelling))
            .await);
    }
    let reply = service
        .anyone
        .post("/api/v1/sign-ins", &body("ANNA@example.org"))
        .await
        .unwrap();
    assert_eq!(reply.header("retry-after"), "600");
    assert_eq!(problem(Ok(reply)).0, 429);
    ok(service
        .anyone
        .post("/api/v1/sign-ins", &body("bo@example.org"))
        .await);
    service.advance(600);
    ok(service
        .anyone
        .post("/api/v1/sign-ins", &body("anna@example.org"))
        .await);
}

async fn a_second_address_leads_to_the_same_person(engine: Engine) {
    let service = TestService::start(engine).await;
    let (_, anna) = service.sign_in("anna@example.org").await;
    let mut tx = service
        .app
        .database
        .write("tester", service.now())
        .await
        .unwrap();
    let person = samverkan_domain::id::PersonId(anna.parse().unwrap());
    tx.insert_email(person, "anna@work.example", "Anna@work.example", None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let (client, again) = service.sign_in("ANNA@work.example").await;
    assert_eq!(anna, again);
    assert_eq!(text(&ok(client.get("/api/v1/me").await), "id"), anna);
    let mut tx = service.app.database.read().await.unwrap();
    let emails = tx.emails(person).await.unwrap();
    assert!(emails.iter().all(|email| email.verified_at.is_some()));
}

async fn make_token(client: &Client, role: &str, days: i64) -> Value {
    let body = json!({ "name": "t", "role": role, "days": days });
    ok(client.post("/api/v1/tokens", &body).await)
}

async fn tokens_end(engine: Engine) {
    let service = TestService::start(engine).await;
    let made = make_token(&service.admin, "auditor", 1).await;
    let client = service.anyone.with_token(text(&made, "token"));
    ok(client.get("/api/v1/audit").await);
    service.tick().await;
    let listed = ok(service.admin.get("/api/v1/tokens").await);
    assert!(
        !listed.to_string().contains(&text(&made, "token")),
        "shown once only"
    );
    let used = listed
        .as_array()
        .unwrap()
        .iter()
        .find(|t| t["id"] == made["id"])
        .unwrap();
    assert_eq!(used["last_used_at"], harness::NOW);

    service.advance(24 * 3600 - 1);
    ok(client.get("/api/v1/audit").await);
    service.advance(1);
    assert_eq!(problem(client.get("/api/v1/audit").await).0, 401, "expired");

    let made = make_token(&service.admin, "auditor", 1).await;
    let token = text(&made, "token");
    let client = service.anyone.with_token(&token);
    ok(client.get("/api/v1/audit").await);
    let path = format!("/api/v1/tokens/{}", text(&made, "id"));
    let gone = service
        .admin
        .send(Method::DELETE, &path, &[], "")
        .await
        .unwrap();
    assert_eq!(gone.status, 204);
    assert_eq!(problem(client.get("/api/v1/audit").await).0, 401, "revoked");
    let mistyped = format!("{}x", &token[..token.len() - 1]);
    for wrong in [&*mistyped, "", "samverkan_pat_", "x", "å"] {
        let reply = service
            .anyone
            .send(
                Method::GET,
                "/api/v1/audit",
                &[("authorization", &format!("Bearer {wrong}"))],
                "",
            )
            .await;
        let Ok(reply) = reply else { continue };
        assert_eq!(reply.header("www-authenticate"), "Bearer");
        assert_eq!(problem(Ok(reply)).0, 401, "{wrong}");
    }
    for (days, status) in [(0, 422), (91, 422), (i64::MAX, 422), (90, 201)] {
        let body = json!({ "name": "t", "role": "auditor", "days": days });
        let reply = service.admin.post("/api/v1/tokens", &body).await.unwrap();
        assert_eq!(reply.status.as_u16(), status, "{days}");
    }
}

async fn only_an_officer_makes_an_officer(engine: Engine) {
    let service = TestService::start(engine).await;
    let officer = json!({ "name": "t", "role": "officer", "days": 1 });
    assert_eq!(
        problem(service.admin.post("/api/v1/tokens", &officer).await).0,
        403
    );
    make_token(&service.officer, "officer", 1).await;
    let participant = json!({ "name": "t", "role": "participant", "days": 1 });
    let (status, _, value) = problem(service.admin.post("/api/v1/tokens", &participant).await);
    assert_eq!(
        (status, text(&value["errors"][0], "pointer")),
        (422, "/role".to_owned())
    );
    let auditor = service.staff(Role::Auditor).await;
    let own = json!({ "name": "t", "role": "auditor", "days": 1 });
    assert_eq!(problem(auditor.post("/api/v1/tokens", &own).await).0, 403);
}

async fn participants_see_their_own_tokens(engine: Engine) {
    let service = TestService::start(engine).await;
    let (anna, _) = service.participant(1, "larare").await;
    let (bo, _) = service.participant(2, "larare").await;
    let hers = ok(anna.get("/api/v1/tokens").await);
    assert_eq!(hers.as_array().unwrap().len(), 1);
    let path = format!("/api/v1/tokens/{}", text(&hers[0], "id"));
    for other in [&bo, &service.admin] {
        assert_eq!(
            problem(other.send(Method::DELETE, &path, &[], "").await).0,
            404
        );
    }
    assert_eq!(
        anna.send(Method::DELETE, &path, &[], "")
            .await
            .unwrap()
            .status,
        204
    );
    assert_eq!(problem(anna.get("/api/v1/me").await).0, 401, "signed out");
    service.advance(12 * 3600);
    assert_eq!(
        problem(bo.get("/api/v1/me").await).0,
        401,
        "twelve hours have passed"
    );
}

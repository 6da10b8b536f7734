//! The trail: complete, readable, and no hand can change it unseen.

use harness::{Engine, TestService, ok, on_both_engines, problem, sql, text};
use samverkan_service::{
    store::Database,
    usecase::{Role, audit::Fault},
};
use serde_json::{Value, json};

on_both_engines!(
    every_write_leaves_its_row,
    the_trail_holds_no_names,
    tampering_is_found_and_named,
    the_database_refuses_to_change_the_trail,
    only_who_may_reads_it,
);

/// A journey with a write of most kinds. Gives the application.
async fn journey(service: &TestService) -> String {
    service.offering().await;
    service.channel("open", "OPEN", 1).await;
    let (anna, person) = service.participant(1, "larare").await;
    let (bo, _) = service.participant(2, "kurator").await;
    let path = "/api/v1/offerings/SA123A-V9001V27/applications";
    let first = ok(anna.post(path, &json!({ "channel": "OPEN" })).await);
    let second = ok(bo.post(path, &json!({ "channel": "OPEN" })).await);
    let first = text(&first, "application");
    let body = json!({ "condition_met": true });
    let register = format!("/api/v1/applications/{first}/register");
    ok(write(&service.admin, &register, &body).await);
    let leave = json!({ "passed_result": false, "reason": "flyttar" });
    ok(anna
        .post(&format!("/api/v1/applications/{first}/withdraw"), &leave)
        .await);
    let second = text(&second, "application");
    ok(write(
        &service.admin,
        &format!("/api/v1/applications/{second}/admit"),
        &json!({}),
    )
    .await);
    let feed = json!({ "kind": "person", "name": "Min kalender", "language": "sv" });
    ok(anna.post("/api/v1/feeds", &feed).await);
    let protect = json!({ "security_marking": "confidential" });
    let headers = [("if-match", "*")];
    let path = format!("/api/v1/people/{person}");
    ok(service
        .officer
        .send_json(hyper::Method::PATCH, &path, &headers, &protect)
        .await);
    second
}

async fn write(
    client: &harness::Client,
    path: &str,
    body: &Value,
) -> Result<harness::Reply, samverkan_service::demo::http::CallError> {
    let headers = [("if-match", "*")];
    client
        .send_json(hyper::Method::POST, path, &headers, body)
        .await
}

async fn trail(service: &TestService) -> Vec<Value> {
    let page = ok(service.admin.get("/api/v1/audit?limit=200").await);
    page["items"].as_array().unwrap().clone()
}

async fn every_write_leaves_its_row(engine: Engine) {
    let service = TestService::start(engine).await;
    let application = journey(&service).await;
    let trail = trail(&service).await;
    let numbers: Vec<i64> = trail
        .iter()
        .map(|row| row["seq"].as_i64().unwrap())
        .collect();
    let expected: Vec<i64> = (1..=i64::try_from(trail.len()).unwrap()).rev().collect();
    assert_eq!(numbers, expected, "newest first, without holes");
    let actors = [
        ("course.created", "token:"),
        ("offering.created", "token:"),
        ("channel.created", "token:"),
        ("token.created", "service"),
        ("person.created", "anonymous"),
        ("person.signed_in", "anonymous"),
        ("person.changed", "person:"),
        ("application.received", "person:"),
        ("application.registered", "token:"),
        ("application.withdrawn", "person:"),
        ("application.admitted", "token:"),
        ("feed.created", "person:"),
        ("person.protected", "token:"),
    ];
    for (action, actor) in actors {
        let row = trail.iter().rfind(|row| row["action"] == action);
        let row = row.unwrap_or_else(|| panic!("no row says {action}"));
        assert!(text(row, "actor").starts_with(actor), "{row}");
        assert_ne!(text(row, "subject"), "00000000-0000-0000-0000-000000000000");
    }
    let withdrawn = trail
        .iter()
        .find(|row| row["action"] == "application.withdrawn")
        .unwrap();
    assert_eq!(withdrawn["reason"], "flyttar");
    assert_eq!(withdrawn["before"]["state"], "registered");
    assert_eq!(withdrawn["after"]["state"], "withdrawn_early");
    let about = ok(service
        .admin
        .get(&format!("/api/v1/audit?subject={application}"))
        .await);
    let actions: Vec<_> = about["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| text(row, "action"))
        .collect();
    assert_eq!(actions, ["application.admitted", "application.received"]);
    let verification = ok(service.admin.get("/api/v1/audit/verification").await);
    assert_eq!(verification, json!({ "rows": trail.len(), "sound": true }));
    // Reading leaves no row.
    assert_eq!(self::trail(&service).await.len(), trail.len());
}

async fn the_trail_holds_no_names(engine: Engine) {
    let service = TestService::start(engine).await;
    journey(&service).await;
    let query = "SELECT actor || ' ' || action || ' ' || COALESCE(before, '') || ' ' ||
        COALESCE(after, '') || ' ' || COALESCE(reason, '') FROM audit";
    let rows = sql::rows::<(String,)>(&service.app.database, query).await;
    for (row,) in rows {
        for secret in [
            "Förnamn",
            "Efternamn",
            "person1",
            "person2",
            "@example.org",
            "samverkan_pat_",
        ] {
            assert!(!row.contains(secret), "{secret} stands in {row}");
        }
    }
}

/// Takes the triggers away, as somebody with the database's password could.
pub(crate) async fn unlock(database: &Database) {
    let statements = match database {
        Database::Sqlite { .. } => "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;",
        Database::Postgres(_) => "ALTER TABLE audit DISABLE TRIGGER USER",
    };
    sql::run(database, statements).await.unwrap();
}

async fn tampering_is_found_and_named(engine: Engine) {
    let changed = |seq| Fault::Changed { seq };
    let last = |last, expected| Fault::Truncated { last, expected };
    let total = 24;
    let cases = [
        ("UPDATE audit SET actor = 'x' WHERE seq = 3", changed(3)),
        ("UPDATE audit SET reason = '' WHERE seq = 1", changed(1)),
        (
            "UPDATE audit SET before = after, after = before WHERE seq = 3",
            changed(3),
        ),
        ("DELETE FROM audit WHERE seq = 5", Fault::Missing { seq: 5 }),
        ("DELETE FROM audit WHERE seq = 1", Fault::Missing { seq: 1 }),
        (
            "UPDATE audit SET seq = -1 WHERE seq = 6; UPDATE audit SET seq = 6 WHERE seq = 7;
          UPDATE audit SET seq = 7 WHERE seq = -1",
            changed(6),
        ),
        ("DELETE FROM audit WHERE seq > 15", last(15, total)),
        ("DELETE FROM audit", last(0, total)),
        (
            "DELETE FROM audit WHERE seq > 15; UPDATE audit_head SET seq = 15",
            last(15, 15),
        ),
    ];
    let service = TestService::start(engine).await;
    journey(&service).await;
    let database = &service.app.database;
    // Two rows more or less do not matter to the cases, but their number must be known.
    let count = sql::number(database, "SELECT COUNT(*) FROM audit").await;
    unlock(database).await;
    sql::run(database, "CREATE TABLE copy AS SELECT * FROM audit")
        .await
        .unwrap();
    sql::run(database, "CREATE TABLE head AS SELECT * FROM audit_head")
        .await
        .unwrap();
    let auditor = samverkan_service::usecase::Caller::Staff {
        role: Role::Auditor,
        token: samverkan_domain::id::TokenId(service.app.seeds.id(service.now())),
        name: String::new(),
        through: samverkan_service::usecase::Through::Token,
    };
    let verify = async || {
        samverkan_service::usecase::audit::verify(&service.app, &auditor)
            .await
            .unwrap()
    };
    assert_eq!((verify().await.fault, verify().await.rows), (None, count));
    for (damage, fault) in cases {
        let fault = match fault {
            Fault::Truncated { last, expected } if expected == total => Fault::Truncated {
                last,
                expected: count,
            },
            other => other,
        };
        sql::run(database, damage).await.unwrap();
        assert_eq!(verify().await.fault, Some(fault), "{damage}");
        let answer = ok(service.admin.get("/api/v1/audit/verification").await);
        assert_eq!(answer["sound"], false);
        assert!(!text(&answer, "fault").is_empty());
        let repair = "DELETE FROM audit; INSERT INTO audit SELECT * FROM copy;
            DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM head";
        sql::run(database, repair).await.unwrap();
        assert_eq!(verify().await.fault, None, "repaired after {damage}");
    }
    // One bit of one hash.
    let flip = match database {
        Database::Sqlite { .. } => {
            "UPDATE audit SET hash = CAST(x'00' || substr(hash, 2) AS BLOB) WHERE seq = 4"
        }
        Database::Postgres(_) => {
            "UPDATE audit SET hash = set_bit(hash, 0, 1 - get_bit(hash, 0)) WHERE seq = 4"
        }
    };
    sql::run(database, flip).await.unwrap();
    assert_eq!(verify().await.fault, Some(changed(4)));
}

async fn the_database_refuses_to_change_the_trail(engine: Engine) {
    let service = TestService::start(engine).await;
    journey(&service).await;
    for statement in [
        "UPDATE audit SET actor = 'x'",
        "UPDATE audit SET reason = reason",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE seq = 1",
        "UPDATE admission SET outcome = 'refused'",
        "DELETE FROM admission",
    ] {
        let error = sql::run(&service.app.database, statement)
            .await
            .unwrap_err();
        let said = error.to_string();
        assert!(
            said.contains("append-only") || said.contains("not changed"),
            "{statement}: {said}"
        );
    }
    if engine == Engine::Postgres {
        for statement in ["TRUNCATE audit", "TRUNCATE admission"] {
            let done = sql::run(&service.app.database, statement).await;
            assert!(done.is_err(), "{statement}");
        }
    }
    let verification = ok(service.admin.get("/api/v1/audit/verification").await);
    assert_eq!(verification["sound"], true);
}

async fn only_who_may_reads_it(engine: Engine) {
    let service = TestService::start(engine).await;
    let auditor = service.staff(Role::Auditor).await;
    ok(auditor.get("/api/v1/audit").await);
    ok(auditor.get("/api/v1/audit/verification").await);
    let (anna, _) = service.participant(1, "larare").await;
    for path in ["/api/v1/audit", "/api/v1/audit/verification"] {
        assert_eq!(problem(anna.get(path).await).0, 403);
        assert_eq!(problem(service.anyone.get(path).await).0, 401);
    }
}

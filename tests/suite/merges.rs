//! Two records of one human made one, and two again.

mod leads;
mod meanwhile;

use harness::{
    Client, Engine, Reply, TestService,
    calendar::make_feed,
    dump::Snapshot,
    ok, on_both_engines, problem,
    round::{self, OFFERING},
    text,
};
use hyper::Method;
use samverkan_service::demo::http::CallError;
use serde_json::{Value, json};

on_both_engines!(
    everything_follows_and_goes_back,
    what_both_have_is_in_the_way,
    a_protection_covers_both,
    merges_are_undone_in_the_opposite_order,
);

/// Fatima of the round, placed in a cohort; and Fatima as she signed in with another address, with needs and a calendar.
async fn two(engine: Engine) -> (TestService, String, String, [Client; 2]) {
    let (service, _) = round::full(engine).await;
    let plan = service.propose(7).await;
    service.commit(&plan).await;
    let merged = service.person("Fatima Sjögren").await;
    let (kept, id) = service.sign_in("fatima.sjogren@kommun.example").await;
    let profile =
        json!({ "given_name": "Fatima", "family_name": "Sjögren Ek", "profession": "larare" });
    ok(kept
        .send_json(Method::PATCH, "/api/v1/me", &[], &profile)
        .await);
    let (client, _) = service.sign_in(&text(&merged, "email")).await;
    for one in [&kept, &client] {
        let needs = json!({ "needs": ["step_free"] });
        let said = one
            .send_json(Method::PUT, "/api/v1/me/needs", &[], &needs)
            .await;
        assert!(said.unwrap().status.is_success());
    }
    let merged = text(&merged, "id");
    service
        .run_sql(&format!(
            "INSERT INTO name_consent SELECT person_id, offering_id, created_at FROM application
             WHERE person_id = {}",
            literal(engine, &merged)
        ))
        .await;
    (service, id, merged, [kept, client])
}

/// An id as the engine writes it.
fn literal(engine: Engine, id: &str) -> String {
    match engine {
        Engine::Sqlite => format!("x'{}'", id.replace('-', "")),
        Engine::Postgres => format!("'{id}'::uuid"),
    }
}

async fn merge(client: &Client, kept: &str, other: &str) -> Result<Reply, CallError> {
    let body = json!({ "other": other, "reason": "Samma person." });
    client
        .post(&format!("/api/v1/people/{kept}/merge"), &body)
        .await
}

async fn unmerge(client: &Client, person: &str) -> Result<Reply, CallError> {
    let body = json!({ "reason": "Det var två." });
    client
        .post(&format!("/api/v1/people/{person}/unmerge"), &body)
        .await
}

/// All that is stored but what only counts changes, and what tells of them.
async fn stored(service: &TestService) -> Snapshot {
    let mut all = service.snapshot().await;
    for table in [
        "audit",
        "audit_head",
        "offering",
        "calendar_generation",
        "token",
        "person_merge",
        "person",
    ] {
        all.remove(table);
    }
    let identity = "CASE WHEN identity_hash IS NULL THEN '' ELSE identity_kind END";
    let people = format!(
        "SELECT given_name || '|' || family_name || '|' || name_key || '|' || sort_key || '|' || security_marking
             || '|' || language || '|' || COALESCE(modality, '') || '|' || COALESCE(profession, '')
             || '|' || COALESCE(programme, '') || '|' || COALESCE(workplace, '') || '|' || {identity}
             || '|' || CASE WHEN merged_into IS NULL THEN '' ELSE 'merged' END FROM person ORDER BY id"
    );
    all.insert("person".to_owned(), service.sql(&people).await);
    all
}

fn count(things: &Value, thing: &str) -> i64 {
    let mut things = things.as_array().unwrap().iter();
    let found = things.find(|one| one["thing"] == thing);
    found.map_or(0, |one| one["count"].as_i64().unwrap())
}

async fn everything_follows_and_goes_back(engine: Engine) {
    let (service, kept, merged, [client, other]) = two(engine).await;
    make_feed(&other, "person", &merged).await;
    let application = text(&service.application(&merged).await, "id");
    let before = stored(&service).await;
    let look = json!({ "other": merged, "reason": "Samma.", "dry_run": true });
    let path = format!("/api/v1/people/{kept}/merge");
    let look = ok(service.admin.post(&path, &look).await);
    assert_eq!(stored(&service).await, before, "a dry run changes nothing");
    let done = ok(merge(&service.admin, &kept, &merged).await);
    assert_eq!(
        (&done["moved"], &done["stayed"]),
        (&look["moved"], &look["stayed"])
    );
    for (thing, many) in [
        ("application", 1),
        ("cohort_member", 1),
        ("email", 1),
        ("feed", 1),
        ("name_consent", 1),
    ] {
        assert_eq!(count(&done["moved"], thing), many, "{thing}: {done}");
    }
    assert_eq!(count(&done["stayed"], "practical_need"), 1, "{done}");
    let fields: Vec<String> = done["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap().to_owned())
        .collect();
    assert!(
        fields.contains(&"identity".to_owned()) && fields.contains(&"programme".to_owned()),
        "{done}"
    );
    // Whose everything is.
    assert_eq!(text(&service.application(&kept).await, "id"), application);
    assert_eq!(
        text(&ok(client.get("/api/v1/me").await), "family_name"),
        "Sjögren Ek"
    );
    assert_eq!(
        text(&ok(other.get("/api/v1/me").await), "id"),
        kept,
        "the sign-in follows"
    );
    let shell = ok(service.admin.get(&format!("/api/v1/people/{merged}")).await);
    assert_eq!(text(&shell, "merged_into"), kept);
    let people = service.all("/api/v1/people").await;
    assert!(people.iter().all(|one| text(one, "id") != merged));
    let extract = ok(service
        .admin
        .post(&format!("/api/v1/people/{kept}/extract"), &json!({}))
        .await);
    let held = &extract["content"]["merged_records"][0];
    assert_eq!(held["practical_needs"], json!(["step_free"]), "{extract}");
    // It stands in the trail of both, before and after; the words do not.
    let trail = ok(service
        .admin
        .get("/api/v1/audit?action=person.merged")
        .await);
    let items = trail["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert!(
        items
            .iter()
            .all(|one| one["before"].is_object() && one["after"].is_object()),
        "{trail}"
    );
    assert!(
        !service.stored().await.contains("Samma person."),
        "the reason is sealed"
    );
    let history = ok(service
        .admin
        .get(&format!("/api/v1/people/{kept}/history"))
        .await);
    assert!(history.to_string().contains("person.merged"), "{history}");
    // And back.
    let listed = ok(service.admin.get("/api/v1/merges").await);
    assert_eq!(text(&listed[0], "reason"), "Samma person.");
    let back = ok(unmerge(&service.admin, &merged).await);
    assert_eq!(back["moved"], done["moved"]);
    assert_eq!(stored(&service).await, before, "as it was before");
    assert_eq!(text(&ok(other.get("/api/v1/me").await), "id"), merged);
    assert_eq!(ok(service.admin.get("/api/v1/merges").await), json!([]));
    assert_eq!(problem(unmerge(&service.admin, &merged).await).0, 404);
    let whole = ok(service.admin.get("/api/v1/audit/verification").await);
    assert_eq!(whole["sound"], true);
}

async fn what_both_have_is_in_the_way(engine: Engine) {
    let (service, kept, merged, [client, _]) = two(engine).await;
    let refused = async |one: &str, other: &str| {
        let (status, code, _) = problem(merge(&service.admin, one, other).await);
        (status, code)
    };
    assert_eq!(refused(&kept, &kept).await.0, 422);
    let nobody = "018f0000-0000-7000-8000-000000000000";
    assert_eq!(refused(&kept, nobody).await.0, 404);
    // Two who have a number each are two.
    let hanna = text(&service.person("Hanna Dahlgren").await, "id");
    let rebecka = text(&service.person("Rebecka Wåhlin").await, "id");
    assert_eq!(
        refused(&hanna, &rebecka).await,
        (409, "two-personal-numbers".to_owned())
    );
    assert_eq!(
        refused(&hanna, &merged).await,
        (409, "both-applied".to_owned())
    );
    // What is decided stands until it is taken back.
    let apart = format!("/api/v1/people/{kept}/apart/{merged}");
    let reason = json!({ "reason": "Två." });
    assert!(
        service
            .admin
            .send_json(Method::PUT, &apart, &[], &reason)
            .await
            .unwrap()
            .status
            .is_success()
    );
    assert_eq!(
        refused(&kept, &merged).await,
        (409, "kept-apart".to_owned())
    );
    assert!(
        service
            .admin
            .send_json(Method::DELETE, &apart, &[], &json!({}))
            .await
            .unwrap()
            .status
            .is_success()
    );
    // Whoever leads does not take part.
    let leads = format!("/api/v1/offerings/{OFFERING}/facilitators/{kept}");
    let put = service
        .admin
        .send_json(Method::PUT, &leads, &[], &json!({ "most": 1 }))
        .await;
    assert!(put.unwrap().status.is_success());
    assert_eq!(
        refused(&kept, &merged).await,
        (409, "both-leading".to_owned())
    );
    assert!(
        service
            .admin
            .send_json(Method::DELETE, &leads, &[], &json!({}))
            .await
            .unwrap()
            .status
            .is_success()
    );
    // Nor do staff become somebody, or somebody staff.
    service
        .run_sql(&format!(
            "INSERT INTO staff (person_id, role, created_at) SELECT {}, 'auditor', created_at FROM person LIMIT 1",
            literal(engine, &kept)
        ))
        .await;
    for (one, other) in [(&kept, &merged), (&merged, &kept)] {
        assert_eq!(
            refused(one, other).await,
            (409, "staff-not-merged".to_owned())
        );
    }
    service.run_sql("DELETE FROM staff").await;
    let auditor = service
        .staff(samverkan_service::usecase::Role::Auditor)
        .await;
    assert_eq!(problem(merge(&auditor, &kept, &merged).await).0, 403);
    assert_eq!(problem(merge(&client, &kept, &merged).await).0, 403);
    ok(merge(&service.admin, &kept, &merged).await);
    assert_eq!(refused(&kept, &merged).await.0, 404, "it is nobody now");
}

async fn a_protection_covers_both(engine: Engine) {
    let (service, kept, merged, [client, _]) = two(engine).await;
    let (_, feed) = make_feed(&client, "person", &kept).await;
    let path = format!("/api/v1/people/{merged}");
    let protect = json!({ "security_marking": "confidential" });
    ok(service
        .officer
        .send_json(Method::PATCH, &path, &[("if-match", "*")], &protect)
        .await);
    let before = stored(&service).await;
    assert_eq!(problem(merge(&service.admin, &kept, &merged).await).0, 403);
    let done = ok(merge(&service.officer, &kept, &merged).await);
    assert_eq!(done["protected"], true);
    let seen = ok(service.admin.get(&format!("/api/v1/people/{kept}")).await);
    assert!(
        !seen.to_string().contains("Fatima") && seen.get("email").is_none(),
        "{seen}"
    );
    let shell = ok(service.admin.get(&path).await);
    assert!(!shell.to_string().contains("Fatima"), "{shell}");
    let found = ok(service.admin.get("/api/v1/people?name=fatima%20sj").await);
    assert_eq!(found["items"], json!([]));
    assert_eq!(ok(service.admin.get("/api/v1/merges").await), json!([]));
    assert_ne!(
        service.anyone.get(&feed).await.unwrap().status,
        200,
        "the calendar has ended"
    );
    assert_eq!(problem(unmerge(&service.admin, &kept).await).0, 403);
    ok(unmerge(&service.officer, &kept).await);
    assert_eq!(stored(&service).await, before);
    assert_eq!(service.anyone.get(&feed).await.unwrap().status, 200);
}

async fn merges_are_undone_in_the_opposite_order(engine: Engine) {
    let (service, kept, merged, _) = two(engine).await;
    let (_, third) = service.sign_in("fatima@post.example").await;
    let before = stored(&service).await;
    ok(merge(&service.admin, &kept, &merged).await);
    ok(merge(&service.admin, &third, &kept).await);
    let shell = ok(service.admin.get(&format!("/api/v1/people/{merged}")).await);
    assert_eq!(text(&shell, "merged_into"), third, "where it has all gone");
    assert_eq!(
        problem(unmerge(&service.admin, &merged).await).1,
        "merged-further"
    );
    ok(unmerge(&service.admin, &third).await);
    ok(merge(&service.admin, &kept, &third).await);
    assert_eq!(
        problem(unmerge(&service.admin, &merged).await).1,
        "later-merge"
    );
    ok(unmerge(&service.admin, &third).await);
    ok(unmerge(&service.admin, &kept).await);
    assert_eq!(stored(&service).await, before);
}

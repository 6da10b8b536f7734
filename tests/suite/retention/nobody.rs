//! After the register of admissions is weeded nobody is left in it, and every count is.

use super::{carry_out, plan, rule, set, things};
use crate::places::{OFFERING, go_to};
use harness::{Engine, TestService, dump::Snapshot, ok, on_both_engines, round, text};
use hyper::Method;
use samverkan_service::usecase::Role;
use serde_json::{Value, json};

on_both_engines!(
    nobody_is_left_and_everything_is_counted,
    decisions_stay_what_they_were,
    each_category_goes_alone,
);

/// The round with cohorts, letters and much said by people: everything that hides a name.
async fn told(engine: Engine) -> TestService {
    let (service, _) = round::full(engine).await;
    let hanna = service.person("Hanna Dahlgren").await;
    let (client, id) = service.sign_in(&text(&hanna, "email")).await;
    let application = text(&service.application(&id).await, "id");
    let put = async |path: &str, body: Value| {
        let done = client
            .send_json(Method::PUT, path, &[], &body)
            .await
            .unwrap();
        assert!(done.status.is_success(), "{path}: {}", done.text());
    };
    put("/api/v1/me/needs", json!({ "needs": ["step_free"] })).await;
    put(
        &format!("{OFFERING}/company-wishes"),
        json!({ "with": ["bo@example.org"] }),
    )
    .await;
    put(
        "/api/v1/me/merits",
        json!({ "credits_tenths": 300, "employer": "Dahlgrens skola" }),
    )
    .await;
    let made = service.propose(1).await;
    service.commit(&made).await;
    let feed = json!({ "kind": "person", "name": "Hanna Dahlgrens", "language": "sv" });
    ok(client.post("/api/v1/feeds", &feed).await);
    let cohort = service.cohorts().await.into_iter();
    let mut cohort = cohort.filter(|cohort| cohort["members"].to_string().contains(&id));
    let body =
        json!({ "cohort": cohort.next().expect("hers")["id"], "reason": "Jag är Hanna Dahlgren." });
    ok(client.post("/api/v1/me/cohort-transfers", &body).await);
    let contact = json!({ "way": "phone", "outcome": "reached" });
    ok(service
        .admin
        .post(
            &format!("/api/v1/applications/{application}/contacts"),
            &contact,
        )
        .await);
    let other = text(&service.person("Rebecka Qvarnström").await, "id");
    let apart = json!({ "kind": "apart", "person": id, "other": other, "reason": "Dahlgren och Qvarnström" });
    ok(service
        .admin
        .post(&format!("{OFFERING}/cohort-rules"), &apart)
        .await);
    service
        .run_sql(
            "UPDATE application SET findings = NULL, condition_text = 'Dahlgren', head_email = 'chef@dahlgren.example';
             INSERT INTO presence (application_id, kind, on_day, noted_by, noted_at)
             SELECT id, 'upprop', '2027-01-20', 'tester', created_at FROM application",
        )
        .await;
    service.tick().await;
    service
}

/// What must be gone, by whom it belongs to.
async fn secrets(service: &TestService) -> Vec<String> {
    let people = service.all("/api/v1/people").await;
    let mut secrets = Vec::new();
    for person in &people {
        secrets.extend(person["email"].as_str().map(str::to_owned));
        let family = text(person, "family_name");
        secrets.extend((family.chars().count() > 5).then_some(family));
    }
    secrets.push("dahlgren".to_owned());
    assert!(secrets.len() > 60, "{}", secrets.len());
    secrets
}

/// What stands in tables that are about people, in lower case.
fn about_people(snapshot: &Snapshot) -> String {
    // The schedule names teachers, the registers schools and towns.
    let others = ["session", "notice", "workplace", "contract"];
    let kept = snapshot
        .iter()
        .filter(|(table, _)| !others.contains(&table.as_str()));
    let rows = kept.flat_map(|(table, rows)| rows.iter().map(move |row| format!("{table}: {row}")));
    rows.collect::<Vec<_>>().join("\n").to_lowercase()
}

fn found<'a>(secrets: &'a [String], all: &str) -> Vec<&'a String> {
    let there = secrets
        .iter()
        .filter(|secret| all.contains(&secret.to_lowercase()));
    there.collect()
}

async fn nobody_is_left_and_everything_is_counted(engine: Engine) {
    let service = told(engine).await;
    let secrets = secrets(&service).await;
    let before = service.snapshot().await;
    // The control. (A name with an apostrophe stands with two of them in what SQLite quotes.)
    let there = found(&secrets, &about_people(&before)).len();
    assert!(there + 8 > secrets.len() && there > 60, "{there}");
    let admin = go_to(&service, "2039-01-01T12:00:00Z").await;
    let report = async || {
        let mut report = ok(admin.get(&format!("{OFFERING}/report")).await);
        report["made_at"] = json!(null);
        report
    };
    let counted = report().await;
    rule(&admin, "admission", "P10Y").await;
    rule(&admin, "imports", "P2Y").await;
    rule(&admin, "letters", "P2Y").await;
    // One of them is held, and then not.
    let hanna = service
        .sql("SELECT CAST(COUNT(*) AS TEXT) FROM person")
        .await;
    let made = plan(&admin).await;
    let protocol = carry_out(&service, &admin, &made).await;
    assert_eq!(things(&protocol, "weeded"), things(&made, "counts"));
    let people = protocol["weeded"].as_array().unwrap().iter();
    let mut people = people.filter(|count| count["category"] == "admission");
    // The protected are counted like everybody.
    assert_eq!(people.next().unwrap()["people"].to_string(), hanna[0]);
    let after = service.snapshot().await;
    assert_eq!(found(&secrets, &about_people(&after)), [""; 0]);
    // Nor in what SQLite has freed but not written over.
    let stored = service.stored().await.to_lowercase();
    let addresses = secrets.iter().filter(|secret| secret.contains('@'));
    let left: Vec<_> = addresses
        .filter(|address| stored.contains(&***address))
        .collect();
    assert_eq!(left, [""; 0]);
    assert_eq!(after["application"].len(), before["application"].len());
    assert_eq!(after["person"].len(), before["person"].len());
    assert_eq!(report().await, counted, "nothing is counted otherwise");
    let verified = ok(admin.get("/api/v1/audit/verification").await);
    assert_eq!(verified["sound"], json!(true), "{verified}");
    // What is left can still be shown, by everybody who could before.
    let officer = service.staff(Role::Officer).await;
    for path in [
        "/api/v1/people".to_owned(),
        "/api/v1/messages".to_owned(),
        "/api/v1/imports".to_owned(),
        format!("{OFFERING}/cohorts"),
        format!("{OFFERING}/cohort-plans"),
        format!("{OFFERING}/rollcall"),
        "/api/v1/erasure-requests".to_owned(),
    ] {
        ok(officer.get(&path).await);
    }
    let person = service
        .sql("SELECT CAST(subject_id AS TEXT) FROM audit WHERE action = 'x'")
        .await;
    assert!(person.is_empty());
    // Nothing is left to weed.
    let again = plan(&admin).await;
    assert_eq!(things(&again, "counts"), 0, "{again}");
}

async fn decisions_stay_what_they_were(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let decided = "SELECT outcome FROM admission ORDER BY id";
    let before = service.sql(decided).await;
    assert!(!before.is_empty());
    let run = async |sql: &str| harness::sql::run(&service.app.database, sql).await;
    assert!(run("UPDATE admission SET reason = NULL").await.is_err());
    assert!(run("DELETE FROM contact").await.is_ok(), "nothing there");
    // Not even while weeding.
    run("INSERT INTO weeding_now (one) VALUES (1)")
        .await
        .unwrap();
    assert!(
        run("UPDATE admission SET outcome = 'refused'")
            .await
            .is_err()
    );
    assert!(run("DELETE FROM admission").await.is_err());
    assert!(run("UPDATE audit SET reason = 'x'").await.is_err());
    run("DELETE FROM weeding_now").await.unwrap();
    let admin = go_to(&service, "2039-01-01T12:00:00Z").await;
    ok(set(&admin, "admission", "P10Y", "dnr 1").await);
    let made = plan(&admin).await;
    carry_out(&service, &admin, &made).await;
    assert_eq!(service.sql(decided).await, before);
}

/// What each category weeds, and where it stood.
const TABLES: [(&str, &[&str]); 9] = [
    ("needs", &["practical_need"]),
    ("availability", &["availability"]),
    ("calendars", &["busy_source"]),
    ("wishes", &["company_wish"]),
    ("transfers", &["cohort_transfer"]),
    ("consents", &["name_consent"]),
    ("attendance", &["presence"]),
    ("erasures", &["erasure_request"]),
    ("plans", &["cohort_plan"]),
];

async fn each_category_goes_alone(engine: Engine) {
    let service = told(engine).await;
    service
        .run_sql(
            "INSERT INTO availability (offering_id, person_id, cannot, avoid, modality_strict, noted_by, noted_at)
             SELECT DISTINCT offering_id, person_id, 1, 0, FALSE, 'tester', MIN(created_at)
             FROM application GROUP BY offering_id, person_id;
             INSERT INTO name_consent (person_id, offering_id, given_at)
             SELECT person_id, offering_id, MIN(created_at) FROM application GROUP BY person_id, offering_id;
             INSERT INTO erasure_request (id, person_id, what_sealed, state, ground, created_at, decided_at, decided_by, revision)
             SELECT id, id, identity_hash, 'refused', 'public_task', created_at, created_at, 'tester', 2
             FROM person WHERE identity_hash IS NOT NULL;
             INSERT INTO busy_source (id, person_id, read_at, spans, account, created_at)
             SELECT id, id, created_at, identity_hash, '{}', created_at
             FROM person WHERE identity_hash IS NOT NULL",
        )
        .await;
    let admin = go_to(&service, "2030-01-01T12:00:00Z").await;
    for (category, tables) in TABLES {
        let before = service.snapshot().await;
        rule(&admin, category, "P1Y").await;
        let made = plan(&admin).await;
        assert!(things(&made, "counts") > 0, "{category}");
        let protocol = carry_out(&service, &admin, &made).await;
        assert_eq!(
            things(&protocol, "weeded"),
            things(&made, "counts"),
            "{category}"
        );
        let after = service.snapshot().await;
        for table in tables {
            assert!(
                !before[*table].is_empty() && after[*table].is_empty(),
                "{category}"
            );
        }
        // Nothing else is touched, but for what every write touches.
        let others = [
            "audit",
            "audit_head",
            "weeding_plan",
            "offering",
            "calendar_generation",
            "token",
        ];
        let changed = harness::dump::differing(&before, &after);
        let changed: Vec<_> = changed
            .iter()
            .filter(|table| !tables.contains(&table.as_str()) && !others.contains(&table.as_str()))
            .collect();
        assert!(
            changed.iter().all(|table| *table == "retention_rule"),
            "{category}: {changed:?}"
        );
        let ended = admin
            .send(
                Method::DELETE,
                &format!("/api/v1/retention/{category}"),
                &[],
                "",
            )
            .await;
        ok(ended);
    }
}

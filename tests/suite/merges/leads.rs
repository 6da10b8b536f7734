//! Where the merged record's addresses, numbers and links lead, and what the command line does.

use super::{literal, merge, two, unmerge};
use harness::{
    Engine, TestService,
    binary::{Folder, administer},
    calendar::{fetch, make_feed},
    ok, on_both_engines,
    round::{self, into_offering},
    text,
};
use hyper::Method;
use serde_json::json;
use std::path::Path;

on_both_engines!(
    old_addresses_lead_to_the_kept_one,
    a_file_that_names_the_merged_one_lands_on_the_kept_one,
    who_is_proposed_is_no_longer_when_they_are_one,
    what_has_come_since_stays_or_goes_with_its_course,
    every_table_of_people_is_thought_of,
);

async fn old_addresses_lead_to_the_kept_one(engine: Engine) {
    let (service, kept, merged, [_, other]) = two(engine).await;
    let shown = ok(service.admin.get(&format!("/api/v1/people/{merged}")).await);
    let address = text(&shown, "email");
    let (_, feed) = make_feed(&other, "person", &merged).await;
    let events = |body: &[u8]| {
        String::from_utf8_lossy(body)
            .matches("BEGIN:VEVENT")
            .count()
    };
    let was = events(&fetch(&service.anyone, &feed).await.body);
    assert!(was > 0);
    ok(merge(&service.admin, &kept, &merged).await);
    assert_eq!(events(&fetch(&service.anyone, &feed).await.body), was);
    let (_, person) = service.sign_in(&address).await;
    assert_eq!(person, kept, "the address signs in the kept one");
}

async fn a_file_that_names_the_merged_one_lands_on_the_kept_one(engine: Engine) {
    let (service, kept, merged, _) = two(engine).await;
    // The kept one has a number of their own, so the merged one's stays where it was.
    let number = match engine {
        Engine::Sqlite => "x'01'",
        Engine::Postgres => "'\\x01'",
    };
    service
        .run_sql(&format!(
            "UPDATE person SET identity_kind = 'personal', identity_sealed = {number}, identity_hash = {number}
             WHERE id = {}",
            literal(engine, &kept)
        ))
        .await;
    ok(merge(&service.admin, &kept, &merged).await);
    let people = service.all("/api/v1/people").await.len();
    let applications = service
        .all(&format!("/api/v1/applications?person={kept}"))
        .await;
    let file = round::demo_file("antagna-vt2027.csv");
    let report = service.import(&into_offering("admissions"), file).await;
    assert_eq!(report["sound"], true, "{report}");
    assert_eq!(
        service.all("/api/v1/people").await.len(),
        people,
        "nobody new"
    );
    let now = service
        .all(&format!("/api/v1/applications?person={kept}"))
        .await;
    assert_eq!(now.len(), applications.len());
    let of_shell = format!(
        "SELECT 'x' FROM application WHERE person_id = {}",
        literal(engine, &merged)
    );
    assert!(service.sql(&of_shell).await.is_empty());
    // By the address too, under another number than either's.
    let list = "Förnamn;Efternamn;E-post;Titel;Avtal\nFatima;Sjögren;fatima.sjogren@kommun.example;Lärare;N1\n";
    let report = service.import(&into_offering("nominations"), list).await;
    assert!(!report.to_string().contains(&merged), "{report}");
}

async fn who_is_proposed_is_no_longer_when_they_are_one(engine: Engine) {
    let (service, kept, merged, _) = two(engine).await;
    let pairs = ok(service.admin.get("/api/v1/duplicates").await);
    let ours = |pairs: &serde_json::Value| pairs.to_string().contains(&kept);
    assert!(ours(&pairs), "{pairs}");
    // What was decided of the merged record is about the kept one from now on.
    let (_, third) = service.sign_in("fatima.sjogren@post.example").await;
    let name = json!({ "given_name": "Fatima", "family_name": "Sjögren" });
    let path = format!("/api/v1/people/{third}");
    ok(service
        .admin
        .send_json(Method::PATCH, &path, &[("if-match", "*")], &name)
        .await);
    let apart = format!("/api/v1/people/{third}/apart/{merged}");
    let reason = json!({ "reason": "Två." });
    let put = service
        .admin
        .send_json(Method::PUT, &apart, &[], &reason)
        .await;
    assert!(put.unwrap().status.is_success());
    assert!(
        ok(service.admin.get("/api/v1/duplicates").await)
            .to_string()
            .contains(&third),
        "the control"
    );
    ok(merge(&service.admin, &kept, &merged).await);
    let pairs = ok(service.admin.get("/api/v1/duplicates").await);
    assert!(
        !ours(&pairs) && !pairs.to_string().contains(&third),
        "{pairs}"
    );
}

async fn what_has_come_since_stays_or_goes_with_its_course(engine: Engine) {
    let (service, kept, merged, [client, _]) = two(engine).await;
    ok(merge(&service.admin, &kept, &merged).await);
    // The name is changed; a place in a cohort is lost and given anew; a wish is stated in the course.
    let name = json!({ "family_name": "Ek Sjögren" });
    ok(client
        .send_json(Method::PATCH, "/api/v1/me", &[], &name)
        .await);
    let member = "SELECT 'x' FROM cohort_member WHERE person_id = ";
    let at = literal(engine, &kept);
    assert_eq!(service.sql(&format!("{member}{at}")).await.len(), 1);
    let octets = match engine {
        Engine::Sqlite => "x'00'",
        Engine::Postgres => "'\\x00'",
    };
    let since = [
        format!(
            "INSERT INTO company_wish (id, offering_id, person_id, kind, other_sealed, state, created_at)
             SELECT id, offering_id, person_id, 'with', {octets}, 'stated', created_at FROM application
             WHERE person_id = {at}"
        ),
        // As if the place were another than the one that came with the merge.
        "DELETE FROM person_merge_row WHERE thing = 'cohort_member'".to_owned(),
    ];
    for statement in since {
        service.run_sql(&statement).await;
    }
    ok(unmerge(&service.admin, &merged).await);
    assert_eq!(
        text(&ok(client.get("/api/v1/me").await), "family_name"),
        "Ek Sjögren"
    );
    let again = ok(service.admin.get(&format!("/api/v1/people/{merged}")).await);
    assert_eq!(text(&again, "family_name"), "Sjögren");
    for table in ["cohort_member", "company_wish"] {
        let of = async |id: &str| {
            let query = format!(
                "SELECT 'x' FROM {table} WHERE person_id = {}",
                literal(engine, id)
            );
            service.sql(&query).await.len()
        };
        assert_eq!((of(&kept).await, of(&merged).await), (0, 1), "{table}");
    }
}

/// A table that comes to name people is thought of here too: what of it follows, or why not.
async fn every_table_of_people_is_thought_of(engine: Engine) {
    let service = TestService::start(engine).await;
    let query = match engine {
        Engine::Sqlite => {
            "SELECT m.name || '.' || f.\"from\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f
             WHERE m.type = 'table' AND f.\"table\" = 'person' ORDER BY 1"
        }
        Engine::Postgres => {
            "SELECT c.conrelid::regclass::text || '.' || a.attname
             FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
             WHERE c.contype = 'f' AND c.confrelid = 'person'::regclass ORDER BY 1"
        }
    };
    let mut columns = service.sql(query).await;
    // Who works here is not merged; decisions and merges tell of records as they were.
    let told = [
        "staff.person_id",
        "person_apart.first_id",
        "person_apart.second_id",
        "person_merge.kept_id",
        "person_merge.merged_id",
    ];
    columns.retain(|column| !told.contains(&&**column));
    let follows: Vec<String> = samverkan_service::store::merge::what_follows()
        .map(|(table, column)| format!("{table}.{column}"))
        .collect();
    columns.retain(|column| !follows.contains(column));
    assert!(columns.is_empty(), "{columns:?} of {follows:?}");
    assert!(follows.len() > 20);
}

/// The commands of the page, on the two that it tells of.
#[tokio::test]
async fn the_page_works_as_it_is_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = std::fs::read_to_string(root.join("docs/dubbletter.md")).expect("the page");
    let (service, kept, merged, _) = two(Engine::Sqlite).await;
    let token = service.admin_token().await;
    let folder = Folder::new();
    std::fs::create_dir_all(&folder.0).expect("a folder");
    let mut ran = 0;
    for line in page
        .lines()
        .filter_map(|line| line.strip_prefix("> samverkan "))
    {
        let line = line.replace("PERSON", &kept).replace("ANNAN", &merged);
        let words = words(&line);
        let words: Vec<&str> = words.iter().map(|word| &**word).collect();
        let (code, said) = administer(&service, &token, &folder, &words).await;
        assert_eq!(code, 0, "{line}: {said}");
        let json = administer(&service, &token, &folder, &[&["--json"], &*words].concat()).await;
        // Done once, it may be refused the second time.
        assert!(
            json.0 != 0 || json.1.trim_start().starts_with(['{', '[']),
            "{line}: {}",
            json.1
        );
        ran += 1;
    }
    assert!(ran >= 7, "only {ran} commands");
}

/// The words of a command, quotes taken away.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (n, part) in line.split('"').enumerate() {
        if n % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

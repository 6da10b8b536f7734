//! The roles: the documented table, who answers for programmes field by field, the technician, and
//! what a token is.

use harness::{
    Engine, both_engines, ok, problem,
    round::{self, OFFERING},
    text,
};
use hyper::Method;
use samverkan_service::usecase::{Permission, Role};
use serde_json::{Value, json};
use std::collections::BTreeSet;

both_engines!(
    who_answers_for_a_programme_sees_its_own_and_nothing_else,
    nobody_protected_is_in_what_a_programme_sees,
    the_technician_sees_how_it_is_and_nobody,
    tokens_for_programmes_name_known_ones,
    everybody_lists_and_ends_their_own_token,
);

const fn role(role: Role) -> &'static str {
    match role {
        Role::Participant => "deltagare",
        Role::ProgrammeResponsible => "programansvarig",
        Role::Technician => "tekniker",
        Role::Auditor => "granskare",
        Role::Archivist => "arkivarie",
        Role::Administrator => "kursadministratör",
        Role::Officer => "handläggare för skyddade uppgifter",
    }
}

const fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::EditCatalogue => "ändra kurser, kurstillfällen och kanaler",
        Permission::ReadPeople => "läsa personer, anmälningar och beslut",
        Permission::EditPeople => "ändra personer och anmälningar",
        Permission::SeeProtected => "se skyddade personer",
        Permission::Import => "läsa in filer",
        Permission::EditCohorts => "göra och fastställa grupper",
        Permission::EditSchedule => "ändra möten, se krockar",
        Permission::ManageFeeds => "hantera kalenderprenumerationer",
        Permission::ManageTokens => "göra och avsluta nycklar, bjuda in personal",
        Permission::ReadAudit => "läsa loggen",
        Permission::ReadMail => "läsa brev och om de kom fram",
        Permission::EditMail => "ändra brevens ord och regler",
        Permission::ReadRetention => "läsa gallringsplaner och protokoll",
        Permission::SetRetention => "bestämma hur länge uppgifter sparas",
        Permission::Weed => "gallra",
        Permission::ReadOperations => "se hur tjänsten mår",
    }
}

/// The table as the page shows it.
fn documented() -> String {
    let names = Role::ALL.map(role).join(" | ");
    let line = "---|".repeat(Role::ALL.len());
    let mut table = format!("| får | {names} |\n|---|{line}\n");
    for one in Permission::ALL {
        let signs = Role::ALL.map(|role| if role.permits(one) { "ja" } else { "" });
        table += &format!("| {} | {} |\n", permission(one), signs.join(" | "));
    }
    table
}

#[test]
fn the_page_shows_the_table_of_the_code() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/behorigheter.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let table = documented();
    assert!(
        page.contains(&table),
        "docs/behorigheter.md does not show\n{table}"
    );
}

fn fields(value: &Value) -> BTreeSet<&str> {
    let object = value.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

async fn who_answers_for_a_programme_sees_its_own_and_nothing_else(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let people = service.all("/api/v1/people").await;
    let of = |programme: &str| -> BTreeSet<String> {
        let own = people.iter().filter(|one| one["programme"] == programme);
        own.map(|one| text(one, "name")).collect()
    };
    let (own, other) = (of("LAG9Y"), of("LSP9A"));
    assert!(!own.is_empty() && !other.is_empty(), "the round has both");
    let caller = service.answers_for("LAG9Y").await;
    let found = ok(caller.get("/api/v1/programmes/LAG9Y/applications").await);
    let items = found["items"].as_array().expect("items");
    let names: BTreeSet<String> = items.iter().map(|one| text(one, "name")).collect();
    assert!(!names.is_empty() && names.is_subset(&own), "{names:?}");
    // Field by field: nothing but these.
    let allowed = ["changed_at", "course", "id", "name", "offering", "state"];
    assert!(
        items
            .iter()
            .all(|one| fields(one) == BTreeSet::from(allowed)),
        "{found}"
    );
    let clashes = ok(caller.get("/api/v1/programmes/LAG9Y/clashes").await);
    for clash in clashes.as_array().expect("clashes") {
        let allowed = ["ends", "hindered", "offering", "session", "starts", "title"];
        assert_eq!(fields(clash), BTreeSet::from(allowed));
        for one in clash["hindered"].as_array().expect("people") {
            assert_eq!(fields(one), BTreeSet::from(["causes", "name"]));
            assert!(own.contains(&text(one, "name")), "{one}");
        }
    }
    // Another's programme does not exist, no more than one that nobody has.
    for path in ["LSP9A/applications", "LSP9A/clashes", "NONE1/applications"] {
        let (status, ..) = problem(caller.get(&format!("/api/v1/programmes/{path}")).await);
        assert_eq!(status, 404, "{path}");
    }
    // Nor is there any other way, to read or to write.
    let offering = format!("/api/v1/offerings/{OFFERING}");
    for path in [
        "/api/v1/people".to_owned(),
        "/api/v1/applications".to_owned(),
        format!("/api/v1/applications/{}", text(&items[0], "id")),
        format!("{offering}/clashes"),
        format!("{offering}/cohort-plans"),
        "/api/v1/operations".to_owned(),
    ] {
        let (status, ..) = problem(caller.get(&path).await);
        assert_eq!(status, 403, "{path}");
    }
    let body = json!({ "channel": "OPEN-DEMO" });
    let (status, ..) = problem(
        caller
            .post(&format!("{offering}/applications"), &body)
            .await,
    );
    assert_eq!(status, 403);
}

async fn nobody_protected_is_in_what_a_programme_sees(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let people = service.all("/api/v1/people").await;
    let mut hidden = people
        .iter()
        .filter(|one| one["security_marking"] != "none");
    let real = hidden.find(|one| one["programme"].is_string());
    let real = real.expect("somebody protected in a programme");
    let (programme, name) = (text(real, "programme"), text(real, "name"));
    let mut read = service.app.read().await.expect("a transaction");
    let members = read.programme_members(&programme).await.expect("members");
    let id = text(real, "id");
    assert!(members.iter().all(|row| row.person_id.to_string() != id));
    let rows = read.programme_applications(&programme, None, 200).await;
    let rows = rows.expect("applications");
    assert!(!rows.is_empty() && rows.iter().all(|row| !row.family_name.is_empty()));
    drop(read);
    let caller = service.answers_for(&programme).await;
    let applications = format!("/api/v1/programmes/{programme}/applications");
    for client in [&caller, &service.admin, &service.officer] {
        let found = ok(client.get(&format!("{applications}?limit=200")).await);
        let application = service.application(&id).await;
        let shown = found.to_string();
        assert!(
            !shown.contains(&name) && !shown.contains("Deltagare"),
            "{shown}"
        );
        assert!(!shown.contains(&text(&application, "id")), "{shown}");
        let clashes = ok(client
            .get(&format!("/api/v1/programmes/{programme}/clashes"))
            .await);
        let shown = clashes.to_string();
        assert!(
            !shown.contains(&name) && !shown.contains("Deltagare"),
            "{shown}"
        );
    }
}

async fn the_technician_sees_how_it_is_and_nobody(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let technician = service.staff(Role::Technician).await;
    let before = ok(technician.get("/api/v1/operations").await);
    assert!(before.get("work_done_at").is_none(), "{before}");
    assert!(before["mail"]["waiting"].as_i64() > Some(0), "{before}");
    let mut read = service.app.read().await.expect("a transaction");
    let (_, due) = read.outbox_waiting().await.expect("an answer");
    assert!(due.is_some_and(|due| due <= service.now()));
    drop(read);
    // Letters that wait too long are remarked on, until they have gone.
    service.advance(11 * 60);
    let late = ok(technician.get("/api/v1/operations").await);
    assert_eq!(late["remarks"], json!(["not_https", "mail_waits"]));
    service.tick().await;
    let after = ok(technician.get("/api/v1/operations").await);
    assert_eq!(after["work_done_at"], service.now().to_string());
    assert_eq!(after["mail"]["waiting"], 0);
    assert_eq!(after["remarks"], json!(["not_https"]));
    let shown = after.to_string();
    assert!(!shown.contains('@') && !shown.contains("Dragan"), "{shown}");
    for path in ["people", "applications", "messages", "audit", "imports"] {
        let (status, ..) = problem(technician.get(&format!("/api/v1/{path}")).await);
        assert_eq!(status, 403, "{path}");
    }
}

async fn tokens_for_programmes_name_known_ones(engine: Engine) {
    let (service, _) = round::full(engine).await;
    for (role, programmes, code) in [
        ("programme_responsible", json!([]), "programmes-and-role"),
        (
            "programme_responsible",
            json!(["NONE1"]),
            "unknown-programme",
        ),
        ("technician", json!(["LAG9Y"]), "programmes-and-role"),
    ] {
        let new = json!({ "name": "t", "role": role, "days": 1, "programmes": programmes });
        let (status, _, answer) = problem(service.admin.post("/api/v1/tokens", &new).await);
        assert_eq!(status, 422, "{role}");
        assert_eq!(answer["errors"][0]["code"], code, "{answer}");
    }
    service.answers_for("LAG9Y").await;
    let listed = ok(service.admin.get("/api/v1/tokens").await);
    let all = listed.as_array().expect("tokens").iter();
    let mut made = all.filter(|token| token["role"] == "programme_responsible");
    assert_eq!(made.next().expect("listed")["programmes"], json!(["LAG9Y"]));
}

async fn everybody_lists_and_ends_their_own_token(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let programme = service.answers_for("LAG9Y").await;
    let technician = service.staff(Role::Technician).await;
    for client in [&programme, &technician] {
        let own = ok(client.get("/api/v1/tokens").await);
        let [own] = own.as_array().expect("tokens").as_slice() else {
            panic!("{own}");
        };
        // Neither the token nor its hash is told.
        assert!(!own.to_string().contains("samverkan_pat_") && own.get("token_hash").is_none());
        let admins = ok(service.admin.get("/api/v1/tokens").await);
        let others = admins.as_array().expect("tokens").iter();
        let other = others
            .clone()
            .find(|token| token["id"] != own["id"])
            .expect("another");
        let path = format!("/api/v1/tokens/{}", text(other, "id"));
        let (status, ..) = problem(client.send(Method::DELETE, &path, &[], "").await);
        assert_eq!(status, 404, "another's");
        let path = format!("/api/v1/tokens/{}", text(own, "id"));
        let ended = client.send(Method::DELETE, &path, &[], "").await;
        assert!(ended.expect("an answer").status.is_success());
        let (status, ..) = problem(client.get("/api/v1/tokens").await);
        assert_eq!(status, 401, "ended");
    }
}

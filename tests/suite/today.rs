//! What needs doing today: each thing while it waits, and no longer; calm when nothing does.

mod control;

use harness::{
    Engine, TestService,
    binary::Folder,
    binary::binary,
    browser::Browser,
    office::says,
    ok, on_both_engines, problem,
    round::{self, OFFERING},
    sql, text,
};
use samverkan_domain::id::PersonId;
use samverkan_service::{
    store::{company::CompanyRow, erasure::ErasureRow, today::Bounds, transfer::TransferRow},
    usecase::Role,
};
use serde_json::{Value, json};
use tokio::process::Command;

on_both_engines!(
    nothing_waits_and_that_is_said,
    everything_waits_until_it_is_done,
    only_staff_who_see_people_are_told,
);

async fn today(service: &TestService) -> Vec<Value> {
    let today = ok(service.admin.get("/api/v1/today").await);
    today["waits"].as_array().unwrap().clone()
}

/// How many of a kind wait.
async fn waits(service: &TestService, kind: &str) -> i64 {
    let all = today(service).await;
    let of = all.iter().filter(|one| one["kind"] == kind);
    of.map(|one| one["count"].as_i64().unwrap()).sum()
}

async fn change(service: &TestService, statement: &str) {
    sql::run(&service.app.database, statement).await.unwrap();
}

/// What `samverkan` says with these arguments, and its exit code.
async fn said(service: &TestService, token: Option<&str>, arguments: &[&str]) -> (i32, String) {
    let folder = Folder::new();
    let mut command = Command::new(binary("samverkan"));
    command
        .args(arguments)
        .env_clear()
        .env("SAMVERKAN_CLI_CONFIG", folder.0.join("config.toml"))
        .env("SAMVERKAN_URL", format!("http://{}", service.address))
        .env("LANG", "sv_SE.UTF-8");
    if let Some(token) = token {
        command.env("SAMVERKAN_TOKEN", token);
    }
    let output = command.output().await.unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).unwrap();
    (output.status.code().unwrap(), text)
}

async fn token(service: &TestService) -> String {
    let wanted = json!({ "name": "t", "role": "administrator", "days": 1 });
    text(
        &ok(service.admin.post("/api/v1/tokens", &wanted).await),
        "token",
    )
}

async fn nothing_waits_and_that_is_said(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    assert_eq!(today(&service).await, Vec::<Value>::new());
    let token = token(&service).await;
    let (code, words) = said(&service, Some(&token), &[]).await;
    assert_eq!((code, words.trim()), (0, "Inget väntar på dig i dag"));
    let (code, words) = said(&service, Some(&token), &["--json"]).await;
    let shown: Value = serde_json::from_str(&words).unwrap();
    assert_eq!((code, &shown["waits"]), (0, &json!([])));
    // Not signed in: how to begin, and for a script a refusal.
    let (code, words) = said(&service, None, &[]).await;
    assert_eq!(code, 0, "{words}");
    assert!(words.contains("Du är inte inloggad") && words.contains("samverkan login"));
    let (code, words) = said(&service, None, &["--json"]).await;
    assert_eq!(code, 3, "{words}");
}

async fn everything_waits_until_it_is_done(engine: Engine) {
    let (mut service, offering) = round::full(engine).await;
    let soon = |date: &str| match engine {
        Engine::Sqlite => {
            let at: jiff::Timestamp = format!("{date}T12:00:00Z").parse().unwrap();
            at.as_microsecond().to_string()
        }
        Engine::Postgres => format!("TIMESTAMPTZ '{date} 12:00:00Z'"),
    };
    assert_eq!(waits(&service, "no_cohorts").await, 0, "there is time");
    service.clock_to("2027-01-11T08:00:00Z");
    service.sign_staff_in_again().await;
    service.tick().await;
    let people = waits(&service, "no_cohorts").await;
    assert!(people > 40, "{people}");
    // A proposal, which is for somebody to commit.
    let plan = service.propose(1).await;
    assert_eq!(waits(&service, "no_cohorts").await, 0);
    assert_eq!(waits(&service, "proposals").await, 1);
    service.commit(&plan).await;
    assert_eq!(waits(&service, "proposals").await, 0);
    assert_eq!(waits(&service, "unplaced").await, 0);
    let out = "DELETE FROM cohort_member WHERE person_id IN
               (SELECT person_id FROM application WHERE state = 'admitted' ORDER BY id LIMIT 2)";
    change(&service, out).await;
    assert_eq!(waits(&service, "unplaced").await, 2);
    // Somebody to answer, a head to approve, a reserve to call.
    let answer = format!(
        "UPDATE application SET answer_by = {} WHERE id IN
         (SELECT id FROM application WHERE state = 'admitted' ORDER BY id LIMIT 3)",
        soon("2027-01-13")
    );
    change(&service, &answer).await;
    let all = today(&service).await;
    let answers = all.iter().find(|one| one["kind"] == "answers").unwrap();
    assert_eq!(answers["count"], 3);
    assert_eq!(answers["offering"], OFFERING);
    assert_eq!(answers["due"], "2027-01-13T12:00:00Z");
    assert_eq!(waits(&service, "reserves").await, 0);
    let full = "UPDATE application SET state = 'reserve', reserve_position = 1 WHERE id IN
                (SELECT a.id FROM application a JOIN channel c ON c.id = a.channel_id
                 WHERE c.kind = 'employer' AND a.state = 'admitted' ORDER BY a.id LIMIT 1)";
    change(&service, full).await;
    assert_eq!(waits(&service, "reserves").await, 1);
    // What participants ask for.
    let (_, anna) = service.participant(1, "larare").await;
    let person: PersonId = anna.parse().map(PersonId).unwrap();
    let now = service.app.clock.now();
    let erasure = ErasureRow {
        id: service.app.seeds.id(now),
        person_id: person.0,
        what_sealed: vec![1],
        answer_sealed: None,
        state: "waiting".to_owned(),
        ground: None,
        created_at: now.into(),
        decided_at: None,
        decided_by: None,
        revision: 1,
    };
    let transfer = TransferRow {
        id: service.app.seeds.id(now),
        person_id: person.0,
        offering_id: offering.parse().unwrap(),
        set_name: "Grupper".to_owned(),
        from_code: "G01".to_owned(),
        wanted_code: None,
        reason_sealed: vec![1],
        answer_sealed: None,
        state: "waiting".to_owned(),
        to_code: None,
        created_at: now.into(),
        decided_at: None,
        decided_by: None,
        revision: 1,
    };
    let without = CompanyRow {
        id: service.app.seeds.id(now),
        offering_id: offering.parse().unwrap(),
        person_id: person.0,
        kind: "without".to_owned(),
        other_sealed: vec![1],
        state: "stated".to_owned(),
        created_at: now.into(),
        decided_at: None,
        decided_by: None,
    };
    let mut tx = service.app.write_as_service().await.unwrap();
    tx.insert_company(&without).await.unwrap();
    tx.insert_erasure(&erasure).await.unwrap();
    tx.insert_transfer(&transfer).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(waits(&service, "company").await, 1);
    assert_eq!(waits(&service, "erasures").await, 1);
    assert_eq!(waits(&service, "transfers").await, 1);
    change(&service, "DELETE FROM company_wish").await;
    assert_eq!(waits(&service, "company").await, 0);
    for table in ["erasure_request", "cohort_transfer"] {
        let end = format!("UPDATE {table} SET state = 'withdrawn', decided_at = created_at");
        change(&service, &end).await;
    }
    assert_eq!(
        waits(&service, "erasures").await + waits(&service, "transfers").await,
        0
    );
    // Letters that did not go, and did not arrive.
    service.tick().await;
    assert_eq!(waits(&service, "letters_failed").await, 0);
    let failed = "UPDATE outbox SET failed_at = done_at, done_at = NULL WHERE id IN
                  (SELECT id FROM outbox ORDER BY created_at DESC, id DESC LIMIT 2)";
    change(&service, failed).await;
    assert_eq!(waits(&service, "letters_failed").await, 2);
    let late = "UPDATE outbox SET failed_at = NULL WHERE failed_at IS NOT NULL";
    change(&service, late).await;
    service.advance(2 * 60 * 60);
    assert_eq!(waits(&service, "letters_failed").await, 0);
    assert_eq!(waits(&service, "letters_late").await, 2);
    // Meetings without a room, and that nobody leads.
    let (rooms, leaders) = (
        waits(&service, "no_room").await,
        waits(&service, "no_leader").await,
    );
    let new = json!({
        "title": "Extra", "mode": "campus", "starts": "2027-01-19T10:15",
        "ends": "2027-01-19T12:00", "place": "L103", "teacher": "Eva Ek",
    });
    service.schedule(&new).await;
    assert_eq!(waits(&service, "no_room").await, rooms);
    assert_eq!(waits(&service, "no_leader").await, leaders);
    let bare = "UPDATE session SET place = NULL, teacher = NULL WHERE title = 'Extra'";
    change(&service, bare).await;
    assert_eq!(waits(&service, "no_room").await, rooms + 1);
    assert_eq!(waits(&service, "no_leader").await, leaders + 1);
    // The command line says it, with what to do.
    let token = token(&service).await;
    let (code, words) = said(&service, Some(&token), &[]).await;
    assert_eq!(code, 0, "{words}");
    for line in [
        format!("samverkan cohort late {OFFERING}"),
        "3 antagna ska svara".to_owned(),
        format!("samverkan application list --offering {OFFERING} --state admitted"),
        format!("samverkan session list {OFFERING}"),
        "samverkan mail list".to_owned(),
        "samverkan reserve call UPPDRAG-DEMO".to_owned(),
    ] {
        assert!(words.contains(&line), "{line}: {words}");
    }
    // So does the page where staff begin: with a link where it is done on the site.
    let mut office = service.staff_browser(Role::Administrator).await;
    let page = office.get("/personal").await;
    says(
        &page,
        &[
            "Att göra i dag",
            "2 nytillkomna att placera i grupper</a>",
            "3 antagna ska svara",
            "Först onsdag 13 januari 2027",
        ],
    );
    let link = format!("<a href=\"/personal/tillfallen/{OFFERING}/grupper\">2 nytillkomna");
    assert!(page.text().contains(&link));
    if engine == Engine::Sqlite {
        let browser = Browser::start().await;
        browser
            .look_at_as(&service, &office, &[("today", "/personal")])
            .await;
    }
    // Every command that it names is one.
    for line in words.lines().filter(|line| line.contains("samverkan ")) {
        let (_, command) = line.split_once("samverkan ").unwrap();
        let mut arguments: Vec<&str> = command.split_whitespace().collect();
        arguments.push("--help");
        let (code, shown) = said(&service, None, &arguments).await;
        assert_eq!(code, 0, "{command}: {shown}");
    }
    // Nobody is named.
    assert!(
        !words.contains("Hanna") && !words.contains("Förnamn"),
        "{words}"
    );
}

async fn only_staff_who_see_people_are_told(engine: Engine) {
    let service = TestService::start(engine).await;
    let auditor = service.staff(Role::Auditor).await;
    let (participant, _) = service.participant(1, "larare").await;
    for (client, status) in [(&auditor, 403), (&participant, 403), (&service.anyone, 401)] {
        let (found, _, _) = problem(client.get("/api/v1/today").await);
        assert_eq!(found, status);
    }
    // Read by itself: the statement stands on its own.
    let now = service.app.clock.now();
    let day = samverkan_service::clock::day(now);
    let from = Bounds {
        now,
        today: day,
        three_weeks_ago: day,
        soon: day,
        horizon: now,
        late: now,
        history: now,
    };
    let mut tx = service.app.read().await.unwrap();
    assert_eq!(tx.waits(&from).await.unwrap(), []);
}

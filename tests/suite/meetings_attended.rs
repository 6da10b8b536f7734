//! Who came to which meeting: two on one day are told apart, wherever it is noted and shown.

use harness::{
    Engine, Reply, TestService, binary::binary, ok, on_both_engines, problem, sql, text,
};
use hyper::Method;
use samverkan_domain::id::{CohortId, PersonId};
use serde_json::{Value, json};
use tokio::process::Command;

on_both_engines!(
    two_meetings_of_a_day_are_told_apart,
    what_staff_say_of_a_meeting_is_checked,
    guests_are_noted_at_the_hosts_meetings,
    the_command_line_notes_who_was_at_a_meeting,
);

const HOST: &str = "/api/v1/offerings/SA123A-V9001V27";

/// A service with people, and two meetings on the same day, which has been.
async fn two_meetings(engine: Engine) -> (TestService, Vec<String>, [String; 2]) {
    let mut service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 9).await;
    let mut ids = Vec::new();
    for n in 1..=4 {
        ids.push(crate::places::place(&service, n).await.2);
    }
    let mut sessions = Vec::new();
    for (title, at) in [("Förmiddag", "09:15"), ("Eftermiddag", "13:15")] {
        let new = json!({
            "title": title, "mode": "online", "starts": format!("2027-01-21T{at}"),
            "ends": format!("2027-01-21T{}:00", if at == "09:15" { 11 } else { 15 }),
            "online_url": "https://zoom.example/j/1",
        });
        let made = ok(service.admin.post(&format!("{HOST}/sessions"), &new).await);
        sessions.push(text(&made, "id"));
    }
    service.clock_to("2027-01-22T07:00:00Z");
    service.sign_staff_in_again().await;
    (service, ids, [sessions.remove(0), sessions.remove(0)])
}

async fn note(service: &TestService, offering: &str, body: &Value) -> Value {
    ok(service
        .admin
        .post(&format!("{offering}/presence"), body)
        .await)
}

async fn count(service: &TestService, table: &str) -> i64 {
    let query = format!("SELECT COUNT(*) FROM {table}");
    sql::number(&service.app.database, &query).await
}

async fn attendance(service: &TestService, offering: &str) -> Vec<String> {
    let wanted = json!({ "kind": "attendance" });
    let made = ok(service
        .admin
        .post(&format!("{offering}/exports"), &wanted)
        .await);
    let file = text(&made["files"][0], "text");
    file.trim_end().split("\r\n").map(str::to_owned).collect()
}

async fn two_meetings_of_a_day_are_told_apart(engine: Engine) {
    let (service, ids, [morning, afternoon]) = two_meetings(engine).await;
    let at = |session: &str, present: &[String]| json!({ "kind": "meeting", "session": session, "present": present });
    let said = note(&service, HOST, &at(&morning, &ids[..2])).await;
    assert_eq!(
        (&said["on"], &said["noted"]),
        (&json!("2027-01-21"), &json!(2))
    );
    note(&service, HOST, &at(&afternoon, &ids[1..3])).await;
    assert_eq!(
        note(&service, HOST, &at(&afternoon, &ids[1..3])).await["noted"],
        0
    );
    // Somebody of whom only the day is known.
    let day = json!({ "kind": "meeting", "on": "2027-01-21", "present": [ids[3]] });
    note(&service, HOST, &day).await;
    assert_eq!(
        (
            count(&service, "presence").await,
            count(&service, "meeting_presence").await
        ),
        (4, 4)
    );
    let list = attendance(&service, HOST).await;
    assert!(
        list[0].ends_with(
            "Antal;2027-01-21 träff;2027-01-21 träff 09:15 Förmiddag;2027-01-21 träff 13:15 Eftermiddag"
        ),
        "{}",
        list[0]
    );
    let ends: Vec<String> = list[1..]
        .iter()
        .map(|row| row.splitn(3, ';').nth(2).unwrap().to_owned())
        .collect();
    assert_eq!(ends, ["1;;x;", "2;;x;x", "1;;;x", "1;x;;"]);
    // Taken back at one, she was still there at the other, and so that day.
    let back = json!({ "kind": "meeting", "session": morning, "absent": [ids[0], ids[1]] });
    assert_eq!(note(&service, HOST, &back).await["taken_back"], 2);
    assert_eq!(
        (
            count(&service, "presence").await,
            count(&service, "meeting_presence").await
        ),
        (3, 2)
    );
    // Who was not there that day was at no meeting of it.
    let back = json!({ "kind": "meeting", "on": "2027-01-21", "absent": [ids[1]] });
    note(&service, HOST, &back).await;
    assert_eq!(
        (
            count(&service, "presence").await,
            count(&service, "meeting_presence").await
        ),
        (2, 1)
    );
}

async fn what_staff_say_of_a_meeting_is_checked(engine: Engine) {
    let (service, ids, [morning, _]) = two_meetings(engine).await;
    let path = format!("{HOST}/presence");
    let nobody = "01a207a2-3280-7010-9283-40f9eb9faa1c";
    for (body, status, pointer) in [
        (
            json!({ "kind": "upprop", "session": morning, "present": [ids[0]] }),
            422,
            "/session",
        ),
        (
            json!({ "kind": "meeting", "session": morning, "on": "2027-01-21", "present": [ids[0]] }),
            422,
            "/on",
        ),
        (
            json!({ "kind": "meeting", "session": morning, "present": [nobody] }),
            422,
            "/present/0",
        ),
        (
            json!({ "kind": "meeting", "session": nobody, "present": [ids[0]] }),
            404,
            "",
        ),
    ] {
        let (found, _, said) = problem(service.admin.post(&path, &body).await);
        assert_eq!(found, status, "{said}");
        if !pointer.is_empty() {
            assert_eq!(said["errors"][0]["pointer"], pointer, "{said}");
        }
    }
    let later = json!({
        "title": "Sedan", "mode": "online", "starts": "2027-03-01T09:15",
        "ends": "2027-03-01T10:00", "online_url": "https://zoom.example/j/1",
    });
    let made = ok(service
        .admin
        .post(&format!("{HOST}/sessions"), &later)
        .await);
    let later = json!({ "kind": "meeting", "session": made["id"], "present": [ids[0]] });
    let (status, _, _) = problem(service.admin.post(&path, &later).await);
    assert_eq!(status, 422, "not yet");
    assert_eq!(count(&service, "meeting_presence").await, 0);
}

/// `samverkan rollcall mark` with these words; what it said, and whether it succeeded.
async fn marks(service: &TestService, words: &[&str]) -> (bool, String) {
    let ran = Command::new(binary("samverkan"))
        .args(["--lang", "sv", "rollcall", "mark", "SA123A-V9001V27"])
        .args(words)
        .env("SAMVERKAN_URL", format!("http://{}", service.address))
        .env("SAMVERKAN_TOKEN", service.admin_token().await)
        .output()
        .await
        .expect("the binary");
    let said = [ran.stdout, ran.stderr].concat();
    (
        ran.status.success(),
        String::from_utf8(said).expect("UTF-8"),
    )
}

async fn the_command_line_notes_who_was_at_a_meeting(engine: Engine) {
    let (service, ids, [morning, afternoon]) = two_meetings(engine).await;
    let at = ["--session", &morning, "--present"];
    let (done, said) = marks(
        &service,
        &[&at[..], &[&ids[0], "--present", &ids[1]]].concat(),
    )
    .await;
    assert!(done, "{said}");
    assert!(said.contains("2027-01-21: 2 nya närvarande"), "{said}");
    // By name, at the other meeting of the day; everybody but one.
    let but = ["--session", &afternoon, "--everybody", "--absent", &ids[0]];
    let (done, said) = marks(&service, &but).await;
    assert!(done && said.contains("3 nya närvarande"), "{said}");
    let rows = "meeting_presence p JOIN session s ON s.id = p.session_id WHERE s.title";
    for (title, people) in [("Förmiddag", 2), ("Eftermiddag", 3)] {
        assert_eq!(
            count(&service, &format!("{rows} = '{title}'")).await,
            people,
            "{title}"
        );
    }
    let back = ["--session", &morning, "--absent", &ids[1]];
    let (done, said) = marks(&service, &back).await;
    assert!(done && said.contains("1 borttagna"), "{said}");
    let said = ok(service.admin.get(&format!("{HOST}/rollcall")).await).to_string();
    assert!(said.contains("2027-01-21"), "{said}");
    // A meeting has a day of its own, and is somewhere.
    let day = [&at[..], &[&ids[0], "--on", "2027-01-21"]].concat();
    let nowhere = [
        "--session",
        "01a207a2-3280-7010-9283-40f9eb9faa1c",
        "--everybody",
    ];
    for wrong in [&day[..], &nowhere] {
        let (done, said) = marks(&service, wrong).await;
        assert!(!done, "{said}");
    }
    assert_eq!(count(&service, "meeting_presence").await, 4);
}

fn ticked(page: &Reply) -> usize {
    page.text().matches(" checked>").count()
}

/// Guests' applications are of their own offering, and their meetings the host's.
async fn guests_are_noted_at_the_hosts_meetings(engine: Engine) {
    let (service, ids, [morning, afternoon]) = two_meetings(engine).await;
    let host = ok(service.admin.get(HOST).await);
    let guest = json!({
        "course": "SA123A", "code": "SA123A-V9002V27", "term": "VT2027", "demo_note": "",
        "starts_on": host["starts_on"], "ends_on": host["ends_on"], "pace_percent": 50,
        "teaching": "distance", "language": "sv", "cohort_size": 7,
    });
    ok(service.admin.post("/api/v1/offerings", &guest).await);
    let share = "UPDATE offering SET cohorts_of = (SELECT id FROM (SELECT id FROM offering
                 WHERE code = 'SA123A-V9001V27') AS host) WHERE code = 'SA123A-V9002V27'";
    sql::run(&service.app.database, share).await.unwrap();
    let moved = format!(
        "UPDATE application SET offering_id = (SELECT id FROM offering WHERE code = 'SA123A-V9002V27')
         WHERE person_id IN (SELECT id FROM person WHERE given_name = 'Förnamn{}')",
        1
    );
    sql::run(&service.app.database, &moved).await.unwrap();
    let guests = "/api/v1/offerings/SA123A-V9002V27";
    // All in one cohort of the host's, led by 91.
    let plan = json!({ "seed": 1, "size": 9, "protected_ok": [] });
    let plan = ok(service
        .admin
        .post(&format!("{HOST}/cohort-plans"), &plan)
        .await);
    service.commit(&plan).await;
    let cohort = text(&service.cohorts().await[0], "id");
    let (_, leader) = service.participant(91, "larare").await;
    let mut tx = service.app.write_as_service().await.unwrap();
    let led = CohortId(cohort.parse().unwrap());
    tx.put_leader(led, PersonId(leader.parse().unwrap()))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let body = json!({ "kind": "meeting", "session": morning, "present": [ids[0]] });
    note(&service, guests, &body).await;
    let mut hers = service.browser_of(91).await;
    let path = |session: &str| format!("/mina-grupper/{cohort}/mote/{session}");
    let page = hers.get(&path(&morning)).await;
    assert_eq!(ticked(&page), 1, "{}", page.text());
    let page = hers.get(&path(&afternoon)).await;
    assert_eq!(ticked(&page), 0, "the other meeting is another");
    let body = format!("csrf={}&har[]={}", harness::browsing::csrf(&page), ids[0]);
    let sent = hers.send(Method::POST, &path(&afternoon), &body).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let list = attendance(&service, guests).await;
    assert_eq!(list.len(), 2, "{list:?}");
    assert!(list[1].ends_with(";2;x;x"), "{list:?}");
    assert!(attendance(&service, HOST).await[0].ends_with("Antal"));
    // Of whom only the day is known, that is said.
    let day = json!({ "kind": "meeting", "on": "2027-01-21", "present": [ids[1]] });
    note(&service, HOST, &day).await;
    let page = hers.get(&path(&morning)).await;
    assert!(page.text().contains("okänt på vilket möte"));
    assert_eq!(ticked(&page), 1);
}

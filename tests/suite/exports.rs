//! Lists taken out of the service: what is in them, and who is not.

use crate::places::{OFFERING, act};
use harness::{
    Client, Engine, TestService, binary::binary, ok, on_both_engines, problem, round, text,
};
use samverkan_service::usecase::Role;
use serde_json::{Value, json};
use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};
use tokio::process::Command;

on_both_engines!(
    groups_go_to_learning_platforms,
    lists_show_the_protected_by_alias,
    attendance_counts_days,
    what_cannot_be_taken_out_is_said,
    taking_out_is_recorded,
);

/// Those in the round who are protected: name and address. Others have the same given or family names.
const HIDDEN: [(&str, &str); 2] = [
    ("Måns Isaksson", "mans.isaksson@"),
    ("Dragan Özdemir", "dragan.ozdemir@"),
];

async fn divided(engine: Engine) -> TestService {
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    service
}

async fn export(client: &Client, body: &Value) -> Value {
    ok(client.post(&format!("{OFFERING}/exports"), body).await)
}

fn file(export: &Value, n: usize) -> &str {
    export["files"][n]["text"].as_str().unwrap()
}

fn lines(text: &str) -> Vec<&str> {
    text.trim_start_matches('\u{FEFF}')
        .trim_end()
        .split("\r\n")
        .collect()
}

async fn groups_go_to_learning_platforms(engine: Engine) {
    let service = divided(engine).await;
    let placed: usize = service
        .cohorts()
        .await
        .iter()
        .map(|cohort| cohort["members"].as_array().unwrap().len())
        .sum();
    // The officer sees who is protected, and still takes out no file with their account.
    for client in [&service.admin, &service.officer] {
        let made = export(client, &json!({ "kind": "blackboard" })).await;
        let groups = lines(file(&made, 0));
        assert_eq!(
            groups[0],
            "Group Code,Title,Description,Group Set,Self Enroll"
        );
        assert_eq!(groups.len(), 1 + service.cohorts().await.len());
        let members = lines(file(&made, 1));
        assert_eq!(members[0], "Group Code,User Name");
        assert_eq!(made["protected_left_out"], HIDDEN.len());
        assert_eq!(made["people"], members.len() - 1);
        let without = usize::try_from(made["without_account"].as_i64().unwrap()).unwrap();
        assert_eq!(members.len() - 1 + HIDDEN.len() + without, placed);
        for (_, address) in HIDDEN {
            assert!(!file(&made, 1).contains(address));
        }
        // Each is in the group that the service says.
        let hanna = "hanna.dahlgren@student.example";
        let row = members
            .iter()
            .find(|row| row.ends_with(hanna))
            .expect("Hanna");
        let cohorts = service.cohorts().await;
        let cohort = cohorts.iter().find(|cohort| {
            let mut names = cohort["members"].as_array().unwrap().iter();
            names.any(|member| text(member, "name") == "Hanna Dahlgren")
        });
        assert_eq!(*row, format!("{},{hanna}", text(cohort.unwrap(), "code")));
        let short = json!({ "kind": "canvas", "account": "local_part" });
        let canvas = export(client, &short).await;
        assert!(file(&canvas, 0).starts_with("login_id,group_name\r\n"));
        assert!(
            lines(file(&canvas, 0))
                .iter()
                .any(|row| row.starts_with("hanna.dahlgren,G"))
        );
    }
}

async fn lists_show_the_protected_by_alias(engine: Engine) {
    let service = divided(engine).await;
    for kind in ["rollcall", "registration", "attendance"] {
        for client in [&service.admin, &service.officer] {
            let made = export(client, &json!({ "kind": kind })).await;
            let list = file(&made, 0);
            assert_eq!(made["people"], lines(list).len() - 1, "{kind}");
            assert!(list.contains("Hanna Dahlgren"), "{kind}");
            for (name, address) in HIDDEN {
                assert!(!list.contains(name) && !list.contains(address), "{kind}");
            }
            let hidden: Vec<&str> = lines(list)
                .into_iter()
                .filter(|row| row.contains("Deltagare "))
                .collect();
            assert_eq!(hidden.len(), HIDDEN.len(), "{kind}");
            assert!(
                !hidden.iter().any(|row| row.contains('@')),
                "{kind}: {hidden:?}"
            );
        }
    }
    // Nothing tells where an alias comes from: neither field of work nor order of name.
    let made = export(&service.admin, &json!({ "kind": "rollcall" })).await;
    let rows = lines(file(&made, 0));
    let hidden = rows.iter().find(|row| row.contains("Deltagare ")).unwrap();
    assert_eq!(hidden.split(';').nth(3), Some(""), "{hidden}");
    // Identity numbers stand in no list.
    let numbers = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit())
            .any(|run| run.len() >= 10)
    };
    for kind in ["rollcall", "registration"] {
        let made = export(&service.officer, &json!({ "kind": kind })).await;
        assert!(!numbers(file(&made, 0)), "{kind}");
    }
}

async fn attendance_counts_days(engine: Engine) {
    let service = divided(engine).await;
    let list = ok(service.admin.get(&format!("{OFFERING}/rollcall")).await);
    let id = |n: usize| list["entries"][n]["application"].clone();
    for (kind, present) in [("upprop", vec![id(0), id(1)]), ("meeting", vec![id(1)])] {
        let body = json!({ "kind": kind, "present": present });
        ok(service
            .admin
            .post(&format!("{OFFERING}/presence"), &body)
            .await);
    }
    let made = export(&service.admin, &json!({ "kind": "attendance" })).await;
    let rows = lines(file(&made, 0));
    assert_eq!(rows[0].split(';').count(), 5, "{}", rows[0]);
    assert!(rows[0].starts_with("Namn;Grupp;Antal;"), "{}", rows[0]);
    let of = |n: usize| {
        let name = text(&list["entries"][n], "person_name");
        let row = rows.iter().find(|row| row.starts_with(&name)).unwrap();
        row.split(';')
            .skip(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    // Columns in order of day and kind: `meeting` before `upprop`.
    assert_eq!(of(0), ["1", "", "x"]);
    assert_eq!(of(1), ["2", "x", "x"]);
    assert_eq!(of(2), ["0", "", ""]);
}

async fn what_cannot_be_taken_out_is_said(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let path = format!("{OFFERING}/exports");
    let (status, code, _) = problem(
        service
            .admin
            .post(&path, &json!({ "kind": "canvas" }))
            .await,
    );
    assert_eq!((status, &*code), (409, "no-cohorts-yet"));
    // A list needs no cohorts.
    let made = export(&service.admin, &json!({ "kind": "rollcall" })).await;
    assert!(lines(file(&made, 0)).len() > 40);
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    let wrong = json!({ "kind": "canvas", "set_name": "Hemgrupper" });
    let (status, _, said) = problem(service.admin.post(&path, &wrong).await);
    assert_eq!(status, 422);
    assert_eq!(said["errors"][0]["pointer"], "/set_name");
    let set = text(&service.cohorts().await[0], "set_name");
    assert!(
        said["errors"][0]["detail"].as_str().unwrap().contains(&set),
        "{said}"
    );
    let auditor = service.staff(Role::Auditor).await;
    assert_eq!(
        problem(auditor.post(&path, &json!({ "kind": "rollcall" })).await).0,
        403
    );
    assert_eq!(
        problem(
            service
                .anyone
                .post(&path, &json!({ "kind": "rollcall" }))
                .await
        )
        .0,
        401
    );
}

async fn taking_out_is_recorded(engine: Engine) {
    let service = divided(engine).await;
    let made = export(&service.admin, &json!({ "kind": "canvas" })).await;
    let trail = ok(service.officer.get("/api/v1/audit?limit=1").await);
    let last = &trail["items"][0];
    assert_eq!(last["action"], "people.exported");
    assert_eq!(last["after"]["kind"], "canvas");
    assert_eq!(last["after"]["people"], made["people"]);
    // Somebody who has left is in no list.
    let hanna = text(&service.person("Hanna Dahlgren").await, "id");
    let application = text(&service.application(&hanna).await, "id");
    ok(act(&service.admin, &application, "withdraw", &json!({})).await);
    let list = export(&service.admin, &json!({ "kind": "rollcall" })).await;
    assert!(!file(&list, 0).contains("Hanna Dahlgren"));
    let canvas = export(&service.admin, &json!({ "kind": "canvas" })).await;
    assert!(!file(&canvas, 0).contains("hanna.dahlgren"));
}

async fn run(service: &TestService, folder: &Path, words: &[&str]) -> (i32, String) {
    let ran = Command::new(binary("samverkan"))
        .args(["--lang", "sv"])
        .args(words)
        .current_dir(folder)
        .env("SAMVERKAN_URL", format!("http://{}", service.address))
        .env("SAMVERKAN_TOKEN", service.admin_token().await)
        .output()
        .await
        .expect("the binary");
    let said = [ran.stdout, ran.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    (ran.status.code().unwrap(), said)
}

#[tokio::test]
async fn the_command_line_writes_files_for_their_owner() {
    let service = divided(Engine::Sqlite).await;
    let folder = std::env::temp_dir().join(format!(
        "samverkan-exports-{}",
        service.app.seeds.id(service.now())
    ));
    fs::create_dir(&folder).unwrap();
    let blackboard = ["export", "blackboard", round::OFFERING, "--folder", "ut"];
    let (code, said) = run(&service, &folder, &blackboard).await;
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("2 med skyddade uppgifter är inte med"),
        "{said}"
    );
    let members = folder.join("ut/SA123A-V9001V27-blackboard-members.csv");
    let mode = fs::metadata(&members).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // What is there is left alone, unless one says otherwise.
    fs::write(&members, "mitt").unwrap();
    let (code, said) = run(&service, &folder, &blackboard).await;
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("--force"), "{said}");
    assert_eq!(fs::read_to_string(&members).unwrap(), "mitt");
    let forced = [&blackboard[..], &["--force"]].concat();
    assert_eq!(run(&service, &folder, &forced).await.0, 0);
    assert!(
        fs::read_to_string(&members)
            .unwrap()
            .starts_with("Group Code")
    );
    fs::remove_dir_all(&folder).unwrap();
}

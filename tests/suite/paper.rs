//! What is printed: name signs and certificates, read by programs that others have written.

use crate::places::OFFERING;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use harness::{
    Engine, TestService,
    binary::{Folder, binary},
    ok, on_both_engines, problem, round, text,
};
use serde_json::{Value, json};
use std::process::Command;

on_both_engines!(
    signs_are_for_those_with_a_place,
    certificates_say_what_was_seen,
);

/// Those in the round who are protected. Others have the same given or family names.
const HIDDEN: [&str; 2] = ["Måns Isaksson", "Dragan Özdemir"];

async fn divided(engine: Engine) -> TestService {
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    service
}

async fn printed(service: &TestService, kind: &str) -> (Value, Vec<u8>) {
    let body = json!({ "kind": kind });
    let made = ok(service
        .admin
        .post(&format!("{OFFERING}/exports"), &body)
        .await);
    let file = &made["files"][0];
    assert!(text(file, "name").contains(".pdf") && file.get("text").is_none());
    let bytes = BASE64_STANDARD.decode(text(file, "base64")).unwrap();
    (made, bytes)
}

/// What one of poppler's programs says of a document.
fn read(program: &str, options: &[&str], pdf: &[u8]) -> String {
    let folder = Folder::new();
    std::fs::create_dir_all(&folder.0).unwrap();
    let path = folder.0.join("a.pdf");
    std::fs::write(&path, pdf).unwrap();
    let mut command = Command::new(program);
    command.args(options).arg(&path);
    if program == "pdftotext" {
        command.arg("-");
    }
    let ran = command.output().expect("poppler-utils");
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    String::from_utf8(ran.stdout).unwrap()
}

fn fact<'a>(info: &'a str, name: &str) -> &'a str {
    let mut lines = info.lines();
    let line = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.unwrap_or_else(|| panic!("no {name} in {info}")).trim()
}

async fn signs_are_for_those_with_a_place(engine: Engine) {
    let service = divided(engine).await;
    let (made, pdf) = printed(&service, "name_signs").await;
    assert_eq!(
        (&made["protected_left_out"], &made["unknown_letters"]),
        (&json!(2), &json!(0))
    );
    let info = read("pdfinfo", &[], &pdf);
    assert_eq!(
        (fact(&info, "Tagged"), fact(&info, "Page size")),
        ("yes", "595.28 x 841.89 pts (A4)")
    );
    assert_eq!(
        fact(&info, "Title"),
        "Namnskyltar, Samverkan för att främja skolnärvaro"
    );
    let people = made["people"].as_u64().unwrap();
    assert_eq!(fact(&info, "Pages"), people.div_ceil(10).to_string());
    let words = read("pdftotext", &[], &pdf);
    let cohorts = service.cohorts().await;
    let members = cohorts
        .iter()
        .flat_map(|cohort| cohort["members"].as_array().unwrap());
    let mut seen = 0;
    for member in members {
        let name = text(member, "name");
        // The officer, who is asked, sees them; their signs are not printed.
        let hidden = HIDDEN.contains(&&*name);
        // A long name stands on two lines.
        let family = name.rsplit(' ').next().unwrap();
        assert!(hidden || words.contains(family), "{name}");
        assert!(!hidden || !words.contains(&name), "{name}");
        seen += u64::from(!hidden);
    }
    assert_eq!(seen, people);
    let one_line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for hidden in HIDDEN {
        assert!(!one_line.contains(hidden), "{hidden}");
    }
    // Names that the typeface cannot write are told, and do not stop the others.
    let id = text(&service.person("Hanna Dahlgren").await, "id");
    let seen = [("if-match", "*")];
    let change = json!({ "given_name": "Hanna 漢" });
    let path = format!("/api/v1/people/{id}");
    ok(service
        .admin
        .send_json(hyper::Method::PATCH, &path, &seen, &change)
        .await);
    let (made, pdf) = printed(&service, "name_signs").await;
    assert_eq!(made["unknown_letters"], 1);
    assert!(read("pdftotext", &[], &pdf).contains("Hanna ?"));
}

async fn certificates_say_what_was_seen(engine: Engine) {
    let mut service = divided(engine).await;
    let body = json!({ "kind": "certificates" });
    let path = format!("{OFFERING}/exports");
    // Nobody is registered yet.
    let (status, code, _) = problem(service.admin.post(&path, &body).await);
    assert_eq!((status, &*code), (409, "nobody-to-print"));
    let new = |at: &str| {
        json!({
            "title": "Möte", "mode": "online", "starts": format!("2027-01-{at}T10:15"),
            "ends": format!("2027-01-{at}T12:00"), "online_url": "https://zoom.example/j/1",
        })
    };
    // Of the course's own meetings those that have been by the morning of the 21st.
    let all = ok(service.admin.get(&format!("{OFFERING}/sessions")).await);
    let all = all.as_array().unwrap().iter();
    let before = all.filter(|one| *text(one, "ends") < *"2027-01-21T09");
    let held = before.count() + 2;
    let contract = json!({
        "code": "UPPDRAG-DEMO-1880", "employer": "Örebro kommun", "seats": 6,
    });
    let path_of = "/api/v1/channels/UPPDRAG-DEMO-1880/contracts";
    ok(service.admin.post(path_of, &contract).await);
    let mut meetings = Vec::new();
    for at in ["19", "20", "29"] {
        let made = ok(service
            .admin
            .post(&format!("{OFFERING}/sessions"), &new(at))
            .await);
        meetings.push(text(&made, "id"));
    }
    service.clock_to("2027-01-18T08:00:00Z");
    service.sign_staff_in_again().await;
    let list = ok(service.admin.get(&format!("{OFFERING}/rollcall")).await);
    let entries = list["entries"].as_array().unwrap();
    let all: Vec<Value> = entries
        .iter()
        .map(|one| one["application"].clone())
        .collect();
    let note = async |service: &TestService, body: Value| {
        ok(service
            .admin
            .post(&format!("{OFFERING}/presence"), &body)
            .await)
    };
    note(&service, json!({ "kind": "upprop", "present": all })).await;
    let path = format!("{OFFERING}/register-present");
    ok(service
        .admin
        .send(hyper::Method::POST, &path, &[], "")
        .await);
    // On places under contracts: everybody but one is at the first meeting, one at both.
    let (mut on_contract, mut hidden) = (Vec::new(), 0);
    for one in entries {
        let id = text(one, "application");
        let application = ok(service
            .admin
            .get(&format!("/api/v1/applications/{id}"))
            .await);
        if application.get("contract").is_none() || application["state"] != "registered" {
            continue;
        }
        let name = text(one, "person_name");
        hidden += usize::from(name.starts_with("Deltagare "));
        on_contract.push((id, name));
    }
    assert!(on_contract.len() > 4, "{}", on_contract.len());
    let open: Vec<_> = on_contract
        .iter()
        .filter(|(_, name)| !name.starts_with("Deltagare "))
        .collect();
    let (unseen, both) = (open[0], open[1]);
    service.clock_to("2027-01-21T08:00:00Z");
    service.sign_staff_in_again().await;
    let first: Vec<&String> = on_contract
        .iter()
        .map(|(id, _)| id)
        .filter(|id| **id != unseen.0)
        .collect();
    note(
        &service,
        json!({ "kind": "meeting", "session": meetings[0], "present": first }),
    )
    .await;
    note(
        &service,
        json!({ "kind": "meeting", "session": meetings[1], "present": [both.0] }),
    )
    .await;
    let (made, pdf) = printed(&service, "certificates").await;
    assert_eq!(made["people"], on_contract.len() - hidden - 1);
    assert_eq!(
        (&made["not_seen"], &made["protected_left_out"]),
        (&json!(1), &json!(hidden))
    );
    let info = read("pdfinfo", &[], &pdf);
    assert_eq!(fact(&info, "Pages"), made["people"].to_string());
    assert_eq!(fact(&info, "Tagged"), "yes");
    let pages: Vec<String> = read("pdftotext", &["-layout"], &pdf)
        .split('\u{c}')
        .map(str::to_owned)
        .collect();
    assert!(!pages.iter().any(|page| page.contains(&unseen.1)));
    // The third of the new meetings is to come.
    let page_of = |name: &str| pages.iter().find(|page| page.contains(name)).unwrap();
    assert!(
        page_of(&both.1).contains(&format!("Närvarande vid 2 av {held} möten.")),
        "{}",
        page_of(&both.1)
    );
    assert!(page_of(&open[2].1).contains(&format!("Närvarande vid 1 av {held} möten.")));
    let mut with_employer = 0;
    for page in pages.iter().filter(|page| !page.trim().is_empty()) {
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            page.contains("Intyg om deltagande") && page.contains("(avtal "),
            "{page}"
        );
        let known = page.contains("för Örebro kommun (avtal UPPDRAG-DEMO-1880)");
        assert!(
            known != page.contains("som uppdragsutbildning (avtal "),
            "{page}"
        );
        with_employer += usize::from(known);
    }
    assert!(with_employer > 0, "the employer of one contract is known");
    // A screen reader has a heading on each page, and paragraphs that hang together.
    let structure = read("pdfinfo", &["-struct-text"], &pdf);
    assert_eq!(
        structure
            .matches("H1 \"Intyg om deltagande\"")
            .count()
            .to_string(),
        fact(&info, "Pages")
    );
}

#[tokio::test]
async fn by_the_command_line() {
    let service = divided(Engine::Sqlite).await;
    let folder = Folder::new();
    std::fs::create_dir_all(&folder.0).unwrap();
    let ran = tokio::process::Command::new(binary("samverkan"))
        .args(["--lang", "sv", "export", "name-signs", round::OFFERING])
        .current_dir(&folder.0)
        .env("SAMVERKAN_URL", format!("http://{}", service.address))
        .env("SAMVERKAN_TOKEN", service.admin_token().await)
        .output()
        .await
        .unwrap();
    let said = String::from_utf8([ran.stdout, ran.stderr].concat()).unwrap();
    assert!(ran.status.success(), "{said}");
    assert!(
        said.contains("2 med skyddade uppgifter är inte med: ordna deras för hand"),
        "{said}"
    );
    let pdf = std::fs::read(folder.0.join("SA123A-V9001V27-name-signs.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
}

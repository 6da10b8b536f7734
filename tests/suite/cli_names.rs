//! Names, codes and days in place of ids: the real binary against a real service.

use harness::{Engine, TestService, binary::binary, round, text};
use tokio::process::Command;

/// Runs a command; gives its exit code and what it said.
async fn run(service: &TestService, token: &str, words: &[&str]) -> (i32, String) {
    let ran = Command::new(binary("samverkan"))
        .args(["--lang", "sv", "--yes"])
        .args(words)
        .env("SAMVERKAN_URL", format!("http://{}", service.address))
        .env("SAMVERKAN_TOKEN", token)
        .output()
        .await
        .expect("the binary");
    let said = [ran.stdout, ran.stderr].concat();
    (
        ran.status.code().unwrap(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

#[tokio::test]
async fn names_stand_for_ids() {
    let (service, _) = round::full(Engine::Sqlite).await;
    let token = service.admin_token().await;
    let run = async |words: &[&str]| run(&service, &token, words).await;
    let hanna = text(&service.person("Hanna Dahlgren").await, "id");
    // Without dots and capitals, and a part is enough if only one has it.
    for name in ["Hanna Dahlgren", "hanna dahlg", &*hanna] {
        let (code, said) = run(&["person", "show", name, "--json"]).await;
        assert_eq!(code, 0, "{said}");
        assert!(said.contains(&hanna), "{said}");
    }
    let application = text(&service.application(&hanna).await, "id");
    for meant in ["Hanna Dahlgren", "SA123A-V9001V27/Hanna D"] {
        let (code, said) = run(&["application", "show", meant, "--json"]).await;
        assert_eq!(code, 0, "{said}");
        assert!(said.contains(&application), "{said}");
    }
    // Several: all are named, and nothing is done.
    let (code, said) = run(&["person", "show", "a"]).await;
    assert_eq!(code, 2, "{said}");
    assert!(
        said.contains("kan betyda flera") && said.lines().count() > 5,
        "{said}"
    );
    let (code, said) = run(&["application", "show", "Nils Holgersson"]).await;
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("Nils Holgersson"), "{said}");
    // Whoever is protected is found by the alias that is shown, and not by name.
    let (code, _) = run(&["person", "show", "Isaksson"]).await;
    assert_eq!(code, 2);
    let mark = [
        "rollcall",
        "mark",
        round::OFFERING,
        "--present",
        "hanna dahlgren",
    ];
    let (code, said) = run(&mark).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("1 nya närvarande"), "{said}");
}

#[tokio::test]
async fn plans_and_sessions_are_found_by_their_offering() {
    let (service, _) = round::full(Engine::Sqlite).await;
    let token = service.admin_token().await;
    let run = async |words: &[&str]| run(&service, &token, words).await;
    let (code, said) = run(&["cohort", "show", round::OFFERING]).await;
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("cohort propose"), "{said}");
    service.propose(1).await;
    service.advance(1);
    let newest = text(&service.propose(2).await, "id");
    let (code, said) = run(&["cohort", "show", round::OFFERING, "--json"]).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains(&newest), "the newest of two");
    let sessions = service.sessions().await;
    let seminar = sessions
        .iter()
        .find(|session| text(session, "title").starts_with("Seminarium 4"))
        .expect("a seminar");
    let day = text(seminar, "starts")[..10].to_owned();
    for words in [&*day, "seminarium 4"] {
        let meant = format!("{}/{words}", round::OFFERING);
        let (code, said) = run(&["session", "show", &meant, "--json"]).await;
        assert_eq!(code, 0, "{said}");
        assert!(said.contains(&text(seminar, "id")), "{said}");
    }
    let (code, said) = run(&["session", "show", "seminarium 4"]).await;
    assert_eq!(code, 2, "{said}");
    let meant = format!("{}/seminarium", round::OFFERING);
    let (code, said) = run(&["session", "show", &meant]).await;
    assert_eq!(code, 2, "{said}");
    assert!(
        said.contains("Seminarium 1") && said.contains("Seminarium 8"),
        "{said}"
    );
}

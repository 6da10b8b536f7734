//! The commands about reserves, answers and approvals: the real binary against a real service.

use harness::{Engine, NOW, TestService, binary::binary};
use samverkan_service::usecase::{
    Role,
    access::{TokenRequest, create_token_offline},
};
use serde_json::{Value, json};
use std::process::Stdio;
use tokio::process::Command;

/// Runs `samverkan` as an administrator; gives exit code and output.
async fn run(service: &TestService, arguments: &[&str]) -> (i32, String) {
    let request = TokenRequest {
        name: "cli".to_owned(),
        role: Role::Administrator,
        days: 1,
        programmes: Vec::new(),
    };
    let token = create_token_offline(&service.app, &request).await.unwrap();
    let output = Command::new(binary("samverkan"))
        .args(arguments)
        .env("SAMVERKAN_URL", format!("http://{}", service.address))
        .env("SAMVERKAN_TOKEN", token.token)
        .env("LC_ALL", "sv_SE.UTF-8")
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    (output.status.code().unwrap_or(-1), said)
}

#[tokio::test]
async fn reserves_are_called_from_the_command_line() {
    let service = TestService::with_channel(Engine::Sqlite, NOW, 1, json!({})).await;
    let people = service.all_applied(3).await;
    service.leaves(&people[0]).await;
    let (code, said) = run(&service, &["reserve", "list", "OPEN"]).await;
    assert_eq!(code, 0, "{said}");
    for part in ["Näst i tur", "Förnamn2 Efternamn2", "Reserv 1", "Lediga"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let (code, said) = run(&service, &["reserve", "call", "OPEN", "--count", "3"]).await;
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("1 kallade") && said.contains("Ingen kallas"),
        "{said}"
    );
    let (_, json) = run(&service, &["reserve", "list", "OPEN", "--json"]).await;
    let list: Value = serde_json::from_str(&json).unwrap();
    let call = list["calls"][0]["id"].as_str().unwrap();
    let (code, said) = run(&service, &["reserve", "cancel", call]).await;
    assert_eq!(code, 0, "{said}");
    let (code, said) = run(&service, &["reserve", "cancel", call]).await;
    assert_eq!(code, 3, "{said}");
    let contact = [
        "reserve",
        "contact",
        &people[1],
        "--way",
        "phone",
        "--outcome",
        "reached",
    ];
    assert_eq!(run(&service, &contact).await.0, 0);
    let (_, said) = run(&service, &["reserve", "contacts", &people[1]]).await;
    assert!(
        said.contains("telefon") && said.contains("fick svar"),
        "{said}"
    );
    run(&service, &["reserve", "call", "OPEN"]).await;
    let (code, said) = run(&service, &["application", "answer", &people[1], "yes"]).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("tackat ja"), "{said}");
    let (code, said) = run(&service, &["reserve", "ask", "OPEN"]).await;
    assert!(code == 0 && said.contains("1 tillfrågade"), "{said}");
    let (code, said) = run(&service, &["approval", "list", "OPEN"]).await;
    assert!(code == 0 && said.contains("Inget att visa"), "{said}");
    let (code, said) = run(&service, &["approval", "resend", &people[1]]).await;
    assert_eq!(code, 3, "{said}");
}

/// By hand and by a file, in both languages where a decision has both.
#[tokio::test]
async fn nominations_are_made_anew_from_the_command_line() {
    use crate::approvals::{HEAD, employer, file, import, named};
    let service = employer(Engine::Sqlite, 5).await;
    import(&service, file(1, HEAD)).await;
    let no = async || {
        let token = service.token_for(HEAD).await;
        harness::ok(service.answers(&token, false).await);
    };
    no().await;
    let id = named(&service).await.remove(0);
    let (code, said) = run(&service, &["--lang", "en", "application", "show", &id]).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("The employer has not approved"), "{said}");
    let by_hand = ["approval", "renominate", &id, "--head", HEAD];
    let (code, said) = run(&service, &by_hand).await;
    assert!(code == 0 && said.contains("tillfrågad på nytt"), "{said}");
    let (code, said) = run(&service, &by_hand).await;
    assert_eq!(code, 3, "{said}");
    no().await;
    let folder = harness::binary::Folder::new();
    std::fs::create_dir_all(&folder.0).unwrap();
    let path = folder.0.join("nominerade.csv");
    std::fs::write(&path, file(1, HEAD)).unwrap();
    let path = path.to_str().unwrap();
    let offering = ["--offering", "SA123A-V9001V27"];
    let again = ["import", "nominations", path, offering[0], offering[1]];
    let (code, said) = run(&service, &again).await;
    assert!(code == 0 && said.contains("nomination-ended"), "{said}");
    let anew = [&again[..], &["--renominate"]].concat();
    let (code, said) = run(&service, &anew).await;
    assert_eq!(code, 0, "{said}");
    assert_eq!(service.state(&id).await, "awaiting_approval");
    // A decision with reasons in both languages.
    let strike = ["-y", "application", "strike"];
    let applied = service.applied_in("OPEN", 7).await;
    let reasons = ["--reason", "Har flyttat.", "--reason-en", "Has moved."];
    let (code, said) = run(&service, &[&strike[..], &[&applied], &reasons].concat()).await;
    assert_eq!(code, 0, "{said}");
    let (_, said) = run(&service, &["--lang", "en", "application", "show", &applied]).await;
    assert!(said.contains("Has moved."), "{said}");
    let uneven = [
        "--reason",
        "Ett.",
        "--reason",
        "Två.",
        "--reason-en",
        "One.",
    ];
    let another = service.applied_in("OPEN", 8).await;
    let (code, said) = run(&service, &[&strike[..], &[&another], &uneven].concat()).await;
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("reasons_en"), "{said}");
}

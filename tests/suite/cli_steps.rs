//! The commands of applications' later life: the real binary against a real service.

use crate::places::{LATER, later_offering, place, state};
use harness::{Engine, TestService, binary::binary, ok};
use serde_json::{Value, json};
use tokio::process::Command;

/// Runs a command; gives what it printed, or what it said went wrong.
async fn run(service: &TestService, token: &str, words: &[&str]) -> Result<String, String> {
    let ran = Command::new(binary("samverkan"))
        .args(["--lang", "sv", "--yes"])
        .args(words)
        .env("SAMVERKAN_URL", format!("http://{}", service.address))
        .env("SAMVERKAN_TOKEN", token)
        .output()
        .await
        .expect("the binary");
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if ran.status.success() {
        Ok(said(&ran.stdout))
    } else {
        Err(said(&ran.stderr))
    }
}

/// A service with so many people admitted, and a token for the command line.
async fn open(people: usize) -> (TestService, String, Vec<String>) {
    let service = TestService::start(Engine::Sqlite).await;
    service.offering().await;
    service.channel("open", "OPEN", 99).await;
    let mut ids = Vec::new();
    for n in 1..=people {
        ids.push(place(&service, n).await.2);
    }
    let body = json!({ "name": "cli", "role": "administrator", "days": 1 });
    let made = ok(service.admin.post("/api/v1/tokens", &body).await);
    let token = made["token"].as_str().unwrap().to_owned();
    (service, token, ids)
}

#[tokio::test]
async fn each_step_has_its_command() {
    let (service, token, ids) = open(6).await;
    later_offering(&service, 0).await;
    let run = async |words: &[&str]| run(&service, &token, words).await;
    let reason = ["--reason", "Ett skäl."];
    let (one, two) = (&*ids[0], &*ids[1]);
    let struck = run(&[&["application", "strike", one], &reason[..]].concat()).await;
    assert!(struck.unwrap().contains("struken"));
    let again = run(&[&["application", "strike", one], &reason[..]].concat()).await;
    assert!(
        again.unwrap_err().contains("struken"),
        "refused, and says why"
    );
    assert!(
        run(&["application", "strike", two]).await.is_err(),
        "a decision has reasons"
    );
    let defer = ["application", "defer", two, "--until", "HT2027"];
    run(&[&defer[..], &reason[..]].concat()).await.unwrap();
    let back = [
        "application",
        "return",
        two,
        "--offering",
        LATER,
        "--channel",
        "LATER",
    ];
    let back = run(&back).await.unwrap();
    assert!(back.contains("antagen"), "{back}");
    let refused = ["application", "refuse-deferral", &ids[2]];
    run(&[&refused[..], &reason[..]].concat()).await.unwrap();
    run(&["application", "not-started", &ids[3]]).await.unwrap();
    run(&["application", "register", &ids[4]]).await.unwrap();
    let done = run(&["application", "complete", &ids[4], "--on", "2026-11-23"]).await;
    assert!(done.unwrap().contains("avklarad"));
    let refuse = ["application", "refuse", &ids[5]];
    assert!(
        run(&[&refuse[..], &reason[..]].concat()).await.is_err(),
        "admitted already"
    );
    for (n, expected) in [
        "struck",
        "deferred",
        "admitted",
        "not_started",
        "completed",
        "admitted",
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(state(&service.admin, &ids[n]).await, expected, "{n}");
    }
}

#[tokio::test]
async fn roll_call_and_control_on_the_command_line() {
    let (service, token, ids) = open(3).await;
    let run = async |words: &[&str]| run(&service, &token, words).await;
    let offering = "SA123A-V9001V27";
    let mark = [
        "rollcall",
        "mark",
        offering,
        "--everybody",
        "--absent",
        &ids[2],
    ];
    assert!(run(&mark).await.unwrap().contains("2 nya närvarande"));
    let done = run(&["rollcall", "register", offering]).await.unwrap();
    assert!(done.contains("2 registrerade, 0 stoppade"), "{done}");
    let list = run(&["rollcall", "show", offering, "--json"])
        .await
        .unwrap();
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list["entries"].as_array().unwrap().len(), 3);
    let control = run(&["follow-up", "show", offering]).await.unwrap();
    assert!(control.starts_with("2 av 2 registrerade"), "{control}");
    let sent = run(&["follow-up", "send", offering, "--silent"])
        .await
        .unwrap();
    assert!(sent.starts_with("2 brev"), "{sent}");
}

#[tokio::test]
async fn overbooking_and_substitution_on_the_command_line() {
    let (service, token, _) = open(0).await;
    service.channel("employer", "UPPDRAG", 3).await;
    let run = async |words: &[&str]| run(&service, &token, words).await;
    let overbook = ["offering", "overbook", "SA123A-V9001V27", "--room", "60"];
    assert!(
        run(&overbook).await.unwrap_err().contains("UPPDRAG"),
        "asks for the rate"
    );
    let answer = run(&[&overbook[..], &["--inactive", "UPPDRAG=2,5"]].concat())
        .await
        .unwrap();
    assert!(
        answer.contains("22,6 %") && answer.contains("2,5 %"),
        "{answer}"
    );
    assert!(answer.contains('█') && answer.contains("över"), "{answer}");
    let terms = [
        "--employer",
        "Kommunen",
        "--seats",
        "3",
        "--substitute-until",
        "2027-01-18",
    ];
    run(&[&["contract", "add", "UPPDRAG", "K1"], &terms[..]].concat())
        .await
        .unwrap();
    let file = "Förnamn;Efternamn;E-post;Titel;Avtal\nA;B;ab@kommun.example;Lärare;K1\n";
    let query = "kind=nominations&offering=SA123A-V9001V27&file_name=n.csv";
    assert_eq!(service.import(query, file).await["sound"], true);
    let page = ok(service
        .admin
        .get("/api/v1/applications?channel=UPPDRAG")
        .await);
    let id = page["items"][0]["id"].as_str().unwrap();
    let who = [
        "--given-name",
        "C",
        "--family-name",
        "D",
        "--email",
        "cd@kommun.example",
    ];
    let words = ["application", "substitute", id, "--profession", "kurator"];
    let done = run(&[&words[..], &who[..]].concat()).await.unwrap();
    assert!(done.contains("Någon annan har nu platsen"), "{done}");
    let edited = run(&["contract", "edit", "UPPDRAG", "K1", "--seats", "5"])
        .await
        .unwrap();
    assert!(edited.contains("1 av 5"), "{edited}");
    // An empty text takes a day away.
    let contract = async || {
        let path = "/api/v1/channels/UPPDRAG/contracts";
        ok(service.admin.get(path).await)[0].clone()
    };
    assert_eq!(contract().await["substitute_until"], "2027-01-18");
    let none = [
        "contract",
        "edit",
        "UPPDRAG",
        "K1",
        "--substitute-until",
        "",
    ];
    run(&none).await.unwrap();
    assert_eq!(contract().await.get("substitute_until"), None);
    assert!(
        run(&["contract", "list", "UPPDRAG"])
            .await
            .unwrap()
            .contains("Kommunen")
    );
}

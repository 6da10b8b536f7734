//! The administrator's command line, from the rule to the protocol.

use super::{DUE, world};
use crate::places::go_to;
use harness::{
    Engine, TestService,
    binary::{Folder, binary},
    on_both_engines,
};
use samverkan_service::usecase::{Role, access};
use std::fs;
use tokio::process::Command;

on_both_engines!(from_the_rule_to_the_protocol);

async fn token(service: &TestService, role: Role) -> String {
    let request = access::TokenRequest {
        name: format!("{role:?}"),
        role,
        days: 30,
        programmes: Vec::new(),
    };
    let made = access::create_token_offline(&service.app, &request).await;
    made.expect("a token").token
}

async fn from_the_rule_to_the_protocol(engine: Engine) {
    let service = world(engine).await;
    go_to(&service, DUE).await;
    let folder = Folder::new();
    fs::create_dir_all(&folder.0).unwrap();
    let admin = token(&service, Role::Administrator).await;
    let archivist = token(&service, Role::Archivist).await;
    let run = async |token: &str, words: &[&str]| {
        let ran = Command::new(binary("samverkan"))
            .args(["--lang", "sv"])
            .args(words)
            .current_dir(&folder.0)
            .env("SAMVERKAN_URL", format!("http://{}", service.address))
            .env("SAMVERKAN_TOKEN", token)
            .output();
        let ran = ran.await.expect("the binary");
        let said = [ran.stdout, ran.stderr].concat();
        (
            ran.status.code().unwrap(),
            String::from_utf8_lossy(&said).into_owned(),
        )
    };
    let (code, said) = run(&admin, &["retention", "list"]).await;
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("Praktiska behov") && said.contains("gallras inte"),
        "{said}"
    );
    let words = [
        "retention",
        "set",
        "needs",
        "--keep",
        "P6M",
        "--decision",
        "ORU 2027/123",
    ];
    let (code, said) = run(&admin, &words).await;
    assert_eq!(
        (code, said.contains("enligt ORU 2027/123")),
        (0, true),
        "{said}"
    );
    let words = [
        "retention",
        "set",
        "needs",
        "--keep",
        "P6M",
        "--decision",
        " ",
    ];
    assert_eq!(run(&admin, &words).await.0, 3);
    let (code, said) = run(&admin, &["retention", "plan"]).await;
    assert_eq!(
        (code, said.contains("retention approve")),
        (0, true),
        "{said}"
    );
    let plan = said.lines().find_map(|line| line.strip_prefix("Plan"));
    let plan = plan.expect("its id").trim().to_owned();
    assert_eq!(run(&admin, &["retention", "execute", &plan]).await.0, 3);
    assert_eq!(run(&archivist, &["retention", "approve", &plan]).await.0, 0);
    let (code, said) = run(&admin, &["retention", "execute", &plan]).await;
    assert_eq!(
        (code, said.contains("Gallringsprotokoll")),
        (0, true),
        "{said}"
    );
    let words = ["retention", "protocol", &plan, "--html", "protokoll.html"];
    let (code, said) = run(&archivist, &words).await;
    assert_eq!(code, 0, "{said}");
    let html = fs::read_to_string(folder.0.join("protokoll.html")).unwrap();
    for words in [
        "Gallringsprotokoll 2027-12-07",
        "ORU 2027/123",
        "arkivarie",
        "Praktiska behov",
    ] {
        assert!(html.contains(words), "{words}");
    }
    let words = [
        "retention",
        "hold",
        "add",
        "--offering",
        "SA123A-V9001V27",
        "--reason",
        "R",
        "--reference",
        "D",
    ];
    assert_eq!(run(&admin, &words).await.0, 0);
    let (_, said) = run(&archivist, &["retention", "hold", "list"]).await;
    assert!(said.contains("SA123A-V9001V27"), "{said}");
    let (_, said) = run(&archivist, &["retention", "hold", "list", "--json"]).await;
    let holds: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let id = harness::text(&holds[0], "id");
    assert_eq!(
        run(&admin, &["retention", "hold", "release", &id]).await.0,
        0
    );
    let (_, said) = run(&archivist, &["retention", "plans"]).await;
    assert!(said.contains("genomförd"), "{said}");
    let (_, said) = run(&archivist, &["retention", "show", &plan]).await;
    assert!(said.contains("Praktiska behov"), "{said}");
    assert_eq!(run(&admin, &["retention", "end", "needs"]).await.0, 0);
    assert_eq!(run(&admin, &["retention", "plan"]).await.0, 3);
}

//! Bases of invoices: what is charged, what is kept, and what has changed since.

use crate::places::{act, go_to, register};
use harness::{
    Client, Engine, TestService, binary::Folder, binary::administer, ok, on_both_engines, problem,
    text,
};
use hyper::Method;
use serde_json::{Value, json};
use std::fs;

on_both_engines!(
    places_are_counted_and_charged_as_the_contract_says,
    what_is_taken_out_is_kept_and_compared,
    who_is_protected_stands_under_an_alias,
    what_is_meant_has_to_be_clear,
);

const CHANNEL: &str = "/api/v1/channels/UPPDRAG/contracts";

fn contract(code: &str, seats: i64) -> Value {
    json!({
        "code": code, "employer": "Örebro kommun", "seats": seats, "substitute_until": "2027-01-18",
        "price_ore": 1_250_050, "order_reference": "4711", "free_until": "2027-01-10",
    })
}

/// So many teachers nominated under the contract K1.
async fn nominated(engine: Engine, count: usize) -> TestService {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("employer", "UPPDRAG", 9).await;
    ok(service.admin.post(CHANNEL, &contract("K1", 8)).await);
    let rows = (0..count).map(|n| format!("Nom{n};Inerad{n};nom{n}@kommun.example;Lärare;K1\n"));
    let file = format!(
        "Förnamn;Efternamn;E-post;Titel;Avtal\n{}",
        rows.collect::<String>()
    );
    let query = "kind=nominations&offering=SA123A-V9001V27&file_name=n.csv";
    assert_eq!(service.import(query, file).await["sound"], true);
    service
}

async fn of(admin: &Client, n: usize) -> String {
    let page = ok(admin.get("/api/v1/applications?channel=UPPDRAG").await);
    let name = format!("Nom{n} Inerad{n}");
    let mut items = page["items"].as_array().unwrap().iter();
    text(
        items.find(|one| text(one, "person_name") == name).unwrap(),
        "id",
    )
}

async fn take_out(client: &Client, body: &Value) -> Value {
    ok(client.post("/api/v1/invoice-bases", body).await)
}

fn standings(basis: &Value) -> Vec<(String, String)> {
    let lines = basis["lines"].as_array().unwrap().iter();
    lines
        .map(|line| (text(line, "name"), text(line, "standing")))
        .collect()
}

/// One of each: registered, left in time, left late, replaced, and a place that somebody has.
async fn one_of_each(engine: Engine) -> (TestService, Client) {
    let service = nominated(engine, 5).await;
    let ids = [
        of(&service.admin, 0).await,
        of(&service.admin, 1).await,
        of(&service.admin, 2).await,
        of(&service.admin, 3).await,
    ];
    register(&service.admin, &ids[0]).await;
    let admin = go_to(&service, "2027-01-10T22:59:59Z").await;
    ok(act(&admin, &ids[1], "withdraw", &json!({})).await);
    service.advance(1);
    ok(act(&admin, &ids[2], "withdraw", &json!({})).await);
    let karin = json!({
        "given_name": "Karin", "family_name": "Ek", "email": "karin@kommun.example",
        "profession": "kurator",
    });
    ok(act(&admin, &ids[3], "substitute", &karin).await);
    (service, admin)
}

async fn places_are_counted_and_charged_as_the_contract_says(engine: Engine) {
    let (service, admin) = one_of_each(engine).await;
    let made = take_out(&admin, &json!({ "contract": "K1" })).await;
    let basis = &made["bases"][0];
    let expected = [
        ("Karin Ek", "filled"),
        ("Nom0 Inerad0", "registered"),
        ("Nom1 Inerad1", "left_in_time"),
        ("Nom2 Inerad2", "left_late"),
        ("Nom3 Inerad3", "replaced"),
        ("Nom4 Inerad4", "filled"),
    ];
    let expected = expected.map(|(name, standing)| (name.to_owned(), standing.to_owned()));
    assert_eq!(standings(basis), expected);
    let numbers = [
        "number",
        "agreed",
        "filled",
        "registered",
        "unfilled",
        "charged",
        "amount_ore",
    ];
    assert_eq!(
        numbers.map(|name| basis[name].as_i64().unwrap()),
        [1, 8, 3, 1, 5, 4, 5_000_200]
    );
    assert_eq!(basis["lines"][2]["left_on"], "2027-01-10");
    assert_eq!(basis["lines"][3]["left_on"], "2027-01-11");
    let file = &made["files"][0];
    assert_eq!(file["name"], "SA123A-V9001V27-K1-1-invoice-basis.csv");
    let written = text(file, "text");
    assert!(
        written.contains("50,002.00") || written.contains("50\u{A0}002,00"),
        "{written}"
    );
    assert!(!written.contains('@'), "nobody's address: {written}");
    // Without a day nobody who has left is charged, and that is said; without a price there is no amount.
    let bare = json!({ "employer": "Kommunen", "seats": 8 });
    let any = [("if-match", "*")];
    let put = admin
        .send_json(Method::PUT, &format!("{CHANNEL}/K1"), &any, &bare)
        .await;
    let after = ok(put);
    assert!(after.get("price_ore").is_none() && after.get("free_until").is_none());
    let made = take_out(&admin, &json!({ "contract": "K1" })).await;
    let basis = &made["bases"][0];
    assert_eq!(
        (&basis["charged"], &basis["left_unsaid"]),
        (&json!(3), &json!(2))
    );
    assert!(basis.get("amount_ore").is_none(), "{basis}");
    let wrong = json!({ "employer": "K", "seats": 8, "price_ore": -1 });
    let put = admin
        .send_json(Method::PUT, &format!("{CHANNEL}/K1"), &any, &wrong)
        .await;
    assert_eq!(problem(put).2["errors"][0]["pointer"], "/price_ore");
    drop(service);
}

async fn what_is_taken_out_is_kept_and_compared(engine: Engine) {
    let service = nominated(engine, 2).await;
    let admin = &service.admin;
    // Looking keeps nothing.
    let look = json!({ "contract": "K1", "preview": true });
    let seen = take_out(admin, &look).await;
    assert!(seen["bases"][0].get("number").is_none() && seen["files"] == json!([]));
    let path = format!("{CHANNEL}/K1/invoice-bases");
    assert_eq!(ok(admin.get(&path).await), json!([]));

    let body = json!({ "offering": "SA123A-V9001V27", "format": "xlsx" });
    let first = take_out(admin, &body).await;
    assert_eq!(first["bases"][0]["number"], 1);
    assert!(text(&first["files"][0], "name").contains("-invoice-basis.xlsx"));
    let same = take_out(admin, &body).await;
    assert_eq!(
        (&same["bases"][0]["number"], &same["bases"][0]["unchanged"]),
        (&json!(1), &json!(true))
    );
    assert_eq!(ok(admin.get(&path).await).as_array().unwrap().len(), 1);

    let gone = of(admin, 1).await;
    ok(act(admin, &gone, "withdraw", &json!({})).await);
    let second = take_out(admin, &body).await;
    let basis = &second["bases"][0];
    let since = &basis["since"];
    assert_eq!(
        (&basis["number"], &basis["amount_ore"]),
        (&json!(2), &json!(1_250_050))
    );
    assert_eq!(
        (
            &since["number"],
            &since["charged_before"],
            &since["amount_before_ore"]
        ),
        (&json!(1), &json!(2), &json!(2_500_100))
    );
    assert_eq!(
        since["changes"],
        json!([{
            "application": gone, "name": "Nom1 Inerad1", "before": "filled", "after": "left_in_time",
        }])
    );
    // The first is what it was, and nothing can make it otherwise.
    let again = ok(admin.post(&format!("{path}/1"), &json!({})).await);
    assert_eq!(again["bases"][0]["lines"], first["bases"][0]["lines"]);
    assert_eq!(again["bases"][0]["amount_ore"], 2_500_100);
    let run = async |sql: &str| harness::sql::run(&service.app.database, sql).await;
    assert!(run("UPDATE invoice_basis SET charged = 0").await.is_err());
    assert!(run("DELETE FROM invoice_basis").await.is_err());
    assert_eq!(
        problem(admin.post(&format!("{path}/3"), &json!({})).await).0,
        404
    );
    let trail = ok(admin.get("/api/v1/audit?action=invoice_basis.").await);
    let rows = trail["items"].as_array().unwrap();
    // Twice the first, once the second, once the first again: each a file that left the service.
    assert_eq!(rows.len(), 4, "{trail}");
    assert_eq!(rows[0]["after"]["number"], 1);
    assert!(!trail.to_string().contains("Inerad"));
    // What is kept of somebody is told to them.
    let (client, _) = service.sign_in("nom1@kommun.example").await;
    let mine = ok(client.get("/api/v1/me").await);
    let extract = format!("/api/v1/people/{}/extract", text(&mine, "id"));
    let extract = ok(admin.post(&extract, &json!({})).await);
    let told = &extract["content"]["applications"][0]["invoice_bases"];
    assert_eq!(told.as_array().unwrap().len(), 2, "{told}");
    assert_eq!(told[1]["standing"], "left_in_time");
}

async fn who_is_protected_stands_under_an_alias(engine: Engine) {
    let service = nominated(engine, 2).await;
    let body = json!({ "contract": "K1" });
    let open = take_out(&service.admin, &body).await;
    assert!(open.to_string().contains("Inerad1"), "the control");
    service
        .run_sql("UPDATE person SET security_marking = 'confidential' WHERE given_name = 'Nom1'")
        .await;
    // Old ones too, whoever takes them out.
    for client in [&service.admin, &service.officer] {
        let again = format!("{CHANNEL}/K1/invoice-bases/1");
        for made in [
            take_out(client, &body).await,
            ok(client.post(&again, &json!({})).await),
            ok(client.get(&format!("{CHANNEL}/K1/invoice-bases")).await),
        ] {
            let said = made.to_string();
            assert!(
                said.contains("Deltagare ") && said.contains("Inerad0"),
                "{said}"
            );
            assert!(
                !said.contains("Inerad1") && !said.contains("Nom1"),
                "{said}"
            );
        }
    }
}

async fn what_is_meant_has_to_be_clear(engine: Engine) {
    let service = nominated(engine, 1).await;
    service.channel("employer", "UPPDRAG2", 9).await;
    let other = "/api/v1/channels/UPPDRAG2/contracts";
    ok(service.admin.post(other, &contract("K1", 8)).await);
    let ask = async |body: &Value| service.admin.post("/api/v1/invoice-bases", body).await;
    let unclear = problem(ask(&json!({ "contract": "K1" })).await);
    assert_eq!(
        (unclear.0, &unclear.2["errors"][0]["pointer"]),
        (422, &json!("/channel"))
    );
    assert!(unclear.2.to_string().contains("UPPDRAG2"));
    assert_eq!(problem(ask(&json!({})).await).0, 422);
    assert_eq!(problem(ask(&json!({ "contract": "K9" })).await).0, 404);
    let one = ok(ask(&json!({ "contract": "K1", "channel": "UPPDRAG2" })).await);
    assert_eq!(one["bases"][0]["channel"], "UPPDRAG2");
    let both = ok(ask(&json!({ "offering": "SA123A-V9001V27" })).await);
    assert_eq!(both["bases"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_command_line_sets_prices_and_takes_out_bases() {
    let service = nominated(Engine::Sqlite, 2).await;
    let token = service.admin_token().await;
    let folder = Folder::new();
    fs::create_dir_all(&folder.0).unwrap();
    let run = async |words: &[&str]| administer(&service, &token, &folder, words).await;
    let wrong = run(&["contract", "edit", "UPPDRAG", "K1", "--price", "tolv"]).await;
    assert_eq!(wrong.0, 2, "{}", wrong.1);
    let set = run(&["contract", "edit", "UPPDRAG", "K1", "--price", "9 999,95"]).await;
    assert_eq!(set.0, 0, "{}", set.1);
    let basis = ["export", "fakturaunderlag", "K1"];
    let (code, said) = run(&[&basis[..], &["--preview"]].concat()).await;
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("19\u{A0}999,90 kr") && said.contains("4711"),
        "{said}"
    );
    let (code, said) = run(&basis).await;
    assert!(
        code == 0 && said.contains("K1-1-invoice-basis.csv"),
        "{said}"
    );
    assert!(
        run(&basis).await.1.contains("--force"),
        "files are not written over"
    );
    let (_, said) = run(&["contract", "bases", "UPPDRAG", "K1"]).await;
    assert!(said.contains("19\u{A0}999,90"), "{said}");
    let none = run(&["contract", "edit", "UPPDRAG", "K1", "--price", ""]).await;
    assert_eq!(none.0, 0, "{}", none.1);
    let (_, said) = run(&[&basis[..], &["--preview"]].concat()).await;
    assert!(said.contains("inget pris"), "{said}");
    assert_eq!(run(&["export", "invoice-basis"]).await.0, 2);
}

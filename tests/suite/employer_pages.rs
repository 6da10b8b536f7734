//! The pages of an employer's contact: known by an address that is proved, own contracts and questions
//! only, a no that says why, and a way back.

mod browser;

use crate::approvals::{CHANNEL, DEPUTY, HEAD, employer, file, import, named};
use harness::{
    Engine, TestService,
    browsing::Browsing,
    office::{leads_to, says},
    on_both_engines, sql,
};
use hyper::{Method, StatusCode};

on_both_engines!(
    a_nomination_is_approved,
    a_no_says_why_and_can_be_thought_better_of,
    others_contracts_and_nominations_do_not_exist,
    who_is_protected_has_an_alias,
    too_late_is_too_late,
);

const DESK: &str = "/arbetsgivare";

async fn signed_in(service: &TestService, address: &str) -> Browsing {
    let mut browser = Browsing::new(&service.anyone);
    browser.sign_in(service, address).await;
    browser
}

/// Two people nominated under a contract whose deputy is known; the file names the head.
async fn nominated(engine: Engine) -> (TestService, Vec<String>, String) {
    nominated_so_many(engine, 2).await
}

async fn nominated_so_many(engine: Engine, people: usize) -> (TestService, Vec<String>, String) {
    let service = employer(engine, 5).await;
    let report = import(&service, file(people, HEAD)).await;
    assert_eq!(report["sound"], true, "{report}");
    let people = named(&service).await;
    let mut tx = service.app.read().await.unwrap();
    let contract = tx.contracts_of_contact(DEPUTY).await.unwrap()[0].id;
    drop(tx);
    (service, people, format!("{DESK}/avtal/{contract}"))
}

fn step(application: &str, word: &str) -> String {
    format!("{DESK}/nominering/{application}/{word}")
}

async fn a_nomination_is_approved(engine: Engine) {
    let (service, people, contract) = nominated(engine).await;
    let (mut head, mut deputy) = (
        signed_in(&service, HEAD).await,
        signed_in(&service, DEPUTY).await,
    );
    for browser in [&mut head, &mut deputy] {
        says(&browser.get("/min-sida").await, &["href=\"/arbetsgivare\""]);
        let desk = browser.get(DESK).await;
        says(
            &desk,
            &[
                "Förnamn1 Namnet1",
                "Förnamn2 Namnet2",
                "Svara före",
                CHANNEL,
            ],
        );
    }
    // The head stands in the file only: the contract is the deputy's.
    assert_eq!(head.get(&contract).await.status, StatusCode::NOT_FOUND);
    let page = deputy.get(&contract).await;
    says(
        &page,
        &[
            "<dt>Platser</dt><dd>9</dd>",
            "<dt>Används</dt><dd>2</dd>",
            "<dt>Lediga</dt><dd>7</dd>",
        ],
    );
    let approve = step(&people[0], "godkann");
    let (asked, also_asked) = (head.get(&approve).await, deputy.get(&approve).await);
    says(&asked, &["Godkänna nomineringen av Förnamn1 Namnet1?"]);
    assert_eq!(service.state(&people[0]).await, "awaiting_approval");
    let refused = head.send(Method::POST, &approve, "").await;
    assert_eq!(
        refused.status,
        StatusCode::FORBIDDEN,
        "a form that is not ours"
    );
    let done = head.submit(&asked, &approve, &[]).await;
    leads_to(&done, &format!("{DESK}?klart=godkand"));
    assert_eq!(service.state(&people[0]).await, "admitted");
    let page = head.get(&format!("{DESK}?klart=godkand")).await;
    says(&page, &["Nomineringen är godkänd", "Förnamn2 Namnet2"]);
    assert!(
        !page.text().contains("Förnamn1"),
        "nothing is asked of him any more"
    );
    // The first answer counts.
    let late = deputy.submit(&also_asked, &approve, &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(deputy.get(&approve).await.status, StatusCode::CONFLICT);
    says(
        &deputy.get(&contract).await,
        &["Har plats", "Väntar på svar"],
    );
    let query = "SELECT COUNT(*) FROM approval WHERE outcome = 'approved' AND answered_as = 'head'";
    assert_eq!(sql::number(&service.app.database, query).await, 1);
    let trail =
        "SELECT COUNT(*) FROM audit WHERE action = 'nomination.approved' AND actor LIKE 'person:%'";
    assert_eq!(sql::number(&service.app.database, trail).await, 1);
}

async fn a_no_says_why_and_can_be_thought_better_of(engine: Engine) {
    let (service, people, contract) = nominated(engine).await;
    let mut deputy = signed_in(&service, DEPUTY).await;
    let refuse = step(&people[0], "avsla");
    let page = deputy.get(&refuse).await;
    says(&page, &["Avslå nomineringen", "Varför?", "får läsa skälet"]);
    let empty = deputy.submit(&page, &refuse, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("aria-invalid=\"true\""));
    assert_eq!(service.state(&people[0]).await, "awaiting_approval");
    let why = [("skal", "Vi har <b>inga</b> vikarier i vår")];
    let done = deputy.submit(&empty, &refuse, &why).await;
    leads_to(&done, &format!("{DESK}?klart=avslagen"));
    assert_eq!(service.state(&people[0]).await, "refused");
    let query = "SELECT COUNT(*) FROM admission WHERE outcome = 'refused'
        AND reason = 'Arbetsgivaren har inte godkänt nomineringen. Vi har <b>inga</b> vikarier i vår'";
    assert_eq!(sql::number(&service.app.database, query).await, 1);
    let page = deputy.get(&contract).await;
    says(
        &page,
        &[
            "Inte godkänd",
            "Nominera på nytt",
            "<dt>Används</dt><dd>1</dd>",
        ],
    );
    // Back again, and answered.
    let again = step(&people[0], "igen");
    let page = deputy.get(&again).await;
    says(&page, &["Nominera Förnamn1 Namnet1 på nytt?"]);
    leads_to(
        &deputy.submit(&page, &again, &[]).await,
        &format!("{DESK}?klart=igen"),
    );
    assert_eq!(service.state(&people[0]).await, "awaiting_approval");
    assert_eq!(
        deputy.submit(&page, &again, &[]).await.status,
        StatusCode::CONFLICT
    );
    // Not when the contract is full.
    let page = deputy.get(&refuse).await;
    deputy.submit(&page, &refuse, &why).await;
    service.run_sql("UPDATE contract SET seats = 1").await;
    let page = deputy.get(&again).await;
    let full = deputy.submit(&page, &again, &[]).await;
    assert_eq!(full.status, StatusCode::CONFLICT);
    assert!(full.text().contains("har 1 platser"), "{}", full.text());
}

async fn others_contracts_and_nominations_do_not_exist(engine: Engine) {
    let (service, people, contract) = nominated(engine).await;
    let mut deputy = signed_in(&service, DEPUTY).await;
    let page = deputy.get(&step(&people[0], "avsla")).await;
    let mut other = signed_in(&service, "chef@annan.example").await;
    let mut own = service.browser_of(1).await;
    let mut anyone = Browsing::new(&service.anyone);
    let nobody = "01a207a2-3280-7010-9283-40f9eb9faa1c";
    let words = ["godkann", "avsla", "igen"];
    let steps = words.map(|word| step(&people[0], word));
    for path in steps.iter().chain([&contract]) {
        for browser in [&mut other, &mut own] {
            assert_eq!(
                browser.get(path).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
        let sent = anyone.get(path).await;
        assert!(sent.header("location").starts_with("/logga-in?till="));
    }
    let form = other.get("/mina-inloggningar").await;
    let body = format!("csrf={}&skal=Nej", harness::browsing::csrf(&form));
    for path in &steps {
        let sent = other.send(Method::POST, path, &body).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{path}");
    }
    let desk = other.get(DESK).await;
    says(
        &desk,
        &["Ingen nominering väntar", "står inte i något avtal"],
    );
    assert!(!other.get("/min-sida").await.text().contains(DESK));
    for path in [
        step(nobody, "avsla"),
        step(&people[0], "ja"),
        format!("{DESK}/avtal/{nobody}"),
        format!("{DESK}/avtal/x"),
    ] {
        assert_eq!(
            deputy.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    // An address that is said to be somebody's is no proof.
    service
        .run_sql(&format!(
            "UPDATE email SET verified_at = NULL WHERE address_key = '{DEPUTY}'"
        ))
        .await;
    assert_eq!(deputy.get(&contract).await.status, StatusCode::NOT_FOUND);
    let refuse = step(&people[0], "avsla");
    let sent = deputy.submit(&page, &refuse, &[("skal", "Nej")]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
    says(&deputy.get(DESK).await, &["Ingen nominering väntar"]);
    assert_eq!(service.state(&people[0]).await, "awaiting_approval");
}

async fn who_is_protected_has_an_alias(engine: Engine) {
    let (service, people, contract) = nominated(engine).await;
    service
        .run_sql("UPDATE person SET security_marking = 'confidential'")
        .await;
    let mut deputy = signed_in(&service, DEPUTY).await;
    for path in [DESK, &contract, &step(&people[0], "godkann")] {
        let html = deputy.get(path).await.text();
        assert!(!html.contains("Namnet"), "{path}: {html}");
        let alias = html.contains("Deltagare") || html.contains("Medarbetare");
        assert!(alias, "{path}: {html}");
        assert!(!html.contains("skydd"), "{path}");
    }
}

async fn too_late_is_too_late(engine: Engine) {
    let (service, people, _) = nominated(engine).await;
    let mut head = signed_in(&service, HEAD).await;
    let approve = step(&people[0], "godkann");
    let page = head.get(&approve).await;
    says(&page, &["Svara före"]);
    let until = "SELECT COUNT(*) FROM approval WHERE outcome IS NULL";
    assert_eq!(sql::number(&service.app.database, until).await, 2);
    service.advance(30 * 24 * 3600);
    let mut head = signed_in(&service, HEAD).await;
    assert_eq!(head.get(&approve).await.status, StatusCode::CONFLICT);
    let form = head.get("/mina-inloggningar").await;
    let body = format!("csrf={}", harness::browsing::csrf(&form));
    let late = head.send(Method::POST, &approve, &body).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    says(&head.get(DESK).await, &["Ingen nominering väntar"]);
    let admitted = "SELECT COUNT(*) FROM application WHERE state = 'admitted'";
    assert_eq!(sql::number(&service.app.database, admitted).await, 0);
}

//! Plans as wholes: proposed, committed, undone, discarded, compared.

use super::{PLANS, now, planned};
use harness::{
    Engine,
    office::{leads_to, says, written},
    ok, on_both_engines, round, text,
};
use hyper::StatusCode;
use samverkan_service::usecase::Role;

on_both_engines!(
    a_plan_is_proposed_committed_undone_and_discarded,
    two_plans_are_compared,
);

async fn a_plan_is_proposed_committed_undone_and_discarded(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    let page = admin.get(PLANS).await;
    says(&page, &["Det finns inget förslag än"]);
    // Somebody has no cohort to be in.
    let refused = admin.submit(&page, PLANS, &[("borja", "nytt")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("aria-invalid=\"true\""));
    let fields = [("borja", "nytt"), ("oppna", "G01, G02")];
    let made = admin.submit(&refused, PLANS, &fields).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let board = made.header("location").to_owned();
    let again = admin.submit(&refused, PLANS, &fields).await;
    leads_to(&again, &board);
    let commit = format!("{board}/steg/faststall");
    let page = admin.get(&commit).await;
    says(&page, &["Fastställa grupperna?", "får ett mejl", "→ G0"]);
    assert!(
        service.cohorts().await.is_empty(),
        "looking changes nothing"
    );
    leads_to(
        &admin.submit(&page, &commit, &[]).await,
        &format!("{board}?klart=faststallt"),
    );
    assert!(!service.cohorts().await.is_empty());
    let shown = admin.get(&board).await;
    says(&shown, &["fastställt", "Ångra fastställandet"]);
    assert!(
        !shown.text().contains("id=\"drop\""),
        "nobody is moved in it any more"
    );
    let twice = admin.submit(&page, &commit, &[]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert_eq!(admin.get(&commit).await.status, StatusCode::CONFLICT);
    // Taken back: what is in force is a plan of its own.
    let undo = format!("{board}/steg/angra");
    let page = admin.get(&undo).await;
    says(&page, &["Ångra fastställandet?"]);
    let done = admin.submit(&page, &undo, &[]).await;
    assert!(
        done.header("location").ends_with("?klart=angrat"),
        "{}",
        done.text()
    );
    assert_eq!(service.cohorts().await.len(), 0);
    assert_eq!(
        admin.submit(&page, &undo, &[]).await.status,
        StatusCode::CONFLICT
    );
    // Thrown away.
    let plan = service.propose(2).await;
    let discard = format!("{}/steg/kasta", super::board(&plan));
    let page = admin.get(&discard).await;
    leads_to(
        &admin.submit(&page, &discard, &[]).await,
        &format!("{PLANS}?klart=kastat"),
    );
    assert_eq!(now(&service, &plan).await["state"], "discarded");
}

async fn two_plans_are_compared(engine: Engine) {
    let (service, first) = planned(engine).await;
    let second = service.propose(2).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    let page = admin.get(&super::board(&first)).await;
    says(&page, &["name=\"med\"", &text(&second, "id")]);
    let path = format!(
        "{}/jamfor?med={}",
        super::board(&first),
        text(&second, "id")
    );
    let page = admin.get(&path).await;
    let api = format!(
        "/api/v1/cohort-plans/{}/compare/{}",
        text(&first, "id"),
        text(&second, "id")
    );
    let found = ok(service.admin.get(&api).await);
    let pairs = format!("Av {} par", found["pairs"]);
    says(&page, &[&pairs, "Det andra förslaget är"]);
    for one in found["moves"].as_array().unwrap() {
        assert!(page.text().contains(&written(&text(one, "name"))), "{one}");
    }
    let same = format!("{}/jamfor?med={}", super::board(&first), text(&first, "id"));
    says(&admin.get(&same).await, &["Alla är i samma grupper"]);
}

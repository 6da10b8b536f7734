//! What a plan weighs, tried and changed on the board; and that schools are called by name.

use super::{board, now, planned};
use harness::{
    Engine,
    office::says,
    ok, on_both_engines,
    round::{self, OFFERING},
    text,
};
use hyper::StatusCode;
use samverkan_service::usecase::Role;
use serde_json::json;

on_both_engines!(
    weights_are_seen_tried_and_proposed_with,
    schools_are_called_by_name,
);

async fn weights_are_seen_tried_and_proposed_with(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    let path = format!("{}/vikter", board(&plan));
    says(&admin.get(&board(&plan)).await, &[&path]);
    let page = admin.get(&path).await;
    says(
        &page,
        &[
            "gjort med jämn blandning",
            "id=\"vikt-mix.out\" value=\"10\"",
            "minsta möjliga flytt",
        ],
    );
    assert!(!page.text().contains("Gör ett förslag"));
    // The same as the use case says of the same weights.
    let wanted = json!({ "weights": { "clash": 20, "modality": 15 } });
    let api = format!("/api/v1/cohort-plans/{}/what-if", text(&plan, "id"));
    let told = ok(service.admin.post(&api, &wanted).await);
    let page = admin.get(&format!("{path}?forval=tider")).await;
    let said = format!(
        "Med förslagets egna vikter: {} poäng. Med de här vikterna: {} poäng.",
        plan["score"]["soft"], told["after"]["score"]["soft"]
    );
    says(&page, &[&said, "id=\"vikt-clash\" value=\"20\""]);
    assert_eq!(now(&service, &plan).await["revision"], plan["revision"]);
    let made = admin
        .submit(&page, &format!("{path}/nytt"), &[("borja", "nytt")])
        .await;
    assert_eq!(made.status, 303, "{}", made.text());
    let place = made.header("location").to_owned();
    assert_ne!(place, board(&plan));
    let again = admin
        .submit(&page, &format!("{path}/nytt"), &[("borja", "nytt")])
        .await;
    assert_eq!(again.header("location"), place, "sent twice, made once");
    says(
        &admin.get(&format!("{place}/vikter")).await,
        &["gjort med tillgänglighet först"],
    );
    let id = place.rsplit('/').next().unwrap();
    let new = ok(service
        .officer
        .get(&format!("/api/v1/cohort-plans/{id}"))
        .await);
    assert_eq!(new["weights"]["clash"], 20);
    assert_eq!(new["weights"]["mix.out"], plan["weights"]["mix.out"]);
    // Weights of one's own; and what is no weight.
    let page = admin
        .get(&format!("{path}?mix.out=11&spread.municipality=3"))
        .await;
    says(&page, &["Med de här vikterna"]);
    let page = admin.get(&format!("{path}?mix.out=elva&size=1001")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = page.text();
    assert_eq!(html.matches("aria-invalid=\"true\"").count(), 2);
    assert!(html.contains("value=\"elva\"") && !html.contains("Gör ett förslag"));
}

async fn schools_are_called_by_name(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let wanted = json!({
        "seed": 1, "protected_ok": ["G01", "G02"], "workplaces": "together",
        "weights": { "colleagues": 0 },
    });
    let plan = ok(service.propose_reply(&wanted).await);
    let plans = [plan, service.propose(1).await];
    let mut admin = service.staff_browser(Role::Administrator).await;
    let mut named = 0;
    for plan in &plans {
        let page = admin.get(&board(plan)).await.text();
        let mut said = format!("{page}{plan}");
        for cohort in plan["cohorts"].as_array().unwrap() {
            let path = format!(
                "/api/v1/cohort-plans/{}/cohorts/{}",
                text(plan, "id"),
                text(cohort, "code")
            );
            said += &ok(service.admin.get(&path).await).to_string();
        }
        let api = format!("/api/v1/cohort-plans/{}/what-if", text(plan, "id"));
        let wanted = json!({ "weights": { "size": 2 } });
        said += &ok(service.admin.post(&api, &wanted).await).to_string();
        assert!(!said.contains("från 9999"), "{said}");
        named += said.matches("från Demo").count();
    }
    assert!(named > 0, "no plan of {OFFERING} said anything of schools");
}

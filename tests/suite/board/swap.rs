//! Two people in each other's places, on the board.

use super::{board, cohort_of, now, planned, post};
use harness::{
    Engine, TestService,
    office::{leads_to, says, written},
    ok, on_both_engines, text,
};
use hyper::StatusCode;
use samverkan_service::usecase::Role;
use serde_json::{Value, json};

on_both_engines!(
    two_people_change_places_and_back,
    an_exchange_that_breaks_a_rule_or_is_unseen_is_not_made,
);

/// Two people in different cohorts who may change places.
pub(super) async fn pair(service: &TestService, plan: &Value) -> (Value, Value) {
    let people = plan["people"].as_array().unwrap();
    let known = || people.iter().filter(|one| one.get("explanation").is_some());
    let path = format!(
        "/api/v1/cohort-plans/{}/swaps?dry_run=true",
        text(plan, "id")
    );
    for one in known() {
        for other in known().filter(|other| other["cohort"] != one["cohort"]) {
            let wanted = json!({ "person": one["person"], "with": other["person"] });
            let tried = ok(service.admin.post(&path, &wanted).await);
            if tried["breaks"].as_array().unwrap().is_empty() && tried["points"] != 0 {
                return (one.clone(), other.clone());
            }
        }
    }
    panic!("nobody can change places");
}

async fn two_people_change_places_and_back(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    let (one, other) = pair(&service, &plan).await;
    let (name, other_name) = (written(&text(&one, "name")), written(&text(&other, "name")));
    let (from, to) = (text(&one, "cohort"), text(&other, "cohort"));
    let person = format!("{}/person/{}", board(&plan), text(&one, "person"));
    let choose = format!("{person}/byt");
    says(
        &admin.get(&person).await,
        &[&format!("href=\"{choose}\""), "Byta plats med någon"],
    );
    let page = admin.get(&choose).await;
    says(&page, &[&other_name, &format!("<optgroup label=\"{to}\">")]);
    assert!(
        !page
            .text()
            .contains(&format!("<optgroup label=\"{from}\">"))
    );
    let page = admin
        .get(&format!("{choose}?med={}", text(&other, "person")))
        .await;
    says(
        &page,
        &[
            &format!("{name} till {to} och {other_name} till {from}:"),
            "Poängen går från",
            &format!("Låt {name} och {other_name} byta plats"),
        ],
    );
    assert_eq!(now(&service, &plan).await["revision"], plan["revision"]);
    let swap = format!("{}/byt", board(&plan));
    let done = admin.submit(&page, &swap, &[]).await;
    let place = format!(
        "{}?klart=bytta&vem={}&med={}",
        board(&plan),
        text(&one, "person"),
        text(&other, "person")
    );
    leads_to(&done, &place);
    let after = now(&service, &plan).await;
    assert_eq!(
        (cohort_of(&after, &one), cohort_of(&after, &other)),
        (to.clone(), from.clone())
    );
    let page = admin.get(&place).await;
    says(
        &page,
        &[
            &format!("{name} är nu i {to} och {other_name} i {from}."),
            "Ångra bytet",
        ],
    );
    let done = admin.submit(&page, &swap, &[]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let back = now(&service, &plan).await;
    assert_eq!(
        (cohort_of(&back, &one), cohort_of(&back, &other)),
        (from, to)
    );
    assert_eq!(back["score"], plan["score"]);
    let trail = ok(service
        .admin
        .get("/api/v1/audit?action=cohort_plan.people_swapped")
        .await);
    assert_eq!(trail["items"].as_array().unwrap().len(), 2, "{trail}");
}

async fn an_exchange_that_breaks_a_rule_or_is_unseen_is_not_made(engine: Engine) {
    let (service, plan) = planned(engine).await;
    let mut admin = service.staff_browser(Role::Administrator).await;
    let (one, other) = pair(&service, &plan).await;
    let choose = format!(
        "{}/person/{}/byt?med={}",
        board(&plan),
        text(&one, "person"),
        text(&other, "person")
    );
    let swap = format!("{}/byt", board(&plan));
    let first = admin.get(&choose).await;
    let locks = json!({ "people": [other["person"]], "locked": true });
    let api = format!("/api/v1/cohort-plans/{}/locks", text(&plan, "id"));
    ok(service.act(&api, &plan, &locks).await);
    let stale = admin.submit(&first, &swap, &[]).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    // What breaks a rule is said, has no button, and is not done.
    let page = admin.get(&choose).await;
    says(&page, &["går inte"]);
    assert!(!page.text().contains(&format!("action=\"{swap}\"")));
    let after = now(&service, &plan).await;
    let fields = |seen: &str| {
        let (vem, med) = (text(&one, "person"), text(&other, "person"));
        format!("vem={vem}&med={med}{seen}")
    };
    let seen = format!("&sedd={}", after["revision"]);
    for (seen, status) in [
        (&*seen, StatusCode::CONFLICT),
        ("", StatusCode::PRECONDITION_REQUIRED),
    ] {
        let refused = post(&mut admin, &first, &swap, &fields(seen)).await;
        assert_eq!(refused.status, status, "{}", refused.text());
    }
    assert_eq!(now(&service, &plan).await["people"], after["people"]);
    // With oneself, one's own cohort or nobody there is nothing to exchange.
    let mut own = after["people"].as_array().unwrap().iter();
    let own = own.rfind(|p| p["cohort"] == one["cohort"] && p["person"] != one["person"]);
    let own = text(own.unwrap(), "person");
    let (path, _) = choose.split_once('?').unwrap();
    for with in [&*text(&one, "person"), &own, "nobody"] {
        let page = admin.get(&format!("{path}?med={with}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{with}");
    }
}

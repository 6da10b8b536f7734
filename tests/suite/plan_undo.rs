//! Commits undone and redone, refused when people have changed, and newcomers placed.

use super::{
    plan_changes::path,
    plans::{places, propose, twenty},
};
use harness::{Engine, TestService, both_engines, ok, problem, round::OFFERING, text};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

both_engines!(
    a_commit_is_undone_and_redone,
    what_has_changed_is_said_by_name,
    newcomers_are_placed_without_moving_anybody,
);

/// Cohort code to members, as it is in force, and the id of each cohort.
async fn in_force(service: &TestService) -> BTreeMap<String, (String, BTreeSet<String>)> {
    let cohorts = service.cohorts().await.into_iter();
    cohorts
        .map(|cohort| {
            let members = cohort["members"].as_array().expect("members").iter();
            let members = members.map(|m| text(m, "person")).collect();
            (text(&cohort, "code"), (text(&cohort, "id"), members))
        })
        .collect()
}

async fn undo(service: &TestService, plan: &Value) -> Value {
    let seen = ok(service.admin.get(&path(plan)).await);
    ok(service
        .act(&format!("{}/undo", path(plan)), &seen, &json!({}))
        .await)
}

async fn a_commit_is_undone_and_redone(engine: Engine) {
    let service = twenty(engine).await;
    let first = service.commit(&propose(&service, json!({})).await).await;
    let before = in_force(&service).await;
    let second = propose(&service, json!({ "start": "new", "seed": 3 })).await;
    let address = format!("{}/undo", path(&second));
    let (status, code, _) = problem(service.act(&address, &second, &json!({})).await);
    assert_eq!((status, &*code), (409, "not-the-last"), "not committed");
    let second = service.commit(&second).await;
    let between = in_force(&service).await;
    assert_ne!(before, between);
    let address = format!("{}/undo", path(&first));
    let (status, code, _) = problem(service.act(&address, &first, &json!({})).await);
    assert_eq!((status, &*code), (409, "not-the-last"));
    service.tick().await;
    let told = service.mail().len();
    let undone = undo(&service, &second).await;
    assert_eq!(
        (&undone["state"], &undone["undoes"]),
        (&json!("committed"), &second["id"])
    );
    assert_eq!(in_force(&service).await, before, "ids and all");
    service.tick().await;
    let moved = between.iter().flat_map(|(code, (_, members))| {
        members
            .iter()
            .filter(|p| !before[code].1.contains(*p))
            .collect::<Vec<_>>()
    });
    assert_eq!(
        service.mail().len() - told,
        moved.count(),
        "those moved back are told"
    );
    // Undoing the undoing.
    let redone = undo(&service, &undone).await;
    assert_eq!(in_force(&service).await, between);
    // Back to before there were any cohorts.
    undo(&service, &redone).await;
    let plans = format!("/api/v1/offerings/{OFFERING}/cohort-plans");
    let last = ok(service.admin.get(&plans).await)[0].clone();
    undo(&service, &last).await;
    assert_eq!(in_force(&service).await, between, "redone again");
    let history = ok(service.admin.get(&plans).await);
    let undoing = history.as_array().expect("plans").iter();
    assert_eq!(undoing.filter(|p| p.get("undoes").is_some()).count(), 4);
}

async fn what_has_changed_is_said_by_name(engine: Engine) {
    let service = twenty(engine).await;
    let stale = propose(&service, json!({ "seed": 4 })).await;
    let plan = service.commit(&propose(&service, json!({})).await).await;
    let person = text(&service.person("Testsson7").await, "id");
    service.withdraw(&person).await;
    let seen = ok(service.admin.get(&path(&plan)).await);
    let reply = service
        .act(&format!("{}/undo", path(&plan)), &seen, &json!({}))
        .await;
    let (status, code, answer) = problem(reply);
    assert_eq!((status, &*code), (409, "people-changed"));
    assert!(
        text(&answer, "detail").contains("Tea Testsson7 har lämnat"),
        "{answer}"
    );
    let reply = service
        .act(&format!("{}/commit", path(&stale)), &stale, &json!({}))
        .await;
    let (status, code, answer) = problem(reply);
    assert_eq!((status, &*code), (409, "plan-outdated"));
    assert!(
        text(&answer, "detail").contains("Tea Testsson7"),
        "{answer}"
    );
    // A first commit is undone to nothing, if nobody has left since.
    let other = twenty(engine).await;
    let plan = other.commit(&propose(&other, json!({})).await).await;
    let undone = undo(&other, &plan).await;
    assert_eq!(undone["people"], json!([]));
    assert!(other.cohorts().await.is_empty());
    let again = undo(&other, &undone).await;
    assert_eq!(
        (other.cohorts().await.len(), &again["state"]),
        (4, &json!("committed"))
    );
}

async fn newcomers_are_placed_without_moving_anybody(engine: Engine) {
    let service = twenty(engine).await;
    service.commit(&propose(&service, json!({})).await).await;
    let before = in_force(&service).await;
    let nobody = json!({ "start": "late" });
    let (status, code, _) = problem(service.propose_reply(&nobody).await);
    assert_eq!((status, &*code), (409, "nobody-to-place"));
    let sheet = harness::sheet::Sheet::admissions(20, 3).set(0, "Programkod", "SOC9Y");
    let query = harness::round::into_offering("admissions");
    assert_eq!(service.import(&query, sheet.text()).await["sound"], true);
    let one = text(&service.person("Testsson20").await, "id");
    let single = propose(&service, json!({ "start": "late", "people": [one] })).await;
    assert_eq!(
        (&single["moves"], single["people"].as_array().map(Vec::len)),
        (&json!(1), Some(21))
    );
    let plan = propose(&service, json!({ "start": "late" })).await;
    assert_eq!(plan["moves"], 3, "those three, and nobody else");
    let at = places(&plan);
    for (code, (_, members)) in &before {
        assert!(members.iter().all(|person| at[person] == *code));
    }
    service.commit(&plan).await;
    let after = in_force(&service).await;
    let sizes: Vec<_> = after.values().map(|(_, members)| members.len()).collect();
    assert_eq!(sizes.iter().sum::<usize>(), 23);
    assert!(sizes.iter().all(|size| (5..=7).contains(size)), "{sizes:?}");
    // Nobody was locked by it.
    let cohorts = service.cohorts().await;
    let members = cohorts
        .iter()
        .flat_map(|c| c["members"].as_array().expect("members"));
    assert!(members.clone().all(|member| member["locked"] == false));
    let wrong = json!({ "start": "late", "people": [one] });
    assert_eq!(
        problem(service.propose_reply(&wrong).await).0,
        422,
        "has a cohort"
    );
}

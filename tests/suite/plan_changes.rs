//! Plans looked into and changed: explained, compared, supposed, changed by hand, undone, made
//! again.

use super::plans::{places, propose, twenty};
use harness::{Engine, TestService, both_engines, ok, problem, round::OFFERING, text};
use samverkan_domain::cohort::{PlanRecord, Reproduction};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

both_engines!(
    an_explanation_says_what_a_move_would_cost,
    a_swap_and_a_lock_hold,
    plans_are_compared_by_who_is_with_whom,
    a_supposition_changes_nothing,
    a_commit_is_undone_and_redone,
    what_has_changed_is_said_by_name,
    newcomers_are_placed_without_moving_anybody,
    a_plan_is_made_again_from_its_record,
);

fn path(plan: &Value) -> String {
    format!("/api/v1/cohort-plans/{}", text(plan, "id"))
}

async fn an_explanation_says_what_a_move_would_cost(engine: Engine) {
    let service = twenty(engine).await;
    let plan = propose(&service, json!({})).await;
    let at = places(&plan);
    let (person, home) = at.iter().next().expect("somebody");
    let found = ok(service
        .admin
        .get(&format!("{}/people/{person}", path(&plan)))
        .await);
    assert_eq!(text(&found, "cohort"), *home);
    let others = found["others"].as_array().expect("others");
    assert_eq!(others.len(), 3, "every other cohort: {found}");
    for other in others {
        let wanted = json!({ "person": person, "cohort": other["code"] });
        let tried = format!("{}/moves?dry_run=true", path(&plan));
        let tried = ok(service.admin.post(&tried, &wanted).await);
        assert_eq!(other["points"], tried["points"], "{other}");
        assert_eq!(other["breaks"], tried["breaks"], "{other}");
        let criteria = other["criteria"].as_object().expect("criteria");
        let sum: i64 = criteria.values().filter_map(Value::as_i64).sum();
        assert_eq!(Some(sum), other["points"].as_i64());
    }
    let costs = |o: &Value| (o["breaks"].as_array().map(Vec::len), o["points"].as_i64());
    assert!(others.is_sorted_by_key(costs), "the best first");
    let cohort = ok(service
        .admin
        .get(&format!("{}/cohorts/{home}", path(&plan)))
        .await);
    let members = cohort["members"].as_array().expect("members");
    assert_eq!(members.len(), 5);
    assert!(members.iter().all(|m| text(m, "explanation").len() > 20));
    for strange in ["people/01a207a2-3280-7010-9283-40f9eb9faa1c", "cohorts/G99"] {
        let reply = service
            .admin
            .get(&format!("{}/{strange}", path(&plan)))
            .await;
        assert_eq!(problem(reply).0, 404, "{strange}");
    }
}

async fn a_swap_and_a_lock_hold(engine: Engine) {
    let service = twenty(engine).await;
    let plan = propose(&service, json!({})).await;
    let at = places(&plan);
    let (a, home) = at.iter().next().expect("somebody");
    let (b, away) = at.iter().find(|(_, code)| *code != home).expect("another");
    let swaps = format!("{}/swaps", path(&plan));
    let wanted = json!({ "person": a, "with": b });
    let tried = ok(service
        .admin
        .post(&format!("{swaps}?dry_run=true"), &wanted)
        .await);
    assert_eq!(places(&tried["plan"]), at, "tried only");
    assert_eq!(problem(service.admin.post(&swaps, &wanted).await).0, 428);
    let done = ok(service.act(&swaps, &plan, &wanted).await);
    assert_eq!(done["points"], tried["points"]);
    let now = places(&done["plan"]);
    assert_eq!((&now[a], &now[b]), (away, home));
    let changed = now.iter().filter(|(p, code)| at[*p] != **code);
    assert_eq!(changed.count(), 2);
    // Held in the plan, and held in force.
    let locks = format!("{}/locks", path(&plan));
    let held = json!({ "people": [a], "locked": true });
    let locked = ok(service.act(&locks, &done["plan"], &held).await);
    let moves = format!("{}/moves", path(&plan));
    let away_again = json!({ "person": a, "cohort": home });
    let (status, code, _) = problem(service.act(&moves, &locked, &away_again).await);
    assert_eq!((status, &*code), (409, "breaks-hard-rule"));
    service.commit(&locked).await;
    let member = |cohorts: &[Value]| {
        let mut members = cohorts
            .iter()
            .flat_map(|c| c["members"].as_array().expect("members"));
        members
            .find(|m| text(m, "person") == *a)
            .expect("the member")
            .clone()
    };
    assert_eq!(member(&service.cohorts().await)["locked"], true);
    let later = propose(&service, json!({ "weights": { "move": 0 }, "seed": 5 })).await;
    assert_eq!(&places(&later)[a], away, "a lock outlives the plan");
    // Let go in a later plan, it is let go in force.
    let free = json!({ "people": [a], "locked": false });
    let freed = ok(service
        .act(&format!("{}/locks", path(&later)), &later, &free)
        .await);
    service.commit(&freed).await;
    assert_eq!(member(&service.cohorts().await)["locked"], false);
}

async fn plans_are_compared_by_who_is_with_whom(engine: Engine) {
    let service = twenty(engine).await;
    let (one, other) = (
        propose(&service, json!({})).await,
        propose(&service, json!({ "seed": 2 })).await,
    );
    let compare = async |a: &Value, b: &Value| {
        let address = format!("{}/compare/{}", path(a), text(b, "id"));
        ok(service.admin.get(&address).await)
    };
    let same = compare(&one, &one).await;
    assert_eq!(same["moves"], json!([]));
    assert_eq!(same["pairs"], same["pairs_kept"]);
    assert_eq!(same["pairs"], 4 * 10, "four cohorts of five");
    let differs = compare(&one, &other).await;
    assert!(differs["pairs_kept"].as_i64() < differs["pairs"].as_i64());
    assert_eq!(differs["second"]["score"], other["score"]);
    // One move is one move, whatever the cohorts are called.
    let at = places(&one);
    let (person, home) = at.iter().next().expect("somebody");
    let away = at.values().find(|code| *code != home).expect("another");
    let moved = ok(service
        .act(
            &format!("{}/moves", path(&one)),
            &one,
            &json!({ "person": person, "cohort": away }),
        )
        .await);
    let again = propose(&service, json!({})).await;
    let found = compare(&again, &moved["plan"]).await;
    let moves = found["moves"].as_array().expect("moves");
    assert_eq!(moves.len(), 1, "{found}");
    assert_eq!(text(&moves[0], "person"), *person);
}

async fn a_supposition_changes_nothing(engine: Engine) {
    let service = twenty(engine).await;
    let plan = propose(&service, json!({})).await;
    let at = places(&plan);
    let (person, home) = at.iter().next().expect("somebody");
    let away = at.values().find(|code| *code != home).expect("another");
    let ask = async |supposed: Value| {
        ok(service
            .admin
            .post(&format!("{}/what-if", path(&plan)), &supposed)
            .await)
    };
    let dropped = ask(json!({ "drop": [person] })).await;
    let cohorts = dropped["after"]["cohorts"].as_array().expect("cohorts");
    let left = cohorts.iter().find(|c| c["code"] == json!(home));
    let left = left.expect("the cohort");
    assert_eq!(
        (&left["size_before"], &left["size_after"]),
        (&json!(5), &json!(4))
    );
    assert_eq!(dropped["after"]["moves"], json!([]));
    // A move is what the dry run of it says.
    let moved = ask(json!({ "moves": [{ "person": person, "cohort": away }] })).await;
    let wanted = json!({ "person": person, "cohort": away });
    let tried = format!("{}/moves?dry_run=true", path(&plan));
    let tried = ok(service.admin.post(&tried, &wanted).await);
    assert_eq!(moved["after"]["score"], tried["after"]);
    assert_eq!(text(&moved["after"]["moves"][0], "to"), *away);
    // Somebody of a family is placed without moving anybody.
    let added = ask(json!({ "add": [{ "family": "social_work" }] })).await;
    let moves = added["after"]["moves"].as_array().expect("moves");
    assert_eq!(moves.len(), 1, "{added}");
    assert!(moves[0].get("from").is_none() && moves[0].get("person").is_none());
    assert!(text(&moves[0], "name").contains("socialt arbete"));
    // Other weights, and the best under them.
    let heavy = ask(json!({
        "weights": { "size": 1_000 }, "drop": [person], "rebalance": true, "iterations": 50_000,
    }))
    .await;
    assert!(
        heavy["rebalanced"]["score"]["soft"].as_i64() <= heavy["after"]["score"]["soft"].as_i64()
    );
    assert!(dropped.get("rebalanced").is_none());
    for wrong in [
        json!({ "drop": [text(&plan, "id")] }),
        json!({ "moves": [{ "person": person, "cohort": "G99" }] }),
        json!({ "weights": { "wind": 1 } }),
        json!({ "add": [{}] }),
        json!({ "add": [{ "person": person }] }),
    ] {
        let reply = service
            .admin
            .post(&format!("{}/what-if", path(&plan)), &wrong)
            .await;
        assert_eq!(problem(reply).0, 422, "{wrong}");
    }
    let same = ok(service.admin.get(&path(&plan)).await);
    assert_eq!(same, plan, "nothing was written");
}

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
    let (other, offering) = (twenty(engine).await, OFFERING);
    let plan = other.commit(&propose(&other, json!({})).await).await;
    let undone = undo(&other, &plan).await;
    assert_eq!(undone["people"], json!([]));
    assert!(other.cohorts().await.is_empty());
    let again = undo(&other, &undone).await;
    assert_eq!(
        other.cohorts().await.len(),
        4,
        "{offering}: {}",
        again["state"]
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
    assert!(sizes.iter().all(|size| (5..=6).contains(size)), "{sizes:?}");
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

async fn a_plan_is_made_again_from_its_record(engine: Engine) {
    let service = twenty(engine).await;
    // Hard to please, so that the search goes on to its end.
    let wanted =
        json!({ "weights": { "mix.programme.alone": 7, "mix.channel.out": 3 }, "seed": 9 });
    let plan = propose(&service, wanted).await;
    let record = async || -> PlanRecord {
        let value = ok(service.admin.get(&format!("{}/record", path(&plan))).await);
        // It says who nobody is: positions only.
        for person in places(&plan).keys() {
            assert!(!value.to_string().contains(person.as_str()));
        }
        serde_json::from_value(value).expect("a record")
    };
    let kept = record().await;
    assert_eq!(kept.reproduce().unwrap(), Reproduction::Same { by_hand: 0 });
    let at = places(&plan);
    let (person, home) = at.iter().next().expect("somebody");
    let away = at.values().find(|code| *code != home).expect("another");
    let moves = format!("{}/moves", path(&plan));
    ok(service
        .act(&moves, &plan, &json!({ "person": person, "cohort": away }))
        .await);
    assert_eq!(
        record().await.reproduce().unwrap(),
        Reproduction::Same { by_hand: 1 }
    );
    // The controls: another score, another seed, another version.
    let mut wrong = kept.clone();
    *wrong.score.soft.entry("size".to_owned()).or_default() += 1;
    assert_eq!(wrong.reproduce().unwrap(), Reproduction::WrongScore);
    let mut wrong = kept.clone();
    wrong.solving.as_mut().expect("a search").seed += 1;
    assert!(matches!(
        wrong.reproduce().unwrap(),
        Reproduction::Differs { .. }
    ));
    let mut wrong = kept;
    wrong.solving.as_mut().expect("a search").algorithm += 1;
    assert!(matches!(
        wrong.reproduce().unwrap(),
        Reproduction::OtherAlgorithm { .. }
    ));
}

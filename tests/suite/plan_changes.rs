//! Plans looked into and changed: explained, compared, supposed, changed by hand, made again.

use super::plans::{places, propose, twenty};
use harness::{Engine, both_engines, ok, problem, text};
use samverkan_domain::cohort::{PlanRecord, Reproduction};
use serde_json::{Value, json};

both_engines!(
    an_explanation_says_what_a_move_would_cost,
    a_swap_and_a_lock_hold,
    plans_are_compared_by_who_is_with_whom,
    a_supposition_changes_nothing,
    a_plan_is_made_again_from_its_record,
    nobody_is_told_why_a_protected_person_is_where_they_are,
);

pub(crate) fn path(plan: &Value) -> String {
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
    // Who is locked afterwards was not during the search.
    let seen = ok(service.admin.get(&path(&plan)).await);
    let held = json!({ "people": [person], "locked": true });
    ok(service
        .act(&format!("{}/locks", path(&plan)), &seen, &held)
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

async fn nobody_is_told_why_a_protected_person_is_where_they_are(engine: Engine) {
    let (service, _) = harness::round::empty(engine).await;
    let sheet = harness::sheet::Sheet::admissions(0, 12).set(0, "Skyddad", "Sekretessmarkering");
    let query = harness::round::into_offering("admissions");
    assert_eq!(service.import(&query, sheet.text()).await["sound"], true);
    let person = text(&service.person("Testsson0").await, "id");
    let wanted = json!({ "size": 4, "protected_ok": ["G02"], "iterations": 50_000 });
    let plan = ok(service.propose_reply(&wanted).await);
    assert_eq!(places(&plan)[&person], "G02", "placed like anybody");
    let address = format!("{}/people/{person}", path(&plan));
    for (client, told) in [(&service.admin, false), (&service.officer, true)] {
        let found = ok(client.get(&address).await);
        assert_eq!(found.get("explanation").is_some(), told, "{found}");
        assert_eq!(text(&found, "name").contains("Testsson"), told, "{found}");
        let others = found["others"].as_array().map_or(0, Vec::len);
        assert!(told || others == 0, "{found}");
        let plan = ok(client.get(&path(&plan)).await);
        let people = plan["people"].as_array().expect("people");
        let shown = people.iter().find(|p| text(p, "person") == person);
        assert_eq!(shown.expect("placed").get("explanation").is_some(), told);
        let cohort = ok(client.get(&format!("{}/cohorts/G02", path(&plan))).await);
        let members = cohort["members"].as_array().expect("members");
        let shown = members.iter().find(|p| text(p, "person") == person);
        assert_eq!(shown.expect("a member").get("explanation").is_some(), told);
    }
    // Nor by supposing: a closed cohort is a closed cohort.
    let supposed = json!({ "moves": [{ "person": person, "cohort": "G01" }] });
    let answer = service
        .admin
        .post(&format!("{}/what-if", path(&plan)), &supposed)
        .await;
    let said = ok(answer);
    assert_eq!(
        said["after"]["breaks"].as_array().map(Vec::len),
        Some(1),
        "{said}"
    );
    assert!(!said.to_string().contains("Testsson0") && !said.to_string().contains("skydd"));
}

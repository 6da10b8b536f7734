//! Re-balancing after people have left: the curve, a point of it, and whom it concerns.

use super::plans::{places, propose, twenty};
use harness::{Engine, TestService, both_engines, ok, problem, round::OFFERING, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;

both_engines!(
    the_curve_says_what_moves_buy,
    those_who_move_see_which_meetings_change,
    who_is_struck_by_import_leaves_the_cohort,
);

/// Cohorts of five that four people have left.
async fn worn(engine: Engine) -> TestService {
    let service = twenty(engine).await;
    service.commit(&propose(&service, json!({})).await).await;
    let cohorts = service.cohorts().await;
    for cohort in cohorts.iter().take(2) {
        for at in 0..2 {
            service.withdraw(&text(&cohort["members"][at], "person")).await;
        }
    }
    service
}

fn wanted(more: Value) -> Value {
    let mut body = json!({ "seed": 1, "iterations": 100_000, "most_moves": 4 });
    for (key, value) in more.as_object().expect("an object") {
        body[key] = value.clone();
    }
    body
}

async fn the_curve_says_what_moves_buy(engine: Engine) {
    let service = worn(engine).await;
    let path = format!("/api/v1/offerings/{OFFERING}/cohort-frontier");
    let curve = ok(service.admin.post(&path, &wanted(json!({}))).await);
    let points = curve.as_array().expect("points");
    assert_eq!((&points[0]["moves"], &points[0]["people"]), (&json!(0), &json!([])));
    let moves = |point: &Value| point["moves"].as_i64().expect("moves");
    let score = |point: &Value| point["score"]["soft"].as_i64().expect("points");
    assert!(points.len() > 1, "{curve}");
    assert!(points.is_sorted_by(|a, b| moves(a) < moves(b) && score(a) > score(b)));
    for point in points {
        assert!(point["score"]["criteria"].get("move").is_none(), "moves cost nothing here");
        let people = point["people"].as_array().expect("people");
        assert_eq!(i64::try_from(people.len()).ok(), Some(moves(point)));
    }
    // Nothing was written, and a point can be taken as it stands.
    let plans = format!("/api/v1/offerings/{OFFERING}/cohort-plans");
    let before = ok(service.admin.get(&plans).await);
    assert_eq!(before.as_array().map(Vec::len), Some(1));
    let chosen = points.last().expect("a point");
    let take = wanted(json!({ "take_moves": moves(chosen) }));
    let plan = ok(service.propose_reply(&take).await);
    let told: BTreeMap<_, _> = chosen["people"]
        .as_array()
        .expect("people")
        .iter()
        .map(|p| (text(p, "person"), text(p, "to")))
        .collect();
    let at = places(&plan);
    assert!(told.iter().all(|(person, to)| at[person] == *to));
    assert_eq!(plan["moves"], chosen["moves"]);
    service.commit(&plan).await;
    for wrong in [
        json!({ "most_moves": 201 }),
        json!({ "take_moves": 5 }),
        json!({ "start": "new" }),
    ] {
        let reply = service.propose_reply(&wanted(wrong.clone())).await;
        assert_eq!(problem(reply).0, 422, "{wrong}");
    }
    let fresh = twenty(engine).await;
    let (status, code, _) = problem(fresh.admin.post(&path, &json!({})).await);
    assert_eq!((status, &*code), (409, "no-cohorts-yet"));
}

async fn those_who_move_see_which_meetings_change(engine: Engine) {
    let service = worn(engine).await;
    let cohorts = service.cohorts().await;
    let id = |code: &str| text(cohorts.iter().find(|c| c["code"] == code).expect("it"), "id");
    for (code, day, title) in [
        ("G01", "2027-02-01", "Ettan"),
        ("G02", "2027-02-02", "Tvåan"),
        ("G02", "2026-11-01", "Förbi"),
    ] {
        let session = json!({
            "title": title, "starts": format!("{day}T10:15"), "ends": format!("{day}T12:00"),
            "mode": "online", "compulsory": true, "preliminary": false, "cohort": id(code),
        });
        service.schedule(&session).await;
    }
    let keep = ok(service.propose_reply(&json!({ "start": "keep" })).await);
    let at = places(&keep);
    let (person, _) = at.iter().find(|(_, code)| *code == "G01").expect("somebody");
    let address = format!("/api/v1/cohort-plans/{}", text(&keep, "id"));
    let moved = json!({ "person": person, "cohort": "G02" });
    ok(service.act(&format!("{address}/moves"), &keep, &moved).await);
    let affected = ok(service.admin.get(&format!("{address}/affected")).await);
    let affected = affected.as_array().expect("people");
    assert_eq!(affected.len(), 1);
    let titles = |of: &str| -> Vec<String> {
        let meetings = affected[0][of].as_array().expect("meetings").iter();
        meetings.map(|meeting| text(meeting, "title")).collect()
    };
    assert_eq!((titles("loses"), titles("gains")), (vec!["Ettan".into()], vec!["Tvåan".into()]));
}

async fn who_is_struck_by_import_leaves_the_cohort(engine: Engine) {
    let service = twenty(engine).await;
    service.commit(&propose(&service, json!({})).await).await;
    let sheet = harness::sheet::Sheet::admissions(4, 1).set(0, "Status", "Struken");
    let query = harness::round::into_offering("admissions");
    let report = service.import(&query, sheet.text()).await;
    assert_eq!(report["sound"], true, "{report}");
    let members = service.cohorts().await;
    let members = members.iter().flat_map(|c| c["members"].as_array().expect("members"));
    let names: Vec<_> = members.map(|member| text(member, "name")).collect();
    assert_eq!(names.len(), 19, "one has left");
    assert!(!names.contains(&"Tea Testsson4".to_owned()));
}

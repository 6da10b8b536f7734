//! What a plan can be told: weights, weekly times, languages, needs, expert groups, colleagues.

use harness::{
    Engine, TestService, both_engines, ok, problem,
    round::{self, OFFERING, into_offering},
    sheet::Sheet,
    text,
};
use hyper::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

both_engines!(
    weights_are_named_and_kept,
    nobody_is_placed_at_times_they_cannot_attend,
    languages_and_needs_hold,
    expert_groups_stand_beside_mixed_ones,
    colleagues_travel_two_and_two,
    availability_is_read_from_a_file,
);

/// Person to cohort code.
pub(crate) fn places(plan: &Value) -> BTreeMap<String, String> {
    let people = plan["people"].as_array().expect("people").iter();
    people
        .map(|person| (text(person, "person"), text(person, "cohort")))
        .collect()
}

/// Twenty people of four programmes in order, none of them protected, no meetings.
pub(crate) async fn twenty(engine: Engine) -> TestService {
    let (service, _) = round::empty(engine).await;
    let programmes = ["LSP9A", "SOC9Y", "PSY9Y", "LAG9Y"];
    let mut sheet = Sheet::admissions(0, 20);
    for n in 0..20 {
        sheet = sheet.set(n, "Programkod", programmes[n % programmes.len()]);
    }
    let report = service
        .import(&into_offering("admissions"), sheet.text())
        .await;
    assert_eq!(report["sound"], true, "{report}");
    service
}

/// Proposes cohorts of five with `wanted` on top of what keeps a search short.
pub(crate) async fn propose(service: &TestService, wanted: Value) -> Value {
    ok(service.propose_reply(&with(wanted)).await)
}

fn with(wanted: Value) -> Value {
    let mut body = json!({ "size": 5, "seed": 1, "iterations": 100_000 });
    for (key, value) in wanted.as_object().expect("an object") {
        body[key] = value.clone();
    }
    body
}

async fn weights_are_named_and_kept(engine: Engine) {
    let service = twenty(engine).await;
    let plan = propose(
        &service,
        json!({ "preset": "availability", "weights": { "mix.out": 33, "spread.channel": 2 } }),
    )
    .await;
    let weights = &plan["weights"];
    assert_eq!(
        (&weights["mix.out"], &weights["spread.channel"]),
        (&json!(33), &json!(2))
    );
    // The preset stands where no single weight does.
    let usual = propose(&service, json!({})).await["weights"].clone();
    assert!(weights["clash"].as_i64() > usual["clash"].as_i64());
    assert_eq!(weights["mix.alone"], usual["mix.alone"]);
    assert!(plan["score"]["criteria"].get("spread:channel").is_some());
    for (name, value) in [("mix.gender.out", 1), ("size", -1), ("size", 1_001)] {
        let wanted = with(json!({ "weights": { (name): value } }));
        let (status, _, answer) = problem(service.propose_reply(&wanted).await);
        assert_eq!(status, 422, "{name}");
        assert_eq!(answer["errors"][0]["pointer"], format!("/weights/{name}"));
    }
}

pub(crate) async fn note(service: &TestService, person: &str, note: &Value) -> Value {
    let path = format!("/api/v1/offerings/{OFFERING}/availability/{person}");
    ok(service.admin.send_json(Method::PUT, &path, &[], note).await)
}

async fn nobody_is_placed_at_times_they_cannot_attend(engine: Engine) {
    let service = twenty(engine).await;
    let meets = json!({ "meets": ["mon10", "tue13", "wed15", "fri17"] });
    let control = propose(&service, meets.clone()).await;
    let at = places(&control);
    let (person, code) = at.iter().next().expect("somebody");
    let cohort = |plan: &Value, code: &str| {
        let cohorts = plan["cohorts"].as_array().expect("cohorts").iter();
        let found = cohorts.clone().find(|c| c["code"] == code);
        found.expect("the cohort").clone()
    };
    let first = |cohort: &Value| cohort["meets"][0].as_str().expect("a time").to_owned();
    let meeting = first(&cohort(&control, code));
    let times = |all: &[&str]| -> Vec<String> {
        let free = all.iter().filter(|time| **time != meeting);
        free.map(ToString::to_string).collect()
    };
    // Where the control had this person, they are placed no more.
    let noted = note(&service, person, &json!({ "cannot": [meeting] })).await;
    assert_eq!(noted["cannot"], json!([meeting]));
    let plan = propose(&service, meets.clone()).await;
    let now = &places(&plan)[person];
    assert_ne!(first(&cohort(&plan, now)), meeting);
    // Times to avoid cost points where all are alike bad.
    let avoid = times(&["mon10", "tue13", "wed15", "fri17"]);
    note(
        &service,
        person,
        &json!({ "cannot": [meeting], "avoid": avoid }),
    )
    .await;
    let plan = propose(&service, meets.clone()).await;
    assert_eq!(plan["score"]["criteria"]["clash"], 5);
    let clashing = cohort(&plan, &places(&plan)[person]);
    assert_eq!(clashing["clashes"], 1, "{clashing}");
    // Who can attend no cohort at all gets a plain answer with a name.
    note(
        &service,
        person,
        &json!({ "cannot": ["mon10", "tue13", "wed15", "fri17"] }),
    )
    .await;
    let (status, code, answer) = problem(service.propose_reply(&with(meets)).await);
    assert_eq!((status, &*code), (409, "no-plan"));
    let said = text(&answer, "detail");
    assert!(said.contains("Tea Testsson"), "{said}");
    assert!(
        !said.contains(person.as_str()),
        "named, not numbered: {said}"
    );
    // In force, the cohorts keep their times.
    let path = format!("/api/v1/offerings/{OFFERING}/availability/{person}");
    ok_empty(service.admin.send(Method::DELETE, &path, &[], "").await);
    service
        .commit(&propose(&service, json!({ "meets": ["mon10", "tue13+fri08"] })).await)
        .await;
    let cohorts = service.cohorts().await;
    let meets: Vec<_> = cohorts.iter().map(|c| c["meets"].clone()).collect();
    assert_eq!(
        meets,
        [
            json!(["mon10"]),
            json!(["tue13", "fri08"]),
            json!(["mon10"]),
            json!(["tue13", "fri08"])
        ]
    );
    let again = propose(&service, json!({})).await;
    assert_eq!(again["cohorts"][1]["meets"], json!(["tue13", "fri08"]));
}

pub(crate) fn ok_empty(reply: Result<harness::Reply, samverkan_service::demo::http::CallError>) {
    let reply = reply.expect("an answer");
    assert_eq!(reply.status.as_u16(), 204, "{}", reply.text());
}

async fn languages_and_needs_hold(engine: Engine) {
    let service = twenty(engine).await;
    let control = propose(&service, json!({})).await;
    let in_g02: Vec<_> = places(&control)
        .into_iter()
        .filter(|(_, code)| code == "G02")
        .map(|(person, _)| person)
        .collect();
    for person in &in_g02 {
        note(&service, person, &json!({ "languages": ["sv"] })).await;
    }
    let english = json!({ "cohorts": [{ "code": "G02", "language": "en" }] });
    let plan = propose(&service, english).await;
    let at = places(&plan);
    assert!(in_g02.iter().all(|person| at[person] != "G02"));
    // Five of each family over four cohorts: one in each can be had, two cannot.
    let wanted = json!({ "needs": [{ "family": "health", "min": 1 }] });
    let plan = propose(&service, wanted).await;
    for cohort in plan["cohorts"].as_array().expect("cohorts") {
        let mix = cohort["mix"].as_array().expect("mix");
        let health = mix.iter().find(|share| share["family"] == "health");
        assert!(health.expect("a share")["count"].as_i64() >= Some(1));
    }
    // The control: without the need, a family of five is dealt in pairs and threes.
    let none = control["cohorts"].as_array().expect("cohorts").iter();
    let none = none.filter(|cohort| {
        let mut mix = cohort["mix"].as_array().expect("mix").iter();
        mix.any(|share| share["family"] == "health" && share["count"] == 0)
    });
    assert!(none.count() > 0);
    let wanted = with(json!({ "needs": [{ "family": "health", "min": 2 }] }));
    let (status, code, answer) = problem(service.propose_reply(&wanted).await);
    assert_eq!((status, &*code), (409, "no-plan"));
    assert!(text(&answer, "detail").contains("hälsa"), "{answer}");
}

async fn expert_groups_stand_beside_mixed_ones(engine: Engine) {
    let service = twenty(engine).await;
    service.commit(&propose(&service, json!({})).await).await;
    let wanted = json!({ "set_name": "Expertgrupper", "kind": "expert" });
    let plan = propose(&service, wanted).await;
    assert_eq!(plan["kind"], "expert");
    service.commit(&plan).await;
    let cohorts = service.cohorts().await;
    let (mut mixed, mut experts) = (0, BTreeSet::new());
    for cohort in &cohorts {
        let members = cohort["members"].as_array().expect("members").iter();
        let families: BTreeSet<_> = members.map(|m| text(m, "family")).collect();
        if text(cohort, "set_name") == "Expertgrupper" {
            assert_eq!(families.len(), 1, "{cohort}");
            assert_eq!(families.first(), Some(&text(cohort, "family")));
            experts.extend(families);
        } else {
            mixed += usize::from(families.len() > 1);
        }
    }
    assert_eq!((mixed, experts.len()), (4, 4));
    // The partition stays what it is, and is not made another by mistake.
    let again = propose(&service, json!({ "set_name": "Expertgrupper" })).await;
    assert_eq!(
        (&again["kind"], &again["moves"]),
        (&json!("expert"), &json!(0))
    );
    let other = with(json!({ "set_name": "Expertgrupper", "kind": "mixed" }));
    let (status, code, _) = problem(service.propose_reply(&other).await);
    assert_eq!((status, &*code), (409, "other-kind"));
}

async fn colleagues_travel_two_and_two(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let mut sheet = Sheet::admissions(0, 20);
    for n in 0..20 {
        // Of four from one school each of four cohorts would get one, if they were spread.
        let school = if n % 5 == 0 { "99991000" } else { "" };
        sheet =
            sheet
                .set(n, "Programkod", ["LSP9A", "SOC9Y"][n % 2])
                .set(n, "Skolenhetskod", school);
    }
    let report = service
        .import(&into_offering("admissions"), sheet.text())
        .await;
    assert_eq!(report["sound"], true, "{report}");
    let people = service.all("/api/v1/people").await;
    let colleagues: BTreeSet<_> = people
        .iter()
        .filter(|p| p["workplace"] == "99991000")
        .map(|p| text(p, "id"))
        .collect();
    assert_eq!(colleagues.len(), 4);
    let shared = async |policy: &str| {
        let plan = propose(&service, json!({ "workplaces": policy })).await;
        let mut together: BTreeMap<String, usize> = BTreeMap::new();
        for (person, code) in places(&plan) {
            *together.entry(code).or_default() += usize::from(colleagues.contains(&person));
        }
        let mut counts: Vec<_> = together.into_values().filter(|n| *n > 0).collect();
        counts.sort_unstable();
        counts
    };
    assert_eq!(shared("pairs").await, [2, 2]);
    assert_eq!(shared("spread").await, [1, 1, 1, 1]);
    assert_eq!(shared("together").await, [4]);
}

async fn availability_is_read_from_a_file(engine: Engine) {
    let service = twenty(engine).await;
    let path = format!("/api/v1/offerings/{OFFERING}/availability");
    let kind = [("content-type", "application/octet-stream")];
    let send = async |query: &str, file: &str| {
        let path = format!("{path}{query}");
        ok(service
            .admin
            .send(Method::POST, &path, &kind, file.to_owned())
            .await)
    };
    let bo = text(&service.person("Testsson7").await, "id");
    let file = format!(
        "Person;Kan inte;Undviker;Krav på form;Språk\n\
         t3@import.example;mån08,tis10;fre17;ja;sv\n{bo};;ons13;;\n"
    );
    let tried = send("?dry_run=true", &file).await;
    assert_eq!((&tried["rows"], &tried["changed"]), (&json!(2), &json!(2)));
    assert_eq!(ok(service.admin.get(&path).await), json!([]));
    send("", &file).await;
    let noted = ok(service.admin.get(&path).await);
    let three = noted.as_array().expect("a list").iter();
    let three = three.clone().find(|n| n["name"] == "Tea Testsson3");
    let three = three.expect("the third").clone();
    assert_eq!(three["cannot"], json!(["mon08", "tue10"]));
    assert_eq!(
        (&three["modality_strict"], &three["languages"]),
        (&json!(true), &json!(["sv"]))
    );
    assert_eq!(send("", &file).await["changed"], 0, "the same again");
    // With any fault, nothing is noted.
    let wrong = "Person;Kan inte\nt4@import.example;mån08\nnobody@import.example;lör10\n";
    let report = send("", wrong).await;
    let rows: Vec<_> = report["faults"]
        .as_array()
        .expect("faults")
        .iter()
        .collect();
    assert_eq!(rows.len(), 2, "{report}");
    assert_eq!(
        ok(service.admin.get(&path).await).as_array().map(Vec::len),
        Some(2)
    );
    // Somebody else's person, and one who is not here, are strangers.
    let reply = service
        .admin
        .send_json(
            Method::PUT,
            &format!("{path}/01a207a2-3280-7010-9283-40f9eb9faa1c"),
            &[],
            &json!({}),
        )
        .await;
    assert_eq!(problem(reply).0, 404);
}

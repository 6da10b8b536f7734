//! Cohorts over HTTP: proposed, understood, changed by hand, put into force.

use harness::{
    Engine, TestService, both_engines, ok, problem,
    round::{self, OFFERING, into_offering},
    sheet::Sheet,
    text,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

both_engines!(
    a_plan_places_everybody_once_and_evenly,
    the_same_seed_gives_the_same_plan,
    hard_rules_hold,
    without_an_open_cohort_there_is_no_plan,
    a_move_is_tried_and_made,
    a_plan_is_decided_once,
    a_plan_of_yesterday_is_outdated,
    few_move_when_some_have_left,
    those_who_are_moved_are_told_without_names,
);

/// Fourteen people, one of them protected, on an offering without meetings: a search takes long
/// for many, and what these tests are about does not need many.
async fn small(engine: Engine) -> TestService {
    let (service, _) = round::empty(engine).await;
    let mut sheet = Sheet::admissions(0, 14).set(0, "Skyddad", "Sekretessmarkering");
    let programmes = ["LSP9A", "SOC9Y", "PSY9Y", "LKP1Y", "LAG9Y"];
    for n in 0..14 {
        sheet = sheet.set(n, "Programkod", programmes[n % programmes.len()]);
    }
    let report = service
        .import(&into_offering("admissions"), sheet.text())
        .await;
    assert_eq!(report["sound"], true, "{report}");
    service
}

/// Person to cohort code.
fn places(plan: &Value) -> BTreeMap<String, String> {
    let people = plan["people"].as_array().expect("people").iter();
    people
        .map(|person| (text(person, "person"), text(person, "cohort")))
        .collect()
}

/// Everybody with a seat, and their families, as the officer's lists say: not as the plan does.
async fn seated(service: &TestService) -> BTreeMap<String, Option<String>> {
    let applications = service.all("/api/v1/applications").await;
    let seated = applications
        .iter()
        .filter(|a| matches!(&*text(a, "state"), "admitted" | "registered"));
    let ids: BTreeSet<String> = seated.map(|a| text(a, "person")).collect();
    let people = service.all("/api/v1/people").await;
    let family = |p: &Value| p["family"].as_str().map(str::to_owned);
    let people = people.iter().filter(|p| ids.contains(&text(p, "id")));
    people.map(|p| (text(p, "id"), family(p))).collect()
}

/// Members per family in each cohort.
fn mixes(
    places: &BTreeMap<String, String>,
    people: &BTreeMap<String, Option<String>>,
) -> BTreeMap<String, BTreeMap<String, i64>> {
    let mut mixes: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
    for (person, cohort) in places {
        let mix = mixes.entry(cohort.clone()).or_default();
        if let Some(family) = &people[person] {
            *mix.entry(family.clone()).or_default() += 1;
        }
    }
    mixes
}

async fn protected(service: &TestService) -> Vec<String> {
    let people = service.all("/api/v1/people").await;
    let marked = people.iter().filter(|p| p["security_marking"] != "none");
    marked.map(|p| text(p, "id")).collect()
}

async fn a_plan_places_everybody_once_and_evenly(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    let people = seated(&service).await;
    assert_eq!(people.len(), 47);
    let places = places(&plan);
    assert_eq!(plan["people"].as_array().expect("people").len(), 47);
    assert!(
        places.keys().eq(people.keys()),
        "exactly those who have a seat"
    );
    assert_eq!(plan["score"]["hard"], 0);
    let mixes = mixes(&places, &people);
    assert_eq!(mixes.len(), 7);
    let mut sizes: BTreeMap<&String, i64> = BTreeMap::new();
    for cohort in places.values() {
        *sizes.entry(cohort).or_default() += 1;
    }
    assert!(
        sizes.values().all(|size| (6..=7).contains(size)),
        "{sizes:?}"
    );
    let mut totals: BTreeMap<&String, i64> = BTreeMap::new();
    for (family, count) in mixes.values().flatten() {
        *totals.entry(family).or_default() += count;
    }
    for (family, total) in &totals {
        let counts: Vec<i64> = mixes
            .values()
            .map(|mix| mix.get(*family).copied().unwrap_or(0))
            .collect();
        let alone = counts.iter().filter(|count| **count == 1).count();
        // Whoever is one of several need not be the only one of the family in a cohort.
        assert!(alone == 0 || *total == 1, "{family}: {counts:?}");
        let held: Vec<i64> = counts.iter().copied().filter(|count| *count > 0).collect();
        let (least, most) = (
            held.iter().min().unwrap_or(&0),
            held.iter().max().unwrap_or(&0),
        );
        assert!(most - least <= 2, "{family} is uneven: {counts:?}");
    }
    for cohort in plan["cohorts"].as_array().expect("cohorts") {
        let code = text(cohort, "code");
        let shown: BTreeMap<String, i64> = cohort["mix"]
            .as_array()
            .expect("mix")
            .iter()
            .map(|share| {
                (
                    text(share, "family"),
                    share["count"].as_i64().expect("count"),
                )
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        assert_eq!(shown, mixes[&code], "what is said of {code} is so");
    }
    // Each cohort and each person is explained, in both languages.
    let path = format!("/api/v1/cohort-plans/{}", text(&plan, "id"));
    let mut said = Vec::new();
    for language in ["sv", "en"] {
        let headers = [("accept-language", language)];
        let shown = ok(service
            .officer
            .send(hyper::Method::GET, &path, &headers, "")
            .await);
        for part in ["cohorts", "people"] {
            for item in shown[part].as_array().expect("items") {
                assert!(text(item, "explanation").len() > 20, "{item}");
                said.push((language, text(item, "explanation")));
            }
        }
    }
    assert_eq!(said.len(), 2 * (7 + 47));
    let both = said
        .iter()
        .filter(|(l, words)| *l == "sv" && said.contains(&("en", words.clone())));
    assert_eq!(both.count(), 0, "Swedish is not English");
}

async fn the_same_seed_gives_the_same_plan(engine: Engine) {
    let service = small(engine).await;
    let (first, again) = (service.propose(7).await, service.propose(7).await);
    assert_ne!(first["id"], again["id"]);
    assert_eq!(places(&first), places(&again));
    assert_eq!(first["score"], again["score"]);
    // Negative control: other seeds are other searches.
    let other = service.propose(8).await;
    assert_ne!(places(&first), places(&other));
    let path = format!("/api/v1/offerings/{OFFERING}/cohort-plans");
    let list = service.admin.read(&path).await.expect("plans");
    let ids: Vec<&Value> = list
        .as_array()
        .expect("plans")
        .iter()
        .map(|plan| &plan["id"])
        .collect();
    assert_eq!(
        ids,
        [&other["id"], &again["id"], &first["id"]],
        "newest first"
    );
}

async fn hard_rules_hold(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let id = async |name: &str| text(&service.person(name).await, "id");
    let (hanna, rebecka, tove) = (
        id("Hanna Dahlgren").await,
        id("Rebecka Qvarnström").await,
        id("Tove Nyström").await,
    );
    let (oskar, wilma) = (id("Oskar Pålsson").await, id("Wilma Öberg").await);
    let rules = format!("/api/v1/offerings/{OFFERING}/cohort-rules");
    for (kind, a, b) in [
        ("together", &hanna, &rebecka),
        ("together", &rebecka, &tove),
        ("apart", &oskar, &wilma),
    ] {
        let rule = json!({ "kind": kind, "person": a, "other": b, "reason": "test" });
        ok(service.admin.post(&rules, &rule).await);
    }
    let wanted = json!({
        "seed": 3, "protected_ok": ["G05"],
        "locks": [{ "person": oskar, "cohort": "G03" }, { "person": hanna, "cohort": "G06" }],
    });
    let plan = ok(service.propose_reply(&wanted).await);
    let at = places(&plan);
    assert_eq!(
        (&*at[&oskar], &*at[&hanna], &*at[&rebecka], &*at[&tove]),
        ("G03", "G06", "G06", "G06")
    );
    assert_ne!(at[&oskar], at[&wilma]);
    for person in protected(&service).await {
        assert_eq!(at[&person], "G05");
    }
    // A rule that cannot be kept is said in words.
    let impossible = json!({ "seed": 3, "protected_ok": ["G05"], "locks": [
        { "person": hanna, "cohort": "G01" }, { "person": tove, "cohort": "G02" },
    ] });
    let (status, code, value) = problem(service.propose_reply(&impossible).await);
    assert_eq!((status, &*code), (409, "no-plan"), "{value}");
    assert!(text(&value, "detail").len() > 20);
    for wrong in [
        json!({ "protected_ok": ["G99"] }),
        json!({ "locks": [{ "person": hanna, "cohort": "G99" }] }),
        json!({ "size": 1 }),
        json!({ "size": 101 }),
    ] {
        assert_eq!(
            problem(service.propose_reply(&wrong).await).0,
            422,
            "{wrong}"
        );
    }
}

async fn without_an_open_cohort_there_is_no_plan(engine: Engine) {
    let service = small(engine).await;
    for language in ["sv", "en"] {
        let path = format!("/api/v1/offerings/{OFFERING}/cohort-plans");
        let headers = [("accept-language", language)];
        let reply = service
            .admin
            .send_json(hyper::Method::POST, &path, &headers, &json!({}))
            .await;
        let (status, code, value) = problem(reply);
        assert_eq!((status, &*code), (409, "no-plan"));
        let said = text(&value, "detail");
        assert!(said.len() > 20, "{said}");
        // Neither who is protected, by name or alias or id.
        for person in protected(&service).await {
            assert!(!value.to_string().contains(&person), "{value}");
        }
        for word in ["Testsson", "Deltagare"] {
            assert!(!said.contains(word), "{said}");
        }
    }
}

async fn a_move_is_tried_and_made(engine: Engine) {
    let service = small(engine).await;
    let wanted = json!({ "size": 5, "protected_ok": ["G01", "G02"] });
    let plan = ok(service.propose_reply(&wanted).await);
    let path = format!("/api/v1/cohort-plans/{}", text(&plan, "id"));
    let moves = format!("{path}/moves");
    let closed = protected(&service).await;
    let at = places(&plan);
    let mut sizes: BTreeMap<&String, usize> = BTreeMap::new();
    for cohort in at.values() {
        *sizes.entry(cohort).or_default() += 1;
    }
    let (from, _) = sizes
        .iter()
        .max_by_key(|(_, size)| **size)
        .expect("a cohort");
    let (to, _) = sizes
        .iter()
        .min_by_key(|(_, size)| **size)
        .expect("a cohort");
    let (person, _) = at
        .iter()
        .find(|(p, c)| c == from && !closed.contains(p))
        .expect("somebody");
    let wanted = json!({ "person": person, "cohort": to });
    let tried = ok(service
        .admin
        .post(&format!("{moves}?dry_run=true"), &wanted)
        .await);
    let soft = |score: &Value| score["soft"].as_i64().expect("points");
    assert_eq!(
        soft(&tried["after"]) - soft(&tried["before"]),
        tried["points"].as_i64().expect("points")
    );
    assert_eq!(
        (soft(&tried["before"]), &tried["breaks"]),
        (soft(&plan["score"]), &json!([]))
    );
    let same = ok(service.admin.get(&path).await);
    assert_eq!(
        (places(&same), &same["revision"]),
        (at.clone(), &plan["revision"])
    );
    assert_eq!(problem(service.admin.post(&moves, &wanted).await).0, 428);
    let stale = json!({ "revision": 99 });
    assert_eq!(problem(service.act(&moves, &stale, &wanted).await).0, 412);
    let done = ok(service.act(&moves, &plan, &wanted).await);
    let after = places(&done["plan"]);
    assert_eq!(
        (&after[person], done["points"] == tried["points"]),
        (*to, true)
    );
    let changed = after.iter().filter(|(p, c)| at[*p] != **c).count();
    assert_eq!(changed, 1);
    assert_eq!(done["plan"]["score"], tried["after"]);
    // Into a cohort that is closed to some, no such person is moved; why is not said.
    let refused = json!({ "person": closed[0], "cohort": "G03" });
    let tried = ok(service
        .admin
        .post(&format!("{moves}?dry_run=true"), &refused)
        .await);
    assert_eq!(tried["breaks"], json!(["closed_cohort"]));
    let (status, code, value) = problem(service.act(&moves, &done["plan"], &refused).await);
    assert_eq!((status, &*code), (409, "breaks-hard-rule"));
    assert!(
        !value.to_string().to_lowercase().contains("protected")
            && !value.to_string().contains("skydd"),
        "{value}"
    );
    let nobody = json!({ "person": text(&plan, "id"), "cohort": "G01" });
    assert_eq!(
        problem(service.act(&moves, &done["plan"], &nobody).await).0,
        404
    );
}

async fn a_plan_is_decided_once(engine: Engine) {
    let service = small(engine).await;
    let plan = service.propose(1).await;
    let path = format!("/api/v1/cohort-plans/{}", text(&plan, "id"));
    assert_eq!(
        problem(
            service
                .admin
                .post(&format!("{path}/commit"), &json!({}))
                .await
        )
        .0,
        428
    );
    assert_eq!(
        problem(
            service
                .act(
                    &format!("{path}/commit"),
                    &json!({ "revision": 9 }),
                    &json!({})
                )
                .await
        )
        .0,
        412
    );
    let committed = service.commit(&plan).await;
    assert_eq!(text(&committed, "state"), "committed");
    for verb in ["commit", "discard"] {
        let (status, code, _) = problem(
            service
                .act(&format!("{path}/{verb}"), &committed, &json!({}))
                .await,
        );
        assert_eq!((status, &*code), (409, "plan-decided"), "{verb}");
    }
    let cohorts = service.cohorts().await;
    let in_force: BTreeMap<String, String> = cohorts
        .iter()
        .flat_map(|cohort| {
            let code = text(cohort, "code");
            let members = cohort["members"].as_array().expect("members").iter();
            members
                .map(move |m| (text(m, "person"), code.clone()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(in_force, places(&plan));
    let other = service.propose(2).await;
    let path = format!("/api/v1/cohort-plans/{}/discard", text(&other, "id"));
    let discarded = ok(service.act(&path, &other, &json!({})).await);
    assert_eq!(text(&discarded, "state"), "discarded");
}

async fn a_plan_of_yesterday_is_outdated(engine: Engine) {
    let service = small(engine).await;
    let (plan, ruled) = (service.propose(1).await, service.propose(2).await);
    let hanna = text(&service.person("Testsson7").await, "id");
    let tove = text(&service.person("Testsson8").await, "id");
    let rule = json!({ "kind": "apart", "person": hanna, "other": tove, "reason": "test" });
    ok(service
        .admin
        .post(&format!("/api/v1/offerings/{OFFERING}/cohort-rules"), &rule)
        .await);
    service.withdraw(&hanna).await;
    for plan in [plan, ruled] {
        let path = format!("/api/v1/cohort-plans/{}/commit", text(&plan, "id"));
        let (status, code, _) = problem(service.act(&path, &plan, &json!({})).await);
        assert_eq!((status, &*code), (409, "plan-outdated"));
    }
    assert!(service.cohorts().await.is_empty());
    service.commit(&service.propose(1).await).await;
}

async fn few_move_when_some_have_left(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service.commit(&service.propose(1).await).await;
    let before = service.cohorts().await;
    for name in [
        "Hanna Dahlgren",
        "Tove Nyström",
        "Oskar Pålsson",
        "Wilma Öberg",
        "Björn Forsgård",
    ] {
        let person = text(&service.person(name).await, "id");
        assert_eq!(
            service.withdraw(&person).await,
            "withdrawn_before_registration"
        );
    }
    let ids = |cohorts: &[Value]| {
        cohorts
            .iter()
            .map(|c| (text(c, "code"), text(c, "id")))
            .collect::<BTreeMap<_, _>>()
    };
    let members = |cohorts: &[Value]| {
        cohorts
            .iter()
            .map(|c| c["members"].as_array().map_or(0, Vec::len))
            .sum::<usize>()
    };
    // Who has left is in no cohort, plan or not.
    assert_eq!(members(&service.cohorts().await), 42);
    let plan = ok(service
        .propose_reply(&json!({ "start": "rebalance" }))
        .await);
    let moves = plan["moves"].as_i64().expect("moves");
    assert!((0..=8).contains(&moves), "{moves} of 42 moved");
    let moved = plan["people"]
        .as_array()
        .expect("people")
        .iter()
        .filter(|p| p.get("moved_from").is_some());
    assert_eq!(moved.count(), usize::try_from(moves).expect("a number"));
    service.commit(&plan).await;
    let after = service.cohorts().await;
    assert_eq!((ids(&before), members(&after)), (ids(&after), 42));
    // Negative control: from nothing, most would move.
    let new = ok(service
        .propose_reply(&json!({ "start": "new", "protected_ok": ["G01"] }))
        .await);
    assert!(
        new["moves"].as_i64().expect("moves") > 2 * moves.max(5),
        "{}",
        new["moves"]
    );
    let keep = ok(service.propose_reply(&json!({ "start": "keep" })).await);
    assert_eq!(keep["moves"], 0);
}

async fn those_who_are_moved_are_told_without_names(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service.tick().await;
    let nothing = problem(service.propose_reply(&json!({ "start": "keep" })).await);
    assert_eq!((nothing.0, &*nothing.1), (409, "no-cohorts-yet"));
    let before = service.mail().len();
    service.commit(&service.propose(1).await).await;
    service.tick().await;
    let told = service.mail().split_off(before);
    assert_eq!(told.len(), 47, "everybody once");
    let people = service.all("/api/v1/people").await;
    let closed = protected(&service).await;
    for kept in &told {
        assert!(kept.subject.starts_with("Din grupp: "), "{}", kept.subject);
        let own = people
            .iter()
            .find(|p| p["email"] == json!(kept.to_address))
            .expect("the person");
        let families = people
            .iter()
            .filter(|p| p["id"] != own["id"] && p["name"] != own["name"]);
        for other in families {
            assert!(
                !kept.body.contains(&text(other, "name")),
                "{} in {}",
                other["name"],
                kept.body
            );
        }
        // The mix of a protected person's cohort stays with those who are in it.
        let counted = kept.body.lines().any(|line| line.starts_with("- "));
        assert_eq!(counted, !closed.contains(&text(own, "id")), "{}", kept.body);
    }
    // By hand: keep, move one, commit; one letter.
    let keep = ok(service.propose_reply(&json!({ "start": "keep" })).await);
    let at = places(&keep);
    let (person, from) = at
        .iter()
        .find(|(p, _)| !closed.contains(p))
        .expect("somebody");
    let to = ["G01", "G02"]
        .into_iter()
        .find(|code| code != from)
        .expect("another cohort");
    let moves = format!("/api/v1/cohort-plans/{}/moves", text(&keep, "id"));
    let done = ok(service
        .act(&moves, &keep, &json!({ "person": person, "cohort": to }))
        .await);
    let before = service.mail().len();
    service.commit(&done["plan"]).await;
    service.tick().await;
    let told = service.mail().split_off(before);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].body.contains(&format!("grupp {to}")),
        "{}",
        told[0].body
    );
}

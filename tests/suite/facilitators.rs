//! Facilitators: noted, assigned to cohorts by rules, told, and shown their meetings.

mod protected;

use super::plans::{propose, twenty};
use harness::{
    Client, Engine, TestService, both_engines,
    calendar::{events, make_feed},
    ok, problem,
    round::OFFERING,
    text,
};
use hyper::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

both_engines!(
    cohorts_are_led_by_two_families,
    what_stands_in_the_way_is_said,
    a_change_since_then_is_a_conflict,
    who_leads_is_told_and_sees_the_meetings,
    what_does_not_fit_any_more_is_shown,
);

const TIMES: [&str; 4] = ["mon10", "tue13", "wed15", "fri17"];

fn path(rest: &str) -> String {
    format!("/api/v1/offerings/{OFFERING}/{rest}")
}

/// Four cohorts that meet at different times, in force.
async fn four_cohorts(engine: Engine) -> TestService {
    let service = twenty(engine).await;
    service
        .commit(&propose(&service, json!({ "meets": TIMES })).await)
        .await;
    service
}

/// Somebody of a profession, who is a facilitator from now on; gives their client and id.
async fn facilitator(
    service: &TestService,
    n: usize,
    profession: &str,
    note: Value,
) -> (Client, String) {
    let (client, person) = service.participant(n, profession).await;
    put(service, &person, &note).await;
    (client, person)
}

async fn put(service: &TestService, person: &str, note: &Value) -> Value {
    let path = path(&format!("facilitators/{person}"));
    ok(service.admin.send_json(Method::PUT, &path, &[], note).await)
}

async fn listed(client: &Client) -> Vec<Value> {
    let found = client.read(&path("facilitators")).await.expect("a list");
    found.as_array().expect("a list").clone()
}

async fn proposed(service: &TestService, wanted: &Value) -> Value {
    ok(service
        .admin
        .post(&path("facilitator-assignment"), wanted)
        .await)
}

async fn commit(service: &TestService, wanted: &Value) -> Value {
    let seen = proposed(service, wanted).await;
    let path = path("facilitator-assignment/commit");
    ok(service.act(&path, &seen, wanted).await)
}

/// Cohort to people.
fn led(assignment: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let cohorts = assignment["cohorts"].as_array().expect("cohorts").iter();
    cohorts
        .map(|cohort| {
            let leaders = cohort["leaders"].as_array().expect("leaders").iter();
            let people = leaders.map(|leader| text(leader, "person")).collect();
            (text(cohort, "cohort"), people)
        })
        .collect()
}

async fn cohorts_are_led_by_two_families(engine: Engine) {
    let service = four_cohorts(engine).await;
    let (_, teacher) =
        facilitator(&service, 31, "larare", json!({ "most": 4, "cannot": [] })).await;
    let (_, second) = facilitator(&service, 32, "larare", json!({ "most": 4 })).await;
    let note = json!({ "most": 2, "cannot": ["mon10"], "locked": [{ "set_name": "Grupper", "cohort": "G04" }] });
    let (_, counsellor) = facilitator(&service, 33, "kurator", note).await;
    let (_, nurse) = facilitator(&service, 34, "skolskoterska", json!({ "most": 3 })).await;
    let wanted = json!({ "each": 2 });
    let found = proposed(&service, &wanted).await;
    let cohorts = led(&found);
    assert_eq!(cohorts.len(), 4);
    let teachers = BTreeSet::from([teacher.clone(), second]);
    for (code, people) in &cohorts {
        assert_eq!(people.len(), 2, "{code}");
        assert_ne!(people, &teachers, "{code}: two of one family");
    }
    assert!(cohorts["G04"].contains(&counsellor), "held there");
    let monday = found["cohorts"].as_array().expect("cohorts").iter();
    for cohort in monday.filter(|cohort| cohort["meets"] == json!(["mon10"])) {
        assert!(!cohorts[&text(cohort, "cohort")].contains(&counsellor));
    }
    let loads = found["facilitators"].as_array().expect("facilitators");
    let loads: Vec<_> = loads.iter().map(|one| one["leads"].as_i64()).collect();
    assert_eq!(loads, [Some(2); 4], "as even as can be");
    // Nothing is written by asking, and the same question has the same answer.
    assert_eq!(proposed(&service, &wanted).await, found);
    let none = |cohort: &Value| cohort["facilitators"] == json!([]);
    assert!(service.cohorts().await.iter().all(none));
    commit(&service, &wanted).await;
    for cohort in service.cohorts().await {
        let leaders = cohort["facilitators"].as_array().expect("a list").iter();
        let leaders: BTreeSet<_> = leaders.map(|one| text(one, "person")).collect();
        assert_eq!(leaders, cohorts[&text(&cohort, "code")]);
    }
    // One leaves: the others keep what they lead.
    put(&service, &nurse, &json!({ "most": 0 })).await;
    let after = led(&proposed(&service, &json!({ "each": 2, "one_family": true })).await);
    for (code, people) in &cohorts {
        let stay: BTreeSet<_> = people.iter().filter(|p| **p != nurse).collect();
        assert!(
            stay.iter().all(|person| after[code].contains(*person)),
            "{code}"
        );
    }
    // Negative control: without the rule, two teachers may lead a cohort.
    put(&service, &counsellor, &json!({ "most": 0 })).await;
    let alone = json!({ "each": 2, "one_family": true });
    assert!(
        led(&proposed(&service, &alone).await)
            .values()
            .all(|people| *people == teachers)
    );
}

async fn what_stands_in_the_way_is_said(engine: Engine) {
    let service = twenty(engine).await;
    let ask = path("facilitator-assignment");
    let (status, code, _) = problem(service.admin.post(&ask, &json!({})).await);
    assert_eq!((status, &*code), (409, "no-cohorts"));
    // A plan can be asked about before it is in force, and not committed on.
    let plan = propose(&service, json!({ "meets": TIMES })).await;
    let of_plan = json!({ "plan": plan["id"] });
    let (status, code, answer) = problem(service.admin.post(&ask, &of_plan).await);
    assert_eq!((status, &*code), (409, "no-assignment"));
    assert_eq!(
        text(&answer, "detail"),
        "Ingen kan leda G04, där det behövs 1. Det behövs fler handledare."
    );
    let note = json!({ "most": 4, "cannot": ["mon10"], "never": ["health"] });
    let (_, person) = facilitator(&service, 31, "larare", note).await;
    let (_, code, answer) = problem(service.admin.post(&ask, &of_plan).await);
    assert_eq!(code, "no-assignment");
    let said = text(&answer, "detail");
    assert!(
        said.contains("Förnamn31 Efternamn31 kan inte leda G0"),
        "{said}"
    );
    assert!(!said.contains(&*person), "named, not numbered: {said}");
    put(&service, &person, &json!({ "most": 3 })).await;
    let (_, _, answer) = problem(service.admin.post(&ask, &of_plan).await);
    let said = text(&answer, "detail");
    assert!(
        said.contains("Det går om de får leda fler grupper."),
        "{said}"
    );
    put(&service, &person, &json!({ "most": 4 })).await;
    assert_eq!(led(&ok(service.admin.post(&ask, &of_plan).await)).len(), 4);
    let address = path("facilitator-assignment/commit");
    let seen = json!({ "revision": 1 });
    let (_, code, _) = problem(service.act(&address, &seen, &of_plan).await);
    assert_eq!(code, "plan-not-in-force");
    // A lock to a cohort that is not there is not passed over in silence.
    let lock = json!([{ "set_name": "Grupper", "cohort": "G09" }]);
    put(&service, &person, &json!({ "most": 4, "locked": lock })).await;
    let (_, code, answer) = problem(service.admin.post(&ask, &of_plan).await);
    assert_eq!(code, "unknown-lock");
    assert!(text(&answer, "detail").contains("G09"));
    // What contradicts itself is refused, with all faults at once.
    let wrong = json!({ "most": 0, "only": ["health"], "never": ["health"], "locked": lock });
    let address = path(&format!("facilitators/{person}"));
    let reply = service
        .admin
        .send_json(Method::PUT, &address, &[], &wrong)
        .await;
    let (status, _, answer) = problem(reply);
    let pointers: Vec<_> = answer["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .collect();
    assert_eq!((status, pointers.len()), (422, 2), "{answer}");
    for each in [0, 9] {
        let (status, _, _) = problem(service.admin.post(&ask, &json!({ "each": each })).await);
        assert_eq!(status, 422);
    }
}

async fn a_change_since_then_is_a_conflict(engine: Engine) {
    let service = four_cohorts(engine).await;
    let (_, person) = facilitator(&service, 31, "larare", json!({ "most": 4 })).await;
    let wanted = json!({});
    let seen = proposed(&service, &wanted).await;
    let address = path("facilitator-assignment/commit");
    let (status, ..) = problem(service.admin.post(&address, &wanted).await);
    assert_eq!(status, 428, "If-Match is needed");
    put(
        &service,
        &person,
        &json!({ "most": 4, "cannot": ["thu08"] }),
    )
    .await;
    let (status, ..) = problem(service.act(&address, &seen, &wanted).await);
    assert_eq!(status, 412, "the ground is another");
    // Control: with what is proposed now it can be done, and twice does no harm.
    commit(&service, &wanted).await;
    service.tick().await;
    let told = service.mail().len();
    commit(&service, &wanted).await;
    service.tick().await;
    assert_eq!(service.mail().len(), told, "nothing new, nobody is told");
}

async fn who_leads_is_told_and_sees_the_meetings(engine: Engine) {
    let service = four_cohorts(engine).await;
    let (anna, person) = facilitator(
        &service,
        31,
        "larare",
        json!({ "most": 1, "locked": [{ "set_name": "Grupper", "cohort": "G02" }] }),
    )
    .await;
    let (_, other) = facilitator(&service, 32, "kurator", json!({ "most": 3 })).await;
    let cohorts = service.cohorts().await;
    for (n, cohort) in cohorts.iter().enumerate() {
        service
            .schedule(&json!({
                "cohort": cohort["id"], "title": format!("Möte {}", text(cohort, "code")), "mode": "online",
                "starts": format!("2027-02-1{n}T09:15"), "ends": format!("2027-02-1{n}T10:00"),
                "online_url": "https://zoom.example/j/1", "compulsory": true,
            }))
            .await;
    }
    service
        .schedule(&json!({ "title": "Start", "mode": "online", "starts": "2027-01-21T09:15", "ends": "2027-01-21T10:00", "compulsory": true }))
        .await;
    let (_, feed) = make_feed(&anna, "person", &person).await;
    assert!(events(&service.anyone, &feed).await.is_empty());
    let id = |code: &str| {
        let cohort = cohorts.iter().find(|cohort| cohort["code"] == code);
        text(cohort.expect("the cohort"), "id")
    };
    let own = json!({ "kind": "cohort", "subject": id("G02"), "name": "G", "language": "sv" });
    let (status, ..) = problem(anna.post("/api/v1/feeds", &own).await);
    assert_eq!(status, 404, "a cohort she does not lead yet");
    commit(&service, &json!({})).await;
    // Her own cohort's meeting and the one for all, and no other.
    assert_eq!(events(&service.anyone, &feed).await.len(), 2);
    ok(anna.post("/api/v1/feeds", &own).await);
    service.tick().await;
    let mail = service.mail();
    let letter = |n: usize| {
        let address = format!("person{n}@example.org");
        let to_them = mail.iter().rev().find(|kept| kept.to_address == address);
        to_them.expect("a letter").clone()
    };
    assert!(letter(31).subject.starts_with("Grupper du leder"));
    let times = letter(31).body;
    assert!(
        times.contains("- G02 (") && !times.contains("- G01"),
        "{times}"
    );
    assert_eq!(letter(32).body.matches("\n- G0").count(), 3);
    // A meeting that moves is told to her as to the members.
    let sessions = service.sessions().await;
    let hers = sessions
        .iter()
        .find(|one| one["title"] == "Möte G02")
        .expect("it");
    let moved = json!({ "starts": "2027-02-12T13:15", "ends": "2027-02-12T14:00" });
    service.tell().await;
    let mail = service.mail();
    service.reschedule(hers, &moved).await;
    service.tell().await;
    let told = service.mail();
    let told: BTreeSet<_> = told[mail.len()..]
        .iter()
        .map(|kept| kept.to_address.clone())
        .collect();
    assert!(told.contains("person31@example.org") && !told.contains("person32@example.org"));
    // Taken off the offering: told, and the calendar is empty again.
    let address = path(&format!("facilitators/{person}"));
    ok(service.admin.send(Method::DELETE, &address, &[], "").await);
    assert!(events(&service.anyone, &feed).await.is_empty());
    service.tick().await;
    let last = service.mail().pop().expect("a letter");
    assert!(
        last.body.contains("Du leder inga grupper längre"),
        "{}",
        last.body
    );
    let (status, ..) = problem(service.admin.send(Method::DELETE, &address, &[], "").await);
    assert_eq!(status, 404);
    // Every change is in the trail, and says who by number only.
    let trail = service.stored().await;
    for fact in [
        "facilitator.noted",
        "facilitators.assigned",
        "cohort.leader_added",
        "cohort.leader_removed",
        "facilitator.removed",
    ] {
        assert!(trail.contains(fact), "{fact}");
    }
    assert_eq!(listed(&service.admin).await.len(), 1);
    assert_eq!(text(&listed(&service.admin).await[0], "person"), other);
}

async fn what_does_not_fit_any_more_is_shown(engine: Engine) {
    let service = four_cohorts(engine).await;
    let (_, person) = facilitator(&service, 31, "larare", json!({ "most": 4 })).await;
    commit(&service, &json!({})).await;
    assert_eq!(listed(&service.admin).await[0]["problems"], json!([]));
    let noted = put(
        &service,
        &person,
        &json!({ "most": 3, "cannot": ["fri17"] }),
    )
    .await;
    let problems = noted["problems"].as_array().expect("problems");
    assert_eq!(problems.len(), 2, "{noted}");
    assert_eq!(noted["leads"].as_array().expect("cohorts").len(), 4);
    let said = problems.iter().map(|said| said.as_str().expect("words"));
    let said = said.collect::<Vec<_>>().join(" ");
    assert!(said.contains("men kan inte fre17."), "{said}");
    assert!(
        said.contains("Leder 4 grupper men högst 3 är sagt."),
        "{said}"
    );
    // Cohorts that are no longer let go of who led them, and she is told.
    put(&service, &person, &json!({ "most": 4 })).await;
    let fewer = propose(
        &service,
        json!({ "start": "new", "size": 10, "meets": TIMES }),
    )
    .await;
    service.tick().await;
    let before = service.mail().len();
    service.commit(&fewer).await;
    let led = listed(&service.admin).await[0]["leads"].clone();
    assert_eq!(led.as_array().expect("cohorts").len(), 2, "{led}");
    service.tick().await;
    let mail = service.mail();
    let told = mail[before..]
        .iter()
        .filter(|kept| kept.to_address == "person31@example.org");
    assert_eq!(told.count(), 1);
}

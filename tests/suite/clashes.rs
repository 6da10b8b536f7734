//! Clashes and finding times, over HTTP, on twenty people of four programmes.

use crate::plans::{propose, twenty};
use harness::{
    Engine, TestService, ok, problem,
    round::{OFFERING, demo_file},
    text,
};
use hyper::Method;
use serde_json::{Value, json};

harness::both_engines!(
    a_session_names_whom_it_hinders_and_by_what,
    teachers_and_rooms_are_taken_once,
    find_time_leaves_the_busy_hours,
    each_cohort_gets_its_own_times,
    a_protected_persons_causes_are_not_told
);

async fn timetable(service: &TestService, programme: &str, file: impl Into<Vec<u8>>) {
    let path = format!("/api/v1/timetables/{programme}");
    let kind = [("content-type", "application/octet-stream")];
    let report = ok(service
        .admin
        .send(Method::POST, &path, &kind, file.into())
        .await);
    assert_eq!(report["sound"], true, "{report}");
}

/// A programme that is busy once, from one to three in Sweden.
fn busy_on(day: &str, room: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:{day}\nDTSTART:{day}T120000Z\nDTEND:{day}T140000Z\n\
         SUMMARY:Moment: Tentamen\nLOCATION:{room}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
}

async fn session(service: &TestService, starts: &str, ends: &str, more: Value) -> String {
    let mut body = json!({ "title": "Träff", "starts": starts, "ends": ends, "mode": "campus" });
    for (key, value) in more.as_object().expect("an object") {
        body[key] = value.clone();
    }
    let path = format!("/api/v1/offerings/{OFFERING}/sessions");
    let made = ok(service.admin.post(&path, &body).await);
    text(&made, "id")
}

async fn clashes(service: &TestService, session: &str) -> Value {
    ok(service
        .admin
        .get(&format!("/api/v1/sessions/{session}/clashes"))
        .await)
}

fn number(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

async fn a_session_names_whom_it_hinders_and_by_what(engine: Engine) {
    let service = twenty(engine).await;
    timetable(&service, "SOC9Y", busy_on("20270204", "X1")).await;
    let before = session(&service, "2027-02-04T11:00", "2027-02-04T13:00", json!({})).await;
    let during = session(&service, "2027-02-04T14:59", "2027-02-04T16:00", json!({})).await;
    let free = clashes(&service, &before).await;
    assert_eq!((number(&free["blocked"]), &free["people"]), (0, &json!(20)));
    let hindered = clashes(&service, &during).await;
    assert_eq!(number(&hindered["blocked"]), 5);
    let by = json!([{ "cause": "programme", "what": "SOC9Y" }]);
    assert!(
        hindered["blocked"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["by"] == by)
    );
    let social = |all: &Value| {
        let mut families = all["families"].as_array().unwrap().iter();
        families
            .find(|one| one["family"] == "social_work")
            .unwrap()
            .clone()
    };
    assert_eq!(
        (&social(&hindered)["people"], &social(&hindered)["blocked"]),
        (&json!(5), &json!(5))
    );
    // Practicum takes the working days of its weeks, and what a person has said counts too.
    let path = "/api/v1/timetables/PSY9Y/practicum";
    let weeks = json!({ "term": "VT2027", "weeks": "5" });
    ok(service
        .admin
        .send_json(Method::PUT, path, &[], &weeks)
        .await);
    let person = hindered["blocked"][0]["person"].as_str().unwrap();
    let path = format!("/api/v1/offerings/{OFFERING}/availability/{person}");
    let noted = json!({ "cannot": ["thu10"] });
    ok(service
        .admin
        .send_json(Method::PUT, &path, &[], &noted)
        .await);
    let now = clashes(&service, &before).await;
    let causes: Vec<&Value> = now["blocked"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["by"][0]["cause"])
        .collect();
    assert_eq!(
        causes
            .iter()
            .filter(|cause| ***cause == "practicum")
            .count(),
        5
    );
    assert_eq!(
        causes.iter().filter(|cause| ***cause == "stated").count(),
        1
    );
    // Two sessions at once hinder everybody; a session does not hinder itself.
    let again = session(&service, "2027-02-04T15:30", "2027-02-04T16:30", json!({})).await;
    let both = clashes(&service, &again).await;
    assert_eq!(number(&both["blocked"]), 20);
    assert_eq!(
        both["blocked"][0]["by"][0],
        json!({ "cause": "session", "what": OFFERING })
    );
    let all = ok(service
        .admin
        .get(&format!("/api/v1/offerings/{OFFERING}/clashes"))
        .await);
    assert_eq!(number(&all), 3);
    assert_eq!(all[2], both, "one by one and all at once are the same");
}

async fn teachers_and_rooms_are_taken_once(engine: Engine) {
    let service = twenty(engine).await;
    timetable(&service, "SOC9Y", busy_on("20270204", "T129 Hörsal M")).await;
    let at = ("2027-02-04T13:15", "2027-02-04T15:00");
    let held = json!({ "teacher": "Eva Ek, Åke Å", "place": "Novahuset N2045" });
    session(&service, at.0, at.1, held).await;
    for (more, teacher, room) in [
        (json!({ "teacher": "åke å", "place": "n2045" }), 1, 1),
        (json!({ "teacher": "Åke", "place": "N2046" }), 0, 0),
        (json!({ "place": "Hörsal M" }), 0, 1),
        (json!({ "place": "Zoom" }), 0, 0),
    ] {
        let one = session(&service, at.0, at.1, more.clone()).await;
        let found = clashes(&service, &one).await;
        assert_eq!(
            (number(&found["teacher"]), number(&found["room"])),
            (teacher, room),
            "{more}"
        );
        // Cancelled, it holds nothing for the next.
        let path = format!("/api/v1/sessions/{one}/cancel");
        let body = json!({ "reason": "prov" });
        ok(service
            .admin
            .send_json(Method::POST, &path, &[("if-match", "*")], &body)
            .await);
    }
}

async fn find(service: &TestService, question: Value) -> Value {
    let path = format!("/api/v1/offerings/{OFFERING}/find-time");
    ok(service.admin.post(&path, &question).await)
}

async fn find_time_leaves_the_busy_hours(engine: Engine) {
    let service = twenty(engine).await;
    for code in ["LSP9A", "SOC9Y", "PSY9Y", "LAG9Y"] {
        timetable(
            &service,
            code,
            demo_file(&format!("schema-{code}-vt2027.ics")),
        )
        .await;
    }
    let question = json!({ "weeks": "5,7,10,16-18", "meetings": 4, "minutes": 165, "most": 50 });
    let found = &find(&service, question.clone()).await[0];
    let patterns = found["patterns"].as_array().unwrap();
    assert_eq!(patterns.len(), 30, "five days, six starts");
    let cost = |pattern: &Value| {
        [
            "not_held",
            "blocked",
            "families_missing",
            "rooms_taken",
            "on_holiday",
            "avoided",
        ]
        .map(|field| pattern["cost"][field].as_i64().unwrap())
    };
    assert!(
        patterns
            .windows(2)
            .all(|pair| cost(&pair[0]) <= cost(&pair[1]))
    );
    assert!(
        cost(&patterns[0]) < cost(&patterns[29]),
        "and not all are alike"
    );
    // What the answer counts is what a session at that time would meet.
    let meeting = &patterns[20]["meetings"][1];
    let (starts, ends) = (text(meeting, "starts"), text(meeting, "ends"));
    let placed = session(&service, &starts, &ends, json!({})).await;
    let blocked = number(&clashes(&service, &placed).await["blocked"]);
    assert_eq!(meeting["cost"]["blocked"], blocked);
    assert!(blocked > 0, "a time that nobody misses proves nothing");
    // Thursday of week 18 is Ascension Day, and not among the four.
    let thursday = patterns
        .iter()
        .find(|one| one["weekday"] == "thursday")
        .unwrap();
    let meetings = thursday["meetings"].as_array().unwrap();
    assert!(meetings.iter().all(|one| one["week"] != 18));
    assert!(patterns.iter().all(|one| number(&one["reasons"]) > 0));
    // Own sessions do not count, so the answer is the same; and it is the same every time.
    assert_eq!(&find(&service, question).await[0], found);
    let hour = |weekday: &str, start: &str| {
        let mut hours = found["hours"].as_array().unwrap().iter();
        hours
            .find(|h| h["weekday"] == weekday && h["start"] == start)
            .unwrap()["percent"]
            .clone()
    };
    assert_eq!(hour("friday", "20:00"), 0);
    assert_ne!(hour("monday", "10:00"), 0);
    for (bad, pointer) in [
        (json!({ "weeks": "99" }), "/weeks"),
        (json!({ "weeks": "5", "meetings": 2 }), "/meetings"),
        (json!({ "starts": ["25:00"] }), "/starts/0"),
        (json!({ "minutes": 0 }), "/minutes"),
    ] {
        let path = format!("/api/v1/offerings/{OFFERING}/find-time");
        let (status, _, answer) = problem(service.admin.post(&path, &bad).await);
        assert_eq!(
            (status, &answer["errors"][0]["pointer"]),
            (422, &json!(pointer))
        );
    }
}

async fn each_cohort_gets_its_own_times(engine: Engine) {
    let service = twenty(engine).await;
    let path = format!("/api/v1/offerings/{OFFERING}/find-time");
    let each = json!({ "each_cohort": true, "weeks": "5", "most": 1 });
    let (status, code, _) = problem(service.admin.post(&path, &each).await);
    assert_eq!((status, &*code), (409, "no-cohorts-yet"));
    service.commit(&propose(&service, json!({})).await).await;
    timetable(&service, "SOC9Y", demo_file("schema-SOC9Y-vt2027.ics")).await;
    let found = find(&service, each).await;
    assert_eq!(number(&found), 4);
    let people: i64 = found
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["people"].as_i64().unwrap())
        .sum();
    assert_eq!((people, &found[0]["cohort"]), (20, &json!("G01")));
    // A cohort's session concerns its members only.
    let cohorts = service.cohorts().await;
    let first = text(&cohorts[0], "id");
    let own = session(
        &service,
        "2027-02-04T13:15",
        "2027-02-04T15:00",
        json!({ "cohort": first }),
    )
    .await;
    let found = clashes(&service, &own).await;
    assert_eq!(
        (&found["people"], &found["cohort"]),
        (&json!(5), &json!("G01"))
    );
}

async fn a_protected_persons_causes_are_not_told(engine: Engine) {
    let service = twenty(engine).await;
    timetable(&service, "SOC9Y", busy_on("20270204", "X1")).await;
    let during = session(&service, "2027-02-04T13:00", "2027-02-04T16:00", json!({})).await;
    let open = clashes(&service, &during).await;
    let person = text(&open["blocked"][0], "person");
    let name = text(&open["blocked"][0], "name");
    let path = format!("/api/v1/people/{person}");
    let marking = json!({ "security_marking": "confidential" });
    ok(service
        .officer
        .send_json(Method::PATCH, &path, &[("if-match", "*")], &marking)
        .await);
    let find = |all: &Value| {
        let mut blocked = all["blocked"].as_array().unwrap().iter();
        blocked
            .find(|one| one["person"] == json!(person))
            .unwrap()
            .clone()
    };
    let hidden = find(&clashes(&service, &during).await);
    assert_ne!(text(&hidden, "name"), name);
    assert_eq!(
        hidden["by"],
        json!([]),
        "the programme would tell where the person is"
    );
    let path = format!("/api/v1/sessions/{during}/clashes");
    let seen = find(&ok(service.officer.get(&path).await));
    assert_eq!((text(&seen, "name"), number(&seen["by"])), (name, 1));
}

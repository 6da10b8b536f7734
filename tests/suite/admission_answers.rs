//! Admissions that ask for an answer: in every way of being admitted, reminded of once, and struck
//! when no answer comes in time.

use crate::approvals::{HEAD, employer_with, file, import, named};
use harness::{Engine, NOW, TestService, instance::Instance, ok, on_both_engines, sql, text};
use serde_json::{Value, json};

on_both_engines!(
    every_way_of_being_admitted_asks,
    one_reminder_and_then_the_end,
    who_has_answered_is_not_reminded,
    two_instances_remind_once,
    working_hours_cross_the_clock_change,
    a_swap_waits_for_the_answer,
    a_file_read_again_leaves_the_answer_alone,
);

const OFFERING: &str = "/api/v1/offerings/SA123A-V9001V27";
const REMINDER: &str = "vi har inte fått ditt svar";
/// One working day. Asked on Monday at ten: by Tuesday at ten, reminded half a day before.
const REMINDED: &str = "2026-11-23T13:30:00Z";
const ANSWER_BY: &str = "2026-11-24T09:00:00Z";

fn a_day() -> Value {
    json!({ "answer": { "working_hours": 9 } })
}

/// What is asked of an application, as staff see it.
async fn asked(service: &TestService, application: &str) -> (String, Value) {
    let shown = service.shown(application).await;
    (text(&shown, "state"), shown["answer_by"].clone())
}

/// One who applied in `OPEN`, with a seat, and one who waits.
async fn two_applied(engine: Engine) -> (TestService, Vec<String>) {
    let service = TestService::with_channel(engine, NOW, 1, a_day()).await;
    let people = service.all_applied(2).await;
    (service, people)
}

async fn every_way_of_being_admitted_asks(engine: Engine) {
    let admitted = ("admitted".to_owned(), json!(ANSWER_BY));
    // First come, in a batch; and by hand, when the first has left.
    let (service, people) = two_applied(engine).await;
    assert_eq!(asked(&service, &people[0]).await, admitted);
    let waits = asked(&service, &people[1]).await;
    assert_eq!(waits, ("reserve".to_owned(), Value::Null));
    service.leaves(&people[0]).await;
    ok(service.staff_act(&people[1], "admit", &json!({})).await);
    assert_eq!(asked(&service, &people[1]).await, admitted);
    service.tick().await;
    for n in [1, 2] {
        let by = "Vill du ha platsen? Svara ja eller nej senast tisdag 24 november 2026 kl. 10:00.";
        assert_eq!(service.letters_saying(n, by), 1, "{n}");
    }
    let token = service.token_of(2).await;
    assert_eq!(ok(service.answers(&token, true).await)["state"], "accepted");
    // A head's yes.
    let mut policy = a_day();
    policy["nomination"] = json!({ "approval": true });
    let service = employer_with(engine, 1, policy).await;
    import(&service, file(1, HEAD)).await;
    let token = service.token_for(HEAD).await;
    ok(service.answers(&token, true).await);
    let people = named(&service).await;
    assert_eq!(asked(&service, &people[0]).await, admitted);
    let token = service.token_of(1).await;
    assert_eq!(ok(service.answers(&token, true).await)["state"], "accepted");
    // An employer's file, where no head is asked.
    let service = employer_with(engine, 1, a_day()).await;
    import(&service, file(1, HEAD)).await;
    let people = named(&service).await;
    assert_eq!(asked(&service, &people[0]).await, admitted);
    // A selection.
    let (service, people) = selected(engine).await;
    assert_eq!(asked(&service, &people[0]).await, admitted);
    // Without the rule nothing is asked.
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    let people = service.all_applied(1).await;
    let (state, by) = asked(&service, &people[0]).await;
    assert_eq!((&*state, by), ("admitted", Value::Null));
}

/// A lottery with one applicant, published at ten on Monday.
async fn selected(engine: Engine) -> (TestService, Vec<String>) {
    let service = TestService::with_channel(engine, "2026-11-23T08:00:00Z", 1, json!({})).await;
    let mut policy = a_day();
    policy["selection"] = json!({ "method": "lottery" });
    let new = json!({
        "code": "LOTT", "kind": "open", "title_sv": "Lott", "title_en": "Lottery", "seats": 1,
        "opens_at": "2026-11-01T07:00:00Z", "closes_at": NOW, "policy": policy,
    });
    ok(service
        .admin
        .post(&format!("{OFFERING}/channels"), &new)
        .await);
    let application = service.applied_in("LOTT", 1).await;
    service.clock_to(NOW);
    service.publishes("LOTT").await;
    (service, vec![application])
}

async fn one_reminder_and_then_the_end(engine: Engine) {
    for way in ["batch", "selection"] {
        let (service, people) = match way {
            "batch" => two_applied(engine).await,
            _ => selected(engine).await,
        };
        let etag = service.shown(&people[0]).await["revision"].clone();
        service.clock_to(REMINDED);
        service.advance(-1);
        service.tick().await;
        assert_eq!(service.letters_saying(1, REMINDER), 0, "{way}");
        service.advance(1);
        service.tick().await;
        assert_eq!(service.letters_saying(1, REMINDER), 1, "{way}");
        // Neither the next sweep nor another service, after a restart, says it again.
        service.tick().await;
        let restarted = Instance::beside(&service).await;
        restarted.tick().await;
        assert_eq!(service.letters_saying(1, REMINDER), 1, "{way}");
        let revision = service.shown(&people[0]).await["revision"].clone();
        assert_eq!(revision, etag, "nobody's view is outdated by a reminder");
        // The reminder's link works; a second before the end.
        service.clock_to(ANSWER_BY);
        service.advance(-1);
        service.tick().await;
        let token = service.token_of(1).await;
        let question = ok(service
            .anyone
            .get(&format!("/api/v1/answers/{token}"))
            .await);
        assert_eq!(question["standing"], "open", "{way}");
        service.advance(1);
        service.tick().await;
        assert_eq!(service.state(&people[0]).await, "struck", "{way}");
        assert_eq!(service.letters_saying(1, "Du är struken"), 1, "{way}");
        assert_eq!(service.letters_saying(1, REMINDER), 1, "{way}");
        let decisions = service.shown(&people[0]).await["decisions"].clone();
        let last = decisions.as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&last["reason"], &last["reason_en"]),
            (
                &json!("Inget svar kom i tid."),
                &json!("No answer came in time.")
            )
        );
    }
}

async fn who_has_answered_is_not_reminded(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 3, a_day()).await;
    let people = service.all_applied(3).await;
    for (n, yes) in [(1, true), (2, false)] {
        let token = service.token_of(n).await;
        ok(service.answers(&token, yes).await);
    }
    // Registered at the desk: that is answer enough.
    ok(service.staff_act(&people[2], "register", &json!({})).await);
    for at in [REMINDED, ANSWER_BY, "2026-11-30T09:00:00Z"] {
        service.clock_to(at);
        service.tick().await;
    }
    for n in 1..=3 {
        assert_eq!(service.letters_saying(n, REMINDER), 0, "{n}");
    }
    let states = ["accepted", "declined", "registered"];
    for (application, state) in people.iter().zip(states) {
        assert_eq!(service.state(application).await, state);
    }
}

async fn two_instances_remind_once(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 5, a_day()).await;
    service.all_applied(5).await;
    let beside = Instance::beside(&service).await;
    service.clock_to(REMINDED);
    tokio::join!(service.tick(), beside.tick());
    service.tick().await;
    for n in 1..=5 {
        assert_eq!(service.letters_saying(n, REMINDER), 1, "{n}");
    }
    let facts = "SELECT COUNT(*) FROM audit WHERE action = 'application.reminded'";
    assert_eq!(sql::number(&service.app.database, facts).await, 5);
}

/// Admitted on the Friday before the clocks are put back (two hours of it left) or forward (a Good
/// Friday): half of the time, and all of it, are in the week after, on the other side.
async fn working_hours_cross_the_clock_change(engine: Engine) {
    for (now, remind_at, answer_by) in [
        (
            "2026-10-23T13:00:00Z",
            "2026-10-26T09:30:00Z",
            "2026-10-26T14:00:00Z",
        ),
        (
            "2027-03-26T09:00:00Z",
            "2027-03-30T10:30:00Z",
            "2027-03-30T15:00:00Z",
        ),
    ] {
        let service = TestService::with_channel(engine, now, 1, a_day()).await;
        let people = service.all_applied(1).await;
        assert_eq!(asked(&service, &people[0]).await.1, answer_by, "{now}");
        for (at, reminders, state) in [(remind_at, 1, "admitted"), (answer_by, 1, "struck")] {
            service.clock_to(at);
            service.advance(-1);
            service.tick().await;
            assert_eq!(service.state(&people[0]).await, "admitted", "{at}");
            let before = usize::from(at == answer_by);
            assert_eq!(service.letters_saying(1, REMINDER), before, "{at}");
            service.advance(1);
            service.tick().await;
            assert_eq!(service.letters_saying(1, REMINDER), reminders, "{at}");
            assert_eq!(service.state(&people[0]).await, state, "{at}");
        }
    }
}

/// Whoever keeps a place until the new one is given may still say no to the new one.
async fn a_swap_waits_for_the_answer(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, a_day()).await;
    let kept = service.applied_in("OPEN", 1).await;
    let new = json!({
        "course": "SA123A", "code": "SA123A-V9002V27", "term": "VT2027",
        "starts_on": "2027-01-18", "ends_on": "2027-06-06", "pace_percent": 50,
        "teaching": "distance", "language": "sv", "cohort_size": 7, "demo_note": "test",
    });
    ok(service.admin.post("/api/v1/offerings", &new).await);
    let channel = json!({
        "code": "OTHER", "kind": "open", "title_sv": "Andra", "title_en": "Other", "seats": 1,
        "opens_at": "2026-11-01T07:00:00Z", "policy": a_day(),
    });
    let path = "/api/v1/offerings/SA123A-V9002V27/channels";
    ok(service.admin.post(path, &channel).await);
    let path = "/api/v1/offerings/SA123A-V9002V27/applications";
    let wish = json!({ "channel": "OTHER", "keeps": kept });
    let receipt = ok(service.again(1).await.post(path, &wish).await);
    assert_eq!(receipt["state"], "admitted");
    service.tick().await;
    assert_eq!(
        service.state(&kept).await,
        "admitted",
        "nothing is given yet"
    );
    let token = service.token_of(1).await;
    ok(service.answers(&token, true).await);
    assert_eq!(service.state(&kept).await, "superseded");
}

async fn a_file_read_again_leaves_the_answer_alone(engine: Engine) {
    let service = employer_with(engine, 5, a_day()).await;
    import(&service, file(2, HEAD)).await;
    let people = named(&service).await;
    let token = service.token_of(1).await;
    ok(service.answers(&token, true).await);
    let report = import(&service, file(2, HEAD)).await;
    assert_eq!(report["unchanged"], 2, "{report}");
    let shown = service.shown(&people[0]).await;
    assert_eq!(shown["state"], "accepted");
    assert_eq!(shown["answered_at"], NOW);
    assert_eq!(asked(&service, &people[1]).await.1, ANSWER_BY);
    service.clock_to(REMINDED);
    service.tick().await;
    assert_eq!(service.letters_saying(2, REMINDER), 1);
}

//! Answering over HTTP: in time and too late, once, by the right person; what silence leads to.

use harness::{
    Engine, NOW, TestService, instance::Instance, ok, on_both_engines, problem, sql, text,
};
use samverkan_domain::id::ApplicationId;
use samverkan_service::usecase::answers::admission_url;
use serde_json::{Value, json};

on_both_engines!(
    answers_signed_in_once,
    the_deadline_itself_is_too_late,
    deadlines_follow_the_clock_change,
    silence_strikes_and_the_next_is_called,
    two_instances_send_one_letter,
    an_admission_can_ask_for_an_answer,
    a_link_is_for_one_person,
    together_or_not_at_all,
    who_leaves_while_called_passes_the_seat_on,
);

fn yes() -> Value {
    json!({ "accept": true })
}

fn no() -> Value {
    json!({ "accept": false })
}

/// One seat, three people; the first leaves and the second is called.
async fn called(engine: Engine, now: &str, policy: Value) -> (TestService, Vec<String>) {
    let service = TestService::with_channel(engine, now, 1, policy).await;
    let people = service.all_applied(3).await;
    service.leaves(&people[0]).await;
    service.call(1).await;
    (service, people)
}

fn answer_path(application: &str) -> String {
    format!("/api/v1/applications/{application}/answer")
}

async fn answers_signed_in_once(engine: Engine) {
    let (service, people) = called(engine, NOW, json!({})).await;
    let (client, other) = (service.again(2).await, service.again(3).await);
    let path = answer_path(&people[1]);
    assert_eq!(problem(other.post(&path, &yes()).await).0, 404, "another's");
    assert_eq!(problem(service.admin.post(&path, &yes()).await).0, 428);
    let waits = problem(other.post(&answer_path(&people[2]), &yes()).await);
    assert_eq!((waits.0, &*waits.1), (409, "no-answer-asked"));
    let said = ok(client.post(&path, &yes()).await);
    assert_eq!(said["outcome"], "accepted");
    for body in [yes(), no()] {
        let again = problem(client.post(&path, &body).await);
        assert_eq!((again.0, &*again.1), (409, "already-answered"));
    }
    let shown = service.shown(&people[1]).await;
    assert_eq!(shown["state"], "accepted");
    let decisions = shown["decisions"].as_array().unwrap();
    assert_eq!(decisions.last().unwrap()["outcome"], "admitted");
    let query = "SELECT findings FROM admission WHERE findings IS NOT NULL";
    let findings = sql::rows::<(String,)>(&service.app.database, query).await;
    assert!(findings[0].0.contains("first_on_list"), "{findings:?}");
    // An administrator answers on the person's word.
    service.leaves(&people[1]).await;
    service.call(1).await;
    let reply = ok(service.staff_act(&people[2], "answer", &no()).await);
    assert_eq!(
        (&reply["outcome"], &reply["state"]),
        (&json!("declined"), &json!("declined"))
    );
}

async fn the_deadline_itself_is_too_late(engine: Engine) {
    for (late, expected) in [(-1, Ok("accepted")), (0, Err("answer-too-late"))] {
        let (service, people) = called(engine, NOW, json!({})).await;
        let token = service.token_of(2).await;
        // Two working days from Monday at ten. Nobody has swept.
        service.clock_to("2026-11-25T09:00:00Z");
        service.advance(late);
        // On the person's word: to sign in anew would be to sweep.
        let word = async || problem(service.staff_act(&people[1], "answer", &yes()).await).1;
        match expected {
            Ok(state) => {
                assert_eq!(ok(service.answers(&token, true).await)["state"], state);
            }
            Err(code) => {
                assert_eq!(problem(service.answers(&token, true).await).1, code);
                assert_eq!(word().await, code);
                // Nor when it has been swept.
                service.tick().await;
                assert_eq!(service.state(&people[1]).await, "struck");
                assert_eq!(problem(service.answers(&token, true).await).1, code);
                assert_eq!(word().await, code);
            }
        }
    }
}

/// Called on the Friday before the clocks change: hours of work are counted, not hours.
async fn deadlines_follow_the_clock_change(engine: Engine) {
    for (friday, answer_by) in [
        // Two hours on Friday in summer time, nine on Monday, seven on Tuesday in winter time.
        ("2026-10-23T13:00:00Z", "2026-10-27T14:00:00Z"),
        // Good Friday, and Easter Monday after the change: all of Tuesday and Wednesday.
        ("2027-03-26T09:00:00Z", "2027-03-31T15:00:00Z"),
    ] {
        let (service, people) = called(engine, friday, json!({})).await;
        let call = &service.reserves().await["calls"][0];
        assert_eq!(call["answer_by"], answer_by, "{friday}");
        let token = service.token_of(2).await;
        service.clock_to(answer_by);
        service.advance(-1);
        service.tick().await;
        assert_eq!(service.state(&people[1]).await, "called", "{friday}");
        service.advance(1);
        service.tick().await;
        assert_eq!(service.state(&people[1]).await, "struck", "{friday}");
        assert_eq!(
            problem(service.answers(&token, true).await).1,
            "answer-too-late"
        );
    }
}

async fn silence_strikes_and_the_next_is_called(engine: Engine) {
    let policy = json!({ "calls": { "automatic": true } });
    let service = TestService::with_channel(engine, NOW, 1, policy).await;
    let people = service.all_applied(4).await;
    service.leaves(&people[0]).await;
    assert_eq!(service.state(&people[1]).await, "called");
    // Half of the time: one working day, on Tuesday at ten.
    service.clock_to("2026-11-24T08:59:59Z");
    service.tick().await;
    let reminder = "Vi har inte fått ditt svar";
    assert_eq!(service.letters_saying(2, reminder), 0);
    service.advance(1);
    service.tick().await;
    service.tick().await;
    assert_eq!(service.letters_saying(2, reminder), 1, "once");
    let token = service.token_of(2).await;
    service.clock_to("2026-11-25T09:00:00Z");
    service.tick().await;
    assert_eq!(service.state(&people[1]).await, "struck");
    assert_eq!(service.state(&people[2]).await, "called");
    assert_eq!(service.state(&people[3]).await, "reserve");
    assert_eq!(service.letters_saying(2, "Du svarade inte i tid"), 1);
    assert_eq!(service.letters_saying(3, "det är din tur"), 1);
    assert_eq!(
        problem(service.answers(&token, true).await).1,
        "answer-too-late"
    );
    let shown = service.shown(&people[1]).await;
    let last = shown["decisions"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        (&last["outcome"], &last["automatic"]),
        (&json!("struck"), &json!(true))
    );
    // A no goes on to the next at once.
    let token = service.token_of(3).await;
    assert_eq!(
        ok(service.answers(&token, false).await)["state"],
        "declined"
    );
    assert_eq!(service.state(&people[3]).await, "called");
    let verified = ok(service.admin.get("/api/v1/audit/verification").await);
    assert!(verified.get("fault").is_none(), "{verified}");
}

async fn two_instances_send_one_letter(engine: Engine) {
    let policy = json!({ "calls": { "automatic": true } });
    let (service, people) = called(engine, NOW, policy).await;
    let beside = Instance::beside(&service).await;
    for (at, n, words) in [
        ("2026-11-24T09:00:00Z", 2, "Vi har inte fått ditt svar"),
        ("2026-11-25T09:00:00Z", 2, "Du svarade inte i tid"),
        ("2026-11-25T09:00:00Z", 3, "det är din tur"),
    ] {
        service.clock_to(at);
        tokio::join!(service.tick(), beside.tick());
        service.tick().await;
        assert_eq!(service.letters_saying(n, words), 1, "{at} {words}");
    }
    assert_eq!(service.state(&people[2]).await, "called");
    let count = "SELECT COUNT(*) FROM admission WHERE outcome = 'struck'";
    assert_eq!(sql::number(&service.app.database, count).await, 1);
}

async fn an_admission_can_ask_for_an_answer(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 3, json!({})).await;
    let people = service.all_applied(3).await;
    let plain = problem(service.staff_act(&people[0], "answer", &yes()).await);
    assert_eq!((plain.0, &*plain.1), (409, "no-answer-asked"));
    let by: jiff::Timestamp = "2026-11-24T09:00:00Z".parse().unwrap();
    let at = match engine {
        Engine::Sqlite => by.as_microsecond().to_string(),
        Engine::Postgres => format!("'{by}'"),
    };
    service
        .run_sql(&format!("UPDATE application SET answer_by = {at}"))
        .await;
    let link = |id: &String| {
        let url = admission_url(&service.app, ApplicationId(id.parse().unwrap()), by);
        url.rsplit('/').next().unwrap().to_owned()
    };
    let said = ok(service.answers(&link(&people[0]), true).await);
    assert_eq!(
        (&said["outcome"], &said["state"]),
        (&json!("accepted"), &json!("accepted"))
    );
    assert_eq!(
        problem(service.answers(&link(&people[0]), false).await).1,
        "already-answered"
    );
    assert_eq!(
        ok(service.answers(&link(&people[1]), false).await)["state"],
        "declined"
    );
    // A link with one character changed is nobody's.
    let mut forged = link(&people[2]);
    let last = if forged.pop() == Some('A') { 'Q' } else { 'A' };
    forged.push(last);
    let unknown = problem(service.answers(&forged, true).await);
    assert_eq!((unknown.0, &*unknown.1), (404, "unknown-link"));
    service.clock_to("2026-11-24T09:00:00Z");
    assert_eq!(
        problem(service.answers(&link(&people[2]), true).await).1,
        "answer-too-late"
    );
    service.tick().await;
    assert_eq!(service.state(&people[2]).await, "struck");
    assert_eq!(service.letters_saying(3, "Du är struken"), 1);
    assert_eq!(
        service.state(&people[0]).await,
        "accepted",
        "who has answered stays"
    );
}

async fn a_link_is_for_one_person(engine: Engine) {
    let (service, people) = called(engine, NOW, json!({})).await;
    let token = service.token_of(2).await;
    let path = format!("/api/v1/answers/{token}");
    let question = ok(service.anyone.get(&path).await);
    assert_eq!(
        (&question["kind"], &question["standing"]),
        (&json!("call"), &json!("open"))
    );
    assert!(question.get("employee").is_none() && !question.to_string().contains("Förnamn"));
    let (own, other) = (service.again(2).await, service.again(3).await);
    let refused = problem(other.post(&path, &yes()).await);
    assert_eq!((refused.0, &*refused.1), (403, "not-your-link"));
    assert_eq!(service.state(&people[1]).await, "called");
    assert_eq!(ok(own.post(&path, &yes()).await)["outcome"], "accepted");
    assert_eq!(ok(service.anyone.get(&path).await)["standing"], "answered");
    for nobodys in ["x", "a".repeat(43).as_str(), "a".repeat(76).as_str()] {
        let refused = problem(service.answers(nobodys, true).await);
        assert_eq!((refused.0, &*refused.1), (404, "unknown-link"), "{nobodys}");
    }
    // The trail says who answered, and never by which link.
    let query = "SELECT actor, after FROM audit WHERE action = 'application.accepted'";
    let facts = sql::rows::<(String, String)>(&service.app.database, query).await;
    assert!(facts[0].0.starts_with("person:") && !facts[0].1.contains(&token));
}

/// Two who applied together: three ways it can go.
async fn together_or_not_at_all(engine: Engine) {
    for way in ["yes", "no", "silence"] {
        let service = TestService::with_channel(engine, NOW, 2, json!({})).await;
        let people = service.all_applied(4).await;
        service
            .run_sql("UPDATE application SET joint_code = 'X' WHERE reserve_position > 0")
            .await;
        service.leaves(&people[0]).await;
        service.leaves(&people[1]).await;
        service.call(1).await;
        let (one, other) = (service.token_of(3).await, service.token_of(4).await);
        let said = ok(service.answers(&one, true).await);
        assert_eq!(
            (&said["outcome"], &said["state"]),
            (&json!("waits_for_others"), &json!("called"))
        );
        assert_eq!(
            problem(service.answers(&one, false).await).1,
            "already-answered"
        );
        let expected = match way {
            "yes" => {
                assert_eq!(
                    ok(service.answers(&other, true).await)["outcome"],
                    "accepted"
                );
                ["accepted", "accepted"]
            }
            "no" => {
                assert_eq!(
                    ok(service.answers(&other, false).await)["outcome"],
                    "declined"
                );
                ["reserve", "declined"]
            }
            _ => {
                service.clock_to("2026-11-25T09:00:00Z");
                service.tick().await;
                ["reserve", "struck"]
            }
        };
        let found = [
            service.state(&people[2]).await,
            service.state(&people[3]).await,
        ];
        assert_eq!(found, expected, "{way}");
        if way != "yes" {
            assert_eq!(service.shown(&people[2]).await["reserve_position"], 1);
            // Alone now, and first in line.
            assert_eq!(service.call(1).await["applications"], json!([people[2]]));
        }
    }
}

async fn who_leaves_while_called_passes_the_seat_on(engine: Engine) {
    let policy = json!({ "calls": { "automatic": true } });
    let (service, people) = called(engine, NOW, policy).await;
    let token = service.token_of(2).await;
    service.leaves(&people[1]).await;
    assert_eq!(service.state(&people[2]).await, "called");
    assert_eq!(
        problem(service.answers(&token, true).await).1,
        "already-answered"
    );
    let open = "SELECT COUNT(*) FROM reserve_call WHERE outcome IS NULL";
    assert_eq!(sql::number(&service.app.database, open).await, 1);
    assert_eq!(
        text(&service.shown(&people[1]).await, "state"),
        "withdrawn_before_registration"
    );
}

//! Sessions: made, moved, cancelled; who sees what, and who is told.

use harness::{
    Client, Engine, TestService, both_engines, ok, problem,
    round::{self, demo_file, into_offering},
    text,
};
use hyper::Method;
use serde_json::{Value, json};

both_engines!(
    cohort_sessions_are_for_members_and_staff,
    moving_a_session_counts_and_tells,
    what_is_the_same_changes_nothing,
    cancelling_needs_a_reason_and_can_be_taken_back,
    a_time_that_does_not_exist_is_refused,
    a_time_that_comes_twice_is_asked_about,
    odd_days_are_warned_of,
    edits_need_the_revision_seen,
    a_file_moves_a_session,
);

const PATH: &str = "/api/v1/offerings/SA123A-V9001V27/sessions";

async fn seen(client: &Client) -> Vec<Value> {
    client
        .read(PATH)
        .await
        .expect("sessions")
        .as_array()
        .expect("a list")
        .clone()
}

fn plain(starts: &str, ends: &str) -> Value {
    json!({ "title": "Möte", "mode": "online", "starts": starts, "ends": ends })
}

/// Signs an imported person in; the address is known from the file.
async fn person(service: &TestService, name: &str) -> (Client, String) {
    let email = text(&service.person(name).await, "email");
    service.sign_in(&email).await
}

async fn cohort_sessions_are_for_members_and_staff(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service.commit(&service.propose(1).await).await;
    let cohorts = service.cohorts().await;
    let hanna = text(&service.person("Hanna Dahlgren").await, "id");
    let hers = |c: &&Value| c["members"].to_string().contains(&hanna);
    let own = cohorts.iter().find(hers).expect("her cohort");
    let other = cohorts.iter().find(|c| !hers(c)).expect("another cohort");
    for (cohort, title) in [(own, "Vår grupp"), (other, "Andra gruppen")] {
        let mut new = plain("2027-02-01T09:00", "2027-02-01T10:00");
        new["cohort"] = cohort["id"].clone();
        new["title"] = json!(title);
        new["teacher"] = json!("Lärare Lärarsson");
        new["online_url"] = json!("https://zoom.example/j/7");
        service.schedule(&new).await;
    }
    let mut open = plain("2027-02-02T09:00", "2027-02-02T10:00");
    open["teacher"] = json!("Lärare Lärarsson");
    open["online_url"] = json!("https://zoom.example/j/8");
    service.schedule(&open).await;
    let (member, _) = person(&service, "Hanna Dahlgren").await;
    let (stranger, _) = service.participant(1, "larare").await;
    let titles = |sessions: &[Value]| {
        sessions
            .iter()
            .map(|s| text(s, "title"))
            .collect::<Vec<_>>()
    };
    let staff = seen(&service.admin).await;
    assert_eq!(staff.len(), 13);
    let hers = seen(&member).await;
    assert_eq!(hers.len(), 12);
    assert!(
        titles(&hers).contains(&"Vår grupp".to_owned())
            && !titles(&hers).contains(&"Andra gruppen".to_owned())
    );
    assert!(json!(hers).to_string().contains("zoom.example/j/8"));
    for outside in [&stranger, &service.anyone] {
        let public = seen(outside).await;
        assert_eq!(public.len(), 11);
        let all = json!(public).to_string();
        assert!(
            !all.contains("zoom.example")
                && !all.contains("Lärarsson")
                && !all.contains("cohort_code"),
            "{all}"
        );
    }
    for reply in [
        stranger.post(PATH, &open).await,
        member.post(PATH, &open).await,
    ] {
        assert_eq!(problem(reply).0, 403);
    }
    assert_eq!(problem(service.anyone.post(PATH, &open).await).0, 401);
    // Only the members are told of what is only theirs.
    service.tell().await;
    let before = service.mail().len();
    let ours = staff
        .iter()
        .find(|s| text(s, "title") == "Vår grupp")
        .expect("the session");
    service
        .reschedule(ours, &json!({ "starts": "2027-02-01T08:00" }))
        .await;
    service.tell().await;
    let told = service.mail().split_off(before);
    assert_eq!(
        told.len(),
        own["members"].as_array().expect("members").len()
    );
}

async fn moving_a_session_counts_and_tells(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service.tell().await;
    let before = service.mail().len();
    let session = service.sessions().await[0].clone();
    assert_eq!(session["sequence"], 0);
    let moved = service
        .reschedule(
            &session,
            &json!({ "starts": "2027-01-21T12:15", "place": "L1" }),
        )
        .await;
    assert_eq!(
        (&moved["sequence"], &moved["starts_at"]),
        (&json!(1), &json!("2027-01-21T11:15:00Z"))
    );
    service.tell().await;
    let told = service.mail().split_off(before);
    // 36 admitted, 11 nominated besides; reserves are not told, and everybody once.
    let mut to: Vec<&str> = told.iter().map(|kept| &*kept.to_address).collect();
    to.sort_unstable();
    to.dedup();
    assert_eq!((told.len(), to.len()), (47, 47));
    assert!(
        told[0].subject.starts_with("Ny tid: "),
        "{}",
        told[0].subject
    );
    assert!(
        told.iter().any(|kept| kept.body.contains("Ny plats: L1")),
        "{}",
        told[0].body
    );
    // A new title is told as well.
    let before = service.mail().len();
    let renamed = service
        .reschedule(&moved, &json!({ "title": "Upprop" }))
        .await;
    assert_eq!(renamed["sequence"], 2);
    service.tell().await;
    assert_eq!(service.mail().len(), before + 47);
}

async fn what_is_the_same_changes_nothing(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service.tick().await;
    let session = service.sessions().await[0].clone();
    let before = service.snapshot().await;
    let same = json!({ "title": session["title"], "starts": session["starts"], "ends": session["ends"], "place": session["place"], "mode": session["mode"] });
    let after = service.reschedule(&session, &same).await;
    assert_eq!(after, session);
    let mut changed = harness::dump::differing(&before, &service.snapshot().await);
    changed.retain(|table| table != "offering"); // locked meanwhile
    assert_eq!(changed, Vec::<String>::new());
}

async fn cancelling_needs_a_reason_and_can_be_taken_back(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service.tell().await;
    let session = service.sessions().await[0].clone();
    let path = format!("/api/v1/sessions/{}", text(&session, "id"));
    for reason in ["", " \t\r\n "] {
        let reply = service
            .act(
                &format!("{path}/cancel"),
                &session,
                &json!({ "reason": reason }),
            )
            .await;
        let (status, code, _) = problem(reply);
        assert!((400..500).contains(&status), "{reason:?}: {status} {code}");
    }
    let early = problem(
        service
            .act(&format!("{path}/revive"), &session, &json!({}))
            .await,
    );
    assert_eq!((early.0, &*early.1), (409, "session_not_cancelled"));
    let cancelled = service.cancel(&session, "Läraren är sjuk").await;
    assert_eq!(
        (text(&cancelled, "state"), &cancelled["sequence"]),
        ("cancelled".into(), &json!(1))
    );
    service.tell().await;
    let mail = service.mail();
    let told: Vec<_> = mail
        .iter()
        .filter(|m| m.subject.starts_with("Inställt"))
        .collect();
    assert_eq!(told.len(), 47);
    assert!(told[0].body.contains("Läraren är sjuk"));
    // The public learns that, not why.
    let public = json!(seen(&service.anyone).await).to_string();
    assert!(public.contains("cancelled") && !public.contains("sjuk"));
    let (status, code, _) = problem(
        service
            .admin
            .send_json(
                Method::PATCH,
                &path,
                &[("if-match", "*")],
                &json!({ "place": "L1" }),
            )
            .await,
    );
    assert_eq!((status, &*code), (409, "session_cancelled"));
    let revived = ok(service
        .act(&format!("{path}/revive"), &cancelled, &json!({}))
        .await);
    assert_eq!(
        (
            text(&revived, "state"),
            &revived["sequence"],
            &revived["uid"]
        ),
        ("published".into(), &json!(2), &session["uid"])
    );
}

async fn a_time_that_does_not_exist_is_refused(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    for (starts, ends, pointer) in [
        ("2027-03-28T02:30", "2027-03-28T04:00", "/starts"),
        ("2027-03-28T01:00", "2027-03-28T02:00", "/ends"),
    ] {
        let (status, _, value) = problem(service.admin.post(PATH, &plain(starts, ends)).await);
        assert_eq!(status, 422, "{value}");
        let fault = &value["errors"][0];
        assert_eq!(fault["pointer"], pointer, "{value}");
        assert!(
            value.to_string().contains("03:00"),
            "the next valid time is named: {value}"
        );
    }
    assert!(seen(&service.admin).await.is_empty());
    // Negative control: the same times a day later.
    service
        .schedule(&plain("2027-03-29T02:30", "2027-03-29T04:00"))
        .await;
    for (starts, ends) in [
        ("2027-02-01T10:00", "2027-02-01T10:00"),
        ("2027-02-01T10:00", "2027-02-01T09:00"),
        ("2027-02-01T10:00Z", "2027-02-01T11:00"),
        ("2027-02-01", "2027-02-01T11:00"),
        ("2027-02-01T10", "2027-02-01T11:00"),
        ("2027-02-01T10:00+02:00", "2027-02-01T11:00"),
        ("2027-02-01T10:00-05:00", "2027-02-01T11:00"),
        ("2027-02-01T10:00[Europe/London]", "2027-02-01T11:00"),
        ("2027-02-01T10:00", "2027-02-09T11:00"),
    ] {
        let reply = service.admin.post(PATH, &plain(starts, ends)).await;
        assert_eq!(problem(reply).0, 422, "{starts} {ends}");
    }
}

async fn a_time_that_comes_twice_is_asked_about(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let new = plain("2026-10-25T02:30", "2026-10-25T04:00");
    let (status, _, value) = problem(service.admin.post(PATH, &new).await);
    assert_eq!(
        (status, &value["errors"][0]["pointer"]),
        (422, &json!("/starts")),
        "{value}"
    );
    for (fold, instant) in [
        ("earlier", "2026-10-25T00:30:00Z"),
        ("later", "2026-10-25T01:30:00Z"),
    ] {
        let mut told = new.clone();
        told["starts_fold"] = json!(fold);
        let made = service.schedule(&told).await;
        assert_eq!(
            (text(&made, "starts_at"), text(&made, "starts")),
            (instant.to_owned(), "2026-10-25T02:30".to_owned())
        );
    }
}

async fn odd_days_are_warned_of(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    for (day, word) in [
        ("2027-03-26", "långfredag"),
        ("2027-05-01", "första maj"),
        ("2027-02-06", "lördag"),
        ("2027-07-01", "VT2027"),
        ("2027-02-03", ""),
    ] {
        let made = service
            .schedule(&plain(&format!("{day}T09:00"), &format!("{day}T10:00")))
            .await;
        let warnings = made["warnings"].to_string().to_lowercase();
        if word.is_empty() {
            assert_eq!(warnings, "[]");
        } else if word == "VT2027" {
            // Summer belongs to no term that the calendar knows, or lies outside one.
            assert!(
                warnings == "[]" || warnings.contains("utanför"),
                "{day}: {warnings}"
            );
        } else {
            assert!(warnings.contains(word), "{day}: {warnings}");
        }
    }
}

async fn edits_need_the_revision_seen(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let session = service.sessions().await[0].clone();
    let path = format!("/api/v1/sessions/{}", text(&session, "id"));
    let change = json!({ "place": "L1" });
    let send = async |tag: Option<&str>| {
        let headers: Vec<(&str, &str)> = tag.map(|tag| ("if-match", tag)).into_iter().collect();
        service
            .admin
            .send_json(Method::PATCH, &path, &headers, &change)
            .await
    };
    assert_eq!(problem(send(None).await).0, 428);
    assert_eq!(problem(send(Some("\"999\"")).await).0, 412);
    assert_eq!(problem(send(Some("W/\"1\"")).await).0, 412);
    let reply = send(Some(&format!("\"{}\"", session["revision"])))
        .await
        .expect("an answer");
    assert_eq!((reply.status.as_u16(), reply.etag()), (200, "\"2\""));
    assert_eq!(problem(send(Some("\"1\"")).await).0, 412);
    for verb in ["cancel", "revive"] {
        let body = if verb == "cancel" {
            json!({ "reason": "x" })
        } else {
            json!({})
        };
        let reply = service.admin.post(&format!("{path}/{verb}"), &body).await;
        assert_eq!(problem(reply).0, 428, "{verb}");
    }
}

async fn a_file_moves_a_session(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service.tell().await;
    let (before, mail) = (service.sessions().await, service.mail().len());
    let file = String::from_utf8(demo_file("moten-vt2027.csv")).expect("UTF-8");
    let moved = file.replacen("2027-02-04,13:15", "2027-02-04,12:15", 1);
    let report = service.import(&into_offering("sessions"), moved).await;
    assert_eq!(
        (&report["changed"], &report["unchanged"]),
        (&json!(1), &json!(9)),
        "{report}"
    );
    let after = service.sessions().await;
    let changed: Vec<usize> = (0..10).filter(|n| before[*n] != after[*n]).collect();
    assert_eq!(changed, [1]);
    assert_eq!(
        (&after[1]["uid"], &after[1]["sequence"]),
        (&before[1]["uid"], &json!(1))
    );
    service.tell().await;
    assert_eq!(service.mail().len(), mail + 47);
    // A time that does not exist is a finding of its row.
    let gap = file.replacen("2027-02-04,13:15", "2027-03-28,02:30", 1);
    let report = service.import(&into_offering("sessions"), gap).await;
    assert_eq!(
        (&report["sound"], &report["findings"][0]["row"]),
        (&json!(false), &json!(3)),
        "{report}"
    );
    assert_eq!(report["findings"][0]["code"], "session-refused");
}

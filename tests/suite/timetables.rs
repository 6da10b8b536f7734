//! Timetables of programmes and private calendars, over HTTP.

use harness::{
    Client, Engine, Reply, TestService, ok, problem,
    round::{self, demo_file},
};
use hyper::Method;
use samverkan_service::demo::http::CallError;
use serde_json::{Value, json};

harness::both_engines!(
    a_timetable_is_imported_whole_or_not_at_all,
    a_file_about_other_days_leaves_the_rest,
    practicum_is_noted_by_weeks,
    of_a_private_calendar_only_times_are_kept
);

const FILE: [(&str, &str); 1] = [("content-type", "application/octet-stream")];

async fn send(
    client: &Client,
    method: Method,
    path: &str,
    file: impl Into<Vec<u8>>,
) -> Result<Reply, CallError> {
    client.send(method, path, &FILE, file.into()).await
}

async fn import(service: &TestService, path: &str, file: impl Into<Vec<u8>>) -> Value {
    let path = format!("/api/v1/timetables/{path}");
    ok(send(&service.admin, Method::POST, &path, file).await)
}

async fn summary(service: &TestService, code: &str) -> Value {
    let all = service
        .admin
        .read("/api/v1/timetables")
        .await
        .expect("a list");
    let mut all = all.as_array().expect("a list").iter();
    all.find(|one| one["programme"] == code)
        .expect("the programme")
        .clone()
}

async fn a_timetable_is_imported_whole_or_not_at_all(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let file = demo_file("schema-LKP1Y-vt2027.ics");
    assert_eq!(summary(&service, "LKP1Y").await["events"], 0);
    let dry = import(&service, "LKP1Y?dry_run=true", file.clone()).await;
    assert_eq!(
        (&dry["sound"], &dry["changed"], &dry["used"]),
        (&json!(true), &json!(true), &json!(155))
    );
    assert_eq!(
        summary(&service, "LKP1Y").await["events"],
        0,
        "a dry run writes nothing"
    );
    let mut real = import(&service, "LKP1Y", file.clone()).await;
    real["dry_run"] = json!(true);
    assert_eq!(real, dry, "and says what the real one does");
    let known = summary(&service, "LKP1Y").await;
    assert_eq!(known["events"], 155);
    assert_eq!(
        (&known["first"], &known["last"]),
        (&json!("2027-01-18"), &json!("2027-06-04"))
    );
    let again = import(&service, "LKP1Y", file.clone()).await;
    assert_eq!(again["changed"], false);
    // One line that is not understood, and the whole file is refused with its number.
    let text = String::from_utf8(file).expect("text");
    let spoilt = text.replacen("DTSTART:20270118T071500Z", "DTSTART:20270118T251500Z", 1);
    let refused = import(&service, "LKP1Y", spoilt).await;
    assert_eq!(
        (&refused["sound"], &refused["faulty"]),
        (&json!(false), &json!(1))
    );
    assert_eq!(refused["faults"][0]["line"], 7);
    assert_eq!(refused["faults"][0]["code"], "calendar_time");
    assert_eq!(summary(&service, "LKP1Y").await["events"], 155);
    let nothing = import(&service, "LKP1Y", "BEGIN:VCALENDAR\nEND:VCALENDAR\n").await;
    assert_eq!(nothing["sound"], false, "an empty file takes nothing away");
    let path = "/api/v1/timetables/LKP1Y";
    let page = problem(send(&service.admin, Method::POST, path, "<html>").await);
    assert_eq!((page.0, &*page.1), (409, "not-a-calendar"));
    let unknown = send(
        &service.admin,
        Method::POST,
        "/api/v1/timetables/XXX1X",
        "x",
    )
    .await;
    assert_eq!(problem(unknown).0, 404);
    let large = vec![b'x'; 8 * 1024 * 1024 + 1];
    assert_eq!(
        problem(send(&service.admin, Method::POST, path, large).await).0,
        413
    );
}

fn one_event(day: &str, title: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\nPRODID:-//KronoX gruppen//x//EN\nBEGIN:VEVENT\nUID:{day}\n\
         DTSTART:{day}T120000Z\nDTEND:{day}T140000Z\n\
         SUMMARY:Moment: {title} Sign: anna\nEND:VEVENT\nEND:VCALENDAR\n"
    )
}

async fn a_file_about_other_days_leaves_the_rest(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    import(&service, "SOC9Y", demo_file("schema-SOC9Y-vt2027.ics")).await;
    let autumn = import(&service, "SOC9Y", one_event("20270901", "VFU")).await;
    assert_eq!(
        (&autumn["kept"], &autumn["practicum"]),
        (&json!(96), &json!(1))
    );
    let known = summary(&service, "SOC9Y").await;
    assert_eq!(
        (&known["events"], &known["last"]),
        (&json!(97), &json!("2027-09-01"))
    );
    // The spring's file takes the place of the spring's events only.
    import(&service, "SOC9Y", demo_file("schema-SOC9Y-vt2027.ics")).await;
    assert_eq!(summary(&service, "SOC9Y").await["events"], 97);
    let dump = service
        .admin
        .get("/api/v1/timetables")
        .await
        .expect("an answer");
    assert!(!dump.text().contains("anna"));
}

async fn practicum_is_noted_by_weeks(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let path = "/api/v1/timetables/LKP1Y/practicum";
    let put = async |term: &str, weeks: &str| {
        let body = json!({ "term": term, "weeks": weeks });
        service.admin.send_json(Method::PUT, path, &[], &body).await
    };
    let noted = ok(put("VT2027", "10-11, v14").await);
    assert_eq!(
        noted["weeks"],
        json!(["2027-03-08", "2027-03-15", "2027-04-05"])
    );
    ok(put("HT2027", "52-1").await);
    let weeks = |known: &Value| known["practicum"].as_array().map_or(0, Vec::len);
    assert_eq!(weeks(&summary(&service, "LKP1Y").await), 5);
    // Each term by itself.
    ok(put("VT2027", "").await);
    assert_eq!(weeks(&summary(&service, "LKP1Y").await), 2);
    for (term, weeks, pointer) in [
        ("VT2027", "53", "/weeks"),
        ("VT2027", "14-10", "/weeks"),
        ("våren", "10", "/term"),
        ("VT1999", "10", "/term"),
    ] {
        let (status, _, answer) = problem(put(term, weeks).await);
        assert_eq!(status, 422, "{term} {weeks}");
        assert_eq!(answer["errors"][0]["pointer"], pointer);
    }
}

async fn of_a_private_calendar_only_times_are_kept(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let (anna, _) = service.participant(1, "larare").await;
    let (bo, _) = service.participant(2, "kurator").await;
    let file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Läkare Hemligsson\nLOCATION:Hemligvägen 1\n\
                DTSTART;TZID=W. Europe Standard Time:20270204T130000\nDURATION:PT1H\n\
                RRULE:FREQ=WEEKLY;COUNT=3\nEND:VEVENT\n\
                BEGIN:VEVENT\nUID:2\nDTSTART:20270204T120000Z\nRRULE:FREQ=HOURLY\nEND:VEVENT\n\
                END:VCALENDAR\n";
    let path = "/api/v1/me/calendar";
    assert_eq!(problem(anna.get(path).await).0, 404);
    let mine = ok(send(&anna, Method::PUT, path, file).await);
    assert_eq!(
        (&mine["used"], &mine["busy"].as_array().map(Vec::len)),
        (&json!(1), &Some(3))
    );
    assert_eq!(mine["busy"][0]["starts_at"], "2027-02-04T12:00:00Z");
    assert_eq!(mine["faults"][0]["code"], "calendar_recurrence");
    let kept = ok(anna.get(path).await);
    assert_eq!(
        (&kept["busy"], &kept["faults"]),
        (&mine["busy"], &json!([]))
    );
    // Nobody else sees it, and nothing of it is anywhere but the times.
    assert_eq!(problem(bo.get(path).await).0, 404);
    assert_eq!(problem(service.admin.get(path).await).0, 403);
    let everything = service.stored().await;
    assert!(
        everything.contains("calendar.read"),
        "this is where it would be"
    );
    assert!(
        !everything.contains("Hemlig"),
        "titles and places are not kept"
    );
    // Given anew it takes the place of the old; taken away it is gone.
    let one = ok(send(&anna, Method::PUT, path, one_event("20270204", "x")).await);
    assert_eq!(one["busy"].as_array().map(Vec::len), Some(1));
    let gone = anna
        .send(Method::DELETE, path, &[], "")
        .await
        .expect("an answer");
    assert_eq!(gone.status.as_u16(), 204);
    assert_eq!(problem(anna.get(path).await).0, 404);
    let again = anna.send(Method::DELETE, path, &[], "").await;
    assert_eq!(problem(again).0, 404);
}

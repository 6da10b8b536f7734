//! Sample feeds for other parsers, with what each should make of them.

use crate::{
    at, feed,
    hostile::{HOSTILE, summary},
    now,
    reader::faults,
    view, wall,
};
use jiff::{Timestamp, ToSpan};
use samverkan_domain::calendar::{SessionView, Standing, render, text, wall_time::WallTime};
use std::path::Path;

/// The meetings of the demo offering, `service/demo/data/moten-vt2027.csv`, with all the states.
fn course() -> Vec<SessionView> {
    let meetings = [
        (
            "2027-01-21",
            "10:15",
            "15:00",
            "Upprop och introduktion",
            "Novahuset N2045",
        ),
        (
            "2027-02-04",
            "13:15",
            "16:00",
            "Seminarium 1: Professioner och mandat",
            "Zoom",
        ),
        (
            "2027-02-18",
            "13:15",
            "16:00",
            "Seminarium 2: Skolfrånvaro, orsaker och konsekvenser",
            "Zoom",
        ),
        (
            "2027-03-24",
            "13:15",
            "16:00",
            "Seminarium 4: Elevhälsans arbete",
            "Zoom",
        ),
        (
            "2027-04-08",
            "13:15",
            "16:00",
            "Seminarium 5: Samverkan med vårdnadshavare",
            "Zoom",
        ),
        (
            "2027-06-02",
            "09:15",
            "16:00",
            "Redovisning, Långhuset",
            "Hörsal L1",
        ),
    ];
    let standings = [
        Standing::Confirmed,
        Standing::Preliminary,
        Standing::Cancelled,
    ];
    let views = meetings
        .iter()
        .enumerate()
        .map(|(index, (day, start, end, title, place))| SessionView {
            place: Some((*place).to_owned()),
            url: (*place == "Zoom").then(|| "https://oru-se.zoom.us/j/123?pwd=a,b;c".to_owned()),
            cohort_code: (index % 2 == 1).then(|| "G03".to_owned()),
            sequence: i32::try_from(index).expect("few"),
            standing: standings[index % 3],
            ..view(
                &format!("m{index}"),
                wall(&format!("{day}T{start}"), None),
                wall(&format!("{day}T{end}"), None),
                title,
            )
        });
    views.collect()
}

/// Every half hour of both nights on which the clock changes, each time that comes twice both
/// times; and days far off, at year ends and in the week 53.
fn edges() -> Vec<SessionView> {
    let mut starts: Vec<Timestamp> = Vec::new();
    for night in [
        "2026-10-24T21:00:00Z",
        "2027-03-27T21:00:00Z",
        "2098-10-25T21:00:00Z",
    ] {
        starts.extend((0..16).map(|half| at(night) + (half * 30).minutes()));
    }
    for day in [
        "1970-01-01T11:00:00Z",
        "1980-04-06T01:30:00Z",
        "1995-10-10T11:00:00Z",
        "1996-10-27T00:30:00Z",
        "1996-10-27T01:30:00Z",
        "1997-07-01T11:00:00Z",
        "2026-12-31T12:00:00Z",
        "2027-01-01T12:00:00Z",
        "2037-07-01T11:00:00Z",
        "2038-01-19T03:14:08Z",
        "2050-07-01T11:00:00Z",
        "2099-07-01T11:00:00Z",
    ] {
        starts.push(at(day));
    }
    let views = starts.iter().enumerate().map(|(index, start)| {
        let time = |instant| WallTime::at(instant).expect("in range");
        view(
            &format!("e{index:03}"),
            time(*start),
            time(*start + 45.minutes()),
            "Kanten",
        )
    });
    views.collect()
}

fn hostile_views() -> Vec<SessionView> {
    let texts = HOSTILE.iter().map(|text| format!("x{text}y")).chain([
        HOSTILE.concat(),
        "å".repeat(500),
        "🧑‍🏫".repeat(100),
        "\\".repeat(200),
        format!("{}🧑‍🏫 , ; \\ :", "x".repeat(66)),
        "1,;\\".repeat(160),
    ]);
    let start = wall("2027-02-04T13:15", None);
    let end = wall("2027-02-04T16:00", None);
    texts
        .enumerate()
        .map(|(index, text)| SessionView {
            place: Some(text.clone()),
            url: Some(format!("https://a.se/{text}")),
            description: vec![text.clone(), "slut".to_owned()],
            ..view(&format!("h{index:03}"), start, end, &text)
        })
        .collect()
}

/// What every parser should make of a view, in the form the probes print.
fn expected(session: &SessionView) -> String {
    let status = match session.standing {
        Standing::Preliminary => "TENTATIVE",
        Standing::Confirmed => "CONFIRMED",
        Standing::Cancelled => "CANCELLED",
    };
    let string = |text: &str| serde_json::to_string(text).expect("JSON");
    let place = session
        .place
        .as_deref()
        .map(text::clean)
        .filter(|place| !place.is_empty());
    format!(
        "{{\"uid\":{},\"start\":\"{}\",\"end\":\"{}\",\"summary\":{},\"location\":{},\"status\":\"{status}\",\"sequence\":{}}}\n",
        string(&session.uid),
        session.starts.instant(),
        session.ends.instant(),
        string(&summary(session)),
        place.map_or("null".to_owned(), |p| string(&p)),
        session.sequence,
    )
}

/// Writes `NAME.ics` and `NAME.expected.jsonl` into the folder that `SAMVERKAN_CALENDAR_SAMPLES`
/// names. Does nothing without it; `tests/calendar/compare` sets it.
#[test]
fn writes_samples() {
    let Ok(folder) = std::env::var("SAMVERKAN_CALENDAR_SAMPLES") else {
        return;
    };
    let samples = [
        ("empty", Vec::new()),
        ("course", course()),
        ("edges", edges()),
        ("hostile", hostile_views()),
    ];
    for (name, mut sessions) in samples {
        let bytes = render(&feed(sessions.clone()), now()).bytes;
        assert_eq!(faults(&bytes), [""; 0]);
        sessions.sort_by_key(|session| (session.starts.instant(), session.uid.clone()));
        let lines: String = sessions.iter().map(expected).collect();
        let write = |suffix: &str, bytes: &[u8]| {
            std::fs::write(Path::new(&folder).join(format!("{name}.{suffix}")), bytes)
                .expect("written");
        };
        write("ics", &bytes);
        write("expected.jsonl", lines.as_bytes());
    }
}

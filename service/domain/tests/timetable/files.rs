//! The demo's timetables, and our own feeds.

use super::{FILES, spring};
use jiff::{ToSpan, civil::date};
use samverkan_domain::{
    calendar::{FeedView, SessionView, Standing, render, wall_time::WallTime},
    person::Language,
    timetable::{Kind, System, TimetableEvent, Window, read_timetable},
};
use std::collections::BTreeSet;

#[test]
fn every_event_of_every_file_is_accounted_for() {
    let events = [97, 104, 152, 155, 144, 152, 96];
    for ((code, file), events) in FILES.into_iter().zip(events) {
        let read = read_timetable(file, spring()).unwrap();
        assert_eq!(read.system, System::KronoX, "{code}");
        assert_eq!(read.faults, [], "{code}");
        let account = read.account;
        let all = (
            account.read,
            account.used,
            account.occurrences,
            read.events.len(),
        );
        assert_eq!(all, (events, events, events, events), "{code}");
        assert_eq!(
            (
                account.cancelled,
                account.free,
                account.outside,
                account.faulty
            ),
            (0, 0, 0, 0)
        );
        // The times as the bytes say them, without our reader.
        let text = std::str::from_utf8(file).unwrap();
        let starts: BTreeSet<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("DTSTART:"))
            .collect();
        let ours: BTreeSet<String> = read
            .events
            .iter()
            .map(|event| {
                event
                    .starts
                    .instant()
                    .strftime("%Y%m%dT%H%M%SZ")
                    .to_string()
            })
            .collect();
        assert!(
            starts.iter().copied().eq(ours.iter().map(|s| &**s)),
            "{code}"
        );
    }
}

#[test]
fn what_an_event_says_is_typed_and_names_nobody() {
    let lag = read_timetable(FILES[0].1, spring()).unwrap();
    let first = &lag.events[0];
    assert_eq!(first.starts.to_string(), "2027-01-18 08:15");
    assert_eq!(first.ends.to_string(), "2027-01-18 10:00");
    assert_eq!(first.title, "Seminarium, grupp A");
    assert_eq!(first.courses, ["Didaktik & ledarskap VT27"]);
    assert_eq!(
        first.programmes,
        ["Ämneslärarprogrammet, inriktning mot arbete i gymnasieskolan åk 2"]
    );
    assert_eq!(first.rooms, ["ZOOM"]);
    let rooms: BTreeSet<&str> = lag
        .events
        .iter()
        .flat_map(|event| &event.rooms)
        .map(|room| &**room)
        .collect();
    let known = [
        "F115",
        "Hörsal F",
        "Hörsal M",
        "L103",
        "L107",
        "N2035",
        "T129",
        "ZOOM",
    ];
    assert!(rooms.into_iter().eq(known));
    for (code, file) in FILES {
        let read = read_timetable(file, spring()).unwrap();
        // Summer time from week 12 on: the same lesson is an hour earlier in UTC.
        assert!(
            read.events
                .iter()
                .all(|event| event.starts.wall().minute() == 15),
            "{code}"
        );
        assert!(
            !format!("{read:?}").contains("abc"),
            "the signature is gone in {code}"
        );
        let kinds = |kind| {
            read.events
                .iter()
                .filter(|event| event.kind == kind)
                .count()
        };
        assert!(
            kinds(Kind::Exam) > 5 && kinds(Kind::Teaching) > 50,
            "{code}"
        );
        assert_eq!(
            kinds(Kind::Practicum),
            0,
            "preparing for practicum is teaching in {code}"
        );
    }
}

#[test]
fn only_what_touches_the_window_is_taken() {
    let week = Window {
        first: date(2027, 1, 25),
        last: date(2027, 1, 31),
    };
    let read = read_timetable(FILES[0].1, week).unwrap();
    let account = read.account;
    assert!(account.used > 0 && account.used + account.outside == account.read);
    let within =
        |event: &TimetableEvent| (week.first..=week.last).contains(&event.starts.wall().date());
    assert!(read.events.iter().all(within));
}

/// What the service publishes can be read back: to the instant, over both changes of the clock.
#[test]
fn our_own_feed_is_read_back() {
    let mut sessions = Vec::new();
    for (n, day) in date(2026, 10, 1).series(1.day()).take(200).enumerate() {
        let wall = day.at(13, 15, 0, 0);
        let starts = WallTime::new(wall, None).unwrap();
        let ends = WallTime::new(wall.saturating_add(2.hours()), None).unwrap();
        sessions.push(SessionView {
            uid: format!("{n}@x.se"),
            sequence: 0,
            created_at: jiff::Timestamp::UNIX_EPOCH,
            modified_at: jiff::Timestamp::UNIX_EPOCH,
            starts,
            ends,
            title: format!("Seminarium; {n}, ”åäö” och en lång rubrik som måste vikas någonstans"),
            course_code: None,
            cohort_code: None,
            place: Some("Hörsal M T129".to_owned()),
            url: None,
            description: Vec::new(),
            standing: Standing::Confirmed,
        });
    }
    let name = "Kurs".to_owned();
    let language = Language::Sv;
    let feed = FeedView {
        name,
        sessions: sessions.clone(),
        language,
    };
    let bytes = render(&feed, jiff::Timestamp::UNIX_EPOCH).bytes;
    let all = Window {
        first: date(2026, 1, 1),
        last: date(2027, 12, 31),
    };
    let read = read_timetable(&bytes, all).unwrap();
    let ours: Vec<_> = sessions
        .iter()
        .map(|s| (&s.uid, s.starts, s.ends, &s.title))
        .collect();
    let theirs: Vec<_> = read
        .events
        .iter()
        .map(|e| (&e.uid, e.starts, e.ends, &e.title))
        .collect();
    assert_eq!(theirs, ours);
    assert!(
        read.events
            .iter()
            .all(|event| event.rooms == ["Hörsal M", "T129"])
    );
}

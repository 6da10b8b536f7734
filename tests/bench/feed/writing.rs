//! Writing calendars: ours, everything included, beside what the `ics` crate takes to build and
//! write one from texts that are ready.

use super::stage::EVENTS;
use ics::{
    Event, ICalendar,
    components::{Parameter, Property},
    escape_text,
    properties::{
        Conference, Created, Description, LastModified, Location, Sequence, Status, Summary, URL,
    },
};
use jiff::{SignedDuration, Timestamp};
use samverkan_domain::{
    calendar::{FeedView, PRODID, SessionView, Standing, render, wall_time::WallTime},
    person::Language,
};
use std::{hint::black_box, time::Instant};

/// Nanoseconds an event.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writing {
    pub(crate) ours: f64,
    pub(crate) crates: f64,
}

impl Writing {
    pub(crate) fn line(&self) -> String {
        format!(
            "Writing: {:.0} ns an event, the crate {:.0} ns, {:.2} times as fast",
            self.ours,
            self.crates,
            self.crates / self.ours
        )
    }
}

/// The shortest of many short measurements: what disturbs one does not disturb it.
pub(crate) fn measure() -> Writing {
    let feed = feed();
    let shortest = |write: &dyn Fn() -> usize, best: f64| {
        let started = Instant::now();
        let octets: usize = (0..20).map(|_| write()).sum();
        let elapsed = started.elapsed().as_secs_f64();
        black_box(octets);
        best.min(elapsed * 1e9 / (20.0 * EVENTS as f64))
    };
    let mut measured = Writing {
        ours: f64::MAX,
        crates: f64::MAX,
    };
    for _ in 0..500 {
        let ours = || render(&feed, Timestamp::UNIX_EPOCH).bytes.len();
        measured.ours = shortest(&ours, measured.ours);
        measured.crates = shortest(&|| by_the_crate(&feed), measured.crates);
    }
    measured
}

fn feed() -> FeedView {
    let start = Timestamp::from_second(1_800_000_000).unwrap();
    let session = |n: i64| {
        let starts = start + SignedDuration::from_hours(24 * n);
        let ends = starts + SignedDuration::from_mins(165);
        SessionView {
            uid: format!("{n:032x}@samverkan.example.se"),
            sequence: 3,
            created_at: start,
            modified_at: start,
            starts: WallTime::at(starts).unwrap(),
            ends: WallTime::at(ends).unwrap(),
            title: "Seminarium 2: Skolfrånvaro, orsaker och konsekvenser".to_owned(),
            course_code: Some("SA123A".to_owned()),
            cohort_code: Some("G03".to_owned()),
            place: Some("Novahuset N2045".to_owned()),
            url: Some("https://mote.example/j/1?pwd=abc".to_owned()),
            description: vec![
                "Obligatoriskt moment.".to_owned(),
                "Länk: https://mote.example/j/1?pwd=abc".to_owned(),
            ],
            standing: Standing::Confirmed,
        }
    };
    FeedView {
        name: "Samverkan".to_owned(),
        sessions: (0..EVENTS).map(session).collect(),
        language: Language::Sv,
    }
}

/// Times and summary are given as they should stand.
fn by_the_crate(feed: &FeedView) -> usize {
    const STAMP: &str = "20270121T101500Z";
    let time = |name: &'static str| {
        let mut time = Property::new(name, "20270121T101500");
        time.add(Parameter::new("TZID", "Europe/Stockholm"));
        time
    };
    let mut calendar = ICalendar::new("2.0", PRODID);
    for session in &feed.sessions {
        let url = session.url.as_deref().unwrap();
        let mut event = Event::new(&*session.uid, STAMP);
        event.push(Created::new(STAMP));
        event.push(LastModified::new(STAMP));
        event.push(Sequence::new("3"));
        event.push(time("DTSTART"));
        event.push(time("DTEND"));
        event.push(Summary::new(escape_text(
            "Seminarium 2: Skolfrånvaro, orsaker och konsekvenser (SA123A, G03)",
        )));
        event.push(Location::new(escape_text("Novahuset N2045")));
        event.push(URL::new(url));
        event.push(Conference::new(url));
        event.push(Description::new(escape_text(
            "Obligatoriskt moment.\nLänk: https://mote.example/j/1?pwd=abc",
        )));
        event.push(Status::confirmed());
        calendar.add_event(event);
    }
    calendar.to_string().len()
}

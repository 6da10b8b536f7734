//! The bytes of a feed: octets, escaping, order, tombstones, and the instants a reader gets from
//! them.

mod crate_writer;
mod examples;
mod hostile;
mod reader;
mod samples;

use jiff::Timestamp;
use samverkan_domain::{
    calendar::{
        FeedView, SessionView, Standing,
        wall_time::{Fold, WallTime},
    },
    person::Language,
};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

fn wall(text: &str, fold: Option<Fold>) -> WallTime {
    WallTime::new(text.parse().expect("a civil time"), fold).expect("a time that exists")
}

fn view(uid: &str, starts: WallTime, ends: WallTime, title: &str) -> SessionView {
    SessionView {
        uid: format!("{uid}@samverkan.example.se"),
        sequence: 0,
        created_at: at("2026-11-23T12:00:00Z"),
        modified_at: at("2026-11-23T12:00:00Z"),
        starts,
        ends,
        title: title.to_owned(),
        course_code: Some("SA123A".to_owned()),
        cohort_code: None,
        place: None,
        url: None,
        description: Vec::new(),
        standing: Standing::Confirmed,
    }
}

fn feed(sessions: Vec<SessionView>) -> FeedView {
    FeedView {
        name: "Samverkan, VT2027".to_owned(),
        sessions,
        language: Language::Sv,
    }
}

fn now() -> Timestamp {
    at("2026-11-24T00:00:00Z")
}

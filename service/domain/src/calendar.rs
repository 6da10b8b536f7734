//! Calendar feeds: what a session becomes in a subscriber's calendar (RFC 5545, RFC 7986).
//!
//! Subscribers differ, and the strictest decides. One line of 76 octets makes Google drop the
//! whole file in silence; a missing VTIMEZONE moves the meetings in Outlook; a SEQUENCE or
//! LAST-MODIFIED that does not grow hides a change. Hence: the same sessions always give the same
//! bytes, every line is folded by [`content_lines`], all text passes [`text`], and times are
//! written as [`zone`] can express them.
//!
//! What is left out on purpose: METHOD (a feed is no invitation), ATTENDEE and ORGANIZER (no
//! person's data), VALARM (the subscriber's own choice), RRULE in events (a changed meeting in a
//! series is where calendars disagree).

pub mod content_lines;
mod event;
mod jcal;
pub mod text;
pub mod wall_time;
pub mod zone;

pub use jcal::jcal;

use crate::{
    limits::TOMBSTONE_DAYS,
    person::Language,
    schedule::{Session, SessionState},
};
use content_lines::Lines;
use jiff::{SignedDuration, Timestamp};
use std::cmp::Reverse;
use wall_time::WallTime;

/// Who made the file (RFC 5545 §3.7.3).
pub const PRODID: &str = "-//Samverkan//Samverkan 1//SV";
/// How often to ask again (RFC 7986 §5.7; MS-OXCICAL for X-PUBLISHED-TTL).
pub const REFRESH: &str = "PT1H";
/// About how long a calendar without events is (octets).
const HEAD_OCTETS: usize = 768;
/// Longer than most summaries are (octets).
const SUMMARY_OCTETS: usize = 128;
/// About how long an event is (octets).
const EVENT_OCTETS: usize = 512;

/// A feed as its reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedView {
    /// What the calendar is called in the reader's list.
    pub name: String,
    /// In any order. Of several with one UID only the newest (highest `sequence`) is rendered.
    pub sessions: Vec<SessionView>,
    pub language: Language,
}

/// A session as the reader of a feed may see it. The maker decides what may be shown: never
/// another person's name, and no place in a feed of a person with protected identity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionView {
    pub uid: String,
    pub sequence: i32,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
    pub starts: WallTime,
    pub ends: WallTime,
    pub title: String,
    pub course_code: Option<String>,
    pub cohort_code: Option<String>,
    pub place: Option<String>,
    /// Where to join online.
    pub url: Option<String>,
    /// The lines of the description.
    pub description: Vec<String>,
    pub standing: Standing,
}

/// How firm a session is, without the reason for a cancellation: that may be about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    Preliminary,
    Confirmed,
    Cancelled,
}

impl From<&Session> for SessionView {
    /// What a session says by itself. The codes, the lines of description, and what must be
    /// withheld, are for the caller. The teacher's name and the reason for a cancellation stay out.
    fn from(session: &Session) -> Self {
        Self {
            uid: session.uid.clone(),
            sequence: session.sequence,
            created_at: session.created_at,
            modified_at: session.modified_at,
            starts: session.starts,
            ends: session.ends,
            title: session.title.clone(),
            course_code: None,
            cohort_code: None,
            place: session.place.clone(),
            url: session.online_url.clone(),
            description: Vec::new(),
            standing: match session.state {
                SessionState::Preliminary => Standing::Preliminary,
                SessionState::Published => Standing::Confirmed,
                SessionState::Cancelled { .. } => Standing::Cancelled,
            },
        }
    }
}

impl SessionView {
    /// What the session is called in a calendar: `INSTÄLLT: Seminarium 1 (SA123A, G03)`. The title
    /// comes first: a telephone shows the first twenty characters.
    pub fn summary(&self, language: Language) -> String {
        let prefix = match (language, self.standing) {
            (_, Standing::Confirmed) => "",
            (Language::Sv, Standing::Preliminary) => "Preliminärt: ",
            (Language::En, Standing::Preliminary) => "Preliminary: ",
            (Language::Sv, Standing::Cancelled) => "INSTÄLLT: ",
            (Language::En, Standing::Cancelled) => "CANCELLED: ",
        };
        let mut summary = String::with_capacity(SUMMARY_OCTETS);
        summary.push_str(prefix);
        summary.push_str(&self.title);
        let codes = self.course_code.iter().chain(&self.cohort_code);
        for (before, code) in [" (", ", "].into_iter().zip(codes) {
            summary.push_str(before);
            summary.push_str(code);
        }
        if self.course_code.is_some() || self.cohort_code.is_some() {
            summary.push(')');
        }
        summary
    }
}

impl FeedView {
    /// The sessions as the calendar shows them, in time: without cancelled ones that have dropped
    /// out.
    pub fn shown(&self, now: Timestamp) -> Vec<&SessionView> {
        let (mut kept, _) = kept(&self.sessions, now);
        kept.sort_by(|a, b| (a.starts.instant(), &a.uid).cmp(&(b.starts.instant(), &b.uid)));
        kept
    }
}

/// A feed as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// UTF-8 without BOM, for `text/calendar; charset=utf-8`.
    pub bytes: Vec<u8>,
    /// The next instant at which the same view gives other bytes, because a cancelled session
    /// drops out. `None`: never.
    pub valid_until: Option<Timestamp>,
}

/// Renders a feed. `now` decides only which cancelled sessions are old enough to drop.
pub fn render(feed: &FeedView, now: Timestamp) -> Rendered {
    let (kept, valid_until) = kept(&feed.sessions, now);

    let mut lines = Lines::with_capacity(HEAD_OCTETS + kept.len() * EVENT_OCTETS);
    lines.whole("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
    lines.plain("PRODID", PRODID);
    lines.plain("CALSCALE", "GREGORIAN");
    let name = |line: &mut Vec<u8>| text::escape_into(line, &feed.name);
    lines.property("NAME", name);
    lines.property("X-WR-CALNAME", name);
    lines.plain("X-WR-TIMEZONE", wall_time::ZONE);
    lines.plain("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    lines.plain("X-PUBLISHED-TTL", REFRESH);
    // Also in an empty feed, which needs at least one component (RFC 5545 §3.6).
    lines.whole(zone::COMPONENT);
    for session in in_order(kept) {
        event::write(&mut lines, session, feed.language);
    }
    lines.whole("END:VCALENDAR\r\n");
    Rendered {
        bytes: lines.into_bytes(),
        valid_until,
    }
}

/// The sessions to show, and when the first of them drops out.
fn kept(sessions: &[SessionView], now: Timestamp) -> (Vec<&SessionView>, Option<Timestamp>) {
    let drops_at = |session: &SessionView| {
        (session.standing == Standing::Cancelled).then(|| tombstone_until(session.ends.instant()))
    };
    let kept: Vec<_> = sessions
        .iter()
        .filter(|s| drops_at(s).is_none_or(|until| now < until))
        .collect();
    let valid_until = kept.iter().filter_map(|session| drops_at(session)).min();
    (kept, valid_until)
}

/// When a cancelled session that ends at `end` leaves the feeds.
pub fn tombstone_until(end: Timestamp) -> Timestamp {
    end.saturating_add(SignedDuration::from_hours(24 * TOMBSTONE_DAYS))
        .unwrap_or(Timestamp::MAX)
}

/// One session per UID, the newest, by start and then UID, whatever order the sessions came in.
fn in_order(mut sessions: Vec<&SessionView>) -> Vec<&SessionView> {
    // Equal but for their content are two only in a faulty view; not even that makes the bytes
    // depend on the order of the input.
    sessions.sort_unstable_by(|a, b| {
        let key = |s: &SessionView| (Reverse(s.sequence), Reverse(s.modified_at));
        (&a.uid, key(a), *a).cmp(&(&b.uid, key(b), *b))
    });
    sessions.dedup_by(|a, b| a.uid == b.uid);
    sessions.sort_by_key(|session| session.starts.instant());
    sessions
}

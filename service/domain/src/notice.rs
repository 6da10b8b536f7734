//! Telling people that the schedule is another: what is worth a letter, and when it goes.
//!
//! Subscribed calendars are fetched when their programs like, some only after a day. So a change
//! that is near goes out by mail at once, and others once a day together. Edits that follow each
//! other are one piece of news: from what people knew first to how it ended.
//!
//! A session, as people knew it or as it is now, whichever comes first:
//!
//! | begins | the letter goes |
//! |---|---|
//! | within [`SOON`], or is under way | now |
//! | within [`NEAR`] | when [`QUIET`] has passed without another edit; [`QUIET_MOST`] after the first of them and [`SOON`] before it begins at the latest |
//! | later, or is over | with the first digest that comes [`QUIET`] after the last edit; one digest may be missed so, not two |
//!
//! An administrator may send at any time.

use crate::{
    calendar::wall_time::STOCKHOLM,
    person::Language,
    schedule::{Change, Field, Session, SessionState, differences},
};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time},
};
use serde::{Deserialize, Serialize};

/// Up to this long before a session people are told without waiting for more edits.
pub const SOON: SignedDuration = SignedDuration::from_hours(2);
/// Up to this long before a session people are told by a letter of its own, and not in the
/// digest: the slowest calendars need a day, and nobody looks every hour.
pub const NEAR: SignedDuration = SignedDuration::from_hours(48);
/// Edits no further from each other than this are made in one go.
pub const QUIET: SignedDuration = SignedDuration::from_mins(15);
/// Longest time that edits, one after the other, may hold a letter back.
pub const QUIET_MOST: SignedDuration = SignedDuration::from_hours(1);
/// When the digest goes, in Stockholm, unless configured otherwise: late enough for the day's
/// changes, early enough to be read the same day.
pub const DIGEST: Time = Time::constant(16, 0, 0, 0);
/// A digest may be missed because of a late edit; after this long none is.
const DIGEST_MISSED_MOST: SignedDuration = SignedDuration::from_hours(24);

/// Longer than the rules let anything wait: one digest may be missed, and days have up to 25 hours.
pub const WAIT_MOST: SignedDuration = SignedDuration::from_hours(72);

/// What has happened to a session, for somebody who attends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// New in the schedule, or no longer preliminary.
    Published,
    /// Another time, place, link, form, title or teacher.
    Changed,
    Cancelled,
    /// Held after all.
    Revived,
    /// Preliminary again: the time that was told no longer holds.
    Unsettled,
}

impl News {
    pub fn name(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::Sv, Self::Published) => "publicerat",
            (Language::En, Self::Published) => "published",
            (Language::Sv, Self::Changed) => "ändrat",
            (Language::En, Self::Changed) => "changed",
            (Language::Sv, Self::Cancelled) => "inställt",
            (Language::En, Self::Cancelled) => "cancelled",
            (Language::Sv, Self::Revived) => "blir av ändå",
            (Language::En, Self::Revived) => "held after all",
            (Language::Sv, Self::Unsettled) => "preliminärt igen",
            (Language::En, Self::Unsettled) => "preliminary again",
        }
    }

    /// Whether only those are told who attended when it was edited: who has come since never knew
    /// it otherwise. What is published is news to everybody.
    pub fn is_for_those_before(self) -> bool {
        self != Self::Published
    }

    /// Which of the two states people plan by: what was only meanwhile, or only preliminary, nobody
    /// has been told of.
    fn known<'a>(
        self,
        before: Option<&'a Session>,
        after: &'a Session,
    ) -> impl Iterator<Item = &'a Session> {
        let before = before.filter(|_| !matches!(self, Self::Published | Self::Revived));
        let after = Some(after).filter(|_| !matches!(self, Self::Cancelled | Self::Unsettled));
        before.into_iter().chain(after)
    }
}

/// What has happened to a session between two looks at it. `None`: nothing that people need a
/// letter about. It is preliminary, or it is as they knew it.
pub fn news(before: Option<&Session>, after: &Session) -> Option<News> {
    use SessionState as S;
    let known = before.map(|session| &session.state);
    Some(match (known, &after.state) {
        (None | Some(S::Preliminary), S::Published) => News::Published,
        (Some(S::Published), S::Published) if changes(before, after).is_empty() => return None,
        (Some(S::Published), S::Published) => News::Changed,
        (Some(S::Published), S::Cancelled { .. }) => News::Cancelled,
        (Some(S::Published), S::Preliminary) => News::Unsettled,
        (Some(S::Cancelled { .. }), S::Published) => News::Revived,
        // Never promised, or still cancelled.
        (
            None | Some(S::Preliminary | S::Cancelled { .. }),
            S::Preliminary | S::Cancelled { .. },
        ) => {
            return None;
        }
    })
}

/// What became different, field by field, but for the state. Empty for what was not there before.
pub fn changes(before: Option<&Session>, after: &Session) -> Vec<Change> {
    let mut changes = before.map_or_else(Vec::new, |before| differences(before, after));
    changes.retain(|change| change.field != Field::State);
    changes
}

/// When a session was edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edits {
    /// The first that people have not been told of.
    pub first: Timestamp,
    /// The first of those that follow each other within [`QUIET`] up to the last.
    pub run: Timestamp,
    pub last: Timestamp,
}

impl Edits {
    pub fn one(at: Timestamp) -> Self {
        Self {
            first: at,
            run: at,
            last: at,
        }
    }

    /// With one more.
    pub fn and(self, at: Timestamp) -> Self {
        let follows = at <= later(self.last, QUIET);
        Self {
            run: if follows { self.run } else { at },
            last: at.max(self.last),
            ..self
        }
    }

    /// When nobody is at it any more.
    fn quiet(self) -> Timestamp {
        later(self.last, QUIET)
            .min(later(self.run, QUIET_MOST))
            .max(self.last)
    }
}

/// How a piece of news reaches people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By a letter of its own.
    AtOnce,
    /// With all else that is new, once a day.
    Digest,
}

/// When a letter goes, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub at: Timestamp,
    pub way: Way,
}

/// When people are told: the rule at the top. `digest`: the time of day in Stockholm.
pub fn due(
    news: News,
    before: Option<&Session>,
    after: &Session,
    edits: Edits,
    digest: Time,
) -> Due {
    let at_once = |at| Due {
        at,
        way: Way::AtOnce,
    };
    let begins = begins(news, before, after, edits.last);
    let soon = earlier(begins, SOON);
    if edits.last >= soon {
        at_once(edits.last)
    } else if edits.last >= earlier(begins, NEAR) {
        at_once(edits.quiet().min(soon))
    } else {
        let patience = later(later(edits.first, DIGEST_MISSED_MOST), QUIET);
        let at = next_digest(edits.quiet(), digest).min(next_digest(patience, digest));
        Due {
            at: at.max(edits.last),
            way: Way::Digest,
        }
    }
}

/// When people are told of what a digest would have said, had there not been one already that
/// day: with the next day's, unless the session is near by then.
pub fn due_again(
    news: News,
    before: Option<&Session>,
    after: &Session,
    now: Timestamp,
    digest: Time,
) -> Due {
    if now >= earlier(begins(news, before, after, now), NEAR) {
        return Due {
            at: now,
            way: Way::AtOnce,
        };
    }
    let tomorrow = day(now).tomorrow().unwrap_or(Date::MAX);
    Due {
        at: at_time(tomorrow, digest),
        way: Way::Digest,
    }
}

/// The first digest at or after an instant.
pub fn next_digest(from: Timestamp, digest: Time) -> Timestamp {
    let today = at_time(day(from), digest);
    if today >= from {
        return today;
    }
    at_time(day(from).tomorrow().unwrap_or(Date::MAX), digest)
}

/// The day in Stockholm.
pub fn day(at: Timestamp) -> Date {
    STOCKHOLM.to_datetime(at).date()
}

/// A time of day in Stockholm, of a digest or another letter. In spring one that is skipped comes an hour later; in autumn one that
/// comes twice is the first of them.
pub(crate) fn at_time(day: Date, digest: Time) -> Timestamp {
    let wall = day.to_datetime(digest);
    let zoned = STOCKHOLM.to_ambiguous_timestamp(wall).compatible();
    zoned.unwrap_or(Timestamp::MAX)
}

/// When the first of what people plan by begins that is not over.
fn begins(news: News, before: Option<&Session>, after: &Session, now: Timestamp) -> Timestamp {
    news.known(before, after)
        .filter(|session| session.ends.instant() > now)
        .map(|session| session.starts.instant())
        .min()
        .unwrap_or(Timestamp::MAX)
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}

fn earlier(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_sub(by).unwrap_or(Timestamp::MIN)
}

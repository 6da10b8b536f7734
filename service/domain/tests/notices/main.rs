//! What is worth a letter about a session, and when it goes: the rules as tables.

mod news;

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{DateTime, Time, date, time},
};
use proptest::prelude::*;
use samverkan_domain::{
    id::{OfferingId, SessionId},
    notice::{DIGEST, Due, Edits, NEAR, News, QUIET, QUIET_MOST, SOON, Way, *},
    schedule::*,
};
use uuid::Uuid;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

/// A published session of an hour that begins at this instant.
fn session(starts: Timestamp) -> Session {
    let wall = |at: Timestamp| {
        let zoned = at.in_tz("Europe/Stockholm").expect("the zone");
        WallTime::stored(zoned.datetime(), at)
    };
    let id = SessionId(Uuid::from_u128(7));
    Session {
        id,
        offering: OfferingId(Uuid::from_u128(1)),
        cohort: None,
        title: "Seminarium".to_owned(),
        starts: wall(starts),
        ends: wall(starts + SignedDuration::from_hours(1)),
        place: Some("L103".to_owned()),
        online_url: None,
        mode: SessionMode::Campus,
        teacher: None,
        compulsory: false,
        state: SessionState::Published,
        uid: uid(id, "example.org"),
        sequence: 0,
        created_at: Timestamp::UNIX_EPOCH,
        modified_at: Timestamp::UNIX_EPOCH,
    }
}

fn in_state(session: &Session, state: &str) -> Session {
    Session {
        state: match state {
            "preliminary" => SessionState::Preliminary,
            "published" => SessionState::Published,
            _ => SessionState::Cancelled {
                reason: "sjukdom".to_owned(),
                at: Timestamp::UNIX_EPOCH,
            },
        },
        ..session.clone()
    }
}

const NOW: &str = "2026-11-23T09:00:00Z";

/// Which of the two times counts, and the two limits to the second.
#[test]
fn near_is_told_at_once_and_far_with_the_digest() {
    let now = at(NOW);
    let far = now + SignedDuration::from_hours(1_000);
    let second = SignedDuration::from_secs(1);
    let quiet = (now + QUIET, Way::AtOnce);
    let digest = (at("2026-11-23T15:00:00Z"), Way::Digest);
    let soon = (now, Way::AtOnce);
    let table = [
        // before, after, when
        (now + NEAR, far, quiet),
        (far, now + NEAR, quiet),
        (now + NEAR + second, far, digest),
        (far, now + NEAR + second, digest),
        (far, far + second, digest),
        (now + SOON, far, soon),
        (far, now + SOON, soon),
        (now + SOON + second, far, (now + second, Way::AtOnce)),
        (far, now + SOON + QUIET, quiet),
        (now - second, far, soon),
        // What is over hurries nobody.
        (now - SignedDuration::from_hours(1), far, digest),
        (far, now - SignedDuration::from_hours(1), digest),
        (now - SignedDuration::from_mins(59), far, soon),
    ];
    for (before, after, (when, way)) in table {
        let (before, after) = (session(before), session(after));
        let found = due(
            News::Changed,
            Some(&before),
            &after,
            Edits::one(now),
            DIGEST,
        );
        assert_eq!(
            found,
            Due { at: when, way },
            "{} → {}",
            before.starts,
            after.starts
        );
    }
    // Of a session that is cancelled only what people knew counts; of one revived or new, what is.
    let (near, far) = (session(now + NEAR), session(far));
    for (news, before, after, way) in [
        (News::Cancelled, &near, &far, Way::AtOnce),
        (News::Cancelled, &far, &near, Way::Digest),
        (News::Unsettled, &far, &near, Way::Digest),
        (News::Revived, &near, &far, Way::Digest),
        (News::Revived, &far, &near, Way::AtOnce),
        (News::Published, &near, &far, Way::Digest),
        (News::Published, &far, &near, Way::AtOnce),
    ] {
        let found = due(news, Some(before), after, Edits::one(now), DIGEST);
        assert_eq!(found.way, way, "{news:?}");
    }
}

#[test]
fn edits_that_follow_each_other_wait_for_the_last_but_not_for_ever() {
    let start = at(NOW);
    let minutes = SignedDuration::from_mins;
    let (before, after) = (
        session(start + SignedDuration::from_hours(24)),
        session(start + SignedDuration::from_hours(500)),
    );
    let told = |edits: Edits| {
        let due = due(News::Changed, Some(&before), &after, edits, DIGEST);
        assert_eq!(due.way, Way::AtOnce);
        due.at.duration_since(start).as_secs() / 60
    };
    let mut edits = Edits::one(start);
    let mut seen = vec![told(edits)];
    for minute in [10, 20, 34, 49, 59, 61] {
        edits = edits.and(start + minutes(minute));
        seen.push(told(edits));
    }
    assert_eq!(seen, [15, 25, 35, 49, 60, 60, 61]);
    // After a pause the hour begins anew; the first edit is still known.
    let later = edits.and(start + minutes(61) + QUIET + SignedDuration::from_secs(1));
    assert_eq!(told(later), 61 + 15 + 15);
    assert_eq!(later.first, start);
    assert_eq!(QUIET_MOST, minutes(60));
}

#[test]
fn the_digest_goes_once_a_day_whatever_the_clock_does() {
    for (digest, days, expected) in [
        // The clocks go forward on 28 March 2027 and back on 31 October 2027.
        (DIGEST, ("2027-03-27", 3), ["15:00", "14:00", "14:00"]),
        (DIGEST, ("2027-10-30", 3), ["14:00", "15:00", "15:00"]),
        (
            time(2, 30, 0, 0),
            ("2027-03-27", 3),
            ["01:30", "01:30", "00:30"],
        ),
        (
            time(2, 30, 0, 0),
            ("2027-10-30", 3),
            ["00:30", "00:30", "01:30"],
        ),
    ] {
        let (first, count) = days;
        let midnight: DateTime = format!("{first}T00:00").parse().expect("a time");
        let mut from = midnight
            .in_tz("Europe/Stockholm")
            .expect("a zone")
            .timestamp();
        let mut found = Vec::new();
        for n in 0..count {
            let next = next_digest(from, digest);
            assert_eq!(
                next_digest(next, digest),
                next,
                "at the minute it is that one"
            );
            assert_eq!(day(next), midnight.date() + (n).days());
            found.push(next.strftime("%H:%M").to_string());
            from = next + SignedDuration::from_secs(1);
        }
        assert_eq!(found, expected, "{digest} from {first}");
    }
}

#[test]
fn a_late_edit_may_miss_one_digest_and_not_two() {
    let far = session(at("2027-06-01T08:00:00Z"));
    let other = session(at("2027-06-02T08:00:00Z"));
    let goes = |edits: Edits| {
        let due = due(News::Changed, Some(&far), &other, edits, DIGEST);
        assert_eq!(due.way, Way::Digest);
        due.at.to_string()
    };
    let mut edits = Edits::one(at("2026-11-23T14:45:00Z"));
    assert_eq!(goes(edits), "2026-11-23T15:00:00Z");
    edits = Edits::one(at("2026-11-23T14:45:01Z"));
    assert_eq!(goes(edits), "2026-11-24T15:00:00Z");
    edits = edits.and(at("2026-11-24T14:50:00Z"));
    assert_eq!(goes(edits), "2026-11-25T15:00:00Z");
    edits = edits.and(at("2026-11-25T14:50:00Z"));
    assert_eq!(goes(edits), "2026-11-25T15:00:00Z");
}

#[test]
fn a_second_digest_of_the_day_waits_unless_the_session_is_near() {
    let now = at("2026-11-23T16:00:00Z");
    let hours = |n| session(now + SignedDuration::from_hours(n));
    let again = |starts| {
        due_again(
            News::Cancelled,
            Some(&hours(starts)),
            &hours(starts),
            now,
            DIGEST,
        )
    };
    assert_eq!(
        again(48),
        Due {
            at: now,
            way: Way::AtOnce
        }
    );
    let next = at("2026-11-24T15:00:00Z");
    assert_eq!(
        again(49),
        Due {
            at: next,
            way: Way::Digest
        }
    );
    // Also when the digest of the day is still to come by the clock.
    let early = at("2026-11-23T08:00:00Z");
    let found = due_again(News::Cancelled, Some(&hours(99)), &hours(99), early, DIGEST);
    assert_eq!(found.at, next);
}

proptest! {
    /// Whatever is edited when: nobody is told before the last edit, of a near session more than
    /// an hour after its run of edits began, or with a digest more than two days after the first.
    #[test]
    fn nobody_waits_too_long(
        before in 0_i64..200_000, after in 0_i64..200_000,
        pauses in prop::collection::vec(0_i64..4_000, 0..30),
    ) {
        let start = at(NOW);
        let minutes = SignedDuration::from_mins;
        let (before, after) = (session(start + minutes(before)), session(start + minutes(after)));
        let mut edits = Edits::one(start);
        for pause in pauses {
            edits = edits.and(edits.last + SignedDuration::from_secs(pause));
        }
        let Some(news) = news(Some(&before), &after) else { return Ok(()) };
        let due = due(news, Some(&before), &after, edits, DIGEST);
        prop_assert!(due.at >= edits.last && due.at <= edits.last + WAIT_MOST);
        prop_assert!(due.at <= edits.last + QUIET || due.way == Way::Digest);
        match due.way {
            Way::AtOnce => prop_assert!(due.at <= edits.last.max(edits.run + QUIET_MOST)),
            Way::Digest => {
                prop_assert!(due.at <= edits.last.max(edits.first + SignedDuration::from_hours(50)));
                let wall = due.at.in_tz("Europe/Stockholm").expect("the zone").time();
                prop_assert!(wall == DIGEST || due.at == edits.last);
            }
        }
    }
}

#[test]
fn the_digest_is_at_four() {
    assert_eq!(DIGEST, Time::constant(16, 0, 0, 0));
    assert_eq!(day(at("2026-11-23T23:30:00Z")), date(2026, 11, 24));
}

//! Feeds by example.

use crate::{
    at, feed, now,
    reader::{faults, instant, text_of, values},
    view, wall,
};
use jiff::{SignedDuration, Timestamp, ToSpan};
use samverkan_domain::{
    calendar::{
        FeedView, SessionView, Standing, render, tombstone_until,
        wall_time::{Fold, WallTime},
    },
    person::Language,
};

#[test]
fn an_empty_feed_is_a_whole_calendar() {
    let text = text_of(&feed(Vec::new()));
    assert_eq!(
        text,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Samverkan//Samverkan 1//SV\r\n\
         CALSCALE:GREGORIAN\r\nNAME:Samverkan\\, VT2027\r\nX-WR-CALNAME:Samverkan\\, VT2027\r\n\
         X-WR-TIMEZONE:Europe/Stockholm\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n\
         X-PUBLISHED-TTL:PT1H\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\nBEGIN:DAYLIGHT\r\n\
         DTSTART:19810329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n\
         RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\n\
         DTSTART:19961027T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n\
         RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
         END:VCALENDAR\r\n"
    );
}

#[test]
fn an_event_reads_as_planned() {
    let mut session = view(
        "a",
        wall("2027-01-21T10:15", None),
        wall("2027-01-21T15:00", None),
        "Upprop och introduktion",
    );
    session.cohort_code = Some("G03".to_owned());
    session.place = Some("Novahuset N2045".to_owned());
    session.url = Some("https://oru-se.zoom.us/j/1?pwd=a,b;c".to_owned());
    session.description = vec!["Ta med dator; fika, te".to_owned(), "Välkommen".to_owned()];
    session.sequence = 3;
    let text = text_of(&feed(vec![session]));
    let event = &text[text.find("BEGIN:VEVENT").expect("an event")..];
    assert_eq!(
        event,
        "BEGIN:VEVENT\r\nUID:a@samverkan.example.se\r\nDTSTAMP:20261123T120000Z\r\n\
         CREATED:20261123T120000Z\r\nLAST-MODIFIED:20261123T120000Z\r\nSEQUENCE:3\r\n\
         DTSTART;TZID=Europe/Stockholm:20270121T101500\r\n\
         DTEND;TZID=Europe/Stockholm:20270121T150000\r\n\
         SUMMARY:Upprop och introduktion (SA123A\\, G03)\r\nLOCATION:Novahuset N2045\r\n\
         URL:https://oru-se.zoom.us/j/1?pwd=a,b;c\r\n\
         CONFERENCE;FEATURE=VIDEO;VALUE=URI:https://oru-se.zoom.us/j/1?pwd=a,b;c\r\n\
         DESCRIPTION:Ta med dator\\; fika\\, te\\nVälkommen\r\nSTATUS:CONFIRMED\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    );
}

#[test]
fn a_cancelled_session_stays_a_fortnight_after_its_end() {
    let mut session = view(
        "a",
        wall("2027-02-04T13:15", None),
        wall("2027-02-04T16:00", None),
        "Seminarium 1",
    );
    session.standing = Standing::Cancelled;
    let drops = tombstone_until(session.ends.instant());
    assert_eq!(drops, at("2027-02-18T15:00:00Z"));
    let mut later = view(
        "b",
        wall("2027-03-11T13:15", None),
        wall("2027-03-11T16:00", None),
        "Seminarium 3",
    );
    later.standing = Standing::Cancelled;
    let firm = view(
        "c",
        wall("2027-01-01T13:15", None),
        wall("2027-01-01T16:00", None),
        "Seminarium 2",
    );
    let feed = feed(vec![session, later, firm]);

    let second = SignedDuration::from_secs(1);
    let before = render(&feed, drops - second);
    assert_eq!(before.valid_until, Some(drops));
    let text = String::from_utf8(before.bytes.clone()).expect("UTF-8");
    assert!(
        text.contains(
            "SUMMARY:INSTÄLLT: Seminarium 1 (SA123A)\r\nSTATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n"
        ),
        "{text}"
    );
    assert_eq!(render(&feed, now()), before, "nothing changes until then");

    let after = render(&feed, drops);
    assert_eq!(after.valid_until, Some(at("2027-03-25T15:00:00Z")));
    assert!(
        !String::from_utf8(after.bytes)
            .expect("UTF-8")
            .contains("UID:a@")
    );
    assert_eq!(render(&feed, at("2027-03-25T15:00:00Z")).valid_until, None);
    assert_eq!(
        values(
            &String::from_utf8(render(&feed, Timestamp::MAX).bytes).expect("UTF-8"),
            "UID"
        )
        .len(),
        1
    );
}

#[test]
fn the_standing_is_said_in_the_language_of_the_reader() {
    let mut session = view(
        "a",
        wall("2027-02-04T13:15", None),
        wall("2027-02-04T16:00", None),
        "Seminar",
    );
    session.course_code = None;
    let mut said = |standing, language| {
        session.standing = standing;
        let view = FeedView {
            language,
            ..feed(vec![session.clone()])
        };
        let text = text_of(&view);
        (
            values(&text, "SUMMARY")[0].1.to_owned(),
            values(&text, "STATUS")[0].1.to_owned(),
        )
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(
        said(Standing::Cancelled, Language::En),
        pair("CANCELLED: Seminar", "CANCELLED")
    );
    assert_eq!(
        said(Standing::Preliminary, Language::En),
        pair("Preliminary: Seminar", "TENTATIVE")
    );
    assert_eq!(
        said(Standing::Preliminary, Language::Sv),
        pair("Preliminärt: Seminar", "TENTATIVE")
    );
    assert_eq!(
        said(Standing::Confirmed, Language::En),
        pair("Seminar", "CONFIRMED")
    );
}

#[test]
fn only_what_the_rules_cannot_say_is_written_in_utc() {
    let starts = |session: SessionView| {
        let text = text_of(&feed(vec![session.clone()]));
        let (parameters, value) = values(&text, "DTSTART").pop().expect("of the event");
        assert_eq!(instant(parameters, value), session.starts.instant());
        let (parameters, end) = values(&text, "DTEND")[0];
        assert_eq!(instant(parameters, end), session.ends.instant());
        value.to_owned()
    };
    let session = |start: WallTime| {
        let end = WallTime::at(start.instant() + 90.minutes()).expect("in range");
        view("a", start, end, "x")
    };
    let early = wall("2026-10-25T02:30", Some(Fold::Earlier));
    let late = wall("2026-10-25T02:30", Some(Fold::Later));
    assert_eq!(starts(session(early)), "20261025T003000Z");
    assert_eq!(starts(session(late)), "20261025T013000Z");
    assert_eq!(
        starts(session(wall("2026-10-25T01:45", None))),
        "20261025T014500"
    );
    assert_eq!(
        starts(session(wall("2026-10-25T03:00", None))),
        "20261025T030000"
    );
    assert_eq!(
        starts(session(wall("2027-03-28T01:45", None))),
        "20270328T014500"
    );
    assert_eq!(
        starts(session(wall("2027-03-28T03:00", None))),
        "20270328T030000"
    );
    assert_eq!(
        starts(session(wall("1975-07-01T12:00", None))),
        "19750701T110000Z"
    );
    // A time stored under other zone rules keeps its instant.
    let other = WallTime::stored(
        "2027-01-21T10:15".parse().expect("a time"),
        at("2027-01-21T08:15:00Z"),
    );
    assert_eq!(starts(session(other)), "20270121T081500Z");
}

#[test]
fn of_two_views_with_one_uid_the_newest_counts() {
    let old = view(
        "a",
        wall("2027-02-04T13:15", None),
        wall("2027-02-04T16:00", None),
        "Old",
    );
    let mut new = view(
        "a",
        wall("2027-02-05T13:15", None),
        wall("2027-02-05T16:00", None),
        "New",
    );
    new.sequence = 1;
    for sessions in [vec![old.clone(), new.clone()], vec![new, old]] {
        assert_eq!(
            values(&text_of(&feed(sessions)), "SUMMARY"),
            [("", "New (SA123A)")]
        );
    }
}

/// The checker must see what it is for: what the bare crate makes of a long and of a hostile text.
#[test]
fn the_checker_catches_the_bare_crate() {
    let bare = |summary: &str| {
        let mut event = ics::Event::new("a@b", "20261123T120000Z");
        event.push(ics::properties::Summary::new(summary.to_owned()));
        let mut calendar = ics::ICalendar::new("2.0", "x");
        calendar.add_event(event);
        faults(calendar.to_string().as_bytes())
    };
    let octets = bare(&"x".repeat(200));
    assert!(
        octets.iter().any(|fault| fault.starts_with("76 octets")),
        "{octets:?}"
    );
    let injected = bare("x\r\nATTENDEE:mailto:x");
    assert!(
        injected
            .iter()
            .any(|fault| fault == "unexpected property: ATTENDEE:mailto:x"),
        "{injected:?}"
    );
    for control in ["a\rb", "a\nb", "a\u{0}b", "a\u{2028}b"] {
        assert!(
            bare(control)
                .iter()
                .any(|fault| fault.starts_with("control character")),
            "{control:?}"
        );
    }
    assert_eq!(faults(b"SUMMARY:\r\n \r\n"), ["empty line"]);
    assert_eq!(faults(b"SUMMARY:\xC3\r\n \xA5\r\n"), ["not UTF-8"]);
    assert!(!faults(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n").is_empty());
    assert!(!faults("BEGIN:VCALENDAR\r\n \r\nEND:VCALENDAR\r\n".as_bytes()).is_empty());
    assert!(!faults(b"\xEF\xBB\xBFBEGIN:VCALENDAR\r\n").is_empty());
}

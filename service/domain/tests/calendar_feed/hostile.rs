//! Feeds of whatever people may write, whenever they may meet.

use crate::{
    at, crate_writer, feed, now,
    reader::{faults, instant, values},
    view,
};
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;
use samverkan_domain::calendar::{
    FeedView, SessionView, Standing, content_lines::unfolded, render, text, wall_time::WallTime,
};

/// What people, parsers and attackers may put into a text.
pub(crate) const HOSTILE: &[&str] = &[
    "\r\nATTENDEE:mailto:x",
    "\r",
    "\n",
    "\r\n ",
    "\u{0}",
    "\u{1b}[31m",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{202E}",
    "\u{2066}",
    "\u{FEFF}",
    "\u{61C}",
    "\\",
    "\\n",
    "\\\\n",
    ";",
    ",",
    ":",
    "\"",
    "^n",
    "\r\nEND:VEVENT\r\nBEGIN:VALARM\r\n",
    "🧑‍🏫",
    "老",
    "å",
    "e\u{301}",
    " ",
    "   ",
    "\t",
    "\u{a0}",
    "{{7*7}}",
    "=cmd()",
    "<script>",
    "&amp;",
    "%0d%0a",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(HOSTILE).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => (proptest::sample::select(&["x", "å", "🧑‍🏫", " ", "\\"][..]), 60_usize..160).prop_map(|(c, n)| c.repeat(n)),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn some_time() -> impl Strategy<Value = WallTime> {
    // Anywhere in the years allowed, and often near a change of the clock.
    let changes = [
        at("2026-10-25T01:00:00Z"),
        at("2027-03-28T01:00:00Z"),
        at("1996-10-27T01:00:00Z"),
        at("2099-10-25T01:00:00Z"),
    ];
    prop_oneof![
        (0_i64..4_100_000_000).prop_map(|second| Timestamp::from_second(second).expect("in range")),
        (proptest::sample::select(changes.to_vec()), -7200_i64..7200)
            .prop_map(|(change, second)| change + SignedDuration::from_secs(second)),
    ]
    .prop_map(|instant| WallTime::at(instant).expect("in range"))
}

prop_compose! {
    fn some_view()(
        uid in 0_u32..20,
        (sequence, modified) in (0..3_i32, 1_700_000_000_i64..1_700_000_003),
        (starts, minutes) in (some_time(), 1_i64..1440),
        (title, place, url) in (hostile(), proptest::option::of(hostile()), proptest::option::of(hostile())),
        (course_code, cohort_code) in (proptest::option::of(hostile()), proptest::option::of(hostile())),
        description in proptest::collection::vec(hostile(), 0..3),
        standing in proptest::sample::select(&[Standing::Preliminary, Standing::Confirmed, Standing::Cancelled][..]),
    ) -> SessionView {
        let ends = WallTime::at(starts.instant() + minutes.minutes()).expect("in range");
        let modified_at = Timestamp::from_second(modified).expect("in range");
        SessionView {
            sequence, modified_at, course_code, cohort_code, place, url, description, standing,
            ..view(&uid.to_string(), starts, ends, &title)
        }
    }
}

fn a_view_with_own_uid() -> impl Strategy<Value = Vec<SessionView>> {
    proptest::collection::vec(some_view(), 0..6).prop_map(|mut views| {
        for (index, view) in views.iter_mut().enumerate() {
            view.uid = format!("{index}@samverkan.example.se");
        }
        views
    })
}

/// The summary the reader should see, said without the renderer.
pub(crate) fn summary(session: &SessionView) -> String {
    let codes: Vec<_> = [&session.course_code, &session.cohort_code]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let tail = if codes.is_empty() {
        String::new()
    } else {
        format!(" ({})", codes.join(", "))
    };
    let head = match session.standing {
        Standing::Preliminary => "Preliminärt: ",
        Standing::Confirmed => "",
        Standing::Cancelled => "INSTÄLLT: ",
    };
    text::clean(&format!("{head}{}{tail}", session.title)).into_owned()
}

proptest! {
    #[test]
    fn whatever_people_write_the_file_is_sound_and_says_it(
        (name, mut sessions) in (hostile(), a_view_with_own_uid()),
    ) {
        let feed = FeedView { name, ..feed(sessions.clone()) };
        let rendered = render(&feed, Timestamp::UNIX_EPOCH);
        prop_assert_eq!(faults(&rendered.bytes), Vec::<String>::new());
        let other = crate_writer::written(&feed, Timestamp::UNIX_EPOCH);
        prop_assert_eq!(str::from_utf8(&rendered.bytes).expect("UTF-8"), other);
        let text = unfolded(&String::from_utf8(rendered.bytes).expect("UTF-8"));
        let read = |name| values(&text, name).into_iter().map(|(_, v)| text::unescaped(v)).collect::<Vec<_>>();
        prop_assert_eq!(read("NAME"), [text::clean(&feed.name)]);

        sessions.sort_by_key(|session| (session.starts.instant(), session.uid.clone()));
        prop_assert_eq!(read("SUMMARY"), sessions.iter().map(summary).collect::<Vec<_>>());
        let shown = |text: &str| Some(text::clean(text).into_owned()).filter(|text| !text.is_empty());
        prop_assert_eq!(read("LOCATION"), sessions.iter().filter_map(|s| shown(s.place.as_deref()?)).collect::<Vec<_>>());
        prop_assert_eq!(read("DESCRIPTION"), sessions.iter().filter_map(|s| shown(&s.description.join("\n"))).collect::<Vec<_>>());

        let events = text.split("BEGIN:VEVENT").skip(1);
        for (event, session) in events.zip(&sessions) {
            for (name, time) in [("DTSTART", session.starts), ("DTEND", session.ends)] {
                let (parameters, value) = values(event, name)[0];
                prop_assert_eq!(instant(parameters, value), time.instant());
            }
        }
    }

    /// Also with views that share a UID.
    #[test]
    fn the_bytes_do_not_depend_on_the_order_of_the_sessions(
        (sessions, shuffled) in proptest::collection::vec(some_view(), 0..8)
            .prop_flat_map(|views| (Just(views.clone()), Just(views).prop_shuffle())),
    ) {
        prop_assert_eq!(render(&feed(sessions), now()), render(&feed(shuffled), now()));
    }

    #[test]
    fn the_bytes_hold_until_the_instant_that_is_named(
        sessions in a_view_with_own_uid(), second in 0_i64..4_102_000_000,
    ) {
        let feed = feed(sessions);
        let then = Timestamp::from_second(second).expect("in range");
        let rendered = render(&feed, then);
        if let Some(until) = rendered.valid_until {
            prop_assert!(until > then);
            prop_assert_eq!(&render(&feed, until - SignedDuration::from_nanos(1)), &rendered);
            prop_assert_ne!(render(&feed, until).bytes, rendered.bytes);
        } else {
            prop_assert_eq!(&render(&feed, Timestamp::MAX), &rendered);
        }
    }
}

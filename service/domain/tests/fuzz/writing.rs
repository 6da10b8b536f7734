//! Whatever people write into a session: lines that every calendar program takes, and the same text
//! when they are read.

use crate::{SHORT, corpus};
use bolero::check;
use jiff::{SignedDuration, Timestamp};
use samverkan_domain::{
    calendar::{
        FeedView, SessionView, Standing,
        content_lines::{LINE_OCTETS, Lines, unfolded},
        jcal, render, text,
        wall_time::WallTime,
    },
    person::Language,
};

/// Texts of a calendar, divided by NUL: its name, then title, place, link and description of each
/// session. When a session is, and how it stands, follows from its texts.
#[test]
fn text() {
    check!().with_iterations(SHORT).for_each(|octets: &[u8]| {
        let feed = feed(&String::from_utf8_lossy(octets));
        let faults = faults(&feed, &render(&feed, Timestamp::UNIX_EPOCH).bytes);
        assert_eq!(faults, Vec::<String>::new());
    });
}

/// One property with any name and value that have no line breaks.
#[test]
fn line() {
    check!().with_iterations(SHORT).for_each(|octets: &[u8]| {
        let text = String::from_utf8_lossy(octets).replace(['\r', '\n'], "");
        let (head, value) = text.split_once(':').unwrap_or(("X", &text));
        let mut lines = Lines::with_capacity(0);
        lines.plain(head, value);
        let written = String::from_utf8(lines.into_bytes()).expect("characters are whole");
        for line in written.split_terminator("\r\n") {
            assert!(line.len() <= LINE_OCTETS, "{line:?}");
        }
        assert!(written.split("\r\n").all(|line| line != " "));
        // A value that begins a continuation with white space would lose it in no reader.
        assert_eq!(written.replace("\r\n ", ""), format!("{head}:{value}\r\n"));
    });
}

fn feed(texts: &str) -> FeedView {
    let mut texts = texts.split('\0').map(str::to_owned);
    let name = texts.next().unwrap_or_default();
    let texts: Vec<String> = texts.collect();
    let sessions = texts.chunks(4).enumerate().map(|(n, said)| {
        let said_at = |at: usize| said.get(at).cloned();
        let length = said.iter().map(String::len).sum::<usize>();
        let length = i64::try_from(length).expect("short");
        // Anywhere in ten years, to the second.
        let from = Timestamp::from_second(1_767_225_600 + length * 86_423 % 315_000_000);
        let from = from.expect("in range");
        let time = |instant| WallTime::at(instant).expect("in range");
        SessionView {
            uid: format!("{n}@samverkan.example.se"),
            sequence: 0,
            created_at: Timestamp::UNIX_EPOCH,
            modified_at: Timestamp::UNIX_EPOCH,
            starts: time(from),
            ends: time(from + SignedDuration::from_mins(1 + length % 1440)),
            title: said_at(0).unwrap_or_default(),
            course_code: None,
            cohort_code: None,
            place: said_at(1),
            url: said_at(2),
            description: said_at(3).into_iter().collect(),
            standing: [
                Standing::Confirmed,
                Standing::Preliminary,
                Standing::Cancelled,
            ][n % 3],
        }
    });
    FeedView {
        name,
        sessions: sessions.collect(),
        language: Language::En,
    }
}

/// What is wrong with the octets of a calendar.
fn faults(feed: &FeedView, octets: &[u8]) -> Vec<String> {
    let Ok(written) = str::from_utf8(octets) else {
        return vec!["not UTF-8".to_owned()];
    };
    let mut faults = Vec::new();
    for line in written.split_terminator("\r\n") {
        let hidden = |c: char| {
            c.is_control()
                || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
        };
        if line.len() > LINE_OCTETS || line.trim().is_empty() || line.contains(hidden) {
            faults.push(format!("a bad line: {line:?}"));
        }
    }
    let whole = unfolded(written);
    let value = |name: &str| -> Vec<String> {
        let lines = whole
            .split_terminator("\r\n")
            .filter_map(|line| line.strip_prefix(name));
        lines.map(text::unescaped).collect()
    };
    let mut sessions: Vec<&SessionView> = feed.sessions.iter().collect();
    sessions.sort_by_key(|session| (session.starts.instant(), session.uid.clone()));
    let clean = |said: String| text::clean(&said).into_owned();
    let summaries = sessions.iter().map(|s| clean(s.summary(feed.language)));
    let places = sessions.iter().filter_map(|s| s.place.clone()).map(clean);
    let descriptions = sessions.iter().map(|s| clean(s.description.join("\n")));
    for (name, wanted) in [
        ("NAME:", vec![clean(feed.name.clone())]),
        ("UID:", sessions.iter().map(|s| s.uid.clone()).collect()),
        ("SUMMARY:", summaries.collect()),
        (
            "LOCATION:",
            places.filter(|place| !place.is_empty()).collect(),
        ),
        (
            "DESCRIPTION:",
            descriptions.filter(|said| !said.is_empty()).collect(),
        ),
    ] {
        if value(name) != wanted {
            faults.push(format!("{name}{:?} is not {wanted:?}", value(name)));
        }
    }
    if whole.matches("\r\nBEGIN:").count() != 3 + sessions.len() {
        faults.push("another number of components".to_owned());
    }
    if jcal(octets).is_none() {
        faults.push("not to be said in JSON".to_owned());
    }
    faults
}

/// Negative controls: a writer that forgets something is found out.
#[test]
fn a_writer_that_forgets_is_noticed() {
    let mut seen = 0;
    for (name, octets) in corpus("writing::text") {
        let feed = feed(&String::from_utf8_lossy(&octets));
        let bytes = render(&feed, Timestamp::UNIX_EPOCH).bytes;
        let sound = String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(
            faults(&feed, sound.as_bytes()),
            Vec::<String>::new(),
            "{name}"
        );
        for broken in [
            sound.replace("\r\n ", ""),
            sound.replace("\\n", "\r\n"),
            sound.replace("\\,", ","),
            sound.replacen("SUMMARY:", "SUMMARY:\u{202E}", 1),
            sound.replacen("\r\n ", "\r\n \r\n ", 1),
        ] {
            // `,` alone reads as itself: a reader of TEXT is lenient, and strict ones are in the suite.
            let told = broken != sound && broken != sound.replace("\\,", ",");
            if told {
                assert!(
                    !faults(&feed, broken.as_bytes()).is_empty(),
                    "{name}: {broken}"
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 5, "only {seen}");
}

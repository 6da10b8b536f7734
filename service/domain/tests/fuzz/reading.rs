//! Whatever comes from a server of timetables: no panic, an account that adds up, times in the window,
//! and nothing kept that must not be.

use crate::{SHORT, corpus, spring};
use bolero::check;
use samverkan_domain::{
    calendar::{FeedView, SessionView, Standing, render},
    person::Language,
    timetable::{Account, System, Timetable, limits, read_busy, read_timetable},
};
use std::panic::catch_unwind;

/// The octets as they come.
#[test]
fn octets() {
    check!().with_iterations(SHORT).for_each(sound);
}

/// The same between the first and last line of a calendar, so that more of it is looked at; each
/// octet below 32 stands for a line that calendars have.
#[test]
fn lines() {
    check!()
        .with_iterations(SHORT)
        .for_each(|octets: &[u8]| sound(&calendar(octets)));
}

fn calendar(octets: &[u8]) -> Vec<u8> {
    const LINES: [&str; 32] = [
        "\r\nBEGIN:VEVENT",
        "\r\nEND:VEVENT",
        "\r\nUID:1",
        "\r\nUID:2",
        "\r\nDTSTART:20270204T121500Z",
        "\r\nDTEND:20270204T150000Z",
        "\r\nDTSTART;TZID=Europe/Stockholm:20270328T023000",
        "\r\nDTEND;VALUE=DATE:20270330",
        "\r\nDURATION:PT90M",
        "\r\n",
        "\r\nRRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=5",
        "\r\nRRULE:FREQ=",
        "\r\nEXDATE:20270211T121500Z",
        "\r\n ",
        "\r\nRDATE;VALUE=PERIOD:20270301T080000Z/PT1H",
        "\r\nRECURRENCE-ID:20270211T121500Z",
        "\r\nSTATUS:CANCELLED",
        "\r\nTRANSP:TRANSPARENT",
        "\r\nSUMMARY:Kurs.grp: A Sign: abc Moment: B",
        "\r\nSUMMARY:Programme: X Coursegrp: A Description: B Activity type: Exam",
        "\r\nSUMMARY:Kurs kod: A1. Kurs namn: B\\, C, Activity: D",
        "\r\nLOCATION:Hörsal M T129 NI:A0411",
        "\r\nBEGIN:VFREEBUSY",
        "\r\nEND:VFREEBUSY",
        "\r\nFREEBUSY;FBTYPE=BUSY:20270204T080000Z/20270204T090000Z",
        " Sign: ",
        " Moment: ",
        "&amp;",
        "&#x",
        ";BYDAY=-1SU",
        ";UNTIL=20270601",
        ";INTERVAL=2",
    ];
    let mut file = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//KronoX//x//EN".to_vec();
    for octet in octets {
        match LINES.get(usize::from(*octet)) {
            Some(line) => file.extend_from_slice(line.as_bytes()),
            None => file.push(*octet),
        }
    }
    file.extend_from_slice(b"\r\nEND:VCALENDAR\r\n");
    file
}

fn sound(octets: &[u8]) {
    let (first, last) = (spring().first, spring().last);
    if let Ok(read) = read_timetable(octets, spring()) {
        adds_up(read.account);
        assert_eq!(read.events.len(), read.account.occurrences);
        assert!(read.faults.len() <= limits::FAULTS && read.faults.len() <= read.account.faulty);
        for event in &read.events {
            assert!(event.starts.instant() < event.ends.instant());
            assert!(event.starts.wall().date() <= last && event.ends.wall().date() >= first);
            assert!(event.title.chars().count() <= limits::KEPT_CHARS);
            assert!(event.rooms.len() <= limits::NAMES);
        }
        // Read twice, it is the same; and what we would write of it, we read.
        assert_eq!(read_timetable(octets, spring()).as_ref(), Ok(&read));
        written(&read);
    }
    if let Ok(read) = read_busy(octets, spring()) {
        adds_up(read.account);
        let spans: Vec<_> = read.spans.iter().collect();
        assert!(spans.iter().all(|(start, end)| start < end));
        assert!(
            spans.windows(2).all(|pair| pair[0].1 < pair[1].0),
            "apart and in order"
        );
    }
}

fn adds_up(account: Account) {
    let sum = account.used + account.cancelled + account.free + account.outside + account.faulty;
    assert_eq!(account.read, sum);
}

/// The same times in a calendar of ours, read again: busy at the same times.
fn written(read: &Timetable) {
    let view = |n: usize| {
        let event = &read.events[n];
        SessionView {
            uid: format!("{n}@samverkan.example.se"),
            sequence: 0,
            created_at: jiff::Timestamp::UNIX_EPOCH,
            modified_at: jiff::Timestamp::UNIX_EPOCH,
            starts: event.starts,
            ends: event.ends,
            title: event.title.clone(),
            course_code: None,
            cohort_code: None,
            place: None,
            url: None,
            description: event.courses.clone(),
            standing: Standing::Confirmed,
        }
    };
    let feed = FeedView {
        name: String::new(),
        sessions: (0..read.events.len()).map(view).collect(),
        language: Language::Sv,
    };
    let octets = render(&feed, jiff::Timestamp::UNIX_EPOCH).bytes;
    let again = read_timetable(&octets, spring()).expect("our own calendar is read");
    assert_eq!((again.account.faulty, &again.faults[..]), (0, &[][..]));
    let times = |read: &Timetable| -> Vec<_> {
        let mut times: Vec<_> = read
            .events
            .iter()
            .map(|e| (e.starts.instant(), e.ends.instant()))
            .collect();
        times.sort_unstable();
        times
    };
    assert_eq!(times(&again), times(read));
}

/// The corpus is what it is meant to be: files of both systems that are read, and files that are not.
#[test]
fn the_corpus_is_read() {
    let (mut kronox, mut timeedit, mut refused) = (0, 0, 0);
    for (name, octets) in corpus("reading::octets") {
        match read_timetable(&octets, spring()) {
            Ok(read) if read.system == System::KronoX => {
                kronox += usize::from(!read.events.is_empty());
            }
            Ok(read) if read.system == System::TimeEdit => {
                timeedit += usize::from(!read.events.is_empty());
            }
            Ok(read) => assert!(read.account.read > 0, "{name}"),
            Err(_) => refused += 1,
        }
    }
    assert!(
        kronox >= 2 && timeedit >= 1 && refused >= 1,
        "{kronox} {timeedit} {refused}"
    );
    assert!(!corpus("reading::lines").is_empty());
    let sizes = ["reading::octets", "reading::lines", "writing::text"].map(|target| {
        corpus(target)
            .iter()
            .map(|(_, octets)| octets.len())
            .sum::<usize>()
    });
    assert!(sizes.iter().sum::<usize>() < 16_000, "{sizes:?}");
}

/// Negative controls: what the target looks for, it finds.
#[test]
fn a_wrong_account_is_noticed() {
    let account = Account {
        read: 2,
        used: 1,
        ..Account::default()
    };
    assert!(catch_unwind(|| adds_up(account)).is_err());
    let corpus = corpus("reading::octets");
    let (_, octets) = corpus
        .iter()
        .find(|(name, _)| name == "kronox-sv.ics")
        .expect("the file");
    let mut read = read_timetable(octets, spring()).expect("read");
    written(&read);
    // A time that the writer would have to leave out.
    let first = read.events[0].clone();
    read.events[0].ends = first.starts;
    assert!(catch_unwind(|| written(&read)).is_err());
}

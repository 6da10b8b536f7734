//! Repetitions, against python-dateutil and against what may not be asked of us.

use super::{calendar, spring};
use jiff::civil::{Date, Time};
use samverkan_domain::{
    calendar::wall_time::WallTime,
    clash::instant_of,
    timetable::{Window, read_busy},
};

fn days(start: &str, rule: &str, window: Window) -> Vec<Date> {
    let file = calendar(&format!(
        "BEGIN:VEVENT\nUID:1\nDTSTART:{start}\nDURATION:PT1H\nRRULE:{rule}\nEND:VEVENT"
    ));
    let read = read_busy(&file, window).unwrap();
    assert_eq!(read.faults, [], "{rule}");
    let wall = |(from, _)| WallTime::at(instant_of(from)).unwrap().wall();
    let walls: Vec<_> = read.spans.iter().map(wall).collect();
    assert!(
        walls
            .iter()
            .all(|wall| wall.time() == Time::constant(10, 0, 0, 0)),
        "{rule}"
    );
    walls.into_iter().map(jiff::civil::DateTime::date).collect()
}

#[test]
fn repetitions_are_those_of_another_implementation() {
    let mut compared = 0;
    for line in include_str!("recurrence.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let words: Vec<&str> = line.split(' ').collect();
        let [start, rule, first, last, expected] = words[..] else {
            panic!("five words: {line}");
        };
        let window = Window {
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
        };
        let found: Vec<String> = days(start, rule, window)
            .iter()
            .map(|day| day.strftime("%y%m%d").to_string())
            .collect();
        let found = if found.is_empty() {
            "-".to_owned()
        } else {
            found.join(",")
        };
        assert_eq!(found, expected, "{line}");
        compared += 1;
    }
    assert_eq!(compared, 320);
}

#[test]
fn a_rule_from_long_ago_costs_nothing_much() {
    let found = days("19700105T100000", "FREQ=WEEKLY;BYDAY=MO", spring());
    assert_eq!((found.len(), found[0]), (20, Date::constant(2027, 1, 18)));
    let found = days("19700105T100000", "FREQ=DAILY;COUNT=30000", spring());
    assert_eq!(found.len(), 140);
}

#[test]
fn what_is_not_understood_is_refused_by_name() {
    for rule in [
        "FREQ=HOURLY",
        "FREQ=SECONDLY;COUNT=99999999",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=3;UNTIL=20270201",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=YEARLY;BYYEARDAY=1",
        "FREQ=DAILY;BYHOUR=9,15",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYDAY=åå",
        "BYDAY=MO",
        "FREQ",
        "",
        "RSCALE=CHINESE;FREQ=YEARLY",
    ] {
        let file = calendar(&format!(
            "BEGIN:VEVENT\nDTSTART:20270118T100000Z\nDURATION:PT1H\nRRULE:{rule}\nEND:VEVENT"
        ));
        let read = read_busy(&file, spring()).unwrap();
        assert_eq!(read.account.faulty, 1, "{rule}");
        let fault = &read.faults[0];
        assert_eq!(
            (fault.line, fault.what.code()),
            (7, "calendar_recurrence"),
            "{rule}"
        );
        assert!(read.spans.is_empty(), "{rule}");
    }
}

/// A file that would take minutes is given up in the time of half a million steps.
#[test]
fn endless_work_is_given_up() {
    let event = "BEGIN:VEVENT\nDTSTART:20200101T100000Z\nRRULE:FREQ=DAILY;COUNT=9999999;BYMONTH=2;BYMONTHDAY=31\nEND:VEVENT\n";
    let fault = read_busy(&calendar(&event.repeat(2_000)), spring()).unwrap_err();
    assert_eq!(fault.what.code(), "calendar_too_much_to_work_out");
    let event =
        "BEGIN:VEVENT\nDTSTART:20200101T100000Z\nDURATION:PT1M\nRRULE:FREQ=DAILY\nEND:VEVENT\n";
    let fault = read_busy(&calendar(&event.repeat(2_000)), spring()).unwrap_err();
    assert_eq!(fault.what.code(), "calendar_too_many_occurrences");
}

#[test]
fn exceptions_and_changed_occurrences() {
    let file = calendar(
        "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/Stockholm:20270118T100000\nDTEND;TZID=Europe/Stockholm:20270118T110000\n\
         RRULE:FREQ=WEEKLY;COUNT=6\nEXDATE;TZID=Europe/Stockholm:20270125T100000\nEXDATE;VALUE=DATE:20270201\n\
         RDATE:20270119T120000Z\nRDATE;VALUE=PERIOD:20270120T120000Z/PT30M\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20270208T090000Z\nDTSTART:20270209T140000Z\nDTEND:20270209T150000Z\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20270215T090000Z\nDTSTART:20270215T090000Z\nDTEND:20270215T100000Z\nSTATUS:CANCELLED\nEND:VEVENT",
    );
    let read = read_busy(&file, spring()).unwrap();
    assert_eq!(read.faults, []);
    let starts: Vec<String> = read
        .spans
        .iter()
        .map(|(from, _)| instant_of(from).to_string())
        .collect();
    assert_eq!(
        starts,
        [
            "2027-01-18T09:00:00Z",
            "2027-01-19T12:00:00Z",
            "2027-01-20T12:00:00Z",
            "2027-02-09T14:00:00Z",
            "2027-02-22T09:00:00Z",
        ]
    );
    let ranged = calendar(
        "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270208T090000Z\nDTSTART:20270209T140000Z\nEND:VEVENT",
    );
    let read = read_busy(&ranged, spring()).unwrap();
    assert_eq!(read.faults[0].what.code(), "calendar_recurrence");
}

/// A weekly meeting stays at ten on the wall when the clock changes, one in UTC does not.
#[test]
fn repetitions_follow_the_wall() {
    let file = |tail| {
        calendar(&format!(
            "BEGIN:VEVENT\nUID:1\n{tail}\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT"
        ))
    };
    let hours = |file: &[u8]| -> Vec<i8> {
        let read = read_busy(file, spring()).unwrap();
        let wall = |(from, _)| WallTime::at(instant_of(from)).unwrap().wall().hour();
        read.spans.iter().map(wall).collect()
    };
    assert_eq!(hours(&file("DTSTART:20270325T100000")), [10, 10]);
    assert_eq!(
        hours(&file(
            "DTSTART;TZID=W. Europe Standard Time:20270325T100000"
        )),
        [10, 10]
    );
    assert_eq!(hours(&file("DTSTART:20270325T090000Z")), [10, 11]);
}

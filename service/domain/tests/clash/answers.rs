//! The engine on the demo's timetables: what it answers, and in which words.

use jiff::civil::{Time, Weekday, date};
use samverkan_domain::{
    clash::{
        BusySet, Cause, Member, People, Question, Spans, find_time, minute_of, reasons, week_map,
    },
    holiday::Holidays,
    id::PersonId,
    person::Language,
    profession::ProfessionFamily,
    schedule::resolve,
    series::weeks_of,
    timetable::{Window, read_timetable},
};
use uuid::Uuid;

const LAG: &[u8] = include_bytes!("../../../demo/data/schema-LAG9Y-vt2027.ics");
const SOC: &[u8] = include_bytes!("../../../demo/data/schema-SOC9Y-vt2027.ics");

fn spans(file: &[u8]) -> Spans {
    let window = Window {
        first: date(2027, 1, 18),
        last: date(2027, 6, 6),
    };
    let read = read_timetable(file, window).unwrap();
    read.events
        .iter()
        .map(|event| (event.starts.instant(), event.ends.instant()))
        .collect()
}

/// Six teachers to be, two social workers to be, and a nurse who works in a school.
fn people() -> People {
    let mut people = People::default();
    let programme = |label: &str, file| BusySet {
        cause: Cause::Programme,
        label: label.to_owned(),
        spans: spans(file),
    };
    let lag = people.add_set(programme("LAG9Y", LAG));
    let soc = people.add_set(programme("SOC9Y", SOC));
    let everybody = [
        (6, ProfessionFamily::Teaching, Some(lag), None),
        (2, ProfessionFamily::SocialWork, Some(soc), None),
        (1, ProfessionFamily::Health, None, Some("1880")),
    ];
    let mut id = 0;
    for (how_many, family, busy, municipality) in everybody {
        for _ in 0..how_many {
            id += 1;
            people.add(Member {
                person: PersonId(Uuid::from_u128(id)),
                family: Some(family),
                municipality: municipality.map(str::to_owned),
                busy: busy.into_iter().collect(),
                avoids: Vec::new(),
            });
        }
    }
    people
}

#[test]
fn one_time_is_answered_with_who_and_why() {
    let people = people();
    // The first seminar of LAG9Y, 08:15–10:00 on the first Monday.
    let at =
        |hour, minute| minute_of(resolve(date(2027, 1, 18).at(hour, minute, 0, 0), None).unwrap());
    let blocked = people.blocked(at(9, 59), at(10, 30));
    assert!(blocked.families[&Some(ProfessionFamily::Teaching)].is_missing());
    assert!(!blocked.families[&Some(ProfessionFamily::Health)].is_missing());
    let (_, sets) = &blocked.people[0];
    assert_eq!(
        (people.set(sets[0]).cause, &*people.set(sets[0]).label),
        (Cause::Programme, "LAG9Y")
    );
    let free = people.blocked(at(10, 0), at(10, 15));
    assert!(
        !free
            .people
            .iter()
            .any(|(person, _)| *person == PersonId(Uuid::from_u128(1)))
    );
}

#[test]
fn the_best_times_come_with_their_reasons() {
    let people = people();
    let weeks = weeks_of(
        "5,7,9,10,12,14,16,18,20",
        date(2027, 1, 18),
        date(2027, 6, 6),
    )
    .unwrap();
    let question = Question {
        weeks,
        meetings: Some(8),
        weekdays: vec![Weekday::Tuesday, Weekday::Thursday],
        starts: vec![Time::constant(13, 15, 0, 0), Time::constant(16, 15, 0, 0)],
        minutes: 165,
        teachers: Vec::new(),
        rooms: Vec::new(),
        holidays: Holidays::own(),
        most: 4,
    };
    let found = find_time(&people, &question).unwrap();
    let best = &found[0];
    assert_eq!(best.cost.not_held, 0);
    // v18 is Ascension Day: of nine weeks it is the one left out.
    let thursday = found
        .iter()
        .find(|pattern| pattern.weekday == Weekday::Thursday)
        .unwrap();
    assert!(
        thursday
            .meetings
            .iter()
            .all(|meeting| meeting.week.number() != 18)
    );
    let evening = found
        .iter()
        .find(|pattern| pattern.start.hour() == 16)
        .unwrap();
    assert!(evening.cost < found[3].cost);
    let said = reasons(&people, evening, Language::Sv).join(" ");
    assert!(said.contains("Skollov hos deltagare: v9 (1)."), "{said}");
    for pattern in &found {
        for language in [Language::Sv, Language::En] {
            let said = reasons(&people, pattern, language);
            assert!(
                !said.is_empty() && said.iter().all(|one| one.ends_with('.')),
                "{said:?}"
            );
        }
    }
    let all = Question {
        meetings: None,
        ..question
    };
    let thursday = find_time(&people, &all).unwrap();
    let thursday = thursday
        .iter()
        .find(|pattern| pattern.weekday == Weekday::Thursday)
        .unwrap();
    let said = reasons(&people, thursday, Language::En);
    assert_eq!(said[0], "week 18: 2027-05-06 is Ascension Day.");
}

#[test]
fn the_map_counts_as_the_engine_does() {
    let people = people();
    let weeks = weeks_of("3-22", date(2027, 1, 18), date(2027, 6, 6)).unwrap();
    let days = [Weekday::Monday, Weekday::Thursday, Weekday::Sunday];
    let map = week_map(&people, &weeks, &days, 8, 18);
    assert_eq!((map.people, map.weeks, map.cells.len()), (9, 20, 30));
    for cell in &map.cells {
        let mut each = Vec::new();
        for week in &weeks {
            let into = i64::from(cell.weekday.to_monday_zero_offset());
            let day = week
                .monday()
                .checked_add(jiff::Span::new().days(into))
                .unwrap();
            let from = minute_of(resolve(day.to_datetime(cell.start), None).unwrap());
            each.push(people.blocked(from, from + 60).people.len());
        }
        assert_eq!(cell.worst as usize, *each.iter().max().unwrap());
        assert_eq!(
            cell.free_weeks as usize,
            each.iter().filter(|n| **n == 0).count()
        );
        let percent = each.iter().sum::<usize>() as f64 / 1.8;
        assert!(
            (f64::from(cell.percent) - percent).abs() <= 0.5,
            "{cell:?} {percent}"
        );
    }
    assert!(
        map.cells
            .iter()
            .filter(|c| c.weekday == Weekday::Sunday)
            .all(|c| c.worst == 0)
    );
}

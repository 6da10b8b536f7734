//! The ranking against brute force: every choice of weeks, every person, every minute.

use super::{drawn, oracle::hinders, origin, starts, weekdays, weeks};
use jiff::civil::{Date, Time};
use proptest::prelude::*;
use samverkan_domain::{
    clash::{Cost, Minute, Pattern, People, Question, Spans, Unanswerable, find_time},
    holiday::{Holiday, Holidays},
    profession::ProfessionFamily,
    term::red_day,
};

/// What a meeting costs, looked up one by one.
fn cost(people: &People, question: &Question<'_>, date: Date, start: Time) -> Cost {
    let wall = date.to_datetime(start);
    let instant = samverkan_domain::schedule::resolve(wall, None).unwrap();
    let from: Minute = samverkan_domain::clash::minute_of(instant);
    let to = from + question.minutes;
    let members = people.members();
    let count = |n: usize| u32::try_from(n).unwrap();
    let blocked = members
        .iter()
        .filter(|m| hinders(people, &m.busy, from, to));
    let missing = ProfessionFamily::ALL.into_iter().filter(|family| {
        let mut of = members
            .iter()
            .filter(|m| m.family == Some(*family))
            .peekable();
        of.peek().is_some() && of.all(|m| hinders(people, &m.busy, from, to))
    });
    let taken = |named: &[(String, Spans)]| {
        named
            .iter()
            .any(|(_, spans)| super::oracle::takes(spans, from, to))
    };
    let away = members.iter().filter(|m| {
        let code = m.municipality.as_deref();
        code.is_some_and(|code| question.holidays.on(code, date).is_some())
    });
    Cost {
        not_held: u32::from(red_day(date).is_some() || taken(&question.teachers)),
        blocked: count(blocked.count()),
        families_missing: count(missing.count()),
        rooms_taken: u32::from(taken(&question.rooms)),
        on_holiday: count(away.count()),
        avoided: count(
            members
                .iter()
                .filter(|m| hinders(people, &m.avoids, from, to))
                .count(),
        ),
    }
}

/// The cheapest sum over every choice of so many weeks.
fn cheapest(costs: &[Cost], wanted: usize) -> Cost {
    let choices = (0u32..1 << costs.len()).filter(|bits| bits.count_ones() as usize == wanted);
    let sum = |bits: u32| {
        let mut sum = Cost::default();
        for (n, cost) in costs.iter().enumerate() {
            if bits & (1 << n) != 0 {
                sum += *cost;
            }
        }
        sum
    };
    choices.map(sum).min().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_ranking_is_that_of_brute_force(
        drawn in drawn(),
        minutes in 1..200u32,
        wanted in 1..=4usize,
        teacher in super::spans(),
        room in super::spans(),
        holiday in 0..28i64,
    ) {
        let monday = weeks()[0].monday();
        let day = monday.checked_add(jiff::Span::new().days(holiday)).unwrap();
        let holidays = Holidays::new(vec![Holiday {
            municipality: "1880".to_owned(),
            name_sv: "lov".to_owned(),
            name_en: "holiday".to_owned(),
            first: day,
            last: day,
            certain: true,
            source: "x".to_owned(),
        }]);
        let question = Question {
            weeks: weeks(),
            meetings: Some(wanted),
            weekdays: weekdays(),
            starts: starts(),
            minutes,
            teachers: vec![("A".to_owned(), teacher)],
            rooms: vec![("T129".to_owned(), room)],
            holidays: &holidays,
            most: 100,
        };
        let found = find_time(&drawn.people, &question).unwrap();
        prop_assert_eq!(found.len(), 9);
        for pattern in &found {
            let days = i64::from(pattern.weekday.to_monday_zero_offset());
            let date = |week: &samverkan_domain::term::Week| {
                week.monday().checked_add(jiff::Span::new().days(days)).unwrap()
            };
            let costs: Vec<Cost> = weeks()
                .iter()
                .map(|week| cost(&drawn.people, &question, date(week), pattern.start))
                .collect();
            prop_assert_eq!(pattern.cost, cheapest(&costs, wanted), "{} {}", days, pattern.start);
            prop_assert_eq!(pattern.meetings.len(), wanted);
            for meeting in &pattern.meetings {
                let alone = cost(&drawn.people, &question, meeting.date, pattern.start);
                prop_assert_eq!(meeting.cost, alone);
            }
        }
        let key = |p: &Pattern| (p.cost, p.weekday.to_monday_zero_offset(), p.start);
        prop_assert!(found.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])));
        // The same question in another order of words has the same answer.
        let mut other = question.clone();
        other.weeks.reverse();
        other.weekdays.reverse();
        other.starts.reverse();
        prop_assert_eq!(&find_time(&drawn.people, &other).unwrap(), &found);
    }
}

#[test]
fn what_cannot_be_asked() {
    let people = People::default();
    let none = Holidays::default();
    let question = Question {
        weeks: weeks(),
        meetings: None,
        weekdays: weekdays(),
        starts: starts(),
        minutes: 60,
        teachers: Vec::new(),
        rooms: Vec::new(),
        holidays: &none,
        most: 3,
    };
    let ask = |question: &Question<'_>| find_time(&people, question).map(|found| found.len());
    assert_eq!(ask(&question), Ok(3));
    let with = |change: fn(&mut Question<'_>)| {
        let mut question = question.clone();
        change(&mut question);
        ask(&question)
    };
    assert_eq!(with(|q| q.weeks.clear()), Err(Unanswerable::Nothing));
    assert_eq!(with(|q| q.meetings = Some(0)), Err(Unanswerable::Nothing));
    assert_eq!(
        with(|q| q.meetings = Some(5)),
        Err(Unanswerable::TooFewWeeks)
    );
    assert_eq!(with(|q| q.minutes = 0), Err(Unanswerable::Length));
    assert_eq!(with(|q| q.minutes = 1441), Err(Unanswerable::Length));
    assert_eq!(
        with(|q| q.starts = q.starts.repeat(9_000)),
        Err(Unanswerable::TooMany)
    );
    assert!(origin() > 0);
}

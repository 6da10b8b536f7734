//! Series over red days, holidays, the new year and the changes of the clock.

use super::*;
use crate::term::TermCalendar;
use jiff::civil::{date, time};

fn term(code: &str) -> Term {
    *TermCalendar::published()
        .find(code.parse().unwrap())
        .unwrap()
}

#[test]
fn thursdays_in_some_weeks() {
    let spring = term("VT2027");
    let series = Series {
        weekday: Weekday::Thursday,
        start: time(13, 15, 0, 0),
        end: time(16, 0, 0, 0),
        weeks: weeks_of("5, v7, 9-10, v18", spring.first, spring.last).unwrap(),
        fold: None,
    };
    let found = single(&series, Some(&spring), Holidays::own(), &["1880"]);
    let dates: Vec<_> = found.iter().map(|one| one.date).collect();
    assert_eq!(
        dates,
        [
            date(2027, 2, 4),
            date(2027, 2, 18),
            date(2027, 3, 4),
            date(2027, 3, 11),
            date(2027, 5, 6)
        ]
    );
    let codes: Vec<Vec<_>> = found
        .iter()
        .map(|one| one.collisions.iter().map(Collision::code).collect())
        .collect();
    assert_eq!(
        codes,
        [&[][..], &[], &["school_holiday"], &[], &["red_day"]]
    );
    assert!(found.iter().all(|one| one.times.is_ok()));
    let said = found[2].collisions[0].sentence(Sv);
    assert_eq!(
        said,
        "sportlov 2027-03-01–2027-03-05 i kommun 1880 (obekräftat)."
    );
}

#[test]
fn weeks_run_over_the_new_year() {
    let autumn = term("HT2026");
    let weeks = weeks_of("52-2", autumn.first, autumn.last).unwrap();
    let numbers: Vec<i8> = weeks.iter().map(|week| week.number()).collect();
    assert_eq!(numbers, [52, 53, 1, 2]);
    assert_eq!(weeks_between(autumn.first, autumn.last).len(), 20);
    for bad in ["3", "36-35", "x", "36-", "v", "99", "å-ö"] {
        assert!(weeks_of(bad, autumn.first, autumn.last).is_err(), "{bad}");
    }
}

#[test]
fn the_clock_changes() {
    let night = |weekday, start, weeks: &[Week], fold| Series {
        weekday,
        start,
        end: time(4, 0, 0, 0),
        weeks: weeks.to_vec(),
        fold,
    };
    let gap = night(
        Weekday::Sunday,
        time(2, 30, 0, 0),
        &[Week::of(date(2027, 3, 28))],
        None,
    );
    let found = single(&gap, None, Holidays::own(), &[]);
    assert!(matches!(found[0].times, Err(TimeProblem::Gap { .. })));
    let october = [Week::of(date(2026, 10, 25))];
    let asked = night(Weekday::Sunday, time(2, 30, 0, 0), &october, None);
    let found = single(&asked, None, Holidays::own(), &[]);
    assert!(matches!(found[0].times, Err(TimeProblem::Ambiguous { .. })));
    let told = night(
        Weekday::Sunday,
        time(2, 30, 0, 0),
        &october,
        Some(Fold::Later),
    );
    let (starts, ends) = single(&told, None, Holidays::own(), &[])[0]
        .times
        .clone()
        .unwrap();
    assert_eq!(
        ends.instant().duration_since(starts.instant()).as_mins(),
        90
    );
}

#[test]
fn last_terms_sessions_come_back_with_their_collisions() {
    let (spring, autumn) = (term("VT2027"), term("HT2027"));
    let at = |d: Date| {
        let wall = |t: Time| WallTime::new(d.to_datetime(t), None).unwrap();
        (wall(time(13, 15, 0, 0)), wall(time(16, 0, 0, 0)))
    };
    let weeks = autumn.first.duration_since(spring.first).as_hours() / (7 * 24);
    assert_eq!(weeks, 32);
    let (starts, ends) = at(date(2027, 2, 4));
    let one = shifted(starts, ends, weeks, Some(&autumn), Holidays::own(), &[]);
    // The wall time stays though the clock has been put forward in between.
    assert_eq!(one.times.unwrap().0.to_string(), "2027-09-16 13:15");
    let (starts, ends) = at(date(2027, 5, 13));
    let red = shifted(starts, ends, weeks, Some(&autumn), Holidays::own(), &[]);
    assert_eq!(red.date, date(2027, 12, 23));
    assert!(red.collisions.is_empty());
    let (starts, ends) = at(date(2027, 5, 14));
    let red = shifted(starts, ends, weeks, Some(&autumn), Holidays::own(), &[]);
    assert_eq!(red.collisions[0].code(), "red_day");
    let (starts, ends) = at(date(2027, 6, 17));
    let out = shifted(starts, ends, weeks, Some(&autumn), Holidays::own(), &[]);
    assert_eq!(out.collisions[0].code(), "outside_term");
}

use super::*;
use jiff::civil::{date, time};
use proptest::prelude::*;

fn at(year: i16, month: i8, day: i8, hour: i8, minute: i8) -> Timestamp {
    resolve(date(year, month, day).at(hour, minute, 0, 0), None).unwrap()
}

fn deadline(start: Timestamp, minutes: i64) -> Timestamp {
    WorkingHours::default().deadline(start, minutes).unwrap()
}

#[test]
fn friday_half_past_four_and_two_hours_is_monday_half_past_nine() {
    let start = at(2026, 11, 20, 16, 30);
    assert_eq!(deadline(start, 120), at(2026, 11, 23, 9, 30));
    assert_eq!(deadline(start, 30), at(2026, 11, 20, 17, 0));
    assert_eq!(deadline(start, 31), at(2026, 11, 23, 8, 1));
    // The last moment of the day is working time.
    assert_eq!(
        deadline(at(2026, 11, 20, 17, 0), 0),
        at(2026, 11, 20, 17, 0)
    );
}

#[test]
fn what_comes_in_outside_working_time_starts_at_the_next_working_moment() {
    let monday = at(2026, 11, 23, 9, 0);
    for start in [
        at(2026, 11, 20, 17, 0),
        at(2026, 11, 20, 23, 59),
        at(2026, 11, 21, 12, 0),
        at(2026, 11, 22, 3, 0),
        at(2026, 11, 23, 0, 0),
        at(2026, 11, 23, 8, 0),
    ] {
        assert_eq!(deadline(start, 60), monday, "{start}");
    }
    assert_eq!(deadline(at(2026, 11, 21, 12, 0), 0), at(2026, 11, 23, 8, 0));
    assert_eq!(
        deadline(at(2026, 11, 21, 12, 0), -5),
        at(2026, 11, 23, 8, 0)
    );
}

#[test]
fn from_23_december_over_christmas() {
    // 24 December 2026 is a Thursday; 25 and 26 are holidays and the week-end follows.
    assert_eq!(
        deadline(at(2026, 12, 23, 16, 0), 120),
        at(2026, 12, 28, 9, 0)
    );
    // 31 December is a Thursday, 1 January a Friday.
    assert_eq!(deadline(at(2026, 12, 30, 16, 0), 120), at(2027, 1, 4, 9, 0));
}

#[test]
fn the_eves_are_no_working_days() {
    for eve in [
        date(2026, 12, 24),
        date(2026, 12, 31),
        date(2026, 6, 19),
        date(2027, 6, 25),
    ] {
        assert!(
            eve.weekday() != Weekday::Saturday && !is_working_day(eve),
            "{eve}"
        );
    }
    // Twelfth Night, Walpurgis Night and Maundy Thursday are.
    for day in [date(2027, 1, 5), date(2027, 4, 30), date(2027, 3, 25)] {
        assert!(is_working_day(day), "{day}");
    }
}

#[test]
fn the_clock_on_the_wall_counts_over_the_change_to_summer_time() {
    // Easter 2027: the clock goes forward on Easter Sunday, 28 March. Friday and Monday are red.
    let start = at(2027, 3, 25, 16, 0);
    let end = deadline(start, 120);
    assert_eq!(end, at(2027, 3, 30, 9, 0));
    let elapsed = end.duration_since(start);
    assert_eq!(
        elapsed,
        SignedDuration::from_hours(4 * 24 + 17 - 1),
        "an hour less"
    );
}

#[test]
fn the_clock_on_the_wall_counts_over_the_change_to_standard_time() {
    let start = at(2026, 10, 23, 16, 0);
    let end = deadline(start, 120);
    assert_eq!(end, at(2026, 10, 26, 9, 0));
    let elapsed = end.duration_since(start);
    assert_eq!(
        elapsed,
        SignedDuration::from_hours(2 * 24 + 17 + 1),
        "an hour more"
    );
    // The hour that comes twice, first and second time.
    for fold in [Fold::Earlier, Fold::Later] {
        let night = resolve(date(2026, 10, 25).at(2, 30, 0, 0), Some(fold)).unwrap();
        assert_eq!(deadline(night, 60), at(2026, 10, 26, 9, 0));
    }
}

#[test]
fn negative_control_elapsed_time_would_miss_the_hour() {
    let start = at(2026, 10, 23, 16, 0);
    let by_elapsed = start + SignedDuration::from_hours(2 * 24 + 17);
    assert_ne!(by_elapsed, deadline(start, 120));
}

#[test]
fn a_reminder_comes_at_half_time() {
    let start = at(2026, 11, 20, 16, 30);
    let reminder = WorkingHours::default().reminder_at(start, 120).unwrap();
    assert_eq!(reminder, at(2026, 11, 23, 8, 30));
}

#[test]
fn a_part_of_a_second_is_rounded_up() {
    let start = at(2026, 11, 20, 9, 0) + SignedDuration::from_millis(1);
    assert_eq!(
        deadline(start, 0),
        at(2026, 11, 20, 9, 0) + SignedDuration::from_secs(1)
    );
}

#[test]
fn hours_are_a_setting_and_read_strictly() {
    let hours: WorkingHours = serde_json::from_str(r#"{"from":"09:00","to":"15:30"}"#).unwrap();
    assert_eq!(
        hours,
        WorkingHours::new(time(9, 0, 0, 0), time(15, 30, 0, 0)).unwrap()
    );
    assert_eq!(
        hours.deadline(at(2026, 11, 20, 15, 0), 60),
        Ok(at(2026, 11, 23, 9, 30))
    );
    for wrong in [
        r#"{"from":"17:00","to":"08:00"}"#,
        r#"{"from":"08:00","to":"08:00"}"#,
        r#"{"from":"08:00","to":"17:00:00.5"}"#,
        r#"{"from":"08:00","to":"17:00","lunch":"12:00"}"#,
    ] {
        assert!(
            serde_json::from_str::<WorkingHours>(wrong).is_err(),
            "{wrong}"
        );
    }
    let problem = WorkingHours::new(time(9, 0, 0, 0), time(8, 0, 0, 0)).unwrap_err();
    assert!(
        problem
            .sentence(Language::Sv)
            .starts_with("Arbetstiden 09:00:00 till 08:00:00")
    );
}

#[test]
fn beyond_the_known_years_is_an_error_and_not_an_endless_loop() {
    let far = WorkingHours::default().deadline(at(2099, 12, 1, 9, 0), i64::MAX);
    assert_eq!(far, Err(TimeProblem::Year { year: 2100 }));
    assert!(WorkingHours::default().deadline(Timestamp::MAX, 1).is_err());
}

/// Working minutes between two instants, counted one by one on the wall clock.
fn counted(from: Timestamp, to: Timestamp) -> i64 {
    let hours = WorkingHours::default();
    let mut wall = WallTime::at(from).unwrap().wall();
    let end = WallTime::at(to).unwrap().wall();
    let mut minutes = 0;
    while wall < end {
        let time = wall.time();
        let works = is_working_day(wall.date()) && hours.from() <= time && time < hours.to();
        minutes += i64::from(works);
        wall += 1.minutes();
    }
    minutes
}

/// A minute from 2026 to 2028, often a whole hour: the edges of the working day are.
fn instants() -> impl Strategy<Value = Timestamp> {
    let hours = 3 * 366 * 24i64;
    let minute = prop_oneof![0..hours * 60, (0..hours).prop_map(|hour| hour * 60)];
    minute.prop_map(|minute| at(2026, 1, 1, 0, 0) + SignedDuration::from_mins(minute))
}

/// Working minutes, often none or whole hours.
fn lengths() -> impl Strategy<Value = i64> {
    prop_oneof![
        Just(0),
        0i64..3_000,
        (0i64..50).prop_map(|hours| hours * 60)
    ]
}

proptest! {
    #[test]
    fn a_deadline_lies_in_working_time_and_never_before_the_start(
        start in instants(), minutes in lengths(),
    ) {
        let end = deadline(start, minutes);
        prop_assert!(end >= start);
        prop_assert!(WorkingHours::default().contains(end).unwrap());
    }

    #[test]
    fn so_many_working_minutes_lie_between(start in instants(), minutes in 0i64..2_000) {
        prop_assert_eq!(counted(start, deadline(start, minutes)), minutes);
    }

    #[test]
    fn two_deadlines_in_a_row_are_one(start in instants(), a in lengths(), b in lengths()) {
        prop_assert_eq!(deadline(deadline(start, a), b), deadline(start, a + b));
    }

    #[test]
    fn later_or_longer_is_never_earlier(
        start in instants(), wait in lengths(), minutes in lengths(), more in lengths(),
    ) {
        let end = deadline(start, minutes);
        prop_assert!(deadline(start + SignedDuration::from_mins(wait), minutes) >= end);
        prop_assert!(deadline(start, minutes + more) >= end);
    }
}

#[test]
fn negative_control_a_plain_sum_leaves_working_time() {
    let plain = at(2026, 11, 20, 16, 30) + SignedDuration::from_hours(2);
    assert!(!WorkingHours::default().contains(plain).unwrap());
}

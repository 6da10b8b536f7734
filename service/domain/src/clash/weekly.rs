//! Between weekly times ("mån10") and dated ones: what people have said, as busy times; and what
//! calendars say, as the weekly times the cohort solver works with.

use super::spans::{Minute, Spans, minute_of};
use crate::{calendar::wall_time::WallTime, cohort::Times, term::Week};
use jiff::{ToSpan, civil::Time};

/// From when until when each period of the week lasts; the last is the evening.
const PERIODS: [(i8, i8); 5] = [(8, 10), (10, 12), (13, 15), (15, 17), (17, 21)];

/// Taken in at least this many hundredths of the weeks, a weekly time is one that cannot be.
pub const OFTEN: usize = 50;
/// Taken in at least this many hundredths of the weeks, it is one to avoid.
pub const SOMETIMES: usize = 25;

/// The weekly times a person has named, as times in these weeks.
pub fn stated(times: Times, weeks: &[Week]) -> Spans {
    let bits = times.bits();
    let named = (0..25u32).filter(|bit| bits & (1 << bit) != 0);
    Spans::of_minutes(named.flat_map(|bit| weeks.iter().filter_map(move |week| dated(bit, *week))))
}

/// The weekly times that busy sets take up in these weeks: often (cannot) and sometimes (avoid).
pub fn weekly_times<'a>(
    busy: impl Iterator<Item = &'a Spans> + Clone,
    weeks: &[Week],
) -> (Times, Times) {
    let (mut cannot, mut avoid) = (0i64, 0i64);
    for bit in 0..25u32 {
        let dated: Vec<_> = weeks.iter().filter_map(|week| dated(bit, *week)).collect();
        let is_taken =
            |(from, to): &&(Minute, Minute)| busy.clone().any(|spans| spans.meets(*from, *to));
        let taken = dated.iter().filter(is_taken).count() * 100;
        if taken >= OFTEN * dated.len() && taken > 0 {
            cannot |= 1 << bit;
        } else if taken >= SOMETIMES * dated.len() && taken > 0 {
            avoid |= 1 << bit;
        }
    }
    let times = |bits| Times::from_bits(bits).unwrap_or_default();
    (times(cannot), times(avoid))
}

/// A weekly time in one week, in minutes.
fn dated(bit: u32, week: Week) -> Option<(Minute, Minute)> {
    let (first, last) = PERIODS[(bit % 5) as usize];
    let date = week.monday().saturating_add(i64::from(bit / 5).days());
    let minute = |hour| {
        let time = Time::new(hour, 0, 0, 0).ok()?;
        let wall = WallTime::new(date.to_datetime(time), None).ok()?;
        Some(minute_of(wall.instant()))
    };
    Some((minute(first)?, minute(last)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekly_times_come_back() {
        let weeks: Vec<Week> = (3..=22).filter_map(|n| Week::new(2027, n)).collect();
        let times: Times = Times::parse("mån10,ons13,fre17").unwrap();
        let spans = stated(times, &weeks);
        assert_eq!(spans.iter().len(), 60);
        assert_eq!(
            weekly_times([&spans].into_iter(), &weeks),
            (times, Times::default())
        );
        let five_weeks = stated(times, &weeks[..5]);
        assert_eq!(
            weekly_times([&five_weeks].into_iter(), &weeks),
            (Times::default(), times)
        );
        let four_weeks = stated(times, &weeks[..4]);
        assert_eq!(
            weekly_times([&four_weeks].into_iter(), &weeks),
            Default::default()
        );
        assert_eq!(weekly_times([].into_iter(), &[]), Default::default());
    }
}

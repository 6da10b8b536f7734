//! The fixed forms of codes, dates, times and numbers.

use jiff::civil::{Date, Time};

/// `2027-01-21`, and no other way of writing a date.
pub(super) fn iso_date(text: &str) -> Option<Date> {
    if !has_date_shape(text) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to);
    Date::new(
        part(0, 4)?.parse().ok()?,
        part(5, 7)?.parse().ok()?,
        part(8, 10)?.parse().ok()?,
    )
    .ok()
}

/// Four digits, two and two, with hyphens: meant as a date, real or not.
pub(super) fn has_date_shape(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// `9:15`, `09:15`, `09.15` or `09:15:00`.
pub(super) fn time_of_day(text: &str) -> Option<Time> {
    let (hour, rest) = text.split_once([':', '.'])?;
    let minute = rest
        .strip_suffix(":00")
        .or_else(|| rest.strip_suffix(".00"))
        .unwrap_or(rest);
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let sound = matches!(hour.len(), 1 | 2) && minute.len() == 2;
    if !(sound && is_number(hour) && is_number(minute)) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// The largest merit anyone could mean (tenths); anything above is a slip of the decimal sign.
const MERIT_TENTHS_MAX: i64 = 100_000;

/// `37,5` or `37.5` or `37` as tenths: 375, 375, 370.
pub(super) fn tenths(text: &str) -> Option<i64> {
    let (whole, tenth) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(tenth) || tenth.len() > 1 || whole.len() > 6 {
        return None;
    }
    let tenths = whole.parse::<i64>().ok()? * 10 + tenth.parse::<i64>().ok()?;
    (tenths <= MERIT_TENTHS_MAX).then_some(tenths)
}

/// A reserve number: 1, 2, 3, … up to the largest number of seats.
pub(super) fn ordinal(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse::<u32>().ok())??;
    (number >= 1 && i64::from(number) <= crate::limits::SEATS).then_some(number)
}

/// The date a condition ends with, if it does: "Styrk 30 hp senast 2027-01-15".
pub(super) fn closing_date(text: &str) -> Option<&str> {
    let last = text.trim_end_matches('.').split_whitespace().next_back()?;
    has_date_shape(last).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_and_times() {
        assert_eq!(iso_date("2027-01-21"), Some(date(2027, 1, 21)));
        for bad in [
            "2027-02-30",
            "2027-1-21",
            "20270121",
            "21-01-2027",
            "2027-01-21T10",
            "å027-01-2",
        ] {
            assert_eq!(iso_date(bad), None, "{bad}");
        }
        let quarter_past = |hour| Time::new(hour, 15, 0, 0).ok();
        for text in ["9:15", "09:15", "09.15", "09:15:00"] {
            assert_eq!(time_of_day(text), quarter_past(9), "{text}");
        }
        for bad in [
            "24:00", "9:5", "9:60", "915", "kl 9:15", "9:15:30", "+9:15", "9:+5",
        ] {
            assert_eq!(time_of_day(bad), None, "{bad}");
        }
        assert_eq!(
            closing_date("Styrk 30 hp senast 2027-01-15."),
            Some("2027-01-15")
        );
        assert_eq!(closing_date("Senast 2027-01-15 eller så"), None);
    }

    #[test]
    fn numbers() {
        for (text, expected) in [
            ("37,5", Some(375)),
            ("37.5", Some(375)),
            ("240", Some(2400)),
            ("0", Some(0)),
            ("10000,0", Some(100_000)),
            ("10000,1", None),
            ("37,55", None),
            ("-1", None),
            ("1 000", None),
            (",5", None),
            ("5,", None),
            ("1e3", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(tenths(text), expected, "{text}");
        }
        assert_eq!(
            (
                ordinal("1"),
                ordinal("0"),
                ordinal("1.0"),
                ordinal("100001")
            ),
            (Some(1), None, None, None)
        );
    }
}

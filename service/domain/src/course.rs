//! What is offered: packages of courses, courses, and their dated deliveries with channels.

use crate::id::{ChannelId, OfferingId};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// How people come in (antagningskanal). The law differs between them (`domain.md` §2.1), so
/// there is never one common waiting list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// Decided by the national admissions system; we import the decision.
    Imported,
    /// Commissioned education: places under a contract, named by an employer.
    Employer,
    /// Self-enrolment, decided here.
    Open,
}

/// A channel as the rules of enrolment see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    pub id: ChannelId,
    pub offering: OfferingId,
    pub kind: ChannelKind,
    /// Places in this channel (persons).
    pub seats: i64,
    /// First instant at which one may apply; `None`: from the beginning of time.
    pub opens_at: Option<Timestamp>,
    /// First instant at which one may no longer apply; `None`: never closes.
    pub closes_at: Option<Timestamp>,
}

/// The dates of an offering that rules depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferingDates {
    pub starts_on: Date,
    pub ends_on: Date,
}

/// Whether `code` follows the university's pattern for courses: `SA123A`.
/// Two letters, three digits, a level letter.
pub fn is_course_code(code: &str) -> bool {
    matches_pattern(code, "AA999A")
}

/// Whether `code` follows the university's pattern for programmes: `LKP1Y`.
pub fn is_programme_code(code: &str) -> bool {
    matches_pattern(code, "AAA9A")
}

/// Whether `code` follows the pattern of a timetable offering: `SA123A-V9001V27`.
/// Course code, hyphen, season and running number, season and year.
pub fn is_offering_code(code: &str) -> bool {
    let Some((course, delivery)) = code.split_once('-') else {
        return false;
    };
    let season = |c: Option<char>| matches!(c, Some('V' | 'H'));
    is_course_code(course)
        && matches_pattern(delivery, "A9999A99")
        && season(delivery.chars().next())
        && season(delivery.chars().nth(5))
}

/// `A` stands for a capital letter (with å ä ö), `9` for a digit.
fn matches_pattern(code: &str, pattern: &str) -> bool {
    code.chars().count() == pattern.len()
        && code.chars().zip(pattern.chars()).all(|(c, p)| match p {
            'A' => c.is_ascii_uppercase() || "ÅÄÖ".contains(c),
            _ => c.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_follow_the_university() {
        assert!(is_course_code("SA123A") && is_course_code("KR400G"));
        assert!(!is_course_code("sa123a") && !is_course_code("SA12A") && !is_course_code("SA1234"));
        assert!(is_programme_code("LKP1Y") && !is_programme_code("LKP11"));
        assert!(is_offering_code("SA123A-V9001V27") && is_offering_code("KR400G-H3060H26"));
        assert!(!is_offering_code("SA123A") && !is_offering_code("SA123A-X9001V27"));
    }
}

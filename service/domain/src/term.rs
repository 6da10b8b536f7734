//! The academic year: terms, ISO weeks and Swedish red days.
//!
//! Swedish universities plan by week number ("v44") and by terms of 20 weeks that start on a
//! Monday. The pattern has exceptions, so the dates of terms are data and never computed; red days
//! follow from the law and the date of Easter, so they are computed and never data.

use crate::person::Language;
use jiff::{
    ToSpan,
    civil::{Date, ISOWeekDate, Weekday},
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// The first and last year for which [`red_days`] knows the law.
const RED_DAY_YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;

/// The half of the year in which a term lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Season {
    /// Vårtermin, VT.
    Spring,
    /// Hösttermin, HT.
    Autumn,
}

/// The name of a term, `VT2027`. Sorts by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TermCode {
    year: i16,
    season: Season,
}

impl TermCode {
    /// `year` is the calendar year in which the term starts.
    pub const fn new(season: Season, year: i16) -> Self {
        Self { year, season }
    }

    pub const fn year(self) -> i16 {
        self.year
    }

    pub const fn season(self) -> Season {
        self.season
    }

    /// `vårterminen 2027`, `spring term 2027`.
    pub fn name(self, language: Language) -> String {
        let season = match (language, self.season) {
            (Language::Sv, Season::Spring) => "vårterminen",
            (Language::Sv, Season::Autumn) => "höstterminen",
            (Language::En, Season::Spring) => "spring term",
            (Language::En, Season::Autumn) => "autumn term",
        };
        format!("{season} {}", self.year)
    }
}

impl fmt::Display for TermCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let season = match self.season {
            Season::Spring => "VT",
            Season::Autumn => "HT",
        };
        write!(f, "{season}{}", self.year)
    }
}

impl FromStr for TermCode {
    type Err = TermProblem;

    /// Reads `VT2027`, `vt27`, `V27` and `HT 2027`; two digits mean this century.
    fn from_str(text: &str) -> Result<Self, TermProblem> {
        let bad = || TermProblem::Code {
            text: text.chars().take(20).collect(),
        };
        let code = text.trim().to_ascii_uppercase();
        let digits = code.trim_start_matches(|c: char| !c.is_ascii_digit());
        let season = match code[..code.len() - digits.len()].trim_end() {
            "VT" | "V" => Season::Spring,
            "HT" | "H" => Season::Autumn,
            _ => return Err(bad()),
        };
        let year: i16 = digits.parse().map_err(|_| bad())?;
        match digits.len() {
            2 => Ok(Self::new(season, 2000 + year)),
            4 if (1900..=2099).contains(&year) => Ok(Self::new(season, year)),
            _ => Err(bad()),
        }
    }
}

impl TryFrom<String> for TermCode {
    type Error = TermProblem;
    fn try_from(text: String) -> Result<Self, TermProblem> {
        text.parse()
    }
}

impl From<TermCode> for String {
    fn from(code: TermCode) -> Self {
        code.to_string()
    }
}

/// A term: from its first to its last day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub code: TermCode,
    pub first: Date,
    pub last: Date,
}

impl Term {
    pub fn contains(&self, date: Date) -> bool {
        (self.first..=self.last).contains(&date)
    }

    /// The week of the term in which the date lies, counted from 1. `None` outside the term.
    pub fn week_of(&self, date: Date) -> Option<i64> {
        let monday = Week::of(self.first).monday();
        self.contains(date)
            .then(|| date.duration_since(monday).as_hours() / (7 * 24) + 1)
    }
}

/// What is wrong with a term or a list of terms.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TermProblem {
    #[error("not a term code: {text}")]
    Code { text: String },
    #[error("the term {code} ends before it starts")]
    Backwards { code: TermCode },
    #[error("the terms {one} and {other} overlap")]
    Overlap { one: TermCode, other: TermCode },
}

impl TermProblem {
    /// Stable machine-readable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Code { .. } => "term_code",
            Self::Backwards { .. } => "term_backwards",
            Self::Overlap { .. } => "term_overlap",
        }
    }

    pub fn sentence(&self, language: Language) -> String {
        match (language, self) {
            (Language::Sv, Self::Code { text }) => {
                format!("”{text}” är ingen termin. Skriv till exempel VT2027 eller HT2027.")
            }
            (Language::En, Self::Code { text }) => {
                format!("“{text}” is not a term. Write VT2027 or HT2027, for example.")
            }
            (Language::Sv, Self::Backwards { code }) => format!("{code} slutar innan den börjar."),
            (Language::En, Self::Backwards { code }) => format!("{code} ends before it starts."),
            (Language::Sv, Self::Overlap { one, other }) => {
                format!("{one} och {other} överlappar varandra.")
            }
            (Language::En, Self::Overlap { one, other }) => {
                format!("{one} and {other} overlap.")
            }
        }
    }
}

/// The terms we know, in order and without overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermCalendar {
    terms: Vec<Term>,
}

impl TermCalendar {
    /// The published terms of Örebro University, HT2020 to VT2023, and the planned HT2026 to
    /// HT2027. Those between were not found published and are left out rather than guessed.
    pub fn published() -> Self {
        use Season::{Autumn, Spring};
        let term = |season, year, first, last| Term {
            code: TermCode::new(season, year),
            first,
            last,
        };
        let day = Date::constant;
        Self {
            terms: vec![
                term(Autumn, 2020, day(2020, 8, 31), day(2021, 1, 17)),
                term(Spring, 2021, day(2021, 1, 18), day(2021, 6, 6)),
                term(Autumn, 2021, day(2021, 8, 30), day(2022, 1, 16)),
                term(Spring, 2022, day(2022, 1, 17), day(2022, 6, 5)),
                term(Autumn, 2022, day(2022, 8, 29), day(2023, 1, 15)),
                term(Spring, 2023, day(2023, 1, 16), day(2023, 6, 4)),
                term(Autumn, 2026, day(2026, 8, 31), day(2027, 1, 17)),
                term(Spring, 2027, day(2027, 1, 18), day(2027, 6, 6)),
                term(Autumn, 2027, day(2027, 8, 30), day(2028, 1, 16)),
            ],
        }
    }

    /// A calendar of other terms, in any order.
    pub fn new(mut terms: Vec<Term>) -> Result<Self, TermProblem> {
        if let Some(term) = terms.iter().find(|term| term.last < term.first) {
            return Err(TermProblem::Backwards { code: term.code });
        }
        terms.sort_by_key(|term| (term.first, term.code));
        for pair in terms.windows(2) {
            if pair[1].first <= pair[0].last || pair[0].code == pair[1].code {
                return Err(TermProblem::Overlap {
                    one: pair[0].code,
                    other: pair[1].code,
                });
            }
        }
        Ok(Self { terms })
    }

    /// All terms, first to last.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    pub fn find(&self, code: TermCode) -> Option<&Term> {
        self.terms.iter().find(|term| term.code == code)
    }

    /// The term in which the date lies. `None` between terms and where we know no term.
    pub fn on(&self, date: Date) -> Option<&Term> {
        self.terms.iter().find(|term| term.contains(date))
    }
}

/// An ISO 8601 week: Monday to Sunday, week 1 holds the first Thursday of the year. Kept as its
/// Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(Date);

impl Week {
    pub fn of(date: Date) -> Self {
        let days = Weekday::Monday.until(date.weekday());
        Self(date.saturating_sub(i64::from(days).days()))
    }

    /// `None` if the year has no such week.
    pub fn new(year: i16, number: i8) -> Option<Self> {
        ISOWeekDate::new(year, number, Weekday::Monday)
            .ok()
            .map(|week| Self(week.date()))
    }

    /// The year the week belongs to: 2027-01-01 lies in v53 of **2026**.
    pub fn year(self) -> i16 {
        self.0.iso_week_date().year()
    }

    /// 1 to 52 or 53.
    pub fn number(self) -> i8 {
        self.0.iso_week_date().week()
    }

    pub fn monday(self) -> Date {
        self.0
    }

    pub fn sunday(self) -> Date {
        self.0.saturating_add(6.days())
    }

    /// `v44`, `week 44`.
    pub fn label(self, language: Language) -> String {
        match language {
            Language::Sv => format!("v{}", self.number()),
            Language::En => format!("week {}", self.number()),
        }
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}", self.number())
    }
}

/// 53 in a long year (2026 is one), otherwise 52.
pub fn weeks_in_year(year: i16) -> i8 {
    if Week::new(year, 53).is_some() {
        53
    } else {
        52
    }
}

/// The week of a date, with the year where the week belongs to another: `v44`, `v53 2026`.
pub fn week_label(date: Date, language: Language) -> String {
    let week = Week::of(date);
    if week.year() == date.year() {
        week.label(language)
    } else {
        format!("{} {}", week.label(language), week.year())
    }
}

/// A day on which Sweden does not work as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RedDay {
    pub date: Date,
    pub sv: &'static str,
    pub en: &'static str,
    /// `true` for a public holiday (lag 1989:253 om allmänna helgdagar and its forerunners),
    /// `false` for the eves that the annual leave act (1977:480) treats as Sundays.
    pub public_holiday: bool,
}

impl RedDay {
    pub fn name(&self, language: Language) -> &'static str {
        match language {
            Language::Sv => self.sv,
            Language::En => self.en,
        }
    }
}

/// Easter Sunday by the Gregorian computus (the anonymous algorithm of 1876), any year from 1583.
pub fn easter_sunday(year: i16) -> Date {
    let y = i32::from(year);
    let (golden, century, rest) = (y % 19, y / 100, y % 100);
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    // Days after 22 March, the earliest Easter.
    let days = epact + weekday - 7 * late;
    Date::new(year, 3, 22)
        .unwrap_or(Date::MIN)
        .saturating_add(days.days())
}

/// The red days of a year, in order of date; empty outside 1900–2099. Ordinary Sundays are not
/// listed. The law of each year applies: Första maj from 1939, Midsommardagen on a Saturday from
/// 1953, Annandag pingst until 2004, Nationaldagen from 2005.
pub fn red_days(year: i16) -> Vec<RedDay> {
    if !RED_DAY_YEARS.contains(&year) {
        return Vec::new();
    }
    let easter = easter_sunday(year);
    let day = |month, day| Date::constant(year, month, day);
    let after_easter = |days: i64| easter.saturating_add(days.days());
    let mut days = vec![
        holiday(day(1, 1), "nyårsdagen", "New Year’s Day"),
        holiday(day(1, 6), "trettondedag jul", "Epiphany"),
        holiday(after_easter(-2), "långfredagen", "Good Friday"),
        holiday(easter, "påskdagen", "Easter Sunday"),
        holiday(after_easter(1), "annandag påsk", "Easter Monday"),
        holiday(after_easter(39), "Kristi himmelsfärdsdag", "Ascension Day"),
        holiday(after_easter(49), "pingstdagen", "Whit Sunday"),
        eve(day(12, 24), "julafton", "Christmas Eve"),
        holiday(day(12, 25), "juldagen", "Christmas Day"),
        holiday(day(12, 26), "annandag jul", "Boxing Day"),
        eve(day(12, 31), "nyårsafton", "New Year’s Eve"),
    ];
    days.extend(red_days_by_law(year, easter));
    days.sort_by_key(|red| red.date);
    days
}

/// The red days that the law has moved, added or taken away.
fn red_days_by_law(year: i16, easter: Date) -> Vec<RedDay> {
    let day = |month, day| Date::constant(year, month, day);
    let midsummer = if year < 1953 {
        day(6, 24)
    } else {
        saturday_from(day(6, 20))
    };
    let midsummer_eve = midsummer.saturating_sub(1.days());
    let mut days = vec![
        eve(midsummer_eve, "midsommarafton", "Midsummer Eve"),
        holiday(midsummer, "midsommardagen", "Midsummer Day"),
    ];
    if year < 1953 {
        // 25 March, or Palm Sunday when it would fall between that day and Easter Monday.
        let palm_sunday = easter.saturating_sub(7.days());
        let holy_week = palm_sunday..=easter.saturating_add(1.days());
        let date = if holy_week.contains(&day(3, 25)) {
            palm_sunday
        } else {
            day(3, 25)
        };
        days.push(holiday(date, "Marie bebådelsedag", "Annunciation Day"));
    } else {
        let saints = saturday_from(day(10, 31));
        days.push(holiday(saints, "alla helgons dag", "All Saints’ Day"));
    }
    if year >= 1939 {
        days.push(holiday(day(5, 1), "första maj", "May Day"));
    }
    if year <= 2004 {
        let whit_monday = easter.saturating_add(50.days());
        days.push(holiday(whit_monday, "annandag pingst", "Whit Monday"));
    } else {
        days.push(holiday(
            day(6, 6),
            "Sveriges nationaldag",
            "National Day of Sweden",
        ));
    }
    days
}

const fn holiday(date: Date, sv: &'static str, en: &'static str) -> RedDay {
    RedDay {
        date,
        sv,
        en,
        public_holiday: true,
    }
}

const fn eve(date: Date, sv: &'static str, en: &'static str) -> RedDay {
    RedDay {
        date,
        sv,
        en,
        public_holiday: false,
    }
}

/// The red day on a date; where two meet, the first by [`red_days`].
pub fn red_day(date: Date) -> Option<RedDay> {
    red_days(date.year())
        .into_iter()
        .find(|red| red.date == date)
}

/// The first Saturday on or after the date.
fn saturday_from(date: Date) -> Date {
    let days = Weekday::Saturday.since(date.weekday());
    date.saturating_add(i64::from(days).days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_agrees_with_the_almanac() {
        let almanac = [
            (1900, 4, 15),
            (1913, 3, 23),
            (1943, 4, 25),
            (1954, 4, 18),
            (1961, 4, 2),
            (1981, 4, 19),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2026, 4, 5),
            (2027, 3, 28),
            (2028, 4, 16),
            (2038, 4, 25),
            (2049, 4, 18),
            (2076, 4, 19),
            (2099, 4, 12),
        ];
        for (year, month, day) in almanac {
            assert_eq!(easter_sunday(year), date(year, month, day));
        }
        for year in 1900..=2099 {
            let easter = easter_sunday(year);
            assert_eq!(easter.weekday(), Weekday::Sunday, "{year}");
            assert!(
                (date(year, 3, 22)..=date(year, 4, 25)).contains(&easter),
                "{year}"
            );
        }
    }

    #[test]
    fn red_days_of_the_spring_term_2027() {
        let term = *TermCalendar::published()
            .find("VT2027".parse().unwrap())
            .unwrap();
        let days: Vec<_> = red_days(2027)
            .into_iter()
            .filter(|red| red.public_holiday && term.contains(red.date))
            .map(|red| (red.date, red.sv))
            .collect();
        assert_eq!(
            days,
            [
                (date(2027, 3, 26), "långfredagen"),
                (date(2027, 3, 28), "påskdagen"),
                (date(2027, 3, 29), "annandag påsk"),
                (date(2027, 5, 1), "första maj"),
                (date(2027, 5, 6), "Kristi himmelsfärdsdag"),
                (date(2027, 5, 16), "pingstdagen"),
                (date(2027, 6, 6), "Sveriges nationaldag"),
            ]
        );
    }

    #[test]
    fn the_law_of_each_year() {
        let has = |day: Date, sv| {
            red_days(day.year())
                .iter()
                .any(|red| red.date == day && red.sv == sv)
        };
        assert!(has(date(2026, 6, 20), "midsommardagen"));
        assert!(has(date(2027, 6, 25), "midsommarafton"));
        assert!(has(date(1952, 6, 24), "midsommardagen"));
        assert!(has(date(2026, 10, 31), "alla helgons dag"));
        assert!(has(date(2027, 11, 6), "alla helgons dag"));
        assert!(has(date(2004, 5, 31), "annandag pingst"));
        assert!(!has(date(2005, 5, 16), "annandag pingst"));
        assert!(has(date(2005, 6, 6), "Sveriges nationaldag"));
        assert!(!has(date(2004, 6, 6), "Sveriges nationaldag"));
        assert!(!has(date(1938, 5, 1), "första maj"));
        assert!(
            has(date(1951, 3, 18), "Marie bebådelsedag"),
            "Easter was 25 March"
        );
        assert!(red_days(1899).is_empty() && red_days(2100).is_empty());
        assert_eq!(
            red_day(date(2027, 1, 6)).unwrap().name(Language::En),
            "Epiphany"
        );
        assert_eq!(red_day(date(2027, 1, 7)), None);
    }

    #[test]
    fn the_year_2026_has_53_weeks() {
        assert_eq!(weeks_in_year(2026), 53);
        assert_eq!(weeks_in_year(2027), 52);
        assert_eq!(Some(Week::of(date(2027, 1, 1))), Week::new(2026, 53));
        assert_eq!(week_label(date(2027, 1, 1), Language::Sv), "v53 2026");
        assert_eq!(week_label(date(2026, 10, 28), Language::Sv), "v44");
        assert_eq!(week_label(date(2026, 10, 28), Language::En), "week 44");
        assert_eq!(Week::new(2027, 53), None);
        let week = Week::new(2026, 53).unwrap();
        assert_eq!(
            (week.monday(), week.sunday()),
            (date(2026, 12, 28), date(2027, 1, 3))
        );
        assert_eq!(week.to_string(), "v53");
    }

    #[test]
    fn terms_are_found_by_code_and_by_date() {
        let terms = TermCalendar::published();
        for term in terms.terms() {
            assert_eq!(term.first.weekday(), Weekday::Monday);
            assert_eq!(term.last.weekday(), Weekday::Sunday);
            assert_eq!(term.week_of(term.last), Some(20));
            assert_eq!(term.code.to_string().parse(), Ok(term.code));
        }
        assert_eq!(TermCalendar::new(terms.terms().to_vec()), Ok(terms.clone()));
        let spring = terms.on(date(2027, 1, 21)).unwrap();
        assert_eq!(spring.code.to_string(), "VT2027");
        assert_eq!(spring.week_of(date(2027, 1, 21)), Some(1));
        assert_eq!(terms.on(date(2027, 7, 1)), None);
        for text in ["VT2027", "vt27", "V27", " VT 2027 "] {
            assert_eq!(text.parse(), Ok(spring.code), "{text}");
        }
        for bad in [
            "",
            "2027",
            "ST2027",
            "VT",
            "VT20270",
            "VT1",
            "Å2027",
            "VT-1",
            "VT２０２７",
        ] {
            assert!(bad.parse::<TermCode>().is_err(), "{bad}");
        }
        let json = serde_json::to_string(spring).unwrap();
        assert_eq!(
            json,
            r#"{"code":"VT2027","first":"2027-01-18","last":"2027-06-06"}"#
        );
    }

    #[test]
    fn terms_must_not_overlap() {
        let mut terms = TermCalendar::published().terms().to_vec();
        terms[1].first = terms[0].last;
        let problem = TermCalendar::new(terms).unwrap_err();
        assert_eq!(
            problem.sentence(Language::Sv),
            "HT2020 och VT2021 överlappar varandra."
        );
    }
}

//! School holidays (lov) of municipalities: when people who work in schools are away, or free.
//!
//! Each municipality decides its own, so they are data, with the source and whether it is certain.
//! The project's own table is `data/lov.csv`; a file of the same columns adds to it or takes the
//! place of what it says about the same holiday.

use crate::{
    code::is_municipality_code,
    import::{
        decode::decode,
        table::{Table, TableRow},
    },
    person::Language,
    text::plain_line,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Longest holiday (days); a summer is shorter.
pub const HOLIDAY_DAYS: i64 = 100;
const COLUMNS: [&str; 7] = [
    "municipality",
    "name_sv",
    "name_en",
    "first",
    "last",
    "certain",
    "source",
];

/// One holiday of one municipality, first and last day included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// Kommunkod.
    pub municipality: String,
    pub name_sv: String,
    pub name_en: String,
    pub first: Date,
    pub last: Date,
    /// Whether the municipality itself has been read.
    pub certain: bool,
    /// Where the dates were read, and when.
    pub source: String,
}

impl Holiday {
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Sv => &self.name_sv,
            Language::En => &self.name_en,
        }
    }
}

/// What is wrong with a row of a file of holidays; row 1 is the header, 0 the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayFault {
    pub row: u32,
    sv: String,
    en: String,
}

impl HolidayFault {
    fn new(row: u32, sv: impl Into<String>, en: impl Into<String>) -> Self {
        let (sv, en) = (sv.into(), en.into());
        Self { row, sv, en }
    }

    pub fn sentence(&self, language: Language) -> &str {
        match language {
            Language::Sv => &self.sv,
            Language::En => &self.en,
        }
    }
}

/// The holidays that are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holidays(Vec<Holiday>);

static OWN: LazyLock<Holidays> = LazyLock::new(|| {
    Holidays::read(include_bytes!("../data/lov.csv")).expect("the project's own table is right")
});

impl Holidays {
    /// Those in the project's own table.
    pub fn own() -> &'static Self {
        &OWN
    }

    pub fn new(holidays: Vec<Holiday>) -> Self {
        Self(holidays)
    }

    pub fn all(&self) -> &[Holiday] {
        &self.0
    }

    /// The holiday of a municipality on a day.
    pub fn on(&self, municipality: &str, date: Date) -> Option<&Holiday> {
        self.0
            .iter()
            .find(|one| one.municipality == municipality && (one.first..=one.last).contains(&date))
    }

    /// These, where `newer` says nothing else about the same holiday of the same year.
    #[must_use]
    pub fn with(&self, newer: &Self) -> Self {
        let same = |a: &Holiday, b: &Holiday| {
            (&a.municipality, &a.name_sv, a.first.year())
                == (&b.municipality, &b.name_sv, b.first.year())
        };
        let kept = self
            .0
            .iter()
            .filter(|old| !newer.0.iter().any(|new| same(old, new)));
        Self(kept.chain(&newer.0).cloned().collect())
    }

    /// Reads a table with the columns of `data/lov.csv`: all of it, or everything that is wrong.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<HolidayFault>> {
        let table = decode(bytes)
            .map_err(|finding| vec![*finding])
            .and_then(Table::read)
            .map_err(|findings| {
                let fault = |finding: crate::import::report::Finding| {
                    let row = finding.row.unwrap_or(0);
                    HolidayFault::new(
                        row,
                        finding.sentence(Language::Sv),
                        finding.sentence(Language::En),
                    )
                };
                findings.into_iter().map(fault).collect::<Vec<_>>()
            })?;
        let mut faults: Vec<_> = table.broken_rows().map(broken).collect();
        let mut columns = [usize::MAX; COLUMNS.len()];
        for (column, name) in columns.iter_mut().zip(COLUMNS) {
            match table
                .headers
                .iter()
                .position(|header| header.trim() == name)
            {
                Some(at) => *column = at,
                None => faults.push(HolidayFault::new(
                    1,
                    format!("Kolumnen {name} saknas."),
                    format!("The column {name} is missing."),
                )),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut holidays = Vec::new();
        for row in table.rows() {
            match holiday(&row, columns) {
                Ok(holiday) => holidays.push(holiday),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() {
            Ok(Self(holidays))
        } else {
            Err(faults)
        }
    }
}

fn broken(row: u32) -> HolidayFault {
    HolidayFault::new(row, "Raden går inte att läsa.", "The row cannot be read.")
}

fn holiday(row: &TableRow, columns: [usize; COLUMNS.len()]) -> Result<Holiday, HolidayFault> {
    let [municipality, name_sv, name_en, first, last, certain, source] =
        columns.map(|column| plain_line(row.cell(column)));
    let fault = |sv: String, en: String| HolidayFault::new(row.number(), sv, en);
    let date = |text: &str| {
        text.parse::<Date>().map_err(|_| {
            fault(
                format!("”{text}” är inget datum."),
                format!("“{text}” is no date."),
            )
        })
    };
    if !is_municipality_code(&municipality) {
        return Err(fault(
            format!("”{municipality}” är ingen kommunkod (fyra siffror)."),
            format!("“{municipality}” is no municipality code (four digits)."),
        ));
    }
    if name_sv.is_empty() || name_en.is_empty() || source.is_empty() {
        return Err(fault(
            "Namn eller källa saknas.".to_owned(),
            "A name or the source is missing.".to_owned(),
        ));
    }
    let (first, last) = (date(&first)?, date(&last)?);
    let days = last.duration_since(first).as_hours() / 24 + 1;
    if !(1..=HOLIDAY_DAYS).contains(&days) {
        return Err(fault(
            format!("Lovet ska vara 1–{HOLIDAY_DAYS} dagar."),
            format!("The holiday should be 1–{HOLIDAY_DAYS} days."),
        ));
    }
    let certain = match &*certain.to_lowercase() {
        "yes" | "ja" => true,
        "no" | "nej" => false,
        other => {
            return Err(fault(
                format!("”{other}” är varken ja eller nej."),
                format!("“{other}” is neither yes nor no."),
            ));
        }
    };
    Ok(Holiday {
        municipality,
        name_sv,
        name_en,
        first,
        last,
        certain,
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_own_table_knows_the_demo() {
        let own = Holidays::own();
        let autumn = own.on("1880", date(2026, 10, 28)).unwrap();
        assert_eq!(
            (autumn.name(Language::En), autumn.certain),
            ("autumn holiday", true)
        );
        assert_eq!(own.on("1880", date(2026, 10, 31)), None);
        let sport = own.on("1814", date(2027, 3, 1)).unwrap();
        assert_eq!((&*sport.name_sv, sport.certain), ("sportlov", false));
    }

    #[test]
    fn a_newer_file_takes_the_place_of_the_same_holiday_only() {
        let file = "municipality,name_sv,name_en,first,last,certain,source\n\
                    1880,sportlov,winter holiday,2027-02-22,2027-02-26,ja,kommunen\n";
        let all = Holidays::own().with(&Holidays::read(file.as_bytes()).unwrap());
        assert_eq!(all.all().len(), Holidays::own().all().len());
        assert!(
            all.on("1880", date(2027, 2, 24))
                .is_some_and(|one| one.certain)
        );
        assert_eq!(all.on("1880", date(2027, 3, 2)), None);
        assert!(all.on("1814", date(2027, 3, 2)).is_some());
    }

    #[test]
    fn every_fault_is_named_with_its_row() {
        let file = "municipality,name_sv,name_en,first,last,certain,source\n\
                    188,a,b,2027-03-01,2027-03-05,ja,c\n\
                    1880,a,b,v9,2027-03-05,ja,c\n\
                    1880,a,b,2027-03-05,2027-03-01,ja,c\n\
                    1880,a,b,2027-03-01,2027-03-05,kanske,c\n\
                    1880,a,b,2027-03-01,2027-03-05,ja,\n";
        let faults = Holidays::read(file.as_bytes()).unwrap_err();
        let rows: Vec<u32> = faults.iter().map(|fault| fault.row).collect();
        assert_eq!(rows, [2, 3, 4, 5, 6]);
        assert_eq!(Holidays::read(b"a,b\n1,2\n").unwrap_err().len(), 7);
    }
}

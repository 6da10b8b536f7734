//! What kind of event a timetable holds, by the words of its title and activity.

use crate::person::Language;
use serde::{Deserialize, Serialize};

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Teaching,
    /// Tentamen: cannot be missed or moved.
    Exam,
    /// Verksamhetsförlagd utbildning: the student is at a school or an office.
    Practicum,
}

/// Words that say "exam", whole or as the end of a compound ("salstentamen").
const EXAM: &[&str] = &[
    "tentamen",
    "tenta",
    "omtenta",
    "exam",
    "examination",
    "eksamen",
    "test",
];
/// Words that say "practicum" only when they stand alone or are one of these compounds: a
/// "VFU-förberedelse" or "VFU-seminarium" is teaching at the university.
const PRACTICUM: &[&str] = &[
    "vfu",
    "vfu-dag",
    "vfu-dagar",
    "vfu-vecka",
    "vfu-veckor",
    "vfu-period",
    "praktik",
    "praktikvecka",
    "praktikperiod",
    "practicum",
    "placement",
    "praksis",
    "internship",
];

impl Kind {
    pub(super) fn of(title: &str, activity: &str) -> Self {
        let text = format!("{title} {activity}").to_lowercase();
        let mut words = text
            .split(|c: char| !(c.is_alphanumeric() || c == '-'))
            .map(|word| word.trim_matches('-'));
        let placed = text.contains("verksamhetsförlagd utbildning");
        if words
            .clone()
            .any(|word| EXAM.contains(&word) || word.ends_with("tentamen"))
        {
            Self::Exam
        } else if placed || words.any(|word| PRACTICUM.contains(&word)) {
            Self::Practicum
        } else {
            Self::Teaching
        }
    }

    pub fn name(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::Sv, Self::Teaching) => "undervisning",
            (Language::En, Self::Teaching) => "teaching",
            (Language::Sv, Self::Exam) => "tentamen",
            (Language::En, Self::Exam) => "exam",
            (Language::Sv, Self::Practicum) => "VFU",
            (Language::En, Self::Practicum) => "practicum",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preparing_for_practicum_is_teaching() {
        for (title, kind) in [
            ("VFU-förberedelse", Kind::Teaching),
            ("Seminarium inför VFU-perioden", Kind::Teaching),
            ("Testamentet i rätten", Kind::Teaching),
            ("VFU", Kind::Practicum),
            ("VFU vecka 2", Kind::Practicum),
            ("Verksamhetsförlagd utbildning, förskola", Kind::Practicum),
            ("Tentamen", Kind::Exam),
            ("Salstentamen: VFU", Kind::Exam),
            ("Written exam", Kind::Exam),
        ] {
            assert_eq!(Kind::of(title, "Okänd"), kind, "{title}");
        }
    }
}

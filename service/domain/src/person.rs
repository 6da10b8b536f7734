//! A person: one human, who may be student and employee at once.

use crate::id::PersonId;
use serde::{Deserialize, Serialize};

/// Protected personal data (SS 12000 `securityMarking`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityMarking {
    /// Ingen.
    None,
    /// Sekretessmarkering.
    Confidential,
    /// Skyddad folkbokföring.
    ProtectedRegistration,
}

impl SecurityMarking {
    /// Reads the value set of SS 12000. Empty means none; **any unknown value counts as
    /// protected**, so that a spelling mistake hides a person rather than shows one.
    pub fn parse(text: &str) -> Self {
        match text.trim() {
            "" | "Ingen" => Self::None,
            "Sekretessmarkering" => Self::Confidential,
            _ => Self::ProtectedRegistration,
        }
    }

    pub fn is_protected(self) -> bool {
        self != Self::None
    }
}

/// What somebody has said about being named to the others of a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Openness {
    /// Agrees to be named. Nobody does who has not said so.
    pub agrees: bool,
    pub marking: SecurityMarking,
}

impl Openness {
    /// Whether the two may see each other's names: both agree, and neither is protected, whatever
    /// they have said. It is the same both ways, so nobody sees more than they show.
    pub fn shows(self, other: Self) -> bool {
        let open = |one: Self| one.agrees && !one.marking.is_protected();
        open(self) && open(other)
    }
}

/// Where a person would rather meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    Campus,
    Distance,
}

/// The language the service speaks to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    Sv,
    En,
}

impl Language {
    /// The one of two that is in this language.
    pub fn pick<T>(self, sv: T, en: T) -> T {
        match self {
            Self::Sv => sv,
            Self::En => en,
        }
    }
}

/// The name shown instead of a protected person's, everywhere but to the protected-identity
/// officers. Derived from the id, so it never changes and says nothing.
pub fn alias(id: PersonId) -> String {
    // No vowels and no look-alikes: neither words nor misreadings.
    const ALPHABET: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ2346789";
    // The last octets of a version 7 UUID are random; the first are a time.
    let mut bits = u64::from_be_bytes(id.0.as_bytes()[8..].try_into().expect("8 of 16 octets"));
    let mut name = String::from("Deltagare ");
    for _ in 0..5 {
        name.push(ALPHABET[usize::try_from(bits % ALPHABET.len() as u64).expect("< 27")] as char);
        bits /= ALPHABET.len() as u64;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_marking_protects() {
        assert!(!SecurityMarking::parse(" Ingen ").is_protected());
        for text in [
            "Sekretessmarkering",
            "Skyddad folkbokföring",
            "ingen?",
            "Ja",
            "NONE",
        ] {
            assert!(SecurityMarking::parse(text).is_protected(), "{text}");
        }
    }

    #[test]
    fn names_are_shown_where_both_agree_and_neither_is_protected() {
        let markings = ["Ingen", "Sekretessmarkering", "Skyddad folkbokföring", "?"];
        let all = markings.iter().flat_map(|text| {
            [true, false].map(|agrees| Openness {
                agrees,
                marking: SecurityMarking::parse(text),
            })
        });
        let all: Vec<_> = all.collect();
        let mut shown = 0;
        for one in &all {
            for other in &all {
                assert_eq!(one.shows(*other), other.shows(*one), "the same both ways");
                if one.shows(*other) {
                    assert!(one.agrees && other.agrees);
                    assert_eq!(
                        [one.marking, other.marking],
                        [SecurityMarking::None, SecurityMarking::None]
                    );
                    shown += 1;
                }
            }
        }
        assert_eq!(shown, 1, "in one case of {}", all.len() * all.len());
    }
}

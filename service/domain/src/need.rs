//! Practical needs (praktiska behov): what a person needs of rooms and material to take part. A fixed
//! list of things that can be arranged; never why, for that may be about health.

use crate::person::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something that is arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PracticalNeed {
    StepFree,
    HearingLoop,
    LargePrint,
    SignLanguage,
    WrittenInterpretation,
    PlaceToRest,
}

impl PracticalNeed {
    pub const ALL: [Self; 6] = [
        Self::StepFree,
        Self::HearingLoop,
        Self::LargePrint,
        Self::SignLanguage,
        Self::WrittenInterpretation,
        Self::PlaceToRest,
    ];

    /// Its word in files and forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::StepFree => "step_free",
            Self::HearingLoop => "hearing_loop",
            Self::LargePrint => "large_print",
            Self::SignLanguage => "sign_language",
            Self::WrittenInterpretation => "written_interpretation",
            Self::PlaceToRest => "place_to_rest",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|need| need.code() == code)
    }

    pub fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::StepFree, Language::Sv) => "Lokal utan trappsteg och trösklar",
            (Self::StepFree, Language::En) => "A room without steps or thresholds",
            (Self::HearingLoop, Language::Sv) => "Hörslinga",
            (Self::HearingLoop, Language::En) => "A hearing loop",
            (Self::LargePrint, Language::Sv) => "Material med stor text",
            (Self::LargePrint, Language::En) => "Material in large print",
            (Self::SignLanguage, Language::Sv) => "Teckenspråkstolkning",
            (Self::SignLanguage, Language::En) => "Sign-language interpretation",
            (Self::WrittenInterpretation, Language::Sv) => "Skrivtolkning",
            (Self::WrittenInterpretation, Language::En) => "Speech-to-text interpretation",
            (Self::PlaceToRest, Language::Sv) => "Någonstans att vila",
            (Self::PlaceToRest, Language::En) => "Somewhere to rest",
        }
    }
}

/// How many need what; what nobody needs is not there.
pub fn count<'a>(
    needs: impl IntoIterator<Item = &'a Vec<PracticalNeed>>,
) -> BTreeMap<PracticalNeed, usize> {
    let mut counts = BTreeMap::new();
    for one in needs {
        for need in one {
            *counts.entry(*need).or_default() += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_wire() {
        for need in PracticalNeed::ALL {
            assert_eq!(PracticalNeed::parse(need.code()), Some(need));
            assert_eq!(serde_json::json!(need), need.code());
        }
        assert_eq!(PracticalNeed::parse("diabetes"), None);
    }

    #[test]
    fn people_are_counted_by_need() {
        use PracticalNeed::{HearingLoop, LargePrint};
        let people = [vec![HearingLoop, LargePrint], vec![], vec![HearingLoop]];
        let counts = count(&people);
        assert_eq!(counts, [(HearingLoop, 2), (LargePrint, 1)].into());
    }
}

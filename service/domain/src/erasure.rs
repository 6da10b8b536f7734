//! Radering: what is decided of a wish to have one's data erased, and on which ground
//! (dataskyddsförordningen, article 17).
//!
//! Most of what is kept here is a public task: admission and studies are documented by law
//! (förordning 1993:1153), and public records are kept or weeded by decision (arkivlagen 1990:782).
//! So a request is usually refused for those, and granted for what somebody chose to tell.

use crate::person::Language;
use serde::{Deserialize, Serialize};

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasureOutcome {
    Granted,
    /// Some of it, but not what the ground is about.
    Partly,
    Refused,
}

/// Why in law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasureGround {
    /// 17.1 a: not needed any more.
    NotNeeded,
    /// 17.1 c: the person objects, and nothing weighs more.
    Objection,
    /// 17.1 d: should not have been kept.
    Unlawful,
    /// 17.3 b: a legal obligation or a public task.
    PublicTask,
    /// 17.3 d: public records and archives.
    Archive,
    /// 17.3 e: legal claims.
    LegalClaims,
}

impl ErasureGround {
    pub const ALL: [Self; 6] = [
        Self::NotNeeded,
        Self::Objection,
        Self::Unlawful,
        Self::PublicTask,
        Self::Archive,
        Self::LegalClaims,
    ];

    /// Whether it is a reason for this: the first three to erase, the others to keep something.
    pub fn supports(self, outcome: ErasureOutcome) -> bool {
        let erases = matches!(self, Self::NotNeeded | Self::Objection | Self::Unlawful);
        erases == (outcome == ErasureOutcome::Granted)
    }

    /// The ground as a clause with its place in the law.
    pub fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::NotNeeded, Language::Sv) => {
                "uppgifterna behövs inte längre (artikel 17.1 a i dataskyddsförordningen)"
            }
            (Self::NotNeeded, Language::En) => {
                "the data are not needed any more (article 17.1 a of the GDPR)"
            }
            (Self::Objection, Language::Sv) => {
                "du har invänt och inget väger tyngre (artikel 17.1 c i dataskyddsförordningen)"
            }
            (Self::Objection, Language::En) => {
                "you object and nothing weighs more (article 17.1 c of the GDPR)"
            }
            (Self::Unlawful, Language::Sv) => {
                "uppgifterna skulle inte ha sparats (artikel 17.1 d i dataskyddsförordningen)"
            }
            (Self::Unlawful, Language::En) => {
                "the data should not have been kept (article 17.1 d of the GDPR)"
            }
            (Self::PublicTask, Language::Sv) => {
                "uppgifterna behövs för en uppgift som vi har enligt lag \
                 (artikel 17.3 b i dataskyddsförordningen)"
            }
            (Self::PublicTask, Language::En) => {
                "the data are needed for a task that we have by law (article 17.3 b of the GDPR)"
            }
            (Self::Archive, Language::Sv) => {
                "uppgifterna ingår i handlingar som vi måste bevara \
                 (artikel 17.3 d i dataskyddsförordningen och arkivlagen)"
            }
            (Self::Archive, Language::En) => {
                "the data are part of records that we have to keep \
                 (article 17.3 d of the GDPR and the Swedish Archives Act)"
            }
            (Self::LegalClaims, Language::Sv) => {
                "uppgifterna behövs för att pröva ett rättsligt anspråk \
                 (artikel 17.3 e i dataskyddsförordningen)"
            }
            (Self::LegalClaims, Language::En) => {
                "the data are needed to try a legal claim (article 17.3 e of the GDPR)"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_is_for_erasing_or_for_keeping() {
        for ground in ErasureGround::ALL {
            let erases = ground.supports(ErasureOutcome::Granted);
            assert_ne!(
                erases,
                ground.supports(ErasureOutcome::Refused),
                "{ground:?}"
            );
            assert_ne!(
                erases,
                ground.supports(ErasureOutcome::Partly),
                "{ground:?}"
            );
            let article = if erases { "17.1" } else { "17.3" };
            for language in [Language::Sv, Language::En] {
                assert!(ground.label(language).contains(article), "{ground:?}");
            }
        }
    }
}

//! Professions and the five families on which cohorts are balanced.
//!
//! Fewer families beat many professions: with five, mixed groups learnt more than with ten
//! (Lairamore 2017). Titles are those of SS 12000 `dutyRole`, and roles outside school.

use serde::{Deserialize, Serialize};

/// Yrkesfamilj.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfessionFamily {
    /// PED: undervisning.
    Teaching,
    /// SPEC: specialpedagogik.
    SpecialEducation,
    /// SOC: socialt arbete.
    SocialWork,
    /// HÄLSA.
    Health,
    /// LED/VÄG: ledning och vägledning.
    Guidance,
}

impl ProfessionFamily {
    pub const ALL: [Self; 5] =
        [Self::Teaching, Self::SpecialEducation, Self::SocialWork, Self::Health, Self::Guidance];

    /// The code administrators write in their files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Teaching => "PED",
            Self::SpecialEducation => "SPEC",
            Self::SocialWork => "SOC",
            Self::Health => "HÄLSA",
            Self::Guidance => "LED/VÄG",
        }
    }

    /// Reads a family code; `HALSA`, `LED` and `VÄG` are accepted too.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.trim().to_uppercase().as_str() {
            "PED" => Some(Self::Teaching),
            "SPEC" => Some(Self::SpecialEducation),
            "SOC" => Some(Self::SocialWork),
            "HÄLSA" | "HALSA" => Some(Self::Health),
            "LED/VÄG" | "LED" | "VÄG" | "LED/VAG" => Some(Self::Guidance),
            _ => None,
        }
    }
}

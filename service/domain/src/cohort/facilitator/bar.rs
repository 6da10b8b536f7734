//! Why somebody cannot lead a cohort, in words.

use crate::{cohort::Times, person::Language, profession::ProfessionFamily};
use serde::Serialize;

/// What keeps a facilitator from a cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bar {
    /// They cannot at these times, when the cohort meets.
    Times(Times),
    /// They lead a cohort elsewhere at these times.
    Busy(Times),
    /// They lead as many as they may, or none at all.
    Full,
    /// They lead only cohorts with somebody of these families.
    OnlyFor(Vec<ProfessionFamily>),
    /// They lead no cohort with anybody of this family.
    KeptFrom(ProfessionFamily),
    /// The cohort speaks a language that they do not.
    Language(Language),
    /// They are a member of it.
    Member,
    /// It is not a cohort for them. Why is not said.
    Unsuitable,
}

impl Bar {
    /// Whether it is a rule that somebody has made, not about times or load.
    pub(super) fn rules_out(&self) -> bool {
        matches!(
            self,
            Self::OnlyFor(_) | Self::KeptFrom(_) | Self::Language(_)
        )
    }

    /// Whether nothing would help against it. What protects somebody is never offered as a way
    /// out, for that would tell of it.
    pub(super) fn closes(&self) -> bool {
        matches!(self, Self::Member | Self::Unsuitable)
    }

    /// As the end of "… cannot lead G01: …".
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::Sv => self.swedish(),
            Language::En => self.english(),
        }
    }

    fn swedish(&self) -> String {
        let names = |times: &Times| times.names(Language::Sv).join(" och ");
        match self {
            Self::Times(times) => format!("kan inte {}", names(times)),
            Self::Busy(times) => format!("leder en annan grupp {}", names(times)),
            Self::Full => "leder inte fler grupper".to_owned(),
            Self::OnlyFor(families) => format!(
                "leder bara grupper med någon från {}",
                labels(families, " eller ", Language::Sv)
            ),
            Self::KeptFrom(family) => {
                format!("leder inga grupper med {}", label(*family, Language::Sv))
            }
            Self::Language(Language::Sv) => "gruppen talar svenska".to_owned(),
            Self::Language(Language::En) => "gruppen talar engelska".to_owned(),
            Self::Member => "är själv med i den".to_owned(),
            Self::Unsuitable => "passar inte".to_owned(),
        }
    }

    fn english(&self) -> String {
        let names = |times: &Times| times.names(Language::En).join(" and ");
        match self {
            Self::Times(times) => format!("cannot {}", names(times)),
            Self::Busy(times) => format!("leads another cohort {}", names(times)),
            Self::Full => "leads no more cohorts".to_owned(),
            Self::OnlyFor(families) => format!(
                "leads only cohorts with somebody from {}",
                labels(families, " or ", Language::En)
            ),
            Self::KeptFrom(family) => {
                format!("leads no cohorts with {}", label(*family, Language::En))
            }
            Self::Language(Language::Sv) => "the cohort speaks Swedish".to_owned(),
            Self::Language(Language::En) => "the cohort speaks English".to_owned(),
            Self::Member => "is a member of it".to_owned(),
            Self::Unsuitable => "is not suited".to_owned(),
        }
    }
}

fn label(family: ProfessionFamily, language: Language) -> String {
    family.label(language).to_lowercase()
}

fn labels(families: &[ProfessionFamily], between: &str, language: Language) -> String {
    let labels: Vec<_> = families.iter().map(|f| label(*f, language)).collect();
    labels.join(between)
}

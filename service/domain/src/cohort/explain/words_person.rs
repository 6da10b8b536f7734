//! Explanations of single placements as plain sentences, in Swedish and English.

use super::words::{plural, rules};
use super::{Alternative, AlternativeReason, PersonExplanation, PlacementReason};
use crate::person::Language;

/// Hundredths as a decimal number: 250 → `2,5` or `2.5`.
fn decimal(hundredths: i64, language: Language) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if language == Language::Sv {
        text.replace('.', ",")
    } else {
        text.to_owned()
    }
}

impl PersonExplanation {
    /// Why here, and what another cohort would cost. Names nobody.
    pub fn sentence(&self, language: Language) -> String {
        let reasons: Vec<_> = self
            .reasons
            .iter()
            .map(|reason| reason.clause(language))
            .collect();
        let start = match language {
            Language::Sv => "Placerad i",
            Language::En => "Placed in",
        };
        let mut text = format!("{start} {}: {}.", self.code, reasons.join("; "));
        if let Some(alternative) = &self.alternative {
            text.push(' ');
            text.push_str(&alternative.sentence(language));
        }
        text
    }
}

impl PlacementReason {
    fn clause(&self, language: Language) -> String {
        let sv = language == Language::Sv;
        match self {
            Self::Locked if sv => "låst till gruppen".to_owned(),
            Self::Locked => "locked to the cohort".to_owned(),
            Self::Together { others } if sv => {
                format!(
                    "ska vara tillsammans med {others} {}",
                    plural(*others, "annan", "andra")
                )
            }
            Self::Together { others } => {
                format!(
                    "must be together with {others} {}",
                    plural(*others, "other", "others")
                )
            }
            Self::OnlyCohortAllowed if sv => "den enda grupp som är möjlig".to_owned(),
            Self::OnlyCohortAllowed => "the only cohort that is possible".to_owned(),
            Self::BalancesFamily {
                family,
                count,
                share_hundredths,
            } => {
                let share = decimal(*share_hundredths, language);
                let family = family.label(language);
                if sv {
                    format!("{count} från {family} här, en jämn andel är {share}")
                } else {
                    format!("{count} from {family} here, an even share is {share}")
                }
            }
            Self::KeptApart { from } if sv => {
                format!(
                    "ska inte vara i samma grupp som {}",
                    apart(from.len(), language)
                )
            }
            Self::KeptApart { from } => {
                format!(
                    "must not share a cohort with {}",
                    apart(from.len(), language)
                )
            }
            Self::Stays if sv => "är kvar i sin grupp".to_owned(),
            Self::Stays => "stays in the same cohort".to_owned(),
            Self::Room if sv => "här fanns plats".to_owned(),
            Self::Room => "there was room here".to_owned(),
        }
    }
}

fn apart(count: usize, language: Language) -> String {
    match (count, language) {
        (1, Language::Sv) => "en viss annan person".to_owned(),
        (1, Language::En) => "one other person".to_owned(),
        (_, Language::Sv) => format!("{count} vissa andra"),
        (_, Language::En) => format!("{count} others"),
    }
}

impl Alternative {
    pub fn sentence(&self, language: Language) -> String {
        let (sv, code, points) = (language == Language::Sv, &self.code, self.points);
        if !self.hard_broken.is_empty() {
            let broken = rules(&self.hard_broken, language);
            return if sv {
                format!(
                    "Ingen annan grupp går utan att bryta en regel; närmast är {code} ({broken})."
                )
            } else {
                format!("No other cohort keeps every rule; the nearest is {code} ({broken}).")
            };
        }
        let why = self
            .because
            .map(|because| format!(": {}", because.clause(language)));
        let why = why.filter(|_| points > 0).unwrap_or_default();
        let unit = if sv {
            "poäng"
        } else {
            plural(points.abs(), "point", "points")
        };
        match (points, sv) {
            (0, true) => format!("Att flytta till {code} vore lika bra."),
            (0, false) => format!("Moving to {code} would be just as good."),
            (1.., true) => {
                format!("Att flytta till {code} gör förslaget {points} {unit} sämre{why}.")
            }
            (1.., false) => {
                format!("Moving to {code} would make the plan {points} {unit} worse{why}.")
            }
            (_, true) => format!(
                "Att flytta till {code} gör förslaget {} {unit} bättre.",
                -points
            ),
            (_, false) => {
                format!(
                    "Moving to {code} would make the plan {} {unit} better.",
                    -points
                )
            }
        }
    }
}

impl Alternative {
    /// What this cohort would cost, for a list of all of them.
    pub fn cost(&self, language: Language) -> String {
        let sv = language == Language::Sv;
        if !self.hard_broken.is_empty() {
            let broken = rules(&self.hard_broken, language);
            return if sv {
                format!("bryter en regel: {broken}")
            } else {
                format!("breaks a rule: {broken}")
            };
        }
        let why = self.because.filter(|_| self.points > 0);
        let why = why.map_or("", |because| because.clause(language));
        match (self.points, sv) {
            (0, true) => "lika bra".to_owned(),
            (0, false) => "just as good".to_owned(),
            (1.., _) => why.to_owned(),
            (_, true) => "bättre".to_owned(),
            (_, false) => "better".to_owned(),
        }
    }
}

impl AlternativeReason {
    fn clause(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::AloneInFamily, Language::Sv) => "ensam från sin yrkesfamilj där",
            (Self::AloneInFamily, Language::En) => "alone in their family there",
            (Self::LeavesOneAlone, Language::Sv) => "lämnar en kvar som blir ensam",
            (Self::LeavesOneAlone, Language::En) => "leaves somebody alone of the family",
            (Self::FamiliesLessEven, Language::Sv) => "yrkesfamiljerna blir ojämnare",
            (Self::FamiliesLessEven, Language::En) => "families become less even",
            (Self::Colleagues, Language::Sv) => "sämre för kollegor",
            (Self::Colleagues, Language::En) => "worse for colleagues",
            (Self::Company, Language::Sv) => "skild från någon att vara tillsammans med",
            (Self::Company, Language::En) => "apart from somebody to be together with",
            (Self::Modality, Language::Sv) => "möts på ett annat sätt än önskat",
            (Self::Modality, Language::En) => "does not meet the way they wish",
            (Self::Times, Language::Sv) => "möts på tider som personen helst undviker",
            (Self::Times, Language::En) => "meets at times the person would rather avoid",
            (Self::LessEven, Language::Sv) => "fördelningen i övrigt blir ojämnare",
            (Self::LessEven, Language::En) => "the division becomes less even otherwise",
            (Self::Size, Language::Sv) => "gruppernas storlek blir ojämnare",
            (Self::Size, Language::En) => "sizes become less even",
            (Self::LeavesPrevious, Language::Sv) => "lämnar sin tidigare grupp",
            (Self::LeavesPrevious, Language::En) => "leaves their previous cohort",
        }
    }
}

//! Explanations of cohorts as plain sentences, in Swedish and English.

use super::{AloneReason, CohortExplanation, CohortNote};
use crate::cohort::breach::HardRule;
use crate::{person::Language, profession::ProfessionFamily};

/// A rule as something that stands in the way. Says nothing of why a cohort is closed to a
/// person: protection itself is protected.
fn rule_name(rule: HardRule, language: Language) -> &'static str {
    match (rule, language) {
        (HardRule::Unassigned, Language::Sv) => "alla ska ha en grupp",
        (HardRule::Unassigned, Language::En) => "everybody has a cohort",
        (HardRule::Capacity, Language::Sv) => "gruppernas minsta och största antal",
        (HardRule::Capacity, Language::En) => "the smallest and largest size of cohorts",
        (HardRule::Together, Language::Sv) => "några ska vara tillsammans",
        (HardRule::Together, Language::En) => "some must be together",
        (HardRule::Apart, Language::Sv) => "några får inte vara i samma grupp",
        (HardRule::Apart, Language::En) => "some must not share a cohort",
        (HardRule::Available, Language::Sv) => "tider eller yrke som inte passar gruppen",
        (HardRule::Available, Language::En) => "times or profession that do not suit the cohort",
        (HardRule::Language, Language::Sv) => "gruppens språk",
        (HardRule::Language, Language::En) => "the language of the cohort",
        (HardRule::Modality, Language::Sv) => "campus eller distans är ett krav",
        (HardRule::Modality, Language::En) => "campus or distance is a need",
        (HardRule::Protected, Language::Sv) => "gruppen är inte öppen för alla",
        (HardRule::Protected, Language::En) => "the cohort is not open to everybody",
        (HardRule::Locked, Language::Sv) => "någon är låst till sin grupp",
        (HardRule::Locked, Language::En) => "somebody is locked to their cohort",
        (HardRule::Needs, Language::Sv) => "en grupp behöver ett visst slags personer",
        (HardRule::Needs, Language::En) => "a cohort needs a certain kind of people",
    }
}

pub(super) fn rules(rules: &[HardRule], language: Language) -> String {
    let names: Vec<_> = rules
        .iter()
        .map(|&rule| rule_name(rule, language))
        .collect();
    names.join("; ")
}

/// The wished number of a family: `2`, `2–3`, or for a small family `0, 2 or 3`.
fn band(low: i64, high: i64, language: Language) -> String {
    match (low, language) {
        (0, Language::Sv) => "0, 2 eller 3".to_owned(),
        (0, Language::En) => "0, 2 or 3".to_owned(),
        _ if low == high => low.to_string(),
        _ => format!("{low}–{high}"),
    }
}

pub(super) fn plural(count: i64, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

impl CohortExplanation {
    /// Meetings a week at times that members would rather avoid.
    pub fn clashes(&self) -> i64 {
        let meetings = self.notes.iter().map(|note| match note {
            CohortNote::Clashes { meetings, .. } => *meetings,
            _ => 0,
        });
        meetings.sum()
    }

    /// Who is in the cohort, family by family, and what is not as wished.
    pub fn sentence(&self, language: Language) -> String {
        let families = self.families.iter().filter(|entry| entry.count > 0);
        let families: Vec<_> = families
            .map(|entry| format!("{} {}", entry.count, entry.family.label(language)))
            .collect();
        let people = match language {
            Language::Sv => plural(i64::from(self.size), "person", "personer"),
            Language::En => plural(i64::from(self.size), "person", "people"),
        };
        let colon = if families.is_empty() { "" } else { ": " };
        let mut text = format!(
            "{} har {} {people}{colon}{}.",
            self.code,
            self.size,
            families.join(", ")
        );
        if language == Language::En {
            text = text.replacen(" har ", " has ", 1);
        }
        for note in &self.notes {
            text.push(' ');
            text.push_str(&note.sentence(language));
        }
        text
    }
}

impl CohortNote {
    pub fn sentence(&self, language: Language) -> String {
        let sv = language == Language::Sv;
        let name = |family: ProfessionFamily| family.label(language);
        match self {
            Self::Alone { family, why, .. } => {
                let start = if sv {
                    "En person är ensam från"
                } else {
                    "One person is alone from"
                };
                format!("{start} {}: {}.", name(*family), why.clause(language))
            }
            Self::CoreFamilyMissing {
                family,
                in_offering,
                cohorts,
            } => {
                let few = *in_offering < 2 * cohorts;
                let family = name(*family);
                match (few, language) {
                    (true, Language::Sv) => format!(
                        "Ingen från {family}: det finns bara {in_offering} på {cohorts} grupper, \
                         för få för två i varje."
                    ),
                    (true, Language::En) => format!(
                        "Nobody from {family}: there are only {in_offering} for {cohorts} \
                         cohorts, too few for two in each."
                    ),
                    (false, Language::Sv) => format!(
                        "Ingen från {family}, fast det finns {in_offering}: andra regler och \
                         önskemål vägde tyngre."
                    ),
                    (false, Language::En) => format!(
                        "Nobody from {family}, though there are {in_offering}: other rules and \
                         wishes weighed more."
                    ),
                }
            }
            Self::Uneven {
                family,
                count,
                low,
                high,
            } => {
                let (family, share) = (name(*family), band(*low, *high, language));
                if sv {
                    format!("{count} från {family}; jämnt fördelat vore {share}.")
                } else {
                    format!("{count} from {family}; an even share would be {share}.")
                }
            }
            Self::SharedWorkplace {
                workplace,
                count,
                enough,
            } if sv => {
                format!("{count} från {workplace}; {enough} hade räckt.")
            }
            Self::SharedWorkplace {
                workplace,
                count,
                enough,
            } => {
                format!("{count} from {workplace}; {enough} would have been enough.")
            }
            Self::SplitWorkplace {
                workplace,
                here,
                elsewhere,
            } if sv => {
                format!("{here} från {workplace} här, {elsewhere} i andra grupper.")
            }
            Self::SplitWorkplace {
                workplace,
                here,
                elsewhere,
            } => {
                format!("{here} from {workplace} here, {elsewhere} in other cohorts.")
            }
            Self::ModalityUnmet { people } if sv => {
                format!(
                    "{} hade hellre mötts på annat sätt (campus eller distans).",
                    people.len()
                )
            }
            Self::ModalityUnmet { people } => {
                format!(
                    "{} would rather meet the other way (campus or distance).",
                    people.len()
                )
            }
            Self::Clashes { people, meetings } if sv => {
                format!(
                    "{} har mötestider de helst undviker ({meetings} i veckan).",
                    people.len()
                )
            }
            Self::Clashes { people, meetings } => {
                format!(
                    "{} meet at times they would rather avoid ({meetings} a week).",
                    people.len()
                )
            }
            Self::OffTarget { size, target } if sv => {
                format!(
                    "{size} {}, {target} var målet.",
                    plural(*size, "person", "personer")
                )
            }
            Self::OffTarget { size, target } => {
                format!(
                    "{size} {}; the target was {target}.",
                    plural(*size, "person", "people")
                )
            }
            Self::Moved { people } if sv => {
                format!("{} kommer från en annan grupp.", people.len())
            }
            Self::Moved { people } => {
                let come = plural(i64::try_from(people.len()).unwrap_or(0), "comes", "come");
                format!("{} {come} from another cohort.", people.len())
            }
        }
    }
}

impl AloneReason {
    fn clause(&self, language: Language) -> String {
        match (self, language) {
            (Self::OnlyOneInOffering, Language::Sv) => {
                "det finns ingen annan därifrån på hela kurstillfället".to_owned()
            }
            (Self::OnlyOneInOffering, Language::En) => {
                "there is nobody else from there in the whole offering".to_owned()
            }
            (Self::RuleInTheWay { rules: broken }, Language::Sv) if broken.is_empty() => {
                "de som kunde ha flyttat är bundna till sina grupper".to_owned()
            }
            (Self::RuleInTheWay { rules: broken }, Language::En) if broken.is_empty() => {
                "those who could have moved are tied to their cohorts".to_owned()
            }
            (Self::RuleInTheWay { rules: broken }, Language::Sv) => {
                format!(
                    "varje byte som hjälper bryter en regel ({})",
                    rules(broken, language)
                )
            }
            (Self::RuleInTheWay { rules: broken }, Language::En) => {
                format!(
                    "every change that helps breaks a rule ({})",
                    rules(broken, language)
                )
            }
            (Self::CostsMoreElsewhere { points: 0 }, Language::Sv) => {
                "bästa bytet som hjälper gör det lika illa någon annanstans".to_owned()
            }
            (Self::CostsMoreElsewhere { points: 0 }, Language::En) => {
                "the best change that helps makes something else as much worse".to_owned()
            }
            (Self::CostsMoreElsewhere { points }, Language::Sv) => {
                format!("bästa bytet som hjälper gör helheten {points} poäng sämre")
            }
            (Self::CostsMoreElsewhere { points }, Language::En) => {
                format!("the best change that helps makes the whole {points} points worse")
            }
            (Self::LeftUndone { points }, Language::Sv) => {
                format!("ett byte till skulle göra helheten {points} poäng bättre")
            }
            (Self::LeftUndone { points }, Language::En) => {
                format!("one more change would make the whole {points} points better")
            }
        }
    }
}

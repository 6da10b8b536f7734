//! Findings and requirements in words, in the reader's language.

use super::{Finding, Met, Requirement, Standing, english, swedish};
use crate::person::Language;

impl Finding {
    /// What was found, addressed to the person.
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::Sv => swedish::sentence(self),
            Language::En => english::sentence(self),
        }
    }

    /// What the person can do about it. `None` if there is nothing to do, or nothing helps.
    pub fn cure(&self, language: Language) -> Option<String> {
        if self.standing == Standing::Eligible || !self.curable() {
            return None;
        }
        let parts: Vec<String> = self.parts.iter().filter_map(|p| p.cure(language)).collect();
        match (&self.requirement, parts.len()) {
            // All are needed: one that nothing helps makes the others useless.
            (Requirement::AllOf { .. }, _) => {
                let hopeless = self.parts.iter().any(|part| {
                    part.standing != Standing::Eligible && part.cure(language).is_none()
                });
                (!hopeless && !parts.is_empty()).then(|| parts.join(" "))
            }
            (Requirement::AnyOf { .. }, 0) => None,
            (Requirement::AnyOf { .. }, 1) => parts.into_iter().next(),
            (Requirement::AnyOf { .. }, _) => {
                let lead = match language {
                    Language::Sv => "Ett av detta räcker.",
                    Language::En => "One of these is enough.",
                };
                Some(format!("{lead} {}", numbered(&parts)))
            }
            _ => Some(match language {
                Language::Sv => swedish::cure(self),
                Language::En => english::cure(self),
            }),
        }
    }

    /// The alternative that a choice is worth.
    pub(super) fn best_part(&self) -> Option<&Finding> {
        self.parts
            .iter()
            .max_by_key(|part| (part.standing, part.met))
    }

    /// The parts to speak of: those that fall short, or all if none does.
    pub(super) fn spoken_parts(&self) -> Vec<&Finding> {
        let short: Vec<&Finding> = self.parts.iter().filter(|p| p.met != Met::Met).collect();
        if short.is_empty() {
            self.parts.iter().collect()
        } else {
            short
        }
    }
}

impl Standing {
    /// The word for it: `behörig`, `villkorligt behörig till och med 2027-01-15`, `inte behörig`.
    pub fn label(self, language: Language) -> String {
        match (language, self) {
            (Language::Sv, Self::Eligible) => "behörig".to_owned(),
            (Language::Sv, Self::Conditional { until }) => {
                format!("villkorligt behörig till och med {until}")
            }
            (Language::Sv, Self::NotEligible) => "inte behörig".to_owned(),
            (Language::En, Self::Eligible) => "eligible".to_owned(),
            (Language::En, Self::Conditional { until }) => {
                format!("conditionally eligible through {until}")
            }
            (Language::En, Self::NotEligible) => "not eligible".to_owned(),
        }
    }
}

/// A requirement in words, for the catalogue: one sentence.
pub fn describe(requirement: &Requirement, language: Language) -> String {
    let clause = match language {
        Language::Sv => swedish::clause(requirement),
        Language::En => english::clause(requirement),
    };
    let mut letters = clause.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

/// `1: Do this. 2: Do that.`
pub(super) fn numbered(sentences: &[String]) -> String {
    let lines = sentences.iter().enumerate();
    let lines: Vec<String> = lines
        .map(|(i, text)| format!("{}: {text}", i + 1))
        .collect();
    lines.join(" ")
}

/// `a, b or c`.
pub(super) fn one_of(words: &[String], or: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {or} {last}", first.join(", ")),
    }
}

/// Tenths as a decimal number: `22,5` with a comma, `30` without a fraction.
pub(super) fn decimal(tenths: i64, mark: char) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if rest == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}{mark}{rest}")
    }
}

//! Why there is no assignment, told of people and cohorts by name.

use super::{Refusal, Staffing};
use crate::{cohort::conflict::Names, id::PersonId, person::Language};

/// Single reasons told; the rest are counted.
const REASONS_TOLD: usize = 12;

/// What people are called, and of whom reasons may be told.
pub trait Called {
    fn name(&self, person: PersonId) -> String;
    /// Whether the reader may know what keeps this person from anything.
    fn explained(&self, person: PersonId) -> bool;
}

struct ByPosition<'a>(&'a Staffing, &'a dyn Called);

impl Names for ByPosition<'_> {
    fn person(&self, id: u32, _: Language) -> String {
        self.1.name(self.0.candidates[id as usize].person)
    }

    fn cohort(&self, id: u32, _: Language) -> String {
        self.0.groups[id as usize].code.clone()
    }

    fn value(&self, attr: &str, value: i64, _: Language) -> String {
        format!("{attr} {value}")
    }
}

impl Staffing {
    /// First what it comes down to and what would help, then what keeps each person from each of
    /// the cohorts in question.
    pub fn sentences(
        &self,
        refusal: &Refusal,
        called: &dyn Called,
        language: Language,
    ) -> Vec<String> {
        let mut sentences = refusal.sentences(&ByPosition(self, called), language);
        let Refusal::TooFew { cohorts, .. } = refusal else {
            return sentences;
        };
        let mut reasons = Vec::new();
        for (id, who) in (0u32..).zip(&self.candidates) {
            if called.explained(who.person) {
                let name = called.name(who.person);
                let said = |cohort: &u32| self.reason(id, *cohort, &name, language);
                reasons.extend(cohorts.iter().filter_map(said));
            }
        }
        let more = reasons.len().saturating_sub(REASONS_TOLD);
        sentences.extend(reasons.into_iter().take(REASONS_TOLD));
        if more > 0 {
            sentences.push(match language {
                Language::Sv => format!("Och {more} skäl till."),
                Language::En => format!("And {more} more reasons."),
            });
        }
        sentences
    }

    fn reason(&self, candidate: u32, group: u32, name: &str, language: Language) -> Option<String> {
        let bars = self.bars(candidate, group);
        let words: Vec<_> = bars.iter().map(|bar| bar.words(language)).collect();
        let (code, why) = (&self.groups[group as usize].code, words.join(", "));
        (!bars.is_empty()).then(|| match language {
            Language::Sv => format!("{name} kan inte leda {code}: {why}."),
            Language::En => format!("{name} cannot lead {code}: {why}."),
        })
    }
}

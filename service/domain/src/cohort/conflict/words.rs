//! A conflict in words: what is in the way of what, and what would help.

use super::rules::Rule;
use super::shape::Shape;
use super::{Conflict, Relaxation, Verdict};
use crate::cohort::Instance;
use crate::person::Language;

/// Rules told one by one; the rest are counted.
const RULES_TOLD: usize = 12;
/// People or cohorts named in one sentence; the rest are counted.
const NAMES_TOLD: usize = 8;

/// What people, cohorts and values are called. Who may not be named is called something else.
pub trait Names {
    fn person(&self, id: u32, language: Language) -> String;
    fn cohort(&self, id: u32, language: Language) -> String;
    /// A value of an attribute.
    fn value(&self, attr: &str, value: i64, language: Language) -> String;
}

/// Names for an instance without any: positions, and the labels of values.
#[derive(Debug, Clone, Copy)]
pub struct Positions<'a>(pub &'a Instance);

impl Names for Positions<'_> {
    fn person(&self, id: u32, _: Language) -> String {
        format!("person {id}")
    }

    fn cohort(&self, id: u32, language: Language) -> String {
        match language {
            Language::Sv => format!("grupp {id}"),
            Language::En => format!("cohort {id}"),
        }
    }

    fn value(&self, attr: &str, value: i64, _: Language) -> String {
        let label = usize::try_from(value)
            .ok()
            .and_then(|at| self.0.labels.get(attr)?.get(at));
        label.map_or_else(
            || format!("{attr} = {value}"),
            |label| format!("{attr} = {label}"),
        )
    }
}

/// What sentences are made with.
pub(super) struct Teller<'a> {
    pub(super) instance: &'a Instance,
    pub(super) names: &'a dyn Names,
    pub(super) language: Language,
}

impl Conflict {
    /// First what it comes down to, then the rules, then what would help. `instance` is the one
    /// that was asked about.
    pub fn sentences(
        &self,
        instance: &Instance,
        names: &dyn Names,
        language: Language,
    ) -> Vec<String> {
        let teller = Teller {
            instance,
            names,
            language,
        };
        match self.verdict {
            Verdict::Proven => teller.proven(self),
            Verdict::Possible => vec![teller.say(
                "Det finns en indelning som håller alla regler.",
                "There is a division that keeps every rule.",
            )],
            Verdict::Unknown => vec![teller.say(
                "Ingen indelning hittades som håller alla regler. Att det inte finns någon är \
                 inte bevisat.",
                "No division was found that keeps every rule. That there is none is not proven.",
            )],
        }
    }
}

impl Rule {
    /// The rule in words.
    pub fn sentence(&self, instance: &Instance, names: &dyn Names, language: Language) -> String {
        let teller = Teller {
            instance,
            names,
            language,
        };
        teller.rule(self)
    }
}

impl Teller<'_> {
    pub(super) fn say(&self, sv: &str, en: &str) -> String {
        match self.language {
            Language::Sv => sv.to_owned(),
            Language::En => en.to_owned(),
        }
    }

    fn list(&self, names: Vec<String>) -> String {
        let and = self.say("och", "and");
        let (mut names, more) = match names.len() {
            0..=NAMES_TOLD => (names, 0),
            all => (names[..NAMES_TOLD].to_vec(), all - NAMES_TOLD),
        };
        if more > 0 {
            names.push(self.say(&format!("{more} till"), &format!("{more} more")));
        }
        let Some(last) = names.pop() else {
            return String::new();
        };
        if names.is_empty() {
            last
        } else {
            format!("{} {and} {last}", names.join(", "))
        }
    }

    pub(super) fn people(&self, ids: &[u32]) -> String {
        self.list(
            ids.iter()
                .map(|&id| self.names.person(id, self.language))
                .collect(),
        )
    }

    pub(super) fn cohorts(&self, ids: &[u32]) -> String {
        self.list(
            ids.iter()
                .map(|&id| self.names.cohort(id, self.language))
                .collect(),
        )
    }

    fn proven(&self, conflict: &Conflict) -> Vec<String> {
        let shape = Shape::of(self.instance, &conflict.rules);
        let mut sentences = vec![shape.sentence(self)];
        if shape.needs_rules() {
            let told = conflict.rules.iter().take(RULES_TOLD);
            sentences.extend(told.map(|rule| self.rule(rule)));
            let more = conflict.rules.len().saturating_sub(RULES_TOLD);
            if more > 0 {
                sentences.push(self.say(
                    &format!("Och {more} regler till."),
                    &format!("And {more} rules more."),
                ));
            }
        }
        if !conflict.minimal {
            sentences.push(self.say(
                "Kanske hindrar redan några av dem varandra; det är inte prövat till slut.",
                "Perhaps some of them are in each other's way already; it was not tried to the \
                 end.",
            ));
        }
        match &conflict.relaxation {
            Some(relaxation) => sentences.extend(self.relaxation(relaxation)),
            None => sentences.push(self.say(
                "Vilka regler som skulle behöva släppas är inte känt.",
                "Which rules would have to be dropped is not known.",
            )),
        }
        sentences
    }

    fn relaxation(&self, relaxation: &Relaxation) -> Vec<String> {
        let mut sentences = Vec::new();
        if let others @ 1.. = relaxation.other_conflicts.len() {
            sentences.push(self.say(
                &format!("Det finns fler sådana hinder (minst {others} till)."),
                &format!("There are more such conflicts (at least {others} more)."),
            ));
        }
        sentences.push(match relaxation.drop.len() {
            1 => self.say(
                "Det går om en regel ändras:",
                "It can be done if one rule is changed:",
            ),
            n => self.say(
                &format!("Det går om {n} regler ändras, och inte med färre:"),
                &format!("It can be done if {n} rules are changed, and not with fewer:"),
            ),
        });
        let changes = relaxation.drop.iter().zip(&relaxation.enough);
        sentences.extend(changes.map(|(rule, enough)| self.change(rule, *enough)));
        if !relaxation.instead.is_empty() {
            let instead = relaxation.instead.iter().take(RULES_TOLD);
            let more = relaxation.instead.len().saturating_sub(RULES_TOLD);
            sentences.push(self.say(
                "Lika bra är att i stället släppa en av de här:",
                "Dropping one of these instead would do as well:",
            ));
            sentences.extend(instead.map(|rule| self.rule(rule)));
            if more > 0 {
                sentences.push(self.say(&format!("({more} till)"), &format!("({more} more)")));
            }
        }
        sentences
    }

    fn change(&self, rule: &Rule, enough: Option<u32>) -> String {
        let Some(enough) = enough else {
            let rule = self.rule(rule);
            return self.say(&format!("Släpp: {rule}"), &format!("Drop: {rule}"));
        };
        match rule {
            Rule::AtMost { cohort, max } => {
                let at = self.cohorts(&[*cohort]);
                self.say(
                    &format!("Låt {at} ta {enough} i stället för {max}."),
                    &format!("Let {at} take {enough} instead of {max}."),
                )
            }
            Rule::AtLeast { cohort, min } => {
                let at = self.cohorts(&[*cohort]);
                self.say(
                    &format!("Nöj er med {enough} i stället för {min} i {at}."),
                    &format!("Be content with {enough} instead of {min} in {at}."),
                )
            }
            Rule::Need {
                cohort,
                attr,
                value,
                min,
            } => {
                let (at, what) = (self.cohorts(&[*cohort]), self.value(attr, *value));
                self.say(
                    &format!("Nöj er med {enough} i stället för {min} med {what} i {at}."),
                    &format!("Be content with {enough} instead of {min} with {what} in {at}."),
                )
            }
            _ => self.rule(rule),
        }
    }

    pub(super) fn value(&self, attr: &str, value: i64) -> String {
        self.names.value(attr, value, self.language)
    }

    /// Says nothing of why a cohort is closed to somebody: protection is itself protected.
    pub(super) fn rule(&self, rule: &Rule) -> String {
        let (people, at) = (self.people(&rule.people()), self.cohorts(&rule.cohorts()));
        let closed = || self.cohorts(&rule.closes(self.instance));
        match rule {
            Rule::AtLeast { min, .. } => self.say(
                &format!("{at} ska ha minst {min}."),
                &format!("{at} must have at least {min}."),
            ),
            Rule::AtMost { max, .. } => self.say(
                &format!("{at} tar högst {max}."),
                &format!("{at} takes at most {max}."),
            ),
            Rule::Need {
                attr, value, min, ..
            } => {
                let what = self.value(attr, *value);
                self.say(
                    &format!("{at} behöver minst {min} med {what}."),
                    &format!("{at} needs at least {min} with {what}."),
                )
            }
            Rule::Locked { .. } => self.say(
                &format!("{people} är låst till {at}."),
                &format!("{people} is locked to {at}."),
            ),
            Rule::Together { .. } => self.say(
                &format!("{people} ska vara i samma grupp."),
                &format!("{people} must share a cohort."),
            ),
            Rule::Apart { .. } => self.say(
                &format!("{people} får inte vara i samma grupp."),
                &format!("{people} must not share a cohort."),
            ),
            Rule::Modality { .. } => self.say(
                &format!("{people} kan inte delta på det sätt som {} möts.", closed()),
                &format!("{people} cannot take part the way {} meet.", closed()),
            ),
            Rule::Language { .. } => self.say(
                &format!("{people} talar inte språket i {}.", closed()),
                &format!("{people} does not speak the language of {}.", closed()),
            ),
            Rule::Available { .. } => self.say(
                &format!("{people} kan inte komma till {}.", closed()),
                &format!("{people} cannot attend {}.", closed()),
            ),
            Rule::Protected { .. } => self.say(
                &format!("{people} kan inte vara i {}.", closed()),
                &format!("{people} cannot be in {}.", closed()),
            ),
        }
    }
}

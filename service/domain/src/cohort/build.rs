//! The instance made of a plan's people and cohorts.

use super::input::{PlanCohort, PlanInput, PlanPerson, SetKind, WorkplacePolicy};
use super::instance::{Cohort, Criterion, INSTANCE_FORMAT, Instance, Need, Participant};
use super::roster::{Roster, family_value};
use super::slots::{SLOTS, family_slot, other_families, other_way, way_slot};
use super::weights::{Attribute, Weights};
use crate::{
    person::{Language, Modality},
    profession::ProfessionFamily,
};
use std::collections::{BTreeMap, BTreeSet};

/// Values of the attributes that are texts, numbered in order of the alphabet.
struct Numbered<'a>(BTreeMap<Attribute, Vec<&'a str>>);

impl<'a> Numbered<'a> {
    fn new(roster: &Roster<'a>) -> Self {
        let values = |attribute| {
            let texts: BTreeSet<_> = roster
                .people
                .iter()
                .filter_map(|person| stated(person, attribute))
                .collect();
            (attribute, texts.into_iter().collect())
        };
        Self(Attribute::ALL.into_iter().map(values).collect())
    }

    fn of(&self, person: &PlanPerson) -> BTreeMap<String, i64> {
        let mut attributes = BTreeMap::new();
        if let Some(family) = person.family {
            attributes.insert(Attribute::Family.key().to_owned(), family_value(family));
        }
        for (attribute, values) in &self.0 {
            let place = stated(person, *attribute).and_then(|t| values.binary_search(&t).ok());
            if let Some(value) = place.and_then(|place| i64::try_from(place).ok()) {
                attributes.insert(attribute.key().to_owned(), value);
            }
        }
        attributes
    }
}

/// What a person has stated of an attribute that is a text.
fn stated(person: &PlanPerson, attribute: Attribute) -> Option<&str> {
    match attribute {
        Attribute::Family => None,
        Attribute::Workplace => person.workplace.as_deref(),
        Attribute::Municipality => person.municipality.as_deref(),
        Attribute::Channel => person.channel.as_deref(),
        Attribute::Programme => person.programme.as_deref(),
    }
}

impl Roster<'_> {
    /// A way of meeting is `modality` where every cohort states one. Where some meet either way
    /// the format has no word for it, so the wish becomes a virtual slot to avoid and the need one
    /// that cannot be attended; a cohort of either has neither slot.
    pub(super) fn instance(&self, input: &PlanInput) -> Instance {
        let stated = self.cohorts.iter().all(|cohort| cohort.modality.is_some());
        let numbered = Numbered::new(self);
        let people = (0u32..).zip(&self.people);
        let families = ProfessionFamily::ALL.map(|family| family.code().to_owned());
        let wishes = self.wishes(input);
        Instance {
            format: INSTANCE_FORMAT.to_owned(),
            name: None,
            slots: SLOTS,
            labels: BTreeMap::from([(Attribute::Family.key().to_owned(), families.to_vec())]),
            participants: people
                .map(|(id, person)| Participant {
                    id,
                    attributes: numbered.of(person),
                    ..self.participant(person, input, stated)
                })
                .collect(),
            cohorts: (0u32..)
                .zip(&self.cohorts)
                .map(|(id, cohort)| build_cohort(id, cohort, input.kind, stated))
                .collect(),
            criteria: criteria(input, stated, &wishes),
            together: self.together(input),
            apart: self.pairs(&input.apart),
            wishes,
        }
    }

    /// Pairs that had better share a cohort: those who wish it, and colleagues, if they are to.
    fn wishes(&self, input: &PlanInput) -> Vec<(u32, u32)> {
        let wished = self.pairs(&input.wishes);
        match input.workplace_policy {
            WorkplacePolicy::Together => {
                let mut pairs = self.colleagues();
                let more = wished.into_iter().filter(|pair| !pairs.contains(pair));
                let more: Vec<_> = more.collect();
                pairs.extend(more);
                pairs
            }
            WorkplacePolicy::Spread | WorkplacePolicy::Pairs | WorkplacePolicy::None => wished,
        }
    }

    fn participant(&self, person: &PlanPerson, input: &PlanInput, stated: bool) -> Participant {
        let mut cannot = u64::from(person.cannot.bits());
        let mut avoid = u64::from(person.avoid.without(person.cannot).bits());
        if let Some(wish) = person.modality.filter(|_| !stated) {
            let other = way_slot(other_way(wish));
            if person.modality_strict {
                cannot |= other;
            } else {
                avoid |= other;
            }
        }
        if input.kind == SetKind::Expert {
            cannot |= other_families(person.family);
        }
        let held = person.previous.filter(|_| input.only_newcomers);
        let known = |cohort| self.cohort(cohort);
        let modality = person.modality.filter(|_| stated).map(modality_value);
        Participant {
            cannot,
            avoid,
            modality,
            modality_strict: person.modality_strict && modality.is_some(),
            languages: person.languages.as_deref().map(languages),
            protected: person.protected,
            locked: held.or(person.locked).and_then(known),
            previous: person.previous.and_then(known),
            ..Participant::default()
        }
    }
}

/// The criteria of the weights, and the wishes of people where colleagues have none already.
fn criteria(input: &PlanInput, stated: bool, wishes: &[(u32, u32)]) -> Vec<Criterion> {
    let (weights, policy) = (&input.weights, input.workplace_policy);
    let mut criteria = weights.criteria(input.kind, policy, stated);
    let each = weights.colleagues;
    if !wishes.is_empty() && policy != WorkplacePolicy::Together && each > 0 {
        criteria.push(Criterion::Wish { each });
    }
    criteria
}

fn build_cohort(id: u32, cohort: &PlanCohort, kind: SetKind, stated: bool) -> Cohort {
    let mut slots = u64::from(cohort.times.bits());
    if let Some(way) = cohort.modality.filter(|_| !stated) {
        slots |= way_slot(way);
    }
    if kind == SetKind::Expert {
        slots |= family_slot(cohort.family);
    }
    let need = |need: &super::input::FamilyNeed| Need {
        attr: Attribute::Family.key().to_owned(),
        value: family_value(need.family),
        min: need.min,
    };
    Cohort {
        id,
        min: cohort.min,
        max: cohort.max,
        target: Some(cohort.target),
        slots,
        modality: cohort.modality.filter(|_| stated).map(modality_value),
        language: cohort.language.map(language_value),
        protected_ok: cohort.protected_ok,
        needs: cohort.needs.iter().map(need).collect(),
    }
}

fn modality_value(modality: Modality) -> i64 {
    match modality {
        Modality::Campus => 0,
        Modality::Distance => 1,
    }
}

fn language_value(language: Language) -> u32 {
    match language {
        Language::Sv => 0,
        Language::En => 1,
    }
}

fn languages(spoken: &[Language]) -> u64 {
    spoken
        .iter()
        .fold(0, |mask, language| mask | 1 << language_value(*language))
}

impl Weights {
    /// The weights as criteria of an instance. Zero weights are left out: they would only cost
    /// time. `modality_stated`: every cohort says how it meets; otherwise a wish for a way of
    /// meeting is a virtual time to avoid (see `slots`), which must then weigh as the times do, so
    /// the heavier of the two counts for both.
    pub(super) fn criteria(
        &self,
        kind: SetKind,
        policy: WorkplacePolicy,
        modality_stated: bool,
    ) -> Vec<Criterion> {
        let mut criteria = Vec::new();
        for (attribute, mix) in &self.mix {
            // In a cohort of one profession there is nothing to mix professions with.
            let moot = kind == SetKind::Expert && *attribute == Attribute::Family;
            // `pairs` mixes the workplace in its own way; one criterion an attribute.
            let taken = policy == WorkplacePolicy::Pairs && *attribute == Attribute::Workplace;
            if !moot && !taken && (mix.out > 0 || mix.alone > 0) {
                let (attr, out, alone) = (attribute.key().to_owned(), mix.out, mix.alone);
                criteria.push(Criterion::Mix { attr, out, alone });
            }
        }
        criteria.extend(colleagues(policy, self.colleagues));
        for (attribute, excess) in &self.spread {
            let (attr, excess) = (attribute.key().to_owned(), *excess);
            criteria.push(Criterion::Spread { attr, excess });
        }
        let (clash, modality) = (self.clash, self.modality);
        if modality_stated {
            criteria.push(Criterion::Modality { each: modality });
            criteria.push(Criterion::Clash { each: clash });
        } else {
            let each = clash.max(modality);
            criteria.push(Criterion::Clash { each });
        }
        criteria.push(Criterion::Size { each: self.size });
        criteria.push(Criterion::Move { each: self.moved });
        criteria.retain(|criterion| criterion.weights().iter().any(|(_, weight)| *weight > 0));
        criteria
    }
}

fn colleagues(policy: WorkplacePolicy, weight: i64) -> Option<Criterion> {
    let attr = Attribute::Workplace.key().to_owned();
    match policy {
        WorkplacePolicy::Spread => Some(Criterion::Spread {
            attr,
            excess: weight,
        }),
        WorkplacePolicy::Together => Some(Criterion::Wish { each: weight }),
        // "0, 2 or 3 of each" is exactly what the mix of a rare value wishes for.
        WorkplacePolicy::Pairs => Some(Criterion::Mix {
            attr,
            out: weight,
            alone: weight,
        }),
        WorkplacePolicy::None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_weighs_nothing_is_no_criterion() {
        let mut weights = Weights::default();
        for name in [
            "mix.out",
            "mix.alone",
            "colleagues",
            "clash",
            "modality",
            "move",
        ] {
            weights.set(name, 0).unwrap();
        }
        let criteria = weights.criteria(SetKind::Mixed, WorkplacePolicy::Spread, true);
        let keys: Vec<_> = criteria.iter().map(Criterion::key).collect();
        assert_eq!(keys, ["size"]);
    }
}

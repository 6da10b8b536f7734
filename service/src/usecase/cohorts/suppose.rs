//! Carrying a supposition out on a copy of a plan's input.

use super::what_if::{Newcomer, Supposed, WhatIfRequest};
use crate::{
    error::{Error, FieldError, Result, Text},
    store::Tx,
    usecase::people::{self, Families},
};
use samverkan_domain::{cohort::PlanPerson, id::PersonId, person::Language};
use std::collections::BTreeSet;
use uuid::Uuid;

impl Supposed {
    pub(super) async fn suppose(&mut self, tx: &mut Tx, wanted: &WhatIfRequest) -> Result<()> {
        let mut faults = Vec::new();
        for (i, person) in wanted.drop.iter().enumerate() {
            if self.places.remove(person).is_none() {
                faults.push(unknown(&format!("/drop/{i}")));
            }
            self.input.people.retain(|p| p.person != *person);
        }
        let people: BTreeSet<_> = self.input.people.iter().map(|p| p.person).collect();
        for group in &mut self.input.together {
            group.retain(|person| people.contains(person));
        }
        self.input.together.retain(|group| group.len() > 1);
        let both = |(a, b): &(PersonId, PersonId)| people.contains(a) && people.contains(b);
        self.input.apart.retain(both);
        let moves = wanted.moves.iter().map(|wish| (wish, false));
        let locks = wanted.locks.iter().map(|wish| (wish, true));
        for (i, (wish, lock)) in moves.chain(locks).enumerate() {
            let cohort = self.input.cohorts.iter().find(|c| c.code == wish.cohort);
            let described = self
                .input
                .people
                .iter_mut()
                .find(|p| p.person == wish.person);
            let (Some(cohort), Some(described)) = (cohort, described) else {
                faults.push(unknown(&format!("/moves/{i}")));
                continue;
            };
            self.places.insert(wish.person, cohort.cohort);
            described.locked = lock.then_some(cohort.cohort).or(described.locked);
        }
        for (name, value) in &wanted.weights {
            if let Err(fault) = self.input.weights.set(name, *value) {
                let text = Text::new(fault.sentence(Language::Sv), fault.sentence(Language::En));
                let pointer = format!("/weights/{name}");
                faults.push(FieldError::new(pointer, "weight", text));
            }
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let families = Families::load(tx).await?;
        for (n, newcomer) in wanted.add.iter().enumerate() {
            let person = self.newcomer(tx, &families, n, *newcomer).await?;
            self.input.people.push(person);
        }
        Ok(())
    }

    async fn newcomer(
        &mut self,
        tx: &mut Tx,
        families: &Families,
        n: usize,
        newcomer: Newcomer,
    ) -> Result<PlanPerson> {
        match newcomer {
            Newcomer::Of(family) => {
                let id = PersonId(Uuid::from_u128(n as u128 + 1));
                let name = Text::new(
                    format!("någon från {}", family.label(Language::Sv)),
                    format!("somebody from {}", family.label(Language::En)),
                );
                self.nobodies.insert(id, name);
                Ok(PlanPerson {
                    family: Some(family),
                    ..PlanPerson::unknown(id)
                })
            }
            Newcomer::Known(id) => {
                let row = tx.person(id).await?;
                let row = row.ok_or(Error::NotFound { what: "person" })?;
                if self.places.contains_key(&id) {
                    return Err(Error::invalid(
                        format!("/add/{n}"),
                        "already-placed",
                        "Personen har redan en plats i förslaget.",
                        "The person has a place in the plan already.",
                    ));
                }
                Ok(PlanPerson {
                    family: families.of(row.profession.as_deref(), row.programme.as_deref()),
                    workplace: row.workplace.clone().filter(|_| !row.is_protected()),
                    modality: row.modality.as_deref().and_then(people::parse_modality),
                    protected: row.is_protected(),
                    ..PlanPerson::unknown(id)
                })
            }
        }
    }
}

fn unknown(pointer: &str) -> FieldError {
    FieldError::new(
        pointer,
        "not-in-the-plan",
        Text::new(
            "Personen finns inte i förslaget, eller så finns inte gruppen.",
            "The person is not in the plan, or there is no such cohort.",
        ),
    )
}

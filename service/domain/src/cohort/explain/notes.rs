//! What is not as wished in a cohort, professions aside.

use super::CohortNote;
use super::why::Explainer;
use crate::cohort::input::PlanPerson;
use crate::cohort::score::int;
use crate::cohort::slots::ALL_TIMES;
use crate::id::PersonId;
use std::collections::BTreeMap;

impl Explainer<'_> {
    pub(super) fn other_notes(&self, id: u32) -> Vec<CohortNote> {
        let home = self.roster.cohorts[id as usize];
        let members = &self.local.members[id as usize];
        let mut notes = self.workplace_notes(id);
        let ids = |wanted: &dyn Fn(u32, &PlanPerson) -> bool| -> Vec<PersonId> {
            let seats = members.iter().filter(|&&seat| wanted(seat, self.who(seat)));
            seats.map(|&seat| self.who(seat).person).collect()
        };
        let people = ids(&|_, person| {
            home.modality
                .is_some_and(|way| person.modality.is_some_and(|wish| wish != way))
        });
        if !people.is_empty() {
            notes.push(CohortNote::ModalityUnmet { people });
        }
        let clash = |seat: u32| {
            let avoid = self.instance.participants[seat as usize].avoid;
            (avoid & self.instance.cohorts[id as usize].slots & ALL_TIMES).count_ones()
        };
        let people = ids(&|seat, _| clash(seat) > 0);
        if !people.is_empty() {
            let meetings = members.iter().map(|&seat| i64::from(clash(seat))).sum();
            notes.push(CohortNote::Clashes { people, meetings });
        }
        let (size, target) = (int(members.len()), i64::from(home.target));
        if size != target {
            notes.push(CohortNote::OffTarget { size, target });
        }
        let people = ids(&|seat, _| {
            self.instance.participants[seat as usize]
                .previous
                .is_some_and(|was| was != id)
        });
        if !people.is_empty() {
            notes.push(CohortNote::Moved { people });
        }
        notes
    }

    fn workplace_notes(&self, id: u32) -> Vec<CohortNote> {
        let has = |key: &str| self.instance.criteria.iter().any(|c| c.key() == key);
        let (spread, pairs) = (has("spread:workplace"), has("mix:workplace"));
        if !spread && !pairs && !has("wish") {
            return Vec::new();
        }
        let mut here = BTreeMap::new();
        for &seat in &self.local.members[id as usize] {
            if let Some(workplace) = self.who(seat).workplace.as_deref() {
                *here.entry(workplace).or_insert(0i64) += 1;
            }
        }
        let cohorts = int(self.roster.cohorts.len());
        let note = |(name, count): (&str, i64)| {
            let in_all = *self.workplace_totals.get(&self.roster.workplace(name)?)?;
            let workplace = name.to_owned();
            let enough = match (spread, pairs) {
                (true, _) => (in_all + cohorts - 1) / cohorts,
                (_, true) => 3,
                _ => i64::MAX,
            };
            let elsewhere = in_all - count;
            let torn = elsewhere > 0 && !spread && (!pairs || count == 1);
            if in_all >= 2 && count > enough {
                Some(CohortNote::SharedWorkplace {
                    workplace,
                    count,
                    enough,
                })
            } else if torn {
                Some(CohortNote::SplitWorkplace {
                    workplace,
                    here: count,
                    elsewhere,
                })
            } else {
                None
            }
        };
        here.into_iter().filter_map(note).collect()
    }
}

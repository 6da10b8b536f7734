//! Facilitators and cohorts as the assignment sees them.

use super::{
    content::PlanContent,
    facilitators::{FacilitatorLock, FacilitatorNote, FacilitatorView, note},
    install::{Partition, in_force},
    naming::Names,
};
use crate::{
    error::{Error, Result, Text},
    store::{
        Tx,
        catalogue::OfferingRow,
        facilitator::{FacilitatorRow, LeaderRow},
        person::PersonRow,
    },
    usecase::people::Families,
};
use samverkan_domain::{
    cohort::{
        PlanCohort, Times,
        facilitator::{Bar, Called, Candidate, Group},
    },
    id::{CohortId, OfferingId, PersonId},
    person::Language,
    profession::ProfessionFamily,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The facilitators of an offering with all that is known of what they lead.
pub(super) struct Staff {
    rows: Vec<FacilitatorRow>,
    people: BTreeMap<Uuid, PersonRow>,
    families: Families,
    pub(super) leaders: Vec<LeaderRow>,
    elsewhere: Vec<LeaderRow>,
}

impl Called for Names {
    fn name(&self, person: PersonId) -> String {
        self.of(person)
    }

    fn explained(&self, person: PersonId) -> bool {
        Names::explained(self, person)
    }
}

fn times(rows: &[&LeaderRow]) -> Times {
    let bits = rows.iter().fold(0, |bits, row| bits | row.times);
    Times::from_bits(bits).unwrap_or_default()
}

impl Staff {
    pub(super) async fn load(tx: &mut Tx, offering: OfferingId) -> Result<Self> {
        let people = tx.facilitator_people(offering).await?.into_iter();
        Ok(Self {
            rows: tx.facilitators(offering).await?,
            people: people.map(|row| (row.id, row)).collect(),
            families: Families::load(tx).await?,
            leaders: tx.leaders(offering).await?,
            elsewhere: tx.led_elsewhere(offering).await?,
        })
    }

    pub(super) fn family(&self, person: PersonId) -> Option<ProfessionFamily> {
        let row = self.people.get(&person.0)?;
        self.families
            .of(row.profession.as_deref(), row.programme.as_deref())
    }

    /// Everybody as they can be assigned in one partition: what they lead in others counts.
    pub(super) fn candidates(&self, set_name: &str) -> Result<Vec<Candidate>> {
        let rows = self.rows.iter();
        rows.map(|row| self.candidate(row, set_name)).collect()
    }

    fn candidate(&self, row: &FacilitatorRow, set_name: &str) -> Result<Candidate> {
        let own = |leader: &&LeaderRow| leader.person_id == row.person_id;
        let others = self.leaders.iter().filter(|l| l.set_name != set_name);
        let others: Vec<_> = others.filter(own).collect();
        let elsewhere: Vec<_> = self.elsewhere.iter().filter(own).collect();
        let here = u32::try_from(others.len()).unwrap_or(u32::MAX);
        let known: FacilitatorNote = note(row)?;
        let person = self.people.get(&row.person_id);
        let locks = known.locked.into_iter();
        Ok(Candidate {
            person: PersonId(row.person_id),
            most: known.most.saturating_sub(here),
            cannot: known.cannot,
            busy: times(&[others, elsewhere].concat()),
            family: self.family(PersonId(row.person_id)),
            only: known.only,
            never: known.never,
            languages: known.languages,
            protected: person.is_none_or(PersonRow::is_protected),
            locked: locks
                .filter(|lock| lock.set_name == set_name)
                .map(|lock| lock.cohort)
                .collect(),
        })
    }

    /// The cohorts of a partition that is in force.
    pub(super) async fn groups(
        &self,
        tx: &mut Tx,
        offering: OfferingId,
        set_name: &str,
    ) -> Result<Vec<Group>> {
        let (_, partition) = in_force(tx, offering, set_name).await?;
        let people = tx.people_concerned(offering).await?;
        let family = |row: &PersonRow| {
            let family = self
                .families
                .of(row.profession.as_deref(), row.programme.as_deref());
            (row.person(), family)
        };
        let families: BTreeMap<_, _> = people.iter().map(family).collect();
        let Partition {
            cohorts, members, ..
        } = partition;
        let places = members.iter().map(|m| (m.person, m.cohort));
        Ok(self.described(set_name, &cohorts, &places.collect::<Vec<_>>(), &families))
    }

    /// The cohorts of a plan.
    pub(super) fn planned(&self, content: &PlanContent) -> Vec<Group> {
        let people = content.input.people.iter();
        let families = people.map(|person| (person.person, person.family));
        self.described(
            &content.request.set_name,
            &content.input.cohorts,
            &content.plan.places,
            &families.collect(),
        )
    }

    fn described(
        &self,
        set_name: &str,
        cohorts: &[PlanCohort],
        places: &[(PersonId, CohortId)],
        families: &BTreeMap<PersonId, Option<ProfessionFamily>>,
    ) -> Vec<Group> {
        let group = |cohort: &PlanCohort| {
            let placed = places.iter().filter(|(_, id)| *id == cohort.cohort);
            let members: BTreeSet<PersonId> = placed.map(|(person, _)| *person).collect();
            let of = |person: &PersonId| families.get(person).copied().flatten();
            let led = self.leaders.iter();
            let led = led.filter(|l| l.set_name == set_name && l.code == cohort.code);
            Group {
                code: cohort.code.clone(),
                times: cohort.times,
                language: cohort.language,
                families: members.iter().filter_map(of).chain(cohort.family).collect(),
                members,
                protected_ok: cohort.protected_ok,
                led_by: led.map(|leader| PersonId(leader.person_id)).collect(),
            }
        };
        let mut groups: Vec<_> = cohorts.iter().map(group).collect();
        groups.sort_by(|a, b| a.code.cmp(&b.code));
        groups
    }

    /// Everybody as they are listed.
    pub(super) async fn views(
        &self,
        tx: &mut Tx,
        offering: &OfferingRow,
        names: &Names,
    ) -> Result<Vec<FacilitatorView>> {
        let mut groups = BTreeMap::new();
        for set in tx.cohort_sets(offering.offering()).await? {
            let there = self.groups(tx, offering.offering(), &set.name).await?;
            groups.insert(set.name, there);
        }
        let view = |row: &FacilitatorRow| {
            let person = PersonId(row.person_id);
            let led = self.leaders.iter().filter(|l| l.person_id == row.person_id);
            let led: Vec<_> = led.collect();
            let problems = if names.explained(person) {
                self.problems(row, &led, &groups)?
            } else {
                Vec::new()
            };
            Ok(FacilitatorView {
                person,
                name: names.of(person),
                family: self.family(person),
                note: note(row)?,
                leads: led
                    .iter()
                    .map(|leader| FacilitatorLock {
                        set_name: leader.set_name.clone(),
                        cohort: leader.code.clone(),
                    })
                    .collect(),
                problems,
                noted_at: row.noted_at.0,
            })
        };
        self.rows.iter().map(view).collect()
    }

    /// What does not fit in what somebody leads: cohorts may have been changed since.
    fn problems(
        &self,
        row: &FacilitatorRow,
        led: &[&LeaderRow],
        groups: &BTreeMap<String, Vec<Group>>,
    ) -> Result<Vec<Text>> {
        let mut problems = Vec::new();
        for leader in led {
            let who = self.candidate(row, &leader.set_name)?;
            let there = groups.get(&leader.set_name).into_iter().flatten();
            let group = there.into_iter().find(|group| group.code == leader.code);
            let group = group.ok_or_else(|| Error::internal("a leader of no cohort"))?;
            let mut bars = who.standing_bars(group);
            let others = led.iter().filter(|l| l.cohort_id != leader.cohort_id);
            let others: Vec<_> = others.copied().collect();
            let busy = times(&others).and(group.times);
            let elsewhere = who.busy.and(group.times).without(busy);
            let clashes = [busy, elsewhere].into_iter().filter(|t| !t.is_empty());
            bars.extend(clashes.map(Bar::Busy));
            let code = &leader.code;
            problems.extend(bars.iter().map(|bar| {
                let words = |language| bar.words(language);
                Text::new(
                    format!("Leder {code} men {}.", words(Language::Sv)),
                    format!("Leads {code} but {}.", words(Language::En)),
                )
            }));
        }
        let (leads, most) = (i64::try_from(led.len()).unwrap_or(i64::MAX), row.most);
        if leads > most {
            problems.push(Text::new(
                format!("Leder {leads} grupper men högst {most} är sagt."),
                format!("Leads {leads} cohorts but at most {most} is noted."),
            ));
        }
        Ok(problems)
    }
}

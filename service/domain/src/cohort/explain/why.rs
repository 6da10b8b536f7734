//! Finding out why a plan looks as it does, by trying what would be otherwise.

use super::local::Local;
use super::{
    AloneReason, CORE_TRIAD, CohortExplanation, CohortNote, FamilyCount, PersonExplanation,
};
use crate::cohort::breach::{HardRule, breaches};
use crate::cohort::input::{PlanCohort, PlanPerson};
use crate::cohort::instance::{Assignment, Instance};
use crate::cohort::roster::{Roster, family_value};
use crate::cohort::score::{int, mix_band};
use crate::cohort::search::columns::totals;
use crate::cohort::search::compiled::Model;
use crate::cohort::search::cost::Cost;
use crate::cohort::search::state::{Change, State};
use crate::profession::ProfessionFamily;
use std::collections::{BTreeMap, BTreeSet};

pub(in crate::cohort) struct Explainer<'a> {
    pub(super) roster: &'a Roster<'a>,
    pub(super) instance: &'a Instance,
    pub(super) assignment: &'a Assignment,
    pub(super) family_totals: BTreeMap<i64, i64>,
    pub(super) workplace_totals: BTreeMap<i64, i64>,
    pub(super) local: Local<'a>,
}

impl<'a> Explainer<'a> {
    /// Of an assignment that places everybody.
    pub(in crate::cohort) fn new(
        roster: &'a Roster<'a>,
        instance: &'a Instance,
        assignment: &'a Assignment,
    ) -> Self {
        Self {
            roster,
            instance,
            assignment,
            family_totals: totals(instance, "family"),
            workplace_totals: totals(instance, "workplace"),
            local: Local::new(instance, assignment),
        }
    }

    pub(in crate::cohort) fn explain(&self) -> (Vec<CohortExplanation>, Vec<PersonExplanation>) {
        if self.instance.participants.is_empty() {
            return (
                (0u32..)
                    .zip(&self.roster.cohorts)
                    .map(|(_, c)| empty(c))
                    .collect(),
                vec![],
            );
        }
        let model = Model::new(self.instance);
        let mut state = self.state(&model);
        let ids = (0u32..).take(self.roster.cohorts.len());
        let cohorts = ids
            .map(|cohort| self.cohort(&model, &mut state, cohort))
            .collect();
        let seats = (0u32..).take(self.roster.people.len());
        let people = seats
            .map(|seat| self.person(&model, &mut state, seat))
            .collect();
        (cohorts, people)
    }

    /// The cohorts with their mix, without looking for reasons.
    pub(in crate::cohort) fn tallies(&self) -> Vec<CohortExplanation> {
        let ids = (0u32..).zip(&self.roster.cohorts);
        ids.map(|(id, home)| CohortExplanation {
            size: u32::try_from(self.local.members[id as usize].len()).unwrap_or(u32::MAX),
            points: self.local.points(id).values().sum(),
            families: self.families(id),
            ..empty(home)
        })
        .collect()
    }

    /// The division as the engine keeps it.
    pub(super) fn state<'m>(&self, model: &'m Model) -> State<'m> {
        let mut units = vec![0; model.nobody as usize + 1];
        for (person, &unit) in model.unit_of.iter().enumerate() {
            units[unit as usize] = self.assignment.cohort[person].unwrap_or(0);
        }
        State::from_units(model, &units)
    }

    pub(super) fn who(&self, seat: u32) -> &PlanPerson {
        self.roster.people[seat as usize]
    }

    /// Members and share of every family that is in the offering at all.
    fn families(&self, cohort: u32) -> Vec<FamilyCount> {
        let people = int(self.instance.participants.len());
        let size = int(self.local.members[cohort as usize].len());
        let share = |family: ProfessionFamily| {
            let in_offering = *self.family_totals.get(&family_value(family))?;
            let count = int(self.family_members(cohort, family).len());
            let (low, high) = mix_band(in_offering, size, people);
            Some(FamilyCount {
                family,
                count,
                low,
                high,
            })
        };
        ProfessionFamily::ALL
            .into_iter()
            .filter_map(share)
            .collect()
    }

    pub(super) fn family_members(&self, cohort: u32, family: ProfessionFamily) -> Vec<u32> {
        let members = self.local.members[cohort as usize].iter().copied();
        members
            .filter(|&seat| self.who(seat).family == Some(family))
            .collect()
    }

    pub(super) fn cohort(&self, model: &Model, state: &mut State, id: u32) -> CohortExplanation {
        let home = self.roster.cohorts[id as usize];
        let size = int(self.local.members[id as usize].len());
        let mut explanation = empty(home);
        explanation.size = u32::try_from(size).unwrap_or(u32::MAX);
        explanation.points = self.local.points(id).values().sum();
        explanation.families = self.families(id);
        let expert = home.family.is_some();
        let (mut alone, mut missing, mut uneven) = (Vec::new(), Vec::new(), Vec::new());
        for family in ProfessionFamily::ALL {
            let in_offering = self
                .family_totals
                .get(&family_value(family))
                .copied()
                .unwrap_or(0);
            let here = self.family_members(id, family);
            let count = int(here.len());
            if count == 0 && !expert && CORE_TRIAD.contains(&family) {
                let cohorts = int(self.roster.cohorts.len());
                missing.push(CohortNote::CoreFamilyMissing {
                    family,
                    in_offering,
                    cohorts,
                });
            }
            if in_offering == 0 {
                continue;
            }
            let (low, high) = mix_band(in_offering, size, model.people);
            if expert {
                continue; // all of one profession, as meant
            }
            if count == 1 {
                let why = self.why_alone(model, state, here[0], family, in_offering);
                alone.push(CohortNote::Alone {
                    family,
                    person: self.who(here[0]).person,
                    why,
                });
            }
            if count < low || count > high {
                uneven.push(CohortNote::Uneven {
                    family,
                    count,
                    low,
                    high,
                });
            }
        }
        explanation.notes = [alone, missing, uneven, self.other_notes(id)].concat();
        explanation
    }

    /// Tries every move and exchange that would end the isolation of `seat`.
    fn why_alone(
        &self,
        model: &Model,
        state: &mut State,
        seat: u32,
        family: ProfessionFamily,
        in_offering: i64,
    ) -> AloneReason {
        if in_offering < 2 {
            return AloneReason::OnlyOneInOffering;
        }
        let unit = model.unit_of[seat as usize];
        let here = state.cohort_of[unit as usize];
        let mut best: Option<(Cost, Change)> = None;
        let mut look = |state: &mut State, change: Change| {
            let effect = state.effect(change);
            if best.is_none_or(|(least, _)| effect < least) {
                best = Some((effect, change));
            }
        };
        let free = |unit: u32| model.fixed[unit as usize].is_none();
        for there in (0..model.cohorts()).filter(|&cohort| cohort != here) {
            let kin: BTreeSet<u32> = self
                .family_members(there, family)
                .iter()
                .map(|&seat| model.unit_of[seat as usize])
                .collect();
            if kin.is_empty() {
                continue;
            }
            // The lonely one joins the others, or one of the others comes here.
            let go = std::iter::once((unit, there)).chain(kin.iter().map(|&other| (other, here)));
            for (traveller, to) in go.filter(|&(traveller, _)| free(traveller)) {
                look(
                    state,
                    Change::Move {
                        unit: traveller,
                        to,
                    },
                );
                for with in state.units_in(to).to_vec() {
                    // Exchanging kin for kin changes nothing.
                    if with != unit && !kin.contains(&with) && free(with) {
                        look(
                            state,
                            Change::Swap {
                                unit: traveller,
                                with,
                            },
                        );
                    }
                }
            }
        }
        match best {
            Some((effect, _)) if effect.hard <= 0 && effect.soft < 0 => AloneReason::LeftUndone {
                points: -effect.soft,
            },
            Some((effect, _)) if effect.hard <= 0 => AloneReason::CostsMoreElsewhere {
                points: effect.soft,
            },
            Some((_, change)) => AloneReason::RuleInTheWay {
                rules: self.rules_broken(state, change),
            },
            None => AloneReason::RuleInTheWay { rules: Vec::new() },
        }
    }

    fn rules_broken(&self, state: &State, change: Change) -> Vec<HardRule> {
        let mut changed = state.clone();
        changed.apply(change);
        let broken = breaches(self.instance, &changed.assignment());
        let rules: BTreeSet<_> = broken.iter().map(crate::cohort::Breach::rule).collect();
        rules.into_iter().collect()
    }
}

fn empty(home: &PlanCohort) -> CohortExplanation {
    let (cohort, code) = (home.cohort, home.code.clone());
    CohortExplanation {
        cohort,
        code,
        size: 0,
        points: 0,
        families: Vec::new(),
        notes: Vec::new(),
    }
}

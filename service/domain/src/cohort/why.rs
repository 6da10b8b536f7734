//! Finding out why a plan looks as it does, by trying what would be otherwise.

use super::breach::{HardRule, breaches};
use super::columns::totals;
use super::compiled::Model;
use super::cost::Cost;
use super::explain::{
    AloneReason, Alternative, AlternativeReason, CORE_TRIAD, CohortExplanation, CohortNote,
    FamilyCount, PersonExplanation, PlacementReason,
};
use super::instance::{Assignment, Instance};
use super::plan::{PlanCohort, PlanPerson};
use super::roster::{Roster, family_value};
use super::score::{Score, int, mix_band};
use super::state::{Change, State};
use crate::{id::PersonId, profession::ProfessionFamily};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Explainer<'a> {
    roster: &'a Roster<'a>,
    instance: &'a Instance,
    assignment: &'a Assignment,
    score: Score,
    family_totals: BTreeMap<i64, i64>,
    members: Vec<Vec<u32>>,
}

impl<'a> Explainer<'a> {
    /// Of an assignment that places everybody.
    pub(super) fn new(
        roster: &'a Roster<'a>,
        instance: &'a Instance,
        assignment: &'a Assignment,
    ) -> Self {
        let mut members = vec![Vec::new(); instance.cohorts.len()];
        for (person, cohort) in (0u32..).zip(&assignment.cohort) {
            if let Some(cohort) = *cohort {
                members[cohort as usize].push(person);
            }
        }
        let score = Score::of(instance, assignment).unwrap_or_default();
        let family_totals = totals(instance, "family");
        Self {
            roster,
            instance,
            assignment,
            score,
            family_totals,
            members,
        }
    }

    pub(super) fn explain(&self) -> (Vec<CohortExplanation>, Vec<PersonExplanation>) {
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
        let mut units = vec![0; model.nobody as usize + 1];
        for (person, &unit) in model.unit_of.iter().enumerate() {
            units[unit as usize] = self.assignment.cohort[person].unwrap_or(0);
        }
        let mut state = State::from_units(&model, &units);
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

    fn who(&self, seat: u32) -> &PlanPerson {
        self.roster.people[seat as usize]
    }

    fn family_members(&self, cohort: u32, family: ProfessionFamily) -> Vec<u32> {
        let members = self.members[cohort as usize].iter().copied();
        members
            .filter(|&seat| self.who(seat).family == Some(family))
            .collect()
    }

    fn cohort(&self, model: &Model, state: &mut State, id: u32) -> CohortExplanation {
        let home = self.roster.cohorts[id as usize];
        let size = int(self.members[id as usize].len());
        let mut explanation = empty(home);
        explanation.size = u32::try_from(size).unwrap_or(u32::MAX);
        let (mut alone, mut missing, mut uneven) = (Vec::new(), Vec::new(), Vec::new());
        for family in ProfessionFamily::ALL {
            let in_offering = self
                .family_totals
                .get(&family_value(family))
                .copied()
                .unwrap_or(0);
            let here = self.family_members(id, family);
            let count = int(here.len());
            if count == 0 && CORE_TRIAD.contains(&family) {
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
            explanation.families.push(FamilyCount {
                family,
                count,
                low,
                high,
            });
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
        let rules: BTreeSet<_> = broken.iter().map(super::Breach::rule).collect();
        rules.into_iter().collect()
    }

    fn other_notes(&self, id: u32) -> Vec<CohortNote> {
        let home = self.roster.cohorts[id as usize];
        let members = &self.members[id as usize];
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
        let spread = self
            .instance
            .criteria
            .iter()
            .any(|c| c.key() == "spread:workplace");
        let gather = self.instance.criteria.iter().any(|c| c.key() == "wish");
        if !spread && !gather {
            return Vec::new();
        }
        let all = totals(self.instance, "workplace");
        let mut here = BTreeMap::new();
        for &seat in &self.members[id as usize] {
            if let Some(workplace) = self.who(seat).workplace.as_deref() {
                *here.entry(workplace).or_insert(0i64) += 1;
            }
        }
        let cohorts = int(self.roster.cohorts.len());
        let note = |(name, count): (&str, i64)| {
            let in_all = *all.get(&self.roster.workplace(name)?)?;
            let enough = (in_all + cohorts - 1) / cohorts;
            let workplace = name.to_owned();
            if spread {
                let many = in_all >= 2 && count > enough;
                many.then_some(CohortNote::SharedWorkplace {
                    workplace,
                    count,
                    enough,
                })
            } else {
                let elsewhere = in_all - count;
                let split = elsewhere > 0;
                split.then_some(CohortNote::SplitWorkplace {
                    workplace,
                    here: count,
                    elsewhere,
                })
            }
        };
        here.into_iter().filter_map(note).collect()
    }

    fn person(&self, model: &Model, state: &mut State, seat: u32) -> PersonExplanation {
        let who = self.who(seat);
        let unit = model.unit_of[seat as usize];
        let here = state.cohort_of[unit as usize];
        let home = self.roster.cohorts[here as usize];
        PersonExplanation {
            person: who.person,
            cohort: home.cohort,
            code: home.code.clone(),
            reasons: self.reasons(model, seat, here),
            alternative: self.alternative(model, state, seat),
        }
    }

    fn reasons(&self, model: &Model, seat: u32, here: u32) -> Vec<PlacementReason> {
        let who = self.who(seat);
        let unit = model.unit_of[seat as usize];
        let mut reasons = Vec::new();
        if who.locked.is_some() {
            reasons.push(PlacementReason::Locked);
        }
        let others = model.unit_size[unit as usize] - 1;
        if others > 0 {
            reasons.push(PlacementReason::Together { others });
        }
        if reasons.is_empty() && model.fixed[unit as usize].is_some() {
            reasons.push(PlacementReason::OnlyCohortAllowed);
        }
        let from = self.instance.apart.iter().filter_map(|&(a, b)| match seat {
            seat if seat == a => Some(self.who(b).person),
            seat if seat == b => Some(self.who(a).person),
            _ => None,
        });
        let from: Vec<_> = from.collect();
        if !from.is_empty() {
            reasons.push(PlacementReason::KeptApart { from });
        }
        if let Some(family) = who.family {
            let count = int(self.family_members(here, family).len());
            let in_all = self
                .family_totals
                .get(&family_value(family))
                .copied()
                .unwrap_or(0);
            let size = int(self.members[here as usize].len());
            let share_hundredths = in_all * size * 100 / model.people.max(1);
            reasons.push(PlacementReason::BalancesFamily {
                family,
                count,
                share_hundredths,
            });
        }
        if self.instance.participants[seat as usize].previous == Some(here) {
            reasons.push(PlacementReason::Stays);
        }
        if reasons.is_empty() {
            reasons.push(PlacementReason::Room);
        }
        reasons
    }

    /// The best other cohort: fewest broken rules, then fewest points.
    fn alternative(&self, model: &Model, state: &mut State, seat: u32) -> Option<Alternative> {
        let unit = model.unit_of[seat as usize];
        let here = state.cohort_of[unit as usize];
        if model.fixed[unit as usize].is_some() {
            return None;
        }
        let others = (0..model.cohorts()).filter(|&cohort| cohort != here);
        let (effect, to) = others
            .map(|to| (state.effect(Change::Move { unit, to }), to))
            .min()?;
        let mut moved = self.assignment.clone();
        for &member in model.units.of(unit) {
            moved.cohort[member as usize] = Some(to);
        }
        let after = Score::of(self.instance, &moved).unwrap_or_default();
        let broken = after.hard.iter().filter(|(_, count)| **count > 0);
        let home = self.roster.cohorts[to as usize];
        Some(Alternative {
            cohort: home.cohort,
            code: home.code.clone(),
            points: effect.soft,
            hard_broken: broken.map(|(rule, _)| *rule).collect(),
            because: self.heaviest(&after, seat, here, to),
        })
    }

    fn heaviest(&self, after: &Score, seat: u32, here: u32, to: u32) -> Option<AlternativeReason> {
        let worse = |(key, points): (&String, &i64)| {
            let added = points - self.score.soft.get(key).copied().unwrap_or(0);
            (added > 0).then(|| (added, key.clone()))
        };
        let (_, key) = after.soft.iter().filter_map(worse).max()?;
        let kin = |cohort| {
            self.who(seat)
                .family
                .map(|f| self.family_members(cohort, f).len())
        };
        Some(match key.as_str() {
            "mix:family" if kin(to) == Some(0) => AlternativeReason::AloneInFamily,
            "mix:family" if kin(here) == Some(2) => AlternativeReason::LeavesOneAlone,
            "mix:family" => AlternativeReason::FamiliesLessEven,
            "size" => AlternativeReason::Size,
            "move" => AlternativeReason::LeavesPrevious,
            "modality" | "clash" => AlternativeReason::Modality,
            _ => AlternativeReason::Colleagues,
        })
    }
}

fn empty(home: &PlanCohort) -> CohortExplanation {
    let (cohort, code) = (home.cohort, home.code.clone());
    CohortExplanation {
        cohort,
        code,
        size: 0,
        families: Vec::new(),
        notes: Vec::new(),
    }
}

//! Why somebody is where they are, and what every other cohort would cost.

use super::why::Explainer;
use super::{Alternative, AlternativeReason, PersonExplanation, PlacementReason};
use crate::cohort::breach::HardRule;
use crate::cohort::roster::family_value;
use crate::cohort::score::int;
use crate::cohort::search::compiled::Model;
use crate::cohort::search::state::{Change, State};

impl Explainer<'_> {
    pub(super) fn person(&self, model: &Model, state: &mut State, seat: u32) -> PersonExplanation {
        let here = self.home(seat);
        let home = self.roster.cohorts[here as usize];
        PersonExplanation {
            person: self.who(seat).person,
            cohort: home.cohort,
            code: home.code.clone(),
            reasons: self.reasons(model, seat, here),
            alternative: self.alternative(model, state, seat),
        }
    }

    /// Every other cohort, the best first; empty if there is no choice.
    pub(in crate::cohort) fn alternatives(&self, model: &Model, seat: u32) -> Vec<Alternative> {
        if model.fixed[model.unit_of[seat as usize] as usize].is_some() {
            return Vec::new();
        }
        let here = self.home(seat);
        let others = (0..model.cohorts()).filter(|&cohort| cohort != here);
        let mut all: Vec<_> = others.map(|to| self.judged(model, seat, to)).collect();
        all.sort_by(|a, b| {
            let rank = |a: &Alternative| (a.hard_broken.len(), a.points, a.code.clone());
            rank(a).cmp(&rank(b))
        });
        all
    }

    fn home(&self, seat: u32) -> u32 {
        self.assignment.cohort[seat as usize].unwrap_or_default()
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
        if reasons == [PlacementReason::OnlyCohortAllowed]
            && who.previous == Some(self.roster.cohorts[here as usize].cohort)
        {
            reasons.clear(); // only newcomers are placed: everybody else simply stays
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
            let size = int(self.local.members[here as usize].len());
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
        if model.fixed[unit as usize].is_some() {
            return None;
        }
        let here = self.home(seat);
        let others = (0..model.cohorts()).filter(|&cohort| cohort != here);
        let (_, to) = others
            .map(|to| (state.effect(Change::Move { unit, to }), to))
            .min()?;
        Some(self.judged(model, seat, to))
    }

    fn judged(&self, model: &Model, seat: u32, to: u32) -> Alternative {
        let here = self.home(seat);
        let unit = model.units.of(model.unit_of[seat as usize]);
        let criteria = self.local.effect(unit, here, to);
        let home = self.roster.cohorts[to as usize];
        let broken = self.local.broken(unit, here, to);
        Alternative {
            cohort: home.cohort,
            code: home.code.clone(),
            points: criteria.values().sum(),
            hard_broken: broken.into_iter().collect::<Vec<HardRule>>(),
            because: self.heaviest(&criteria, seat, here, to),
            criteria,
        }
    }

    /// What weighs most against the move.
    fn heaviest(
        &self,
        criteria: &super::local::Points,
        seat: u32,
        here: u32,
        to: u32,
    ) -> Option<AlternativeReason> {
        let worse = criteria.iter().filter(|(_, points)| **points > 0);
        let (key, _) = worse.max_by_key(|(key, points)| (**points, *key))?;
        let kin = |cohort| {
            let family = self.who(seat).family;
            family.map(|f| self.family_members(cohort, f).len())
        };
        Some(match key.as_str() {
            "mix:family" if kin(to) == Some(0) => AlternativeReason::AloneInFamily,
            "mix:family" if kin(here) == Some(2) => AlternativeReason::LeavesOneAlone,
            "mix:family" => AlternativeReason::FamiliesLessEven,
            "size" => AlternativeReason::Size,
            "move" => AlternativeReason::LeavesPrevious,
            "clash" if self.times_clash(seat, to) => AlternativeReason::Times,
            // A virtual time: see `slots`.
            "modality" | "clash" => AlternativeReason::Modality,
            "spread:workplace" | "mix:workplace" => AlternativeReason::Colleagues,
            "wish" => AlternativeReason::Company,
            _ => AlternativeReason::LessEven,
        })
    }

    fn times_clash(&self, seat: u32, cohort: u32) -> bool {
        let avoid = self.instance.participants[seat as usize].avoid;
        avoid & self.instance.cohorts[cohort as usize].slots & crate::cohort::slots::ALL_TIMES != 0
    }
}

//! Districts: where people are many, the search keeps to some of the cohorts at a time.
//!
//! Changes between any two cohorts of thousands touch memory all over the place, and most of the
//! time goes to waiting for it. Cohorts enough to find somebody for every place fit into a
//! processor's cache; which they are changes before the temperature has fallen much.

use super::Search;
use super::compiled::Model;
use super::steps::Mixture;

/// With more people than this, the search goes by districts of about so many.
const MANY: usize = 4_000;
const DISTRICT: usize = 400;
/// Fewest cohorts a district.
const FEWEST: usize = 16;
/// Changes tried per unit before the next district has its turn.
const VISIT: u64 = 10;

/// What is changed for the time being.
pub(super) struct InPlay {
    pub(super) cohorts: Vec<u32>,
    /// Units that may move.
    pub(super) units: Vec<u32>,
    /// Those of them whose first `mix` column is this, see [`Model::value_of`].
    pub(super) kin: Vec<Vec<u32>>,
}

/// All cohorts in an order of chance; each district is a run of them.
pub(super) struct Districts {
    order: Vec<u32>,
    /// Cohorts a district, and where in the order the next one starts.
    size: usize,
    next: usize,
}

impl InPlay {
    /// All cohorts, and all units that may move between them.
    pub(super) fn everything(model: &Model) -> Self {
        let several = model.cohorts() > 1;
        let free = |unit: &u32| several && model.fixed[*unit as usize].is_none();
        let mut all = Self {
            cohorts: (0..model.cohorts()).collect(),
            units: (0..model.nobody).filter(free).collect(),
            kin: vec![Vec::new(); model.mix_end],
        };
        all.know_kin(model);
        all
    }

    fn know_kin(&mut self, model: &Model) {
        for kin in &mut self.kin {
            kin.clear();
        }
        for &unit in &self.units {
            if let Some(value) = model.value_of[unit as usize] {
                self.kin[value as usize].push(unit);
            }
        }
    }
}

impl Search<'_> {
    /// From now on by districts, if people are many.
    pub(super) fn split(&mut self) {
        let people = self.model.unit_of.len();
        if people > MANY {
            let cohorts = self.in_play.cohorts.len();
            self.districts = Some(Districts {
                order: self.in_play.cohorts.clone(),
                size: (cohorts * DISTRICT / people).clamp(FEWEST.min(cohorts), cohorts),
                next: cohorts,
            });
            self.next_visit = self.iterations;
            self.mixture = Mixture::BY_DISTRICTS;
        }
    }

    /// The next district's turn, of whatever is left in this order, or of a new order.
    pub(super) fn visit_next(&mut self) {
        self.next_visit = u64::MAX;
        let Some(districts) = &mut self.districts else {
            return;
        };
        // A last piece with nobody to change places with is no district.
        if districts.next + districts.size > districts.order.len() {
            self.rng.shuffle(&mut districts.order);
            districts.next = 0;
        }
        let end = districts.next + districts.size;
        let (model, state, here) = (self.model, &self.state, &mut self.in_play);
        here.cohorts.clear();
        here.cohorts
            .extend_from_slice(&districts.order[districts.next..end]);
        districts.next = end;
        let members = here.cohorts.iter().flat_map(|&c| state.units_in(c));
        let free = members.filter(|unit| model.fixed[**unit as usize].is_none());
        here.units.clear();
        here.units.extend(free);
        here.know_kin(model);
        self.next_visit = self.iterations + VISIT * here.units.len().max(1) as u64;
    }

    /// One of the cohorts in play.
    #[inline]
    pub(super) fn some_cohort(&mut self) -> u32 {
        self.rng.pick(&self.in_play.cohorts).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::cost::Cost;
    use super::super::solve::{Go, Progress};
    use super::*;
    use crate::cohort::instance::{Cohort, Criterion, Instance, Participant};
    use std::collections::BTreeSet;

    /// Cohorts of ten, which meet in turn on five days; everybody avoids one of them.
    fn large(people: u32) -> Instance {
        let person = |id: u32| Participant {
            id,
            avoid: 1 << (id / 7 % 5),
            attributes: [("profession".to_owned(), i64::from(id % 7))].into(),
            ..Participant::default()
        };
        let cohort = |id: u32| Cohort {
            id,
            min: 8,
            max: 12,
            target: Some(10),
            slots: 1 << (id % 5),
            ..Cohort::default()
        };
        let mix = Criterion::Mix {
            attr: "profession".to_owned(),
            out: 10,
            alone: 20,
        };
        Instance {
            format: "cohort-instance/1".to_owned(),
            name: None,
            slots: 5,
            labels: [].into(),
            participants: (0..people).map(person).collect(),
            cohorts: (0..people / 10).map(cohort).collect(),
            criteria: vec![mix, Criterion::Clash { each: 5 }],
            together: Vec::new(),
            apart: Vec::new(),
            wishes: Vec::new(),
        }
    }

    #[test]
    fn every_cohort_has_its_turn_and_points_are_right() {
        let instance = large(4_200);
        let model = Model::new(&instance);
        let mut keep_going = |_: &Progress| Go::On;
        let mut search = Search::new(&instance, &model, 1, 300_000, &mut keep_going);
        let start = search.cost;
        search.split();
        let mut seen = BTreeSet::new();
        for _ in 0..60 {
            search.visit_next();
            assert_eq!(search.in_play.cohorts.len(), 40);
            seen.extend(search.in_play.cohorts.iter().copied());
        }
        assert_eq!(seen.len(), 420);
        search.run();
        assert!(search.best_cost < start, "{:?}", search.best_cost);
        search.back_to_best();
        assert_eq!(search.best_cost, Cost::of(&instance, &search.state));
    }

    #[test]
    fn few_people_are_one_district() {
        let instance = large(200);
        let model = Model::new(&instance);
        let mut keep_going = |_: &Progress| Go::On;
        let mut search = Search::new(&instance, &model, 1, 10_000, &mut keep_going);
        search.run();
        assert!(search.districts.is_none());
        assert_eq!(search.in_play.cohorts.len(), 20);
    }
}

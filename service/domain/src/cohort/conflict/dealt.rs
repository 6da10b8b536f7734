//! From what flowed to who goes where.

use super::poured::Poured;
use super::problem::Problem;
use super::state::State;
use crate::cohort::score::int;
use std::collections::{BTreeMap, BTreeSet};

impl Poured {
    /// The cohort of everybody in `waiting` (by kind), as it flowed.
    pub(super) fn places(
        &self,
        problem: &Problem<'_>,
        state: &State,
        mut waiting: Vec<Vec<u32>>,
    ) -> Vec<(u32, u32)> {
        let mut pools: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (people, (_, edges)) in waiting.iter_mut().zip(&self.kinds) {
            for &(edge, to) in edges {
                let came = take(people, self.network.flow(edge));
                pools.entry(to).or_default().extend(came);
            }
        }
        // First those who are needed for what they are, each in the cohort that lacks them.
        let mut places: Vec<(u32, u32)> = Vec::new();
        let mut extra: Vec<Vec<u32>> = Vec::new();
        for group in &self.groups {
            let mut came = Vec::new();
            for (numbers, from, edge) in &group.needs {
                let pool = pools.entry(*from).or_default();
                let mut able = take(pool, self.network.flow(*edge));
                for &number in numbers {
                    let cohort = problem.demands[number].cohort;
                    let those = take(&mut able, state.lack[number]);
                    places.extend(those.into_iter().map(|id| (id, cohort)));
                }
                came.extend(able);
            }
            extra.push(came);
        }
        for ((class, _), node) in &self.valued {
            let rest = pools.remove(node).unwrap_or_default();
            pools
                .entry(self.classes[*class as usize])
                .or_default()
                .extend(rest);
        }
        for (group, mut came) in self.groups.iter().zip(extra) {
            let pool = pools.entry(self.classes[group.class as usize]).or_default();
            came.extend(take(pool, self.network.flow(group.edge)));
            deal(problem, state, &group.members, came, &mut places);
        }
        places
    }
}

/// Deals people out among cohorts that are alike: minimums first, then as there is room.
fn deal(
    problem: &Problem<'_>,
    state: &State,
    members: &[u32],
    mut people: Vec<u32>,
    places: &mut Vec<(u32, u32)>,
) {
    let ours: BTreeSet<u32> = members.iter().copied().collect();
    let mut size: BTreeMap<u32, i64> = BTreeMap::new();
    for (_, cohort) in places.iter().filter(|(_, cohort)| ours.contains(cohort)) {
        *size.entry(*cohort).or_default() += 1;
    }
    for bounds in [&problem.least, &problem.most] {
        for &id in members {
            let size = size.entry(id).or_default();
            let those = take(
                &mut people,
                bounds[id as usize] - state.used[id as usize] - *size,
            );
            *size += int(those.len());
            places.extend(those.into_iter().map(|person| (person, id)));
        }
    }
}

fn take(people: &mut Vec<u32>, many: i64) -> Vec<u32> {
    let many = usize::try_from(many).unwrap_or(0).min(people.len());
    people.split_off(people.len() - many)
}

//! What one person more or less costs under `mix`, remembered for each cohort until it changes:
//! most changes the search looks at are of single people, and few are carried out.

use super::cost::Cost;
use super::state::State;

/// Points of one column of a cohort when its count changes by one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edge {
    /// One less and one more of them, the size unchanged: in exchange for somebody else.
    less: i64,
    more: i64,
    /// Somebody leaves or enters, and the size changes with it; what that does to the other
    /// columns is in [`Rim`].
    out: i64,
    into: i64,
}

/// What a change of a cohort's size by one costs, with all counts as they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rim {
    smaller: Cost,
    larger: Cost,
}

impl State<'_> {
    /// The mix and size part of a single person's leaving and another's coming; `None` where one
    /// of the two is neither a single person nor nobody.
    #[inline]
    pub(super) fn edge_effect(&mut self, cohort: u32, leaver: u32, comer: u32) -> Option<Cost> {
        let model = self.model;
        let (goes, comes) = (model.single[leaver as usize], model.single[comer as usize]);
        if !(goes || leaver == model.nobody) || !(comes || comer == model.nobody) {
            return None;
        }
        let rim = match self.rims[cohort as usize] {
            Some(rim) => rim,
            None => self.look_around(cohort),
        };
        let row = cohort as usize * (model.mix_end + 1);
        let edges = &self.edges[row..=row + model.mix_end];
        let (gone, come) = (model.mix_of(leaver), model.mix_of(comer));
        let mut cost = Cost::default();
        if goes && comes {
            for (&gone, &come) in gone.iter().zip(come) {
                if gone != come {
                    cost.soft += edges[gone as usize].less + edges[come as usize].more;
                }
            }
        } else if goes {
            cost = rim.smaller;
            cost.soft += gone
                .iter()
                .map(|&column| edges[column as usize].out)
                .sum::<i64>();
        } else {
            cost = rim.larger;
            cost.soft += come
                .iter()
                .map(|&column| edges[column as usize].into)
                .sum::<i64>();
        }
        Some(cost)
    }

    #[inline(never)]
    fn look_around(&mut self, cohort: u32) -> Rim {
        let model = self.model;
        let size = self.size[cohort as usize];
        let counts = cohort as usize * model.columns.len();
        let row = cohort as usize * (model.mix_end + 1);
        let now = self.size_cost(cohort, size);
        let mut rim = Rim {
            smaller: self.size_cost(cohort, size - 1) - now,
            larger: self.size_cost(cohort, size + 1) - now,
        };
        for column in 0..model.mix_end {
            let count = i64::from(self.counts[counts + column]);
            let at = |count, size| model.mix_cost(column, count, size);
            let (same, smaller, larger) =
                (at(count, size), at(count, size - 1), at(count, size + 1));
            rim.smaller.soft += smaller - same;
            rim.larger.soft += larger - same;
            self.edges[row + column] = Edge {
                less: at(count - 1, size) - same,
                more: at(count + 1, size) - same,
                out: at(count - 1, size - 1) - smaller,
                into: at(count + 1, size + 1) - larger,
            };
        }
        self.rims[cohort as usize] = Some(rim);
        rim
    }
}

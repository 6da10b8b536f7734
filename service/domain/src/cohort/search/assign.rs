//! The assignment problem: n units to n places at least cost, by shortest augmenting paths
//! (Jonker & Volgenant 1987, after Kuhn 1955). O(n³).

/// Work space, so that solving allocates nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Assigner {
    row_price: Vec<i64>,
    column_price: Vec<i64>,
    row_of: Vec<usize>,
    from: Vec<usize>,
    least: Vec<i64>,
    done: Vec<bool>,
}

impl Assigner {
    /// The column of each row, for costs `[row × n + column]`.
    pub(super) fn solve(&mut self, n: usize, cost: &[i64], column_of: &mut [usize]) {
        // Row and column 0 are a fictitious root.
        for list in [&mut self.row_price, &mut self.column_price] {
            list.clear();
            list.resize(n + 1, 0);
        }
        self.row_of.clear();
        self.row_of.resize(n + 1, 0);
        self.from.clear();
        self.from.resize(n + 1, 0);
        for row in 1..=n {
            self.augment(n, cost, row);
        }
        for column in 1..=n {
            column_of[self.row_of[column] - 1] = column - 1;
        }
    }

    /// Gives `row` a column, moving earlier rows along a cheapest path.
    fn augment(&mut self, n: usize, cost: &[i64], row: usize) {
        self.least.clear();
        self.least.resize(n + 1, i64::MAX);
        self.done.clear();
        self.done.resize(n + 1, false);
        self.row_of[0] = row;
        let mut column = 0;
        while self.row_of[column] != 0 {
            self.done[column] = true;
            let (here, mut step, mut next) = (self.row_of[column], i64::MAX, 0);
            let prices = &cost[(here - 1) * n..here * n];
            for other in 1..=n {
                if self.done[other] {
                    continue;
                }
                let reduced = prices[other - 1] - self.row_price[here] - self.column_price[other];
                if reduced < self.least[other] {
                    self.least[other] = reduced;
                    self.from[other] = column;
                }
                if self.least[other] < step {
                    step = self.least[other];
                    next = other;
                }
            }
            for other in 0..=n {
                if self.done[other] {
                    self.row_price[self.row_of[other]] += step;
                    self.column_price[other] -= step;
                } else {
                    self.least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            let before = self.from[column];
            self.row_of[column] = self.row_of[before];
            column = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_brute_force(n: usize, cost: &[i64], row: usize, taken: &mut Vec<bool>) -> i64 {
        if row == n {
            return 0;
        }
        let mut best = i64::MAX;
        for column in 0..n {
            if !taken[column] {
                taken[column] = true;
                best = best.min(cost[row * n + column] + by_brute_force(n, cost, row + 1, taken));
                taken[column] = false;
            }
        }
        best
    }

    proptest! {
        #[test]
        fn it_is_the_cheapest(n in 1usize..7, cost in prop::collection::vec(-50i64..50, 36)) {
            let cost = &cost[..n * n];
            let mut column_of = vec![0; n];
            Assigner::default().solve(n, cost, &mut column_of);
            let mut seen = column_of.clone();
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..n).collect::<Vec<_>>());
            let sum: i64 = column_of.iter().enumerate().map(|(row, column)| cost[row * n + column]).sum();
            prop_assert_eq!(sum, by_brute_force(n, cost, 0, &mut vec![false; n]));
        }
    }
}

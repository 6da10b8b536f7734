//! Tables of counts that anybody may read: no cell tells about fewer than [`LEAST`] people.
//!
//! A cell that is left out can come back through the sums: what stands beside it is taken from the
//! total. So more cells are left out until none can be computed. A table with its sums is a network
//! in which every cell is an arc (row to column) and every sum an arc the other way; what is printed
//! is fixed, what is left out may flow. A cell can be computed exactly when no circuit of cells that
//! are left out leads through it: then there is no other table with the same print.

use std::collections::BTreeSet;

/// Fewer people than this are not counted in public.
pub const LEAST: u64 = 5;

/// A table of counts with its sums, some of which may have been left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows of cells, each of the same length.
    pub cells: Vec<Vec<Option<u64>>>,
    /// The sum of each row.
    pub rows: Vec<Option<u64>>,
    /// The sum of each column.
    pub columns: Vec<Option<u64>>,
    pub all: Option<u64>,
}

impl Counts {
    /// Everything is told. Rows that are too short are filled up with nobody.
    pub fn whole(cells: &[Vec<u64>]) -> Self {
        let width = cells.iter().map(Vec::len).max().unwrap_or_default();
        let at = |row: &Vec<u64>, column: usize| row.get(column).copied().unwrap_or_default();
        let column = |column| cells.iter().map(|row| at(row, column)).sum();
        let row = |row: &Vec<u64>| (0..width).map(|column| Some(at(row, column))).collect();
        Self {
            cells: cells.iter().map(row).collect(),
            rows: cells.iter().map(|row| Some(row.iter().sum())).collect(),
            columns: (0..width).map(|at| Some(column(at))).collect(),
            all: Some(cells.iter().flatten().sum()),
        }
    }

    /// Whether anything has been left out.
    pub fn is_suppressed(&self) -> bool {
        let sums = self.rows.iter().chain(&self.columns).chain([&self.all]);
        let mut every = self.cells.iter().flatten().chain(sums);
        every.any(Option::is_none)
    }

    /// The table as anybody may read it.
    pub fn public(cells: &[Vec<u64>]) -> Self {
        let whole = Self::whole(cells);
        let network = Network::of(&whole);
        let mut out: BTreeSet<usize> = (0..network.arcs.len())
            .filter(|arc| network.arcs[*arc].value < LEAST)
            .collect();
        // What has once got a circuit keeps it: leaving out more only adds arcs.
        let small: Vec<usize> = out.iter().copied().collect();
        for arc in small {
            let circuit = network.circuit(arc, &out);
            out.extend(circuit);
        }
        // Cells of circuits lie on them, so those need no circuits of their own.
        network.without(&whole, &out)
    }
}

#[derive(Debug, Clone, Copy)]
struct Arc {
    from: usize,
    to: usize,
    value: u64,
}

/// Cells and sums as arcs between rows and columns.
struct Network {
    arcs: Vec<Arc>,
    nodes: usize,
    width: usize,
}

impl Network {
    /// Nodes: the rows, the columns, the row of sums, the column of sums. Arcs: the cells row by
    /// row, the sums of rows, those of columns, the sum of all.
    fn of(counts: &Counts) -> Self {
        let (height, width) = (counts.rows.len(), counts.columns.len());
        let (last_row, last_column) = (height + width, height + width + 1);
        let arc = |from, to, value: &Option<u64>| Arc {
            from,
            to,
            value: value.unwrap_or_default(),
        };
        let mut arcs = Vec::with_capacity((height + 1) * (width + 1));
        for (row, cells) in counts.cells.iter().enumerate() {
            let cells = cells.iter().enumerate();
            arcs.extend(cells.map(|(column, value)| arc(row, height + column, value)));
        }
        let rows = counts.rows.iter().enumerate();
        arcs.extend(rows.map(|(row, value)| arc(last_column, row, value)));
        let columns = counts.columns.iter().enumerate();
        arcs.extend(columns.map(|(column, value)| arc(height + column, last_row, value)));
        arcs.push(arc(last_row, last_column, &counts.all));
        Self {
            arcs,
            nodes: height + width + 2,
            width,
        }
    }

    /// The arcs of the cheapest circuit through an arc: those that are out already cost nothing,
    /// the others as many people as they would no longer tell of.
    ///
    /// There always is one: a person more in a cell is one more in its row, its column and in all.
    fn circuit(&self, through: usize, out: &BTreeSet<usize>) -> Vec<usize> {
        let Arc { from, to, value } = self.arcs[through];
        let more = self.path(to, from, through, out);
        let fewer = (value > 0).then(|| self.path(from, to, through, out));
        let found = [more, fewer.flatten()].into_iter().flatten();
        found.min().map(|(_, path)| path).unwrap_or_default()
    }

    /// The cheapest way between two nodes: along an arc one person is added, against it one is
    /// taken away, if there is one.
    fn path(
        &self,
        from: usize,
        to: usize,
        without: usize,
        out: &BTreeSet<usize>,
    ) -> Option<(u64, Vec<usize>)> {
        let mut best: Vec<Option<(u64, Option<usize>)>> = vec![None; self.nodes];
        let mut open: BTreeSet<(u64, usize)> = BTreeSet::from([(0, from)]);
        best[from] = Some((0, None));
        while let Some((cost, node)) = open.pop_first() {
            if node == to {
                return Some((cost, self.way(&best, from, to)));
            }
            for (at, arc) in self.arcs.iter().enumerate() {
                let next = match (node == arc.from, node == arc.to && arc.value > 0) {
                    (true, _) => arc.to,
                    (false, true) => arc.from,
                    (false, false) => continue,
                };
                if at == without {
                    continue;
                }
                let price = if out.contains(&at) { 0 } else { arc.value + 1 };
                let total = cost + price;
                if best[next].is_none_or(|(known, _)| total < known) {
                    if let Some((known, _)) = best[next] {
                        open.remove(&(known, next));
                    }
                    best[next] = Some((total, Some(at)));
                    open.insert((total, next));
                }
            }
        }
        None
    }

    fn way(&self, best: &[Option<(u64, Option<usize>)>], from: usize, to: usize) -> Vec<usize> {
        let (mut node, mut way) = (to, Vec::new());
        while node != from {
            let Some((_, Some(at))) = best[node] else {
                break;
            };
            way.push(at);
            let arc = self.arcs[at];
            node = if arc.to == node { arc.from } else { arc.to };
        }
        way
    }

    fn without(&self, whole: &Counts, out: &BTreeSet<usize>) -> Counts {
        let (width, height) = (self.width, whole.rows.len());
        let kept = |at: usize, value: &Option<u64>| value.filter(|_| !out.contains(&at));
        let keep = |first: usize, values: &[Option<u64>]| -> Vec<Option<u64>> {
            let values = values.iter().enumerate();
            values.map(|(n, value)| kept(first + n, value)).collect()
        };
        let cells = whole.cells.iter().enumerate();
        Counts {
            cells: cells.map(|(row, cells)| keep(row * width, cells)).collect(),
            rows: keep(height * width, &whole.rows),
            columns: keep(height * width + height, &whole.columns),
            all: kept(height * width + height + width, &whole.all),
        }
    }
}

/// Steps of which each holds some of the people of the one before, as anybody may read them.
///
/// Between two that are told at least [`LEAST`] people fell away, and at least so many reached the
/// last: so nothing is told of fewer, and what is left out may be any of several numbers.
pub fn public_steps(steps: &[u64]) -> Vec<Option<u64>> {
    let mut last: Option<u64> = None;
    let tell = |&step: &u64| {
        let apart = last.is_none_or(|last| last.saturating_sub(step) >= LEAST);
        let told = (step >= LEAST && apart).then_some(step);
        last = told.or(last);
        told
    };
    steps.iter().map(tell).collect()
}

/// How many there are in all, of several tables about nearly the same people: each is told only if
/// it is the same as another that is told, or differs by at least [`LEAST`] from it. Otherwise the
/// difference would tell about few.
#[derive(Debug, Clone, Default)]
pub struct Sizes {
    told: Vec<u64>,
}

impl Sizes {
    /// Whether this size may be told beside the others. If so it is told.
    pub fn tell(&mut self, size: u64) -> bool {
        let apart = |told: &u64| *told == size || told.abs_diff(size) >= LEAST;
        let may = size >= LEAST && self.told.iter().all(apart);
        self.told.extend(may.then_some(size));
        may
    }
}

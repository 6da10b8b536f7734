//! Exchanges: the best cycle of replacements among all people, looked for instead of hoped for.
//!
//! In the improvement graph (Thompson & Orlin 1989; Ahuja et al. 2002) an edge from one unit to
//! another is what it adds that the first takes the other's place. A cycle through different
//! cohorts is a change of the division, and costs the sum of its edges (links among those who move
//! aside). Any cycle that costs less than nothing has a start from which all its partial sums do:
//! so only paths below nought are followed, the best one to each unit.

use super::Search;
use super::cost::Cost;
use super::steps::count;

/// Most cohorts in a cycle.
const LONGEST: usize = 6;
/// The graph has an edge for each pair of people: with more of them it takes longer than it is
/// worth.
const MOST_PEOPLE: usize = 1_200;
/// More than any sum of energies.
const FORBIDDEN: i64 = i64::MAX / 16;

/// Who takes a place in which cohort: a unit, or nobody, who needs none.
#[derive(Debug, Clone, Copy)]
struct Node {
    unit: u32,
    cohort: u32,
}

/// The best path to a node, as positions of nodes.
#[derive(Debug, Clone, Copy)]
struct Path {
    energy: i64,
    nodes: [u32; LONGEST],
}

/// The improvement graph, its edges reckoned row by row as they are needed.
#[derive(Debug, Default)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    /// `[from × nodes + to]`, valid where the row is known.
    edges: Vec<i64>,
    known: Vec<bool>,
    paths: Vec<Option<Path>>,
    longer: Vec<Option<Path>>,
}

impl Graph {
    fn cohort(&self, position: u32) -> u32 {
        self.nodes[position as usize].cohort
    }

    /// Makes each longer path by one edge more, where that is below nought and the best.
    fn lengthen(&mut self, from: usize, path: &Path, length: usize) {
        let row = from * self.nodes.len()..(from + 1) * self.nodes.len();
        for (position, (to, &edge)) in (0u32..).zip(self.edges[row].iter().enumerate()) {
            let energy = path.energy + edge;
            let least = self.longer[to].map_or(0, |known| known.energy);
            let met = |&earlier: &u32| self.cohort(earlier) == self.nodes[to].cohort;
            if energy < least && !path.nodes[..length].iter().any(met) {
                let mut nodes = path.nodes;
                nodes[length] = position;
                self.longer[to] = Some(Path { energy, nodes });
            }
        }
    }
}

impl Search<'_> {
    /// Carries out the best cycle that improves, again and again while there is one. Whether to go
    /// on.
    pub(super) fn exchange(&mut self) -> bool {
        if self.in_play.units.len() > MOST_PEOPLE {
            return true;
        }
        let mut go = true;
        let mut graph = std::mem::take(&mut self.graph);
        while go && self.iterations < self.planned {
            self.lay_out(&mut graph);
            let Some(cycle) = self.best_cycle(&mut graph) else {
                break;
            };
            let before = self.cost;
            self.go_round(&cycle);
            if self.cost == before {
                // Links among those who move take back what was gained.
                break;
            }
            go = self.tick();
        }
        self.graph = graph;
        go
    }

    fn lay_out(&self, graph: &mut Graph) {
        let cohorts = &self.in_play.cohorts;
        let members = cohorts.iter().flat_map(|&cohort| {
            let units = self.state.units_in(cohort).iter();
            units.map(move |&unit| Node { unit, cohort })
        });
        let nobody = cohorts.iter().map(|&cohort| Node {
            unit: self.model.nobody,
            cohort,
        });
        graph.nodes.clear();
        graph
            .nodes
            .extend(members.filter(|node| self.is_free(node.unit)).chain(nobody));
        let nodes = graph.nodes.len();
        graph.edges.resize(nodes * nodes, 0);
        graph.known.clear();
        graph.known.resize(nodes, false);
    }

    /// The cycle found that gains most.
    fn best_cycle(&mut self, graph: &mut Graph) -> Option<Vec<Node>> {
        let nodes = graph.nodes.len();
        let mut best: Option<(i64, Path, usize)> = None;
        graph.paths.clear();
        graph.paths.extend((0..nodes).map(|start| {
            Some(Path {
                energy: 0,
                nodes: [u32::try_from(start).unwrap_or(0); LONGEST],
            })
        }));
        for length in 1..=LONGEST {
            graph.longer.clear();
            graph.longer.resize(nodes, None);
            for end in 0..nodes {
                let Some(path) = graph.paths[end] else {
                    continue;
                };
                if !graph.known[end] {
                    self.reckon_row(graph, end);
                }
                let back = graph.edges[end * nodes + path.nodes[0] as usize];
                let least = best.as_ref().map_or(0, |(least, ..)| *least);
                if path.energy + back < least {
                    best = Some((path.energy + back, path, length));
                }
                if length < LONGEST {
                    graph.lengthen(end, &path, length);
                }
            }
            std::mem::swap(&mut graph.paths, &mut graph.longer);
        }
        let (_, path, length) = best?;
        let cycle = path.nodes[..length].iter();
        Some(cycle.map(|&node| graph.nodes[node as usize]).collect())
    }

    /// What it adds that a node takes the place of each other.
    fn reckon_row(&mut self, graph: &mut Graph, row: usize) {
        let Node { unit, cohort } = graph.nodes[row];
        let nobody = self.model.nobody;
        let edges = graph.edges[row * graph.nodes.len()..].iter_mut();
        for (edge, other) in edges.zip(&graph.nodes) {
            let pointless = other.cohort == cohort || (unit == nobody && other.unit == nobody);
            *edge = if pointless || !(unit == nobody || self.model.may_be_in(unit, other.cohort)) {
                FORBIDDEN
            } else {
                let mut cost = self.state.side(other.cohort, other.unit, unit);
                if unit != nobody {
                    cost += self.state.travel(unit, cohort, other.cohort, other.unit);
                }
                self.weights.energy(cost)
            };
        }
        graph.known[row] = true;
        self.iterations += u64::from(count(&self.in_play.units)) / 2;
    }

    /// Each takes the place of the next, if that is a gain after all.
    fn go_round(&mut self, cycle: &[Node]) {
        let moved = self.state.moved;
        self.trail.clear();
        let mut total = Cost::default();
        for (node, next) in cycle.iter().zip(cycle.iter().cycle().skip(1)) {
            if node.unit != self.model.nobody {
                total += self.go(node.unit, next.cohort);
            }
        }
        self.settle(total, moved, -1);
    }
}

#[cfg(test)]
mod tests {
    use super::super::compiled::Model;
    use super::super::solve::Go;
    use super::super::state::{Change, State};
    use super::*;
    use crate::cohort::instance::Instance;

    /// Three people, each in the place of the one before: no two of them gain by trading, all
    /// three by going round.
    #[test]
    fn a_cycle_of_three_is_found() {
        let text = br#"{"format": "cohort-instance/1", "slots": 6,
            "participants": [{"id": 0, "avoid": 49}, {"id": 1, "avoid": 7}, {"id": 2, "avoid": 28}],
            "cohorts": [{"id": 0, "min": 1, "max": 1, "slots": 3},
                {"id": 1, "min": 1, "max": 1, "slots": 12},
                {"id": 2, "min": 1, "max": 1, "slots": 48}],
            "criteria": [{"kind": "clash", "each": 5}], "together": [], "apart": [], "wishes": []}"#;
        let instance = Instance::from_json(text).unwrap();
        let model = Model::new(&instance);
        let mut keep_going = |_: &_| Go::On;
        let mut search = Search::new(&instance, &model, 1, 10_000, &mut keep_going);
        search.state = State::from_units(&model, &[0, 1, 2]);
        search.cost = Cost::of(&instance, &search.state);
        assert_eq!(search.cost.soft, 15);
        for (unit, with) in [(0, 1), (1, 2), (2, 0)] {
            let trade = search.state.effect(Change::Swap { unit, with });
            assert!(trade.soft >= 0 && trade.hard == 0, "{trade:?}");
        }
        assert!(search.exchange());
        assert_eq!(search.state.cohort_of[..3], [1, 2, 0]);
        assert_eq!(search.cost, Cost::default());
        assert_eq!(search.cost, Cost::of(&instance, &search.state));
    }
}

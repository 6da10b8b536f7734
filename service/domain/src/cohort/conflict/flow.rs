//! Maximum flow with least flows on edges (Dinic), and the cut that shows why there is none.

use super::Effort;

/// As much as you like.
pub(super) const ENDLESS: i64 = i64::MAX / 4;

/// A network that nothing flows through yet. Every node's inflow must equal its outflow; `supply`
/// comes from outside and has to go out by `drain`, exactly.
#[derive(Debug, Default)]
pub(super) struct Network {
    /// First edge of each node; edges of a node are a chained list.
    first: Vec<u32>,
    next: Vec<u32>,
    to: Vec<u32>,
    /// What may still flow. Edge `e ^ 1` is the way back.
    left: Vec<i64>,
    wanted: i64,
}

const NONE: u32 = u32::MAX;
const SOURCE: u32 = 0;
const SINK: u32 = 1;

/// An edge, to ask what flows on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    number: u32,
    least: i64,
}

impl Network {
    pub(super) fn new() -> Self {
        let mut network = Self::default();
        network.node();
        network.node();
        network
    }

    pub(super) fn node(&mut self) -> u32 {
        self.first.push(NONE);
        u32::try_from(self.first.len() - 1).unwrap_or(NONE)
    }

    fn add(&mut self, from: u32, to: u32, most: i64) -> u32 {
        let number = u32::try_from(self.to.len()).unwrap_or(NONE);
        for (from, to, left) in [(from, to, most), (to, from, 0)] {
            self.next.push(self.first[from as usize]);
            self.first[from as usize] = u32::try_from(self.to.len()).unwrap_or(NONE);
            self.to.push(to);
            self.left.push(left);
        }
        number
    }

    /// An edge with at least `least` and at most `most` on it.
    pub(super) fn edge(&mut self, from: u32, to: u32, least: i64, most: i64) -> Edge {
        if least > 0 {
            self.add(SOURCE, to, least);
            self.add(from, SINK, least);
            self.wanted += least;
        }
        let number = self.add(from, to, most - least);
        Edge { number, least }
    }

    /// What comes in at a node from outside.
    pub(super) fn supply(&mut self, node: u32, amount: i64) {
        self.add(SOURCE, node, amount);
        self.wanted += amount;
    }

    /// What has to go out at a node.
    pub(super) fn drain(&mut self, node: u32, amount: i64) {
        self.add(node, SINK, amount);
    }

    pub(super) fn flow(&self, edge: Edge) -> i64 {
        edge.least + self.left[edge.number as usize ^ 1]
    }

    /// Lets it flow; whether everything wanted does. `None`: the effort was used up before.
    pub(super) fn run(&mut self, effort: &mut Effort) -> Option<bool> {
        let mut flows = 0;
        loop {
            let levels = self.levels();
            effort.spend(self.to.len())?;
            if levels[SINK as usize] == NONE {
                return Some(flows == self.wanted);
            }
            let mut at = self.first.clone();
            loop {
                let pushed = self.push(&levels, &mut at);
                if pushed == 0 {
                    break;
                }
                flows += pushed;
            }
        }
    }

    fn levels(&self) -> Vec<u32> {
        let mut levels = vec![NONE; self.first.len()];
        levels[SOURCE as usize] = 0;
        let mut queue = vec![SOURCE];
        let mut head = 0;
        while let Some(&node) = queue.get(head) {
            head += 1;
            self.each(node, |edge, to| {
                if self.left[edge as usize] > 0 && levels[to as usize] == NONE {
                    levels[to as usize] = levels[node as usize] + 1;
                    queue.push(to);
                }
            });
        }
        levels
    }

    fn each(&self, node: u32, mut look: impl FnMut(u32, u32)) {
        let mut edge = self.first[node as usize];
        while edge != NONE {
            look(edge, self.to[edge as usize]);
            edge = self.next[edge as usize];
        }
    }

    /// One more path from source to sink along rising levels; how much it carries.
    fn push(&mut self, levels: &[u32], at: &mut [u32]) -> i64 {
        let mut path: Vec<u32> = Vec::new();
        let mut node = SOURCE;
        while node != SINK {
            let edge = at[node as usize];
            if edge == NONE {
                let Some(back) = path.pop() else { return 0 };
                node = self.to[back as usize ^ 1];
                at[node as usize] = self.next[back as usize];
                continue;
            }
            let to = self.to[edge as usize];
            let rises = levels[to as usize] == levels[node as usize].wrapping_add(1);
            if rises && self.left[edge as usize] > 0 {
                path.push(edge);
                node = to;
            } else {
                at[node as usize] = self.next[edge as usize];
            }
        }
        let carries = path.iter().map(|&edge| self.left[edge as usize]).min();
        let carries = carries.unwrap_or(0);
        for edge in path {
            self.left[edge as usize] -= carries;
            self.left[edge as usize ^ 1] += carries;
        }
        carries
    }

    /// After a run that fell short: sets of nodes, each of which alone cannot be satisfied (more
    /// has to go in than can get out), one for each of the first `most` nodes that are left with
    /// something. True = in the set.
    pub(super) fn shortages(&self, most: usize) -> Vec<Vec<bool>> {
        let mut starts = Vec::new();
        self.each(SOURCE, |edge, to| {
            if self.left[edge as usize] > 0 && !starts.contains(&to) && starts.len() < most {
                starts.push(to);
            }
        });
        starts.into_iter().map(|start| self.reach(start)).collect()
    }

    fn reach(&self, start: u32) -> Vec<bool> {
        let mut reached = vec![false; self.first.len()];
        reached[start as usize] = true;
        let mut queue = vec![start];
        while let Some(node) = queue.pop() {
            self.each(node, |edge, to| {
                // Nothing goes back out of the network where it came in.
                let inside = to != SOURCE && self.left[edge as usize] > 0;
                if inside && !reached[to as usize] {
                    reached[to as usize] = true;
                    queue.push(to);
                }
            });
        }
        reached
    }
}

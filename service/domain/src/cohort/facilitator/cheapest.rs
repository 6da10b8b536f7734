//! Most flow at least cost, by shortest paths one after the other.

/// A network with capacities and costs.
#[derive(Debug, Default)]
pub(super) struct Network {
    edges: Vec<Edge>,
    of: Vec<Vec<usize>>,
}

#[derive(Debug)]
struct Edge {
    to: usize,
    left: i64,
    cost: i64,
}

impl Network {
    pub(super) fn node(&mut self) -> usize {
        self.of.push(Vec::new());
        self.of.len() - 1
    }

    /// Its number, to ask what flows on it.
    pub(super) fn edge(&mut self, from: usize, to: usize, most: i64, cost: i64) -> usize {
        let number = self.edges.len();
        for (from, to, left, cost) in [(from, to, most, cost), (to, from, 0, -cost)] {
            self.of[from].push(self.edges.len());
            self.edges.push(Edge { to, left, cost });
        }
        number
    }

    pub(super) fn flow(&self, edge: usize) -> i64 {
        self.edges[edge ^ 1].left
    }

    /// How much flows, and what it costs.
    pub(super) fn run(&mut self, source: usize, sink: usize) -> (i64, i64) {
        let (mut flow, mut cost) = (0, 0);
        while let Some(path) = self.shortest(source, sink) {
            let carries = path
                .iter()
                .map(|&edge| self.edges[edge].left)
                .min()
                .unwrap_or(0);
            for edge in path {
                self.edges[edge].left -= carries;
                self.edges[edge ^ 1].left += carries;
                cost += carries * self.edges[edge].cost;
            }
            flow += carries;
        }
        (flow, cost)
    }

    /// Bellman and Ford's way, for some costs are below 0; edges of the cheapest path.
    fn shortest(&self, source: usize, sink: usize) -> Option<Vec<usize>> {
        let mut cost = vec![i64::MAX; self.of.len()];
        let mut by = vec![usize::MAX; self.of.len()];
        let mut queued = vec![false; self.of.len()];
        let mut queue = std::collections::VecDeque::from([source]);
        cost[source] = 0;
        while let Some(node) = queue.pop_front() {
            queued[node] = false;
            for &number in &self.of[node] {
                let edge = &self.edges[number];
                let new = cost[node] + edge.cost;
                if edge.left > 0 && new < cost[edge.to] {
                    cost[edge.to] = new;
                    by[edge.to] = number;
                    if !std::mem::replace(&mut queued[edge.to], true) {
                        queue.push_back(edge.to);
                    }
                }
            }
        }
        let mut path = Vec::new();
        let mut node = sink;
        while node != source {
            let edge = *by.get(node).filter(|edge| **edge != usize::MAX)?;
            path.push(edge);
            node = self.edges[edge ^ 1].to;
        }
        Some(path)
    }
}

//! The network of a view: kinds of people to classes of cohorts to cohorts, and what flowed.
//!
//! Cohorts that are alike to everybody and lack people of the same one value, or of none, are one
//! node: whatever flows into it can be dealt out among them. So a hundred rules about a hundred
//! like cohorts cost no more than one.

use super::Effort;
use super::flow::{ENDLESS, Edge, Network};
use super::frame::has;
use super::problem::{NOWHERE, Problem};
use super::rules::Atom;
use super::state::State;
use super::view::View;
use std::collections::{BTreeMap, BTreeSet};

/// Shortages looked at for the smallest one.
const SHORTAGES: usize = 48;

/// What cohorts in one node have in common besides their class.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lacks {
    Nothing,
    One(u32),
    /// Several values, or more than there is room for: a node of its own.
    Much(u32),
}

/// Cohorts in one node.
pub(super) struct Group {
    pub(super) members: Vec<u32>,
    node: u32,
    pub(super) class: u32,
    /// From the class.
    pub(super) edge: Edge,
    /// Numbers of demands for one value each, and the edge from the value's node.
    pub(super) needs: Vec<(Vec<usize>, u32, Edge)>,
}

/// The network after the flow.
pub(super) struct Poured {
    /// Whether everybody found a place and every least number was met.
    pub(super) all: bool,
    pub(super) network: Network,
    /// Node and edges of each kind: to the node of a class, for a value or for none.
    pub(super) kinds: Vec<(u32, Vec<(Edge, u32)>)>,
    pub(super) classes: Vec<u32>,
    /// For a class and a value: the node. What comes there for no need goes on to the class.
    pub(super) valued: BTreeMap<(u32, u32), u32>,
    pub(super) groups: Vec<Group>,
    out: u32,
}

impl Poured {
    /// Lays out the network and lets it flow. `None`: the effort was used up.
    pub(super) fn new(
        view: &View,
        problem: &Problem<'_>,
        state: &State,
        effort: &mut Effort,
    ) -> Option<Self> {
        let mut network = Network::new();
        let classes = problem.frame.example.iter().map(|_| network.node());
        let classes = classes.collect();
        let mut poured = Self {
            all: false,
            out: network.node(),
            network,
            kinds: Vec::new(),
            classes,
            valued: BTreeMap::new(),
            groups: Vec::new(),
        };
        poured.add_groups(view, problem, state);
        poured.add_people(view, problem, state);
        poured.all = poured.network.run(effort)?;
        Some(poured)
    }

    fn add_groups(&mut self, view: &View, problem: &Problem<'_>, state: &State) {
        let mut lacking: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (number, demand) in problem.demands.iter().enumerate() {
            if view.seen[demand.value as usize] && state.lack[number] > 0 {
                lacking.entry(demand.cohort).or_default().push(number);
            }
        }
        let mut alike: BTreeMap<(u32, Lacks), Vec<u32>> = BTreeMap::new();
        for (id, &class) in (0u32..).zip(&problem.frame.class_of) {
            let lacks = match lacking.get(&id).map(Vec::as_slice) {
                None => Lacks::Nothing,
                Some(&[number]) if state.lack[number] <= state.room(problem, id) => {
                    Lacks::One(problem.demands[number].value)
                }
                Some(_) => Lacks::Much(id),
            };
            alike.entry((class, lacks)).or_default().push(id);
        }
        for ((class, _), members) in alike {
            let node = self.network.node();
            let (mut least, mut most) = (0, 0);
            let mut demands: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
            for id in &members {
                let numbers = lacking.get(id).into_iter().flatten();
                for &number in numbers {
                    demands
                        .entry(problem.demands[number].value)
                        .or_default()
                        .push(number);
                }
                least += lower(problem, state, &lacking, *id);
                most += state.room(problem, *id);
            }
            self.network.edge(node, self.out, least, most.max(least));
            let edge = self
                .network
                .edge(self.classes[class as usize], node, 0, ENDLESS);
            let mut needs = Vec::new();
            for (value, numbers) in demands {
                let from = self.value_node(class, value);
                let lack = numbers.iter().map(|&number| state.lack[number]).sum();
                needs.push((numbers, from, self.network.edge(from, node, lack, ENDLESS)));
            }
            self.groups.push(Group {
                members,
                node,
                class,
                edge,
                needs,
            });
        }
    }

    fn value_node(&mut self, class: u32, value: u32) -> u32 {
        if let Some(&node) = self.valued.get(&(class, value)) {
            return node;
        }
        let node = self.network.node();
        self.network
            .edge(node, self.classes[class as usize], 0, ENDLESS);
        self.valued.insert((class, value), node);
        node
    }

    fn add_people(&mut self, view: &View, problem: &Problem<'_>, state: &State) {
        let waiting = view.waiting(problem, state);
        for ((open, value), &people) in view.kinds.iter().zip(&waiting) {
            let node = self.network.node();
            let mut edges = Vec::new();
            if people > 0 {
                self.network.supply(node, people);
                for (class, &plain) in (0u32..).zip(&self.classes).filter(|(c, _)| has(open, *c)) {
                    let special = value.and_then(|value| self.valued.get(&(class, value)));
                    let to = special.copied().unwrap_or(plain);
                    edges.push((self.network.edge(node, to, 0, ENDLESS), to));
                }
            }
            self.kinds.push((node, edges));
        }
        self.network.drain(self.out, waiting.iter().sum());
    }

    /// After a flow that fell short: the rules that by themselves leave it short, in the smallest
    /// of the ways found.
    pub(super) fn rules(&self, view: &View, problem: &Problem<'_>, state: &State) -> Vec<Atom> {
        let shortages = self.network.shortages(SHORTAGES).into_iter();
        let rules = shortages.map(|set| self.rules_of(view, problem, state, &set));
        rules.min_by_key(Vec::len).unwrap_or_default()
    }

    /// A set of nodes that more must enter than can leave: what must enter are the people in it
    /// and the least numbers on edges into it; what can leave are the greatest numbers on edges
    /// out of it, and none at all where a person's own rule is in the way.
    fn rules_of(
        &self,
        view: &View,
        problem: &Problem<'_>,
        state: &State,
        set: &[bool],
    ) -> Vec<Atom> {
        let within = |node: u32| set[node as usize];
        let (mut rules, mut people) = (BTreeSet::new(), BTreeSet::new());
        let shut_out = self
            .classes
            .iter()
            .chain(self.valued.values())
            .any(|&node| !within(node));
        let units = problem
            .units
            .iter()
            .zip(&view.of_units)
            .filter(|_| shut_out);
        for (&id, &kind) in units.flat_map(|(unit, kinds)| unit.people.iter().zip(kinds)) {
            let (node, edges) = &self.kinds[kind as usize];
            if within(*node) && !edges.is_empty() {
                people.insert(id);
            }
        }
        let mut full = BTreeSet::new();
        for group in &self.groups {
            match (within(group.node), within(self.out)) {
                (true, false) => full.extend(group.members.iter().copied()),
                // The least number out of a node is what its needs and minimums add up to.
                (false, true) => {
                    rules.extend(group.members.iter().map(|&id| Atom::AtLeast(id)));
                    let needs = group.needs.iter().flat_map(|need| &need.0);
                    rules.extend(needs.map(|&number| problem.demands[number].rule));
                }
                _ => {}
            }
            for (numbers, from, _) in &group.needs {
                if !within(*from) && within(group.node) {
                    rules.extend(numbers.iter().map(|&number| problem.demands[number].rule));
                }
            }
        }
        // Who is tied elsewhere fills no need and no minimum here.
        let elsewhere = !rules.is_empty();
        for (unit, &place) in problem.units.iter().zip(&state.place) {
            if place != NOWHERE && (elsewhere || full.contains(&place)) {
                people.extend(unit.people.iter().copied());
            }
        }
        rules.extend(full.into_iter().map(Atom::AtMost));
        rules.extend(problem.rules_about(&people));
        let kept = problem.kept.iter().copied();
        kept.filter(|atom| rules.contains(atom)).collect()
    }
}

/// Fewest that have to come to a cohort yet, for its minimum or what it lacks.
fn lower(
    problem: &Problem<'_>,
    state: &State,
    lacking: &BTreeMap<u32, Vec<usize>>,
    id: u32,
) -> i64 {
    let least = problem.least[id as usize] - state.used[id as usize];
    let lack = lacking
        .get(&id)
        .into_iter()
        .flatten()
        .map(|&number| state.lack[number]);
    least
        .max(lack.max().unwrap_or(0))
        .clamp(0, state.room(problem, id).max(0))
}

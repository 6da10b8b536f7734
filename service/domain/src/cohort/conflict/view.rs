//! The problem as a flow of people into cohorts, at most one need a person.
//!
//! Single people, minimums, maximums and the needs for values of one attribute are a flow problem,
//! decided exactly. Everything else (people together, people apart, needs for several attributes)
//! only makes it harder, so no flow means no division.

use super::Effort;
use super::flow::{ENDLESS, Edge, Network};
use super::problem::{Classes, NOWHERE, Problem, has};
use super::rules::Atom;
use super::state::State;
use crate::cohort::score::int;
use std::collections::{BTreeMap, BTreeSet};

/// Shortages looked at for the smallest one.
const SHORTAGES: usize = 48;

/// People who are alike here: the classes open to them, and the needed value they have.
type Kind = (Classes, Option<u32>);

/// The needs that are looked at, and the kinds of people that makes.
pub(super) struct View {
    kinds: Vec<Kind>,
    /// The kind of each member of each unit.
    of_units: Vec<Vec<u32>>,
    of_free: Vec<u32>,
    /// Which of the needed values are looked at.
    seen: Vec<bool>,
}

impl View {
    /// One view an attribute that cohorts need values of; at least one view.
    pub(super) fn each(problem: &Problem<'_>) -> Vec<Self> {
        let attrs: BTreeSet<&str> = problem.values.iter().map(|value| value.0).collect();
        if attrs.is_empty() {
            return vec![Self::of(problem, |_| true)];
        }
        let of = |attr| Self::of(problem, |value| problem.values[value as usize].0 == attr);
        attrs.into_iter().map(of).collect()
    }

    /// All needs at once: right where nobody without a place meets two of them.
    pub(super) fn whole(problem: &Problem<'_>) -> Self {
        Self::of(problem, |_| true)
    }

    fn of(problem: &Problem<'_>, look: impl Fn(u32) -> bool) -> Self {
        let mut known: BTreeMap<Kind, u32> = BTreeMap::new();
        let mut kind = |person: u32, open: &Classes| {
            let value = problem.values_of(person).find(|&value| look(value));
            let new = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry((open.clone(), value)).or_insert(new)
        };
        let units = problem.units.iter();
        let of_units = units
            .map(|unit| unit.people.iter().map(|&id| kind(id, &unit.open)).collect())
            .collect();
        let all = problem.frame.all_classes();
        let of_free = problem.free.iter().map(|&id| kind(id, &all)).collect();
        let mut kinds = vec![Kind::default(); known.len()];
        for (kind, number) in known {
            kinds[number as usize] = kind;
        }
        let values = (0u32..).take(problem.values.len());
        Self {
            kinds,
            of_units,
            of_free,
            seen: values.map(look).collect(),
        }
    }

    /// People without a place, by kind.
    fn waiting(&self, problem: &Problem<'_>, state: &State) -> Vec<Vec<u32>> {
        let mut waiting = vec![Vec::new(); self.kinds.len()];
        for ((unit, kinds), &place) in problem.units.iter().zip(&self.of_units).zip(&state.place) {
            if place == NOWHERE {
                for (&id, &kind) in unit.people.iter().zip(kinds) {
                    waiting[kind as usize].push(id);
                }
            }
        }
        for (&id, &kind) in problem.free.iter().zip(&self.of_free) {
            waiting[kind as usize].push(id);
        }
        waiting
    }

    /// Lets everybody without a place flow into the cohorts. `None`: the effort was used up.
    pub(super) fn pour(
        &self,
        problem: &Problem<'_>,
        state: &State,
        effort: &mut Effort,
    ) -> Option<Poured> {
        let mut poured = Poured::laid_out(self, problem, state);
        poured.all = poured.network.run(effort)?;
        Some(poured)
    }
}

/// The network of a view, after the flow.
pub(super) struct Poured {
    /// Whether everybody found a place and every least number was met.
    pub(super) all: bool,
    network: Network,
    waiting: Vec<Vec<u32>>,
    /// Node and edges of each kind: to the node of a class, for a value or for none.
    kinds: Vec<(u32, Vec<(Edge, u32)>)>,
    classes: Vec<u32>,
    /// For a class and a value: the node and the edge to the class without value.
    valued: BTreeMap<(u32, u32), (u32, Edge)>,
    /// For each demand that is looked at: its number, the node and the edge to the cohort.
    demands: Vec<(usize, u32, Edge)>,
    /// Node of each cohort, and the edge from its class.
    cohorts: Vec<(u32, Edge)>,
    out: u32,
}

impl Poured {
    fn laid_out(view: &View, problem: &Problem<'_>, state: &State) -> Self {
        let mut network = Network::new();
        let out = network.node();
        let class_of = &problem.frame.class_of;
        let classes: Vec<u32> = problem
            .frame
            .example
            .iter()
            .map(|_| network.node())
            .collect();
        let mut cohorts = Vec::new();
        for (id, &class) in (0u32..).zip(class_of) {
            let node = network.node();
            let least = (problem.least[id as usize] - state.used[id as usize]).max(0);
            network.edge(node, out, least, state.room(problem, id).max(least));
            cohorts.push((
                node,
                network.edge(classes[class as usize], node, 0, ENDLESS),
            ));
        }
        let mut valued = BTreeMap::new();
        let mut demands = Vec::new();
        for (number, demand) in problem.demands.iter().enumerate() {
            if !view.seen[demand.value as usize] || state.lack[number] <= 0 {
                continue;
            }
            let class = class_of[demand.cohort as usize];
            let (from, _) = *valued.entry((class, demand.value)).or_insert_with(|| {
                let node = network.node();
                (
                    node,
                    network.edge(node, classes[class as usize], 0, ENDLESS),
                )
            });
            let to = cohorts[demand.cohort as usize].0;
            demands.push((
                number,
                from,
                network.edge(from, to, state.lack[number], ENDLESS),
            ));
        }
        let waiting = view.waiting(problem, state);
        let mut kinds = Vec::new();
        for ((open, value), people) in view.kinds.iter().zip(&waiting) {
            let node = network.node();
            let mut edges = Vec::new();
            if !people.is_empty() {
                network.supply(node, int(people.len()));
                for (class, &plain) in (0u32..).zip(&classes).filter(|(c, _)| has(open, *c)) {
                    let special = value.and_then(|value| valued.get(&(class, value)));
                    let to = special.map_or(plain, |(node, _)| *node);
                    edges.push((network.edge(node, to, 0, ENDLESS), to));
                }
            }
            kinds.push((node, edges));
        }
        network.drain(out, waiting.iter().map(|people| int(people.len())).sum());
        Self {
            all: false,
            network,
            waiting,
            kinds,
            classes,
            valued,
            demands,
            cohorts,
            out,
        }
    }

    /// The cohort of everybody who had none, as it flowed.
    pub(super) fn places(mut self, problem: &Problem<'_>) -> Vec<(u32, u32)> {
        let mut pools: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut places = Vec::new();
        for (people, (_, edges)) in self.waiting.iter_mut().zip(&self.kinds) {
            for &(edge, to) in edges {
                let came = take(people, self.network.flow(edge));
                pools.entry(to).or_default().extend(came);
            }
        }
        for (number, from, edge) in &self.demands {
            let pool = pools.entry(*from).or_default();
            let came = take(pool, self.network.flow(*edge));
            let cohort = problem.demands[*number].cohort;
            places.extend(came.into_iter().map(|id| (id, cohort)));
        }
        for ((class, _), (node, _)) in &self.valued {
            let rest = pools.remove(node).unwrap_or_default();
            pools
                .entry(self.classes[*class as usize])
                .or_default()
                .extend(rest);
        }
        for (id, (_, edge)) in (0u32..).zip(&self.cohorts) {
            let class = self.classes[problem.frame.class_of[id as usize] as usize];
            let came = take(pools.entry(class).or_default(), self.network.flow(*edge));
            places.extend(came.into_iter().map(|person| (person, id)));
        }
        places
    }

    /// After a flow that fell short: the rules that by themselves leave it short, in the smallest
    /// of the ways found.
    pub(super) fn rules(&self, problem: &Problem<'_>, state: &State) -> Vec<Atom> {
        let shortages = self.network.shortages(SHORTAGES).into_iter();
        let rules = shortages.map(|set| self.rules_of(problem, state, &set));
        rules.min_by_key(Vec::len).unwrap_or_default()
    }

    /// A set of nodes that more must enter than can leave: what must enter are the people in it
    /// and the least numbers on edges into it; what can leave are the greatest numbers on edges
    /// out of it, and none at all where a person's own rule is in the way.
    fn rules_of(&self, problem: &Problem<'_>, state: &State, set: &[bool]) -> Vec<Atom> {
        let within = |node: u32| set[node as usize];
        let mut rules = BTreeSet::new();
        let mut people = BTreeSet::new();
        for ((node, edges), members) in self.kinds.iter().zip(&self.waiting) {
            let shut_out = self.classes.iter().any(|&class| !within(class))
                || self.valued.values().any(|(node, _)| !within(*node));
            if within(*node) && shut_out && !edges.is_empty() {
                people.extend(members.iter().copied());
            }
        }
        let mut tied = BTreeSet::new();
        for (id, (node, _)) in (0u32..).zip(&self.cohorts) {
            match (within(*node), within(self.out)) {
                (true, false) => {
                    rules.insert(Atom::AtMost(id));
                    tied.insert(id);
                }
                (false, true) => {
                    rules.insert(Atom::AtLeast(id));
                }
                _ => {}
            }
        }
        for (number, from, _) in &self.demands {
            let demand = &problem.demands[*number];
            if !within(*from) && within(self.cohorts[demand.cohort as usize].0) {
                rules.insert(demand.rule);
            }
        }
        // Who is tied elsewhere fills no need and no minimum here.
        let elsewhere = rules.iter().any(|rule| !matches!(rule, Atom::AtMost(_)));
        for (unit, &place) in problem.units.iter().zip(&state.place) {
            if place != NOWHERE && (elsewhere || tied.contains(&place)) {
                people.extend(unit.people.iter().copied());
            }
        }
        rules.extend(problem.rules_about(&people));
        problem
            .kept
            .iter()
            .filter(|atom| rules.contains(atom))
            .copied()
            .collect()
    }
}

fn take(people: &mut Vec<u32>, flow: i64) -> Vec<u32> {
    let flow = usize::try_from(flow).unwrap_or(0).min(people.len());
    people.split_off(people.len() - flow)
}

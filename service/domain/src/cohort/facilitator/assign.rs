//! Flow at least cost, and branching where cohorts meet partly at the same time.

use super::cheapest::Network;
use super::refusal::{Refusal, refusal};
use super::{Leaders, Roles};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Most problems looked into; beyond, the answer is that it is not settled.
const PROBLEMS: usize = 5_000;
/// What leaving out somebody who is held costs in the flow: more than anything else together.
const HELD: i64 = 1 << 40;

/// No answer within [`PROBLEMS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotSettled;

/// The cheapest choice that keeps every rule; or why there is none. Exact.
pub fn assign(roles: &Roles) -> Result<Leaders, Refusal> {
    let cohorts: Vec<u32> = (0u32..).take(roles.cohorts.len()).collect();
    match among(roles, &cohorts) {
        Ok(Some(leaders)) => Ok(leaders),
        Ok(None) => Err(refusal(roles, &cohorts)),
        Err(NotSettled) => Err(Refusal::NotSettled),
    }
}

/// The cheapest choice for these cohorts, the others having nobody; `None` if there is none.
pub(super) fn among(roles: &Roles, cohorts: &[u32]) -> Result<Option<Leaders>, NotSettled> {
    let mut open = BinaryHeap::new();
    let mut made = 0;
    let mut add = |open: &mut BinaryHeap<_>, without: BTreeSet<(u32, u32)>| {
        made += 1;
        if let Some(Leaders { points, of }) = relaxed(roles, cohorts, &without) {
            let clashes = clashes(roles, &of);
            // Cheapest first; of those the one nearest to an answer, then the newest.
            open.push((
                (Reverse(points), Reverse(clashes.len()), made),
                of,
                clashes,
                without,
            ));
        }
        made
    };
    add(&mut open, BTreeSet::new());
    while let Some(((Reverse(points), ..), of, clashes, without)) = open.pop() {
        let Some(&(facilitator, first, second)) = clashes.first() else {
            return Ok(Some(Leaders { of, points }));
        };
        for cohort in [first, second] {
            let mut fewer = without.clone();
            fewer.insert((facilitator, cohort));
            if add(&mut open, fewer) > PROBLEMS {
                return Err(NotSettled);
            }
        }
    }
    Ok(None)
}

/// Everybody with two cohorts that meet at the same time.
fn clashes(roles: &Roles, of: &[Vec<u32>]) -> Vec<(u32, u32, u32)> {
    let mut led: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut clashes = Vec::new();
    for (cohort, leaders) in (0u32..).zip(of) {
        for &facilitator in leaders {
            let theirs = led.entry(facilitator).or_default();
            let slots = |id: u32| roles.cohorts[id as usize].slots;
            let meets = theirs
                .iter()
                .filter(|&&other| slots(other) & slots(cohort) != 0);
            clashes.extend(meets.map(|&other| (facilitator, other, cohort)));
            theirs.push(cohort);
        }
    }
    clashes
}

/// The cheapest choice without these pairs, where nobody has two cohorts with the very same times;
/// times that are shared in part are not looked at.
fn relaxed(roles: &Roles, cohorts: &[u32], without: &BTreeSet<(u32, u32)>) -> Option<Leaders> {
    let mut network = Network::default();
    let (source, sink) = (network.node(), network.node());
    let mut wanted = 0;
    let nodes: Vec<usize> = cohorts
        .iter()
        .map(|&cohort| {
            let node = network.node();
            let want = i64::from(roles.cohorts[cohort as usize].wanted);
            network.edge(node, sink, want, 0);
            wanted += want;
            node
        })
        .collect();
    let mut families = BTreeMap::new();
    let mut pairs = Vec::new();
    let mixes: Vec<bool> = cohorts.iter().map(|&cohort| roles.mixes(cohort)).collect();
    for (id, who) in (0u32..).zip(&roles.facilitators) {
        let start = network.node();
        let load = i64::from(roles.load_each);
        // The first cohort costs 1, the second 3, the third 5: in all the square.
        for number in 0..i64::from(who.most).min(super::super::score::int(cohorts.len())) {
            network.edge(source, start, 1, (2 * number + 1) * load);
        }
        let mut times = BTreeMap::new();
        for (at, &cohort) in cohorts.iter().enumerate() {
            let led = &roles.cohorts[cohort as usize];
            if !roles.able(id, cohort) || without.contains(&(id, cohort)) {
                continue;
            }
            let from = match led.slots {
                0 => start,
                slots => *times.entry(slots).or_insert_with(|| {
                    let node = network.node();
                    network.edge(start, node, 1, 0);
                    node
                }),
            };
            let to = if mixes[at] {
                // All but one of them may be of one family.
                let family = families.entry((cohort, roles.family(id)));
                *family.or_insert_with(|| {
                    let node = network.node();
                    network.edge(node, nodes[at], i64::from(led.wanted) - 1, 0);
                    node
                })
            } else {
                nodes[at]
            };
            let mut cost = 0;
            if led.likes.contains(&id) {
                cost -= i64::from(roles.like_each);
            }
            if led.holds.contains(&id) {
                cost -= HELD;
            }
            pairs.push((id, cohort, network.edge(from, to, 1, cost)));
        }
    }
    let (flow, _) = network.run(source, sink);
    if flow < wanted {
        return None;
    }
    let mut of = vec![Vec::new(); roles.cohorts.len()];
    for (id, cohort, edge) in pairs {
        if network.flow(edge) > 0 {
            of[cohort as usize].push(id);
        }
    }
    // The flow has as many of those held as can be: if one is missing, there is no way.
    let held = |cohort: &u32| {
        let holds = &roles.cohorts[*cohort as usize].holds;
        holds.iter().all(|id| of[*cohort as usize].contains(id))
    };
    cohorts.iter().all(held).then(|| Leaders {
        points: roles.points(&of),
        of,
    })
}

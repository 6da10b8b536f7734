//! Reserve lists: to whom a free place is offered next.

use super::{
    policy::{Group, Policy, lent},
    reserve_reason::CallReason,
};
use jiff::civil::Date;
use std::{cmp::Reverse, collections::HashMap};

/// One who waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiter {
    /// Reserve number in the list.
    pub position: i64,
    /// The same for those who applied together; they stand beside each other.
    pub joint: Option<String>,
    /// Codes of all groups the person is a member of. May be empty: then the list's own only.
    pub groups: Vec<String>,
}

/// The state of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReserveList {
    /// Code of the group; empty where the policy has no groups.
    pub group: String,
    /// Places of the group: after a selection those it had with what it received and gave, in a
    /// first-come channel those of [`super::Tally::places`].
    pub places: i64,
    /// Admitted and registered in the group.
    pub taken: i64,
    /// Offers that are not answered.
    pub offered: i64,
    /// Those who wait and have no offer, in order of position.
    pub waiting: Vec<Waiter>,
}

impl ReserveList {
    /// Places below what the group should have; below 0 if it has more.
    fn short(&self) -> i64 {
        self.places
            .saturating_sub(self.taken)
            .saturating_sub(self.offered)
    }
}

/// The reserve lists of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lists {
    /// Seats of the channel, **without** överintag.
    pub seats: i64,
    /// In the order of the policy.
    pub groups: Vec<ReserveList>,
}

impl Lists {
    /// Seats that are neither taken nor on offer; 0 while there are more people than seats.
    pub fn free(&self) -> i64 {
        let sum = |of: fn(&ReserveList) -> i64| self.groups.iter().map(of).sum::<i64>();
        (self.seats - sum(|list| list.taken) - sum(|list| list.offered)).max(0)
    }
}

/// Those to make an offer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The list they stand on.
    pub group: String,
    /// The group whose place it is.
    pub place_of: String,
    /// Their reserve numbers: one, or all of those who applied together.
    pub positions: Vec<i64>,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextCall {
    /// `None`: nobody is called.
    pub call: Option<Call>,
    /// For the log, in the order in which the rules were tried.
    pub reasons: Vec<CallReason>,
}

/// To whom a place is offered next, if to anyone. Ask again after each offer, with the offer
/// counted, until the answer is nobody.
///
/// 1. Nobody is called while those admitted and those with an offer are as many as the **seats**,
///    however many were overbooked.
/// 2. Groups below their places go first, the one that lacks most before the others, and of equal
///    ones the first declared.
/// 3. A group's place is offered to the first on its own list; if that is empty, to the first on
///    another list who is a member as well; if there is none, it falls as the policy says
///    ([`Policy::falls`]), or is kept for the group.
/// 4. Those who applied together are called together, or passed over while the group lacks fewer
///    places than they are. Then the next in line is considered.
///
/// A place that fell is counted in the list that got it. When somebody leaves that list, the place
/// is first its old group's again.
pub fn next_call(policy: &Policy, lists: &Lists, on: Date) -> NextCall {
    let groups = policy.effective_groups();
    let free = lists.free();
    let mut calling = Calling {
        policy,
        lists: lists_in_order(&groups, lists),
        groups,
        short: Vec::new(),
        free,
        on,
        reasons: Vec::new(),
    };
    calling.short = calling.shortages();
    if free == 0 {
        calling.reasons.push(no_free_seat(lists));
        return calling.end(None);
    }
    let mut short: Vec<usize> = (0..calling.groups.len())
        .filter(|&group| calling.short[group] > 0)
        .collect();
    short.sort_by_key(|&group| (Reverse(calling.short[group]), group));
    for group in short {
        if let Some(call) = calling.for_place_of(group) {
            return calling.end(Some(call));
        }
    }
    calling.end(None)
}

fn no_free_seat(lists: &Lists) -> CallReason {
    CallReason::NoFreeSeat {
        seats: lists.seats,
        taken: lists.groups.iter().map(|list| list.taken).sum(),
        offered: lists.groups.iter().map(|list| list.offered).sum(),
    }
}

fn lists_in_order<'a>(groups: &[Group], lists: &'a Lists) -> Vec<Option<&'a ReserveList>> {
    let by_code: HashMap<&str, &ReserveList> = lists
        .groups
        .iter()
        .map(|list| (list.group.as_str(), list))
        .collect();
    let list = |group: &Group| by_code.get(group.code.as_str()).copied();
    groups.iter().map(list).collect()
}

struct Calling<'a> {
    policy: &'a Policy,
    groups: Vec<Group>,
    lists: Vec<Option<&'a ReserveList>>,
    /// Places each group lacks, those not counted that have fallen to others.
    short: Vec<i64>,
    free: i64,
    on: Date,
    reasons: Vec<CallReason>,
}

impl Calling<'_> {
    fn end(self, call: Option<Call>) -> NextCall {
        NextCall {
            call,
            reasons: self.reasons,
        }
    }

    fn shortages(&self) -> Vec<i64> {
        let short = |group: usize| self.lists[group].map_or(0, ReserveList::short);
        let short: Vec<i64> = (0..self.groups.len()).map(short).collect();
        let order = |from| self.policy.fall_order(&self.groups, from, self.on);
        let orders: Vec<Vec<usize>> = (0..short.len()).map(order).collect();
        let lent = lent(&short, |from, to| orders[from].contains(&to));
        short
            .iter()
            .zip(lent)
            .map(|(short, lent)| short - lent)
            .collect()
    }

    fn code(&self, group: usize) -> String {
        self.groups[group].code.clone()
    }

    /// Who gets a place of the group: its list, members on other lists, those it falls to.
    fn for_place_of(&mut self, group: usize) -> Option<Call> {
        let room = self.short[group].min(self.free);
        let place_of = self.code(group);
        let found = self.first(group, room, |_| true);
        if let Some((position, call)) = self.call(group, &place_of, found) {
            let group = call.group.clone();
            self.reasons
                .push(CallReason::FirstOnList { group, position });
            return Some(call);
        }
        for other in (0..self.groups.len()).filter(|&other| other != group) {
            let member = |waiter: &Waiter| waiter.groups.contains(&place_of);
            let found = self.first(other, room, member);
            if let Some((position, call)) = self.call(other, &place_of, found) {
                let group = call.group.clone();
                let place_of = place_of.clone();
                self.reasons.push(CallReason::MemberOnOtherList {
                    place_of,
                    group,
                    position,
                });
                return Some(call);
            }
        }
        self.fallen(group, room, &place_of)
    }

    fn fallen(&mut self, from: usize, room: i64, place_of: &str) -> Option<Call> {
        if !self.policy.falls(&self.groups[from], self.on) {
            let (group, until) = (place_of.to_owned(), self.groups[from].until);
            self.reasons.push(CallReason::KeptForGroup { group, until });
            return None;
        }
        for to in self.policy.fall_order(&self.groups, from, self.on) {
            let room = (room + self.short[to].max(0)).min(self.free);
            let found = self.first(to, room, |_| true);
            if let Some((position, call)) = self.call(to, place_of, found) {
                let (from, group) = (place_of.to_owned(), call.group.clone());
                self.reasons.push(CallReason::FellFrom {
                    from,
                    group,
                    position,
                });
                return Some(call);
            }
        }
        let group = place_of.to_owned();
        self.reasons.push(CallReason::NobodyWaits { group });
        None
    }

    fn call(&self, list: usize, place_of: &str, found: Option<Vec<i64>>) -> Option<(i64, Call)> {
        let positions = found?;
        let call = Call {
            group: self.code(list),
            place_of: place_of.to_owned(),
            positions,
        };
        Some((*call.positions.first()?, call))
    }

    /// The first on a list who fit into the room; says whom it passed over.
    fn first(&mut self, list: usize, room: i64, may: impl Fn(&Waiter) -> bool) -> Option<Vec<i64>> {
        let waiting = &self.lists[list]?.waiting;
        let together = |a: &Waiter, b: &Waiter| a.joint.is_some() && a.joint == b.joint;
        for unit in waiting.chunk_by(together) {
            if !unit.iter().all(&may) {
                continue;
            }
            let positions: Vec<i64> = unit.iter().map(|waiter| waiter.position).collect();
            let members = i64::try_from(unit.len()).unwrap_or(i64::MAX);
            if members <= room {
                return Some(positions);
            }
            let passed = CallReason::JointPassedOver {
                group: self.code(list),
                position: positions[0],
                members,
                places: room,
            };
            if !self.reasons.contains(&passed) {
                self.reasons.push(passed);
            }
        }
        None
    }
}

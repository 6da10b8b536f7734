//! First come, first served: one decision after another on counts that are kept up to date, so
//! that a whole batch is decided after one reading of the database.

use super::{
    apportion::apportion,
    policy::{Group, Places, Policy, lent},
};
use jiff::civil::Date;

/// What a group holds before the next arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GroupCount {
    /// Admitted and registered in the group, and offers to it that are not answered.
    pub taken: i64,
    /// Those on the group's own list.
    pub waiting: i64,
    /// Those on **any** list who are members of the group and so may want its places. Where only
    /// the own list is known: as `waiting`.
    pub claimants: i64,
    /// The highest reserve number ever given in the group; numbers are never reused.
    pub last_position: i64,
}

/// The decision on one arrival. Groups are indexes into [`Tally::codes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    Admitted {
        group: usize,
        /// The group the place fell from, if it was another's.
        fell_from: Option<usize>,
    },
    /// The end of the list of the first group. Those who came together get consecutive numbers.
    Reserve { group: usize, first_position: i64 },
    /// A member of no group.
    NoGroup,
}

/// Counts of a channel. Each decision is linear in the number of groups and reads nothing else.
#[derive(Debug, Clone)]
pub struct Tally {
    codes: Vec<String>,
    places: Vec<i64>,
    counts: Vec<GroupCount>,
    /// Seats and överintag.
    total: i64,
    taken: i64,
    /// For each group, as bits: to which groups its places fall today.
    falls_to: Vec<u64>,
    /// Places of each group that have fallen to others.
    lent: Vec<i64>,
}

/// A set of groups, as bits. Groups from the 65th on are in no set; a channel has
/// [`crate::limits::SELECTION_GROUPS`] at most.
fn bit(group: usize) -> u64 {
    u32::try_from(group)
        .ok()
        .and_then(|group| 1u64.checked_shl(group))
        .unwrap_or(0)
}

impl Tally {
    /// `seats`: those of the channel; the policy's överintag comes on top, since an arrival is a first
    /// admission. `counts`: by group, in the order of the policy (one for a policy without groups);
    /// missing ones are empty. `today`: the day in Stockholm.
    pub fn new(policy: &Policy, seats: i64, counts: &[GroupCount], today: Date) -> Self {
        let groups = policy.effective_groups();
        let total = policy.total_places(seats);
        let places: Vec<Places> = groups.iter().map(|group| group.places).collect();
        // Nothing is drawn here: equal remainders go by declared order.
        let ties: [u8; 0] = [];
        let counts: Vec<GroupCount> = (0..groups.len())
            .map(|group| counts.get(group).copied().unwrap_or_default())
            .map(|count| GroupCount {
                claimants: count.claimants.max(count.waiting),
                ..count
            })
            .collect();
        let falls_to = |from| {
            let order = policy.fall_order(&groups, from, today);
            order.into_iter().fold(0, |set, to| set | bit(to))
        };
        let falls_to: Vec<u64> = (0..groups.len()).map(falls_to).collect();
        let places = apportion(total, &places, &ties).places;
        let short = places.iter().zip(&counts);
        let short: Vec<i64> = short.map(|(places, count)| places - count.taken).collect();
        Self {
            lent: lent(&short, |from, to| falls_to[from] & bit(to) != 0),
            places,
            taken: counts.iter().map(|count| count.taken).sum(),
            falls_to,
            codes: groups.into_iter().map(|Group { code, .. }| code).collect(),
            counts,
            total,
        }
    }

    /// Codes of the groups, in the order of the policy; one empty code for a policy without groups.
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// Places of each group.
    pub fn places(&self) -> &[i64] {
        &self.places
    }

    /// The counts as they are after the decisions so far.
    pub fn counts(&self) -> &[GroupCount] {
        &self.counts
    }

    /// The set of groups with these codes, for [`Self::arrive`]. Where the policy has no groups,
    /// everybody is in the one that there is.
    pub fn set<S: AsRef<str>>(&self, codes: &[S]) -> u64 {
        if let [only] = &self.codes[..]
            && only.is_empty()
        {
            return 1;
        }
        let is_in = |group: &usize| codes.iter().any(|code| code.as_ref() == self.codes[*group]);
        let groups = (0..self.codes.len()).filter(is_in);
        groups.fold(0, |set, group| set | bit(group))
    }

    /// Decides one arrival (or `members` people who came together, all or none) and counts it.
    ///
    /// A place in the first declared group of which the newcomer is a member, that has room, and that
    /// nobody waits for; else a place that falls from a group that nobody waits for; else the end of
    /// the list of the first group. While anyone waits who may want a place, no newcomer gets it.
    pub fn arrive(&mut self, groups: u64, members: i64) -> Arrival {
        let members = members.max(1);
        let own = (0..self.codes.len()).filter(|&group| groups & bit(group) != 0);
        let Some(first) = own.clone().next() else {
            return Arrival::NoGroup;
        };
        let fits = |group: usize| self.room(group) >= members;
        let seat = own
            .clone()
            .find(|&group| fits(group) && self.counts[group].claimants <= 0)
            .map(|group| (group, None));
        let seat = seat.or_else(|| self.fallen(groups, members));
        match seat {
            Some((group, fell_from)) => {
                let over = self.over(group);
                self.counts[group].taken += members;
                self.taken += members;
                if let Some(from) = fell_from {
                    self.lent[from] += self.over(group) - over;
                }
                Arrival::Admitted { group, fell_from }
            }
            None => {
                for group in own {
                    self.counts[group].claimants += members;
                }
                let count = &mut self.counts[first];
                let first_position = count.last_position + 1;
                count.waiting += members;
                count.last_position += members;
                Arrival::Reserve {
                    group: first,
                    first_position,
                }
            }
        }
    }

    /// Free places of a group; never more than the channel's.
    fn room(&self, group: usize) -> i64 {
        let own = self.places[group] - self.counts[group].taken - self.lent[group];
        own.min(self.total - self.taken)
    }

    /// How many a group has above its own places.
    fn over(&self, group: usize) -> i64 {
        (self.counts[group].taken - self.places[group]).max(0)
    }

    /// A place that falls to one of these groups, and for which nobody waits: neither in the group
    /// it falls from nor in any that it may fall to.
    fn fallen(&self, groups: u64, members: i64) -> Option<(usize, Option<usize>)> {
        let waited_for = (0..self.codes.len())
            .filter(|&group| self.counts[group].claimants > 0)
            .fold(0, |set, group| set | bit(group));
        let gives = |&from: &usize| {
            self.falls_to[from] & groups != 0
                && waited_for & (self.falls_to[from] | bit(from)) == 0
                && self.room(from) >= members
        };
        let from = (0..self.codes.len()).find(gives)?;
        let to = (0..self.codes.len()).find(|&to| self.falls_to[from] & groups & bit(to) != 0)?;
        Some((to, Some(from)))
    }
}

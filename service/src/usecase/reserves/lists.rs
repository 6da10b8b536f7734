//! The reserve lists of a channel as they stand: read from the database, asked for who is next.

use crate::{
    error::{Error, Result},
    store::{Tx, application::ApplicationRow, channel::ChannelRow, participation::WaitingRow},
};
use jiff::civil::Date;
use samverkan_domain::{
    admission::{
        Call, ChannelPolicy, Group, Lists, NextCall, ReserveList, SelectionRecord, Tally, Waiter,
        next_call,
    },
    id::ChannelId,
};

/// The lists, and the applications that they are made of.
#[derive(Debug)]
pub(in crate::usecase) struct Standings {
    pub(in crate::usecase) policy: ChannelPolicy,
    pub(in crate::usecase) lists: Lists,
    /// Those who wait, by group, in the order of [`ReserveList::waiting`].
    pub(in crate::usecase) rows: Vec<Vec<ApplicationRow>>,
}

impl Standings {
    /// Reads the lists. Under the offering's lock, if somebody is to be called.
    pub(in crate::usecase) async fn load(
        tx: &mut Tx,
        channel: &ChannelRow,
        today: Date,
    ) -> Result<Self> {
        let policy = channel.policy()?;
        let groups = policy.selection.effective_groups();
        let places = places(tx, channel, &policy, &groups, today).await?;
        let mut lists: Vec<ReserveList> = groups
            .iter()
            .zip(places)
            .map(|(group, places)| ReserveList {
                group: group.code.clone(),
                places,
                taken: 0,
                offered: 0,
                waiting: Vec::new(),
            })
            .collect();
        for count in tx.group_counts(ChannelId(channel.id)).await? {
            let list = &mut lists[index(&groups, &count.selection_group)];
            list.offered += count.offered;
            list.taken += count.taken;
        }
        let mut rows = vec![Vec::new(); groups.len()];
        for waiting in tx.waiting(ChannelId(channel.id)).await? {
            let code = waiting.application.selection_group.as_deref();
            let n = index(&groups, code.unwrap_or_default());
            lists[n].waiting.push(waiter(&waiting, &policy, channel)?);
            rows[n].push(waiting.application);
        }
        let lists = Lists {
            seats: channel.seats,
            groups: lists,
        };
        Ok(Self {
            policy,
            lists,
            rows,
        })
    }

    /// To whom a place is offered next, and why.
    pub(in crate::usecase) fn next(&self, today: Date) -> NextCall {
        next_call(&self.policy.selection, &self.lists, today)
    }

    /// Those whom a call names. Numbers may occur twice in a list taken over from elsewhere, where
    /// each group counts for itself; then the first in line is meant.
    pub(in crate::usecase) fn named(&self, call: &Call) -> &[ApplicationRow] {
        match self.place(call) {
            Some((list, from, to)) => &self.rows[list][from..to],
            None => &[],
        }
    }

    /// Takes those whom a call names off the list and counts the offer.
    pub(in crate::usecase) fn take(&mut self, call: &Call) -> Vec<ApplicationRow> {
        let Some((list, from, to)) = self.place(call) else {
            return Vec::new();
        };
        let waiting = &mut self.lists.groups[list];
        waiting.waiting.drain(from..to);
        waiting.offered += i64::try_from(to - from).unwrap_or(i64::MAX);
        self.rows[list].drain(from..to).collect()
    }

    fn place(&self, call: &Call) -> Option<(usize, usize, usize)> {
        let groups = &self.lists.groups;
        let list = groups.iter().position(|list| list.group == call.group)?;
        let waiting = &groups[list].waiting;
        let together = |a: &Waiter, b: &Waiter| a.joint.is_some() && a.joint == b.joint;
        let mut from = 0;
        for unit in waiting.chunk_by(together) {
            let to = from + unit.len();
            if unit
                .iter()
                .map(|w| w.position)
                .eq(call.positions.iter().copied())
            {
                return Some((list, from, to));
            }
            from = to;
        }
        None
    }
}

/// Places of each group: after a selection those it ended with, as long as the seats are as many as
/// they were; otherwise as the policy divides the seats.
async fn places(
    tx: &mut Tx,
    channel: &ChannelRow,
    policy: &ChannelPolicy,
    groups: &[Group],
    today: Date,
) -> Result<Vec<i64>> {
    if policy.selects()
        && let Some(record) = tx.published_record(ChannelId(channel.id)).await?
    {
        let record: SelectionRecord = serde_json::from_str(&record).map_err(Error::internal)?;
        let places = |group: &Group| {
            let found = record.groups.iter().find(|g| g.group == group.code);
            found.map_or(0, |g| g.places + g.received - g.given)
        };
        if record.seats == channel.seats {
            return Ok(groups.iter().map(places).collect());
        }
    }
    let tally = Tally::new(&policy.selection, channel.seats, &[], today);
    Ok(tally.places().to_vec())
}

/// The list an application counts in. Where its group is none of the channel's (groups were
/// declared later, or the number comes from elsewhere) that is the last.
fn index(groups: &[Group], code: &str) -> usize {
    let found = groups.iter().position(|group| group.code == code);
    found.unwrap_or(groups.len().saturating_sub(1))
}

/// One who waits, with the groups the person is a member of, where there are several.
fn waiter(waiting: &WaitingRow, policy: &ChannelPolicy, channel: &ChannelRow) -> Result<Waiter> {
    let row = &waiting.application;
    let mut groups = Vec::new();
    if policy.selection.groups.len() > 1 {
        for group in &policy.selection.groups {
            if waiting.is_member(group, channel)? {
                groups.push(group.code.clone());
            }
        }
    }
    Ok(Waiter {
        position: row.reserve_position.unwrap_or(i64::MAX),
        joint: row.joint_code.clone(),
        groups,
    })
}

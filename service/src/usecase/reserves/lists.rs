//! The reserve lists of a channel as they stand: read from the database, asked for who is next.

use crate::{
    error::{Error, Result},
    store::{
        Tx,
        application::{ApplicationFilter, ApplicationRow},
        channel::ChannelRow,
    },
    usecase::people::Families,
};
use jiff::civil::Date;
use samverkan_domain::{
    admission::{
        Call, ChannelPolicy, Group, Lists, NextCall, ReserveList, SelectionRecord, Standing, Tally,
        Waiter, next_call,
    },
    application::ApplicationState,
    id::ChannelId,
};
use std::collections::HashMap;
use uuid::Uuid;

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
        for row in tx.seats_by_group(ChannelId(channel.id)).await? {
            let list = &mut lists[index(&groups, row.selection_group.as_deref())];
            if row.state == ApplicationState::Called.as_str() {
                list.offered += row.applications;
            } else {
                list.taken += row.applications;
            }
        }
        let rows = waiting(tx, channel, &groups).await?;
        let known = Known::load(tx, channel, &policy).await?;
        for (list, rows) in lists.iter_mut().zip(&rows) {
            list.waiting = rows.iter().map(|row| known.waiter(row)).collect();
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
fn index(groups: &[Group], code: Option<&str>) -> usize {
    let code = code.unwrap_or_default();
    let found = groups.iter().position(|group| group.code == code);
    found.unwrap_or(groups.len().saturating_sub(1))
}

async fn waiting(
    tx: &mut Tx,
    channel: &ChannelRow,
    groups: &[Group],
) -> Result<Vec<Vec<ApplicationRow>>> {
    let filter = ApplicationFilter {
        channel: Some(channel.id),
        state: Some(ApplicationState::Reserve),
        ..ApplicationFilter::default()
    };
    let mut lists = vec![Vec::new(); groups.len()];
    for row in tx.applications(&filter, i64::MAX).await? {
        lists[index(groups, row.selection_group.as_deref())].push(row);
    }
    for rows in &mut lists {
        rows.sort_by_cached_key(|row: &ApplicationRow| {
            let position = row.reserve_position.unwrap_or(i64::MAX);
            (position, row.selection_group.clone(), row.id)
        });
    }
    Ok(lists)
}

/// What membership of groups is judged by; empty where there is only one group.
struct Known<'a> {
    policy: &'a ChannelPolicy,
    channel: &'a ChannelRow,
    facts: Option<(Families, HashMap<Uuid, i64>)>,
}

impl<'a> Known<'a> {
    async fn load(tx: &mut Tx, channel: &'a ChannelRow, policy: &'a ChannelPolicy) -> Result<Self> {
        let facts = if policy.selection.groups.len() > 1 {
            let credits = tx.credits_of_reserves(ChannelId(channel.id)).await?;
            let credits = credits.into_iter().filter_map(|(id, c)| Some((id, c?)));
            Some((Families::load(tx).await?, credits.collect()))
        } else {
            None
        };
        Ok(Self {
            policy,
            channel,
            facts,
        })
    }

    fn waiter(&self, row: &ApplicationRow) -> Waiter {
        let groups = self.facts.as_ref().map(|(families, credits)| {
            let family = families.of(row.profession.as_deref(), row.programme.as_deref());
            let closes_at = self.channel.closes_at;
            self.policy.selection.groups_of(Standing {
                credits_tenths: credits.get(&row.person_id).copied(),
                family,
                programme: row.programme.as_deref(),
                on_time: closes_at.is_none_or(|closes_at| row.created_at < closes_at),
            })
        });
        Waiter {
            position: row.reserve_position.unwrap_or(i64::MAX),
            joint: row.joint_code.clone(),
            groups: groups.unwrap_or_default(),
        }
    }
}

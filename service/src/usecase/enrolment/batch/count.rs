//! What a batch is decided on, as the database has it.

use super::Request;
use crate::{
    error::{Error, Result},
    store::{
        Tx,
        channel::ChannelRow,
        rush::{Asker, Asking},
    },
    usecase::{
        merits::{self, MeritView},
        once::Once,
    },
};
use jiff::civil::Date;
use samverkan_domain::{
    admission::{ChannelPolicy, GroupCount, Tally},
    id::OfferingId,
};
use std::sync::Arc;

/// What is stored about each request, in their order.
pub(super) async fn askers(
    tx: &mut Tx,
    offering: OfferingId,
    requests: &[Request],
) -> Result<Vec<Option<Arc<Asker>>>> {
    let asking: Vec<Asking<'_>> = requests
        .iter()
        .map(|request| Asking {
            person: request.person.0,
            key_hash: request.once.as_ref().map(Once::key_hash),
        })
        .collect();
    let mut askers: Vec<Option<Arc<Asker>>> = vec![None; requests.len()];
    for asker in tx.askers(offering, &asking).await? {
        let n = usize::try_from(asker.n).unwrap_or(usize::MAX);
        if let Some(place) = askers.get_mut(n) {
            *place = Some(Arc::new(asker));
        }
    }
    Ok(askers)
}

/// Counts what a channel holds, group by group, and who waits for which places.
pub(super) async fn count(
    tx: &mut Tx,
    channel: &ChannelRow,
    policy: &ChannelPolicy,
    today: Date,
) -> Result<Tally> {
    if policy.selection.groups.is_empty() {
        let held = tx.occupancy(channel.channel(), None).await?;
        let count = GroupCount {
            taken: held.seats_taken,
            waiting: held.reserves,
            claimants: held.reserves,
            last_position: held.last_reserve_position,
        };
        return Ok(Tally::new(
            &policy.selection,
            channel.seats,
            &[count],
            today,
        ));
    }
    let rows = tx.group_counts(channel.channel()).await?;
    let waiting = tx.waiting(channel.channel()).await?;
    let mut counts = Vec::new();
    for group in policy.selection.effective_groups() {
        let row = rows.iter().find(|row| row.selection_group == group.code);
        let mut claimants = 0;
        for waiter in &waiting {
            claimants += i64::from(waiter.is_member(&group, channel)?);
        }
        counts.push(GroupCount {
            taken: row.map_or(0, |row| row.taken + row.offered),
            waiting: row.map_or(0, |row| row.waiting),
            claimants,
            last_position: row.map_or(0, |row| row.last_position),
        });
    }
    Ok(Tally::new(&policy.selection, channel.seats, &counts, today))
}

/// What somebody has stated of merits.
pub(super) fn merits_of(asker: &Asker) -> Result<MeritView> {
    let list = |json: &Option<String>| match json {
        Some(json) => serde_json::from_str(json).map_err(Error::internal),
        None => Ok(Vec::new()),
    };
    Ok(MeritView {
        credits_tenths: asker.credits_tenths,
        degrees: list(&asker.degrees)?,
        courses: list(&asker.courses)?,
        employer: asker.employer.clone(),
        verified_at: asker.verified_at.map(|at| at.0),
        ..merits::nothing(asker.person.person())
    })
}

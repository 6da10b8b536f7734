//! Who can come to everything and who cannot, by programme.

use super::{Table, Telling};
use crate::{
    error::Result,
    store::{Tx, catalogue::OfferingRow},
    usecase::{Caller, clashes::of_sessions},
};
use samverkan_domain::id::{PersonId, SessionId};
use std::collections::{BTreeMap, BTreeSet};

/// Nothing where there are no sessions, or no timetables to hold them against.
pub(super) async fn by_programme(
    tx: &mut Tx,
    telling: &mut Telling,
    caller: &Caller,
    offering: &OfferingRow,
) -> Result<Option<Table>> {
    let sessions = tx.sessions(offering.offering()).await?;
    let live = sessions.iter().filter(|row| row.state != "cancelled");
    let ids: Vec<SessionId> = live.map(|row| SessionId(row.id)).collect();
    if ids.is_empty() || tx.timetables().await?.is_empty() {
        return Ok(None);
    }
    let hindered: BTreeSet<PersonId> = of_sessions(tx, caller, offering, &ids)
        .await?
        .iter()
        .flat_map(|clashes| clashes.blocked.iter().map(|one| one.person))
        .collect();
    let mut programmes: BTreeMap<String, BTreeMap<PersonId, bool>> = BTreeMap::new();
    for (person, programme) in tx.programmes_of(offering.offering()).await? {
        let person = PersonId(person);
        let people = programmes.entry(programme).or_default();
        people.insert(person, hindered.contains(&person));
    }
    let rows = programmes.into_iter().map(|(programme, people)| {
        let number = |taken: bool| people.values().filter(|one| **one == taken).count();
        let cells = [false, true].map(|taken| u64::try_from(number(taken)).unwrap_or(u64::MAX));
        (programme, cells.to_vec())
    });
    let rows: Vec<_> = rows.collect();
    let columns = ["free", "hindered"].map(str::to_owned);
    let some = !rows.is_empty();
    Ok(some.then(|| telling.table(columns.into(), rows)).flatten())
}

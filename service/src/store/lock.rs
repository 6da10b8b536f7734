//! Locks that reach further than one offering, and reading at a given instant.

use super::{Result, Tx};
use jiff::Timestamp;
use samverkan_domain::id::{ApplicationId, OfferingId};
use uuid::Uuid;

impl Tx {
    /// The same transaction at another instant: for reading what is due. (One that is opened for
    /// reading does not know the time.)
    pub fn at(mut self, now: Timestamp) -> Self {
        self.now = now.into();
        self
    }

    /// Locks several offerings as [`Tx::lock_offering`] locks one. The order is always the same, so
    /// that two writers never wait for each other: those in whose cohorts others are placed
    /// come before those others, and then the lower id before the higher.
    pub async fn lock_offerings(&mut self, ids: &[OfferingId]) -> Result<()> {
        let mut order: Vec<(bool, Uuid)> = Vec::new();
        for id in ids {
            let row: Option<(Option<Uuid>,)> = fetch_optional!(
                self,
                (Option<Uuid>,),
                "SELECT cohorts_of FROM offering WHERE id = $1",
                id.0
            )?;
            let host = row.and_then(|(host,)| host);
            order.push((host.is_some(), id.0));
            order.extend(host.map(|host| (false, host)));
        }
        order.sort_unstable();
        order.dedup();
        for (_, id) in order {
            execute!(
                self,
                "UPDATE offering SET revision = revision + 1 WHERE id = $1",
                id
            )?;
        }
        Ok(())
    }

    /// Locks all that a decision on an application may change: its offering, and those where it,
    /// or somebody it was made together with, gives up a place. Says no if there is one more
    /// of those than there was before the wait.
    pub async fn lock_application(&mut self, id: ApplicationId) -> Result<bool> {
        let before = self.offerings_touched(id).await?;
        self.lock_offerings(&before).await?;
        let now = self.offerings_touched(id).await?;
        Ok(now.iter().all(|offering| before.contains(offering)))
    }

    async fn offerings_touched(&mut self, id: ApplicationId) -> Result<Vec<OfferingId>> {
        let rows: Vec<(Uuid,)> = fetch_all!(
            self,
            (Uuid,),
            "SELECT offering_id FROM application WHERE id = $1
             UNION
             SELECT kept.offering_id
             FROM application own
             JOIN application one ON one.id = own.id
                  OR (one.channel_id = own.channel_id AND one.joint_code = own.joint_code)
             JOIN application kept ON kept.id = one.keeps
             WHERE own.id = $1",
            id.0
        )?;
        Ok(rows.into_iter().map(|(id,)| OfferingId(id)).collect())
    }
}

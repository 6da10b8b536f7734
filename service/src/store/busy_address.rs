//! Addresses that calendars are fetched from, claimed by lease.

use super::{At, Result, Tx};
use jiff::Timestamp;
use samverkan_domain::{fetching::WAIT_MOST, id::PersonId};
use uuid::Uuid;

/// Where the calendar of a programme or a person is fetched, and how that goes.
#[derive(Clone, PartialEq, sqlx::FromRow)]
pub struct BusyAddressRow {
    pub id: Uuid,
    pub programme: Option<String>,
    pub person_id: Option<Uuid>,
    /// The address and what goes with it.
    pub sealed: Vec<u8>,
    pub tried_at: At,
    pub read_at: At,
    pub changed_at: At,
    /// JSON of the last failure, if the last time failed.
    pub failure: Option<String>,
    /// How many in a row.
    pub failures: i64,
    /// `None`: ended by its owner.
    pub due_at: Option<At>,
    pub lease_until: At,
    pub created_at: At,
    pub revision: i64,
}

impl std::fmt::Debug for BusyAddressRow {
    /// Only the id: rows end up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BusyAddressRow")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

macro_rules! columns {
    () => {
        "id, programme, person_id, sealed, tried_at, read_at, changed_at, failure, failures, due_at,
         lease_until, created_at, revision"
    };
}

impl Tx {
    /// The addresses of programmes' timetables, by code.
    pub async fn timetable_addresses(&mut self) -> Result<Vec<BusyAddressRow>> {
        fetch_all!(
            self,
            BusyAddressRow,
            concat!(
                "SELECT ",
                columns!(),
                " FROM busy_address WHERE programme IS NOT NULL ORDER BY programme"
            )
        )
    }

    /// The address of a person's own calendar.
    pub async fn private_address(&mut self, person: PersonId) -> Result<Option<BusyAddressRow>> {
        fetch_optional!(
            self,
            BusyAddressRow,
            concat!(
                "SELECT ",
                columns!(),
                " FROM busy_address WHERE person_id = $1"
            ),
            person.0
        )
    }

    /// Keeps a new address, which nobody has claimed.
    pub async fn insert_busy_address(&mut self, row: &BusyAddressRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO busy_address (id, programme, person_id, sealed, tried_at, read_at,
                                       changed_at, failure, failures, due_at, lease_until,
                                       created_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, 1)",
            row.id,
            &row.programme,
            row.person_id,
            &row.sealed,
            row.tried_at,
            row.read_at,
            row.changed_at,
            &row.failure,
            row.failures,
            row.due_at,
            row.created_at
        )?;
        Ok(())
    }

    /// Changes the address with this id if it still has `row.revision`; says whether it did. Whoever
    /// had claimed it has it no more.
    pub async fn update_busy_address(&mut self, row: &BusyAddressRow) -> Result<bool> {
        let done = execute!(
            self,
            "UPDATE busy_address SET sealed = $2, tried_at = $3, read_at = $4, changed_at = $5,
                 failure = $6, failures = $7, due_at = $8, lease_until = created_at,
                 revision = revision + 1
             WHERE id = $1 AND revision = $9",
            row.id,
            &row.sealed,
            row.tried_at,
            row.read_at,
            row.changed_at,
            &row.failure,
            row.failures,
            row.due_at,
            row.revision
        )?;
        Ok(done == 1)
    }

    /// Forgets an address; says whether there was one.
    pub async fn delete_busy_address(&mut self, id: Uuid) -> Result<bool> {
        let deleted = execute!(self, "DELETE FROM busy_address WHERE id = $1", id)?;
        Ok(deleted == 1)
    }

    /// Claims addresses that are due until `lease_until`, those that have waited longest first. The
    /// guard stands again outside the sub-select: see `claim_messages`, also for what waits too long.
    pub async fn claim_busy_addresses(
        &mut self,
        lease_until: Timestamp,
        limit: i64,
    ) -> Result<Vec<BusyAddressRow>> {
        let most = At::from(self.now() + WAIT_MOST);
        fetch_all!(
            self,
            BusyAddressRow,
            concat!(
                "UPDATE busy_address SET lease_until = $2, revision = revision + 1
                 WHERE id IN (SELECT id FROM busy_address
                              WHERE (due_at <= $1 OR due_at > $4)
                                AND (lease_until <= $1 OR lease_until > $4)
                                AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = busy_address.person_id
                                                AND p.merged_into IS NOT NULL)
                              ORDER BY due_at, id LIMIT $3)
                   AND (due_at <= $1 OR due_at > $4) AND (lease_until <= $1 OR lease_until > $4)
                 RETURNING ",
                columns!()
            ),
            self.now,
            At::from(lease_until),
            limit,
            most
        )
    }

    /// Claims one address until `lease_until`, due or not; nothing if somebody has it.
    pub async fn claim_busy_address(
        &mut self,
        id: Uuid,
        lease_until: Timestamp,
    ) -> Result<Option<BusyAddressRow>> {
        let most = At::from(self.now() + WAIT_MOST);
        fetch_optional!(
            self,
            BusyAddressRow,
            concat!(
                "UPDATE busy_address SET lease_until = $2, revision = revision + 1
                 WHERE id = $3 AND (lease_until <= $1 OR lease_until > $4)
                 RETURNING ",
                columns!()
            ),
            self.now,
            At::from(lease_until),
            id,
            most
        )
    }

    /// Holds a claim for longer; nothing if it has run out and somebody else has come.
    pub async fn renew_busy_address(
        &mut self,
        id: Uuid,
        revision: i64,
        lease_until: Timestamp,
    ) -> Result<Option<BusyAddressRow>> {
        fetch_optional!(
            self,
            BusyAddressRow,
            concat!(
                "UPDATE busy_address SET lease_until = $1, revision = revision + 1
                 WHERE id = $2 AND revision = $3
                 RETURNING ",
                columns!()
            ),
            At::from(lease_until),
            id,
            revision
        )
    }
}

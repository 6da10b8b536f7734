//! Two records of one human that have been made one: what went over, and what stayed.

mod follows;
mod hinder;

pub use hinder::Hinder;

use super::{At, Result, Tx, person::PersonRow};
use follows::FOLLOWS;
use samverkan_domain::id::{OfferingId, PersonId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct MergeRow {
    pub id: Uuid,
    pub kept_id: Uuid,
    pub merged_id: Uuid,
    /// Of those into the same person: the last is the first to be undone.
    pub number: i64,
    /// Sealed.
    pub reason: Vec<u8>,
    /// Sealed (JSON).
    pub was: Vec<u8>,
    pub merged_by: String,
    pub merged_at: At,
    pub undone_by: Option<String>,
    pub undone_at: Option<At>,
}

/// How many rows of what.
pub type Counts = Vec<(&'static str, u64)>;

/// Tables and columns by which something is somebody's and follows them.
pub fn what_follows() -> impl Iterator<Item = (&'static str, &'static str)> {
    FOLLOWS.iter().map(|one| (one.table, one.column))
}

impl Tx {
    /// The offerings that two people have to do with.
    pub async fn offerings_of_both(
        &mut self,
        one: PersonId,
        other: PersonId,
    ) -> Result<Vec<OfferingId>> {
        let rows: Vec<(Uuid,)> = fetch_all!(
            self,
            (Uuid,),
            "SELECT offering_id FROM application WHERE person_id IN ($1, $2)
             UNION SELECT offering_id FROM facilitator WHERE person_id IN ($1, $2)
             UNION SELECT s.offering_id FROM cohort_member m
                   JOIN cohort_set s ON s.id = m.cohort_set_id WHERE m.person_id IN ($1, $2)",
            one.0,
            other.0
        )?;
        Ok(rows.into_iter().map(|(id,)| OfferingId(id)).collect())
    }

    /// Lets what is the merged record's be the kept one's, noting each row. Says what went over, and what stayed where
    /// it was, as the kept one had its own.
    pub async fn give_to(&mut self, row: &MergeRow) -> Result<(Counts, Counts)> {
        let (kept, merged) = (row.kept_id, row.merged_id);
        let (mut gone, mut stayed) = (Vec::new(), Vec::new());
        for one in FOLLOWS {
            execute!(self, one.note, row.id, merged, kept)?;
            let moved = execute!(self, one.give, row.id, merged, kept)?;
            let (left,): (i64,) = fetch_one!(self, (i64,), one.left, merged)?;
            let left = u64::try_from(left).unwrap_or_default();
            gone.extend((moved > 0).then_some((one.thing, moved)));
            stayed.extend((left > 0).then_some((one.thing, left)));
        }
        Ok((gone, stayed))
    }

    /// Gives back what went over and is still there. What has come in the courses that go back goes with them.
    pub async fn give_back(&mut self, row: &MergeRow) -> Result<Counts> {
        let (kept, merged) = (row.kept_id, row.merged_id);
        let mut back = Vec::new();
        for one in FOLLOWS {
            let moved = execute!(self, one.give, row.id, kept, merged)?;
            back.extend((moved > 0).then_some((one.thing, moved)));
        }
        for statement in follows::SINCE {
            execute!(self, *statement, kept, merged)?;
        }
        Ok(back)
    }

    pub async fn insert_merge(&mut self, row: &MergeRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO person_merge (id, kept_id, merged_id, number, reason, was, merged_by, merged_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            row.id,
            row.kept_id,
            row.merged_id,
            row.number,
            &row.reason,
            &row.was,
            &row.merged_by,
            row.merged_at
        )?;
        execute!(
            self,
            "UPDATE person SET merged_into = $2 WHERE id = $1",
            row.merged_id,
            row.kept_id
        )?;
        Ok(())
    }

    /// The number of the next merge into a person.
    pub async fn next_merge(&mut self, kept: PersonId) -> Result<i64> {
        let (number,): (i64,) = fetch_one!(
            self,
            (i64,),
            "SELECT COALESCE(MAX(number), 0) + 1 FROM person_merge WHERE kept_id = $1",
            kept.0
        )?;
        Ok(number)
    }

    pub async fn end_merge(&mut self, row: &MergeRow, reason: &[u8]) -> Result<()> {
        let actor = self.actor.clone();
        execute!(
            self,
            "UPDATE person SET merged_into = NULL WHERE id = $1",
            row.merged_id
        )?;
        execute!(
            self,
            "UPDATE person_merge SET undone_by = $2, undone_at = $3, undo_reason = $4 WHERE id = $1",
            row.id,
            actor,
            self.now,
            reason.to_vec()
        )?;
        execute!(
            self,
            "DELETE FROM person_merge_row WHERE merge_id = $1",
            row.id
        )?;
        Ok(())
    }

    /// Merges that have not been undone, the latest first.
    pub async fn merges(&mut self) -> Result<Vec<MergeRow>> {
        fetch_all!(
            self,
            MergeRow,
            "SELECT id, kept_id, merged_id, number, reason, was, merged_by, merged_at, undone_by, undone_at
             FROM person_merge WHERE undone_at IS NULL ORDER BY merged_at DESC, number DESC, id"
        )
    }

    /// The merge of a record, or else the last one into a person; not undone.
    pub async fn merge_of(&mut self, person: PersonId) -> Result<Option<MergeRow>> {
        fetch_optional!(
            self,
            MergeRow,
            "SELECT id, kept_id, merged_id, number, reason, was, merged_by, merged_at, undone_by, undone_at
             FROM person_merge WHERE undone_at IS NULL AND (merged_id = $1 OR kept_id = $1)
             ORDER BY CASE WHEN merged_id = $1 THEN 0 ELSE 1 END, number DESC LIMIT 1",
            person.0
        )
    }

    /// Lets two records have each other's identity numbers.
    pub async fn exchange_identities(&mut self, one: &PersonRow, other: &PersonRow) -> Result<()> {
        execute!(
            self,
            "UPDATE person SET identity_kind = NULL, identity_sealed = NULL, identity_hash = NULL
             WHERE id IN ($1, $2)",
            one.id,
            other.id
        )?;
        for (to, from) in [(one, other), (other, one)] {
            execute!(
                self,
                "UPDATE person SET identity_kind = $2, identity_sealed = $3, identity_hash = $4
                 WHERE id = $1",
                to.id,
                &from.identity_kind,
                &from.identity_sealed,
                &from.identity_hash
            )?;
        }
        Ok(())
    }

    /// The main address of a person becomes one among others, or that again.
    pub async fn set_main_email(&mut self, address_key: &str, main: bool) -> Result<()> {
        execute!(
            self,
            "UPDATE email SET main = $2 WHERE address_key = $1",
            address_key,
            main
        )?;
        Ok(())
    }

    /// Addresses of a person's own calendar that are open.
    pub async fn open_person_feeds(&mut self, person: PersonId) -> Result<Vec<(Uuid,)>> {
        fetch_all!(
            self,
            (Uuid,),
            "SELECT id FROM feed WHERE kind = 'person' AND subject_id = $1 AND revoked_at IS NULL",
            person.0
        )
    }

    /// And those that have been ended.
    pub async fn closed_person_feeds(&mut self, person: PersonId) -> Result<Vec<(Uuid,)>> {
        fetch_all!(
            self,
            (Uuid,),
            "SELECT id FROM feed WHERE kind = 'person' AND subject_id = $1 AND revoked_at IS NOT NULL",
            person.0
        )
    }

    /// Opens an address that the merge ended.
    pub async fn open_feed_again(&mut self, id: Uuid, ended: At) -> Result<()> {
        execute!(
            self,
            "UPDATE feed SET revoked_at = NULL WHERE id = $1 AND revoked_at = $2",
            id,
            ended
        )?;
        Ok(())
    }

    /// Where a person's name is seen by others, and since when.
    pub async fn consents_of(&mut self, person: PersonId) -> Result<Vec<(Uuid, At)>> {
        fetch_all!(
            self,
            (Uuid, At),
            "SELECT offering_id, given_at FROM name_consent WHERE person_id = $1 ORDER BY offering_id",
            person.0
        )
    }

    pub async fn consent_again(&mut self, person: PersonId, offering: Uuid, at: At) -> Result<()> {
        execute!(
            self,
            "INSERT INTO name_consent (person_id, offering_id, given_at) VALUES ($1, $2, $3)
             ON CONFLICT (person_id, offering_id) DO NOTHING",
            person.0,
            offering,
            at
        )?;
        Ok(())
    }
}

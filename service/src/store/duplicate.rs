//! What possible duplicates are found by, and what has been decided about them.

use super::{At, Result, Tx};
use samverkan_domain::id::PersonId;
use uuid::Uuid;

/// A person as duplicates are compared. Nothing of it leaves the use case.
#[derive(Clone, PartialEq, sqlx::FromRow)]
pub struct ComparedRow {
    pub id: Uuid,
    pub given_name: String,
    pub family_name: String,
    pub security_marking: String,
    pub identity_kind: Option<String>,
    pub identity_hash: Option<Vec<u8>>,
    pub profession: Option<String>,
    pub programme: Option<String>,
    pub workplace: Option<String>,
}

/// Two people of whom somebody has decided that they are two.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ApartRow {
    /// The lower id.
    pub first_id: Uuid,
    pub second_id: Uuid,
    /// Sealed: it may name somebody.
    pub reason: Vec<u8>,
    pub decided_by: String,
    pub decided_at: At,
}

impl Tx {
    /// Everybody who has not been weeded, and has not become part of another.
    pub async fn people_to_compare(&mut self) -> Result<Vec<ComparedRow>> {
        fetch_all!(
            self,
            ComparedRow,
            "SELECT id, given_name, family_name, security_marking, identity_kind, identity_hash,
                    profession, programme, workplace
             FROM person WHERE weeded_at IS NULL AND merged_into IS NULL ORDER BY id"
        )
    }

    /// Everybody's addresses.
    pub async fn addresses_to_compare(&mut self) -> Result<Vec<(Uuid, String)>> {
        fetch_all!(
            self,
            (Uuid, String),
            "SELECT person_id, address_key FROM email ORDER BY person_id, address_key"
        )
    }

    /// Who is known to be two. What was decided of a record that has become part of another is about that other.
    pub async fn kept_apart(&mut self) -> Result<Vec<(Uuid, Uuid)>> {
        fetch_all!(
            self,
            (Uuid, Uuid),
            "SELECT COALESCE(a.merged_into, a.id), COALESCE(b.merged_into, b.id)
             FROM person_apart x JOIN person a ON a.id = x.first_id JOIN person b ON b.id = x.second_id"
        )
    }

    /// How many people there are to compare.
    pub async fn people_counted(&mut self) -> Result<i64> {
        let (count,): (i64,) = fetch_one!(
            self,
            (i64,),
            "SELECT COUNT(*) FROM person WHERE weeded_at IS NULL AND merged_into IS NULL"
        )?;
        Ok(count)
    }

    /// Decisions about one person.
    pub async fn kept_apart_from(&mut self, person: PersonId) -> Result<Vec<ApartRow>> {
        fetch_all!(
            self,
            ApartRow,
            "SELECT first_id, second_id, reason, decided_by, decided_at
             FROM person_apart WHERE first_id = $1 OR second_id = $1 ORDER BY decided_at",
            person.0
        )
    }

    /// Notes the decision; the last one counts.
    pub async fn keep_apart(&mut self, row: &ApartRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO person_apart (first_id, second_id, reason, decided_by, decided_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (first_id, second_id) DO UPDATE SET reason = excluded.reason,
                 decided_by = excluded.decided_by, decided_at = excluded.decided_at",
            row.first_id,
            row.second_id,
            &row.reason,
            &row.decided_by,
            row.decided_at
        )?;
        Ok(())
    }

    /// Takes the decision back; says whether there was one.
    pub async fn compare_again(&mut self, first: Uuid, second: Uuid) -> Result<bool> {
        let changed = execute!(
            self,
            "DELETE FROM person_apart WHERE first_id = $1 AND second_id = $2",
            first,
            second
        )?;
        Ok(changed == 1)
    }
}

//! New addresses that people have asked for.

use super::{At, Result, Tx};
use jiff::Timestamp;
use samverkan_domain::id::{PersonId, WebSignInId};
use uuid::Uuid;

#[derive(Clone, PartialEq, sqlx::FromRow)]
pub struct AddressChangeRow {
    pub id: Uuid,
    pub person_id: Uuid,
    pub address_key: String,
    pub address: String,
    pub sign_in: Uuid,
    pub code_hash: Vec<u8>,
    pub attempts_left: i64,
    pub created_at: At,
    pub expires_at: At,
    pub used_at: Option<At>,
}

impl std::fmt::Debug for AddressChangeRow {
    /// Only the id: rows end up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AddressChangeRow")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Tx {
    pub async fn insert_address_change(&mut self, row: &AddressChangeRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO address_change (id, person_id, address_key, address, sign_in, code_hash,
                                         attempts_left, created_at, expires_at, used_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            row.id,
            row.person_id,
            &row.address_key,
            &row.address,
            row.sign_in,
            &row.code_hash,
            row.attempts_left,
            row.created_at,
            row.expires_at,
            row.used_at
        )?;
        Ok(())
    }

    /// How many have been asked for since, by a person or for an address.
    pub async fn address_changes_since(
        &mut self,
        person: PersonId,
        address_key: &str,
        since: Timestamp,
    ) -> Result<i64> {
        let (count,) = fetch_one!(
            self,
            (i64,),
            "SELECT COUNT(*) FROM address_change
             WHERE (person_id = $1 OR address_key = $2) AND created_at > $3",
            person.0,
            address_key,
            At::from(since)
        )?;
        Ok(count)
    }

    /// One attempt at a code, by the sign-in that asked for it; `None` if there is none left.
    pub async fn try_address_change(
        &mut self,
        id: Uuid,
        sign_in: WebSignInId,
    ) -> Result<Option<AddressChangeRow>> {
        fetch_optional!(
            self,
            AddressChangeRow,
            "UPDATE address_change SET attempts_left = attempts_left - 1
             WHERE id = $1 AND sign_in = $2 AND used_at IS NULL AND expires_at > $3
               AND attempts_left > 0
             RETURNING id, person_id, address_key, address, sign_in, code_hash, attempts_left,
                       created_at, expires_at, used_at",
            id,
            sign_in.0,
            self.now
        )
    }

    pub async fn use_address_change(&mut self, id: Uuid) -> Result<()> {
        execute!(
            self,
            "UPDATE address_change SET used_at = $2 WHERE id = $1",
            id,
            self.now
        )?;
        Ok(())
    }

    /// The address that a sign-in has asked for.
    pub async fn asked_address(
        &mut self,
        id: Uuid,
        sign_in: WebSignInId,
    ) -> Result<Option<String>> {
        let row: Option<(String,)> = fetch_optional!(
            self,
            (String,),
            "SELECT address FROM address_change WHERE id = $1 AND sign_in = $2",
            id,
            sign_in.0
        )?;
        Ok(row.map(|(address,)| address))
    }

    pub async fn forget_address_changes(&mut self, before: Timestamp) -> Result<()> {
        execute!(
            self,
            "DELETE FROM address_change WHERE expires_at < $1",
            At::from(before)
        )?;
        Ok(())
    }

    /// Puts a verified address in place of a person's main one, which is forgotten.
    pub async fn replace_main_email(
        &mut self,
        person: PersonId,
        address_key: &str,
        address: &str,
    ) -> Result<()> {
        execute!(
            self,
            "DELETE FROM email WHERE person_id = $1 AND (main OR address_key = $2)",
            person.0,
            address_key
        )?;
        execute!(
            self,
            "INSERT INTO email (address_key, address, person_id, main, verified_at)
             VALUES ($1, $2, $3, $4, $5)",
            address_key,
            address,
            person.0,
            true,
            self.now
        )?;
        execute!(
            self,
            "UPDATE person SET revision = revision + 1 WHERE id = $1",
            person.0
        )?;
        Ok(())
    }
}

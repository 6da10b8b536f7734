//! Staff, passkeys, and the identities that issuers vouch for.

use super::{At, Result, Tx};
use jiff::Timestamp;
use samverkan_domain::id::{IdentityId, PasskeyId, PersonId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct StaffRow {
    pub person_id: Uuid,
    pub role: String,
    pub created_at: At,
    pub ended_at: Option<At>,
    pub invitation_hash: Option<Vec<u8>>,
    pub invited_until: Option<At>,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct PasskeyRow {
    pub id: Uuid,
    pub person_id: Uuid,
    pub credential: Vec<u8>,
    pub algorithm: String,
    pub public_key: Vec<u8>,
    pub sign_count: i64,
    pub name: String,
    pub created_at: At,
    pub last_used_at: Option<At>,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct IdentityRow {
    pub id: Uuid,
    pub issuer: String,
    pub subject: String,
    pub person_id: Uuid,
    pub created_at: At,
    pub last_used_at: Option<At>,
}

impl Tx {
    /// Makes a person staff, or anew, in this role and with this invitation.
    pub async fn put_staff(
        &mut self,
        person: PersonId,
        role: &str,
        invitation_hash: &[u8],
        until: Timestamp,
    ) -> Result<()> {
        execute!(
            self,
            "INSERT INTO staff (person_id, role, created_at, invitation_hash, invited_until)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (person_id) DO UPDATE SET
                 role = excluded.role, ended_at = NULL, invitation_hash = excluded.invitation_hash,
                 invited_until = excluded.invited_until",
            person.0,
            role,
            self.now,
            invitation_hash.to_vec(),
            At::from(until)
        )?;
        Ok(())
    }

    /// Who works with the service now.
    pub async fn staff(&mut self) -> Result<Vec<StaffRow>> {
        fetch_all!(
            self,
            StaffRow,
            "SELECT person_id, role, created_at, ended_at, invitation_hash, invited_until
             FROM staff WHERE ended_at IS NULL ORDER BY created_at, person_id"
        )
    }

    /// As what a person works with the service now.
    pub async fn staff_role(&mut self, person: PersonId) -> Result<Option<StaffRow>> {
        fetch_optional!(
            self,
            StaffRow,
            "SELECT person_id, role, created_at, ended_at, invitation_hash, invited_until
             FROM staff WHERE person_id = $1 AND ended_at IS NULL",
            person.0
        )
    }

    /// Uses a person's invitation; says whether it was good.
    pub async fn use_invitation(&mut self, person: PersonId, hash: &[u8]) -> Result<bool> {
        let used = execute!(
            self,
            "UPDATE staff SET invitation_hash = NULL, invited_until = NULL
             WHERE person_id = $1 AND invitation_hash = $2 AND invited_until > $3
               AND ended_at IS NULL",
            person.0,
            hash.to_vec(),
            self.now
        )?;
        Ok(used == 1)
    }

    /// Ends somebody's work with the service; says whether there was any.
    pub async fn end_staff(&mut self, person: PersonId) -> Result<bool> {
        let ended = execute!(
            self,
            "UPDATE staff SET ended_at = $2, invitation_hash = NULL, invited_until = NULL
             WHERE person_id = $1 AND ended_at IS NULL",
            person.0,
            self.now
        )?;
        Ok(ended == 1)
    }

    pub async fn insert_passkey(&mut self, row: &PasskeyRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO passkey (id, person_id, credential, algorithm, public_key, sign_count, name,
                                  created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            row.id,
            row.person_id,
            &row.credential,
            &row.algorithm,
            &row.public_key,
            row.sign_count,
            &row.name,
            row.created_at
        )?;
        Ok(())
    }

    pub async fn passkeys(&mut self, person: PersonId) -> Result<Vec<PasskeyRow>> {
        fetch_all!(
            self,
            PasskeyRow,
            "SELECT id, person_id, credential, algorithm, public_key, sign_count, name, created_at,
                    last_used_at
             FROM passkey WHERE person_id = $1 AND ended_at IS NULL ORDER BY id",
            person.0
        )
    }

    pub async fn passkey_by_credential(&mut self, credential: &[u8]) -> Result<Option<PasskeyRow>> {
        fetch_optional!(
            self,
            PasskeyRow,
            "SELECT id, person_id, credential, algorithm, public_key, sign_count, name, created_at,
                    last_used_at
             FROM passkey WHERE credential = $1 AND ended_at IS NULL",
            credential.to_vec()
        )
    }

    /// Notes a use and the count that came with it.
    pub async fn use_passkey(&mut self, id: PasskeyId, sign_count: i64) -> Result<()> {
        execute!(
            self,
            "UPDATE passkey SET sign_count = $2, last_used_at = $3 WHERE id = $1",
            id.0,
            sign_count,
            self.now
        )?;
        Ok(())
    }

    /// Ends a person's passkey; says whether it was good until then.
    pub async fn end_passkey(&mut self, person: PersonId, id: PasskeyId) -> Result<bool> {
        let ended = execute!(
            self,
            "UPDATE passkey SET ended_at = $3
             WHERE id = $1 AND person_id = $2 AND ended_at IS NULL",
            id.0,
            person.0,
            self.now
        )?;
        Ok(ended == 1)
    }

    pub async fn insert_identity(&mut self, row: &IdentityRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO issuer_identity (issuer, subject, id, person_id, created_at, last_used_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &row.issuer,
            &row.subject,
            row.id,
            row.person_id,
            row.created_at,
            row.last_used_at
        )?;
        Ok(())
    }

    pub async fn identity(&mut self, issuer: &str, subject: &str) -> Result<Option<IdentityRow>> {
        fetch_optional!(
            self,
            IdentityRow,
            "SELECT id, issuer, subject, person_id, created_at, last_used_at FROM issuer_identity
             WHERE issuer = $1 AND subject = $2",
            issuer,
            subject
        )
    }

    pub async fn identities(&mut self, person: PersonId) -> Result<Vec<IdentityRow>> {
        fetch_all!(
            self,
            IdentityRow,
            "SELECT id, issuer, subject, person_id, created_at, last_used_at FROM issuer_identity
             WHERE person_id = $1 ORDER BY id",
            person.0
        )
    }

    pub async fn use_identity(&mut self, id: IdentityId) -> Result<()> {
        execute!(
            self,
            "UPDATE issuer_identity SET last_used_at = $2 WHERE id = $1",
            id.0,
            self.now
        )?;
        Ok(())
    }

    /// Unlinks an identity from its person; says whether it was linked.
    pub async fn delete_identity(&mut self, person: PersonId, id: IdentityId) -> Result<bool> {
        let deleted = execute!(
            self,
            "DELETE FROM issuer_identity WHERE id = $1 AND person_id = $2",
            id.0,
            person.0
        )?;
        Ok(deleted == 1)
    }
}

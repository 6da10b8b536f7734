//! Who is signed in on the web site, and what browsers have begun. Only hashes are stored of what
//! browsers hold.

use super::{At, Result, Tx};
use jiff::Timestamp;
use samverkan_domain::id::{PersonId, WebSignInId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct WebSignInRow {
    pub id: Uuid,
    pub secret_hash: Vec<u8>,
    pub person_id: Uuid,
    pub method: String,
    pub issuer: Option<String>,
    pub acr: Option<String>,
    pub strong: bool,
    pub agent: String,
    pub created_at: At,
    pub last_used_at: At,
    pub expires_at: At,
    pub ended_at: Option<At>,
    pub ended_by: Option<String>,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct AttemptRow {
    pub key_hash: Vec<u8>,
    pub kind: String,
    pub browser_hash: Vec<u8>,
    pub sealed: Vec<u8>,
    pub created_at: At,
    pub expires_at: At,
}

impl Tx {
    pub async fn insert_web_sign_in(&mut self, row: &WebSignInRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO web_sign_in (id, secret_hash, person_id, method, issuer, acr, strong, agent,
                                      created_at, last_used_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            row.id,
            &row.secret_hash,
            row.person_id,
            &row.method,
            &row.issuer,
            &row.acr,
            row.strong,
            &row.agent,
            row.created_at,
            row.last_used_at,
            row.expires_at
        )?;
        Ok(())
    }

    /// The sign-in whose cookie has this hash, unless it has been ended.
    pub async fn web_sign_in(&mut self, secret_hash: &[u8]) -> Result<Option<WebSignInRow>> {
        fetch_optional!(
            self,
            WebSignInRow,
            "SELECT id, secret_hash, person_id, method, issuer, acr, strong, agent, created_at,
                    last_used_at, expires_at, ended_at, ended_by
             FROM web_sign_in WHERE secret_hash = $1 AND ended_at IS NULL",
            secret_hash.to_vec()
        )
    }

    /// A person's sign-ins that have not been ended, the last used first.
    pub async fn web_sign_ins(&mut self, person: PersonId) -> Result<Vec<WebSignInRow>> {
        fetch_all!(
            self,
            WebSignInRow,
            "SELECT id, secret_hash, person_id, method, issuer, acr, strong, agent, created_at,
                    last_used_at, expires_at, ended_at, ended_by
             FROM web_sign_in WHERE person_id = $1 AND ended_at IS NULL
             ORDER BY last_used_at DESC, id DESC",
            person.0
        )
    }

    /// Ends a person's sign-in; says whether it was open.
    pub async fn end_web_sign_in(
        &mut self,
        person: PersonId,
        id: WebSignInId,
        by: &str,
    ) -> Result<bool> {
        let ended = execute!(
            self,
            "UPDATE web_sign_in SET ended_at = $3, ended_by = $4
             WHERE id = $1 AND person_id = $2 AND ended_at IS NULL",
            id.0,
            person.0,
            self.now,
            by
        )?;
        Ok(ended == 1)
    }

    /// Notes when a sign-in was used. Never backwards.
    pub async fn touch_web_sign_in(&mut self, id: WebSignInId, at: Timestamp) -> Result<()> {
        execute!(
            self,
            "UPDATE web_sign_in SET last_used_at = $2 WHERE id = $1 AND last_used_at < $2",
            id.0,
            At::from(at)
        )?;
        Ok(())
    }

    pub async fn insert_attempt(&mut self, row: &AttemptRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO sign_in_attempt (key_hash, kind, browser_hash, sealed, created_at,
                                          expires_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &row.key_hash,
            &row.kind,
            &row.browser_hash,
            &row.sealed,
            row.created_at,
            row.expires_at
        )?;
        Ok(())
    }

    /// Takes an attempt that this browser began and that is neither used nor too old. It is used
    /// from then on, whatever comes of it.
    pub async fn take_attempt(
        &mut self,
        kind: &str,
        key_hash: &[u8],
        browser_hash: &[u8],
    ) -> Result<Option<AttemptRow>> {
        fetch_optional!(
            self,
            AttemptRow,
            "UPDATE sign_in_attempt SET used_at = $4
             WHERE key_hash = $1 AND kind = $2 AND browser_hash = $3 AND used_at IS NULL
               AND expires_at > $4
             RETURNING key_hash, kind, browser_hash, sealed, created_at, expires_at",
            key_hash.to_vec(),
            kind,
            browser_hash.to_vec(),
            self.now
        )
    }

    /// Forgets sign-ins that ended before one instant; and attempts and codes that were asked for,
    /// which ran out before another.
    pub async fn forget_sign_ins(&mut self, ended: Timestamp, ran_out: Timestamp) -> Result<()> {
        let (ended, ran_out) = (At::from(ended), At::from(ran_out));
        execute!(
            self,
            "DELETE FROM sign_in_attempt WHERE expires_at < $1",
            ran_out
        )?;
        execute!(self, "DELETE FROM sign_in WHERE expires_at < $1", ran_out)?;
        execute!(
            self,
            "DELETE FROM web_sign_in WHERE ended_at < $1 OR expires_at < $1",
            ended
        )?;
        Ok(())
    }
}

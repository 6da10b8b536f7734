//! Who may come in: tokens and sign-ins by mailed code. Only hashes are stored.

use super::{At, Result, Tx};
use jiff::Timestamp;
use samverkan_domain::id::{SignInId, TokenId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct TokenRow {
    pub id: Uuid,
    pub name: String,
    pub role: String,
    pub person_id: Option<Uuid>,
    pub token_hash: Vec<u8>,
    pub created_at: At,
    pub expires_at: At,
    pub last_used_at: Option<At>,
    pub revoked_at: Option<At>,
    /// Codes of the programmes it is for, with spaces between.
    pub programmes: Option<String>,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct SignInRow {
    pub id: Uuid,
    pub address_key: String,
    pub address: String,
    pub language: String,
    pub secret_hash: Vec<u8>,
    pub code_hash: Vec<u8>,
    pub attempts_left: i64,
    pub created_at: At,
    pub expires_at: At,
    pub used_at: Option<At>,
}

impl Tx {
    /// What was sealed with the key that this database's secrets are sealed with.
    pub async fn key_check(&mut self) -> Result<Option<Vec<u8>>> {
        let row: Option<(Vec<u8>,)> = fetch_optional!(
            self,
            (Vec<u8>,),
            "SELECT sealed FROM key_check WHERE one = 1"
        )?;
        Ok(row.map(|(sealed,)| sealed))
    }

    /// Keeps the first key's check; a later one changes nothing.
    pub async fn insert_key_check(&mut self, sealed: &[u8]) -> Result<()> {
        execute!(
            self,
            "INSERT INTO key_check (one, sealed) VALUES (1, $1) ON CONFLICT DO NOTHING",
            sealed.to_vec()
        )?;
        Ok(())
    }

    pub async fn insert_token(&mut self, row: &TokenRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO token (id, name, role, person_id, token_hash, created_at, expires_at,
                                programmes)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            row.id,
            &row.name,
            &row.role,
            row.person_id,
            &row.token_hash,
            row.created_at,
            row.expires_at,
            &row.programmes
        )?;
        Ok(())
    }

    /// Tokens of the staff, or of one person.
    pub async fn tokens(&mut self, person: Option<Uuid>) -> Result<Vec<TokenRow>> {
        fetch_all!(
            self,
            TokenRow,
            "SELECT id, name, role, person_id, token_hash, created_at, expires_at, last_used_at,
                    revoked_at, programmes
             FROM token WHERE ($1 IS NULL AND person_id IS NULL) OR person_id = $1 ORDER BY id",
            person
        )
    }

    /// Ends a token; says whether it was alive.
    pub async fn revoke_token(&mut self, id: TokenId) -> Result<bool> {
        let revoked = execute!(
            self,
            "UPDATE token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
            id.0,
            self.now
        )?;
        Ok(revoked == 1)
    }

    /// Ends the tokens that have expired, as of when they did: a clock that is put back must not let them live again.
    pub async fn end_expired_tokens(&mut self) -> Result<()> {
        execute!(
            self,
            "UPDATE token SET revoked_at = expires_at WHERE expires_at <= $1 AND revoked_at IS NULL",
            self.now
        )?;
        Ok(())
    }

    pub async fn insert_sign_in(&mut self, row: &SignInRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO sign_in (id, address_key, address, language, secret_hash, code_hash,
                                  attempts_left, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            row.id,
            &row.address_key,
            &row.address,
            &row.language,
            &row.secret_hash,
            &row.code_hash,
            row.attempts_left,
            row.created_at,
            row.expires_at
        )?;
        Ok(())
    }

    /// How many sign-ins were asked for with this address since `since`.
    pub async fn sign_ins_since(&mut self, address_key: &str, since: Timestamp) -> Result<i64> {
        let (count,) = fetch_one!(
            self,
            (i64,),
            "SELECT COUNT(*) FROM sign_in WHERE address_key = $1 AND created_at > $2",
            address_key,
            At::from(since)
        )?;
        Ok(count)
    }

    /// Takes one of the attempts of a sign-in that is neither used, expired nor exhausted.
    pub async fn try_sign_in(&mut self, id: SignInId) -> Result<Option<SignInRow>> {
        fetch_optional!(
            self,
            SignInRow,
            "UPDATE sign_in SET attempts_left = attempts_left - 1
             WHERE id = $1 AND used_at IS NULL AND expires_at > $2 AND attempts_left > 0
             RETURNING id, address_key, address, language, secret_hash, code_hash, attempts_left,
                       created_at, expires_at, used_at",
            id.0,
            self.now
        )
    }

    /// The hash of the secret of who asked for a sign-in.
    /// Hash of the asker's secret, and the address that was typed.
    pub async fn sign_in_asker(&mut self, id: SignInId) -> Result<Option<(Vec<u8>, String)>> {
        fetch_optional!(
            self,
            (Vec<u8>, String),
            "SELECT secret_hash, address FROM sign_in WHERE id = $1",
            id.0
        )
    }

    pub async fn use_sign_in(&mut self, id: SignInId) -> Result<()> {
        execute!(
            self,
            "UPDATE sign_in SET used_at = $2 WHERE id = $1",
            id.0,
            self.now
        )?;
        Ok(())
    }
}

//! Answers kept under an Idempotency-Key, in the same transaction as the effect.

use super::{At, Result, Tx};
use jiff::Timestamp;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct IdempotencyRow {
    pub fingerprint: Vec<u8>,
    pub status: i64,
    pub answer: String,
}

impl Tx {
    /// Claims a key; `false` if it is taken. A second request with the same key waits here until
    /// the first has committed, and then finds its answer.
    pub async fn claim_key(&mut self, key_hash: &[u8], fingerprint: &[u8]) -> Result<bool> {
        let claimed = execute!(
            self,
            "INSERT INTO idempotency (key_hash, fingerprint, status, answer, created_at)
             VALUES ($1, $2, 0, '', $3) ON CONFLICT (key_hash) DO NOTHING",
            key_hash.to_vec(),
            fingerprint.to_vec(),
            self.now
        )?;
        Ok(claimed == 1)
    }

    pub async fn kept_answer(&mut self, key_hash: &[u8]) -> Result<Option<IdempotencyRow>> {
        fetch_optional!(
            self,
            IdempotencyRow,
            "SELECT fingerprint, status, answer FROM idempotency WHERE key_hash = $1",
            key_hash.to_vec()
        )
    }

    /// Keeps the answer under a claimed key.
    pub async fn keep_answer(&mut self, key_hash: &[u8], status: i64, answer: &str) -> Result<()> {
        execute!(
            self,
            "UPDATE idempotency SET status = $2, answer = $3 WHERE key_hash = $1",
            key_hash.to_vec(),
            status,
            answer
        )?;
        Ok(())
    }

    pub async fn forget_answers_before(&mut self, before: Timestamp) -> Result<u64> {
        execute!(
            self,
            "DELETE FROM idempotency WHERE created_at < $1",
            At::from(before)
        )
    }
}

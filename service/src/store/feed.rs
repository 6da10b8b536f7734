//! Calendar feeds: revocable addresses, known only by the hash of their token.

use super::{At, Result, Tx};
use jiff::Timestamp;
use samverkan_domain::id::{FeedId, PersonId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct FeedRow {
    pub id: Uuid,
    pub kind: String,
    pub subject_id: Uuid,
    pub owner_id: Option<Uuid>,
    pub name: String,
    pub language: String,
    pub token_hash: Vec<u8>,
    pub created_at: At,
    pub revoked_at: Option<At>,
    pub last_used_at: Option<At>,
    pub content_hash: Option<Vec<u8>>,
    pub modified_at: At,
    /// Of a teacher's or a room's feed: who or which.
    pub subject_name: Option<String>,
}

/// Whose feeds to list; `None` means any.
#[derive(Debug, Default, Clone)]
pub struct FeedFilter {
    pub kind: Option<String>,
    pub subject: Option<Uuid>,
    pub owner: Option<Uuid>,
    pub after: Option<Uuid>,
}

/// The statement that looks for feeds. What `$leads` it is what an index is searched for.
macro_rules! looked_for {
    ($leads:literal) => {
        concat!(
            "SELECT id, kind, subject_id, owner_id, name, language, token_hash, created_at,
                    revoked_at, last_used_at, content_hash, modified_at, subject_name
             FROM feed
             WHERE ",
            $leads,
            "      ($1 IS NULL OR kind = $1) AND ($2 IS NULL OR subject_id = $2)
               AND ($3 IS NULL OR owner_id = $3) AND ($4 IS NULL OR id > $4)
             ORDER BY id LIMIT $5"
        )
    };
}

impl Tx {
    /// Says that something a calendar can show has changed. Instances drop their cached feeds.
    pub async fn bump_calendar(&mut self) -> Result<()> {
        let (generation,) = fetch_one!(
            self,
            (i64,),
            "UPDATE calendar_generation SET generation = generation + 1 WHERE one = 1
             RETURNING generation"
        )?;
        self.bumped = Some(generation);
        Ok(())
    }

    /// The calendar generation that this transaction makes, if it changes what calendars show.
    pub fn bumped_calendar(&self) -> Option<i64> {
        self.bumped
    }

    pub async fn calendar_generation(&mut self) -> Result<i64> {
        let (generation,) = fetch_one!(
            self,
            (i64,),
            "SELECT generation FROM calendar_generation WHERE one = 1"
        )?;
        Ok(generation)
    }

    pub async fn insert_feed(&mut self, row: &FeedRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO feed (id, kind, subject_id, owner_id, name, language, token_hash,
                               created_at, modified_at, subject_name)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            row.id,
            &row.kind,
            row.subject_id,
            row.owner_id,
            &row.name,
            &row.language,
            &row.token_hash,
            row.created_at,
            row.modified_at,
            &row.subject_name
        )?;
        Ok(())
    }

    pub async fn feed(&mut self, id: FeedId) -> Result<Option<FeedRow>> {
        fetch_optional!(
            self,
            FeedRow,
            "SELECT id, kind, subject_id, owner_id, name, language, token_hash, created_at,
                    revoked_at, last_used_at, content_hash, modified_at, subject_name
             FROM feed WHERE id = $1",
            id.0
        )
    }

    pub async fn feed_by_token(&mut self, token_hash: &[u8]) -> Result<Option<FeedRow>> {
        fetch_optional!(
            self,
            FeedRow,
            "SELECT id, kind, subject_id, owner_id, name, language, token_hash, created_at,
                    revoked_at, last_used_at, content_hash, modified_at, subject_name
             FROM feed WHERE token_hash = $1",
            token_hash.to_vec()
        )
    }

    pub async fn feeds(&mut self, filter: &FeedFilter, limit: i64) -> Result<Vec<FeedRow>> {
        let sql = match (filter.owner, filter.subject) {
            (Some(_), _) => looked_for!("owner_id = $3 AND"),
            (None, Some(_)) if filter.kind.is_some() => {
                looked_for!("kind = $1 AND subject_id = $2 AND")
            }
            (None, _) => looked_for!(""),
        };
        fetch_all!(
            self,
            FeedRow,
            sql,
            filter.kind.clone(),
            filter.subject,
            filter.owner,
            filter.after,
            limit
        )
    }

    /// Ends a feed for good; says whether it was alive.
    pub async fn revoke_feed(&mut self, id: FeedId) -> Result<bool> {
        let revoked = execute!(
            self,
            "UPDATE feed SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
            id.0,
            self.now
        )?;
        Ok(revoked == 1)
    }

    /// Ends every live feed that shows this person's schedule; says how many there were.
    pub async fn revoke_person_feeds(&mut self, person: PersonId) -> Result<u64> {
        execute!(
            self,
            "UPDATE feed SET revoked_at = $2
             WHERE kind = 'person' AND subject_id = $1 AND revoked_at IS NULL",
            person.0,
            self.now
        )
    }

    /// Notes that a feed's content is now `hash`. Last-Modified moves on by at least a second,
    /// and never back; unchanged content leaves it where it was. Gives Last-Modified.
    pub async fn touch_feed_content(&mut self, id: FeedId, hash: &[u8]) -> Result<Timestamp> {
        let row: FeedRow = fetch_one!(
            self,
            FeedRow,
            "UPDATE feed SET last_used_at = $2 WHERE id = $1
             RETURNING id, kind, subject_id, owner_id, name, language, token_hash, created_at,
                       revoked_at, last_used_at, content_hash, modified_at, subject_name",
            id.0,
            self.now
        )?;
        if row.content_hash.as_deref() == Some(hash) {
            return Ok(row.modified_at.0);
        }
        let now = self.now.0.as_second();
        let second = now.max(row.modified_at.0.as_second() + i64::from(row.content_hash.is_some()));
        let modified_at = At(Timestamp::from_second(second).unwrap_or(row.modified_at.0));
        execute!(
            self,
            "UPDATE feed SET content_hash = $2, modified_at = $3 WHERE id = $1",
            id.0,
            hash.to_vec(),
            modified_at
        )?;
        Ok(modified_at.0)
    }

    /// Notes when feeds were last fetched.
    pub async fn touch_feed_use(&mut self, id: FeedId, at: Timestamp) -> Result<()> {
        execute!(
            self,
            "UPDATE feed SET last_used_at = $2
             WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)",
            id.0,
            At::from(at)
        )?;
        Ok(())
    }
}

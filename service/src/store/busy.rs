//! When people are busy: timetables of programmes, practicum weeks, private calendars, and
//! sessions here.

use super::{At, Result, Tx};
use samverkan_domain::{
    clash::Spans,
    id::{OfferingId, PersonId},
};
use uuid::Uuid;

/// One calendar: of a programme or of a person.
#[derive(Clone, PartialEq, sqlx::FromRow)]
pub struct BusySourceRow {
    pub id: Uuid,
    pub programme: Option<String>,
    pub person_id: Option<Uuid>,
    pub read_at: At,
    /// See [`Spans::to_bytes`].
    pub spans: Vec<u8>,
    /// JSON.
    pub account: String,
    /// JSON; programmes only.
    pub events: Option<String>,
    pub created_at: At,
    pub revision: i64,
}

impl std::fmt::Debug for BusySourceRow {
    /// Only the id: rows end up in logs, and when somebody is busy is nobody else's business.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BusySourceRow")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl BusySourceRow {
    /// The stretches of time, or which row is damaged.
    pub fn spans(&self) -> Result<Spans> {
        Spans::from_bytes(&self.spans).ok_or_else(|| {
            super::codec::Inconsistent {
                table: "busy_source",
                row: self.id.to_string(),
                what: "no stretches of time".to_owned(),
            }
            .into()
        })
    }
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct PracticumRow {
    pub programme: String,
    /// The Monday.
    pub week: String,
    pub noted_by: String,
    pub noted_at: At,
}

/// A session somewhere, as it takes up somebody's time.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TakenRow {
    pub person_id: Uuid,
    pub session_id: Uuid,
    pub offering_code: String,
    pub starts_at: At,
    pub ends_at: At,
}

/// A session as it takes up a teacher and a room.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HeldRow {
    pub id: Uuid,
    pub offering_id: Uuid,
    pub offering_code: String,
    pub title: String,
    pub teacher: Option<String>,
    pub place: Option<String>,
    pub starts_at: At,
    pub ends_at: At,
}

macro_rules! source_columns {
    () => {
        "s.id, s.programme, s.person_id, s.read_at, s.spans, s.account, s.events, s.created_at,
         s.revision"
    };
}

impl Tx {
    /// The timetables of programmes, by code.
    pub async fn timetables(&mut self) -> Result<Vec<BusySourceRow>> {
        fetch_all!(
            self,
            BusySourceRow,
            concat!(
                "SELECT ",
                source_columns!(),
                " FROM busy_source s WHERE s.programme IS NOT NULL ORDER BY s.programme"
            )
        )
    }

    /// The private calendar of a person.
    pub async fn private_calendar(&mut self, person: PersonId) -> Result<Option<BusySourceRow>> {
        fetch_optional!(
            self,
            BusySourceRow,
            concat!(
                "SELECT ",
                source_columns!(),
                " FROM busy_source s WHERE s.person_id = $1"
            ),
            person.0
        )
    }

    /// The private calendars of all who take part in an offering or one that shares its cohorts.
    pub async fn private_calendars_of_offering(
        &mut self,
        offering: OfferingId,
    ) -> Result<Vec<BusySourceRow>> {
        fetch_all!(
            self,
            BusySourceRow,
            concat!(
                "SELECT ",
                source_columns!(),
                " FROM busy_source s
                 WHERE s.person_id IN
                     (SELECT a.person_id FROM application a JOIN offering o ON o.id = a.offering_id
                      WHERE a.state IN ('admitted', 'accepted', 'registered', 'completed')
                        AND (o.id = $1 OR o.cohorts_of = $1))
                 ORDER BY s.id"
            ),
            offering.0
        )
    }

    /// Inserts a calendar, or replaces the one with this id if it still has `row.revision`; says
    /// whether it did.
    pub async fn put_busy_source(&mut self, row: &BusySourceRow) -> Result<bool> {
        let done = execute!(
            self,
            "INSERT INTO busy_source (id, programme, person_id, read_at, spans, account, events,
                                      created_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)
             ON CONFLICT (id) DO UPDATE SET read_at = excluded.read_at, spans = excluded.spans,
                 account = excluded.account, events = excluded.events,
                 revision = busy_source.revision + 1
             WHERE busy_source.revision = $9",
            row.id,
            &row.programme,
            row.person_id,
            row.read_at,
            &row.spans,
            &row.account,
            &row.events,
            row.created_at,
            row.revision
        )?;
        Ok(done == 1)
    }

    /// Forgets a calendar and everything read of it.
    pub async fn delete_busy_source(&mut self, id: Uuid) -> Result<bool> {
        let deleted = execute!(self, "DELETE FROM busy_source WHERE id = $1", id)?;
        Ok(deleted == 1)
    }

    /// The practicum weeks of all programmes.
    pub async fn practicum(&mut self) -> Result<Vec<PracticumRow>> {
        fetch_all!(
            self,
            PracticumRow,
            "SELECT programme, week, noted_by, noted_at FROM practicum ORDER BY programme, week"
        )
    }

    /// Forgets the practicum weeks of a programme from one Monday to another, both included.
    pub async fn forget_practicum(
        &mut self,
        programme: &str,
        first: &str,
        last: &str,
    ) -> Result<u64> {
        execute!(
            self,
            "DELETE FROM practicum WHERE programme = $1 AND week >= $2 AND week <= $3",
            programme,
            first,
            last
        )
    }

    pub async fn insert_practicum(&mut self, row: &PracticumRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO practicum (programme, week, noted_by, noted_at) VALUES ($1, $2, $3, $4)",
            &row.programme,
            &row.week,
            &row.noted_by,
            row.noted_at
        )?;
        Ok(())
    }

    /// The sessions that take up the time of those who take part in an offering: its own and
    /// everybody else's, a cohort's for its members only. Cancelled ones take up nothing.
    pub async fn taken_by_sessions(&mut self, offering: OfferingId) -> Result<Vec<TakenRow>> {
        fetch_all!(
            self,
            TakenRow,
            "SELECT DISTINCT a.person_id, s.id AS session_id, o.code AS offering_code, s.starts_at,
                             s.ends_at
             FROM session s
             JOIN offering o ON o.id = s.offering_id
             JOIN offering g ON g.id = o.id OR g.cohorts_of = o.id
             JOIN application a ON a.offering_id = g.id
                  AND a.state IN ('admitted', 'accepted', 'registered', 'completed')
             WHERE s.state <> 'cancelled'
               AND (s.cohort_id IS NULL
                    OR EXISTS (SELECT 1 FROM cohort_member m
                               WHERE m.cohort_id = s.cohort_id AND m.person_id = a.person_id))
               AND a.person_id IN
                   (SELECT b.person_id FROM application b JOIN offering h ON h.id = b.offering_id
                    WHERE b.state IN ('admitted', 'accepted', 'registered', 'completed')
                      AND (h.id = $1 OR h.cohorts_of = $1))
             ORDER BY a.person_id, s.starts_at, s.id",
            offering.0
        )
    }

    /// The sessions with a teacher or a place between two instants.
    pub async fn held_between(&mut self, from: At, to: At) -> Result<Vec<HeldRow>> {
        fetch_all!(
            self,
            HeldRow,
            "SELECT s.id, s.offering_id, o.code AS offering_code, s.title, s.teacher, s.place,
                    s.starts_at, s.ends_at
             FROM session s JOIN offering o ON o.id = s.offering_id
             WHERE s.state <> 'cancelled' AND s.ends_at > $1 AND s.starts_at < $2
               AND (s.teacher IS NOT NULL OR s.place IS NOT NULL)
             ORDER BY s.starts_at, s.id",
            from,
            to
        )
    }
}

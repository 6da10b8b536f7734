//! Who has been seen: at the roll-call (upprop), at a meeting, active in the learning platform.

use super::{At, Result, Tx};
use jiff::civil::Date;
use samverkan_domain::id::{ApplicationId, OfferingId, SessionId};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct PresenceRow {
    pub application_id: Uuid,
    /// `upprop`, `meeting` or `activity`.
    pub kind: String,
    pub on_day: String,
    pub noted_by: String,
    pub noted_at: At,
}

/// Somebody at one meeting.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct MeetingPresenceRow {
    pub application_id: Uuid,
    pub session_id: Uuid,
    /// The day that the meeting was on then.
    pub on_day: String,
    pub noted_by: String,
    pub noted_at: At,
}

impl Tx {
    /// Notes that somebody was seen; says whether that was new.
    pub async fn note_presence(&mut self, row: &PresenceRow) -> Result<bool> {
        let changed = execute!(
            self,
            "INSERT INTO presence (application_id, kind, on_day, noted_by, noted_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            row.application_id,
            &row.kind,
            &row.on_day,
            &row.noted_by,
            row.noted_at
        )?;
        Ok(changed == 1)
    }

    /// Takes a note back; says whether there was one.
    pub async fn forget_presence(
        &mut self,
        application: ApplicationId,
        kind: &str,
        on: Date,
    ) -> Result<bool> {
        let changed = execute!(
            self,
            "DELETE FROM presence WHERE application_id = $1 AND kind = $2 AND on_day = $3",
            application.0,
            kind,
            on.to_string()
        )?;
        Ok(changed == 1)
    }

    /// Everything noted about an offering's people.
    pub async fn presence(&mut self, offering: OfferingId) -> Result<Vec<PresenceRow>> {
        fetch_all!(
            self,
            PresenceRow,
            "SELECT p.application_id, p.kind, p.on_day, p.noted_by, p.noted_at
             FROM presence p JOIN application a ON a.id = p.application_id
             WHERE a.offering_id = $1 ORDER BY p.application_id, p.on_day, p.kind",
            offering.0
        )
    }

    /// Notes that somebody was at a meeting; says whether that was new.
    pub async fn note_meeting_presence(&mut self, row: &MeetingPresenceRow) -> Result<bool> {
        let changed = execute!(
            self,
            "INSERT INTO meeting_presence (application_id, session_id, on_day, noted_by, noted_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            row.application_id,
            row.session_id,
            &row.on_day,
            &row.noted_by,
            row.noted_at
        )?;
        Ok(changed == 1)
    }

    /// Takes back that somebody was at a meeting; gives the day that was noted.
    pub async fn forget_meeting_presence(
        &mut self,
        application: ApplicationId,
        session: SessionId,
    ) -> Result<Option<String>> {
        let forgotten = fetch_optional!(
            self,
            (String,),
            "DELETE FROM meeting_presence WHERE application_id = $1 AND session_id = $2
             RETURNING on_day",
            application.0,
            session.0
        )?;
        Ok(forgotten.map(|(day,)| day))
    }

    /// Takes back all meetings of a day; says how many there were.
    pub async fn forget_meetings_on(
        &mut self,
        application: ApplicationId,
        on: Date,
    ) -> Result<u64> {
        execute!(
            self,
            "DELETE FROM meeting_presence WHERE application_id = $1 AND on_day = $2",
            application.0,
            on.to_string()
        )
    }

    /// Which meetings an offering's people have been noted at.
    pub async fn meeting_presence(
        &mut self,
        offering: OfferingId,
    ) -> Result<Vec<MeetingPresenceRow>> {
        fetch_all!(
            self,
            MeetingPresenceRow,
            "SELECT p.application_id, p.session_id, p.on_day, p.noted_by, p.noted_at
             FROM meeting_presence p JOIN application a ON a.id = p.application_id
             WHERE a.offering_id = $1 ORDER BY p.application_id, p.on_day, p.session_id",
            offering.0
        )
    }

    /// When the people of an offering were asked whether they still take part, oldest first. The
    /// trail is where it is kept: a letter of the control changes nothing else.
    pub async fn followed_up(&mut self, offering: OfferingId) -> Result<Vec<(Uuid, At)>> {
        fetch_all!(
            self,
            (Uuid, At),
            "SELECT t.subject_id, t.at FROM audit t JOIN application a ON a.id = t.subject_id
             WHERE t.action = 'application.followed_up' AND a.offering_id = $1 ORDER BY t.seq",
            offering.0
        )
    }
}

//! Sessions: making, moving, cancelling; what they look like to whom.

pub mod publish;

use super::{
    Caller, Permission, Seen, clashes,
    notices::{self, Forecast, Haste},
    once::{Claim, Once},
};
use crate::{
    app::App,
    error::{Error, FieldError, Result, Text},
    store::{At, Tx, as_word, session::SessionRow},
};
use jiff::civil::DateTime;
use samverkan_domain::{
    fact::Fact,
    id::{CohortId, OfferingId, SessionId},
    person::Language,
    schedule::{
        self, Change, NewSession, Refusal, Session, SessionChange, SessionMode, SessionState,
        WallTime, Warning,
    },
    term::TermCalendar,
};
use serde_json::json;
use uuid::Uuid;

/// A session and what is odd about its time.
#[derive(Debug, Clone)]
pub struct SessionView {
    pub session: Session,
    pub cohort_code: Option<String>,
    pub revision: i64,
    pub warnings: Vec<Warning>,
}

/// What is new in a session that was changed.
#[derive(Debug, Clone)]
pub struct Rescheduled {
    pub view: SessionView,
    pub changes: Vec<Change>,
    /// What people will be told, and how many.
    pub told: Option<(Forecast, usize)>,
    /// Of a change that was only tried: what the session would clash with.
    pub clashes: Option<clashes::SessionClashes>,
}

/// A session as asked for.
#[derive(Debug, Clone)]
pub struct SessionRequest {
    pub cohort: Option<Uuid>,
    pub title: String,
    pub starts: schedule::WallInput,
    pub ends: schedule::WallInput,
    pub mode: SessionMode,
    pub place: Option<String>,
    pub online_url: Option<String>,
    pub teacher: Option<String>,
    pub compulsory: bool,
    pub preliminary: bool,
}

/// Reads a stored session.
pub fn session_of(row: &SessionRow) -> Result<Session> {
    let corrupt = |what: &str| Error::internal(format!("table session, row {}: {what}", row.id));
    let wall = |text: &str, at: At| {
        let wall: DateTime = text.parse().map_err(|_| corrupt("not a wall time"))?;
        Ok::<_, Error>(WallTime::stored(wall, at.0))
    };
    let state = match row.state.as_str() {
        "preliminary" => SessionState::Preliminary,
        "published" => SessionState::Published,
        "cancelled" => SessionState::Cancelled {
            reason: row.cancel_reason.clone().unwrap_or_default(),
            at: row.modified_at.0,
        },
        _ => return Err(corrupt("unknown state")),
    };
    Ok(Session {
        id: SessionId(row.id),
        offering: OfferingId(row.offering_id),
        cohort: row.cohort_id.map(CohortId),
        title: row.title.clone(),
        starts: wall(&row.starts_wall, row.starts_at)?,
        ends: wall(&row.ends_wall, row.ends_at)?,
        place: row.place.clone(),
        online_url: row.online_url.clone(),
        mode: serde_json::from_value(json!(row.mode)).map_err(Error::internal)?,
        teacher: row.teacher.clone(),
        compulsory: row.compulsory,
        state,
        uid: row.uid.clone(),
        sequence: i32::try_from(row.sequence).map_err(Error::internal)?,
        created_at: row.created_at.0,
        modified_at: row.modified_at.0,
    })
}

/// A session as it is stored.
pub fn row_of(session: &Session, revision: i64) -> SessionRow {
    let (state, cancel_reason) = match &session.state {
        SessionState::Preliminary => ("preliminary", None),
        SessionState::Published => ("published", None),
        SessionState::Cancelled { reason, .. } => ("cancelled", Some(reason.clone())),
    };
    SessionRow {
        id: session.id.0,
        offering_id: session.offering.0,
        cohort_id: session.cohort.map(|cohort| cohort.0),
        title: session.title.clone(),
        starts_wall: session.starts.wall().to_string(),
        ends_wall: session.ends.wall().to_string(),
        starts_at: session.starts.instant().into(),
        ends_at: session.ends.instant().into(),
        mode: as_word(session.mode),
        place: session.place.clone(),
        online_url: session.online_url.clone(),
        teacher: session.teacher.clone(),
        compulsory: session.compulsory,
        state: state.to_owned(),
        cancel_reason,
        uid: session.uid.clone(),
        sequence: i64::from(session.sequence),
        created_at: session.created_at.into(),
        modified_at: session.modified_at.into(),
        revision,
    }
}

/// A refusal of the rules, as a fault of the field to blame.
pub fn refused(refusal: &Refusal) -> Error {
    let text = Text::new(
        refusal.sentence(Language::Sv),
        refusal.sentence(Language::En),
    );
    match refusal.field() {
        Some(field) => {
            let pointer = format!("/{}", as_word(field));
            Error::Invalid(vec![FieldError::new(pointer, refusal.code(), text)])
        }
        None => Error::Refused {
            code: refusal.code(),
            text,
        },
    }
}

fn view_of(session: Session, cohort_code: Option<String>, revision: i64) -> SessionView {
    let calendar = TermCalendar::published();
    let term = calendar.on(session.starts.wall().date());
    let warnings = schedule::warnings(session.starts, session.ends, term);
    SessionView {
        session,
        cohort_code,
        revision,
        warnings,
    }
}

/// The sessions of an offering. Links, teachers and cohort sessions are for those who take part
/// and for staff; the public sees when and where the whole offering meets.
pub async fn list(app: &App, caller: &Caller, offering: &str) -> Result<Vec<SessionView>> {
    let mut tx = app.read().await?;
    let offering = super::catalogue::find_offering(&mut tx, offering).await?;
    let staff = caller.may(Permission::EditSchedule);
    let mut own = Vec::new();
    let mut takes_part = false;
    if let Caller::Participant { person, .. } = caller {
        own = tx
            .memberships(*person)
            .await?
            .into_iter()
            .map(|m| m.cohort_id)
            .collect();
        takes_part = tx.takes_part(*person, offering.offering()).await?;
    }
    let cohorts = tx.cohorts_of_offering(offering.offering()).await?;
    let mut views = Vec::new();
    for row in tx.sessions(offering.offering()).await? {
        let visible = staff || row.cohort_id.is_none_or(|cohort| own.contains(&cohort));
        if !visible {
            continue;
        }
        let mut session = session_of(&row)?;
        if !staff && !takes_part {
            session.online_url = None;
            session.teacher = None;
            if let SessionState::Cancelled { reason, .. } = &mut session.state {
                reason.clear();
            }
        }
        let code = cohorts
            .iter()
            .find(|c| Some(c.id) == row.cohort_id)
            .map(|c| c.code.clone());
        views.push(view_of(session, code, row.revision));
    }
    Ok(views)
}

/// One session, for who may change it.
pub async fn get(app: &App, caller: &Caller, id: SessionId) -> Result<SessionView> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.read().await?;
    let row = tx
        .session(id)
        .await?
        .ok_or(Error::NotFound { what: "session" })?;
    let session = session_of(&row)?;
    let cohort_code = cohort_code(&mut tx, &session).await?;
    Ok(view_of(session, cohort_code, row.revision))
}

/// Schedules one session.
pub async fn create(
    app: &App,
    caller: &Caller,
    offering: &str,
    request: SessionRequest,
    once: Option<&Once>,
) -> Result<SessionView> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.write(caller).await?;
    if let Claim::Done(id) = Once::claim::<SessionId>(once, app, &mut tx).await? {
        let row = tx
            .session(id)
            .await?
            .ok_or(Error::NotFound { what: "session" })?;
        return Ok(view_of(session_of(&row)?, None, row.revision));
    }
    let offering = super::catalogue::find_offering(&mut tx, offering).await?;
    tx.lock_offering(offering.offering()).await?;
    let cohort_code = match request.cohort {
        Some(id) => Some(cohort_of(&mut tx, offering.offering(), CohortId(id)).await?),
        None => None,
    };
    let id = SessionId(app.seeds.id(tx.now()));
    let session = insert(app, &mut tx, offering.offering(), id, request).await?;
    Once::keep(once, app, &mut tx, &session.id).await?;
    app.commit(tx).await?;
    Ok(view_of(session, cohort_code, 1))
}

async fn cohort_of(tx: &mut Tx, offering: OfferingId, cohort: CohortId) -> Result<String> {
    let owner = tx.offering_of_cohort(cohort).await?;
    let row = tx.cohort(cohort).await?.filter(|_| owner == Some(offering));
    row.map(|row| row.code)
        .ok_or(Error::NotFound { what: "cohort" })
}

/// Writes a new session in a transaction that holds the offering's lock.
pub async fn insert(
    app: &App,
    tx: &mut Tx,
    offering: OfferingId,
    id: SessionId,
    request: SessionRequest,
) -> Result<Session> {
    let new = NewSession {
        id,
        offering,
        cohort: request.cohort.map(CohortId),
        title: request.title,
        starts: request.starts,
        ends: request.ends,
        place: request.place,
        online_url: request.online_url,
        mode: request.mode,
        teacher: request.teacher,
        compulsory: request.compulsory,
        preliminary: request.preliminary,
        uid: schedule::uid(id, app.host()),
    };
    let session = schedule::schedule(new, tx.now()).map_err(|refusal| refused(&refusal))?;
    tx.insert_session(&row_of(&session, 1)).await?;
    tx.record(
        Fact::new("session.scheduled", "session", id.0).after(json!({
            "offering": offering, "cohort": session.cohort, "title": session.title,
            "starts": session.starts.wall().to_string(), "ends": session.ends.wall().to_string(),
        })),
    );
    tx.bump_calendar().await?;
    notices::note(app, tx, None, &session, Haste::Usual).await?;
    Ok(session)
}

/// Locks the session's offering and reads the session.
async fn lock(tx: &mut Tx, id: SessionId) -> Result<SessionRow> {
    let row = tx
        .session(id)
        .await?
        .ok_or(Error::NotFound { what: "session" })?;
    tx.lock_offering(OfferingId(row.offering_id)).await?;
    tx.session(id)
        .await?
        .ok_or(Error::NotFound { what: "session" })
}

pub(super) async fn save(tx: &mut Tx, session: &Session, revision: i64) -> Result<i64> {
    let saved = tx.update_session(&row_of(session, revision)).await?;
    saved.ok_or(Error::Stale {
        current: revision + 1,
    })
}

/// How a session is changed.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    pub seen: Seen,
    pub haste: Haste,
    /// Nothing is changed and nobody told; the answer is the same.
    pub dry_run: bool,
}

/// Changes a session, and notes what those who attend are to be told.
pub async fn reschedule(
    app: &App,
    caller: &Caller,
    id: SessionId,
    change: SessionChange,
    manner: Manner,
) -> Result<Rescheduled> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.write(caller).await?;
    let row = lock(&mut tx, id).await?;
    manner.seen.require(row.revision)?;
    let before = session_of(&row)?;
    let (session, changes) = schedule::reschedule(before.clone(), change, tx.now())
        .map_err(|refusal| refused(&refusal))?;
    let (mut revision, mut told) = (row.revision, None);
    if !changes.is_empty() {
        revision = save(&mut tx, &session, row.revision).await?;
        tx.record(
            Fact::new("session.rescheduled", "session", id.0).after(json!({ "changes": changes })),
        );
        tx.bump_calendar().await?;
        if let Some(forecast) =
            notices::note(app, &mut tx, Some(&before), &session, manner.haste).await?
        {
            let people = tx.attending_ids(session.offering, session.cohort).await?;
            told = Some((forecast, people.len()));
        }
    }
    let cohort_code = cohort_code(&mut tx, &session).await?;
    let mut clashes = None;
    if manner.dry_run {
        clashes = Some(clashes::of_changed(&mut tx, caller, &session).await?);
        tx.rollback().await?;
    } else {
        app.commit(tx).await?;
    }
    Ok(Rescheduled {
        view: view_of(session, cohort_code, revision),
        changes,
        told,
        clashes,
    })
}

async fn cohort_code(tx: &mut Tx, session: &Session) -> Result<Option<String>> {
    match session.cohort {
        Some(cohort) => Ok(tx.cohort(cohort).await?.map(|cohort| cohort.code)),
        None => Ok(None),
    }
}

/// Cancels a session. It stays in the feeds as cancelled until two weeks after its end.
pub async fn cancel(
    app: &App,
    caller: &Caller,
    id: SessionId,
    reason: &str,
    seen: Seen,
    haste: Haste,
) -> Result<SessionView> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.write(caller).await?;
    let row = lock(&mut tx, id).await?;
    seen.require(row.revision)?;
    let before = session_of(&row)?;
    let session =
        schedule::cancel(before.clone(), reason, tx.now()).map_err(|refusal| refused(&refusal))?;
    let revision = save(&mut tx, &session, row.revision).await?;
    tx.record(
        Fact::new("session.cancelled", "session", id.0).reason(Some(reason.trim().to_owned())),
    );
    tx.bump_calendar().await?;
    notices::note(app, &mut tx, Some(&before), &session, haste).await?;
    let cohort_code = cohort_code(&mut tx, &session).await?;
    app.commit(tx).await?;
    Ok(view_of(session, cohort_code, revision))
}

/// Takes a cancellation back, under the same UID.
pub async fn revive(
    app: &App,
    caller: &Caller,
    id: SessionId,
    seen: Seen,
    haste: Haste,
) -> Result<SessionView> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.write(caller).await?;
    let row = lock(&mut tx, id).await?;
    seen.require(row.revision)?;
    let before = session_of(&row)?;
    let session =
        schedule::revive(before.clone(), tx.now()).map_err(|refusal| refused(&refusal))?;
    let revision = save(&mut tx, &session, row.revision).await?;
    tx.record(Fact::new("session.revived", "session", id.0));
    tx.bump_calendar().await?;
    notices::note(app, &mut tx, Some(&before), &session, haste).await?;
    let cohort_code = cohort_code(&mut tx, &session).await?;
    app.commit(tx).await?;
    Ok(view_of(session, cohort_code, revision))
}

//! Rows of meetings: sessions of the whole offering.

use super::Run;
use crate::{
    error::{Error, Result},
    store::{Tx, session::SessionRow as StoredSession},
    usecase::{
        notices::{self, Haste},
        schedule::{self, SessionRequest},
    },
};
use jiff::civil::DateTime;
use samverkan_domain::{
    fact::Fact,
    id::SessionId,
    import::{
        report::{Code, Finding, RowStatus, Words},
        sessions::{SessionMode as FileMode, SessionRow},
        undo::Thing,
    },
    schedule::{Edit, Session, SessionChange, SessionMode, reschedule},
    text::fold_name,
};
use serde_json::json;

/// Carries out one row. Day and title say which session it is; hours and place may be new.
pub(super) async fn row(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    row: &SessionRow,
) -> Result<RowStatus> {
    let offering = run.offering()?.offering();
    for stored in tx.sessions(offering).await? {
        let session = schedule::session_of(&stored)?;
        let same_day = session.starts.wall().date() == row.date;
        if session.cohort.is_none()
            && same_day
            && fold_name(&session.title) == fold_name(&row.title)
        {
            return update(run, tx, number, session, &stored, row).await;
        }
    }
    let request = SessionRequest {
        cohort: None,
        title: row.title.clone(),
        starts: wall(row, row.start).into(),
        ends: wall(row, row.end).into(),
        mode: mode(row.mode),
        place: row.place.clone(),
        online_url: None,
        teacher: None,
        compulsory: false,
        preliminary: false,
    };
    let id = SessionId(run.app.seeds.id(tx.now()));
    match schedule::insert(run.app, tx, offering, id, request).await {
        Ok(_) => {
            run.journal.made(number, Thing::Session, id.0, None);
            Ok(RowStatus::New)
        }
        Err(error) => refused(run, number, error),
    }
}

fn wall(row: &SessionRow, time: jiff::civil::Time) -> DateTime {
    row.date.to_datetime(time)
}

fn mode(mode: FileMode) -> SessionMode {
    match mode {
        FileMode::Campus => SessionMode::Campus,
        FileMode::Online => SessionMode::Online,
        FileMode::Hybrid => SessionMode::Hybrid,
    }
}

async fn update(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    before: Session,
    stored: &StoredSession,
    row: &SessionRow,
) -> Result<RowStatus> {
    let change = SessionChange {
        starts: Edit::Set(wall(row, row.start).into()),
        ends: Edit::Set(wall(row, row.end).into()),
        place: Edit::Set(row.place.clone()),
        mode: Edit::Set(mode(row.mode)),
        ..SessionChange::default()
    };
    let (session, changes) = match reschedule(before.clone(), change, tx.now()) {
        Ok(result) => result,
        Err(refusal) => return refused(run, number, schedule::refused(&refusal)),
    };
    if changes.is_empty() {
        return Ok(RowStatus::Unchanged);
    }
    run.journal
        .changed(number, Thing::Session, session.id.0, None, stored)?;
    schedule::save(tx, &session, stored.revision).await?;
    tx.record(
        Fact::new("session.rescheduled", "session", session.id.0)
            .after(json!({ "changes": changes, "by": "import" })),
    );
    tx.bump_calendar().await?;
    notices::note(run.app, tx, Some(&before), &session, Haste::Usual).await?;
    Ok(RowStatus::Changed)
}

/// What the rules say of a row's time becomes a finding of that row.
fn refused(run: &mut Run<'_>, number: u32, error: Error) -> Result<RowStatus> {
    let text = match error {
        Error::Invalid(faults) if !faults.is_empty() => faults[0].text.clone(),
        Error::Refused { text, .. } => text,
        error => return Err(error),
    };
    run.findings.push(
        Finding::new(
            Code::SessionRefused,
            Words::new(text.sv, text.en),
            Words::new("Rätta raden i filen.", "Correct the row in the file."),
        )
        .at_row(number),
    );
    Ok(RowStatus::Error)
}

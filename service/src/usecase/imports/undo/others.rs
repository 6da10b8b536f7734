//! Meetings and rows of registers that an import made or changed.

use super::{Judged, Opened, Undo};
use crate::{
    error::Result,
    store::{
        Tx,
        registry::{ProgrammeRow, WorkplaceRow},
        session::SessionRow,
    },
    usecase::{
        imports::journal,
        notices::{self, Haste},
        schedule,
    },
};
use samverkan_domain::{
    fact::Fact,
    id::SessionId,
    import::undo::{Because, Outcome},
    schedule::{Edit, SessionChange, cancel, reschedule},
};
use serde_json::json;

const KEPT: Outcome = Outcome::Kept;

impl Undo<'_> {
    /// A meeting that was read in stands in calendars: it is cancelled. One that was changed is changed back.
    pub(super) async fn session(&self, tx: &mut Tx, entry: &Opened) -> Result<Judged> {
        let id = SessionId(entry.entry.subject_id);
        let Some(row) = tx.session(id).await? else {
            return Ok((KEPT, Some(Because::Gone)));
        };
        if entry.is_changed(tx).await? {
            return Ok((KEPT, Some(Because::ChangedSince)));
        }
        let before = schedule::session_of(&row)?;
        let was: Option<SessionRow> = entry.was()?;
        let after = match &was {
            None => cancel(
                before.clone(),
                "Lades in av misstag. Added by mistake.",
                tx.now(),
            ),
            Some(was) => {
                let was = schedule::session_of(was)?;
                let change = SessionChange {
                    starts: Edit::Set(was.starts.wall().into()),
                    ends: Edit::Set(was.ends.wall().into()),
                    place: Edit::Set(was.place.clone()),
                    mode: Edit::Set(was.mode),
                    ..SessionChange::default()
                };
                reschedule(before.clone(), change, tx.now()).map(|(session, _)| session)
            }
        };
        // It has been, or is cancelled: there is nothing to take back any more.
        let Ok(session) = after else {
            return Ok((KEPT, Some(Because::InUse)));
        };
        schedule::save(tx, &session, row.revision).await?;
        let action = if was.is_some() {
            "session.rescheduled"
        } else {
            "session.cancelled"
        };
        tx.record(Fact::new(action, "session", id.0).after(json!({ "import": self.run.id })));
        tx.bump_calendar().await?;
        notices::note(self.app, tx, Some(&before), &session, Haste::Usual).await?;
        Ok(match was {
            Some(_) => (Outcome::TakenBack, None),
            None => (Outcome::Ended, Some(Because::InCalendars)),
        })
    }

    pub(super) async fn programme(&self, tx: &mut Tx, entry: &Opened) -> Result<Judged> {
        let code = entry.key()?;
        if let Some(why) = self.untouched(tx, entry).await? {
            return Ok((KEPT, Some(why)));
        }
        match entry.was::<ProgrammeRow>()? {
            Some(was) => tx.put_programme(&was).await?,
            None if tx.programme_used(code).await? => return Ok((KEPT, Some(Because::InUse))),
            None => tx.delete_programme(code).await?,
        }
        self.trace_register(tx, entry);
        Ok((Outcome::TakenBack, None))
    }

    pub(super) async fn workplace(&self, tx: &mut Tx, entry: &Opened) -> Result<Judged> {
        let code = entry.key()?;
        if let Some(why) = self.untouched(tx, entry).await? {
            return Ok((KEPT, Some(why)));
        }
        match entry.was::<WorkplaceRow>()? {
            Some(was) => tx.put_workplace(&was).await?,
            None if tx.workplace_used(code).await? => return Ok((KEPT, Some(Because::InUse))),
            None => tx.delete_workplace(code).await?,
        }
        self.trace_register(tx, entry);
        Ok((Outcome::TakenBack, None))
    }

    /// Why a row of a register is not as the import left it, if so.
    async fn untouched(&self, tx: &mut Tx, entry: &Opened) -> Result<Option<Because>> {
        let key = entry.kept.key.as_deref();
        let now = journal::shape(tx, entry.thing, entry.entry.subject_id, key).await?;
        Ok(match now {
            None => Some(Because::Gone),
            Some(now) if Some(&now) != entry.kept.after.as_ref() => Some(Because::ChangedSince),
            Some(_) => None,
        })
    }

    fn trace_register(&self, tx: &mut Tx, entry: &Opened) {
        tx.record(
            Fact::new("register.taken_back", "register", entry.entry.subject_id)
                .after(json!({ "code": entry.kept.key, "import": self.run.id })),
        );
    }
}

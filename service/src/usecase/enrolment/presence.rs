//! Noting who was there: by staff for a whole offering, and by who leads a cohort for its members.

use super::rollcall::{self, PresenceKind};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    store::{
        Tx, as_word,
        presence::{MeetingPresenceRow, PresenceRow},
    },
    usecase::{Caller, Permission},
};
use jiff::civil::Date;
use samverkan_domain::{
    fact::Fact,
    id::{ApplicationId, OfferingId},
    schedule::Session,
};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Applications and the days they are about.
pub(in crate::usecase) type Days = Vec<(Uuid, Date)>;

/// What is noted and what is taken back of one kind, in an offering that is locked.
#[derive(Debug, Clone, Default)]
pub(in crate::usecase) struct Marks {
    pub present: Days,
    pub absent: Days,
}

/// Writes marks; gives those that were new. What says nothing new leaves no trace.
pub(in crate::usecase) async fn mark(
    tx: &mut Tx,
    caller: &Caller,
    offering: OfferingId,
    kind: PresenceKind,
    marks: &Marks,
) -> Result<(Vec<Uuid>, Vec<Uuid>)> {
    let kind = as_word(kind);
    let (mut noted, mut taken_back) = (Vec::new(), Vec::new());
    let mut on = None;
    for (id, day) in &marks.present {
        let row = PresenceRow {
            application_id: *id,
            kind: kind.clone(),
            on_day: day.to_string(),
            noted_by: caller.actor(),
            noted_at: tx.now().into(),
        };
        if tx.note_presence(&row).await? {
            noted.push(*id);
            on = Some(*day);
        }
    }
    for (id, day) in &marks.absent {
        let application = ApplicationId(*id);
        // Who was at no meeting that day was not at any one of them.
        if kind == "meeting" {
            tx.forget_meetings_on(application, *day).await?;
        }
        if tx.forget_presence(application, &kind, *day).await? {
            taken_back.push(*id);
            on = on.or(Some(*day));
        }
    }
    if !noted.is_empty() || !taken_back.is_empty() {
        tx.record(
            Fact::new("presence.noted", "offering", offering.0).after(json!({
                "kind": kind, "on": on, "present": noted, "absent": taken_back,
            })),
        );
    }
    Ok((noted, taken_back))
}

/// Writes who was at one meeting and who was not; gives those that were new. The day follows: who has
/// been at a meeting was there that day.
pub(in crate::usecase) async fn mark_meeting(
    tx: &mut Tx,
    caller: &Caller,
    offering: OfferingId,
    session: &Session,
    present: &[Uuid],
    absent: &[Uuid],
) -> Result<(Vec<Uuid>, Vec<Uuid>)> {
    let kind = as_word(PresenceKind::Meeting);
    let on = session.starts.wall().date();
    let (mut noted, mut taken_back) = (Vec::new(), Vec::new());
    for id in present {
        let there = MeetingPresenceRow {
            application_id: *id,
            session_id: session.id.0,
            on_day: on.to_string(),
            noted_by: caller.actor(),
            noted_at: tx.now().into(),
        };
        if tx.note_meeting_presence(&there).await? {
            noted.push(*id);
            tx.note_presence(&PresenceRow {
                application_id: *id,
                kind: kind.clone(),
                on_day: there.on_day,
                noted_by: there.noted_by,
                noted_at: there.noted_at,
            })
            .await?;
        }
    }
    let mut days = Vec::new();
    for id in absent {
        let forgotten = tx.forget_meeting_presence(ApplicationId(*id), session.id);
        if let Some(day) = forgotten.await? {
            taken_back.push(*id);
            days.push((*id, day));
        }
    }
    if !days.is_empty() {
        let left = tx.meeting_presence(offering).await?;
        for (id, day) in days {
            let mut left = left.iter();
            if !left.any(|one| one.application_id == id && one.on_day == day) {
                let day = day.parse().map_err(Error::internal)?;
                tx.forget_presence(ApplicationId(id), &kind, day).await?;
            }
        }
    }
    if !noted.is_empty() || !taken_back.is_empty() {
        let what = json!({
            "kind": kind, "on": on, "session": session.id,
            "present": noted, "absent": taken_back,
        });
        tx.record(Fact::new("presence.noted", "offering", offering.0).after(what));
    }
    Ok((noted, taken_back))
}

/// Marks of the roll-call: who has come is noted today, and what was noted by mistake is taken back
/// whichever day it was.
pub(in crate::usecase) fn upprop_marks(
    notes: &[PresenceRow],
    present: &[Uuid],
    absent: &[Uuid],
    today: Date,
) -> Result<Marks> {
    let mut marks = Marks::default();
    let at_upprop = || notes.iter().filter(|note| note.kind == "upprop");
    let there: BTreeSet<Uuid> = at_upprop().map(|note| note.application_id).collect();
    let new = present.iter().filter(|id| !there.contains(id));
    marks.present.extend(new.map(|id| (*id, today)));
    for note in at_upprop().filter(|note| absent.contains(&note.application_id)) {
        let day = note.on_day.parse().map_err(Error::internal)?;
        marks.absent.push((note.application_id, day));
    }
    Ok(marks)
}

pub(in crate::usecase) fn not_here() -> Error {
    Error::invalid(
        "/present",
        "not-on-the-list",
        "Listan har ändrats: någon av dem du markerade står inte på den längre. Ladda om sidan.",
        "The list has changed: somebody you marked is no longer on it. Load the page again.",
    )
}

/// Notes at an offering's roll-call who has come, and takes back who has not.
pub async fn note_upprop(
    app: &App,
    caller: &Caller,
    offering: &str,
    present: &[Uuid],
    absent: &[Uuid],
) -> Result<()> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let id = rollcall::locked(&mut tx, offering).await?.offering();
    let here = rollcall::own_places(&mut tx, id).await?;
    let here: BTreeSet<Uuid> = here.into_iter().map(|row| row.id).collect();
    if !present.iter().chain(absent).all(|id| here.contains(id)) {
        return Err(not_here());
    }
    let notes = tx.presence(id).await?;
    let marks = upprop_marks(&notes, present, absent, day(tx.now()))?;
    mark(&mut tx, caller, id, PresenceKind::Upprop, &marks).await?;
    app.commit(tx).await
}

//! The three-week control: who is registered and has not been seen, and asking them.

use super::{ApplicationRow, course_title, rollcall};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    mail::Letter,
    store::{Tx, catalogue::OfferingRow},
    usecase::{Caller, Permission, catalogue, letters, validate::Faults},
};
use jiff::{Timestamp, ToSpan, civil::Date};
use samverkan_domain::{
    admission::follow_up::{FollowUp, Followed, Registered, follow_up},
    application::{ApplicationState, EARLY_WITHDRAWAL_DAYS},
    fact::Fact,
    id::PersonId,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Days to answer when it is too late to leave early.
const DAYS_TO_ANSWER: i64 = 7;

/// One registered person in the control.
#[derive(Debug, Clone)]
pub struct FollowedView {
    pub row: ApplicationRow,
    pub name: String,
    pub followed: Followed,
    /// When the person was last asked.
    pub asked_at: Option<Timestamp>,
}

pub struct FollowUpView {
    pub offering: OfferingRow,
    pub outcome: FollowUp,
    /// The silent first, then those who have not been seen for long, then the rest.
    pub people: Vec<FollowedView>,
}

/// How the registered of an offering have been seen.
pub async fn show(app: &App, caller: &Caller, offering: &str) -> Result<FollowUpView> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let offering = catalogue::find_offering(&mut tx, offering).await?;
    control(&mut tx, caller, offering, day(app.clock.now())).await
}

async fn control(
    tx: &mut Tx,
    caller: &Caller,
    offering: OfferingRow,
    today: Date,
) -> Result<FollowUpView> {
    let id = offering.offering();
    let mut rows: BTreeMap<Uuid, ApplicationRow> = BTreeMap::new();
    for row in rollcall::own_places(tx, id).await? {
        if row.state()? == ApplicationState::Registered {
            rows.insert(row.person_id, row);
        }
    }
    let mut registered = registered(tx, &offering, &rows).await?;
    let mut names = BTreeMap::new();
    let mut order = BTreeMap::new();
    for (n, (person, name)) in rollcall::names(tx, caller, id)
        .await?
        .into_iter()
        .enumerate()
    {
        order.insert(PersonId(person), n);
        names.insert(person, name);
    }
    registered.sort_by_key(|one| order.get(&one.person).copied());
    let asked: BTreeMap<Uuid, Timestamp> = tx
        .followed_up(id)
        .await?
        .into_iter()
        .map(|(id, at)| (id, at.0))
        .collect();
    let outcome = follow_up(&registered, offering.dates()?.starts_on, today);
    let people = outcome.people.iter().filter_map(|followed| {
        let row = rows.remove(&followed.person.0)?;
        Some(FollowedView {
            name: names.remove(&followed.person.0).unwrap_or_default(),
            followed: followed.clone(),
            asked_at: asked.get(&row.id).copied(),
            row,
        })
    });
    let people = people.collect();
    Ok(FollowUpView {
        offering,
        outcome,
        people,
    })
}

/// The registered with the days on which they were seen.
async fn registered(
    tx: &mut Tx,
    offering: &OfferingRow,
    rows: &BTreeMap<Uuid, ApplicationRow>,
) -> Result<Vec<Registered>> {
    let id = offering.offering();
    let mut days: BTreeMap<Uuid, (Vec<Date>, Vec<Date>)> = BTreeMap::new();
    for note in tx.presence(id).await? {
        let on = note.on_day.parse().map_err(Error::internal)?;
        let (attended, active_on) = days.entry(note.application_id).or_default();
        if note.kind == "activity" {
            active_on.push(on);
        } else {
            attended.push(on);
        }
    }
    let registrations = tx.registrations(id).await?;
    let registrations: BTreeMap<Uuid, _> = registrations
        .into_iter()
        .map(|one| (one.application_id, one))
        .collect();
    let mut registered = Vec::with_capacity(rows.len());
    for row in rows.values() {
        let registered_on = match registrations.get(&row.id) {
            Some(registration) => registration.registered_on()?,
            None => offering.dates()?.starts_on,
        };
        let (attended, active_on) = days.remove(&row.id).unwrap_or_default();
        registered.push(Registered {
            person: row.person(),
            registered_on,
            attended,
            active_on,
        });
    }
    Ok(registered)
}

/// How many were asked, and how many had been asked before.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub sent: i64,
    pub asked_before: i64,
    pub answer_by: Date,
}

/// Asks people whether they still take part: once each, unless `again`.
pub async fn ask(
    app: &App,
    caller: &Caller,
    offering: &str,
    applications: &[Uuid],
    again: bool,
) -> Result<Asked> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let offering = rollcall::locked(&mut tx, offering).await?;
    let today = day(tx.now());
    let view = control(&mut tx, caller, offering, today).await?;
    let early_until = last_early_day(&view.offering)?;
    let answer_by = if today <= early_until {
        early_until
    } else {
        today.saturating_add(DAYS_TO_ANSWER.days())
    };
    let mut asked = Asked {
        sent: 0,
        asked_before: 0,
        answer_by,
    };
    for one in chosen(&view, applications)? {
        if one.asked_at.is_some() && !again {
            asked.asked_before += 1;
            continue;
        }
        write(
            app,
            &mut tx,
            &view.offering,
            &one.row,
            answer_by,
            today <= early_until,
        )
        .await?;
        asked.sent += 1;
    }
    app.commit(tx).await?;
    Ok(asked)
}

fn last_early_day(offering: &OfferingRow) -> Result<Date> {
    Ok(offering
        .dates()?
        .starts_on
        .saturating_add(EARLY_WITHDRAWAL_DAYS.days()))
}

/// Those who are asked about, each once; all must be registered on the offering.
fn chosen<'a>(view: &'a FollowUpView, applications: &[Uuid]) -> Result<Vec<&'a FollowedView>> {
    let mut faults = Faults::default();
    let known: BTreeMap<Uuid, &FollowedView> =
        view.people.iter().map(|one| (one.row.id, one)).collect();
    for (n, id) in applications.iter().enumerate() {
        if !known.contains_key(id) {
            faults.add(
                &format!("/applications/{n}"),
                "not-registered",
                "Anmälan är inte registrerad på kurstillfället.",
                "The application is not registered on the offering.",
            );
        }
    }
    faults.finish()?;
    let wanted: BTreeSet<&Uuid> = applications.iter().collect();
    Ok(wanted
        .into_iter()
        .filter_map(|id| known.get(id).copied())
        .collect())
}

async fn write(
    app: &App,
    tx: &mut Tx,
    offering: &OfferingRow,
    row: &ApplicationRow,
    answer_by: Date,
    early: bool,
) -> Result<()> {
    let person = tx.person(row.person()).await?;
    let person = person.ok_or(Error::NotFound { what: "person" })?;
    let (course, offering_code) = (course_title(offering, &person), offering.code.clone());
    let letter = if early {
        Letter::FollowUp {
            course,
            offering_code,
            answer_by,
        }
    } else {
        Letter::FollowUpLate {
            course,
            offering_code,
            answer_by,
        }
    };
    // The fact is also what the next letter is held back by.
    tx.record(
        Fact::new("application.followed_up", "application", row.id)
            .after(json!({ "answer_by": answer_by })),
    );
    letters::enqueue(app, tx, row.person(), &letter).await
}

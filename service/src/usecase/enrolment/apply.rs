//! Asking for a place on an open channel.

use crate::usecase::{
    Caller, letters,
    once::{Claim, Once},
};
use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::{Letter, Outcome},
    store::{Tx, catalogue::OfferingRow, channel::ChannelRow, person::PersonRow},
};
use jiff::Timestamp;
use samverkan_domain::{
    application::ApplicationState,
    course::Channel,
    enrolment::{self, ApplyRefusal, Placement},
    fact::Fact,
    id::{ChannelId, PersonId},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{channel_title, course_title, decision, new_application};

/// The answer to "I want a place".
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Receipt {
    pub application: Uuid,
    pub state: ApplicationState,
    /// Place in the queue, counted from 1, for who got no seat.
    pub reserve_position: Option<i64>,
    pub received_at: Timestamp,
    /// Whether this request made the application; a repeat gives the one there is.
    pub is_new: bool,
}

/// Enrols the caller in an open channel.
///
/// Repeating is harmless: with the same Idempotency-Key it gives the same answer, and without a
/// key a person who has a place in the channel already is told which.
pub async fn apply(
    app: &App,
    caller: &Caller,
    offering: &str,
    channel: &str,
    once: Option<&Once>,
) -> Result<Receipt> {
    let person = caller.participant()?;
    if !app.guards.lock_enrolment {
        return apply_unguarded(app, caller, person, offering, channel).await;
    }
    let mut tx = app.write(caller).await?;
    if let Claim::Done(receipt) = Once::claim(once, app, &mut tx).await? {
        return Ok(receipt);
    }
    let found = crate::usecase::catalogue::find_offering(&mut tx, offering).await?;
    tx.lock_offering(found.offering()).await?;
    // Under the lock: seats and window may have changed while this waited for it.
    let (offering, channel) = find_channel(&mut tx, offering, channel).await?;
    let receipt = decide(app, &mut tx, person, &offering, &channel).await?;
    Once::keep(once, app, &mut tx, &receipt).await?;
    app.commit(tx).await?;
    Ok(receipt)
}

/// The same without the lock: decides on what it read before. Kept for the tests' negative
/// control, which shows that seats are oversold this way.
async fn apply_unguarded(
    app: &App,
    caller: &Caller,
    person: PersonId,
    offering: &str,
    channel: &str,
) -> Result<Receipt> {
    let mut read = app.read().await?;
    let (offering, channel) = find_channel(&mut read, offering, channel).await?;
    let placement = place(&mut read, person, &offering, &channel, app.clock.now()).await?;
    drop(read);
    tokio::task::yield_now().await;
    let mut tx = app.write(caller).await?;
    let receipt = settle(app, &mut tx, person, &offering, &channel, placement).await?;
    app.commit(tx).await?;
    Ok(receipt)
}

async fn find_channel(
    tx: &mut Tx,
    offering: &str,
    channel: &str,
) -> Result<(OfferingRow, ChannelRow)> {
    let offering = crate::usecase::catalogue::find_offering(tx, offering).await?;
    let channel = tx
        .channel(channel)
        .await?
        .filter(|c| c.offering_id == offering.id);
    Ok((
        offering,
        channel.ok_or(Error::NotFound { what: "channel" })?,
    ))
}

async fn decide(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    offering: &OfferingRow,
    channel: &ChannelRow,
) -> Result<Receipt> {
    let existing = tx.active_application(person, offering.offering()).await?;
    if let Some(row) = existing.filter(|row| row.channel_id == channel.id) {
        return Ok(Receipt {
            application: row.id,
            state: row.state()?,
            reserve_position: row.reserve_position,
            received_at: row.created_at.0,
            is_new: false,
        });
    }
    let placement = place(tx, person, offering, channel, tx.now()).await?;
    settle(app, tx, person, offering, channel, placement).await
}

async fn place(
    tx: &mut Tx,
    person: PersonId,
    offering: &OfferingRow,
    channel: &ChannelRow,
    now: Timestamp,
) -> Result<Placement> {
    let applicant = tx.person(person).await?.ok_or(Error::Unauthenticated)?;
    complete_enough(&applicant)?;
    let active = tx
        .active_application(person, offering.offering())
        .await?
        .is_some();
    let occupancy = tx.occupancy(ChannelId(channel.id), None).await?;
    enrolment::apply(&Channel::try_from(channel)?, occupancy, active, now).map_err(apply_refused)
}

/// Without a name and a profession or programme nobody can be placed in a mixed cohort.
fn complete_enough(person: &PersonRow) -> Result<()> {
    let mut faults = crate::usecase::validate::Faults::default();
    if person.given_name.is_empty() || person.family_name.is_empty() {
        let (sv, en) = ("Fyll i ditt namn först.", "Fill in your name first.");
        faults.add("/me/given_name", "profile-incomplete", sv, en);
    }
    if person.profession.is_none() && person.programme.is_none() {
        faults.add(
            "/me/profession",
            "profile-incomplete",
            "Fyll i ditt yrke eller ditt program först; grupperna blandas efter det.",
            "Fill in your profession or programme first; cohorts are mixed by it.",
        );
    }
    faults.finish()
}

fn apply_refused(refusal: ApplyRefusal) -> Error {
    match refusal {
        ApplyRefusal::NotOpenChannel => Error::refused(
            "not-an-open-channel",
            "Platser i den här kanalen söks inte här. Fristående kurs söks på antagning.se; \
             uppdragsplatser anmäls av arbetsgivaren.",
            "Places in this channel are not applied for here. Freestanding courses are applied for \
             in the national admissions system; commissioned places are nominated by the employer.",
        ),
        ApplyRefusal::NotYetOpen { opens_at } => Error::refused(
            "channel-not-open-yet",
            format!("Anmälan öppnar {}.", stockholm_time(opens_at)),
            format!("Applications open {}.", stockholm_time(opens_at)),
        ),
        ApplyRefusal::Closed { closed_at } => Error::refused(
            "channel-closed",
            format!("Anmälan stängde {}.", stockholm_time(closed_at)),
            format!("Applications closed {}.", stockholm_time(closed_at)),
        ),
        ApplyRefusal::AlreadyApplied => Error::refused(
            "already-applied",
            "Du har redan en plats eller anmälan på det här kurstillfället, i en annan kanal. \
             Lämna återbud på den först om du vill byta.",
            "You have a place or an application on this offering already, in another channel. \
             Withdraw it first if you want to change.",
        ),
    }
}

/// An instant as people in Sweden write it: `2027-01-10 23:59`.
fn stockholm_time(at: Timestamp) -> String {
    at.to_zoned_datetime(crate::clock::stockholm())
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

/// Writes a placement down: application, decision, fact and letter.
async fn settle(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    offering: &OfferingRow,
    channel: &ChannelRow,
    placement: Placement,
) -> Result<Receipt> {
    let applicant = tx.person(person).await?.ok_or(Error::Unauthenticated)?;
    let now = tx.now();
    let mut row = new_application(app, now, offering, channel, person);
    row.state = placement.state().as_str().to_owned();
    row.programme.clone_from(&applicant.programme);
    row.profession.clone_from(&applicant.profession);
    row.workplace.clone_from(&applicant.workplace);
    row.modality.clone_from(&applicant.modality);
    let outcome = match placement {
        Placement::Admitted => Outcome::Admitted,
        Placement::Reserve { position } => {
            row.reserve_position = Some(position);
            let position = u32::try_from(position).unwrap_or(u32::MAX);
            Outcome::Reserve {
                group: channel.code.clone(),
                position,
            }
        }
    };
    tx.insert_application(&row).await?;
    decision(app, tx, &row, "service", true, None).await?;
    tx.record(
        Fact::new("application.received", "application", row.id).after(json!({
            "offering": offering.code, "channel": channel.code, "state": row.state,
            "reserve_position": row.reserve_position,
        })),
    );
    if placement == Placement::Admitted {
        tx.bump_calendar().await?;
    }
    let letter = Letter::ApplicationReceived {
        reference: row.id.to_string(),
        course: course_title(offering, &applicant),
        offering_code: offering.code.clone(),
        channel: channel_title(channel, &applicant),
        received_at: now,
        outcome,
    };
    letters::enqueue(app, tx, person, &letter).await?;
    Ok(Receipt {
        application: row.id,
        state: placement.state(),
        reserve_position: row.reserve_position,
        received_at: now,
        is_new: true,
    })
}

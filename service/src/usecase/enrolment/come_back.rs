//! Coming back to a later offering: after deferral, or by re-registration (omregistrering).

use super::{
    ApplicationRow, letter_of_admission, new_application, readable,
    shared::{Ruling, lock_all, offering_of, rule, said},
};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{Tx, catalogue::OfferingRow, channel::ChannelRow},
    usecase::{
        Caller, Permission, Seen,
        answers::AnswerTimes,
        catalogue,
        once::{Claim, Once},
    },
};
use samverkan_domain::{
    application::ApplicationState,
    fact::Fact,
    id::{ApplicationId, ChannelId},
    person::Language,
    term::TermCode,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

/// Where to.
#[derive(Debug, Clone, Serialize)]
pub struct ReturnRequest {
    /// Id or code of a later offering of the same course.
    pub offering: String,
    pub channel: String,
    pub reason: Option<String>,
    pub diarienummer: Option<String>,
}

/// The new place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Returned {
    pub application: Uuid,
    /// `first` after deferral, `again` by re-registration (OM).
    pub registration_kind: String,
    /// The place was kept by deferral, and given whether or not there was a free seat.
    pub kept: bool,
    pub seats: i64,
    /// With the new place.
    pub seats_taken: i64,
}

/// By which right somebody comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Anstånd: the place is kept.
    Kept,
    /// Omregistrering, if there is a seat.
    Again,
}

/// Gives a place on a later offering.
pub async fn come_back(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: Seen,
    request: ReturnRequest,
    once: Option<&Once>,
) -> Result<Returned> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    if let Claim::Done(returned) = Once::claim(once, app, &mut tx).await? {
        return Ok(returned);
    }
    let old = readable(&mut tx, caller, id).await?;
    let from = offering_of(&mut tx, &old).await?;
    let to = catalogue::find_offering(&mut tx, &request.offering).await?;
    lock_all(&mut tx, &[from.clone(), to.clone()]).await?;
    let mut old = readable(&mut tx, caller, id).await?;
    seen.require(old.revision)?;
    let channel = tx.channel(&request.channel).await?;
    let channel = channel.filter(|channel| channel.offering_id == to.id);
    let channel = channel.ok_or(Error::NotFound { what: "channel" })?;
    let way = way(&old, &from, &to)?;
    if tx
        .active_application(old.person(), to.offering())
        .await?
        .is_some()
    {
        return Err(Error::refused(
            "already-applied",
            "Personen har redan en plats eller anmälan på det kurstillfället.",
            "The person has a place or an application on that offering already.",
        ));
    }
    if way == Way::Again {
        free_seat(&mut tx, &channel).await?;
    }
    let (reason, diarienummer) = (said(request.reason), said(request.diarienummer));
    let mut new = place(app, &tx, &old, way, &to, &channel);
    AnswerTimes::set(AnswerTimes::of(&channel.policy()?, tx.now())?, &mut new);
    tx.insert_application(&new).await?;
    if way == Way::Kept {
        // The place is given: it cannot be asked for again.
        old.superseded_by = Some(new.id);
        let current = old.revision + 1;
        tx.update_application(&old)
            .await?
            .ok_or(Error::Stale { current })?;
    }
    let outcome = match way {
        Way::Kept => "admitted",
        Way::Again => "reregistered",
    };
    let ruling = Ruling {
        outcome,
        reason: reason.clone().map(Text::typed),
        diarienummer,
    };
    rule(app, &mut tx, caller, &new, ruling).await?;
    tx.record(
        Fact::new("application.returned", "application", new.id)
            .before(json!({ "application": old.id, "state": old.state }))
            .after(json!({
                "offering": to.code, "channel": channel.code, "state": new.state,
                "kind": new.registration_kind,
            }))
            .reason(reason),
    );
    tx.bump_calendar().await?;
    letter_of_admission(app, &mut tx, &new, false).await?;
    let occupancy = tx.occupancy(ChannelId(channel.id), None).await?;
    let returned = Returned {
        application: new.id,
        registration_kind: new.registration_kind,
        kept: way == Way::Kept,
        seats: channel.seats,
        seats_taken: occupancy.seats_taken,
    };
    Once::keep(once, app, &mut tx, &returned).await?;
    app.commit(tx).await?;
    Ok(returned)
}

fn way(old: &ApplicationRow, from: &OfferingRow, to: &OfferingRow) -> Result<Way> {
    let later = to.dates()?.starts_on > from.dates()?.starts_on;
    if to.course_id != from.course_id || !later {
        return Err(Error::refused(
            "not-a-later-offering",
            format!(
                "Välj ett kurstillfälle av {} som börjar senare.",
                from.course_code
            ),
            format!(
                "Choose an offering of {} that starts later.",
                from.course_code
            ),
        ));
    }
    let state = old.state()?;
    match state {
        ApplicationState::Deferred if old.superseded_by.is_some() => Err(Error::refused(
            "already-returned",
            "Den sparade platsen är redan använd.",
            "The place that was kept is used already.",
        )),
        ApplicationState::Deferred => in_time(old, to).map(|()| Way::Kept),
        ApplicationState::WithdrawnLate | ApplicationState::Registered => Ok(Way::Again),
        _ => Err(Error::refused(
            "wrong-state",
            format!(
                "Anmälan är i läget \"{}\". Tillbaka kommer den som har anstånd, är registrerad \
                 sedan tidigare eller har gjort ett sent avbrott. Andra anmäler sig på nytt.",
                state.label(Language::Sv)
            ),
            format!(
                "The application is \"{}\". Those come back who have a deferral, are registered \
                 from before or have left late. Others apply again.",
                state.label(Language::En)
            ),
        )),
    }
}

/// Whether the place is still kept in the offering's term.
fn in_time(old: &ApplicationRow, to: &OfferingRow) -> Result<()> {
    let until = old
        .deferred_to
        .as_deref()
        .and_then(|term| term.parse::<TermCode>().ok());
    let term = to.term.parse::<TermCode>().ok();
    match until.zip(term) {
        Some((until, term)) if term > until => Err(Error::refused(
            "deferral-ended",
            format!("Platsen var sparad till {until}. Kurstillfället går {term}."),
            format!("The place was kept until {until}. The offering is in {term}."),
        )),
        _ => Ok(()),
    }
}

/// In mån av plats: a free seat, and nobody who waits for it.
async fn free_seat(tx: &mut Tx, channel: &ChannelRow) -> Result<()> {
    let occupancy = tx.occupancy(ChannelId(channel.id), None).await?;
    if occupancy.seats_taken < channel.seats && occupancy.reserves == 0 {
        return Ok(());
    }
    let (taken, seats, waiting) = (occupancy.seats_taken, channel.seats, occupancy.reserves);
    Err(Error::refused(
        "no-seat-for-reregistration",
        format!(
            "Omregistrering ges i mån av plats. {taken} av {seats} platser är tagna och {waiting} \
             väntar på tur."
        ),
        format!(
            "Re-registration is given if there is room. {taken} of {seats} seats are taken and \
             {waiting} wait for their turn."
        ),
    ))
}

/// The new application. The group and the number belong to the channel they were given in.
fn place(
    app: &App,
    tx: &Tx,
    old: &ApplicationRow,
    way: Way,
    to: &OfferingRow,
    channel: &ChannelRow,
) -> ApplicationRow {
    let mut new = new_application(app, tx.now(), to, channel, old.person());
    new.state = ApplicationState::Admitted.as_str().to_owned();
    let kind = if way == Way::Again { "again" } else { "first" };
    kind.clone_into(&mut new.registration_kind);
    new.programme.clone_from(&old.programme);
    new.profession.clone_from(&old.profession);
    new.workplace.clone_from(&old.workplace);
    new.modality.clone_from(&old.modality);
    if way == Way::Kept {
        // A condition that was not met before the deferral still has to be.
        new.condition_text.clone_from(&old.condition_text);
        new.condition_due_on.clone_from(&old.condition_due_on);
        new.condition_met = old.condition_met;
        new.standing.clone_from(&old.standing);
        new.findings.clone_from(&old.findings);
    }
    new
}

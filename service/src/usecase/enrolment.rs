//! Applications: asking for a place, admitting, registering, leaving.

use super::{
    Caller, Page, Permission, Seen, letters,
    once::{Claim, Once},
    people,
};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    mail::letter::{Letter, Outcome, WithdrawalStage},
    store::{
        Tx,
        application::{AdmissionRow, ApplicationFilter, ApplicationRow},
        catalogue::{ChannelRow, OfferingRow},
        person::PersonRow,
    },
};
use jiff::Timestamp;
use samverkan_domain::{
    application::{ApplicationState, Command, transition},
    course::Channel,
    enrolment::{self, AdmitRefusal, ApplyRefusal, Placement},
    fact::Fact,
    id::{ApplicationId, ChannelId, OfferingId, PersonId},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

/// An application as its reader may see it.
#[derive(Debug, Clone)]
pub struct ApplicationView {
    pub row: ApplicationRow,
    /// The applicant's name, or the alias of one whom the reader may not see.
    pub person_name: String,
    pub protected_from_reader: bool,
    pub offering_code: String,
    pub channel_code: String,
    pub decisions: Vec<AdmissionRow>,
}

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
    let found = super::catalogue::find_offering(&mut tx, offering).await?;
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
    let offering = super::catalogue::find_offering(tx, offering).await?;
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
    let mut faults = super::validate::Faults::default();
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

/// An empty application in state `submitted`.
pub fn new_application(
    app: &App,
    now: Timestamp,
    offering: &OfferingRow,
    channel: &ChannelRow,
    person: PersonId,
) -> ApplicationRow {
    ApplicationRow {
        id: app.seeds.id(now),
        offering_id: offering.id,
        channel_id: channel.id,
        person_id: person.0,
        state: ApplicationState::Submitted.as_str().to_owned(),
        selection_group: None,
        merit_tenths: None,
        reserve_position: None,
        condition_text: None,
        condition_due_on: None,
        condition_met: false,
        registration_kind: "first".to_owned(),
        programme: None,
        profession: None,
        workplace: None,
        modality: None,
        contract: None,
        invoice_reference: None,
        head_email: None,
        substitute_allowed: None,
        superseded_by: None,
        created_at: now.into(),
        changed_at: now.into(),
        revision: 1,
    }
}

/// Writes the decision that an application's state expresses.
pub async fn decision(
    app: &App,
    tx: &mut Tx,
    row: &ApplicationRow,
    decided_by: &str,
    automatic: bool,
    reason: Option<String>,
) -> Result<()> {
    let outcome = match row.state()? {
        ApplicationState::Reserve => "reserve",
        ApplicationState::Refused => "refused",
        _ => "admitted",
    };
    let now = tx.now();
    tx.insert_admission(&AdmissionRow {
        id: app.seeds.id(now),
        application_id: row.id,
        outcome: outcome.to_owned(),
        selection_group: row.selection_group.clone(),
        reserve_position: row.reserve_position,
        condition_text: row.condition_text.clone(),
        decided_by: decided_by.to_owned(),
        automatic,
        reason,
        decided_at: now.into(),
    })
    .await?;
    Ok(())
}

pub fn course_title(offering: &OfferingRow, person: &PersonRow) -> String {
    if person.language == "en" {
        &offering.title_en
    } else {
        &offering.title_sv
    }
    .clone()
}

fn channel_title(channel: &ChannelRow, person: &PersonRow) -> String {
    if person.language == "en" {
        &channel.title_en
    } else {
        &channel.title_sv
    }
    .clone()
}

/// What a list of applications is narrowed by.
#[derive(Debug, Clone, Default)]
pub struct ListRequest {
    pub offering: Option<String>,
    pub channel: Option<String>,
    pub person: Option<PersonId>,
    pub state: Option<ApplicationState>,
    pub selection_group: Option<String>,
    pub cursor: Option<String>,
    pub limit: i64,
}

/// Applications: the caller's own for a participant, any for who may read people.
pub async fn list(
    app: &App,
    caller: &Caller,
    request: ListRequest,
) -> Result<Page<ApplicationView>> {
    let mut filter = ApplicationFilter {
        state: request.state,
        selection_group: request.selection_group,
        person: request.person.map(|person| person.0),
        ..ApplicationFilter::default()
    };
    if let Caller::Participant { person, .. } = caller {
        filter.person = Some(person.0);
    } else {
        caller.require(Permission::ReadPeople)?;
    }
    let mut tx = app.read().await?;
    if let Some(offering) = &request.offering {
        filter.offering = Some(super::catalogue::find_offering(&mut tx, offering).await?.id);
    }
    if let Some(channel) = &request.channel {
        let found = tx.channel(channel).await?;
        filter.channel = Some(found.ok_or(Error::NotFound { what: "channel" })?.id);
    }
    filter.after = match &request.cursor {
        Some(cursor) => Some(Uuid::parse_str(cursor).map_err(|_| people::bad_cursor())?),
        None => None,
    };
    let rows = tx.applications(&filter, request.limit + 1).await?;
    let page = Page::cut(rows, request.limit, |row| row.id.to_string());
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        items.push(view(&mut tx, caller, row, false).await?);
    }
    Ok(Page {
        items,
        next: page.next,
    })
}

/// One application with its decisions. Others' applications do not exist for a participant.
pub async fn get(app: &App, caller: &Caller, id: ApplicationId) -> Result<ApplicationView> {
    let mut tx = app.read().await?;
    let row = readable(&mut tx, caller, id).await?;
    view(&mut tx, caller, row, true).await
}

async fn readable(tx: &mut Tx, caller: &Caller, id: ApplicationId) -> Result<ApplicationRow> {
    let row = tx.application(id).await?;
    let row = row.ok_or(Error::NotFound {
        what: "application",
    })?;
    match caller {
        Caller::Participant { person, .. } if row.person_id != person.0 => Err(Error::NotFound {
            what: "application",
        }),
        Caller::Participant { .. } => Ok(row),
        _ => caller.require(Permission::ReadPeople).map(|()| row),
    }
}

async fn view(
    tx: &mut Tx,
    caller: &Caller,
    mut row: ApplicationRow,
    with_decisions: bool,
) -> Result<ApplicationView> {
    let person = tx
        .person(row.person())
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let seen = people::sees(caller, &person);
    if !seen {
        // School and programme lead to the human.
        row.workplace = None;
        row.programme = None;
        row.profession = None;
        row.head_email = None;
        row.contract = None;
        row.invoice_reference = None;
    }
    let channel = tx.channel(&row.channel_id.to_string()).await?;
    let offering = tx.offering_by_id(OfferingId(row.offering_id)).await?;
    let decisions = if with_decisions {
        tx.admissions(row.application()).await?
    } else {
        Vec::new()
    };
    Ok(ApplicationView {
        person_name: if seen {
            person.full_name()
        } else {
            person.shown_name()
        },
        protected_from_reader: !seen,
        offering_code: offering.map(|o| o.code).unwrap_or_default(),
        channel_code: channel.map(|c| c.code).unwrap_or_default(),
        decisions,
        row,
    })
}

/// Locks the application's offering, then reads the application: what is decided next is decided
/// on what nobody else can change meanwhile.
async fn lock(tx: &mut Tx, caller: &Caller, id: ApplicationId) -> Result<ApplicationRow> {
    let row = readable(tx, caller, id).await?;
    tx.lock_offering(OfferingId(row.offering_id)).await?;
    readable(tx, caller, id).await
}

fn not_possible(refusal: samverkan_domain::application::NotPossible) -> Error {
    let (sv, en) = match refusal.command {
        "admit" => (
            "Bara den som är anmäld eller står på reservplats kan antas.",
            "Only somebody who has applied or is a reserve can be admitted.",
        ),
        "register" => (
            "Bara den som är antagen kan registreras.",
            "Only somebody admitted can be registered.",
        ),
        _ => (
            "Anmälan är redan avslutad eller obehandlingsbar i sitt läge.",
            "The application has ended already, or cannot be changed as it stands.",
        ),
    };
    Error::refused("wrong-state", sv, en)
}

/// Saves an application in its new state.
async fn save(tx: &mut Tx, row: &mut ApplicationRow, to: ApplicationState) -> Result<()> {
    row.state = to.as_str().to_owned();
    row.revision = tx.update_application(row).await?.ok_or(Error::Stale {
        current: row.revision + 1,
    })?;
    Ok(())
}

/// Admits a reserve or an undecided applicant, if there is a seat and nobody stands before.
/// Overtaking needs `reason`, which is kept in the decision and in the audit trail.
pub async fn admit(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: Seen,
    reason: Option<String>,
) -> Result<ApplicationView> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let mut row = lock(&mut tx, caller, id).await?;
    seen.require(row.revision)?;
    let before = row.state()?;
    let to = transition(before, Command::Admit).map_err(not_possible)?;
    let channel = tx.channel(&row.channel_id.to_string()).await?;
    let channel = channel.ok_or(Error::NotFound { what: "channel" })?;
    let group = row.selection_group.as_deref();
    let occupancy = tx.occupancy(ChannelId(channel.id), group).await?;
    let first = tx.first_in_line(ChannelId(channel.id), group).await?;
    let reason = reason
        .map(|r| samverkan_domain::text::plain_line(&r))
        .filter(|r| !r.is_empty());
    let domain_channel = Channel::try_from(&channel)?;
    enrolment::may_admit(
        &domain_channel,
        occupancy,
        row.reserve_position,
        first,
        reason.is_some(),
    )
    .map_err(admit_refused)?;
    save(&mut tx, &mut row, to).await?;
    let actor = caller.actor();
    decision(app, &mut tx, &row, &actor, false, reason.clone()).await?;
    tx.record(
        Fact::new("application.admitted", "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to }))
            .reason(reason),
    );
    tx.bump_calendar().await?;
    letter_of_admission(app, &mut tx, &row, false).await?;
    let view = view(&mut tx, caller, row, true).await?;
    app.commit(tx).await?;
    Ok(view)
}

fn admit_refused(refusal: AdmitRefusal) -> Error {
    match refusal {
        AdmitRefusal::Full { seats } => Error::refused(
            "channel-full",
            format!("Alla {seats} platser i kanalen är tagna. Höj antalet platser om fler ska in."),
            format!("All {seats} seats of the channel are taken. Raise the number to let more in."),
        ),
        AdmitRefusal::Overtakes { first } => Error::refused(
            "overtakes-reserve",
            format!("Reserv {first} står före. Anta den först, eller ange skäl till att gå förbi."),
            format!("Reserve {first} stands before. Admit that one, or give a reason to pass."),
        ),
    }
}

/// Tells a person that there is a place.
pub async fn letter_of_admission(
    app: &App,
    tx: &mut Tx,
    row: &ApplicationRow,
    decided_elsewhere: bool,
) -> Result<()> {
    let person = tx
        .person(row.person())
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let offering = tx.offering_by_id(OfferingId(row.offering_id)).await?;
    let offering = offering.ok_or(Error::NotFound { what: "offering" })?;
    let letter = Letter::Admitted {
        course: course_title(&offering, &person),
        offering_code: offering.code.clone(),
        starts_on: offering.dates()?.starts_on,
        condition: row.condition_text.clone(),
        answer_by: None,
        decided_elsewhere,
    };
    letters::enqueue(app, tx, row.person(), &letter).await
}

/// Registers an admitted person. A condition that is not met stops it.
pub async fn register(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: Seen,
    condition_met: bool,
) -> Result<ApplicationView> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let mut row = lock(&mut tx, caller, id).await?;
    seen.require(row.revision)?;
    let before = row.state()?;
    let to = transition(before, Command::Register).map_err(not_possible)?;
    row.condition_met |= condition_met;
    if let Some(condition) = row.condition_text.as_ref().filter(|_| !row.condition_met) {
        return Err(Error::refused(
            "condition-not-met",
            format!("Villkoret är inte uppfyllt: {condition}. Bekräfta att det är det först."),
            format!("The condition is not met: {condition}. Confirm first that it is."),
        ));
    }
    save(&mut tx, &mut row, to).await?;
    let on = day(tx.now());
    tx.insert_registration(id, &row.registration_kind.clone(), on)
        .await?;
    tx.record(
        Fact::new("application.registered", "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to, "kind": row.registration_kind, "on": on })),
    );
    let view = view(&mut tx, caller, row, true).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// Leaves: återbud, tidigt or sent avbrott, by the dates. A participant leaves for herself; an
/// administrator must have seen the present revision.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: Seen,
    passed_result: bool,
    reason: Option<String>,
) -> Result<ApplicationView> {
    let mut tx = app.write(caller).await?;
    let mut row = lock(&mut tx, caller, id).await?;
    if caller.is_staff() {
        caller.require(Permission::EditPeople)?;
        seen.require(row.revision)?;
    } else if passed_result {
        // What results a person has is for the university to say.
        return Err(Error::Forbidden);
    }
    let offering = tx.offering_by_id(OfferingId(row.offering_id)).await?;
    let offering = offering.ok_or(Error::NotFound { what: "offering" })?;
    let starts_on = offering.dates()?.starts_on;
    let on = day(tx.now());
    let before = row.state()?;
    let to = transition(
        before,
        Command::Withdraw {
            on,
            starts_on,
            passed_result,
        },
    )
    .map_err(not_possible)?;
    save(&mut tx, &mut row, to).await?;
    if before == ApplicationState::Registered {
        tx.end_registration(id, on).await?;
    }
    let left = tx.remove_member(offering.offering(), row.person()).await?;
    let reason = reason
        .map(|r| samverkan_domain::text::plain_line(&r))
        .filter(|r| !r.is_empty());
    tx.record(
        Fact::new("application.withdrawn", "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to, "on": on, "cohorts_left": left }))
            .reason(reason),
    );
    tx.bump_calendar().await?;
    letter_of_withdrawal(app, &mut tx, &row, &offering, to).await?;
    let view = view(&mut tx, caller, row, true).await?;
    app.commit(tx).await?;
    Ok(view)
}

async fn letter_of_withdrawal(
    app: &App,
    tx: &mut Tx,
    row: &ApplicationRow,
    offering: &OfferingRow,
    to: ApplicationState,
) -> Result<()> {
    let person = tx
        .person(row.person())
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let letter = Letter::WithdrawalReceived {
        stage: match to {
            ApplicationState::WithdrawnEarly => WithdrawalStage::Early,
            ApplicationState::WithdrawnLate => WithdrawalStage::Late,
            _ => WithdrawalStage::BeforeRegistration,
        },
        reference: row.id.to_string(),
        course: course_title(offering, &person),
        offering_code: offering.code.clone(),
        received_at: tx.now(),
    };
    letters::enqueue(app, tx, row.person(), &letter).await
}

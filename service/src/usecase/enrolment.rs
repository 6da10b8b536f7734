//! Applications: asking for a place, admitting, registering, leaving.

mod apply;
pub mod batch;
pub mod come_back;
mod decide;
pub mod follow_up;
mod list;
mod meeting;
pub mod package_exit;
pub mod presence;
mod refusal;
pub mod rollcall;
mod shared;
pub mod steps;
pub mod substitute;

pub use apply::{Receipt, Rush, apply};
pub use batch::Wish;
pub use decide::{admit, register, withdraw};
pub use list::{ListRequest, list};
pub(super) use shared::leave;

use super::{Caller, Permission, answers, letters, people};
use crate::{
    app::App,
    error::{Error, Result, Text},
    mail::letter::Letter,
    store::{
        Tx, application::ApplicationRow, catalogue::OfferingRow, channel::ChannelRow,
        decision::AdmissionRow, person::PersonRow,
    },
};
use jiff::Timestamp;
use samverkan_domain::{
    application::ApplicationState,
    id::{ApplicationId, OfferingId, PersonId},
    person::Language,
};

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
        standing: "eligible".to_owned(),
        findings: None,
        answer_by: None,
        answered_at: None,
        joint_code: None,
        keeps: None,
        interest_asked_at: None,
        interested_at: None,
        deferred_to: None,
        deputy_email: None,
        answer_remind_at: None,
    }
}

/// Writes the decision that an application's state expresses. A reason that somebody has typed is
/// in one language; it is given as [`Text::typed`].
pub async fn decision(
    app: &App,
    tx: &mut Tx,
    row: &ApplicationRow,
    decided_by: &str,
    automatic: bool,
    reason: Option<Text>,
) -> Result<()> {
    let row = decision_row(app, tx.now(), row, decided_by, automatic, reason)?;
    Ok(tx.insert_admission(&row).await?)
}

/// The same, to be written together with others.
fn decision_row(
    app: &App,
    now: Timestamp,
    row: &ApplicationRow,
    decided_by: &str,
    automatic: bool,
    reason: Option<Text>,
) -> Result<AdmissionRow> {
    let outcome = match row.state()? {
        ApplicationState::Reserve => "reserve",
        ApplicationState::Refused => "refused",
        ApplicationState::Struck => "struck",
        ApplicationState::Deferred => "deferred",
        _ => "admitted",
    };
    let (reason, reason_en) = reason.map(Text::kept).unwrap_or_default();
    Ok(AdmissionRow {
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
        template_version: crate::mail::letter::TEMPLATE_VERSION,
        diarienummer: None,
        selection_id: None,
        findings: row.findings.clone(),
        reason_en,
    })
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

/// One application with its decisions. Others' applications do not exist for a participant.
pub async fn get(app: &App, caller: &Caller, id: ApplicationId) -> Result<ApplicationView> {
    let mut tx = app.read().await?;
    let row = readable(&mut tx, caller, id).await?;
    view(&mut tx, caller, row, true).await
}

pub(super) async fn readable(
    tx: &mut Tx,
    caller: &Caller,
    id: ApplicationId,
) -> Result<ApplicationRow> {
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

pub(super) async fn view(
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

/// Locks the application's offering (and those of places given up for it), then reads the
/// application: what is decided next is decided on what nobody else can change meanwhile.
pub(super) async fn lock(
    tx: &mut Tx,
    caller: &Caller,
    id: ApplicationId,
) -> Result<ApplicationRow> {
    let row = readable(tx, caller, id).await?;
    let all = tx.lock_application(id).await?;
    let row = readable(tx, caller, row.application()).await?;
    all.then_some(row).ok_or(Error::Stale { current: 0 })
}

pub(super) fn not_possible(refusal: samverkan_domain::application::NotPossible) -> Error {
    Error::refused(
        "wrong-state",
        refusal.sentence(Language::Sv),
        refusal.sentence(Language::En),
    )
}

/// Saves an application in its new state.
pub(super) async fn save(
    tx: &mut Tx,
    row: &mut ApplicationRow,
    to: ApplicationState,
) -> Result<()> {
    row.state = to.as_str().to_owned();
    row.revision = tx.update_application(row).await?.ok_or(Error::Stale {
        current: row.revision + 1,
    })?;
    Ok(())
}

/// Tells a person that there is a place, and how to answer if an answer is asked for.
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
        answer_by: row.answer_by.map(|by| by.0),
        answer_link: answers::answer_link(app, row),
        decided_elsewhere,
    };
    letters::enqueue(app, tx, row.person(), &letter).await
}

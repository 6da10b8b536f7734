//! Approvals as an administrator sees them, and asking anew.

use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx,
        application::ApplicationRow,
        contract::{ApprovalFilter, ApprovalRow},
    },
    usecase::{Caller, Permission, Seen, channels, enrolment, people},
};
use samverkan_domain::{
    application::ApplicationState,
    id::{ApplicationId, ChannelId},
};

/// Most approvals shown: the latest.
const SHOWN: usize = 500;

/// A question to a head. The addresses are left out where the reader may not see the person: a
/// workplace leads to the human.
#[derive(Debug, Clone)]
pub struct ApprovalView {
    pub row: ApprovalRow,
    pub person_name: String,
    pub head_email: Option<String>,
    pub deputy_email: Option<String>,
    /// Revision of the application.
    pub revision: i64,
}

pub(super) fn nobody_to_ask() -> Error {
    Error::refused(
        "nobody-to-ask",
        "Varken anmälan eller avtalet har någon adress till en chef. Lägg in en i avtalet.",
        "Neither the application nor the contract has a head's address. Add one to the contract.",
    )
}

pub(super) async fn view(
    tx: &mut Tx,
    caller: &Caller,
    row: ApprovalRow,
    application: &ApplicationRow,
) -> Result<ApprovalView> {
    let person = tx.person(application.person()).await?;
    let person = person.ok_or(Error::NotFound { what: "person" })?;
    let seen = people::sees(caller, &person);
    Ok(ApprovalView {
        person_name: if seen {
            person.full_name()
        } else {
            person.shown_name()
        },
        head_email: seen.then(|| row.head_email.clone()),
        deputy_email: row.deputy_email.clone().filter(|_| seen),
        revision: application.revision,
        row,
    })
}

/// What heads have been asked about in a channel, the latest first.
pub async fn list(app: &App, caller: &Caller, channel: &str) -> Result<Vec<ApprovalView>> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let channel = channels::find_channel(&mut tx, channel).await?;
    let rows = tx.approvals(ApprovalFilter::Channel(ChannelId(channel.id)));
    let mut views = Vec::new();
    for row in rows.await?.into_iter().rev().take(SHOWN) {
        let application = tx.application(ApplicationId(row.application_id)).await?;
        let application = application.ok_or(Error::NotFound {
            what: "application",
        })?;
        views.push(view(&mut tx, caller, row, &application).await?);
    }
    Ok(views)
}

/// Asks anew about a nomination that waits, at the addresses there are now. Links of the letters
/// before stop working, and the time to answer starts again.
pub async fn resend(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: Seen,
) -> Result<ApprovalView> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let mut row = enrolment::lock(&mut tx, caller, id).await?;
    seen.require(row.revision)?;
    let state = row.state()?;
    if state != ApplicationState::AwaitingApproval {
        return Err(Error::refused(
            "no-approval-asked",
            "Anmälan väntar inte på någon chefs godkännande.",
            "The application does not await any head's approval.",
        ));
    }
    super::cancel(&mut tx, &row).await?;
    // Whoever has seen the application before this has not seen this.
    enrolment::save(&mut tx, &mut row, state).await?;
    let asked = super::ask(app, &mut tx, &row).await?;
    let asked = asked.ok_or_else(nobody_to_ask)?;
    let view = view(&mut tx, caller, asked, &row).await?;
    app.commit(tx).await?;
    Ok(view)
}

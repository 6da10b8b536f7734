//! Nominating anew: a new round of approval, for somebody whose head has said no, or nothing.

use super::{
    ask::{addresses, ask, contract_of},
    list::{ApprovalView, nobody_to_ask, view},
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx,
        application::ApplicationRow,
        contract::{ApprovalFilter, ApprovalRow},
    },
    usecase::{
        Caller, Permission, Seen, answers::AnswerTimes, enrolment, enrolment::not_possible,
        validate::Faults,
    },
};
use samverkan_domain::{
    application::{ApplicationState, Command, transition},
    fact::Fact,
    id::{ApplicationId, ChannelId, OfferingId},
};
use serde_json::json;

/// Whom to ask this time. What is left out is as it was.
#[derive(Debug, Clone, Default)]
pub struct RenominationRequest {
    pub head_email: Option<String>,
    pub deputy_email: Option<String>,
}

/// Whether an application is a nomination that a head ended, by a no or by silence, and that nobody
/// has decided about since.
pub(in crate::usecase) async fn ended_by_head(tx: &mut Tx, row: &ApplicationRow) -> Result<bool> {
    if row.state()? != ApplicationState::Refused {
        return Ok(false);
    }
    let approvals = tx.approvals(ApprovalFilter::Application(row.application()));
    let last = approvals.await?.pop();
    let outcome = last.and_then(|approval| approval.outcome);
    Ok(matches!(outcome.as_deref(), Some("refused" | "expired")))
}

/// Whether the contract has a place for the person. `counted`: the person is one of those who
/// use it already.
pub(super) async fn require_room(tx: &mut Tx, row: &ApplicationRow, counted: bool) -> Result<()> {
    let Some(contract) = contract_of(tx, row).await? else {
        return Ok(());
    };
    let (code, seats) = (&contract.code, contract.seats);
    let used = tx.contract_seats_used(ChannelId(row.channel_id), code);
    let others = used.await? - i64::from(counted);
    if others < seats {
        return Ok(());
    }
    Err(Error::refused(
        "contract-full",
        format!(
            "Avtalet {code} har {seats} platser, och {others} av dem används av andra. Antalet måste höjas i avtalet, eller någon annan lämna återbud."
        ),
        format!(
            "The contract {code} has {seats} seats, and others use {others} of them. The number must be raised in the contract, or somebody else withdraw."
        ),
    ))
}

/// Asks anew about a nomination that a head has ended. The decision, and what was asked before,
/// stay on record. The offering is locked.
pub(in crate::usecase) async fn renew(
    app: &App,
    tx: &mut Tx,
    row: &mut ApplicationRow,
) -> Result<ApprovalRow> {
    let before = row.state()?;
    let to = transition(before, Command::Renominate).map_err(not_possible)?;
    if !ended_by_head(tx, row).await? {
        return Err(Error::refused(
            "not-ended-by-head",
            "Bara den som chefen har sagt nej till, eller inte svarat om, kan nomineras på nytt.",
            "Only somebody whose head has said no, or nothing, can be nominated anew.",
        ));
    }
    let offering = OfferingId(row.offering_id);
    if tx
        .active_application(row.person(), offering)
        .await?
        .is_some()
    {
        return Err(Error::refused(
            "already-applied",
            "Personen har redan en plats eller anmälan på kurstillfället.",
            "The person has a place or an application on the offering already.",
        ));
    }
    require_room(tx, row, false).await?;
    if addresses(tx, row).await?.is_none() {
        return Err(nobody_to_ask());
    }
    AnswerTimes::set(None, row);
    enrolment::save(tx, row, to).await?;
    tx.record(
        Fact::new("nomination.renewed", "application", row.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to, "contract": row.contract })),
    );
    ask(app, tx, row).await?.ok_or_else(nobody_to_ask)
}

/// Nominates anew on the employer's word, at new addresses where they are given.
pub async fn renominate(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: Seen,
    request: &RenominationRequest,
) -> Result<ApprovalView> {
    caller.require(Permission::EditPeople)?;
    let mut faults = Faults::default();
    let mut address = |pointer: &str, given: &Option<String>| {
        let given = given.as_deref().map(str::trim)?;
        faults.email(pointer, given);
        Some(given.to_owned())
    };
    let head = address("/head_email", &request.head_email);
    let deputy = address("/deputy_email", &request.deputy_email);
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    let mut row = enrolment::lock(&mut tx, caller, id).await?;
    seen.require(row.revision)?;
    row.head_email = head.or(row.head_email);
    row.deputy_email = deputy.or(row.deputy_email);
    let asked = renew(app, &mut tx, &mut row).await?;
    let view = view(&mut tx, caller, asked, &row).await?;
    app.commit(tx).await?;
    Ok(view)
}

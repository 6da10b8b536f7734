//! What a contact does about a nomination.

use super::{Contact, application, concerns, last_asked, missing};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, application::ApplicationRow},
    usecase::{
        Caller,
        answers::{self, AnswerOutcome},
        approvals,
        validate::Faults,
    },
};
use samverkan_domain::id::ApplicationId;

/// Longest reason for a no (characters).
const REASON_CHARS: usize = 500;

async fn locked(tx: &mut Tx, id: ApplicationId) -> Result<ApplicationRow> {
    if !tx.lock_application(id).await? {
        return Err(Error::Stale { current: 0 });
    }
    application(tx, id).await
}

/// The caller's yes or no to a nomination; a no says why. The first answer of head and deputy
/// counts, here as by link.
pub async fn answer(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    yes: bool,
    why: &str,
) -> Result<AnswerOutcome> {
    let mut faults = Faults::default();
    let why = if yes {
        None
    } else {
        Some(faults.line("/why", why, REASON_CHARS))
    };
    let mut tx = app.write(caller).await?;
    let contact = Contact::load(&mut tx, caller).await?;
    let before = application(&mut tx, id).await?;
    concerns(&mut tx, &contact, &before).await?;
    faults.finish()?;
    let row = locked(&mut tx, id).await?;
    // Who is asked, and whether there is still anything to answer, is read under the lock.
    let asked = last_asked(&mut tx, &row).await?;
    let asked = asked.filter(|approval| contact.asked_as(approval).is_some());
    let approval = asked.ok_or_else(missing)?;
    match approval.outcome.as_deref() {
        None if tx.now() < approval.expires_at.0 => {}
        None | Some("expired") => return Err(answers::too_late()),
        Some("cancelled") => return Err(answers::no_answer_asked()),
        Some(_) => return Err(answers::already_answered()),
    }
    let answered_as = contact.asked_as(&approval).ok_or_else(missing)?;
    let outcome = approvals::give(
        app,
        &mut tx,
        row,
        &approval,
        yes,
        answered_as,
        why.as_deref(),
    );
    let outcome = outcome.await?;
    app.commit(tx).await?;
    Ok(outcome)
}

/// Nominates anew somebody whom a head has said no to, or nothing: head and deputy are asked again.
pub async fn renew(app: &App, caller: &Caller, id: ApplicationId) -> Result<()> {
    let mut tx = app.write(caller).await?;
    let contact = Contact::load(&mut tx, caller).await?;
    let before = application(&mut tx, id).await?;
    concerns(&mut tx, &contact, &before).await?;
    let mut row = locked(&mut tx, id).await?;
    concerns(&mut tx, &contact, &row).await?;
    approvals::renew(app, &mut tx, &mut row).await?;
    app.commit(tx).await
}

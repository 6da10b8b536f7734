//! Making preliminary sessions definite, all of an offering at once.

use super::{SessionView, cohort_code, refused, save, session_of, view_of};
use crate::{
    app::App,
    error::Result,
    usecase::{
        Caller, Permission,
        catalogue::find_offering,
        notices::{self, Haste},
    },
};
use samverkan_domain::{
    fact::Fact,
    schedule::{Edit, SessionChange, SessionState, reschedule},
};
use serde_json::json;

/// Publishes every preliminary session of an offering; gives those it published, in time. Done
/// again it publishes nothing. People get one letter about all of them.
pub async fn publish_all(
    app: &App,
    caller: &Caller,
    offering: &str,
    haste: Haste,
) -> Result<Vec<SessionView>> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    tx.lock_offering(offering.offering()).await?;
    let mut published = Vec::new();
    for row in tx.sessions(offering.offering()).await? {
        let before = session_of(&row)?;
        if before.state != SessionState::Preliminary {
            continue;
        }
        let change = SessionChange {
            preliminary: Edit::Set(false),
            ..SessionChange::default()
        };
        let (session, changes) =
            reschedule(before.clone(), change, tx.now()).map_err(|refusal| refused(&refusal))?;
        let revision = save(&mut tx, &session, row.revision).await?;
        tx.record(
            Fact::new("session.rescheduled", "session", session.id.0)
                .after(json!({ "changes": changes })),
        );
        notices::note(app, &mut tx, Some(&before), &session, haste).await?;
        let cohort_code = cohort_code(&mut tx, &session).await?;
        published.push(view_of(session, cohort_code, revision));
    }
    if !published.is_empty() {
        tx.bump_calendar().await?;
    }
    app.commit(tx).await?;
    Ok(published)
}

//! Swaps: a place is kept until the one waited for is given, and given up in the same transaction.

use super::act;
use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::Letter,
    store::{Tx, application::ApplicationRow},
    usecase::{enrolment, letters, reserves::call},
};
use samverkan_domain::{
    application::{ApplicationState, Command, transition},
    fact::Fact,
    id::{ApplicationId, OfferingId},
};
use serde_json::json;

/// Whether this application has its place for good, so that what it keeps is given up: whoever is
/// asked for an answer may still say no.
pub(in crate::usecase) fn given(row: &ApplicationRow) -> Result<bool> {
    use ApplicationState as S;
    Ok(match row.state()? {
        S::Admitted => row.answer_by.is_none(),
        state => matches!(state, S::Accepted | S::Registered),
    })
}

/// Gives up what this application keeps, now that it has a place itself. Says whether there was
/// anything to give up; then the person has been told. Both offerings are locked.
///
/// A kept place on which the person is registered meanwhile cannot be given up like this: then
/// the whole answer is refused, and both places stay as they are.
pub(in crate::usecase) async fn give_up_kept(
    app: &App,
    tx: &mut Tx,
    row: &ApplicationRow,
) -> Result<bool> {
    let Some(keeps) = row.keeps else {
        return Ok(false);
    };
    let kept = tx.application(ApplicationId(keeps)).await?;
    let mut kept = kept.filter(|kept| kept.person_id == row.person_id);
    let Some(kept) = kept.as_mut() else {
        return Err(Error::internal("what is kept is another person's"));
    };
    let before = kept.state()?;
    if !before.is_active() {
        return Ok(false);
    }
    let to = transition(before, Command::Supersede).map_err(|_| registered())?;
    kept.superseded_by = Some(row.id);
    enrolment::save(tx, kept, to).await?;
    let left = tx
        .remove_member(OfferingId(kept.offering_id), kept.person())
        .await?;
    tx.record(
        Fact::new("application.superseded", "application", kept.id)
            .before(json!({ "state": before }))
            .after(json!({ "state": to, "superseded_by": row.id, "cohorts_left": left })),
    );
    tx.bump_calendar().await?;
    act::left(app, tx, kept, before).await?;
    let (course, offering_code) = act::named(tx, row).await?;
    let letter = Letter::Swapped {
        course,
        offering_code,
        left_offering_code: call::offering_of(tx, kept).await?.code,
    };
    letters::enqueue(app, tx, row.person(), &letter).await?;
    Ok(true)
}

fn registered() -> Error {
    Error::refused(
        "kept-place-registered",
        "Du är registrerad på den plats du skulle lämna. Gör först avbrott där, så kan du ta den nya platsen.",
        "You are registered on the place you would leave. Leave that course first; then you can take the new place.",
    )
}

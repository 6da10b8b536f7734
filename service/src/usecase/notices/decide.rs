//! What administrators decide about notices: send now, or never.

use super::{
    list::{Attending, NoticeView, find, view},
    settle,
};
use crate::{
    app::App,
    error::{Error, FieldError, Result, Text},
    store::{Tx, notice::NoticeRow},
    usecase::{Caller, Permission, Seen, catalogue::find_offering},
};
use samverkan_domain::{fact::Fact, id::NoticeId, limits, text::plain_line};
use serde_json::json;

/// A notice that waits, at the revision that the caller has seen.
async fn waiting(tx: &mut Tx, id: NoticeId, seen: Seen) -> Result<NoticeRow> {
    let row = find(tx, id).await?;
    if row.state != "pending" {
        return Err(Error::refused(
            "notice-settled",
            "Beskedet väntar inte längre: det är skickat, kastat eller inte längre sant.",
            "The notice no longer waits: it has been sent, discarded or is no longer true.",
        ));
    }
    seen.require(row.revision)?;
    Ok(row)
}

async fn write(app: &App, mut tx: Tx, row: NoticeRow, fact: Fact) -> Result<NoticeView> {
    if !tx.update_notice(&row).await? {
        return Err(Error::Stale {
            current: row.revision + 1,
        });
    }
    tx.record(fact);
    let row = find(&mut tx, NoticeId(row.id)).await?;
    let view = view(&mut tx, row, &mut Attending::default()).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// Sends a notice now: the worker makes its letters at once.
pub async fn send(app: &App, caller: &Caller, id: NoticeId, seen: Seen) -> Result<NoticeView> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.write(caller).await?;
    let mut row = waiting(&mut tx, id, seen).await?;
    row.due_at = tx.now().into();
    "at_once".clone_into(&mut row.way);
    let fact = Fact::new("notice.hastened", "notice", id.0);
    write(app, tx, row, fact).await
}

/// Sends all that waits about an offering now, in one letter to each person; says how many pieces
/// of news that is.
pub async fn send_all(app: &App, caller: &Caller, offering: &str) -> Result<u64> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    // Whoever sends takes many rows too, and comes before or after.
    tx.lock_notices().await?;
    let count = tx.hasten_notices(offering.offering()).await?;
    if count > 0 {
        let fact = Fact::new("notice.hastened", "offering", offering.id);
        tx.record(fact.after(json!({ "notices": count })));
    }
    app.commit(tx).await?;
    Ok(count)
}

/// Decides that nobody is told. Calendars follow all the same.
pub async fn discard(
    app: &App,
    caller: &Caller,
    id: NoticeId,
    reason: &str,
    seen: Seen,
) -> Result<NoticeView> {
    caller.require(Permission::EditSchedule)?;
    let reason = plain_line(reason);
    let fault = |code, sv: String, en: String| {
        Err(Error::Invalid(vec![FieldError::new(
            "/reason",
            code,
            Text::new(sv, en),
        )]))
    };
    if reason.is_empty() {
        return fault(
            "no-reason",
            "Skriv varför ingen ska få veta det.".into(),
            "Say why nobody is to be told.".into(),
        );
    }
    let most = limits::TEXT_CHARS;
    if reason.chars().count() > most {
        return fault(
            "reason-too-long",
            format!("Skälet får vara högst {most} tecken."),
            format!("The reason may be at most {most} characters."),
        );
    }
    let mut tx = app.write(caller).await?;
    let mut row = waiting(&mut tx, id, seen).await?;
    let (now, by) = (tx.now(), tx.actor().to_owned());
    settle(&mut row, "discarded", now, &by);
    row.reason = Some(reason.clone());
    let fact = Fact::new("notice.discarded", "notice", id.0)
        .after(json!({ "session": row.session_id }))
        .reason(Some(reason));
    write(app, tx, row, fact).await
}

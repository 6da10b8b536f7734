//! Two records of one human made one, by decision, and two again.
//!
//! What is the merged record's becomes the kept one's, row by row; each row is noted, so that undoing the merge gives
//! back exactly that. The merged record stays as an empty shell that nobody meets: not in lists, not by imports.

mod undo;
mod was;

pub use undo::undo;

pub use crate::store::merge::Counts;

use super::{
    Caller, Permission, duplicates, own_words,
    people::{Families, PersonView, sees, view},
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx,
        merge::{Hinder, MergeRow},
        person::PersonRow,
    },
};
use jiff::Timestamp;
use samverkan_domain::{fact::Fact, id::PersonId, limits, text::plain_line};
use serde_json::{Value, json};
use uuid::Uuid;
use was::Was;

/// A merge, as the reader may see it.
pub struct Merge {
    pub id: Uuid,
    pub kept: PersonView,
    pub merged: PersonView,
    /// What went over, or back, and how much.
    pub moved: Counts,
    /// What stayed with the merged record, as the kept one had its own.
    pub stayed: Counts,
    /// Which values the kept record took over.
    pub fields: Vec<&'static str>,
    /// One of them was protected, so now both are.
    pub protected: bool,
    pub merged_at: Timestamp,
    pub merged_by: String,
    pub reason: String,
}

/// What is decided.
pub struct Decision {
    pub reason: String,
    pub dry_run: bool,
}

/// Merges that can be undone, the latest first. Of protected people only for who may see them.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Merge>> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let families = Families::load(&mut tx).await?;
    let mut shown = Vec::new();
    for row in tx.merges().await? {
        let (kept, merged) = people_of(&mut tx, &row).await?;
        if !sees(caller, &kept) || !sees(caller, &merged) {
            continue;
        }
        let was = Was::open(app, &row.was)?;
        shown.push(Merge {
            id: row.id,
            kept: view(app, caller, &kept, &families),
            merged: view(app, caller, &merged, &families),
            moved: Vec::new(),
            stayed: Vec::new(),
            fields: was.fields(),
            protected: was.protects(),
            merged_at: row.merged_at.0,
            merged_by: row.merged_by.clone(),
            reason: own_words::open(app, &row.reason)?,
        });
    }
    Ok(shown)
}

/// Makes `merged` part of `kept`.
pub async fn merge(
    app: &App,
    caller: &Caller,
    kept: PersonId,
    merged: PersonId,
    decision: &Decision,
) -> Result<Merge> {
    caller.require(Permission::EditPeople)?;
    let reason = said(&decision.reason)?;
    let mut tx = app.write(caller).await?;
    duplicates::both(&mut tx, caller, kept, merged).await?;
    let (into, from) = locked(&mut tx, caller, kept, merged).await?;
    if let Some((hinder, at)) = tx.hinder(kept, merged).await? {
        return Err(refused(hinder, &at));
    }
    let mut was = Was::before(&into, &from)?;
    let row = MergeRow {
        id: app.seeds.id(tx.now()),
        kept_id: kept.0,
        merged_id: merged.0,
        number: tx.next_merge(kept).await?,
        reason: own_words::seal(app, &reason),
        was: Vec::new(),
        merged_by: caller.actor(),
        merged_at: tx.now().into(),
        undone_by: None,
        undone_at: None,
    };
    was.hide(&mut tx, &into, &from).await?;
    was.one_main_address(&mut tx, kept, merged).await?;
    was.fill(&mut tx, &into, &from).await?;
    let row = MergeRow {
        was: was.seal(app)?,
        ..row
    };
    tx.insert_merge(&row).await?;
    let (moved, stayed) = tx.give_to(&row).await?;
    let after = json!({ "merge": row.id, "with": merged, "moved": told(&moved), "stayed": told(&stayed),
        "fields": was.fields(), "protected": was.protects() });
    let before = json!({ "merge": null, "protected": into.is_protected() });
    tx.record(
        Fact::new("person.merged", "person", kept.0)
            .before(before)
            .after(after),
    );
    let before = json!({ "merge": null, "protected": from.is_protected() });
    let after = json!({ "merge": row.id, "into": kept });
    tx.record(
        Fact::new("person.merged", "person", merged.0)
            .before(before)
            .after(after),
    );
    tx.bump_calendar().await?;
    let done = shown(app, caller, &mut tx, &row, &was, (moved, stayed), reason).await?;
    if decision.dry_run {
        tx.rollback().await?;
    } else {
        app.commit(tx).await?;
    }
    Ok(done)
}

async fn shown(
    app: &App,
    caller: &Caller,
    tx: &mut Tx,
    row: &MergeRow,
    was: &Was,
    (moved, stayed): (Counts, Counts),
    reason: String,
) -> Result<Merge> {
    let families = Families::load(tx).await?;
    let (kept, merged) = people_of(tx, row).await?;
    Ok(Merge {
        id: row.id,
        kept: view(app, caller, &kept, &families),
        merged: view(app, caller, &merged, &families),
        moved,
        stayed,
        fields: was.fields(),
        protected: was.protects(),
        merged_at: row.merged_at.0,
        merged_by: row.merged_by.clone(),
        reason,
    })
}

async fn people_of(tx: &mut Tx, row: &MergeRow) -> Result<(PersonRow, PersonRow)> {
    let missing = || Error::internal("a merge of nobody");
    let kept = tx.person_even_merged(PersonId(row.kept_id)).await?;
    let merged = tx.person_even_merged(PersonId(row.merged_id)).await?;
    Ok((kept.ok_or_else(missing)?.0, merged.ok_or_else(missing)?.0))
}

/// Locks what two people have to do with, and them: offerings first, the lower id first.
async fn locked(
    tx: &mut Tx,
    caller: &Caller,
    kept: PersonId,
    merged: PersonId,
) -> Result<(PersonRow, PersonRow)> {
    let before = tx.offerings_of_both(kept, merged).await?;
    tx.lock_offerings(&before).await?;
    let missing = || Error::NotFound { what: "person" };
    for id in [kept.min(merged), kept.max(merged)] {
        tx.lock_person(id).await?.ok_or_else(missing)?;
    }
    let now = tx.offerings_of_both(kept, merged).await?;
    if !now.iter().all(|one| before.contains(one)) {
        return Err(Error::refused(
            "changed-meanwhile",
            "En av dem har just fått något nytt. Försök igen.",
            "One of them has just got something new. Try again.",
        ));
    }
    let into = tx.person(kept).await?.ok_or_else(missing)?;
    let from = tx.person(merged).await?.ok_or_else(missing)?;
    if !sees(caller, &into) || !sees(caller, &from) {
        return Err(Error::Forbidden);
    }
    let personal = |row: &PersonRow| row.identity_kind.as_deref() == Some("personal");
    if personal(&into) && personal(&from) {
        return Err(Error::refused(
            "two-personal-numbers",
            "De har var sitt personnummer, och är två personer.",
            "They have a personal number each, and are two people.",
        ));
    }
    Ok((into, from))
}

fn said(reason: &str) -> Result<String> {
    let reason = plain_line(reason);
    let length = reason.chars().count();
    if length == 0 || length > limits::REASON_CHARS {
        return Err(Error::invalid(
            "/reason",
            "required",
            "Säg varför, med högst 1 000 tecken.",
            "Say why, in at most 1,000 characters.",
        ));
    }
    Ok(reason)
}

fn told(counts: &Counts) -> Value {
    let counts = counts
        .iter()
        .map(|(thing, count)| ((*thing).to_owned(), json!(count)));
    Value::Object(counts.collect())
}

fn refused(hinder: Hinder, at: &str) -> Error {
    let (code, sv, en) = match hinder {
        Hinder::Application => (
            "both-applied",
            format!("Båda har en anmälan som gäller på {at}. Avsluta den ena anmälan först."),
            format!("Both have an application in force on {at}. End one of them first."),
        ),
        Hinder::Cohort => (
            "both-placed",
            format!("Båda är placerade i grupper på {at}. Ta bort den ena först."),
            format!("Both are placed in cohorts of {at}. Take one of them out first."),
        ),
        Hinder::Leading => (
            "both-leading",
            format!("Båda är handledare, eller den ena handledare och den andra anmäld, på {at}."),
            format!("Both lead, or one leads and the other has applied, on {at}."),
        ),
        Hinder::Rule => (
            "rule-between",
            format!("En regel på {at} säger vem av dem som ska vara med vem. Ta bort den först."),
            format!("A rule of {at} says who of them is with whom. Take it away first."),
        ),
        Hinder::Waiting => (
            "both-waiting",
            "Båda väntar på svar på samma sak. Avgör den ena först.".to_owned(),
            "Both wait for an answer to the same thing. Decide one of them first.".to_owned(),
        ),
        Hinder::Staff => (
            "staff-not-merged",
            "Den som arbetar i tjänsten slås inte ihop med någon. Avsluta rollen först.".to_owned(),
            "Whoever works in the service is not merged. End the role first.".to_owned(),
        ),
        Hinder::Apart => (
            "kept-apart",
            "Det är avgjort att de är två personer. Ta tillbaka det beslutet först.".to_owned(),
            "It is decided that they are two people. Take that decision back first.".to_owned(),
        ),
        Hinder::Weeded => (
            "weeded",
            "Den ena är gallrad.".to_owned(),
            "One of them has been weeded.".to_owned(),
        ),
    };
    Error::refused(code, sv, en)
}

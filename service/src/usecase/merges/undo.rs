//! Two records again.

use super::{Decision, Merge, Was, people_of, said, shown, told, was};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx,
        merge::MergeRow,
        person::{PersonData, PersonRow},
    },
    usecase::{
        Caller, Permission, own_words,
        people::{data_of, sees},
    },
};
use samverkan_domain::{
    fact::Fact,
    id::PersonId,
    merge::{back, marking_back},
};
use serde_json::json;

/// Undoes the merge of a record, or else the last one into a person.
pub async fn undo(
    app: &App,
    caller: &Caller,
    person: PersonId,
    decision: &Decision,
) -> Result<Merge> {
    caller.require(Permission::EditPeople)?;
    let reason = said(&decision.reason)?;
    let mut tx = app.write(caller).await?;
    let row = open(&mut tx, caller, person).await?;
    let (kept, merged) = (PersonId(row.kept_id), PersonId(row.merged_id));
    let touched = tx.offerings_of_both(kept, merged).await?;
    tx.lock_offerings(&touched).await?;
    for id in [kept.min(merged), kept.max(merged)] {
        tx.lock_person(id).await?;
    }
    // Somebody else may have been quicker.
    let row = open(&mut tx, caller, person).await?;
    let (now, shell) = people_of(&mut tx, &row).await?;
    let was = Was::open(app, &row.was)?;
    let moved = tx.give_back(&row).await?;
    addresses(&mut tx, &row, &was).await?;
    let apart = values(&mut tx, &was, &now, &shell).await?;
    seen_again(&mut tx, &row, &was, &apart).await?;
    tx.end_merge(&row, &own_words::seal(app, &reason)).await?;
    let before = |with: PersonId| json!({ "merge": row.id, "with": with });
    let after = |data: &PersonData| json!({ "merge": null, "moved": told(&moved), "marking": was::marking(data) });
    let fact = Fact::new("person.unmerged", "person", kept.0);
    tx.record(fact.before(before(merged)).after(after(&apart.0)));
    let fact = Fact::new("person.unmerged", "person", merged.0);
    tx.record(fact.before(before(kept)).after(after(&apart.1)));
    tx.bump_calendar().await?;
    let done = shown(
        app,
        caller,
        &mut tx,
        &row,
        &was,
        (moved, Vec::new()),
        reason,
    )
    .await?;
    if decision.dry_run {
        tx.rollback().await?;
    } else {
        app.commit(tx).await?;
    }
    Ok(done)
}

/// The merge, if it can be undone now.
async fn open(tx: &mut Tx, caller: &Caller, person: PersonId) -> Result<MergeRow> {
    let row = tx.merge_of(person).await?;
    let row = row.ok_or(Error::NotFound { what: "merge" })?;
    let (kept, merged) = people_of(tx, &row).await?;
    if !sees(caller, &kept) || !sees(caller, &merged) {
        return Err(Error::Forbidden);
    }
    if tx.merged_into(PersonId(row.kept_id)).await?.is_some() {
        return Err(Error::refused(
            "merged-further",
            "Den som blev kvar är i sin tur sammanslagen med någon annan. Ångra det först.",
            "The one that was kept has itself become part of another. Undo that first.",
        ));
    }
    let last = tx.merge_of(PersonId(row.kept_id)).await?;
    if last.is_some_and(|last| last.id != row.id) {
        return Err(Error::refused(
            "later-merge",
            "Någon har slagits ihop med samma person senare. Ångra den sammanslagningen först.",
            "Somebody has become part of the same person later. Undo that first.",
        ));
    }
    Ok(row)
}

/// The values of both, but for what has been changed since.
async fn values(
    tx: &mut Tx,
    was: &Was,
    now: &PersonRow,
    shell: &PersonRow,
) -> Result<(PersonData, PersonData)> {
    if was.exchanged {
        tx.exchange_identities(now, shell).await?;
    }
    let now = data_of(now);
    let (kept, left) = (was.kept.clone(), &was.left);
    let marking = now.security_marking;
    let kept = PersonData {
        id: kept.id,
        given_name: back(kept.given_name, &left.given_name, now.given_name),
        family_name: back(kept.family_name, &left.family_name, now.family_name),
        security_marking: back(kept.security_marking, &left.security_marking, marking),
        language: back(kept.language, &left.language, now.language),
        modality: back(kept.modality, &left.modality, now.modality),
        profession: back(kept.profession, &left.profession, now.profession),
        programme: back(kept.programme, &left.programme, now.programme),
        workplace: back(kept.workplace, &left.workplace, now.workplace),
    };
    let merged = PersonData {
        security_marking: marking_back(was.merged.security_marking, left.security_marking, marking),
        ..was.merged.clone()
    };
    tx.update_person(&kept).await?;
    tx.update_person(&merged).await?;
    Ok((kept, merged))
}

/// Each has a main address if it has any.
async fn addresses(tx: &mut Tx, row: &MergeRow, was: &Was) -> Result<()> {
    for (person, main) in [
        (PersonId(row.kept_id), &was.kept_main),
        (PersonId(row.merged_id), &was.merged_main),
    ] {
        if was::main_address(tx, person).await?.is_some() {
            continue;
        }
        let emails = tx.emails(person).await?;
        let known = emails
            .iter()
            .find(|one| Some(&one.address_key) == main.as_ref());
        if let Some(email) = known.or(emails.first()) {
            tx.set_main_email(&email.address_key, true).await?;
        }
    }
    Ok(())
}

/// What the other's protection ended is back with who is not protected.
async fn seen_again(
    tx: &mut Tx,
    row: &MergeRow,
    was: &Was,
    (kept, merged): &(PersonData, PersonData),
) -> Result<()> {
    let (before_kept, before_merged) = (&was.kept, &was.merged);
    for (person, before) in [(kept, before_kept), (merged, before_merged)] {
        if person.security_marking.is_protected() || before.security_marking.is_protected() {
            continue;
        }
        for (_, offering, at) in was.consents.iter().filter(|one| one.0 == person.id) {
            tx.consent_again(person.id, *offering, *at).await?;
        }
        let closed = tx.closed_person_feeds(person.id).await?;
        for (feed,) in closed.into_iter().filter(|(id,)| was.feeds.contains(id)) {
            tx.open_feed_again(feed, row.merged_at).await?;
        }
    }
    Ok(())
}

//! Possible duplicates: looking for them, and deciding that two records are two people.
//!
//! Who is protected is only compared for the officer. For everybody else they are not there at all: a pair, a count or
//! a refusal would tell who hides behind an alias.

use super::{
    Caller, Permission, own_words,
    people::{Families, PersonView, parse_marking, sees, view},
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx,
        duplicate::{ApartRow, ComparedRow},
    },
};
use samverkan_domain::{
    duplicate::{Pair, Reason, Record, find},
    fact::Fact,
    id::PersonId,
    limits,
    text::plain_line,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Two records that may be one human, as the reader may see them.
pub struct Duplicate {
    pub first: PersonView,
    pub second: PersonView,
    pub reasons: Vec<Reason>,
    pub points: u32,
}

/// What was found, the likeliest first.
pub struct Duplicates {
    pub pairs: Vec<Duplicate>,
    /// How many more there are.
    pub more: usize,
}

/// Pairs in one answer.
const MOST: usize = 200;

/// Records that may be the same human, and that nobody has decided on.
pub async fn list(app: &App, caller: &Caller) -> Result<Duplicates> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let mut found = pairs(&mut tx, caller).await?;
    let more = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    let families = Families::load(&mut tx).await?;
    let mut shown = Vec::with_capacity(found.len());
    for pair in found {
        let (Some(first), Some(second)) = (
            tx.person(PersonId(pair.first)).await?,
            tx.person(PersonId(pair.second)).await?,
        ) else {
            continue;
        };
        // Protected since they were compared: then there is nothing to show.
        if !sees(caller, &first) || !sees(caller, &second) {
            continue;
        }
        shown.push(Duplicate {
            first: view(app, caller, &first, &families),
            second: view(app, caller, &second, &families),
            reasons: pair.reasons,
            points: pair.points,
        });
    }
    Ok(Duplicates { pairs: shown, more })
}

/// People up to whom pairs are counted each time somebody asks what there is to do; beyond, only who asks for the pairs
/// waits for them.
const COUNTED: i64 = 20_000;

/// How many pairs wait for somebody who may see them. None where there are too many people to compare in passing.
pub(super) async fn count(tx: &mut Tx, caller: &Caller) -> Result<Option<usize>> {
    if tx.people_counted().await? > COUNTED {
        return Ok(None);
    }
    Ok(Some(pairs(tx, caller).await?.len()))
}

async fn pairs(tx: &mut Tx, caller: &Caller) -> Result<Vec<Pair>> {
    let mut addresses: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for (person, address) in tx.addresses_to_compare().await? {
        addresses.entry(person).or_default().push(address);
    }
    let protected = caller.may(Permission::SeeProtected);
    let people = tx.people_to_compare().await?.into_iter();
    let records = people
        .filter(|row| protected || !parse_marking(&row.security_marking).is_protected())
        .map(|row| {
            let addresses = addresses.remove(&row.id).unwrap_or_default();
            record(row, addresses)
        });
    let records: Vec<Record> = records.collect();
    let apart = tx.kept_apart().await?.into_iter();
    let apart: BTreeSet<(Uuid, Uuid)> = apart.map(|(a, b)| (a.min(b), a.max(b))).collect();
    // Beside what answers others: of many people it takes seconds.
    let found = tokio::task::spawn_blocking(move || find(&records, &apart)).await;
    found.map_err(Error::internal)
}

fn record(row: ComparedRow, addresses: Vec<String>) -> Record {
    let personal = row.identity_kind.as_deref() == Some("personal");
    Record {
        id: row.id,
        given_name: row.given_name,
        family_name: row.family_name,
        addresses,
        personal_number: row.identity_hash.filter(|_| personal),
        profession: row.profession,
        programme: row.programme,
        workplace: row.workplace,
    }
}

/// Notes that two records are two people: they are not proposed again.
pub async fn keep_apart(
    app: &App,
    caller: &Caller,
    one: PersonId,
    other: PersonId,
    reason: &str,
) -> Result<()> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let (first, second) = both(&mut tx, caller, one, other).await?;
    let reason = plain_line(reason);
    let length = reason.chars().count();
    if length == 0 || length > limits::REASON_CHARS {
        return Err(Error::invalid(
            "/reason",
            "required",
            "Säg varför det är två olika personer, med högst 1 000 tecken.",
            "Say why they are two people, in at most 1,000 characters.",
        ));
    }
    tx.keep_apart(&ApartRow {
        first_id: first,
        second_id: second,
        reason: own_words::seal(app, &reason),
        decided_by: caller.actor(),
        decided_at: tx.now().into(),
    })
    .await?;
    trace(&mut tx, "person.kept_apart", first, second);
    app.commit(tx).await
}

/// Takes that decision back: they are compared again.
pub async fn compare_again(
    app: &App,
    caller: &Caller,
    one: PersonId,
    other: PersonId,
) -> Result<()> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.write(caller).await?;
    let (first, second) = both(&mut tx, caller, one, other).await?;
    if !tx.compare_again(first, second).await? {
        return Err(Error::NotFound { what: "decision" });
    }
    trace(&mut tx, "person.compared_again", first, second);
    app.commit(tx).await
}

/// Two people whom the caller may see, the lower id first.
pub(super) async fn both(
    tx: &mut Tx,
    caller: &Caller,
    one: PersonId,
    other: PersonId,
) -> Result<(Uuid, Uuid)> {
    if one == other {
        return Err(Error::invalid(
            "/other",
            "same-person",
            "Det är samma person två gånger.",
            "That is the same person twice.",
        ));
    }
    for id in [one, other] {
        let row = tx.person(id).await?;
        let row = row.ok_or(Error::NotFound { what: "person" })?;
        if !sees(caller, &row) {
            return Err(Error::Forbidden);
        }
    }
    Ok((one.0.min(other.0), one.0.max(other.0)))
}

/// In the history of both.
fn trace(tx: &mut Tx, action: &'static str, first: Uuid, second: Uuid) {
    tx.record(Fact::new(action, "person", first).after(json!({ "with": second })));
    tx.record(Fact::new(action, "person", second).after(json!({ "with": first })));
}

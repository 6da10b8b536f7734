//! Making letters of what is due.
//!
//! Notices end, and their letters are in the outbox, in one transaction: a worker that dies has
//! told everybody or nobody. One instance sends at a time, so that nobody gets two digests a day.

use super::{Notice, compose::Setting, settle, word};
use crate::{
    app::App,
    error::Result,
    store::{Tx, as_word, notice::NoticeRow, person::PersonRow, told::NewTold},
    usecase::letters::Sealed,
};
use samverkan_domain::{
    fact::Fact,
    id::{CohortId, NoticeId, OfferingId, PersonId},
    notice::{self, Way},
};
use serde_json::json;
use std::collections::BTreeMap;

/// Rows written in one statement.
const ROWS: usize = 1_000;

/// Tells people what is due; gives the number of letters.
pub async fn due(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let mut tx = app.read().await?;
    let nothing = tx.notices_due(now.into()).await?.is_empty();
    drop(tx);
    if nothing {
        return Ok(0);
    }
    let mut tx = app.write_as_service().await?;
    let notices = take(app, &mut tx).await?;
    let letters = tell(app, &mut tx, &notices).await?;
    tx.commit().await?;
    Ok(letters)
}

/// Ends what is due and not edited at this moment; what was to come with a second digest of the
/// day waits for the next day's.
async fn take(app: &App, tx: &mut Tx) -> Result<Vec<Notice>> {
    let last = tx.lock_notices().await?;
    let now = tx.now();
    let been = last.is_some_and(|at| notice::day(at.0) == notice::day(now));
    let (mut taken, mut digest) = (Vec::new(), false);
    for mut row in tx.notices_due(now.into()).await? {
        let notice = Notice::read(&row)?;
        if been && word::<Way>(&row.way)? == Way::Digest && wait(app, tx, &mut row, &notice).await?
        {
            continue;
        }
        let of_digest = word::<Way>(&row.way)? == Way::Digest;
        let by = tx.actor().to_owned();
        settle(&mut row, "sent", now, &by);
        if tx.update_notice(&row).await? {
            digest |= of_digest;
            taken.push(notice);
        }
    }
    if digest {
        tx.note_digest().await?;
    }
    Ok(taken)
}

/// Puts a notice off to the next day's digest; says no if it cannot wait so long.
async fn wait(app: &App, tx: &mut Tx, row: &mut NoticeRow, notice: &Notice) -> Result<bool> {
    let before = notice.before.as_ref();
    let due = notice::due_again(notice.news, before, &notice.after, tx.now(), app.digest_at);
    (row.way, row.due_at) = (as_word(due.way), due.at.into());
    if due.way == Way::AtOnce {
        return Ok(false);
    }
    // One that was edited at this moment has a time of its own already.
    tx.update_notice(row).await?;
    Ok(true)
}

/// One letter to each person, about all of these that are for that person.
async fn tell(app: &App, tx: &mut Tx, notices: &[Notice]) -> Result<usize> {
    let setting = Setting::of(tx, notices).await?;
    let mut groups: BTreeMap<(OfferingId, Option<CohortId>), Vec<&Notice>> = BTreeMap::new();
    for notice in notices {
        let group = (notice.after.offering, notice.after.cohort);
        groups.entry(group).or_default().push(notice);
    }
    let mut people: BTreeMap<PersonId, (PersonRow, Vec<&Notice>)> = BTreeMap::new();
    for ((offering, cohort), notices) in groups {
        for row in tx.attending(offering, cohort).await? {
            let person = row.person();
            let theirs: Vec<_> = notices
                .iter()
                .copied()
                .filter(|n| n.is_for(person))
                .collect();
            if !theirs.is_empty() {
                let entry = people.entry(person).or_insert_with(|| (row, Vec::new()));
                entry.1.extend(theirs);
            }
        }
    }
    let (mut sealed, mut told) = (Sealed::default(), Vec::new());
    let mut counts: BTreeMap<NoticeId, u64> = BTreeMap::new();
    for (person, (row, theirs)) in &people {
        let message = sealed.add(app, tx, row, &setting.letter(row, theirs))?;
        for notice in theirs {
            *counts.entry(notice.id).or_default() += 1;
            told.push(NewTold {
                notice: notice.id,
                person: *person,
                message: message.map(|id| id.0),
            });
        }
    }
    let letters = sealed.len();
    sealed.enqueue(tx).await?;
    for told in told.chunks(ROWS) {
        tx.insert_told(told).await?;
    }
    for notice in notices {
        let people = counts.get(&notice.id).copied().unwrap_or_default();
        tx.record(
            Fact::new("notice.sent", "notice", notice.id.0).after(json!({
                "session": notice.after.id, "news": notice.news, "people": people,
            })),
        );
    }
    Ok(letters)
}

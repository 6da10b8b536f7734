//! Begäran om radering: somebody asks to have something erased; it is decided on a ground in law, and
//! the decision is kept. Nothing is erased here: that is weeding's, by the decision.

use super::{
    Caller, Permission, Seen,
    once::{Claim, Once},
    own_words, people,
    validate::Faults,
};
use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::Letter,
    store::{StoreError, Tx, as_word, erasure::ErasureRow},
    usecase::letters,
};
use jiff::Timestamp;
use samverkan_domain::{
    erasure::{ErasureGround, ErasureOutcome},
    fact::Fact,
    id::{ErasureId, PersonId},
    limits,
};
use serde_json::json;

/// A request, as its reader may see it.
#[derive(Debug, Clone)]
pub struct ErasureView {
    pub id: ErasureId,
    pub person: PersonId,
    pub person_name: String,
    /// Withheld from who may not see the person: it is in the person's own words.
    pub what: Option<String>,
    /// `waiting`, `granted`, `partly`, `refused` or `withdrawn`.
    pub state: String,
    pub ground: Option<ErasureGround>,
    pub answer: Option<String>,
    pub asked_at: Timestamp,
    pub decided_at: Option<Timestamp>,
    pub revision: i64,
}

/// A decision as it is made.
#[derive(Debug, Clone)]
pub struct ErasureDecision {
    pub outcome: ErasureOutcome,
    pub ground: ErasureGround,
    /// What is decided and why, to the person.
    pub reason: String,
}

fn missing() -> Error {
    Error::NotFound {
        what: "erasure request",
    }
}

async fn view(app: &App, tx: &mut Tx, caller: &Caller, row: ErasureRow) -> Result<ErasureView> {
    let person = tx.person(row.person()).await?;
    let person = person.ok_or(Error::NotFound { what: "person" })?;
    let sees = people::sees(caller, &person);
    let read = |sealed: &Vec<u8>| own_words::open(app, sealed);
    let ground = row.ground.map(|word| serde_json::from_value(json!(word)));
    let answer = row.answer_sealed.as_ref().filter(|_| sees);
    Ok(ErasureView {
        id: ErasureId(row.id),
        person: person.person(),
        person_name: if sees {
            person.full_name()
        } else {
            person.shown_name()
        },
        what: sees.then(|| read(&row.what_sealed)).transpose()?,
        state: row.state,
        ground: ground.transpose().map_err(Error::internal)?,
        answer: answer.map(read).transpose()?,
        asked_at: row.created_at.0,
        decided_at: row.decided_at.map(|at| at.0),
        revision: row.revision,
    })
}

/// Asks to have something erased.
pub async fn ask(
    app: &App,
    caller: &Caller,
    what: &str,
    once: Option<&Once>,
) -> Result<ErasureView> {
    let person = caller.participant()?;
    let mut faults = Faults::default();
    let what = faults.line("/what", what, limits::REASON_CHARS);
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    if let Claim::Done(id) = Once::claim::<ErasureId>(once, app, &mut tx).await? {
        let row = tx.erasure(id).await?.ok_or_else(missing)?;
        return view(app, &mut tx, caller, row).await;
    }
    tx.lock_person(person)
        .await?
        .ok_or(Error::Unauthenticated)?;
    let row = ErasureRow {
        id: app.seeds.id(tx.now()),
        person_id: person.0,
        what_sealed: own_words::seal(app, &what),
        answer_sealed: None,
        state: "waiting".to_owned(),
        ground: None,
        created_at: tx.now().into(),
        decided_at: None,
        decided_by: None,
        revision: 1,
    };
    tx.insert_erasure(&row).await.map_err(|error| match error {
        StoreError::Conflict => Error::refused(
            "already-asked",
            "Du har redan begärt att uppgifter tas bort och väntar på beslut.",
            "You have asked to have data erased already and wait for a decision.",
        ),
        other => other.into(),
    })?;
    let id = ErasureId(row.id);
    let fact = Fact::new("erasure.asked", "erasure_request", row.id);
    tx.record(fact.after(json!({ "person": person })));
    Once::keep(once, app, &mut tx, &id).await?;
    let view = view(app, &mut tx, caller, row).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// Locks the person whom a request is about, and reads the request, which must still wait.
async fn lock_waiting(tx: &mut Tx, id: ErasureId) -> Result<ErasureRow> {
    let row = tx.erasure(id).await?.ok_or_else(missing)?;
    tx.lock_person(row.person()).await?.ok_or_else(missing)?;
    let row = tx.erasure(id).await?.ok_or_else(missing)?;
    if !row.waits() {
        return Err(Error::refused(
            "erasure-decided",
            "Begäran är redan avgjord eller återtagen.",
            "The request has been decided or taken back already.",
        ));
    }
    Ok(row)
}

/// Ends a request as `row` says, and tells the trail.
async fn end(tx: &mut Tx, caller: &Caller, mut row: ErasureRow) -> Result<ErasureRow> {
    row.decided_at = Some(tx.now().into());
    row.decided_by = Some(caller.actor());
    if !tx.end_erasure(&row).await? {
        return Err(Error::Stale {
            current: row.revision + 1,
        });
    }
    let action = if row.ground.is_some() {
        "erasure.decided"
    } else {
        "erasure.withdrawn"
    };
    tx.record(Fact::new(action, "erasure_request", row.id).after(json!({
        "person": row.person(), "outcome": row.state, "ground": row.ground,
    })));
    row.revision += 1;
    Ok(row)
}

/// Takes one's own request back.
pub async fn withdraw(app: &App, caller: &Caller, id: ErasureId) -> Result<ErasureView> {
    let person = caller.participant()?;
    let mut tx = app.write(caller).await?;
    let row = tx.erasure(id).await?;
    if row.is_none_or(|row| row.person() != person) {
        return Err(missing());
    }
    let mut row = lock_waiting(&mut tx, id).await?;
    row.state = "withdrawn".to_owned();
    let row = end(&mut tx, caller, row).await?;
    let view = view(app, &mut tx, caller, row).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// The caller's own requests, the latest first.
pub async fn mine(app: &App, caller: &Caller) -> Result<Vec<ErasureView>> {
    let person = caller.participant()?;
    let mut tx = app.read().await?;
    let mut views = Vec::new();
    for row in tx.erasures_of(person).await? {
        views.push(view(app, &mut tx, caller, row).await?);
    }
    Ok(views)
}

/// One request, for who made it and for administrators. Others' do not exist.
pub async fn get(app: &App, caller: &Caller, id: ErasureId) -> Result<ErasureView> {
    let own = caller.participant().ok();
    if own.is_none() {
        caller.require(Permission::EditPeople)?;
    }
    let mut tx = app.read().await?;
    let row = tx.erasure(id).await?.ok_or_else(missing)?;
    if own.is_some_and(|person| person != row.person()) {
        return Err(missing());
    }
    view(app, &mut tx, caller, row).await
}

/// All requests: those that wait first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<ErasureView>> {
    caller.require(Permission::EditPeople)?;
    let mut tx = app.read().await?;
    let mut views = Vec::new();
    for row in tx.erasures(limits::PAGE_ROWS).await? {
        views.push(view(app, &mut tx, caller, row).await?);
    }
    Ok(views)
}

/// Decides a request, and tells the person.
pub async fn decide(
    app: &App,
    caller: &Caller,
    id: ErasureId,
    decision: &ErasureDecision,
    seen: Seen,
) -> Result<ErasureView> {
    caller.require(Permission::EditPeople)?;
    let mut faults = Faults::default();
    let reason = faults.line("/reason", &decision.reason, limits::REASON_CHARS);
    if !decision.ground.supports(decision.outcome) {
        faults.add(
            "/ground",
            "other-outcome",
            "Grunden passar inte beslutet: artikel 17.1 är skäl att radera, 17.3 att behålla.",
            "The ground does not fit the decision: article 17.1 is to erase, 17.3 to keep.",
        );
    }
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    let mut row = lock_waiting(&mut tx, id).await?;
    seen.require(row.revision)?;
    let person = tx.person(row.person()).await?.ok_or_else(missing)?;
    if !people::sees(caller, &person) {
        // Nobody decides on words that they may not read.
        return Err(Error::Forbidden);
    }
    row.state = as_word(decision.outcome);
    row.ground = Some(as_word(decision.ground));
    row.answer_sealed = Some(own_words::seal(app, &reason));
    let row = end(&mut tx, caller, row).await?;
    let letter = Letter::ErasureDecided {
        outcome: decision.outcome,
        ground: decision.ground,
        reason,
    };
    letters::enqueue(app, &mut tx, row.person(), &letter).await?;
    let view = view(app, &mut tx, caller, row).await?;
    app.commit(tx).await?;
    Ok(view)
}

//! Gruppbyte: a participant asks for another cohort and says why; an administrator moves the person,
//! or says why not. Nobody is shown who is in other cohorts. How cohorts are made cannot be
//! appealed (`domain.md` §2.3): this is the way to have it looked at.

mod decide;
mod read;

pub use decide::{approve_transfer, refuse_transfer};
pub use read::{my_transfers, transfer, transfer_choices, transfers};

use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{
        StoreError, Tx,
        cohort::{CohortRow, CohortSetRow},
        transfer::TransferRow,
    },
    usecase::{
        Caller,
        once::{Claim, Once},
        own_words,
        validate::Faults,
    },
};
use jiff::Timestamp;
use read::view;
use samverkan_domain::{
    cohort::Times,
    fact::Fact,
    id::{CohortId, CohortSetId, OfferingId, PersonId, TransferId},
    limits,
};
use serde::Serialize;
use serde_json::json;

/// What a participant asks for.
#[derive(Debug, Clone, Serialize)]
pub struct TransferRequest {
    /// The cohort to leave.
    pub cohort: CohortId,
    /// Code of the cohort that is wished for; any other, if not said.
    pub wanted: Option<String>,
    pub reason: String,
}

/// A wish, as its reader may see it.
#[derive(Debug, Clone)]
pub struct TransferView {
    pub id: TransferId,
    pub person: PersonId,
    pub person_name: String,
    pub offering_code: String,
    pub course: Text,
    pub set_name: String,
    pub from: String,
    pub wanted: Option<String>,
    /// Withheld from who may not see the person: it is in the person's own words.
    pub reason: Option<String>,
    /// `waiting`, `approved`, `refused` or `withdrawn`.
    pub state: String,
    pub to: Option<String>,
    pub answer: Option<String>,
    pub asked_at: Timestamp,
    pub decided_at: Option<Timestamp>,
    pub revision: i64,
}

/// What there is to choose from: the other cohorts, and when they meet.
#[derive(Debug, Clone)]
pub struct TransferChoices {
    pub code: String,
    pub offering_code: String,
    pub course: Text,
    pub others: Vec<(String, Times)>,
    /// A wish waits already.
    pub waits: bool,
}

/// A cohort that the person is in, and its partition. Others' cohorts do not exist.
struct Own {
    offering: OfferingId,
    set: CohortSetRow,
    cohort: CohortRow,
    others: Vec<CohortRow>,
}

impl Own {
    async fn find(tx: &mut Tx, person: PersonId, cohort: CohortId) -> Result<Self> {
        let missing = || Error::NotFound { what: "cohort" };
        let mine = tx.memberships(person).await?;
        if !mine.iter().any(|member| member.cohort_id == cohort.0) {
            return Err(missing());
        }
        let offering = tx.offering_of_cohort(cohort).await?.ok_or_else(missing)?;
        let row = tx.cohort(cohort).await?.ok_or_else(missing)?;
        let mut sets = tx.cohort_sets(offering).await?.into_iter();
        let set = sets.find(|set| set.id == row.cohort_set_id);
        let mut others = tx.cohorts(CohortSetId(row.cohort_set_id)).await?;
        others.retain(|other| other.id != row.id);
        Ok(Self {
            offering,
            set: set.ok_or_else(missing)?,
            cohort: row,
            others,
        })
    }

    /// Refuses where there is no other cohort.
    fn is_not_alone(&self) -> Result<()> {
        if self.others.is_empty() {
            return Err(Error::refused(
                "no-other-cohort",
                "Det finns bara en grupp, så det finns ingen att byta till.",
                "There is only one group, so there is none to change to.",
            ));
        }
        Ok(())
    }
}

/// Asks to be moved out of a cohort.
pub async fn ask_transfer(
    app: &App,
    caller: &Caller,
    request: &TransferRequest,
    once: Option<&Once>,
) -> Result<TransferView> {
    let person = caller.participant()?;
    let mut faults = Faults::default();
    let reason = faults.line("/reason", &request.reason, limits::REASON_CHARS);
    let mut tx = app.write(caller).await?;
    if let Claim::Done(id) = Once::claim::<TransferId>(once, app, &mut tx).await? {
        let row = find(&mut tx, id).await?;
        return view(app, &mut tx, caller, row).await;
    }
    let found = tx.offering_of_cohort(request.cohort).await?;
    let offering = found.ok_or(Error::NotFound { what: "cohort" })?;
    tx.lock_offering(offering).await?;
    let own = Own::find(&mut tx, person, request.cohort).await?;
    let wanted = request.wanted.clone().filter(|code| !code.is_empty());
    if let Some(code) = &wanted
        && !own.others.iter().any(|other| other.code == *code)
    {
        faults.add(
            "/wanted",
            "unknown-cohort",
            "Välj en av de andra grupperna, eller ingen särskild.",
            "Choose one of the other groups, or none in particular.",
        );
    }
    faults.finish()?;
    own.is_not_alone()?;
    let row = TransferRow {
        id: app.seeds.id(tx.now()),
        person_id: person.0,
        offering_id: offering.0,
        set_name: own.set.name,
        from_code: own.cohort.code,
        wanted_code: wanted,
        reason_sealed: own_words::seal(app, &reason),
        answer_sealed: None,
        state: "waiting".to_owned(),
        to_code: None,
        created_at: tx.now().into(),
        decided_at: None,
        decided_by: None,
        revision: 1,
    };
    tx.insert_transfer(&row)
        .await
        .map_err(|error| match error {
            StoreError::Conflict => Error::refused(
                "already-asked",
                "Du har redan bett om att få byta grupp och väntar på svar.",
                "You have asked for another group already and wait for an answer.",
            ),
            other => other.into(),
        })?;
    let id = TransferId(row.id);
    tx.record(
        Fact::new("cohort_transfer.asked", "cohort_transfer", row.id).after(json!({
            "person": person, "offering": offering, "from": row.from_code,
            "wanted": row.wanted_code,
        })),
    );
    Once::keep(once, app, &mut tx, &id).await?;
    let view = view(app, &mut tx, caller, row).await?;
    app.commit(tx).await?;
    Ok(view)
}

async fn find(tx: &mut Tx, id: TransferId) -> Result<TransferRow> {
    let row = tx.transfer(id).await?;
    row.ok_or(Error::NotFound {
        what: "cohort transfer",
    })
}

/// Locks the offering whose cohorts a wish is about, and reads the wish, which must still wait.
async fn lock_waiting(tx: &mut Tx, id: TransferId) -> Result<TransferRow> {
    let row = find(tx, id).await?;
    tx.lock_offering(row.offering()).await?;
    let row = find(tx, id).await?;
    if !row.waits() {
        return Err(Error::refused(
            "transfer-decided",
            "Gruppbytet är redan avgjort eller återtaget.",
            "The change of group has been decided or taken back already.",
        ));
    }
    Ok(row)
}

/// Ends a wish as `row` says, and tells the trail.
async fn end(tx: &mut Tx, caller: &Caller, mut row: TransferRow) -> Result<TransferRow> {
    row.decided_at = Some(tx.now().into());
    row.decided_by = Some(caller.actor());
    if !tx.end_transfer(&row).await? {
        return Err(Error::Stale {
            current: row.revision + 1,
        });
    }
    let action = match row.state.as_str() {
        "approved" => "cohort_transfer.approved",
        "refused" => "cohort_transfer.refused",
        _ => "cohort_transfer.withdrawn",
    };
    tx.record(Fact::new(action, "cohort_transfer", row.id).after(json!({
        "person": row.person(), "from": row.from_code, "to": row.to_code,
    })));
    row.revision += 1;
    Ok(row)
}

/// Takes one's own wish back.
pub async fn withdraw_transfer(app: &App, caller: &Caller, id: TransferId) -> Result<TransferView> {
    let person = caller.participant()?;
    let mut tx = app.write(caller).await?;
    let row = tx.transfer(id).await?;
    if row.is_none_or(|row| row.person() != person) {
        return Err(Error::NotFound {
            what: "cohort transfer",
        });
    }
    let mut row = lock_waiting(&mut tx, id).await?;
    row.state = "withdrawn".to_owned();
    let row = end(&mut tx, caller, row).await?;
    let view = view(app, &mut tx, caller, row).await?;
    app.commit(tx).await?;
    Ok(view)
}

//! What an administrator says to a wish for another cohort. The person is told either way.

use super::{TransferView, end, lock_waiting, view};
use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::Letter,
    store::{Tx, catalogue::OfferingRow, person::PersonRow, transfer::TransferRow},
    usecase::{
        Caller, Permission, Seen, catalogue::find_offering, cohorts::move_one::move_one, enrolment,
        letters, own_words, people, validate::Faults,
    },
};
use samverkan_domain::{id::TransferId, limits};

/// A wish that waits, with whom and what it is about; all locked.
struct Asked {
    row: TransferRow,
    person: PersonRow,
    offering: OfferingRow,
}

impl Asked {
    async fn lock(tx: &mut Tx, caller: &Caller, id: TransferId, seen: Seen) -> Result<Self> {
        let row = lock_waiting(tx, id).await?;
        seen.require(row.revision)?;
        let person = tx.person(row.person()).await?;
        let person = person.ok_or(Error::NotFound { what: "person" })?;
        if !people::sees(caller, &person) {
            // Nobody decides on reasons that they may not read.
            return Err(Error::Forbidden);
        }
        let offering = find_offering(tx, &row.offering_id.to_string()).await?;
        Ok(Self {
            row,
            person,
            offering,
        })
    }

    /// Ends the wish, tells the person, and commits.
    async fn answer(
        mut self,
        app: &App,
        mut tx: Tx,
        caller: &Caller,
        said: Option<String>,
    ) -> Result<TransferView> {
        self.row.answer_sealed = said.as_ref().map(|text| own_words::seal(app, text));
        let row = end(&mut tx, caller, self.row).await?;
        let letter = Letter::TransferDecided {
            course: enrolment::course_title(&self.offering, &self.person),
            offering_code: self.offering.code.clone(),
            from_code: row.from_code.clone(),
            to_code: row.to_code.clone(),
            reason: said,
        };
        letters::enqueue(app, &mut tx, row.person(), &letter).await?;
        let view = view(app, &mut tx, caller, row).await?;
        app.commit(tx).await?;
        Ok(view)
    }
}

/// Moves the person to a cohort of the same partition, as nobody's else move would be made: no rule
/// that is kept now may be broken by it.
pub async fn approve_transfer(
    app: &App,
    caller: &Caller,
    id: TransferId,
    to: &str,
    said: Option<&str>,
    seen: Seen,
) -> Result<TransferView> {
    caller.require(Permission::EditCohorts)?;
    let mut faults = Faults::default();
    let said = faults.optional_line("/message", said, limits::REASON_CHARS);
    let to = faults.line("/cohort", to, limits::LINE_CHARS);
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    let mut asked = Asked::lock(&mut tx, caller, id, seen).await?;
    let row = &asked.row;
    if row.from_code == to {
        return Err(Error::invalid(
            "/cohort",
            "same-cohort",
            "Personen är redan i den gruppen. Välj en annan.",
            "The person is in that cohort already. Choose another.",
        ));
    }
    let (set, person, way) = (&row.set_name, row.person(), (&*row.from_code, &*to));
    move_one(app, &mut tx, caller, &asked.offering, set, person, way).await?;
    asked.row.state = "approved".to_owned();
    asked.row.to_code = Some(to);
    asked.answer(app, tx, caller, said).await
}

/// Says no, and why.
pub async fn refuse_transfer(
    app: &App,
    caller: &Caller,
    id: TransferId,
    reason: &str,
    seen: Seen,
) -> Result<TransferView> {
    caller.require(Permission::EditCohorts)?;
    let mut faults = Faults::default();
    let reason = faults.line("/reason", reason, limits::REASON_CHARS);
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    let mut asked = Asked::lock(&mut tx, caller, id, seen).await?;
    asked.row.state = "refused".to_owned();
    asked.answer(app, tx, caller, Some(reason)).await
}

//! Applications that an import made or changed.

use super::{Judged, Opened, Undo};
use crate::{
    error::{Error, Result, Text},
    store::{Tx, application::ApplicationRow},
    usecase::enrolment::steps,
};
use samverkan_domain::{
    fact::Fact,
    id::ApplicationId,
    import::undo::{self, ApplicationTies, Because, Outcome},
};
use serde_json::json;

impl Undo<'_> {
    pub(super) async fn application(&self, tx: &mut Tx, entry: &Opened) -> Result<Judged> {
        let id = ApplicationId(entry.entry.subject_id);
        let Some(row) = tx.application(id).await? else {
            return Ok((Outcome::Kept, Some(Because::Gone)));
        };
        let was: Option<ApplicationRow> = entry.was()?;
        let ties = self.ties(tx, entry, &row, was.as_ref()).await?;
        let judged = undo::application(&ties, self.also_told);
        match (judged.0, was) {
            (Outcome::Kept, _) => return Ok(judged),
            (Outcome::Ended, _) => return self.strike(tx, row).await,
            (Outcome::TakenBack, was) => {
                let at = self.run.created_at;
                tx.forget_letters(row.person(), at).await?;
                tx.forget_decisions(id, at).await?;
                if let Some(was) = &was {
                    let restored = ApplicationRow {
                        revision: row.revision,
                        ..was.clone()
                    };
                    let saved = tx.update_application(&restored).await?;
                    saved.ok_or(Error::Stale {
                        current: row.revision + 1,
                    })?;
                } else {
                    tx.delete_application(id).await?;
                }
                tx.bump_calendar().await?;
                self.trace(tx, &row, was.map(|was| was.state));
            }
        }
        Ok(judged)
    }

    async fn ties(
        &self,
        tx: &mut Tx,
        entry: &Opened,
        row: &ApplicationRow,
        was: Option<&ApplicationRow>,
    ) -> Result<ApplicationTies> {
        let found = tx
            .application_ties(row.application(), self.run.created_at)
            .await?;
        let took_part = match was {
            Some(was) => was.state()?.takes_part(),
            None => false,
        };
        Ok(ApplicationTies {
            changed_since: entry.is_changed(tx).await?,
            registered: found.registered > 0,
            attended: found.attended > 0,
            in_cohort: found.in_cohort > 0,
            answered: row.answered_at.is_some() || row.interested_at.is_some(),
            called: found.called > 0,
            head_asked: found.head_asked > 0,
            decided: found.decided > 0,
            billed: found.billed > 0,
            leant_on: found.leant_on > 0,
            wished: found.wished > 0,
            place_gone: took_part && !row.state()?.takes_part(),
            told: found.told > 0,
            made: was.is_none(),
        })
    }

    /// The person has been told of a place: it is ended as every other, by a decision that is told.
    async fn strike(&self, tx: &mut Tx, row: ApplicationRow) -> Result<Judged> {
        let reason = Text::new(
            "Uppgiften om din plats lästes in av misstag.",
            "The record of your place was read in by mistake.",
        );
        if !steps::strike(self.app, tx, self.caller, row.clone(), reason).await? {
            return Ok((Outcome::Kept, Some(Because::Told)));
        }
        self.trace(tx, &row, Some("struck".to_owned()));
        Ok((Outcome::Ended, Some(Because::Told)))
    }

    fn trace(&self, tx: &mut Tx, row: &ApplicationRow, to: Option<String>) {
        tx.record(
            Fact::new("application.taken_back", "application", row.id)
                .before(json!({ "state": row.state }))
                .after(json!({ "state": to, "import": self.run.id })),
        );
    }
}

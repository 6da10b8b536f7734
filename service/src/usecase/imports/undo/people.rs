//! People that an import made or changed, and addresses that it gave them.

use super::{Judged, Opened, Undo};
use crate::{
    error::Result,
    store::Tx,
    usecase::{
        imports::journal::WasPerson,
        people::{parse_marking, sees},
    },
};
use samverkan_domain::{
    fact::Fact,
    id::{ApplicationId, PersonId, SessionId},
    import::undo::{Because, Outcome, Thing},
};
use serde_json::json;

const GONE: Judged = (Outcome::Kept, Some(Because::Gone));

impl Undo<'_> {
    /// Who or what it is about, as the reader may see it.
    pub(super) async fn name(&self, tx: &mut Tx, entry: &Opened) -> Result<String> {
        let subject = entry.entry.subject_id;
        let person = match entry.thing {
            Thing::Person | Thing::Address => Some(PersonId(subject)),
            Thing::Application => {
                let row = tx.application(ApplicationId(subject)).await?;
                row.map(|row| row.person())
            }
            Thing::Session => {
                let row = tx.session(SessionId(subject)).await?;
                return Ok(row.map(|row| row.title).unwrap_or_default());
            }
            Thing::Programme | Thing::Workplace => return Ok(entry.key()?.to_owned()),
        };
        let Some(person) = person else {
            return Ok(String::new());
        };
        let row = tx.person(person).await?;
        Ok(match row {
            Some(row) if sees(self.caller, &row) => row.full_name(),
            Some(row) => row.shown_name(),
            None => String::new(),
        })
    }

    pub(super) async fn person(&self, tx: &mut Tx, entry: &Opened) -> Result<Judged> {
        let id = PersonId(entry.entry.subject_id);
        let Some(row) = tx.person(id).await? else {
            return Ok(GONE);
        };
        let changed = entry.is_changed(tx).await?;
        let Some(was) = entry.was::<WasPerson>()? else {
            let why = if tx.person_ties(id).await? > 0 {
                Some(Because::InUse)
            } else if changed {
                Some(Because::ChangedSince)
            } else {
                let emails = tx.emails(id).await?;
                let proved = emails.iter().any(|email| email.verified_at.is_some());
                proved.then_some(Because::Proved)
            };
            if why.is_some() {
                return Ok((Outcome::Kept, why));
            }
            tx.delete_person(id).await?;
            self.trace_person(tx, id, "taken_away");
            return Ok((Outcome::TakenBack, None));
        };
        if changed {
            return Ok((Outcome::Kept, Some(Because::ChangedSince)));
        }
        let mut data = was.data;
        let now = parse_marking(&row.security_marking);
        let stays = now.is_protected() && !data.security_marking.is_protected();
        if stays {
            data.security_marking = now;
        }
        if !was.had_identity && row.identity_hash.is_some() {
            tx.clear_identity(id).await?;
        }
        tx.update_person(&data).await?;
        tx.bump_calendar().await?;
        self.trace_person(tx, id, "as_before");
        Ok((
            Outcome::TakenBack,
            stays.then_some(Because::ProtectionStays),
        ))
    }

    pub(super) async fn address(&self, tx: &mut Tx, entry: &Opened) -> Result<Judged> {
        let id = PersonId(entry.entry.subject_id);
        let key = entry.key()?;
        let emails = tx.emails(id).await?;
        let Some(email) = emails.iter().find(|email| email.address_key == key) else {
            return Ok(GONE);
        };
        if email.main || email.verified_at.is_some() {
            return Ok((Outcome::Kept, Some(Because::Proved)));
        }
        tx.delete_email(key).await?;
        self.trace_person(tx, id, "address_taken_away");
        Ok((Outcome::TakenBack, None))
    }

    fn trace_person(&self, tx: &mut Tx, id: PersonId, what: &str) {
        tx.record(
            Fact::new("person.taken_back", "person", id.0)
                .after(json!({ "what": what, "import": self.run.id })),
        );
    }
}

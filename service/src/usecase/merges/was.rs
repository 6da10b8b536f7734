//! How two people were before they became one, and how that left them: kept sealed, to give it back.

use crate::{
    app::App,
    error::{Error, Result},
    store::{
        At, Tx, as_word,
        person::{PersonData, PersonRow},
    },
    usecase::people::{data_of, parse_marking},
};
use samverkan_domain::{
    fact::Fact,
    id::PersonId,
    identity::IdentityKind,
    merge::{number_goes_over, stricter},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

#[derive(Serialize, Deserialize)]
pub(super) struct Was {
    pub kept: PersonData,
    pub merged: PersonData,
    /// As the merge left the kept one.
    pub left: PersonData,
    /// Whether they have each other's identity numbers.
    pub exchanged: bool,
    /// The main address of each.
    pub kept_main: Option<String>,
    pub merged_main: Option<String>,
    /// Of who had no protection and got the other's: where the name was seen, and addresses of calendars.
    pub consents: Vec<(PersonId, Uuid, At)>,
    pub feeds: Vec<Uuid>,
}

impl Was {
    pub(super) fn before(kept: &PersonRow, merged: &PersonRow) -> Result<Self> {
        let either =
            |one: &Option<String>, other: &Option<String>| one.clone().or_else(|| other.clone());
        let name = |one: &str, other: &str| {
            let nameless = kept.full_name().is_empty();
            if nameless {
                other.to_owned()
            } else {
                one.to_owned()
            }
        };
        let left = PersonData {
            given_name: name(&kept.given_name, &merged.given_name),
            family_name: name(&kept.family_name, &merged.family_name),
            security_marking: stricter(
                parse_marking(&kept.security_marking),
                parse_marking(&merged.security_marking),
            ),
            modality: either(&kept.modality, &merged.modality),
            profession: either(&kept.profession, &merged.profession),
            programme: either(&kept.programme, &merged.programme),
            workplace: either(&kept.workplace, &merged.workplace),
            ..data_of(kept)
        };
        Ok(Self {
            exchanged: number_goes_over(kind(kept)?, kind(merged)?),
            kept: data_of(kept),
            merged: data_of(merged),
            left,
            kept_main: None,
            merged_main: None,
            consents: Vec::new(),
            feeds: Vec::new(),
        })
    }

    pub(super) fn open(app: &App, sealed: &[u8]) -> Result<Self> {
        let plain = app.secrets.open(sealed).map_err(Error::internal)?;
        serde_json::from_slice(&plain).map_err(Error::internal)
    }

    pub(super) fn seal(&self, app: &App) -> Result<Vec<u8>> {
        let plain = serde_json::to_vec(self).map_err(Error::internal)?;
        Ok(app.secrets.seal(&app.seeds, &plain))
    }

    /// Whether one of them got a protection that only the other had.
    pub(super) fn protects(&self) -> bool {
        let left = self.left.security_marking;
        left != self.kept.security_marking || left != self.merged.security_marking
    }

    /// Which values the kept record took over.
    pub(super) fn fields(&self) -> Vec<&'static str> {
        let (was, left) = (&self.kept, &self.left);
        let mut fields = Vec::new();
        let mut note = |name, differs: bool| fields.extend(differs.then_some(name));
        note(
            "name",
            (&was.given_name, &was.family_name) != (&left.given_name, &left.family_name),
        );
        note(
            "security_marking",
            was.security_marking != left.security_marking,
        );
        note("modality", was.modality != left.modality);
        note("profession", was.profession != left.profession);
        note("programme", was.programme != left.programme);
        note("workplace", was.workplace != left.workplace);
        note("identity", self.exchanged);
        fields
    }

    /// Ends what may be known of somebody who becomes protected, as any protection does.
    pub(super) async fn hide(
        &mut self,
        tx: &mut Tx,
        kept: &PersonRow,
        merged: &PersonRow,
    ) -> Result<()> {
        if !self.left.security_marking.is_protected() {
            return Ok(());
        }
        for row in [kept, merged].into_iter().filter(|row| !row.is_protected()) {
            let person = row.person();
            let consents = tx.consents_of(person).await?.into_iter();
            self.consents
                .extend(consents.map(|(offering, at)| (person, offering, at)));
            let feeds = tx.open_person_feeds(person).await?.into_iter();
            self.feeds.extend(feeds.map(|(id,)| id));
            let revoked = tx.revoke_person_feeds(person).await?;
            tx.forget_name_consents(person).await?;
            let fact = Fact::new("person.protected", "person", person.0);
            tx.record(fact.after(json!({ "feeds_revoked": revoked, "by": "merge" })));
        }
        Ok(())
    }

    /// The kept one's main address stays the main one.
    pub(super) async fn one_main_address(
        &mut self,
        tx: &mut Tx,
        kept: PersonId,
        merged: PersonId,
    ) -> Result<()> {
        self.kept_main = main_address(tx, kept).await?;
        self.merged_main = main_address(tx, merged).await?;
        if let (Some(_), Some(other)) = (&self.kept_main, &self.merged_main) {
            tx.set_main_email(other, false).await?;
        }
        Ok(())
    }

    /// Gives the kept record what it lacked, and both the stricter protection.
    pub(super) async fn fill(
        &self,
        tx: &mut Tx,
        kept: &PersonRow,
        merged: &PersonRow,
    ) -> Result<()> {
        if self.exchanged {
            tx.exchange_identities(kept, merged).await?;
        }
        tx.update_person(&self.left).await?;
        tx.update_person(&PersonData {
            security_marking: self.left.security_marking,
            ..self.merged.clone()
        })
        .await?;
        Ok(())
    }
}

pub(super) async fn main_address(tx: &mut Tx, person: PersonId) -> Result<Option<String>> {
    let mut emails = tx.emails(person).await?.into_iter();
    Ok(emails
        .find(|email| email.main)
        .map(|email| email.address_key))
}

fn kind(row: &PersonRow) -> Result<Option<IdentityKind>> {
    Ok(Some(match row.identity_kind.as_deref() {
        None => return Ok(None),
        Some("personal") => IdentityKind::Personal,
        Some("coordination") => IdentityKind::Coordination,
        Some("interim") => IdentityKind::Interim,
        Some(_) => return Err(Error::internal("an unknown kind of identity number")),
    }))
}

/// What the marking of a protected person is called in the trail.
pub(super) fn marking(data: &PersonData) -> String {
    as_word(data.security_marking)
}

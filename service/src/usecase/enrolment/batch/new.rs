//! What a batch adds, written with one statement a table.

use super::Request;
use crate::{
    store::{
        self, Tx,
        application::ApplicationRow,
        decision::AdmissionRow,
        outbox::NewMessage,
        rush::{Asker, NewAnswer},
    },
    usecase::once::ANSWERED,
};
use samverkan_domain::{fact::Fact, id::MessageId};

/// What a batch adds.
#[derive(Default)]
pub(super) struct New {
    pub(super) applications: Vec<ApplicationRow>,
    pub(super) admissions: Vec<AdmissionRow>,
    pub(super) facts: Vec<(String, Fact)>,
    pub(super) letters: Vec<NewLetter>,
    /// Number of the request, and the sealed answer.
    pub(super) answers: Vec<(usize, String)>,
    pub(super) admitted: bool,
}

pub(super) struct NewLetter {
    pub(super) id: MessageId,
    /// Number of the request, whose person it is for.
    pub(super) n: usize,
    pub(super) to_name: String,
    pub(super) sealed: String,
}

impl New {
    /// Writes it all down, one statement a table.
    pub(super) async fn write(
        self,
        tx: &mut Tx,
        askers: &[Option<Asker>],
        requests: &[Request],
    ) -> store::Result<()> {
        let new = self;
        if !new.applications.is_empty() {
            tx.insert_applications(&new.applications).await?;
            tx.insert_admissions(&new.admissions).await?;
        }
        let letters: Vec<NewMessage<'_>> = new
            .letters
            .iter()
            .filter_map(|letter| {
                let person = &askers[letter.n].as_ref()?.person;
                Some(NewMessage {
                    id: letter.id,
                    person: Some(person.person()),
                    to_name: &letter.to_name,
                    to_address: person.address.as_deref()?,
                    language: &person.language,
                    letter: &letter.sealed,
                })
            })
            .collect();
        if !letters.is_empty() {
            tx.enqueue_all(&letters).await?;
        }
        let answers: Vec<NewAnswer<'_>> = new
            .answers
            .iter()
            .filter_map(|(n, answer)| {
                let once = requests[*n].once.as_ref()?;
                Some(NewAnswer {
                    key_hash: once.key_hash(),
                    fingerprint: once.fingerprint(),
                    status: ANSWERED,
                    answer,
                })
            })
            .collect();
        if !answers.is_empty() {
            tx.keep_answers(&answers).await?;
        }
        if new.admitted {
            tx.bump_calendar().await?;
        }
        for (actor, fact) in new.facts {
            tx.record_as(actor, fact);
        }
        Ok(())
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.applications.is_empty() && self.answers.is_empty()
    }
}

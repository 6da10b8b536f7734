//! Putting letters in the outbox, in the transaction of their cause.
//!
//! A letter is sealed: it may hold a sign-in code, and it always says something about a person.

use super::wordings::Wordings;
use crate::{
    app::App,
    error::{Error, Result},
    mail::Letter,
    secrets::{base64url, from_base64url},
    store::{
        Tx, as_word,
        outbox::{NewMessage, OutboxRow},
        person::PersonRow,
    },
};
use samverkan_domain::{
    id::{MessageId, PersonId},
    person::Language,
};

// Pages write times as letters do.
pub use crate::mail::letter::when::{day, moment};

/// Sends a letter to a person at the main address. A protected person is addressed by alias; a
/// person without an address gets nothing, which is no error.
pub async fn enqueue(app: &App, tx: &mut Tx, person: PersonId, letter: &Letter) -> Result<()> {
    let row = tx
        .person(person)
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let worded = match (letter.template(), letter.offering_code()) {
        (Some(_), Some(code)) => Wordings::of(tx, &code).await?.word(letter.clone(), &row),
        _ => letter.clone(),
    };
    let mut one = Sealed::default();
    one.add(app, tx, &row, &worded)?;
    for letter in &one.0 {
        tx.enqueue(&letter.message()).await?;
    }
    Ok(())
}

/// Letters in one statement: a few megabytes.
const AT_A_TIME: usize = 1_000;

/// Letters to be put in the outbox together.
#[derive(Default)]
pub struct Sealed(Vec<SealedLetter>);

struct SealedLetter {
    id: MessageId,
    person: PersonId,
    to_name: String,
    to_address: String,
    language: String,
    letter: String,
    urgent: bool,
}

impl Sealed {
    /// Adds a letter, addressed as [`enqueue`] does; gives its id in the outbox.
    pub fn add(
        &mut self,
        app: &App,
        tx: &Tx,
        to: &PersonRow,
        letter: &Letter,
    ) -> Result<Option<MessageId>> {
        let Some(to_address) = to.address.clone() else {
            return Ok(None);
        };
        let id = MessageId(app.seeds.id(tx.now()));
        self.0.push(SealedLetter {
            id,
            person: to.person(),
            to_name: to.shown_name(),
            to_address,
            language: to.language.clone(),
            letter: seal(app, letter)?,
            urgent: letter.is_urgent(),
        });
        Ok(Some(id))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One statement for many of them.
    pub async fn enqueue(&self, tx: &mut Tx) -> Result<()> {
        for letters in self.0.chunks(AT_A_TIME) {
            let new: Vec<NewMessage<'_>> = letters.iter().map(SealedLetter::message).collect();
            tx.enqueue_all(&new).await?;
        }
        Ok(())
    }
}

impl SealedLetter {
    fn message(&self) -> NewMessage<'_> {
        NewMessage {
            id: self.id,
            person: Some(self.person),
            to_name: &self.to_name,
            to_address: &self.to_address,
            language: &self.language,
            letter: &self.letter,
            urgent: self.urgent,
        }
    }
}

/// Sends a letter to an address that may be nobody's.
pub async fn enqueue_to_address(
    app: &App,
    tx: &mut Tx,
    address: &str,
    language: Language,
    letter: &Letter,
) -> Result<()> {
    let sealed = seal(app, letter)?;
    tx.enqueue(&NewMessage {
        id: MessageId(app.seeds.id(tx.now())),
        person: None,
        to_name: "",
        to_address: address,
        language: &as_word(language),
        letter: &sealed,
        urgent: letter.is_urgent(),
    })
    .await?;
    Ok(())
}

/// A letter as it is kept.
pub fn seal(app: &App, letter: &Letter) -> Result<String> {
    let plain = serde_json::to_vec(letter).map_err(Error::internal)?;
    Ok(base64url(&app.secrets.seal(&app.seeds, &plain)))
}

/// Opens the letter of an outbox row, unless it has been weeded: then only that there was one is kept.
pub fn open_kept(app: &App, row: &OutboxRow) -> Result<Option<Letter>> {
    let kept = !row.letter.is_empty();
    kept.then(|| open(app, row)).transpose()
}

/// Opens the letter of an outbox row.
pub fn open(app: &App, row: &OutboxRow) -> Result<Letter> {
    let sealed = from_base64url(&row.letter).unwrap_or_default();
    let plain = app.secrets.open(&sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain).map_err(Error::internal)
}

/// The language a person is written to in.
pub fn language_of(person: &PersonRow) -> Language {
    language_word(&person.language)
}

/// A language by its code; Swedish for what nobody knows.
pub fn language_word(code: &str) -> Language {
    if code == "en" {
        Language::En
    } else {
        Language::Sv
    }
}

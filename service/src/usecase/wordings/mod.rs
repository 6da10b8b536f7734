//! The words of letters, by offering and language: the built-in ones unless an administrator has
//! written others. A letter takes its words along when it is put in the outbox, so it stays the same
//! however often it is tried.

mod change;
mod key;
mod preview;
mod problem;

pub use change::{reset, save};
pub(in crate::usecase) use key::is_name;
pub use key::{Key, key};
pub use preview::{Draft, Preview, preview};

use super::{Caller, Permission, catalogue::find_offering, letters::language_word};
use crate::{
    app::App,
    error::Result,
    mail::{Letter, letter},
    store::{
        Tx, as_word,
        catalogue::OfferingRow,
        mail_template::{MailTemplateKey, MailTemplateRow},
        person::PersonRow,
    },
};
use jiff::Timestamp;
use samverkan_domain::{
    person::{Language, alias},
    template::{Kind, Need, Part, Placeholder, usable},
};

/// Versions that are shown.
const VERSIONS: i64 = 200;

/// Words in force.
#[derive(Debug, Clone)]
pub struct Wording {
    pub key: Key,
    pub language: Language,
    pub subject: String,
    pub body: String,
    /// Whether they are the built-in ones.
    pub built_in: bool,
    /// Nothing has ever been saved: 0.
    pub revision: i64,
    pub saved: Option<(String, Timestamp)>,
}

/// What a letter can say.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub placeholder: Placeholder,
    /// Where it cannot stand in the text: none.
    pub need: Option<Need>,
    pub in_subject: bool,
}

impl Wording {
    fn of(key: Key, language: Language, row: Option<&MailTemplateRow>) -> Self {
        let own = row.and_then(|row| Some((row.subject.clone()?, row.body.clone()?)));
        let built_in = own.is_none();
        let (subject, body) = own.unwrap_or_else(|| letter::built_in(key.kind, language));
        Self {
            key,
            language,
            subject,
            body,
            built_in,
            revision: row.map_or(0, |row| row.revision),
            saved: row.map(|row| (row.saved_by.clone(), row.saved_at.0)),
        }
    }

    /// What can stand in it.
    pub fn fields(&self) -> Vec<Field> {
        let kind = self.key.kind;
        let all = Placeholder::ALL.iter().copied().map(|placeholder| Field {
            placeholder,
            need: kind.need(placeholder),
            in_subject: usable(kind, Part::Subject).any(|one| one == placeholder),
        });
        all.filter(|field| field.need.is_some() || field.in_subject)
            .collect()
    }
}

/// All letters of an offering whose words can be changed, in both languages.
pub async fn list(app: &App, caller: &Caller, offering: &str) -> Result<Vec<Wording>> {
    caller.require(Permission::ReadMail)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let rows = tx.mail_templates(offering.offering()).await?;
    let mut all = Vec::new();
    for kind in Kind::ALL {
        let mut variants = vec![String::new()];
        let named = rows.iter().filter(|row| row.kind == kind.word());
        // Words with a name that were taken away are there no more.
        let named = named.filter(|row| row.body.is_some() && !row.variant.is_empty());
        variants.extend(named.map(|row| row.variant.clone()));
        variants.sort();
        variants.dedup();
        for variant in variants {
            for language in [Language::Sv, Language::En] {
                let key = Key {
                    kind: *kind,
                    variant: variant.clone(),
                };
                let row = rows.iter().find(|row| is_of(row, &key, language));
                all.push(Wording::of(key, language, row));
            }
        }
    }
    Ok(all)
}

fn is_of(row: &MailTemplateRow, key: &Key, language: Language) -> bool {
    row.kind == key.kind.word()
        && row.variant == key.variant
        && language_word(&row.language) == language
}

/// The words of one letter.
pub async fn get(
    app: &App,
    caller: &Caller,
    offering: &str,
    key: Key,
    language: Language,
) -> Result<Wording> {
    caller.require(Permission::ReadMail)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    current(&mut tx, &offering, key, language).await
}

async fn current(
    tx: &mut Tx,
    offering: &OfferingRow,
    key: Key,
    language: Language,
) -> Result<Wording> {
    let rows = versions_of(tx, offering, &key, language, 1).await?;
    Ok(Wording::of(key, language, rows.first()))
}

async fn versions_of(
    tx: &mut Tx,
    offering: &OfferingRow,
    key: &Key,
    language: Language,
    limit: i64,
) -> Result<Vec<MailTemplateRow>> {
    let wanted = MailTemplateKey {
        offering: offering.offering(),
        kind: key.kind.word(),
        variant: &key.variant,
        language: &as_word(language),
    };
    Ok(tx.mail_template_versions(wanted, limit).await?)
}

/// All that the words of a letter have been, the latest first.
pub async fn versions(
    app: &App,
    caller: &Caller,
    offering: &str,
    key: Key,
    language: Language,
) -> Result<Vec<Wording>> {
    caller.require(Permission::ReadMail)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let rows = versions_of(&mut tx, &offering, &key, language, VERSIONS).await?;
    let all = rows.iter();
    Ok(all
        .map(|row| Wording::of(key.clone(), language, Some(row)))
        .collect())
}

/// The words that administrators have written for an offering's letters.
#[derive(Debug, Default)]
pub struct Wordings(Vec<MailTemplateRow>);

impl Wordings {
    pub async fn of(tx: &mut Tx, offering_code: &str) -> Result<Self> {
        let mut rows = tx.mail_templates_of(offering_code).await?;
        rows.retain(|row| row.body.is_some());
        Ok(Self(rows))
    }

    /// The letter to a person, in these words if there are any.
    pub fn word(&self, letter: Letter, to: &PersonRow) -> Letter {
        self.word_as(letter, "", to)
    }

    /// The same in words with a name; without words of that name, in those without.
    pub fn word_as(&self, letter: Letter, variant: &str, to: &PersonRow) -> Letter {
        self.find(letter, variant, &to.language, || first_name(to))
    }

    /// The letter to an address, in a language.
    pub fn word_to(&self, letter: Letter, language: Language) -> Letter {
        self.find(letter, "", &as_word(language), String::new)
    }

    fn find(
        &self,
        letter: Letter,
        variant: &str,
        language: &str,
        first_name: impl FnOnce() -> String,
    ) -> Letter {
        let Some(kind) = letter.template() else {
            return letter;
        };
        let of = |variant: &str| {
            let mut rows = self.0.iter();
            rows.find(|row| {
                row.kind == kind.word() && row.variant == variant && row.language == language
            })
        };
        let row = of(variant).or_else(|| of(""));
        match row.map(|row| (row.subject.clone(), row.body.clone())) {
            Some((Some(subject), Some(body))) => letter.worded(subject, body, first_name()),
            _ => letter,
        }
    }
}

/// Of a protected person, the alias.
fn first_name(person: &PersonRow) -> String {
    if person.is_protected() {
        alias(person.person())
    } else {
        person.given_name.clone()
    }
}

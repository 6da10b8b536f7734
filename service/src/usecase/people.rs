//! People: what each caller may see of whom, and changing it.

mod edit;
mod export;
mod extract;
mod families;
mod history;
mod week;
mod words;

pub use edit::Edit;
use edit::changed_fields;
pub use export::export;
pub use extract::{Extract, extract};
pub use families::{Families, family};
pub(super) use history::of_action;
pub use history::{Doer, Happened, What, history};
pub use words::in_words;

use super::{Caller, Page, Permission, Seen, validate::Faults};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx, as_word,
        person::{PersonData, PersonFilter, PersonRow, SortedPerson},
    },
};
use jiff::Timestamp;
use samverkan_domain::{
    fact::Fact,
    id::PersonId,
    limits,
    person::{Language, Modality, SecurityMarking, alias},
    profession::ProfessionFamily,
};
use serde_json::json;
use uuid::Uuid;

/// A person as one caller may see them. Of a protected person everybody but the officer and the
/// person sees an alias and what cohorts are balanced on; nothing that leads to the human.
#[derive(Clone)]
pub struct PersonView {
    pub id: PersonId,
    pub name: String,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub email: Option<String>,
    pub language: Language,
    pub modality: Option<Modality>,
    pub profession: Option<String>,
    pub programme: Option<String>,
    pub family: Option<ProfessionFamily>,
    pub workplace: Option<String>,
    /// The identity number, masked.
    pub identity: Option<String>,
    /// Said to the officer only: that somebody is protected is itself a secret.
    pub security_marking: Option<SecurityMarking>,
    pub created_at: Timestamp,
    pub revision: i64,
    /// The person that this record has become part of.
    pub merged_into: Option<PersonId>,
}

/// Whether this caller may see who the person is.
pub fn sees(caller: &Caller, row: &PersonRow) -> bool {
    if matches!(caller, Caller::Participant { person, .. } if *person == row.person()) {
        return true;
    }
    caller.may(Permission::ReadPeople)
        && (!row.is_protected() || caller.may(Permission::SeeProtected))
}

/// The one place where a stored person becomes something that leaves the service.
pub fn view(app: &App, caller: &Caller, row: &PersonRow, families: &Families) -> PersonView {
    let seen = sees(caller, row);
    let when_seen = |value: &Option<String>| value.clone().filter(|_| seen);
    let identity = row.identity_sealed.as_ref().filter(|_| seen).map(|sealed| {
        // The check digit only: the digit before it would tell the legal sex, which is shown to
        // nobody (see `IdentityNumber::masked`).
        let plain = app.secrets.open(sealed).unwrap_or_default();
        let last = plain.last().map_or('•', |byte| char::from(*byte));
        format!("••••••••-•••{last}")
    });
    PersonView {
        id: row.person(),
        name: if seen {
            row.full_name()
        } else {
            alias(row.person())
        },
        given_name: seen.then(|| row.given_name.clone()),
        family_name: seen.then(|| row.family_name.clone()),
        email: when_seen(&row.address),
        language: super::letters::language_of(row),
        modality: row.modality.as_deref().and_then(parse_modality),
        profession: when_seen(&row.profession),
        programme: when_seen(&row.programme),
        family: families.of(row.profession.as_deref(), row.programme.as_deref()),
        workplace: when_seen(&row.workplace),
        identity,
        security_marking: caller
            .may(Permission::SeeProtected)
            .then(|| parse_marking(&row.security_marking)),
        created_at: row.created_at.0,
        revision: row.revision,
        merged_into: None,
    }
}

pub fn parse_modality(word: &str) -> Option<Modality> {
    serde_json::from_value(json!(word)).ok()
}

/// Fails closed: a word nobody knows protects.
pub fn parse_marking(word: &str) -> SecurityMarking {
    serde_json::from_value(json!(word)).unwrap_or(SecurityMarking::ProtectedRegistration)
}

/// What is kept of somebody, as it is written back.
pub(in crate::usecase) fn data_of(row: &PersonRow) -> PersonData {
    PersonData {
        id: row.person(),
        given_name: row.given_name.clone(),
        family_name: row.family_name.clone(),
        security_marking: parse_marking(&row.security_marking),
        language: row.language.clone(),
        modality: row.modality.clone(),
        profession: row.profession.clone(),
        programme: row.programme.clone(),
        workplace: row.workplace.clone(),
    }
}

/// What a participant, or an administrator for them, may change.
#[derive(Debug, Clone, Default)]
pub struct PersonChange {
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub language: Option<Language>,
    pub modality: Edit<Modality>,
    pub profession: Option<String>,
    pub programme: Option<String>,
    pub workplace: Option<String>,
    /// Officers only.
    pub security_marking: Option<SecurityMarking>,
}

/// The caller's own person.
pub async fn me(app: &App, caller: &Caller) -> Result<PersonView> {
    let person = caller.participant()?;
    let mut tx = app.read().await?;
    let row = tx.person(person).await?.ok_or(Error::Unauthenticated)?;
    let families = Families::load(&mut tx).await?;
    Ok(view(app, caller, &row, &families))
}

/// Changes the caller's own person.
pub async fn update_me(app: &App, caller: &Caller, change: PersonChange) -> Result<PersonView> {
    let person = caller.participant()?;
    if change.security_marking.is_some() {
        return Err(Error::Forbidden);
    }
    update(app, caller, person, change, Seen::Any).await
}

/// What is wrong with a change of the caller's own person, if anything is; changes nothing.
pub async fn check_me(app: &App, caller: &Caller, change: PersonChange) -> Result<()> {
    let person = caller.participant()?;
    let mut tx = app.read().await?;
    let row = tx.person(person).await?.ok_or(Error::Unauthenticated)?;
    changed(&mut tx, &row, change).await.map(|_| ())
}

/// People for those who may read them, in Swedish order of name.
pub async fn list(
    app: &App,
    caller: &Caller,
    name: Option<String>,
    offering: Option<Uuid>,
    cursor: Option<&str>,
    limit: i64,
) -> Result<Page<PersonView>> {
    caller.require(Permission::ReadPeople)?;
    let after = cursor.map(parse_cursor).transpose()?;
    let mut tx = app.read().await?;
    let filter = PersonFilter {
        name,
        offering,
        after,
    };
    let rows = tx.people(&filter, limit + 1).await?;
    let families = Families::load(&mut tx).await?;
    let page = Page::cut(rows, limit, |row: &SortedPerson| {
        crate::secrets::base64url(format!("{}|{}", row.person.id, row.sort_key).as_bytes())
    });
    let items = page
        .items
        .iter()
        .map(|row| view(app, caller, &row.person, &families))
        .collect();
    Ok(Page {
        items,
        next: page.next,
    })
}

fn parse_cursor(cursor: &str) -> Result<(String, Uuid)> {
    crate::secrets::from_base64url(cursor)
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| {
            let (id, key) = text.split_once('|')?;
            Some((key.to_owned(), Uuid::parse_str(id).ok()?))
        })
        .ok_or_else(bad_cursor)
}

/// The answer to a cursor that this service did not give.
pub fn bad_cursor() -> Error {
    Error::invalid(
        "?cursor",
        "bad-cursor",
        "Bläddringsadressen går inte att läsa. Börja om från första sidan.",
        "The cursor cannot be read. Start again from the first page.",
    )
}

pub async fn get(app: &App, caller: &Caller, id: PersonId) -> Result<PersonView> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let (row, merged_into) = tx
        .person_even_merged(id)
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let families = Families::load(&mut tx).await?;
    Ok(PersonView {
        merged_into,
        ..view(app, caller, &row, &families)
    })
}

/// Changes a person, in the name of someone who may.
pub async fn edit(
    app: &App,
    caller: &Caller,
    id: PersonId,
    change: PersonChange,
    seen: Seen,
) -> Result<PersonView> {
    caller.require(Permission::EditPeople)?;
    if change.security_marking.is_some() {
        caller.require(Permission::SeeProtected)?;
    }
    update(app, caller, id, change, seen).await
}

async fn update(
    app: &App,
    caller: &Caller,
    id: PersonId,
    change: PersonChange,
    seen: Seen,
) -> Result<PersonView> {
    let mut tx = app.write(caller).await?;
    let row = tx
        .lock_person(id)
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    if !sees(caller, &row) {
        // An administrator cannot overwrite what she may not read.
        return Err(Error::Forbidden);
    }
    seen.require(row.revision)?;
    let data = changed(&mut tx, &row, change).await?;
    let fields = changed_fields(&row, &data);
    if !fields.is_empty() {
        tx.update_person(&data).await?;
        let names: Vec<&str> = fields.iter().map(|(name, _, _)| *name).collect();
        tx.record(Fact::new("person.changed", "person", id.0).after(json!({ "fields": names })));
        if data.security_marking.is_protected() && !row.is_protected() {
            now_protected(&mut tx, id).await?;
        }
        tx.bump_calendar().await?;
    }
    let row = tx
        .person(id)
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let families = Families::load(&mut tx).await?;
    app.commit(tx).await?;
    Ok(view(app, caller, &row, &families))
}

/// Ends what may be known to those whom somebody is protected from, from now on: the addresses of
/// calendars, and that others see the name. Neither comes back when the protection ends.
pub(super) async fn now_protected(tx: &mut Tx, person: PersonId) -> Result<()> {
    let revoked = tx.revoke_person_feeds(person).await?;
    tx.forget_name_consents(person).await?;
    tx.record(
        Fact::new("person.protected", "person", person.0)
            .after(json!({ "feeds_revoked": revoked })),
    );
    Ok(())
}

/// Applies a change to a stored person and checks it against the registers.
async fn changed(tx: &mut Tx, row: &PersonRow, change: PersonChange) -> Result<PersonData> {
    let mut faults = Faults::default();
    let mut data = data_of(row);
    if let Some(name) = change.given_name {
        data.given_name = faults.name("/given_name", &name);
    }
    if let Some(name) = change.family_name {
        data.family_name = faults.name("/family_name", &name);
    }
    if let Some(language) = change.language {
        data.language = as_word(language);
    }
    match change.modality {
        Edit::Keep => {}
        Edit::Clear => data.modality = None,
        Edit::Set(modality) => data.modality = Some(as_word(modality)),
    }
    if let Some(marking) = change.security_marking {
        data.security_marking = marking;
    }
    if let Some(code) = change.profession {
        let known = tx.professions().await?.iter().any(|p| p.code == code);
        data.profession = register_code(&mut faults, "/profession", code, known);
    }
    if let Some(code) = change.programme {
        let known = tx.programmes().await?.iter().any(|p| p.code == code);
        data.programme = register_code(&mut faults, "/programme", code, known);
    }
    if let Some(code) = change.workplace {
        let known = tx
            .workplaces()
            .await?
            .iter()
            .any(|w| w.school_unit_code == code);
        data.workplace = register_code(&mut faults, "/workplace", code, known);
    }
    faults.finish()?;
    Ok(data)
}

/// An empty code takes the value away; an unknown one is a fault.
fn register_code(faults: &mut Faults, pointer: &str, code: String, known: bool) -> Option<String> {
    if code.is_empty() {
        return None;
    }
    if !known {
        let shown: String = code.chars().take(limits::LINE_CHARS).collect();
        faults.add(
            pointer,
            "unknown-code",
            format!("Koden {shown} finns inte i registret. Hämta listan och välj en kod därifrån."),
            format!("The code {shown} is not in the register. Fetch the list and choose from it."),
        );
    }
    Some(code)
}

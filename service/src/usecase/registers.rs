//! Registers that everyone reads and administrators keep: professions, programmes, workplaces.

use super::{Caller, Permission, Seen, validate::Faults};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        as_word,
        registry::{ProfessionRow, ProgrammeRow, WorkplaceRow},
    },
};
use samverkan_domain::{
    fact::Fact,
    limits,
    profession::{ProfessionFamily, ProfessionSource, default_registry},
    text::{fold_name, search_key},
};
use serde_json::json;
use uuid::Uuid;

/// The subject under which the audit trail keeps register entries, which have codes and no id:
/// a name-based UUID (version 5) of the code.
pub fn register_subject(register: &str, code: &str) -> Uuid {
    Uuid::new_v5(
        &Uuid::NAMESPACE_URL,
        format!("samverkan:{register}:{code}").as_bytes(),
    )
}

/// Fills the profession registry with the national value set and the roles outside school,
/// leaving what is there as it is. Runs at every start.
pub async fn ensure_professions(app: &App) -> Result<()> {
    let mut tx = app.write_as_service().await?;
    let mut added = 0;
    for profession in default_registry() {
        let source = match profession.source {
            ProfessionSource::Ss12000 => "ss12000",
            ProfessionSource::OutsideSchool => "outside_school",
            ProfessionSource::Programme => "local",
        };
        let row = ProfessionRow {
            title_key: fold_name(&profession.title_sv),
            code: profession.code,
            title_sv: profession.title_sv,
            title_en: profession.title_en,
            family: as_word(profession.family),
            source: source.to_owned(),
            revision: 0,
        };
        added += i64::from(tx.insert_profession_if_absent(&row).await?);
    }
    if added > 0 {
        let subject = register_subject("profession", "*");
        tx.record(
            Fact::new("profession.registry_filled", "register", subject)
                .after(json!({ "added": added })),
        );
    }
    app.commit(tx).await
}

pub async fn professions(app: &App) -> Result<Vec<ProfessionRow>> {
    Ok(app.read().await?.professions().await?)
}

pub async fn programmes(app: &App) -> Result<Vec<ProgrammeRow>> {
    Ok(app.read().await?.programmes().await?)
}

pub async fn workplaces(app: &App) -> Result<Vec<WorkplaceRow>> {
    Ok(app.read().await?.workplaces().await?)
}

/// Workplaces that have all the words in their name, municipality or code: the first `most` in order
/// of name, and how many there are.
pub async fn find_workplaces(
    app: &App,
    words: &str,
    most: usize,
) -> Result<(Vec<WorkplaceRow>, usize)> {
    let words: Vec<String> = words.split_whitespace().map(search_key).collect();
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let mut found = workplaces(app).await?;
    found.retain(|row| {
        let said = [&row.title, &row.municipality, &row.school_unit_code];
        let said = said.map(|text| search_key(text));
        let has = |word: &String| said.iter().any(|text| text.contains(word));
        words.iter().all(has)
    });
    let count = found.len();
    found.sort_by_cached_key(|row| (fold_name(&row.title), row.school_unit_code.clone()));
    found.truncate(most);
    Ok((found, count))
}

/// One workplace, by its school unit code.
pub async fn workplace(app: &App, code: &str) -> Result<Option<WorkplaceRow>> {
    let all = workplaces(app).await?;
    Ok(all.into_iter().find(|row| row.school_unit_code == code))
}

/// A profession as an administrator writes it.
#[derive(Debug, Clone)]
pub struct ProfessionChange {
    pub title_sv: String,
    pub title_en: String,
    pub family: ProfessionFamily,
}

/// Changes a profession, or adds one of one's own. Which family a profession counts to decides
/// how future cohorts are balanced; cohorts already formed stay.
pub async fn put_profession(
    app: &App,
    caller: &Caller,
    code: &str,
    change: ProfessionChange,
    seen: Seen,
) -> Result<ProfessionRow> {
    caller.require(Permission::EditCatalogue)?;
    let mut faults = Faults::default();
    let title_sv = faults.line("/title_sv", &change.title_sv, limits::LINE_CHARS);
    let title_en = faults.line("/title_en", &change.title_en, limits::LINE_CHARS);
    let slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if code.is_empty() || code.len() > 60 || !code.chars().all(slug) {
        faults.add(
            "code",
            "bad-code",
            "Koden får bara ha a–z, 0–9 och bindestreck, högst 60 tecken.",
            "The code may only have a–z, 0–9 and hyphens, at most 60 characters.",
        );
    }
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    let existing = tx.professions().await?.into_iter().find(|p| p.code == code);
    let mut row = ProfessionRow {
        code: code.to_owned(),
        title_key: fold_name(&title_sv),
        title_sv,
        title_en,
        family: as_word(change.family),
        source: "local".to_owned(),
        revision: 1,
    };
    let subject = register_subject("profession", code);
    match existing {
        Some(before) => {
            seen.require(before.revision)?;
            row.source = before.source;
            row.revision = before.revision;
            if !tx.update_profession(&row).await? {
                return Err(Error::Stale {
                    current: before.revision + 1,
                });
            }
            row.revision += 1;
            tx.record(
                Fact::new("profession.changed", "register", subject)
                    .before(json!({ "title_sv": before.title_sv, "family": before.family }))
                    .after(json!({ "title_sv": row.title_sv, "family": row.family })),
            );
        }
        None => {
            if !tx.insert_profession_if_absent(&row).await? {
                return Err(crate::store::StoreError::Conflict.into());
            }
            tx.record(
                Fact::new("profession.added", "register", subject)
                    .after(json!({ "title_sv": row.title_sv, "family": row.family })),
            );
        }
    }
    app.commit(tx).await?;
    Ok(row)
}

//! What those who answer for a programme see: its people's applications, and which meetings clash
//! with what else they have. Read only. Nobody with protected identity is in it.

use super::{Caller, Page, clashes, people};
use crate::{
    app::App,
    error::{Error, Result},
    store::Tx,
};
use jiff::Timestamp;
use samverkan_domain::{
    application::ApplicationState, clash::Cause, id::PersonId, person::Language, schedule::Session,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// An application, as far as it concerns who answers for the applicant's programme.
#[derive(Debug, Clone)]
pub struct ProgrammeApplication {
    pub id: Uuid,
    pub offering: String,
    pub course: String,
    pub name: String,
    pub state: ApplicationState,
    pub changed_at: Timestamp,
}

/// A meeting that some of the programme cannot come to.
#[derive(Debug, Clone)]
pub struct ProgrammeClash {
    pub offering: String,
    pub session: Session,
    /// Names, and by what kind of thing each is hindered.
    pub hindered: Vec<(PersonId, String, Vec<Cause>)>,
}

async fn readable(tx: &mut Tx, caller: &Caller, programme: &str) -> Result<()> {
    caller.for_programme(programme)?;
    let known = tx.programmes().await?;
    if known.iter().any(|row| row.code == programme) {
        return Ok(());
    }
    Err(Error::NotFound { what: "programme" })
}

fn full_name(given: &str, family: &str) -> String {
    format!("{given} {family}").trim().to_owned()
}

/// Applications of a programme's people, oldest first.
pub async fn applications(
    app: &App,
    caller: &Caller,
    programme: &str,
    cursor: Option<&str>,
    limit: i64,
    language: Language,
) -> Result<Page<ProgrammeApplication>> {
    let mut tx = app.read().await?;
    readable(&mut tx, caller, programme).await?;
    let after = match cursor {
        Some(cursor) => Some(Uuid::parse_str(cursor).map_err(|_| people::bad_cursor())?),
        None => None,
    };
    let rows = tx.programme_applications(programme, after, limit + 1);
    let page = Page::cut(rows.await?, limit, |row| row.id.to_string());
    let shown = page.items.into_iter().map(|row| {
        let state = ApplicationState::parse(&row.state);
        Ok(ProgrammeApplication {
            id: row.id,
            offering: row.offering,
            course: match language {
                Language::Sv => row.title_sv,
                Language::En => row.title_en,
            },
            name: full_name(&row.given_name, &row.family_name),
            state: state.ok_or_else(|| Error::internal("an application in an unknown state"))?,
            changed_at: row.changed_at.0,
        })
    });
    Ok(Page {
        items: shown.collect::<Result<_>>()?,
        next: page.next,
    })
}

/// The meetings that anybody of a programme cannot come to, by offering and time.
pub async fn programme_clashes(
    app: &App,
    caller: &Caller,
    programme: &str,
) -> Result<Vec<ProgrammeClash>> {
    let mut tx = app.read().await?;
    readable(&mut tx, caller, programme).await?;
    let mut members: BTreeMap<String, BTreeMap<PersonId, String>> = BTreeMap::new();
    for row in tx.programme_members(programme).await? {
        let name = full_name(&row.given_name, &row.family_name);
        let own = members.entry(row.offering).or_default();
        own.insert(PersonId(row.person_id), name);
    }
    let mut found = Vec::new();
    for (offering, names) in members {
        for clash in clashes::of_all(&mut tx, caller, &offering).await? {
            let blocked = clash.blocked.into_iter();
            let hindered = blocked.filter_map(|one| {
                let name = names.get(&one.person)?.clone();
                // What kind of thing, once; which thing is not theirs to know.
                let mut seen = BTreeSet::new();
                let causes = one.by.into_iter().map(|(cause, _)| cause);
                let causes = causes.filter(|cause| seen.insert(format!("{cause:?}")));
                Some((one.person, name, causes.collect()))
            });
            let hindered: Vec<_> = hindered.collect();
            if !hindered.is_empty() {
                found.push(ProgrammeClash {
                    offering: offering.clone(),
                    session: clash.session,
                    hindered,
                });
            }
        }
    }
    Ok(found)
}

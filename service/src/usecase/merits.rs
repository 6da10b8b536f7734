//! Merits: what a person has studied and where the person works, stated or verified.

use super::{Caller, Permission, Seen, people, validate::Faults};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, merit::MeritRow, person::PersonRow},
};
use jiff::Timestamp;
use samverkan_domain::{code::is_course_code, fact::Fact, id::PersonId, limits};
use serde_json::json;

/// Most credits anybody has (tenths of a högskolepoäng).
const CREDITS_MOST: i64 = 20_000;
/// Most degrees, and most courses, of one person.
const ENTRIES: usize = 100;

/// A person's merits as the caller may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeritView {
    pub person: PersonId,
    pub credits_tenths: Option<i64>,
    pub degrees: Vec<String>,
    pub courses: Vec<String>,
    pub employer: Option<String>,
    pub stated_at: Option<Timestamp>,
    /// When an administrator saw the documents; absent while only stated.
    pub verified_at: Option<Timestamp>,
    pub verified_by: Option<String>,
    /// 0 while nothing has been stated.
    pub revision: i64,
}

/// Merits as they are sent in: the whole of them, in place of what was there.
#[derive(Debug, Clone, Default)]
pub struct MeritStatement {
    pub credits_tenths: Option<i64>,
    pub degrees: Vec<String>,
    pub courses: Vec<String>,
    pub employer: Option<String>,
}

/// The merits of the caller, or of somebody the caller may see.
pub async fn get(app: &App, caller: &Caller, person: Option<PersonId>) -> Result<MeritView> {
    let mut tx = app.read().await?;
    let row = seen_person(&mut tx, caller, person).await?;
    view(&mut tx, row.person()).await
}

/// States one's own merits, which takes away a verification; or, as an administrator who has seen
/// the documents, verifies somebody's.
pub async fn put(
    app: &App,
    caller: &Caller,
    person: Option<PersonId>,
    statement: &MeritStatement,
    seen: Seen,
) -> Result<MeritView> {
    if caller.is_staff() {
        caller.require(Permission::EditPeople)?;
    }
    let statement = checked(statement)?;
    let mut tx = app.write(caller).await?;
    let row = seen_person(&mut tx, caller, person).await?;
    let before = view(&mut tx, row.person()).await?;
    if caller.is_staff() {
        seen.require(before.revision)?;
    }
    let now = tx.now();
    let verified = caller.is_staff().then(|| caller.actor());
    let list = |entries: &[String]| serde_json::to_string(entries).map_err(Error::internal);
    tx.put_merit(&MeritRow {
        person_id: row.id,
        credits_tenths: statement.credits_tenths,
        degrees: list(&statement.degrees)?,
        courses: list(&statement.courses)?,
        employer: statement.employer.clone(),
        stated_at: before.stated_at.unwrap_or(now).into(),
        verified_at: verified.as_ref().map(|_| now.into()),
        verified_by: verified,
        revision: 0,
    })
    .await?;
    let after = view(&mut tx, row.person()).await?;
    // Counts, not the degrees themselves: the trail is read by more than may see the person.
    let figures = |view: &MeritView| {
        json!({ "credits_tenths": view.credits_tenths, "degrees": view.degrees.len(),
                "courses": view.courses.len(), "verified": view.verified_at.is_some() })
    };
    let action = if caller.is_staff() {
        "merit.verified"
    } else {
        "merit.stated"
    };
    tx.record(
        Fact::new(action, "person", row.id)
            .before(figures(&before))
            .after(figures(&after)),
    );
    app.commit(tx).await?;
    Ok(after)
}

/// What is wrong with a statement, if anything is; changes nothing.
pub fn check(statement: &MeritStatement) -> Result<()> {
    checked(statement).map(|_| ())
}

/// The person asked about, if the caller may see who that is.
async fn seen_person(tx: &mut Tx, caller: &Caller, person: Option<PersonId>) -> Result<PersonRow> {
    let missing = Error::NotFound { what: "person" };
    let id = match (caller, person) {
        (Caller::Participant { person: own, .. }, None) => *own,
        (Caller::Participant { person: own, .. }, Some(asked)) if *own == asked => asked,
        (Caller::Participant { .. }, _) => return Err(missing),
        (_, asked) => {
            caller.require(Permission::ReadPeople)?;
            asked.ok_or(Error::Forbidden)?
        }
    };
    let row = tx.person(id).await?;
    row.filter(|row| people::sees(caller, row)).ok_or(missing)
}

pub(super) async fn view(tx: &mut Tx, person: PersonId) -> Result<MeritView> {
    let row = tx.merit(person).await?;
    row.map_or_else(|| Ok(nothing(person)), |row| view_of(&row))
}

pub(super) fn nothing(person: PersonId) -> MeritView {
    MeritView {
        person,
        credits_tenths: None,
        degrees: Vec::new(),
        courses: Vec::new(),
        employer: None,
        stated_at: None,
        verified_at: None,
        verified_by: None,
        revision: 0,
    }
}

pub(super) fn view_of(row: &MeritRow) -> Result<MeritView> {
    let list = |json: &str| serde_json::from_str(json).map_err(Error::internal);
    Ok(MeritView {
        person: PersonId(row.person_id),
        credits_tenths: row.credits_tenths,
        degrees: list(&row.degrees)?,
        courses: list(&row.courses)?,
        employer: row.employer.clone(),
        stated_at: Some(row.stated_at.0),
        verified_at: row.verified_at.map(|at| at.0),
        verified_by: row.verified_by.clone(),
        revision: row.revision,
    })
}

fn checked(statement: &MeritStatement) -> Result<MeritStatement> {
    let mut faults = Faults::default();
    if let Some(credits) = statement.credits_tenths {
        faults.range("/credits_tenths", credits, 0, CREDITS_MOST);
    }
    let lists = [
        ("/degrees", &statement.degrees),
        ("/courses", &statement.courses),
    ];
    for (pointer, list) in lists {
        if list.len() > ENTRIES {
            faults.add(
                pointer,
                "too-many",
                format!("Högst {ENTRIES} får plats."),
                format!("At most {ENTRIES} fit."),
            );
        }
    }
    let lines = |faults: &mut Faults, pointer: &str, list: &[String]| -> Vec<String> {
        let line = |(n, text): (usize, &String)| {
            faults.line(&format!("{pointer}/{n}"), text, limits::LINE_CHARS)
        };
        list.iter().enumerate().map(line).collect()
    };
    let degrees = lines(&mut faults, "/degrees", &statement.degrees);
    let courses = lines(&mut faults, "/courses", &statement.courses);
    for (n, code) in courses.iter().enumerate() {
        if !code.is_empty() && !is_course_code(code) {
            faults.add(
                &format!("/courses/{n}"),
                "bad-course-code",
                "En kurskod är två versaler, tre siffror och en nivåbokstav, som SA123A.",
                "A course code is two capitals, three digits and a level letter, as SA123A.",
            );
        }
    }
    let employer = faults.optional_line(
        "/employer",
        statement.employer.as_deref(),
        limits::LINE_CHARS,
    );
    faults.finish()?;
    Ok(MeritStatement {
        credits_tenths: statement.credits_tenths,
        degrees,
        courses,
        employer,
    })
}

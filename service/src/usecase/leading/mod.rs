//! What who leads a cohort (handledare) has to do with it: who is in it, when it meets, who came.
//!
//! Leading a cohort in force is the permission: it is asked anew each time, and any other cohort does
//! not exist. Members are called by name; who has protected personal data by alias, and of nobody
//! more is said than that.

mod attendance;

pub use attendance::{Attending, List, Meeting, list, note};

use super::{
    Caller,
    needs::{self, Counts},
    people::Families,
    schedule::session_of,
};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{Tx, catalogue::OfferingRow, cohort::CohortRow, person::PersonRow},
};
use jiff::civil::Date;
use samverkan_domain::{
    cohort::Times,
    id::{CohortId, CohortSetId, PersonId},
    need::count,
    profession::ProfessionFamily,
    schedule::Session,
    text::swedish_sort_key,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A cohort that the caller leads.
#[derive(Debug, Clone)]
pub struct Led {
    pub cohort: CohortId,
    pub code: String,
    pub offering_code: String,
    pub course: Text,
    pub starts_on: Date,
    pub ends_on: Date,
    pub times: Times,
    pub people: usize,
}

/// The same with its people and meetings.
#[derive(Debug, Clone)]
pub struct LedCohort {
    pub led: Led,
    /// Names and aliases, in order.
    pub members: Vec<String>,
    pub mix: BTreeMap<ProfessionFamily, usize>,
    /// How many need what; nobody is named with it.
    pub needs: Counts,
    /// The cohort's own meetings and everybody's, in time.
    pub sessions: Vec<Session>,
}

/// What is read of a cohort before anything is shown of it.
struct Found {
    row: CohortRow,
    offering: OfferingRow,
    members: BTreeSet<Uuid>,
}

impl Found {
    /// The cohort, if the caller leads it.
    async fn load(tx: &mut Tx, caller: &Caller, cohort: CohortId) -> Result<Self> {
        let missing = || Error::NotFound { what: "cohort" };
        if !tx.leads(caller.participant()?, cohort).await? {
            return Err(missing());
        }
        let row = tx.cohort(cohort).await?.ok_or_else(missing)?;
        let offering = tx.offering_of_cohort(cohort).await?.ok_or_else(missing)?;
        let offering = tx.offering_by_id(offering).await?.ok_or_else(missing)?;
        let members = tx
            .members(CohortSetId(row.cohort_set_id))
            .await?
            .into_iter();
        let members = members.filter(|member| member.cohort_id == row.id);
        Ok(Self {
            members: members.map(|member| member.person_id).collect(),
            row,
            offering,
        })
    }

    async fn people(&self, tx: &mut Tx) -> Result<Vec<PersonRow>> {
        let mut people = tx.people_concerned(self.offering.offering()).await?;
        people.retain(|person| self.members.contains(&person.id));
        Ok(people)
    }

    fn led(&self) -> Result<Led> {
        let dates = self.offering.dates()?;
        let offering = &self.offering;
        Ok(Led {
            cohort: CohortId(self.row.id),
            code: self.row.code.clone(),
            offering_code: offering.code.clone(),
            course: Text::new(&offering.title_sv, &offering.title_en),
            starts_on: dates.starts_on,
            ends_on: dates.ends_on,
            times: Times::from_bits(self.row.times).unwrap_or_default(),
            people: self.members.len(),
        })
    }
}

/// The cohorts that the caller leads, those of the latest course first.
pub async fn cohorts(app: &App, caller: &Caller) -> Result<Vec<Led>> {
    let person = caller.participant()?;
    let mut tx = app.read().await?;
    let mut led = Vec::new();
    for row in tx.led_by(person).await? {
        led.push(
            Found::load(&mut tx, caller, CohortId(row.cohort_id))
                .await?
                .led()?,
        );
    }
    led.sort_by(|a, b| {
        b.starts_on
            .cmp(&a.starts_on)
            .then_with(|| a.code.cmp(&b.code))
    });
    Ok(led)
}

/// Whether the caller leads any cohort.
pub async fn leads_any(app: &App, caller: &Caller) -> Result<bool> {
    let person: PersonId = caller.participant()?;
    Ok(!app.read().await?.led_by(person).await?.is_empty())
}

/// One of them.
pub async fn cohort(app: &App, caller: &Caller, cohort: CohortId) -> Result<LedCohort> {
    let mut tx = app.read().await?;
    let found = Found::load(&mut tx, caller, cohort).await?;
    let families = Families::load(&mut tx).await?;
    let people = found.people(&mut tx).await?;
    let mut mix = BTreeMap::new();
    for person in &people {
        let family = families.of(person.profession.as_deref(), person.programme.as_deref());
        if let Some(family) = family {
            *mix.entry(family).or_default() += 1;
        }
    }
    let mut members: Vec<String> = people.iter().map(PersonRow::shown_name).collect();
    members.sort_by_key(|name| swedish_sort_key(name));
    let mut sessions = Vec::new();
    for row in tx.sessions(found.offering.offering()).await? {
        if row.cohort_id.is_none_or(|of| of == found.row.id) {
            sessions.push(session_of(&row)?);
        }
    }
    let needs = needs::by_person(app, &mut tx, found.offering.offering()).await?;
    let own = needs.iter().filter(|(id, _)| found.members.contains(*id));
    let needs = count(own.map(|(_, needs)| needs));
    Ok(LedCohort {
        needs,
        led: found.led()?,
        members,
        mix,
        sessions,
    })
}

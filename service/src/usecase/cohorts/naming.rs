//! What a reader may call the people of an offering.

use super::shown;
use crate::{
    error::Result,
    store::{Tx, person::PersonRow},
    usecase::{Caller, people},
};
use samverkan_domain::{
    cohort::CohortExplanation,
    id::{OfferingId, PersonId},
    person::alias,
};
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

/// Names of everybody whom plans of an offering may name, and of its facilitators, as one reader
/// may see them.
#[derive(Debug, Clone)]
pub struct Names(Arc<BTreeMap<Uuid, Name>>);

#[derive(Debug, Clone)]
struct Name {
    shown: String,
    /// Whether the reader may know why this person is where they are.
    explained: bool,
}

impl Names {
    pub async fn load(tx: &mut Tx, caller: &Caller, offering: OfferingId) -> Result<Self> {
        let mut rows = tx.people_concerned(offering).await?;
        rows.extend(tx.facilitator_people(offering).await?);
        let name = |row: &PersonRow| Name {
            shown: shown(caller, row),
            explained: people::sees(caller, row),
        };
        let names = rows.iter().map(|row| (row.id, name(row))).collect();
        Ok(Self(Arc::new(names)))
    }

    /// Name or alias. Who is not known any more is called by alias: that betrays nobody.
    pub fn of(&self, person: PersonId) -> String {
        let known = self.0.get(&person.0);
        known.map_or_else(|| alias(person), |name| name.shown.clone())
    }

    /// Whether the reader may be told why a person is where they are. Protected people are placed
    /// like anybody, and explained to nobody but the officer.
    pub fn explained(&self, person: PersonId) -> bool {
        self.0.get(&person.0).is_some_and(|name| name.explained)
    }
}

/// Calls the schools in what is said of cohorts by name. A plan itself holds their codes; a school
/// that has left the register is still called by that.
pub(super) async fn name_schools(tx: &mut Tx, cohorts: &mut [CohortExplanation]) -> Result<()> {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for cohort in cohorts {
        let codes: Vec<String> = cohort.workplaces().map(str::to_owned).collect();
        for code in codes {
            if !known.contains_key(&code)
                && let Some(title) = tx.workplace_title(&code).await?
            {
                known.insert(code, title);
            }
        }
        cohort.call_workplaces(&known);
    }
    Ok(())
}

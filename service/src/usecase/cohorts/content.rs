//! A plan as it is stored: what was asked for and who is who in one place, what was solved in
//! another.

use super::request::PlanRequest;
use crate::{
    error::{Error, Result},
    store::cohort_plan::CohortPlanRow,
};
use samverkan_domain::{
    cohort::{Plan, PlanCohort, PlanInput, PlanRecord, RECORD_FORMAT},
    id::{CohortId, PersonId},
};
use serde::{Deserialize, Serialize};

/// A plan with all that it was made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlanContent {
    pub request: PlanRequest,
    pub input: PlanInput,
    pub plan: Plan,
}

impl PlanContent {
    pub fn cohort(&self, id: CohortId) -> Option<&PlanCohort> {
        self.input.cohorts.iter().find(|cohort| cohort.cohort == id)
    }

    pub fn cohort_code(&self, id: CohortId) -> String {
        self.cohort(id).map(|c| c.code.clone()).unwrap_or_default()
    }

    pub fn place_of(&self, person: PersonId) -> Option<CohortId> {
        let found = self
            .plan
            .places
            .iter()
            .find(|(placed, _)| *placed == person);
        found.map(|(_, cohort)| *cohort)
    }

    /// What the plan was made with, naming nobody.
    pub fn record(&self) -> PlanRecord {
        PlanRecord {
            format: RECORD_FORMAT.to_owned(),
            instance: self.plan.instance.clone(),
            solving: self.plan.solving.clone(),
            assignment: self.plan.assignment(),
            score: self.plan.score.clone(),
            status: self.plan.status,
            bound: self.plan.bound,
        }
    }

    /// Both parts as they are stored: this without the instance, and the record.
    pub fn sealed(&self) -> Result<(String, String)> {
        let content = serde_json::to_string(self).map_err(Error::internal)?;
        let record = serde_json::to_string(&self.record()).map_err(Error::internal)?;
        Ok((content, record))
    }
}

/// Reads a stored plan. Those of the first release hold their instance within.
pub(super) fn unseal(row: &CohortPlanRow) -> Result<PlanContent> {
    let mut content: PlanContent = serde_json::from_str(&row.content).map_err(Error::internal)?;
    if let Some(record) = &row.record {
        let record: PlanRecord = serde_json::from_str(record).map_err(Error::internal)?;
        content.plan.instance = record.instance;
    }
    Ok(content)
}

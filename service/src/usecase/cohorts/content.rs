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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use samverkan_domain::cohort::{Score, SetKind, Status, Weights};
    use uuid::Uuid;

    /// A plan as the first release stored it.
    const FIRST_RELEASE: &str = r#"{
        "request": { "set_name": "Grupper", "start": "new", "size": 2, "workplaces": "spread",
            "seed": 1, "protected_ok": ["G01"], "locks": [] },
        "input": { "people": [{ "person": "01a207a2-3280-7010-9283-40f9eb9faa1c",
                "family": "teaching", "workplace": null, "modality": null, "protected": false,
                "locked": null, "previous": null, "channel": null }],
            "cohorts": [{ "cohort": "01a207a2-3280-7010-9283-40f9eb9faa1d", "code": "G01",
                "min": 1, "max": 2, "target": 1, "modality": null, "protected_ok": true }],
            "together": [], "apart": [], "workplace_policy": "spread", "seed": 1,
            "iterations": 0 },
        "plan": { "places": [["01a207a2-3280-7010-9283-40f9eb9faa1c",
                "01a207a2-3280-7010-9283-40f9eb9faa1d"]],
            "score": { "hard": {}, "soft": { "size": 0 } },
            "cohorts": [{ "cohort": "01a207a2-3280-7010-9283-40f9eb9faa1d", "code": "G01",
                "size": 1, "families": [], "notes": [] }],
            "people": [{ "person": "01a207a2-3280-7010-9283-40f9eb9faa1c",
                "cohort": "01a207a2-3280-7010-9283-40f9eb9faa1d", "code": "G01",
                "reasons": [{ "reason": "only_cohort_allowed" }], "alternative": null }],
            "instance": { "format": "cohort-instance/1", "slots": 2, "labels": {},
                "participants": [{ "id": 0, "family": 0 }],
                "cohorts": [{ "id": 0, "min": 1, "max": 2, "target": 1, "slots": 0,
                    "protected_ok": true }],
                "criteria": [{ "kind": "size", "each": 1 }] } }
    }"#;

    fn row(content: &str, record: Option<String>) -> CohortPlanRow {
        CohortPlanRow {
            id: Uuid::nil(),
            offering_id: Uuid::nil(),
            set_name: "Grupper".to_owned(),
            state: "proposed".to_owned(),
            basis: String::new(),
            content: content.to_owned(),
            created_by: String::new(),
            created_at: Timestamp::UNIX_EPOCH.into(),
            decided_at: None,
            revision: 1,
            record,
            replaced: None,
            undoes: None,
        }
    }

    #[test]
    fn plans_of_the_first_release_are_read_and_stored_anew() {
        let first = unseal(&row(FIRST_RELEASE, None)).unwrap();
        assert_eq!(first.input.kind, SetKind::Mixed);
        assert_eq!(first.input.weights, Weights::default());
        assert_eq!(first.plan.status, Status::Feasible);
        assert_eq!(first.plan.instance.participants.len(), 1);
        let (content, record) = first.sealed().unwrap();
        // Who is who, and what was solved, stand apart.
        assert!(!content.contains("participants"));
        assert!(!record.contains("01a207a2"));
        let again = unseal(&row(&content, Some(record))).unwrap();
        assert_eq!(again.plan, first.plan);
        let record = again.record();
        let score = Score::of(&record.instance, &record.assignment).unwrap();
        assert_eq!(score.soft, record.score.soft);
    }
}

//! Who leads which cohort, as it is shown and as it is told apart from other assignments.

use super::{leaders::LeadersRequest, naming::Names, staff::Staff};
use crate::error::{Error, Result};
use samverkan_domain::{
    cohort::{
        Times,
        facilitator::{Leaders, Staffing},
    },
    id::{CohortPlanId, PersonId},
    profession::ProfessionFamily,
};
use std::collections::BTreeSet;

/// A facilitator as a reader may see them.
#[derive(Debug, Clone)]
pub struct LeaderView {
    pub person: PersonId,
    pub name: String,
    pub family: Option<ProfessionFamily>,
    /// Cohorts of the partition that they lead.
    pub leads: usize,
}

/// Who leads one cohort.
#[derive(Debug, Clone)]
pub struct LedView {
    pub code: String,
    pub times: Times,
    pub leaders: Vec<LeaderView>,
    /// Names of those who led it before and would not any more.
    pub leaving: Vec<String>,
}

/// Who leads what in a partition.
#[derive(Debug, Clone)]
pub struct LeadersView {
    pub set_name: String,
    pub plan: Option<CohortPlanId>,
    pub cohorts: Vec<LedView>,
    /// Everybody who may lead, with how many cohorts they do.
    pub loads: Vec<LeaderView>,
    /// Digest of what was assigned on and of the assignment: what If-Match of a commit must say.
    pub revision: i64,
}

/// An assignment with what it was made from.
pub(super) struct Assigned {
    pub(super) staffing: Staffing,
    pub(super) leaders: Leaders,
}

impl Assigned {
    /// The same ground and the same assignment have the same digest.
    pub(super) fn revision(&self, request: &LeadersRequest) -> Result<i64> {
        let what = serde_json::to_vec(&(request, &self.staffing, &self.leaders.of));
        let digest = crate::secrets::sha256(&what.map_err(Error::internal)?);
        let first = digest.first_chunk::<8>().copied().unwrap_or_default();
        Ok(i64::from_be_bytes(first) & i64::MAX)
    }

    pub(super) fn people(&self, cohort: usize) -> impl Iterator<Item = PersonId> {
        let ids = self.leaders.of[cohort].iter();
        ids.map(|id| self.staffing.candidates[*id as usize].person)
    }

    pub(super) fn view(
        &self,
        request: &LeadersRequest,
        staff: &Staff,
        names: &Names,
    ) -> Result<LeadersView> {
        let leader = |person| LeaderView {
            person,
            name: names.of(person),
            family: staff.family(person),
            leads: (0..self.staffing.groups.len())
                .filter(|cohort| self.people(*cohort).any(|other| other == person))
                .count(),
        };
        let groups = self.staffing.groups.iter().enumerate();
        let cohorts = groups.map(|(at, group)| {
            let now: BTreeSet<_> = self.people(at).collect();
            let leaving = group.led_by.iter().filter(|person| !now.contains(person));
            LedView {
                code: group.code.clone(),
                times: group.times,
                leaving: leaving.map(|person| names.of(*person)).collect(),
                leaders: self.people(at).map(leader).collect(),
            }
        });
        let all = self.staffing.candidates.iter();
        Ok(LeadersView {
            set_name: request.set_name.clone(),
            plan: request.plan,
            cohorts: cohorts.collect(),
            loads: all.map(|candidate| leader(candidate.person)).collect(),
            revision: self.revision(request)?,
        })
    }
}

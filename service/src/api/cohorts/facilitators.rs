//! Facilitators (handledare) of an offering.

use super::{new_plan, types::times};
use crate::{
    api::{
        Tags,
        body::Body,
        caller::{AppData, Auth},
        edge::language,
        problem::{ReadFailure, WriteFailure},
        respond::Done,
        types::{Family, Instant, Language},
    },
    error,
    usecase::cohorts::{self, FacilitatorLock, FacilitatorNote, FacilitatorView},
};
use poem::Request;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use samverkan_domain::{id::PersonId, person};
use serde::Deserialize;
use uuid::Uuid;

/// A cohort by the names people use.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CohortName {
    /// Name of the partition, such as `Grupper`.
    pub set_name: String,
    /// Code of the cohort.
    pub cohort: String,
}

/// A facilitator of an offering.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Facilitator {
    pub person: Uuid,
    /// Name, or alias.
    pub name: String,
    pub family: Option<Family>,
    /// Most cohorts they lead.
    pub most: u32,
    /// Weekly times they cannot, such as `mon10`.
    pub cannot: Vec<String>,
    /// If there are any: leads only cohorts with somebody of one of these families.
    pub only: Vec<Family>,
    /// Leads no cohort with anybody of one of these families.
    pub never: Vec<Family>,
    /// Languages spoken; none = not stated.
    pub languages: Vec<Language>,
    /// Cohorts they are held in.
    pub locked: Vec<CohortName>,
    /// Cohorts in force that they lead.
    pub leads: Vec<CohortName>,
    /// What does not fit in what they lead.
    pub problems: Vec<String>,
    pub noted_at: Instant,
}

/// A facilitator as noted. No reasons: they may be about health.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewFacilitator {
    /// Most cohorts they lead on the offering; 0 = none for now.
    pub most: u32,
    /// Weekly times they cannot: day and start, `mon10` or `mån10`; the starts are 08, 10, 13, 15
    /// and 17.
    #[serde(default)]
    #[oai(default)]
    pub cannot: Vec<String>,
    /// If there are any: leads only cohorts with somebody of one of these families.
    #[serde(default)]
    #[oai(default)]
    pub only: Vec<Family>,
    /// Leads no cohort with anybody of one of these families.
    #[serde(default)]
    #[oai(default)]
    pub never: Vec<Family>,
    /// Languages spoken; none = not stated, which counts as all.
    #[serde(default)]
    #[oai(default)]
    pub languages: Vec<Language>,
    /// Cohorts they are held in, in force or to come.
    #[serde(default)]
    #[oai(default)]
    pub locked: Vec<CohortName>,
}

fn name(lock: FacilitatorLock) -> CohortName {
    CohortName {
        set_name: lock.set_name,
        cohort: lock.cohort,
    }
}

fn facilitator(view: FacilitatorView, language: person::Language) -> Facilitator {
    let families = |list: Vec<_>| list.into_iter().map(Into::into).collect();
    let languages = view.note.languages.unwrap_or_default().into_iter();
    let problems = view.problems.iter();
    Facilitator {
        person: view.person.0,
        name: view.name,
        family: view.family.map(Into::into),
        most: view.note.most,
        cannot: times(view.note.cannot),
        only: families(view.note.only),
        never: families(view.note.never),
        languages: languages.map(Into::into).collect(),
        locked: view.note.locked.into_iter().map(name).collect(),
        leads: view.leads.into_iter().map(name).collect(),
        problems: problems
            .map(|problem| problem.in_language(language).to_owned())
            .collect(),
        noted_at: view.noted_at.into(),
    }
}

impl NewFacilitator {
    fn note(self) -> error::Result<FacilitatorNote> {
        let families = |list: Vec<Family>| list.into_iter().map(Into::into).collect();
        let spoken: Vec<_> = self.languages.into_iter().map(Into::into).collect();
        let locks = self.locked.into_iter().map(|lock| FacilitatorLock {
            set_name: lock.set_name,
            cohort: lock.cohort,
        });
        Ok(FacilitatorNote {
            most: self.most,
            cannot: new_plan::times(&self.cannot, "/cannot")?,
            only: families(self.only),
            never: families(self.never),
            languages: (!spoken.is_empty()).then_some(spoken),
            locked: locks.collect(),
        })
    }
}

pub struct FacilitatorsApi;

#[OpenApi(tag = "Tags::Cohorts")]
impl FacilitatorsApi {
    /// Facilitators of an offering, with what they lead
    #[oai(
        path = "/offerings/:offering/facilitators",
        method = "get",
        operation_id = "list_facilitators"
    )]
    async fn list_facilitators(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        offering: Path<String>,
    ) -> Result<Json<Vec<Facilitator>>, ReadFailure> {
        let views = cohorts::facilitators(&app, auth.caller(), &offering).await?;
        let views = views.into_iter();
        Ok(Json(
            views
                .map(|view| facilitator(view, language(request)))
                .collect(),
        ))
    }

    /// Note a facilitator, in place of what was noted before
    #[oai(
        path = "/offerings/:offering/facilitators/:person",
        method = "put",
        operation_id = "put_facilitator"
    )]
    async fn put_facilitator(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        offering: Path<String>,
        person: Path<Uuid>,
        Body(new): Body<NewFacilitator>,
    ) -> Result<Json<Facilitator>, WriteFailure> {
        let (caller, person, note) = (auth.caller(), PersonId(person.0), new.note()?);
        let view = cohorts::put_facilitator(&app, caller, &offering, person, &note).await?;
        Ok(Json(facilitator(view, language(request))))
    }

    /// Take a facilitator off an offering, and out of the cohorts they lead
    #[oai(
        path = "/offerings/:offering/facilitators/:person",
        method = "delete",
        operation_id = "remove_facilitator"
    )]
    async fn remove_facilitator(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        person: Path<Uuid>,
    ) -> Result<Done, WriteFailure> {
        let person = PersonId(person.0);
        cohorts::remove_facilitator(&app, auth.caller(), &offering, person).await?;
        Ok(Done::Done)
    }
}

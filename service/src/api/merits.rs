//! Merits, and how they stand against what a channel requires.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, seen},
    problem::{ReadFailure, WriteFailure},
    respond::{Tagged, tagged},
    types::{Day, Instant},
};
use crate::{
    error::Text,
    usecase::{
        eligibility::{self, FindingView, StandingView},
        merits::{self, MeritStatement, MeritView},
    },
};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};
use samverkan_domain::{admission::eligibility::Standing, id::PersonId, person};
use serde::Deserialize;
use uuid::Uuid;

/// What a person has studied and where the person works.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Merits {
    pub person: Uuid,
    /// Completed högskolepoäng in tenths: 1205 is 120.5 hp.
    pub credits_tenths: Option<i64>,
    pub degrees: Vec<String>,
    /// Codes of courses with a final pass.
    pub courses: Vec<String>,
    pub employer: Option<String>,
    pub stated_at: Option<Instant>,
    /// When an administrator saw the documents; missing while only stated.
    pub verified_at: Option<Instant>,
    /// 0 while nothing has been stated.
    pub revision: i64,
}

impl From<MeritView> for Merits {
    fn from(view: MeritView) -> Self {
        Self {
            person: view.person.0,
            credits_tenths: view.credits_tenths,
            degrees: view.degrees,
            courses: view.courses,
            employer: view.employer,
            stated_at: view.stated_at.map(Instant),
            verified_at: view.verified_at.map(Instant),
            revision: view.revision,
        }
    }
}

/// Merits, the whole of them, in place of what was there.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct MeritBody {
    #[serde(default)]
    pub credits_tenths: Option<i64>,
    #[serde(default)]
    #[oai(default)]
    pub degrees: Vec<String>,
    #[serde(default)]
    #[oai(default)]
    pub courses: Vec<String>,
    #[serde(default)]
    pub employer: Option<String>,
}

impl From<MeritBody> for MeritStatement {
    fn from(body: MeritBody) -> Self {
        Self {
            credits_tenths: body.credits_tenths,
            degrees: body.degrees,
            courses: body.courses,
            employer: body.employer,
        }
    }
}

/// Behörighet.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct EligibilityStanding {
    /// `eligible`, `conditional` or `not_eligible`.
    pub standing: String,
    /// The standing in words.
    pub label: String,
    /// The first day on which something must have been shown.
    pub until: Option<Day>,
    pub findings: Vec<RequirementFinding>,
}

/// One requirement and how it is met.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RequirementFinding {
    /// What is asked for, in words.
    pub requirement: String,
    /// `met`, `only_stated`, `unmet` or `unknown`.
    pub met: String,
    pub sentence: String,
    /// What would help, if anything does.
    pub cure: Option<String>,
}

/// A text in the caller's language.
pub fn said(text: &Text, language: person::Language) -> String {
    text.in_language(language).to_owned()
}

pub fn finding(view: &FindingView, language: person::Language) -> RequirementFinding {
    RequirementFinding {
        requirement: said(&view.requirement, language),
        met: view.met.clone(),
        sentence: said(&view.sentence, language),
        cure: view.cure.as_ref().map(|cure| said(cure, language)),
    }
}

fn standing(view: &StandingView, language: person::Language) -> EligibilityStanding {
    let (word, until) = match view.standing {
        Standing::Eligible => ("eligible", None),
        Standing::Conditional { until } => ("conditional", Some(Day(until))),
        Standing::NotEligible => ("not_eligible", None),
    };
    EligibilityStanding {
        standing: word.to_owned(),
        label: view.standing.label(language),
        until,
        findings: view.findings.iter().map(|f| finding(f, language)).collect(),
    }
}

pub struct MeritsApi;

#[OpenApi(tag = "Tags::People")]
impl MeritsApi {
    /// Your own merits
    #[oai(path = "/me/merits", method = "get", operation_id = "get_my_merits")]
    async fn get_my_merits(
        &self,
        app: AppData<'_>,
        auth: Auth,
    ) -> Result<Tagged<Merits>, ReadFailure> {
        auth.caller().participant()?;
        let view = merits::get(&app, auth.caller(), None).await?;
        let revision = view.revision;
        Ok(tagged(view.into(), revision))
    }

    /// State your own merits
    ///
    /// In place of what was there. They count as only stated until an administrator has seen the
    /// documents.
    #[oai(path = "/me/merits", method = "put", operation_id = "put_my_merits")]
    async fn put_my_merits(
        &self,
        app: AppData<'_>,
        auth: Auth,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<MeritBody>,
    ) -> Result<Tagged<Merits>, WriteFailure> {
        auth.caller().participant()?;
        let seen = seen(if_match.as_deref());
        let view = merits::put(&app, auth.caller(), None, &body.into(), seen).await?;
        let revision = view.revision;
        Ok(tagged(view.into(), revision))
    }

    /// A person's merits
    #[oai(
        path = "/people/:person/merits",
        method = "get",
        operation_id = "get_merits"
    )]
    async fn get_merits(
        &self,
        app: AppData<'_>,
        auth: Auth,
        person: Path<Uuid>,
    ) -> Result<Tagged<Merits>, ReadFailure> {
        let view = merits::get(&app, auth.caller(), Some(PersonId(person.0))).await?;
        let revision = view.revision;
        Ok(tagged(view.into(), revision))
    }

    /// Verify a person's merits
    ///
    /// Written by who has seen the documents, in place of what was there.
    #[oai(
        path = "/people/:person/merits",
        method = "put",
        operation_id = "verify_merits"
    )]
    async fn verify_merits(
        &self,
        app: AppData<'_>,
        auth: Auth,
        person: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<MeritBody>,
    ) -> Result<Tagged<Merits>, WriteFailure> {
        auth.caller()
            .require(crate::usecase::Permission::EditPeople)?;
        let (id, seen) = (PersonId(person.0), seen(if_match.as_deref()));
        let view = merits::put(&app, auth.caller(), Some(id), &body.into(), seen).await?;
        let revision = view.revision;
        Ok(tagged(view.into(), revision))
    }

    /// How you, or a person, stand against a channel's requirements
    #[oai(
        path = "/channels/:channel/eligibility",
        method = "get",
        operation_id = "get_eligibility"
    )]
    async fn get_eligibility(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        channel: Path<String>,
        /// Whom it is about; left out: yourself.
        person: Query<Option<Uuid>>,
    ) -> Result<Json<EligibilityStanding>, ReadFailure> {
        let person = person.0.map(PersonId);
        let view = eligibility::preview(&app, auth.caller(), &channel, person).await?;
        Ok(Json(standing(&view, super::edge::language(request))))
    }
}

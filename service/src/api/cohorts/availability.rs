//! When and how people can take part.

use super::{new_plan, types::times};
use crate::{
    api::{
        Tags,
        body::Body,
        caller::{AppData, Auth},
        edge::language,
        problem::{ReadFailure, WriteFailure},
        respond::Done,
        types::{Instant, Language},
    },
    usecase::cohorts::{self, AvailabilityNote, AvailabilityView, FileReport},
};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::{Binary, Json},
};
use samverkan_domain::{id::PersonId, person};
use serde::Deserialize;
use uuid::Uuid;

/// When and how a person can take part in an offering.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Availability {
    pub person: Uuid,
    /// Name, or alias.
    pub name: String,
    /// Weekly times the person can never attend, such as `mon10`.
    pub cannot: Vec<String>,
    /// Weekly times the person would rather not attend.
    pub avoid: Vec<String>,
    /// Campus or distance, as stated, is a need.
    pub modality_strict: bool,
    /// Languages spoken; none = not stated.
    pub languages: Vec<Language>,
    pub noted_at: Instant,
}

/// The same as it is noted. No reasons: they may be about health.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewAvailability {
    /// Weekly times the person can never attend: day and start, `mon10` or `mån10`; the starts are
    /// 08, 10, 13, 15 and 17.
    #[serde(default)]
    #[oai(default)]
    pub cannot: Vec<String>,
    /// Weekly times the person would rather not attend.
    #[serde(default)]
    #[oai(default)]
    pub avoid: Vec<String>,
    /// Campus or distance, as the person has stated it, is a need.
    #[serde(default)]
    #[oai(default)]
    pub modality_strict: bool,
    /// Languages spoken; none = not stated, which counts as all.
    #[serde(default)]
    #[oai(default)]
    pub languages: Vec<Language>,
}

/// A row of a file that cannot be used.
#[derive(Debug, Object)]
pub struct AvailabilityFault {
    /// As a spreadsheet numbers it; 1 is the header.
    pub row: u32,
    pub detail: String,
}

/// What came of a file.
#[derive(Debug, Object)]
pub struct AvailabilityReport {
    pub rows: i64,
    /// People of whom something else is noted than before.
    pub changed: i64,
    /// With any, nothing is noted.
    pub faults: Vec<AvailabilityFault>,
}

fn view(view: AvailabilityView) -> Availability {
    let languages = view.note.languages.unwrap_or_default().into_iter();
    Availability {
        person: view.person.0,
        name: view.name,
        cannot: times(view.note.cannot),
        avoid: times(view.note.avoid),
        modality_strict: view.note.modality_strict,
        languages: languages.map(Into::into).collect(),
        noted_at: view.noted_at.into(),
    }
}

fn report(report: FileReport, language: person::Language) -> AvailabilityReport {
    let fault = |fault: cohorts::FileFault| AvailabilityFault {
        row: fault.row,
        detail: fault.text.in_language(language).to_owned(),
    };
    AvailabilityReport {
        rows: super::types::count(report.rows),
        changed: super::types::count(report.changed),
        faults: report.faults.into_iter().map(fault).collect(),
    }
}

pub struct AvailabilityApi;

#[OpenApi(tag = "Tags::Cohorts")]
impl AvailabilityApi {
    /// When and how people can take part in an offering
    #[oai(
        path = "/offerings/:offering/availability",
        method = "get",
        operation_id = "list_availability"
    )]
    async fn list_availability(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
    ) -> Result<Json<Vec<Availability>>, ReadFailure> {
        let views = cohorts::availability(&app, auth.caller(), &offering).await?;
        Ok(Json(views.into_iter().map(view).collect()))
    }

    /// When and how you can take part, as you have said
    #[oai(
        path = "/me/offerings/:offering/availability",
        method = "get",
        operation_id = "get_my_availability"
    )]
    async fn get_my_availability(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
    ) -> Result<Json<NewAvailability>, ReadFailure> {
        let note = cohorts::my_availability(&app, auth.caller(), &offering).await?;
        let languages = note.languages.unwrap_or_default().into_iter();
        Ok(Json(NewAvailability {
            cannot: times(note.cannot),
            avoid: times(note.avoid),
            modality_strict: note.modality_strict,
            languages: languages.map(Into::into).collect(),
        }))
    }

    /// Note when and how a person can take part, in place of what was noted before
    #[oai(
        path = "/offerings/:offering/availability/:person",
        method = "put",
        operation_id = "put_availability"
    )]
    async fn put_availability(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        person: Path<Uuid>,
        Body(new): Body<NewAvailability>,
    ) -> Result<Json<Availability>, WriteFailure> {
        let spoken: Vec<_> = new.languages.into_iter().map(Into::into).collect();
        let note = AvailabilityNote {
            cannot: new_plan::times(&new.cannot, "/cannot")?,
            avoid: new_plan::times(&new.avoid, "/avoid")?,
            modality_strict: new.modality_strict,
            languages: (!spoken.is_empty()).then_some(spoken),
        };
        let (caller, person) = (auth.caller(), PersonId(person.0));
        let noted = cohorts::set_availability(&app, caller, &offering, person, &note).await?;
        Ok(Json(view(noted)))
    }

    /// Forget what was noted of a person
    #[oai(
        path = "/offerings/:offering/availability/:person",
        method = "delete",
        operation_id = "forget_availability"
    )]
    async fn forget_availability(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        person: Path<Uuid>,
    ) -> Result<Done, WriteFailure> {
        let person = PersonId(person.0);
        cohorts::forget_availability(&app, auth.caller(), &offering, person).await?;
        Ok(Done::Done)
    }

    /// Note a whole file (CSV): Person; Kan inte; Undviker; Krav på form; Språk
    ///
    /// All of it, or nothing if any row is wrong.
    #[oai(
        path = "/offerings/:offering/availability",
        method = "post",
        operation_id = "read_availability"
    )]
    async fn read_availability(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        offering: Path<String>,
        /// Only say what it would do.
        dry_run: Query<Option<bool>>,
        file: Binary<Vec<u8>>,
    ) -> Result<Json<AvailabilityReport>, WriteFailure> {
        let dry = dry_run.0.unwrap_or(false);
        let read = cohorts::read_availability(&app, auth.caller(), &offering, &file.0, dry).await?;
        Ok(Json(report(read, language(request))))
    }
}

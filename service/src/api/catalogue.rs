//! Packages, courses and offerings.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, once, seen},
    channels::Channel,
    problem::{ReadFailure, WriteFailure},
    respond::{Created, Listed, Tagged, created, limit, listed, tagged},
    types::Day,
};
use crate::{
    store::catalogue::{CourseRow, PackageRow},
    usecase::catalogue::{
        self, CourseRequest, OfferingChange, OfferingRequest, OfferingView, PackageRequest,
    },
};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};
use serde::Deserialize;
use uuid::Uuid;

/// A package of courses (kurspaket).
#[derive(Debug, Object)]
pub struct Package {
    pub id: Uuid,
    pub code: String,
    pub title_sv: String,
    pub title_en: String,
    /// Where the facts come from.
    pub source: String,
    /// Whether this is demonstration data.
    pub demo: bool,
}

/// A course (kurs).
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Course {
    pub id: Uuid,
    pub code: String,
    pub title_sv: String,
    pub title_en: String,
    /// Higher-education credits in tenths: 150 is 15 hp.
    pub credits_tenths: i64,
    pub level: String,
    pub main_field: String,
    pub syllabus_url: Option<String>,
    /// Where the facts come from.
    pub source: String,
    /// Whether this is demonstration data.
    pub demo: bool,
}

/// One dated delivery of a course (kurstillfälle).
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Offering {
    pub id: Uuid,
    pub code: String,
    pub course_code: String,
    pub title_sv: String,
    pub title_en: String,
    pub term: String,
    pub starts_on: Day,
    pub ends_on: Day,
    pub pace_percent: i64,
    pub teaching: String,
    pub language: String,
    /// Cohorts have about this many people.
    pub cohort_size: i64,
    /// Which facts are invented for demonstration; empty: none.
    pub demo_note: String,
    pub channels: Vec<Channel>,
    /// Id of the offering in whose cohorts this one's people are placed (samläsning).
    pub cohorts_of: Option<Uuid>,
    pub revision: i64,
}

/// A new package.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPackage {
    #[oai(validator(max_length = 40))]
    pub code: String,
    pub title_sv: String,
    pub title_en: String,
    pub source: String,
    pub demo: bool,
}

/// A new course.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewCourse {
    /// Two capitals, three digits, level letter: `SA123A`.
    pub code: String,
    /// Code of the package the course belongs to.
    #[serde(default)]
    pub package: Option<String>,
    pub title_sv: String,
    pub title_en: String,
    pub credits_tenths: i64,
    pub level: String,
    pub main_field: String,
    #[serde(default)]
    pub syllabus_url: Option<String>,
    pub source: String,
    pub demo: bool,
}

/// A new offering.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOffering {
    pub course: String,
    /// Course code, hyphen, delivery: `SA123A-V9001V27`.
    pub code: String,
    pub term: String,
    pub starts_on: Day,
    pub ends_on: Day,
    pub pace_percent: i64,
    /// `campus`, `distance` or `mixed`.
    pub teaching: String,
    /// `sv` or `en`.
    pub language: String,
    pub cohort_size: i64,
    /// Which facts are invented for demonstration; empty: none.
    pub demo_note: String,
}

/// What to change in an offering; what is left out stays.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct OfferingPatch {
    #[serde(default)]
    pub starts_on: Option<Day>,
    #[serde(default)]
    pub ends_on: Option<Day>,
    #[serde(default)]
    pub pace_percent: Option<i64>,
    #[serde(default)]
    pub cohort_size: Option<i64>,
    #[serde(default)]
    pub demo_note: Option<String>,
    /// Code or id of the offering in whose cohorts this one's people are placed (samläsning);
    /// empty: its own again.
    #[serde(default)]
    pub cohorts_of: Option<String>,
}

/// The id of what was made.
#[derive(Debug, Object)]
pub struct Made {
    pub id: Uuid,
}

impl From<PackageRow> for Package {
    fn from(row: PackageRow) -> Self {
        let PackageRow {
            id,
            code,
            title_sv,
            title_en,
            source,
            demo,
            ..
        } = row;
        Self {
            id,
            code,
            title_sv,
            title_en,
            source,
            demo,
        }
    }
}

impl From<CourseRow> for Course {
    fn from(row: CourseRow) -> Self {
        Self {
            id: row.id,
            code: row.code,
            title_sv: row.title_sv,
            title_en: row.title_en,
            credits_tenths: row.credits_tenths,
            level: row.level,
            main_field: row.main_field,
            syllabus_url: row.syllabus_url,
            source: row.source,
            demo: row.demo,
        }
    }
}

impl TryFrom<OfferingView> for Offering {
    type Error = crate::error::Error;

    fn try_from(view: OfferingView) -> Result<Self, Self::Error> {
        let OfferingView { row, channels } = view;
        let dates = row.dates()?;
        Ok(Self {
            id: row.id,
            code: row.code,
            course_code: row.course_code,
            title_sv: row.title_sv,
            title_en: row.title_en,
            term: row.term,
            starts_on: dates.starts_on.into(),
            ends_on: dates.ends_on.into(),
            pace_percent: row.pace_percent,
            teaching: row.teaching,
            language: row.language,
            cohort_size: row.cohort_size,
            demo_note: row.demo_note,
            channels: channels.into_iter().map(Into::into).collect(),
            cohorts_of: row.cohorts_of,
            revision: row.revision,
        })
    }
}

pub struct CatalogueApi;

#[OpenApi(tag = "Tags::Catalogue")]
impl CatalogueApi {
    /// Packages of courses
    #[oai(path = "/packages", method = "get", operation_id = "list_packages")]
    async fn list_packages(&self, app: AppData<'_>) -> Result<Json<Vec<Package>>, ReadFailure> {
        let rows = catalogue::packages(&app).await?;
        Ok(Json(rows.into_iter().map(Into::into).collect()))
    }

    /// Add a package
    #[oai(path = "/packages", method = "post", operation_id = "create_package")]
    async fn create_package(
        &self,
        app: AppData<'_>,
        auth: Auth,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewPackage>,
    ) -> Result<Created<Made>, WriteFailure> {
        let NewPackage {
            code,
            title_sv,
            title_en,
            source,
            demo,
        } = new;
        let request = PackageRequest {
            code,
            title_sv,
            title_en,
            source,
            demo,
        };
        let once = once(auth.caller(), "create_package", key.as_deref(), &request)?;
        let id = catalogue::create_package(&app, auth.caller(), &request, once.as_ref()).await?;
        Ok(created(Made { id }, "/api/v1/packages".to_owned()))
    }

    /// Courses
    #[oai(path = "/courses", method = "get", operation_id = "list_courses")]
    async fn list_courses(&self, app: AppData<'_>) -> Result<Json<Vec<Course>>, ReadFailure> {
        let rows = catalogue::courses(&app).await?;
        Ok(Json(rows.into_iter().map(Into::into).collect()))
    }

    /// One course
    #[oai(path = "/courses/:code", method = "get", operation_id = "get_course")]
    async fn get_course(
        &self,
        app: AppData<'_>,
        code: Path<String>,
    ) -> Result<Json<Course>, ReadFailure> {
        Ok(Json(catalogue::course(&app, &code).await?.into()))
    }

    /// Add a course
    #[oai(path = "/courses", method = "post", operation_id = "create_course")]
    async fn create_course(
        &self,
        app: AppData<'_>,
        auth: Auth,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewCourse>,
    ) -> Result<Created<Made>, WriteFailure> {
        let request = CourseRequest {
            code: new.code,
            package: new.package,
            title_sv: new.title_sv,
            title_en: new.title_en,
            credits_tenths: new.credits_tenths,
            level: new.level,
            main_field: new.main_field,
            syllabus_url: new.syllabus_url,
            source: new.source,
            demo: new.demo,
        };
        let once = once(auth.caller(), "create_course", key.as_deref(), &request)?;
        let id = catalogue::create_course(&app, auth.caller(), &request, once.as_ref()).await?;
        Ok(created(
            Made { id },
            format!("/api/v1/courses/{}", request.code),
        ))
    }

    /// Offerings, with how full their channels are
    #[oai(path = "/offerings", method = "get", operation_id = "list_offerings")]
    async fn list_offerings(
        &self,
        app: AppData<'_>,
        request: &Request,
        /// From the page before.
        cursor: Query<Option<String>>,
        /// Rows on the page, at most 200.
        #[oai(name = "limit")]
        rows: Query<Option<i64>>,
    ) -> Result<Listed<Offering>, ReadFailure> {
        let page = catalogue::offerings(&app, cursor.as_deref(), limit(rows.0)).await?;
        let items = page
            .items
            .into_iter()
            .map(TryInto::try_into)
            .collect::<Result<_, _>>()?;
        Ok(listed(items, page.next, request))
    }

    /// One offering, by id or code
    #[oai(
        path = "/offerings/:offering",
        method = "get",
        operation_id = "get_offering"
    )]
    async fn get_offering(
        &self,
        app: AppData<'_>,
        offering: Path<String>,
    ) -> Result<Tagged<Offering>, ReadFailure> {
        let view = catalogue::offering(&app, &offering).await?;
        let revision = view.row.revision;
        Ok(tagged(view.try_into()?, revision))
    }

    /// Add an offering
    #[oai(path = "/offerings", method = "post", operation_id = "create_offering")]
    async fn create_offering(
        &self,
        app: AppData<'_>,
        auth: Auth,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewOffering>,
    ) -> Result<Created<Made>, WriteFailure> {
        let request = OfferingRequest {
            course: new.course,
            code: new.code,
            term: new.term,
            starts_on: new.starts_on.0,
            ends_on: new.ends_on.0,
            pace_percent: new.pace_percent,
            teaching: new.teaching,
            language: new.language,
            cohort_size: new.cohort_size,
            demo_note: new.demo_note,
        };
        let once = once(auth.caller(), "create_offering", key.as_deref(), &request)?;
        let id = catalogue::create_offering(&app, auth.caller(), &request, once.as_ref()).await?;
        Ok(created(
            Made { id },
            format!("/api/v1/offerings/{}", request.code),
        ))
    }

    /// Change an offering
    #[oai(
        path = "/offerings/:offering",
        method = "patch",
        operation_id = "edit_offering"
    )]
    async fn edit_offering(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(patch): Body<OfferingPatch>,
    ) -> Result<Tagged<Offering>, WriteFailure> {
        let change = OfferingChange {
            starts_on: patch.starts_on.map(|day| day.0),
            ends_on: patch.ends_on.map(|day| day.0),
            pace_percent: patch.pace_percent,
            cohort_size: patch.cohort_size,
            demo_note: patch.demo_note,
            cohorts_of: patch.cohorts_of,
        };
        let seen = seen(if_match.as_deref());
        let view = catalogue::edit_offering(&app, auth.caller(), &offering, change, seen).await?;
        let revision = view.row.revision;
        Ok(tagged(view.try_into()?, revision))
    }
}

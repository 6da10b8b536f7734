//! Leaving a course package.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, once},
    edge::language,
    problem::WriteFailure,
    types::{ApplicationState, CourseExit, Day, PackageExitKind},
};
use crate::usecase::enrolment::package_exit::{self, Exit, ExitRequest, meaning};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::{id::PersonId, person::Language};
use serde::Deserialize;
use uuid::Uuid;

/// A wish to leave a package.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewPackageExit {
    /// Code of the package.
    pub package: String,
    /// Needed only if the person reads the package in several terms: VT2027.
    #[serde(default)]
    pub term: Option<String>,
    /// Break date, not in the future and not before the latest result. Left out: today. Staff only.
    #[serde(default)]
    pub on: Option<Day>,
    /// Codes of courses of which some part is passed. Staff only.
    #[serde(default)]
    #[oai(default)]
    pub partly_passed: Vec<String>,
    /// Only show what would happen.
    #[serde(default)]
    #[oai(default)]
    pub dry_run: bool,
    #[serde(default)]
    pub reason: Option<String>,
}

/// What leaving means, or would mean.
#[derive(Debug, Object)]
pub struct PackageExit {
    pub package: String,
    pub term: String,
    pub on: Day,
    pub exit: PackageExitKind,
    /// In a sentence.
    pub summary: String,
    pub may_apply_for_the_package_again: bool,
    pub courses: Vec<LeftCourse>,
    pub dry_run: bool,
}

/// What leaving means for one course.
#[derive(Debug, Object)]
pub struct LeftCourse {
    pub course: String,
    pub offering_code: String,
    pub application: Uuid,
    pub exit: CourseExit,
    /// In a sentence.
    pub summary: String,
    pub before: ApplicationState,
    pub after: ApplicationState,
}

fn shown(exit: Exit, language: Language) -> PackageExit {
    let courses = exit.courses.into_iter().map(|left| LeftCourse {
        summary: meaning(&left, language),
        course: left.course,
        offering_code: left.offering,
        application: left.application,
        exit: left.exit.into(),
        before: left.before.into(),
        after: left.after.into(),
    });
    PackageExit {
        courses: courses.collect(),
        package: exit.package,
        term: exit.term,
        on: Day(exit.on),
        summary: exit.exit.sentence(language).to_owned(),
        may_apply_for_the_package_again: exit.exit.may_apply_for_the_package_again(),
        exit: exit.exit.into(),
        dry_run: exit.dry_run,
    }
}

fn wanted(body: NewPackageExit) -> ExitRequest {
    ExitRequest {
        package: body.package,
        term: body.term,
        on: body.on.map(|day| day.0),
        partly_passed: body.partly_passed,
        dry_run: body.dry_run,
        reason: body.reason,
    }
}

pub struct PackageExitsApi;

#[OpenApi(tag = "Tags::Applications")]
impl PackageExitsApi {
    /// Take a person off a course package, all its courses at once
    #[oai(
        path = "/people/:person/package-exits",
        method = "post",
        operation_id = "leave_package"
    )]
    async fn leave_package(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        person: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(body): Body<NewPackageExit>,
    ) -> Result<Json<PackageExit>, WriteFailure> {
        let wanted = wanted(body);
        let route = format!("leave_package {}", person.0);
        let once = once(auth.caller(), &route, key.as_deref(), &wanted)?;
        let person = PersonId(person.0);
        let exit =
            package_exit::leave_package(&app, auth.caller(), person, wanted, once.as_ref()).await?;
        Ok(Json(shown(exit, language(request))))
    }

    /// Leave a course package
    #[oai(
        path = "/me/package-exits",
        method = "post",
        operation_id = "leave_my_package"
    )]
    async fn leave_my_package(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(body): Body<NewPackageExit>,
    ) -> Result<Json<PackageExit>, WriteFailure> {
        let person = auth.caller().participant()?;
        let wanted = wanted(body);
        let once = once(auth.caller(), "leave_my_package", key.as_deref(), &wanted)?;
        let exit =
            package_exit::leave_package(&app, auth.caller(), person, wanted, once.as_ref()).await?;
        Ok(Json(shown(exit, language(request))))
    }
}

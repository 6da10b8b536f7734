//! Addresses that calendars are fetched from.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    edge::language,
    problem::WriteFailure,
    respond::Done,
    timetables::{TimetableReport, TimetableSummary, report, summary},
    types::Instant,
};
use crate::usecase::timetables::{self, AddressView};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};
use samverkan_domain::person;
use serde::Deserialize;

/// How an address goes that a calendar is fetched from. The address itself is a secret and is not
/// shown again.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct FetchedFrom {
    /// Name of the server.
    pub host: String,
    /// When it was last asked.
    pub tried_at: Instant,
    /// When it last gave the calendar, or said that it is unchanged: so old is what is known.
    pub read_at: Instant,
    /// When there last was anything new in it.
    pub changed_at: Instant,
    /// When it is asked again; missing when its owner has ended it.
    pub next_at: Option<Instant>,
    /// What went wrong the last time. What was read before stands.
    pub problem: Option<String>,
    /// Stable name of it, for programs.
    pub problem_code: Option<String>,
    /// How many times in a row.
    pub failures: i64,
}

/// Where a calendar is to be fetched.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCalendarAddress {
    /// An https address (webcal is taken for https), without user name and password. A secret: it is
    /// kept sealed.
    pub url: String,
}

pub(super) fn fetched_from(view: AddressView, language: person::Language) -> FetchedFrom {
    let failure = view.failure.as_ref();
    FetchedFrom {
        host: view.host,
        tried_at: view.tried_at.into(),
        read_at: view.read_at.into(),
        changed_at: view.changed_at.into(),
        next_at: view.next_at.map(Into::into),
        problem: failure.map(|failure| failure.sentence(language)),
        problem_code: failure.map(|failure| failure.code().to_owned()),
        failures: view.failures,
    }
}

pub struct TimetableAddressesApi;

#[OpenApi(tag = "Tags::Sessions")]
impl TimetableAddressesApi {
    /// Fetch the timetable of a programme from an address (iCalendar), now and from now on
    ///
    /// In place of an address given before. It is fetched every four hours, more rarely while that
    /// goes wrong; what was read before stands. All or nothing, as with a file: with anything in it
    /// that is not understood, the address is not kept. Only https, and only the open net.
    #[oai(
        path = "/timetables/:programme/address",
        method = "put",
        operation_id = "put_timetable_address"
    )]
    async fn put_timetable_address(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        /// Code of the programme.
        programme: Path<String>,
        /// Only say what it would do.
        dry_run: Query<Option<bool>>,
        Body(new): Body<NewCalendarAddress>,
    ) -> Result<Json<TimetableReport>, WriteFailure> {
        let dry = dry_run.0.unwrap_or(false);
        let caller = auth.caller();
        let done = timetables::put_address(&app, caller, &programme, &new.url, dry).await?;
        Ok(Json(report(done, language(request))))
    }

    /// Fetch the timetable of a programme no more
    ///
    /// What has been read stays.
    #[oai(
        path = "/timetables/:programme/address",
        method = "delete",
        operation_id = "delete_timetable_address"
    )]
    async fn delete_timetable_address(
        &self,
        app: AppData<'_>,
        auth: Auth,
        programme: Path<String>,
    ) -> Result<Done, WriteFailure> {
        timetables::remove_address(&app, auth.caller(), &programme).await?;
        Ok(Done::Done)
    }

    /// Fetch the timetable of a programme from its address now
    ///
    /// The answer says how it went.
    #[oai(
        path = "/timetables/:programme/refresh",
        method = "post",
        operation_id = "refresh_timetable"
    )]
    async fn refresh_timetable(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        programme: Path<String>,
    ) -> Result<Json<TimetableSummary>, WriteFailure> {
        let view = timetables::refresh(&app, auth.caller(), &programme).await?;
        Ok(Json(summary(view, language(request))))
    }
}

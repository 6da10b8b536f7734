//! A person's own calendar, of which only busy times are kept.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    edge::language,
    problem::{ReadFailure, WriteFailure},
    respond::Done,
    timetable_addresses::{FetchedFrom, NewCalendarAddress, fetched_from},
    timetables::{CalendarFault, fault},
    types::Instant,
};
use crate::usecase::timetables::{self, PrivateCalendar};
use poem::Request;
use poem_openapi::{
    ApiRequest, Object, OpenApi,
    payload::{Binary, Json},
};
use samverkan_domain::{clash::instant_of, person};

/// What is kept of one's own calendar: when one is busy, and nothing else.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct MyCalendar {
    pub busy: Vec<BusyTime>,
    /// Events in the calendar; titles, places and people are not kept.
    pub read: i64,
    pub used: i64,
    /// Marked as taking up no time.
    pub free: i64,
    pub read_at: Instant,
    /// Events that are not understood and do not count.
    pub faults: Vec<CalendarFault>,
    /// Where it is fetched, if it is.
    pub address: Option<FetchedFrom>,
}

/// One's own calendar: the address it is fetched from, or a file.
#[derive(ApiRequest)]
pub enum GivenCalendar {
    /// An address, to be read now and from now on.
    Address(Body<NewCalendarAddress>),
    /// iCalendar.
    File(Binary<Vec<u8>>),
}

/// A stretch of time.
#[derive(Debug, Object)]
pub struct BusyTime {
    pub starts_at: Instant,
    /// Excluded.
    pub ends_at: Instant,
}

fn mine(calendar: PrivateCalendar, language: person::Language) -> MyCalendar {
    let busy = calendar.busy.into_iter().map(|(from, to)| BusyTime {
        starts_at: instant_of(from).into(),
        ends_at: instant_of(to).into(),
    });
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    MyCalendar {
        busy: busy.collect(),
        read: count(calendar.account.read),
        used: count(calendar.account.used),
        free: count(calendar.account.free),
        read_at: calendar.read_at.into(),
        faults: calendar
            .faults
            .into_iter()
            .map(|one| fault(one, language))
            .collect(),
        address: calendar.address.map(|one| fetched_from(one, language)),
    }
}

pub struct MyCalendarApi;

#[OpenApi(tag = "Tags::People")]
impl MyCalendarApi {
    /// What is kept of one's own calendar
    #[oai(
        path = "/me/calendar",
        method = "get",
        operation_id = "get_my_calendar"
    )]
    async fn get_my_calendar(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
    ) -> Result<Json<MyCalendar>, ReadFailure> {
        let calendar = timetables::private(&app, auth.caller()).await?;
        Ok(Json(mine(calendar, language(request))))
    }

    /// Give one's own calendar, in place of the one given before: a file (iCalendar), or its address
    ///
    /// So that meetings are placed when one can come. Only when one is busy is kept. An address is
    /// read every four hours; it is kept sealed and shown to nobody.
    #[oai(
        path = "/me/calendar",
        method = "put",
        operation_id = "put_my_calendar"
    )]
    async fn put_my_calendar(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        given: GivenCalendar,
    ) -> Result<Json<MyCalendar>, WriteFailure> {
        let caller = auth.caller();
        let calendar = match given {
            GivenCalendar::File(file) => timetables::put_private(&app, caller, &file.0).await?,
            GivenCalendar::Address(Body(new)) => {
                timetables::put_private_address(&app, caller, &new.url).await?
            }
        };
        Ok(Json(mine(calendar, language(request))))
    }

    /// Read one's own calendar from its address now
    ///
    /// The answer says how it went.
    #[oai(
        path = "/me/calendar/refresh",
        method = "post",
        operation_id = "refresh_my_calendar"
    )]
    async fn refresh_my_calendar(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
    ) -> Result<Json<MyCalendar>, WriteFailure> {
        let calendar = timetables::refresh_private(&app, auth.caller()).await?;
        Ok(Json(mine(calendar, language(request))))
    }

    /// Take one's own calendar away, and the address it is fetched from
    #[oai(
        path = "/me/calendar",
        method = "delete",
        operation_id = "delete_my_calendar"
    )]
    async fn delete_my_calendar(&self, app: AppData<'_>, auth: Auth) -> Result<Done, WriteFailure> {
        timetables::forget_private(&app, auth.caller()).await?;
        Ok(Done::Done)
    }
}

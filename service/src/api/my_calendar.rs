//! A person's own calendar, of which only busy times are kept.

use super::{
    Tags,
    caller::{AppData, Auth},
    edge::language,
    problem::{ReadFailure, WriteFailure},
    respond::Done,
    timetables::{CalendarFault, fault},
    types::Instant,
};
use crate::usecase::timetables::{self, PrivateCalendar};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
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

    /// Give one's own calendar (iCalendar), in place of the one given before
    ///
    /// So that meetings are placed when one can come. Only when one is busy is kept.
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
        file: Binary<Vec<u8>>,
    ) -> Result<Json<MyCalendar>, WriteFailure> {
        let calendar = timetables::put_private(&app, auth.caller(), &file.0).await?;
        Ok(Json(mine(calendar, language(request))))
    }

    /// Take one's own calendar away
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

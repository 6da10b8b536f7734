//! What needs doing today.

use super::{
    Tags,
    caller::{AppData, Auth},
    edge::language,
    problem::ReadFailure,
    types::{Day, Instant, WaitingKind},
};
use crate::{texts::Texts, usecase::today};
use poem::Request;
use poem_openapi::{Object, OpenApi, payload::Json};

/// One thing to do.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Waiting {
    pub kind: WaitingKind,
    /// Code of the offering, if it is one offering's.
    pub offering: Option<String>,
    /// Code of the channel, if it is one channel's.
    pub channel: Option<String>,
    pub count: i64,
    /// What waits and how many, in the language of the answer.
    pub says: String,
    /// The administrator's command that does it, or shows what is to be done.
    pub command: String,
    /// When the first of them is too late, or begins.
    pub due: Option<Instant>,
}

/// Everything that waits for somebody who administers.
#[derive(Debug, Object)]
pub struct Today {
    pub on: Day,
    /// Empty when nothing waits.
    pub waits: Vec<Waiting>,
}

pub struct TodayApi;

#[OpenApi(tag = "Tags::Audit")]
impl TodayApi {
    /// What needs doing today
    ///
    /// Counts by offering and channel; nobody is named.
    #[oai(path = "/today", method = "get", operation_id = "get_today")]
    async fn get_today(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
    ) -> Result<Json<Today>, ReadFailure> {
        let texts = Texts::of_language(language(request));
        let today = today::look(&app, auth.caller()).await?;
        let waits = today.waits.into_iter().map(|one| Waiting {
            kind: one.what.into(),
            says: one.says(texts),
            command: one.command(),
            offering: one.offering,
            channel: one.channel,
            count: one.count,
            due: one.due.map(Instant),
        });
        Ok(Json(Today {
            on: Day(today.on),
            waits: waits.collect(),
        }))
    }
}

//! What has happened with a person, in order.

use super::{
    Tags,
    caller::{AppData, Auth},
    edge::language,
    problem::ReadFailure,
    types::Instant,
};
use crate::{
    texts::Texts,
    usecase::people::{self, Happened, What},
};
use poem::Request;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use samverkan_domain::id::PersonId;
use serde_json::Value;
use uuid::Uuid;

/// One thing that happened with a person: a row of the trail, or a letter.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct HistoryEntry {
    pub at: Instant,
    /// What, in the language of the answer.
    pub says: String,
    /// Who did it, in words: the person, staff by the name of their key, or the service.
    pub by: String,
    /// Code of the offering it was about.
    pub offering: Option<String>,
    /// Why, where a reason is asked for.
    pub reason: Option<String>,
    /// Number of the row in the trail; a letter has none.
    pub seq: Option<i64>,
    /// `application.withdrawn`; a letter has none.
    pub action: Option<String>,
    /// Fields before the change. Never names, addresses or identity numbers.
    pub before: Option<Value>,
    pub after: Option<Value>,
}

fn entry(one: Happened, t: Texts) -> HistoryEntry {
    let (says, by) = (one.says(t), one.by(t));
    let (seq, action, before, after) = match one.what {
        What::Action {
            seq,
            action,
            before,
            after,
        } => (Some(seq), Some(action), before, after),
        What::Letter { .. } => (None, None, None, None),
    };
    HistoryEntry {
        at: Instant(one.at),
        says,
        by,
        offering: one.offering,
        reason: one.reason,
        seq,
        action,
        before,
        after,
    }
}

pub struct HistoryApi;

#[OpenApi(tag = "Tags::People")]
impl HistoryApi {
    /// Everything that has happened with a person, oldest first
    ///
    /// What the trail says of the person and what is theirs, and the letters that were written. Of a
    /// protected person only for the protected-identity officer.
    #[oai(
        path = "/people/:person/history",
        method = "get",
        operation_id = "get_person_history"
    )]
    async fn get_person_history(
        &self,
        app: AppData<'_>,
        auth: Auth,
        person: Path<Uuid>,
        request: &Request,
    ) -> Result<Json<Vec<HistoryEntry>>, ReadFailure> {
        let t = Texts::of_language(language(request));
        let all = people::history(&app, auth.caller(), PersonId(person.0)).await?;
        Ok(Json(all.into_iter().map(|one| entry(one, t)).collect()))
    }
}

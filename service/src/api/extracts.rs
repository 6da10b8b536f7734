//! Access exports (registerutdrag): everything that is kept of somebody, taken out by staff.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    problem::WriteFailure,
    types::{Instant, Language},
};
use crate::usecase::people::{self, Extract};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use samverkan_domain::id::PersonId;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

/// How to take out what is kept of somebody.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewPersonExtract {
    /// Language of what is said beside the data; the person's own if it is left out.
    #[serde(default)]
    pub language: Option<Language>,
}

/// Everything that is kept of a person, for that person.
#[derive(Debug, Object)]
pub struct PersonExtract {
    pub person: Uuid,
    pub name: String,
    pub language: Language,
    pub made_at: Instant,
    /// The data by heading, and under `information` what article 15.1 says must be told.
    pub content: Value,
    /// Rules about who is in which cohort that name the person and somebody else. They are not in
    /// `content`: what of them may be given out is for somebody to assess.
    pub rules_to_assess: i64,
}

impl From<Extract> for PersonExtract {
    fn from(made: Extract) -> Self {
        Self {
            person: made.person.0,
            name: made.name,
            language: made.language.into(),
            made_at: made.made_at.into(),
            content: made.content,
            rules_to_assess: made.rules_to_assess,
        }
    }
}

pub struct ExtractsApi;

#[OpenApi(tag = "Tags::People")]
impl ExtractsApi {
    /// Take out everything that is kept of a person (registerutdrag, article 15 of the GDPR)
    ///
    /// Nobody else's data are in it: staff stand by role, and what others have wished about the
    /// person is left out. Of a protected person only for the protected-identity officer. The trail
    /// says who took it out.
    #[oai(
        path = "/people/:person/extract",
        method = "post",
        operation_id = "extract_person"
    )]
    async fn extract_person(
        &self,
        app: AppData<'_>,
        auth: Auth,
        person: Path<Uuid>,
        Body(body): Body<NewPersonExtract>,
    ) -> Result<Json<PersonExtract>, WriteFailure> {
        let language = body.language.map(Into::into);
        let made = people::extract(&app, auth.caller(), PersonId(person.0), language).await?;
        Ok(Json(made.into()))
    }
}

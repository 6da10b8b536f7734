//! Possible duplicates among people.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    edge::language,
    people::Person,
    problem::{ReadFailure, WriteFailure},
    respond::Done,
};
use crate::usecase::duplicates::{self, Duplicate};
use poem::Request;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use samverkan_domain::{duplicate::Reason, id::PersonId, person::Language};
use serde::Deserialize;
use uuid::Uuid;

/// Two records that may be one human.
#[derive(Debug, Object)]
pub struct PossibleDuplicate {
    pub first: Person,
    pub second: Person,
    /// What the reasons come to; 40 and more is proposed.
    pub points: u32,
    pub reasons: Vec<DuplicateReason>,
}

/// One thing that speaks for it.
#[derive(Debug, Object)]
pub struct DuplicateReason {
    /// Stable name, for programs.
    pub reason: String,
    /// The same in words.
    pub says: String,
    pub points: u32,
}

/// Possible duplicates, the likeliest first.
#[derive(Debug, Object)]
pub struct PossibleDuplicates {
    pub pairs: Vec<PossibleDuplicate>,
    /// How many more there are when these are decided.
    pub more: i64,
}

/// Why two records are two people.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeepApart {
    /// Kept sealed.
    pub reason: String,
}

fn shown(pair: Duplicate, language: Language) -> PossibleDuplicate {
    let reasons = pair.reasons.iter().map(|reason: &Reason| DuplicateReason {
        reason: reason.word().to_owned(),
        says: reason.label(language).to_owned(),
        points: reason.points(),
    });
    PossibleDuplicate {
        points: pair.points,
        reasons: reasons.collect(),
        first: pair.first.into(),
        second: pair.second.into(),
    }
}

pub struct DuplicatesApi;

#[OpenApi(tag = "Tags::People")]
impl DuplicatesApi {
    /// Records that may be the same human, and that nobody has decided on
    ///
    /// Each with everything that speaks for it, and what that weighs. Protected people are compared for the officer only.
    #[oai(path = "/duplicates", method = "get", operation_id = "list_duplicates")]
    async fn list_duplicates(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
    ) -> Result<Json<PossibleDuplicates>, ReadFailure> {
        let found = duplicates::list(&app, auth.caller()).await?;
        let language = language(request);
        let pairs = found.pairs.into_iter().map(|pair| shown(pair, language));
        Ok(Json(PossibleDuplicates {
            pairs: pairs.collect(),
            more: i64::try_from(found.more).unwrap_or(i64::MAX),
        }))
    }

    /// Decide that two records are two people
    #[oai(
        path = "/people/:person/apart/:other",
        method = "put",
        operation_id = "keep_people_apart"
    )]
    async fn keep_people_apart(
        &self,
        app: AppData<'_>,
        auth: Auth,
        person: Path<Uuid>,
        other: Path<Uuid>,
        Body(body): Body<KeepApart>,
    ) -> Result<Done, WriteFailure> {
        let (one, other) = (PersonId(person.0), PersonId(other.0));
        duplicates::keep_apart(&app, auth.caller(), one, other, &body.reason).await?;
        Ok(Done::Done)
    }

    /// Take that decision back: they are compared again
    #[oai(
        path = "/people/:person/apart/:other",
        method = "delete",
        operation_id = "compare_people_again"
    )]
    async fn compare_people_again(
        &self,
        app: AppData<'_>,
        auth: Auth,
        person: Path<Uuid>,
        other: Path<Uuid>,
    ) -> Result<Done, WriteFailure> {
        let (one, other) = (PersonId(person.0), PersonId(other.0));
        duplicates::compare_again(&app, auth.caller(), one, other).await?;
        Ok(Done::Done)
    }
}

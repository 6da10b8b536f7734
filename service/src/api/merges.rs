//! Two records of one human made one, and two again.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    edge::language,
    people::Person,
    problem::{ReadFailure, WriteFailure},
    types::Instant,
};
use crate::usecase::merges::{self, Counts, Decision, Merge};
use poem::Request;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use samverkan_domain::{id::PersonId, merge::what_follows, person::Language};
use serde::Deserialize;
use uuid::Uuid;

/// Which record becomes part of the person, and why.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMerge {
    /// The record that becomes part of the other.
    pub other: Uuid,
    /// Why they are one; kept sealed.
    pub reason: String,
    /// Report only.
    #[serde(default)]
    #[oai(default)]
    pub dry_run: bool,
}

/// Why they are two after all.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUnmerge {
    /// Kept sealed.
    pub reason: String,
    /// Report only.
    #[serde(default)]
    #[oai(default)]
    pub dry_run: bool,
}

/// Two records that are one, or are two again.
#[derive(Debug, Object)]
pub struct PersonMerge {
    pub id: Uuid,
    /// Whose everything is now.
    pub kept: Person,
    /// The empty record.
    pub merged: Person,
    /// What went over, or back.
    pub moved: Vec<MergedThing>,
    /// What stayed with the merged record, as the kept one has its own.
    pub stayed: Vec<MergedThing>,
    /// Which values the kept record took over.
    pub fields: Vec<String>,
    /// One of them was protected, so both are.
    pub protected: bool,
    pub reason: String,
    pub merged_at: Instant,
    pub merged_by: String,
    pub dry_run: bool,
}

#[derive(Debug, Object)]
pub struct MergedThing {
    /// Stable name, for programs.
    pub thing: String,
    /// The same in words.
    pub says: String,
    pub count: i64,
}

fn things(counts: Counts, language: Language) -> Vec<MergedThing> {
    let things = counts.into_iter().filter_map(|(thing, count)| {
        // What has no name of its own is part of something that has.
        let says = what_follows(thing, language)?.to_owned();
        Some(MergedThing {
            thing: thing.to_owned(),
            says,
            count: i64::try_from(count).unwrap_or(i64::MAX),
        })
    });
    things.collect()
}

fn shown(merge: Merge, language: Language, dry_run: bool) -> PersonMerge {
    PersonMerge {
        id: merge.id,
        kept: merge.kept.into(),
        merged: merge.merged.into(),
        moved: things(merge.moved, language),
        stayed: things(merge.stayed, language),
        fields: merge.fields.into_iter().map(str::to_owned).collect(),
        protected: merge.protected,
        reason: merge.reason,
        merged_at: merge.merged_at.into(),
        merged_by: merge.merged_by,
        dry_run,
    }
}

pub struct MergesApi;

#[OpenApi(tag = "Tags::People")]
impl MergesApi {
    /// Merges that can be undone, the latest first
    #[oai(path = "/merges", method = "get", operation_id = "list_merges")]
    async fn list_merges(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
    ) -> Result<Json<Vec<PersonMerge>>, ReadFailure> {
        let merges = merges::list(&app, auth.caller()).await?.into_iter();
        let language = language(request);
        let merges = merges.map(|merge| shown(merge, language, false));
        Ok(Json(merges.collect()))
    }

    /// Make another record part of this person
    ///
    /// Everything of the other's follows, in one piece; if either is protected, both are. A dry run says what would be
    /// done. It can be undone.
    #[oai(
        path = "/people/:person/merge",
        method = "post",
        operation_id = "merge_people"
    )]
    async fn merge_people(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        person: Path<Uuid>,
        Body(body): Body<NewMerge>,
    ) -> Result<Json<PersonMerge>, WriteFailure> {
        let decision = Decision {
            reason: body.reason,
            dry_run: body.dry_run,
        };
        let (kept, merged) = (PersonId(person.0), PersonId(body.other));
        let done = merges::merge(&app, auth.caller(), kept, merged, &decision).await?;
        Ok(Json(shown(done, language(request), decision.dry_run)))
    }

    /// Make two records of one again: this one, or the last that became part of it
    #[oai(
        path = "/people/:person/unmerge",
        method = "post",
        operation_id = "unmerge_people"
    )]
    async fn unmerge_people(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        person: Path<Uuid>,
        Body(body): Body<NewUnmerge>,
    ) -> Result<Json<PersonMerge>, WriteFailure> {
        let decision = Decision {
            reason: body.reason,
            dry_run: body.dry_run,
        };
        let done = merges::undo(&app, auth.caller(), PersonId(person.0), &decision).await?;
        Ok(Json(shown(done, language(request), decision.dry_run)))
    }
}

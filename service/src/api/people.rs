//! People: one's own data, and everybody's for who may read it.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, seen},
    problem::{ReadFailure, WriteFailure},
    respond::{Listed, Tagged, limit, listed, tagged},
    types::{Family, Instant, Language, Modality, SecurityMarking},
};
use crate::usecase::people::{self, Edit, PersonChange, PersonView};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
    types::MaybeUndefined,
};
use samverkan_domain::id::PersonId;
use serde::Deserialize;
use uuid::Uuid;

/// A person, as the caller may see them. A protected person is shown by an alias and without
/// whatever leads to the human.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Person {
    pub id: Uuid,
    /// Name, or alias.
    pub name: String,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub email: Option<String>,
    pub language: Language,
    pub modality: Option<Modality>,
    /// Code of the profession.
    pub profession: Option<String>,
    /// Code of the programme.
    pub programme: Option<String>,
    pub family: Option<Family>,
    /// School unit code.
    pub workplace: Option<String>,
    /// Identity number, masked.
    pub identity: Option<String>,
    /// For the protected-identity officer only.
    pub security_marking: Option<SecurityMarking>,
    pub created_at: Instant,
    pub revision: i64,
    /// The person that this record has become part of: whose everything is.
    pub merged_into: Option<Uuid>,
}

impl From<PersonView> for Person {
    fn from(view: PersonView) -> Self {
        Self {
            id: view.id.0,
            name: view.name,
            given_name: view.given_name,
            family_name: view.family_name,
            email: view.email,
            language: view.language.into(),
            modality: view.modality.map(Into::into),
            profession: view.profession,
            programme: view.programme,
            family: view.family.map(Into::into),
            workplace: view.workplace,
            identity: view.identity,
            security_marking: view.security_marking.map(Into::into),
            created_at: view.created_at.into(),
            revision: view.revision,
            merged_into: view.merged_into.map(|id| id.0),
        }
    }
}

/// What to change; what is left out stays, an empty code takes the value away.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct PersonPatch {
    #[serde(default)]
    pub given_name: Option<String>,
    #[serde(default)]
    pub family_name: Option<String>,
    #[serde(default)]
    pub language: Option<Language>,
    /// `null` for either.
    #[serde(default)]
    pub modality: MaybeUndefined<Modality>,
    #[serde(default)]
    pub profession: Option<String>,
    #[serde(default)]
    pub programme: Option<String>,
    #[serde(default)]
    pub workplace: Option<String>,
    /// Officers only. Setting it ends the person's calendar addresses.
    #[serde(default)]
    pub security_marking: Option<SecurityMarking>,
}

impl From<PersonPatch> for PersonChange {
    fn from(patch: PersonPatch) -> Self {
        Self {
            given_name: patch.given_name,
            family_name: patch.family_name,
            language: patch.language.map(Into::into),
            modality: match patch.modality {
                MaybeUndefined::Undefined => Edit::Keep,
                MaybeUndefined::Null => Edit::Clear,
                MaybeUndefined::Value(modality) => Edit::Set(modality.into()),
            },
            profession: patch.profession,
            programme: patch.programme,
            workplace: patch.workplace,
            security_marking: patch.security_marking.map(Into::into),
        }
    }
}

pub struct PeopleApi;

#[OpenApi(tag = "Tags::People")]
impl PeopleApi {
    /// Your own data
    #[oai(path = "/me", method = "get", operation_id = "get_me")]
    async fn get_me(&self, app: AppData<'_>, auth: Auth) -> Result<Tagged<Person>, ReadFailure> {
        let view = people::me(&app, auth.caller()).await?;
        let revision = view.revision;
        Ok(tagged(view.into(), revision))
    }

    /// Change your own data
    #[oai(path = "/me", method = "patch", operation_id = "edit_me")]
    async fn edit_me(
        &self,
        app: AppData<'_>,
        auth: Auth,
        Body(patch): Body<PersonPatch>,
    ) -> Result<Tagged<Person>, WriteFailure> {
        let view = people::update_me(&app, auth.caller(), patch.into()).await?;
        let revision = view.revision;
        Ok(tagged(view.into(), revision))
    }

    /// People, in Swedish order of name
    #[oai(path = "/people", method = "get", operation_id = "list_people")]
    #[expect(clippy::too_many_arguments, reason = "one argument a query parameter")]
    async fn list_people(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        /// Part of a name, in any spelling.
        name: Query<Option<String>>,
        /// Only those who have an application to this offering (id).
        offering: Query<Option<Uuid>>,
        /// From the page before.
        cursor: Query<Option<String>>,
        /// Rows on the page, at most 200.
        #[oai(name = "limit")]
        rows: Query<Option<i64>>,
    ) -> Result<Listed<Person>, ReadFailure> {
        let page = people::list(
            &app,
            auth.caller(),
            name.0,
            offering.0,
            cursor.as_deref(),
            limit(rows.0),
        )
        .await?;
        Ok(listed(
            page.items.into_iter().map(Into::into).collect(),
            page.next,
            request,
        ))
    }

    /// One person
    #[oai(path = "/people/:person", method = "get", operation_id = "get_person")]
    async fn get_person(
        &self,
        app: AppData<'_>,
        auth: Auth,
        person: Path<Uuid>,
    ) -> Result<Tagged<Person>, ReadFailure> {
        let view = people::get(&app, auth.caller(), PersonId(person.0)).await?;
        let revision = view.revision;
        Ok(tagged(view.into(), revision))
    }

    /// Change a person
    #[oai(
        path = "/people/:person",
        method = "patch",
        operation_id = "edit_person"
    )]
    async fn edit_person(
        &self,
        app: AppData<'_>,
        auth: Auth,
        person: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(patch): Body<PersonPatch>,
    ) -> Result<Tagged<Person>, WriteFailure> {
        let (id, seen) = (PersonId(person.0), seen(if_match.as_deref()));
        let view = people::edit(&app, auth.caller(), id, patch.into(), seen).await?;
        let revision = view.revision;
        Ok(tagged(view.into(), revision))
    }
}

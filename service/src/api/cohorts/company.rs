//! With whom, and without whom, applicants wish to be in a cohort.

use crate::{
    api::{
        Tags,
        body::Body,
        caller::{AppData, Auth},
        problem::{ReadFailure, WriteFailure},
        respond::Done,
        types::CompanyKind,
    },
    usecase::cohorts::{self, CompanyView, CompanyWish as Wish},
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use serde::Deserialize;
use uuid::Uuid;

/// A wish to be in a cohort with, or without, somebody.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CompanyWish {
    pub id: Uuid,
    pub person: Uuid,
    pub person_name: String,
    pub kind: CompanyKind,
    /// Whom it is about; left out if that is nobody here whom you may see.
    pub other: Option<Uuid>,
    pub other_name: Option<String>,
    /// Both wish to be with each other: then it weighs in plans.
    pub mutual: bool,
    /// Of a wish to be without somebody: `stated`, `approved` or `refused`.
    pub state: String,
}

/// With whom and without whom, by address, code or the number of an application; at most three each.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCompanyWishes {
    #[serde(default)]
    #[oai(default)]
    pub with: Vec<String>,
    #[serde(default)]
    #[oai(default)]
    pub without: Vec<String>,
}

/// Your own wishes, and what others write to name you.
#[derive(Debug, Object)]
pub struct MyCompanyWishes {
    /// As you wrote them.
    pub with: Vec<String>,
    pub without: Vec<String>,
    /// The code that others may write in their wishes instead of your address.
    pub code: String,
    /// There are cohorts: wishes can be taken back, and no new ones made.
    pub divided: bool,
}

impl From<CompanyView> for CompanyWish {
    fn from(view: CompanyView) -> Self {
        let (other, other_name) = view.other.unzip();
        Self {
            id: view.id,
            person: view.person.0,
            person_name: view.person_name,
            kind: view.kind.into(),
            other: other.map(|other| other.0),
            other_name,
            mutual: view.mutual,
            state: view.state,
        }
    }
}

pub struct CompanyApi;

#[OpenApi(tag = "Tags::Cohorts")]
impl CompanyApi {
    /// With whom, and without whom, people wish to be in a cohort
    ///
    /// A wish to be with somebody weighs in plans if both have it. One to be without somebody counts
    /// nothing until you approve it.
    #[oai(
        path = "/offerings/:offering/company-wishes",
        method = "get",
        operation_id = "list_company_wishes"
    )]
    async fn list_company_wishes(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
    ) -> Result<Json<Vec<CompanyWish>>, ReadFailure> {
        let views = cohorts::company(&app, auth.caller(), &offering).await?;
        Ok(Json(views.into_iter().map(Into::into).collect()))
    }

    /// With whom and without whom you wish to be, and your code for others to wish
    #[oai(
        path = "/me/offerings/:offering/company-wishes",
        method = "get",
        operation_id = "get_my_company_wishes"
    )]
    async fn get_my_company_wishes(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
    ) -> Result<Json<MyCompanyWishes>, ReadFailure> {
        let mine = cohorts::my_company(&app, auth.caller(), &offering).await?;
        Ok(Json(MyCompanyWishes {
            with: mine.wish.with,
            without: mine.wish.without,
            code: mine.code,
            divided: mine.divided,
        }))
    }

    /// Say with whom and without whom you wish to be in a cohort, in place of what you said before
    ///
    /// Whether those people are here is not told.
    #[oai(
        path = "/offerings/:offering/company-wishes",
        method = "put",
        operation_id = "put_my_company_wishes"
    )]
    async fn put_my_company_wishes(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        Body(body): Body<NewCompanyWishes>,
    ) -> Result<Done, WriteFailure> {
        let wish = Wish {
            with: body.with,
            without: body.without,
        };
        cohorts::set_company(&app, auth.caller(), &offering, &wish).await?;
        Ok(Done::Done)
    }

    /// Keep two people apart, as one of them wishes
    ///
    /// They are, in plans that are made from now on.
    #[oai(
        path = "/company-wishes/:wish/approve",
        method = "post",
        operation_id = "approve_company_wish"
    )]
    async fn approve_company_wish(
        &self,
        app: AppData<'_>,
        auth: Auth,
        wish: Path<Uuid>,
    ) -> Result<Json<CompanyWish>, WriteFailure> {
        let view = cohorts::approve_company(&app, auth.caller(), *wish).await?;
        Ok(Json(view.into()))
    }

    /// Let a wish to be without somebody count nothing
    #[oai(
        path = "/company-wishes/:wish/refuse",
        method = "post",
        operation_id = "refuse_company_wish"
    )]
    async fn refuse_company_wish(
        &self,
        app: AppData<'_>,
        auth: Auth,
        wish: Path<Uuid>,
    ) -> Result<Json<CompanyWish>, WriteFailure> {
        let view = cohorts::refuse_company(&app, auth.caller(), *wish).await?;
        Ok(Json(view.into()))
    }
}

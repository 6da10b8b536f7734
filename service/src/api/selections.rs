//! Selection (urval): draft, review, publish; the record, and everybody's receipt.

pub mod types;

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, seen},
    problem::{ReadFailure, WriteFailure},
    respond::{Created, Tagged, created, tagged},
};
use crate::{
    error::Error,
    usecase::selections::{self, PublishRequest, SelectionView},
};
use poem::Request;
use poem_openapi::{
    OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::id::{ApplicationId, SelectionId};
use serde_json::Value;
use types::{ApplicationReceipt, Publish, Selection, receipt, selection};
use uuid::Uuid;

fn answer(view: SelectionView, request: &Request) -> Tagged<Selection> {
    let revision = view.revision;
    tagged(selection(view, super::edge::language(request)), revision)
}

pub struct SelectionsApi;

#[OpenApi(tag = "Tags::Selections")]
impl SelectionsApi {
    /// The selections of a channel, oldest first
    #[oai(
        path = "/channels/:channel/selections",
        method = "get",
        operation_id = "list_selections"
    )]
    async fn list_selections(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        channel: Path<String>,
    ) -> Result<Json<Vec<Selection>>, ReadFailure> {
        let language = super::edge::language(request);
        let views = selections::list(&app, auth.caller(), &channel).await?;
        Ok(Json(
            views.into_iter().map(|v| selection(v, language)).collect(),
        ))
    }

    /// Draft a selection
    ///
    /// When applications have closed. Nothing is decided before it is published.
    #[oai(
        path = "/channels/:channel/selections",
        method = "post",
        operation_id = "draft_selection"
    )]
    async fn draft_selection(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        channel: Path<String>,
    ) -> Result<Created<Selection>, WriteFailure> {
        let view = selections::draft(&app, auth.caller(), &channel).await?;
        let location = format!("/api/v1/selections/{}", view.id);
        let language = super::edge::language(request);
        Ok(created(selection(view, language), location))
    }

    /// One selection with everybody's outcome
    #[oai(
        path = "/selections/:selection",
        method = "get",
        operation_id = "get_selection"
    )]
    async fn get_selection(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        selection: Path<Uuid>,
    ) -> Result<Tagged<Selection>, ReadFailure> {
        let id = SelectionId(selection.0);
        let view = selections::get(&app, auth.caller(), id).await?;
        Ok(answer(view, request))
    }

    /// Say that a draft has been looked through
    #[oai(
        path = "/selections/:selection/review",
        method = "post",
        operation_id = "review_selection"
    )]
    async fn review_selection(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        selection: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Tagged<Selection>, WriteFailure> {
        let (id, seen) = (SelectionId(selection.0), seen(if_match.as_deref()));
        let view = selections::review(&app, auth.caller(), id, seen).await?;
        Ok(answer(view, request))
    }

    /// Publish a reviewed selection
    ///
    /// Decides every application, reveals the seed and writes to everybody. Cannot be undone.
    #[oai(
        path = "/selections/:selection/publish",
        method = "post",
        operation_id = "publish_selection"
    )]
    async fn publish_selection(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        selection: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<Publish>,
    ) -> Result<Tagged<Selection>, WriteFailure> {
        let (id, seen) = (SelectionId(selection.0), seen(if_match.as_deref()));
        let wanted = PublishRequest {
            diarienummer: body.diarienummer,
        };
        let view = selections::publish(&app, auth.caller(), id, seen, wanted).await?;
        Ok(answer(view, request))
    }

    /// Put a draft away
    #[oai(
        path = "/selections/:selection/discard",
        method = "post",
        operation_id = "discard_selection"
    )]
    async fn discard_selection(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        selection: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Tagged<Selection>, WriteFailure> {
        let (id, seen) = (SelectionId(selection.0), seen(if_match.as_deref()));
        let view = selections::discard(&app, auth.caller(), id, seen).await?;
        Ok(answer(view, request))
    }

    /// The record of a published selection
    ///
    /// For everybody who is signed in. `samverkan selection verify` repeats it without the service.
    #[oai(
        path = "/selections/:selection/record",
        method = "get",
        operation_id = "get_selection_record"
    )]
    async fn get_selection_record(
        &self,
        app: AppData<'_>,
        auth: Auth,
        selection: Path<Uuid>,
    ) -> Result<Json<Value>, ReadFailure> {
        let id = SelectionId(selection.0);
        let record = selections::record(&app, auth.caller(), id).await?;
        let record = serde_json::from_str(&record).map_err(Error::internal)?;
        Ok(Json(record))
    }

    /// What was decided about an application, why, and how to check it
    #[oai(
        path = "/applications/:application/receipt",
        method = "get",
        operation_id = "get_receipt"
    )]
    async fn get_receipt(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        application: Path<Uuid>,
    ) -> Result<Json<ApplicationReceipt>, ReadFailure> {
        let id = ApplicationId(application.0);
        let view = selections::receipt(&app, auth.caller(), id).await?;
        Ok(Json(receipt(view, super::edge::language(request))?))
    }
}

//! Bases of invoices (fakturaunderlag).

pub mod wire;

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    edge::language,
    exports::ExportFormat,
    problem::{ReadFailure, WriteFailure},
};
use crate::usecase::invoices::{self, InvoiceRequest, ListFormat};
use poem::Request;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};
use wire::{InvoiceBases, InvoiceBasis, NewInvoiceBases};

fn format(format: ExportFormat) -> ListFormat {
    match format {
        ExportFormat::Csv => ListFormat::Csv,
        ExportFormat::Xlsx => ListFormat::Workbook,
    }
}

pub struct InvoicesApi;

#[OpenApi(tag = "Tags::Applications")]
impl InvoicesApi {
    /// Take out the basis of an invoice (fakturaunderlag)
    ///
    /// Each contract's basis gets a number and is kept. One that says the same as the last is that one: nothing new is
    /// kept. Who is protected stands under an alias, and identity numbers stand nowhere.
    #[oai(
        path = "/invoice-bases",
        method = "post",
        operation_id = "take_out_invoice_bases"
    )]
    async fn take_out_invoice_bases(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        Body(body): Body<NewInvoiceBases>,
    ) -> Result<Json<InvoiceBases>, WriteFailure> {
        let wanted = InvoiceRequest {
            offering: body.offering,
            channel: body.channel,
            contract: body.contract,
            preview: body.preview,
            format: format(body.format),
            language: language(request),
        };
        let taken = invoices::take_out(&app, auth.caller(), &wanted).await?;
        Ok(Json(taken.into()))
    }

    /// Bases that have been taken out of a contract, newest first
    #[oai(
        path = "/channels/:channel/contracts/:code/invoice-bases",
        method = "get",
        operation_id = "list_invoice_bases"
    )]
    async fn list_invoice_bases(
        &self,
        app: AppData<'_>,
        auth: Auth,
        channel: Path<String>,
        code: Path<String>,
    ) -> Result<Json<Vec<InvoiceBasis>>, ReadFailure> {
        let bases = invoices::list(&app, auth.caller(), &channel, &code).await?;
        Ok(Json(bases.into_iter().map(Into::into).collect()))
    }

    /// One basis once more, as it was taken out, with its file
    #[oai(
        path = "/channels/:channel/contracts/:code/invoice-bases/:number",
        method = "post",
        operation_id = "take_out_invoice_basis_again"
    )]
    #[expect(clippy::too_many_arguments, reason = "one argument a parameter")]
    async fn take_out_invoice_basis_again(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        channel: Path<String>,
        code: Path<String>,
        number: Path<i64>,
        /// As text, or as a workbook.
        #[oai(name = "format")]
        wanted: Query<Option<ExportFormat>>,
    ) -> Result<Json<InvoiceBases>, WriteFailure> {
        let wanted = InvoiceRequest {
            format: format(wanted.0.unwrap_or_default()),
            language: language(request),
            ..InvoiceRequest::default()
        };
        let (channel, code) = (&channel.0, &code.0);
        let taken = invoices::again(&app, auth.caller(), channel, code, number.0, &wanted).await?;
        Ok(Json(taken.into()))
    }
}

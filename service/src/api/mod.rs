//! The HTTP API. Handlers extract, call one use case, and map.

pub mod access;
pub mod answers;
pub mod applications;
pub mod approvals;
pub mod audit;
pub mod audit_export;
pub mod body;
pub mod calendar;
pub mod caller;
pub mod catalogue;
pub mod channels;
pub mod clashes;
pub mod cohorts;
pub mod contacts;
pub mod contracts;
pub mod document;
pub mod duplicates;
pub mod edge;
pub mod erasures;
pub mod exports;
pub mod extracts;
pub mod feeds;
pub mod follow_up;
pub mod history;
pub mod imports;
pub mod invoices;
pub mod mail_rules;
pub mod mail_templates;
pub mod mail_words;
pub mod merges;
pub mod merits;
pub mod messages;
pub mod my_calendar;
pub mod needs;
pub mod notices;
pub mod operations;
pub mod overbooking;
pub mod package_exits;
pub mod people;
pub mod probes;
pub mod problem;
pub mod programmes;
pub(crate) mod rates;
pub mod redact;
pub mod registers;
pub mod report;
pub mod reserves;
pub mod respond;
pub mod retention;
pub mod rollcall;
pub mod selections;
pub mod session_series;
pub mod sessions;
pub mod steps;
mod tags;
pub mod timetable_addresses;
pub mod timetables;
pub mod today;
pub mod types;
pub mod weeding;

use crate::{app::App, figures, server::AtOnce, web};
use edge::Edge;
use poem::{Endpoint, EndpointExt as _, Response, Route, endpoint::make_sync, get, web::Html};
use poem_openapi::OpenApiService;
use std::sync::Arc;
pub use tags::Tags;

type Apis = (
    catalogue::CatalogueApi,
    channels::ChannelsApi,
    registers::RegistersApi,
    access::AccessApi,
    (
        people::PeopleApi,
        duplicates::DuplicatesApi,
        merges::MergesApi,
        needs::NeedsApi,
        erasures::ErasuresApi,
        extracts::ExtractsApi,
        history::HistoryApi,
        retention::RetentionApi,
        weeding::WeedingApi,
    ),
    merits::MeritsApi,
    applications::ApplicationsApi,
    // The framework takes sixteen side by side.
    (
        reserves::ReservesApi,
        contacts::ContactsApi,
        answers::AnswersApi,
        approvals::ApprovalsApi,
    ),
    selections::SelectionsApi,
    (
        steps::StepsApi,
        rollcall::RollcallApi,
        follow_up::FollowUpApi,
        package_exits::PackageExitsApi,
        contracts::ContractsApi,
        overbooking::OverbookingApi,
        exports::ExportsApi,
        invoices::InvoicesApi,
        report::ReportApi,
    ),
    (
        imports::ImportsApi,
        imports::undo::ImportUndoApi,
        imports::progress::ImportProgressApi,
    ),
    (
        cohorts::CohortsApi,
        cohorts::availability::AvailabilityApi,
        cohorts::facilitators::FacilitatorsApi,
        cohorts::leaders::LeadersApi,
        cohorts::plans::PlansApi,
        cohorts::searches::SearchesApi,
        cohorts::explain::PlanExplanationsApi,
        cohorts::change::PlanChangesApi,
        cohorts::what_if::WhatIfApi,
        cohorts::rebalance::RebalanceApi,
        cohorts::transfers::TransfersApi,
        cohorts::company::CompanyApi,
    ),
    (
        sessions::SessionsApi,
        session_series::SessionSeriesApi,
        notices::NoticesApi,
        timetables::TimetablesApi,
        timetable_addresses::TimetableAddressesApi,
        clashes::ClashesApi,
        my_calendar::MyCalendarApi,
    ),
    feeds::FeedsApi,
    (
        audit::AuditApi,
        audit_export::AuditExportApi,
        today::TodayApi,
        messages::MessagesApi,
        mail_templates::MailTemplatesApi,
        mail_rules::MailRulesApi,
        operations::OperationsApi,
        programmes::ProgrammesApi,
    ),
);

/// The documented operations: what the server serves, `spec` prints and the tests check.
pub fn service() -> OpenApiService<Apis, ()> {
    let apis = (
        catalogue::CatalogueApi,
        channels::ChannelsApi,
        registers::RegistersApi,
        access::AccessApi,
        (
            people::PeopleApi,
            duplicates::DuplicatesApi,
            merges::MergesApi,
            needs::NeedsApi,
            erasures::ErasuresApi,
            extracts::ExtractsApi,
            history::HistoryApi,
            retention::RetentionApi,
            weeding::WeedingApi,
        ),
        merits::MeritsApi,
        applications::ApplicationsApi,
        (
            reserves::ReservesApi,
            contacts::ContactsApi,
            answers::AnswersApi,
            approvals::ApprovalsApi,
        ),
        selections::SelectionsApi,
        (
            steps::StepsApi,
            rollcall::RollcallApi,
            follow_up::FollowUpApi,
            package_exits::PackageExitsApi,
            contracts::ContractsApi,
            overbooking::OverbookingApi,
            exports::ExportsApi,
            invoices::InvoicesApi,
            report::ReportApi,
        ),
        (
            imports::ImportsApi,
            imports::undo::ImportUndoApi,
            imports::progress::ImportProgressApi,
        ),
        (
            cohorts::CohortsApi,
            cohorts::availability::AvailabilityApi,
            cohorts::facilitators::FacilitatorsApi,
            cohorts::leaders::LeadersApi,
            cohorts::plans::PlansApi,
            cohorts::searches::SearchesApi,
            cohorts::explain::PlanExplanationsApi,
            cohorts::change::PlanChangesApi,
            cohorts::what_if::WhatIfApi,
            cohorts::rebalance::RebalanceApi,
            cohorts::transfers::TransfersApi,
            cohorts::company::CompanyApi,
        ),
        (
            sessions::SessionsApi,
            session_series::SessionSeriesApi,
            notices::NoticesApi,
            timetables::TimetablesApi,
            timetable_addresses::TimetableAddressesApi,
            clashes::ClashesApi,
            my_calendar::MyCalendarApi,
        ),
        feeds::FeedsApi,
        (
            audit::AuditApi,
            audit_export::AuditExportApi,
            today::TodayApi,
            messages::MessagesApi,
            mail_templates::MailTemplatesApi,
            mail_rules::MailRulesApi,
            operations::OperationsApi,
            programmes::ProgrammesApi,
        ),
    );
    OpenApiService::new(apis, "Samverkan", env!("CARGO_PKG_VERSION"))
        .description(
            "Course enrolment, mixed-profession cohorts and calendar feeds. Times are RFC 3339 in \
             UTC; wall times are Stockholm's. Errors are application/problem+json (RFC 9457), in \
             Swedish, or in English with `Accept-Language: en`. POSTs that create take an \
             `Idempotency-Key`; what administrators edit needs `If-Match`.",
        )
        .server("/api/v1")
}

/// Everything that is served.
pub fn endpoint(app: App) -> impl Endpoint<Output = Response> + AtOnce + 'static {
    figures::recorder();
    let service = service();
    let document = document::document(&service);
    let routes = Arc::new(document::routes(&document));
    let json = serde_json::to_string(&document).unwrap_or_default();
    let page = service.swagger_ui_html().replace(&service.spec(), &json);
    let docs = make_sync(move |_| Html(page.clone()))
        .map_to_response()
        .after(|response: poem::Result<Response>| async move {
            // The page is one file with its script inside; it fetches from this service only.
            const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; \
                style-src 'unsafe-inline'; img-src data:; connect-src 'self'; frame-ancestors 'none'";
            response.map(|mut response| {
                let policy = poem::http::HeaderValue::from_static(POLICY);
                response.headers_mut().insert("content-security-policy", policy);
                response
            })
        });
    let inner = Route::new()
        .nest_no_strip("/api/v1", Route::new().nest("/api/v1", service))
        .at(
            "/api/openapi.json",
            get(make_sync(move |_| {
                Response::builder()
                    .content_type("application/json")
                    .body(json.clone())
            })),
        )
        .at("/api/docs", get(docs))
        .at("/calendar/:name", get(calendar::calendar))
        .at("/healthz", get(probes::healthz))
        .at("/readyz", get(probes::readyz))
        .at("/metrics", get(probes::metrics))
        .at(
            "/robots.txt",
            get(make_sync(|_| "User-agent: *\nDisallow: /api/\n")),
        );
    let inner = web::sign_in::Known {
        inner: web::mount(inner),
        app: app.clone(),
    };
    let edge = Edge {
        inner,
        app: app.clone(),
        routes,
        body_time: edge::BODY_TIME,
    };
    calendar::FromMemory::new(edge, app)
}

//! Probes for machines that watch: alive, ready, metrics. And the page about a kind of problem.

use crate::app::App;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use poem::{
    IntoResponse, Response, handler,
    http::StatusCode,
    web::{Data, Html, Path},
};
use std::sync::OnceLock;

/// The process answers.
#[handler]
pub(super) fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers and has all migrations.
#[handler]
pub(super) async fn readyz(app: Data<&App>) -> Response {
    match app.database.pending_migrations().await {
        Ok(0) => "ready\n".into_response(),
        Ok(pending) => {
            let text = format!("{pending} migrations are missing\n");
            (StatusCode::SERVICE_UNAVAILABLE, text).into_response()
        }
        Err(error) => {
            tracing::warn!(%error, "not ready");
            let text = "the database cannot be reached\n";
            (StatusCode::SERVICE_UNAVAILABLE, text).into_response()
        }
    }
}

/// Figures in Prometheus's text format. They say nothing about people.
#[handler]
pub(super) fn metrics() -> Response {
    match recorder() {
        Some(handle) => {
            handle.run_upkeep();
            let text = handle.render();
            Response::builder()
                .content_type("text/plain; version=0.0.4; charset=utf-8")
                .body(text)
        }
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// The process's recorder, installed on first use. `None` if another one was there first.
pub fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    RECORDER
        .get_or_init(|| PrometheusBuilder::new().install_recorder().ok())
        .as_ref()
}

/// What `type` of a problem leads to.
#[handler]
pub(super) fn problem_page(code: Path<String>) -> Html<String> {
    let code: String = code
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .take(60)
        .collect();
    Html(format!(
        "<!doctype html><html lang=\"sv\"><meta charset=\"utf-8\"><title>{code}</title>\
         <h1>{code}</h1>\
         <p>Så heter den här sortens problem i Samverkan. Vad som gick fel den här gången, och vad \
         du kan göra, står i svarets fält <code>detail</code> och <code>errors</code>.</p>\
         <p lang=\"en\">This kind of problem goes by this name in Samverkan. What went wrong this \
         time, and what to do, stands in the fields <code>detail</code> and <code>errors</code> of \
         the answer.</p><p><a href=\"/api/docs\">/api/docs</a></p></html>"
    ))
}

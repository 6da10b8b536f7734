//! Probes for machines that watch: alive, ready, metrics.

use crate::app::App;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use poem::{IntoResponse, Response, handler, http::StatusCode, web::Data};
use std::sync::{OnceLock, atomic::Ordering};

/// The process answers.
#[handler]
pub(super) fn healthz() -> &'static str {
    "ok\n"
}

/// The database answers and has all migrations, and the service is not about to stop.
#[handler]
pub(super) async fn readyz(app: Data<&App>) -> Response {
    if app.leaving.load(Ordering::Relaxed) {
        return (StatusCode::SERVICE_UNAVAILABLE, "about to stop\n").into_response();
    }
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

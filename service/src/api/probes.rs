//! Probes for machines that watch: alive, ready, metrics.

use crate::{app::App, figures};
use poem::{IntoResponse, Response, handler, http::StatusCode, web::Data};
use std::sync::atomic::Ordering;

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
pub(super) fn metrics(app: Data<&App>) -> Response {
    match figures::recorder() {
        Some(handle) => {
            look(&app);
            handle.run_upkeep();
            let text = handle.render();
            Response::builder()
                .content_type("text/plain; version=0.0.4; charset=utf-8")
                .body(text)
        }
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Notes how things stand. Nothing here asks the database: anybody may ask for figures.
fn look(app: &App) {
    let set = |name: &'static str, value: f64| ::metrics::gauge!(name).set(value);
    set("enrolment_waiting", app.rush.waiting() as f64);
    set("cohort_searches_running", app.searches.running() as f64);
    let (open, idle) = app.database.connections();
    set("database_connections", f64::from(open));
    set("database_connections_idle", idle as f64);
    let done = app
        .worked
        .last()
        .done_at
        .map_or(0, jiff::Timestamp::as_second);
    set("worker_done_timestamp_seconds", done as f64);
    let leaving = app.leaving.load(Ordering::Relaxed);
    set("service_leaving", f64::from(u8::from(leaving)));
    if let Some(bytes) = resident_bytes() {
        set("process_resident_memory_bytes", bytes);
    }
    let (version, engine) = (env!("CARGO_PKG_VERSION"), app.database.engine());
    ::metrics::gauge!("service_info", "version" => version, "engine" => engine).set(1.0);
}

/// Memory that the process holds, as the kernel says.
fn resident_bytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kilobytes: u32 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(f64::from(kilobytes) * 1024.0)
}

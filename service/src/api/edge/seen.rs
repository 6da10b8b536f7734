//! What whoever watches the service is told of a request: one line in the log, figures, a span.

use crate::traces::Span;
use poem::{PathPattern, Response, http::Method};
use std::{sync::Arc, time::Duration};

/// Tells of a request that has been answered.
pub(super) fn measured(span: &Span, method: &'static str, response: &Response, elapsed: Duration) {
    let status = response.status().as_u16();
    let ms = elapsed.as_secs_f64() * 1000.0;
    if status >= 500 {
        tracing::error!(status, ms, "answered");
    } else {
        tracing::info!(status, ms, "answered");
    }
    let route = response.data::<PathPattern>();
    span.answered(method, route.map(|route| Arc::clone(&route.0)), status);
    metrics::counter!("http_requests_total", "method" => method, "status" => status.to_string())
        .increment(1);
    metrics::histogram!("http_request_seconds").record(elapsed.as_secs_f64());
}

/// Which addresses the answer is one for, as a pattern: for whoever watches, and for nobody outside.
pub(super) fn with_route(mut response: Response, route: Option<PathPattern>) -> Response {
    if let Some(route) = route {
        response.set_data(route);
    }
    response
}

/// The methods there are. Anybody can make up others, without end, and each would be counted for itself.
pub(super) fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::TRACE => "TRACE",
        Method::CONNECT => "CONNECT",
        _ => "_OTHER",
    }
}

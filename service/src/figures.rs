//! Figures for whoever watches the service: one recorder a process, and every figure there is, named
//! and explained here. All of them are there from the first moment, so that a rule that asks for one
//! is not silent because nothing has happened yet. None says anything about people.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;

/// What is counted.
const COUNTERS: [(&str, &str); 10] = [
    ("mail_delivered_total", "Letters that the relay has taken"),
    (
        "mail_failed_total",
        "Letters that were given up: refused, or tried too often",
    ),
    (
        "enrolment_busy_total",
        "Requests for places that were told to come again",
    ),
    (
        "throttled_total",
        "Requests refused because one person or address asked too often",
    ),
    (
        "sign_ins_refused_total",
        "Codes, links and keys that did not fit",
    ),
    (
        "forms_refused_total",
        "Forms that did not come from our own pages",
    ),
    (
        "trace_batches_lost_total",
        "Times that the collector took no traces",
    ),
    (
        "handler_panics_total",
        "Requests that ended in a fault of the program",
    ),
    (
        "worker_failures_total",
        "Rounds of background work that failed",
    ),
    (
        "enrolment_requests_total",
        "Requests for places that have been decided on",
    ),
];

/// What is counted by kind: name, label, its words, and what it is.
const BY_KIND: [(&str, &str, &[&str], &str); 3] = [
    (
        "database_errors_total",
        "kind",
        &["unavailable", "other"],
        "Statements that the database did not answer, or answered with an error",
    ),
    (
        "feeds_served_total",
        "from",
        &["memory", "database", "last_good"],
        "Calendars served: as kept in memory, made anew, or the last good one for want of a database",
    ),
    (
        "calendars_fetched_total",
        "outcome",
        &["read"],
        "Calendars of others that were fetched: read, or why not",
    ),
];

/// What stands at a value.
const GAUGES: [(&str, &str); 11] = [
    (
        "enrolment_waiting",
        "Requests for places that wait for their offering's writer",
    ),
    (
        "cohort_searches_running",
        "Searches for cohorts under way; at most two",
    ),
    (
        "database_connections",
        "Connections to the database that are open",
    ),
    (
        "database_connections_idle",
        "Connections to the database that nobody uses",
    ),
    (
        "database_reachable",
        "1 if the database answered when last asked, else 0",
    ),
    ("outbox_waiting", "Letters that have not gone yet"),
    (
        "outbox_oldest_seconds",
        "How long the oldest letter that is due has waited",
    ),
    (
        "worker_done_timestamp_seconds",
        "When background work was last done to the end",
    ),
    ("service_leaving", "1 when the service is about to stop"),
    ("process_start_time_seconds", "When the service was started"),
    (
        "process_resident_memory_bytes",
        "Memory that the process holds",
    ),
];

/// Times and sizes, with the upper bounds that they are sorted by.
const HISTOGRAMS: [(&str, &[f64], Unit, &str); 3] = [
    (
        "http_request_seconds",
        &[
            0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
        ],
        Unit::Seconds,
        "Time to answer; without calendars from memory",
    ),
    (
        "enrolment_batch_seconds",
        &[
            0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
        ],
        Unit::Seconds,
        "Time to decide a batch of requests for places",
    ),
    (
        "enrolment_batch_size",
        &[1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 200.0, 500.0],
        Unit::Count,
        "Requests for places decided in one transaction",
    ),
];

/// The process's recorder, installed on first use. `None` if another one was there first.
pub fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    RECORDER.get_or_init(|| install().ok()).as_ref()
}

/// Sorts times and sizes into their bounds. They pile up until that is done, and where nobody asks for
/// figures nothing else does it.
pub fn keep_up() {
    if let Some(recorder) = recorder() {
        recorder.run_upkeep();
    }
}

fn install() -> Result<PrometheusHandle, BuildError> {
    let mut builder = PrometheusBuilder::new();
    for (name, bounds, ..) in HISTOGRAMS {
        builder = builder.set_buckets_for_metric(Matcher::Full(name.to_owned()), bounds)?;
    }
    let handle = builder.install_recorder()?;
    explain();
    Ok(handle)
}

fn explain() {
    for (name, what) in COUNTERS {
        describe_counter!(name, what);
        metrics::counter!(name).absolute(0);
    }
    for (name, label, words, what) in BY_KIND {
        describe_counter!(name, what);
        for word in words {
            metrics::counter!(name, label => *word).absolute(0);
        }
    }
    describe_counter!(
        "http_requests_total",
        "Requests answered, by method and status"
    );
    describe_counter!("sign_ins_total", "People who have signed in, by how");
    for (name, what) in GAUGES {
        describe_gauge!(name, what);
        metrics::gauge!(name).set(0.0);
    }
    describe_gauge!("service_info", "1; its labels say version and engine");
    for (name, _, unit, what) in HISTOGRAMS {
        describe_histogram!(name, unit, what);
        let _ = metrics::histogram!(name);
    }
}

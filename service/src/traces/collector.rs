//! Sending spans to a collector: OTLP over HTTP, over the service's own connection and TLS.

use super::settings::{BadTraces, TraceSettings};
use crate::fetch::{Known, NotFetched};
use opentelemetry::KeyValue;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::{
    Resource,
    trace::{Sampler, SdkTracerProvider},
};
use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::runtime::Handle;

/// Longest wait for a collector to take a batch.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is said that nobody takes traces.
const SAID_EVERY: Duration = Duration::from_mins(10);

/// What makes spans and sends them; nothing if the settings name no collector.
pub(super) fn provider(
    settings: &TraceSettings<'_>,
    instance: &str,
) -> Result<Option<SdkTracerProvider>, BadTraces> {
    let Some(address) = settings.address()? else {
        return Ok(None);
    };
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Collector::new())
        .with_headers(settings.headers()?)
        .with_protocol(Protocol::HttpBinary)
        .with_timeout(PATIENCE)
        .with_endpoint(address)
        .build()
        .map_err(|error| BadTraces::Library(error.to_string()))?;
    // Who is traced already stays so, or not; of the others a share.
    let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(settings.share()?)));
    let resource = Resource::builder()
        .with_service_name("samverkan")
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .with_attribute(KeyValue::new("service.instance.id", instance.to_owned()))
        .build();
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(sampler)
        .with_resource(resource)
        .build();
    Ok(Some(provider))
}

/// The way there. The library asks from a thread of its own; the work is done in the service's runtime.
struct Collector {
    runtime: Handle,
    known: Arc<Known>,
    lost: Mutex<Lost>,
}

/// Batches that nobody has taken since it was last said.
#[derive(Default)]
struct Lost {
    batches: u64,
    said: Option<Instant>,
}

impl Collector {
    fn new() -> Self {
        Self {
            runtime: Handle::current(),
            known: Arc::default(),
            lost: Mutex::default(),
        }
    }

    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let known = Arc::clone(&self.known);
        let asked = self.runtime.spawn(async move {
            let whole = tokio::time::timeout(PATIENCE, known.ask(request));
            whole.await.unwrap_or(Err(NotFetched::TooSlow))
        });
        let answer = asked.await?;
        match &answer {
            Ok(answer) if answer.status().is_success() => {}
            Ok(answer) => self.note(&format!("it answers {}", answer.status().as_u16())),
            Err(error) => self.note(&error.to_string()),
        }
        Ok(answer?)
    }

    /// Says so at most every ten minutes: traces are the least of what an operator has to worry about.
    fn note(&self, why: &str) {
        metrics::counter!("trace_batches_lost_total").increment(1);
        let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        lost.batches += 1;
        if lost.said.is_none_or(|said| said.elapsed() >= SAID_EVERY) {
            tracing::warn!(
                why,
                attempts = lost.batches,
                "the collector takes no traces"
            );
            *lost = Lost {
                batches: 0,
                said: Some(Instant::now()),
            };
        }
    }
}

impl HttpClient for Collector {
    fn send_bytes<'life, 'asked>(
        &'life self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'asked>>
    where
        'life: 'asked,
        Self: 'asked,
    {
        Box::pin(self.send(request))
    }
}

impl fmt::Debug for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Collector")
    }
}

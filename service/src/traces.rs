//! Traces for OpenTelemetry: what a request, a batch, a letter or a search took, and in which order.
//!
//! Off unless the settings name a collector. Spans are handed to a thread of the library's own, which
//! sends them in batches; when they come faster than it can send, or nobody takes them, they are
//! thrown away. Nothing here waits.
//!
//! What leaves the service is a closed set: a span's name and words are `&'static str` or a route's
//! pattern, all else is numbers. No path, address, name, token or error text can get in, since there
//! is no argument for it. Of the caller's own headers only `traceparent` is read, which is numbers too.

mod collector;
mod settings;

pub use settings::{BadTraces, TraceSettings};

use futures_util::future::Either;
use opentelemetry::{
    Context, KeyValue,
    propagation::{Extractor, TextMapPropagator as _},
    trace::{
        FutureExt as _, Link, SpanContext, SpanKind, Status, TraceContextExt as _, Tracer as _,
        TracerProvider as _,
    },
};
use opentelemetry_sdk::{
    propagation::TraceContextPropagator,
    trace::{SdkTracer, SdkTracerProvider},
};
use std::{borrow::Cow, future::Future, sync::Arc, time::Duration};

/// Longest wait for the last spans to be taken when the service stops.
const GOODBYE: Duration = Duration::from_secs(5);
/// Requests of a batch that its span points to (as many as the library keeps).
const LINKS: usize = 128;

/// Where spans go; by default nowhere.
#[derive(Clone, Default)]
pub struct Traces(Option<Arc<Going>>);

struct Going {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

/// Something that takes time. It has ended when this is dropped.
#[derive(Default)]
pub struct Span(Option<Context>);

/// Which span something came from, for work that is done elsewhere.
pub struct Mark(SpanContext);

impl Traces {
    /// Starts sending, if the settings say where.
    pub fn start(settings: &TraceSettings<'_>, instance: &str) -> Result<Self, BadTraces> {
        let Some(provider) = collector::provider(settings, instance)? else {
            return Ok(Self::default());
        };
        let tracer = provider.tracer("samverkan");
        Ok(Self(Some(Arc::new(Going { provider, tracer }))))
    }

    /// Sends what is left, and nothing more.
    pub async fn stop(&self) {
        if let Some(going) = &self.0 {
            let provider = going.provider.clone();
            let sent =
                tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(GOODBYE)).await;
            if !matches!(sent, Ok(Ok(()))) {
                tracing::warn!("the last traces were not taken");
            }
        }
    }

    /// A request, in the caller's trace if `traceparent` names one.
    pub fn request(&self, traceparent: Option<&str>) -> Span {
        let Some(going) = &self.0 else {
            return Span::default();
        };
        let parent = match traceparent {
            Some(given) => TraceContextPropagator::new().extract(&Given(given)),
            None => Context::new(),
        };
        going.begin("request", SpanKind::Server, Vec::new(), &parent)
    }

    /// Work that nobody waits for.
    pub fn work(&self, name: &'static str) -> Span {
        self.0.as_ref().map_or_else(Span::default, |going| {
            going.begin(name, SpanKind::Internal, Vec::new(), &Context::new())
        })
    }

    /// Part of what this task is about, if that is traced.
    pub fn part(&self, name: &'static str) -> Span {
        let Some(going) = &self.0 else {
            return Span::default();
        };
        let here = Context::current();
        if here.span().span_context().is_sampled() {
            going.begin(name, SpanKind::Internal, Vec::new(), &here)
        } else {
            Span::default()
        }
    }

    /// The span that this task is about, if it is traced.
    pub fn here(&self) -> Option<Mark> {
        self.0.as_ref()?;
        let here = Context::current().span().span_context().clone();
        here.is_sampled().then_some(Mark(here))
    }

    /// Work for many: part of what the first is about, and pointing to the others.
    pub fn together(&self, name: &'static str, marks: impl Iterator<Item = Mark>) -> Span {
        let Some(going) = &self.0 else {
            return Span::default();
        };
        let mut marks = marks.map(|mark| mark.0);
        let Some(first) = marks.next() else {
            return Span::default();
        };
        let parent = Context::new().with_remote_span_context(first);
        let links = marks.take(LINKS).map(Link::with_context).collect();
        going.begin(name, SpanKind::Internal, links, &parent)
    }
}

impl Going {
    fn begin(
        &self,
        name: &'static str,
        kind: SpanKind,
        links: Vec<Link>,
        parent: &Context,
    ) -> Span {
        let builder = self.tracer.span_builder(name);
        let builder = builder.with_kind(kind).with_links(links);
        let span = self.tracer.build_with_context(builder, parent);
        Span(Some(parent.with_span(span)))
    }
}

impl Span {
    /// Does the work as part of this span.
    pub fn within<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        match &self.0 {
            Some(here) => Either::Left(work.with_context(here.clone())),
            None => Either::Right(work),
        }
    }

    pub fn number(&self, key: &'static str, number: impl TryInto<i64>) {
        if let Some(here) = &self.0 {
            let number = number.try_into().unwrap_or(i64::MAX);
            here.span().set_attribute(KeyValue::new(key, number));
        }
    }

    pub fn word(&self, key: &'static str, word: &'static str) {
        if let Some(here) = &self.0 {
            here.span().set_attribute(KeyValue::new(key, word));
        }
    }

    /// How the request ended. `route` is the pattern that the address fits, never the address.
    pub fn answered(&self, method: &'static str, route: Option<Arc<str>>, status: u16) {
        let Some(here) = &self.0 else {
            return;
        };
        let span = here.span();
        let name = match &route {
            Some(route) => Cow::Owned(format!("{method} {route}")),
            None => Cow::Borrowed(method),
        };
        span.update_name(name);
        span.set_attribute(KeyValue::new("http.request.method", method));
        if let Some(route) = route {
            span.set_attribute(KeyValue::new("http.route", route));
        }
        self.number("http.response.status_code", status);
        if status >= 500 {
            self.failed();
        }
    }

    pub fn failed(&self) {
        if let Some(here) = &self.0 {
            here.span().set_status(Status::error(""));
        }
    }

    /// What the log calls this trace, to find one by the other.
    pub fn trace_id(&self) -> Option<String> {
        let context = self.0.as_ref()?.span().span_context().clone();
        context.is_sampled().then(|| context.trace_id().to_string())
    }
}

/// The one header that is read. `tracestate` is others' text: it is not passed on.
struct Given<'a>(&'a str);

impl Extractor for Given<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (key == "traceparent").then_some(self.0)
    }

    fn keys(&self) -> Vec<&str> {
        vec!["traceparent"]
    }
}

//! Asking issuers, within bounds. What an issuer publishes must be as safe as itself.

use super::settings::is_safe;
use crate::fetch::{Known, NotFetched};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use std::{future::Future, pin::Pin, time::Duration};

/// Longest wait for a whole answer.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Default)]
pub(super) struct Http(Known);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = NotFetched;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NotFetched>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

impl Http {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, NotFetched> {
        if !is_safe(&request.uri().to_string()) {
            return Err(NotFetched::Address);
        }
        let whole = tokio::time::timeout(PATIENCE, self.0.ask(request));
        let answer = whole.await.unwrap_or(Err(NotFetched::TooSlow))?;
        Ok(answer.map(|octets| octets.to_vec()))
    }
}

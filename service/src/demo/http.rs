//! A small HTTP client: what the demonstration and the tests speak to the service with, over a
//! real connection, like anybody else.

use http_body_util::{BodyExt as _, Full};
use hyper::{
    HeaderMap, Method, Request, StatusCode,
    body::Bytes,
    header::{AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderName, HeaderValue},
};
use hyper_util::{
    client::legacy::{Client as Connections, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;

/// Speaks to one service, as one caller.
#[derive(Clone)]
pub struct Client {
    connections: Connections<HttpConnector, Full<Bytes>>,
    base: String,
    token: Option<String>,
}

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// The service could not be spoken to, or said no.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    #[error("no answer from {address}: {reason}")]
    NoAnswer { address: String, reason: String },
    #[error("{method} {path} was answered {status}: {body}")]
    Refused {
        method: Method,
        path: String,
        status: StatusCode,
        body: String,
    },
    #[error("{path} did not answer with JSON: {reason}")]
    NotJson { path: String, reason: String },
}

impl Client {
    /// `base` is the service's address without a slash at the end.
    pub fn new(base: impl Into<String>) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let connections = Connections::builder(TokioExecutor::new()).build(connector);
        Self {
            connections,
            base: base.into(),
            token: None,
        }
    }

    /// The same service, as another caller.
    pub fn with_token(&self, token: impl Into<String>) -> Self {
        Self {
            token: Some(token.into()),
            ..self.clone()
        }
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    /// Sends anything; gives whatever comes back. `path` may also be a whole address.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Result<Reply, CallError> {
        let address = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        };
        let no_answer = |reason: String| CallError::NoAnswer {
            address: address.clone(),
            reason,
        };
        let mut request = Request::builder().method(method).uri(&address);
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            let name: HeaderName = name
                .parse()
                .map_err(|_| no_answer(format!("header {name}")))?;
            let value = HeaderValue::from_str(value).map_err(|e| no_answer(e.to_string()))?;
            request = request.header(name, value);
        }
        let request = request
            .body(Full::new(body.into()))
            .map_err(|e| no_answer(e.to_string()))?;
        let response = self
            .connections
            .request(request)
            .await
            .map_err(|e| no_answer(e.to_string()))?;
        let (parts, body) = response.into_parts();
        let body = body
            .collect()
            .await
            .map_err(|e| no_answer(e.to_string()))?
            .to_bytes();
        Ok(Reply {
            status: parts.status,
            headers: parts.headers,
            body,
        })
    }

    pub async fn get(&self, path: &str) -> Result<Reply, CallError> {
        self.send(Method::GET, path, &[], Bytes::new()).await
    }

    /// Sends JSON; gives whatever comes back.
    pub async fn send_json(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Result<Reply, CallError> {
        let headers = [&[(CONTENT_TYPE.as_str(), "application/json")], headers].concat();
        self.send(method, path, &headers, body.to_string()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Result<Reply, CallError> {
        self.send_json(Method::POST, path, &[], body).await
    }

    /// Reads JSON; anything but success is an error.
    pub async fn read(&self, path: &str) -> Result<Value, CallError> {
        self.get(path)
            .await?
            .success(&Method::GET, path)?
            .json(path)
    }

    /// Writes JSON; anything but success is an error.
    pub async fn write(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Result<Value, CallError> {
        let reply = self.send_json(method.clone(), path, headers, body).await?;
        reply.success(&method, path)?.json(path)
    }
}

impl Reply {
    fn success(self, method: &Method, path: &str) -> Result<Self, CallError> {
        if self.status.is_success() {
            return Ok(self);
        }
        let body = self.text();
        Err(CallError::Refused {
            method: method.clone(),
            path: path.to_owned(),
            status: self.status,
            body,
        })
    }

    /// The body as JSON; an empty body is null.
    pub fn json(&self, path: &str) -> Result<Value, CallError> {
        if self.body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&self.body).map_err(|error| {
            let (path, reason) = (path.to_owned(), error.to_string());
            CallError::NotJson { path, reason }
        })
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value; empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    pub fn etag(&self) -> &str {
        self.header(ETAG.as_str())
    }
}

//! Asking servers that the settings name: over hyper's bare connection, one exchange a connection.
//! Follows nothing, keeps nothing.
//!
//! Unlike the fetcher of calendars it goes where the settings say, inside the network too: such a
//! server is named by who runs the service.

use super::{authorities, tls};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{
    Request, Response,
    body::Bytes,
    client::conn::http1,
    header::{CONNECTION, HOST, HeaderValue},
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::JoinSet,
};
use tokio_rustls::{TlsConnector, rustls::pki_types::ServerName};
use url::Url;

/// Largest answer (octets): key sets of federations are some tens of kilobytes.
const ANSWER_OCTETS: usize = 1024 * 1024;
/// Largest head of an answer (octets).
const HEAD_OCTETS: usize = 32 * 1024;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotFetched {
    #[error("the address is not safe")]
    Address,
    #[error("no answer in time")]
    TooSlow,
    #[error("no connection: {0}")]
    Connection(String),
    #[error("not an answer one can read: {0}")]
    Garbled(String),
}

/// Goes to servers that are known.
pub(crate) struct Known {
    tls: TlsConnector,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            tls: tls(authorities()),
        }
    }
}

impl Known {
    /// One exchange. Whoever asks says how long is long enough.
    pub(crate) async fn ask<B: Into<Bytes>>(
        &self,
        request: Request<B>,
    ) -> Result<Response<Bytes>, NotFetched> {
        let address = request.uri().to_string();
        let url = Url::parse(&address).map_err(|_| NotFetched::Address)?;
        let host = url.host_str().ok_or(NotFetched::Address)?.to_owned();
        let port = url.port_or_known_default().ok_or(NotFetched::Address)?;
        let request = ready(request, &url)?;
        let bare = host.trim_matches(['[', ']']).to_owned();
        let no = |error: std::io::Error| NotFetched::Connection(error.to_string());
        let stream = TcpStream::connect((&*bare, port)).await.map_err(no)?;
        let _ = stream.set_nodelay(true);
        if url.scheme() == "https" {
            let name = ServerName::try_from(bare).map_err(|_| NotFetched::Address)?;
            let stream = self.tls.connect(name, stream).await.map_err(no)?;
            exchange(stream, request).await
        } else {
            exchange(stream, request).await
        }
    }
}

/// The request as it goes on the wire: a path, and whom it is for.
fn ready<B: Into<Bytes>>(
    request: Request<B>,
    url: &Url,
) -> Result<Request<Full<Bytes>>, NotFetched> {
    let (mut parts, body) = request.into_parts();
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    parts.uri = path.parse().map_err(|_| NotFetched::Address)?;
    let authority = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let host = HeaderValue::from_str(authority).map_err(|_| NotFetched::Address)?;
    parts.headers.insert(HOST, host);
    parts
        .headers
        .insert(CONNECTION, HeaderValue::from_static("close"));
    Ok(Request::from_parts(parts, Full::new(body.into())))
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<Response<Bytes>, NotFetched> {
    let garbled = |error: hyper::Error| NotFetched::Garbled(error.to_string());
    let mut builder = http1::Builder::new();
    builder.max_buf_size(HEAD_OCTETS);
    let handshake = builder.handshake(TokioIo::new(stream)).await;
    let (mut sender, io) = handshake.map_err(garbled)?;
    // The connection lives no longer than the exchange.
    let mut connection = JoinSet::new();
    connection.spawn(async move {
        let _ = io.await;
    });
    let response = sender.send_request(request).await.map_err(garbled)?;
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, ANSWER_OCTETS).collect().await;
    let body = body.map_err(|error| NotFetched::Garbled(error.to_string()))?;
    Ok(Response::from_parts(parts, body.to_bytes()))
}

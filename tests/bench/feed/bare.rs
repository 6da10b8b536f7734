//! The least an HTTP server in Rust can do: hyper, the calendars in memory by path, and comparing
//! tags.

use super::super::server::{Server, Setting, announced, on_the_first};
use http_body_util::Full;
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{self, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use samverkan_service::secrets::{base64url, sha256};
use std::{collections::HashMap, convert::Infallible, env, fs, path::Path, sync::Arc};
use tokio::net::TcpListener;

struct Calendar {
    gzip: Bytes,
    etag: HeaderValue,
    modified: HeaderValue,
}

pub(crate) fn start(folder: &Path) -> Server {
    let files = folder.join("files");
    let command = on_the_first(&["bare", files.to_str().unwrap()]);
    announced(command, Setting::Batched)
}

/// The process.
pub(crate) async fn serve() {
    let folder = env::args().nth(2).unwrap();
    let mut calendars = HashMap::new();
    for entry in fs::read_dir(Path::new(&folder).join("calendar")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let Some(name) = name.strip_suffix(".gz") else {
            continue;
        };
        let gzip = Bytes::from(fs::read(&path).unwrap());
        let etag = format!("\"{}\"", base64url(&sha256(&gzip)[..16]));
        let calendar = Calendar {
            gzip,
            etag: etag.try_into().unwrap(),
            modified: HeaderValue::from_static("Tue, 24 Nov 2026 10:00:00 GMT"),
        };
        calendars.insert(format!("/calendar/{name}"), calendar);
    }
    let calendars = Arc::new(calendars);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}", listener.local_addr().unwrap());
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        let calendars = Arc::clone(&calendars);
        let service = service_fn(move |request: Request<Incoming>| {
            let answer = answer(&calendars, &request);
            async move { Ok::<_, Infallible>(answer) }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

fn answer(
    calendars: &HashMap<String, Calendar>,
    request: &Request<Incoming>,
) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    let Some(calendar) = calendars.get(request.uri().path()) else {
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    let headers = response.headers_mut();
    let set = HeaderValue::from_static;
    let unchanged = request.headers().get(header::IF_NONE_MATCH) == Some(&calendar.etag);
    if !unchanged {
        headers.reserve(12);
    }
    headers.insert(header::ETAG, calendar.etag.clone());
    headers.insert(header::LAST_MODIFIED, calendar.modified.clone());
    headers.insert(header::VARY, set("Accept-Encoding"));
    headers.insert(header::CACHE_CONTROL, set("private, max-age=300"));
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    headers.insert(header::CONTENT_TYPE, set("text/calendar; charset=utf-8"));
    headers.insert(header::CONTENT_ENCODING, set("gzip"));
    headers.insert("x-robots-tag", set("noindex"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, set("nosniff"));
    headers.insert(header::REFERRER_POLICY, set("no-referrer"));
    let policy = "default-src 'none'; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, set(policy));
    let always = "max-age=31536000; includeSubDomains";
    headers.insert(header::STRICT_TRANSPORT_SECURITY, set(always));
    *response.body_mut() = Full::new(calendar.gzip.clone());
    response
}

//! Calendars answered from memory are those that are answered the long way.

use harness::{
    Engine, both_engines,
    calendar::{fetch, make_feed},
    round,
};
use hyper::Method;
use samverkan_service::demo::http::Reply;

both_engines!(
    the_second_answer_is_the_first,
    only_calendars_are_answered_at_once
);

/// Headers that an answer from memory has as well.
fn kept(reply: &Reply) -> Vec<(String, String)> {
    let headers = reply.headers.iter();
    let mut kept: Vec<_> = headers
        .filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), format!("{value:?}")))
        .collect();
    kept.sort();
    kept
}

async fn the_second_answer_is_the_first(engine: Engine) {
    let (service, offering) = round::full(engine).await;
    for encoding in ["identity", "gzip"] {
        let (_, path) = make_feed(&service.admin, "offering", &offering).await;
        let asked = [("accept-encoding", encoding)];
        let ask = || service.anyone.send(Method::GET, &path, &asked, "");
        let long = ask().await.expect("an answer");
        let short = ask().await.expect("an answer");
        // Negative control: the two did not come the same way.
        assert!(long.headers.contains_key("x-request-id"));
        assert!(!short.headers.contains_key("x-request-id"));
        assert_eq!(long.status, 200);
        assert_eq!((short.status, &short.body), (long.status, &long.body));
        assert_eq!(kept(&short), kept(&long));
    }
}

async fn only_calendars_are_answered_at_once(engine: Engine) {
    let (service, offering) = round::full(engine).await;
    let (_, path) = make_feed(&service.admin, "offering", &offering).await;
    let reply = fetch(&service.anyone, &path).await;
    let tag = reply.header("etag").to_owned();
    let seen = [("if-none-match", &*tag)];
    let unchanged = service.anyone.send(Method::GET, &path, &seen, "").await;
    let unchanged = unchanged.expect("an answer");
    assert_eq!(unchanged.status, 304);
    assert!(unchanged.body.is_empty());
    for header in ["etag", "last-modified", "vary", "cache-control"] {
        assert_eq!(unchanged.header(header), reply.header(header), "{header}");
    }
    for (method, path, status) in [
        (Method::HEAD, path.clone(), 200),
        (Method::POST, path.clone(), 405),
        (Method::GET, path.replace(".ics", ".json"), 200),
        (Method::GET, path.replace(".ics", ".html"), 200),
        (Method::GET, path.replace(".ics", ""), 200),
        (Method::GET, path.replace(".ics", "x.ics"), 404),
        (Method::GET, format!("{path}.ics"), 404),
    ] {
        let reply = service.anyone.send(method.clone(), &path, &[], "").await;
        let reply = reply.expect("an answer");
        assert_eq!(reply.status, status, "{method} {path}");
        assert!(
            reply.headers.contains_key("x-request-id"),
            "{method} {path}"
        );
    }
}

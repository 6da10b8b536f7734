//! Who is not signed in fills no memory.

use harness::{Engine, TestService, on_both_engines};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

on_both_engines!(a_large_body_of_nobody_known_is_not_waited_for,);

/// Of the body nothing is sent: who waited for it would not answer.
async fn a_large_body_of_nobody_known_is_not_waited_for(engine: Engine) {
    let service = TestService::start(engine).await;
    for (path, header) in [
        ("/api/v1/imports?kind=workplaces", ""),
        ("/api/v1/timetables/LSP9A", ""),
        ("/api/v1/me/calendar", ""),
        (
            "/api/v1/imports?kind=workplaces",
            "authorization: Bearer samverkan_pat_x\r\n",
        ),
    ] {
        let mut stream = TcpStream::connect(service.address).await.unwrap();
        let head =
            format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 9999999\r\n{header}\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        let read = stream.read_exact(&mut answer);
        let read = timeout(Duration::from_secs(5), read).await;
        assert!(read.is_ok_and(|read| read.is_ok()), "{path}: no answer");
        assert_eq!(&answer, b"HTTP/1.1 401", "{path} {header}");
    }
}

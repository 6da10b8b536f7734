//! What callers write forges no line of the service's log: F12.

use super::{folder, injection::hostile};
use harness::crowd::hex;
use harness::served::{APPLY, CHANNEL, Served, free_port, prepare, program};
use hyper::Method;
use serde_json::{Value, json};
use std::{
    fs::{self, File},
    path::Path,
};

/// What a line of the log would begin with that is not the service's.
const FORGED: &str = "2031-01-01T00:00:00.000000Z  INFO forged";

/// Texts that may end a line, as a part of an address.
fn quoted(text: &str) -> String {
    let octets = text.as_bytes().iter().map(|octet| hex(&[*octet]));
    octets.fold(String::new(), |quoted, octet| quoted + "%" + &octet)
}

/// Asks in all ways in which what is asked may be spoken of; gives what was logged.
async fn logged(format: &str) -> String {
    let folder = folder();
    let url = format!("sqlite://{}", folder.0.join("s.db").display());
    let tokens = prepare(&url, 3, 3).await;
    let (port, path) = (free_port(), folder.0.join("log"));
    let mut command = program(&folder.0, &url, port);
    command
        .env("SAMVERKAN_LOG", "info,samverkan_service=debug")
        .env("SAMVERKAN_LOG_FORMAT", format)
        .stderr(File::create(&path).expect("a file"));
    let mut served = Served::of(command.arg("serve"), port);
    served.ready().await;
    write(&served, &tokens[0]).await;
    served.stop().await;
    read(&path)
}

fn read(path: &Path) -> String {
    let octets = fs::read(path).expect("what was logged");
    String::from_utf8(octets).expect("UTF-8")
}

async fn write(served: &Served, token: &str) {
    let forged = [
        format!("x\n{FORGED}"),
        format!("x\r{FORGED}"),
        format!("x\u{2028}{FORGED}"),
    ];
    for evil in hostile().iter().chain(&forged) {
        let quoted = quoted(evil);
        let client = served.client().with_token(token);
        for path in [
            format!("/{quoted}"),
            format!("/kurser/{quoted}?q={quoted}"),
            format!("{APPLY}?{quoted}"),
        ] {
            let reply = client
                .send(Method::GET, &path, &[], "")
                .await
                .expect("an answer");
            assert!(!reply.status.is_server_error(), "{path}: {}", reply.text());
        }
        let bodies = [
            json!({ "channel": evil }),
            json!({ evil.as_str(): CHANNEL }),
            json!(evil),
        ];
        for body in bodies {
            let reply = client
                .send_json(Method::POST, APPLY, &[], &body)
                .await
                .expect("an answer");
            assert!(reply.status.is_client_error(), "{body}: {}", reply.text());
        }
        let sign_in = json!({ "email": evil, "language": "sv" });
        let reply = client
            .send_json(Method::POST, "/api/v1/sign-ins", &[], &sign_in)
            .await
            .expect("an answer");
        assert!(
            reply.status.is_client_error(),
            "{sign_in}: {}",
            reply.text()
        );
    }
}

fn is_plain(line: &str) -> bool {
    !line.contains(|sign: char| {
        sign.is_control() || ['\u{2028}', '\u{2029}', '\u{85}'].contains(&sign)
    })
}

#[tokio::test]
async fn no_line_of_text_is_forged() {
    let log = logged("text").await;
    assert!(log.lines().count() > 1, "{log}");
    for line in log.lines() {
        assert!(
            is_plain(line) && line.starts_with("20") && !line.starts_with(FORGED),
            "{line:?}"
        );
    }
}

#[tokio::test]
async fn no_line_of_json_is_forged() {
    let log = logged("json").await;
    for line in log.lines() {
        let event: Value =
            serde_json::from_str(line).unwrap_or_else(|fault| panic!("{fault}: {line}"));
        assert!(event["timestamp"].is_string() && is_plain(line), "{line}");
    }
}

#[test]
fn negative_control_a_forged_line_is_seen() {
    let log = format!("2026-11-30T09:00:00.000000Z  INFO x\n{FORGED}");
    assert!(log.lines().any(|line| line.starts_with(FORGED)));
    assert!(!is_plain("x\r") && !is_plain("\u{1b}[2J") && is_plain("å"));
}

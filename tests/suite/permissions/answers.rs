//! What answers look like, and callers that take some making.

use harness::{Client, Reply, TestService, round::demo_file};
use serde_json::Value;

/// Whether a refusal is a problem as RFC 9457 has it, and says the same thing twice.
pub(super) fn problem_faults(reply: &Reply) -> Option<String> {
    let value: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let complete = ["type", "title", "detail", "instance", "code"]
        .iter()
        .all(|field| value[field].as_str().is_some_and(|text| !text.is_empty()));
    let agrees = value["status"] == reply.status.as_u16()
        && reply.header("content-type") == "application/problem+json";
    (!complete || !agrees).then(|| format!("{} {}", reply.status, reply.text()))
}

/// An answer as a sign of the table.
pub(super) fn sign(reply: &Reply) -> char {
    match reply.status.as_u16() {
        401 => 'u',
        403 => '-',
        404 => '?',
        200..=499 => '+',
        _ => '!',
    }
}

/// Who answers for another programme, and for the one that is asked about.
pub(super) async fn who_answer_for_programmes(service: &TestService) -> [Client; 2] {
    // All but the one that the table says is missing.
    let file = String::from_utf8(demo_file("programmes.csv")).expect("UTF-8");
    let lines = file.lines().filter(|line| !line.starts_with("LKP1Y"));
    let file = lines.collect::<Vec<_>>().join("\n");
    service.import("kind=programmes", file).await;
    [
        service.answers_for("LSP9A").await,
        service.answers_for("LAG9Y").await,
    ]
}

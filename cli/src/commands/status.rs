//! What is here, at a glance.

use super::Context;
use crate::{
    client::{api::types, given},
    error::Result,
    output::{col, num},
    page::{Page, Paging, page},
    text::text,
};
use schemars::JsonSchema;
use serde::Serialize;

/// What `--json` prints: this command asks several things, so no answer of the API fits.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Overview")]
pub(crate) struct Status {
    /// Each as `Offering` of openapi.json.
    #[schemars(with = "Vec<serde_json::Map<String, serde_json::Value>>")]
    offerings: Vec<types::Offering>,
    /// Messages that wait or have failed, among the newest.
    messages_waiting: usize,
    messages_failed: usize,
}

pub(crate) async fn run(context: &Context<'_>) -> Result {
    let offerings: Page<types::Offering> = Paging::everything()
        .fetch(async |limit, cursor| {
            let call = given!(context.api.list_offerings().limit(limit), cursor: cursor);
            Ok(page!(call.send().await?))
        })
        .await?;
    let messages = context
        .api
        .list_messages()
        .limit(200)
        .send()
        .await?
        .into_inner()
        .items;
    let count = |state: &str| {
        messages
            .iter()
            .filter(|message| message.state == state)
            .count()
    };
    let status = Status {
        messages_waiting: count("waiting"),
        messages_failed: count("failed"),
        offerings: offerings.items,
    };
    context.out.show(&status, |out| {
        let rows = status.offerings.iter().map(|offering| {
            let sum =
                |of: fn(&types::Channel) -> i64| offering.channels.iter().map(of).sum::<i64>();
            let (taken, seats) = (
                sum(|channel| channel.seats_taken),
                sum(|channel| channel.seats),
            );
            vec![
                offering.code.clone(),
                taken.to_string(),
                seats.to_string(),
                (seats - taken).to_string(),
                sum(|channel| channel.reserves).to_string(),
            ]
        });
        let columns = [
            col("Kurstillfälle", "Offering"),
            num("Upptagna", "Taken"),
            num("Platser", "Seats"),
            num("Lediga", "Free"),
            num("Reserver", "Reserves"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        let (waiting, failed) = (status.messages_waiting, status.messages_failed);
        out.say(&text!(
            "E-post bland de 200 senaste: {waiting} väntar, {failed} misslyckade",
            "Mail among the latest 200: {waiting} waiting, {failed} failed"
        ))
    })
}

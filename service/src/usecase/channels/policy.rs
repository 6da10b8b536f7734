//! The rules of a channel: reading them, changing them, and the seed they need.

use crate::{
    app::App,
    error::{Error, FieldError, Result, Text},
    store::{Tx, application::ApplicationFilter, channel::ChannelRow, selection::DrawRow},
};
use jiff::Timestamp;
use samverkan_domain::{
    admission::{ChannelPolicy, Seed},
    course::{Channel, ChannelKind},
    fact::Fact,
    id::ChannelId,
};
use serde_json::{Value, json};

pub(super) fn to_json(policy: &ChannelPolicy) -> Result<String> {
    serde_json::to_string(policy).map_err(Error::internal)
}

/// Reads a policy, or says all that is wrong with it and where.
pub(super) fn read_policy(value: &Value, kind: ChannelKind, seats: i64) -> Result<ChannelPolicy> {
    let policy: ChannelPolicy = serde_path_to_error::deserialize(value).map_err(|error| {
        let path: String = error.path().iter().map(segment).collect();
        let why = error.inner().to_string();
        Error::invalid(
            format!("/policy{path}"),
            "bad-policy",
            format!("Reglerna kan inte läsas här: {why}"),
            format!("The rules cannot be read here: {why}"),
        )
    })?;
    let problems = policy.problems(kind, seats);
    if problems.is_empty() {
        return Ok(policy);
    }
    let fields = problems.into_iter().map(|problem| {
        let pointer = format!("/policy{}", problem.pointer);
        FieldError::new(pointer, "bad-policy", Text::new(problem.sv, problem.en))
    });
    Err(Error::Invalid(fields.collect()))
}

fn segment(segment: &serde_path_to_error::Segment) -> String {
    use serde_path_to_error::Segment as S;
    match segment {
        S::Seq { index } => format!("/{index}"),
        S::Map { key } | S::Enum { variant: key } => {
            format!("/{}", key.replace('~', "~0").replace('/', "~1"))
        }
        S::Unknown => String::new(),
    }
}

/// The policy a channel is to have after an edit. How places are given stands fast once the window
/// has closed over applications: nobody chooses the rules by who has applied.
pub(super) async fn new_policy(
    tx: &mut Tx,
    row: &ChannelRow,
    value: Option<&Value>,
) -> Result<ChannelPolicy> {
    let before = row.policy()?;
    let kind = Channel::try_from(row)?.kind;
    let Some(value) = value else {
        // The seats may have changed under the groups.
        read_policy(&json!(before), kind, row.seats)?;
        return Ok(before);
    };
    let after = read_policy(value, kind, row.seats)?;
    let closed = row.closes_at.is_some_and(|at| at.0 <= tx.now());
    let rules_changed =
        after.selection != before.selection || after.eligibility != before.eligibility;
    if closed && before.selects() && rules_changed {
        let filter = ApplicationFilter {
            channel: Some(row.id),
            ..ApplicationFilter::default()
        };
        if !tx.applications(&filter, 1).await?.is_empty() {
            return Err(Error::refused(
                "rules-fixed",
                "Anmälan har stängt och det finns sökande. Urvalets regler och behörighetskraven kan inte ändras efter det.",
                "Applications have closed and there are applicants. The rules of the selection and the requirements cannot be changed after that.",
            ));
        }
    }
    Ok(after)
}

/// Promises a seed for a channel whose places are drawn or ranked: the hash is public from now on,
/// and the window must still be open to those who can check it.
pub(super) async fn promise(
    app: &App,
    tx: &mut Tx,
    channel: ChannelId,
    policy: &ChannelPolicy,
    closes_at: Option<Timestamp>,
) -> Result<()> {
    if !policy.selects() || tx.current_draw(channel).await?.is_some() {
        return Ok(());
    }
    let now = tx.now();
    if closes_at.is_none_or(|closes_at| closes_at <= now) {
        // Its selection is done; there is no other until the window opens again.
        if !tx.selections(channel).await?.is_empty() {
            return Ok(());
        }
        return Err(Error::invalid(
            "/closes_at",
            "selection-needs-an-end",
            "Lottning och rangordning görs när anmälan har stängt. Ange när den stänger, en tid som inte har passerat.",
            "Lottery and ranking take place when applications have closed. Say when they close, a time that has not passed.",
        ));
    }
    let seed = Seed(app.seeds.bytes());
    let row = DrawRow {
        id: app.seeds.id(now),
        channel_id: channel.0,
        seed_sealed: app.secrets.seal(&app.seeds, &seed.0),
        seed_hash: seed.hash(),
        committed_at: now.into(),
        revealed_at: None,
    };
    tx.insert_draw(&row).await?;
    tx.record(
        Fact::new("draw.promised", "channel", channel.0)
            .after(json!({ "seed_hash": row.seed_hash })),
    );
    Ok(())
}

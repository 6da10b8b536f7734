//! How places are given, and how many are left: a channel in words.

use super::{requirement_words::requirement, ways};
use crate::{
    app::App,
    error::Result,
    texts::Texts,
    usecase::{catalogue, channels::ChannelView, contact, letters::moment},
};
use jiff::Timestamp;
use samverkan_domain::admission::{ChannelPolicy, Method};

/// A channel: one way to a place.
pub(super) struct Way {
    pub(super) title: String,
    pub(super) said: Vec<String>,
    pub(super) requires: Vec<String>,
    pub(super) seats: String,
    pub(super) reserves: String,
    pub(super) percent: i64,
    pub(super) promise: Option<String>,
    pub(super) link: Option<(String, &'static str)>,
}

pub(super) struct Employer {
    pub(super) title: String,
    pub(super) seats: String,
}

/// Seats for who applies now: nobody has them, and nobody waits for them.
pub(super) fn free(channel: &ChannelView) -> i64 {
    let held = &channel.occupancy;
    match held.reserves {
        0 => (channel.row.seats - held.seats_taken).max(0),
        _ => 0,
    }
}

/// People apply to the channel themselves, and may do so now.
pub(super) fn takes_applications(channel: &ChannelView, now: Timestamp) -> bool {
    let row = &channel.row;
    row.kind == "open"
        && row.opens_at.is_none_or(|at| at.0 <= now)
        && row.closes_at.is_none_or(|at| now < at.0)
}

/// Who applies now gets a number in a queue, not a place.
pub(super) fn queues(channel: &ChannelView, policy: &ChannelPolicy) -> bool {
    free(channel) == 0 && !policy.selects()
}

/// What pressing the way in does.
pub(super) fn apply(t: Texts, queues: bool) -> &'static str {
    if queues {
        t.channel_queue()
    } else {
        t.channel_enrol()
    }
}

pub(super) fn way(
    app: &App,
    t: Texts,
    offering: &catalogue::OfferingRow,
    channel: &ChannelView,
) -> Result<Way> {
    let (row, occupancy) = (&channel.row, &channel.occupancy);
    let policy = row.policy()?;
    let (said, link) = if row.kind == "imported" {
        (
            vec![t.channel_imported().to_owned()],
            Some((NATIONAL.to_owned(), t.channel_imported_link())),
        )
    } else {
        open(app, t, offering, channel, &policy)
    };
    let percent = if row.seats > 0 {
        (occupancy.seats_taken * 100 / row.seats).clamp(0, 100)
    } else {
        100
    };
    Ok(Way {
        title: t.of(&row.title_sv, &row.title_en).clone(),
        said,
        requires: policy
            .eligibility
            .iter()
            .map(|one| requirement(t, one))
            .collect(),
        seats: t.channel_seats(row.seats, occupancy.seats_taken.to_string()),
        reserves: t.channel_reserves(occupancy.reserves),
        percent,
        promise: channel.draw.as_ref().map(|draw| draw.seed_hash.clone()),
        link,
    })
}

/// Where places on regular courses are applied for.
pub(super) const NATIONAL: &str = "https://www.antagning.se/";

fn open(
    app: &App,
    t: Texts,
    offering: &catalogue::OfferingRow,
    channel: &ChannelView,
    policy: &ChannelPolicy,
) -> (Vec<String>, Option<(String, &'static str)>) {
    let (row, now, language) = (&channel.row, app.clock.now(), t.language());
    let (opens, closes) = (row.opens_at.map(|at| at.0), row.closes_at.map(|at| at.0));
    let method = match policy.selection.method {
        Method::FirstCome => t.channel_first_come(),
        Method::Lottery => t.channel_lottery(),
        Method::Ranked => t.channel_ranked(),
    };
    let may_apply = takes_applications(channel, now);
    let mut said = vec![
        format!("{} {method}", t.channel_open()),
        match (opens, closes) {
            (Some(opens), _) if now < opens => t.channel_open_from(moment(opens, language)),
            (_, Some(closes)) if now >= closes => t.channel_closed(moment(closes, language)),
            (_, Some(closes)) => t.channel_open_until(moment(closes, language)),
            _ => t.channel_open_always().to_owned(),
        },
    ];
    if let Some(answer) = policy.answer {
        // A working day has nine hours.
        said.push(t.channel_answer((answer.working_hours + 8) / 9));
    }
    let mut link = None;
    if may_apply {
        if queues(channel, policy) {
            said.push(t.channel_full().to_owned());
        }
        match ways::ENROL {
            Some(enrol) => {
                let words = apply(t, queues(channel, policy));
                link = Some((format!("{enrol}{}", offering.code), words));
            }
            None => said.push(t.channel_enrol_ask(contact::address(app))),
        }
    }
    (said, link)
}

pub(super) fn employer(t: Texts, channel: &ChannelView) -> Employer {
    let (row, occupancy) = (&channel.row, &channel.occupancy);
    let mut seats = t.channel_seats(row.seats, occupancy.seats_taken.to_string());
    if occupancy.reserves > 0 {
        seats += &format!(" {}", t.channel_reserves(occupancy.reserves));
    }
    Employer {
        title: t.of(&row.title_sv, &row.title_en).clone(),
        seats,
    }
}

//! Who goes where to get a place: what the reader of an offering's page asks first.

use super::places::{NATIONAL, apply, free, takes_applications};
use super::ways;
use crate::{
    app::App,
    error::Result,
    texts::Texts,
    usecase::{catalogue::OfferingView, channels::ChannelView, letters::moment},
};

/// A way in, for somebody.
pub(super) struct Door {
    pub(super) who: &'static str,
    pub(super) how: String,
    pub(super) link: Option<(String, &'static str)>,
    /// The link stays with us.
    pub(super) own: bool,
}

/// The doors of an offering; that where one applies oneself first.
pub(super) fn doors(app: &App, t: Texts, offering: &OfferingView) -> Result<Vec<Door>> {
    let has = |kind: &str| offering.channels.iter().any(|one| one.row.kind == kind);
    let mut doors = Vec::new();
    if has("open") {
        doors.push(Door {
            who: t.door_oneself(),
            how: standing(app, t, &offering.channels)?,
            link: oneself(app, t, offering)?,
            own: true,
        });
    }
    if has("imported") {
        doors.push(Door {
            who: t.door_national(),
            how: t.door_national_how().to_owned(),
            link: Some((NATIONAL.to_owned(), t.channel_imported_link())),
            own: false,
        });
    }
    if has("employer") {
        doors.push(Door {
            who: t.door_employer(),
            how: t.door_employer_how().to_owned(),
            link: None,
            own: false,
        });
    }
    Ok(doors)
}

fn oneself(app: &App, t: Texts, offering: &OfferingView) -> Result<Option<(String, &'static str)>> {
    let (Some(enrol), now) = (ways::ENROL, app.clock.now()) else {
        return Ok(None);
    };
    let mut open = offering.channels.iter();
    let open: Vec<_> = open
        .by_ref()
        .filter(|one| takes_applications(one, now))
        .collect();
    let mut words = None;
    for channel in open {
        let says = apply(t, channel, &channel.row.policy()?);
        // A place somewhere goes before a queue.
        if words.is_none() || says == t.channel_enrol() {
            words = Some(says);
        }
    }
    Ok(words.map(|words| (format!("{enrol}{}", offering.row.code), words)))
}

/// What somebody who applies now can hope for, in a few words.
pub(super) fn standing(app: &App, t: Texts, channels: &[ChannelView]) -> Result<String> {
    let (now, language) = (app.clock.now(), t.language());
    let own = channels.iter().filter(|one| one.row.kind == "open");
    let open: Vec<_> = own
        .clone()
        .filter(|one| takes_applications(one, now))
        .collect();
    if open.is_empty() {
        let opens = own.filter_map(|one| one.row.opens_at.map(|at| at.0));
        return Ok(match opens.filter(|at| now < *at).min() {
            Some(at) => t.channel_open_from(moment(at, language)),
            None => t.card_not_open().to_owned(),
        });
    }
    let seats: i64 = open.iter().map(|one| free(one)).sum();
    let mut closes = None;
    for channel in &open {
        if channel.row.policy()?.selects() {
            closes = closes.max(channel.row.closes_at.map(|at| at.0));
        }
    }
    Ok(match closes {
        Some(closes) => t.card_apply_by(seats, moment(closes, language)),
        None if seats > 0 => t.card_seats(seats),
        None => t.card_queue(open.iter().map(|one| one.occupancy.reserves).sum::<i64>()),
    })
}

//! Who goes where to get a place: what the reader of an offering's page asks first.

use super::{
    places::{NATIONAL, apply, free, queues, takes_applications},
    ways,
};
use crate::{
    app::App,
    error::Result,
    texts::Texts,
    usecase::{catalogue::OfferingView, channels::ChannelView, letters::moment},
};
use jiff::Timestamp;

/// A way in, for somebody.
pub(super) struct Door {
    pub(super) who: &'static str,
    pub(super) how: String,
    pub(super) link: Option<(String, &'static str)>,
    /// The link stays with us.
    pub(super) own: bool,
}

/// The doors of an offering; that where one applies oneself first. Who has `applied` is led to their application.
pub(super) fn doors(
    app: &App,
    t: Texts,
    offering: &OfferingView,
    applied: bool,
) -> Result<Vec<Door>> {
    let has = |kind: &str| offering.channels.iter().any(|one| one.row.kind == kind);
    if applied {
        return Ok(vec![Door {
            who: t.door_applied_done(),
            how: t.door_applied_how().to_owned(),
            link: Some((ways::MY_PAGE.to_owned(), t.enrol_receipt_my_page())),
            own: true,
        }]);
    }
    let mut doors = Vec::new();
    if has("open") {
        doors.push(Door {
            who: t.door_oneself(),
            how: standing(app, t, &offering.channels)?,
            link: oneself(app, t, offering)?.map(|way| (way.address, way.words)),
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

/// The channels that people apply to themselves, now.
fn open(channels: &[ChannelView], now: Timestamp) -> Vec<&ChannelView> {
    let open = channels.iter();
    open.filter(|one| takes_applications(one, now)).collect()
}

/// Where one applies oneself.
pub(super) struct Oneself {
    pub(super) address: String,
    /// What pressing it does.
    pub(super) words: &'static str,
    /// Who applies now would wait everywhere.
    pub(super) queues: bool,
}

/// Where one applies oneself, if one can now.
pub(super) fn oneself(app: &App, t: Texts, offering: &OfferingView) -> Result<Option<Oneself>> {
    let open = open(&offering.channels, app.clock.now());
    let (Some(enrol), false) = (ways::ENROL, open.is_empty()) else {
        return Ok(None);
    };
    // A place somewhere goes before a queue.
    let mut all_queue = true;
    for channel in open {
        all_queue &= queues(channel, &channel.row.policy()?);
    }
    Ok(Some(Oneself {
        address: format!("{enrol}{}", offering.row.code),
        words: apply(t, all_queue),
        queues: all_queue,
    }))
}

/// What somebody who applies now can hope for, in a few words.
pub(super) fn standing(app: &App, t: Texts, channels: &[ChannelView]) -> Result<String> {
    let (now, language) = (app.clock.now(), t.language());
    let open = open(channels, now);
    if open.is_empty() {
        let own = channels.iter().filter(|one| one.row.kind == "open");
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

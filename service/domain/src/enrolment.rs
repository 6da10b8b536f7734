//! Self-enrolment: what happens when a person asks for a place on an open channel.

use crate::course::{Channel, ChannelKind};
use jiff::Timestamp;

/// What the channel holds at the moment of decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Occupancy {
    /// Applications that take a seat.
    pub seats_taken: i64,
    /// Applications on the reserve list.
    pub reserves: i64,
    /// The highest reserve number ever given in this channel; numbers are never reused.
    pub last_reserve_position: i64,
}

/// Why no place can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApplyRefusal {
    #[error("places in this channel are not applied for here")]
    NotOpenChannel,
    #[error("the channel opens at {opens_at}")]
    NotYetOpen { opens_at: Timestamp },
    #[error("the channel closed at {closed_at}")]
    Closed { closed_at: Timestamp },
    #[error("the person already has an active application to this offering")]
    AlreadyApplied,
}

/// Whether one may ask for a place in the channel now. What becomes of it is
/// [`crate::admission::ask`]'s to say.
pub fn may_ask(
    channel: &Channel,
    already_active: bool,
    now: Timestamp,
) -> Result<(), ApplyRefusal> {
    if channel.kind != ChannelKind::Open {
        return Err(ApplyRefusal::NotOpenChannel);
    }
    if let Some(opens_at) = channel.opens_at.filter(|opens_at| now < *opens_at) {
        return Err(ApplyRefusal::NotYetOpen { opens_at });
    }
    if let Some(closed_at) = channel.closes_at.filter(|closes_at| now >= *closes_at) {
        return Err(ApplyRefusal::Closed { closed_at });
    }
    if already_active {
        return Err(ApplyRefusal::AlreadyApplied);
    }
    Ok(())
}

/// Why a person on the reserve list (or waiting for a decision) cannot be admitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AdmitRefusal {
    #[error("all {seats} seats are taken")]
    Full { seats: i64 },
    #[error("reserve {first} stands before")]
    Overtakes { first: i64 },
}

/// Whether one more may be admitted. `first_in_line` is the lowest position on the person's own
/// reserve list, `position` the person's own. Overtaking needs a reason, which is audited.
pub fn may_admit(
    channel: &Channel,
    occupancy: Occupancy,
    position: Option<i64>,
    first_in_line: Option<i64>,
    overrides: bool,
) -> Result<(), AdmitRefusal> {
    if occupancy.seats_taken >= channel.seats {
        return Err(AdmitRefusal::Full {
            seats: channel.seats,
        });
    }
    match first_in_line {
        Some(first) if position.is_none_or(|own| own > first) && !overrides => {
            Err(AdmitRefusal::Overtakes { first })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ChannelId, OfferingId};
    use uuid::Uuid;

    fn channel(seats: i64) -> Channel {
        Channel {
            id: ChannelId(Uuid::nil()),
            offering: OfferingId(Uuid::nil()),
            kind: ChannelKind::Open,
            seats,
            opens_at: Some(at(100)),
            closes_at: Some(at(200)),
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_window_is_half_open() {
        let ask = |now| may_ask(&channel(1), false, at(now));
        assert_eq!(ask(99), Err(ApplyRefusal::NotYetOpen { opens_at: at(100) }));
        assert_eq!(ask(100), Ok(()));
        assert_eq!(ask(199), Ok(()));
        assert_eq!(ask(200), Err(ApplyRefusal::Closed { closed_at: at(200) }));
    }

    #[test]
    fn nobody_is_admitted_past_the_first_in_line_without_a_reason() {
        let room = Occupancy {
            seats_taken: 0,
            reserves: 2,
            last_reserve_position: 2,
        };
        let refused = Err(AdmitRefusal::Overtakes { first: 1 });
        assert_eq!(
            may_admit(&channel(1), room, Some(2), Some(1), false),
            refused
        );
        assert_eq!(may_admit(&channel(1), room, None, Some(1), false), refused);
        assert_eq!(may_admit(&channel(1), room, Some(2), Some(1), true), Ok(()));
        assert_eq!(
            may_admit(&channel(1), room, Some(1), Some(1), false),
            Ok(())
        );
        assert_eq!(
            may_admit(&channel(0), room, Some(1), Some(1), true),
            Err(AdmitRefusal::Full { seats: 0 })
        );
    }
}

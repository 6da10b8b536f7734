//! Self-enrolment: what happens when a person asks for a place on an open channel.

use crate::{
    application::ApplicationState,
    course::{Channel, ChannelKind},
};
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

impl Occupancy {
    /// What the channel holds once this placement stands.
    pub fn after(self, placement: Placement) -> Self {
        match placement {
            Placement::Admitted => Self {
                seats_taken: self.seats_taken + 1,
                ..self
            },
            Placement::Reserve { position } => Self {
                reserves: self.reserves + 1,
                last_reserve_position: position,
                ..self
            },
        }
    }
}

/// The decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    Admitted,
    /// Position counted from 1.
    Reserve {
        position: i64,
    },
}

impl Placement {
    pub fn state(self) -> ApplicationState {
        match self {
            Self::Admitted => ApplicationState::Admitted,
            Self::Reserve { .. } => ApplicationState::Reserve,
        }
    }
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

/// Decides one request, first come first served.
///
/// Nobody overtakes: while anyone waits, a newcomer joins the end of the reserve list even if a
/// seat is free.
pub fn apply(
    channel: &Channel,
    occupancy: Occupancy,
    already_active: bool,
    now: Timestamp,
) -> Result<Placement, ApplyRefusal> {
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
    Ok(
        if occupancy.reserves == 0 && occupancy.seats_taken < channel.seats {
            Placement::Admitted
        } else {
            Placement::Reserve {
                position: occupancy.last_reserve_position + 1,
            }
        },
    )
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
    use proptest::prelude::*;
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
        let ask = |now| apply(&channel(1), Occupancy::default(), false, at(now));
        assert_eq!(ask(99), Err(ApplyRefusal::NotYetOpen { opens_at: at(100) }));
        assert_eq!(ask(100), Ok(Placement::Admitted));
        assert_eq!(ask(199), Ok(Placement::Admitted));
        assert_eq!(ask(200), Err(ApplyRefusal::Closed { closed_at: at(200) }));
    }

    /// Replays random requests and withdrawals against the rules. Returns the most seats that
    /// were ever taken and the reserve positions in the order they were given.
    fn replay(seats: i64, leave: &[bool], honour_capacity: bool) -> (i64, Vec<i64>) {
        let mut occupancy = Occupancy::default();
        let (mut most, mut positions) = (0, Vec::new());
        for leaves in leave {
            if *leaves && occupancy.seats_taken > 0 {
                occupancy.seats_taken -= 1;
                continue;
            }
            let seen = if honour_capacity {
                occupancy
            } else {
                Occupancy::default()
            };
            let placement = apply(&channel(seats), seen, false, at(150)).unwrap();
            occupancy = occupancy.after(placement);
            if let Placement::Reserve { position } = placement {
                positions.push(position);
            }
            most = most.max(occupancy.seats_taken);
        }
        (most, positions)
    }

    proptest! {
        #[test]
        fn seats_are_never_oversold_and_reserves_are_numbered_in_order(
            seats in 0i64..20,
            leave in proptest::collection::vec(prop::bool::weighted(0.2), 0..80),
        ) {
            let (most, positions) = replay(seats, &leave, true);
            prop_assert!(most <= seats);
            let expected: Vec<i64> = (1..).take(positions.len()).collect();
            prop_assert_eq!(positions, expected);
        }
    }

    #[test]
    fn negative_control_a_stale_count_oversells() {
        let (most, _) = replay(3, &[false; 10], false);
        assert!(most > 3, "the law above can fail");
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

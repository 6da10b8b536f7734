//! What becomes of one request for a place in an open channel, whichever way its places are given.

use super::{
    ChannelPolicy,
    arrive::{Arrival, Tally},
    eligibility::Standing,
};

/// What decides beside the counts.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    pub policy: &'a ChannelPolicy,
    /// The groups the person is a member of ([`Tally::set`]).
    pub groups: u64,
    /// How the person stands against the channel's requirements.
    pub standing: Standing,
    /// The person wants a decision even if it is no: a written refusal can be appealed.
    pub insists: bool,
}

/// The outcome. Groups are indexes into [`Tally::codes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Admitted {
        group: usize,
        /// The group the place fell from, if it was another's.
        fell_from: Option<usize>,
    },
    Reserve {
        group: usize,
        position: i64,
    },
    /// Waits for the selection.
    Submitted,
    /// Decided: no. Only for who insists.
    Refused,
}

/// Why there is no application, with what the person should be told instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAsked {
    #[error("the person is not eligible")]
    NotEligible,
    #[error("the person is a member of none of the channel's groups")]
    NoGroup,
}

/// Decides one request and counts it.
pub fn ask(tally: &mut Tally, asking: Asking<'_>) -> Result<Asked, NotAsked> {
    if asking.standing == Standing::NotEligible {
        return if asking.insists {
            Ok(Asked::Refused)
        } else {
            Err(NotAsked::NotEligible)
        };
    }
    if asking.groups == 0 {
        return Err(NotAsked::NoGroup);
    }
    if asking.policy.selects() {
        return Ok(Asked::Submitted);
    }
    match tally.arrive(asking.groups, 1) {
        Arrival::Admitted { group, fell_from } => Ok(Asked::Admitted { group, fell_from }),
        Arrival::Reserve {
            group,
            first_position,
        } => Ok(Asked::Reserve {
            group,
            position: first_position,
        }),
        Arrival::NoGroup => Err(NotAsked::NoGroup),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::{Method, Policy};
    use jiff::civil::date;

    fn channel(method: Method) -> ChannelPolicy {
        ChannelPolicy {
            selection: Policy {
                method,
                ..Policy::default()
            },
            ..ChannelPolicy::default()
        }
    }

    fn asked(
        policy: &ChannelPolicy,
        tally: &mut Tally,
        standing: Standing,
        insists: bool,
    ) -> Result<Asked, NotAsked> {
        let groups = tally.set::<&str>(&[]);
        let asking = Asking {
            policy,
            groups,
            standing,
            insists,
        };
        ask(tally, asking)
    }

    #[test]
    fn places_go_in_order_of_arrival_or_wait_for_the_selection() {
        let today = date(2026, 11, 23);
        let policy = channel(Method::FirstCome);
        let mut tally = Tally::new(&policy.selection, 1, &[], today);
        let mut next = || asked(&policy, &mut tally, Standing::Eligible, false).unwrap();
        let first = Asked::Admitted {
            group: 0,
            fell_from: None,
        };
        let reserve = |position| Asked::Reserve { group: 0, position };
        assert_eq!([next(), next(), next()], [first, reserve(1), reserve(2)]);
        let policy = channel(Method::Lottery);
        let mut tally = Tally::new(&policy.selection, 1, &[], today);
        let drawn = asked(&policy, &mut tally, Standing::Eligible, false);
        assert_eq!(drawn, Ok(Asked::Submitted));
    }

    #[test]
    fn who_is_not_eligible_is_told_or_refused_and_takes_nothing() {
        let policy = channel(Method::FirstCome);
        let mut tally = Tally::new(&policy.selection, 1, &[], date(2026, 11, 23));
        let mut no = |insists| asked(&policy, &mut tally, Standing::NotEligible, insists);
        assert_eq!(no(false), Err(NotAsked::NotEligible));
        assert_eq!(no(true), Ok(Asked::Refused));
        let yes = asked(&policy, &mut tally, Standing::Eligible, false);
        assert!(matches!(yes, Ok(Asked::Admitted { .. })));
    }
}

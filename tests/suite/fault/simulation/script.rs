//! The fault that waits in a step, and what has passed on the way to it.

use super::chance::Chance;
use samverkan_service::faults::{Fate, Moment};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// A fault to come: at the moment of this kind that so many others of the kind come before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strike {
    pub moment: Moment,
    pub after: u64,
    pub fate: Fate,
    /// The database stays away until the step is over; else who asks anew is answered.
    pub stays: bool,
}

impl Strike {
    /// A fault, or none, for a step that writes to the database; one that has letters to hand over may meet
    /// those faults too.
    pub(super) fn drawn(chance: &mut Chance, letters: bool) -> Option<Self> {
        if chance.percent(62) {
            return None;
        }
        let moments = if letters { 14 } else { 10 };
        let (moment, within) = match chance.below(moments) {
            0 => (Moment::Begin, 2),
            1..=4 => (Moment::Statement, 28),
            // What is done for many at once has more.
            5 => (Moment::Statement, 160),
            6 | 7 => (Moment::Commit, if letters { 12 } else { 1 }),
            8 | 9 => (Moment::Committed, if letters { 12 } else { 1 }),
            10 | 11 => (Moment::Letter, 6),
            _ => (Moment::LetterTaken, 6),
        };
        let fate = if chance.percent(68) {
            Fate::Lost
        } else {
            Fate::Dies
        };
        Some(Self {
            moment,
            after: chance.below(within),
            fate,
            stays: chance.percent(25),
        })
    }
}

#[derive(Debug, Default)]
struct State {
    strike: Option<Strike>,
    passed: u64,
    /// The transaction under way has lost its connection.
    lost: bool,
    away: bool,
    struck: bool,
    commits: u64,
}

/// What a step met.
#[derive(Debug, Clone, Copy)]
pub(super) struct Met {
    /// Whether the fault came: a step may end before.
    pub struck: bool,
    /// Commits that took effect.
    pub commits: u64,
}

/// What the plan of a world's faults asks.
#[derive(Default)]
pub(super) struct Script {
    state: Mutex<State>,
    died: Notify,
}

impl Script {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a step.
    pub(super) fn arm(&self, strike: Option<Strike>) {
        *self.state() = State {
            strike,
            ..State::default()
        };
    }

    /// Ends a step: no fault waits any more.
    pub(super) fn disarm(&self) -> Met {
        let state = std::mem::take(&mut *self.state());
        Met {
            struck: state.struck,
            commits: state.commits,
        }
    }

    /// Returns when the process has died.
    pub(super) async fn died(&self) {
        self.died.notified().await;
    }

    pub(super) fn fate(&self, moment: Moment) -> Fate {
        let mut state = self.state();
        // Whatever becomes of the answer, it has taken effect.
        state.commits += u64::from(moment == Moment::Committed);
        if state.away {
            return Fate::Lost;
        }
        match moment {
            Moment::Begin => state.lost = false,
            Moment::Statement | Moment::Commit if state.lost => return Fate::Lost,
            _ => {}
        }
        let Some(strike) = state.strike.filter(|strike| strike.moment == moment) else {
            return Fate::Well;
        };
        if state.passed < strike.after {
            state.passed += 1;
            return Fate::Well;
        }
        state.strike = None;
        state.struck = true;
        if strike.fate == Fate::Dies {
            state.away = true;
            drop(state);
            self.died.notify_one();
            return Fate::Dies;
        }
        let letter = matches!(moment, Moment::Letter | Moment::LetterTaken);
        state.away = strike.stays && !letter;
        state.lost = !letter;
        Fate::Lost
    }
}

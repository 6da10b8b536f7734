//! Faults that a test plans: a database that is lost at a statement, a process that dies before or after a commit takes
//! effect, a relay that takes a letter and says nothing.
//!
//! A service that is started by its own binary has none: no setting makes a plan, and a tidy test sees to it that nothing
//! but tests does.

use std::{fmt, future::pending, io, sync::Arc};

/// Where a fault can strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Before a transaction begins.
    Begin,
    /// Before a statement.
    Statement,
    /// Before a commit takes effect.
    Commit,
    /// When it has, and whoever waits for it has not been told.
    Committed,
    /// Before a letter is handed over.
    Letter,
    /// When the relay has taken it, and has not said so.
    LetterTaken,
}

/// What happens there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing out of the ordinary.
    Well,
    /// Whoever is spoken to is gone.
    Lost,
    /// The process dies: nothing comes after this. Whoever made the plan drops what waits, as a process that dies would.
    Dies,
}

type Plan = dyn Fn(Moment) -> Fate + Send + Sync;

/// The faults to come: by default none.
#[derive(Clone, Default)]
pub struct Faults(Option<Arc<Plan>>);

impl Faults {
    /// As this plan says, which is asked at every moment: for tests only.
    pub fn planned(plan: impl Fn(Moment) -> Fate + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(plan)))
    }

    /// Passes the moment, if the plan lets it pass.
    pub(crate) async fn at(&self, moment: Moment) -> io::Result<()> {
        let Some(plan) = &self.0 else { return Ok(()) };
        match plan(moment) {
            Fate::Well => Ok(()),
            Fate::Lost => Err(io::Error::other("lost, as planned")),
            Fate::Dies => pending().await,
        }
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "planned" } else { "none" })
    }
}

//! Who gets the places of a channel, in which order, and why (antagning, urval, reservantagning).
//!
//! Reading order: [`Policy`] is what an administrator declares; [`apportion`] turns it into places;
//! [`lottery`] gives everybody a ticket that nobody can choose; [`select`] decides all applications
//! of a round at once, [`Tally`] decides them one by one as they come; [`next_call`] says to whom a
//! freed place is offered; [`SelectionRecord`] makes a round repeatable by anyone, and [`verify`]
//! repeats it. [`eligibility`] judges requirements, [`overbook`] says how many to admit,
//! [`working_time`] counts hours to answer, [`follow_up`] is the three-week control, and
//! [`package_exit`] resolves leaving a package. Every decision has a closed reason with a sentence in Swedish and English.

pub mod eligibility;
pub mod follow_up;
pub mod overbook;
pub mod package_exit;
pub mod working_time;

mod apportion;
mod arrive;
mod asking;
mod canonical;
mod channel_policy;
mod compete;
mod difference;
mod digest;
mod lottery;
mod outcome;
mod policy;
mod policy_fault;
mod reason;
mod record;
mod reserve;
mod reserve_reason;
mod select;
mod verify;
mod words;

pub use apportion::{Apportioned, apportion, largest_remainder};
pub use arrive::{Arrival, GroupCount, Tally};
pub use asking::{Asked, Asking, NotAsked, ask};
pub use canonical::{NotCanonical, canonical};
pub use channel_policy::{AnswerTime, CallPolicy, ChannelPolicy, NominationPolicy, PolicyProblem};
pub use difference::{Difference, DifferingField};
pub use lottery::{DrawSeed, Seed, Ticket};
pub use outcome::{GroupResult, Line, Outcome, SelectionResult};
pub use policy::{Group, Members, Method, Places, Policy, Standing};
pub use policy_fault::{PolicyFault, PolicyFaultKind};
pub use reason::Reason;
pub use record::{Draw, SelectionRecord};
pub use reserve::{Call, Lists, NextCall, ReserveList, Waiter, next_call};
pub use reserve_reason::CallReason;
pub use select::{Eligibility, Entrant, select};
pub use verify::{Unreadable, Verification, verify};

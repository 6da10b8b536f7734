//! What somebody signed in sees of their own: where applications stand and what they ask, the
//! cohorts, the meetings. What is done is done by the use cases of its own subject; here only whom
//! one's name is shown to is chosen.

mod cohorts;
mod places;
mod sessions;

pub use cohorts::{MyCohort, MyNames, choose_names, cohorts};
pub use places::{Place, place, places};
pub use sessions::{MySession, sessions};

//! What somebody signed in sees of their own: where applications stand and what they ask, the
//! cohorts, the meetings. Reads only; what is done is done by the use cases of its own subject.

mod cohorts;
mod places;
mod sessions;

pub use cohorts::{MyCohort, cohorts};
pub use places::{Place, place, places};
pub use sessions::{MySession, sessions};

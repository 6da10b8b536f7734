//! Who may have a place, how many are admitted, and what follows: eligibility, overbooking, leaving
//! a package, working time, the three-week control.

pub mod eligibility;
pub mod follow_up;
pub mod overbook;
pub mod package_exit;
pub mod working_time;

//! Ways to pages that are mounted elsewhere, or not yet: what is not there is not linked to.

/// The page to sign in on.
pub const SIGN_IN: Option<&str> = Some(super::sign_in::SIGN_IN);
/// Where a person finds everything of their own.
pub(super) const MY_PAGE: &str = super::my::MY_PAGE;
/// The page to ask for a place on: the offering's code follows.
pub const ENROL: Option<&str> = Some(super::enrol::ENROL);
/// Where staff begin.
pub(super) const STAFF: &str = super::sign_in::STAFF;

//! The demonstration: a newcomer's first run, every step through the public API.

pub mod http;
pub mod mailbox;

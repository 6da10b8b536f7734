//! Samverkan, the service. See `service/ARCHITECTURE.md` for the code map and the invariants.

pub mod app;
pub mod clock;
pub mod config;
pub mod error;
pub mod feeds;
pub mod mail;
pub mod secrets;
pub mod seeds;
pub mod store;
pub mod usecase;

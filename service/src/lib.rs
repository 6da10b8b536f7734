//! Samverkan, the service. See `service/ARCHITECTURE.md` for the code map and the invariants.

pub mod api;
pub mod app;
pub mod backup;
pub mod clock;
pub mod config;
pub mod demo;
pub mod error;
pub mod faults;
pub mod feeds;
pub mod fetch;
pub mod figures;
pub mod gather;
pub mod issuer;
pub mod jobs;
pub mod mail;
mod private_file;
pub mod secrets;
pub mod seeds;
pub mod server;
pub mod start;
pub mod store;
pub mod telemetry;
pub mod texts;
pub mod throttle;
pub mod traces;
pub mod usecase;
pub mod web;

/// A rush allocates in one thread and frees in another; the C library's allocator locks for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

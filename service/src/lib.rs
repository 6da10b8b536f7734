//! Samverkan, the service. See `service/ARCHITECTURE.md` for the code map and the invariants.

pub mod store;

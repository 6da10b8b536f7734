//! What is kept of when and in which languages somebody can meet, as it is told.

use samverkan_domain::cohort::Times;
use serde_json::Value;

/// Weekly times by their names, such as `mon10`.
pub(super) fn times(bits: i64) -> Times {
    Times::from_bits(bits).unwrap_or_default()
}

pub(super) fn spoken(kept: Option<&str>) -> Value {
    kept.and_then(|list| serde_json::from_str(list).ok())
        .unwrap_or_default()
}

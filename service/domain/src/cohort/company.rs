//! Whose company people wish for in a cohort, and what of it counts.

use crate::id::PersonId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What somebody wishes of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompanyKind {
    /// To share a cohort. It counts when both wish it.
    With,
    /// Not to share one. It counts when an administrator approves it.
    Without,
}

/// Pairs of whom each wishes to be with the other, the lower id first. Nobody is drawn to somebody who
/// has not asked for it.
pub fn mutual(wishes: impl IntoIterator<Item = (PersonId, PersonId)>) -> Vec<(PersonId, PersonId)> {
    let all: BTreeSet<_> = wishes.into_iter().collect();
    let both = all.iter().filter(|(a, b)| a < b && all.contains(&(*b, *a)));
    both.copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_one_alone_wishes_does_not_count() {
        let p = |n| PersonId(Uuid::from_u128(n));
        let wishes = [
            (p(2), p(1)),
            (p(1), p(2)),
            (p(1), p(2)),
            (p(1), p(3)),
            (p(3), p(2)),
            (p(4), p(4)),
        ];
        assert_eq!(mutual(wishes), [(p(1), p(2))]);
        assert_eq!(mutual([(p(1), p(2))]), []);
    }
}

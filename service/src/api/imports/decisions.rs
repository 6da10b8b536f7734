//! What somebody has decided about rows that resemble people already here.

use crate::error::Error;
use samverkan_domain::id::PersonId;
use std::collections::{BTreeMap, BTreeSet};

/// Reads `9=018f…,12=018f…`.
pub(super) fn same_person(text: Option<&str>) -> Result<BTreeMap<u32, PersonId>, Error> {
    let pairs = text
        .unwrap_or_default()
        .split(',')
        .filter(|pair| !pair.trim().is_empty());
    pairs
        .map(|pair| {
            let (row, person) = pair.split_once('=')?;
            Some((row.trim().parse().ok()?, person.trim().parse().ok()?))
        })
        .collect::<Option<_>>()
        .ok_or_else(|| {
            Error::invalid(
                "?same_person",
                "bad-decision",
                "Skriv rad=person, åtskilda av komma: 9=018f….",
                "Write row=person, separated by commas: 9=018f….",
            )
        })
}

/// Reads `9,12`.
pub(super) fn rows(pointer: &str, text: Option<&str>) -> Result<BTreeSet<u32>, Error> {
    let rows = text
        .unwrap_or_default()
        .split(',')
        .filter(|row| !row.trim().is_empty());
    rows.map(|row| row.trim().parse().ok())
        .collect::<Option<_>>()
        .ok_or_else(|| {
            Error::invalid(
                pointer,
                "bad-decision",
                "Skriv radnummer åtskilda av komma: 9,12.",
                "Write row numbers separated by commas: 9,12.",
            )
        })
}

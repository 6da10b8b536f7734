//! What somebody has decided about rows that resemble people already here.

use crate::error::Error;
use samverkan_domain::{id::PersonId, limits};
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

/// Reads `{"contract": "K1"}`.
pub(super) fn values(text: Option<&str>) -> Result<BTreeMap<String, String>, Error> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return Ok(BTreeMap::new());
    };
    serde_json::from_str(text).map_err(|_| {
        Error::invalid(
            "?values",
            "bad-values",
            "Skriv fält och värden som ett JSON-objekt: {\"contract\": \"K1\"}.",
            "Write fields and values as a JSON object: {\"contract\": \"K1\"}.",
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

/// Reads `3,7-12`. Nothing: all rows.
pub(super) fn ranges(pointer: &str, text: Option<&str>) -> Result<Option<BTreeSet<u32>>, Error> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let last = u32::try_from(limits::IMPORT_ROWS + 1).unwrap_or(u32::MAX);
    let range = |part: &str| {
        let (from, to) = part.split_once(['-', '–']).unwrap_or((part, part));
        let from: u32 = from.trim().parse().ok()?;
        let to: u32 = to.trim().parse().ok()?;
        (from <= to && to <= last).then_some(from..=to)
    };
    let ranges: Option<Vec<_>> = text.split(',').map(range).collect();
    let ranges = ranges.ok_or_else(|| {
        Error::invalid(
            pointer,
            "bad-rows",
            "Skriv radnummer, åtskilda av komma, eller från och till: 3,7-12.",
            "Write row numbers separated by commas, or from and to: 3,7-12.",
        )
    })?;
    Ok(Some(ranges.into_iter().flatten().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_chosen_one_by_one_or_from_and_to() {
        let read = |text| ranges("?rows", Some(text)).unwrap().unwrap();
        assert_eq!(read("3, 7-9,8"), BTreeSet::from([3, 7, 8, 9]));
        assert_eq!(read("7–8"), BTreeSet::from([7, 8]));
        assert_eq!(ranges("?rows", None).unwrap(), None);
        assert_eq!(ranges("?rows", Some(" ")).unwrap(), None);
        for wrong in ["a", "3,", "9-7", "1-4000000000", "-3", "3.5"] {
            assert!(ranges("?rows", Some(wrong)).is_err(), "{wrong}");
        }
    }
}

//! What becomes of each row.

use super::RowStatus;
use serde::{Deserialize, Serialize};

/// What becomes of a row, or of several that follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowReport {
    pub row: u32,
    /// The last of them; none: there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<u32>,
    pub status: RowStatus,
}

impl RowReport {
    pub fn last(&self) -> u32 {
        self.last.unwrap_or(self.row)
    }
}

/// What becomes of each row, in order. Rows that follow each other and fare alike are one entry: a register of a million
/// new units is one line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RowReports(Vec<RowReport>);

impl RowReports {
    /// The next row.
    pub fn push(&mut self, row: u32, status: RowStatus) {
        match self.0.last_mut() {
            Some(before) if before.status == status && before.last() + 1 == row => {
                before.last = Some(row);
            }
            _ => self.0.push(RowReport {
                row,
                last: None,
                status,
            }),
        }
    }

    pub fn runs(&self) -> &[RowReport] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Row by row.
    pub fn each(&self) -> impl Iterator<Item = (u32, RowStatus)> {
        let runs = self.0.iter();
        runs.flat_map(|run| (run.row..=run.last()).map(|row| (row, run.status)))
    }

    /// Only the rows that are meant.
    #[must_use]
    pub fn only(&self, meant: impl Fn(u32) -> bool) -> Self {
        let mut some = Self::default();
        let rows = self.each().filter(|(row, _)| meant(*row));
        rows.for_each(|(row, status)| some.push(row, status));
        some
    }

    pub(super) fn count(&self, status: RowStatus) -> usize {
        let runs = self.0.iter().filter(|run| run.status == status);
        runs.map(|run| (run.last() - run.row) as usize + 1).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_fare_alike_are_one_entry() {
        let mut rows = RowReports::default();
        let fares = [
            (2, RowStatus::New),
            (3, RowStatus::New),
            (5, RowStatus::New),
        ];
        for (row, status) in fares {
            rows.push(row, status);
        }
        rows.push(6, RowStatus::Error);
        let runs: Vec<_> = rows
            .runs()
            .iter()
            .map(|run| (run.row, run.last()))
            .collect();
        assert_eq!(runs, [(2, 3), (5, 5), (6, 6)]);
        assert_eq!(rows.each().count(), 4);
        assert_eq!(
            (rows.count(RowStatus::New), rows.count(RowStatus::Error)),
            (3, 1)
        );
        let some = rows.only(|row| row != 3);
        assert_eq!(
            some.each().map(|(row, _)| row).collect::<Vec<_>>(),
            [2, 5, 6]
        );
        // As it was kept before there were runs.
        let old = r#"[{"row":2,"status":"new"},{"row":3,"status":"new"}]"#;
        let old: RowReports = serde_json::from_str(old).expect("rows");
        assert_eq!(old.each().count(), 2);
    }
}

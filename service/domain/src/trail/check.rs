//! Whether rows that were handed over are what the service wrote.

use super::{Extract, FORMAT, Row, hash};
use crate::text::hex;

/// What holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    pub rows: usize,
    /// Stretches of rows that follow each other. One: nothing is left out between the first row and the last.
    pub stretches: usize,
    /// Whether the last row is the head.
    pub reaches_head: bool,
}

/// What does not hold first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Made by other rules.
    Format,
    /// The row's content does not fit its hash.
    Changed { seq: i64 },
    /// The row does not follow the one before.
    Unchained { seq: i64 },
    /// Rows are not in order, or stand twice.
    Order { seq: i64 },
    /// All of the trail was taken out, but this row is not there.
    Missing { seq: i64 },
    /// The last row is not the one that the head tells of.
    Head,
}

/// Checks every row against its hash, rows that follow each other against each other, and the last against the head.
///
/// # Errors
/// The first thing that does not hold.
pub fn check(extract: &Extract) -> Result<Checked, Fault> {
    if extract.format != FORMAT {
        return Err(Fault::Format);
    }
    let whole = extract.selection.is_everything();
    let mut stretches = 0;
    let mut last: Option<&Row> = None;
    for row in &extract.rows {
        let seq = row.seq;
        let previous = octets(&row.previous).ok_or(Fault::Changed { seq })?;
        if hex(&hash(&previous, &row.fields())) != row.hash || !says_its_time(row) {
            return Err(Fault::Changed { seq });
        }
        let (after, follows) = last.map_or((0, ""), |last| (last.seq, &*last.hash));
        if seq <= after || seq > extract.head.seq {
            return Err(Fault::Order { seq });
        }
        if seq == after + 1 {
            if row.previous != follows {
                return Err(Fault::Unchained { seq });
            }
            stretches += usize::from(last.is_none());
        } else if whole {
            return Err(Fault::Missing { seq: after + 1 });
        } else {
            stretches += 1;
        }
        last = Some(row);
    }
    let reaches_head = match last {
        Some(last) if last.seq == extract.head.seq => {
            if last.hash != extract.head.hash {
                return Err(Fault::Head);
            }
            true
        }
        Some(_) => false,
        None => extract.head.seq == 0,
    };
    if whole && !reaches_head {
        return Err(Fault::Head);
    }
    Ok(Checked {
        rows: extract.rows.len(),
        stretches,
        reaches_head,
    })
}

/// The time that is there to be read is the one that the hash is made of.
fn says_its_time(row: &Row) -> bool {
    let said = row.at.parse::<jiff::Timestamp>();
    said.is_ok_and(|at| at.as_microsecond() == row.at_micros)
}

/// Octets of hexadecimal digits; before the first row there are none.
fn octets(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || text.len() % 2 == 1 {
        return None;
    }
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::Head, super::Selection, *};
    use uuid::Uuid;

    fn extract(count: i64) -> Extract {
        let mut rows: Vec<Row> = Vec::new();
        for seq in 1..=count {
            let mut row = Row {
                seq,
                at_micros: seq * 1_000_000,
                at: jiff::Timestamp::from_second(seq).unwrap().to_string(),
                actor: "service".into(),
                action: "person.changed".into(),
                subject_kind: "person".into(),
                subject: Uuid::from_u128(7),
                before: None,
                after: Some("{\"fields\":[]}".into()),
                reason: None,
                previous: rows.last().map_or(String::new(), |row| row.hash.clone()),
                hash: String::new(),
            };
            row.hash = hex(&hash(&octets(&row.previous).unwrap(), &row.fields()));
            rows.push(row);
        }
        Extract {
            format: FORMAT.into(),
            from: "https://kurser.example".into(),
            version: "1".into(),
            made_at: "2027-01-01T00:00:00Z".into(),
            made_by: "token:x".into(),
            selection: Selection::default(),
            head: Head {
                seq: count,
                hash: rows.last().map_or(String::new(), |row| row.hash.clone()),
            },
            rows,
        }
    }

    fn of_a_kind(mut extract: Extract) -> Extract {
        extract.selection.actions = vec!["person.".into()];
        extract
    }

    #[test]
    fn what_was_written_holds() {
        let all = Checked {
            rows: 5,
            stretches: 1,
            reaches_head: true,
        };
        assert_eq!(check(&extract(5)), Ok(all));
        assert_eq!(check(&extract(0)).unwrap().rows, 0);
        let mut some = of_a_kind(extract(5));
        some.rows.remove(2);
        some.rows.pop();
        let left = check(&some).unwrap();
        assert_eq!(
            (left.rows, left.stretches, left.reaches_head),
            (3, 2, false)
        );
    }

    #[test]
    fn every_change_is_found() {
        let changes: [fn(&mut Row); 9] = [
            |row| row.at_micros += 1,
            |row| row.at = "2027-01-01T00:00:00Z".into(),
            |row| row.actor.push('x'),
            |row| row.action.push('x'),
            |row| row.subject_kind.push('x'),
            |row| row.subject = Uuid::from_u128(8),
            |row| row.after = None,
            |row| row.reason = Some(String::new()),
            |row| row.previous.clear(),
        ];
        for change in changes {
            let mut extract = of_a_kind(extract(3));
            change(&mut extract.rows[1]);
            assert_eq!(check(&extract), Err(Fault::Changed { seq: 2 }));
        }
    }

    #[test]
    fn rows_that_are_gone_or_moved_are_found() {
        let mut cut = extract(5);
        cut.rows.remove(2);
        assert_eq!(check(&cut), Err(Fault::Missing { seq: 3 }));
        let mut short = extract(5);
        short.rows.pop();
        assert_eq!(check(&short), Err(Fault::Head));
        let mut turned = of_a_kind(extract(5));
        turned.rows.swap(1, 2);
        assert_eq!(check(&turned), Err(Fault::Order { seq: 2 }));
        let mut other = extract(5);
        other.head.hash = extract(4).head.hash;
        assert_eq!(check(&other), Err(Fault::Head));
        // A row made anew with a hash that fits itself does not follow.
        let mut forged = of_a_kind(extract(5));
        forged.rows[1].actor = "token:y".into();
        let previous = octets(&forged.rows[1].previous).unwrap();
        forged.rows[1].hash = hex(&hash(&previous, &forged.rows[1].fields()));
        assert_eq!(check(&forged), Err(Fault::Unchained { seq: 3 }));
        let mut foreign = extract(2);
        foreign.format = "other/1".into();
        assert_eq!(check(&foreign), Err(Fault::Format));
    }
}

//! Whatever has happened to a workbook, reading it ends in rows or in a finding.

use super::{WorkplaceRow, archive, read_as, sound};
use proptest::prelude::*;
use std::io::Cursor;
use zip::ZipArchive;

/// The workbook with one part changed, packed anew: what a damaged archive never shows its reader.
fn repacked(part: usize, change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    let mut source = ZipArchive::new(Cursor::new(sound())).expect("an archive");
    let mut parts = Vec::new();
    for index in 0..source.len() {
        let mut entry = source.by_index(index).expect("a part");
        let mut content = Vec::new();
        std::io::copy(&mut entry, &mut content).expect("read");
        if index == part % 10 {
            change(&mut content);
        }
        let name = entry.name().expect("a name").into_owned();
        parts.push((name, content));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, c)| (n.as_str(), &c[..])).collect();
    archive(&parts)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn damaged_workbooks_are_refused_or_read(at in 0usize..6000, octet: u8, cut: bool) {
        let mut bytes = sound();
        let at = at % bytes.len();
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = octet;
        }
        read_as::<WorkplaceRow>(&bytes);
    }

    #[test]
    fn damaged_parts_are_refused_or_read(part in 0usize..10, at: usize, junk in "[<>/\"a0=&; ]{0,6}", cut: bool) {
        let bytes = repacked(part, |content| {
            let at = at % (content.len() + 1);
            if cut {
                content.truncate(at);
            } else {
                content.splice(at..at, junk.bytes());
            }
        });
        read_as::<WorkplaceRow>(&bytes);
    }
}

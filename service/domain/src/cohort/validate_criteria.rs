//! What can be wrong with the criteria of an instance.

use super::instance::{Criterion, Instance};
use super::validate::{Faults, LARGEST_NUMBER, RESERVED, reserved};
use std::collections::BTreeSet;

/// Most people under `diversity`, which compares everybody with everybody.
const MOST_DIVERSE: usize = 4_000;

impl Instance {
    pub(super) fn check_criteria(&self, faults: &mut Faults) {
        let mut seen = BTreeSet::new();
        for (position, criterion) in self.criteria.iter().enumerate() {
            let path = format!("criteria[{position}]");
            if !seen.insert(criterion.key()) {
                faults.add(
                    &path,
                    format!("repeats {}", criterion.key()),
                    "keep one of them",
                );
            }
            for (key, weight) in criterion.weights() {
                if !(0..=LARGEST_NUMBER).contains(&weight) {
                    let remedy = format!("choose 0 to {LARGEST_NUMBER}");
                    faults.add(format!("{path}.{key}"), format!("is {weight}"), remedy);
                }
            }
            if let Some(attr) = criterion.attr().filter(|attr| RESERVED.contains(attr)) {
                faults.add(format!("{path}.attr"), reserved(attr), "name an attribute");
            }
            match criterion {
                Criterion::Level { attr, .. } => self.check_level_values(attr, faults),
                Criterion::Diversity {
                    attrs, distances, ..
                } => self.check_diversity(&path, attrs, distances, faults),
                _ => {}
            }
        }
    }

    fn check_diversity(
        &self,
        path: &str,
        attrs: &[String],
        distances: &[Vec<i64>],
        faults: &mut Faults,
    ) {
        let people = self.participants.len();
        if people > MOST_DIVERSE {
            let remedy = format!("use `mix` and `level` for more than {MOST_DIVERSE} people");
            faults.add(
                path,
                format!("compares {people} people with each other"),
                remedy,
            );
            return;
        }
        for (place, attr) in attrs.iter().enumerate() {
            if RESERVED.contains(&attr.as_str()) {
                let field = format!("{path}.attrs[{place}]");
                faults.add(field, reserved(attr), "name an attribute");
            }
            self.check_level_values(attr, faults);
        }
        if distances.is_empty() {
            return;
        }
        if distances.len() != people || distances.iter().any(|row| row.len() != people) {
            let field = format!("{path}.distances");
            let remedy = format!("give {people} rows of {people}, or none");
            faults.add(field, "is not a square of all participants", remedy);
            return;
        }
        for (a, row) in distances.iter().enumerate() {
            for (b, &far) in row.iter().enumerate() {
                let fits = (0..=LARGEST_NUMBER).contains(&far)
                    && far == distances[b][a]
                    && (a != b || far == 0);
                if !fits {
                    let field = format!("{path}.distances[{a}][{b}]");
                    let remedy =
                        format!("distances are symmetric, 0 to oneself, at most {LARGEST_NUMBER}");
                    faults.add(field, format!("is {far}"), remedy);
                }
            }
        }
    }

    fn check_level_values(&self, attr: &str, faults: &mut Faults) {
        for (position, person) in self.participants.iter().enumerate() {
            if let Some(value) = person
                .attribute(attr)
                .filter(|v| !level_range().contains(v))
            {
                let remedy = format!("use a coarser unit: at most {LARGEST_NUMBER} either way");
                faults.add(
                    format!("participants[{position}].{attr}"),
                    format!("is {value}"),
                    remedy,
                );
            }
        }
    }
}

fn level_range() -> std::ops::RangeInclusive<i64> {
    -LARGEST_NUMBER..=LARGEST_NUMBER
}

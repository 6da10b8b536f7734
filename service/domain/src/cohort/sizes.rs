//! How many cohorts of which size, from "about seven".

/// Fewest people in a cohort that [`cohort_sizes`] proposes, where avoidable.
const SMALLEST_COHORT: usize = 3;

/// Sizes of cohorts of about `about` people: as even as possible, larger first, at least one
/// cohort, and none below three where avoidable.
pub fn cohort_sizes(people: usize, about: u32) -> Vec<u32> {
    let about = (about as usize).max(1);
    let wished = (2 * people + about) / (2 * about);
    let number = wished.min(people / SMALLEST_COHORT).max(1);
    let (each, rest) = (people / number, people % number);
    let size = |place| u32::try_from(each + usize::from(place < rest)).unwrap_or(u32::MAX);
    (0..number).map(size).collect()
}

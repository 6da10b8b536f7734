//! Places of the groups: fixed numbers first, then shares of what remains, then the rest.
//!
//! Shares are rounded by the method of the largest remainder (Hamilton, Hare–Niemeyer), in integers:
//! each group gets its exact quota rounded down, and the places still over go to the largest
//! remainders. So the sum is always exact, and nobody is a whole place from the quota. (Rounding each
//! group by itself does not add up: 36, 36 and 28 % of 10 become 4 + 4 + 3 = 11.)

use super::policy::Places;
use std::cmp::Reverse;

/// One hundred per cent in basis points.
pub(super) const WHOLE: i64 = 10_000;

/// Places of each group, in the order they were declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apportioned {
    /// Places of each group. 0 for a guarantee, whose members are counted, not apportioned.
    pub places: Vec<i64>,
    /// Places that belong to no group, because no group has the rest.
    pub unassigned: i64,
}

/// Divides `total` in proportion to the weights; the answer adds up to `total`, or to 0 where no
/// weight is above 0. Of equal remainders the lower tie-break key goes first, then the order
/// given. Numbers below 0 count as 0.
pub fn largest_remainder<K: Ord>(total: i64, weights: &[i64], ties: &[K]) -> Vec<i64> {
    let weight = |index: usize| i128::from(weights[index].max(0));
    let total = i128::from(total.max(0));
    let sum: i128 = (0..weights.len()).map(weight).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let mut parts: Vec<i128> = (0..weights.len())
        .map(|i| total * weight(i) / sum)
        .collect();
    let over = total - parts.iter().sum::<i128>();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|&i| (Reverse(total * weight(i) % sum), ties.get(i), i));
    // Fewer are over than there are remainders above 0, each being below one place.
    for &index in by_remainder.iter().take(usize::try_from(over).unwrap_or(0)) {
        parts[index] += 1;
    }
    // No part is above `total`, which came from an i64.
    parts
        .into_iter()
        .map(|part| i64::try_from(part).unwrap_or(i64::MAX))
        .collect()
}

/// Places of the groups when `total` places are left after the guarantees.
///
/// Fixed numbers that are more than `total` are cut in proportion. Shares are of what remains after
/// the fixed numbers; what they leave goes to the group with the rest (the first, if there are
/// several), or is unassigned. `ties`: a tie-break key a group, see [`largest_remainder`].
pub fn apportion<K: Ord>(total: i64, groups: &[Places], ties: &[K]) -> Apportioned {
    let total = total.max(0);
    let fixed: Vec<i64> = groups.iter().map(|places| places.fixed()).collect();
    let wanted: i128 = fixed.iter().map(|&seats| i128::from(seats)).sum();
    let mut places = if wanted > i128::from(total) {
        largest_remainder(total, &fixed, ties)
    } else {
        fixed
    };
    let left = total - places.iter().sum::<i64>();
    // Whoever has what the shares leave takes part in the rounding as the last party.
    let mut shares: Vec<i64> = groups.iter().map(|places| places.share()).collect();
    let shared: i128 = shares.iter().map(|&share| i128::from(share)).sum();
    shares.push(i64::try_from(i128::from(WHOLE) - shared).unwrap_or(0));
    let mut parts = largest_remainder(left, &shares, ties);
    let over = parts.pop().unwrap_or(0);
    for (place, part) in places.iter_mut().zip(parts) {
        *place += part;
    }
    let rest = groups.iter().position(|places| *places == Places::Rest);
    if let Some(rest) = rest {
        places[rest] += over;
    }
    Apportioned {
        places,
        unassigned: if rest.is_some() { 0 } else { over },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NO_TIES: [u8; 0] = [];

    fn shares(total: i64, percent: &[i64]) -> Vec<i64> {
        let groups: Vec<Places> = percent
            .iter()
            .map(|percent| Places::ShareBasisPoints(percent * 100))
            .collect();
        let apportioned = apportion(total, &groups, &NO_TIES);
        assert_eq!(
            apportioned.unassigned + apportioned.places.iter().sum::<i64>(),
            total
        );
        apportioned.places
    }

    #[test]
    fn shares_add_up_where_rounding_each_does_not() {
        assert_eq!(shares(10, &[36, 36, 28]), [4, 3, 3]);
        assert_eq!(shares(10, &[33, 33, 34]), [3, 3, 4]);
        let alone = |percent: &[i64]| -> i64 { percent.iter().map(|p| (p + 5) / 10).sum() };
        assert_eq!((alone(&[36, 36, 28]), alone(&[33, 33, 34])), (11, 9));
    }

    #[test]
    fn equal_remainders_go_by_ticket_then_by_order() {
        assert_eq!(largest_remainder(1, &[1, 1, 1], &NO_TIES), [1, 0, 0]);
        assert_eq!(largest_remainder(1, &[1, 1, 1], &[9, 8, 3]), [0, 0, 1]);
        assert_eq!(largest_remainder(2, &[1, 1, 1], &[9, 8, 3]), [0, 1, 1]);
        assert_eq!(largest_remainder(5, &[0, -3], &NO_TIES), [0, 0]);
    }

    #[test]
    fn fixed_numbers_go_first_then_shares_then_the_rest() {
        let groups = [
            Places::Guarantee,
            Places::Seats(4),
            Places::ShareBasisPoints(5_000),
            Places::Rest,
        ];
        assert_eq!(apportion(10, &groups, &NO_TIES).places, [0, 4, 3, 3]);
        assert_eq!(apportion(2, &groups, &NO_TIES).places, [0, 2, 0, 0]);
        assert_eq!(apportion(-2, &groups, &NO_TIES).places, [0, 0, 0, 0]);
        let cut = apportion(3, &[Places::Seats(4), Places::Seats(2)], &NO_TIES);
        assert_eq!(cut.places, [2, 1]);
        let half = apportion(10, &[Places::ShareBasisPoints(5_000)], &NO_TIES);
        assert_eq!((half.places, half.unassigned), (vec![5], 5));
    }

    /// Whether the parts add up and each is its quota rounded down or up.
    fn lawful(total: i64, weights: &[i64], parts: &[i64]) -> bool {
        let sum: i64 = weights.iter().sum();
        let near = weights.iter().zip(parts).all(|(weight, part)| {
            let down = total * weight / sum;
            *part == down || (*part == down + 1 && total * weight % sum != 0)
        });
        near && parts.iter().sum::<i64>() == total
    }

    proptest! {
        #[test]
        fn parts_add_up_and_keep_to_the_quota(
            total in 0i64..500,
            weights in proptest::collection::vec(0i64..300, 1..9),
            ties in proptest::collection::vec(0u8..4, 9),
        ) {
            prop_assume!(weights.iter().sum::<i64>() > 0);
            prop_assert!(lawful(total, &weights, &largest_remainder(total, &weights, &ties)));
        }

        #[test]
        fn no_place_is_lost_or_made(
            total in 0i64..200,
            groups in proptest::collection::vec(prop_oneof![
                Just(Places::Guarantee),
                (0i64..60).prop_map(Places::Seats),
                (0i64..4_000).prop_map(Places::ShareBasisPoints),
                Just(Places::Rest),
            ], 0..6),
        ) {
            let apportioned = apportion(total, &groups, &NO_TIES);
            prop_assert_eq!(apportioned.places.iter().sum::<i64>() + apportioned.unassigned, total);
            prop_assert!(apportioned.places.iter().all(|&places| places >= 0));
        }
    }

    #[test]
    fn negative_control_rounding_each_by_itself_breaks_the_law() {
        let weights = [36, 36, 28];
        let alone: Vec<i64> = weights
            .iter()
            .map(|weight| (10 * weight + 50) / 100)
            .collect();
        assert!(!lawful(10, &weights, &alone));
    }
}

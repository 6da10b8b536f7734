//! "Optimal" means that no division is better.

use super::random::{by_brute_force, instance, solved, thrown};
use proptest::{prelude::*, strategy::ValueTree as _};
use samverkan_domain::cohort::Status;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn optimal_is_what_trying_everything_finds(
        dice in thrown(4..9), cohorts in 2u32..4, seed in any::<u64>(),
    ) {
        let instance = instance(&dice, cohorts);
        let solution = solved(&instance, seed);
        let best = by_brute_force(&instance);
        let found = (solution.score.hard_total() == 0).then(|| solution.score.soft_total());
        if solution.status == Status::Optimal {
            prop_assert_eq!(found, best);
        }
        // Whatever it is called, nothing is below the optimum, and rules are not broken in vain.
        prop_assert_eq!(solution.status == Status::Infeasible, best.is_none());
        prop_assert!(found >= best);
    }
}

/// The control: brute force tells a good division from the best.
#[test]
fn negative_control_brute_force_sees_more_than_the_first_division() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut some, mut none) = (0, 0);
    for _ in 0..60 {
        let dice = thrown(6..7).new_tree(&mut runner).unwrap().current();
        match by_brute_force(&instance(&dice, 2)) {
            Some(_) => some += 1,
            None => none += 1,
        }
    }
    // Both kinds are among the instances, so both answers are put to the test.
    assert!(
        some > 20 && none > 2,
        "{some} with a division, {none} without"
    );
}

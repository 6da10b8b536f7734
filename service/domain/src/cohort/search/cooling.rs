//! When to accept a worse division: simulated annealing in integers and exactly rounded steps,
//! so that every machine takes the same decisions.

use super::rng::SplitMix64;

/// Entries of the table of −ln u.
const DRAWS: usize = 4096;
/// The temperature falls in this many steps (a power of two, see [`Cooling::new`]).
const STEPS: u64 = 1024;
/// Fraction bits of temperatures and draws.
const FRACTION: u32 = 16;

/// A falling temperature.
#[derive(Debug, Clone)]
pub(super) struct Cooling {
    /// Temperatures in points × 2^16, falling geometrically.
    temperatures: Vec<i64>,
    /// −ln u × 2^16 for u at the middle of each of 4096 equal parts of 0 to 1.
    draws: Vec<i64>,
}

impl Cooling {
    /// From `hot` to `cold` (points).
    pub(super) fn new(hot: f64, cold: f64) -> Self {
        // Square roots are exactly rounded everywhere; powers and logarithms are not.
        let mut factor = cold / hot;
        for _ in 0..STEPS.trailing_zeros() {
            factor = factor.sqrt();
        }
        let mut temperature = hot;
        let mut temperatures = Vec::new();
        for _ in 0..STEPS {
            temperatures.push(fixed(temperature));
            temperature *= factor;
        }
        let draws = (0..DRAWS).map(|part| {
            let middle = (part as f64 + 0.5) / DRAWS as f64;
            fixed(-natural_log(middle))
        });
        Self {
            temperatures,
            draws: draws.collect(),
        }
    }

    /// The temperature after `done` of `planned` steps.
    pub(super) fn temperature(&self, done: u64, planned: u64) -> i64 {
        let step = done.saturating_mul(STEPS) / planned.max(1);
        self.temperatures[usize::try_from(step.min(STEPS - 1)).unwrap_or(0)]
    }

    /// The largest worsening (points) to accept this time; exponentially distributed.
    #[inline]
    pub(super) fn tolerance(&self, temperature: i64, rng: &mut SplitMix64) -> i64 {
        let draw = rng.pick(&self.draws).unwrap_or(0);
        (temperature * draw) >> (2 * FRACTION)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "temperatures are below 2^32 points"
)]
fn fixed(number: f64) -> i64 {
    (number * f64::from(1u32 << FRACTION)) as i64
}

/// ln x for 0 < x ≤ 1: halvings, then the series of 2·artanh((x−1)/(x+1)).
fn natural_log(x: f64) -> f64 {
    let (mut x, mut halvings) = (x, 0.0);
    while x < 0.75 {
        x *= 2.0;
        halvings += 1.0;
    }
    let t = (x - 1.0) / (x + 1.0);
    let (mut power, mut sum) = (t, 0.0);
    for odd in 0..12 {
        sum += power / (2.0 * f64::from(odd) + 1.0);
        power *= t * t;
    }
    2.0 * sum - halvings * std::f64::consts::LN_2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_one() {
        for x in [1.0 / 8192.0, 0.1, 0.3, 0.5, 0.75, 0.9, 1.0f64] {
            assert!((natural_log(x) - x.ln()).abs() < 1e-12, "{x}");
        }
    }

    #[test]
    fn it_cools_from_hot_to_cold_and_mean_tolerance_is_the_temperature() {
        let cooling = Cooling::new(8.0, 0.5);
        assert_eq!(cooling.temperature(0, 100), 8 << FRACTION);
        let last = cooling.temperature(100, 100);
        assert!((32_768..33_000).contains(&last), "{last}");
        let mut rng = SplitMix64::new(1);
        let sum: i64 = (0..100_000)
            .map(|_| cooling.tolerance(100 << FRACTION, &mut rng))
            .sum();
        assert!((98..=101).contains(&(sum / 100_000)), "{sum}");
    }
}

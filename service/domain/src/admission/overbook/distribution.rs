//! The distribution of how many come: Poisson-binomial, by convolution with one person at a time.

use serde::Serialize;

/// Smaller probabilities are taken as nothing: they matter to no sum and make arithmetic slow.
const NOTHING: f64 = 1e-250;

/// The probability of each number of people. Sums to 1 within rounding.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Distribution {
    /// At index k, the probability that exactly k people come.
    probability: Vec<f64>,
}

/// Some numbers of people, side by side in a diagram.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// The first number of people.
    pub from: i64,
    /// The last, included.
    pub to: i64,
    pub probability: f64,
}

impl Distribution {
    /// Nobody is admitted, so nobody comes.
    pub(super) fn nobody() -> Self {
        Self {
            probability: vec![1.0],
        }
    }

    /// One person more, who comes with this probability.
    pub(super) fn with_one(&self, comes: f64) -> Self {
        let stays_away = 1.0 - comes;
        let mut probability = Vec::with_capacity(self.probability.len() + 1);
        let mut before = 0.0;
        for now in &self.probability {
            let mass: f64 = before * comes + now * stays_away;
            probability.push(if mass < NOTHING { 0.0 } else { mass });
            before = *now;
        }
        probability.push(before * comes);
        Self { probability }
    }

    /// The probability that exactly so many come.
    pub fn exactly(&self, persons: i64) -> f64 {
        let index = usize::try_from(persons).ok();
        let mass = index.and_then(|index| self.probability.get(index));
        mass.copied().unwrap_or(0.0)
    }

    /// The probability that more than so many come.
    pub fn over(&self, persons: i64) -> f64 {
        let from = usize::try_from(persons.saturating_add(1)).unwrap_or(0);
        // The smallest first, for precision.
        let tail = self.probability.iter().skip(from).rev().sum::<f64>();
        tail.min(1.0)
    }

    /// The probability that fewer than so many come.
    pub fn under(&self, persons: i64) -> f64 {
        let to = usize::try_from(persons).unwrap_or(0);
        let head = self.probability.iter().take(to).sum::<f64>();
        head.min(1.0)
    }

    /// The expected number of people.
    pub fn mean(&self) -> f64 {
        self.moment(|persons| persons)
    }

    /// The standard deviation (persons).
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        self.moment(|persons| (persons - mean).powi(2)).sqrt()
    }

    fn moment(&self, value: impl Fn(f64) -> f64) -> f64 {
        let masses = self.probability.iter().enumerate();
        masses.map(|(k, mass)| value(k as f64) * mass).sum()
    }

    /// The smallest number of people such that at most so many come with at least the given
    /// probability, counted of a thousand: `quantile(500)` is the median.
    pub fn quantile(&self, permille: i64) -> i64 {
        let wanted = permille.clamp(0, 1000) as f64 / 1000.0;
        let mut sum = 0.0;
        for (persons, mass) in (0i64..).zip(&self.probability) {
            sum += mass;
            if sum >= wanted && sum > 0.0 {
                return persons;
            }
        }
        self.admitted()
    }

    /// How many are admitted: the most that can come.
    pub fn admitted(&self) -> i64 {
        i64::try_from(self.probability.len() - 1).unwrap_or(i64::MAX)
    }

    /// At most `count` bins of equal width (the last may be narrower) for a diagram, over all but
    /// the utmost thousandth on either side, which is counted to the first and the last bin. So
    /// they sum to 1.
    pub fn bins(&self, count: i64) -> Vec<Bin> {
        let (first, last) = (self.quantile(1), self.quantile(999));
        let width = (last - first + 1 + count.max(1) - 1) / count.max(1);
        let mut bins = Vec::new();
        let mut from = first;
        while from <= last {
            let to = (from + width - 1).min(last);
            let low = if from == first { 0 } else { from };
            let high = if to == last { self.admitted() } else { to };
            let probability = (low..=high).map(|persons| self.exactly(persons)).sum();
            bins.push(Bin {
                from,
                to,
                probability,
            });
            from = to + 1;
        }
        bins
    }
}

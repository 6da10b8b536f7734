//! SplitMix64 (Steele, Lea & Flood 2014): the same numbers on every machine, from one seed.

/// A stream of pseudo-random numbers. Not for secrets.
#[derive(Debug, Clone)]
pub(super) struct SplitMix64(u64);

impl SplitMix64 {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 for bound 0. The bias is below `bound` / 2³².
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(((self.next() >> 32) * u64::from(bound)) >> 32).unwrap_or(0)
    }

    /// A random element of a slice, if it has any.
    pub(super) fn pick<T: Copy>(&mut self, slice: &[T]) -> Option<T> {
        let bound = u32::try_from(slice.len()).unwrap_or(u32::MAX);
        slice.get(self.below(bound) as usize).copied()
    }

    /// Every order is as likely (Fisher & Yates).
    pub(super) fn shuffle<T>(&mut self, slice: &mut [T]) {
        for last in (1..slice.len()).rev() {
            let bound = u32::try_from(last + 1).unwrap_or(u32::MAX);
            slice.swap(last, self.below(bound) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First outputs for seed 1234567, as published with the generator.
    #[test]
    fn it_is_splitmix64() {
        let mut rng = SplitMix64::new(1_234_567);
        assert_eq!(rng.next(), 6_457_827_717_110_365_317);
        assert_eq!(rng.next(), 3_203_168_211_198_807_973);
        assert!((0..1000).all(|_| rng.below(7) < 7));
    }
}

//! Families of professions as bars. Each bar stands beside its name and its number, so that nothing
//! is said by colour or length alone.

use crate::texts::Texts;
use samverkan_domain::profession::ProfessionFamily as Family;

/// One family of a cohort.
pub(in crate::web) struct Bar {
    pub(in crate::web) class: &'static str,
    pub(in crate::web) label: &'static str,
    pub(in crate::web) count: i64,
    /// Of the longest bar that is compared with, in hundredths.
    pub(in crate::web) percent: i64,
    /// Not as many as they should be.
    pub(in crate::web) uneven: bool,
}

pub(in crate::web) fn class(family: Family) -> &'static str {
    match family {
        Family::Teaching => "teaching",
        Family::SpecialEducation => "special-education",
        Family::SocialWork => "social-work",
        Family::Health => "health",
        Family::Guidance => "guidance",
    }
}

/// Bars for counts of families; `most` is what fills the width.
pub(in crate::web) fn bars(
    t: Texts,
    counts: impl IntoIterator<Item = (Family, i64, bool)>,
    most: i64,
) -> Vec<Bar> {
    let bar = |(family, count, uneven): (Family, i64, bool)| Bar {
        class: class(family),
        label: family.label(t.language()),
        count,
        percent: (count * 100 / most.max(1)).clamp(0, 100),
        uneven,
    };
    counts.into_iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use samverkan_domain::person::Language;

    #[test]
    fn bars_are_as_long_as_their_share_of_the_longest() {
        let t = Texts::of_language(Language::Sv);
        let counts = [
            (Family::Teaching, 4, false),
            (Family::Health, 1, true),
            (Family::Guidance, 0, false),
        ];
        let bars = bars(t, counts, 4);
        let lengths: Vec<_> = bars.iter().map(|bar| (bar.label, bar.percent)).collect();
        assert_eq!(
            lengths,
            [
                ("undervisning", 100),
                ("hälsa", 25),
                ("ledning och vägledning", 0)
            ]
        );
        assert!(bars[1].uneven);
    }
}

//! Where cohorts stand: so many side by side as the width allows, in so many bands as the height
//! allows, page by page.

use ratatui::layout::Rect;

/// A cohort is at least so wide (columns); narrower, names cannot be told apart.
const NARROWEST: u16 = 24;
/// Between two cohorts.
const GAP: u16 = 2;
/// Lines of a cohort that are not people: its head, its mix.
pub(super) const HEAD: u16 = 2;
/// People of a cohort who are always shown, before a second band is begun.
const FEWEST_PEOPLE: u16 = 3;

/// The cohorts that are shown, and where each stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Grid {
    /// The first that is shown.
    pub(super) first: usize,
    pub(super) cells: Vec<Rect>,
}

/// The page with the cohort of this number, of so many, the largest with so many people.
pub(super) fn grid(area: Rect, all: usize, largest: usize, at: usize) -> Grid {
    let side = ((area.width + GAP) / (NARROWEST + GAP)).max(1);
    let side = side.min(u16::try_from(all).unwrap_or(u16::MAX).max(1));
    let width = (area.width.saturating_sub((side - 1) * GAP)) / side;
    let people = u16::try_from(largest)
        .unwrap_or(u16::MAX)
        .max(FEWEST_PEOPLE);
    // One line between bands.
    let wanted = people.saturating_add(HEAD + 1);
    let needed = u16::try_from(all.div_ceil(usize::from(side))).unwrap_or(u16::MAX);
    let bands = ((area.height + 1) / wanted).clamp(1, needed.max(1));
    let height = (area.height + 1) / bands;
    let page = usize::from(side) * usize::from(bands);
    let first = at / page * page;
    let shown = u16::try_from(all.saturating_sub(first).min(page)).unwrap_or(u16::MAX);
    let cell = |n: u16| Rect {
        x: area.x + n % side * (width + GAP),
        y: area.y + n / side * height,
        width,
        height: height.saturating_sub(1),
    };
    Grid {
        first,
        cells: (0..shown).map(cell).collect(),
    }
}

/// The first line shown of `all` when `lines` fit and the cursor is at `at`.
pub(super) fn offset(at: usize, all: usize, lines: usize) -> usize {
    if all <= lines {
        return 0;
    }
    (at + 1).saturating_sub(lines).min(all - lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(width: u16, height: u16) -> Rect {
        Rect::new(0, 6, width, height)
    }

    #[test]
    fn as_many_stand_side_by_side_as_the_width_allows() {
        for (width, side) in [(20, 1), (49, 1), (50, 2), (80, 3), (120, 4), (200, 7)] {
            let grid = grid(area(width, 12), 20, 8, 0);
            assert_eq!(grid.cells.len(), side, "{width}");
            let last = grid.cells.last().expect("one");
            assert!(last.right() <= width, "{width}: {last:?}");
        }
    }

    #[test]
    fn the_chosen_cohort_is_on_the_page_and_height_makes_bands() {
        for at in 0..20 {
            for height in [5, 12, 24, 60] {
                let grid = grid(area(80, height), 20, 8, at);
                let shown = grid.first..grid.first + grid.cells.len();
                assert!(shown.contains(&at), "{at} in {shown:?}");
                assert!(grid.cells.iter().all(|cell| cell.bottom() <= 6 + height));
            }
        }
        assert_eq!(grid(area(80, 24), 20, 8, 0).cells.len(), 6, "two bands");
        assert_eq!(grid(area(80, 24), 4, 8, 0).cells.len(), 4);
        assert_eq!(grid(area(80, 24), 0, 0, 0).cells, []);
    }

    #[test]
    fn a_long_list_follows_the_cursor() {
        assert_eq!(offset(3, 8, 10), 0);
        assert_eq!(offset(4, 20, 5), 0);
        assert_eq!(offset(5, 20, 5), 1);
        assert_eq!(offset(19, 20, 5), 15);
    }
}

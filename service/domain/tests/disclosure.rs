//! Nothing small is told, and nothing that is left out can be computed: looked for by trying all
//! tables that are one person off here and there, not by the network that chose what to leave out.

use proptest::prelude::*;
use samverkan_domain::disclosure::{Counts, LEAST, Sizes, public_steps};

/// A line of the table: its cells and its sum, as (place in `flat`, sign).
type Line = Vec<(usize, i64)>;

fn flat(counts: &Counts) -> Vec<Option<u64>> {
    let rows = counts.cells.iter().zip(&counts.rows);
    let lines = rows.flat_map(|(cells, sum)| cells.iter().chain([sum]));
    let last = counts.columns.iter().chain([&counts.all]);
    lines.chain(last).copied().collect()
}

fn lines(counts: &Counts) -> Vec<Line> {
    let (height, width) = (counts.rows.len(), counts.columns.len());
    let at = |row: usize, column: usize| row * (width + 1) + column;
    let sign = |last: bool| if last { -1 } else { 1 };
    let row = |row| {
        (0..=width)
            .map(|c| (at(row, c), sign(c == width)))
            .collect()
    };
    let column = |c| {
        (0..=height)
            .map(|row| (at(row, c), sign(row == height)))
            .collect()
    };
    (0..=height)
        .map(row)
        .chain((0..=width).map(column))
        .collect()
}

/// Whether another table has the same print and another number in `target`.
fn can_be_other(told: &Counts, whole: &Counts, target: usize) -> bool {
    let (told, values, lines) = (flat(told), flat(whole), lines(whole));
    let hidden: Vec<usize> = (0..told.len()).filter(|at| told[*at].is_none()).collect();
    let mut change = vec![0; told.len()];
    try_from(&hidden, &values, &lines, target, &mut change)
}

fn try_from(
    hidden: &[usize],
    values: &[Option<u64>],
    lines: &[Line],
    target: usize,
    change: &mut [i64],
) -> bool {
    let sum = |line: &Line, change: &[i64]| {
        line.iter()
            .map(|(at, sign)| sign * change[*at])
            .sum::<i64>()
    };
    let Some((&at, rest)) = hidden.split_first() else {
        return change[target] != 0 && lines.iter().all(|line| sum(line, change) == 0);
    };
    for by in [0, 1, -1] {
        let off = (by < 0 && values[at] == Some(0)) || (by == 0 && at == target);
        change[at] = by;
        // Lines with nothing left to choose must add up already.
        let open = |line: &Line| line.iter().any(|(one, _)| rest.contains(one));
        let sound = lines
            .iter()
            .all(|line| open(line) || sum(line, change) == 0);
        if !off && sound && try_from(rest, values, lines, target, change) {
            return true;
        }
    }
    change[at] = 0;
    false
}

fn computable(told: &Counts, whole: &Counts) -> Vec<usize> {
    let cells = flat(told);
    let hidden = (0..cells.len()).filter(|at| cells[*at].is_none());
    hidden
        .filter(|at| !can_be_other(told, whole, *at))
        .collect()
}

/// Small numbers and large ones, nobody among them.
fn table() -> impl Strategy<Value = Vec<Vec<u64>>> {
    let cell = prop_oneof![3 => 0..9u64, 1 => Just(0u64), 2 => 5..60u64];
    (1..=3usize, 1..=3usize).prop_flat_map(move |(height, width)| {
        prop::collection::vec(prop::collection::vec(cell.clone(), width), height)
    })
}

proptest! {
    #[test]
    fn nothing_small_is_told_and_nothing_left_out_can_be_computed(cells in table()) {
        let (whole, told) = (Counts::whole(&cells), Counts::public(&cells));
        for (value, told) in flat(&whole).into_iter().zip(flat(&told)) {
            prop_assert!(told.is_none() || (told == value && told >= Some(LEAST)));
        }
        prop_assert_eq!(computable(&told, &whole), Vec::<usize>::new(), "{:?}", told);
    }

    #[test]
    fn what_has_nothing_small_is_told_whole(cells in table()) {
        let large: Vec<Vec<u64>> = cells
            .iter()
            .map(|row| row.iter().map(|cell| cell + LEAST).collect())
            .collect();
        prop_assert_eq!(Counts::public(&large), Counts::whole(&large));
    }

    #[test]
    fn steps_tell_of_no_few(first in 0..80u64, falls in prop::collection::vec(0..12u64, 0..6)) {
        let mut steps = vec![first];
        for fall in falls {
            let last = steps.last().copied().unwrap_or_default();
            steps.push(last.saturating_sub(fall));
        }
        let told: Vec<u64> = public_steps(&steps).into_iter().flatten().collect();
        prop_assert!(told.iter().all(|step| *step >= LEAST));
        prop_assert!(told.windows(2).all(|pair| pair[0] - pair[1] >= LEAST));
    }
}

/// Leaving out only what is small is not enough; the search above says so.
#[test]
fn negative_control_a_lone_gap_is_computed() {
    let whole = Counts::whole(&[vec![2, 8], vec![9, 10]]);
    let mut lone = whole.clone();
    lone.cells[0][0] = None;
    assert_eq!(computable(&lone, &whole), [0]);
    let told = Counts::public(&[vec![2, 8], vec![9, 10]]);
    assert_eq!(told.cells, [[None, None], [None, None]]);
    assert_eq!(told.all, Some(29));
}

/// Two gaps in a line are not enough either: nobody stands in both.
#[test]
fn nobody_twice_beside_each_other_is_not_computed() {
    let cells = [vec![0, 0, 30], vec![20, 20, 20]];
    let (whole, told) = (Counts::whole(&cells), Counts::public(&cells));
    assert_eq!(computable(&told, &whole), [0; 0], "{told:?}");
    let mut naive = whole.clone();
    naive.cells[0][0] = None;
    naive.cells[0][1] = None;
    assert!(!computable(&naive, &whole).is_empty());
}

#[test]
fn steps_that_lie_close_are_not_told_both() {
    assert_eq!(
        public_steps(&[50, 48, 40, 38, 3]),
        [Some(50), None, Some(40), None, None]
    );
    assert_eq!(public_steps(&[4]), [None]);
    assert_eq!(public_steps(&[]), []);
}

#[test]
fn sizes_that_differ_by_few_are_not_told_both() {
    let mut sizes = Sizes::default();
    let told = [30, 30, 29, 4, 25, 26, 60].map(|size| sizes.tell(size));
    assert_eq!(told, [true, true, false, false, true, false, true]);
}

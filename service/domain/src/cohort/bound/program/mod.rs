//! A division as a mixed integer program: every hard rule a row, every criterion linear, and only
//! `diversity`, which is not, left out.
//!
//! Beside each variable stands the value it has in the division that is known: a solver begins
//! with it, and looks only for what costs less.

mod counts;

use crate::cohort::search::compiled::{Link, Model};
use Is::{Equal, Least, Most};

/// The program, and the known division in its variables.
#[derive(Default)]
pub(super) struct Program {
    pub(super) variables: Vec<Whole>,
    pub(super) rows: Vec<Row>,
}

/// A whole number from 0 on.
pub(super) struct Whole {
    /// What one more costs.
    pub(super) points: i64,
    pub(super) most: i32,
    /// In the known division.
    pub(super) now: i64,
}

/// So many times the variable of this number.
pub(super) type Term = (usize, i64);

pub(super) struct Row {
    pub(super) terms: Vec<Term>,
    pub(super) is: Is,
    pub(super) number: i64,
}

#[derive(Clone, Copy)]
pub(super) enum Is {
    Least,
    Most,
    Equal,
}

/// A program being written.
struct Writer<'m> {
    model: &'m Model,
    /// Cohort of each unit in the known division.
    home: &'m [u32],
    /// Whether a unit is in a cohort, `[unit × cohorts + cohort]`; none where it may not be.
    places: Vec<Option<usize>>,
    program: Program,
}

impl Program {
    /// The program of an instance, and the division by unit that is known to keep every rule.
    pub(super) fn of(model: &Model, home: &[u32]) -> Self {
        let mut writer = Writer {
            model,
            home,
            places: Vec::new(),
            program: Self::default(),
        };
        writer.write();
        writer.program
    }
}

impl Writer<'_> {
    fn write(&mut self) {
        self.add_places();
        self.add_links();
        let columns = self.members_of_columns();
        for cohort in 0..self.model.cohorts() {
            let heads = self.count(cohort, |unit| self.model.unit_size[unit as usize]);
            let sizes = self.add_sizes(cohort, &heads);
            for (column, members) in columns.iter().enumerate() {
                let terms = self.terms(cohort, members);
                if column < self.model.mix_end {
                    self.add_mix(cohort, column, &terms, &sizes);
                } else if column < self.model.spread_end {
                    self.add_spread(column, &terms);
                } else {
                    self.add_need(cohort, column, &terms);
                }
            }
            self.add_levels(cohort);
        }
    }

    /// A whole number from 0 on, at so many points each.
    fn variable(&mut self, points: i64, most: i64, now: i64) -> usize {
        let most = i32::try_from(most).unwrap_or(i32::MAX);
        self.program.variables.push(Whole { points, most, now });
        self.program.variables.len() - 1
    }

    fn row(&mut self, terms: impl IntoIterator<Item = Term>, is: Is, number: i64) {
        let terms = terms.into_iter().filter(|&(_, times)| times != 0).collect();
        self.program.rows.push(Row { terms, is, number });
    }

    fn place(&self, unit: u32, cohort: u32) -> Option<usize> {
        let cohorts = self.model.class_of.len();
        self.places[unit as usize * cohorts + cohort as usize]
    }

    /// Everybody is somewhere; what that costs, whoever else is there.
    fn add_places(&mut self) {
        let model = self.model;
        for unit in 0..model.nobody {
            let mut row = Vec::new();
            for cohort in 0..model.cohorts() {
                let open = match model.fixed[unit as usize] {
                    Some(only) => only == cohort,
                    None => model.may_be_in(unit, cohort),
                };
                let variable = open.then(|| {
                    let points = model.class_cost_of(unit, cohort).soft
                        + model.move_each * model.moved(unit, cohort);
                    let here = self.home[unit as usize] == cohort;
                    self.variable(points, 1, i64::from(here))
                });
                row.extend(variable.map(|variable| (variable, 1)));
                self.places.push(variable);
            }
            self.row(row, Equal, 1);
        }
    }

    /// Who must not be together, and who would like to be.
    fn add_links(&mut self) {
        let model = self.model;
        for unit in 0..model.nobody {
            for link in model.links.of(unit).iter().filter(|link| link.unit > unit) {
                let both = (0..model.cohorts()).filter_map(|cohort| {
                    let places = self.place(unit, cohort).zip(self.place(link.unit, cohort));
                    places.map(|(one, other)| (cohort, one, other))
                });
                let both: Vec<_> = both.collect();
                if link.hard > 0 {
                    for &(_, one, other) in &both {
                        self.row([(one, 1), (other, 1)], Most, 1);
                    }
                }
                if link.soft < 0 {
                    self.add_wish(unit, *link, &both);
                }
            }
        }
    }

    /// Two who would like to be together are so in one of the cohorts, or split.
    fn add_wish(&mut self, unit: u32, link: Link, both: &[(u32, usize, usize)]) {
        let home = |unit: u32| self.home[unit as usize];
        let (of, to) = (home(unit), home(link.unit));
        let mut row = vec![(self.variable(-link.soft, 1, i64::from(of != to)), 1)];
        for &(cohort, one, other) in both {
            let here = self.variable(0, 1, i64::from(of == cohort && to == cohort));
            self.row([(here, 1), (one, -1)], Most, 0);
            self.row([(here, 1), (other, -1)], Most, 0);
            row.push((here, 1));
        }
        self.row(row, Least, 1);
    }

    /// Units that count in each column, and how much.
    fn members_of_columns(&self) -> Vec<Vec<(u32, i64)>> {
        let mut columns = vec![Vec::new(); self.model.columns.len()];
        for unit in 0..self.model.nobody {
            let lists = [self.model.unit_mix.of(unit), self.model.unit_rest.of(unit)];
            for &(column, number) in lists.into_iter().flatten() {
                columns[column as usize].push((unit, number));
            }
        }
        columns
    }

    fn terms(&self, cohort: u32, members: &[(u32, i64)]) -> Count {
        let mut count = Count::default();
        for &(unit, number) in members {
            if let Some(variable) = self.place(unit, cohort) {
                count.terms.push((variable, number));
                if self.home[unit as usize] == cohort {
                    count.now += number;
                }
            }
        }
        count
    }

    fn count(&self, cohort: u32, number: impl Fn(u32) -> i64) -> Count {
        let units = 0..self.model.nobody;
        let members: Vec<_> = units.map(|unit| (unit, number(unit))).collect();
        self.terms(cohort, &members)
    }
}

/// How many there are in a cohort, and how many there are now.
#[derive(Default)]
struct Count {
    terms: Vec<Term>,
    now: i64,
}

impl Count {
    fn most(&self) -> i64 {
        self.terms.iter().map(|&(_, number)| number).sum()
    }

    fn times(&self, times: i64) -> impl Iterator<Item = Term> {
        self.terms
            .iter()
            .map(move |&(is, number)| (is, times * number))
    }
}

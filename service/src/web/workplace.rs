//! Finding the school unit where one works, by its name: asked when one applies, and among one's own
//! details.

use crate::{app::App, error::Result, texts::Texts, usecase::registers};
use askama::Template;

/// The field of what is looked for.
pub(super) const SOUGHT: &str = "sok";
/// The button that looks for it.
pub(super) const LOOK: &str = "leta";
/// What is chosen, if it is no school unit.
pub(super) const NONE: &str = "ingen";
/// Most matches on a page.
const MOST: usize = 20;

/// The field to look in, with its button: a part of the form that the answer is chosen in.
#[derive(Template)]
#[template(path = "workplace_find.html")]
pub(super) struct Find<'a> {
    pub(super) t: Texts,
    pub(super) sought: &'a str,
    pub(super) look: &'static str,
    /// How it went, in words.
    pub(super) said: String,
}

#[derive(Template)]
#[template(path = "workplace_units.html")]
pub(super) struct Units {
    units: Vec<Unit>,
    pub(super) chosen: String,
}

struct Unit {
    code: String,
    title: String,
    municipality: String,
}

/// What is found, that which is chosen among it; and how it went, in words.
pub(super) async fn find(
    app: &App,
    t: Texts,
    sought: &str,
    chosen: &str,
) -> Result<(Units, String)> {
    let (mut rows, count) = registers::find_workplaces(app, sought, MOST).await?;
    let said = match (sought.is_empty(), count) {
        (true, _) => String::new(),
        (_, 0) => t.enrol_workplace_found_none(sought),
        (_, count) if count > MOST => {
            t.enrol_workplace_found_many(MOST.to_string(), count.to_string())
        }
        (_, count) => t.enrol_workplace_found(count),
    };
    if !rows.iter().any(|row| row.school_unit_code == chosen) {
        rows.splice(0..0, registers::workplace(app, chosen).await?);
    }
    let units = rows.into_iter().map(|row| Unit {
        code: row.school_unit_code,
        title: row.title,
        municipality: row.municipality,
    });
    let units = Units {
        units: units.collect(),
        chosen: chosen.to_owned(),
    };
    Ok((units, said))
}

//! Överintag: how many to admit, with the numbers it rests on.

use super::Context;
use crate::{
    args::pair,
    client::{api::types, given},
    error::{CliError, Result},
    output::{Printer, bar, col, num},
    text::{text, word},
};
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Overbook {
    /// Code or id of the offering
    offering: String,
    /// Seats in the room
    #[arg(long)]
    room: i64,
    /// How often more may come than the room holds, in per cent
    #[arg(long, value_name = "PERCENT")]
    tolerance: Option<String>,
    /// Share of a channel's admitted who never become active, in per cent; may be given several
    /// times. Employers' channels need it
    #[arg(long, value_name = "CHANNEL=PERCENT", value_parser = pair)]
    inactive: Vec<(String, String)>,
}

/// Per cent with at most one decimal, as thousandths.
fn permille(percent: &str) -> Result<i64> {
    let (whole, tenth) = percent.split_once(['.', ',']).unwrap_or((percent, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let sound =
        digits(whole) && digits(tenth) && tenth.len() == 1 && (1..=3).contains(&whole.len());
    let number = format!("{whole}{tenth}").parse().ok().filter(|_| sound);
    number.ok_or_else(|| {
        CliError::usage(text!(
            "{percent} är inte en procentsats med högst en decimal, som 22,6",
            "{percent} is no percentage with at most one decimal, such as 22.6"
        ))
    })
}

pub(crate) async fn run(context: &Context<'_>, wanted: &Overbook) -> Result {
    let tolerance = wanted.tolerance.as_deref().map(permille).transpose()?;
    let mut inactive = Vec::new();
    for (channel, percent) in &wanted.inactive {
        inactive.push(format!("{channel}:{}", permille(percent)?));
    }
    let inactive = (!inactive.is_empty()).then(|| inactive.join(","));
    let call = given!(
        context.api.recommend_overbooking().offering(&wanted.offering).room(wanted.room),
        tolerance_permille: tolerance,
        inactive: inactive,
    );
    let answer = call.send().await?.into_inner();
    context.out.show(&answer, |out| {
        channels(out, &answer)?;
        numbers(out, &answer)?;
        histogram(out, &answer)
    })
}

fn percent(out: &Printer, probability: f64) -> String {
    let shown = format!("{:.1} %", probability * 100.0);
    out.lang.pick(shown.replace('.', ","), shown)
}

fn channels(out: &Printer, answer: &types::Overbooking) -> Result {
    let rows = answer.parts.iter().map(|part| {
        let rate = f64::from(i32::try_from(part.inactive_permille).unwrap_or_default()) / 1000.0;
        vec![
            part.channel.clone(),
            word(out.lang, part.kind),
            part.seats.to_string(),
            percent(out, rate),
            word(out.lang, part.source),
            part.admit.to_string(),
            part.simple.to_string(),
        ]
    });
    let columns = [
        col("Kanal", "Channel"),
        col("Slag", "Kind"),
        num("Platser", "Seats"),
        num("Inaktiva", "Inactive"),
        col("Enligt", "According to"),
        num("Anta", "Admit"),
        num("Enkel regel", "Simple rule"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())
}

fn numbers(out: &Printer, answer: &types::Overbooking) -> Result {
    let (total, room) = (answer.total, answer.room);
    let over = percent(out, answer.over);
    let quantile = |permille: i64| {
        let found = answer.quantiles.iter().find(|one| one.permille == permille);
        found.map_or(0, |one| one.persons)
    };
    let (low, median, high) = (quantile(50), quantile(500), quantile(950));
    let (simple, simple_over) = (answer.simple_total, percent(out, answer.simple_over));
    out.say(&text!(
        "Anta {total} till {room} platser. Risken att fler kommer än som får plats är {over}.",
        "Admit {total} for {room} seats. The risk that more come than there is room for is {over}."
    ))?;
    out.say(&text!(
        "Hälften av gångerna kommer högst {median}, nio gånger av tio mellan {low} och {high}.",
        "Half of the times at most {median} come, nine times of ten between {low} and {high}."
    ))?;
    out.say(&text!(
        "Den enkla regeln (platser delat med andelen aktiva) ger {simple}, med risken {simple_over}.",
        "The simple rule (seats divided by the active share) gives {simple}, with the risk {simple_over}."
    ))
}

/// How many come, as bars; what does not fit in the room is marked.
fn histogram(out: &Printer, answer: &types::Overbooking) -> Result {
    let scaled = |probability: f64| {
        // Thousandths are enough for a bar.
        format!("{:.0}", probability * 1000.0)
            .parse::<i64>()
            .unwrap_or_default()
    };
    let longest = answer
        .bins
        .iter()
        .map(|bin| scaled(bin.probability))
        .max()
        .unwrap_or(1);
    let rows = answer.bins.iter().map(|bin| {
        let over = out.lang.pick("över", "over");
        vec![
            if bin.from == bin.to {
                bin.from.to_string()
            } else {
                format!("{}–{}", bin.from, bin.to)
            },
            percent(out, bin.probability),
            bar(scaled(bin.probability), longest.max(13)),
            if bin.to > answer.room {
                over.to_owned()
            } else {
                String::new()
            },
        ]
    });
    out.raw("\n")?;
    let columns = [
        num("Kommer", "Coming"),
        num("Sannolikhet", "Probability"),
        col("", ""),
        col("Salen", "Room"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cent_are_read_with_comma_and_point() {
        let read = |text| permille(text).ok();
        assert_eq!(
            (read("22.6"), read("22,6"), read("5")),
            (Some(226), Some(226), Some(50))
        );
        assert_eq!(
            (read("0.05"), read("-1"), read(""), read("1e2")),
            (None, None, None, None)
        );
    }
}

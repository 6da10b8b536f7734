//! Reserves: who waits, calling the next, reaching people.

use super::{Context, or_empty};
use crate::{
    args::one_of,
    client::{api::types, fresh_key},
    error::Result,
    named::{ApplicationRef, Named},
    output::{Printer, col, num},
    text::{text, when, word, yes_no},
    watch::Watch,
};
use clap::Subcommand;
use uuid::Uuid;

const WAYS: &[&str] = &["phone", "sms", "email", "in_person"];
const OUTCOMES: &[&str] = &["reached", "message_left", "no_answer", "wrong_address"];

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Who waits in a channel, what is free, and who is next
    #[command(after_help = "Example:\n  samverkan reserve list OPEN-DEMO")]
    List {
        /// Code or id of the channel
        channel: String,
        #[command(flatten)]
        watch: Watch,
    },
    /// Offer free seats to the next in line
    #[command(after_help = "Example:\n  samverkan reserve call OPEN-DEMO --count 2")]
    Call {
        /// Code or id of the channel
        channel: String,
        /// How many to call; those who applied together count as one
        #[arg(long, default_value_t = 1)]
        count: i64,
    },
    /// Take a call back; the reserve keeps the number
    Cancel {
        /// Id of the call
        call: Uuid,
        /// Kept in the record
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Write down an attempt to reach somebody
    #[command(
        after_help = "Example:\n  samverkan reserve contact 01a208ed-21ef-7091-a2b4-84c69b3dac66 --way phone --outcome no_answer"
    )]
    Contact {
        /// Id, name, or OFFERING/NAME
        application: ApplicationRef,
        /// How
        #[arg(long, value_parser = one_of::<types::ContactWay>(WAYS))]
        way: types::ContactWay,
        /// How it went
        #[arg(long, value_parser = one_of::<types::ContactOutcome>(OUTCOMES))]
        outcome: types::ContactOutcome,
    },
    /// Attempts to reach somebody
    Contacts {
        /// Id, name, or OFFERING/NAME
        application: ApplicationRef,
    },
    /// Ask all who wait whether they are still interested
    Ask {
        /// Code or id of the channel
        channel: String,
    },
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { channel, .. } => list(context, channel).await,
        Verb::Call { channel, count } => call(context, channel, *count).await,
        Verb::Cancel { call, reason } => {
            context.out.confirm(&text!(
                "Kallelsen tas tillbaka. Personen får besked och behåller sitt nummer.",
                "The call is taken back. The person is told and keeps the number."
            ))?;
            let body = types::CancelCall {
                reason: reason.clone(),
            };
            let cancel = context.api.cancel_call().call(*call).body(body);
            cancel.send().await?;
            context.out.note(&text!("Återtagen", "Taken back"));
            Ok(())
        }
        Verb::Contact {
            application,
            way,
            outcome,
        } => {
            let call = context
                .api
                .add_contact()
                .application(application.id(context).await?);
            let body = types::NewContact {
                outcome: *outcome,
                way: *way,
            };
            let made = call.idempotency_key(fresh_key()).body(body);
            let made = made.send().await?.into_inner();
            context
                .out
                .show(&made, |out| out.say(&text!("Antecknat", "Noted")))
        }
        Verb::Contacts { application } => contacts(context, application.id(context).await?).await,
        Verb::Ask { channel } => {
            context.out.confirm(&text!(
                "Alla reserver i {channel} får ett brev.",
                "All reserves of {channel} get a letter."
            ))?;
            let call = context.api.ask_interest().channel(channel);
            let asked = call.idempotency_key(fresh_key()).send().await?.into_inner();
            context.out.show(&asked, |out| {
                let asked = asked.asked;
                out.say(&text!("{asked} tillfrågade", "{asked} asked"))
            })
        }
    }
}

async fn call(context: &Context<'_>, channel: &str, count: i64) -> Result {
    context.out.confirm(&text!(
        "De som står i tur kallas med brev och får tid på sig att svara.",
        "The next in line are called by letter and given time to answer."
    ))?;
    let call = context.api.call_reserves().channel(channel);
    let body = types::NewCalls { count };
    let made = call.idempotency_key(fresh_key()).body(body).send();
    let made = made.await?.into_inner();
    context.out.show(&made, |out| {
        let called = made.calls.len();
        out.say(&text!("{called} kallade", "{called} called"))?;
        made.reasons.iter().try_for_each(|reason| out.line(reason))
    })
}

async fn contacts(context: &Context<'_>, application: Uuid) -> Result {
    let call = context.api.list_contacts().application(application);
    let contacts = call.send().await?.into_inner();
    context.out.show(&contacts, |out| {
        let rows = contacts.iter().map(|contact| {
            vec![
                when(&contact.made_at),
                word(out.lang, contact.way),
                word(out.lang, contact.outcome),
                contact.made_by.clone(),
            ]
        });
        let columns = [
            col("När", "When"),
            col("Sätt", "Way"),
            col("Utfall", "Outcome"),
            col("Av", "By"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

async fn list(context: &Context<'_>, channel: &str) -> Result {
    let call = context.api.list_reserves().channel(channel);
    let reserves = call.send().await?.into_inner();
    context.out.show(&reserves, |out| {
        summary(out, &reserves)?;
        for group in &reserves.groups {
            waiting(out, group)?;
        }
        if reserves.calls.is_empty() {
            return Ok(());
        }
        out.raw("\n")?;
        calls(out, &reserves.calls)
    })
}

fn summary(out: &Printer, reserves: &types::Reserves) -> Result {
    let next = reserves.next.as_ref().map(|next| {
        let positions = next.positions.iter().map(ToString::to_string);
        let positions = positions.collect::<Vec<_>>().join(", ");
        format!("{positions} {}", next.group)
    });
    out.facts(&[
        (col("Kanal", "Channel"), reserves.channel_code.clone()),
        (col("Platser", "Seats"), reserves.seats.to_string()),
        (col("Upptagna", "Taken"), reserves.taken.to_string()),
        (col("Erbjudna", "On offer"), reserves.offered.to_string()),
        (col("Lediga", "Free"), reserves.free.to_string()),
        (
            col("Kallas till och med", "Called until"),
            or_empty(reserves.until.as_ref()),
        ),
        (
            col("Kallas av sig självt", "Called automatically"),
            yes_no(out.lang, reserves.automatic),
        ),
        (col("Näst i tur", "Next"), or_empty(next.as_ref())),
    ])?;
    let mut reasons = reserves.reasons.iter();
    reasons.try_for_each(|reason| out.line(reason))
}

fn waiting(out: &Printer, group: &types::ReserveGroup) -> Result {
    out.raw("\n")?;
    if !group.group.is_empty() {
        let (name, taken, places) = (&group.group, group.taken, group.places);
        out.say(&text!(
            "{name}: {taken} av {places} platser upptagna",
            "{name}: {taken} of {places} places taken"
        ))?;
    }
    let rows = group.first.iter().map(|reserve| {
        vec![
            or_empty(reserve.position.as_ref()),
            reserve.person_name.clone(),
            or_empty(reserve.joint_code.as_ref()),
            reserve
                .interest_asked_at
                .as_ref()
                .map_or_else(String::new, |at| when(at)),
            reserve
                .interested_at
                .as_ref()
                .map_or_else(String::new, |at| when(at)),
            reserve.application.to_string(),
        ]
    });
    let columns = [
        num("Nummer", "Number"),
        col("Namn", "Name"),
        col("Söker med", "Applies with"),
        col("Tillfrågad", "Asked"),
        col("Vill vara kvar", "Wants to stay"),
        col("Anmälan", "Application"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())
}

fn calls(out: &Printer, calls: &[types::ReserveCall]) -> Result {
    let rows = calls.iter().map(|call| {
        vec![
            call.person_name.clone(),
            or_empty(call.position.as_ref()),
            when(&call.called_at),
            when(&call.answer_by),
            call.answered_at
                .as_ref()
                .map_or_else(String::new, |at| when(at)),
            call.id.to_string(),
        ]
    });
    let columns = [
        col("Kallad", "Called"),
        num("Nummer", "Number"),
        col("När", "When"),
        col("Svar före", "Answer before"),
        col("Sagt ja", "Said yes"),
        col("Kallelse", "Call"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())
}

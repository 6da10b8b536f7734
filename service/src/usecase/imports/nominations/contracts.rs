//! The contracts that nominations are made under.

use super::super::Run;
use crate::{
    error::Result,
    store::{
        Tx,
        application::{ApplicationFilter, ApplicationRow},
        channel::ChannelRow,
        contract::ContractRow,
    },
    usecase::approvals,
};
use samverkan_domain::{
    application::ApplicationState,
    id::{ChannelId, OfferingId, PersonId},
    import::{
        nominations::NominationRow,
        report::{Code, Finding, Words},
    },
};

/// The header of the column that names the contract.
const COLUMN: &str = "Avtal";

/// The channel of the row's contract, with the contract where they are kept. `None` if there is no
/// such contract or channel: the finding is noted.
///
/// A channel without contracts takes any: its own code, or the offering's only employer channel.
pub(super) async fn channel(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    row: &NominationRow,
) -> Result<Option<(ChannelRow, Option<ContractRow>)>> {
    let mut channels = tx.channels(run.offering()?.offering()).await?;
    channels.retain(|channel| channel.kind == "employer");
    let mut codes = Vec::new();
    let mut without = Vec::new();
    let only = channels.len() == 1;
    for channel in channels {
        let contracts = tx.contracts(ChannelId(channel.id)).await?;
        if contracts.is_empty() {
            without.push(channel);
            continue;
        }
        codes.extend(contracts.iter().map(|contract| contract.code.clone()));
        let contract = contracts
            .into_iter()
            .find(|contract| contract.code == row.contract);
        if let Some(contract) = contract {
            return Ok(Some((channel, Some(contract))));
        }
    }
    let own = without
        .iter()
        .position(|channel| channel.code == row.contract);
    if let Some(own) = own {
        return Ok(Some((without.swap_remove(own), None)));
    }
    if only && let Some(channel) = without.pop() {
        return Ok(Some((channel, None)));
    }
    let finding = if codes.is_empty() {
        unknown_channel()
    } else {
        unknown_contract(&codes)
    };
    run.findings.push(finding.at_row(number).in_column(COLUMN));
    Ok(None)
}

fn unknown_channel() -> Finding {
    Finding::new(
        Code::UnknownChannel,
        Words::new(
            "Avtalet har ingen kanal på kurstillfället.",
            "The contract has no channel on the offering.",
        ),
        Words::new(
            "Lägg upp en kanal med avtalets kod, eller rätta avtalet.",
            "Add a channel with the contract's code, or correct the contract.",
        ),
    )
}

/// Contracts that a suggestion names; more help nobody.
const SUGGESTED: usize = 8;

fn unknown_contract(codes: &[String]) -> Finding {
    let shown: Vec<&str> = codes.iter().take(SUGGESTED).map(String::as_str).collect();
    let shown = shown.join(", ");
    Finding::new(
        Code::UnknownContract,
        Words::new(
            "Avtalet finns inte på kurstillfället.",
            "There is no such contract on the offering.",
        ),
        Words::new(
            format!("De som finns: {shown}. Rätta raden, eller lägg upp avtalet först."),
            format!("Those that are: {shown}. Correct the row, or add the contract first."),
        ),
    )
}

/// Whether the contract has a place for the person; rows before this one count.
pub(super) async fn fits(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    contract: &ContractRow,
    person: PersonId,
) -> Result<bool> {
    let channel = ChannelId(contract.channel_id);
    let offering = run.offering()?.offering();
    if !takes_one_more(run, tx, contract, offering, person).await? {
        return Ok(true);
    }
    let used = tx.contract_seats_used(channel, &contract.code).await?;
    if used < contract.seats {
        return Ok(true);
    }
    let (code, seats) = (&contract.code, contract.seats);
    run.findings.push(
        Finding::new(
            Code::ContractFull,
            Words::new(
                format!("Avtalet {code} har {seats} platser och {used} är använda, filens tidigare rader medräknade."),
                format!("The contract {code} has {seats} seats and {used} are used, earlier rows of the file included."),
            ),
            Words::new(
                "Höj antalet i avtalet, eller ta bort raden.",
                "Raise the number of the contract, or remove the row.",
            ),
        )
        .at_row(number)
        .in_column(COLUMN),
    );
    Ok(false)
}

/// Whether the row would use one more place of the contract: not for who has one in it already,
/// has a place in another channel (the row is then kept without a seat), or has left; but for who
/// is nominated anew.
async fn takes_one_more(
    run: &Run<'_>,
    tx: &mut Tx,
    contract: &ContractRow,
    offering: OfferingId,
    person: PersonId,
) -> Result<bool> {
    let filter = ApplicationFilter {
        channel: Some(contract.channel_id),
        person: Some(person.0),
        ..ApplicationFilter::default()
    };
    match tx.applications(&filter, 1).await?.pop() {
        Some(stored) => {
            if run.renominate && approvals::ended_by_head(tx, &stored).await? {
                return Ok(tx.active_application(person, offering).await?.is_none());
            }
            let open = matches!(
                stored.state()?,
                ApplicationState::Submitted
                    | ApplicationState::Reserve
                    | ApplicationState::Admitted
            );
            Ok(open && stored.contract.as_ref() != Some(&contract.code))
        }
        None => Ok(tx.active_application(person, offering).await?.is_none()),
    }
}

/// What the row leaves out, the contract says.
pub(super) fn fill_in(wanted: &mut ApplicationRow, contract: ContractRow) {
    let ContractRow {
        invoice_reference,
        head_email,
        deputy_email,
        ..
    } = contract;
    wanted.invoice_reference = wanted.invoice_reference.take().or(invoice_reference);
    wanted.head_email = wanted.head_email.take().or(head_email);
    wanted.deputy_email = deputy_email;
}

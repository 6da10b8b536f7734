//! Bases of invoices: every column, never changed, found by person.

use super::{ODD_TEXT, Store, now};
use harness::{Engine, on_both_engines};
use samverkan_service::store::{
    contract::ContractRow,
    invoice::{InvoiceBasisRow, InvoiceLineRow},
};

on_both_engines!(bases_are_kept, contracts_are_found_by_what_is_said);

fn contract(store: &Store, channel: uuid::Uuid, code: &str) -> ContractRow {
    ContractRow {
        id: store.id(),
        channel_id: channel,
        code: code.to_owned(),
        employer: ODD_TEXT.to_owned(),
        seats: 2,
        substitute_until: None,
        invoice_reference: None,
        head_email: None,
        deputy_email: None,
        revision: 1,
        price_ore: Some(i64::MAX),
        order_reference: Some(ODD_TEXT.to_owned()),
        free_until: Some("2027-01-10".to_owned()),
    }
}

async fn bases_are_kept(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "KOMMUN").await;
    let anna = store.applied(offering, channel, "Anna").await;
    let contract = contract(&store, channel.0, "K1");
    let mut tx = store.write().await;
    tx.insert_contract(&contract).await.unwrap();
    assert_eq!(
        tx.contracts(channel).await.unwrap(),
        std::slice::from_ref(&contract)
    );
    let first = InvoiceBasisRow {
        id: store.id(),
        contract_id: contract.id,
        number: 1,
        employer: ODD_TEXT.to_owned(),
        seats: i64::MAX,
        price_ore: Some(i64::MAX),
        free_until: Some("9999-12-31".to_owned()),
        invoice_reference: Some(ODD_TEXT.to_owned()),
        order_reference: None,
        charged: 1,
        amount_ore: None,
        made_by: "token:x".to_owned(),
        made_at: now().into(),
    };
    let second = InvoiceBasisRow {
        id: store.id(),
        number: 2,
        ..first.clone()
    };
    let line = InvoiceLineRow {
        application_id: anna.id,
        standing: "left_late".to_owned(),
        left_on: Some("2027-01-11".to_owned()),
    };
    tx.lock_contract(contract.id).await.unwrap();
    tx.insert_invoice_basis(&first, std::slice::from_ref(&line))
        .await
        .unwrap();
    tx.insert_invoice_basis(&second, &[]).await.unwrap();
    assert_eq!(
        tx.invoice_bases(contract.id).await.unwrap(),
        [second, first.clone()]
    );
    assert_eq!(tx.invoice_lines(first.id).await.unwrap(), [line]);
    let own = tx.invoice_lines_of(anna.person_id).await.unwrap();
    assert_eq!((own.len(), &*own[0].contract, own[0].number), (1, "K1", 1));
    assert!(tx.invoice_lines_of(store.id()).await.unwrap().is_empty());
}

async fn contracts_are_found_by_what_is_said(engine: Engine) {
    let store = Store::open(engine).await;
    let offering = store.offering("SA123A-V9001V27").await;
    let one = store.channel(offering, "ETT").await;
    let two = store.channel(offering, "TVÅ").await;
    let mut tx = store.write().await;
    for (channel, code) in [(one, "K1"), (two, "K1"), (two, "K2")] {
        tx.insert_contract(&contract(&store, channel.0, code))
            .await
            .unwrap();
    }
    let mut count = async |offering, channel, code| {
        let found = tx.contracts_meant(offering, channel, code).await;
        found.unwrap().len()
    };
    assert_eq!(count(Some(offering), None, None).await, 3);
    assert_eq!(count(None, None, Some("K1")).await, 2);
    assert_eq!(count(None, Some("TVÅ"), Some("K1")).await, 1);
    assert_eq!(count(None, Some("TRE"), None).await, 0);
}

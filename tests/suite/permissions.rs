//! Who may do what: every operation of the document, as every kind of caller. And every answer
//! on the way is held against the document.

mod answers;
mod table;
mod world;

use answers::{problem_faults, sign};
use harness::{Engine, contract::Contract, on_both_engines};
use std::collections::BTreeMap;
use table::TABLE;
pub(crate) use world::World;

on_both_engines!(every_operation_lets_in_whom_the_table_says);

async fn every_operation_lets_in_whom_the_table_says(engine: Engine) {
    let contract = Contract::default();
    let world = World::build(engine).await;
    let table: BTreeMap<&str, &str> = TABLE
        .lines()
        .filter_map(|line| line.trim().split_once(' '))
        .collect();
    let mut faults = Vec::new();
    let operations = contract.operations();
    assert_eq!(
        table.len(),
        operations.len(),
        "the table has all operations"
    );
    for operation in operations {
        let expected = table.get(&*operation.id).unwrap_or(&"").trim();
        let mut found = ['.'; 10];
        // The owner comes last: what the others may not do must still be there to be done.
        for caller in [0, 1, 3, 4, 7, 8, 9, 5, 6, 2] {
            let reply = world.call(world.callers()[caller], &operation).await;
            found[caller] = sign(&reply);
            faults.extend(contract.faults(&operation, &reply));
            if reply.status.is_client_error() || reply.status.is_server_error() {
                faults.extend(problem_faults(&reply));
            }
        }
        let found: String = found.iter().collect();
        if found != expected {
            faults.push(format!(
                "{} answers {found}, the table says {expected}",
                operation.id
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

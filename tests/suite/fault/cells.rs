//! Every cell of the files that are imported, and the names of their columns, filled with hostile texts one at a time; then
//! everything that is served is read, and every list: F12.

use super::{
    fields::{everything_is_inert, is_plain},
    injection::{hostile, lists_are_inert},
    rounds,
};
use crate::permissions::World;
use harness::{Engine, both_engines, contract::Contract, ok, round::into_offering};
use serde_json::{Value, json};
use std::collections::BTreeSet;

both_engines!(no_cell_of_any_file_lets_a_hostile_text_live);

/// Texts tried in a cell within a plain run; the next cell goes on where the last one ended.
const TEXTS: usize = 6;

/// Files with one row each, as they are got, and whether they are for an offering.
const FILES: [(&str, bool, &str); 5] = [
    (
        "programmes",
        false,
        "code;name;family;code_is_verified\nLKP1Y;Kompletterande pedagogisk utbildning;PED;true",
    ),
    (
        "workplaces",
        false,
        "school_unit_code;name;municipality_code;municipality\n99991000;Demoskolan Norr;1880;Örebro",
    ),
    (
        "admissions",
        true,
        "Personnummer;Efternamn;Förnamn;E-post;Kurskod;Anmälningskod;Urvalsgrupp;Meritvärde;Status;Reservnummer;Villkor;\
         Programkod;Yrkestitel;Skolenhetskod;Skyddad;Registreringstyp;Studieform\n\
         19680427-9898;Dahlgren;Hanna;hanna.dahlgren@student.example;SA123A;ORU-DEMO1;TPAV;187,5;Antagen;;;LKP1Y;;;Ingen;\
         FFG;Distans",
    ),
    (
        "nominations",
        true,
        "Förnamn;Efternamn;E-post;Titel;Skolenhetskod;Skolenhet;Kommunkod;Kommun;Avtal;Fakturareferens;Chef;Ersättare\n\
         Ingrid;Sjögren;ingrid.sjogren@orebro.example;Speciallärare/specialpedagog;99991000;Demoskolan Norr;1880;Örebro;\
         UPPDRAG-DEMO-1880;FR84445;rektor@orebro.example;Ja",
    ),
    (
        "sessions",
        true,
        "date;start;end;title;place;mode\n2027-02-04;13:15;16:00;Seminarium 1: Professioner och mandat;Zoom;online",
    ),
];

/// The file with one cell, of the head (0) or the row (1), that says something else.
fn with(file: &str, line: usize, column: usize, evil: &str) -> String {
    let lines = file.lines().enumerate().map(|(n, text)| {
        let cells = text.split(';').enumerate().map(|(m, cell)| {
            let cell = if (n, m) == (line, column) { evil } else { cell };
            format!("\"{}\"", cell.replace('"', "\"\""))
        });
        cells.collect::<Vec<_>>().join(";") + "\r\n"
    });
    lines.collect()
}

async fn no_cell_of_any_file_lets_a_hostile_text_live(engine: Engine) {
    let (contract, world) = (Contract::default(), World::build(engine).await);
    let service = &world.service;
    service.channel("imported", "ORU-DEMO1", 30).await;
    service.channel("employer", "UPPDRAG-DEMO-1880", 6).await;
    let hostile = hostile();
    let (mut turn, mut taken) = (0, BTreeSet::new());
    for (kind, of_offering, file) in FILES {
        let query = if of_offering {
            into_offering(kind)
        } else {
            format!("kind={kind}")
        };
        let columns = file.lines().next().expect("a head").split(';').count();
        assert_eq!(
            file.lines().last().expect("a row").split(';').count(),
            columns,
            "{kind}"
        );
        let report = service.import(&query, file).await;
        assert_eq!(report["sound"], true, "control: {report}");
        for (line, column) in (0..2).flat_map(|line| (0..columns).map(move |column| (line, column)))
        {
            let texts = if line == 0 { 1 } else { TEXTS * rounds() };
            for _ in 0..texts.min(hostile.len()) {
                let evil = &hostile[turn % hostile.len()];
                turn += 1;
                let reply = service
                    .import_reply(&query, with(file, line, column, evil))
                    .await;
                let reply = reply.expect("an answer");
                let what = format!("{kind} {line}/{column} {evil:?}: {}", reply.text());
                assert!(
                    !reply.status.is_server_error() && is_plain(&reply),
                    "{what}"
                );
                let report: Value = serde_json::from_slice(&reply.body).expect("JSON");
                if report["sound"] == true {
                    taken.insert((kind, column));
                } else {
                    // What is wrong, and where.
                    let said = ["findings", "questions"]
                        .iter()
                        .any(|list| report[list][0].is_object());
                    assert!(said, "{what}");
                }
            }
        }
    }
    assert!(turn >= hostile.len(), "{turn} files");
    let kinds: BTreeSet<&str> = taken.iter().map(|(kind, _)| *kind).collect();
    assert!(kinds.len() >= 4 && taken.len() >= 12, "{taken:?}");
    everything_is_inert(&contract, &world).await;
    let plan = ok(service
        .propose_reply(&json!({ "protected_ok": ["G01"] }))
        .await);
    service.commit(&plan).await;
    lists_are_inert(service).await;
}

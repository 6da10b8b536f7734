//! Workbooks are read as tables: the same rows as from a text file, and what is wrong is said.

mod damage;

use jiff::civil::{Date, date};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use samverkan_domain::import::admissions::AdmissionRow;
use samverkan_domain::import::nominations::NominationRow;
use samverkan_domain::import::sessions::SessionRow;
use samverkan_domain::import::workplaces::WorkplaceRow;
use samverkan_domain::import::{Context, ImportRow, Mapping, Reading, read};
use samverkan_domain::profession::{Profession, default_registry};
use std::io::{Cursor, Write as _};
use std::sync::LazyLock;
use zip::{ZipWriter, write::SimpleFileOptions};

static PROFESSIONS: LazyLock<Vec<Profession>> = LazyLock::new(default_registry);

const ADMISSIONS: &[u8] = include_bytes!("../../../demo/data/antagna-vt2027.csv");
const NOMINATIONS: &[u8] = include_bytes!("../../../demo/data/nominerade-uppdrag-vt2027.csv");
const TODAY: Date = date(2026, 11, 23);

fn read_as<R: ImportRow>(bytes: &[u8]) -> Reading<'_, R> {
    let context = Context {
        today: TODAY,
        professions: &PROFESSIONS,
    };
    read(bytes, &Mapping::built_in(R::KIND), &context)
}

/// Row, column and code of each finding.
fn places<'a, R>(reading: &'a Reading<'a, R>) -> Vec<(u32, &'a str, &'a str)> {
    let findings = reading.findings.iter();
    let place = findings.map(|f| {
        let column = f.column.as_deref().unwrap_or("");
        (f.row.unwrap_or(0), column, f.code.as_str())
    });
    place.collect()
}

/// Saves a workbook with one sheet.
fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().expect("a workbook")
}

fn write_row(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0u16..).zip(cells) {
        sheet.write(row, column, *cell).expect("written");
    }
}

/// A text file opened in a spreadsheet and saved as a workbook, all cells text.
fn as_text_cells(csv: &[u8], delimiter: char) -> Vec<u8> {
    let text = encoding_rs::mem::decode_latin1(csv);
    let text = std::str::from_utf8(csv).map_or(text, Into::into);
    book(|sheet| {
        for (row, line) in (0u32..).zip(text.lines()) {
            let cells: Vec<&str> = line.split(delimiter).collect();
            write_row(sheet, row, &cells);
        }
    })
}

fn same_rows<R: ImportRow + std::fmt::Debug>(csv: &[u8], delimiter: char) {
    let book = as_text_cells(csv, delimiter);
    let (text, workbook) = (read_as::<R>(csv), read_as::<R>(&book));
    assert!(workbook.rows().eq(text.rows()));
    assert!(workbook.len() > 3, "a whole file");
    assert_eq!(places(&workbook), places(&text));
    let encoding = workbook.encoding.expect("read");
    assert_eq!(
        (encoding.label.as_str(), workbook.delimiter),
        ("xlsx", None)
    );
}

#[test]
fn the_demonstrations_files_saved_as_workbooks_are_the_same() {
    same_rows::<AdmissionRow>(ADMISSIONS, ';');
    same_rows::<NominationRow>(NOMINATIONS, ';');
}

#[test]
fn days_times_and_numbers_are_read_as_they_are_shown() {
    let (day, clock) = (
        Format::new().set_num_format("yyyy-mm-dd"),
        Format::new().set_num_format("hh:mm"),
    );
    let sessions = book(|sheet| {
        write_row(
            sheet,
            0,
            &["date", "start", "end", "title", "place", "mode"],
        );
        let thursday = ExcelDateTime::parse_from_str("2027-01-21").expect("a day");
        let begin = ExcelDateTime::from_hms(10, 15, 0).expect("a time");
        sheet
            .write_with_format(1, 0, &thursday, &day)
            .expect("written");
        sheet
            .write_with_format(1, 1, &begin, &clock)
            .expect("written");
        sheet.write(1, 2, "15:00").expect("written");
        sheet.write(1, 3, 7.0).expect("written");
        write_row(
            sheet,
            2,
            &["2027-02-04", "13:15", "16:00", "Två", "Zoom", "online"],
        );
        sheet.write(1, 4, "N2045").expect("written");
        sheet.write(1, 5, "campus").expect("written");
    });
    let text = "date,start,end,title,place,mode\n2027-01-21,10:15,15:00,7,N2045,campus\n\
                2027-02-04,13:15,16:00,Två,Zoom,online\n";
    let (typed, told) = (
        read_as::<SessionRow>(&sessions),
        read_as::<SessionRow>(text.as_bytes()),
    );
    assert_eq!(places(&typed), []);
    assert!(typed.rows().eq(told.rows()));
}

#[test]
fn numbers_that_were_typed_as_numbers() {
    let text = encoding_rs::mem::decode_latin1(ADMISSIONS).into_owned();
    let workbook = book(|sheet| {
        for (row, line) in (0u32..).zip(text.lines()) {
            for (column, cell) in (0u16..).zip(line.split(';')) {
                match cell.replace(',', ".").parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number).expect("written"),
                    Err(_) => sheet.write(row, column, cell).expect("written"),
                };
            }
        }
    });
    let (typed, told) = (
        read_as::<AdmissionRow>(&workbook),
        read_as::<AdmissionRow>(ADMISSIONS),
    );
    assert!(typed.rows().eq(told.rows()));
}

const UNITS: [&str; 4] = [
    "school_unit_code",
    "name",
    "municipality_code",
    "municipality",
];

#[test]
fn rows_are_numbered_as_the_workbook_numbers_them() {
    let workbook = book(|sheet| {
        write_row(sheet, 0, &UNITS);
        write_row(sheet, 1, &["99991000", "A", "1880", "Örebro"]);
        // Rows 3 and 4 are empty; row 5 ends early.
        write_row(sheet, 4, &["99991001", "B", "1880"]);
        write_row(sheet, 5, &["fel", "C", "1880", "Örebro"]);
        write_row(sheet, 6, &["99991003", "D", "1880", "Örebro", "?"]);
    });
    let reading = read_as::<WorkplaceRow>(&workbook);
    let numbers: Vec<u32> = reading.rows().map(|row| row.number).collect();
    assert_eq!(numbers, [2, 5, 6, 7]);
    let places = places(&reading);
    assert!(places.contains(&(3, "", "empty-row")), "{places:?}");
    assert!(
        places.contains(&(6, "school_unit_code", "bad-code")),
        "{places:?}"
    );
    assert!(places.contains(&(7, "", "ragged-row")), "{places:?}");
    assert!(!places.iter().any(|(row, ..)| *row == 2), "{places:?}");
}

#[test]
fn the_first_visible_sheet_with_anything_in_it_is_read() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Tomt").expect("a name");
    let hidden = book.add_worksheet();
    write_row(hidden, 0, &["secret"]);
    hidden.set_hidden(true);
    let wanted = book.add_worksheet().set_name("Skolor").expect("a name");
    write_row(wanted, 0, &UNITS);
    write_row(wanted, 1, &["99991000", "A", "1880", "Örebro"]);
    write_row(book.add_worksheet(), 0, &["more"]);
    let book = book.save_to_buffer().expect("a workbook");
    let reading = read_as::<WorkplaceRow>(&book);
    assert_eq!(places(&reading), [(0, "", "sheet-chosen")]);
    assert!(reading.findings[0].message.sv.contains("”Skolor”"));
    assert_eq!(reading.sound_rows().count(), 1);
}

#[test]
fn a_formula_counts_as_what_it_comes_to() {
    let workbook = book(|sheet| {
        write_row(sheet, 0, &UNITS);
        write_row(sheet, 1, &["99991000", "", "1880", "Örebro"]);
        let sound = Formula::new("\"A\"&\"B\"").set_result("AB");
        sheet.write_formula(1, 1, sound).expect("written");
        write_row(sheet, 2, &["99991001", "", "1880", "Örebro"]);
        let failed = Formula::new("VLOOKUP(1,Z1:Z2,1)").set_result("#N/A");
        sheet.write_formula(2, 1, failed).expect("written");
    });
    let reading = read_as::<WorkplaceRow>(&workbook);
    assert_eq!(places(&reading), [(3, "name", "failed-formula")]);
    let names: Vec<_> = reading
        .sound_rows()
        .map(|(_, row)| row.name.clone())
        .collect();
    assert_eq!(names, ["AB"]);
}

fn sound() -> Vec<u8> {
    book(|sheet| {
        write_row(sheet, 0, &UNITS);
        write_row(sheet, 1, &["99991000", "A", "1880", "Örebro"]);
    })
}

#[test]
fn what_is_no_workbook_after_all() {
    let opendocument = archive(&[("content.xml", b"<x/>")]);
    for (bytes, code) in [
        (&b"PK\x03\x04rest"[..], "workbook"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "workbook"),
        (&opendocument, "workbook"),
        (&book(|_| {}), "empty-file"),
        (&book(|sheet| write_row(sheet, 2, &UNITS)), "header-missing"),
        (&book(|sheet| write_row(sheet, 0, &UNITS)), "no-rows"),
    ] {
        let reading = read_as::<WorkplaceRow>(bytes);
        let codes: Vec<&str> = reading.findings.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes, [code]);
        assert!(reading.is_empty());
    }
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        writer.write_all(content).expect("written");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A sound workbook with one part more, which unpacks to so many octets of nothing.
fn with_ballast(megabytes: usize) -> Vec<u8> {
    let mut writer = ZipWriter::new_append(Cursor::new(sound())).expect("an archive");
    writer
        .start_file("xl/media/image1.bin", SimpleFileOptions::default())
        .expect("a part");
    let nothing = vec![0; 1024 * 1024];
    for _ in 0..megabytes {
        writer.write_all(&nothing).expect("written");
    }
    writer.finish().expect("an archive").into_inner()
}

#[test]
fn a_small_file_that_unpacks_to_a_huge_one_is_refused() {
    let (large, huge) = (with_ballast(20), with_ballast(513));
    assert!(huge.len() < 1024 * 1024, "small: {}", huge.len());
    assert_eq!(read_as::<WorkplaceRow>(&large).sound_rows().count(), 1);
    let reading = read_as::<WorkplaceRow>(&huge);
    assert_eq!(places(&reading), [(0, "", "workbook")]);
}

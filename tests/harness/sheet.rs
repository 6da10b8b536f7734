//! Files for imports, made row by row.

pub use samverkan_service::demo::large::{check_digit, identity};

const ADMISSIONS: [&str; 17] = [
    "Personnummer",
    "Efternamn",
    "Förnamn",
    "E-post",
    "Kurskod",
    "Anmälningskod",
    "Urvalsgrupp",
    "Meritvärde",
    "Status",
    "Reservnummer",
    "Villkor",
    "Programkod",
    "Yrkestitel",
    "Skolenhetskod",
    "Skyddad",
    "Registreringstyp",
    "Studieform",
];

/// A table that becomes a CSV file.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Sound admissions of `count` people; those of another `first` are other people.
    pub fn admissions(first: usize, count: usize) -> Self {
        let rows = (first..first + count).map(|n| {
            let (family, email) = (format!("Testsson{n}"), format!("t{n}@import.example"));
            let identity = identity(n);
            [
                &*identity,
                &*family,
                "Tea",
                &*email,
                "SA123A",
                "ORU-DEMO1",
                "PG",
                "37,5",
                "Antagen",
                "",
                "",
                "LSP9A",
                "",
                "",
                "Ingen",
                "FFG",
                "Distans",
            ]
            .map(str::to_owned)
            .to_vec()
        });
        Self {
            header: ADMISSIONS.map(str::to_owned).to_vec(),
            rows: rows.collect(),
        }
    }

    /// Sets one cell; `row` counts from 0, the column goes by its header.
    pub fn set(mut self, row: usize, column: &str, value: &str) -> Self {
        let at = self.header.iter().position(|header| header == column);
        value.clone_into(&mut self.rows[row][at.expect("a column")]);
        self
    }

    /// Turns the row into a reserve's.
    pub fn reserve(self, row: usize, group: &str, number: &str) -> Self {
        self.set(row, "Status", "Reserv")
            .set(row, "Urvalsgrupp", group)
            .set(row, "Reservnummer", number)
    }

    pub fn text(&self) -> String {
        self.text_with(";", "\r\n")
    }

    pub fn text_with(&self, delimiter: &str, line_end: &str) -> String {
        let mut text = String::new();
        for row in std::iter::once(&self.header).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|cell| quoted(cell, delimiter)).collect();
            text += &cells.join(delimiter);
            text += line_end;
        }
        text
    }

    /// As Excel in Sweden saves it: windows-1252, which for our letters is Latin-1.
    pub fn windows_1252(&self) -> Vec<u8> {
        let text = self.text();
        text.chars()
            .map(|c| u8::try_from(u32::from(c)).expect("a character of Latin-1"))
            .collect()
    }

    /// As a spreadsheet program saves it by itself.
    pub fn workbook(&self) -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (row, cells) in (0u32..).zip(std::iter::once(&self.header).chain(&self.rows)) {
            for (column, cell) in (0u16..).zip(cells) {
                sheet.write(row, column, cell).expect("written");
            }
        }
        book.save_to_buffer().expect("a workbook")
    }
}

fn quoted(cell: &str, delimiter: &str) -> String {
    if cell.contains(delimiter) || cell.contains(['"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

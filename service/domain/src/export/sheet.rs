//! Rows as text (RFC 4180), with nothing in them that a spreadsheet would run.

/// A file of rows.
#[derive(Debug, Clone)]
pub struct Sheet {
    separator: char,
    text: String,
}

impl Sheet {
    /// For programs: commas, plain UTF-8.
    pub fn for_programs(header: &[&str]) -> Self {
        let mut sheet = Self {
            separator: ',',
            text: String::new(),
        };
        sheet.row(header);
        sheet
    }

    /// For people: a spreadsheet with Swedish settings takes semicolons for columns, and a byte order mark for
    /// UTF-8; without it å, ä and ö are ruined.
    pub fn for_people(header: &[&str]) -> Self {
        let mut sheet = Self {
            separator: ';',
            text: "\u{FEFF}".to_owned(),
        };
        sheet.row(header);
        sheet
    }

    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) {
        for (n, cell) in cells.iter().enumerate() {
            if n > 0 {
                self.text.push(self.separator);
            }
            self.cell(cell.as_ref());
        }
        self.text.push_str("\r\n");
    }

    pub fn into_text(self) -> String {
        self.text
    }

    fn cell(&mut self, cell: &str) {
        let quoted = cell.contains([self.separator, '"', '\r', '\n']);
        if quoted {
            self.text.push('"');
        }
        if is_formula(cell) {
            self.text.push('\'');
        }
        if quoted {
            self.text.push_str(&cell.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(cell);
        }
    }
}

/// Whether a spreadsheet would take the cell for a formula (OWASP, CSV Injection). An apostrophe before it makes it
/// text. Spaces before the sign do not help: some spreadsheets skip them.
pub(super) fn is_formula(cell: &str) -> bool {
    cell.starts_with(['\t', '\r', '\n'])
        || cell
            .trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// A list for people, before it is a file of one kind or another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// In names of files: `rollcall`.
    pub name: &'static str,
    /// The first is the header.
    pub rows: Vec<Vec<String>>,
}

impl List {
    pub fn new<S: AsRef<str>>(name: &'static str, header: &[S]) -> Self {
        let mut list = Self {
            name,
            rows: Vec::new(),
        };
        list.row(header);
        list
    }

    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) {
        let cells = cells.iter().map(|cell| cell.as_ref().to_owned());
        self.rows.push(cells.collect());
    }

    /// As rows of text, for a spreadsheet with Swedish settings.
    pub fn csv(&self) -> String {
        let mut rows = self.rows.iter();
        let header: Vec<&str> = rows
            .next()
            .map(|header| header.iter().map(String::as_str).collect())
            .unwrap_or_default();
        let mut sheet = Sheet::for_people(&header);
        for row in rows {
            sheet.row(row);
        }
        sheet.into_text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut sheet = Sheet::for_programs(&["a", "b"]);
        sheet.row(&["x,y", "say \"hi\""]);
        sheet.row(&["one\r\ntwo", "x;y"]);
        let expected = "a,b\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n\"one\r\ntwo\",x;y\r\n";
        assert_eq!(sheet.into_text(), expected);
    }

    #[test]
    fn people_get_semicolons_and_a_mark() {
        let mut sheet = Sheet::for_people(&["Namn"]);
        sheet.row(&["Åsa; Öberg"]);
        assert_eq!(sheet.into_text(), "\u{FEFF}Namn\r\n\"Åsa; Öberg\"\r\n");
    }

    #[test]
    fn nothing_is_a_formula() {
        let mut sheet = Sheet::for_programs(&["x"]);
        let hostile = [
            "=1+1", "+46", "-2", "@SUM(A1)", "\t=1", " =1", "＝1", "=\"a\"",
        ];
        for cell in hostile {
            sheet.row(&[cell]);
        }
        let text = sheet.into_text();
        let cells: Vec<&str> = text
            .split("\r\n")
            .skip(1)
            .filter(|c| !c.is_empty())
            .collect();
        assert_eq!(cells.len(), hostile.len());
        for cell in &cells {
            assert!(cell.trim_start_matches('"').starts_with('\''), "{cell:?}");
        }
        // What only contains a sign is left alone.
        assert!(!is_formula("Anna-Lena"));
        assert!(!is_formula("anna@example.org"));
        assert!(!is_formula(""));
    }
}

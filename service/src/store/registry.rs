//! Registers: professions, programmes and workplaces (school units).

use super::{Result, Tx};

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ProfessionRow {
    pub code: String,
    pub title_sv: String,
    pub title_en: String,
    /// Folded Swedish title: unique, and how imports find a profession.
    pub title_key: String,
    pub family: String,
    pub source: String,
    pub revision: i64,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow, serde::Serialize, serde::Deserialize)]
pub struct ProgrammeRow {
    pub code: String,
    pub title: String,
    pub family: String,
    pub verified: bool,
    pub revision: i64,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow, serde::Serialize, serde::Deserialize)]
pub struct WorkplaceRow {
    pub school_unit_code: String,
    pub title: String,
    pub municipality_code: String,
    pub municipality: String,
    pub revision: i64,
}

impl Tx {
    pub async fn professions(&mut self) -> Result<Vec<ProfessionRow>> {
        fetch_all!(
            self,
            ProfessionRow,
            "SELECT code, title_sv, title_en, title_key, family, source, revision
             FROM profession ORDER BY code"
        )
    }

    /// Inserts the profession, or leaves the one with this code as it is.
    pub async fn insert_profession_if_absent(&mut self, row: &ProfessionRow) -> Result<bool> {
        let inserted = execute!(
            self,
            "INSERT INTO profession (code, title_sv, title_en, title_key, family, source, revision)
             VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT DO NOTHING",
            &row.code,
            &row.title_sv,
            &row.title_en,
            &row.title_key,
            &row.family,
            &row.source
        )?;
        Ok(inserted == 1)
    }

    /// Changes title and family if the profession still has `row.revision`; says whether it had.
    pub async fn update_profession(&mut self, row: &ProfessionRow) -> Result<bool> {
        let changed = execute!(
            self,
            "UPDATE profession SET title_sv = $3, title_en = $4, title_key = $5, family = $6,
                                   revision = revision + 1
             WHERE code = $1 AND revision = $2",
            &row.code,
            row.revision,
            &row.title_sv,
            &row.title_en,
            &row.title_key,
            &row.family
        )?;
        Ok(changed == 1)
    }

    pub async fn programmes(&mut self) -> Result<Vec<ProgrammeRow>> {
        fetch_all!(
            self,
            ProgrammeRow,
            "SELECT code, title, family, verified, revision FROM programme ORDER BY code"
        )
    }

    pub async fn programme(&mut self, code: &str) -> Result<Option<ProgrammeRow>> {
        fetch_optional!(
            self,
            ProgrammeRow,
            "SELECT code, title, family, verified, revision FROM programme WHERE code = $1",
            code
        )
    }

    /// Inserts or replaces a programme.
    pub async fn put_programme(&mut self, row: &ProgrammeRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO programme (code, title, family, verified, revision)
             VALUES ($1, $2, $3, $4, 1)
             ON CONFLICT (code) DO UPDATE SET title = excluded.title, family = excluded.family,
                 verified = excluded.verified, revision = programme.revision + 1",
            &row.code,
            &row.title,
            &row.family,
            row.verified
        )?;
        Ok(())
    }

    pub async fn workplaces(&mut self) -> Result<Vec<WorkplaceRow>> {
        fetch_all!(
            self,
            WorkplaceRow,
            "SELECT school_unit_code, title, municipality_code, municipality, revision
             FROM workplace ORDER BY school_unit_code"
        )
    }

    pub async fn workplace(&mut self, code: &str) -> Result<Option<WorkplaceRow>> {
        fetch_optional!(
            self,
            WorkplaceRow,
            "SELECT school_unit_code, title, municipality_code, municipality, revision
             FROM workplace WHERE school_unit_code = $1",
            code
        )
    }

    /// What a workplace is called.
    pub async fn workplace_title(&mut self, code: &str) -> Result<Option<String>> {
        let found = fetch_optional!(
            self,
            (String,),
            "SELECT title FROM workplace WHERE school_unit_code = $1",
            code
        )?;
        Ok(found.map(|(title,)| title))
    }

    /// Inserts or replaces a workplace.
    pub async fn put_workplace(&mut self, row: &WorkplaceRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO workplace (school_unit_code, title, municipality_code, municipality, revision)
             VALUES ($1, $2, $3, $4, 1)
             ON CONFLICT (school_unit_code) DO UPDATE SET title = excluded.title,
                 municipality_code = excluded.municipality_code,
                 municipality = excluded.municipality, revision = workplace.revision + 1",
            &row.school_unit_code,
            &row.title,
            &row.municipality_code,
            &row.municipality
        )?;
        Ok(())
    }
}

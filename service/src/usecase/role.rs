//! The roles, and the one table of who may do what.

use serde::{Deserialize, Serialize};

/// What a token lets its bearer be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// One person, on the person's own behalf.
    Participant,
    /// Kursadministratör.
    Administrator,
    /// Sekretesshandläggare: an administrator who may see protected people.
    Officer,
    /// Reads the audit trail and nothing else.
    Auditor,
    /// Arkivarie: weeds by plans and reads their protocols and the trail, but nobody's data.
    Archivist,
    /// Programansvarig: reads applications and clashes of the programmes that the token names.
    ProgrammeResponsible,
    /// Tekniker: reads how the service is, and nobody's data.
    Technician,
}

/// What one may be permitted to do, beyond what everybody may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    EditCatalogue,
    ReadPeople,
    EditPeople,
    SeeProtected,
    Import,
    EditCohorts,
    EditSchedule,
    ManageFeeds,
    ManageTokens,
    ReadAudit,
    ReadMail,
    EditMail,
    ReadRetention,
    SetRetention,
    Weed,
    ReadOperations,
}

impl Permission {
    pub const ALL: [Self; 16] = [
        Self::EditCatalogue,
        Self::ReadPeople,
        Self::EditPeople,
        Self::SeeProtected,
        Self::Import,
        Self::EditCohorts,
        Self::EditSchedule,
        Self::ManageFeeds,
        Self::ManageTokens,
        Self::ReadAudit,
        Self::ReadMail,
        Self::EditMail,
        Self::ReadRetention,
        Self::SetRetention,
        Self::Weed,
        Self::ReadOperations,
    ];
}

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Participant,
        Self::ProgrammeResponsible,
        Self::Technician,
        Self::Auditor,
        Self::Archivist,
        Self::Administrator,
        Self::Officer,
    ];

    /// The one table of permissions. What is not listed is denied.
    pub fn permits(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            // What these may, they may with their own: their data, their programmes.
            Self::Participant | Self::ProgrammeResponsible => false,
            Self::Administrator => permission != P::SeeProtected,
            Self::Officer => true,
            Self::Auditor => permission == P::ReadAudit,
            Self::Archivist => matches!(permission, P::ReadAudit | P::ReadRetention | P::Weed),
            Self::Technician => permission == P::ReadOperations,
        }
    }

    /// Whether it can be had on the site, with a passkey; else with a token only.
    pub fn on_site(self) -> bool {
        !matches!(
            self,
            Self::Participant | Self::ProgrammeResponsible | Self::Technician
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_but_the_officer_sees_protected_people() {
        let sees = Role::ALL
            .into_iter()
            .filter(|role| role.permits(Permission::SeeProtected));
        assert_eq!(sees.collect::<Vec<_>>(), [Role::Officer]);
    }

    #[test]
    fn who_looks_after_the_machine_reads_nobodys_data() {
        let may = Permission::ALL
            .into_iter()
            .filter(|one| Role::Technician.permits(*one));
        assert_eq!(may.collect::<Vec<_>>(), [Permission::ReadOperations]);
    }
}

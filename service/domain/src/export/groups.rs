//! Cohorts as groups of a learning platform.

use super::{File, LeftOut, Sheet, sheet::is_formula};

/// What a platform calls a person: an account name that is made from the address that is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Account {
    /// The whole address.
    #[default]
    Address,
    /// What stands before the `@`.
    LocalPart,
}

/// A cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub code: String,
    /// For people: where and for whom it is, or nothing.
    pub description: String,
}

/// Somebody in a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Code of the cohort.
    pub group: String,
    pub protected: bool,
    pub address: Option<String>,
}

impl Member {
    /// The account, or who is to be counted as left out. A platform would not know an account with an apostrophe
    /// before it, so who has an address that looks like a formula is left out.
    fn account(&self, account: Account, left_out: &mut LeftOut) -> Option<&str> {
        if self.protected {
            left_out.protected += 1;
            return None;
        }
        let address = self.address.as_deref();
        let name = address.and_then(|address| match account {
            Account::Address => Some(address),
            Account::LocalPart => address.rsplit_once('@').map(|(local, _)| local),
        });
        let safe = name.filter(|name| !name.is_empty() && !is_formula(name));
        if safe.is_none() {
            left_out.without_account += 1;
        }
        safe
    }
}

/// Groups and members for Blackboard Learn Ultra ("Import and Export Groups and Members"): one file with the groups,
/// one with who is in them. Codes hold no spaces; who is named must be enrolled in the course there before.
pub fn blackboard(
    prefix: &str,
    set: &str,
    groups: &[Group],
    members: &[Member],
    account: Account,
) -> (Vec<File>, LeftOut) {
    let mut file = Sheet::for_programs(&[
        "Group Code",
        "Title",
        "Description",
        "Group Set",
        "Self Enroll",
    ]);
    for group in groups {
        let code = code(&group.code);
        file.row(&[&*code, &group.code, &group.description, set, "N"]);
    }
    let groups = File::text(format!("{prefix}-blackboard-groups.csv"), file.into_text());
    let mut file = Sheet::for_programs(&["Group Code", "User Name"]);
    let mut left_out = LeftOut::default();
    for member in members {
        if let Some(name) = member.account(account, &mut left_out) {
            file.row(&[&*code(&member.group), name]);
        }
    }
    let members = File::text(format!("{prefix}-blackboard-members.csv"), file.into_text());
    (vec![groups, members], left_out)
}

/// Members for a group category of Canvas ("Group Categories API", import): groups that are not there are made.
pub fn canvas(prefix: &str, members: &[Member], account: Account) -> (Vec<File>, LeftOut) {
    let mut file = Sheet::for_programs(&["login_id", "group_name"]);
    let mut left_out = LeftOut::default();
    for member in members {
        if let Some(name) = member.account(account, &mut left_out) {
            file.row(&[name, &*member.group]);
        }
    }
    let file = File::text(format!("{prefix}-canvas-groups.csv"), file.into_text());
    (vec![file], left_out)
}

fn code(code: &str) -> String {
    code.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Content;

    fn member(group: &str, address: Option<&str>) -> Member {
        Member {
            group: group.into(),
            protected: false,
            address: address.map(Into::into),
        }
    }

    fn people() -> Vec<Member> {
        let hidden = Member {
            protected: true,
            ..member("G02", Some("hemlig@example.org"))
        };
        vec![
            member("G01", Some("anna@example.org")),
            member("Grupp 2", Some("bo,b@example.org")),
            member("G02", None),
            member("G02", Some("=cmd@example.org")),
            hidden,
        ]
    }

    fn text(file: &File) -> &str {
        match &file.content {
            Content::Text(text) => text,
            Content::Workbook(_) | Content::Pdf(_) => panic!("not text"),
        }
    }

    #[test]
    fn blackboard_gets_groups_and_members() {
        let groups = ["G01", "Grupp 2"].map(|code| Group {
            code: code.into(),
            description: String::new(),
        });
        let (files, left_out) = blackboard("X", "Basgrupper", &groups, &people(), Account::Address);
        assert_eq!(
            text(&files[0]),
            "Group Code,Title,Description,Group Set,Self Enroll\r\n\
             G01,G01,,Basgrupper,N\r\nGrupp-2,Grupp 2,,Basgrupper,N\r\n"
        );
        assert_eq!(
            text(&files[1]),
            "Group Code,User Name\r\nG01,anna@example.org\r\nGrupp-2,\"bo,b@example.org\"\r\n"
        );
        let expected = LeftOut {
            protected: 1,
            without_account: 2,
            ..LeftOut::default()
        };
        assert_eq!(left_out, expected);
    }

    #[test]
    fn canvas_gets_names_of_groups() {
        let (files, _) = canvas("X", &people(), Account::LocalPart);
        assert_eq!(files[0].name, "X-canvas-groups.csv");
        assert_eq!(
            text(&files[0]),
            "login_id,group_name\r\nanna,G01\r\n\"bo,b\",Grupp 2\r\n"
        );
    }

    /// Whoever is protected is in no file, whatever account is asked for.
    #[test]
    fn the_protected_are_in_no_file() {
        for account in [Account::Address, Account::LocalPart] {
            let (blackboard, _) = blackboard("X", "B", &[], &people(), account);
            let (canvas, _) = canvas("X", &people(), account);
            for file in blackboard.iter().chain(&canvas) {
                assert!(!text(file).contains("hemlig"), "{}", file.name);
            }
        }
    }
}

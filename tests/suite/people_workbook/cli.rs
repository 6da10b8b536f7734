//! Out and in by the command line.

use super::{divided, edited, row_of, sheets};
use harness::{
    Engine,
    binary::{Folder, binary},
    round::OFFERING,
    text,
};
use tokio::process::Command;

#[tokio::test]
async fn out_and_in_by_the_command_line() {
    let service = divided(Engine::Sqlite).await;
    let folder = Folder::new();
    std::fs::create_dir_all(&folder.0).unwrap();
    let token = service.admin_token().await;
    let run = async |words: &[&str]| {
        let ran = Command::new(binary("samverkan"))
            .args(["--lang", "sv"])
            .args(words)
            .current_dir(&folder.0)
            .env("SAMVERKAN_URL", format!("http://{}", service.address))
            .env("SAMVERKAN_TOKEN", &token)
            .output();
        let ran = ran.await.expect("the binary");
        let said = String::from_utf8([ran.stdout, ran.stderr].concat()).unwrap();
        (ran.status.code().unwrap(), said)
    };
    let (code, said) = run(&["export", "people", OFFERING]).await;
    assert_eq!(code, 0, "{said}");
    let name = format!("{OFFERING}-people.xlsx");
    let bytes = std::fs::read(folder.0.join(&name)).unwrap();
    let sheet = edited(&bytes);
    let hanna = row_of(&sheet, "Hanna", "Dahlgren");
    let number = (hanna + 2).to_string();
    std::fs::write(
        folder.0.join(&name),
        sheet.set(hanna, "Studieform", "Campus").workbook(),
    )
    .unwrap();
    let import = ["import", "deltagare", &*name, "--offering", OFFERING];
    let (code, said) = run(&[&import[..], &["--dry-run"]].concat()).await;
    assert_eq!(code, 0, "{said}");
    let id = text(&service.person("Hanna Dahlgren").await, "id");
    let (code, said) = run(&["person", "edit", &id, "--profession", "kurator"]).await;
    assert_eq!(code, 0, "{said}");
    let (code, said) = run(&import).await;
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("har ändrats här sedan filen togs ut"),
        "{said}"
    );
    let (code, said) = run(&[&import[..], &["--take-row", &number]].concat()).await;
    assert_eq!(code, 0, "{said}");
    let (code, said) = run(&["export", "rollcall", OFFERING, "--xlsx"]).await;
    assert_eq!(code, 0, "{said}");
    let list = std::fs::read(folder.0.join(format!("{OFFERING}-rollcall.xlsx"))).unwrap();
    assert_eq!(sheets(&list)[0].0, "Upprop");
}

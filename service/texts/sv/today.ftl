# Vad som behöver göras i dag: det som väntar på någon som administrerar, med antal.
today-title = Att göra i dag
today-nothing = Inget väntar på dig i dag.
today-due = Först { $when }
today-with = Gör det med
today-approvals = { $count ->
    [one] 1 chef ska godkänna
   *[other] { $count } chefer ska godkänna
}
today-answers = { $count ->
    [one] 1 antagen ska svara
   *[other] { $count } antagna ska svara
}
today-calls = { $count ->
    [one] 1 kallad reserv ska svara
   *[other] { $count } kallade reserver ska svara
}
today-reserves = { $count ->
    [one] 1 reserv att kalla till en ledig plats
   *[other] { $count } reserver att kalla till lediga platser
}
today-proposals = { $count ->
    [one] 1 gruppförslag att ta ställning till
   *[other] { $count } gruppförslag att ta ställning till
}
today-no-cohorts = { $count ->
    [one] 1 person har plats, men inga grupper finns än
   *[other] { $count } personer har plats, men inga grupper finns än
}
today-unplaced = { $count ->
    [one] 1 nytillkommen att placera i en grupp
   *[other] { $count } nytillkomna att placera i grupper
}
today-transfers = { $count ->
    [one] 1 person vill byta grupp
   *[other] { $count } personer vill byta grupp
}
today-company = { $count ->
    [one] 1 önskan om att slippa vara med någon
   *[other] { $count } önskningar om att slippa vara med någon
}
today-erasures = { $count ->
    [one] 1 person begär radering
   *[other] { $count } personer begär radering
}
today-duplicates = { $count ->
    [one] 1 par personer kan vara samma
   *[other] { $count } par personer kan vara samma
}
today-letters-failed = { $count ->
    [one] 1 brev kom inte fram
   *[other] { $count } brev kom inte fram
}
today-addresses-failed = { $count ->
    [one] 1 e-postadress tar inte emot brev
   *[other] { $count } e-postadresser tar inte emot brev
}
today-letters-late = { $count ->
    [one] 1 brev har inte gått i väg
   *[other] { $count } brev har inte gått i väg
}
today-follow-up = { $count ->
    [one] 1 registrerad har inte setts på tre veckor
   *[other] { $count } registrerade har inte setts på tre veckor
}
today-no-room = { $count ->
    [one] 1 möte inom två veckor har ingen sal
   *[other] { $count } möten inom två veckor har ingen sal
}
today-no-leader = { $count ->
    [one] 1 möte inom två veckor har ingen som leder
   *[other] { $count } möten inom två veckor har ingen som leder
}
today-timetables = { $count ->
    [one] 1 programschema gick inte att hämta
   *[other] { $count } programscheman gick inte att hämta
}

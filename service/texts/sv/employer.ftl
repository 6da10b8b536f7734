# Arbetsgivarens kontakt: nomineringar som väntar, platser i avtal.
employer-title = För arbetsgivare
employer-lead = Nomineringar som väntar på ditt svar, och platserna i avtalen du står för.
employer-what = Nomineringar som väntar på dig och platserna i era avtal.
employer-waiting = Väntar på ditt svar
employer-none-waiting = Ingen nominering väntar på ditt svar.
employer-contracts = Avtal
employer-no-contracts = Din e-postadress står inte i något avtal. Ska den göra det? Skriv till oss.
employer-contract = Avtal
employer-seats = { $free ->
    [0] alla { $seats } platser används
   *[other] { $used } av { $seats } platser används, { $free } är lediga
}
employer-used = Används
employer-free = Lediga
employer-substitute-until = Byte av person senast
employer-people = Nominerade
employer-nobody = Ingen är nominerad än.
employer-nominate = Vill ni nominera någon eller lämna en plats? Skriv till kursadministrationen.
employer-answer-by = Svara före
employer-answer-before = Svara före { $when }.
employer-approve = Godkänn
employer-approve-title = Godkänna nomineringen av { $name }?
employer-approve-means = Personen får en plats om det finns en ledig, annars en plats på reservlistan. Du och din ersättare har fått samma fråga, och det första svaret gäller.
employer-refuse = Avslå
employer-refuse-title = Avslå nomineringen av { $name }?
employer-refuse-means = Nomineringen avslutas och personen får veta det. Ändrar du dig kan du nominera på nytt så länge det finns plats i avtalet.
employer-why = Varför?
employer-why-hint = Den som är nominerad får läsa skälet. Skriv inget känsligt om personen.
employer-renew = Nominera på nytt
employer-renew-title = Nominera { $name } på nytt?
employer-renew-means = Chefen och ersättaren får frågan igen, och den som svarar först bestämmer. Det som har hänt före finns kvar.
employer-done-approved = Nomineringen är godkänd.
employer-done-refused = Nomineringen är avslagen.
employer-done-renewed = Nomineringen är gjord på nytt, och frågan är skickad.
employer-state-waits = Väntar på svar
employer-state-submitted = Godkänd, väntar på plats
employer-state-reserve = På reservlistan
employer-state-called = Erbjuden en ledig plats
employer-state-admitted = Har plats
employer-state-registered = Registrerad på kursen
employer-state-completed = Klar med kursen
employer-state-refused = Inte godkänd
employer-state-deferred = Har anstånd
employer-state-ended = Avslutad

# Sidorna bakom länkarna i brev som frågar något.
answer-send = Skicka svaret
answer-choose = Välj ja eller nej.
answer-thanks = Tack för ditt svar
answer-ask-us = Undrar du över något? Svara på vårt mejl, så hjälper vi dig.

# En reserv kallas till en plats.
answer-call-title = En plats är ledig
answer-call-said = En plats på { $course } har blivit ledig, och det är din tur.
answer-call-means = Om du svarar nej, eller inte svarar i tid, går platsen till nästa reserv. Du är då inte längre reserv, och det går inte att ångra.
answer-call-together = Du kallas tillsammans med dem du sökte med. Ni får platserna när alla har svarat ja. Svarar någon nej, eller inte alls, är de andra kvar på reservlistan med sina nummer.
answer-place-legend = Vill du ha platsen?
answer-place-yes = Ja, jag vill ha platsen
answer-place-no = Nej, jag vill inte ha platsen

answer-admission-title = Du är antagen
answer-admission-said = Du är antagen till { $course }. Svara om du vill ha platsen.
answer-admission-means = Om du svarar nej, eller inte svarar i tid, förlorar du platsen. Den kan gå till någon annan, så det går inte att ångra.

answer-interest-title = Vill du fortfarande ha en plats?
answer-interest-said = Du är reserv till { $course }.
answer-interest-means = Om du svarar ja behåller du ditt reservnummer. Om du svarar nej tas du bort från reservlistan, och det går inte att ångra. Om du inte svarar alls behåller du också ditt nummer.
answer-interest-legend = Vill du vara kvar på reservlistan?
answer-interest-yes = Ja, jag vill vara kvar
answer-interest-no = Nej, ta bort mig från listan

# En chef, eller chefens ersättare, godkänner en anmälan.
answer-approval-title = Godkänn en anmälan
answer-approval-as-head = { $employee } är anmäld till { $course }, som arbetsgivaren betalar. Du får frågan som chef.
answer-approval-as-deputy = { $employee } är anmäld till { $course }, som arbetsgivaren betalar. Du får frågan som chefens ersättare. Det svar som kommer först gäller, chefens eller ditt.
answer-approval-means = Om du svarar nej, eller om ingen svarar i tid, avslutas anmälan och platsen kan gå till någon annan. Medarbetaren får besked.
answer-approval-legend = Godkänner du anmälan av { $employee }?
answer-approval-yes = Ja, jag godkänner anmälan
answer-approval-no = Nej, jag godkänner den inte

answer-course = Kurs
answer-runs = Kursens datum
answer-before = Svara före
answer-reserve-number = Reservnummer
answer-employee = Medarbetare
answer-employer = Arbetsgivare
answer-contract = Avtal

# Efter svaret.
answer-accepted = Du har tackat ja. Platsen på { $course } är din.
answer-declined = Du har tackat nej till platsen på { $course }.
answer-waits-for-others = Du har svarat ja. Ni får platserna när alla som du sökte med också har svarat ja. Du får ett mejl.
answer-still-interested = Du är kvar på reservlistan med ditt nummer.
answer-left-the-list = Du är borttagen från reservlistan.
answer-approved = Du har godkänt anmälan. Medarbetaren får besked om plats.
answer-refused = Du har inte godkänt anmälan. Den är avslutad, och medarbetaren får besked.

# När det inte finns något att svara på.
answer-already-title = Redan besvarad
answer-already = Frågan är redan besvarad, och det första svaret gäller.
answer-late-title = Svarstiden är slut
answer-late = Svarstiden har gått ut.
answer-taken-back-title = Ingen fråga att svara på
answer-taken-back = Frågan är återtagen. Du behöver inte svara.
answer-no-link = Länken finns inte
answer-not-received = Svaret kunde inte tas emot
answer-try-again = Någon ändrade samma sak samtidigt, och svaret togs inte emot. Gå tillbaka och skicka det igen.
answer-try-later = Tjänsten kan inte ta emot svar just nu, och inget har ändrats. Försök igen om en stund.

# Påminnelser: inte fler, och igen.
reminders-stop-title = Vill du inte ha påminnelser?
reminders-stop = Då skickar vi inga fler påminnelser om möten, kursstart och sista dagar, på någon kurs. Beslut, kallelser, frågor som du behöver svara på och ändrade tider skickas ändå.
reminders-stop-button = Sluta skicka påminnelser
reminders-stopped-title = Du får inga påminnelser
reminders-stopped = Vi skickar inga fler påminnelser till dig. Beslut, kallelser, frågor som du behöver svara på och ändrade tider skickas ändå.
reminders-way-back = Vill du ha dem igen? Öppna länken i brevet en gång till.
reminders-again-button = Skicka påminnelser igen
reminders-again-title = Du får påminnelser igen
reminders-again = Vi skickar påminnelser till dig igen.

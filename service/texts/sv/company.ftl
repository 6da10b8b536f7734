# Vem man gärna, eller helst inte, är i samma grupp som.
company-title = Vill du vara i samma grupp som någon?
company-lead = Frivilligt. Vi frågar för att kunna ta hänsyn till det när grupperna görs. Skriv e-postadressen eller numret på anmälan, som står i kvittot. Vi talar aldrig om för dig om personen finns här, och vi säger inte till den andra att du har skrivit.
company-with = Gärna med
company-with-hint = Räknas när grupperna görs bara om ni båda önskar det. Det är ett önskemål, inget löfte: grupperna ska blanda yrken.
company-without = Helst inte med
company-without-hint = En kursadministratör läser det och avgör om ni ska vara i olika grupper. Ingen annan ser det. Du behöver inte säga varför.
company-person = E-postadress eller nummer: gärna med, person { $number }
company-person-without = E-postadress eller nummer: helst inte med, person { $number }

my-company-made = Grupperna är redan gjorda. Du kan ta bort önskemål, men inte lägga till.
my-company-number = Numret på din anmälan, som andra kan skriva:
my-place-company = Önskemål om grupp
my-done-company = Dina önskemål är sparade.

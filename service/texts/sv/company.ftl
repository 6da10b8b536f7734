# Vem man gärna, eller helst inte, är i samma grupp som.
company-title = Vill du vara i samma grupp som någon?
company-lead = Frivilligt. Vi frågar för att kunna ta hänsyn till det när grupperna görs. Skriv den andras e-postadress, eller den kod som den andra har här. Vi talar aldrig om för dig om personen finns här, och vi säger inte till den andra att du har skrivit.
company-with = Gärna med
company-with-hint = Räknas när grupperna görs bara om ni båda önskar det. Det är ett önskemål, inget löfte: grupperna ska blanda yrken.
company-without = Helst inte med
company-without-hint = En kursadministratör läser det och avgör om ni ska vara i olika grupper. Ingen annan ser det. Du behöver inte säga varför.
company-person = E-postadress eller kod: gärna med, person { $number }
company-person-without = E-postadress eller kod: helst inte med, person { $number }

my-company-made = Grupperna är redan gjorda, så det är för sent att lägga till önskemål.
my-company-change = Passar inte din grupp? Då kan du be om att få byta.
my-company-see-cohort = Se din grupp och be om att byta
my-company-no-cohort = Du är inte med i någon grupp än.
my-company-kept = Det här har du önskat
my-company-kept-hint = Kryssa ur det som du vill ta tillbaka.

# Koden som andra skriver för att önska ens sällskap.
company-code = Din kod för önskemål om grupp
company-code-is = Din egen kod:
company-code-hint = Ge den till den du vill vara i samma grupp som, så att ni kan skriva varandras. Koden står också på kvittot och på Min sida. Den berättar ingenting om dig.
my-place-company = Önskemål om grupp
my-done-company = Dina önskemål är sparade.

# Översikten av ett kurstillfälle.
overview-title = Översikt
overview-lead = Så ser det ut just nu. Här går inget att ändra.
overview-applicants = Anmälningar
overview-no-channels = Kurstillfället har inga antagningskanaler än.
overview-row = Rad
overview-total = Alla
overview-unknown = okänt yrke
overview-applied = Alla som har anmälts, efter kanal och yrkesfamilj
overview-taking-part = De som har plats, efter kanal och yrkesfamilj
overview-channels = Platser och vad som hänt med anmälningarna
overview-channel = Antagningskanal
overview-seats = Platser
overview-taken = Har plats
overview-waiting = Väntar
overview-ended = Avslutade
overview-no-cohorts = Inga grupper är fastställda än.
overview-mixes = Yrkesfamiljer i grupperna som gäller
overview-clashes = Krockar
overview-no-clashes = { $count ->
    [0] Det finns inga möten än.
   *[other] Inget av de { $count } mötena krockar med något vi känner till.
}
overview-clashes-what = Möten som krockar, de som hindrar flest först
overview-session = Möte
overview-when = När
overview-blocked = Kan inte komma
overview-expected = Väntas
overview-more = Mer
overview-teacher-taken = Läraren är upptagen.
overview-room-taken = Salen är upptagen.
overview-mail = Mejl
overview-mail-what = Siffrorna gäller hela tjänsten.
overview-mail-waiting = Väntar på att skickas
overview-mail-sent = Skickade
overview-mail-failed = Kom inte fram
overview-letters = De senaste mejlen som inte kom fram
overview-subject = Ämne
overview-attempts = Försök
overview-why = Varför
overview-why-hidden = Visas för sekretesshandläggaren

# Den som leder grupper: grupperna, mötena, upprop och närvaro. Uppropslistan är personalens också.
leading-title = Grupper du leder
leading-lead = Vilka som är med, när ni möts och vilka som kom.
leading-none = Du leder ingen grupp just nu.
leading-cohort = Grupp { $code }
leading-course = Kurs
leading-when = När
leading-times = Veckotider
leading-members = Vilka som är med
leading-members-note = Du ser namn och hur yrkena är fördelade. Den som har skyddade personuppgifter står under ett alias, och mer än så får ingen veta. Sprid inte listan.
leading-needs = Praktiska behov i gruppen
leading-need = { $need }: { $people }
leading-needs-note = Hur många som behöver vad. Fråga inte vem eller varför: ordna det för gruppen.
leading-meetings = Möten
leading-no-meetings = Det finns inga möten framför er.
leading-past = { $count ->
    [one] 1 möte som har varit
   *[other] { $count } möten som har varit
}
leading-for-all = Hela kurstillfället
leading-attendance = Vilka kom?

attendance-upprop = Upprop
attendance-who = Vilka är här?
attendance-count = { $present } av { $all } är noterade.
attendance-save = Spara
attendance-saved = Sparat.
attendance-nobody = Ingen har någon plats här just nu.
attendance-not-yet = Dagen har inte varit än. Då kan du notera vilka som kom.
attendance-cancelled = Mötet är inställt.
attendance-stopped = Stoppas: villkoret är inte uppfyllt
attendance-registered = Registrerad
attendance-completed = Klar
attendance-register-title = Registrera dem som var på uppropet
attendance-register-means = De som är noterade och har uppfyllt sina villkor registreras på kursen. Den som redan är registrerad påverkas inte.
attendance-register = Registrera
attendance-done-registered = De som var på uppropet och får registreras är registrerade.
attendance-some-meeting = Var med den dagen, okänt på vilket möte

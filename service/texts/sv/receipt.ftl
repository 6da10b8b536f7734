# Kvittot på en anmälan.
receipt-title = Kvitto på din anmälan
receipt-state = Läget just nu:
receipt-answer-by = Svara på om du vill ha platsen, före { $when }. Länken finns i vårt mejl till dig; du kan också svara när du har loggat in.
receipt-reasons = Skäl
receipt-eligibility = Behörighet
receipt-withheld = Hur behörigheten har bedömts visas bara för dig som har loggat in.
receipt-decisions = Beslut
receipt-appeal = Så överklagar du

receipt-name = Namn
receipt-admission = Antagning
receipt-received = Anmälan kom in
receipt-number = Anmälans nummer
receipt-group = Urvalsgrupp
receipt-condition = Villkor
receipt-case-number = diarienummer { $number }

receipt-admitted = antagen
receipt-reserve = reserv
receipt-reserve-at = reserv { $position }
receipt-refused = ej antagen
receipt-struck = struken
receipt-deferred = anstånd beviljat
receipt-deferral-refused = anstånd avslaget
receipt-reregistered = omregistrerad

# Att räkna om ett urval.
receipt-checking-title = Så kontrollerar du urvalet
receipt-checking = Urvalet finns i ett protokoll utan namn, som vem som helst kan räkna om. Din rad har beteckningen här nedanför. Den som känner till den kan se vilken rad som är din, så behåll den för dig själv.
receipt-pseudonym = Din beteckning
receipt-ticket = Din lott
receipt-record = Protokollets nummer
receipt-digest = Protokollets kontrollsumma
receipt-seed = Frötalets kontrollsumma

receipt-expired = Länken gäller inte längre
receipt-not-now = Kvittot kan inte visas nu
receipt-try-later = Tjänsten kan inte visa kvittot just nu. Försök igen om en stund.

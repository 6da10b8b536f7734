# Praktiska behov: vad som kan ordnas, aldrig varför.
needs-title = Behöver du något av det här för att kunna delta?
needs-lead = Vi frågar för att hinna boka rätt lokal och tolk och göra i ordning material. De som ordnar det ser hur många som behöver vad, inte vem.
needs-legend = Praktiska behov
needs-hint = Kryssa i det som ska ordnas. Vi frågar inte varför, och sparar ingenting om hälsa. Saknas något i listan, skriv till oss.
needs-link = Praktiska behov: lokal, tolk och material

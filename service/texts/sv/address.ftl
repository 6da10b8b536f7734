# Att byta e-postadress på egen hand.
address-link = Byt e-postadress
address-title = Byt e-postadress
address-lead = Vi mejlar en kod till den nya adressen. När du har skrivit in den använder vi den nya adressen, och du loggar in med den. Den gamla får ett mejl om att den är bytt.
address-new = Ny e-postadress
address-send = Skicka koden
address-code-title = Skriv in koden
address-code-lead = Finns det en brevlåda på { $address } kommer ett mejl med en kod dit. Koden gäller i tio minuter, i den här webbläsaren.
address-confirm = Byt adress
address-again = Be om en ny kod
address-done = Din e-postadress är bytt. Nästa gång loggar du in med den nya.
address-many = Du har bett om många koder på kort tid. Vänta tio minuter och försök igen.

letter-address-code-subject = Din kod för att byta e-postadress
letter-address-code = Din kod är: { $code }
letter-address-code-how = Koden gäller i { $minutes } minuter och bara en gång. Skriv in den på sidan där du bad om att byta adress, i samma webbläsare.
letter-address-code-not = Har du inte bett om att byta adress? Då behöver du inte göra något. Ge inte koden till någon. Vi frågar aldrig efter den.
letter-address-changed-subject = Din e-postadress hos oss är ändrad
letter-address-changed = Vi skriver inte längre till den här adressen, och den går inte att logga in med på { $url }. Det är ändrat på Min sida.
letter-address-changed-not = Är det inte du som har ändrat? Hör av dig till oss genast, så rättar vi det.

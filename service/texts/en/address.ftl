# Changing one's e-mail address by oneself.
address-link = Change your e-mail address
address-title = Change your e-mail address
address-lead = We mail a code to the new address. When you have typed it we use the new address, and you sign in with it. The old one gets an e-mail saying that it has been changed.
address-new = New e-mail address
address-send = Send the code
address-code-title = Type the code
address-code-lead = If there is a mailbox at { $address } an e-mail with a code comes there. The code is valid for ten minutes, in this browser.
address-confirm = Change address
address-again = Ask for a new code
address-done = Your e-mail address has been changed. Next time you sign in with the new one.
address-many = You have asked for many codes in a short time. Wait ten minutes and try again.

letter-address-code-subject = Your code to change your e-mail address
letter-address-code = Your code is: { $code }
letter-address-code-how = The code is valid for { $minutes } minutes and only once. Type it on the page where you asked to change your address, in the same browser.
letter-address-code-not = Have you not asked to change your address? Then you need not do anything. Do not give the code to anybody. We never ask for it.
letter-address-changed-subject = Your e-mail address with us has been changed
letter-address-changed = We do not write to this address any more, and it cannot be used to sign in at { $url }. It was changed on My page.
letter-address-changed-not = Was it not you who changed it? Get in touch with us at once, and we put it right.

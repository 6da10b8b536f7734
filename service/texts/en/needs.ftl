# Practical needs: what can be arranged, never why.
needs-title = Do you need any of this to be able to take part?
needs-lead = We ask so that there is time to book the right room and an interpreter, and to prepare material. Those who arrange it see how many need what, not who.
needs-legend = Practical needs
needs-hint = Tick what is to be arranged. We do not ask why, and keep nothing about health. If something is missing from the list, write to us.
needs-link = Practical needs: room, interpreter and material

# When and how one can meet, changed after the application, and one's own calendar.
my-place-times = When and how you can meet
my-done-times = When and how you can meet is saved.
my-times-made = The groups have been made already. What you change here counts only if they are made again.
my-times-no-cohort = If you get a place we choose a group that meets when and how you can.
my-calendar-title = Your own calendar
my-calendar-address = The calendar’s address
my-calendar-hint = The address that your calendar program gives for sharing. It begins with https or webcal.
my-calendar-read = Read my calendar
my-calendar-done = We have read your calendar.
my-calendar-stop = Stop reading my calendar
my-calendar-stop-means = If we stop, we forget at once everything that we have read in it, and the address.
my-calendar-forgotten = We have stopped reading your calendar, and forgotten it.

# The calendar: subscribing to it and reading it.
subscribe-title = Subscribe to { $name }
subscribe-what = Add the schedule to your own calendar. Changes follow by themselves.
subscribe-one-tap = Add to my calendar
subscribe-if-nothing = Does nothing happen, as on many Android phones? Copy the address and follow the steps for your calendar program.
subscribe-copy = Copy the address
subscribe-copied = The address is copied.
subscribe-secret = Whoever has the address can read the schedule, so do not show it to others. If it has gone astray, it can be ended and replaced by a new one.
subscribe-programs = Step by step in your calendar program
subscribe-telephone = On another device
subscribe-code = Point the other device's camera at the code. It leads to this page.
subscribe-without = Without a calendar program
subscribe-printable = The schedule as a page to read and print

subscribe-google-name = Google Calendar
subscribe-google =
    Open calendar.google.com on a computer. It cannot be done in the phone's app.
    Press the plus sign at Other calendars and choose From URL.
    Paste the address above and choose Add calendar.
    The calendar then shows on your phone too, if it is ticked in the app's settings.
subscribe-google-otherwise = No computer? Open calendar.google.com in the phone's web browser, choose Desktop site in its menu and go on as above.
subscribe-google-delay = Google updates about every eight to twenty-four hours. That cannot be changed. Urgent changes reach you by e-mail.
subscribe-apple-name = Apple Calendar
subscribe-apple =
    Press the button above on your iPhone, iPad or Mac and choose Subscribe.
subscribe-apple-otherwise =
    Does nothing happen on iPhone? Open Settings, Apps, Calendar, Calendar Accounts, Add Account, Other and Add Subscribed Calendar. Paste the address.
    Does nothing happen on Mac? Open Calendar, choose File and New Calendar Subscription, and paste the address.
subscribe-apple-delay = You choose how often Apple updates. Choose every hour.
subscribe-outlook-name = Outlook
subscribe-outlook =
    Open the calendar in Outlook on the web or in the new app for computers.
    Choose Add calendar and Subscribe from web.
    Paste the address, name the calendar and choose Import.
subscribe-outlook-delay = Outlook updates after three hours or more, sometimes after a day.
subscribe-thunderbird-name = Thunderbird
subscribe-thunderbird =
    Open the calendar and choose New Calendar.
    Choose On the Network. Leave the user name empty and paste the address.
    Choose Find Calendars, tick the calendar and choose Subscribe.
subscribe-thunderbird-delay = Thunderbird updates every thirty minutes unless you choose otherwise.
subscribe-icsx5-name = ICSx5 (Android)
subscribe-icsx5 =
    Install ICSx5.
    Press the button above.
    Go on and choose a colour. The calendar then shows in the phone's usual calendar app.
subscribe-icsx5-otherwise = Does nothing happen? Open ICSx5, press the plus sign and paste the address.
subscribe-icsx5-delay = Choose in ICSx5 how often it updates.

subscribe-none-title = No calendar here
subscribe-ended = The calendar address has ended. Make a new subscription.
subscribe-unknown = There is no calendar at this address. Check that you have the whole address.
subscribe-later = The page cannot be shown just now. Try again in a while.

schedule-title = Schedule: { $name }
schedule-label = Schedule
schedule-subscribe = Subscribe instead
schedule-none = No sessions yet.
schedule-times = Times are as clocks in Sweden show them.
schedule-week = Week
schedule-day = Day and time
schedule-session = Session and place

# When something cannot be done. The titles are also the problems' (RFC 9457).
error-400 = The request cannot be understood
error-401 = You are not signed in
error-403 = You may not do this
error-404 = It does not exist
error-405 = The method does not work here
error-408 = It took too long
error-409 = It is not possible as things stand
error-410 = It has ended
error-412 = Changed meanwhile
error-413 = Too large
error-415 = The format cannot be read
error-422 = The data is not right
error-428 = Say what you have seen
error-429 = Too many attempts
error-503 = Temporarily unavailable
error-500 = Something went wrong on our side

error-page-404 = There is no such page
error-page-404-said = The address may be misspelt, or the page has moved.
error-page-405-said = The page is there, but cannot be used like that.
error-page-home = To the front page
error-page-courses = See all courses
error-page-number = Number to give if you contact us: { $number }

# The page about a kind of problem, for those who write programs.
problem-title = Problem
problem-said = This kind of problem goes by this name in Samverkan. What went wrong this time, and what to do, stands in the fields detail and errors of the answer.
problem-docs = The API documentation

# What problems explain.
problem-not-signed-in = Send a valid access token: Authorization: Bearer samverkan_pat_…
problem-not-permitted = Your role may not do this. Ask an administrator.
problem-not-found = There is no such { $what }, or it is not yours.
problem-changed-meanwhile = Somebody has changed it since you fetched it. Fetch it again and try anew.
problem-precondition = Send If-Match with the ETag you last got.
problem-invalid = Correct the fields that are named.
problem-key-reused = The key has been used for another request. Use a new one.
problem-too-many = Too many attempts. Wait a while.
problem-busy = Many are asking just now and the queue is full. Try again in a while. Sending the same request again is harmless: it counts once.
problem-unavailable = The database cannot be reached now. Nothing has been changed. Try again in a while.
problem-internal = The fault is ours and has been noted. Give the request's number if you contact us.
problem-no-address = There is no such address. See /api/docs.
problem-method = The address exists but does not take this method. See the header Allow.
problem-media-type = Send Content-Type: application/json, or application/octet-stream for files.
problem-parameter = A parameter cannot be read.
problem-parameter-why = Cannot be read: { $reason }
problem-body-why = The body cannot be read: { $reason }
problem-request = The request cannot be read.
problem-too-large = The body is too large: at most 1 MiB, for import files 64 MiB.
problem-nul = The address contains a NUL character.
problem-not-whole = The body did not arrive whole.
problem-too-slow = The body did not arrive in time.

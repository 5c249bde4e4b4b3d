"""The security base: headers, throttled logins, second factor, checked uploads, nobody enumerated."""

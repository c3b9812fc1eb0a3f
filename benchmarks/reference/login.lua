wrk.method = "POST"
wrk.body = '{"username": "bob", "password": "Correct-Horse-9!"}'
wrk.headers["Content-Type"] = "application/json"

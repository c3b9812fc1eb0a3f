wrk.method = "POST"
wrk.body = '{"username": "alice", "password": "Correct-Horse-9!"}'
wrk.headers["Content-Type"] = "application/json"

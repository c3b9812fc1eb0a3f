"""Runs the application of app.py for clients of any origin, with a new database, until it is interrupted.

    python serve.py 8001
"""

import sys
import tempfile
from pathlib import Path

import app

CORS = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "authorization, content-type"),
    ("Access-Control-Allow-Methods", "GET, POST, OPTIONS"),
]


def with_cors(application):
    """Adds the headers that django-cors-headers would, and answers preflights."""

    def answer(environ, start_response):
        if "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ:
            start_response("200 OK", list(CORS))
            return []
        return application(environ, lambda status, headers, *rest: start_response(status, headers + CORS, *rest))

    return answer


def main(port):
    with tempfile.TemporaryDirectory() as folder:
        app.configure("default", str(Path(folder) / "knox.sqlite3"))
        from django.core.management import call_command
        from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
        from django.core.wsgi import get_wsgi_application

        call_command("migrate", verbosity=0)
        server = ThreadedWSGIServer(("127.0.0.1", port), WSGIRequestHandler)
        server.set_app(with_cors(get_wsgi_application()))
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main(int(sys.argv[1]))

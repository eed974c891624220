"""An HTTP server of a stub: a thread per connection, TLS where it is given a context."""
import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server(ThreadingHTTPServer):
    """Answers by one function of a Request, which returns a status and an object or a text."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address, port, answer, context=None):
        self.answer = answer
        self.context = context
        super().__init__((address, port), Handler)

    # The handshake happens in the connection's own thread: a client that never speaks keeps nobody waiting.
    def finish_request(self, request, client_address):
        request.settimeout(300)
        if self.context is None:
            super().finish_request(request, client_address)
            return
        try:
            with self.context.wrap_socket(request, server_side=True) as secured:
                super().finish_request(secured, client_address)
        except OSError:
            # A client without a trusted certificate, or one that went away.
            return

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def start(self):
        """Serves until the program ends."""
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def certificate(self):
        """The client's certificate as ssl describes it, already verified; None where it showed none."""
        return self.connection.getpeercert() if isinstance(self.connection, ssl.SSLSocket) else None

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _answer(self):
        status, value = self.server.answer(self)
        is_text = isinstance(value, str)
        body = (value if is_text else json.dumps(value)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain" if is_text else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_POST = do_DELETE = _answer

    def log_message(self, *_):
        pass


def serve_health(address, port):
    """The plain health port that every component has."""
    Server(address, port, lambda request: (200, "ok") if request.path == "/healthz" else (404, "not found")).start()

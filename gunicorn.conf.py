"""How the web workers run: two processes with threads, each with its own application (no preload, so that
each follows the change log with its own connections)."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 2
threads = 8
preload_app = False
timeout = 30
graceful_timeout = 20
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190

"""How the web workers run: processes with threads, each with its own application (no preload, so that
each follows the change log with its own connections)."""

import gc

from directory import logs
from directory.config import read_settings

_settings = read_settings()

bind = f"{_settings['HOST']}:{_settings['PORT']}"
workers = _settings["WEB_WORKERS"]
worker_class = "gthread"
threads = _settings["WEB_THREADS"]
preload_app = False
timeout = _settings["REQUEST_SECONDS"]
# For web workers alone: an import or a backup may take as long as it needs.
raw_env = [f"PGOPTIONS=-c statement_timeout={timeout}s"]
graceful_timeout = 20
keepalive = 5
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
control_socket_disable = True
# The application logs each request itself, by route. gunicorn's own access log stays off; were somebody to
# give it a place to go, it would show the path and never the query string or the page before.
accesslog = None
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)s'
logconfig_dict = logs.describe(_settings["LOG_LEVEL"])


def post_worker_init(_worker: object) -> None:
    """What is loaded by now stays for the worker's life. Looked through for rubbish again and again, it held
    a request up by 150 ms now and then."""
    gc.collect()
    gc.freeze()

"""The web server. What is not here is named on the command line (`Procfile`, `tools/run.sh`): address, workers,
threads.

1. No line for each request: who opened what, and when, is nobody's to keep. Below `error`, gunicorn also writes the
   address of a peer whose request it cannot read.
2. Threads, because a worker that sends a file to a slow phone must not stand still for all others.
"""

accesslog = None
loglevel = "error"
worker_class = "gthread"
keepalive = 30
graceful_timeout = 60  # seconds: a part under way is finished before a worker goes

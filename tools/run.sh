#!/bin/bash
# Serves the product from one folder: `tools/run.sh FOLDER PORT`.
# The worker runs beside it, because shares must end on time here too. Either one's end ends both.
set -eu -o pipefail
cd "$(dirname "$0")/.."

export EMBEDDED="$1"
port="$2"
export SITE_URL="http://localhost:$port"
bin=.venv/bin

if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
  echo "Port $port is taken. PORT=8001 make run takes another." >&2
  exit 1
fi

"$bin/python" -m vault.cli migrate

trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
"$bin/python" -m vault.worker &
# One process: without Redis the rate limits count in its memory. Threads share it.
"$bin/gunicorn" --bind "127.0.0.1:$port" --workers 1 --threads 16 --worker-tmp-dir /dev/shm --no-control-socket \
  vault.wsgi:app &
"$bin/python" tools/await_port.py "$port"
echo
echo "  http://localhost:$port"
echo "  Everything is kept in $EMBEDDED/ . Ctrl-C stops."
echo
wait -n

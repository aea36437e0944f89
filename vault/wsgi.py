"""`gunicorn vault.wsgi:app`."""

from vault.app import create_app
from vault.config import Settings

app = create_app(Settings.from_env())

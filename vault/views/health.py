"""Whether the service stands, and the description of its API."""

from typing import TYPE_CHECKING, cast

from flask import Response, current_app, jsonify
from sqlalchemy import text

from vault.views.access import Api, access, parts
from vault.views.answers import answer
from vault.views.payloads import Shape

if TYPE_CHECKING:
    from flask_openapi3.openapi import OpenAPI

api = Api("health")


class HealthAnswer(Shape):
    """`ok`, or an error."""

    status: str


@api.get("/health", responses={200: HealthAnswer})
@access("public")
def health() -> Response:
    """Whether the databases answer"""
    for database in (parts().db, parts().halves):
        with database.read() as db:
            db.execute(text("SELECT 1"))
    return answer(HealthAnswer(status="ok"))


@api.get("/openapi.json", responses={200: {"description": "OpenAPI 3.1", "content": {"application/json": {}}}})
@access("public")
def openapi_document() -> Response:
    """The document you read"""
    return jsonify(cast("OpenAPI", current_app).api_doc)

"""Where every screen of the desk is registered."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

"""The pages of the support network."""

from flask import Blueprint

blueprint = Blueprint("network", __name__)

from directory.network.views import help_here, roles, still_true, teams  # noqa: E402, F401  put pages on it

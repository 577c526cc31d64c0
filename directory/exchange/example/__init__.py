"""The example directory kept in `seed/`. It is read here because it is an import like any other:
files become entry data, and entry data goes through `listings.actions`."""

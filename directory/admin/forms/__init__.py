"""Forms that are as nested as the entry they edit. The name of a field is its path in entry data
("phones.0.number"), so what is typed, what is wrong with it and where it belongs share one name, and the
rules stay in one place: the schemas of listings."""

"""What every application of a run would make again, though it comes out the same each time."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType

import pytest
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from werkzeug.routing import Rule


@contextmanager
def remember_addresses() -> Iterator[None]:
    """Compiling the same addresses is most of what making an application takes."""
    compile_rule, made = Rule.compile, {}

    def remember(rule: Rule) -> None:
        key = (rule.rule, str(rule.defaults), rule.merge_slashes, tuple(rule.map.converters.items()))
        if key not in made:
            compile_rule(rule)
            made[key] = rule
        known = made[key]
        rule._parts, rule._trace, rule._converters = known._parts, known._trace, known._converters
        rule.arguments = known.arguments
        rule._build = known._build.__func__.__get__(rule)
        rule._build_unknown = known._build_unknown.__func__.__get__(rule)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", remember)
        yield


class Templates(BytecodeCache):
    """Compiles a template for the first application that shows it, and again where its text has changed."""

    def __init__(self) -> None:
        self.made: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.made.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.made[bucket.key, bucket.checksum] = bucket.code


class Statements:
    """SQL that was compiled for one test serves the next: outside tests, one request and the next."""

    def __init__(self) -> None:
        self.first: dict[str, Engine] = {}

    def share(self, engine: Engine) -> None:
        if engine.name not in self.first:
            engine.connect().close()  # the dialect learns from its first connection what the server can do
            self.first[engine.name] = engine
        first = self.first[engine.name]
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache

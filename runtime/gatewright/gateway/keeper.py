"""Does what operations and imports do to the objects that are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from .. import wire
from ..descriptor import Keeping, Need, Refusal
from .exchange import Refused, Request, as_object
from .selection import Json, as_names, fits, key_of, meets, nested, number, without_empty
from .templates import Values, fill

if TYPE_CHECKING:
    from .core import Core

# What is refused here is raised as `Refused`, or as `ServiceFailure` where services answer for themselves.


class Keeper:
    """Adds, reads, lists, changes and removes what the stores of a gateway hold."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._stores = core.stores

    def perform(self, request: Request, keeping: Keeping, template: Any, values: Values) -> Any:
        """Does what an operation does to its store, and returns the answer.

        Raises:
            Refused, ServiceFailure: There is no such object, or it is over, or there are too many.
        """
        with self._stores.lock:
            if keeping.does == "list":
                return self._list(request, keeping, template, values)
            if keeping.does == "remove" and keeping.where:
                return self._clear(request, keeping, template, values)
            if keeping.each is None:
                return self._once(request, None, keeping, template, values)
            found = [request[name] for name in as_names(keeping.each) if request.get(name) is not None]
            if len(found) == 1 and not wire.is_array(found[0]):
                return self._once(request, found[0], keeping, template, values)
            elements = [each for part in found for each in (part if wire.is_array(part) else [part])]
            done = self.perform_each(request, keeping, values, elements)
            return self._listed(done, keeping, template, values)

    def perform_each(
        self, request: Request, keeping: Keeping, values: Values, elements: list[Any]
    ) -> list[Any]:
        """Does it for each of these elements, and returns what became of them.

        Raises:
            Refused, ServiceFailure: As with `perform`; what was done before stays so.
        """
        with self._stores.lock:
            answers = [self._do(request, each, keeping, keeping.item, values)() for each in elements]
            self._count(keeping)
            return answers

    def look(self, request: Request, keeping: Keeping, values: Values) -> None:
        """Looks for the object that a request names.

        Raises:
            Refused, ServiceFailure: There is none.
        """
        with self._stores.lock:
            self._find(request, keeping, values)[1].update(fill(keeping.fields, values))

    def find(self, need: Need, values: Values) -> Json | None:
        """A copy of what must be there; None: it is not."""
        parts = [fill(need.by.get(name), values) for name in self._stores.names(need.store)]
        return None if None in parts else self._stores.get(need.store, *parts)

    # Under the lock

    def _key(self, asked: Mapping[str, Any], keeping: Keeping, values: Values) -> str | None:
        names, by = self._stores.names(keeping.store), keeping.by
        if by is None or isinstance(by, str):
            parts = [asked.get(by or name) for name in names]
        else:
            parts = [fill(by.get(name), values) for name in names]
        return None if None in parts else key_of(parts)

    def _refuse(self, said: Refusal | None, values: Values, plain: str, status: int = 400) -> Exception:
        if said is None:
            return Refused(plain, type=plain.replace(" ", "-"), status=status)
        return self._core.rules.decline(said, values)

    def _with_needs(self, keeping: Keeping, values: Values, after: bool = False) -> Values:
        """The values with those of the objects that must be there, too."""
        for need in keeping.needs:
            if need.after == after:
                found = self.find(need, values)
                if found is None:
                    raise self._core.rules.decline(need.missing, values)
                if need.named is not None:
                    values = values.over({need.named: found})
        return values

    def _find(self, asked: Mapping[str, Any], keeping: Keeping, values: Values) -> tuple[str, Json]:
        key = self._key(asked, keeping, values)
        found = None if key is None else self._stores.objects(keeping.store).get(key)
        if key is None or found is None:
            said = keeping.missing if key is not None or keeping.unnamed is None else keeping.unnamed
            raise self._refuse(said, values, "not found", 404)
        self._stores.used(keeping.store, key)
        return key, found

    def _once(self, request: Request, element: Any, keeping: Keeping, template: Any, values: Values) -> Any:
        answer = self._do(request, element, keeping, template, values)
        self._count(keeping)
        # The answer may tell how often it was done.
        return answer()

    def _do(
        self, request: Request, element: Any, keeping: Keeping, template: Any, values: Values
    ) -> Callable[[], Any]:
        """Does it for the request, or for an element of something, and returns what makes the answer."""
        fields = as_object(element) or {}
        asked: Json = {**request, **fields}
        if element is not None:
            values = values.over({"each": element}, fields)
        asked, values = _with_defaults(asked, keeping, values)
        if keeping.unnamed is not None and self._key(asked, keeping, values) is None:
            raise self._core.rules.decline(keeping.unnamed, values)
        if keeping.does in {"add", "put"}:
            kept, values = self._add(request, keeping, values)
        elif keeping.absent is not None and not self._is_there(asked, keeping, values):
            values = self._with_needs(keeping, values)
            kept = fill(keeping.absent, values)
        else:
            kept, values = self._touch(asked, keeping, values)
        self._with_needs(keeping, values.over(kept), after=True)
        return lambda: dict(kept) if template is None else fill(template, values.over(kept))

    def _is_there(self, asked: Mapping[str, Any], keeping: Keeping, values: Values) -> bool:
        return self._key(asked, keeping, values) in self._stores.objects(keeping.store)

    def _touch(self, asked: Mapping[str, Any], keeping: Keeping, values: Values) -> tuple[Json, Values]:
        """Reads, changes or removes an object; returns it, and the values with what it needs."""
        key, found = self._find(asked, keeping, values)
        values = self._with_needs(keeping, values.over(found))
        if keeping.does != "get" and keeping.final and fits(found, keeping.final):
            raise self._refuse(keeping.refused, values.over(found), "final")
        if keeping.does == "remove":
            del self._stores.objects(keeping.store)[key]
        else:
            fields = fill(keeping.fields, values.over(asked, found))
            found.update(without_empty(fields) if keeping.sparse else fields)
        return found, values

    def _count(self, keeping: Keeping) -> None:
        if keeping.counts is not None:
            self._stores.counters[keeping.counts] += 1

    def _add(self, request: Request, keeping: Keeping, values: Values) -> tuple[Json, Values]:
        """Adds an object; returns it, and the values with what it needs."""
        objects = self._stores.objects(keeping.store)
        most = keeping.most
        if keeping.with_connection and self._core.max_sessions is not None:
            most = self._core.max_sessions
        if keeping.exists is not None:
            named = {
                name: fill(keeping.fields.get(name), values) for name in self._stores.names(keeping.store)
            }
            if self._stores.named(keeping.store, named) in objects:
                raise self._refuse(keeping.exists, values, "exists")
        values = self._with_needs(keeping, values)
        made = cast("Json", fill(keeping.fields, values))
        if keeping.sparse:
            made = without_empty(made)
        key = self._stores.named(keeping.store, made)
        if most is not None and len(objects) >= most:
            raise self._refuse(keeping.full, values, "full", 503)
        self._stores.keep(keeping.store, key, made)
        if keeping.with_connection:
            self._bind(request, key)
        if keeping.then:
            self._stores.afterwards.begin(keeping, key)
        return made, values

    def _bind(self, request: Request, key: str) -> None:
        owner = request.connection
        if owner is not None:
            # A request may name another connection, which may not exist; then it is nobody's.
            for name, value in owner.values.items():
                if value == owner.app_id and name in request and request[name] != value:
                    owner = self._core.connections.find(request[name])
                    break
        if owner is not None:
            owner.session_ids.add(key)

    def _list(self, request: Mapping[str, Any], keeping: Keeping, template: Any, values: Values) -> Any:
        request, values = _with_defaults(request, keeping, values)
        wanted = {name: request.get(asked) for asked, name in keeping.filter.items()}
        wanted = {name: value for name, value in wanted.items() if value is not None}
        wanted |= fill(keeping.where, values)
        values = self._with_needs(keeping, values)
        found = [dict(each) for each in self._stores.listed(keeping.store) if meets(each, wanted)]
        if keeping.replay:
            self._replay(keeping, values, found)
            return fill(template, values)
        if keeping.newest_first:
            found.reverse()
        total = len(found)
        start = number(request, keeping.offset) or 0
        most = number(request, keeping.limit)
        found = found[start : None if most in {None, keeping.no_limit} else start + (most or 0)]
        item = keeping.item
        shown: list[Any] = found if item is None else [fill(item, values.over(each)) for each in found]
        if keeping.distinct:
            shown = [each for index, each in enumerate(shown) if each not in shown[:index]]
        listed = nested(keeping.nested, found, shown) if keeping.nested else shown
        return self._listed(listed, keeping, template, values, total)

    def _replay(self, keeping: Keeping, values: Values, found: list[Json]) -> None:
        for kept in found:
            for each in keeping.replay:
                bulk = self._core.catalog.bulk[f"import_{each.name}"]
                scope = self._core.descriptor.gateway.scopes.get(bulk.transfer.scope or "")
                place: Json = {}
                if scope is not None:
                    place[scope.parameter] = fill(f"${scope.parameter}", values)
                self._core.replay(bulk, place, fill(each.message, values.over(kept)))

    def _clear(self, request: Mapping[str, Any], keeping: Keeping, template: Any, values: Values) -> Any:
        _, values = _with_defaults(request, keeping, values)
        wanted = fill(keeping.where, values)
        objects = self._stores.objects(keeping.store)
        for key in [key for key, kept in objects.items() if meets(kept, wanted)]:
            del objects[key]
        self._count(keeping)
        return fill(template, values)

    def _listed(
        self, listed: Any, keeping: Keeping, template: Any, values: Values, total: int | None = None
    ) -> Any:
        if keeping.within is None:
            # What was done for each of a list may be answered without one.
            return listed if template is None or keeping.each is None else fill(template, values)
        body: Json = {} if template is None else fill(template, values)
        body[keeping.within] = listed
        if keeping.total is not None:
            body[keeping.total] = total
        return body


def _with_defaults(asked: Mapping[str, Any], keeping: Keeping, values: Values) -> tuple[Json, Values]:
    """What is asked, and the values of templates, with what is left out."""
    if not keeping.defaults:
        return dict(asked), values
    left_out = {
        name: fill(template, values)
        for name, template in keeping.defaults.items()
        if asked.get(name) in (None, "")
    }
    return {**asked, **left_out}, values.over(left_out)

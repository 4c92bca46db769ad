"""What the library holds, laid out for questions: who, which years, which items. Made once a generation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.model import Figure, Report
from assistant.names import bare, bigrams, totals
from assistant.store.library import Library

LONG_CELL = 14
"""A cell or clause longer than this says more than a label; its words help to find the figure in it."""


@dataclass(frozen=True, slots=True)
class Named:
    """Figures that share all their labels (they differ in year and measure), with the labels in bare form."""

    item: str
    path: str
    facets: str
    scope: str
    subject: str
    quote: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The library seen by the question reader; one is made a generation and known by its identity.

    `aliases`: bare name -> full names of the organisations it may mean. What is made of the figures is made when it is first asked for:
    a question about text in a large library does without.
    """

    reports: tuple[Report, ...]
    aliases: dict[str, frozenset[str]] = field(repr=False)
    read: Callable[[], tuple[Named, ...]] = field(repr=False)

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """All figures, grouped by their labels."""
        return self.read()

    @cached_property
    def index(self) -> dict[str, frozenset[int]]:
        """Two neighbouring characters of any label -> the numbers of the groups."""
        return _index("|".join((g.item, g.path, g.facets, g.scope, g.subject, g.quote)) for g in self.named)

    @cached_property
    def items(self) -> dict[str, frozenset[int]]:
        """Two neighbouring characters of an item's own name -> the numbers of the groups."""
        return _index(group.item for group in self.named)

    @cached_property
    def wholes(self) -> frozenset[int]:
        """The groups that stand for a whole."""
        return frozenset(number for number, group in enumerate(self.named) if stands_for_whole(group))

    @cached_property
    def owners(self) -> dict[str, frozenset[int]]:
        """Organisation -> the numbers of its groups."""
        return _owners(self.named)

    def organisations(self) -> tuple[str, ...]:
        """Full names, each once, in the order of the reports."""
        return tuple(dict.fromkeys(report.organisation for report in self.reports))

    def figures(self) -> Iterator[Figure]:
        """Every figure, grouped by its labels."""
        return (figure for group in self.named for figure in group.figures)

    def figures_of(self, organisation: str) -> Iterator[Figure]:
        """Every figure of one organisation, grouped by its labels."""
        return (figure for number in sorted(self.owners.get(organisation, ())) for figure in self.named[number].figures)

    def reports_of(self, organisations: Sequence[str]) -> list[Report]:
        """The reports of these organisations; of all where none is named."""
        return [report for report in self.reports if not organisations or report.organisation in organisations]

    def names_item(self, words: str) -> bool:
        """Whether an item's name holds these words."""
        shared = frozenset.intersection(*(self.items.get(pair, frozenset()) for pair in bigrams(words))) if len(words) > 1 else frozenset()
        return any(words in self.named[number].item for number in shared)

    def candidates(self, phrases: Iterable[str], organisations: Sequence[str] = ()) -> list[Named]:
        """Everything of these organisations (all, if none is named) whose item shares two neighbouring characters with one of the phrases,
        and everything that stands for a whole."""
        ids = set(self.wholes)
        for phrase in phrases:
            for pair in bigrams(phrase):
                ids |= self.items.get(pair, frozenset())
        if organisations:
            ids &= frozenset().union(*(self.owners.get(name, frozenset()) for name in organisations))
        return [self.named[i] for i in sorted(ids)]


def catalogue_of(library: Library) -> Catalogue:
    """The catalogue of the library as it is now; the same whatever the order in which the reports came in."""
    return _catalogue(library, library.generation)


@lru_cache(maxsize=4)
def _catalogue(library: Library, generation: int) -> Catalogue:  # noqa: ARG001  the generation is the cache's key
    reports = tuple(sorted(library.reports(), key=lambda report: (report.organisation, report.fiscal_year or 0, report.id)))
    place = {report.id: number for number, report in enumerate(reports)}

    def read() -> tuple[Named, ...]:
        held = [figure for figure in library.figures() if figure.report in place]
        return _named(sorted(held, key=lambda figure: place[figure.report]))

    return Catalogue(reports, _aliases(reports), read)


def _aliases(reports: Iterable[Report]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        for alias in (report.organisation, *report.aliases):
            if len(bare(alias)) >= 2:
                found[bare(alias)].add(report.organisation)
    return {alias: frozenset(names) for alias, names in found.items()}


def _named(figures: Iterable[Figure]) -> tuple[Named, ...]:
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.report, figure.path, figure.facets, figure.scope, figure.base, _telling(figure)].append(figure)
    return tuple(_one(members) for members in groups.values())


def _telling(figure: Figure) -> str:
    return figure.quote if len(figure.quote) > LONG_CELL and figure.state in ("number", "bounded") else ""


def _one(figures: list[Figure]) -> Named:
    first = figures[0]
    return Named(
        item=bare(first.item),
        path="|".join(bare(part) for part in first.path[:-1]),
        facets="|".join(bare(part) for part in first.facets),
        scope="|".join(bare(part) for part in (*(title for title in first.scope if title != first.subject), first.base)),
        subject=bare(first.subject),
        quote=bare(_telling(first)),
        figures=tuple(figures),
    )


def _index(labels: Iterable[str]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, label in enumerate(labels):
        for pair in bigrams(label):
            found[pair].add(number)
    return {pair: frozenset(numbers) for pair, numbers in found.items()}


def _owners(named: Sequence[Named]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(named):
        found[group.figures[0].organisation].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def stands_for_whole(named: Named) -> bool:
    """Whether an item needs no name of its own to be meant: a total, or a row that bears only its band's name (财政供养人员情况)."""
    return named.item in totals() or names_a_group(named)


def names_a_group(named: Named) -> bool:
    """财政供养人员情况, 编制数 in its column: the row has only the band's name, the column says what it is."""
    return not named.path and named.item.endswith("情况")

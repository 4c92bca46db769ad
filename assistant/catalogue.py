"""What the library holds, laid out for questions: who, which years, which items. Made once a generation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.model import Figure, Report
from assistant.names import GAP, bare, bigrams, totals
from assistant.store.library import Library

LONG_CELL = 14
"""A cell or clause longer than this says more than a label; its words help to find the figure in it."""


LEAST_NAME, MOST_NAME = 3, 16
_CLAUSE = re.compile("[，,；;。：:、](?![0-9])")
_ASIDE = re.compile("[（(][^）)]*[）)]?")
_NUMBER = re.compile("[0-9](?![0-9]*[年月日号])")


@dataclass(frozen=True, slots=True)
class Named:
    """Figures that share all their labels (they differ in year and measure), with the labels in bare form: `quote` the sentence around them,
    `clause` what of it is said of them."""

    item: str
    path: str
    facets: str
    scope: str
    subject: str
    quote: str
    clause: str
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
    def alike(self) -> tuple[tuple[Named, ...], ...]:
        """The groups of whatever report that have the same labels, together: two hundred bodies fill in one form, whose words are read once."""
        found: dict[tuple[str, ...], list[Named]] = defaultdict(list)
        for group in self.named:
            found[labels_of(group)].append(group)
        return tuple(map(tuple, found.values()))

    @cached_property
    def index(self) -> dict[str, frozenset[int]]:
        """Two neighbouring characters of any label -> the numbers of what is `alike`."""
        return _index("|".join(labels_of(one)) for one, *_ in self.alike)

    @cached_property
    def items(self) -> dict[str, frozenset[int]]:
        """Two neighbouring characters of an item's own name -> the numbers of what is `alike`."""
        return _index(one.item for one, *_ in self.alike)

    @cached_property
    def wholes(self) -> frozenset[int]:
        """What of `alike` stands for a whole."""
        return frozenset(number for number, (one, *_) in enumerate(self.alike) if stands_for_whole(one))

    @cached_property
    def names(self) -> frozenset[str]:
        """The own names of items and column headings, of three characters or more."""
        said = {name for one, *_ in self.alike for name in (one.item, *one.facets.split("|"))}
        return frozenset(name for name in said if LEAST_NAME <= len(name) <= MOST_NAME)

    def spans_named(self, phrase: str) -> tuple[tuple[str, frozenset[int]], ...]:
        """The whole names of items and headings of the library that the phrase holds, and where: the longest of those that overlap."""
        size = range(MOST_NAME, LEAST_NAME - 1, -1)
        found = ((at, at + n) for n in size for at in range(len(phrase) - n + 1) if phrase[at : at + n] in self.names)
        kept: list[tuple[int, int]] = []
        for start, end in found:
            if not any(a < end and start < b for a, b in kept):
                kept.append((start, end))
        return tuple((phrase[start:end], frozenset(range(start, end))) for start, end in kept)

    @cached_property
    def owners(self) -> dict[str, dict[int, tuple[Named, ...]]]:
        """Organisation -> its groups, by their numbers in `alike`."""
        return _owners(self.alike)

    @cached_property
    def budgets(self) -> frozenset[str]:
        """The reports that are budgets."""
        return frozenset(report.id for report in self.reports if "预算" in report.kind)

    @cached_property
    def years(self) -> dict[str, frozenset[int]]:
        """Organisation -> the years that its figures are about."""
        found: dict[str, set[int]] = defaultdict(set)
        for figure in self.figures():
            if figure.year:
                found[figure.organisation].add(figure.year)
        return {name: frozenset(years) for name, years in found.items()}

    @cached_property
    def _of_report(self) -> dict[str, tuple[Figure, ...]]:
        found: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures():
            found[figure.report].append(figure)
        return {report: tuple(own) for report, own in found.items()}

    def beside(self, figure: Figure) -> Sequence[Figure]:
        """Every figure of the same report, grouped by its labels."""
        return self._of_report.get(figure.report, ())

    def organisations(self) -> tuple[str, ...]:
        """Full names, each once, in the order of the reports."""
        return tuple(dict.fromkeys(report.organisation for report in self.reports))

    def figures(self) -> Iterator[Figure]:
        """Every figure, grouped by its labels."""
        return (figure for group in self.named for figure in group.figures)

    def figures_of(self, organisation: str) -> Iterator[Figure]:
        """Every figure of one organisation, grouped by its labels."""
        reports = [report.id for report in self.reports if report.organisation == organisation]
        return (figure for report in reports for figure in self._of_report.get(report, ()))

    def reports_of(self, organisations: Sequence[str]) -> list[Report]:
        """The reports of these organisations; of all where none is named."""
        wanted = frozenset(organisations)
        return [report for report in self.reports if not wanted or report.organisation in wanted]

    def names_item(self, words: str) -> bool:
        """Whether an item's name holds these words."""
        shared = frozenset.intersection(*(self.items.get(pair, frozenset()) for pair in bigrams(words))) if len(words) > 1 else frozenset()
        return any(words in self.alike[number][0].item for number in shared)

    def labelled(self, words: str) -> bool:
        """Whether the labels of a figure hold these words of two characters or more."""
        shared = frozenset.intersection(*(self.index.get(pair, frozenset()) for pair in bigrams(words)))
        return any(words in "|".join(labels_of(self.alike[number][0])) for number in shared)

    def labels_held(self, organisations: Iterable[str]) -> Iterator[Named]:
        """Of the groups of these organisations one for each set of labels."""
        numbers = frozenset().union(*(self.owners.get(name, {}).keys() for name in organisations))
        return (self.alike[number][0] for number in numbers)

    def candidates(self, phrases: Iterable[str], organisations: Sequence[str] = ()) -> list[Sequence[Named]]:
        """Everything of these organisations (all, if none is named) whose item shares two neighbouring characters with one of the phrases,
        and everything that stands for a whole; what has the same labels together."""
        ids = self.wholes.union(*(self.items.get(pair, frozenset()) for phrase in phrases for pair in bigrams(phrase)))
        if not organisations or len(self.owners.keys() & set(organisations)) == len(self.owners):
            return [self.alike[number] for number in ids]
        owned = [self.owners[name] for name in dict.fromkeys(organisations) if name in self.owners]
        return [own[number] for own in owned for number in own.keys() & ids]


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
        groups[figure.report, figure.path, figure.facets, figure.scope, figure.base, _telling(figure), _clause(figure)].append(figure)
    return tuple(_one(members) for members in groups.values())


def _telling(figure: Figure) -> str:
    return figure.quote if len(figure.quote) > LONG_CELL and figure.state in ("number", "bounded") else ""


def _clause(figure: Figure) -> str:
    """What the sentence says of a figure: its own clause and those before it, but for what the number of another item is said to be; nothing of
    its reasons."""
    quote = _telling(figure)
    if not quote or "#r" in figure.target:
        return bare(quote)
    parts = _CLAUSE.split(quote.replace(figure.organisation, GAP))
    own = next((n for n, part in enumerate(parts) if figure.text in part), len(parts))
    lead, number, behind = "".join(parts[own : own + 1]).partition(figure.text)
    parts[own:] = [lead + number + _ASIDE.sub("", behind)]
    names = tuple(map(bare, figure.path[-2:]))
    told = (bare(part) for n, part in enumerate(parts) if n == own or not _NUMBER.search(part) or any(name in bare(part) for name in names))
    return GAP.join(told)


def _one(figures: list[Figure]) -> Named:
    first = figures[0]
    return Named(
        item=bare(first.item),
        path="|".join(bare(part) for part in first.path[:-1]),
        facets="|".join(bare(part) for part in first.facets),
        scope="|".join(bare(part) for part in (*(title for title in first.scope if title != first.subject), first.base)),
        subject=bare(first.subject),
        quote=bare(_telling(first)),
        clause=_clause(first),
        figures=tuple(figures),
    )


def _index(labels: Iterable[str]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, label in enumerate(labels):
        for pair in bigrams(label):
            found[pair].add(number)
    return {pair: frozenset(numbers) for pair, numbers in found.items()}


def _owners(alike: Sequence[Sequence[Named]]) -> dict[str, dict[int, tuple[Named, ...]]]:
    found: dict[str, dict[int, list[Named]]] = defaultdict(lambda: defaultdict(list))
    for number, groups in enumerate(alike):
        for group in groups:
            found[group.figures[0].organisation][number].append(group)
    return {name: {number: tuple(groups) for number, groups in own.items()} for name, own in found.items()}


def labels_of(named: Named) -> tuple[str, ...]:
    """All labels of a group."""
    return named.item, named.path, named.facets, named.scope, named.subject, named.quote, named.clause


def stands_for_whole(named: Named) -> bool:
    """Whether an item needs no name of its own to be meant: a total, or a row that bears only its band's name (财政供养人员情况)."""
    return named.item in totals() or names_a_group(named)


def names_a_group(named: Named) -> bool:
    """财政供养人员情况, 编制数 in its column: the row has only the band's name, the column says what it is."""
    return not named.path and named.item.endswith("情况")
